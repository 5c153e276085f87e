// bindings/http/server/service_routes.h: the service's routes about itself.
//
// CONCEPT   /health, /metrics, /openapi.json.
// THREADS   As any route.
#ifndef BOOKABLE_HTTP_SERVER_SERVICE_ROUTES_H_
#define BOOKABLE_HTTP_SERVER_SERVICE_ROUTES_H_

#include "bindings/http/api/route.h"
#include "bindings/http/server/metrics.h"

namespace bookable::http {

// Adds them. `routes` and `metrics` must outlive every request: the document
// is made of the whole table when it is first asked for.
void AddServiceRoutes(RouteTable& routes, const Metrics& metrics);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_SERVICE_ROUTES_H_
