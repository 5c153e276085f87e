// tests/reference/open_time.h: is a host open at an instant?
//
// CONCEPT   semantics.md section 2, the membership rule: "An instant is open
//           iff its wall-clock reading, on its local date, lies in that date's
//           hours." Each instant is read by itself; the hours of a date are
//           1440 flags.
// THREADS   One thread a value (it remembers the hours of dates).
#ifndef BOOKABLE_TESTS_REFERENCE_OPEN_TIME_H_
#define BOOKABLE_TESTS_REFERENCE_OPEN_TIME_H_

#include <bitset>
#include <chrono>
#include <map>
#include <set>
#include <vector>

#include "bookable/schedule/schedule.h"
#include "bookable/time/instant.h"
#include "tests/reference/clock.h"

namespace bookable::reference {

using Minutes = std::bitset<24 * 60>;

// The date that begins the week which contains `date`.
std::chrono::local_days WeekOf(std::chrono::local_days date,
                               std::chrono::weekday week_start);

class OpenTime {
 public:
  // `schedule` must outlive this.
  explicit OpenTime(const Schedule& schedule);

  bool IsOpen(Instant t);

  // Minutes of the date, as it is read, that are open.
  const Minutes& HoursOf(std::chrono::local_days date);

  // The clock at home, also while travelling.
  const Clock& home() const { return home_; }

  // Seconds of the UTC minute at which the clocks of the schedule turn to a
  // new minute, or change their offset, in [begin, end).
  std::set<int> SecondsOfChanges(Instant begin, Instant end) const;

 private:
  struct Window {
    int start = 0;
    int end = 0;  // < start: past midnight
  };

  Reading ReadWhereTheHostIs(Instant t) const;
  bool IsOutOfOffice(std::chrono::local_days date) const;
  bool HasOverride(std::chrono::local_days date) const;
  bool IsHoliday(std::chrono::local_days date) const;
  std::vector<Window> WindowsThatBeginOn(std::chrono::local_days date) const;
  Minutes ComputeHours(std::chrono::local_days date) const;

  const Schedule& schedule_;
  Clock home_;
  std::vector<Clock> travel_;  // by entry of schedule_.travel
  std::map<std::chrono::local_days, Minutes> hours_;
};

}  // namespace bookable::reference

#endif  // BOOKABLE_TESTS_REFERENCE_OPEN_TIME_H_
