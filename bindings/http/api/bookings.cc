// The shape of 2024-08-13. What is sold is decided by domain/bookings.h, in the
// transaction that also reads the event type and writes the answer down: a
// handler reads the body, says who may, and puts the refusals into the API's
// words. Whoever knows a uid may read, move and cancel.
// Tested by tests/bindings/http/api/bookings_test.cc.
#include "bindings/http/domain/bookings.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/booking_events.h"
#include "bindings/http/api/booking_input.h"
#include "bindings/http/api/booking_json.h"
#include "bindings/http/api/booking_list.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/percent_encoding.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/domain/refusal.h"
#include "bindings/http/domain/sale.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/service.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using domain::Refusal;
using std::chrono::seconds;
using store::BookingRecord;
using store::EventTypeRecord;
using store::SessionRecord;
using store::Transaction;
using store::UserRecord;

constexpr std::size_t kLongestIdempotencyKey = 255;
constexpr std::chrono::hours kIdempotencyLasts{24};

Instant NowOf(Transaction& tx) { return std::chrono::floor<seconds>(tx.Now()); }

absl::Status BusyError(bool is_team) {
  return BadRequest(
      is_team ? "One of the hosts either already has booking at this time or "
                "is not available"
              : "User either already has booking at this time or is not "
                "available",
      "no_available_users_found_error");
}

// A refusal of the domain in the words of this API.
absl::Status WhyNot(const absl::Status& status, bool is_team, Instant start,
                    Instant now) {
  const auto refusal = domain::RefusalOf(status);
  if (!refusal) return status;
  switch (*refusal) {
    case Refusal::kTaken:
    case Refusal::kClosed:
      return BusyError(is_team);
    case Refusal::kHeld:
      return Conflict("The time is reserved by another.", "held");
    case Refusal::kNotice:
      if (start < now) {
        return BadRequest("Attempting to book a meeting in the past.",
                          "booking_in_past_error");
      }
      return BadRequest(
          "The event type can't be booked at the \"start\" time provided. It "
          "is too soon (violating the minimum booking notice). Please use GET "
          "/v2/slots to get the available times.",
          "booking_time_out_of_bounds_error");
    case Refusal::kWindow:
      return BadRequest(
          "The event type can't be booked at the \"start\" time provided. It "
          "is too far in the future or past (outside of the booking window). "
          "Please use GET /v2/slots to get the available times.",
          "booking_time_out_of_bounds_error");
    case Refusal::kCountLimit:
      return BadRequest("booking_limit_reached", "booking_limit_reached");
    case Refusal::kMinutesLimit:
      return BadRequest("duration_limit_reached", "duration_limit_reached");
    case Refusal::kFull:
      return Conflict("No more seats left at this seated booking.",
                      "booking_seats_full_error");
    case Refusal::kDuplicate:
      return Conflict("already_signed_up_for_this_booking_error",
                      "already_signed_up_for_this_booking_error");
    case Refusal::kStatus:
    case Refusal::kNotFound:
      break;
  }
  return status;
}

// After the last attempt a lost race is still a refusal: said as busy.
template <typename T>
absl::StatusOr<T> LostRaceIsBusy(absl::StatusOr<T> result) {
  if (!result.ok() && domain::RefusalOf(result.status()) == Refusal::kTaken) {
    return BusyError(false);
  }
  return result;
}

absl::Status NoSuchBooking(std::string_view uid) {
  return NotFound(
      absl::StrCat("Booking with uid=", std::string(uid), " not found"));
}

absl::StatusOr<SessionRecord> FindSession(Transaction& tx,
                                          std::string_view uid) {
  auto session =
      store::SelectOne<SessionRecord>(tx,
                                      "WHERE uid = ?1 AND EXISTS (SELECT 1 "
                                      "FROM booking b WHERE b.session_id = "
                                      "session.id)",
                                      {uid});
  if (!session) return NoSuchBooking(uid);
  return *std::move(session);
}

std::vector<SessionRecord> SeriesOf(Transaction& tx, std::string_view uid) {
  return store::Select<SessionRecord>(
      tx, "WHERE recurring_uid = ?1 ORDER BY starts_s, id", {uid});
}

