// bindings/http/api/routes.h: every resource, put together.
//
// CONCEPT   The two things that the server asks of this folder.
#ifndef BOOKABLE_HTTP_API_ROUTES_H_
#define BOOKABLE_HTTP_API_ROUTES_H_

#include <memory>

#include "bindings/http/api/authorizer.h"
#include "bindings/http/api/context.h"
#include "bindings/http/api/route.h"

namespace bookable::http {

// Adds the routes of all resources.
void AddRoutes(RouteTable& routes);

// Who may call. `context` must outlive it.
std::unique_ptr<Authorizer> MakeAuthorizer(const Context& context);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_ROUTES_H_
