// Schedules as the React components have them: the shape of 2024-04-15 under
// /v2/schedules, and /v2/atoms/schedules. A time of day is the UTC clock of an
// instant whose date means nothing, a date's hours are wall clock written as
// UTC; a week is seven lists, Sunday first. Both are put into the fields of
// 2024-06-11 and stored by schedule_input.h.
// Tested by tests/bindings/http/api/older_schedules_test.cc.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/schedule_input.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/text.h"
#include "bindings/http/store/table.h"
#include "bookable/time/civil.h"
#include "bookable/time/week.h"
#include "bookable/time/zone.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::ScheduleRecord;
using store::Transaction;
using store::UserRecord;

constexpr std::string_view kNoDate = "1970-01-01";

// --- written -----------------------------------------------------------------

bool IsEndOfDay(std::string_view time) {
  return time == "24:00" || time == "23:59";
}

// "1970-01-01T09:00:00.000Z"; the end of a day is its last millisecond.
std::string ClockText(std::string_view date, std::string_view time) {
  return absl::StrCat(
      std::string(date), "T",
      IsEndOfDay(time) ? "23:59:59.999" : std::string(time) + ":00.000", "Z");
}

std::int64_t MinutesOf(std::string_view time) {
  if (IsEndOfDay(time)) return std::int64_t{24} * 60;
  const auto read = ParseTimeOfDay(time);
  return read.ok() ? read->count() : 0;
}

struct Rule {
  std::string start{};
  std::string end{};
  std::vector<unsigned> days{};  // 0 is Sunday, ascending
};

std::vector<Rule> WeeklyOf(const ScheduleRecord& schedule) {
  std::vector<Rule> rules;
  for (const json::value& value : StoredArray(schedule.availability)) {
    const json::object* stored = value.if_object();
    if (stored == nullptr) continue;
    Rule rule{.start = TextMember(*stored, "startTime"),
              .end = TextMember(*stored, "endTime")};
    if (const json::value* days = stored->if_contains("days")) {
      for (const json::value& day : days->as_array()) {
        const auto weekday = ParseWeekday(ViewOf(day.as_string()));
        if (weekday.ok()) rule.days.push_back(weekday->c_encoding());
      }
    }
    std::sort(rule.days.begin(), rule.days.end());
    rules.push_back(std::move(rule));
  }
  return rules;
}

json::array DaysJson(const Rule& rule) {
  return json::array(rule.days.begin(), rule.days.end());
}

json::object RangeJson(std::string_view start_date, std::string_view start,
                       std::string_view end_date, std::string_view end) {
  return {{"start", ClockText(start_date, start)},
          {"end", ClockText(end_date, end)}};
}

// Those that are not past, by date.
json::array OverridesJson(const ScheduleRecord& schedule, Instant now) {
  const auto zone = Zone::Find(schedule.time_zone);
  const std::string today =
      FormatDate(Date(std::chrono::floor<std::chrono::days>(
          zone.ok() ? zone->ToLocal(now) : Zone().ToLocal(now))));
  std::map<std::string, json::array> dates;
  for (const json::value& value : StoredArray(schedule.overrides)) {
    const json::object* stored = value.if_object();
    if (stored == nullptr) continue;
    const std::string date = TextMember(*stored, "date");
    if (date < today) continue;
    const std::string start = TextMember(*stored, "startTime");
    const std::string end = TextMember(*stored, "endTime");
    std::string end_date = date;
    if (end < start) {  // past midnight
      const auto read = ParseDate(date);
      if (read.ok()) {
        end_date = FormatDate(
            Date(std::chrono::local_days{*read} + std::chrono::days{1}));
      }
    }
    dates[date].push_back(RangeJson(date, start, end_date, end));
  }
  json::array all;
  for (auto& [date, ranges] : dates) {
    all.push_back(json::object{{"ranges", std::move(ranges)}});
  }
  return all;
}

// With today's date, as of UTC: what a reader takes for an instant without a
// date is for version 1.0.47 of the components one of its list of today's, or
// nothing.
json::array WeekJson(const std::vector<Rule>& rules, store::Moment now) {
  const std::string today =
      FormatDate(Date(std::chrono::floor<std::chrono::days>(now)));
  json::array week;
  for (unsigned day = 0; day < 7; ++day) {
    json::array ranges;
    for (const Rule& rule : rules) {
      if (std::find(rule.days.begin(), rule.days.end(), day) ==
          rule.days.end()) {
        continue;
      }
      ranges.push_back(RangeJson(today, rule.start, today, rule.end));
    }
    week.push_back(std::move(ranges));
  }
  return week;
}