json::array SeriesJson(Transaction& tx, const Caller& caller,
                       std::string_view uid) {
  json::array all;
  for (const SessionRecord& session : SeriesOf(tx, uid)) {
    all.push_back(BookingJson(tx, caller, session));
  }
  return all;
}

// The last that happened to a session that is not seated.
BookingRecord LastBooking(Transaction& tx, const SessionRecord& session) {
  return *store::SelectOne<BookingRecord>(
      tx, "WHERE session_id = ?1 ORDER BY id DESC LIMIT 1", {session.id});
}

bool HasLive(Transaction& tx, std::int64_t session) {
  return !tx.Run(
                "SELECT 1 FROM booking WHERE session_id = ?1 AND status IN "
                "('accepted', 'pending') LIMIT 1",
                {session})
              .is_empty();
}

void GiveTitle(Transaction& tx, const EventTypeRecord& event_type,
               const domain::SessionChange& change) {
  const auto organizer = store::Find<UserRecord>(tx, change.hosts.front());
  const auto booker = store::SelectOne<store::AttendeeRecord>(
      tx, "WHERE booking_id = ?1 ORDER BY position LIMIT 1",
      {change.bookings.front().id});
  const json::value place = StoredValue(change.session.location);
  const std::string title = BookingTitle(
      event_type, organizer ? organizer->name.value_or("") : "",
      booker ? booker->name : "",
      place.is_string() ? ViewOf(place.get_string()) : std::string_view(),
      std::chrono::duration_cast<std::chrono::minutes>(change.session.ends_at -
                                                       change.session.starts_at)
          .count());
  tx.Run("UPDATE session SET title = ?2 WHERE id = ?1",
         {change.session.id, title});
}

json::object Told(Transaction& tx, const Caller& caller, std::int64_t session,
                  std::string_view seat_uid = "") {
  return BookingJson(tx, caller, *store::Find<SessionRecord>(tx, session),
                     seat_uid);
}

// --- create
// -------------------------------------------------------------------

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

// A request that waits for a yes, sent again.
std::optional<SessionRecord> SamePending(
    Transaction& tx, const EventTypeRecord& event_type,
    const domain::BookingRequest& request) {
  return store::SelectOne<SessionRecord>(
      tx,
      "WHERE event_type_id = ?1 AND starts_s = ?2 AND EXISTS (SELECT 1 FROM "
      "booking b JOIN attendee a ON a.booking_id = b.id WHERE b.session_id = "
      "session.id AND b.status = 'pending' AND a.position = 0 AND a.email = "
      "?3) ORDER BY id LIMIT 1",
      {event_type.id, request.start, request.attendees.front().email});
}

absl::StatusOr<json::value> BookAll(Transaction& tx, const Caller& caller,
                                    const json::object& body,
                                    const EventTypeRecord& event_type,
                                    const domain::BookingRequest& request,
                                    const domain::Offer& offer) {
  const json::object settings = ParsedObject(event_type.settings);
  const json::object* recurrence = EnabledOf(settings, "recurrence");
  if (recurrence == nullptr) {
    const auto booked = domain::Book(tx, offer, request);
    if (!booked.ok()) return booked.status();
    GiveTitle(tx, event_type, *booked);
    AnnounceBooked(tx, *booked);
    return json::value(
        Told(tx, caller, booked->session.id,
             event_type.seats ? booked->bookings.front().uid : std::string()));
  }
  const auto starts =
      SeriesStarts(*recurrence, request.start,
                   Zone::Find(request.attendees.front().time_zone).value(),
                   IntegerOf(body, "recurrenceCount"));
  if (!starts.ok()) return starts.status();
  const auto booked = domain::BookSeries(tx, offer, request, *starts);
  if (!booked.ok()) return booked.status();
  json::array all;
  for (const domain::SessionChange& change : *booked) {
    GiveTitle(tx, event_type, change);
    AnnounceBooked(tx, change);
    all.push_back(Told(tx, caller, change.session.id));
  }
  return json::value(std::move(all));
}

