// Tested by tests/bindings/http/api/older_bookings_test.cc.
#include "bindings/http/api/older_booking_json.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/booking_input.h"
#include "bindings/http/api/booking_json.h"
#include "bindings/http/api/component_location.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/sale.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using std::chrono::minutes;
using store::AttendeeRecord;
using store::BookingRecord;
using store::EventTypeRecord;
using store::SessionRecord;
using store::Transaction;
using store::UserRecord;

// --- read --------------------------------------------------------------------

// The chosen location, as 2024-08-13 says it: the place in the event type of
// that name; a text that is none is a place of its own.
json::value LocationOf(const json::object& chosen) {
  const std::string value = TextMember(chosen, "value");
  const std::string option = TextMember(chosen, "optionValue");
  if (value.empty()) return nullptr;
  json::object location = NewerLocation(value);
  if (location.empty()) return json::value(option.empty() ? value : option);
  const std::string type = TextMember(location, "type");
  if (type == "attendeeAddress") location["address"] = option;
  if (type == "attendeePhone") location["phone"] = option;
  if (type == "attendeeDefined") location["location"] = option;
  return location;
}

absl::StatusOr<std::string> NameOf(const json::object& responses) {
  const json::value* name = responses.if_contains("name");
  if (name != nullptr && name->is_string()) {
    return std::string(ViewOf(name->get_string()));
  }
  if (name != nullptr && name->is_object()) {
    const std::string first = TextMember(name->get_object(), "firstName");
    const std::string last = TextMember(name->get_object(), "lastName");
    if (!first.empty() && !last.empty()) return absl::StrCat(first, " ", last);
    if (!first.empty() &&
        name->get_object().if_contains("lastName") == nullptr) {
      return first;
    }
  }
  return BadRequest("responses.name must be a name, or first and last name",
                    "{name}error_required_field");
}

// The length that the body means; nothing for the event type's own.
absl::StatusOr<std::optional<std::int64_t>> LengthOf(
    const json::object& body, const EventTypeRecord& event_type) {
  const auto end_text = TextOf(body, "end");
  if (!end_text) return std::optional<std::int64_t>();
  const auto start = ReadInstant(TextMember(body, "start"), "start");
  if (!start.ok()) return start.status();
  const auto end = ReadInstant(*end_text, "end");
  if (!end.ok()) return end.status();
  const auto length = std::chrono::duration_cast<minutes>(*end - *start);
  if (length != *end - *start || length.count() < 1 ||
      !domain::EventTypeOf(event_type, length).ok()) {
    return BadRequest("Invalid event length", "invalid_event_length");
  }
  if (length.count() == event_type.length_minutes) {
    return std::optional<std::int64_t>();
  }
  return std::optional<std::int64_t>(length.count());
}

// Null and "" are no answer.
bool IsAnswer(const json::value& value) {
  return !value.is_null() && !(value.is_string() && value.get_string().empty());
}

