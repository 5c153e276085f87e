// Paths are a tree by segment. A node's literal children are tried before its
// parameter, and the parameter is tried when the literal leads nowhere:
//   /v2/schedules/default   GET -> the literal
//   /v2/schedules/88        GET -> {id:integer}
// In the first place of a path a literal wins for good, or what the API does
// not know would be somebody's page:
//   /v2/nothing             GET -> nothing, not /{username}/{event}
// What a parameter is called belongs to the route, not to the node: two
// resources may name one segment differently.
// Tested by tests/bindings/http/api/route_test.cc.
#include "bindings/http/api/route.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cstddef>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/schema.h"
#include "bindings/http/api/text.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

struct PathPart {
  std::string text{};  // the literal, or the parameter's name
  bool is_parameter = false;
  bool is_integer = false;
};

// "/v2/a/{b:integer}"; nothing if it is no pattern.
std::optional<std::vector<PathPart>> ParsePattern(std::string_view pattern) {
  if (!pattern.starts_with('/')) return std::nullopt;
  std::vector<PathPart> parts;
  std::string_view rest = pattern.substr(1);
  while (!rest.empty()) {
    const std::size_t slash = rest.find('/');
    std::string_view segment = rest.substr(0, slash);
    PathPart part;
    if (segment.starts_with('{') && segment.ends_with('}')) {
      part.is_parameter = true;
      segment = segment.substr(1, segment.size() - 2);
      if (segment.ends_with(":integer")) {
        part.is_integer = true;
        segment.remove_suffix(std::string_view(":integer").size());
      }
    }
    if (segment.empty() ||
        segment.find_first_of("{}:") != std::string_view::npos) {
      return std::nullopt;
    }
    part.text = segment;
    parts.push_back(std::move(part));
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
    if (rest.empty()) return std::nullopt;  // ends with '/'
  }
  return parts;
}

std::optional<json::value> ParseSchema(std::string_view text) {
  json::error_code error;
  json::value schema = json::parse({text.data(), text.size()}, error);
  if (error) return std::nullopt;
  return schema;
}

}  // namespace

BodyKind Route::body_kind() const {
  if (body) return *body;
  return request.empty() ? BodyKind::kNone : BodyKind::kJson;
}

int Route::success_status() const {
  if (status != 0) return status;
  return method == Method::kPost ? 201 : 200;
}

struct RouteTable::Compiled {
  const Route* route = nullptr;
  std::vector<PathPart> parts{};
  std::optional<json::value> request{};
  std::optional<json::value> query{};  // an object: a property a parameter
};

struct RouteTable::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals{};
  std::unique_ptr<Node> parameter{};
  std::vector<const Compiled*> routes{};  // newest `since` first

  // The deepest route that fits, and whether the path is there at all.
  const Compiled* Find(Method method, const std::vector<std::string>& segments,
                       std::size_t at, ApiVersion version) const {
    if (at == segments.size()) {
      for (const Compiled* compiled : routes) {
        if (compiled->route->method == method &&
            compiled->route->since <= version) {
          return compiled;
        }
      }
      return nullptr;
    }
    if (const auto found = literals.find(segments[at]);
        found != literals.end()) {
      const Compiled* compiled =
          found->second->Find(method, segments, at + 1, version);
      if (compiled != nullptr || at == 0) return compiled;
    }
    if (parameter == nullptr || segments[at].empty()) return nullptr;
    return parameter->Find(method, segments, at + 1, version);
  }
};

RouteTable::RouteTable() : root_(std::make_unique<Node>()) {}
RouteTable::~RouteTable() = default;
RouteTable::RouteTable(RouteTable&&) noexcept = default;
RouteTable& RouteTable::operator=(RouteTable&&) noexcept = default;

void RouteTable::AddSchema(NamedSchema schema) {
  std::optional<json::value> parsed = ParseSchema(schema.schema);
  if (!parsed) {
    mistakes_.push_back("schema " + schema.name + " is no JSON");
    return;
  }
  for (const auto& [name, value] : schemas_) {
    if (name == schema.name) {
      mistakes_.push_back("schema " + name + " is there twice");
      return;
    }
  }
  schemas_.emplace_back(std::move(schema.name), *std::move(parsed));
}

