// Tested by tests/reference/reference_test.cc.
#include "tests/reference/limits.h"

#include <cstddef>
#include <set>
#include <utility>

#include "tests/reference/open_time.h"

namespace bookable::reference {

using std::chrono::local_days;
using std::chrono::weekday;
using std::chrono::year_month_day;

bool SamePeriod(local_days a, local_days b, Period period, weekday week_start) {
  const year_month_day date_a{a};
  const year_month_day date_b{b};
  switch (period) {
    case Period::kDay:
      return a == b;
    case Period::kWeek:
      return WeekOf(a, week_start) == WeekOf(b, week_start);
    case Period::kMonth:
      return date_a.year() == date_b.year() && date_a.month() == date_b.month();
    case Period::kYear:
      return date_a.year() == date_b.year();
  }
  return false;
}

Counted CountIn(const std::vector<Booking>& bookings, bool is_seated,
                const Clock& home, weekday week_start, local_days date,
                Period period) {
  Counted counted;
  std::set<std::pair<Instant, Instant>> sessions;
  for (const Booking& booking : bookings) {
    if (!SamePeriod(home.DateAt(booking.start), date, period, week_start)) {
      continue;
    }
    if (is_seated && !sessions.insert({booking.start, booking.end}).second) {
      continue;
    }
    ++counted.bookings;
    counted.booked += booking.end - booking.start;
  }
  return counted;
}

bool LimitsAllow(const BookingLimits& limits,
                 const std::vector<Booking>& bookings, bool is_seated,
                 const Clock& home, weekday week_start, Instant start,
                 std::chrono::minutes length) {
  for (const Period period :
       {Period::kDay, Period::kWeek, Period::kMonth, Period::kYear}) {
    const auto i = static_cast<std::size_t>(period);
    if (!limits.count[i] && !limits.minutes[i]) continue;
    const Counted counted = CountIn(bookings, is_seated, home, week_start,
                                    home.DateAt(start), period);
    if (limits.count[i] && counted.bookings + 1 > *limits.count[i]) {
      return false;
    }
    if (limits.minutes[i] &&
        counted.booked + length > std::chrono::minutes{*limits.minutes[i]}) {
      return false;
    }
  }
  return true;
}

}  // namespace bookable::reference
