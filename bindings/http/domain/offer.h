// bindings/http/domain/offer.h: what can be booked, and with whom.
//
// CONCEPT   The event type and its hosts in the engine's words. Callers make it
//           from schedules and event types (store/schedules.h), or keep it in
//           memory; what fills the hosts' time is read from the tables, in the
//           transaction that books (host_time.h).
// THREADS   Plain values.
#ifndef BOOKABLE_HTTP_DOMAIN_OFFER_H_
#define BOOKABLE_HTTP_DOMAIN_OFFER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/query/slot_query.h"
#include "bookable/team/group.h"
#include "bookable/time/zone.h"

namespace bookable::domain {

struct Offer {
  std::int64_t event_type_id = 0;
  EventType event{};
  // Host::id is the user's id in decimals. Host::busy is what calendars outside
  // say; bookings and holds are ignored here.
  std::vector<Group> groups{};
  // DEFAULT: the zone of the first host's schedule.
  std::optional<Zone> event_zone{};
  FairnessPeriod fairness_period = FairnessPeriod::kMonth;
};

// Host::id of a user, and back. InvalidArgument for what is no user's id.
std::string HostName(std::int64_t user);
absl::StatusOr<std::int64_t> UserOfHost(std::string_view host_id);

// The users that can be hosts, ascending, each once. InvalidArgument if a host
// has another kind of id.
absl::StatusOr<std::vector<std::int64_t>> UsersOf(const Offer& offer);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_OFFER_H_
