// The set operations are merges of two sorted lists:
//
//   a            [---------)      [----)
//   b       [------)  [--------)
//   a | b   [------------------)  [----)
//   a & b        [-)  [----)
//   a - b          [--)           [----)
//   a ^ b   [---)  [--)    [---)  [----)
//
// Where a result may turn out empty it is written anyway and the count moves on
// only if it is not: a store costs less than a branch that cannot be foreseen.
// The comments at the stores say why they stay within the bounds of `out`.
//
// Tested by tests/engine/interval/algebra_test.cc: every pair of sets of six
// ticks, and at random against boost::icl.
#include "bookable/interval/algebra.h"

#include <algorithm>

#include "bookable/internal/dcheck.h"

namespace bookable {
namespace {

using std::chrono::seconds;

// Adds `next`, which starts at or after out[k].start, to the list that ends
// with out[k]; returns the index of its new end.
std::size_t Extend(std::span<Interval> out, std::size_t k, Interval next) {
  const bool apart = next.start > out[k].end;
  const Interval joined{out[k].start, std::max(out[k].end, next.end)};
  k += apart;
  out[k] = apart ? next : joined;
  return k;
}

}  // namespace

bool IsNormalized(std::span<const Interval> intervals) noexcept {
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    if (intervals[i].is_empty()) return false;
    if (i > 0 && intervals[i].start <= intervals[i - 1].end) return false;
  }
  return true;
}

std::size_t Normalize(std::span<Interval> intervals) noexcept {
  // Drop the empty, and see whether the rest is sorted.
  std::size_t n = 0;
  bool sorted = true;
  for (const Interval interval : intervals) {
    if (interval.is_empty()) continue;
    sorted &= n == 0 || intervals[n - 1].start <= interval.start;
    intervals[n++] = interval;
  }
  if (n == 0) return 0;
  if (!sorted) {
    std::sort(
        intervals.begin(), intervals.begin() + static_cast<std::ptrdiff_t>(n),
        [](const Interval& a, const Interval& b) { return a.start < b.start; });
  }
  std::size_t k = 0;
  for (std::size_t i = 1; i < n; ++i) k = Extend(intervals, k, intervals[i]);
  return k + 1;
}

std::size_t Union(std::span<const Interval> a, std::span<const Interval> b,
                  std::span<Interval> out) noexcept {
  BOOKABLE_DCHECK(IsNormalized(a) && IsNormalized(b));
  BOOKABLE_DCHECK(out.size() >= a.size() + b.size());
  if (a.empty() || b.empty()) {
    const std::span<const Interval> only = a.empty() ? b : a;
    std::copy(only.begin(), only.end(), out.begin());
    return only.size();
  }
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t k = 0;
  out[0] = a[0].start <= b[0].start ? a[i++] : b[j++];
  while (i < a.size() && j < b.size()) {
    const bool from_a = a[i].start <= b[j].start;
    const Interval next = from_a ? a[i] : b[j];
    i += from_a;
    j += !from_a;
    k = Extend(out, k, next);
  }
  for (; i < a.size(); ++i) k = Extend(out, k, a[i]);
  for (; j < b.size(); ++j) k = Extend(out, k, b[j]);
  return k + 1;
}

std::size_t Intersect(std::span<const Interval> a, std::span<const Interval> b,
                      std::span<Interval> out) noexcept {
  BOOKABLE_DCHECK(IsNormalized(a) && IsNormalized(b));
  BOOKABLE_DCHECK(a.empty() || b.empty() ||
                  out.size() >= a.size() + b.size() - 1);
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t k = 0;
  // Each turn leaves at least one interval behind and the last turn has one of
  // each, so there are at most m + n - 1 turns, one store each.
  while (i < a.size() && j < b.size()) {
    const Interval x = a[i];
    const Interval y = b[j];
    const Interval both{std::max(x.start, y.start), std::min(x.end, y.end)};
    out[k] = both;
    k += both.start < both.end;
    i += x.end <= y.end;
    j += y.end <= x.end;
  }
  return k;
}

