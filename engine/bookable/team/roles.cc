// bookable/team/roles.cc
//
// Hosts with one role serve it; that costs nobody anything. What groups still
// miss must come from hosts with several roles, matched by augmenting paths
// (breadth first: no recursion, whatever the number of groups).
//
//   surgeon {A}, assistant {A, B}: A alone serves surgeon, B is left for the
//   assistant; a greedy choice of A as assistant would fail.
//
// Tested by tests/engine/team/roles_test.cc.
#include "bookable/team/roles.h"

#include <algorithm>
#include <bit>

#include "bookable/internal/dcheck.h"

namespace bookable {

void Roles::Reset(std::span<const GroupView> groups, std::uint32_t first_row,
                  std::size_t host_count) {
  words_ = WordsFor(host_count);
  needed_.clear();
  rows_.clear();
  row_begin_.assign(1, 0);
  masks_.assign(groups.size() * words_, 0);
  shared_.clear();
  for (std::size_t g = 0; g < groups.size(); ++g) {
    needed_.push_back(groups[g].needed());
    const auto mask = std::span(masks_).subspan(g * words_, words_);
    for (const HostView& host : groups[g].hosts) {
      const std::uint32_t row =
          host.row == HostView::kByPosition ? first_row++ : host.row;
      BOOKABLE_DCHECK(row < host_count);
      rows_.push_back(row);
      SetBit(mask, row);
    }
    row_begin_.push_back(rows_.size());
  }

  // Bits seen in a second group belong to hosts with several roles.
  listed_.assign(words_, 0);
  std::vector<std::uint64_t> several(words_);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (std::size_t w = 0; w < words_; ++w) {
      several[w] |= listed_[w] & masks_[g * words_ + w];
      listed_[w] |= masks_[g * words_ + w];
    }
  }
  single_masks_ = masks_;
  shared_of_group_.assign(groups.size(), {});
  std::vector<std::uint32_t> shared_index(host_count, kNobody);
  for (std::uint32_t row = 0; row < host_count; ++row) {
    if (!TestBit(several, row)) continue;
    shared_index[row] = static_cast<std::uint32_t>(shared_.size());
    shared_.push_back(row);
  }
  if (shared_.empty()) return;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (std::size_t w = 0; w < words_; ++w) {
      single_masks_[g * words_ + w] &= ~several[w];
    }
    for (const std::uint32_t row : rows(g)) {
      if (shared_index[row] != kNobody) {
        shared_of_group_[g].push_back(shared_index[row]);
      }
    }
  }
}

bool Roles::CanFill(std::span<const std::uint64_t> able) {
  return CanFill(able, needed_);
}

bool Roles::CanFill(std::span<const std::uint64_t> able,
                    std::span<const std::size_t> needed) {
  const auto count = [&](const std::vector<std::uint64_t>& masks,
                         std::size_t g) {
    std::size_t hosts = 0;
    for (std::size_t w = 0; w < words_; ++w) {
      hosts += static_cast<std::size_t>(
          std::popcount(able[w] & masks[g * words_ + w]));
    }
    return hosts;
  };
  for (std::size_t g = 0; g < needed.size(); ++g) {
    if (count(masks_, g) < needed[g]) return false;
  }
  if (are_disjoint()) return true;
  missing_.assign(needed.size(), 0);
  for (std::size_t g = 0; g < needed.size(); ++g) {
    const std::size_t own = count(single_masks_, g);
    if (own < needed[g]) missing_[g] = needed[g] - own;
  }
  return MatchShared(able);
}

bool Roles::MatchShared(std::span<const std::uint64_t> able) {
  group_of_.assign(shared_.size(), kNobody);
  is_able_.resize(shared_.size());
  for (std::size_t i = 0; i < shared_.size(); ++i) {
    is_able_[i] = TestBit(able, shared_[i]);
  }
  for (std::size_t g = 0; g < missing_.size(); ++g) {
    for (std::size_t n = 0; n < missing_[g]; ++n) {
      if (!Augment(g)) return false;
    }
  }
  return true;
}

// Finds one more host for `group`: a free one, or one whose present group can
// find another in turn.
bool Roles::Augment(std::size_t group) {
  const auto root = static_cast<std::uint32_t>(group);
  reached_by_.assign(missing_.size(), kNobody);
  reached_from_.assign(shared_.size(), kNobody);
  queue_.assign(1, root);
  for (std::size_t head = 0; head < queue_.size(); ++head) {
    const std::uint32_t g = queue_[head];
    for (const std::uint32_t host : shared_of_group_[g]) {
      if (!is_able_[host] || reached_from_[host] != kNobody) continue;
      if (group_of_[host] == g) continue;
      reached_from_[host] = g;
      if (group_of_[host] != kNobody) {
        const std::uint32_t other = group_of_[host];
        if (other != root && reached_by_[other] == kNobody) {
          reached_by_[other] = host;
          queue_.push_back(other);
        }
        continue;
      }
      // Walk back: each group on the path takes the host found for it.
      std::uint32_t found = host;
      for (;;) {
        const std::uint32_t to = reached_from_[found];
        group_of_[found] = to;
        if (to == root) return true;
        found = reached_by_[to];
      }
    }
  }
  return false;
}

}  // namespace bookable
