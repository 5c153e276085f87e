// bindings/http/server/web_routes.h: the pages that people see.
//
// CONCEPT   Files of web/, the same for everybody: /docs, /settings, the
//           booking pages /{username}, /{username}/{event}, /team/{teamId},
//           /team/{teamId}/{event}, /booking/{uid}. Their scripts ask the API.
//           They load nothing from elsewhere, and their Content-Security-Policy
//           says so.
// NAMES     A person whose username is a word that other paths begin with
//           (docs, team, v2, ...) has no page of that name.
// THREADS   As any route.
#ifndef BOOKABLE_HTTP_SERVER_WEB_ROUTES_H_
#define BOOKABLE_HTTP_SERVER_WEB_ROUTES_H_

#include "bindings/http/api/route.h"

namespace bookable::http {

void AddWebRoutes(RouteTable& routes);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_WEB_ROUTES_H_
