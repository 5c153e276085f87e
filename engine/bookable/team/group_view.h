// bookable/team/group_view.h: groups and stages for hot paths.
//
// CONCEPT   A Group, or a Stage of a sequence, whose hosts are HostViews
//           (host/host_view.h) in memory of the caller.
// THREADS   Views: as safe as what they look at.
#ifndef BOOKABLE_TEAM_GROUP_VIEW_H_
#define BOOKABLE_TEAM_GROUP_VIEW_H_

#include <chrono>
#include <cstddef>
#include <span>

#include "bookable/host/host_view.h"
#include "bookable/team/group.h"

namespace bookable {

struct GroupView {
  std::span<const HostView> hosts{};
  int require = kAll;  // kAll, or 1...hosts.size()

  std::size_t needed() const {
    return require == kAll ? hosts.size() : static_cast<std::size_t>(require);
  }
};

struct StageView {
  std::chrono::seconds length{};
  std::span<const GroupView> groups{};
  // After the end of the stage before; of no meaning in the first.
  std::chrono::seconds min_gap{};
  std::chrono::seconds max_gap{};
};

}  // namespace bookable

#endif  // BOOKABLE_TEAM_GROUP_VIEW_H_
