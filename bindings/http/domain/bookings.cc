// bindings/http/domain/bookings.cc
// Tested by tests/bindings/http/domain/bookings_test.cc and, under fire, by
// tests/bindings/http/races/races.py.
#include "bindings/http/domain/bookings.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/domain/holds.h"
#include "bindings/http/domain/sale.h"
#include "bindings/http/domain/uid.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {
namespace {

using std::chrono::duration_cast;
using std::chrono::minutes;
using store::AttendeeRecord;
using store::BookingRecord;
using store::SessionRecord;
using store::Transaction;

ClaimKind ClaimOf(Confirmation confirmation) {
  switch (confirmation) {
    case Confirmation::kNone:
      return ClaimKind::kFirm;
    case Confirmation::kWaits:
      return ClaimKind::kNone;
    case Confirmation::kWaitsAndHolds:
      break;
  }
  return ClaimKind::kWithinEventType;
}

absl::Status CheckRequest(const Offer& offer, Confirmation confirmation) {
  if (offer.event.seats && confirmation != Confirmation::kNone) {
    return absl::InvalidArgumentError(
        "seats and confirmation do not go together");
  }
  return absl::OkStatus();
}

std::optional<SessionRecord> SessionOf(Transaction& tx, std::string_view uid) {
  return store::SelectOne<SessionRecord>(tx, "WHERE uid = ?1", {uid});
}

absl::Status NoSuchBooking(std::string_view uid) {
  return Refuse(Refusal::kNotFound,
                absl::StrCat("there is no booking ", std::string(uid)));
}

// The live bookings of a session: all, or the seat named. Locked hosts keep
// them as they are.
absl::StatusOr<std::vector<BookingRecord>> LiveBookings(
    Transaction& tx, const SessionRecord& session,
    const std::optional<std::string>& seat_uid) {
  std::vector<BookingRecord> bookings = store::Select<BookingRecord>(
      tx, "WHERE session_id = ?1 ORDER BY id", {session.id});
  if (seat_uid) {
    std::erase_if(bookings, [&](const BookingRecord& booking) {
      return booking.uid != *seat_uid;
    });
    if (bookings.empty()) {
      return Refuse(Refusal::kNotFound,
                    absl::StrCat("there is no seat ", *seat_uid));
    }
  }
  std::erase_if(bookings,
                [](const BookingRecord& booking) { return !IsLive(booking); });
  if (bookings.empty()) {
    return Refuse(Refusal::kStatus, "the booking does not stand any more");
  }
  return bookings;
}

std::int64_t SeatsOf(const std::vector<BookingRecord>& bookings) {
  std::int64_t seats = 0;
  for (const BookingRecord& booking : bookings) seats += booking.seats;
  return seats;
}

// The session as it is now, with what changed in it.
SessionChange ChangeOf(Transaction& tx, std::int64_t session,
                       std::vector<BookingRecord> bookings) {
  return {.session = *store::Find<SessionRecord>(tx, session),
          .hosts = HostsOf(tx, session),
          .bookings = std::move(bookings)};
}

// True iff a live booking of the session is of that address already.
bool HasSeat(Transaction& tx, std::int64_t session, std::string_view email) {
  return !tx.Run(
                "SELECT 1 FROM attendee a JOIN booking b ON b.id = "
                "a.booking_id "
                "WHERE b.session_id = ?1 AND a.position = 0 AND a.email = ?2 "
                "AND b.status IN ('accepted', 'pending')",
                {session, email})
              .is_empty();
}

void InsertAttendees(Transaction& tx, std::int64_t booking,
                     std::vector<AttendeeRecord> attendees) {
  std::int64_t position = 0;
  for (AttendeeRecord& attendee : attendees) {
    attendee.id = 0;
    attendee.booking_id = booking;
    attendee.position = position++;
    store::Insert(tx, attendee);
  }
}

// Sells a start that the engine has allowed.
absl::StatusOr<SessionChange> Sell(Transaction& tx, const Offer& offer,
                                   const Decision& decision,
                                   const BookingRequest& request) {
  const absl::StatusOr<SessionRecord> session = TakeSeats(
      tx, offer, decision, request.seats, ClaimOf(request.confirmation),
      {.uid = NewUid(),
       .title = request.title,
       .description = request.description,
       .location = request.location,
       .recurring_uid = request.recurring_uid});
  if (!session.ok()) return session.status();
  if (offer.event.seats &&
      HasSeat(tx, session->id, request.attendees.front().email)) {
    return Refuse(Refusal::kDuplicate, "this address has a seat there already");
  }
  BookingRecord booking{.uid = offer.event.seats ? NewUuid() : session->uid,
                        .session_id = session->id,
                        .status = request.confirmation == Confirmation::kNone
                                      ? "accepted"
                                      : "pending",
                        .seats = request.seats,
                        .responses = request.responses,
                        .metadata = request.metadata,
                        .created_at = tx.Now(),
                        .updated_at = tx.Now()};
  store::Insert(tx, booking);
  InsertAttendees(tx, booking.id, request.attendees);
  TellHosts(tx, decision.hosts);
  return SessionChange{.session = *session,
                       .hosts = decision.hosts,
                       .bookings = {std::move(booking)}};
}

// What is wrong with a request, whatever the time is like.
absl::Status CheckBooking(const Offer& offer, const BookingRequest& request) {
  if (request.attendees.empty()) {
    return absl::InvalidArgumentError("a booking needs an attendee");
  }
  absl::Status checked = CheckRequest(offer, request.confirmation);
  checked.Update(CheckSeats(offer, request.seats));
  return checked;
}

// Locks what a booking needs.
absl::Status LockForBooking(Transaction& tx, const Offer& offer,
                            const BookingRequest& request) {
  absl::StatusOr<std::vector<std::int64_t>> users = UsersOf(offer);
  if (!users.ok()) return users.status();
  std::vector<std::int64_t> sessions;
  std::string_view own_hold;
  if (!request.hold_uid.empty()) {
    if (const auto hold = FindHold(tx, request.hold_uid)) {
      own_hold = request.hold_uid;
      users->push_back(hold->host_id);
      if (hold->session_id) sessions.push_back(*hold->session_id);
    }
  }
  return LockTime(tx, *users, sessions, own_hold);
}

// Without the hosts of `session`, in a group of their own; the role of `from`
// is for one of the others, or for `to`.
absl::StatusOr<Offer> OfferToReassign(const Offer& offer,
                                      const std::vector<std::int64_t>& hosts,
                                      std::int64_t from,
                                      std::optional<std::int64_t> to) {
  std::vector<std::int64_t> staying = hosts;
  std::erase(staying, from);
  Group candidates{.require = 1};
  std::set<std::string> seen;
  for (const Group& group : offer.groups) {
    const bool has_choice =
        group.require != kAll &&
        static_cast<std::size_t>(group.require) < group.hosts.size();
    const bool has_role = std::any_of(
        group.hosts.begin(), group.hosts.end(),
        [&](const Host& host) { return host.id == HostName(from); });
    if (!has_choice || !has_role) continue;
    for (const Host& host : group.hosts) {
      const std::int64_t user = *UserOfHost(host.id);
      const bool is_taken =
          std::find(hosts.begin(), hosts.end(), user) != hosts.end();
      if (is_taken || (to && user != *to) || !seen.insert(host.id).second) {
        continue;
      }
      // In full, though it may be named by its id alone here.
      candidates.hosts.push_back(
          Pinned(offer, {user}).groups.front().hosts.front());
    }
  }
  if (candidates.hosts.empty()) {
    return to ? Refuse(Refusal::kNotFound,
                       absl::StrCat("user ", *to,
                                    " is no host who could take over"))
              : Refuse(Refusal::kTaken, "there is no other host");
  }
  Offer asked = Pinned(offer, staying);
  if (staying.empty()) asked.groups.clear();
  asked.groups.push_back(std::move(candidates));
  return asked;
}

// True iff the host's time there is claimed by another session, in a way that
// the session's claim could not stand beside.
bool IsClaimed(Transaction& tx, const SessionRecord& session, std::int64_t host,
               const Interval& occupied) {
  return !tx.Run(
                "SELECT 1 FROM claim WHERE host_id = ?1 AND session_id <> ?2 "
                "AND until_s > ?3 AND from_s < ?4 "
                "AND (is_firm OR event_type_id = ?5) LIMIT 1",
                {host, session.id, occupied.start, occupied.end,
                 session.event_type_id})
              .is_empty();
}

}  // namespace

