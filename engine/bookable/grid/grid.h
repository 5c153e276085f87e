// bookable/grid/grid.h: starts cut from pieces of admissible starts.
//
// CONCEPT   semantics.md section 5. A piece is a connected run of admissible
//           starts; the grid is laid in each piece by the event's alignment,
//           in the wall clock of the event's zone. Pieces are cut at the
//           midnights that restart the grid, and (kHour, kPacked) after clock
//           changes that are no multiple of the grain.
// UNITS     Pieces are half-open intervals of whole seconds: [f, l + 1 s).
// COST      O(pieces + starts + midnights + transitions met).
// THREADS   A GridLayer is one per thread (it keeps its working memory).
#ifndef BOOKABLE_GRID_GRID_H_
#define BOOKABLE_GRID_GRID_H_

#include <span>
#include <vector>

#include "bookable/event/compiled_event.h"
#include "bookable/interval/interval.h"
#include "bookable/time/instant.h"

namespace bookable {

// How far around a range of starts the pieces must be known for the grid in it
// to be exact: two local dates back, and for kPacked two ahead. Pieces and open
// time may be cut at these bounds.
Interval GridHorizon(const CompiledEvent& event, const Interval& starts);

class GridLayer {
 public:
  // Appends the grid points in `starts` that lie in `pieces`; increasing.
  //
  // REQUIRES: IsNormalized(pieces), IsNormalized(open); both known over
  // GridHorizon(event, starts), `open` longer by the slot; every piece lies in
  // one open interval.
  void Append(const CompiledEvent& event, std::span<const Interval> pieces,
              std::span<const Interval> open, const Interval& starts,
              std::vector<Instant>& out);

  // True iff Append reads `open`: with kWindow, or if a piece crosses a
  // midnight. Else it may be empty.
  static bool NeedsOpen(const CompiledEvent& event,
                        std::span<const Interval> pieces);

 private:
  void FindRestarts(const CompiledEvent& event, std::span<const Interval> open,
                    const Interval& range);

  std::vector<Instant> restarts_;  // midnights where the grid restarts
  std::vector<Instant> cuts_;      // these and the clock changes
};

}  // namespace bookable

#endif  // BOOKABLE_GRID_GRID_H_
