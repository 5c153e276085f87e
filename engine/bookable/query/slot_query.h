// bookable/query/slot_query.h: the question.
//
// CONCEPT   Which starts of an event, from when until when, with whom, as seen
//           at which `now`. Every query takes one: FindSlots, CanBook, Explain,
//           WhatIf, BusyHorizon, LimitHorizon.
// UNITS     Bounds are instants; lengths are minutes.
// THREADS   Plain values. ERRORS: checked by FindSlots and the other queries.
#ifndef BOOKABLE_QUERY_SLOT_QUERY_H_
#define BOOKABLE_QUERY_SLOT_QUERY_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bookable/event/event_type.h"
#include "bookable/host/host.h"
#include "bookable/team/group.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable {

// The period in which assignment balances bookings.
enum class FairnessPeriod : std::uint8_t { kWeek, kMonth, kYear, kAllTime };

// Every member has a default; `event.length`, `from`, `until` and either
// `groups` or `stages` must be given. In a sequence the stages give the
// lengths.
struct SlotQuery {
  EventType event{};
  // Exactly one of these.
  std::vector<Group> groups{};
  std::vector<Stage> stages{};
  // Bounds of starts, [from, until). At most ten years.
  Instant from{};
  Instant until{};
  // Never the system clock. Required with a notice, holds, or a window of
  // days. DEFAULT: nothing is past.
  std::optional<Instant> now{};
  // The event's length or one of its options. DEFAULT: the event's length.
  // Not with stages.
  std::optional<std::chrono::minutes> duration{};
  // Zone of the answer: its dates. DEFAULT: the event's zone.
  std::optional<Zone> zone{};
  // Zone of grid, midnight, booking window and today. DEFAULT: the zone of the
  // first host's schedule.
  std::optional<Zone> event_zone{};
  // Holds of this owner do not count. Empty: nobody's hold is excused.
  std::string owner{};
  // Bookings and busy times with this id, of every host, do not count: the one
  // that is being moved. Empty: none.
  std::string ignore_booking{};
  // Say who takes each slot. Not with stages.
  bool assign = false;
  FairnessPeriod fairness_period = FairnessPeriod::kMonth;

  friend bool operator==(const SlotQuery&, const SlotQuery&) = default;
};

// The zones a query means. REQUIRES: it has a host.
inline const Zone& EventZone(const SlotQuery& query) {
  if (query.event_zone) return *query.event_zone;
  const std::vector<Group>& groups =
      query.stages.empty() ? query.groups : query.stages.front().groups;
  return groups.front().hosts.front().schedule.zone;
}
inline const Zone& AnswerZone(const SlotQuery& query) {
  return query.zone ? *query.zone : EventZone(query);
}

// The distinct hosts by first mention, of all groups or stages: row i of an
// answer is HostsOf(query)[i]. O(hosts listed); they live as long as the query.
std::vector<const Host*> HostsOf(const SlotQuery& query);

}  // namespace bookable

#endif  // BOOKABLE_QUERY_SLOT_QUERY_H_