absl::StatusOr<SessionChange> Book(Transaction& tx, const Offer& offer,
                                   const BookingRequest& request) {
  const absl::Status checked = CheckBooking(offer, request);
  if (!checked.ok()) return checked;
  if (request.hold_uid.empty()) {
    const absl::Status early =
        RefuseEarly(tx, offer, request.start, request.length);
    if (!early.ok()) return early;
  }
  const absl::Status locked = LockForBooking(tx, offer, request);
  if (!locked.ok()) return locked;
  const absl::StatusOr<Decision> decision =
      Decide(tx, offer, request.start, request.length);
  if (!decision.ok()) return decision.status();
  return Sell(tx, offer, *decision, request);
}

absl::StatusOr<std::vector<SessionChange>> BookSeries(
    Transaction& tx, const Offer& offer, const BookingRequest& request,
    const std::vector<Instant>& starts) {
  if (starts.empty() || !std::is_sorted(starts.begin(), starts.end())) {
    return absl::InvalidArgumentError("starts: must be there and ascend");
  }
  const absl::Status checked = CheckBooking(offer, request);
  if (!checked.ok()) return checked;
  const absl::Status locked = LockForBooking(tx, offer, request);
  if (!locked.ok()) return locked;
  BookingRequest one = request;
  if (!one.recurring_uid) one.recurring_uid = NewUuid();

  // Who could serve the first start may be taken at a later one: then it is
  // tried again without those who were chosen, while a choice is left.
  Offer open = offer;
  if (!open.event_zone) {
    open.event_zone = offer.groups.front().hosts.front().schedule.zone;
  }
  absl::Status refused;
  for (;;) {
    tx.RunScript("SAVEPOINT series");
    const absl::StatusOr<Decision> first =
        Decide(tx, open, starts.front(), one.length);
    if (!first.ok()) return refused.ok() ? first.status() : refused;
    const Offer pinned = Pinned(offer, first->hosts);
    std::vector<SessionChange> sold;
    absl::Status status;
    for (const Instant start : starts) {
      one.start = start;
      const absl::StatusOr<Decision> decision =
          Decide(tx, pinned, start, one.length);
      if (!decision.ok()) {
        status = decision.status();
        break;
      }
      absl::StatusOr<SessionChange> change = Sell(tx, offer, *decision, one);
      if (!change.ok()) {
        status = change.status();
        break;
      }
      sold.push_back(*std::move(change));
    }
    if (status.ok()) {
      tx.RunScript("RELEASE SAVEPOINT series");
      return sold;
    }
    if (!RefusalOf(status)) return status;
    tx.RunScript("ROLLBACK TO SAVEPOINT series");
    refused = status;
    bool has_left_one_out = false;
    for (Group& group : open.groups) {
      if (group.require == kAll) continue;
      for (auto host = group.hosts.begin(); host != group.hosts.end();) {
        const std::int64_t user = *UserOfHost(host->id);
        const bool was_chosen =
            std::find(first->hosts.begin(), first->hosts.end(), user) !=
            first->hosts.end();
        if (!was_chosen ||
            group.hosts.size() <= static_cast<std::size_t>(group.require)) {
          ++host;
          continue;
        }
        // Whoever is named again later keeps what was said here.
        const Host left_out = *host;
        host = group.hosts.erase(host);
        has_left_one_out = true;
        for (Group& other : open.groups) {
          for (Host& again : other.hosts) {
            if (again.id == left_out.id && IsIdAlone(again)) again = left_out;
          }
        }
      }
    }
    if (!has_left_one_out) return refused;
  }
}

