// Event types for those who own them, in the form of the components: what the
// settings component loads and saves, the lists, and the older shape of
// /v2/event-types. What is sent becomes fields of 2024-06-14
// (component_event_type_input.h) and is stored by event_type_input.h.
// Tested by tests/bindings/http/api/settings_event_types_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/component_event_type_input.h"
#include "bindings/http/api/component_event_type_json.h"
#include "bindings/http/api/component_location.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/event_type_input.h"
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

std::vector<EventTypeRecord> OfTeam(Transaction& tx, std::int64_t team) {
  return store::Select<EventTypeRecord>(
      tx, "WHERE team_id = ?1 AND parent_id IS NULL ORDER BY position DESC, id",
      {team});
}

// The places that an event type can be given.
json::array LocationOptions() {
  const auto option = [](const char* label, const char* value) {
    return json::object{{"label", label}, {"value", value}};
  };
  return {
      json::object{
          {"label", "Conferencing"},
          {"options", json::array{option("Cal Video", "integrations:daily")}}},
      json::object{
          {"label", "In person"},
          {"options",
           json::array{
               option("In Person (Organizer Address)", "inPerson"),
               option("In Person (Attendee Address)", "attendeeInPerson")}}},
      json::object{
          {"label", "Phone"},
          {"options",
           json::array{option("Attendee Phone Number", "phone"),
                       option("Organizer Phone Number", "userPhone")}}},
      json::object{{"label", "Other"},
                   {"options", json::array{option("Link meeting", "link"),
                                           option("Custom attendee location",
                                                  "somewhereElse")}}}};
}

json::object LoadedJson(Transaction& tx, const EventTypeRecord& event_type) {
  json::object loaded;
  loaded["eventType"] = SettingsEventTypeJson(tx, event_type);
  loaded["locationOptions"] = LocationOptions();
  loaded["destinationCalendar"] = nullptr;
  loaded["team"] = nullptr;
  loaded["teamMembers"] = json::array();
  loaded["currentUserMembership"] = nullptr;
  loaded["isUserOrganizationAdmin"] = false;
  return loaded;
}

// The body as fields that a schema of ours has let through.
absl::StatusOr<json::object> FieldsOf(const json::object& body,
                                      const EventTypeRecord& event_type) {
  auto fields = FieldsOfComponent(body, event_type);
  if (!fields.ok()) return fields;
  const absl::Status fits = CheckEventTypeFields(*fields);
  if (!fits.ok()) return fits;
  return fields;
}

absl::StatusOr<EventTypeRecord> Save(Transaction& tx, std::int64_t id,
                                     const json::object& body,
                                     const Caller& caller) {
  auto event_type = FindOwnEventType(tx, id, caller);
  if (!event_type.ok()) return event_type;
  const auto fields = FieldsOf(body, *event_type);
  if (!fields.ok()) return fields.status();
  event_type->is_hidden =
      FlagOf(body, "hidden").value_or(event_type->is_hidden);
  const absl::Status updated = UpdateEventType(tx, *fields, *event_type);
  if (!updated.ok()) return updated;
  return event_type;
}

absl::StatusOr<Response> Load(const Context& context, const Request& request,
                              const Caller& caller) {
  const auto loaded =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto event_type =
            FindOwnEventType(tx, request.PathInteger("eventTypeId"), caller);
        if (!event_type.ok()) return event_type.status();
        return LoadedJson(tx, *event_type);
      });
  if (!loaded.ok()) return loaded.status();
  return Success(*loaded);
}

absl::StatusOr<Response> Change(const Context& context, const Request& request,
                                const Caller& caller, bool is_wrapped) {
  const auto changed =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto event_type = Save(tx, request.PathInteger("eventTypeId"),
                                     request.Fields(), caller);
        if (!event_type.ok()) return event_type.status();
        json::object told = SettingsEventTypeJson(tx, *event_type);
        if (!is_wrapped) return told;
        return json::object{{"eventType", std::move(told)}};
      });
  if (!changed.ok()) return changed.status();
  return Success(*changed);
}

