// bookable/host/limits.h: at most so many bookings a day, week, month, year.
//
// CONCEPT   A booking counts in the period of local dates (home zone of the
//           host, week start of the schedule) its start lies in. A start is
//           refused if with it a count or a sum of minutes would exceed a
//           limit. Limits refuse starts after the grid is laid (semantics.md
//           section 7). In a seated event type a session counts once.
// COST      O(n log n), n = bookings. THREADS: pure.
#ifndef BOOKABLE_HOST_LIMITS_H_
#define BOOKABLE_HOST_LIMITS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/event/compiled_event.h"
#include "bookable/host/host_view.h"
#include "bookable/interval/interval.h"
#include "bookable/time/civil.h"

namespace bookable {

// What limits and fairness count as one booking.
struct CountedBooking {
  std::chrono::local_days date{};  // of its start, in the host's zone at home
  Interval interval{};
};

// Sets `out` to what counts, by date.
void CountBookings(const HostView& host, bool is_seated,
                   std::vector<CountedBooking>& out);

// How many of `counted` start in `dates`. O(log n).
// REQUIRES: `counted` as CountBookings wrote it.
std::size_t CountIn(std::span<const CountedBooking> counted,
                    const DateRange& dates);

// What the bookings of some dates add up to.
struct BookedSum {
  std::int64_t count = 0;
  std::chrono::seconds length{};
};

// The sum of `counted` in `dates`. O(log n + bookings there).
// REQUIRES: `counted` as CountBookings wrote it.
BookedSum SumIn(std::span<const CountedBooking> counted,
                const DateRange& dates);

// Sets `out` to the starts in `range` that a limit refuses: normalised.
// REQUIRES: `counted` as CountBookings wrote it.
void RefusedStarts(std::span<const CountedBooking> counted,
                   const CompiledSchedule& schedule, const CompiledEvent& event,
                   std::chrono::seconds length, const Interval& range,
                   std::vector<Interval>& out);

}  // namespace bookable

#endif  // BOOKABLE_HOST_LIMITS_H_
