// bindings/http/api/booking_changes.h: bookings are made, moved, cancelled and
// judged, for the routes of every age.
//
// CONCEPT   A handler reads its body and writes its shape; between the two are
//           these functions, which say who may, call domain/bookings.h, put its
//           refusals into the API's words, and tell webhooks
//           (booking_events.h). Each is a part of a transaction.
//           Whoever knows a uid may read, move and cancel.
// THREADS   As Transaction. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_BOOKING_CHANGES_H_
#define BOOKABLE_HTTP_API_BOOKING_CHANGES_H_

#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/api/authorizer.h"
#include "bindings/http/api/booking_events.h"
#include "bindings/http/api/context.h"
#include "bindings/http/api/request.h"
#include "bindings/http/domain/bookings.h"
#include "bindings/http/domain/refusal.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/store.h"
#include "bookable/time/instant.h"

namespace bookable::http {

// --- what is there -----------------------------------------------------------

absl::StatusOr<store::SessionRecord> FindBooking(store::Transaction& tx,
                                                 std::string_view uid);
// Of the booking, or of the seat, with that uid.
absl::StatusOr<store::SessionRecord> FindBookingOrSeat(store::Transaction& tx,
                                                       std::string_view uid);
// 401 unless the caller may say yes and no to it.
absl::StatusOr<store::SessionRecord> FindManagedBooking(store::Transaction& tx,
                                                        std::string_view uid,
                                                        const Caller& caller);
// By start; empty if the uid is of no series.
std::vector<store::SessionRecord> SeriesOf(store::Transaction& tx,
                                           std::string_view uid);
// True iff somebody's booking of it stands.
bool HasLiveBooking(store::Transaction& tx, std::int64_t session);
// The last that happened to a session that is not seated.
store::BookingRecord LastBooking(store::Transaction& tx,
                                 const store::SessionRecord& session);

// --- made --------------------------------------------------------------------

// 400 for what is not booked this way: a managed event type, an instant one.
absl::Status CheckBookable(const store::EventTypeRecord& event_type,
                           bool is_instant);

struct Booked {
  std::vector<std::int64_t> sessions{};  // by start
  bool is_series = false;
  std::string seat_uid{};  // of a seated one
};

// Books the request: once, or at all of `starts` or none if there are any. A
// request that waits for a yes, sent again, is the one that waits.
absl::StatusOr<Booked> BookTime(store::Transaction& tx,
                                const store::EventTypeRecord& event_type,
                                const domain::BookingRequest& request,
                                const std::vector<Instant>& starts);

// A write transaction that books, in which the header Idempotency-Key gives an
// equal request the answer of the first, and a lost race is said as busy.
absl::StatusOr<boost::json::value> BookOnce(
    const Context& context, const Request& request, const Caller& caller,
    const std::function<
        absl::StatusOr<boost::json::value>(store::Transaction&)>& work);

// --- moved -------------------------------------------------------------------

struct MoveAsked {
  Instant start{};
  std::optional<std::chrono::minutes> length{};  // DEFAULT: as before
  std::optional<std::string> seat_uid{};
  std::optional<std::string> reason{};
  std::optional<std::string> moved_by{};   // an address
  std::optional<std::string> responses{};  // JSON; DEFAULT: as before
  std::optional<std::string> metadata{};   // JSON; DEFAULT: as before
};

// The session that it is then.
absl::StatusOr<store::SessionRecord> MoveBooking(
    store::Transaction& tx, const Caller& caller,
    const store::SessionRecord& session, const MoveAsked& asked);

// --- cancelled ---------------------------------------------------------------

enum class CancelScope : std::uint8_t {
  kThis,       // the booking; of a series' uid all that is to come
  kThisOn,     // of a series, this and what follows
  kRemaining,  // of a series, all that is to come
};

struct CancelAsked {
  std::string uid{};
  std::optional<std::string> seat_uid{};
  std::optional<std::string> reason{};
  std::optional<std::string> cancelled_by{};
  CancelScope scope = CancelScope::kThis;
};

struct Cancelled {
  std::optional<store::SessionRecord> session{};  // unless `uid` is a series'
  std::string series{};  // its uid, if more than one may be cancelled
};

absl::StatusOr<Cancelled> CancelBooking(store::Transaction& tx,
                                        const Caller& caller,
                                        const CancelAsked& asked);

// --- absent ------------------------------------------------------------------

// Says who did not come, once the booking has begun. Unknown addresses are
// passed over.
absl::StatusOr<store::SessionRecord> MarkAbsent(
    store::Transaction& tx, const Caller& caller, std::string_view uid,
    std::optional<bool> host, const std::vector<Absence>& attendees);

// --- words -------------------------------------------------------------------

// 400: the time is not free.
absl::Status BusyError(bool is_team);

// After the last attempt a lost race is still a refusal: said as busy.
template <typename T>
absl::StatusOr<T> LostRaceIsBusy(absl::StatusOr<T> result) {
  if (!result.ok() &&
      domain::RefusalOf(result.status()) == domain::Refusal::kTaken) {
    return BusyError(false);
  }
  return result;
}

// The title of a session after its hosts or its booker changed.
void GiveTitle(store::Transaction& tx, const store::EventTypeRecord& event_type,
               const domain::SessionChange& change);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_BOOKING_CHANGES_H_
