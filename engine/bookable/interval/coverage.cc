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
// log2(n) passes over 8-byte numbers. Many sets over a few weeks are cheaper to
// sort by radix, 11 bits a pass: 22 bits are 48 days.
//
// Tested by tests/engine/interval/coverage_test.cc against counting tick by
// tick and boost::icl::interval_map.
#include "bookable/interval/coverage.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>

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

constexpr int kDigitBits = 11;
constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;

// Instants past the least one, as an unsigned number.
std::uint64_t Above(Instant t, Instant least) {
  return static_cast<std::uint64_t>(t.time_since_epoch().count()) -
         static_cast<std::uint64_t>(least.time_since_epoch().count());
}

// Sorts `edges`, which lie within 2^bits seconds from `least`. `spare` is as
// long as `edges`; either may hold the other's memory afterwards.
void SortByRadix(std::vector<Instant>& edges, std::vector<Instant>& spare,
                 Instant least, int bits) {
  for (int shift = 0; shift < bits; shift += kDigitBits) {
    const auto digit = [least, shift](Instant t) {
      return static_cast<std::size_t>(Above(t, least) >> shift) & (kDigits - 1);
    };
    std::array<std::size_t, kDigits> next{};
    for (const Instant t : edges) ++next[digit(t)];
    std::size_t before = 0;
    for (std::size_t& count : next) before += std::exchange(count, before);
    for (const Instant t : edges) spare[next[digit(t)]++] = t;
    edges.swap(spare);
  }
}

}  // namespace

void CoverageCounter::SortRuns(std::vector<Instant>& edges) {
  runs_.assign(first_runs_.begin(), first_runs_.end());
  spare_.resize(edges.size());
  const auto [least, last] = std::ranges::minmax(edges);
  const int bits = static_cast<int>(std::bit_width(Above(last, least)));
  const int digits = (bits + kDigitBits - 1) / kDigitBits;
  const int merges =
      static_cast<int>(std::bit_width(runs_.size() - 2));  // ceil(log2(runs))
  // A merged edge costs about 3 ns a pass, a placed one about 2, and so does a
  // digit of the count.
  if (3 * static_cast<std::size_t>(merges) * edges.size() >
      2 * static_cast<std::size_t>(digits) * (edges.size() + kDigits)) {
    SortByRadix(edges, spare_, least, bits);
    return;
  }
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
