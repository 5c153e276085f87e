// Tested by tests/bindings/http/api/bookings_test.cc and
// tests/bindings/http/api/older_bookings_test.cc.
#include "bindings/http/api/booking_changes.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/booking_input.h"
#include "bindings/http/api/booking_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/profile_fields.h"
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

absl::Status NoSuchBooking(std::string_view uid) {
  return NotFound(
      absl::StrCat("Booking with uid=", std::string(uid), " not found"));
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
  if (HasLiveBooking(tx, session.id)) return absl::OkStatus();
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

// What a booking said is kept when it moves; where that can no longer be used,
// the booker's row says who comes.
std::optional<std::string> RepairedResponses(Transaction& tx,
                                             const SessionRecord& session) {
  const auto live = store::SelectOne<BookingRecord>(
      tx,
      "WHERE session_id = ?1 AND status IN ('accepted', 'pending') ORDER BY id "
      "LIMIT 1",
      {session.id});
  if (!live) return std::nullopt;
  json::object responses = ParsedObject(live->responses);
  if (responses.contains("name") && responses.contains("email")) {
    return std::nullopt;
  }
  const auto booker = store::SelectOne<store::AttendeeRecord>(
      tx, "WHERE booking_id = ?1 AND position = 0", {live->id});
  if (!booker) return std::nullopt;
  responses["name"] = booker->name;
  responses["email"] = booker->email;
  if (booker->phone) responses["attendeePhoneNumber"] = *booker->phone;
  responses.emplace("guests", json::array());
  return json::serialize(responses);
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

// Several of a series at once.
absl::Status CancelAll(Transaction& tx, const std::vector<SessionRecord>& all,
                       Instant from, const domain::CancelRequest& request) {
  std::vector<std::string> uids;
  for (const SessionRecord& session : all) {
    if (session.starts_at >= from && HasLiveBooking(tx, session.id)) {
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
  return absl::OkStatus();
}

// By the uid of a series.
absl::StatusOr<Cancelled> CancelWholeSeries(
    Transaction& tx, const Caller& caller,
    const std::vector<SessionRecord>& series, const CancelAsked& asked,
    const domain::CancelRequest& request) {
  if (asked.scope == CancelScope::kThisOn) {
    return BadRequest(
        "Cannot cancel subsequent bookings for recurring event - you have to "
        "provide uid of one of the individual bookings of a recurring "
        "booking.");
  }
  absl::Status status = CheckReason(tx, caller, series.front(), asked.reason);
  status.Update(CancelAll(tx, series, NowOf(tx), request));
  if (!status.ok()) return status;
  return Cancelled{.series = asked.uid};
}

absl::Status CheckSeatToCancel(Transaction& tx, const SessionRecord& session,
                               const std::string& seat_uid) {
  const auto seat =
      store::SelectOne<BookingRecord>(tx, "WHERE uid = ?1", {seat_uid});
  if (!seat || seat->status == "cancelled") {
    return BadRequest(
        "Invalid seatUid: this seat does not exist or has already been "
        "cancelled.");
  }
  if (seat->session_id != session.id) {
    return BadRequest(
        "Invalid seatUid: this seat does not belong to this booking.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status BusyError(bool is_team) {
  return BadRequest(
      is_team ? "One of the hosts either already has booking at this time or "
                "is not available"
              : "User either already has booking at this time or is not "
                "available",
      "no_available_users_found_error");
}

absl::StatusOr<SessionRecord> FindBooking(Transaction& tx,
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

absl::StatusOr<SessionRecord> FindBookingOrSeat(Transaction& tx,
                                                std::string_view uid) {
  auto session = store::SelectOne<SessionRecord>(
      tx, "WHERE id = (SELECT session_id FROM booking WHERE uid = ?1)", {uid});
  if (session) return *std::move(session);
  return FindBooking(tx, uid);
}

absl::StatusOr<SessionRecord> FindManagedBooking(Transaction& tx,
                                                 std::string_view uid,
                                                 const Caller& caller) {
  auto session = FindBooking(tx, uid);
  if (!session.ok()) return session;
  if (!MayManage(tx, caller, EventTypeOfSession(tx, *session),
                 domain::HostsOf(tx, session->id))) {
    return Unauthorized("the caller does not manage this booking");
  }
  return session;
}

std::vector<SessionRecord> SeriesOf(Transaction& tx, std::string_view uid) {
  return store::Select<SessionRecord>(
      tx, "WHERE recurring_uid = ?1 ORDER BY starts_s, id", {uid});
}

BookingRecord LastBooking(Transaction& tx, const SessionRecord& session) {
  return *store::SelectOne<BookingRecord>(
      tx, "WHERE session_id = ?1 ORDER BY id DESC LIMIT 1", {session.id});
}

bool HasLiveBooking(Transaction& tx, std::int64_t session) {
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

absl::Status CheckBookable(const EventTypeRecord& event_type, bool is_instant) {
  if (event_type.scheduling_type == "managed") {
    return BadRequest("a managed event type is booked by way of its copies");
  }
  if (!is_instant) return absl::OkStatus();
  return BadRequest(
      event_type.team_id
          ? "Instant bookings are not offered by this service."
          : "Instant bookings are only supported for team event types, not "
            "individual user event types.");
}

absl::StatusOr<Booked> BookTime(Transaction& tx,
                                const EventTypeRecord& event_type,
                                const domain::BookingRequest& request,
                                const std::vector<Instant>& starts) {
  const bool is_team = event_type.team_id.has_value();
  const Instant now = NowOf(tx);
  if (request.confirmation != domain::Confirmation::kNone) {
    const auto same = SamePending(tx, event_type, request);
    if (same) return Booked{.sessions = {same->id}};
  }
  const auto offer = domain::OfferOf(tx, event_type, request.length);
  if (!offer.ok()) {
    return absl::IsFailedPrecondition(offer.status()) ? BusyError(is_team)
                                                      : offer.status();
  }
  std::vector<domain::SessionChange> changes;
  if (starts.empty()) {
    auto booked = domain::Book(tx, *offer, request);
    if (!booked.ok()) {
      return WhyNot(booked.status(), is_team, request.start, now);
    }
    changes.push_back(*std::move(booked));
  } else {
    auto booked = domain::BookSeries(tx, *offer, request, starts);
    if (!booked.ok()) {
      return WhyNot(booked.status(), is_team, starts.front(), now);
    }
    changes = *std::move(booked);
  }
  Booked booked{.is_series = !starts.empty()};
  for (const domain::SessionChange& change : changes) {
    GiveTitle(tx, event_type, change);
    AnnounceBooked(tx, change);
    booked.sessions.push_back(change.session.id);
  }
  if (event_type.seats) booked.seat_uid = changes.front().bookings.front().uid;
  return booked;
}

absl::StatusOr<json::value> BookOnce(
    const Context& context, const Request& request, const Caller& caller,
    const std::function<absl::StatusOr<json::value>(Transaction&)>& work) {
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
  const auto once = [&](Transaction& tx) -> absl::StatusOr<json::value> {
    if (key) {
      const auto before = AnsweredBefore(tx, *key);
      if (!before.ok()) return before.status();
      if (*before) return **before;
    }
    auto made = work(tx);
    if (made.ok() && key) {
      tx.Run(
          "UPDATE idempotency_key SET http_status = 201, answer = ?2 WHERE id "
          "= ?1",
          {key->id, json::serialize(*made)});
    }
    return made;
  };
  auto made = LostRaceIsBusy(domain::Transact(context.store, once));
  // Two at once with one key: the second, told so by the key's row, reads what
  // the first has answered.
  if (key && !made.ok() && absl::IsAlreadyExists(made.status()) &&
      IsHidden(made.status())) {
    made = LostRaceIsBusy(domain::Transact(context.store, once));
  }
  return made;
}

absl::StatusOr<SessionRecord> MoveBooking(Transaction& tx, const Caller& caller,
                                          const SessionRecord& session,
                                          const MoveAsked& asked) {
  if (asked.moved_by && !domain::NormalEmail(*asked.moved_by)) {
    return BadRequest("Invalid rescheduledBy email format");
  }
  const auto event_type = EventTypeOfSession(tx, session);
  if (!event_type) return BadRequest("the event type was deleted");
  const bool is_team = event_type->team_id.has_value();
  absl::Status status;
  if (asked.seat_uid) status = CheckSeat(tx, session, *asked.seat_uid);
  status.Update(CheckMovable(tx, session));
  if (!status.ok()) return status;
  const bool is_manager =
      MayManage(tx, caller, event_type, domain::HostsOf(tx, session.id));
  if (event_type->seats && !asked.seat_uid && !is_manager) {
    return Unauthorized(
        "only a host can reschedule all seats; say which with seatUid");
  }
  const auto offer = domain::OfferOf(tx, *event_type);
  if (!offer.ok()) {
    return absl::IsFailedPrecondition(offer.status()) ? BusyError(is_team)
                                                      : offer.status();
  }
  const Instant now = NowOf(tx);
  domain::MoveRequest move{
      .uid = session.uid,
      .seat_uid = asked.seat_uid,
      .start = asked.start,
      .length = asked.length,
      // A host's yes is in the move itself.
      .confirmation = is_manager
                          ? domain::Confirmation::kNone
                          : ConfirmationOf(*event_type, asked.start, now),
      .reason = asked.reason,
      .responses = asked.responses,
      .metadata = asked.metadata};
  if (!move.responses && !event_type->seats) {
    move.responses = RepairedResponses(tx, session);
  }
  if (asked.moved_by) {
    move.moved_by = StoredEmail(tx, *domain::NormalEmail(*asked.moved_by),
                                ClientOf(tx, *event_type));
  } else if (caller.user_id) {
    const auto user = store::Find<UserRecord>(tx, *caller.user_id);
    if (user) move.moved_by = user->email;
  }
  const auto moved = domain::Move(tx, *offer, move);
  if (!moved.ok()) return WhyNot(moved.status(), is_team, asked.start, now);
  GiveTitle(tx, *event_type, moved->to);
  AnnounceMoved(tx, *moved);
  return *store::Find<SessionRecord>(tx, moved->to.session.id);
}

absl::StatusOr<Cancelled> CancelBooking(Transaction& tx, const Caller& caller,
                                        const CancelAsked& asked) {
  const domain::CancelRequest cancel{.uid = asked.uid,
                                     .seat_uid = asked.seat_uid,
                                     .reason = asked.reason,
                                     .cancelled_by = asked.cancelled_by};
  auto session = FindBooking(tx, asked.uid);
  if (!session.ok()) {
    const std::vector<SessionRecord> series = SeriesOf(tx, asked.uid);
    if (series.empty()) return session.status();
    return CancelWholeSeries(tx, caller, series, asked, cancel);
  }
  const bool takes_others = asked.scope != CancelScope::kThis;
  if (takes_others && !session->recurring_uid) {
    return BadRequest(absl::StrCat("Booking with bookingUid=", asked.uid,
                                   " is not part of a recurring booking."));
  }
  if (session->ends_at <= NowOf(tx)) {
    return BadRequest("the booking is already over", "already_over");
  }
  absl::Status status;
  if (asked.seat_uid) {
    status = CheckSeatToCancel(tx, *session, *asked.seat_uid);
  } else if (!HasLiveBooking(tx, session->id)) {
    status =
        BadRequest("the booking is already cancelled", "already_cancelled");
  } else if (IsSeated(tx, *session) &&
             !MayManage(tx, caller, EventTypeOfSession(tx, *session),
                        domain::HostsOf(tx, session->id))) {
    status = Unauthorized("User not a host of this event");
  } else {
    status = CheckReason(tx, caller, *session, asked.reason);
  }
  if (!status.ok()) return status;
  if (takes_others) {
    status = CancelAll(
        tx, SeriesOf(tx, *session->recurring_uid),
        asked.scope == CancelScope::kThisOn ? session->starts_at : NowOf(tx),
        cancel);
    if (!status.ok()) return status;
    const std::string series = *session->recurring_uid;
    return Cancelled{.session = *std::move(session), .series = series};
  }
  const auto cancelled = domain::Cancel(tx, cancel);
  if (!cancelled.ok()) return cancelled.status();
  AnnounceCancelled(tx, {*cancelled});
  return Cancelled{.session = *std::move(session)};
}

absl::StatusOr<SessionRecord> MarkAbsent(
    Transaction& tx, const Caller& caller, std::string_view uid,
    std::optional<bool> host, const std::vector<Absence>& attendees) {
  auto session = FindManagedBooking(tx, uid, caller);
  if (!session.ok()) return session;
  if (session->starts_at > NowOf(tx)) {
    return BadRequest("nobody is absent before the booking begins");
  }
  if (host) session->is_host_absent = *host;
  const auto event_type = EventTypeOfSession(tx, *session);
  const auto client = event_type ? ClientOf(tx, *event_type) : std::nullopt;
  std::vector<Absence> told;
  for (const Absence& absence : attendees) {
    const auto updated = tx.Run(
        "UPDATE attendee SET is_absent = (?3 <> 0) WHERE (email = ?2 OR email "
        "= ?4) AND booking_id IN (SELECT id FROM booking WHERE session_id = "
        "?1)",
        {session->id, absence.email, std::int64_t{absence.is_absent},
         StoredEmail(tx, absence.email, client)});
    if (updated.changed() > 0) told.push_back(absence);
  }
  if (!told.empty()) AnnounceAbsences(tx, *session, told);
  tx.Run(
      "UPDATE session SET is_host_absent = (?2 <> 0), updated_ms = ?3 WHERE id "
      "= ?1",
      {session->id, std::int64_t{session->is_host_absent}, tx.Now()});
  return store::Find<SessionRecord>(tx, session->id).value();
}

}  // namespace bookable::http
