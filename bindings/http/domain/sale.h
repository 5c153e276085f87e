// bindings/http/domain/sale.h: the steps that every sale of time is made of.
//
// CONCEPT   Bookings and holds are sold alike: lock the hosts and end what has
//           expired (LockTime); ask the engine and choose the hosts (Decide);
//           join a session or make one (TakeSeats); give seats back
//           (GiveSeatsBack). Used by bookings.cc and holds.cc only.
// ERRORS    Refusals (refusal.h) and those of the store.
// THREADS   As Transaction.
#ifndef BOOKABLE_HTTP_DOMAIN_SALE_H_
#define BOOKABLE_HTTP_DOMAIN_SALE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/domain/offer.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/store.h"
#include "bookable/interval/interval.h"
#include "bookable/time/instant.h"

namespace bookable::domain {

// Locks the users' host rows and those of the sessions' hosts, in ascending id;
// then ends the holds of these hosts that have expired, and the one named,
// whose hosts it tells. Errors: kNotFound when one of `users` is no host.
// Throws Aborted when the sessions' hosts changed while they were being locked.
absl::Status LockTime(store::Transaction& tx, std::vector<std::int64_t> users,
                      const std::vector<std::int64_t>& sessions,
                      std::string_view own_hold = "");

// Who serves a start, and what it takes of their time.
struct Decision {
  std::vector<std::int64_t> hosts{};  // the organiser first
  Interval slot{};
  Interval occupied{};  // buffers included
};

// Asks the engine whether the offer's hosts can serve the start, and which do.
// The session of uid `ignored` does not count.
// Its yes holds to the end of the transaction if LockTime of the offer's users
// came before.
absl::StatusOr<Decision> Decide(store::Transaction& tx, const Offer& offer,
                                Instant start,
                                std::optional<std::chrono::minutes> length,
                                std::string_view ignored = "");

// A refusal that is plain before anything is locked, else ok: those who come
// too late for a slot that many want do not stand in line for its hosts. What
// is ok here means nothing yet. (SQLite's one writer has locked everything
// already: always ok there.)
absl::Status RefuseEarly(store::Transaction& tx, const Offer& offer,
                         Instant start,
                         std::optional<std::chrono::minutes> length);

// The offer of exactly these hosts, all of them, and nobody else.
// REQUIRES: they are hosts of the offer.
Offer Pinned(const Offer& offer, const std::vector<std::int64_t>& users);

// InvalidArgument unless the event type's sessions have so many seats.
absl::Status CheckSeats(const Offer& offer, std::int64_t seats);

// What a claim, if any, does before the session is confirmed.
enum class ClaimKind : std::uint8_t { kNone, kWithinEventType, kFirm };

// Takes seats: joins the session of that event type, time and organiser if it
// is seated, else makes `made` (uid, title, ... given) with its hosts and
// claims.
absl::StatusOr<store::SessionRecord> TakeSeats(
    store::Transaction& tx, const Offer& offer, const Decision& decision,
    std::int64_t seats, ClaimKind claim, store::SessionRecord made);

// Claims the time of the session's hosts, firmly if the session is firm.
void ClaimTime(store::Transaction& tx, const store::SessionRecord& session);

// Gives seats back; the last one takes the session's claims along.
void GiveSeatsBack(store::Transaction& tx, std::int64_t session,
                   std::int64_t seats);

// Deletes the hold; an exclusive one gives its seats back, and a session that
// no booking was ever in goes with it.
void EndHold(store::Transaction& tx, const store::HoldRecord& hold);

// Hosts of a session, the organiser first.
std::vector<std::int64_t> HostsOf(store::Transaction& tx, std::int64_t session);

// Raises the hosts' versions, each once.
void TellHosts(store::Transaction& tx, std::vector<std::int64_t> hosts);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_SALE_H_
