// bookable/time/civil.h: dates and times of day as people write them.
//
// CONCEPT   A civil date or time of day belongs to no zone: it is what a wall
//           calendar and a wall clock show. Date arithmetic is done on
//           std::chrono::local_days, a count of days.
// UNITS     Dates: days. Times of day: minutes since the date began, 0...1440.
// THREADS   Pure functions. ERRORS: InvalidArgument, naming the text.
#ifndef BOOKABLE_TIME_CIVIL_H_
#define BOOKABLE_TIME_CIVIL_H_

#include <chrono>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace bookable {

using Date = std::chrono::year_month_day;

// A day of 24 hours, the length of most local dates.
inline constexpr std::chrono::minutes kDayLength{24 * 60};

// Dates `first` to `last`, both included. Empty iff last < first.
struct DateRange {
  std::chrono::local_days first{};
  std::chrono::local_days last{};

  constexpr bool Contains(std::chrono::local_days date) const {
    return first <= date && date <= last;
  }
  friend constexpr bool operator==(const DateRange&,
                                   const DateRange&) = default;
};

// Reads "2026-11-24", years 0001...9999. InvalidArgument when it is no date of
// the Gregorian calendar.
absl::StatusOr<Date> ParseDate(std::string_view text);

// "2026-11-24".
std::string FormatDate(std::chrono::local_days date);
std::string FormatDate(Date date);

// Reads "09:00", from 00:00 to 24:00.
absl::StatusOr<std::chrono::minutes> ParseTimeOfDay(std::string_view text);

// "09:00". REQUIRES: 0 <= time <= 24h.
std::string FormatTimeOfDay(std::chrono::minutes time);

}  // namespace bookable

#endif  // BOOKABLE_TIME_CIVIL_H_
