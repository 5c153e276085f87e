// Tested by tests/engine/codec/request_test.cc.
#include "bookable/codec/internal/schedule_reader.h"

#include <vector>

#include "bookable/schedule/schedule_validation.h"

namespace bookable::internal {
namespace {

using Json = JsonReader&;

absl::Status ReadWeekday(JsonReader& json, std::chrono::weekday& day) {
  std::string_view name;
  BOOKABLE_RETURN_IF_ERROR(json.ReadText(name));
  const absl::StatusOr<std::chrono::weekday> parsed = ParseWeekday(name);
  if (!parsed.ok()) return json.Fail(ToStd(parsed.status().message()));
  day = *parsed;
  return absl::OkStatus();
}

absl::Status ReadDays(JsonReader& json, DaySet& days) {
  const auto read_day = [&](std::size_t) {
    std::chrono::weekday day{};
    absl::Status status = ReadWeekday(json, day);
    if (status.ok()) days |= DaySet(day);
    return status;
  };
  BOOKABLE_RETURN_IF_ERROR(json.ReadList(read_day));
  return days.is_empty() ? json.Fail("must name at least one day")
                         : absl::OkStatus();
}

// A list of a schedule: `read` reads one entry, `validate` looks at all of it.
template <typename Entry>
absl::Status ReadEntries(JsonReader& json, std::vector<Entry>& entries,
                         absl::Status (*read)(JsonReader&, Entry&),
                         absl::Status (*validate)(const Entry&,
                                                  std::string_view)) {
  return json.ReadList([&](std::size_t i) -> absl::Status {
    if (i == kMaxScheduleEntries) {
      return json.FailCount(kMaxScheduleEntries, "entries");
    }
    Entry& entry = entries.emplace_back();
    BOOKABLE_RETURN_IF_ERROR(read(json, entry));
    return json.At(validate(entry, ""));
  });
}

absl::Status ReadWeeklyRule(JsonReader& json, WeeklyRule& rule) {
  enum { kDays, kStart, kEnd, kFrom, kUntil, kInterval, kAnchor };
  static constexpr Field<WeeklyRule> kForm[] = {
      {"days", Need::kRequired,
       [](Json j, WeeklyRule& r) { return ReadDays(j, r.days); }},
      {"startTime", Need::kRequired,
       [](Json j, WeeklyRule& r) {
         return j.ReadTimeOfDay(kLastStartTime, r.start);
       }},
      {"endTime", Need::kRequired,
       [](Json j, WeeklyRule& r) {
         return j.ReadTimeOfDay(kDayLength, r.end);
       }},
      {"from", Need::kOptional,
       [](Json j, WeeklyRule& r) { return j.ReadDate(r.from); }},
      {"until", Need::kOptional,
       [](Json j, WeeklyRule& r) { return j.ReadDate(r.until); }},
      {"interval", Need::kOptional,
       [](Json j, WeeklyRule& r) {
         return j.ReadInteger(1, kMaxWeekInterval, r.interval);
       }},
      {"anchorDate", Need::kOptional,
       [](Json j, WeeklyRule& r) { return j.ReadDate(r.anchor); }},
  };
  FieldSet fields;
  return json.ReadObject<WeeklyRule>(
      kForm, rule, fields, [&](const FieldSet& read) -> absl::Status {
        if (read.Contains(kStart) && read.Contains(kEnd)) {
          BOOKABLE_RETURN_IF_ERROR(CheckTimesDiffer(rule.start, rule.end, ""));
        }
        if (!rule.from || !rule.until) return absl::OkStatus();
        return CheckDatesInOrder(*rule.from, *rule.until, "", "from", "until");
      });
}

absl::Status ReadOverride(JsonReader& json, DateOverride& override) {
  static constexpr Field<DateOverride> kForm[] = {
      {"date", Need::kRequired,
       [](Json j, DateOverride& o) { return j.ReadDate(o.date); }},
      {"startTime", Need::kOptional,
       [](Json j, DateOverride& o) {
         return j.ReadTimeOfDay(kLastStartTime, o.start.emplace());
       }},
      {"endTime", Need::kOptional,
       [](Json j, DateOverride& o) {
         return j.ReadTimeOfDay(kDayLength, o.end.emplace());
       }},
  };
  return json.ReadObject<DateOverride>(kForm, override);
}

absl::Status ReadHoliday(JsonReader& json, Holiday& holiday) {
  static constexpr Field<Holiday> kForm[] = {
      {"date", Need::kRequired,
       [](Json j, Holiday& h) { return j.ReadDate(h.date); }},
      {"name", Need::kOptional,
       [](Json j, Holiday& h) { return j.ReadText(h.name); }},
  };
  return json.ReadObject<Holiday>(kForm, holiday);
}

absl::Status ReadOutOfOffice(JsonReader& json, OutOfOffice& away) {
  enum { kStart, kEnd };
  static constexpr Field<OutOfOffice> kForm[] = {
      {"start", Need::kRequired,
       [](Json j, OutOfOffice& o) { return j.ReadDate(o.start); }},
      {"end", Need::kRequired,
       [](Json j, OutOfOffice& o) { return j.ReadDate(o.end); }},
      {"reason", Need::kOptional,
       [](Json j, OutOfOffice& o) { return j.ReadText(o.reason); }},
      {"notes", Need::kOptional,
       [](Json j, OutOfOffice& o) { return j.ReadText(o.notes); }},
  };
  FieldSet fields;
  return json.ReadObject<OutOfOffice>(
      kForm, away, fields, [&](const FieldSet& read) {
        return read.Contains(kStart) && read.Contains(kEnd)
                   ? CheckDatesInOrder(away.start, away.end, "", "start", "end")
                   : absl::OkStatus();
      });
}

absl::Status ReadTravel(JsonReader& json, Travel& travel) {
  enum { kZone, kStart, kEnd };
  static constexpr Field<Travel> kForm[] = {
      {"timeZone", Need::kRequired,
       [](Json j, Travel& t) { return j.ReadZone(t.zone); }},
      {"startDate", Need::kRequired,
       [](Json j, Travel& t) { return j.ReadDate(t.start); }},
      {"endDate", Need::kOptional,
       [](Json j, Travel& t) { return j.ReadDate(t.end); }},
  };
  FieldSet fields;
  return json.ReadObject<Travel>(
      kForm, travel, fields, [&](const FieldSet& read) {
        return read.Contains(kStart) && read.Contains(kEnd)
                   ? CheckDatesInOrder(travel.start, *travel.end, "",
                                       "startDate", "endDate")
                   : absl::OkStatus();
      });
}

}  // namespace

absl::Status ReadSchedule(JsonReader& json, Schedule& schedule) {
  static constexpr Field<Schedule> kForm[] = {
      {"timeZone", Need::kRequired,
       [](Json j, Schedule& s) { return j.ReadZone(s.zone); }},
      {"weekStart", Need::kOptional,
       [](Json j, Schedule& s) { return ReadWeekday(j, s.week_start); }},
      {"availability", Need::kOptional,
       [](Json j, Schedule& s) {
         return ReadEntries(j, s.weekly, ReadWeeklyRule, ValidateWeeklyRule);
       }},
      {"overrides", Need::kOptional,
       [](Json j, Schedule& s) {
         return ReadEntries(j, s.overrides, ReadOverride, ValidateOverride);
       }},
      {"holidays", Need::kOptional,
       [](Json j, Schedule& s) {
         return ReadEntries(j, s.holidays, ReadHoliday, ValidateHoliday);
       }},
      {"outOfOffice", Need::kOptional,
       [](Json j, Schedule& s) {
         return ReadEntries(j, s.out_of_office, ReadOutOfOffice,
                            ValidateOutOfOffice);
       }},
      {"travel", Need::kOptional,
       [](Json j, Schedule& s) {
         return ReadEntries(j, s.travel, ReadTravel, ValidateTravel);
       }},
  };
  return json.ReadObject<Schedule>(kForm, schedule);
}

}  // namespace bookable::internal
