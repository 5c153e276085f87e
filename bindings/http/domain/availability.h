// bindings/http/domain/availability.h: from what is stored to what the engine
// answers.
//
// CONCEPT   The one place where schedules, event types, hosts and absences of
//           the tables become the engine's hosts and event types. OfferOf is
//           what bookings and holds are sold by (offer.h); lists of slots come
//           from the same, compiled and kept (host_memory.h).
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
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"
#include "bookable/event/event_type.h"
#include "bookable/host/host.h"
#include "bookable/schedule/schedule.h"
#include "bookable/team/group.h"

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

// A person as a host.
struct Hosting {
  std::int64_t user_id = 0;
  std::optional<std::int64_t> schedule_id{};  // DEFAULT: the person's default
  int priority = 2;
  int weight = 100;

  friend bool operator==(const Hosting&, const Hosting&) = default;
};
struct HostingGroup {
  int require = kAll;
  std::vector<Hosting> hosts{};
};

// Who hosts an event type: its owner; all hosts of a collective one; the fixed
// ones and one of the others of a round robin.
absl::StatusOr<std::vector<HostingGroup>> HostingsOf(
    store::Transaction& tx, const store::EventTypeRecord& event_type);

// All of these people at once, in their default hours.
absl::StatusOr<std::vector<HostingGroup>> HostingsOfAll(
    const std::vector<std::int64_t>& users);

// The hours of a host, absences cut out; nothing fills them yet.
struct HostHours {
  Host host{};
  // Whose schedule it is, if not the host's own: with it the hours change.
  std::optional<std::int64_t> lent_by{};
};
// Nothing if the person is gone.
absl::StatusOr<std::optional<HostHours>> HoursOf(store::Transaction& tx,
                                                 const Hosting& hosting);

// The event type with its hosts.
absl::StatusOr<Offer> OfferOf(
    store::Transaction& tx, const store::EventTypeRecord& event_type,
    std::optional<std::chrono::minutes> length = std::nullopt);

// On no event type's terms but the length.
EventType AnyMeeting(std::chrono::minutes length);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_AVAILABILITY_H_