absl::StatusOr<json::value> CreateIn(Transaction& tx, const Caller& caller,
                                     const json::object& body) {
  const auto event_type = BookedEventType(tx, body);
  if (!event_type.ok()) return event_type.status();
  const bool is_team = event_type->team_id.has_value();
  if (event_type->scheduling_type == "managed") {
    return BadRequest("a managed event type is booked by way of its copies");
  }
  if (FlagOf(body, "instant").value_or(false)) {
    return BadRequest(
        is_team ? "Instant bookings are not offered by this service."
                : "Instant bookings are only supported for team event types, "
                  "not individual user event types.");
  }
  const auto request = ReadBookingInput(tx, body, *event_type);
  if (!request.ok()) return request.status();
  const Instant now = NowOf(tx);
  if (request->confirmation != domain::Confirmation::kNone) {
    const auto same = SamePending(tx, *event_type, *request);
    if (same) return json::value(BookingJson(tx, caller, *same));
  }
  const auto offer = domain::OfferOf(tx, *event_type, request->length);
  if (!offer.ok()) {
    return absl::IsFailedPrecondition(offer.status()) ? BusyError(is_team)
                                                      : offer.status();
  }
  auto booked = BookAll(tx, caller, body, *event_type, *request, *offer);
  if (!booked.ok()) {
    return WhyNot(booked.status(), is_team, request->start, now);
  }
  return booked;
}

// What was answered to the same key before: nothing, or the answer. A key that
// is new is written down; the answer is added when it is known.
absl::StatusOr<std::optional<json::value>> AnsweredBefore(
    Transaction& tx, const store::IdempotencyRecord& wanted) {
  const auto known = store::Find<store::IdempotencyRecord>(tx, wanted.id);
  if (known && known->expires_at > tx.Now()) {
    if (known->body_hash != wanted.body_hash) {
      return Conflict("the Idempotency-Key was used with another body before",
                      "idempotency_key_reused");
    }
    return std::optional<json::value>(
        StoredValue(known->answer.value_or("null")));
  }
  if (known) store::Delete<store::IdempotencyRecord>(tx, wanted.id);
  store::IdempotencyRecord record = wanted;
  record.created_at = tx.Now();
  record.expires_at = tx.Now() + kIdempotencyLasts;
  store::Insert(tx, record);
  return std::optional<json::value>();
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  std::optional<store::IdempotencyRecord> key;
  if (const std::string* given = request.headers.Find("idempotency-key")) {
    if (given->empty() || given->size() > kLongestIdempotencyKey) {
      return BadRequest("Idempotency-Key must have 1 to 255 characters");
    }
    const std::string who =
        caller.bucket.empty() ? request.client_address : caller.bucket;
    key = store::IdempotencyRecord{
        .id = domain::HashOfSecret(absl::StrCat(who, "\n", *given)),
        .body_hash = domain::HashOfSecret(
            absl::StrCat(request.path, "\n", request.body_text))};
  }
  const auto work = [&](Transaction& tx) -> absl::StatusOr<json::value> {
    if (key) {
      const auto before = AnsweredBefore(tx, *key);
      if (!before.ok()) return before.status();
      if (*before) return **before;
    }
    auto made = CreateIn(tx, caller, request.Fields());
    if (made.ok() && key) {
      tx.Run(
          "UPDATE idempotency_key SET http_status = 201, answer = ?2 WHERE id "
          "= ?1",
          {key->id, json::serialize(*made)});
    }
    return made;
  };
  auto made = LostRaceIsBusy(domain::Transact(context.store, work));
  // Two at once with one key: the second, told so by the key's row, reads what
  // the first has answered.
  if (key && !made.ok() && absl::IsAlreadyExists(made.status()) &&
      IsHidden(made.status())) {
    made = LostRaceIsBusy(domain::Transact(context.store, work));
  }
  if (!made.ok()) return made.status();
  return Success(*made);
}

