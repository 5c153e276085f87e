// bindings/http/domain/availability.cc
//
// A team's hosts make at most two groups: those who must be there, and those
// of whom one must. A host's hours are the first of: the host's own schedule of
// this event type, the event type's, the person's default.
//
// Tested by tests/bindings/http/domain/availability_test.cc and, through the
// routes, by tests/bindings/http/api/slots_test.cc.
#include "bindings/http/domain/availability.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"
#include "bookable/time/zone.h"
#include "simdjson.h"

namespace bookable::domain {
namespace {

using std::chrono::minutes;
namespace dom = simdjson::dom;

absl::Status Unreadable(std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("stored ", std::string(what), " cannot be read"));
}

std::optional<std::string_view> TextIn(const dom::object& object,
                                       std::string_view name) {
  std::string_view text;
  if (object[name].get(text) != simdjson::SUCCESS) return std::nullopt;
  return text;
}

std::optional<std::int64_t> NumberIn(const dom::object& object,
                                     std::string_view name) {
  std::int64_t number = 0;
  if (object[name].get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

bool FlagIn(const dom::object& object, std::string_view name) {
  bool flag = false;
  return object[name].get(flag) == simdjson::SUCCESS && flag;
}

struct Hours {
  minutes start{};
  minutes end{};
};

std::optional<Hours> HoursIn(const dom::object& object) {
  const auto start = TextIn(object, "startTime");
  const auto end = TextIn(object, "endTime");
  if (!start || !end) return std::nullopt;
  const auto from = ParseTimeOfDay(*start);
  auto until = ParseTimeOfDay(*end);
  if (!from.ok() || !until.ok()) return std::nullopt;
  if (*end == "23:59") until = kDayLength;
  return Hours{*from, *until};
}

absl::Status ReadWeekly(std::string_view text, Schedule& schedule) {
  dom::parser parser;
  dom::array rules;
  const simdjson::padded_string padded(text);
  if (parser.parse(padded).get(rules) != simdjson::SUCCESS) {
    return Unreadable("availability");
  }
  for (const dom::element element : rules) {
    dom::object object;
    dom::array days;
    if (element.get(object) != simdjson::SUCCESS ||
        object["days"].get(days) != simdjson::SUCCESS) {
      return Unreadable("availability");
    }
    const auto hours = HoursIn(object);
    if (!hours) return Unreadable("availability");
    WeeklyRule rule{.start = hours->start, .end = hours->end};
    for (const dom::element day : days) {
      std::string_view name;
      if (day.get(name) != simdjson::SUCCESS) return Unreadable("availability");
      const auto weekday = ParseWeekday(name);
      if (!weekday.ok()) return Unreadable("availability");
      rule.days |= DaySet(*weekday);
    }
    if (!rule.days.is_empty()) schedule.weekly.push_back(rule);
  }
  return absl::OkStatus();
}

absl::Status ReadOverrides(std::string_view text, Schedule& schedule) {
  dom::parser parser;
  dom::array overrides;
  const simdjson::padded_string padded(text);
  if (parser.parse(padded).get(overrides) != simdjson::SUCCESS) {
    return Unreadable("overrides");
  }
  for (const dom::element element : overrides) {
    dom::object object;
    if (element.get(object) != simdjson::SUCCESS) {
      return Unreadable("overrides");
    }
    const auto text_of_date = TextIn(object, "date");
    const auto hours = HoursIn(object);
    if (!text_of_date || !hours) return Unreadable("overrides");
    const auto date = ParseDate(*text_of_date);
    if (!date.ok()) return Unreadable("overrides");
    DateOverride replaced{.date = *date};
    if (hours->start != hours->end) {
      replaced.start = hours->start;
      replaced.end = hours->end;
    }
    schedule.overrides.push_back(replaced);
  }
  return absl::OkStatus();
}

void ReadLimits(const dom::object& settings, std::string_view name,
                std::array<std::optional<std::int64_t>, kPeriodCount>& limits) {
  dom::object given;
  if (settings[name].get(given) != simdjson::SUCCESS) return;
  if (FlagIn(given, "disabled")) return;
  for (int i = 0; i < kPeriodCount; ++i) {
    limits[static_cast<std::size_t>(i)] =
        NumberIn(given, PeriodName(static_cast<Period>(i)));
  }
}

absl::Status ReadWindow(const dom::object& settings, BookingWindow& window) {
  dom::object given;
  if (settings["bookingWindow"].get(given) != simdjson::SUCCESS) {
    return absl::OkStatus();
  }
  if (FlagIn(given, "disabled")) return absl::OkStatus();
  const auto type = TextIn(given, "type");
  if (type == "range") {
    dom::array dates;
    if (given["value"].get(dates) != simdjson::SUCCESS) {
      return Unreadable("booking window");
    }
    std::vector<Date> read;
    for (const dom::element element : dates) {
      std::string_view text;
      if (element.get(text) != simdjson::SUCCESS) break;
      const auto date = ParseDate(text.substr(0, 10));
      if (date.ok()) read.push_back(*date);
    }
    if (read.size() != 2) return Unreadable("booking window");
    window.kind = BookingWindow::Kind::kRange;
    window.first = read[0];
    window.last = read[1];
    return absl::OkStatus();
  }
  const auto days = NumberIn(given, "value");
  if (!days || (type != "businessDays" && type != "calendarDays")) {
    return Unreadable("booking window");
  }
  window.kind = type == "businessDays" ? BookingWindow::Kind::kBusinessDays
                                       : BookingWindow::Kind::kCalendarDays;
  window.days = static_cast<int>(*days);
  window.rolling = FlagIn(given, "rolling");
  return absl::OkStatus();
}

absl::Status ReadSettings(std::string_view text, EventType& event) {
  dom::parser parser;
  dom::object settings;
  const simdjson::padded_string padded(text);
  if (parser.parse(padded).get(settings) != simdjson::SUCCESS) {
    return Unreadable("settings of the event type");
  }
  dom::array options;
  if (settings["lengthInMinutesOptions"].get(options) == simdjson::SUCCESS) {
    for (const dom::element option : options) {
      std::int64_t length = 0;
      if (option.get(length) != simdjson::SUCCESS) {
        return Unreadable("lengths");
      }
      if (minutes{length} != event.length) {
        event.length_options.emplace_back(length);
      }
    }
  }
  if (const auto step = NumberIn(settings, "slotInterval")) {
    event.slot_interval = minutes{*step};
  }
  event.offset_start = minutes{NumberIn(settings, "offsetStart").value_or(0)};
  event.minimum_notice = minutes{NumberIn(settings, "minimumBookingNotice")
                                     .value_or(kDefaultNotice.count())};
  event.before_buffer =
      minutes{NumberIn(settings, "beforeEventBuffer").value_or(0)};
  event.after_buffer =
      minutes{NumberIn(settings, "afterEventBuffer").value_or(0)};
  event.only_first_slot_of_date =
      FlagIn(settings, "onlyShowFirstAvailableSlot");
  ReadLimits(settings, "bookingLimitsCount", event.limits.count);
  ReadLimits(settings, "bookingLimitsDuration", event.limits.minutes);
  return ReadWindow(settings, event.booking_window);
}

std::chrono::weekday WeekStartOf(const store::UserRecord& user) {
  const auto day = ParseWeekday(user.week_start);
  return day.ok() ? *day : std::chrono::Sunday;
}

// Whole dates, as the absence was entered: days of UTC are read as days of the
// person.
void AddAbsences(store::Transaction& tx, std::int64_t user,
                 Schedule& schedule) {
  for (const store::OutOfOfficeRecord& absence :
       store::Select<store::OutOfOfficeRecord>(
           tx, "WHERE user_id = ?1 ORDER BY starts_s, id", {user})) {
    schedule.out_of_office.push_back(
        {.start =
             Date(std::chrono::floor<std::chrono::days>(absence.starts_at)),
         .end = Date(std::chrono::floor<std::chrono::days>(absence.ends_at)),
         .reason = absence.reason,
         .notes = absence.notes.value_or("")});
  }
}

}  // namespace

absl::StatusOr<Schedule> ScheduleOf(const store::ScheduleRecord& record) {
  Schedule schedule;
  const absl::StatusOr<Zone> zone = Zone::Find(record.time_zone);
  if (!zone.ok()) return zone.status();
  schedule.zone = *zone;
  absl::Status status = ReadWeekly(record.availability, schedule);
  status.Update(ReadOverrides(record.overrides, schedule));
  if (!status.ok()) return status;
  return schedule;
}

absl::StatusOr<EventType> EventTypeOf(const store::EventTypeRecord& record,
                                      std::optional<minutes> length) {
  EventType event{.length = minutes{record.length_minutes}};
  const absl::Status status = ReadSettings(record.settings, event);
  if (!status.ok()) return status;
  if (record.seats) event.seats = static_cast<int>(*record.seats);
  const minutes used = length.value_or(event.length);
  if (used != event.length &&
      std::find(event.length_options.begin(), event.length_options.end(),
                used) == event.length_options.end()) {
    return absl::InvalidArgumentError("the length is not on offer");
  }
  const minutes step =
      std::min(event.slot_interval.value_or(used), minutes{1440});
  event.offset_start %= step;
  return event;
}

absl::StatusOr<std::vector<HostingGroup>> HostingsOf(
    store::Transaction& tx, const store::EventTypeRecord& event_type) {
  if (event_type.user_id) {
    return std::vector<HostingGroup>{
        {.hosts = {{.user_id = *event_type.user_id,
                    .schedule_id = event_type.schedule_id}}}};
  }
  const bool is_collective = event_type.scheduling_type != "roundRobin";
  HostingGroup all;
  HostingGroup one{.require = 1};
  for (const store::EventTypeHostRecord& record :
       store::Select<store::EventTypeHostRecord>(
           tx, "WHERE event_type_id = ?1 ORDER BY id", {event_type.id})) {
    (is_collective || record.is_fixed ? all : one)
        .hosts.push_back({.user_id = record.user_id,
                          .schedule_id = record.schedule_id
                                             ? record.schedule_id
                                             : event_type.schedule_id,
                          .priority = static_cast<int>(record.priority),
                          .weight = static_cast<int>(record.weight)});
  }
  std::vector<HostingGroup> groups;
  if (!all.hosts.empty()) groups.push_back(std::move(all));
  if (!one.hosts.empty()) groups.push_back(std::move(one));
  if (groups.empty()) {
    return absl::FailedPreconditionError("the event type has no hosts");
  }
  return groups;
}

absl::StatusOr<std::vector<HostingGroup>> HostingsOfAll(
    const std::vector<std::int64_t>& users) {
  HostingGroup all;
  for (const std::int64_t user : users) all.hosts.push_back({.user_id = user});
  if (all.hosts.empty()) {
    return absl::FailedPreconditionError("there is nobody to meet");
  }
  return std::vector<HostingGroup>{std::move(all)};
}

absl::StatusOr<std::optional<HostHours>> HoursOf(store::Transaction& tx,
                                                 const Hosting& hosting) {
  const auto user = store::Find<store::UserRecord>(tx, hosting.user_id);
  if (!user) return std::optional<HostHours>();
  HostHours hours{.host = {.id = HostName(user->id),
                           .weight = hosting.weight,
                           .priority = hosting.priority}};
  Schedule& schedule = hours.host.schedule;
  const auto schedule_id =
      hosting.schedule_id ? hosting.schedule_id : user->default_schedule_id;
  std::optional<store::ScheduleRecord> record;
  if (schedule_id)
    record = store::Find<store::ScheduleRecord>(tx, *schedule_id);
  if (record) {
    absl::StatusOr<Schedule> read = ScheduleOf(*record);
    if (!read.ok()) return read.status();
    schedule = *std::move(read);
    if (record->user_id != user->id) hours.lent_by = record->user_id;
  } else {
    const auto zone = Zone::Find(user->time_zone);
    if (zone.ok()) schedule.zone = *zone;
  }
  schedule.week_start = WeekStartOf(*user);
  AddAbsences(tx, user->id, schedule);
  return std::optional<HostHours>(std::move(hours));
}

absl::StatusOr<Offer> OfferOf(store::Transaction& tx,
                              const store::EventTypeRecord& event_type,
                              std::optional<minutes> length) {
  absl::StatusOr<EventType> event = EventTypeOf(event_type, length);
  if (!event.ok()) return event.status();
  Offer offer{.event_type_id = event_type.id, .event = *std::move(event)};
  const auto hostings = HostingsOf(tx, event_type);
  if (!hostings.ok()) return hostings.status();
  for (const HostingGroup& hosting_group : *hostings) {
    Group group{.require = hosting_group.require};
    for (const Hosting& hosting : hosting_group.hosts) {
      absl::StatusOr<std::optional<HostHours>> hours = HoursOf(tx, hosting);
      if (!hours.ok()) return hours.status();
      if (!hours->has_value()) {
        return absl::NotFoundError("a host of the event type is gone");
      }
      group.hosts.push_back(std::move((**hours).host));
    }
    offer.groups.push_back(std::move(group));
  }
  return offer;
}

EventType AnyMeeting(minutes length) {
  return {.length = length, .minimum_notice = kDefaultNotice};
}

}  // namespace bookable::domain
