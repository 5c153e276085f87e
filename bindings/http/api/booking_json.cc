// Tested by tests/bindings/http/api/bookings_test.cc.
#include "bindings/http/api/booking_json.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <chrono>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/domain/sale.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::AttendeeRecord;
using store::BookingRecord;
using store::SessionRecord;
using store::Transaction;
using store::UserRecord;

std::vector<BookingRecord> BookingsOf(Transaction& tx, std::int64_t session) {
  return store::Select<BookingRecord>(tx, "WHERE session_id = ?1 ORDER BY id",
                                      {session});
}

json::object AttendeeJson(const AttendeeRecord& attendee) {
  json::object object;
  object["name"] = attendee.name;
  object["email"] = attendee.email;
  object["timeZone"] = attendee.time_zone;
  object["language"] = attendee.language;
  object["absent"] = attendee.is_absent;
  if (attendee.phone) object["phoneNumber"] = *attendee.phone;
  return object;
}

json::object HostJson(const UserRecord& user) {
  json::object object;
  object["id"] = user.id;
  object["name"] = OrNull(user.name);
  object["email"] = user.email;
  object["username"] = OrNull(user.username);
  object["timeZone"] = user.time_zone;
  return object;
}

// The calendar's uid stays when a booking moves: that of the first.
std::string FirstUid(Transaction& tx, std::string uid) {
  for (int moves = 0; moves < 1000; ++moves) {
    const auto booking =
        store::SelectOne<BookingRecord>(tx, "WHERE uid = ?1", {uid});
    if (!booking || !booking->rescheduled_from_uid) break;
    uid = *booking->rescheduled_from_uid;
  }
  return uid;
}

void AddOptional(json::object& object, const char* name,
                 const std::optional<std::string>& value) {
  if (value && !value->empty()) object[name] = *value;
}

// What happened to a booking, where something did.
void AddHistory(const BookingRecord& booking, json::object& object) {
  AddOptional(object, "cancellationReason", booking.cancellation_reason);
  AddOptional(object, "cancelledByEmail", booking.cancelled_by);
  AddOptional(object, "reschedulingReason", booking.rescheduling_reason);
  AddOptional(object, "rescheduledByEmail", booking.rescheduled_by);
  AddOptional(object, "rescheduledFromUid", booking.rescheduled_from_uid);
  AddOptional(object, "rescheduledToUid", booking.rescheduled_to_uid);
  AddOptional(object, "rejectionReason", booking.rejection_reason);
}

void AddCohosts(Transaction& tx, const std::vector<std::int64_t>& hosts,
                json::array& attendees) {
  for (std::size_t i = 1; i < hosts.size(); ++i) {
    const auto user = store::Find<UserRecord>(tx, hosts[i]);
    if (!user) continue;
    attendees.push_back(json::object{{"name", user->name.value_or("")},
                                     {"email", user->email},
                                     {"timeZone", user->time_zone},
                                     {"language", user->locale.value_or("en")},
                                     {"absent", false}});
  }
}

void AddRegular(Transaction& tx, const BookingRecord& booking,
                const std::vector<std::int64_t>& hosts, json::object& object) {
  json::array attendees;
  for (const AttendeeRecord& attendee : store::Select<AttendeeRecord>(
           tx, "WHERE booking_id = ?1 ORDER BY position", {booking.id})) {
    attendees.push_back(AttendeeJson(attendee));
  }
  AddCohosts(tx, hosts, attendees);
  object["attendees"] = std::move(attendees);
  json::object responses = ParsedObject(booking.responses);
  if (booking.rescheduled_from_uid && booking.rescheduling_reason) {
    responses["rescheduledReason"] = *booking.rescheduling_reason;
  }
  const json::value* guests = responses.if_contains("guests");
  object["guests"] = guests != nullptr && guests->is_array()
                         ? guests->get_array()
                         : json::array();
  object["bookingFieldsResponses"] = std::move(responses);
  object["metadata"] = ParsedObject(booking.metadata);
  AddHistory(booking, object);
}

void AddSeated(Transaction& tx, const std::vector<BookingRecord>& bookings,
               const std::vector<std::int64_t>& hosts, bool shows_everybody,
               std::string_view seat_uid, json::object& object) {
  json::array attendees;
  for (const BookingRecord& booking : bookings) {
    if (!IsLive(booking)) continue;
    if (!shows_everybody && booking.uid != seat_uid) continue;
    for (const AttendeeRecord& attendee : store::Select<AttendeeRecord>(
             tx, "WHERE booking_id = ?1 ORDER BY position", {booking.id})) {
      json::object one = AttendeeJson(attendee);
      one["seatUid"] = booking.uid;
      json::object responses = ParsedObject(booking.responses);
      responses.erase("email");
      one["bookingFieldsResponses"] = std::move(responses);
      one["metadata"] = ParsedObject(booking.metadata);
      attendees.push_back(std::move(one));
    }
  }
  if (shows_everybody) AddCohosts(tx, hosts, attendees);
  object["attendees"] = std::move(attendees);
  if (!bookings.empty()) AddHistory(bookings.back(), object);
  if (!seat_uid.empty()) object["seatUid"] = seat_uid;
}

}  // namespace