// --- get
// ----------------------------------------------------------------------

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller& caller) {
  const std::string_view uid = request.PathText("bookingUid");
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::value> {
        const auto session = FindSession(tx, uid);
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

// --- reschedule
// ---------------------------------------------------------------

absl::Status CheckSeat(Transaction& tx, const SessionRecord& session,
                       const std::string& seat_uid) {
  const auto seat =
      store::SelectOne<BookingRecord>(tx, "WHERE uid = ?1", {seat_uid});
  if (!seat) {
    return NotFound(
        absl::StrCat("Seat with uid=", seat_uid, " does not exist."));
  }
  if (seat->session_id != session.id) {
    return NotFound(
        absl::StrCat("The seat with uid=", seat_uid,
                     " is not of the booking with uid=", session.uid));
  }
  return absl::OkStatus();
}

absl::Status CheckMovable(Transaction& tx, const SessionRecord& session) {
  if (HasLive(tx, session.id)) return absl::OkStatus();
  const BookingRecord last = LastBooking(tx, session);
  if (last.status == "rejected") {
    return NotFound("Could not find original booking",
                    "booking_not_found_error");
  }
  return BadRequest(
      last.rescheduled_to_uid
          ? absl::StrCat("the booking was rescheduled already, to uid=",
                         *last.rescheduled_to_uid)
          : "a cancelled booking cannot be rescheduled",
      "cancelled_bookings_cannot_be_rescheduled");
}

absl::StatusOr<json::object> RescheduleIn(Transaction& tx,
                                          const Request& request,
                                          const Caller& caller) {
  const json::object& body = request.Fields();
  const auto session = FindSession(tx, request.PathText("bookingUid"));
  if (!session.ok()) return session.status();
  const auto start = ReadInstant(TextMember(body, "start"), "start");
  if (!start.ok()) return start.status();
  const auto moved_by = TextOf(body, "rescheduledBy");
  if (moved_by && !domain::NormalEmail(*moved_by)) {
    return BadRequest("Invalid rescheduledBy email format");
  }
  const auto event_type = EventTypeOfSession(tx, *session);
  if (!event_type) return BadRequest("the event type was deleted");
  const auto seat_uid = TextOf(body, "seatUid");
  absl::Status status;
  if (seat_uid) status = CheckSeat(tx, *session, *seat_uid);
  status.Update(CheckMovable(tx, *session));
  if (!status.ok()) return status;
  const bool is_manager =
      MayManage(tx, caller, event_type, domain::HostsOf(tx, session->id));
  if (event_type->seats && !seat_uid && !is_manager) {
    return Unauthorized(
        "only a host can reschedule all seats; say which with seatUid");
  }
  auto offer = domain::OfferOf(tx, *event_type);
  if (!offer.ok()) {
    return absl::IsFailedPrecondition(offer.status())
               ? BusyError(event_type->team_id.has_value())
               : offer.status();
  }
  const Instant now = NowOf(tx);
  domain::MoveRequest move{
      .uid = session->uid,
      .seat_uid = seat_uid,
      .start = *start,
      // A host's yes is in the move itself.
      .confirmation = is_manager ? domain::Confirmation::kNone
                                 : ConfirmationOf(*event_type, *start, now),
      .reason = TextOf(body, "reschedulingReason")};
  if (moved_by) {
    move.moved_by = StoredEmail(tx, *domain::NormalEmail(*moved_by),
                                ClientOf(tx, *event_type));
  } else if (caller.user_id) {
    const auto user = store::Find<UserRecord>(tx, *caller.user_id);
    if (user) move.moved_by = user->email;
  }
  const auto moved = domain::Move(tx, *offer, move);
  if (!moved.ok()) {
    return WhyNot(moved.status(), event_type->team_id.has_value(), *start, now);
  }
  GiveTitle(tx, *event_type, moved->to);
  AnnounceMoved(tx, *moved);
  return Told(tx, caller, moved->to.session.id, seat_uid.value_or(""));
}

absl::StatusOr<Response> Reschedule(const Context& context,
                                    const Request& request,
                                    const Caller& caller) {
  const auto moved = LostRaceIsBusy(domain::Transact(
      context.store, [&](Transaction& tx) -> absl::StatusOr<json::object> {
        return RescheduleIn(tx, request, caller);
      }));
  if (!moved.ok()) return moved.status();
  return Success(*moved);
}

// --- cancel
// -------------------------------------------------------------------

absl::StatusOr<json::value> CancelAll(Transaction& tx, const Caller& caller,
                                      const std::vector<SessionRecord>& all,
                                      Instant from, std::string_view series,
                                      const domain::CancelRequest& request) {
  std::vector<std::string> uids;
  for (const SessionRecord& session : all) {
    if (session.starts_at >= from && HasLive(tx, session.id)) {
      uids.push_back(session.uid);
    }
  }
  if (uids.empty()) {
    return BadRequest("the bookings are already cancelled, or over",
                      "already_cancelled");
  }
  const auto cancelled = domain::CancelSeries(tx, uids, request);
  if (!cancelled.ok()) return cancelled.status();
  AnnounceCancelled(tx, *cancelled);
  return json::value(SeriesJson(tx, caller, series));
}

// A host says why, unless a platform speaks for them.
absl::Status CheckReason(Transaction& tx, const Caller& caller,
                         const SessionRecord& session,
                         const std::optional<std::string>& reason) {
  if (reason && !reason->empty()) return absl::OkStatus();
  if (!caller.user_id) return absl::OkStatus();
  const std::vector<std::int64_t> hosts = domain::HostsOf(tx, session.id);
  const bool is_host =
      std::find(hosts.begin(), hosts.end(), *caller.user_id) != hosts.end();
  const auto event_type = EventTypeOfSession(tx, session);
  const bool has_client = event_type && ClientOf(tx, *event_type);
  return is_host && !has_client
             ? BadRequest(
                   "Cancellation reason is required when you are the "
                   "host")
             : absl::OkStatus();
}

absl::StatusOr<json::value> CancelIn(Transaction& tx, const Request& request,
                                     const Caller& caller) {
  const json::object& body = request.Fields();
  const std::string_view uid = request.PathText("bookingUid");
  const auto seat_uid = TextOf(body, "seatUid");
  const bool takes_later =
      FlagOf(body, "cancelSubsequentBookings").value_or(false);
  domain::CancelRequest cancel{.uid = std::string(uid),
                               .seat_uid = seat_uid,
                               .reason = TextOf(body, "cancellationReason")};
  if (seat_uid && cancel.reason) {
    return BadRequest("cancellationReason does not go with seatUid");
  }
  const auto session = FindSession(tx, uid);
  if (!session.ok()) {
    const std::vector<SessionRecord> series = SeriesOf(tx, uid);
    if (series.empty()) return session.status();
    if (takes_later) {
      return BadRequest(
          "Cannot cancel subsequent bookings for recurring event - you have to "
          "provide uid of one of the individual bookings of a recurring "
          "booking.");
    }
    const absl::Status said =
        CheckReason(tx, caller, series.front(), cancel.reason);
    if (!said.ok()) return said;
    return CancelAll(tx, caller, series, NowOf(tx), uid, cancel);
  }
  if (takes_later && !session->recurring_uid) {
    return BadRequest(absl::StrCat("Booking with bookingUid=", std::string(uid),
                                   " is not part of a recurring booking."));
  }
  if (session->ends_at <= NowOf(tx)) {
    return BadRequest("the booking is already over", "already_over");
  }
  if (seat_uid) {
    const auto seat =
        store::SelectOne<BookingRecord>(tx, "WHERE uid = ?1", {*seat_uid});
    if (!seat || seat->status == "cancelled") {
      return BadRequest(
          "Invalid seatUid: this seat does not exist or has already been "
          "cancelled.");
    }
    if (seat->session_id != session->id) {
      return BadRequest(
          "Invalid seatUid: this seat does not belong to this booking.");
    }
  } else {
    if (!HasLive(tx, session->id)) {
      return BadRequest("the booking is already cancelled",
                        "already_cancelled");
    }
    if (IsSeated(tx, *session) &&
        !MayManage(tx, caller, EventTypeOfSession(tx, *session),
                   domain::HostsOf(tx, session->id))) {
      return Unauthorized("User not a host of this event");
    }
    const absl::Status said = CheckReason(tx, caller, *session, cancel.reason);
    if (!said.ok()) return said;
  }
  if (takes_later) {
    return CancelAll(tx, caller, SeriesOf(tx, *session->recurring_uid),
                     session->starts_at, *session->recurring_uid, cancel);
  }
  const auto cancelled = domain::Cancel(tx, cancel);
  if (!cancelled.ok()) return cancelled.status();
  AnnounceCancelled(tx, {*cancelled});
  return json::value(Told(tx, caller, session->id));
}

absl::StatusOr<Response> Cancel(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto cancelled =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::value> {
        return CancelIn(tx, request, caller);
      });
  if (!cancelled.ok()) return cancelled.status();
  return Success(*cancelled, 200);
}

// --- for hosts
// ----------------------------------------------------------------

absl::StatusOr<SessionRecord> FindManaged(Transaction& tx,
                                          const Request& request,
                                          const Caller& caller) {
  auto session = FindSession(tx, request.PathText("bookingUid"));
  if (!session.ok()) return session;
  if (!MayManage(tx, caller, EventTypeOfSession(tx, *session),
                 domain::HostsOf(tx, session->id))) {
    return Unauthorized("the caller does not manage this booking");
  }
  return session;
}

absl::Status NotPending(const std::string& status) {
  return BadRequest(absl::StrCat("the booking is already ",
                                 status == "accepted"   ? "confirmed"
                                 : status == "rejected" ? "declined"
                                                        : "cancelled"));
}

enum class Verdict : std::uint8_t { kConfirm, kDecline };

absl::StatusOr<json::object> DecideIn(Transaction& tx, const Request& request,
                                      const Caller& caller, Verdict verdict) {
  const auto session = FindManaged(tx, request, caller);
  if (!session.ok()) return session.status();
  const BookingRecord last = LastBooking(tx, *session);
  if (last.status != "pending") return NotPending(last.status);
  // The pending occurrences of a series stand or fall together.
  std::vector<std::string> uids;
  if (session->recurring_uid) {
    for (const SessionRecord& one : SeriesOf(tx, *session->recurring_uid)) {
      if (LastBooking(tx, one).status == "pending") uids.push_back(one.uid);
    }
  } else {
    uids.push_back(session->uid);
  }
  const absl::Status locked = domain::LockSeries(tx, uids);
  if (!locked.ok()) return locked;
  for (const std::string& uid : uids) {
    const auto change =
        verdict == Verdict::kConfirm
            ? domain::Confirm(tx, uid)
            : domain::Decline(tx, uid, TextOf(request.Fields(), "reason"));
    if (!change.ok()) {
      return domain::RefusalOf(change.status()) == Refusal::kStatus
                 ? NotPending("accepted")
                 : change.status();
    }
    verdict == Verdict::kConfirm ? AnnounceConfirmed(tx, *change)
                                 : AnnounceDeclined(tx, *change);
  }
  return Told(tx, caller, session->id);
}

absl::StatusOr<Response> DecideAndAnswer(const Context& context,
                                         const Request& request,
                                         const Caller& caller,
                                         Verdict verdict) {
  // A lost race stays what the domain calls it: 409.
  const auto decided = domain::Transact(
      context.store, [&](Transaction& tx) -> absl::StatusOr<json::object> {
        return DecideIn(tx, request, caller, verdict);
      });
  if (!decided.ok()) return decided.status();
  return Success(*decided, 200);
}

absl::StatusOr<Response> Confirm(const Context& context, const Request& request,
                                 const Caller& caller) {
  return DecideAndAnswer(context, request, caller, Verdict::kConfirm);
}

absl::StatusOr<Response> Decline(const Context& context, const Request& request,
                                 const Caller& caller) {
  return DecideAndAnswer(context, request, caller, Verdict::kDecline);
}

absl::StatusOr<Response> MarkAbsent(const Context& context,
                                    const Request& request,
                                    const Caller& caller) {
  const auto marked =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        auto session = FindManaged(tx, request, caller);
        if (!session.ok()) return session.status();
        const json::object& body = request.Fields();
        if (session->starts_at > NowOf(tx)) {
          return BadRequest("nobody is absent before the booking begins");
        }
        if (const auto host = FlagOf(body, "host")) {
          session->is_host_absent = *host;
        }
        if (const json::value* attendees = body.if_contains("attendees")) {
          const auto event_type = EventTypeOfSession(tx, *session);
          const auto client =
              event_type ? ClientOf(tx, *event_type) : std::nullopt;
          std::vector<Absence> told;
          for (const json::value& value : attendees->as_array()) {
            const json::object& one = value.as_object();
            const std::string given = TextMember(one, "email");
            const bool is_absent = FlagOf(one, "absent").value_or(true);
            const auto updated = tx.Run(
                "UPDATE attendee SET is_absent = (?3 <> 0) WHERE (email = ?2 "
                "OR email = ?4) AND booking_id IN (SELECT id FROM booking "
                "WHERE session_id = ?1)",
                {session->id, given, std::int64_t{is_absent},
                 StoredEmail(tx, given, client)});
            if (updated.changed() > 0) told.push_back({given, is_absent});
          }
          if (!told.empty()) AnnounceAbsences(tx, *session, told);
        }
        tx.Run(
            "UPDATE session SET is_host_absent = (?2 <> 0), updated_ms = ?3 "
            "WHERE id = ?1",
            {session->id, std::int64_t{session->is_host_absent}, tx.Now()});
        return Told(tx, caller, session->id);
      });
  if (!marked.ok()) return marked.status();
  return Success(*marked, 200);
}