// The weekly hours as rows of a table, numbered from 1.
json::array RowsJson(const ScheduleRecord& schedule) {
  json::array rows;
  for (const Rule& rule : WeeklyOf(schedule)) {
    rows.push_back(json::object{{"id", rows.size() + 1},
                                {"userId", schedule.user_id},
                                {"scheduleId", schedule.id},
                                {"eventTypeId", nullptr},
                                {"days", DaysJson(rule)},
                                {"startTime", ClockText(kNoDate, rule.start)},
                                {"endTime", ClockText(kNoDate, rule.end)},
                                {"date", nullptr}});
  }
  return rows;
}

json::object OlderScheduleJson(Transaction& tx, const ScheduleRecord& schedule,
                               const UserRecord& owner) {
  const std::vector<Rule> rules = WeeklyOf(schedule);
  json::array working_hours;
  for (const Rule& rule : rules) {
    working_hours.push_back(json::object{{"days", DaysJson(rule)},
                                         {"startTime", MinutesOf(rule.start)},
                                         {"endTime", MinutesOf(rule.end)}});
  }
  const bool is_last =
      tx.Run("SELECT count(*) FROM schedule WHERE user_id = ?1", {owner.id})
          .One()
          .As<std::int64_t>() <= 1;
  json::object object;
  object["id"] = schedule.id;
  object["name"] = schedule.name;
  object["isManaged"] = false;
  object["workingHours"] = std::move(working_hours);
  object["schedule"] = RowsJson(schedule);
  object["availability"] = WeekJson(rules, tx.Now());
  object["timeZone"] = schedule.time_zone;
  object["dateOverrides"] = OverridesJson(
      schedule, std::chrono::floor<std::chrono::seconds>(tx.Now()));
  object["isDefault"] = owner.default_schedule_id == schedule.id;
  object["isLastSchedule"] = is_last;
  object["readOnly"] = false;
  return object;
}

// --- read --------------------------------------------------------------------

// A wall clock: date, and minutes of the day.
struct Clock {
  Date date{};
  std::string time{};  // "09:00"
};

absl::StatusOr<Clock> ReadClock(const json::object& object,
                                std::string_view name) {
  const std::string text = TextMember(object, name);
  const auto instant = ReadInstant(text, name);
  if (text.size() < 16 || text[10] != 'T' || !instant.ok()) {
    return BadRequest(absl::StrCat(std::string(name),
                                   " must be an ISO 8601 date-time, not ",
                                   Quoted(text)));
  }
  const std::string utc = InstantText(*instant);
  const auto date = ParseDate(std::string_view(utc).substr(0, 10));
  if (!date.ok()) return date.status();
  return Clock{*date, utc.substr(11, 5)};
}

struct Range {
  Date date{};
  std::string start{};
  std::string end{};
};

absl::StatusOr<Range> ReadRange(const json::object& object,
                                std::string_view start_name,
                                std::string_view end_name) {
  auto start = ReadClock(object, start_name);
  if (!start.ok()) return start.status();
  auto end = ReadClock(object, end_name);
  if (!end.ok()) return end.status();
  Range range{.date = start->date,
              .start = std::move(start->time),
              .end = std::move(end->time)};
  // The last minute, and the midnight after it, are the end of the day.
  const bool is_next_midnight = range.end == "00:00" && range.start != "00:00";
  const bool is_whole_day = range.end == "00:00" && end->date > start->date;
  if (range.end == "23:59" || is_next_midnight || is_whole_day) {
    range.end = "24:00";
  }
  return range;
}

json::object RuleFields(const std::vector<unsigned>& days,
                        const std::string& start, const std::string& end) {
  json::array names;
  for (const unsigned day : days) {
    const std::string_view name = WeekdayName(std::chrono::weekday{day});
    names.emplace_back(json::string_view(name.data(), name.size()));
  }
  return {{"days", std::move(names)}, {"startTime", start}, {"endTime", end}};
}

// Seven lists: days with the same hours make one rule.
absl::StatusOr<json::array> ReadWeek(const json::array& week) {
  std::vector<Rule> rules;
  for (unsigned day = 0; day < week.size(); ++day) {
    for (const json::value& value : week[day].as_array()) {
      const auto range = ReadRange(value.as_object(), "start", "end");
      if (!range.ok()) return range.status();
      const auto same =
          std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) {
            return rule.start == range->start && rule.end == range->end;
          });
      if (same == rules.end()) {
        rules.push_back({range->start, range->end, {day}});
      } else if (same->days.back() != day) {
        same->days.push_back(day);
      }
    }
  }
  json::array fields;
  for (const Rule& rule : rules) {
    fields.push_back(RuleFields(rule.days, rule.start, rule.end));
  }
  return fields;
}

