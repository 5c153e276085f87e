// A walk over the table: what a route declares is what the document says.
// Tested by tests/bindings/http/server/openapi_test.cc.
#include "bindings/http/server/openapi.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <cctype>
#include <cstddef>
#include <string>
#include <vector>

#include "bindings/http/api/account_authorizer.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

json::value Parse(std::string_view schema) {
  json::error_code error;
  json::value value = json::parse({schema.data(), schema.size()}, error);
  return error ? json::value(json::object()) : value;
}

json::object Content(std::string_view type, json::value schema) {
  return {{std::string(type), json::object{{"schema", std::move(schema)}}}};
}

json::object ErrorAnswer(std::string_view description) {
  return {{"description", description},
          {"content",
           Content("application/json",
                   json::object{{"$ref", "#/components/schemas/Error"}})}};
}

// "/v2/users/{userId:integer}": the path as OpenAPI writes it, and its
// parameters.
struct PathOf {
  std::string path{};
  json::array parameters{};
};

PathOf ReadPath(std::string_view pattern) {
  PathOf result;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    result.path += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = pattern.find('}', open);
    std::string_view name = pattern.substr(open + 1, close - open - 1);
    const bool is_integer = name.ends_with(":integer");
    if (is_integer) name.remove_suffix(8);
    ((result.path += '{') += name) += '}';
    result.parameters.push_back(json::object{
        {"name", name},
        {"in", "path"},
        {"required", true},
        {"schema", json::object{{"type", is_integer ? "integer" : "string"}}}});
    pattern.remove_prefix(close + 1);
  }
  return result;
}

// Who may call, in words and as security requirements.
void DescribeAccess(const Access& access, json::object& operation,
                    std::string& description) {
  if (access.credentials == Credentials::kIgnored) {
    operation["security"] = json::array();
    return;
  }
  json::array ways;
  if (access.credentials == Credentials::kOptional) {
    ways.push_back(json::object());
  }
  const auto offer = [&](CallerKind kind, json::object way) {
    if (access.kinds.Contains(kind)) ways.push_back(std::move(way));
  };
  offer(CallerKind::kOauthClient,
        {{"clientId", json::array()}, {"clientSecret", json::array()}});
  offer(CallerKind::kAccessToken, {{"accessToken", json::array()}});
  offer(CallerKind::kApiKey, {{"apiKey", json::array()}});
  offer(CallerKind::kOperator, {{"session", json::array()}});
  operation["security"] = std::move(ways);
  const auto add = [&](const std::string& sentence) {
    if (!description.empty()) description += " ";
    description += sentence;
  };
  if (!access.permissions.is_empty()) {
    std::string names;
    json::array list;
    for (const std::string& name : access.permissions.Names()) {
      names += (names.empty() ? "" : ", ") + name;
      list.emplace_back(name);
    }
    add("Needs the permission " + names +
        " (access tokens and client credentials).");
    operation["x-permissions"] = std::move(list);
  }
  constexpr const char* kRoles[] = {"", "member", "admin", "owner"};
  constexpr const char* kWhere[] = {"", "the platform organisation",
                                    "the client's organisation",
                                    "the organisation", "the team"};
  if (access.role != Role::kNone) {
    add("Needs the role " +
        std::string(kRoles[static_cast<std::size_t>(access.role)]) + " in " +
        kWhere[static_cast<std::size_t>(access.tenant)] + ".");
  }
  if (access.managed_users == ManagedUsers::kMayNot) {
    add("Not for managed users.");
  }
}

