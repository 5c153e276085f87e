// Tested by tests/bindings/http/api/route_test.cc.
#include "bindings/http/api/routes.h"

#include "bindings/http/api/account_authorizer.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/scheduling_routes.h"

namespace bookable::http {

void AddRoutes(RouteTable& routes) {
  AddAccountRoutes(routes);
  AddSchedulingRoutes(routes);
}

std::unique_ptr<Authorizer> MakeAuthorizer(const Context& context) {
  return std::make_unique<AccountAuthorizer>(context);
}

}  // namespace bookable::http
