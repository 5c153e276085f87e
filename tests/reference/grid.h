// tests/reference/grid.h: the grid points of a team (one host is a team).
//
// CONCEPT   semantics.md section 5: "The grid is laid in each connected piece
//           P = [f, l] of the admissible starts (l included), wall clock of the
//           event's zone."
// THREADS   Pure.
#ifndef BOOKABLE_TESTS_REFERENCE_GRID_H_
#define BOOKABLE_TESTS_REFERENCE_GRID_H_

#include <chrono>
#include <set>

#include "bookable/event/event_type.h"
#include "bookable/time/instant.h"
#include "tests/reference/cells.h"
#include "tests/reference/clock.h"

namespace bookable::reference {

struct GridRules {
  Alignment alignment = Alignment::kHour;
  std::chrono::minutes step{};
  std::chrono::minutes offset_start{};
};

// `admissible`: cells in which enough hosts of every group can start; `open`:
// in which enough of them are open. Points near the ends of the line are not to
// be trusted: two dates after its begin, three before its end.
std::set<Instant> GridPoints(const GridRules& rules, const Clock& event_clock,
                             const TimeLine& line, const Cells& admissible,
                             const Cells& open);

}  // namespace bookable::reference

#endif  // BOOKABLE_TESTS_REFERENCE_GRID_H_
