// bindings/http/domain/host_time.h: what fills a host's time, from the tables.
//
// CONCEPT   Claims, bookings and holds become the engine's busy times, bookings
//           and holds, as one event type sees them: sessions of its own can be
//           joined and count to limits, firm claims of others are busy,
//           requests of others are nothing. Ids are the uids of sessions
//           (SlotQuery::ignore_booking).
// THREADS   As Transaction. ERRORS: throws StatementError.
#ifndef BOOKABLE_HTTP_DOMAIN_HOST_TIME_H_
#define BOOKABLE_HTTP_DOMAIN_HOST_TIME_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "bindings/http/store/store.h"
#include "bookable/host/host.h"
#include "bookable/interval/interval.h"
#include "bookable/query/slot_query.h"

namespace bookable::domain {

enum class HoldsRead : std::uint8_t {
  kExclusive,  // those that refuse a booking
  kAll,        // and the ordinary ones, which hide a start in lists
};

struct HostTime {
  std::vector<BusyTime> busy{};
  std::vector<Booking> bookings{};
  std::vector<Hold> holds{};
  // When a booking of the event type was last made for the host.
  std::optional<Instant> last_booked_at{};
};

// What meets `busy` (BusyHorizon) and the bookings that start in `counted`
// (LimitHorizon; may be empty), of each of the users.
std::map<std::int64_t, HostTime> ReadHostTime(
    store::Transaction& tx, const std::vector<std::int64_t>& users,
    std::int64_t event_type, const Interval& busy, const Interval& counted,
    HoldsRead holds);

// Adds the time of its hosts, by their users, to the query: to the first
// mention of each, where a host is given in full.
void FillHosts(SlotQuery& query, std::map<std::int64_t, HostTime> times);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_HOST_TIME_H_
