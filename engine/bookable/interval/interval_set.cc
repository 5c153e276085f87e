// Each operation makes room for the most a kernel can write (interval/algebra.h
// says how much), calls it, and cuts to what it wrote.
//
// Tested by tests/engine/interval/interval_set_test.cc.
#include "bookable/interval/interval_set.h"

#include <algorithm>

#include "bookable/internal/dcheck.h"
#include "bookable/interval/algebra.h"

namespace bookable {
namespace {

// What kernel(out) writes, at most `bound` intervals.
template <class Kernel>
IntervalSet Collect(std::size_t bound, Kernel kernel) {
  std::vector<Interval> out(bound);
  out.resize(kernel(std::span<Interval>(out)));
  return IntervalSet::FromNormalizedUnchecked(std::move(out));
}

}  // namespace

IntervalSet::IntervalSet(std::initializer_list<Interval> intervals)
    : IntervalSet(FromIntervals(intervals)) {}

IntervalSet IntervalSet::FromIntervals(std::vector<Interval> intervals) {
  BOOKABLE_DCHECK(std::ranges::all_of(
      intervals, [](const Interval& i) { return i.start <= i.end; }));
  intervals.resize(Normalize(intervals));
  return FromNormalizedUnchecked(std::move(intervals));
}

IntervalSet IntervalSet::FromNormalizedUnchecked(
    std::vector<Interval> intervals) {
  BOOKABLE_DCHECK(IsNormalized(intervals));
  IntervalSet set;
  set.intervals_ = std::move(intervals);
  return set;
}

std::chrono::seconds IntervalSet::length() const {
  std::chrono::seconds sum{0};
  for (const Interval& interval : intervals_) sum += interval.length();
  return sum;
}

bool IntervalSet::Contains(Instant t) const {
  return bookable::Contains(intervals_, t);
}

bool IntervalSet::Contains(const Interval& part) const {
  return bookable::Contains(intervals_, part);
}

bool IntervalSet::Overlaps(const Interval& part) const {
  return bookable::Overlaps(intervals_, part);
}

IntervalSet operator|(const IntervalSet& a, const IntervalSet& b) {
  return Collect(a.size() + b.size(), [&](std::span<Interval> out) {
    return Union(a.intervals(), b.intervals(), out);
  });
}

IntervalSet operator&(const IntervalSet& a, const IntervalSet& b) {
  if (a.is_empty() || b.is_empty()) return {};
  return Collect(a.size() + b.size() - 1, [&](std::span<Interval> out) {
    return Intersect(a.intervals(), b.intervals(), out);
  });
}

IntervalSet operator-(const IntervalSet& a, const IntervalSet& b) {
  if (a.is_empty()) return {};
  return Collect(a.size() + b.size(), [&](std::span<Interval> out) {
    return Subtract(a.intervals(), b.intervals(), out);
  });
}

IntervalSet operator^(const IntervalSet& a, const IntervalSet& b) {
  return Collect(a.size() + b.size(), [&](std::span<Interval> out) {
    return SymmetricDifference(a.intervals(), b.intervals(), out);
  });
}

IntervalSet IntervalSet::Complement(const Interval& within) const {
  return Collect(size() + 1, [&](std::span<Interval> out) {
    return bookable::Complement(intervals_, within, out);
  });
}

IntervalSet IntervalSet::Dilate(std::chrono::seconds before,
                                std::chrono::seconds after) const {
  return Collect(size(), [&](std::span<Interval> out) {
    return bookable::Dilate(intervals_, before, after, out);
  });
}

IntervalSet IntervalSet::Erode(std::chrono::seconds before,
                               std::chrono::seconds after) const {
  return Collect(size(), [&](std::span<Interval> out) {
    return bookable::Erode(intervals_, before, after, out);
  });
}

std::ostream& operator<<(std::ostream& os, const IntervalSet& set) {
  os << '{';
  const char* separator = "";
  for (const Interval& interval : set) {
    os << separator << interval;
    separator = ", ";
  }
  return os << '}';
}

}  // namespace bookable