absl::StatusOr<json::array> ReadAvailabilities(const json::array& given) {
  json::array fields;
  for (const json::value& value : given) {
    const json::object& rule = value.as_object();
    const auto range = ReadRange(rule, "startTime", "endTime");
    if (!range.ok()) return range.status();
    std::vector<unsigned> days;
    for (const json::value& day : rule.at("days").as_array()) {
      const std::int64_t* number = day.if_int64();
      if (number == nullptr || *number < 0 || *number > 6) {
        return BadRequest("days must be 0 (Sunday) to 6");
      }
      days.push_back(static_cast<unsigned>(*number));
    }
    fields.push_back(RuleFields(days, range->start, range->end));
  }
  return fields;
}

absl::StatusOr<json::array> ReadDates(const json::array& given) {
  json::array fields;
  for (const json::value& value : given) {
    const auto range = ReadRange(value.as_object(), "start", "end");
    if (!range.ok()) return range.status();
    fields.push_back(json::object{{"date", FormatDate(range->date)},
                                  {"startTime", range->start},
                                  {"endTime", range->end}});
  }
  return fields;
}

// The fields of 2024-06-11 that the body means.
absl::StatusOr<json::object> FieldsOf(const json::object& body) {
  json::object fields;
  for (const char* name : {"name", "timeZone", "isDefault"}) {
    if (const json::value* given = body.if_contains(name)) {
      fields[name] = *given;
    }
  }
  struct List {
    const char* name;
    const char* field;
    absl::StatusOr<json::array> (*read)(const json::array&);
  };
  constexpr std::array<List, 3> kLists = {
      {{"availabilities", "availability", ReadAvailabilities},
       {"schedule", "availability", ReadWeek},
       {"dateOverrides", "overrides", ReadDates}}};
  for (const List& list : kLists) {
    const json::value* given = body.if_contains(list.name);
    if (given == nullptr) continue;
    auto read = list.read(given->as_array());
    if (!read.ok()) return read.status();
    fields[list.field] = *std::move(read);
  }
  return fields;
}

// --- handlers ----------------------------------------------------------------

absl::StatusOr<json::value> Told(Transaction& tx,
                                 const absl::StatusOr<ScheduleRecord>& schedule,
                                 const UserRecord& owner) {
  if (!schedule.ok()) return schedule.status();
  return json::value(OlderScheduleJson(tx, *schedule, owner));
}

absl::StatusOr<json::value> DefaultTold(Transaction& tx, UserRecord& owner) {
  const auto schedule = FindDefaultSchedule(tx, owner);
  if (!schedule) return json::value();
  return json::value(OlderScheduleJson(tx, *schedule, owner));
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto fields = FieldsOf(request.Fields());
  if (!fields.ok()) return fields.status();
  return WriteSchedules(context, *caller.user_id,
                        [&](Transaction& tx, UserRecord& owner) {
                          const auto made = CreateSchedule(tx, *fields, owner);
                          return Told(tx, made, owner);
                        });
}

absl::StatusOr<Response> List(const Context& context, const Request&,
                              const Caller& caller) {
  return ReadSchedules(
      context, *caller.user_id,
      [](Transaction& tx, UserRecord& owner) -> absl::StatusOr<json::value> {
        json::array all;
        for (const ScheduleRecord& schedule : store::Select<ScheduleRecord>(
                 tx, "WHERE user_id = ?1 ORDER BY id", {owner.id})) {
          all.push_back(OlderScheduleJson(tx, schedule, owner));
        }
        return json::value(std::move(all));
      });
}

absl::StatusOr<Response> GetDefault(const Context& context, const Request&,
                                    const Caller& caller) {
  return ReadSchedules(context, *caller.user_id, DefaultTold);
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller& caller) {
  return ReadSchedules(
      context, *caller.user_id, [&](Transaction& tx, UserRecord& owner) {
        return Told(
            tx, FindOwnSchedule(tx, request.PathInteger("scheduleId"), owner),
            owner);
      });
}

json::object NameJson(const ScheduleRecord& schedule) {
  return {{"id", schedule.id},
          {"userId", schedule.user_id},
          {"name", schedule.name},
          {"timeZone", schedule.time_zone}};
}

