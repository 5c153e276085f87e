// bindings/cli/query_parts.cc
// Tested by tests/bindings/cli/query_parts_test.cc.
#include "bindings/cli/query_parts.h"

namespace bookable::cli {

std::span<const Group> FirstGroups(const SlotQuery& query) {
  return query.stages.empty() ? query.groups : query.stages.front().groups;
}

const Host& FirstHost(const SlotQuery& query) {
  return FirstGroups(query).front().hosts.front();
}

}  // namespace bookable::cli