absl::StatusOr<json::object> ReassignIn(Transaction& tx, const Request& request,
                                        const Caller& caller,
                                        std::optional<std::int64_t> to) {
  const auto session = FindManaged(tx, request, caller);
  if (!session.ok()) return session.status();
  const auto event_type = EventTypeOfSession(tx, *session);
  if (!event_type || event_type->scheduling_type != "roundRobin") {
    return BadRequest("only round robin bookings can be reassigned");
  }
  if (to) {
    if (!store::Find<UserRecord>(tx, *to)) {
      return NotFound(
          absl::StrCat("User with id=", *to, " was not found in the database"));
    }
    if (tx.Run("SELECT 1 FROM event_type_host WHERE event_type_id = ?1 AND "
               "user_id = ?2 AND NOT is_fixed",
               {event_type->id, *to})
            .is_empty()) {
      return BadRequest(absl::StrCat(
          "User with id=", *to,
          " is not a valid Round Robin host - the user to which you reassign "
          "this booking must be one of the rotating hosts."));
    }
  }
  std::optional<std::int64_t> from;
  for (const std::int64_t host : domain::HostsOf(tx, session->id)) {
    if (tx.Run("SELECT 1 FROM event_type_host WHERE event_type_id = ?1 AND "
               "user_id = ?2 AND is_fixed",
               {event_type->id, host})
            .is_empty()) {
      from = host;
    }
  }
  if (!from) return BadRequest("the booking has no rotating host");
  if (to == from) return BadRequest("this user hosts the booking already");
  const auto offer = domain::OfferOf(tx, *event_type);
  if (!offer.ok()) return offer.status();
  const auto change = domain::Reassign(tx, *offer, session->uid, *from, to,
                                       domain::Availability::kChecked);
  if (!change.ok()) {
    return domain::RefusalOf(change.status())
               ? BadRequest(
                     "Can't reassign the booking because no other host is "
                     "available at that time.",
                     "no_available_users_found_error")
               : change.status();
  }
  GiveTitle(tx, *event_type, *change);
  AnnounceReassigned(tx, *change, *from);
  json::object told{{"bookingUid", session->uid}};
  for (const std::int64_t host : change->hosts) {
    if (tx.Run("SELECT 1 FROM event_type_host WHERE event_type_id = ?1 AND "
               "user_id = ?2 AND is_fixed",
               {event_type->id, host})
            .is_empty()) {
      const auto user = store::Find<UserRecord>(tx, host);
      told["reassignedTo"] = json::object{
          {"id", host}, {"name", OrNull(user->name)}, {"email", user->email}};
    }
  }
  return told;
}

