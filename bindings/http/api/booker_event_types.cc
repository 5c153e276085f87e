// The event type that the Booker component shows, as it asks for it now and as
// it did in 1.0.47.
// Tested by tests/bindings/http/api/component_event_types_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/component_event_type_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/event_type_input.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/text.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeRecord;
using store::Transaction;

// Several usernames come as "alice+bob"; a plus that nobody escaped is a blank.
std::vector<std::string> NamesOf(std::string_view text) {
  std::vector<std::string> names(1);
  for (const char c : text) {
    if (c != '+' && c != ' ' && c != ',') {
      names.back() += c;
    } else if (!names.back().empty()) {
      names.emplace_back();
    }
  }
  if (names.back().empty()) names.pop_back();
  return names;
}

bool IsTrue(std::string_view text) { return text == "true" || text == "1"; }

absl::Status NoSuchEventType(std::string_view slug) {
  return NotFound(
      absl::StrCat("Event type with slug ", std::string(slug), " not found."));
}

// Of the team, by its id, or by its slug where usernames stand.
absl::StatusOr<EventTypeRecord> FindOfTeam(Transaction& tx, const Query& query,
                                           std::string_view team_slug,
                                           const std::string& organization,
                                           const std::string& slug) {
  const auto team_id = ParseInteger(query.Text("teamId"));
  if (!team_id) {
    return FindEventType(tx, {.slug = slug,
                              .team_slug = std::string(team_slug),
                              .organization_slug = organization});
  }
  auto event_type = store::SelectOne<EventTypeRecord>(
      tx, "WHERE team_id = ?1 AND slug = ?2 AND parent_id IS NULL",
      {*team_id, slug});
  if (!event_type) return NoSuchEventType(slug);
  return *std::move(event_type);
}

// The same event type is asked for with and without the organisation that the
// token is of, so a person is looked for within it and outside.
absl::StatusOr<EventTypeRecord> FindOfUser(Transaction& tx,
                                           const std::string& username,
                                           const std::string& organization,
                                           const std::string& slug) {
  auto within = FindEventType(
      tx,
      {.slug = slug, .username = username, .organization_slug = organization});
  if (within.ok() || organization.empty()) return within;
  return FindEventType(tx, {.slug = slug, .username = username});
}

absl::StatusOr<json::object> PublicIn(Transaction& tx, const Query& query,
                                      std::string_view who,
                                      const std::string& slug) {
  std::string organization(query.Text("org"));
  if (organization == "null") organization.clear();
  if (organization.empty()) {
    auto named = OrganizationSlug(tx, query);
    if (!named.ok()) return named.status();
    organization = *std::move(named);
  }
  if (IsTrue(query.Text("isTeamEvent"))) {
    const auto event_type = FindOfTeam(tx, query, who, organization, slug);
    if (!event_type.ok()) return event_type.status();
    return BookerEventTypeJson(tx, *event_type);
  }
  const std::vector<std::string> names = NamesOf(who);
  if (names.size() > 1) {
    const auto people = FindPeople(tx, names, organization);
    if (!people.ok()) return people.status();
    return DynamicBookerEventTypeJson(*people);
  }
  if (names.empty()) return NoSuchEventType(slug);
  const auto event_type = FindOfUser(tx, names.front(), organization, slug);
  if (!event_type.ok()) return event_type.status();
  return BookerEventTypeJson(tx, *event_type);
}

absl::StatusOr<Response> Public(const Context& context, const Request& request,
                                std::string_view who) {
  const auto found = context.store.Read([&](Transaction& tx) {
    return PublicIn(tx, request.query, who,
                    std::string(request.PathText("slug")));
  });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> GetPublic(const Context& context,
                                   const Request& request, const Caller&) {
  return Public(context, request, request.query.Text("username"));
}

absl::StatusOr<Response> GetOlderPublic(const Context& context,
                                        const Request& request, const Caller&) {
  return Public(context, request, request.PathText("username"));
}

absl::StatusOr<Response> ListOlderPublic(const Context& context,
                                         const Request& request,
                                         const Caller&) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        json::array all;
        const auto user = FindUserByName(tx, request.PathText("username"), "");
        if (!user) return all;
        for (const EventTypeRecord& event_type :
             EventTypesOfUser(tx, user->id)) {
          if (event_type.is_hidden) continue;
          all.push_back(json::object{{"id", event_type.id},
                                     {"slug", event_type.slug},
                                     {"title", event_type.title},
                                     {"length", event_type.length_minutes},
                                     {"description", event_type.description}});
        }
        return all;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

}  // namespace

void AddBookerEventTypeRoutes(RouteTable& routes) {
  const auto add = [&](Route route) {
    route.method = Method::kGet;
    route.tag = "Event types of the components";
    route.access = kOptional;
    routes.Add(std::move(route));
  };
  add({.path = "/v2/atoms/event-types/{slug}/public",
       .id = "getAtomPublicEventType",
       .summary = "What the Booker component shows",
       .query = {{.name = "username"},
                 {.name = "orgId", .schema = R"({"type": "integer"})"},
                 {.name = "orgSlug"},
                 {.name = "isTeamEvent"},
                 {.name = "teamId", .schema = R"({"type": "integer"})"}},
       .handler = GetPublic});
  add({.path = "/v2/event-types/{username}/{slug}/public",
       .id = "getOlderPublicEventType",
       .summary = "The same, as 1.0.47 asks",
       .query = {{.name = "isTeamEvent"}, {.name = "org"}},
       .handler = GetOlderPublic});
  add({.path = "/v2/event-types/{username}/public",
       .id = "listOlderPublicEventTypes",
       .summary = "A person's event types in few words, as 1.0.47 asks",
       .handler = ListOlderPublic});
}

}  // namespace bookable::http
