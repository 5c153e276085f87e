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
  mask_begin_.clear();
  masks_.clear();
  listed_.assign(words_, 0);
  several_.assign(words_, 0);
  for (const GroupView& group : groups) {
    needed_.push_back(group.needed());
    for (const HostView& host : group.hosts) {
      const std::uint32_t row =
          host.row == HostView::kByPosition ? first_row++ : host.row;
      BOOKABLE_DCHECK(row < host_count);
      rows_.push_back(row);
      SetBit(TestBit(listed_, row) ? several_ : listed_, row);
    }
    row_begin_.push_back(rows_.size());
    if (group.hosts.size() < words_) {
      mask_begin_.push_back(kNoMask);
      continue;
    }
    mask_begin_.push_back(masks_.size());
    masks_.resize(masks_.size() + words_, 0);
    const auto mask = std::span(masks_).last(words_);
    for (const std::uint32_t row : rows(needed_.size() - 1)) SetBit(mask, row);
  }

  shared_.clear();
  shared_index_.assign(host_count, kNobody);
  for (std::uint32_t row = 0; row < host_count; ++row) {
    if (!TestBit(several_, row)) continue;
    shared_index_[row] = static_cast<std::uint32_t>(shared_.size());
    shared_.push_back(row);
  }
  shared_of_group_.clear();
  shared_begin_.assign(1, 0);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const std::uint32_t row : rows(g)) {
      if (shared_index_[row] != kNobody) {
        shared_of_group_.push_back(shared_index_[row]);
      }
    }
    shared_begin_.push_back(shared_of_group_.size());
  }
}

std::size_t Roles::CountAble(std::size_t g,
                             std::span<const std::uint64_t> able) const {
  std::size_t hosts = 0;
  if (mask_begin_[g] == kNoMask) {
    for (const std::uint32_t row : rows(g)) hosts += TestBit(able, row);
    return hosts;
  }
  const auto mask = std::span(masks_).subspan(mask_begin_[g], words_);
  for (std::size_t w = 0; w < words_; ++w) {
    hosts += static_cast<std::size_t>(std::popcount(able[w] & mask[w]));
  }
  return hosts;
}

bool Roles::CanFill(std::span<const std::uint64_t> able) {
  return CanFill(able, needed_);
}

bool Roles::CanFill(std::span<const std::uint64_t> able,
                    std::span<const std::size_t> needed) {
  missing_.clear();
  for (std::size_t g = 0; g < needed.size(); ++g) {
    const std::size_t hosts = CountAble(g, able);
    if (hosts < needed[g]) return false;
    missing_.push_back(hosts);
  }
  if (are_disjoint()) return true;
  is_able_.resize(shared_.size());
  for (std::size_t i = 0; i < shared_.size(); ++i) {
    is_able_[i] = TestBit(able, shared_[i]);
  }
  for (std::size_t g = 0; g < needed.size(); ++g) {
    std::size_t own = missing_[g];
    for (const std::uint32_t host : shared_of(g)) own -= is_able_[host];
    missing_[g] = own < needed[g] ? needed[g] - own : 0;
  }
  return MatchShared();
}

bool Roles::MatchShared() {
  group_of_.assign(shared_.size(), kNobody);
  // Whoever is free first: most groups are filled so, the rest by paths.
  for (std::size_t g = 0; g < missing_.size(); ++g) {
    for (const std::uint32_t host : shared_of(g)) {
      if (missing_[g] == 0) break;
      if (!is_able_[host] || group_of_[host] != kNobody) continue;
      group_of_[host] = static_cast<std::uint32_t>(g);
      --missing_[g];
    }
  }
  for (std::size_t g = 0; g < missing_.size(); ++g) {
    for (; missing_[g] > 0; --missing_[g]) {
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
    for (const std::uint32_t host : shared_of(g)) {
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
