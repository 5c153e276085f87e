// tests/engine/team/team_testing.h: groups by rows, and bits of rows.
#ifndef BOOKABLE_TESTS_ENGINE_TEAM_TEAM_TESTING_H_
#define BOOKABLE_TESTS_ENGINE_TEAM_TEAM_TESTING_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/team/group_view.h"
#include "bookable/team/roles.h"

namespace bookable::testing {

struct GroupOfRows {
  std::vector<std::uint32_t> rows;
  int require = 1;
};

// Owns what the views of the groups look at.
class Groups {
 public:
  explicit Groups(const std::vector<GroupOfRows>& groups) {
    for (const GroupOfRows& group : groups) {
      std::vector<HostView> hosts(group.rows.size());
      for (std::size_t i = 0; i < hosts.size(); ++i) {
        hosts[i].row = group.rows[i];
        host_count_ = std::max<std::size_t>(host_count_, group.rows[i] + 1);
      }
      hosts_.push_back(std::move(hosts));
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
      views_.push_back({.hosts = hosts_[g], .require = groups[g].require});
    }
  }

  std::span<const GroupView> views() const { return views_; }
  std::size_t host_count() const { return host_count_; }

  Roles MakeRoles() const {
    Roles roles;
    roles.Reset(views_, 0, host_count_);
    return roles;
  }

 private:
  std::vector<std::vector<HostView>> hosts_;
  std::vector<GroupView> views_;
  std::size_t host_count_ = 0;
};

inline std::vector<std::uint64_t> Bits(const std::vector<std::uint32_t>& rows,
                                       std::size_t words = 1) {
  std::vector<std::uint64_t> bits(words);
  for (const std::uint32_t row : rows) SetBit(bits, row);
  return bits;
}

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_ENGINE_TEAM_TEAM_TESTING_H_
