// The shape of 2024-08-13: what a booker does. What is sold is decided by
// domain/bookings.h, in the transaction that also reads the event type and
// writes the answer down (booking_changes.h); booking_decisions.cc has what is
// for hosts, booking_list.cc the lists.
// Tested by tests/bindings/http/api/bookings_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/booking_changes.h"
#include "bindings/http/api/booking_input.h"
#include "bindings/http/api/booking_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeRecord;
using store::SessionRecord;
using store::Transaction;

json::array SeriesJson(Transaction& tx, const Caller& caller,
                       std::string_view uid) {
  json::array all;
  for (const SessionRecord& session : SeriesOf(tx, uid)) {
    all.push_back(BookingJson(tx, caller, session));
  }
  return all;
}

json::object Told(Transaction& tx, const Caller& caller, std::int64_t session,
                  std::string_view seat_uid = "") {
  return BookingJson(tx, caller, *store::Find<SessionRecord>(tx, session),
                     seat_uid);
}

// --- create ------------------------------------------------------------------

absl::StatusOr<EventTypeRecord> BookedEventType(Transaction& tx,
                                                const json::object& body) {
  const EventTypeSelector selector{
      .id = IntegerOf(body, "eventTypeId"),
      .slug = TextMember(body, "eventTypeSlug"),
      .username = TextMember(body, "username"),
      .team_slug = TextMember(body, "teamSlug"),
      .organization_slug = TextMember(body, "organizationSlug")};
  if (!selector.is_complete()) {
    return BadRequest(
        "Either eventTypeId or eventTypeSlug + username or eventTypeSlug + "
        "teamSlug must be provided");
  }
  return FindEventType(tx, selector);
}

absl::StatusOr<json::value> CreateIn(Transaction& tx, const Caller& caller,
                                     const json::object& body) {
  const auto event_type = BookedEventType(tx, body);
  if (!event_type.ok()) return event_type.status();
  const absl::Status bookable =
      CheckBookable(*event_type, FlagOf(body, "instant").value_or(false));
  if (!bookable.ok()) return bookable;
  const auto request = ReadBookingInput(tx, body, *event_type);
  if (!request.ok()) return request.status();
  const json::object settings = ParsedObject(event_type->settings);
  std::vector<Instant> starts;
  if (const json::object* recurrence = EnabledOf(settings, "recurrence")) {
    auto series =
        SeriesStarts(*recurrence, request->start,
                     Zone::Find(request->attendees.front().time_zone).value(),
                     IntegerOf(body, "recurrenceCount"));
    if (!series.ok()) return series.status();
    starts = *std::move(series);
  }
  const auto booked = BookTime(tx, *event_type, *request, starts);
  if (!booked.ok()) return booked.status();
  if (!booked->is_series) {
    return json::value(
        Told(tx, caller, booked->sessions.front(), booked->seat_uid));
  }
  json::array all;
  for (const std::int64_t session : booked->sessions) {
    all.push_back(Told(tx, caller, session));
  }
  return json::value(std::move(all));
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto made = BookOnce(context, request, caller, [&](Transaction& tx) {
    return CreateIn(tx, caller, request.Fields());
  });
  if (!made.ok()) return made.status();
  return Success(*made);
}

