// bindings/http/api/booking_input.h: what a booker said, checked against the
// event type.
//
// CONCEPT   The body of POST /v2/bookings, 2024-08-13, becomes the domain's
//           BookingRequest: who comes, where it takes place, the answers to the
//           event type's fields. Addresses of people whom the event type's
//           client manages are stored in their managed form, so that the
//           booking is theirs too.
// THREADS   As Transaction. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_BOOKING_INPUT_H_
#define BOOKABLE_HTTP_API_BOOKING_INPUT_H_

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/http/domain/bookings.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::http {

// JSON Schema of the body.
std::string_view BookingInputSchema();

// All but the title, which the organiser's name is a part of.
absl::StatusOr<domain::BookingRequest> ReadBookingInput(
    store::Transaction& tx, const boost::json::object& body,
    const store::EventTypeRecord& event_type);

// Whether a booking of that start waits for a yes.
domain::Confirmation ConfirmationOf(const store::EventTypeRecord& event_type,
                                    Instant start, Instant now);

// The address as it is stored: that of a managed user, if it is one's.
std::string StoredEmail(store::Transaction& tx, std::string_view email,
                        const std::optional<std::string>& client);

// The starts of a series, on the same wall clock in `zone`. Errors: 400 when
// more are asked for than the event type has.
absl::StatusOr<std::vector<Instant>> SeriesStarts(
    const boost::json::object& recurrence, Instant first, const Zone& zone,
    std::optional<std::int64_t> count);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_BOOKING_INPUT_H_
