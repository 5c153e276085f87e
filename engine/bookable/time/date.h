// bookable/time/date.h: to and from the types of Howard Hinnant's date library.
//
// CONCEPT   The library became std::chrono's calendar. Its sys_seconds is
//           std::chrono's, so instants need no conversion; its local times and
//           calendar types are types of their own, with the same meaning.
// UNITS     As given: the precision is kept.
// THREADS   Pure functions. ERRORS: none; the conversions are total.
#ifndef BOOKABLE_TIME_DATE_H_
#define BOOKABLE_TIME_DATE_H_

#include <chrono>

#include "bookable/time/civil.h"
#include "date/date.h"

namespace bookable {

template <class Duration>
constexpr date::local_time<Duration> ToDateLibrary(
    std::chrono::local_time<Duration> t) {
  return date::local_time<Duration>{t.time_since_epoch()};
}

template <class Duration>
constexpr std::chrono::local_time<Duration> FromDateLibrary(
    date::local_time<Duration> t) {
  return std::chrono::local_time<Duration>{t.time_since_epoch()};
}

// A date that does not exist (2026-02-30) stays as it is.
constexpr date::year_month_day ToDateLibrary(Date date) {
  return date::year_month_day{date::year{static_cast<int>(date.year())},
                              date::month{static_cast<unsigned>(date.month())},
                              date::day{static_cast<unsigned>(date.day())}};
}

constexpr Date FromDateLibrary(date::year_month_day date) {
  return Date{std::chrono::year{static_cast<int>(date.year())},
              std::chrono::month{static_cast<unsigned>(date.month())},
              std::chrono::day{static_cast<unsigned>(date.day())}};
}

constexpr date::weekday ToDateLibrary(std::chrono::weekday day) {
  return date::weekday{day.c_encoding()};
}

constexpr std::chrono::weekday FromDateLibrary(date::weekday day) {
  return std::chrono::weekday{day.c_encoding()};
}

}  // namespace bookable

#endif  // BOOKABLE_TIME_DATE_H_
