// bindings/http/api/account_routes.h: the resources of accounts.
//
// CONCEPT   One function a file; AddAccountRoutes calls them all, after adding
//           the schemas that they share.
#ifndef BOOKABLE_HTTP_API_ACCOUNT_ROUTES_H_
#define BOOKABLE_HTTP_API_ACCOUNT_ROUTES_H_

#include "bindings/http/api/route.h"

namespace bookable::http {

void AddAccountRoutes(RouteTable& routes);

void AddApiKeyRoutes(RouteTable& routes);
void AddManagedUserRoutes(RouteTable& routes);
void AddMeRoutes(RouteTable& routes);
void AddMembershipRoutes(RouteTable& routes);
void AddOAuthClientRoutes(RouteTable& routes);
void AddOrganizationUserRoutes(RouteTable& routes);
void AddProviderRoutes(RouteTable& routes);
void AddSessionRoutes(RouteTable& routes);
void AddTeamRoutes(RouteTable& routes);
void AddTokenRoutes(RouteTable& routes);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_ACCOUNT_ROUTES_H_