json::object Operation(const Route& route, bool is_newest) {
  PathOf path = ReadPath(route.path);
  json::object operation{{"operationId", route.id},
                         {"summary", route.summary},
                         {"tags", json::array{json::value(route.tag)}}};
  std::string description = route.description;
  if (route.access) DescribeAccess(*route.access, operation, description);
  if (!description.empty()) operation["description"] = description;
  json::array& parameters = path.parameters;
  for (const Parameter& parameter : route.query) {
    json::object one{{"name", parameter.name},
                     {"in", "query"},
                     {"required", parameter.required},
                     {"schema", Parse(parameter.schema)}};
    if (!parameter.description.empty()) {
      one["description"] = parameter.description;
    }
    parameters.push_back(std::move(one));
  }
  if (route.path.starts_with("/v2/")) {
    json::object version{
        {"name", "cal-api-version"},
        {"in", "header"},
        {"required", !is_newest || route.since != ApiVersion::k2024_04_15},
        {"schema", json::object{{"type", "string"},
                                {"default", ApiVersionName(route.since)}}}};
    parameters.push_back(std::move(version));
  }
  operation["parameters"] = std::move(parameters);
  if (route.body_kind() != BodyKind::kNone) {
    operation["requestBody"] = json::object{
        {"required", route.body_kind() == BodyKind::kJson},
        {"content", Content(route.body_kind() == BodyKind::kForm
                                ? "application/x-www-form-urlencoded"
                                : "application/json",
                            route.request.empty()
                                ? json::value(json::object{{"type", "object"}})
                                : Parse(route.request))}};
  }
  json::object success{{"description", "Success"}};
  const bool redirects = route.success_status() / 100 == 3;
  if (redirects) {
    success = {
        {"description", "Go to the address in Location"},
        {"headers",
         json::object{
             {"Location",
              json::object{{"schema", json::object{{"type", "string"},
                                                   {"format", "uri"}}}}}}}};
  } else if (route.answer_type != "application/json") {
    success["content"] =
        Content(route.answer_type, json::object{{"type", "string"}});
  } else if (route.path.starts_with("/v2/")) {
    json::object properties{{"status", json::object{{"const", "success"}}}};
    json::array required{json::value("status")};
    if (!route.answer.empty()) {
      properties["data"] = Parse(route.answer);
      required.emplace_back("data");
    }
    success["content"] = Content(
        "application/json", json::object{{"type", "object"},
                                         {"properties", std::move(properties)},
                                         {"required", std::move(required)}});
  } else {
    success["content"] =
        Content("application/json", json::object{{"type", "object"}});
  }
  json::object responses{
      {std::to_string(route.success_status()), std::move(success)}};
  responses["400"] = ErrorAnswer("The request cannot be read or is not valid");
  if (route.access && route.access->credentials != Credentials::kIgnored) {
    responses["401"] = ErrorAnswer("Credentials are missing or bad");
    responses["403"] = ErrorAnswer("This caller may not do this");
    if (route.access->kinds.Contains(CallerKind::kAccessToken)) {
      responses["498"] = ErrorAnswer("The access token has expired");
    }
  }
  if (!ReadPath(route.path).parameters.empty()) {
    responses["404"] = ErrorAnswer("Not found");
  }
  responses["429"] = ErrorAnswer("Too many requests");
  // What a body names may not be there or be taken (404, 409, 422); a body may
  // be too long or of another type; the store may be gone (503).
  responses["default"] = ErrorAnswer("Any other error, of the same shape");
  operation["responses"] = std::move(responses);
  return operation;
}

json::object SecuritySchemes() {
  const auto header = [](std::string_view name, std::string_view description) {
    return json::object{{"type", "apiKey"},
                        {"in", "header"},
                        {"name", name},
                        {"description", description}};
  };
  return {{"clientId", header("x-cal-client-id", "OAuth client id")},
          {"clientSecret",
           header("x-cal-secret-key", "OAuth client secret; servers only")},
          {"accessToken",
           json::object{{"type", "http"},
                        {"scheme", "bearer"},
                        {"bearerFormat", "JWT"},
                        {"description", "Access token of a managed user"}}},
          {"apiKey", json::object{{"type", "http"},
                                  {"scheme", "bearer"},
                                  {"description", "API key"}}},
          {"session",
           json::object{{"type", "apiKey"},
                        {"in", "cookie"},
                        {"name", kSessionCookie},
                        {"description", "Session of the settings page"}}}};
}

json::value ErrorSchema() {
  return Parse(R"({"type": "object",
    "required": ["status", "timestamp", "path", "error"],
    "properties": {
      "status": {"const": "error"},
      "timestamp": {"type": "string", "format": "date-time"},
      "path": {"type": "string"},
      "error": {"type": "object", "required": ["code", "message"],
        "properties": {
          "code": {"type": "string"},
          "message": {"type": "string"},
          "details": {}}}}})");
}

}  // namespace

json::object MakeOpenApi(const RouteTable& routes,
                         std::string_view public_url) {
  json::object paths;
  for (const auto& owned : routes.routes()) {
    const Route& route = *owned;
    const bool is_newest =
        std::ranges::none_of(routes.routes(), [&](const auto& other) {
          return other->method == route.method && other->path == route.path &&
                 other->since > route.since;
        });
    std::string path = ReadPath(route.path).path;
    if (!is_newest) {
      path += " (" + std::string(ApiVersionName(route.since)) + ")";
    }
    std::string method(MethodName(route.method));
    std::ranges::transform(method, method.begin(), [](unsigned char c) {
      return static_cast<char>(std::tolower(c));
    });
    json::value& item = paths[path];
    if (!item.is_object()) item = json::object();
    item.as_object()[method] = Operation(route, is_newest);
  }
  json::object schemas{{"Error", ErrorSchema()}};
  for (const auto& [name, schema] : routes.schemas()) schemas[name] = schema;
  return {
      {"openapi", "3.1.0"},
      {"info",
       json::object{
           {"title", "bookable"},
           {"version", "2"},
           {"description",
            "The platform API v2 as bookabled speaks it. Every answer is "
            "an envelope; errors have one shape (schema Error)."}}},
      {"servers", json::array{json::value(json::object{{"url", public_url}})}},
      {"paths", std::move(paths)},
      {"components", json::object{{"schemas", std::move(schemas)},
                                  {"securitySchemes", SecuritySchemes()}}}};
}

}  // namespace bookable::http
