// Video calls and payment: only the service's own video is there, and needs no
// connection. What the components ask is answered as for a person who has
// connected nothing, so that they work; connections will be made here.
// Tested by tests/bindings/http/api/settings_event_types_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_routes.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

absl::StatusOr<Response> ListOfAtom(const Context&, const Request&,
                                    const Caller&) {
  return Success(json::object{{"items", json::array()}});
}

absl::StatusOr<Response> List(const Context&, const Request&, const Caller&) {
  return Success(json::array());
}

// Nobody has chosen one.
absl::StatusOr<Response> GetDefault(const Context&, const Request&,
                                    const Caller&) {
  return Success();
}

absl::StatusOr<Response> SetDefault(const Context&, const Request& request,
                                    const Caller&) {
  // What event types have anyway.
  if (request.PathText("app") == "daily-video") return Success();
  return BadRequest(
      absl::StrCat(std::string(request.PathText("app")), " is not connected"),
      "not_connected");
}

absl::StatusOr<Response> NotOffered(const Context&, const Request& request,
                                    const Caller&) {
  return BadRequest(absl::StrCat(std::string(request.PathText("app")),
                                 " cannot be connected to this service"),
                    "not_offered");
}

absl::StatusOr<Response> NotConnected(const Context&, const Request& request,
                                      const Caller&) {
  return BadRequest(
      absl::StrCat(std::string(request.PathText("app")), " is not connected"),
      "not_connected");
}

absl::StatusOr<Response> NoStripe(const Context&, const Request&,
                                  const Caller&) {
  return NotFound("stripe is not connected", "not_connected");
}

}  // namespace

void AddConferencingRoutes(RouteTable& routes) {
  const Access read{.permissions = Permission::kAppsRead};
  const Access write{.permissions = Permission::kAppsWrite};
  const std::string app = "/v2/conferencing/{app}";
  const auto add = [&](Route route) {
    route.tag = "Conferencing";
    routes.Add(std::move(route));
  };
  add({.method = Method::kGet,
       .path = "/v2/atoms/conferencing",
       .id = "listAtomConferencing",
       .summary = "The caller's video apps",
       .access = read,
       .handler = ListOfAtom});
  add({.method = Method::kGet,
       .path = "/v2/conferencing",
       .id = "listConferencing",
       .summary = "The caller's connections to video apps",
       .access = Access{},
       .handler = List});
  add({.method = Method::kGet,
       .path = "/v2/conferencing/default",
       .id = "getDefaultConferencing",
       .summary = "The video app that the caller has chosen",
       .access = Access{},
       .handler = GetDefault});
  add({.method = Method::kPost,
       .path = app + "/default",
       .id = "setDefaultConferencing",
       .summary = "Choose a video app",
       .access = Access{},
       .status = 200,
       .handler = SetDefault});
  add({.method = Method::kPost,
       .path = app + "/connect",
       .id = "connectConferencing",
       .summary = "Connect a video app: none is offered yet, always 400",
       .access = write,
       .status = 200,
       .handler = NotOffered});
  add({.method = Method::kGet,
       .path = app + "/oauth/auth-url",
       .id = "getConferencingAuthUrl",
       .summary = "Where to give consent: none is offered yet, always 400",
       .access = Access{},
       .query = {{.name = "returnTo"}, {.name = "onErrorReturnTo"}},
       .handler = NotOffered});
  add({.method = Method::kDelete,
       .path = app + "/disconnect",
       .id = "disconnectConferencing",
       .summary = "Give up a connection",
       .access = Access{},
       .handler = NotConnected});
  add({.method = Method::kGet,
       .path = "/v2/stripe/check",
       .id = "checkStripe",
       .summary = "Whether the caller can take payments: 404 if not",
       .access = read,
       .handler = NoStripe});
}

}  // namespace bookable::http
