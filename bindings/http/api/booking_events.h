// bindings/http/api/booking_events.h: tells webhooks what happened to a
// booking.
//
// CONCEPT   Called in the transaction in which it happened, after everything
//           else in it: what is told is what the tables hold then. Each handler
//           that changes bookings calls one of these; who wants to hear it is
//           found here. One call an occurrence of a series, but a series that
//           is cancelled is told once.
// THREADS   As Transaction. ERRORS: throw StatementError.
#ifndef BOOKABLE_HTTP_API_BOOKING_EVENTS_H_
#define BOOKABLE_HTTP_API_BOOKING_EVENTS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/http/domain/bookings.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

// Those of the contract; of payments, recordings, instant meetings, absences,
// video calls and forms none is sent yet.
inline constexpr std::array<std::string_view, 18> kTriggers = {
    "BOOKING_CREATED",
    "BOOKING_REQUESTED",
    "BOOKING_RESCHEDULED",
    "BOOKING_CANCELLED",
    "BOOKING_REJECTED",
    "BOOKING_PAYMENT_INITIATED",
    "BOOKING_PAID",
    "BOOKING_NO_SHOW_UPDATED",
    "MEETING_STARTED",
    "MEETING_ENDED",
    "RECORDING_READY",
    "RECORDING_TRANSCRIPTION_GENERATED",
    "INSTANT_MEETING",
    "OOO_CREATED",
    "AFTER_HOSTS_CAL_VIDEO_NO_SHOW",
    "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
    "FORM_SUBMITTED",
    "FORM_SUBMITTED_NO_EVENT"};

// BOOKING_CREATED, or BOOKING_REQUESTED of what awaits a yes.
void AnnounceBooked(store::Transaction& tx,
                    const domain::SessionChange& change);
// BOOKING_RESCHEDULED, or BOOKING_REQUESTED of what awaits a yes.
void AnnounceMoved(store::Transaction& tx, const domain::Moved& moved);
// BOOKING_CANCELLED, of all that were cancelled together the first.
void AnnounceCancelled(store::Transaction& tx,
                       const std::vector<domain::SessionChange>& changes);
// BOOKING_CREATED.
void AnnounceConfirmed(store::Transaction& tx,
                       const domain::SessionChange& change);
// BOOKING_REJECTED.
void AnnounceDeclined(store::Transaction& tx,
                      const domain::SessionChange& change);
// BOOKING_RESCHEDULED at the same time, with `reassignedFrom`, the host who had
// it before.
void AnnounceReassigned(store::Transaction& tx,
                        const domain::SessionChange& change, std::int64_t from);

struct Absence {
  std::string email{};
  bool is_absent = true;
};
// BOOKING_NO_SHOW_UPDATED. REQUIRES: `attendees` is not empty.
void AnnounceAbsences(store::Transaction& tx,
                      const store::SessionRecord& session,
                      const std::vector<Absence>& attendees);

// MEETING_STARTED and MEETING_ENDED of what began and ended since this was last
// called, on whatever node, at most a day ago. How many events there were.
std::int64_t AnnounceMeetings(store::Transaction& tx);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_BOOKING_EVENTS_H_