absl::StatusOr<Moved> Move(Transaction& tx, const Offer& offer,
                           const MoveRequest& request) {
  const absl::Status checked = CheckRequest(offer, request.confirmation);
  if (!checked.ok()) return checked;
  const auto known = SessionOf(tx, request.uid);
  if (!known) return NoSuchBooking(request.uid);
  const absl::StatusOr<std::vector<std::int64_t>> users = UsersOf(offer);
  if (!users.ok()) return users.status();
  const absl::Status locked = LockTime(tx, *users, {known->id});
  if (!locked.ok()) return locked;
  const SessionRecord session = *store::Find<SessionRecord>(tx, known->id);
  absl::StatusOr<std::vector<BookingRecord>> bookings =
      LiveBookings(tx, session, request.seat_uid);
  if (!bookings.ok()) return bookings.status();
  const std::int64_t seats = SeatsOf(*bookings);
  GiveSeatsBack(tx, session.id, seats);

  // Limits are asked for the new start as if the old one had never been.
  for (const BookingRecord& booking : *bookings) {
    tx.Run("UPDATE booking SET status = 'cancelled' WHERE id = ?1",
           {booking.id});
  }
  Offer same_length = offer;
  const auto length = request.length.value_or(
      duration_cast<minutes>(session.ends_at - session.starts_at));
  if (!request.length && length != offer.event.length &&
      std::find(offer.event.length_options.begin(),
                offer.event.length_options.end(),
                length) == offer.event.length_options.end()) {
    same_length.event.length_options.push_back(length);
  }
  const absl::StatusOr<Decision> decision =
      Decide(tx, same_length, request.start, length);
  if (!decision.ok()) return decision.status();
  const absl::StatusOr<SessionRecord> target =
      TakeSeats(tx, offer, *decision, seats, ClaimOf(request.confirmation),
                {.uid = NewUid(),
                 .title = session.title,
                 .description = session.description,
                 .location = session.location,
                 .recurring_uid = session.recurring_uid,
                 .ical_sequence = session.ical_sequence + 1,
                 .ical_uid = session.ical_uid});
  if (!target.ok()) return target.status();

  std::vector<BookingRecord> moved;
  for (BookingRecord& booking : *bookings) {
    const std::vector<AttendeeRecord> attendees = store::Select<AttendeeRecord>(
        tx, "WHERE booking_id = ?1 ORDER BY position", {booking.id});
    booking.updated_at = tx.Now();
    booking.rescheduling_reason = request.reason;
    booking.rescheduled_by = request.moved_by;
    BookingRecord next = booking;
    if (request.responses) next.responses = *request.responses;
    if (request.metadata) next.metadata = *request.metadata;
    next.session_id = target->id;
    next.rescheduled_from_uid = session.uid;
    if (offer.event.seats) {
      if (!attendees.empty() &&
          HasSeat(tx, target->id, attendees.front().email)) {
        return Refuse(Refusal::kDuplicate,
                      "this address has a seat there already");
      }
      store::Update(tx, next);
    } else {
      next.id = 0;
      next.uid = target->uid;
      next.status =
          request.confirmation == Confirmation::kNone ? "accepted" : "pending";
      next.created_at = tx.Now();
      store::Insert(tx, next);
      InsertAttendees(tx, next.id, attendees);
      booking.status = "cancelled";
      booking.rescheduled_to_uid = target->uid;
      store::Update(tx, booking);
    }
    moved.push_back(std::move(next));
  }
  SessionChange from = ChangeOf(tx, session.id, *std::move(bookings));
  std::vector<std::int64_t> told = from.hosts;
  told.insert(told.end(), decision->hosts.begin(), decision->hosts.end());
  TellHosts(tx, std::move(told));
  return Moved{.from = std::move(from),
               .to = {.session = *target,
                      .hosts = decision->hosts,
                      .bookings = std::move(moved)}};
}

