// bindings/cli/query_parts.h: who a query is about.
//
// THREADS   Pure. REQUIRES: the query is valid.
#ifndef BOOKABLE_CLI_QUERY_PARTS_H_
#define BOOKABLE_CLI_QUERY_PARTS_H_

#include <span>

#include "bookable/host/host.h"
#include "bookable/query/slot_query.h"
#include "bookable/team/group.h"

namespace bookable::cli {

// The groups that give candidates: those of the first stage, in a sequence.
std::span<const Group> FirstGroups(const SlotQuery& query);

const Host& FirstHost(const SlotQuery& query);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_QUERY_PARTS_H_