absl::StatusOr<json::object> NewerBody(const json::object& body,
                                       const EventTypeRecord& event_type) {
  const json::object& responses = body.at("responses").as_object();
  const auto name = NameOf(responses);
  if (!name.ok()) return name.status();
  const auto length = LengthOf(body, event_type);
  if (!length.ok()) return length.status();
  json::object attendee{{"name", *name},
                        {"timeZone", TextMember(body, "timeZone")}};
  if (const auto email = TextOf(responses, "email")) attendee["email"] = *email;
  const auto phone = TextOf(responses, "attendeePhoneNumber");
  if (phone && !phone->empty()) attendee["phoneNumber"] = *phone;
  const auto language = TextOf(body, "language");
  if (language && !language->empty()) attendee["language"] = *language;
  json::object newer{{"start", TextMember(body, "start")},
                     {"attendee", std::move(attendee)}};
  if (*length) newer["lengthInMinutes"] = **length;
  if (const json::value* metadata = body.if_contains("metadata")) {
    if (metadata->is_object()) newer["metadata"] = *metadata;
  }
  json::object answers;
  for (const auto& answer : responses) {
    const std::string_view slug(answer.key().data(), answer.key().size());
    if (slug == "name" || slug == "email" || slug == "attendeePhoneNumber" ||
        !IsAnswer(answer.value())) {
      continue;
    }
    if (slug == "guests") {
      json::array guests;
      if (const json::array* given = answer.value().if_array()) {
        for (const json::value& guest : *given) {
          if (!guest.is_string()) {
            return BadRequest("responses.guests must be addresses");
          }
          if (IsAnswer(guest)) guests.push_back(guest);
        }
      }
      newer["guests"] = std::move(guests);
    } else if (slug == "location") {
      if (!answer.value().is_object()) {
        return BadRequest("responses.location must be an object");
      }
      const json::value location = LocationOf(answer.value().get_object());
      if (!location.is_null()) newer["location"] = location;
    } else {
      answers[answer.key()] = answer.value();
    }
  }
  if (const auto url = TextOf(body, "locationUrl"); url && !url->empty()) {
    newer["location"] = *url;
  }
  newer["bookingFieldsResponses"] = std::move(answers);
  return newer;
}

// --- written -----------------------------------------------------------------

// A host, or nobody where all are gone.
json::object UserJson(const std::optional<UserRecord>& user) {
  json::object object;
  if (!user) return object;
  object["id"] = user->id;
  object["name"] = OrNull(user->name);
  object["username"] = OrNull(user->username);
  object["timeZone"] = user->time_zone;
  return object;
}

std::optional<UserRecord> OrganizerOf(Transaction& tx,
                                      const SessionRecord& session) {
  const std::vector<std::int64_t> hosts = domain::HostsOf(tx, session.id);
  if (hosts.empty()) return std::nullopt;
  return store::Find<UserRecord>(tx, hosts.front());
}

// Those that stand; all, where none does.
std::vector<BookingRecord> BookingsOf(Transaction& tx,
                                      const SessionRecord& session,
                                      std::string_view seat_uid) {
  std::vector<BookingRecord> all = store::Select<BookingRecord>(
      tx, "WHERE session_id = ?1 ORDER BY id", {session.id});
  if (!seat_uid.empty()) {
    std::erase_if(all, [&](const BookingRecord& booking) {
      return booking.uid != seat_uid;
    });
  }
  if (std::any_of(all.begin(), all.end(), store::IsLive)) {
    std::erase_if(
        all, [](const BookingRecord& booking) { return !IsLive(booking); });
  }
  return all;
}

std::vector<AttendeeRecord> AttendeesOf(Transaction& tx,
                                        const BookingRecord& booking) {
  return store::Select<AttendeeRecord>(
      tx, "WHERE booking_id = ?1 ORDER BY position", {booking.id});
}

json::object AttendeeJson(const AttendeeRecord& attendee) {
  return {
      {"id", attendee.id},           {"name", attendee.name},
      {"email", attendee.email},     {"timeZone", attendee.time_zone},
      {"locale", attendee.language}, {"phoneNumber", OrNull(attendee.phone)},
      {"noShow", attendee.is_absent}};
}

// The location among the answers in the older words.
json::object ResponsesJson(const BookingRecord& booking) {
  json::object responses = ParsedObject(booking.responses);
  json::value* location = responses.if_contains("location");
  if (location != nullptr && location->is_object()) {
    json::object& chosen = location->get_object();
    const std::string older =
        ComponentLocationType({{"type", TextMember(chosen, "value")}});
    if (!older.empty()) chosen["value"] = older;
  }
  return responses;
}

json::array ReferencesJson(Transaction& tx, const SessionRecord& session) {
  json::array all;
  for (const store::BookingReferenceRecord& reference :
       store::Select<store::BookingReferenceRecord>(
           tx, "WHERE session_id = ?1 ORDER BY id", {session.id})) {
    all.push_back(json::object{{"id", reference.id},
                               {"type", reference.type},
                               {"uid", reference.event_uid}});
  }
  return all;
}

