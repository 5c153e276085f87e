// Calendars of others: none can be connected to this service yet. What the
// components ask is answered as for a person without any, so that they work;
// connections will be made and read here.
// Tested by tests/bindings/http/api/calendars_test.cc.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_routes.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

absl::Status CheckCalendar(std::string_view name) {
  constexpr std::array<std::string_view, 4> kCalendars = {"google", "office365",
                                                          "apple", "ics-feed"};
  if (std::find(kCalendars.begin(), kCalendars.end(), name) !=
      kCalendars.end()) {
    return absl::OkStatus();
  }
  return BadRequest(
      "the calendar must be google, office365, apple or ics-feed");
}

// The components throw on a null destination.
absl::StatusOr<Response> List(const Context&, const Request&, const Caller&) {
  return Success(json::object{{"connectedCalendars", json::array()},
                              {"destinationCalendar", json::object()}});
}

absl::StatusOr<Response> NotConnected(std::string_view calendar) {
  return BadRequest(absl::StrCat("no credential of the calendar ",
                                 std::string(calendar), " is there"),
                    "not_connected");
}

absl::StatusOr<Response> Check(const Context&, const Request& request,
                               const Caller&) {
  const std::string_view calendar = request.PathText("calendar");
  const absl::Status known = CheckCalendar(calendar);
  if (!known.ok()) return known;
  return NotConnected(calendar);
}

absl::StatusOr<Response> CheckGoogle(const Context&, const Request&,
                                     const Caller&) {
  return NotConnected("google");
}

absl::StatusOr<Response> Connect(const Context&, const Request& request,
                                 const Caller&) {
  const std::string_view calendar = request.PathText("calendar");
  const absl::Status known = CheckCalendar(calendar);
  if (!known.ok()) return known;
  return BadRequest(absl::StrCat("calendars of ", std::string(calendar),
                                 " cannot be connected to this service"),
                    "not_offered");
}

absl::StatusOr<Response> Disconnect(const Context&, const Request& request,
                                    const Caller&) {
  const absl::Status known = CheckCalendar(request.PathText("calendar"));
  if (!known.ok()) return known;
  return NotFound("the caller has no such credential");
}

absl::StatusOr<Response> BusyTimes(const Context&, const Request& request,
                                   const Caller&) {
  const Query& query = request.query;
  const auto from = ReadInstant(query.Text("dateFrom"), "dateFrom");
  if (!from.ok()) return from.status();
  const auto to = ReadInstant(query.Text("dateTo"), "dateTo");
  if (!to.ok()) return to.status();
  if (query.Has("loggedInUsersTz")) {
    const auto zone =
        ReadZone(query.Text("loggedInUsersTz"), "loggedInUsersTz");
    if (!zone.ok()) return zone.status();
  }
  for (const auto& [name, value] : query.pairs()) {
    if (name.starts_with("calendarsToLoad") &&
        name.find("credentialId") != std::string::npos) {
      return Unauthorized("the credential is not the caller's");
    }
  }
  return Success(json::array());
}

}  // namespace

void AddCalendarRoutes(RouteTable& routes) {
  const Access read{.permissions = Permission::kAppsRead};
  const auto add = [&](Route route) {
    route.tag = "Calendars";
    routes.Add(std::move(route));
  };
  add({.method = Method::kGet,
       .path = "/v2/calendars",
       .id = "listCalendars",
       .summary = "The caller's calendars elsewhere",
       .access = Access{},
       .handler = List});
  add({.method = Method::kGet,
       .path = "/v2/calendars/busy-times",
       .id = "listBusyTimes",
       .summary = "What fills the caller's calendars elsewhere",
       .access = Access{},
       .query = {{.name = "loggedInUsersTz"},
                 {.name = "dateFrom", .required = true},
                 {.name = "dateTo", .required = true}},
       .handler = BusyTimes});
  add({.method = Method::kGet,
       .path = "/v2/calendars/{calendar}/check",
       .id = "checkCalendar",
       .summary = "Whether the caller has connected that calendar: 400 if not",
       .access = read,
       .handler = Check});
  add({.method = Method::kGet,
       .path = "/v2/gcal/check",
       .id = "checkGoogleCalendar",
       .summary = "The same for Google, as older components ask",
       .access = read,
       .handler = CheckGoogle});
  add({.method = Method::kGet,
       .path = "/v2/calendars/{calendar}/connect",
       .id = "connectCalendar",
       .summary = "Where to give consent",
       .access =
           Access{.kinds = CallerKind::kApiKey | CallerKind::kAccessToken},
       .query = {{.name = "redir"}, {.name = "isDryRun"}},
       .handler = Connect});
  add({.method = Method::kPost,
       .path = "/v2/calendars/{calendar}/disconnect",
       .id = "disconnectCalendar",
       .summary = "Give up a connection",
       .access = Access{},
       .request = R"({"type": "object", "required": ["id"], "properties":
           {"id": {"type": "integer"}}})",
       .status = 200,
       .handler = Disconnect});
}

}  // namespace bookable::http
