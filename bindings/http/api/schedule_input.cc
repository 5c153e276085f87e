// Tested by tests/bindings/http/api/schedules_test.cc.
#include "bindings/http/api/schedule_input.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/store/hosts.h"
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

void MakeDefault(Transaction& tx, std::optional<std::int64_t> schedule,
                 UserRecord& owner) {
  owner.default_schedule_id = schedule;
  tx.Run(
      "UPDATE app_user SET default_schedule_id = ?2, updated_ms = ?3 "
      "WHERE id = ?1",
      {owner.id, schedule, tx.Now()});
}

absl::StatusOr<json::value> WorkOn(Transaction& tx, std::int64_t id,
                                   const ScheduleWork& work) {
  auto owner = store::Find<UserRecord>(tx, id);
  if (!owner) return NotFound(absl::StrCat("there is no user ", id));
  return work(tx, *owner);
}

}  // namespace

absl::StatusOr<Response> ReadSchedules(const Context& context,
                                       std::int64_t owner,
                                       const ScheduleWork& work) {
  const auto told = context.store.Read(
      [&](Transaction& tx) { return WorkOn(tx, owner, work); });
  if (!told.ok()) return told.status();
  return Success(*told);
}

absl::StatusOr<Response> WriteSchedules(const Context& context,
                                        std::int64_t owner,
                                        const ScheduleWork& work) {
  const auto told = context.store.Write(
      [&](Transaction& tx) { return WorkOn(tx, owner, work); });
  if (!told.ok()) return told.status();
  return Success(*told);
}

absl::StatusOr<ScheduleRecord> FindOwnSchedule(Transaction& tx, std::int64_t id,
                                               const UserRecord& owner) {
  auto schedule = store::Find<ScheduleRecord>(tx, id);
  if (!schedule) {
    return NotFound(absl::StrCat("Schedule with ID=", id, " does not exist."));
  }
  if (schedule->user_id != owner.id) {
    return Forbidden(absl::StrCat("User with ID=", owner.id,
                                  " does not own schedule with ID=", id));
  }
  return *std::move(schedule);
}

std::optional<ScheduleRecord> FindDefaultSchedule(Transaction& tx,
                                                  const UserRecord& owner) {
  if (!owner.default_schedule_id) return std::nullopt;
  return store::Find<ScheduleRecord>(tx, *owner.default_schedule_id);
}

absl::StatusOr<ScheduleRecord> CreateSchedule(Transaction& tx,
                                              const json::object& fields,
                                              UserRecord& owner) {
  ScheduleRecord schedule{.user_id = owner.id,
                          .availability = kOfficeHours,
                          .created_at = tx.Now(),
                          .updated_at = tx.Now()};
  const absl::Status applied = Apply(fields, schedule);
  if (!applied.ok()) return applied;
  store::Insert(tx, schedule);
  if (FlagOf(fields, "isDefault").value_or(false)) {
    MakeDefault(tx, schedule.id, owner);
  }
  store::TouchHosts(tx, {owner.id});
  return schedule;
}

absl::StatusOr<ScheduleRecord> UpdateSchedule(Transaction& tx, std::int64_t id,
                                              const json::object& fields,
                                              UserRecord& owner) {
  auto schedule = FindOwnSchedule(tx, id, owner);
  if (!schedule.ok()) return schedule;
  const absl::Status applied = Apply(fields, *schedule);
  if (!applied.ok()) return applied;
  schedule->updated_at = tx.Now();
  store::Update(tx, *schedule);
  if (FlagOf(fields, "isDefault").value_or(false)) {
    MakeDefault(tx, schedule->id, owner);
  }
  store::TouchHosts(tx, {owner.id});
  return schedule;
}

absl::Status DeleteSchedule(Transaction& tx, std::int64_t id,
                            UserRecord& owner) {
  const auto schedule = FindOwnSchedule(tx, id, owner);
  if (!schedule.ok()) return schedule.status();
  store::Delete<ScheduleRecord>(tx, schedule->id);
  if (owner.default_schedule_id == schedule->id) {
    const auto oldest = store::SelectOne<ScheduleRecord>(
        tx, "WHERE user_id = ?1 ORDER BY id LIMIT 1", {owner.id});
    MakeDefault(tx,
                oldest ? std::optional<std::int64_t>(oldest->id) : std::nullopt,
                owner);
  }
  store::TouchHosts(tx, {owner.id});
  return absl::OkStatus();
}

}  // namespace bookable::http