namespace {

// REQUIRES: the hosts of the session are locked.
absl::StatusOr<SessionChange> CancelLocked(Transaction& tx,
                                           std::int64_t session_id,
                                           const CancelRequest& request) {
  const SessionRecord session = *store::Find<SessionRecord>(tx, session_id);
  absl::StatusOr<std::vector<BookingRecord>> bookings =
      LiveBookings(tx, session, request.seat_uid);
  if (!bookings.ok()) return bookings.status();
  for (BookingRecord& booking : *bookings) {
    booking.status = "cancelled";
    booking.cancellation_reason = request.reason;
    booking.cancelled_by = request.cancelled_by;
    booking.updated_at = tx.Now();
    store::Update(tx, booking);
  }
  GiveSeatsBack(tx, session_id, SeatsOf(*bookings));
  return ChangeOf(tx, session_id, *std::move(bookings));
}

}  // namespace

absl::StatusOr<SessionChange> Cancel(Transaction& tx,
                                     const CancelRequest& request) {
  const auto session = SessionOf(tx, request.uid);
  if (!session) return NoSuchBooking(request.uid);
  const absl::Status locked = LockTime(tx, {}, {session->id});
  if (!locked.ok()) return locked;
  absl::StatusOr<SessionChange> change = CancelLocked(tx, session->id, request);
  if (change.ok()) TellHosts(tx, change->hosts);
  return change;
}

