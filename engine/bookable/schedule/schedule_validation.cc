// Tested by tests/engine/schedule/schedule_validation_test.cc.
#include "bookable/schedule/schedule_validation.h"

#include <string>
#include <vector>

#include "bookable/internal/checks.h"

namespace bookable {
namespace {

using internal::CheckDate;
using internal::CheckDatesInOrder;
using internal::InvalidField;
using internal::Join;
using std::chrono::minutes;

absl::Status CheckTimes(minutes start, minutes end, std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(
      internal::CheckTimeOfDay(start, kLastStartTime, path, "startTime"));
  return internal::CheckTimeOfDay(end, kDayLength, path, "endTime");
}

// Every entry of a list, and their number. Paths are made for errors only.
template <typename Entry>
absl::Status ValidateList(const std::vector<Entry>& entries,
                          std::string_view path, std::string_view field,
                          absl::Status (*validate)(const Entry&,
                                                   std::string_view)) {
  BOOKABLE_RETURN_IF_ERROR(
      internal::CheckCount(entries.size(), kMaxScheduleEntries, path, field));
  const std::string list = Join(path, field);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (validate(entries[i], "").ok()) continue;
    return validate(entries[i], internal::Element(list, i));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTimesDiffer(minutes start, minutes end,
                              std::string_view path) {
  if (start != end) return absl::OkStatus();
  return InvalidField(
      Join(path, "endTime"),
      absl::StrCat("must differ from startTime, got ", FormatTimeOfDay(end),
                   "; a whole day is 00:00 to 24:00"));
}

absl::Status ValidateWeeklyRule(const WeeklyRule& rule, std::string_view path) {
  if (rule.days.is_empty()) {
    return InvalidField(Join(path, "days"), "must name at least one day");
  }
  BOOKABLE_RETURN_IF_ERROR(CheckTimes(rule.start, rule.end, path));
  BOOKABLE_RETURN_IF_ERROR(CheckTimesDiffer(rule.start, rule.end, path));
  BOOKABLE_RETURN_IF_ERROR(CheckDate(rule.from, path, "from"));
  BOOKABLE_RETURN_IF_ERROR(CheckDate(rule.until, path, "until"));
  if (rule.from && rule.until) {
    BOOKABLE_RETURN_IF_ERROR(
        CheckDatesInOrder(*rule.from, *rule.until, path, "from", "until"));
  }
  BOOKABLE_RETURN_IF_ERROR(internal::CheckNumber(
      rule.interval, 1, kMaxWeekInterval, path, "interval"));
  BOOKABLE_RETURN_IF_ERROR(CheckDate(rule.anchor, path, "anchorDate"));
  if (rule.interval > 1 && !rule.anchor) {
    return InvalidField(
        Join(path, "anchorDate"),
        absl::StrCat("required with interval ", rule.interval,
                     ": a date of a week in which the rule holds"));
  }
  return absl::OkStatus();
}

absl::Status ValidateOverride(const DateOverride& override,
                              std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(CheckDate(override.date, path, "date"));
  if (override.start.has_value() != override.end.has_value()) {
    const bool has_start = override.start.has_value();
    return InvalidField(
        Join(path, has_start ? "endTime" : "startTime"),
        absl::StrCat("required with ", has_start ? "startTime" : "endTime",
                     "; leave out both to close the date"));
  }
  if (!override.start) return absl::OkStatus();
  return CheckTimes(*override.start, *override.end, path);
}

absl::Status ValidateHoliday(const Holiday& holiday, std::string_view path) {
  return CheckDate(holiday.date, path, "date");
}

absl::Status ValidateOutOfOffice(const OutOfOffice& away,
                                 std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(CheckDate(away.start, path, "start"));
  BOOKABLE_RETURN_IF_ERROR(CheckDate(away.end, path, "end"));
  return CheckDatesInOrder(away.start, away.end, path, "start", "end");
}

absl::Status ValidateTravel(const Travel& travel, std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(CheckDate(travel.start, path, "startDate"));
  BOOKABLE_RETURN_IF_ERROR(CheckDate(travel.end, path, "endDate"));
  if (!travel.end) return absl::OkStatus();
  return CheckDatesInOrder(travel.start, *travel.end, path, "startDate",
                           "endDate");
}

absl::Status ValidateSchedule(const Schedule& schedule, std::string_view path) {
  if (!schedule.week_start.ok()) {
    return InvalidField(
        Join(path, "weekStart"),
        absl::StrCat("no such weekday: ", schedule.week_start.c_encoding()));
  }
  BOOKABLE_RETURN_IF_ERROR(
      ValidateList(schedule.weekly, path, "availability", &ValidateWeeklyRule));
  BOOKABLE_RETURN_IF_ERROR(
      ValidateList(schedule.overrides, path, "overrides", &ValidateOverride));
  BOOKABLE_RETURN_IF_ERROR(
      ValidateList(schedule.holidays, path, "holidays", &ValidateHoliday));
  BOOKABLE_RETURN_IF_ERROR(ValidateList(schedule.out_of_office, path,
                                        "outOfOffice", &ValidateOutOfOffice));
  return ValidateList(schedule.travel, path, "travel", &ValidateTravel);
}

}  // namespace bookable
