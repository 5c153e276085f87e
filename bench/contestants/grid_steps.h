// bench/contestants/grid_steps.h: the last move, shared by the contestants that
// are about sets: starts at marks of the wall clock in a piece.
#ifndef BOOKABLE_BENCH_CONTESTANTS_GRID_STEPS_H_
#define BOOKABLE_BENCH_CONTESTANTS_GRID_STEPS_H_

#include <chrono>
#include <vector>

#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::bench {

// Appends the starts [first, last] at multiples of `step` of the zone's clock.
// REQUIRES: `step` divides the hour; no clock change between them.
inline void AppendStarts(const Zone& zone, Instant first, Instant last,
                         std::chrono::seconds step, std::vector<Instant>& out) {
  if (first > last) return;
  const std::chrono::seconds past =
      (first.time_since_epoch() + zone.OffsetAt(first)) % step;
  if (past != std::chrono::seconds{0}) first += step - past;
  for (; first <= last; first += step) out.push_back(first);
}

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_GRID_STEPS_H_
