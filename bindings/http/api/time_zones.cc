// Tested by tests/bindings/http/api/time_zones_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/time_zone_cities.h"
#include "bookable/time/zone.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

json::string_view TextOf(std::string_view text) {
  return {text.data(), text.size()};
}

// What the time zone database of this machine knows, written once.
const std::string& CitiesText() {
  static const std::string kText = [] {
    json::array cities;
    for (const TimeZoneCity& city : TimeZoneCities()) {
      if (!Zone::Find(city.zone).ok()) continue;
      cities.push_back(json::object{{"city", TextOf(city.city)},
                                    {"timezone", TextOf(city.zone)},
                                    {"pop", city.people}});
    }
    return json::serialize(cities);
  }();
  return kText;
}

absl::StatusOr<Response> List(const Context&, const Request&, const Caller&) {
  Response response = SuccessText(CitiesText());
  response.headers.emplace_back("Cache-Control", "public, max-age=86400");
  return response;
}

}  // namespace

void AddTimeZoneRoutes(RouteTable& routes) {
  routes.Add({.method = Method::kGet,
              .path = "/v2/timezones",
              .id = "listTimeZones",
              .tag = "Time zones",
              .summary = "A large city of each time zone",
              .access = kOptional,
              .answer = R"({"type": "array", "items": {"type": "object",
                  "properties": {"city": {"type": "string"},
                    "timezone": {"type": "string"},
                    "pop": {"type": "integer"}}}})",
              .handler = List});
}

}  // namespace bookable::http
