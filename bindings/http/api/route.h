// bindings/http/api/route.h: a route, and the table of all.
//
// CONCEPT   A resource is a file of this folder (oauth_clients.cc, me.cc, ...)
//           with a function that adds its routes to the table; routes.cc calls
//           them all. A route declares what is checked before its handler is
//           called and what the OpenAPI document says about it, in one place:
//
//     void AddMeRoutes(RouteTable& routes) {
//       routes.Add({.method = Method::kPatch,
//                   .path = "/v2/me",
//                   .id = "updateMe",
//                   .tag = "Me",
//                   .summary = "Change the caller's profile",
//                   .access = Access{.permissions = Permission::kProfileWrite},
//                   .request = R"({"type": "object", "properties": {
//                       "timeFormat": {"enum": [12, 24]},
//                       "name": {"type": "string"}}})",
//                   .answer = R"({"$ref": "#/components/schemas/User"})",
//                   .handler = UpdateMe});
//     }
//
//     absl::StatusOr<Response> UpdateMe(const Context& context,
//                                       const Request& request,
//                                       const Caller& caller) {
//       absl::StatusOr<User> user = context.store.Write(...);
//       if (!user.ok()) return user.status();  // error.h: becomes the envelope
//       return Success(ToJson(*user));
//     }
//
// PATHS     {name} takes any one segment, {name:integer} one that is an integer
//           (400 otherwise); a segment spelled out wins over either. Write all
//           as /v2/...; /api/v2/... and /v2/ee/... are the same routes.
// VERSIONS  Routes may share method and path with different `since`: the newest
//           that is not newer than the request's version answers.
// HANDLERS  Run on the SQL threads, may wait for the store, must not throw. A
//           route may have a second one that answers at once or not at all.
// THREADS   A table is built once, then read by all.
#ifndef BOOKABLE_HTTP_API_ROUTE_H_
#define BOOKABLE_HTTP_API_ROUTE_H_

#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/http/api/authorizer.h"
#include "bindings/http/api/context.h"
#include "bindings/http/api/request.h"
#include "bindings/http/api/response.h"

namespace bookable::http {

using Handler = std::function<absl::StatusOr<Response>(
    const Context& context, const Request& request, const Caller& caller)>;

// The answer, if it can be given without waiting for anything: runs on an I/O
// thread, before the query is held against what the route declares. So it
// leaves all that is not quite ordinary to the handler, errors above all.
using QuickHandler = std::function<std::optional<Response>(
    const Context& context, const Request& request)>;

// A query parameter. `schema` is JSON Schema as text; of type integer, number
// or boolean the value is checked as one, of type array all forms of a list
// are one (Query::List). What is not declared is ignored.
struct Parameter {
  std::string name{};
  std::string schema = R"({"type": "string"})";
  std::string description{};
  bool required = false;
};

enum class BodyKind : std::uint8_t {
  kNone,  // DEFAULT where `request` is empty: a body is read and ignored
  kJson,  // DEFAULT where `request` is a schema
  kForm,  // application/x-www-form-urlencoded
};

struct Route {
  Method method = Method::kGet;
  std::string path{};  // "/v2/oauth-clients/{clientId}/users/{userId:integer}"
  std::string id{};    // OpenAPI's operationId: unique, lowerCamel
  std::string tag{};   // OpenAPI's group
  std::string summary{};  // one line
  std::string description{};
  ApiVersion since = ApiVersion::k2024_04_15;
  // Who may call. A route without it is a mistake that a test reports, and
  // that is answered 500.
  std::optional<Access> access{};
  std::vector<Parameter> query{};
  // JSON Schema of the body, as text (schema.h says which words). Properties
  // that it does not name are ignored. DEFAULT: no body.
  std::string request{};
  std::optional<BodyKind> body{};
  // The status of success. DEFAULT: 201 of POST, 200 of others.
  int status = 0;
  // JSON Schema of the answer's `data`, as text. DEFAULT: no `data`.
  std::string answer{};
  // Of what is not JSON in the envelope: "text/html".
  std::string answer_type = "application/json";
  Handler handler{};
  QuickHandler at_once{};  // DEFAULT: none; the handler always

  BodyKind body_kind() const;
  int success_status() const;
};

// A named schema, for {"$ref": "#/components/schemas/NAME"}.
struct NamedSchema {
  std::string name{};
  std::string schema{};
};

class RouteTable {
 public:
  RouteTable();
  ~RouteTable();
  RouteTable(RouteTable&&) noexcept;
  RouteTable& operator=(RouteTable&&) noexcept;

  // A mistake in the declaration (a schema that does not parse, a path that is
  // there already) does not throw: Mistakes tells it.
  void Add(Route route);
  void AddSchema(NamedSchema schema);

  // A route and what its path's {names} are in a request.
  struct Match {
    const Route* route = nullptr;
    const boost::json::value* request_schema = nullptr;  // null: no body
    const boost::json::value* query_schema = nullptr;    // null: no parameters
    std::vector<std::pair<std::string, std::string>> path_parameters{};
  };
  // The route for a path of these segments. Errors: NotFound for no such path
  // or method, BadRequest for a segment that is no integer.
  absl::StatusOr<Match> Find(Method method,
                             const std::vector<std::string>& segments,
                             ApiVersion version) const;

  // Every route, in the order they were added.
  const std::vector<std::unique_ptr<const Route>>& routes() const;
  const std::vector<std::pair<std::string, boost::json::value>>& schemas()
      const;

  // What is wrong with the declarations: a sentence a mistake, naming the
  // route. Empty in a table that may be served; a test asks.
  std::vector<std::string> Mistakes() const;

 private:
  struct Node;
  struct Compiled;
  std::vector<std::unique_ptr<const Route>> routes_;
  std::vector<std::unique_ptr<const Compiled>> compiled_;
  std::vector<std::pair<std::string, boost::json::value>> schemas_;
  std::vector<std::string> mistakes_;
  std::unique_ptr<Node> root_;
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_ROUTE_H_
