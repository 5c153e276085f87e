// bookable/interval/interval_set.h: a set of instants as a value.
//
// CONCEPT   An IntervalSet owns a normalised list of intervals: sorted,
//           disjoint, none empty, none touching. Equal sets have equal lists.
// COST      Binary operations O(m + n) and one allocation; lookups O(log n).
//           Hot paths use the kernels of interval/algebra.h on spans instead.
// THREADS   A value: distinct objects are independent.
// EXAMPLE   docs/examples/interval_algebra.cc
#ifndef BOOKABLE_INTERVAL_INTERVAL_SET_H_
#define BOOKABLE_INTERVAL_INTERVAL_SET_H_

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <ostream>
#include <span>
#include <utility>
#include <vector>

#include "bookable/interval/interval.h"

namespace bookable {

class IntervalSet {
 public:
  using value_type = Interval;
  using const_iterator = std::vector<Interval>::const_iterator;

  IntervalSet() = default;

  // The instants in any of `intervals`: any order, overlapping, empty ones
  // ignored. O(n log n), O(n) when sorted.
  // REQUIRES: no interval ends before it starts.
  IntervalSet(std::initializer_list<Interval> intervals);
  static IntervalSet FromIntervals(std::vector<Interval> intervals);
  // REQUIRES: IsNormalized(intervals).
  static IntervalSet FromNormalizedUnchecked(std::vector<Interval> intervals);

  std::span<const Interval> intervals() const { return intervals_; }
  const_iterator begin() const { return intervals_.begin(); }
  const_iterator end() const { return intervals_.end(); }
  std::size_t size() const { return intervals_.size(); }
  bool is_empty() const { return intervals_.empty(); }
  const Interval& operator[](std::size_t i) const { return intervals_[i]; }

  // Seconds in the set.
  std::chrono::seconds length() const;

  bool Contains(Instant t) const;
  bool Contains(const Interval& part) const;
  bool Overlaps(const Interval& part) const;

  // Set operations, named and as operators.
  friend IntervalSet operator|(const IntervalSet& a, const IntervalSet& b);
  friend IntervalSet operator&(const IntervalSet& a, const IntervalSet& b);
  friend IntervalSet operator-(const IntervalSet& a, const IntervalSet& b);
  friend IntervalSet operator^(const IntervalSet& a, const IntervalSet& b);
  // Instants of `within` that are not in this set.
  IntervalSet Complement(const Interval& within) const;
  // See Dilate and Erode in interval/algebra.h. REQUIRES: before, after >= 0.
  IntervalSet Dilate(std::chrono::seconds before,
                     std::chrono::seconds after) const;
  IntervalSet Erode(std::chrono::seconds before,
                    std::chrono::seconds after) const;

  friend bool operator==(const IntervalSet&, const IntervalSet&) = default;

 private:
  std::vector<Interval> intervals_;
};

// "{[..., ...), [..., ...)}".
std::ostream& operator<<(std::ostream& os, const IntervalSet& set);

}  // namespace bookable

#endif  // BOOKABLE_INTERVAL_INTERVAL_SET_H_