absl::StatusOr<std::vector<SessionChange>> CancelSeries(
    Transaction& tx, const std::vector<std::string>& uids,
    const CancelRequest& request) {
  std::vector<std::int64_t> sessions;
  for (const std::string& uid : uids) {
    const auto session = SessionOf(tx, uid);
    if (!session) return NoSuchBooking(uid);
    sessions.push_back(session->id);
  }
  const absl::Status locked = LockTime(tx, {}, sessions);
  if (!locked.ok()) return locked;
  CancelRequest whole = request;
  whole.seat_uid.reset();
  std::vector<SessionChange> changes;
  std::vector<std::int64_t> hosts;
  for (const std::int64_t session : sessions) {
    absl::StatusOr<SessionChange> change = CancelLocked(tx, session, whole);
    if (!change.ok()) {
      if (RefusalOf(change.status()) == Refusal::kStatus) continue;
      return change.status();
    }
    hosts.insert(hosts.end(), change->hosts.begin(), change->hosts.end());
    changes.push_back(*std::move(change));
  }
  TellHosts(tx, std::move(hosts));
  return changes;
}

absl::Status LockSeries(Transaction& tx, const std::vector<std::string>& uids) {
  std::vector<std::int64_t> sessions;
  for (const std::string& uid : uids) {
    const auto session = SessionOf(tx, uid);
    if (!session) return NoSuchBooking(uid);
    sessions.push_back(session->id);
  }
  return LockTime(tx, {}, sessions);
}

namespace {

// What waits for a host's word; its hosts are locked.
struct Asked {
  SessionRecord session{};
  std::vector<BookingRecord> bookings{};
};

absl::StatusOr<Asked> LockAsked(Transaction& tx, std::string_view uid) {
  const auto known = SessionOf(tx, uid);
  if (!known) return NoSuchBooking(uid);
  const absl::Status locked = LockTime(tx, {}, {known->id});
  if (!locked.ok()) return locked;
  Asked asked{.session = *store::Find<SessionRecord>(tx, known->id)};
  absl::StatusOr<std::vector<BookingRecord>> bookings =
      LiveBookings(tx, asked.session, std::nullopt);
  if (!bookings.ok()) return bookings.status();
  if (asked.session.is_firm) {
    return Refuse(Refusal::kStatus, "the booking is confirmed already");
  }
  asked.bookings = *std::move(bookings);
  return asked;
}

}  // namespace

absl::StatusOr<SessionChange> Confirm(Transaction& tx, std::string_view uid) {
  absl::StatusOr<Asked> asked = LockAsked(tx, uid);
  if (!asked.ok()) return asked.status();
  const SessionRecord& session = asked->session;
  const std::vector<store::SessionHostRecord> hosts =
      store::Select<store::SessionHostRecord>(
          tx, "WHERE session_id = ?1 ORDER BY host_id", {session.id});
  for (const store::SessionHostRecord& host : hosts) {
    if (IsClaimed(tx, session, host.host_id, {host.from_at, host.until_at})) {
      return Refuse(Refusal::kTaken, "the time was taken meanwhile");
    }
  }
  tx.Run("UPDATE session SET is_firm = TRUE, updated_ms = ?2 WHERE id = ?1",
         {session.id, tx.Now()});
  const bool has_claims =
      tx.Run("UPDATE claim SET is_firm = TRUE WHERE session_id = ?1",
             {session.id})
          .changed() > 0;
  if (!has_claims) ClaimTime(tx, session);
  for (BookingRecord& booking : asked->bookings) {
    booking.status = "accepted";
    booking.updated_at = tx.Now();
    store::Update(tx, booking);
  }
  SessionChange change = ChangeOf(tx, session.id, std::move(asked->bookings));
  TellHosts(tx, change.hosts);
  return change;
}