// What all three shapes have. REQUIRES: bookings is not empty.
json::object CommonJson(Transaction& tx, const SessionRecord& session,
                        const std::vector<BookingRecord>& bookings) {
  const BookingRecord& first = bookings.front();
  const json::value location = StoredValue(session.location);
  json::object object;
  object["id"] = session.id;
  object["uid"] = session.uid;
  object["title"] = session.title;
  object["description"] = session.description;
  object["startTime"] = InstantText(session.starts_at);
  object["endTime"] = InstantText(session.ends_at);
  object["status"] = absl::AsciiStrToUpper(bookings.back().status);
  object["eventTypeId"] = OrNull(session.event_type_id);
  object["responses"] = ResponsesJson(first);
  object["metadata"] = ParsedObject(first.metadata);
  object["location"] = location;
  object["recurringEventId"] = OrNull(session.recurring_uid);
  object["fromReschedule"] = OrNull(first.rescheduled_from_uid);
  object["references"] = ReferencesJson(tx, session);
  return object;
}

}  // namespace

std::string_view OlderBookingSchema() {
  return R"({"type": "object",
    "required": ["start", "eventTypeId", "timeZone", "responses"],
    "properties": {
      "start": {"type": "string"}, "end": {"type": ["string", "null"]},
      "eventTypeId": {"type": "integer"},
      "timeZone": {"type": "string"},
      "language": {"type": ["string", "null"]},
      "metadata": {"type": ["object", "null"]},
      "responses": {"type": "object"},
      "rescheduleUid": {"type": ["string", "null"], "maxLength": 100},
      "rescheduledBy": {"type": ["string", "null"], "maxLength": 320},
      "locationUrl": {"type": ["string", "null"], "maxLength": 2000},
      "recurringEventId": {"type": ["string", "null"], "maxLength": 100},
      "routedTeamMemberIds": {"type": ["array", "null"], "maxItems": 1000},
      "routingFormResponseId": {"type": ["integer", "null"]},
      "verificationCode": {"type": ["string", "null"], "maxLength": 20},
      "_isDryRun": {"type": ["boolean", "null"]}}})";
}

absl::StatusOr<domain::BookingRequest> ReadOlderBooking(
    Transaction& tx, const json::object& body,
    const EventTypeRecord& event_type) {
  const json::value* routed = body.if_contains("routedTeamMemberIds");
  if (routed != nullptr && routed->is_array() && !routed->get_array().empty() &&
      !IntegerOf(body, "routingFormResponseId")) {
    return BadRequest("Missing routingFormResponseId");
  }
  const auto newer = NewerBody(body, event_type);
  if (!newer.ok()) return newer.status();
  auto request = ReadBookingInput(tx, *newer, event_type);
  if (!request.ok()) return request;
  // A name in two parts is kept so.
  const json::value& name = body.at("responses").at("name");
  if (name.is_object()) {
    json::object responses = ParsedObject(request->responses);
    responses["name"] = name;
    request->responses = json::serialize(responses);
  }
  return request;
}

json::object MadeBookingJson(Transaction& tx, const SessionRecord& session,
                             std::string_view seat_uid) {
  const std::vector<BookingRecord> bookings = BookingsOf(tx, session, seat_uid);
  json::object object = CommonJson(tx, session, bookings);
  const auto organizer = OrganizerOf(tx, session);
  json::object user = UserJson(organizer);
  user["email"] = nullptr;
  object["user"] = std::move(user);
  object["userId"] = organizer ? json::value(organizer->id) : json::value();
  object["userPrimaryEmail"] =
      organizer ? json::value(organizer->email) : json::value();
  json::array attendees;
  for (const AttendeeRecord& attendee : AttendeesOf(tx, bookings.front())) {
    attendees.push_back(AttendeeJson(attendee));
  }
  object["attendees"] = std::move(attendees);
  object["paymentRequired"] = false;
  object["isDryRun"] = false;
  const auto event_type = EventTypeOfSession(tx, session);
  json::array lucky;
  if (event_type && event_type->scheduling_type == "roundRobin") {
    for (const std::int64_t host : domain::HostsOf(tx, session.id)) {
      lucky.push_back(host);
    }
  }
  object["luckyUsers"] = std::move(lucky);
  if (!seat_uid.empty()) object["seatReferenceUid"] = seat_uid;
  return object;
}