std::size_t Subtract(std::span<const Interval> a, std::span<const Interval> b,
                     std::span<Interval> out) noexcept {
  BOOKABLE_DCHECK(IsNormalized(a) && IsNormalized(b));
  BOOKABLE_DCHECK(a.empty() || out.size() >= a.size() + b.size());
  std::size_t j = 0;
  std::size_t k = 0;
  // Each piece written ends where a[i] does or where some b[j] starts, so that
  // k <= i + j at each store: below m + n.
  for (std::size_t i = 0; i < a.size(); ++i) {
    Instant start = a[i].start;
    const Instant end = a[i].end;
    while (j < b.size() && b[j].end <= start) ++j;
    while (j < b.size() && b[j].start < end) {
      out[k] = {start, b[j].start};
      k += start < b[j].start;
      start = b[j].end;
      if (end < start) break;  // b[j] may reach into a[i + 1]
      ++j;
    }
    if (start < end) out[k++] = {start, end};
  }
  return k;
}

std::size_t SymmetricDifference(std::span<const Interval> a,
                                std::span<const Interval> b,
                                std::span<Interval> out) noexcept {
  BOOKABLE_DCHECK(IsNormalized(a) && IsNormalized(b));
  BOOKABLE_DCHECK(out.size() >= a.size() + b.size());
  // Membership flips at each edge of either list; edges of both cancel. The
  // edges that are left, two by two, are the result.
  const std::size_t m = 2 * a.size();
  const std::size_t n = 2 * b.size();
  const auto edge = [](std::span<const Interval> list, std::size_t x) {
    return x % 2 == 0 ? list[x / 2].start : list[x / 2].end;
  };
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t k = 0;
  const auto keep = [&out, &k](Instant t) {
    (k % 2 == 0 ? out[k / 2].start : out[k / 2].end) = t;
    ++k;
  };
  while (i < m && j < n) {
    const Instant x = edge(a, i);
    const Instant y = edge(b, j);
    if (x != y) keep(std::min(x, y));
    i += x <= y;
    j += y <= x;
  }
  for (; i < m; ++i) keep(edge(a, i));
  for (; j < n; ++j) keep(edge(b, j));
  return k / 2;
}

std::size_t Complement(std::span<const Interval> a, Interval within,
                       std::span<Interval> out) noexcept {
  BOOKABLE_DCHECK(IsNormalized(a));
  BOOKABLE_DCHECK(out.size() >= a.size() + 1);
  std::size_t k = 0;
  Instant start = within.start;
  for (std::size_t i = FirstEndingAfter(a, within.start);
       i < a.size() && a[i].start < within.end; ++i) {
    out[k] = {start, a[i].start};
    k += start < a[i].start;
    start = a[i].end;
  }
  if (start < within.end) out[k++] = {start, within.end};
  return k;
}

std::size_t Dilate(std::span<const Interval> a, seconds before, seconds after,
                   std::span<Interval> out) noexcept {
  BOOKABLE_DCHECK(IsNormalized(a) && out.size() >= a.size());
  BOOKABLE_DCHECK(before >= seconds{0} && after >= seconds{0});
  if (a.empty()) return 0;
  std::size_t k = 0;
  out[0] = {a[0].start - before, a[0].end + after};
  for (const Interval interval : a.subspan(1)) {
    k = Extend(out, k, {interval.start - before, interval.end + after});
  }
  return k + 1;
}

std::size_t Erode(std::span<const Interval> a, seconds before, seconds after,
                  std::span<Interval> out) noexcept {
  BOOKABLE_DCHECK(IsNormalized(a) && out.size() >= a.size());
  BOOKABLE_DCHECK(before >= seconds{0} && after >= seconds{0});
  std::size_t k = 0;
  for (const Interval interval : a) {
    out[k] = {interval.start + before, interval.end - after};
    k += out[k].start < out[k].end;
  }
  return k;
}

std::size_t FirstEndingAfter(std::span<const Interval> a, Instant t) noexcept {
  const auto first = std::partition_point(
      a.begin(), a.end(), [t](const Interval& i) { return i.end <= t; });
  return static_cast<std::size_t>(first - a.begin());
}

bool Contains(std::span<const Interval> a, Instant t) noexcept {
  const std::size_t i = FirstEndingAfter(a, t);
  return i < a.size() && a[i].start <= t;
}

bool Contains(std::span<const Interval> a, Interval part) noexcept {
  if (part.is_empty()) return true;
  const std::size_t i = FirstEndingAfter(a, part.start);
  return i < a.size() && a[i].Contains(part);
}

bool Overlaps(std::span<const Interval> a, Interval part) noexcept {
  if (part.is_empty()) return false;
  const std::size_t i = FirstEndingAfter(a, part.start);
  return i < a.size() && a[i].start < part.end;
}

}  // namespace bookable