absl::StatusOr<Response> Reassign(const Context& context,
                                  const Request& request,
                                  const Caller& caller) {
  std::optional<std::int64_t> to;
  for (const auto& [name, value] : request.path_parameters) {
    if (name == "userId") to = request.PathInteger("userId");
  }
  const auto told = LostRaceIsBusy(domain::Transact(
      context.store, [&](Transaction& tx) -> absl::StatusOr<json::object> {
        return ReassignIn(tx, request, caller, to);
      }));
  if (!told.ok()) return told.status();
  return Success(*told, 200);
}

// --- links
// --------------------------------------------------------------------

// "20500905T070000Z"
std::string Compact(Instant t) {
  std::string text = InstantText(t).substr(0, 19) + "Z";
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// Text of an iCalendar value.
std::string CalendarText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c != '\r') {
      out += c;
    }
  }
  return out;
}

absl::StatusOr<Response> CalendarLinks(const Context& context,
                                       const Request& request, const Caller&) {
  const auto links =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const auto session = FindSession(tx, request.PathText("bookingUid"));
        if (!session.ok()) return session.status();
        const json::value stored = StoredValue(session->location);
        const std::string place =
            stored.is_string() ? std::string(ViewOf(stored.get_string())) : "";
        const std::string from = Compact(session->starts_at);
        const std::string until = Compact(session->ends_at);
        const std::string microsoft = absl::StrCat(
            "/calendar/0/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&"
            "rru=addevent&startdt=",
            PercentEncoded(InstantText(session->starts_at)),
            "&enddt=", PercentEncoded(InstantText(session->ends_at)),
            "&subject=", PercentEncoded(session->title),
            "&body=", PercentEncoded(session->description),
            "&location=", PercentEncoded(place));
        const std::string calendar = absl::StrCat(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bookable//EN\r\n"
            "BEGIN:VEVENT\r\nUID:",
            session->uid, "@Cal.com\r\nSEQUENCE:", session->ical_sequence,
            "\r\nDTSTAMP:", from, "\r\nDTSTART:", from, "\r\nDTEND:", until,
            "\r\nSUMMARY:", CalendarText(session->title),
            "\r\nDESCRIPTION:", CalendarText(session->description),
            "\r\nLOCATION:", CalendarText(place),
            "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        const auto link = [](const char* id, const char* label,
                             const std::string& address) {
          return json::object{{"id", id}, {"label", label}, {"link", address}};
        };
        return json::array{
            link("googleCalendar", "Google Calendar",
                 absl::StrCat("https://calendar.google.com/calendar/r/"
                              "eventedit?dates=",
                              from, "/", until,
                              "&text=", PercentEncoded(session->title),
                              "&details=", PercentEncoded(session->description),
                              "&location=", PercentEncoded(place))),
            link("microsoftOffice", "Microsoft Office",
                 "https://outlook.office.com" + microsoft),
            link("microsoftOutlook", "Microsoft Outlook",
                 "https://outlook.live.com" + microsoft),
            link("ics", "ICS",
                 "data:text/calendar," + PercentEncoded(calendar))};
      });
  if (!links.ok()) return links.status();
  return Success(*links);
}

}  // namespace

