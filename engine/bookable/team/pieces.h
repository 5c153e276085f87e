// bookable/team/pieces.h: where enough hosts of every group are there.
//
// CONCEPT   Per group count coverage and keep what at least `needed` hosts
//           cover; across groups intersect (semantics.md section 8). With
//           admissible starts these are the pieces in which the grid is laid;
//           with open time, the open pieces that anchor and restart it. A host
//           counts in each of its groups: the matching decides at the point.
// THREADS   A PieceFinder is one per thread (it keeps its working memory).
#ifndef BOOKABLE_TEAM_PIECES_H_
#define BOOKABLE_TEAM_PIECES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/interval/coverage.h"
#include "bookable/interval/interval.h"
#include "bookable/team/roles.h"

namespace bookable {

// One set of instants a host row.
using SetsByRow = std::span<const std::span<const Interval>>;

class PieceFinder {
 public:
  // Sets `out` to the instants at which every group has enough hosts whose set
  // contains them: normalised. REQUIRES: sets are normalised.
  void EnoughHosts(const Roles& roles, SetsByRow sets,
                   std::vector<Interval>& out);

  // As EnoughHosts, but one person fills one role: the instants at which
  // distinct hosts fill every group.
  void DistinctHosts(Roles& roles, SetsByRow sets, std::vector<Interval>& out);

 private:
  struct Edge {
    Instant at{};
    std::uint32_t row = 0;
    bool is_start = false;
  };

  CoverageCounter coverage_;
  std::vector<std::span<const Interval>> of_group_;
  std::vector<Interval> covered_;
  std::vector<Interval> both_;
  std::vector<Edge> edges_;
  std::vector<std::uint64_t> able_;
};

}  // namespace bookable

#endif  // BOOKABLE_TEAM_PIECES_H_
