// bindings/cli/query_parts.cc
// Tested by tests/bindings/cli/query_parts_test.cc.
#include "bindings/cli/query_parts.h"

#include "absl/container/flat_hash_set.h"

namespace bookable::cli {

std::span<const Group> FirstGroups(const SlotQuery& query) {
  return query.stages.empty() ? query.groups : query.stages.front().groups;
}

const Host& FirstHost(const SlotQuery& query) {
  return FirstGroups(query).front().hosts.front();
}

std::vector<const Host*> HostsOf(const SlotQuery& query) {
  std::vector<const Host*> hosts;
  absl::flat_hash_set<std::string> seen;
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

}  // namespace bookable::cli
