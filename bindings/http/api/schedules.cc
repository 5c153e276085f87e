// The shape of 2024-06-11, for the caller's own schedules and for those of an
// organisation's users. The store keeps availability and overrides as the API
// writes them.
// Tested by tests/bindings/http/api/schedules_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/schedule_input.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::ScheduleRecord;
using store::Transaction;
using store::UserRecord;

json::object ScheduleJson(const ScheduleRecord& schedule,
                          const UserRecord& owner) {
  json::object object;
  object["id"] = schedule.id;
  object["ownerId"] = schedule.user_id;
  object["name"] = schedule.name;
  object["timeZone"] = schedule.time_zone;
  object["availability"] = StoredArray(schedule.availability);
  object["isDefault"] = owner.default_schedule_id == schedule.id;
  object["overrides"] = StoredArray(schedule.overrides);
  return object;
}

// Whose schedules the path means.
std::int64_t OwnerId(const Request& request, const Caller& caller) {
  for (const auto& [name, value] : request.path_parameters) {
    if (name == "userId") return request.PathInteger("userId");
  }
  return *caller.user_id;
}

// A schedule or why there is none, as an answer.
absl::StatusOr<json::value> Told(const absl::StatusOr<ScheduleRecord>& schedule,
                                 const UserRecord& owner) {
  if (!schedule.ok()) return schedule.status();
  return json::value(ScheduleJson(*schedule, owner));
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  return WriteSchedules(context, OwnerId(request, caller),
                        [&](Transaction& tx, UserRecord& owner) {
                          const auto made =
                              CreateSchedule(tx, request.Fields(), owner);
                          return Told(made, owner);
                        });
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller& caller) {
  return ReadSchedules(
      context, OwnerId(request, caller),
      [](Transaction& tx, UserRecord& owner) -> absl::StatusOr<json::value> {
        json::array schedules;
        for (const ScheduleRecord& schedule : store::Select<ScheduleRecord>(
                 tx, "WHERE user_id = ?1 ORDER BY id", {owner.id})) {
          schedules.push_back(ScheduleJson(schedule, owner));
        }
        return json::value(std::move(schedules));
      });
}

// For who governs the team that the person is of.
absl::StatusOr<Response> ListOfTeamMember(const Context& context,
                                          const Request& request,
                                          const Caller& caller) {
  const absl::Status is_member =
      context.store.Read([&](Transaction& tx) -> absl::Status {
        const bool is_there =
            !tx.Run(
                   "SELECT 1 FROM membership WHERE team_id = ?1 AND user_id = "
                   "?2 AND is_accepted",
                   {request.PathInteger("teamId"),
                    request.PathInteger("userId")})
                 .is_empty();
        return is_there ? absl::OkStatus()
                        : Forbidden("the user is not of this team");
      });
  if (!is_member.ok()) return is_member;
  return List(context, request, caller);
}

absl::StatusOr<Response> ListOfOrganization(const Context& context,
                                            const Request& request,
                                            const Caller&) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        json::array schedules;
        const std::int64_t take = request.QueryInteger("take").value_or(250);
        const std::int64_t skip = request.QueryInteger("skip").value_or(0);
        for (const ScheduleRecord& schedule : store::Select<ScheduleRecord>(
                 tx,
                 "WHERE user_id IN (SELECT user_id FROM membership WHERE "
                 "team_id = ?1) ORDER BY id LIMIT ?2 OFFSET ?3",
                 {request.PathInteger("orgId"), take, skip})) {
          const auto owner = store::Find<UserRecord>(tx, schedule.user_id);
          if (owner) schedules.push_back(ScheduleJson(schedule, *owner));
        }
        return schedules;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

absl::StatusOr<Response> GetDefault(const Context& context,
                                    const Request& request,
                                    const Caller& caller) {
  return ReadSchedules(
      context, OwnerId(request, caller),
      [](Transaction& tx, UserRecord& owner) -> absl::StatusOr<json::value> {
        const auto schedule = FindDefaultSchedule(tx, owner);
        if (!schedule) return json::value();
        return json::value(ScheduleJson(*schedule, owner));
      });
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller& caller) {
  return ReadSchedules(
      context, OwnerId(request, caller),
      [&](Transaction& tx, UserRecord& owner) {
        return Told(
            FindOwnSchedule(tx, request.PathInteger("scheduleId"), owner),
            owner);
      });
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller& caller) {
  return WriteSchedules(context, OwnerId(request, caller),
                        [&](Transaction& tx, UserRecord& owner) {
                          const auto changed = UpdateSchedule(
                              tx, request.PathInteger("scheduleId"),
                              request.Fields(), owner);
                          return Told(changed, owner);
                        });
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto deleted = WriteSchedules(
      context, OwnerId(request, caller),
      [&](Transaction& tx, UserRecord& owner) -> absl::StatusOr<json::value> {
        const absl::Status status =
            DeleteSchedule(tx, request.PathInteger("scheduleId"), owner);
        if (!status.ok()) return status;
        return json::value();
      });
  if (!deleted.ok()) return deleted.status();
  return Success();
}

