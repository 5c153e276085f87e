// The shape of 2024-06-11, for the caller's own schedules and for those of an
// organisation's users. The store keeps availability and overrides as the API
// writes them.
// Tested by tests/bindings/http/api/schedules_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/hosts.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"
#include "bookable/schedule/compiled_schedule.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::ScheduleRecord;
using store::Transaction;
using store::UserRecord;

constexpr const char* kOfficeHours =
    R"([{"days":["Monday","Tuesday","Wednesday","Thursday","Friday"],)"
    R"("startTime":"09:00","endTime":"17:00"}])";

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

// "09:00"; 24:00 only where a day may end.
std::optional<std::chrono::minutes> TimeOf(const json::object& object,
                                           std::string_view name,
                                           std::chrono::minutes most) {
  const auto text = TextOf(object, name);
  if (!text || text->size() != 5) return std::nullopt;
  const auto time = ParseTimeOfDay(*text);
  if (!time.ok() || *time > most) return std::nullopt;
  return *time;
}

absl::Status WrongTime(const std::string& where, std::string_view name,
                       std::string_view most) {
  return InvalidProperty(
      absl::StrCat(where, ".", std::string(name)), "matches",
      absl::StrCat(std::string(name),
                   " must be a time of two digits each, HH:MM, from 00:00 to ",
                   std::string(most)));
}

// The two times of a rule or override.
absl::Status CheckTimes(const json::object& object, const std::string& where,
                        bool may_be_closed) {
  const auto start =
      TimeOf(object, "startTime", kDayLength - std::chrono::minutes{1});
  if (!start) return WrongTime(where, "startTime", "23:59");
  const auto end = TimeOf(object, "endTime", kDayLength);
  if (!end) return WrongTime(where, "endTime", "24:00");
  if (*start == *end && !(may_be_closed && start->count() == 0)) {
    return InvalidProperty(absl::StrCat(where, ".endTime"), "isAfter",
                           "endTime must differ from startTime");
  }
  return absl::OkStatus();
}

absl::StatusOr<json::array> ReadAvailability(const json::array& given) {
  json::array rules;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const json::object& rule = given[i].as_object();
    const std::string where = absl::StrCat("availability.", i);
    const absl::Status checked = CheckTimes(rule, where, false);
    if (!checked.ok()) return checked;
    rules.push_back(json::object{{"days", rule.at("days")},
                                 {"startTime", rule.at("startTime")},
                                 {"endTime", rule.at("endTime")}});
  }
  return rules;
}

absl::StatusOr<json::array> ReadOverrides(const json::array& given) {
  json::array overrides;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const json::object& override_ = given[i].as_object();
    const std::string where = absl::StrCat("overrides.", i);
    const std::string text = TextMember(override_, "date");
    const auto date = ParseDate(text.substr(0, 10));
    if (!date.ok() || (text.size() > 10 && text[10] != 'T')) {
      return InvalidProperty(absl::StrCat(where, ".date"), "isDate",
                             "date must be a date that exists, YYYY-MM-DD");
    }
    const absl::Status checked = CheckTimes(override_, where, true);
    if (!checked.ok()) return checked;
    overrides.push_back(json::object{{"date", FormatDate(*date)},
                                     {"startTime", override_.at("startTime")},
                                     {"endTime", override_.at("endTime")}});
  }
  return overrides;
}

absl::Status Apply(const json::object& fields, ScheduleRecord& schedule) {
  if (const auto name = TextOf(fields, "name")) schedule.name = *name;
  if (const auto zone = TextOf(fields, "timeZone")) {
    auto repaired = domain::RepairedZone(*zone);
    if (!repaired) {
      return InvalidProperty("timeZone", "isTimeZone",
                             "timeZone must be the name of an IANA time zone");
    }
    schedule.time_zone = *std::move(repaired);
  }
  if (const json::value* given = fields.if_contains("availability")) {
    const auto rules = ReadAvailability(given->as_array());
    if (!rules.ok()) return rules.status();
    schedule.availability = json::serialize(*rules);
  }
  if (const json::value* given = fields.if_contains("overrides")) {
    const auto overrides = ReadOverrides(given->as_array());
    if (!overrides.ok()) return overrides.status();
    schedule.overrides = json::serialize(*overrides);
  }
  const auto read = domain::ScheduleOf(schedule);
  if (!read.ok()) return read.status();
  return CompiledSchedule::Create(*read).status();
}

// Whose schedules the path means.
std::int64_t OwnerId(const Request& request, const Caller& caller) {
  for (const auto& [name, value] : request.path_parameters) {
    if (name == "userId") return request.PathInteger("userId");
  }
  return *caller.user_id;
}

absl::StatusOr<UserRecord> FindOwner(Transaction& tx, std::int64_t id) {
  auto owner = store::Find<UserRecord>(tx, id);
  if (!owner) return NotFound(absl::StrCat("there is no user ", id));
  return *std::move(owner);
}

