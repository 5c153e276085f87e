// bookable/schedule/closed_time.h: closed time and what closed it.
//
// CONCEPT   The complement of open time, date by date, with the part of the
//           schedule that set the hours of the date (semantics.md section 10).
// THREADS   Plain values.
#ifndef BOOKABLE_SCHEDULE_CLOSED_TIME_H_
#define BOOKABLE_SCHEDULE_CLOSED_TIME_H_

#include <chrono>
#include <cstdint>

#include "bookable/interval/interval.h"
#include "bookable/time/zone.h"

namespace bookable {

// What sets the hours of a date, strongest last.
enum class HoursSource : std::uint8_t {
  kWeekly,  // the weekly rules that hold on it, or the want of any
  kHoliday,
  kOverride,
  kOutOfOffice,
};

// A stretch of one date in which no hours lie.
struct ClosedTime {
  Interval interval{};
  std::chrono::local_days date{};  // as read
  Zone zone{};                     // where it was read: home or travel
  HoursSource source = HoursSource::kWeekly;
  // Index into the schedule's list of that kind; the first of several that
  // name the date. Of no meaning for kWeekly.
  std::uint32_t index = 0;

  friend bool operator==(const ClosedTime&, const ClosedTime&) = default;
};

}  // namespace bookable

#endif  // BOOKABLE_SCHEDULE_CLOSED_TIME_H_
