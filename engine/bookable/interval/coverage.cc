// Sort all starts into S and all ends into E, N of each. At t, #(S <= t) sets
// have been entered and #(E <= t) left; the difference is the coverage. So t is
// covered k times iff, with j ends at or before it, start number j + k - 1 is
// too: the answer is the union over j of [S[j + k - 1], E[j]).
//
//   a   [-----)              S = a b c,  E = a b c,  k = 2
//   b      [-----)           j = 0: [S[1], E[0])   [--)
//   c         [-----)        j = 1: [S[2], E[1])      [--)
//                            union                 [-----)
//
// Both bounds grow with j, so the union is one pass. Each set's starts, and its
// ends, are sorted already: S and E are made by merging runs two by two,
// log2(n) passes over 8-byte numbers.
//
// Tested by tests/engine/interval/coverage_test.cc against counting tick by
// tick and boost::icl::interval_map.
#include "bookable/interval/coverage.h"

#include <algorithm>

#include "bookable/internal/dcheck.h"
#include "bookable/interval/algebra.h"

namespace bookable {
namespace {

// Merges two sorted runs. std::merge branches on each comparison; edges of
// different sets interleave at random, which no predictor foresees.
void MergeRuns(const Instant* a, const Instant* a_end, const Instant* b,
               const Instant* b_end, Instant* out) {
  while (a != a_end && b != b_end) {
    const bool from_b = *b < *a;
    *out++ = from_b ? *b : *a;
    b += from_b;
    a += !from_b;
  }
  out = std::copy(a, a_end, out);
  std::copy(b, b_end, out);
}

}  // namespace

void CoverageCounter::SortRuns(std::vector<Instant>& edges) {
  runs_.assign(first_runs_.begin(), first_runs_.end());
  spare_.resize(edges.size());
  while (runs_.size() > 2) {
    // runs_ holds the bounds of the runs: run r is [runs_[r], runs_[r + 1]).
    const std::size_t count = runs_.size() - 1;
    std::size_t kept = 0;
    for (std::size_t r = 0; r < count; r += 2) {
      const std::size_t begin = runs_[r];
      const std::size_t middle = runs_[r + 1];
      const std::size_t end = runs_[std::min(r + 2, count)];
      MergeRuns(edges.data() + begin, edges.data() + middle,
                edges.data() + middle, edges.data() + end,
                spare_.data() + begin);
      runs_[kept++] = begin;
    }
    runs_[kept++] = edges.size();
    runs_.resize(kept);
    edges.swap(spare_);
  }
}

void CoverageCounter::AtLeast(std::span<const std::span<const Interval>> sets,
                              std::size_t k, std::vector<Interval>& out) {
  BOOKABLE_DCHECK(k >= 1);
  out.clear();
  starts_.clear();
  ends_.clear();
  first_runs_.assign(1, 0);
  for (const std::span<const Interval> set : sets) {
    BOOKABLE_DCHECK(IsNormalized(set));
    if (set.empty()) continue;
    for (const Interval& interval : set) {
      starts_.push_back(interval.start);
      ends_.push_back(interval.end);
    }
    first_runs_.push_back(starts_.size());
  }
  const std::size_t nonempty = first_runs_.size() - 1;
  if (k > nonempty) return;
  SortRuns(starts_);
  SortRuns(ends_);

  Interval piece{starts_[k - 1], ends_[0]};
  for (std::size_t j = 1; j + k <= starts_.size(); ++j) {
    const Interval next{starts_[j + k - 1], ends_[j]};
    if (next.start <= piece.end) {
      // Also where `piece` is empty so far: then next starts after its end or
      // at it, and only the latter comes here.
      piece.end = next.end;
    } else {
      if (!piece.is_empty()) out.push_back(piece);
      piece = next;
    }
  }
  if (!piece.is_empty()) out.push_back(piece);
}

}  // namespace bookable
