// bookable/team/pieces.cc
// Tested by tests/engine/team/pieces_test.cc.
#include "bookable/team/pieces.h"

#include <algorithm>

#include "bookable/interval/algebra.h"

namespace bookable {

void PieceFinder::EnoughHosts(const Roles& roles, SetsByRow sets,
                              std::vector<Interval>& out) {
  out.clear();
  for (std::size_t g = 0; g < roles.group_count(); ++g) {
    of_group_.clear();
    for (const std::uint32_t row : roles.rows(g))
      of_group_.push_back(sets[row]);
    coverage_.AtLeast(of_group_, roles.needed(g), covered_);
    if (g == 0) {
      out.swap(covered_);
    } else {
      both_.resize(out.size() + covered_.size());
      both_.resize(Intersect(out, covered_, both_));
      out.swap(both_);
    }
    if (out.empty()) return;
  }
}

void PieceFinder::DistinctHosts(Roles& roles, SetsByRow sets,
                                std::vector<Interval>& out) {
  if (roles.are_disjoint()) {
    EnoughHosts(roles, sets, out);
    return;
  }
  edges_.clear();
  for (std::uint32_t row = 0; row < sets.size(); ++row) {
    for (const Interval& interval : sets[row]) {
      edges_.push_back({interval.start, row, true});
      edges_.push_back({interval.end, row, false});
    }
  }
  std::sort(edges_.begin(), edges_.end(),
            [](const Edge& a, const Edge& b) { return a.at < b.at; });
  able_.assign(roles.words(), 0);
  out.clear();
  // Between neighbouring edges the same hosts are able.
  for (std::size_t i = 0; i < edges_.size();) {
    const Instant at = edges_[i].at;
    for (; i < edges_.size() && edges_[i].at == at; ++i) {
      if (edges_[i].is_start) {
        SetBit(able_, edges_[i].row);
      } else {
        ClearBit(able_, edges_[i].row);
      }
    }
    if (i == edges_.size() || !roles.CanFill(able_)) continue;
    if (!out.empty() && out.back().end == at) {
      out.back().end = edges_[i].at;
    } else {
      out.push_back({at, edges_[i].at});
    }
  }
}

}  // namespace bookable
