#include "tests/bindings/http/support/request_of_chance.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <limits>
#include <string_view>

#include "bindings/http/api/percent_encoding.h"
#include "bindings/http/api/text.h"

namespace bookable::testing {
namespace {

namespace json = boost::json;

using Members = std::map<std::string, json::value>;

std::string_view View(const json::string& text) {
  return {text.data(), text.size()};
}

// The schema that a $ref names, else the schema itself.
const json::object* Resolved(const http::RouteTable& routes,
                             const json::value& schema) {
  constexpr std::string_view kPrefix = "#/components/schemas/";
  const json::object* object = schema.if_object();
  if (object == nullptr) return nullptr;
  const json::value* reference = object->if_contains("$ref");
  if (reference == nullptr) return object;
  const std::string_view name =
      View(reference->as_string()).substr(kPrefix.size());
  for (const auto& [known, value] : routes.schemas()) {
    if (known == name) return value.if_object();
  }
  return nullptr;
}

void Collect(const http::RouteTable& routes, const json::value& schema,
             Members& members) {
  const json::object* object = Resolved(routes, schema);
  if (object == nullptr) return;
  for (const char* word : {"anyOf", "oneOf"}) {
    const json::value* ways = object->if_contains(word);
    if (ways == nullptr) continue;
    for (const json::value& way : ways->as_array()) {
      Collect(routes, way, members);
    }
  }
  const json::value* properties = object->if_contains("properties");
  if (properties == nullptr) return;
  for (const json::key_value_pair& member : properties->as_object()) {
    members[std::string(member.key())] = member.value();
  }
}

// --- values ------------------------------------------------------------------

const std::string& Text(Chance& chance) {
  static const std::vector<std::string> kTexts = {
      "",
      "a",
      "alice@example.com",
      "2030-01-08",
      "2030-01-08T10:00:00Z",
      "2030-01-09T14:30:00.000+01:00",
      "2030-02-30T25:61:61+99:99",
      "1900-01-01T00:00:00Z",
      "9999-12-31T23:59:59.999Z",
      "09:00",
      "17:00",
      "24:00",
      "Europe/Rome",
      "UTC",
      "Monday",
      "\xc3\xa9\xf0\x9f\x98\x80",
      "*",
      "0",
      "-1",
      "7",
      "true",
      "null",
      "'; DROP TABLE app_user; --",
      "{}",
      "[]",
      "https://x.example/a?b#c",
      "\t\r\n",
      "%00",
      "../..",
      "collective",
      "roundRobin",
      "managed",
      "accepted",
      "integration",
      "cal-video",
      "{{#if payload}}{{title}}",
      std::string(600, 'x'),
      std::string(30'000, 'y')};
  return chance.Of(kTexts);
}

std::int64_t Integer(Chance& chance) {
  static const std::vector<std::int64_t> kNumbers = {
      0,
      1,
      2,
      3,
      -1,
      12,
      24,
      30,
      60,
      1440,
      100'000,
      4'000'000'000,
      253'402'300'800'000,
      std::numeric_limits<std::int64_t>::max(),
      std::numeric_limits<std::int64_t>::min()};
  return chance.Of(kNumbers);
}

json::value Anything(Chance& chance, const std::vector<std::string>& names,
                     int depth) {
  switch (chance.Below(depth > 0 ? 9 : 7)) {
    case 0:
      return nullptr;
    case 1:
      return chance.OneIn(2);
    case 2:
      return Integer(chance);
    case 3: {
      static const std::vector<double> kNumbers = {0.5, -0.0, 1e300, 1e-300};
      return chance.Of(kNumbers);
    }
    case 7: {
      json::array array;
      for (std::size_t i = chance.Below(4); i > 0; --i) {
        array.push_back(Anything(chance, names, depth - 1));
      }
      return array;
    }
    case 8: {
      json::object object;
      for (std::size_t i = chance.Below(6); i > 0; --i) {
        object[chance.Of(names)] = Anything(chance, names, depth - 1);
      }
      return object;
    }
    default:
      return json::value(Text(chance));
  }
}

struct Source {
  Chance& chance;
  const http::RouteTable& routes;
  const Things& things;
  std::vector<std::string> names{};  // of members, any
};

// Mostly what the schema asks for, and the thing that is called so.
json::value Fitting(const Source& from, const json::value& schema,
                    const std::string& name, int depth) {
  Chance& chance = from.chance;
  const json::object* object = Resolved(from.routes, schema);
  if (object == nullptr || depth == 0 || chance.OneIn(12)) {
    return Anything(chance, from.names, 2);
  }
  const auto again = [&](const json::value& inner) {
    return Fitting(from, inner, name, depth - 1);
  };
  for (const char* word : {"anyOf", "oneOf"}) {
    if (const json::value* ways = object->if_contains(word)) {
      const json::array& some = ways->as_array();
      return again(some[chance.Below(some.size())]);
    }
  }
  if (const json::value* values = object->if_contains("enum")) {
    const json::array& some = values->as_array();
    return some[chance.Below(some.size())];
  }
  if (const json::value* value = object->if_contains("const")) return *value;
  const json::value* type = object->if_contains("type");
  if (type != nullptr && type->is_array()) {
    const json::array& some = type->get_array();
    type = &some[chance.Below(some.size())];
  }
  const std::string_view word =
      type == nullptr ? std::string_view() : View(type->as_string());
  if (word == "null") return nullptr;
  if (word == "boolean") return chance.OneIn(2);
  const auto thing = from.things.find(name);
  const bool is_there = thing != from.things.end() && !chance.OneIn(4);
  if (word == "integer" || word == "number") {
    const auto id = is_there ? http::ParseInteger(thing->second) : std::nullopt;
    return id ? *id : Integer(chance);
  }
  if (word == "string") {
    return json::value(is_there ? thing->second : Text(chance));
  }
  if (word == "array") {
    json::array array;
    const json::value* items = object->if_contains("items");
    for (std::size_t i = chance.Below(4); i > 0; --i) {
      array.push_back(items == nullptr ? Anything(chance, from.names, 2)
                                       : again(*items));
    }
    return array;
  }
  Members members;
  Collect(from.routes, *object, members);
  if (members.empty()) return Anything(chance, from.names, 2);
  const json::value* required = object->if_contains("required");
  json::object made;
  for (const auto& [member, inner] : members) {
    bool is_required = false;
    if (required != nullptr) {
      for (const json::value& one : required->as_array()) {
        is_required = is_required || one == json::value(member);
      }
    }
    if (is_required ? chance.OneIn(20) : chance.OneIn(2)) continue;
    made[member] = Fitting(from, inner, member, depth - 1);
  }
  return made;
}

}  // namespace

std::string PathOf(const http::Route& route, const Things& things) {
  std::string path = route.path;
  for (std::size_t at = path.find('{'); at != std::string::npos;
       at = path.find('{', at)) {
    const std::size_t end = path.find('}', at);
    std::string name = path.substr(at + 1, end - at - 1);
    const bool is_integer = name.ends_with(":integer");
    if (is_integer) name.resize(name.size() - 8);
    const auto thing = things.find(name);
    path.replace(at, end - at + 1,
                 thing != things.end() ? thing->second
                 : is_integer          ? std::string("999999")
                                       : std::string("unknown"));
  }
  return path;
}

Members PropertiesOf(const http::RouteTable& routes, const http::Route& route) {
  Members members;
  if (!route.request.empty()) {
    Collect(routes, json::parse(route.request), members);
  }
  return members;
}

Sent RequestOfChance(
    Chance& chance, const http::RouteTable& routes, const Things& things,
    const std::vector<std::vector<std::pair<std::string, std::string>>>&
        people) {
  const http::Route& route =
      *routes.routes()[chance.Below(routes.routes().size())];
  Source from{.chance = chance,
              .routes = routes,
              .things = things,
              .names = {"a", "type", "value", "name", "slug"}};
  for (const auto& [name, schema] : PropertiesOf(routes, route)) {
    from.names.push_back(name);
  }
  Things mixed = things;
  if (chance.OneIn(4)) {
    for (auto& [name, thing] : mixed) {
      if (chance.OneIn(3)) thing = std::to_string(chance.Below(5));
    }
  }
  Sent sent{.method = std::string(http::MethodName(route.method)),
            .target = PathOf(route, mixed),
            .headers = chance.Of(people)};
  char mark = '?';
  for (const http::Parameter& parameter : route.query) {
    if (chance.OneIn(2)) continue;
    sent.target += mark + parameter.name + "=";
    mark = '&';
    const json::value value =
        Fitting(from, json::parse(parameter.schema), parameter.name, 2);
    const std::string text = value.is_string()
                                 ? std::string(View(value.get_string()))
                                 : json::serialize(value);
    sent.target += http::PercentEncoded(text.substr(0, 700));
  }
  sent.headers.emplace_back(
      "cal-api-version",
      chance.OneIn(8)
          ? Text(chance)
          : std::string(http::ApiVersionName(
                chance.OneIn(2) ? route.since
                                : static_cast<http::ApiVersion>(
                                      chance.Below(http::kApiVersionCount)))));
  if (chance.OneIn(5)) {
    sent.headers.emplace_back("Idempotency-Key", Text(chance));
  }
  if (chance.OneIn(9)) sent.headers.emplace_back("Origin", Text(chance));
  std::string& body = sent.body;
  if (!route.request.empty()) {
    body = json::serialize(Fitting(from, json::parse(route.request), "", 6));
  } else {
    body = json::serialize(Anything(chance, from.names, 2));
  }
  if (chance.OneIn(20)) body.resize(chance.Below(body.size() + 1));
  if (chance.OneIn(20) && !body.empty()) {
    body[chance.Below(body.size())] = static_cast<char>(chance.Below(256));
  }
  return sent;
}

}  // namespace bookable::testing