// What PATCH answered before there were components.
json::object ChangedJson(Transaction& tx, const ScheduleRecord& schedule,
                         const UserRecord& owner,
                         std::optional<std::int64_t> default_before) {
  return {{"schedule", NameJson(schedule)},
          {"availability", WeekJson(WeeklyOf(schedule), tx.Now())},
          {"timeZone", schedule.time_zone},
          {"isDefault", owner.default_schedule_id == schedule.id},
          {"prevDefaultId", OrNull(default_before)},
          {"currentDefaultId", OrNull(owner.default_schedule_id)}};
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller& caller, bool for_atom) {
  const auto fields = FieldsOf(request.Fields());
  if (!fields.ok()) return fields.status();
  return WriteSchedules(
      context, *caller.user_id,
      [&](Transaction& tx, UserRecord& owner) -> absl::StatusOr<json::value> {
        const auto before = owner.default_schedule_id;
        const auto changed = UpdateSchedule(
            tx, request.PathInteger("scheduleId"), *fields, owner);
        if (for_atom || !changed.ok()) return Told(tx, changed, owner);
        return json::value(ChangedJson(tx, *changed, owner, before));
      });
}

absl::StatusOr<Response> UpdateOlder(const Context& context,
                                     const Request& request,
                                     const Caller& caller) {
  return Update(context, request, caller, request.query.Text("for") == "atom");
}

absl::StatusOr<Response> UpdateOfAtom(const Context& context,
                                      const Request& request,
                                      const Caller& caller) {
  return Update(context, request, caller, true);
}

absl::StatusOr<Response> GetOfAtom(const Context& context,
                                   const Request& request,
                                   const Caller& caller) {
  const auto id = request.QueryInteger("scheduleId");
  if (!id) return ReadSchedules(context, *caller.user_id, DefaultTold);
  return ReadSchedules(
      context, *caller.user_id, [&](Transaction& tx, UserRecord& owner) {
        return Told(tx, FindOwnSchedule(tx, *id, owner), owner);
      });
}

absl::StatusOr<Response> ListOfAtom(const Context& context, const Request&,
                                    const Caller& caller) {
  return ReadSchedules(
      context, *caller.user_id,
      [](Transaction& tx, UserRecord& owner) -> absl::StatusOr<json::value> {
        json::array all;
        for (const ScheduleRecord& schedule : store::Select<ScheduleRecord>(
                 tx, "WHERE user_id = ?1 ORDER BY id", {owner.id})) {
          all.push_back(json::object{
              {"id", schedule.id},
              {"name", schedule.name},
              {"isDefault", owner.default_schedule_id == schedule.id},
              {"timeZone", schedule.time_zone},
              {"availability", RowsJson(schedule)}});
        }
        return json::value(json::object{{"schedules", std::move(all)}});
      });
}

absl::StatusOr<json::value> WrappedSchedule(
    const absl::StatusOr<ScheduleRecord>& schedule) {
  if (!schedule.ok()) return schedule.status();
  return json::value(json::object{{"schedule", NameJson(*schedule)}});
}

// In the owner's zone; the first is the default.
absl::StatusOr<Response> CreateOfAtom(const Context& context,
                                      const Request& request,
                                      const Caller& caller) {
  auto fields = FieldsOf(request.Fields());
  if (!fields.ok()) return fields.status();
  return WriteSchedules(
      context, *caller.user_id, [&](Transaction& tx, UserRecord& owner) {
        if (!fields->contains("timeZone")) {
          (*fields)["timeZone"] = owner.time_zone;
        }
        if (!owner.default_schedule_id) (*fields)["isDefault"] = true;
        return WrappedSchedule(CreateSchedule(tx, *fields, owner));
      });
}

absl::StatusOr<Response> Duplicate(const Context& context,
                                   const Request& request,
                                   const Caller& caller) {
  return WriteSchedules(
      context, *caller.user_id,
      [&](Transaction& tx, UserRecord& owner) -> absl::StatusOr<json::value> {
        const auto source =
            FindOwnSchedule(tx, request.PathInteger("scheduleId"), owner);
        if (!source.ok()) return source.status();
        return WrappedSchedule(
            CreateSchedule(tx,
                           {{"name", source->name + " (Copy)"},
                            {"timeZone", source->time_zone},
                            {"availability", StoredArray(source->availability)},
                            {"overrides", StoredArray(source->overrides)}},
                           owner));
      });
}

// The hours that the caller's event type goes by.
absl::StatusOr<Response> GetOfEventType(const Context& context,
                                        const Request& request,
                                        const Caller& caller) {
  return ReadSchedules(
      context, *caller.user_id,
      [&](Transaction& tx, UserRecord& owner) -> absl::StatusOr<json::value> {
        const auto event_type = store::SelectOne<store::EventTypeRecord>(
            tx, "WHERE user_id = ?1 AND slug = ?2 AND team_id IS NULL",
            {owner.id, request.PathText("slug")});
        if (!event_type) {
          return NotFound(absl::StrCat("there is no event type ",
                                       std::string(request.PathText("slug")),
                                       " of the caller"));
        }
        if (!event_type->schedule_id) return DefaultTold(tx, owner);
        return Told(tx, FindOwnSchedule(tx, *event_type->schedule_id, owner),
                    owner);
      });
}

