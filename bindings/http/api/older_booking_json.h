// bindings/http/api/older_booking_json.h: bookings in the shape of 2024-04-15,
// which the components read and write.
//
// CONCEPT   What is read becomes the body of 2024-08-13 and goes its way
//           (booking_input.h); what is written is the session, as
//           booking_json.h writes it in the newer shape.
// THREADS   As Transaction. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_OLDER_BOOKING_JSON_H_
#define BOOKABLE_HTTP_API_OLDER_BOOKING_JSON_H_

#include <boost/json/object.hpp>
#include <string_view>

#include "absl/status/statusor.h"
#include "bindings/http/api/authorizer.h"
#include "bindings/http/domain/bookings.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

// JSON Schema of one body; what it does not name is ignored.
std::string_view OlderBookingSchema();

// What the booker said. The length is that from `start` to `end`.
absl::StatusOr<domain::BookingRequest> ReadOlderBooking(
    store::Transaction& tx, const boost::json::object& body,
    const store::EventTypeRecord& event_type);

// What a booker is answered who has just made, or moved, a booking; of a seated
// one, `seat_uid` is theirs.
boost::json::object MadeBookingJson(store::Transaction& tx,
                                    const store::SessionRecord& session,
                                    std::string_view seat_uid);

// What the form is filled with when a booking is moved; of a seat, its own.
boost::json::object MovableBookingJson(store::Transaction& tx,
                                       const store::SessionRecord& session,
                                       std::string_view seat_uid);

// All that there is to know. Of a seated one, callers who do not manage it see
// the attendees only if the event type shows them.
boost::json::object FullBookingJson(store::Transaction& tx,
                                    const Caller& caller,
                                    const store::SessionRecord& session);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_OLDER_BOOKING_JSON_H_
