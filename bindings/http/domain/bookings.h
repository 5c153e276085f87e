// bindings/http/domain/bookings.h: book, move, cancel, confirm, decline,
// reassign.
//
// CONCEPT   Each function is the part of a transaction that sells time safely:
//           it locks the hosts concerned (ascending), ends expired holds, reads
//           their time from the tables, asks the engine, and writes. Callers
//           put around it what belongs to the same moment:
//
//     absl::StatusOr<SessionChange> booked = Transact(
//         store, [&](store::Transaction& tx) -> absl::StatusOr<SessionChange> {
//           auto change = Book(tx, offer, request);
//           if (change.ok()) AnnounceBooked(tx, *change);
//           return change;
//         });
//
//           At most one of these functions a transaction, and before it nothing
//           that locks a host: the order of locks depends on it. (BookSeries
//           and CancelSeries take many at once; LockSeries locks for many.)
// TIME      `now` is the database's clock.
// ERRORS    refusal.h; InvalidArgument for requests that make no sense; those
//           of the store.
// THREADS   As Transaction.
#ifndef BOOKABLE_HTTP_DOMAIN_BOOKINGS_H_
#define BOOKABLE_HTTP_DOMAIN_BOOKINGS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/domain/offer.h"
#include "bindings/http/domain/refusal.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/store.h"
#include "bookable/time/instant.h"

namespace bookable::domain {

// What a booking of an event type that asks for confirmation does until then.
enum class Confirmation : std::uint8_t {
  kNone,           // none is needed: accepted at once
  kWaits,          // pending; the time stays free for others
  kWaitsAndHolds,  // pending; the time is taken within the event type
};

struct BookingRequest {
  Instant start{};
  // One of the event type's lengths. DEFAULT: its own.
  std::optional<std::chrono::minutes> length{};
  std::int64_t seats = 1;                           // 1...capacity
  Confirmation confirmation = Confirmation::kNone;  // kNone if seated
  // Uid of a hold that this booking consumes; unknown or expired: ignored.
  std::string hold_uid{};
  // The booker first, then guests; ids and positions are set here.
  std::vector<store::AttendeeRecord> attendees{};
  std::string title{};
  std::string description{};
  std::string location = "null";  // JSON
  std::string responses = "{}";   // JSON
  std::string metadata = "{}";    // JSON
  std::optional<std::string> recurring_uid{};
};

// A session after something happened to it.
struct SessionChange {
  store::SessionRecord session{};
  std::vector<std::int64_t> hosts{};             // the organiser first
  std::vector<store::BookingRecord> bookings{};  // those that changed
};

// Sells one start: joins the session there, or makes one.
absl::StatusOr<SessionChange> Book(store::Transaction& tx, const Offer& offer,
                                   const BookingRequest& request);

// Sells several starts or none, all with the hosts of the first.
// `request.start` is not read. REQUIRES: starts ascend.
absl::StatusOr<std::vector<SessionChange>> BookSeries(
    store::Transaction& tx, const Offer& offer, const BookingRequest& request,
    const std::vector<Instant>& starts);

struct MoveRequest {
  std::string uid{};                      // of the session
  std::optional<std::string> seat_uid{};  // one seat. DEFAULT: all of them
  Instant start{};
  // One of the event type's lengths. DEFAULT: the length stays.
  std::optional<std::chrono::minutes> length{};
  // DEFAULT: none is needed.
  Confirmation confirmation = Confirmation::kNone;
  std::optional<std::string> reason{};
  std::optional<std::string> moved_by{};
  // JSON. DEFAULT: what the old booking said.
  std::optional<std::string> responses{};
  std::optional<std::string> metadata{};
};

struct Moved {
  SessionChange from{};
  SessionChange to{};
};

// Gives the old time back, then books the new one, with what the old booking
// said. Not seated: a new session and booking with new uids; the old booking is
// cancelled and names its successor. Seated: the seats change sessions and keep
// their uids; a session that lost its last seat stays, empty.
absl::StatusOr<Moved> Move(store::Transaction& tx, const Offer& offer,
                           const MoveRequest& request);

struct CancelRequest {
  std::string uid{};                      // of the session
  std::optional<std::string> seat_uid{};  // one seat. DEFAULT: all of them
  std::optional<std::string> reason{};
  std::optional<std::string> cancelled_by{};
};

absl::StatusOr<SessionChange> Cancel(store::Transaction& tx,
                                     const CancelRequest& request);

// Several sessions or none; those that hold no live booking any more are passed
// over. `request.uid` and seat are not read.
absl::StatusOr<std::vector<SessionChange>> CancelSeries(
    store::Transaction& tx, const std::vector<std::string>& uids,
    const CancelRequest& request);

// Makes pending bookings accepted and their claims firm. Refused with kTaken
// when the time was sold meanwhile, with kStatus when nothing is pending.
absl::StatusOr<SessionChange> Confirm(store::Transaction& tx,
                                      std::string_view uid);
absl::StatusOr<SessionChange> Decline(store::Transaction& tx,
                                      std::string_view uid,
                                      const std::optional<std::string>& reason);

// Locks the hosts of all these sessions at once, so that Confirm or Decline of
// each may follow in the same transaction.
absl::Status LockSeries(store::Transaction& tx,
                        const std::vector<std::string>& uids);

enum class Availability : std::uint8_t {
  kChecked,  // the new host must be free
  kForced,   // hours, notice and limits are not asked; sold time still refuses
};

// Gives the part of `from` to another host: `to`, or the one whose turn it is.
// The session keeps its uid.
absl::StatusOr<SessionChange> Reassign(store::Transaction& tx,
                                       const Offer& offer, std::string_view uid,
                                       std::int64_t from,
                                       std::optional<std::int64_t> to,
                                       Availability availability);

// Store::Write, with "Aborted" after the last attempt said as kTaken.
template <typename Work>
auto Transact(store::Store& store, Work&& work) {
  auto result = store.Write(std::forward<Work>(work));
  using Result = decltype(result);
  absl::Status status;
  if constexpr (std::is_same_v<Result, absl::Status>) {
    status = result;
  } else {
    status = result.status();
  }
  if (status.code() == absl::StatusCode::kAborted) {
    return Result(Refuse(Refusal::kTaken, "the time was taken meanwhile"));
  }
  return result;
}

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_BOOKINGS_H_
