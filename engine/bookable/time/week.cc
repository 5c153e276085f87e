// Tested by tests/engine/time/week_test.cc.
#include "bookable/time/week.h"

#include <array>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "bookable/internal/dcheck.h"
#include "bookable/internal/text.h"

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::weekday;

constexpr std::array<std::string_view, 7> kNames = {
    "Sunday",   "Monday", "Tuesday", "Wednesday",
    "Thursday", "Friday", "Saturday"};

constexpr std::array<std::string_view, kPeriodCount> kPeriodNames = {
    "day", "week", "month", "year"};

}  // namespace

std::ostream& operator<<(std::ostream& os, DaySet set) {
  os << '{';
  std::string_view separator;
  // Monday first, as people list them.
  for (unsigned i = 1; i <= 7; ++i) {
    const weekday day{i};
    if (!set.Contains(day)) continue;
    os << separator << WeekdayName(day);
    separator = ", ";
  }
  return os << '}';
}

absl::StatusOr<weekday> ParseWeekday(std::string_view name) {
  for (unsigned i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return weekday{i};
  }
  return absl::InvalidArgumentError(
      absl::StrCat("expected a day from \"Monday\" to \"Sunday\", got ",
                   internal::Quoted(name)));
}

std::string_view WeekdayName(weekday day) {
  BOOKABLE_DCHECK(day.ok());
  return kNames[day.c_encoding()];
}

std::string_view PeriodName(Period period) {
  return kPeriodNames[static_cast<std::size_t>(period)];
}

DateRange PeriodOf(local_days date, Period period, weekday week_start) {
  const Date civil{date};
  switch (period) {
    case Period::kDay:
      break;
    case Period::kWeek: {
      const local_days first = WeekBegin(date, week_start);
      return {.first = first, .last = first + days{6}};
    }
    case Period::kMonth:
      return {
          .first = local_days{civil.year() / civil.month() / 1},
          .last = local_days{civil.year() / civil.month() / std::chrono::last}};
    case Period::kYear:
      return {.first = local_days{civil.year() / std::chrono::January / 1},
              .last = local_days{civil.year() / std::chrono::December / 31}};
  }
  return {.first = date, .last = date};
}

}  // namespace bookable