std::optional<store::EventTypeRecord> EventTypeOfSession(
    Transaction& tx, const SessionRecord& session) {
  if (!session.event_type_id) return std::nullopt;
  return store::Find<store::EventTypeRecord>(tx, *session.event_type_id);
}

bool IsSeated(Transaction& tx, const SessionRecord& session) {
  return !tx.Run(
                "SELECT 1 FROM booking WHERE session_id = ?1 AND uid <> ?2 "
                "LIMIT 1",
                {session.id, session.uid})
              .is_empty();
}

std::string CalendarUid(Transaction& tx, const SessionRecord& session) {
  return session.ical_uid.value_or(FirstUid(tx, session.uid) + "@Cal.com");
}

bool ShowsEverybody(Transaction& tx, const Caller& caller,
                    const std::optional<store::EventTypeRecord>& event_type,
                    const std::vector<std::int64_t>& hosts) {
  if (!event_type) return true;
  const json::object settings = ParsedObject(event_type->settings);
  const json::object* seats = EnabledOf(settings, "seats");
  if (seats == nullptr || FlagOf(*seats, "showAttendeeInfo").value_or(true)) {
    return true;
  }
  return MayManage(tx, caller, event_type, hosts);
}

std::string BookingTitle(const store::EventTypeRecord& event_type,
                         std::string_view organizer, std::string_view booker,
                         std::string_view location, std::int64_t minutes) {
  const std::string host(organizer);
  const std::string guest(booker);
  const std::string form =
      TextMember(ParsedObject(event_type.settings), "customName");
  if (form.empty()) {
    return absl::StrCat(event_type.title, " between ", host, " and ", guest);
  }
  const auto first = [](const std::string& name) {
    return name.substr(0, name.find(' '));
  };
  const auto last = [](const std::string& name) {
    const std::size_t blank = name.rfind(' ');
    return blank == std::string::npos ? std::string() : name.substr(blank + 1);
  };
  const std::string place(location);
  return absl::StrReplaceAll(
      form, {{"{Event type title}", event_type.title},
             {"{Organiser}", host},
             {"{Scheduler}", guest},
             {"{Location}", place},
             {"{Organiser first name}", first(host)},
             {"{Scheduler first name}", first(guest)},
             {"{Scheduler last name}", last(guest)},
             {"{Event duration}", absl::StrCat(minutes, " mins")},
             {"{LOCATION}", place},
             {"{HOST/ATTENDEE}", host},
             {"{HOST}", host},
             {"{ATTENDEE}", guest},
             {"{USER}", guest}});
}

json::object BookingJson(Transaction& tx, const Caller& caller,
                         const SessionRecord& session,
                         std::string_view seat_uid) {
  const std::vector<BookingRecord> bookings = BookingsOf(tx, session.id);
  const std::vector<std::int64_t> hosts = domain::HostsOf(tx, session.id);
  const auto event_type = EventTypeOfSession(tx, session);
  const bool is_seated = IsSeated(tx, session);
  std::string status = bookings.empty() ? "cancelled" : bookings.back().status;
  for (const BookingRecord& booking : bookings) {
    if (IsLive(booking)) status = booking.status;
  }
  json::object object;
  object["id"] = session.id;
  object["uid"] = session.uid;
  object["title"] = session.title;
  object["description"] = session.description;
  json::array organizer;
  if (!hosts.empty()) {
    const auto user = store::Find<UserRecord>(tx, hosts.front());
    if (user) organizer.push_back(HostJson(*user));
  }
  object["hosts"] = std::move(organizer);
  object["status"] = status;
  object["start"] = InstantText(session.starts_at);
  object["end"] = InstantText(session.ends_at);
  object["duration"] = std::chrono::duration_cast<std::chrono::minutes>(
                           session.ends_at - session.starts_at)
                           .count();
  object["eventTypeId"] = OrNull(session.event_type_id);
  object["eventType"] = nullptr;
  if (event_type) {
    object["eventType"] =
        json::object{{"id", event_type->id}, {"slug", event_type->slug}};
  }
  const json::value location = StoredValue(session.location);
  object["location"] = location;
  object["meetingUrl"] = location;
  object["absentHost"] = session.is_host_absent;
  object["createdAt"] = IsoTime(session.created_at);
  object["updatedAt"] = IsoTime(session.updated_at);
  object["rating"] = OrNull(session.rating);
  object["icsUid"] = CalendarUid(tx, session);
  if (session.recurring_uid) {
    object["recurringBookingUid"] = *session.recurring_uid;
  }
  if (is_seated) {
    const bool shows_everybody = ShowsEverybody(tx, caller, event_type, hosts);
    AddSeated(tx, bookings, hosts, shows_everybody, seat_uid, object);
  } else if (!bookings.empty()) {
    AddRegular(tx, bookings.front(), hosts, object);
  }
  return object;
}

}  // namespace bookable::http