// --- get ---------------------------------------------------------------------

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller& caller) {
  const std::string_view uid = request.PathText("bookingUid");
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::value> {
        const auto session = FindBooking(tx, uid);
        if (session.ok()) {
          return json::value(BookingJson(tx, caller, *session));
        }
        json::array series = SeriesJson(tx, caller, uid);
        if (!series.empty()) return json::value(std::move(series));
        return NotFound(absl::StrCat("Booking with uid=", std::string(uid),
                                     " was not found in the database"));
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

// --- reschedule --------------------------------------------------------------

absl::StatusOr<Response> Reschedule(const Context& context,
                                    const Request& request,
                                    const Caller& caller) {
  const json::object& body = request.Fields();
  const auto start = ReadInstant(TextMember(body, "start"), "start");
  const auto moved = LostRaceIsBusy(domain::Transact(
      context.store, [&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto session = FindBooking(tx, request.PathText("bookingUid"));
        if (!session.ok()) return session.status();
        if (!start.ok()) return start.status();
        const MoveAsked asked{.start = *start,
                              .seat_uid = TextOf(body, "seatUid"),
                              .reason = TextOf(body, "reschedulingReason"),
                              .moved_by = TextOf(body, "rescheduledBy")};
        const auto now_at = MoveBooking(tx, caller, *session, asked);
        if (!now_at.ok()) return now_at.status();
        return BookingJson(tx, caller, *now_at, asked.seat_uid.value_or(""));
      }));
  if (!moved.ok()) return moved.status();
  return Success(*moved);
}

// --- cancel ------------------------------------------------------------------

absl::StatusOr<Response> Cancel(const Context& context, const Request& request,
                                const Caller& caller) {
  const json::object& body = request.Fields();
  const CancelAsked asked{
      .uid = std::string(request.PathText("bookingUid")),
      .seat_uid = TextOf(body, "seatUid"),
      .reason = TextOf(body, "cancellationReason"),
      .scope = FlagOf(body, "cancelSubsequentBookings").value_or(false)
                   ? CancelScope::kThisOn
                   : CancelScope::kThis};
  if (asked.seat_uid && asked.reason) {
    return BadRequest("cancellationReason does not go with seatUid");
  }
  const auto told =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::value> {
        const auto cancelled = CancelBooking(tx, caller, asked);
        if (!cancelled.ok()) return cancelled.status();
        if (!cancelled->series.empty()) {
          return json::value(SeriesJson(tx, caller, cancelled->series));
        }
        return json::value(Told(tx, caller, cancelled->session->id));
      });
  if (!told.ok()) return told.status();
  return Success(*told, 200);
}

}  // namespace

void AddBookingRoutes(RouteTable& routes) {
  const std::string path = "/v2/bookings";
  const std::string one = path + "/{bookingUid}";
  const auto add = [&](Route route) {
    route.tag = "Bookings";
    route.since = ApiVersion::k2024_08_13;
    routes.Add(std::move(route));
  };
  add({.method = Method::kPost,
       .path = path,
       .id = "createBooking",
       .summary = "Book a time: once, a series of times, or a seat",
       .description =
           "The event type says which. With the header Idempotency-Key the "
           "same request, sent again within a day, gives the same answer.",
       .access = kOptional,
       .request = std::string(BookingInputSchema()),
       .handler = Create});
  add({.method = Method::kGet,
       .path = one,
       .id = "getBooking",
       .summary = "A booking, or all of a series",
       .access = kOptional,
       .handler = Get});
  add({.method = Method::kPost,
       .path = one + "/reschedule",
       .id = "rescheduleBooking",
       .summary = "Move a booking or a seat to another time",
       .access = kOptional,
       .request = R"({"type": "object", "required": ["start"],
         "additionalProperties": false, "properties": {
           "start": {"type": "string", "description":
             "ISO 8601; UTC unless it has an offset"},
           "reschedulingReason": {"type": "string", "maxLength": 2000},
           "rescheduledBy": {"type": "string", "maxLength": 320},
           "seatUid": {"type": "string", "maxLength": 100}}})",
       .handler = Reschedule});
  add({.method = Method::kPost,
       .path = one + "/cancel",
       .id = "cancelBooking",
       .summary = "Cancel a booking, a seat, or a series",
       .access = kOptional,
       .request = R"({"type": "object", "additionalProperties": false,
         "properties": {
           "cancellationReason": {"type": "string", "maxLength": 2000},
           "cancelSubsequentBookings": {"type": "boolean"},
           "seatUid": {"type": "string", "maxLength": 100}}})",
       .status = 200,
       .handler = Cancel});
}

}  // namespace bookable::http
