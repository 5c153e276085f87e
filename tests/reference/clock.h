// tests/reference/clock.h: what the wall clocks of a zone show.
//
// CONCEPT   semantics.md section 1: "Local date / wall clock of an instant:
//           through the zone's offset at that instant." Read from Abseil, by
//           the zone's name; the engine's tables are not used.
// THREADS   One thread a value (it remembers the last offset asked for).
#ifndef BOOKABLE_TESTS_REFERENCE_CLOCK_H_
#define BOOKABLE_TESTS_REFERENCE_CLOCK_H_

#include <chrono>
#include <vector>

#include "absl/time/time.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::reference {

// "2026-11-24 09:30:15".
struct Reading {
  std::chrono::local_days date{};
  std::chrono::seconds time{};  // since the date began, as the clock shows it

  int minute() const { return static_cast<int>(time.count() / 60); }
  bool shows_second_zero() const { return time.count() % 60 == 0; }
};

class Clock {
 public:
  // Throws std::runtime_error if Abseil has no such zone.
  explicit Clock(const Zone& zone);

  Reading Read(Instant t) const;
  std::chrono::local_days DateAt(Instant t) const { return Read(t).date; }
  std::chrono::seconds OffsetAt(Instant t) const;

  // The instants in [begin, end) at which the offset changes.
  std::vector<Instant> Transitions(Instant begin, Instant end) const;

 private:
  std::chrono::seconds Ask(Instant t) const;

  absl::TimeZone zone_;
  // An hour in which the offset does not change, once one was met.
  mutable Instant hour_ = Instant::min();
  mutable std::chrono::seconds offset_{};
};

}  // namespace bookable::reference

#endif  // BOOKABLE_TESTS_REFERENCE_CLOCK_H_
