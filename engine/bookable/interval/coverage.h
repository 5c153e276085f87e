// bookable/interval/coverage.h: how many sets cover an instant.
//
// CONCEPT   Given n sets, coverage at t is the number of sets that contain t.
//           k = 1 is the union, k = n the intersection.
// COST      N = intervals in all, n = sets: O(N log n).
// THREADS   A CoverageCounter is one per thread (it keeps its working memory).
// EXAMPLE   the head of coverage.cc
#ifndef BOOKABLE_INTERVAL_COVERAGE_H_
#define BOOKABLE_INTERVAL_COVERAGE_H_

#include <cstddef>
#include <span>
#include <vector>

#include "bookable/interval/interval.h"

namespace bookable {

// Finds the instants that at least k of n sets cover. Reuse one: after warm-up
// it does not allocate.
class CoverageCounter {
 public:
  // Sets `out` to the instants covered by at least `k` of `sets`, normalised:
  // pieces that touch are one, whichever sets cover them.
  //
  // REQUIRES: each set satisfies IsNormalized(); k >= 1; `out` is none of them.
  void AtLeast(std::span<const std::span<const Interval>> sets, std::size_t k,
               std::vector<Interval>& out);

 private:
  // Sorts `edges`, made of the sorted runs that first_runs_ bounds.
  void SortRuns(std::vector<Instant>& edges);

  std::vector<Instant> starts_;
  std::vector<Instant> ends_;
  std::vector<Instant> spare_;
  std::vector<std::size_t> first_runs_;
  std::vector<std::size_t> runs_;
};

}  // namespace bookable

#endif  // BOOKABLE_INTERVAL_COVERAGE_H_