absl::StatusOr<Response> ChangeOfAtom(const Context& context,
                                      const Request& request,
                                      const Caller& caller) {
  return Change(context, request, caller, true);
}

absl::StatusOr<Response> ChangeOlder(const Context& context,
                                     const Request& request,
                                     const Caller& caller) {
  return Change(context, request, caller, false);
}

absl::StatusOr<Response> ChangeOfTeam(const Context& context,
                                      const Request& request, const Caller&) {
  const auto changed = context.store.Write([&](Transaction& tx)
                                               -> absl::StatusOr<json::object> {
    const std::int64_t id = request.PathInteger("eventTypeId");
    auto event_type = store::Find<EventTypeRecord>(tx, id);
    if (!event_type || event_type->team_id != request.PathInteger("teamId")) {
      return NotFound(
          absl::StrCat("Event type with id ", id, " not found in this team"));
    }
    const auto fields = FieldsOf(request.Fields(), *event_type);
    if (!fields.ok()) return fields.status();
    event_type->is_hidden =
        FlagOf(request.Fields(), "hidden").value_or(event_type->is_hidden);
    const absl::Status updated = UpdateTeamEventType(tx, *fields, *event_type);
    if (!updated.ok()) return updated;
    return json::object{{"eventType", SettingsEventTypeJson(tx, *event_type)}};
  });
  if (!changed.ok()) return changed.status();
  return Success(*changed);
}

json::array ShortList(const std::vector<EventTypeRecord>& event_types) {
  json::array all;
  for (const EventTypeRecord& event_type : event_types) {
    all.push_back(json::object{
        {"id", event_type.id},
        {"title", event_type.title},
        {"slug", event_type.slug},
        {"length", event_type.length_minutes},
        {"description", event_type.description},
        {"hidden", event_type.is_hidden},
        {"locations", ComponentLocations(ParsedObject(event_type.settings),
                                         Audience::kOwner)},
        {"logo", nullptr}});
  }
  return all;
}

absl::StatusOr<Response> ListOfAtom(const Context& context, const Request&,
                                    const Caller& caller) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        return ShortList(EventTypesOfUser(tx, *caller.user_id));
      });
  if (!list.ok()) return list.status();
  return Success(json::object{{"eventTypes", *list}});
}

absl::StatusOr<Response> ListOfTeam(const Context& context,
                                    const Request& request, const Caller&) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        return ShortList(OfTeam(tx, request.PathInteger("teamId")));
      });
  if (!list.ok()) return list.status();
  return Success(json::object{{"eventTypes", *list}});
}

// The default place is a video call.
absl::StatusOr<Response> MoveToDefaultLocation(const Context& context,
                                               const Request& request,
                                               const Caller& caller) {
  const json::object fields{{"locations", LocationsJson({})}};
  const absl::Status moved =
      context.store.Write([&](Transaction& tx) -> absl::Status {
        for (const json::value& id :
             request.Fields().at("eventTypeIds").as_array()) {
          auto event_type = FindOwnEventType(tx, id.as_int64(), caller);
          if (!event_type.ok()) return event_type.status();
          absl::Status updated = UpdateEventType(tx, fields, *event_type);
          if (!updated.ok()) return updated;
        }
        return absl::OkStatus();
      });
  if (!moved.ok()) return moved;
  return Success();
}