void AddBookingRoutes(RouteTable& routes) {
  const std::string path = "/v2/bookings";
  const std::string one = path + "/{bookingUid}";
  const Access manage{.permissions = Permission::kBookingWrite};
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
           "start": {"type": "string"},
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
  add({.method = Method::kPost,
       .path = one + "/confirm",
       .id = "confirmBooking",
       .summary = "Say yes to a booking that waits for it",
       .access = manage,
       .status = 200,
       .handler = Confirm});
  add({.method = Method::kPost,
       .path = one + "/decline",
       .id = "declineBooking",
       .summary = "Say no to a booking that waits for a yes",
       .access = manage,
       .request = R"({"type": "object", "properties": {
           "reason": {"type": "string", "maxLength": 2000}}})",
       .status = 200,
       .handler = Decline});
  add({.method = Method::kPost,
       .path = one + "/mark-absent",
       .id = "markAbsent",
       .summary = "Say who did not come",
       .access = manage,
       .request = R"({"type": "object", "properties": {
           "host": {"type": "boolean"},
           "attendees": {"type": "array", "minItems": 1, "maxItems": 1000,
             "items": {"type": "object", "required": ["email", "absent"],
               "properties": {"email": {"type": "string"},
                 "absent": {"type": "boolean"}}}}}})",
       .status = 200,
       .handler = MarkAbsent});
  add({.method = Method::kPost,
       .path = one + "/reassign",
       .id = "reassignBooking",
       .summary = "Give a round robin booking to the next free host",
       .access = manage,
       .status = 200,
       .handler = Reassign});
  add({.method = Method::kPost,
       .path = one + "/reassign/{userId:integer}",
       .id = "reassignBookingToUser",
       .summary = "Give a round robin booking to this host",
       .access = manage,
       .status = 200,
       .handler = Reassign});
  add({.method = Method::kGet,
       .path = one + "/calendar-links",
       .id = "getCalendarLinks",
       .summary = "Links that add a booking to a calendar",
       .access = kOptional,
       .handler = CalendarLinks});
  AddBookingListRoutes(routes);
}

}  // namespace bookable::http
