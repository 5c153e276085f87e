// bindings/http/domain/availability.h: from what is stored to what the engine
// answers.
//
// CONCEPT   The one place where schedules, event types, hosts and absences of
//           the tables become the engine's hosts and event types. OfferOf is
//           what bookings and holds are sold by (offer.h); FindSlotsOf asks the
//           engine for a list, with what fills the hosts' time.
//           A person without a schedule has no hours.
// SOURCE    The JSON columns hold the shapes of the API: schedules 2024-06-11,
//           event types 2024-06-14. A setting that is absent has its default.
// ERRORS    InvalidArgument: a stored text that is not of its shape, a length
//           that is not on offer. FailedPrecondition: no hosts.
// THREADS   As Transaction.
#ifndef BOOKABLE_HTTP_DOMAIN_AVAILABILITY_H_
#define BOOKABLE_HTTP_DOMAIN_AVAILABILITY_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/http/domain/offer.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"
#include "bookable/event/event_type.h"
#include "bookable/query/slot_list.h"
#include "bookable/schedule/schedule.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::domain {

// The notice of an event type whose settings do not say one.
inline constexpr std::chrono::minutes kDefaultNotice{120};

// The hours of a schedule, without absences. Where an end is 23:59 the rest of
// the day is meant.
absl::StatusOr<Schedule> ScheduleOf(const store::ScheduleRecord& schedule);

// The rules of an event type. The offset of its starts is taken modulo the
// step in use, which `length` may decide.
// Errors: InvalidArgument also when `length` is not on offer.
absl::StatusOr<EventType> EventTypeOf(
    const store::EventTypeRecord& event_type,
    std::optional<std::chrono::minutes> length = std::nullopt);

// The event type with its hosts: its owner; all hosts of a collective one; the
// fixed ones and one of the others of a round robin.
absl::StatusOr<Offer> OfferOf(
    store::Transaction& tx, const store::EventTypeRecord& event_type,
    std::optional<std::chrono::minutes> length = std::nullopt);

// All of these people at once, in their default hours, on no event type's
// terms but the length.
absl::StatusOr<Offer> OfferOfAll(store::Transaction& tx,
                                 const std::vector<store::UserRecord>& users,
                                 std::chrono::minutes length);

struct SlotsWanted {
  Instant from{};
  Instant until{};  // every slot ends by then
  std::optional<std::chrono::minutes> length{};
  std::optional<Zone> zone{};    // of the dates. DEFAULT: UTC
  std::string hold_owner{};      // whose holds hide nothing
  std::string ignore_booking{};  // the session that is being moved
};

// The slots of an offer, with ordinary holds in the way.
absl::StatusOr<SlotList> FindSlotsOf(store::Transaction& tx, const Offer& offer,
                                     const SlotsWanted& wanted);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_AVAILABILITY_H_
