// bookable/time/week.h: weekdays, weeks that begin on any of them, periods.
//
// CONCEPT   A week is the seven local dates that begin with the week start.
//           Limits count in periods: a date, a week, a month, a year.
// THREADS   Pure functions. ERRORS: InvalidArgument for an unknown day name.
#ifndef BOOKABLE_TIME_WEEK_H_
#define BOOKABLE_TIME_WEEK_H_

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string_view>

#include "absl/status/statusor.h"
#include "bookable/time/civil.h"

namespace bookable {

// A set of weekdays: kMonday | kTuesday. A value of one byte.
class DaySet {
 public:
  constexpr DaySet() = default;
  constexpr explicit DaySet(std::chrono::weekday day)
      : bits_(static_cast<std::uint8_t>(1u << day.c_encoding())) {}

  constexpr bool Contains(std::chrono::weekday day) const {
    return (bits_ >> day.c_encoding() & 1u) != 0;
  }
  constexpr bool is_empty() const { return bits_ == 0; }

  friend constexpr DaySet operator|(DaySet a, DaySet b) {
    return FromBits(static_cast<std::uint8_t>(a.bits_ | b.bits_));
  }
  constexpr DaySet& operator|=(DaySet other) { return *this = *this | other; }
  friend constexpr bool operator==(DaySet, DaySet) = default;

 private:
  static constexpr DaySet FromBits(std::uint8_t bits) {
    DaySet set;
    set.bits_ = bits;
    return set;
  }

  std::uint8_t bits_ = 0;  // bit c_encoding(): Sunday is bit 0
};

inline constexpr DaySet kSunday{std::chrono::Sunday};
inline constexpr DaySet kMonday{std::chrono::Monday};
inline constexpr DaySet kTuesday{std::chrono::Tuesday};
inline constexpr DaySet kWednesday{std::chrono::Wednesday};
inline constexpr DaySet kThursday{std::chrono::Thursday};
inline constexpr DaySet kFriday{std::chrono::Friday};
inline constexpr DaySet kSaturday{std::chrono::Saturday};
inline constexpr DaySet kWeekdays =
    kMonday | kTuesday | kWednesday | kThursday | kFriday;
inline constexpr DaySet kEveryDay = kWeekdays | kSaturday | kSunday;

std::ostream& operator<<(std::ostream& os, DaySet days);

// Reads "Monday"..."Sunday", spelled exactly so.
absl::StatusOr<std::chrono::weekday> ParseWeekday(std::string_view name);

// "Monday"..."Sunday".
std::string_view WeekdayName(std::chrono::weekday day);

// The first date of the week that contains `date`, weeks beginning on
// `week_start`.
constexpr std::chrono::local_days WeekBegin(std::chrono::local_days date,
                                            std::chrono::weekday week_start) {
  return date - (std::chrono::weekday{date} - week_start);
}

// What a limit counts in.
enum class Period : std::uint8_t { kDay, kWeek, kMonth, kYear };
inline constexpr int kPeriodCount = 4;

// "day", "week", "month", "year".
std::string_view PeriodName(Period period);

// The dates of the period that contains `date`.
DateRange PeriodOf(std::chrono::local_days date, Period period,
                   std::chrono::weekday week_start);

}  // namespace bookable

#endif  // BOOKABLE_TIME_WEEK_H_
