// bindings/http/server/openapi.h: the table of routes as an OpenAPI document.
//
// THREADS   Pure.
#ifndef BOOKABLE_HTTP_SERVER_OPENAPI_H_
#define BOOKABLE_HTTP_SERVER_OPENAPI_H_

#include <boost/json/object.hpp>
#include <string_view>

#include "bindings/http/api/route.h"

namespace bookable::http {

// OpenAPI 3.1. Of routes that share method and path, the newest stands under
// the path, the older ones under path and version: "/v2/schedules
// (2024-04-15)".
boost::json::object MakeOpenApi(const RouteTable& routes,
                                std::string_view public_url);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_OPENAPI_H_