constexpr const char* kRanges = R"({"type": "array", "maxItems": 5000, "items":
    {"type": "object", "required": ["start", "end"], "properties": {
       "start": {"type": "string"}, "end": {"type": "string"}}}})";

// Of what the components send; the rest of it is ignored.
std::string BodySchema(const std::string& required) {
  return absl::StrCat(R"({"type": "object", "required": [)", required,
                      R"(], "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 500},
        "timeZone": {"type": "string"},
        "isDefault": {"type": "boolean"},
        "availabilities": {"type": "array", "maxItems": 1000, "items":
          {"type": "object", "required": ["days", "startTime", "endTime"],
           "properties": {"days": {"type": "array", "maxItems": 7},
             "startTime": {"type": "string"},
             "endTime": {"type": "string"}}}},
        "schedule": {"type": "array", "minItems": 7, "maxItems": 7, "items": )",
                      kRanges, R"(}, "dateOverrides": )", kRanges, "}}");
}

}  // namespace

void AddOlderScheduleRoutes(RouteTable& routes) {
  const Access read{.permissions = Permission::kScheduleRead};
  const Access write{.permissions = Permission::kScheduleWrite};
  const auto add = [&](Route route) {
    route.tag = "Schedules of the components";
    routes.Add(std::move(route));
  };
  const std::string older = "/v2/schedules";
  const std::string atoms = "/v2/atoms/schedules";
  const std::string one = "/{scheduleId:integer}";
  const std::vector<Parameter> for_atom = {
      {.name = "for", .description = "atom: the shape of the components"}};
  const std::string changes = BodySchema("");
  add({.method = Method::kPost,
       .path = older,
       .id = "createOlderSchedule",
       .summary = "Make a schedule, shape of 2024-04-15",
       .access = write,
       .request = BodySchema(R"("name", "timeZone", "isDefault")"),
       .handler = Create});
  add({.method = Method::kGet,
       .path = older,
       .id = "listOlderSchedules",
       .summary = "The caller's schedules, shape of 2024-04-15",
       .access = read,
       .handler = List});
  add({.method = Method::kGet,
       .path = older + "/default",
       .id = "getOlderDefaultSchedule",
       .summary = "The caller's default schedule, shape of 2024-04-15",
       .access = read,
       .query = for_atom,
       .handler = GetDefault});
  add({.method = Method::kGet,
       .path = older + one,
       .id = "getOlderSchedule",
       .summary = "One schedule, shape of 2024-04-15",
       .access = read,
       .query = for_atom,
       .handler = Get});
  add({.method = Method::kPatch,
       .path = older + one,
       .id = "updateOlderSchedule",
       .summary = "Change a schedule, shape of 2024-04-15",
       .access = write,
       .query = for_atom,
       .request = changes,
       .handler = UpdateOlder});
  add({.method = Method::kGet,
       .path = atoms,
       .id = "getAtomSchedule",
       .summary = "A schedule, or the default, for the availability component",
       .access = read,
       .query = {{.name = "scheduleId", .schema = R"({"type": "integer"})"}},
       .handler = GetOfAtom});
  add({.method = Method::kGet,
       .path = atoms + "/all",
       .id = "listAtomSchedules",
       .summary = "The caller's schedules, for the list component",
       .access = read,
       .handler = ListOfAtom});
  add({.method = Method::kPost,
       .path = atoms + "/create",
       .id = "createAtomSchedule",
       .summary = "Make a schedule of which little but the name is said",
       .access = write,
       .request = BodySchema(R"("name")"),
       .handler = CreateOfAtom});
  add({.method = Method::kPatch,
       .path = atoms + one,
       .id = "updateAtomSchedule",
       .summary = "Change a schedule from the availability component",
       .access = write,
       .request = changes,
       .handler = UpdateOfAtom});
  add({.method = Method::kPost,
       .path = atoms + one + "/duplicate",
       .id = "duplicateAtomSchedule",
       .summary = "Make a copy of a schedule",
       .access = write,
       .handler = Duplicate});
  add({.method = Method::kGet,
       .path = atoms + "/event-type/{slug}",
       .id = "getAtomScheduleOfEventType",
       .summary = "The hours that one of the caller's event types goes by",
       .access = read,
       .handler = GetOfEventType});
}

}  // namespace bookable::http
