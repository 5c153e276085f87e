// The shape of 2024-06-14, of a person's own event types. The rules stand in
// event_type_input.h, those of teams in team_event_types.cc.
// Tested by tests/bindings/http/api/event_types_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>
#include <vector>

#include "bindings/http/api/event_type_input.h"
#include "bindings/http/api/event_type_json.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeRecord;
using store::Transaction;
using store::UserRecord;

// An event type or why there is none, as an answer to its owner.
absl::StatusOr<json::object> Told(
    Transaction& tx, const absl::StatusOr<EventTypeRecord>& event_type) {
  if (!event_type.ok()) return event_type.status();
  return EventTypeJson(tx, *event_type, Audience::kOwner);
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto made = context.store.Write([&](Transaction& tx) {
    return Told(tx, CreateEventType(tx, request.Fields(), *caller.user_id));
  });
  if (!made.ok()) return made.status();
  return Success(*made);
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller& caller) {
  const auto found = context.store.Read([&](Transaction& tx) {
    return Told(
        tx, FindOwnEventType(tx, request.PathInteger("eventTypeId"), caller));
  });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto updated =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        auto event_type =
            FindOwnEventType(tx, request.PathInteger("eventTypeId"), caller);
        if (!event_type.ok()) return event_type.status();
        const absl::Status status =
            UpdateEventType(tx, request.Fields(), *event_type);
        if (!status.ok()) return status;
        return EventTypeJson(tx, *event_type, Audience::kOwner);
      });
  if (!updated.ok()) return updated.status();
  return Success(*updated);
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto deleted =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto event_type =
            DeleteEventType(tx, request.PathInteger("eventTypeId"), caller);
        if (!event_type.ok()) return event_type.status();
        return json::object{{"id", event_type->id},
                            {"lengthInMinutes", event_type->length_minutes},
                            {"slug", event_type->slug},
                            {"title", event_type->title}};
      });
  if (!deleted.ok()) return deleted.status();
  return Success(*deleted);
}

json::object DynamicEventType(const std::vector<UserRecord>& users) {
  json::array people;
  for (const UserRecord& user : users) {
    people.push_back(json::object{{"id", user.id},
                                  {"name", OrNull(user.name)},
                                  {"username", OrNull(user.username)},
                                  {"avatarUrl", OrNull(user.avatar_url)},
                                  {"weekStart", user.week_start},
                                  {"metadata", json::object()}});
  }
  const json::object settings{{"disableGuests", true}};
  json::object object;
  object["id"] = 0;
  object["ownerId"] = 0;
  object["lengthInMinutes"] = 30;
  object["lengthInMinutesOptions"] = json::array{15, 30, 45, 60, 90};
  object["title"] = "Group Meeting";
  object["slug"] = "dynamic";
  object["description"] = "";
  object["locations"] = LocationsJson(settings);
  object["bookingFields"] = BookingFieldsJson(settings, Audience::kAnyone);
  object["disableGuests"] = true;
  object["recurrence"] = nullptr;
  object["seats"] = json::object{{"disabled", true}};
  object["users"] = std::move(people);
  return object;
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller&) {
  const Query& query = request.query;
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const auto organization = OrganizationSlug(tx, query);
        if (!organization.ok()) return organization.status();
        if (query.Has("usernames") || query.Has("usernames[]")) {
          const auto people =
              FindPeople(tx, query.List("usernames"), *organization);
          if (!people.ok()) return people.status();
          return json::array{DynamicEventType(*people)};
        }
        json::array types;
        const auto user =
            FindUserByName(tx, query.Text("username"), *organization);
        if (!user) return types;
        const std::string slug(query.Text("eventSlug"));
        for (const EventTypeRecord& event_type : store::Select<EventTypeRecord>(
                 tx,
                 "WHERE user_id = ?1 AND team_id IS NULL "
                 "ORDER BY position DESC, id",
                 {user->id})) {
          if (slug.empty() ? event_type.is_hidden : event_type.slug != slug) {
            continue;
          }
          types.push_back(EventTypeJson(tx, event_type, Audience::kAnyone));
        }
        return types;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

}  // namespace

void AddEventTypeRoutes(RouteTable& routes) {
  const std::string own = EventTypeProperties();
  routes.AddSchema(
      {"EventTypeInput",
       R"({"type": "object", "required": ["lengthInMinutes", "title", "slug"],
           "properties": {)" +
           own + "}}"});
  routes.AddSchema({"EventTypeChanges",
                    R"({"type": "object", "properties": {)" + own + "}}"});
  const Access read{.permissions = Permission::kEventTypeRead};
  const Access write{.permissions = Permission::kEventTypeWrite};
  const auto add = [&](Route route) {
    route.tag = "Event types";
    route.since = ApiVersion::k2024_06_14;
    routes.Add(std::move(route));
  };
  add({.method = Method::kPost,
       .path = "/v2/event-types",
       .id = "createEventType",
       .summary = "Make an event type",
       .access = write,
       .request = R"({"$ref": "#/components/schemas/EventTypeInput"})",
       .handler = Create});
  add({.method = Method::kGet,
       .path = "/v2/event-types",
       .id = "listEventTypes",
       .summary = "A person's event types, for those who want to book",
       .access = kOptional,
       .query = {{.name = "username"},
                 {.name = "eventSlug"},
                 {.name = "usernames",
                  .schema = R"({"type": "array", "items": {"type":
                                "string"}})"},
                 {.name = "orgSlug"},
                 {.name = "orgId", .schema = R"({"type": "integer"})"}},
       .handler = List});
  add({.method = Method::kGet,
       .path = "/v2/event-types/{eventTypeId:integer}",
       .id = "getEventType",
       .summary = "One of the caller's event types",
       .access = read,
       .handler = Get});
  add({.method = Method::kPatch,
       .path = "/v2/event-types/{eventTypeId:integer}",
       .id = "updateEventType",
       .summary = "Change an event type; what is absent stays",
       .access = write,
       .request = R"({"$ref": "#/components/schemas/EventTypeChanges"})",
       .handler = Update});
  add({.method = Method::kDelete,
       .path = "/v2/event-types/{eventTypeId:integer}",
       .id = "deleteEventType",
       .summary = "Delete an event type",
       .access = write,
       .handler = Delete});
}

}  // namespace bookable::http
