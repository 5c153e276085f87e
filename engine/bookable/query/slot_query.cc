// bookable/query/slot_query.cc
// Tested by tests/engine/query/slot_query_test.cc.
#include "bookable/query/slot_query.h"

#include <string_view>

#include "absl/container/flat_hash_set.h"

namespace bookable {

std::vector<const Host*> HostsOf(const SlotQuery& query) {
  std::vector<const Host*> hosts;
  absl::flat_hash_set<std::string_view> seen;
  const auto visit = [&](const std::vector<Group>& groups) {
    for (const Group& group : groups) {
      for (const Host& host : group.hosts) {
        if (seen.insert(host.id).second) hosts.push_back(&host);
      }
    }
  };
  visit(query.groups);
  for (const Stage& stage : query.stages) visit(stage.groups);
  return hosts;
}

}  // namespace bookable
