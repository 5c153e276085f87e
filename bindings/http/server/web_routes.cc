// The booking pages take any name in the first place of a path that no other
// route spells out, so they also get what is no page at all: /robots.txt. Who
// is not there is answered 404, as a page to a browser, in the envelope to a
// program.
// Tested by tests/bindings/http/server/web_routes_test.py.
#include "bindings/http/server/web_routes.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/text.h"
#include "bindings/http/server/web_files.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

using store::Transaction;

// Nothing from elsewhere, no inline script or style, no form that leaves: what
// the pages send, their scripts send.
constexpr std::string_view kPolicy =
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; "
    "form-action 'none'; frame-ancestors 'self'; img-src 'self' data:; "
    "script-src 'self'; style-src 'self'";

std::string_view TypeOf(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  return "text/javascript; charset=utf-8";
}

std::string_view TextOfFile(std::string_view name) {
  for (const WebFile& file : WebFiles()) {
    if (file.name == name) return file.text;
  }
  return "";
}

Response FileResponse(std::string_view name, int status = 200) {
  Response response = Text(status, TypeOf(name), std::string(TextOfFile(name)));
  response.headers.emplace_back("Content-Security-Policy", kPolicy);
  // Who looks at five pages should not ask for the scripts five times. A page
  // itself is always asked for.
  if (!name.ends_with(".html")) {
    response.headers.emplace_back("Cache-Control", "public, max-age=300");
  }
  return response;
}

Handler File(std::string_view name) {
  return [name](const Context&, const Request&,
                const Caller&) -> absl::StatusOr<Response> {
    return FileResponse(name);
  };
}

bool IsBrowser(const Request& request) {
  return request.headers.Text("accept").find("text/html") !=
         std::string_view::npos;
}

// The booking page of somebody: 404 if there is nobody.
absl::StatusOr<Response> PageOf(const Request& request,
                                const absl::StatusOr<bool>& is_there) {
  if (!is_there.ok()) return is_there.status();
  if (*is_there) return FileResponse("booking.html");
  if (IsBrowser(request)) return FileResponse("booking.html", 404);
  return NotFound(absl::StrCat("Cannot GET ", request.path, ": no such route"));
}

absl::StatusOr<Response> PersonPage(const Context& context,
                                    const Request& request, const Caller&) {
  const std::string name(request.PathText("username"));
  return PageOf(
      request, context.store.Read([&](Transaction& tx) -> absl::StatusOr<bool> {
        std::string organization(request.query.Text("orgSlug"));
        if (const auto id = ParseInteger(request.query.Text("orgId"))) {
          const auto team = store::Find<store::TeamRecord>(tx, *id);
          if (team && team->is_organization) {
            organization = team->slug.value_or("");
          }
        }
        return FindUserByName(tx, name, organization).has_value();
      }));
}

absl::StatusOr<Response> TeamPage(const Context& context,
                                  const Request& request, const Caller&) {
  return PageOf(
      request, context.store.Read([&](Transaction& tx) -> absl::StatusOr<bool> {
        const auto team =
            store::Find<store::TeamRecord>(tx, request.PathInteger("teamId"));
        return team && !team->is_organization;
      }));
}

}  // namespace

void AddWebRoutes(RouteTable& routes) {
  const auto add = [&](std::string path, std::string id, std::string summary,
                       Handler handler, std::string type = "text/html") {
    routes.Add({.method = Method::kGet,
                .path = std::move(path),
                .id = std::move(id),
                .tag = "Pages",
                .summary = std::move(summary),
                .access = kPublic,
                .answer_type = std::move(type),
                .handler = std::move(handler)});
  };
  routes.Add({.method = Method::kGet,
              .path = "/",
              .id = "getStart",
              .tag = "Pages",
              .summary = "Goes to /docs",
              .access = kPublic,
              .status = 303,
              .handler = [](const Context&, const Request&, const Caller&) {
                return Redirect("/docs");
              }});
  add("/docs", "getDocs", "This API, to read", File("docs.html"));
  add("/docs/docs.js", "getDocsScript", "The script of /docs", File("docs.js"),
      "text/javascript");
  add("/docs/docs.css", "getDocsStyle", "The style of /docs", File("docs.css"),
      "text/css");
  add("/settings", "getSettingsPage", "The settings, for an operator",
      File("settings.html"));
  add("/booking", "getBookingByQueryPage",
      "A booking, for who made it: ?rescheduleUid=UID", File("manage.html"));
  add("/booking/{uid}", "getBookingPage", "A booking, for who made it",
      File("manage.html"));
  add("/team/{teamId:integer}", "getTeamPage", "What can be booked with a team",
      TeamPage);
  add("/team/{teamId:integer}/{event}", "getTeamEventPage",
      "Where an event type of a team is booked", TeamPage);
  add("/{username}", "getPersonPage", "What can be booked with a person",
      PersonPage);
  add("/{username}/{event}", "getEventPage", "Where an event type is booked",
      PersonPage);
  for (const WebFile& file : WebFiles()) {
    if (file.name.ends_with(".html") || file.name.starts_with("docs.")) {
      continue;
    }
    std::string id = "getWeb";
    bool is_upper = true;
    for (const char c : file.name) {
      if (c == '.') {
        is_upper = true;
        continue;
      }
      id += is_upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A')
                                             : c;
      is_upper = false;
    }
    add(absl::StrCat("/web/", std::string(file.name)), std::move(id),
        "A file of the pages", File(file.name),
        file.name.ends_with(".css") ? "text/css" : "text/javascript");
  }
}

}  // namespace bookable::http