absl::StatusOr<Response> ListWithTeam(const Context& context, const Request&,
                                      const Caller& caller) {
  const auto list = context.store.Read([&](Transaction& tx)
                                           -> absl::StatusOr<json::array> {
    json::array all;
    const auto user = store::Find<UserRecord>(tx, *caller.user_id);
    for (const EventTypeRecord& event_type :
         EventTypesOfUser(tx, *caller.user_id)) {
      all.push_back(json::object{
          {"id", event_type.id},
          {"title", event_type.title},
          {"slug", event_type.slug},
          {"length", event_type.length_minutes},
          {"username", user ? OrNull(user->username) : json::value()},
          {"team", nullptr}});
    }
    for (const store::Row& row :
         tx.Run("SELECT e.id, e.title, e.slug, e.length_minutes, t.id, t.name "
                "FROM event_type e JOIN team t ON t.id = e.team_id JOIN "
                "event_type_host h ON h.event_type_id = e.id WHERE h.user_id = "
                "?1 ORDER BY e.id",
                {*caller.user_id})) {
      all.push_back(json::object{
          {"id", row.As<std::int64_t>(0)},
          {"title", row.As<std::string>(1)},
          {"slug", row.As<std::string>(2)},
          {"length", row.As<std::int64_t>(3)},
          {"username", nullptr},
          {"team", json::object{{"id", row.As<std::int64_t>(4)},
                                {"name", row.As<std::string>(5)}}}});
    }
    return all;
  });
  if (!list.ok()) return list.status();
  return Success(*list);
}

// --- the older shape ---------------------------------------------------------

absl::StatusOr<Response> CreateOlder(const Context& context,
                                     const Request& request,
                                     const Caller& caller) {
  const json::object& body = request.Fields();
  const auto made =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto fields =
            FieldsOf(body, EventTypeRecord{.user_id = caller.user_id});
        if (!fields.ok()) return fields.status();
        auto event_type = CreateEventType(tx, *fields, *caller.user_id);
        if (!event_type.ok()) return event_type.status();
        if (FlagOf(body, "hidden").value_or(false)) {
          event_type->is_hidden = true;
          store::Update(tx, *event_type);
        }
        return SettingsEventTypeJson(tx, *event_type);
      });
  if (!made.ok()) return made.status();
  return Success(*made);
}

json::object GroupJson(json::value team_id, json::value slug, json::value name,
                       const std::string& role, bool may_write,
                       const std::vector<EventTypeRecord>& event_types) {
  return {{"teamId", std::move(team_id)},
          {"membershipRole", role},
          {"profile", json::object{{"slug", std::move(slug)},
                                   {"name", std::move(name)},
                                   {"image", nullptr}}},
          {"metadata", json::object{{"readOnly", !may_write}}},
          {"eventTypes", ShortList(event_types)}};
}

// The caller's, then each of their teams'.
absl::StatusOr<Response> ListOlder(const Context& context, const Request&,
                                   const Caller& caller) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        json::array groups;
        json::array profiles;
        const auto user = store::Find<UserRecord>(tx, *caller.user_id);
        if (user) {
          groups.push_back(GroupJson(nullptr, OrNull(user->username),
                                     OrNull(user->name), "OWNER", true,
                                     EventTypesOfUser(tx, user->id)));
        }
        for (const store::Row& row :
             tx.Run("SELECT t.id, t.slug, t.name, m.role FROM team t JOIN "
                    "membership m ON m.team_id = t.id WHERE m.user_id = ?1 AND "
                    "m.is_accepted AND NOT t.is_organization ORDER BY t.id",
                    {*caller.user_id})) {
          const std::string role = row.As<std::string>(3);
          const std::int64_t team = row.As<std::int64_t>(0);
          groups.push_back(
              GroupJson(team, OrNull(row.As<std::optional<std::string>>(1)),
                        json::value(row.As<std::string>(2)), role,
                        role != "MEMBER", OfTeam(tx, team)));
        }
        for (const json::value& group : groups) {
          profiles.push_back(group.at("profile"));
        }
        return json::object{{"eventTypeGroups", std::move(groups)},
                            {"profiles", std::move(profiles)}};
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

absl::StatusOr<Response> DeleteOlder(const Context& context,
                                     const Request& request,
                                     const Caller& caller) {
  const auto deleted =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto event_type =
            DeleteEventType(tx, request.PathInteger("eventTypeId"), caller);
        if (!event_type.ok()) return event_type.status();
        return json::object{{"id", event_type->id},
                            {"length", event_type->length_minutes},
                            {"slug", event_type->slug},
                            {"title", event_type->title}};
      });
  if (!deleted.ok()) return deleted.status();
  return Success(*deleted);
}

}  // namespace

