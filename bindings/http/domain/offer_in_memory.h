// bindings/http/domain/offer_in_memory.h: an event type with its hosts,
// compiled.
//
// CONCEPT   What is read of an event type once and asked many times: its rules
//           for each length, and each host's hours, bookings and holds, with
//           the version of the host at which they were read. It never changes;
//           whether it is still true is host_memory.h's matter.
// COST      FindSlots takes microseconds: nothing is read or compiled for it.
// THREADS   Share it.
#ifndef BOOKABLE_HTTP_DOMAIN_OFFER_IN_MEMORY_H_
#define BOOKABLE_HTTP_DOMAIN_OFFER_IN_MEMORY_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/store/change_feed.h"
#include "bindings/http/store/store.h"
#include "bookable/event/compiled_event.h"
#include "bookable/event/event_type.h"
#include "bookable/host/host_view.h"
#include "bookable/query/slot_list.h"
#include "bookable/team/group_view.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::domain {

struct SlotsWanted {
  Instant from{};
  Instant until{};  // every slot ends by then
  // One of the offer's lengths. DEFAULT: the event type's.
  std::optional<std::chrono::minutes> length{};
  std::optional<Zone> zone{};    // of the dates. DEFAULT: UTC
  std::string hold_owner{};      // whose holds hide nothing
  std::string ignore_booking{};  // the session that is being moved
};

class OfferInMemory {
 public:
  // Who has booked a session of a seated event type.
  struct BookedSession {
    std::string uid{};
    std::int64_t seats = 0;  // accepted
  };

  // The event type as it is now; of event type 0, `users` at once. Of `before`,
  // an earlier reading of the same, the hosts that have not changed are taken
  // over.
  // Errors: NotFound; FailedPrecondition: nobody hosts it; those of the store.
  static absl::StatusOr<std::shared_ptr<const OfferInMemory>> Read(
      store::Transaction& tx, std::int64_t event_type,
      const std::vector<std::int64_t>& users, const OfferInMemory* before);

  OfferInMemory();
  ~OfferInMemory();
  OfferInMemory(const OfferInMemory&) = delete;
  OfferInMemory& operator=(const OfferInMemory&) = delete;

  // The rules; of several people at once, those of AnyMeeting.
  const EventType& event() const { return event_; }
  // True of the event type's length and its options; of people, of any.
  bool HasLength(std::chrono::minutes length) const;
  // Of a seated event type, whether the counts are for everyone to see.
  bool shows_seats() const { return shows_seats_; }
  const std::map<Instant, BookedSession>& booked_sessions() const {
    return booked_sessions_;
  }
  std::size_t host_count() const { return hosts_.size(); }
  // Whose changes concern it: its hosts, and who has lent them a schedule.
  std::set<std::int64_t> HostsConcerned() const;
  // Whether a host has changed since it was read.
  bool IsOlderThan(const store::HostChange& change) const;
  std::size_t bytes() const;

  // True if FindSlots is a matter of microseconds: of some weeks, and of a team
  // that is not big; and has the length.
  bool IsQuick(const SlotsWanted& wanted) const;

  // Sets `out` to the slots. A slot that has begun is none, whatever the
  // notice.
  // Errors: InvalidArgument for a length that is not on offer or bounds that
  // are none, OutOfRange for more than ten years.
  absl::Status FindSlots(const SlotsWanted& wanted, Instant now,
                         SlotColumns& out) const;

 private:
  // A host as one event type sees it.
  struct KeptHost;

  absl::Status ReadInto(store::Transaction& tx, std::int64_t event_type,
                        const std::vector<std::int64_t>& users,
                        const OfferInMemory* before);
  absl::Status ReadHosts(store::Transaction& tx, std::int64_t event_type,
                         const std::vector<HostingGroup>& groups,
                         const OfferInMemory* before);
  void ReadBookedSessions(store::Transaction& tx, std::int64_t event_type);
  void MakeViews();

  EventType event_{};
  bool shows_seats_ = true;
  std::map<Instant, BookedSession> booked_sessions_{};
  std::optional<Zone> zone_{};
  std::vector<std::pair<std::chrono::minutes, CompiledEvent>> lengths_{};
  std::vector<std::shared_ptr<const KeptHost>> hosts_{};
  std::vector<int> required_{};            // by group
  std::vector<std::size_t> group_ends_{};  // in hosts_
  std::vector<HostView> views_{};
  std::vector<GroupView> groups_{};
};

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_OFFER_IN_MEMORY_H_