absl::StatusOr<ScheduleRecord> FindOwn(Transaction& tx, std::int64_t id,
                                       std::int64_t owner) {
  auto schedule = store::Find<ScheduleRecord>(tx, id);
  if (!schedule) {
    return NotFound(absl::StrCat("Schedule with ID=", id, " does not exist."));
  }
  if (schedule->user_id != owner) {
    return Forbidden(absl::StrCat("User with ID=", owner,
                                  " does not own schedule with ID=", id));
  }
  return *std::move(schedule);
}

void MakeDefault(Transaction& tx, std::optional<std::int64_t> schedule,
                 UserRecord& owner) {
  owner.default_schedule_id = schedule;
  tx.Run(
      "UPDATE app_user SET default_schedule_id = ?2, updated_ms = ?3 "
      "WHERE id = ?1",
      {owner.id, schedule, tx.Now()});
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto made =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        auto owner = FindOwner(tx, OwnerId(request, caller));
        if (!owner.ok()) return owner.status();
        ScheduleRecord schedule{.user_id = owner->id,
                                .availability = kOfficeHours,
                                .created_at = tx.Now(),
                                .updated_at = tx.Now()};
        const absl::Status applied = Apply(request.Fields(), schedule);
        if (!applied.ok()) return applied;
        store::Insert(tx, schedule);
        if (FlagOf(request.Fields(), "isDefault").value_or(false)) {
          MakeDefault(tx, schedule.id, *owner);
        }
        store::TouchHosts(tx, {owner->id});
        return ScheduleJson(schedule, *owner);
      });
  if (!made.ok()) return made.status();
  return Success(*made);
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller& caller) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const auto owner = FindOwner(tx, OwnerId(request, caller));
        if (!owner.ok()) return owner.status();
        json::array schedules;
        for (const ScheduleRecord& schedule : store::Select<ScheduleRecord>(
                 tx, "WHERE user_id = ?1 ORDER BY id", {owner->id})) {
          schedules.push_back(ScheduleJson(schedule, *owner));
        }
        return schedules;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
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
          const auto owner = FindOwner(tx, schedule.user_id);
          if (!owner.ok()) return owner.status();
          schedules.push_back(ScheduleJson(schedule, *owner));
        }
        return schedules;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

absl::StatusOr<Response> GetDefault(const Context& context,
                                    const Request& request,
                                    const Caller& caller) {
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::value> {
        const auto owner = FindOwner(tx, OwnerId(request, caller));
        if (!owner.ok()) return owner.status();
        if (!owner->default_schedule_id) return json::value();
        const auto schedule =
            store::Find<ScheduleRecord>(tx, *owner->default_schedule_id);
        if (!schedule) return json::value();
        return json::value(ScheduleJson(*schedule, *owner));
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller& caller) {
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto owner = FindOwner(tx, OwnerId(request, caller));
        if (!owner.ok()) return owner.status();
        const auto schedule =
            FindOwn(tx, request.PathInteger("scheduleId"), owner->id);
        if (!schedule.ok()) return schedule.status();
        return ScheduleJson(*schedule, *owner);
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto updated =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        auto owner = FindOwner(tx, OwnerId(request, caller));
        if (!owner.ok()) return owner.status();
        auto schedule =
            FindOwn(tx, request.PathInteger("scheduleId"), owner->id);
        if (!schedule.ok()) return schedule.status();
        const absl::Status applied = Apply(request.Fields(), *schedule);
        if (!applied.ok()) return applied;
        schedule->updated_at = tx.Now();
        store::Update(tx, *schedule);
        if (FlagOf(request.Fields(), "isDefault").value_or(false)) {
          MakeDefault(tx, schedule->id, *owner);
        }
        store::TouchHosts(tx, {owner->id});
        return ScheduleJson(*schedule, *owner);
      });
  if (!updated.ok()) return updated.status();
  return Success(*updated);
}

// A default that goes leaves the oldest of the others as default.
absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller& caller) {
  const absl::Status deleted =
      context.store.Write([&](Transaction& tx) -> absl::Status {
        auto owner = FindOwner(tx, OwnerId(request, caller));
        if (!owner.ok()) return owner.status();
        const auto schedule =
            FindOwn(tx, request.PathInteger("scheduleId"), owner->id);
        if (!schedule.ok()) return schedule.status();
        store::Delete<ScheduleRecord>(tx, schedule->id);
        if (owner->default_schedule_id == schedule->id) {
          const auto oldest = store::SelectOne<ScheduleRecord>(
              tx, "WHERE user_id = ?1 ORDER BY id LIMIT 1", {owner->id});
          MakeDefault(
              tx,
              oldest ? std::optional<std::int64_t>(oldest->id) : std::nullopt,
              *owner);
        }
        store::TouchHosts(tx, {owner->id});
        return absl::OkStatus();
      });
  if (!deleted.ok()) return deleted;
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
    route.since = since;
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
}

}  // namespace bookable::http