void AddSettingsEventTypeRoutes(RouteTable& routes) {
  const Access read{.permissions = Permission::kEventTypeRead};
  const Access write{.permissions = Permission::kEventTypeWrite};
  const std::string atoms = "/v2/atoms/event-types";
  const std::string older = "/v2/event-types";
  const std::string one = "/{eventTypeId:integer}";
  const std::string any_object = R"({"type": "object"})";
  const auto add = [&](Route route) {
    route.tag = "Event types of the components";
    routes.Add(std::move(route));
  };
  add({.method = Method::kGet,
       .path = atoms,
       .id = "listAtomEventTypes",
       .summary = "The caller's event types in few words",
       .access = read,
       .handler = ListOfAtom});
  add({.method = Method::kGet,
       .path = atoms + "/list-with-team",
       .id = "listAtomEventTypesWithTeam",
       .summary = "Those that the caller owns or hosts",
       .access = read,
       .handler = ListWithTeam});
  add({.method = Method::kPatch,
       .path = atoms + "/bulk-update-to-default-location",
       .id = "moveAtomEventTypesToDefaultLocation",
       .summary = "Let event types take place by video",
       .access = write,
       .request = R"({"type": "object", "required": ["eventTypeIds"],
           "properties": {"eventTypeIds": {"type": "array", "minItems": 1,
             "maxItems": 1000, "items": {"type": "integer"}}}})",
       .handler = MoveToDefaultLocation});
  add({.method = Method::kGet,
       .path = atoms + one,
       .id = "getAtomEventType",
       .summary = "What the settings component edits",
       .access = read,
       .handler = Load});
  add({.method = Method::kPatch,
       .path = atoms + one,
       .id = "updateAtomEventType",
       .summary = "Save what the settings component has changed",
       .access = write,
       .request = any_object,
       .handler = ChangeOfAtom});
  const std::string team =
      "/v2/atoms/organizations/{orgId:integer}/teams/{teamId:integer}/"
      "event-types";
  const auto of_team = [](Access access) {
    access.tenant = Tenant::kOrganization;
    access.role = Role::kAdmin;
    return access;
  };
  add({.method = Method::kGet,
       .path = team,
       .id = "listAtomTeamEventTypes",
       .summary = "A team's event types in few words",
       .access = of_team(read),
       .handler = ListOfTeam});
  add({.method = Method::kPatch,
       .path = team + one,
       .id = "updateAtomTeamEventType",
       .summary = "The same of a team",
       .access = of_team(write),
       .request = any_object,
       .handler = ChangeOfTeam});
  add({.method = Method::kPost,
       .path = older,
       .id = "createOlderEventType",
       .summary = "Make an event type, shape of 2024-04-15",
       .access = write,
       .request = R"({"type": "object", "required": ["length", "slug", "title"],
           "properties": {"length": {"type": "integer", "minimum": 1,
             "maximum": 10080}, "slug": {"type": "string", "minLength": 1},
             "title": {"type": "string", "minLength": 1}}})",
       .handler = CreateOlder});
  add({.method = Method::kGet,
       .path = older,
       .id = "listOlderEventTypes",
       .summary = "The caller's event types and their teams', in groups",
       .access = read,
       .handler = ListOlder});
  add({.method = Method::kGet,
       .path = older + one,
       .id = "getOlderEventType",
       .summary = "One event type, as the settings component has it",
       .access = read,
       .handler = Load});
  add({.method = Method::kPatch,
       .path = older + one,
       .id = "updateOlderEventType",
       .summary = "Change an event type, shape of 2024-04-15",
       .access = write,
       .request = any_object,
       .handler = ChangeOlder});
  add({.method = Method::kDelete,
       .path = older + one,
       .id = "deleteOlderEventType",
       .summary = "Delete an event type",
       .access = write,
       .handler = DeleteOlder});
}

}  // namespace bookable::http
