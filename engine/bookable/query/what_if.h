// bookable/query/what_if.h: what each rule costs.
//
// CONCEPT   semantics.md section 10. The answer is compared with the one that
//           a query without one of its rules would have, for each rule in
//           turn: starts gained without it, and starts lost (free time that
//           grows may be cut by another grid, so both occur).
// RULES     Of the event type: offset, notice, buffers, booking window, each
//           limit, first of date. Of each host: each weekly rule, override,
//           holiday, out of office, travel, busy time, booking and hold. What
//           has no "without" (length, step, alignment, seats) is no rule.
// COST      One FindSlots a rule that can matter: entries beyond BusyHorizon
//           and LimitHorizon are passed over. A rule of the event type costs
//           a compilation of the query besides, one of a schedule a compilation
//           of that schedule.
// THREADS   Pure. ERRORS: those of FindSlots.
#ifndef BOOKABLE_QUERY_WHAT_IF_H_
#define BOOKABLE_QUERY_WHAT_IF_H_

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/query/slot_query.h"
#include "bookable/time/instant.h"

namespace bookable {

struct RuleEffect {
  // The path of the rule in the words of a request:
  // "eventType.minimumBookingNotice", "groups[0].hosts[1].busy[3]".
  std::string rule{};
  std::vector<Instant> gained{};
  std::vector<Instant> lost{};

  friend bool operator==(const RuleEffect&, const RuleEffect&) = default;
};

// The rules of `query` that change its answer: those of the event type, then
// those of each host, as the documents list the fields.
//
// With many hosts or entries this takes long: `tried`, if not null, counts the
// rules that have been looked at, and may be read by other threads meanwhile.
// Errors: those of FindSlots.
absl::StatusOr<std::vector<RuleEffect>> WhatIf(
    const SlotQuery& query, std::atomic<std::size_t>* tried = nullptr);

}  // namespace bookable

#endif  // BOOKABLE_QUERY_WHAT_IF_H_