void RouteTable::Add(Route added) {
  auto owned = std::make_unique<const Route>(std::move(added));
  const Route& route = *owned;
  const std::string name =
      std::string(MethodName(route.method)) + " " + route.path;
  std::optional<std::vector<PathPart>> parts = ParsePattern(route.path);
  if (!parts) {
    mistakes_.push_back(name + ": the path is no pattern");
    return;
  }
  auto compiled = std::make_unique<Compiled>();
  compiled->route = &route;
  compiled->parts = *std::move(parts);
  if (!route.request.empty()) {
    compiled->request = ParseSchema(route.request);
    if (!compiled->request) {
      mistakes_.push_back(name + ": the schema of the request is no JSON");
    }
  }
  if (!route.query.empty()) {
    json::object properties;
    json::array required;
    for (const Parameter& parameter : route.query) {
      std::optional<json::value> schema = ParseSchema(parameter.schema);
      if (!schema) {
        mistakes_.push_back(name + ": the schema of the parameter " +
                            parameter.name + " is no JSON");
        continue;
      }
      properties[parameter.name] = *std::move(schema);
      if (parameter.required) {
        required.emplace_back(parameter.name);
      }
    }
    compiled->query = json::object{{"type", "object"},
                                   {"properties", std::move(properties)},
                                   {"required", std::move(required)}};
  }
  Node* node = root_.get();
  for (const PathPart& part : compiled->parts) {
    std::unique_ptr<Node>& next =
        part.is_parameter ? node->parameter : node->literals[part.text];
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  for (const Compiled* other : node->routes) {
    if (other->route->method == route.method &&
        other->route->since == route.since) {
      mistakes_.push_back(name + ": the route is there twice");
    }
  }
  node->routes.push_back(compiled.get());
  std::ranges::stable_sort(node->routes, [](const auto* a, const auto* b) {
    return a->route->since > b->route->since;
  });
  compiled_.push_back(std::move(compiled));
  routes_.push_back(std::move(owned));
}

absl::StatusOr<RouteTable::Match> RouteTable::Find(
    Method method, const std::vector<std::string>& segments,
    ApiVersion version) const {
  const Compiled* found = root_->Find(method, segments, 0, version);
  if (found == nullptr) return NotFound("no such route");
  Match match{.route = found->route};
  if (found->request) match.request_schema = &*found->request;
  if (found->query) match.query_schema = &*found->query;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const PathPart& part = found->parts[i];
    if (!part.is_parameter) continue;
    if (part.is_integer && !ParseInteger(segments[i])) {
      return BadRequest(part.text + " in the path must be an integer");
    }
    match.path_parameters.emplace_back(part.text, segments[i]);
  }
  return match;
}

const std::vector<std::unique_ptr<const Route>>& RouteTable::routes() const {
  return routes_;
}

const std::vector<std::pair<std::string, json::value>>& RouteTable::schemas()
    const {
  return schemas_;
}

std::vector<std::string> RouteTable::Mistakes() const {
  std::vector<std::string> mistakes = mistakes_;
  std::set<std::string> ids;
  for (const auto& [name, schema] : schemas_) {
    for (const std::string& mistake : SchemaMistakes(schema, schemas_)) {
      mistakes.push_back(absl::StrCat("schema ", name, ": ", mistake));
    }
  }
  for (const auto& compiled : compiled_) {
    const Route& route = *compiled->route;
    const std::string name =
        std::string(MethodName(route.method)) + " " + route.path + ": ";
    const auto say = [&](const std::string& what) {
      mistakes.push_back(name + what);
    };
    const auto has = [&](std::string_view parameter) {
      return std::ranges::any_of(compiled->parts, [&](const PathPart& part) {
        return part.is_parameter && part.text == parameter;
      });
    };
    if (!route.access) {
      say("does not declare who may call it");
    } else {
      const Access& access = *route.access;
      if (access.kinds.Contains(CallerKind::kAnonymous)) {
        say("anonymous callers are declared by optional credentials");
      }
      if (access.kinds.is_empty()) say("allows no kind of caller");
      if (access.credentials != Credentials::kRequired &&
          (access.role != Role::kNone || !access.permissions.is_empty())) {
        say("asks for a role or a permission, but not for credentials");
      }
      if (access.tenant == Tenant::kClient && !has("clientId")) {
        say("is of a client, but has no {clientId}");
      }
      if (access.tenant == Tenant::kOrganization && !has("orgId")) {
        say("is of an organisation, but has no {orgId}");
      }
      if (access.tenant == Tenant::kTeam && !has("teamId")) {
        say("is of a team, but has no {teamId}");
      }
      if (access.role != Role::kNone && access.tenant == Tenant::kSelf) {
        say("asks for a role, but does not say where");
      }
    }
    if (!route.handler) say("has no handler");
    if (route.tag.empty()) say("has no tag");
    if (route.summary.empty()) say("has no summary");
    if (route.id.empty()) {
      say("has no id");
    } else if (!ids.insert(route.id).second) {
      say("its id " + route.id + " is another's");
    }
    if (compiled->request) {
      for (const std::string& mistake :
           SchemaMistakes(*compiled->request, schemas_)) {
        say("request: " + mistake);
      }
    }
    if (route.request.empty() && route.body_kind() == BodyKind::kJson) {
      say("takes JSON, but declares no schema of it");
    }
    if (!route.answer.empty()) {
      const std::optional<json::value> answer = ParseSchema(route.answer);
      if (!answer) {
        say("the schema of the answer is no JSON");
      } else {
        for (const std::string& mistake : SchemaMistakes(*answer, schemas_)) {
          say("answer: " + mistake);
        }
      }
    }
    if (compiled->query) {
      for (const std::string& mistake :
           SchemaMistakes(*compiled->query, schemas_)) {
        say("parameters: " + mistake);
      }
    }
  }
  return mistakes;
}

}  // namespace bookable::http
