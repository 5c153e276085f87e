// bookable/interval/algebra.h: set operations on sorted half-open intervals.
//
// CONCEPT   A normalised list (IsNormalized) is a set of instants: sorted,
//           non-empty, disjoint, and no two touch: [9,10) + [10,11) is [9,11).
// UNITS     UTC seconds (std::chrono::sys_seconds). [start, end) always.
// COST      m, n = input counts. O(m + n) time, no allocation, unless said.
// THREADS   Pure functions. ERRORS: none; preconditions are checked in debug
//           builds and undefined in release ones.
// SIZES     The bound on `out` said at each function is tight.
// EXAMPLE   docs/examples/interval_algebra.cc
#ifndef BOOKABLE_INTERVAL_ALGEBRA_H_
#define BOOKABLE_INTERVAL_ALGEBRA_H_

#include <chrono>
#include <cstddef>
#include <span>

#include "bookable/interval/interval.h"

namespace bookable {

// True iff sorted by start, none empty, none touching or overlapping the next.
bool IsNormalized(std::span<const Interval> intervals) noexcept;

// Sorts, drops the empty, merges what overlaps or touches; in place. Returns
// the count kept at the front. O(n) when sorted already, else O(n log n).
std::size_t Normalize(std::span<Interval> intervals) noexcept;

// The functions below share:
// REQUIRES: inputs satisfy IsNormalized(); `out` overlaps no input.
// Each writes a normalised list to the front of `out` and returns its count.
// Empty inputs are fine.

// Instants in a or b. REQUIRES: out.size() >= m + n.
std::size_t Union(std::span<const Interval> a, std::span<const Interval> b,
                  std::span<Interval> out) noexcept;

// Instants in a and b. REQUIRES: out.size() >= m + n - 1 (0 if either is
// empty).
std::size_t Intersect(std::span<const Interval> a, std::span<const Interval> b,
                      std::span<Interval> out) noexcept;

// Instants in a, not in b. REQUIRES: out.size() >= m + n (0 if a is empty).
std::size_t Subtract(std::span<const Interval> a, std::span<const Interval> b,
                     std::span<Interval> out) noexcept;

// Instants in exactly one. REQUIRES: out.size() >= m + n.
std::size_t SymmetricDifference(std::span<const Interval> a,
                                std::span<const Interval> b,
                                std::span<Interval> out) noexcept;

// Instants of `within` not in a. REQUIRES: out.size() >= n + 1.
std::size_t Complement(std::span<const Interval> a, Interval within,
                       std::span<Interval> out) noexcept;

// Each interval grown to [start - before, end + after), merged.
// REQUIRES: out.size() >= n; before, after >= 0; the result fits an Instant.
std::size_t Dilate(std::span<const Interval> a, std::chrono::seconds before,
                   std::chrono::seconds after,
                   std::span<Interval> out) noexcept;

// Each interval shrunk to [start + before, end - after), the empty dropped.
// What is left of free time when busy time grows the other way: the complement
// of Dilate(complement, after, before). REQUIRES: out.size() >= n;
// before, after >= 0; the result fits an Instant.
std::size_t Erode(std::span<const Interval> a, std::chrono::seconds before,
                  std::chrono::seconds after, std::span<Interval> out) noexcept;

// Index of the first interval with end > t; a.size() if none. It contains t
// iff its start <= t. O(log n).
std::size_t FirstEndingAfter(std::span<const Interval> a, Instant t) noexcept;

// True iff one interval of `a` contains t, or all of `part`; an empty `part`
// lies in every set. O(log n).
bool Contains(std::span<const Interval> a, Instant t) noexcept;
bool Contains(std::span<const Interval> a, Interval part) noexcept;

// True iff some interval of `a` shares an instant with `part`. O(log n).
bool Overlaps(std::span<const Interval> a, Interval part) noexcept;

}  // namespace bookable

#endif  // BOOKABLE_INTERVAL_ALGEBRA_H_