constexpr const char* kProperties = R"(
  "name": {"type": "string", "minLength": 1, "maxLength": 500},
  "timeZone": {"type": "string",
      "description": "the name of an IANA zone, in any case"},
  "isDefault": {"type": "boolean"},
  "availability": {"type": "array", "maxItems": 1000, "items": {
      "type": "object", "required": ["days", "startTime", "endTime"],
      "properties": {
        "days": {"type": "array", "maxItems": 7, "items": {"type": "string",
            "enum": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
                     "Saturday", "Sunday"]}},
        "startTime": {"type": "string"}, "endTime": {"type": "string"}}}},
  "overrides": {"type": "array", "maxItems": 5000, "items": {
      "type": "object", "required": ["date", "startTime", "endTime"],
      "properties": {"date": {"type": "string"},
        "startTime": {"type": "string"}, "endTime": {"type": "string"}}}})";

// The routes under `path`, whose owner the path or the caller is.
void AddRoutesUnder(RouteTable& routes, const std::string& path,
                    std::string_view ids, const Access& read,
                    const Access& write, ApiVersion since) {
  const std::string id(ids);
  const auto add = [&](Route route) {
    route.tag = "Schedules";
    // Deleting is the same at every age.
    if (route.method != Method::kDelete) route.since = since;
    routes.Add(std::move(route));
  };
  constexpr const char* kSchedule =
      R"({"$ref": "#/components/schemas/Schedule"})";
  constexpr const char* kSchedules =
      R"({"type": "array", "items": {"$ref": "#/components/schemas/Schedule"}})";
  add({.method = Method::kPost,
       .path = path,
       .id = "create" + id + "Schedule",
       .summary = "Make a schedule",
       .access = write,
       .request = R"({"$ref": "#/components/schemas/ScheduleInput"})",
       .answer = kSchedule,
       .handler = Create});
  add({.method = Method::kGet,
       .path = path,
       .id = "list" + id + "Schedules",
       .summary = "All schedules of a person",
       .access = read,
       .answer = kSchedules,
       .handler = List});
  add({.method = Method::kGet,
       .path = path + "/default",
       .id = "getDefault" + id + "Schedule",
       .summary = "The schedule that event types without one have",
       .access = read,
       .handler = GetDefault});
  add({.method = Method::kGet,
       .path = path + "/{scheduleId:integer}",
       .id = "get" + id + "Schedule",
       .summary = "One schedule",
       .access = read,
       .answer = kSchedule,
       .handler = Get});
  add({.method = Method::kPatch,
       .path = path + "/{scheduleId:integer}",
       .id = "update" + id + "Schedule",
       .summary = "Change a schedule; lists that are given replace the old",
       .access = write,
       .request = R"({"$ref": "#/components/schemas/ScheduleChanges"})",
       .answer = kSchedule,
       .handler = Update});
  add({.method = Method::kDelete,
       .path = path + "/{scheduleId:integer}",
       .id = "delete" + id + "Schedule",
       .summary = "Delete a schedule",
       .access = write,
       .handler = Delete});
}

}  // namespace

void AddScheduleRoutes(RouteTable& routes) {
  const std::string properties = kProperties;
  routes.AddSchema({"ScheduleInput",
                    R"({"type": "object",
                        "required": ["name", "timeZone", "isDefault"],
                        "properties": {)" +
                        properties + "}}"});
  routes.AddSchema({"ScheduleChanges", R"({"type": "object", "properties": {)" +
                                           properties + "}}"});
  routes.AddSchema({"Schedule",
                    R"({"type": "object", "properties": {
                        "id": {"type": "integer"},
                        "ownerId": {"type": "integer"},)" +
                        properties + "}}"});
  const Access read{.permissions = Permission::kScheduleRead};
  const Access write{.permissions = Permission::kScheduleWrite};
  AddRoutesUnder(routes, "/v2/schedules", "", read, write,
                 ApiVersion::k2024_06_11);
  Access read_org = read;
  read_org.tenant = Tenant::kOrganization;
  read_org.role = Role::kAdmin;
  Access write_org = write;
  write_org.tenant = Tenant::kOrganization;
  write_org.role = Role::kAdmin;
  AddRoutesUnder(routes,
                 "/v2/organizations/{orgId:integer}/users/{userId:integer}/"
                 "schedules",
                 "OrganizationUser", read_org, write_org,
                 ApiVersion::k2024_04_15);
  routes.Add({.method = Method::kGet,
              .path = "/v2/organizations/{orgId:integer}/schedules",
              .id = "listOrganizationSchedules",
              .tag = "Schedules",
              .summary = "All schedules of an organisation",
              .access = read_org,
              .query = PageParameters(),
              .handler = ListOfOrganization});
  Access read_team = read;
  read_team.tenant = Tenant::kTeam;
  read_team.role = Role::kAdmin;
  routes.Add({.method = Method::kGet,
              .path = "/v2/organizations/{orgId:integer}/teams/"
                      "{teamId:integer}/users/{userId:integer}/schedules",
              .id = "listTeamMemberSchedules",
              .tag = "Schedules",
              .summary = "All schedules of a team's member",
              .access = read_team,
              .handler = ListOfTeamMember});
}

}  // namespace bookable::http