absl::StatusOr<SessionChange> Decline(
    Transaction& tx, std::string_view uid,
    const std::optional<std::string>& reason) {
  absl::StatusOr<Asked> asked = LockAsked(tx, uid);
  if (!asked.ok()) return asked.status();
  const SessionRecord& session = asked->session;
  for (BookingRecord& booking : asked->bookings) {
    booking.status = "rejected";
    booking.rejection_reason = reason;
    booking.updated_at = tx.Now();
    store::Update(tx, booking);
  }
  GiveSeatsBack(tx, session.id, SeatsOf(asked->bookings));
  SessionChange change = ChangeOf(tx, session.id, std::move(asked->bookings));
  TellHosts(tx, change.hosts);
  return change;
}

absl::StatusOr<SessionChange> Reassign(Transaction& tx, const Offer& offer,
                                       std::string_view uid, std::int64_t from,
                                       std::optional<std::int64_t> to,
                                       Availability availability) {
  const auto known = SessionOf(tx, uid);
  if (!known) return NoSuchBooking(uid);
  const absl::StatusOr<std::vector<std::int64_t>> users = UsersOf(offer);
  if (!users.ok()) return users.status();
  if (availability == Availability::kForced && !to) {
    return absl::InvalidArgumentError("who is forced must be said");
  }
  const absl::Status locked = LockTime(tx, *users, {known->id});
  if (!locked.ok()) return locked;
  const SessionRecord session = *store::Find<SessionRecord>(tx, known->id);
  absl::StatusOr<std::vector<BookingRecord>> bookings =
      LiveBookings(tx, session, std::nullopt);
  if (!bookings.ok()) return bookings.status();
  const std::vector<std::int64_t> hosts = HostsOf(tx, session.id);
  if (std::find(hosts.begin(), hosts.end(), from) == hosts.end()) {
    return Refuse(Refusal::kNotFound,
                  absl::StrCat("user ", from, " does not host this booking"));
  }
  const absl::StatusOr<Offer> asked = OfferToReassign(offer, hosts, from, to);
  if (!asked.ok()) return asked.status();
  std::int64_t chosen = to.value_or(0);
  if (availability == Availability::kChecked) {
    Offer same_length = *asked;
    same_length.event.length =
        duration_cast<minutes>(session.ends_at - session.starts_at);
    same_length.event.length_options.clear();
    same_length.event.seats.reset();  // a whole session changes hands
    // It was sold under these already.
    same_length.event.minimum_notice = minutes{0};
    same_length.event.booking_window = {};
    const absl::StatusOr<Decision> decision =
        Decide(tx, same_length, session.starts_at, std::nullopt, session.uid);
    if (!decision.ok()) return decision.status();
    for (const std::int64_t host : decision->hosts) {
      if (std::find(hosts.begin(), hosts.end(), host) == hosts.end()) {
        chosen = host;
      }
    }
  }
  const store::SessionHostRecord role =
      *store::SelectOne<store::SessionHostRecord>(
          tx, "WHERE session_id = ?1 AND host_id = ?2", {session.id, from});
  if (IsClaimed(tx, session, chosen, {role.from_at, role.until_at})) {
    return Refuse(Refusal::kTaken, "the new host's time is taken");
  }
  tx.Run("UPDATE session_host SET host_id = ?2 WHERE id = ?1",
         {role.id, chosen});
  tx.Run("UPDATE claim SET host_id = ?3 WHERE session_id = ?1 AND host_id = ?2",
         {session.id, from, chosen});
  tx.Run(
      "UPDATE session SET ical_sequence = ical_sequence + 1, updated_ms = ?2 "
      "WHERE id = ?1",
      {session.id, tx.Now()});
  SessionChange change = ChangeOf(tx, session.id, *std::move(bookings));
  std::vector<std::int64_t> told = change.hosts;
  told.push_back(from);
  TellHosts(tx, std::move(told));
  return change;
}

}  // namespace bookable::domain
