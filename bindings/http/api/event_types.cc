// The shape of 2024-06-14, of a person's own event types, for themselves and
// for the admins of their organisation. The rules stand in event_type_input.h,
// those of teams in team_event_types.cc.
//
// Tested by tests/bindings/http/api/event_types_test.cc.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>
#include <vector>

#include "bindings/http/api/account_json.h"
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

bool IsForAdmins(const Request& request) {
  return std::ranges::any_of(
      request.path_parameters,
      [](const auto& parameter) { return parameter.first == "userId"; });
}

// Whose event types the path means: those of the caller, or of a person whom an
// admin speaks for.
Caller OwnerOf(const Request& request, Caller caller) {
  if (IsForAdmins(request)) caller.user_id = request.PathInteger("userId");
  return caller;
}

// Only admins may hide here: of clients of this age the field has always been
// ignored, and the components have a route of their own for it.
void MergeHidden(Transaction& tx, const Request& request,
                 EventTypeRecord& event_type) {
  const auto hidden = FlagOf(request.Fields(), "hidden");
  if (!hidden || !IsForAdmins(request)) return;
  event_type.is_hidden = *hidden;
  store::Update(tx, event_type);
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto made =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        auto event_type = CreateEventType(tx, request.Fields(),
                                          *OwnerOf(request, caller).user_id);
        if (event_type.ok()) MergeHidden(tx, request, *event_type);
        return Told(tx, event_type);
      });
  if (!made.ok()) return made.status();
  return Success(*made);
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller& caller) {
  const auto found = context.store.Read([&](Transaction& tx) {
    return Told(tx, FindOwnEventType(tx, request.PathInteger("eventTypeId"),
                                     OwnerOf(request, caller)));
  });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto updated =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        auto event_type = FindOwnEventType(
            tx, request.PathInteger("eventTypeId"), OwnerOf(request, caller));
        if (!event_type.ok()) return event_type.status();
        const absl::Status status =
            UpdateEventType(tx, request.Fields(), *event_type);
        if (!status.ok()) return status;
        MergeHidden(tx, request, *event_type);
        return EventTypeJson(tx, *event_type, Audience::kOwner);
      });
  if (!updated.ok()) return updated.status();
  return Success(*updated);
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto deleted =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto event_type = DeleteEventType(
            tx, request.PathInteger("eventTypeId"), OwnerOf(request, caller));
        if (!event_type.ok()) return event_type.status();
        return json::object{{"id", event_type->id},
                            {"lengthInMinutes", event_type->length_minutes},
                            {"slug", event_type->slug},
                            {"title", event_type->title}};
      });
  if (!deleted.ok()) return deleted.status();
  return Success(*deleted);
}

// All of a person's, the hidden ones too.
absl::StatusOr<Response> ListForAdmins(const Context& context,
                                       const Request& request, const Caller&) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        json::array types;
        for (const EventTypeRecord& event_type :
             EventTypesOfUser(tx, request.PathInteger("userId"))) {
          types.push_back(EventTypeJson(tx, event_type, Audience::kOwner));
        }
        return types;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
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
        for (const EventTypeRecord& event_type :
             EventTypesOfUser(tx, user->id)) {
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

// The routes under `path`, whose owner the path or the caller is.
void AddRoutesUnder(RouteTable& routes, const std::string& path,
                    const std::string& id, const Access& read,
                    const Access& write, ApiVersion since) {
  const std::string schema =
      R"({"$ref": "#/components/schemas/)" + id + "EventType";
  const auto add = [&](Route route) {
    route.tag = "Event types";
    route.since = since;
    routes.Add(std::move(route));
  };
  add({.method = Method::kPost,
       .path = path,
       .id = "create" + id + "EventType",
       .summary = "Make an event type",
       .access = write,
       .request = schema + R"(Input"})",
       .handler = Create});
  add({.method = Method::kGet,
       .path = path + "/{eventTypeId:integer}",
       .id = "get" + id + "EventType",
       .summary = "One event type, as its owner sees it",
       .access = read,
       .handler = Get});
  add({.method = Method::kPatch,
       .path = path + "/{eventTypeId:integer}",
       .id = "update" + id + "EventType",
       .summary = "Change an event type; what is absent stays",
       .access = write,
       .request = schema + R"(Changes"})",
       .handler = Update});
  add({.method = Method::kDelete,
       .path = path + "/{eventTypeId:integer}",
       .id = "delete" + id + "EventType",
       .summary = "Delete an event type",
       .access = write,
       .handler = Delete});
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
  routes.AddSchema(
      {"OrganizationUserEventTypeInput",
       R"({"type": "object", "required": ["lengthInMinutes", "title", "slug"],
           "properties": {"hidden": {"type": "boolean"}, )" +
           own + "}}"});
  routes.AddSchema(
      {"OrganizationUserEventTypeChanges",
       R"({"type": "object", "properties": {"hidden": {"type": "boolean"}, )" +
           own + "}}"});
  Access read{.permissions = Permission::kEventTypeRead};
  Access write{.permissions = Permission::kEventTypeWrite};
  const std::string path = "/v2/event-types";
  AddRoutesUnder(routes, path, "", read, write, ApiVersion::k2024_06_14);
  routes.Add({.method = Method::kGet,
              .path = path,
              .id = "listEventTypes",
              .tag = "Event types",
              .summary = "A person's event types, for those who want to book",
              .since = ApiVersion::k2024_06_14,
              .access = kOptional,
              .query = {{.name = "username"},
                        {.name = "eventSlug"},
                        {.name = "usernames",
                         .schema = R"({"type": "array", "items": {"type":
                                "string"}})"},
                        {.name = "orgSlug"},
                        {.name = "orgId", .schema = R"({"type": "integer"})"}},
              .handler = List});
  for (Access* access : {&read, &write}) {
    access->tenant = Tenant::kOrganization;
    access->role = Role::kAdmin;
  }
  const std::string of_user =
      "/v2/organizations/{orgId:integer}/users/{userId:integer}/event-types";
  AddRoutesUnder(routes, of_user, "OrganizationUser", read, write,
                 ApiVersion::k2024_04_15);
  routes.Add({.method = Method::kGet,
              .path = of_user,
              .id = "listOrganizationUserEventTypes",
              .tag = "Event types",
              .summary = "All event types of a person, hidden ones too",
              .access = read,
              .handler = ListForAdmins});
}

}  // namespace bookable::http
