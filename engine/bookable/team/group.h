// bookable/team/group.h: hosts that are needed together.
//
// CONCEPT   A slot exists where every group meets its requirement at once, by
//           distinct hosts: one person fills one role (semantics.md section 8).
//           Collective: one group, kAll. Round robin: one group, 1. Fixed hosts
//           and round robin: two groups. Rooms and equipment: more groups.
// THREADS   Plain values.
#ifndef BOOKABLE_TEAM_GROUP_H_
#define BOOKABLE_TEAM_GROUP_H_

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "bookable/host/host.h"

namespace bookable {

// Group::require: all hosts of the group.
inline constexpr int kAll = 0;

struct Group {
  std::string id{};
  int require = kAll;  // kAll, or 1...number of hosts
  // Ids are unique in a group. A host listed in several groups is given once,
  // where it comes first; later by its id alone, or with equal data. It can
  // fill one of its groups at a time.
  std::vector<Host> hosts{};

  friend bool operator==(const Group&, const Group&) = default;
};

// A query for one host is a team of one.
inline Group OneHost(Host host) {
  Group group;
  group.hosts.push_back(std::move(host));
  return group;
}

// One part of a sequence: surgery, then the recovery room.
struct Stage {
  std::chrono::minutes length{};  // 1...10080
  std::vector<Group> groups{};
  // Minutes between the end of the stage before and the start of this one;
  // 0 <= min <= max <= 5256000. Not on the first stage.
  std::chrono::minutes min_gap{};
  std::chrono::minutes max_gap{};

  friend bool operator==(const Stage&, const Stage&) = default;
};

}  // namespace bookable

#endif  // BOOKABLE_TEAM_GROUP_H_
