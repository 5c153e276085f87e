// tests/reference/cells.h: a stretch of time cut into cells of at most a
// minute.
//
// CONCEPT   The engine works on intervals; the reference asks cell by cell. A
//           minute is cut at every second at which something can change (an
//           edge of busy time, an offset with seconds), so that the first
//           second of a cell speaks for all of it. Most often that is second 0.
//           A set of instants is a flag a cell.
// THREADS   Immutable.
#ifndef BOOKABLE_TESTS_REFERENCE_CELLS_H_
#define BOOKABLE_TESTS_REFERENCE_CELLS_H_

#include <cstddef>
#include <set>
#include <vector>

#include "bookable/time/instant.h"

namespace bookable::reference {

// The second of the (UTC) minute.
int SecondOf(Instant t);

using Cells = std::vector<char>;

class TimeLine {
 public:
  // `seconds`: the seconds of the minute at which something can change. The
  // second after each of them begins a cell too: the last admissible start is
  // inside its set, so such sets end one second after an edge.
  TimeLine(Instant begin, Instant end, const std::set<int>& seconds);

  std::size_t size() const { return starts_.size(); }
  Instant operator[](std::size_t cell) const { return starts_[cell]; }
  // The end of the last cell.
  Instant end() const { return end_; }
  // First instant after the cell.
  Instant EndOf(std::size_t cell) const {
    return cell + 1 < size() ? starts_[cell + 1] : end_;
  }
  // The cell that contains t; the first or number of cells if t lies outside.
  std::size_t CellAt(Instant t) const;

  // Sets the flags of the cells in [from, until).
  void Mark(Instant from, Instant until, Cells& cells) const;

 private:
  std::vector<Instant> starts_;
  Instant end_{};
};

// Seconds first...last, both included.
struct Run {
  Instant first{};
  Instant last{};
};

// The connected runs of `cells`. A new run begins at each instant of `cuts`.
std::vector<Run> RunsOf(const TimeLine& line, const Cells& cells,
                        const std::set<Instant>& cuts);

}  // namespace bookable::reference

#endif  // BOOKABLE_TESTS_REFERENCE_CELLS_H_
