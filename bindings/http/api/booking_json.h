// bindings/http/api/booking_json.h: bookings as the API writes them.
//
// CONCEPT   A session is the API's booking. Of one that is seated, each
//           attendee carries seat, answers and metadata; of others they are the
//           booking's. The organiser is the one host; others who host it with
//           them are attendees after the booker and the guests.
// THREADS   As Transaction.
#ifndef BOOKABLE_HTTP_API_BOOKING_JSON_H_
#define BOOKABLE_HTTP_API_BOOKING_JSON_H_

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/http/api/authorizer.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

// The shape of 2024-08-13. `seat_uid`: whose seat the answer is about.
boost::json::object BookingJson(store::Transaction& tx, const Caller& caller,
                                const store::SessionRecord& session,
                                std::string_view seat_uid = "");

// The event type of a session, unless it is gone.
std::optional<store::EventTypeRecord> EventTypeOfSession(
    store::Transaction& tx, const store::SessionRecord& session);

// The uid that calendars know it by: the calendar's own, or one made of the
// first uid, however often it moved.
std::string CalendarUid(store::Transaction& tx,
                        const store::SessionRecord& session);

// True iff seats of it are sold one by one.
bool IsSeated(store::Transaction& tx, const store::SessionRecord& session);

// Who may see whom: hosts all; others too, unless the event type hides them.
bool ShowsEverybody(store::Transaction& tx, const Caller& caller,
                    const std::optional<store::EventTypeRecord>& event_type,
                    const std::vector<std::int64_t>& hosts);

// "Italian lesson between Alice and Marco", or the event type's own form.
std::string BookingTitle(const store::EventTypeRecord& event_type,
                         std::string_view organizer, std::string_view booker,
                         std::string_view location, std::int64_t minutes);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_BOOKING_JSON_H_
