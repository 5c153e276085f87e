// Tested by tests/bindings/http/api/account_routes_test.cc.
#include "bindings/http/api/account_routes.h"

#include "bindings/http/api/account_json.h"

namespace bookable::http {

void AddAccountRoutes(RouteTable& routes) {
  AddAccountSchemas(routes);
  AddProviderRoutes(routes);
  AddTokenRoutes(routes);
  AddOAuthClientRoutes(routes);
  AddManagedUserRoutes(routes);
  AddMeRoutes(routes);
  AddApiKeyRoutes(routes);
  AddSessionRoutes(routes);
  AddOrganizationUserRoutes(routes);
  AddTeamRoutes(routes);
  AddMembershipRoutes(routes);
}

}  // namespace bookable::http