json::object MovableBookingJson(Transaction& tx, const SessionRecord& session,
                                std::string_view seat_uid) {
  const std::vector<BookingRecord> bookings = BookingsOf(tx, session, seat_uid);
  json::object object = CommonJson(tx, session, bookings);
  const bool is_seated = IsSeated(tx, session);
  json::array attendees;
  for (const BookingRecord& booking : bookings) {
    for (const AttendeeRecord& attendee : AttendeesOf(tx, booking)) {
      json::object one{{"name", attendee.name}, {"email", attendee.email}};
      one["bookingSeat"] = nullptr;
      if (is_seated) {
        one["bookingSeat"] = json::object{
            {"referenceUid", booking.uid},
            {"data", json::object{{"responses", ResponsesJson(booking)}}}};
      }
      attendees.push_back(std::move(one));
    }
  }
  object["attendees"] = std::move(attendees);
  object["user"] = UserJson(OrganizerOf(tx, session));
  object["eventType"] = json::object{{"disableRescheduling", false}};
  return object;
}

json::object FullBookingJson(Transaction& tx, const Caller& caller,
                             const SessionRecord& session) {
  const std::vector<BookingRecord> bookings = BookingsOf(tx, session, "");
  json::object object = CommonJson(tx, session, bookings);
  const BookingRecord& last = bookings.back();
  const auto event_type = EventTypeOfSession(tx, session);
  const bool is_seated = IsSeated(tx, session);
  const bool shows_all =
      !is_seated ||
      ShowsEverybody(tx, caller, event_type, domain::HostsOf(tx, session.id));
  json::array attendees;
  json::array seats;
  for (const BookingRecord& booking : bookings) {
    if (!shows_all) break;
    if (is_seated) {
      seats.push_back(json::object{{"referenceUid", booking.uid}});
    }
    for (const AttendeeRecord& attendee : AttendeesOf(tx, booking)) {
      attendees.push_back(AttendeeJson(attendee));
    }
  }
  if (is_seated) {
    // Each seat has its own.
    object["responses"] = json::object();
    object["metadata"] = json::object();
  }
  object["attendees"] = std::move(attendees);
  object["seatsReferences"] = std::move(seats);
  object["cancellationReason"] = OrNull(last.cancellation_reason);
  object["rejectionReason"] = OrNull(last.rejection_reason);
  object["rescheduled"] = last.rescheduled_to_uid.has_value();
  object["rescheduledBy"] = OrNull(last.rescheduled_by);
  object["tracking"] = nullptr;
  const auto organizer = OrganizerOf(tx, session);
  json::object user = UserJson(organizer);
  if (organizer) {
    user["email"] = organizer->email;
    user["avatarUrl"] = OrNull(organizer->avatar_url);
  }
  object["user"] = std::move(user);
  object["userId"] = organizer ? json::value(organizer->id) : json::value();
  object["eventType"] = nullptr;
  if (event_type) {
    const json::object settings = ParsedObject(event_type->settings);
    object["eventType"] =
        json::object{{"id", event_type->id},
                     {"title", event_type->title},
                     {"slug", event_type->slug},
                     {"eventName", OrNull(TextOf(settings, "customName"))},
                     {"timeZone", nullptr},
                     {"schedulingType", OrNull(event_type->scheduling_type)},
                     {"hideOrganizerEmail",
                      FlagOf(settings, "hideOrganizerEmail").value_or(false)}};
  }
  return object;
}

}  // namespace bookable::http
