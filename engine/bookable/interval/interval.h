// bookable/interval/interval.h: a half-open stretch of time.
//
// CONCEPT   [start, end): the start is inside, the end is not. An interval
//           with end == start is empty. end < start never happens inside the
//           engine; where user input can say it, it is an error.
// UNITS     UTC seconds. THREADS: a value.
#ifndef BOOKABLE_INTERVAL_INTERVAL_H_
#define BOOKABLE_INTERVAL_INTERVAL_H_

#include <chrono>
#include <ostream>

#include "bookable/time/instant.h"

namespace bookable {

struct Interval {
  Instant start{};
  Instant end{};

  constexpr bool is_empty() const { return end <= start; }
  constexpr std::chrono::seconds length() const { return end - start; }
  constexpr bool Contains(Instant t) const { return start <= t && t < end; }
  // True iff every instant of `other` lies in this one; an empty one does.
  constexpr bool Contains(const Interval& other) const {
    return other.is_empty() || (start <= other.start && other.end <= end);
  }
  // True iff they share an instant. Touching intervals do not.
  constexpr bool Overlaps(const Interval& other) const {
    return start < other.end && other.start < end && !is_empty() &&
           !other.is_empty();
  }

  friend constexpr bool operator==(const Interval&, const Interval&) = default;
};

// "[2026-11-24T09:00:00Z, 2026-11-24T10:00:00Z)".
std::ostream& operator<<(std::ostream& os, const Interval& interval);

}  // namespace bookable

#endif  // BOOKABLE_INTERVAL_INTERVAL_H_
