// The first question is who wants to hear it: mostly nobody, and then it was
// the only one. Tested by tests/bindings/http/api/booking_events_test.cc.
#include "bindings/http/api/booking_events.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/booking_json.h"
#include "bindings/http/api/booking_links.h"
#include "bindings/http/api/event_type_json.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/text.h"
#include "bindings/http/api/webhook_delivery.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/domain/sale.h"
#include "bindings/http/domain/webhooks.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/service.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using domain::SessionChange;
using std::chrono::duration_cast;
using std::chrono::minutes;
using std::chrono::seconds;
using store::AttendeeRecord;
using store::BookingRecord;
using store::EventTypeRecord;
using store::SessionRecord;
using store::Transaction;
using store::UserRecord;
using store::WebhookRecord;

// How long after its moment a meeting is told: by then whoever books it before
// that moment has committed.
constexpr seconds kMeetingsSettle{3};
constexpr std::chrono::hours kMeetingsLookBack{24};
constexpr minutes kWatermarkKept{10};
constexpr std::string_view kWatermark = "meetings_announced_until";

// Whose attendees are told.
enum class Attendees : std::uint8_t {
  kOfChange,  // of the bookings that changed
  kAll,       // of every live seat, if the event type shows them
};

enum class Extent : std::uint8_t { kOccurrence, kSeries };

std::int64_t UtcOffset(std::string_view zone_name, Instant at) {
  const auto zone = Zone::Find(zone_name);
  if (!zone.ok()) return 0;
  return duration_cast<minutes>(zone->OffsetAt(at)).count();
}

json::object Language(std::string_view locale) { return {{"locale", locale}}; }

json::object PersonJson(const UserRecord& user, Instant at) {
  json::object person;
  person["id"] = user.id;
  person["name"] = user.name.value_or("Nameless");
  person["email"] = user.email;
  person["username"] = OrNull(user.username);
  person["timeZone"] = user.time_zone;
  person["language"] = Language(user.locale.value_or("en"));
  person["timeFormat"] = user.time_format == 24 ? "HH:mm" : "h:mma";
  person["utcOffset"] = UtcOffset(user.time_zone, at);
  return person;
}

json::object AttendeeJson(const AttendeeRecord& attendee,
                          const json::object& responses, Instant at) {
  json::object person;
  person["email"] = attendee.email;
  person["name"] = attendee.name;
  const json::value* name = responses.if_contains("name");
  const json::object* parts =
      attendee.position == 0 && name != nullptr ? name->if_object() : nullptr;
  for (const char* part : {"firstName", "lastName"}) {
    person[part] = parts == nullptr ? std::string() : TextMember(*parts, part);
  }
  person["timeZone"] = attendee.time_zone;
  person["phoneNumber"] = OrNull(attendee.phone);
  person["language"] = Language(attendee.language);
  person["utcOffset"] = UtcOffset(attendee.time_zone, at);
  return person;
}

std::string LabelOf(const json::object& field, const std::string& slug) {
  std::string given = TextMember(field, "label");
  if (!given.empty()) return given;
  for (const auto& [system, label] :
       {std::pair("name", "your_name"), std::pair("email", "email_address"),
        std::pair("attendeePhoneNumber", "phone_number"),
        std::pair("title", "what_is_this_meeting_about"),
        std::pair("notes", "additional_notes"),
        std::pair("guests", "additional_guests"),
        std::pair("rescheduleReason", "reason_for_reschedule")}) {
    if (slug == system) return label;
  }
  return slug;
}

// {slug: {label, value, isHidden}} of all answers, and of those to the event
// type's own questions.
void AddResponses(const json::object& settings, const json::object& responses,
                  json::object& payload) {
  const json::array fields = BookingFieldsJson(settings, Audience::kOwner);
  json::object all;
  json::object own;
  for (const auto& response : responses) {
    const std::string slug(response.key().data(), response.key().size());
    json::object field;
    for (const json::value& one : fields) {
      if (TextMember(one.as_object(), "slug") == slug) field = one.as_object();
    }
    const json::object told{
        {"label", LabelOf(field, slug)},
        {"value", response.value()},
        {"isHidden", FlagOf(field, "hidden").value_or(false)}};
    all[slug] = told;
    if (!field.empty() && !FlagOf(field, "isDefault").value_or(false)) {
      own[slug] = told;
    }
  }
  payload["responses"] = std::move(all);
  payload["userFieldsResponses"] = std::move(own);
}

json::value RecurrenceJson(const json::object& settings) {
  const json::object* recurrence = EnabledOf(settings, "recurrence");
  if (recurrence == nullptr) return nullptr;
  // As iCalendar libraries count them.
  const std::string frequency = TextMember(*recurrence, "frequency");
  const int number = frequency == "yearly" ? 0 : frequency == "monthly" ? 1 : 2;
  return json::object{
      {"freq", number},
      {"count", IntegerOf(*recurrence, "occurrences").value_or(1)},
      {"interval", IntegerOf(*recurrence, "interval").value_or(1)}};
}

json::value TeamJson(Transaction& tx, const EventTypeRecord& event_type,
                     const std::vector<UserRecord>& hosts, Instant at) {
  if (!event_type.team_id) return nullptr;
  const auto team = store::Find<store::TeamRecord>(tx, *event_type.team_id);
  if (!team) return nullptr;
  json::array members;
  for (std::size_t i = 1; i < hosts.size(); ++i) {
    members.push_back(PersonJson(hosts[i], at));
  }
  return json::object{
      {"id", team->id}, {"name", team->name}, {"members", std::move(members)}};
}

void AddPlatform(Transaction& tx, const SessionRecord& session,
                 const std::string& seat_uid, Extent extent,
                 json::object& payload) {
  const auto client = ClientOfSession(tx, session);
  BookingLinks links;
  if (client) {
    LinkedBooking linked = LinkedBookingOf(tx, session, seat_uid);
    linked.is_series = extent == Extent::kSeries;
    links = LinksOf(*client, linked);
  }
  payload["platformClientId"] = client ? json::value(client->id) : nullptr;
  payload["platformBookingUrl"] = OrNull(links.booking);
  payload["platformCancelUrl"] = OrNull(links.cancel);
  payload["platformRescheduleUrl"] = OrNull(links.reschedule);
}

// What the event type says.
void AddEventType(Transaction& tx,
                  const std::optional<EventTypeRecord>& event_type,
                  const std::vector<UserRecord>& hosts, Instant at,
                  json::object& payload) {
  const json::object settings =
      ParsedObject(event_type ? event_type->settings : "{}");
  const json::object* seats = EnabledOf(settings, "seats");
  payload["type"] = event_type ? json::value(event_type->slug) : nullptr;
  payload["description"] =
      event_type ? json::value(event_type->description) : nullptr;
  payload["team"] = event_type ? TeamJson(tx, *event_type, hosts, at) : nullptr;
  payload["seatsPerTimeSlot"] =
      event_type ? OrNull(event_type->seats) : json::value();
  payload["seatsShowAttendees"] =
      seats == nullptr || FlagOf(*seats, "showAttendeeInfo").value_or(true);
  payload["requiresConfirmation"] =
      event_type && event_type->requires_confirmation;
  payload["recurringEvent"] = RecurrenceJson(settings);
  payload["hideOrganizerEmail"] =
      FlagOf(settings, "hideOrganizerEmail").value_or(false);
  payload["eventTypeId"] = event_type ? json::value(event_type->id) : nullptr;
  payload["eventTitle"] = event_type ? json::value(event_type->title) : nullptr;
  payload["eventDescription"] = payload["description"];
}

std::string StatusText(const BookingRecord& booking) {
  return absl::AsciiStrToUpper(booking.status);
}

// What every event says of a booking. `shown`: whose attendees.
json::object PayloadOf(Transaction& tx, const SessionRecord& session,
                       const std::vector<std::int64_t>& host_ids,
                       const std::vector<BookingRecord>& changed,
                       Attendees whose, Extent extent) {
  const Instant at = session.starts_at;
  const auto event_type = EventTypeOfSession(tx, session);
  std::vector<UserRecord> hosts;
  for (const std::int64_t id : host_ids) {
    auto user = store::Find<UserRecord>(tx, id);
    if (user) hosts.push_back(*std::move(user));
  }
  const json::object settings =
      ParsedObject(event_type ? event_type->settings : "{}");
  json::object payload;
  payload["title"] = session.title;
  payload["additionalNotes"] = session.description;
  payload["customInputs"] = json::object();
  payload["startTime"] = InstantText(session.starts_at);
  payload["endTime"] = InstantText(session.ends_at);
  payload["length"] =
      duration_cast<minutes>(session.ends_at - session.starts_at).count();
  payload["organizer"] =
      hosts.empty() ? json::value() : PersonJson(hosts.front(), at);
  AddEventType(tx, event_type, hosts, at, payload);

  std::vector<BookingRecord> shown = changed;
  if (whose == Attendees::kAll && payload["seatsShowAttendees"].as_bool()) {
    shown = store::Select<BookingRecord>(
        tx, "WHERE session_id = ?1 ORDER BY id", {session.id});
    std::erase_if(shown, [](const BookingRecord& one) { return !IsLive(one); });
  }
  json::array attendees;
  for (const BookingRecord& booking : shown) {
    const json::object responses = ParsedObject(booking.responses);
    for (const AttendeeRecord& attendee : store::Select<AttendeeRecord>(
             tx, "WHERE booking_id = ?1 ORDER BY position", {booking.id})) {
      attendees.push_back(AttendeeJson(attendee, responses, at));
    }
  }
  payload["attendees"] = std::move(attendees);
  const json::value location = StoredValue(session.location);
  payload["location"] = location;
  payload["conferenceCredentialId"] = nullptr;
  payload["destinationCalendar"] = nullptr;
  payload["uid"] = session.uid;
  payload["bookingId"] = session.id;
  payload["iCalUID"] = CalendarUid(tx, session);
  payload["iCalSequence"] = session.ical_sequence;
  AddResponses(settings,
               ParsedObject(changed.empty() ? "{}" : changed.front().responses),
               payload);
  const std::string seat_uid =
      changed.size() == 1 && changed.front().uid != session.uid
          ? changed.front().uid
          : "";
  payload["attendeeSeatId"] =
      seat_uid.empty() ? json::value() : json::value(seat_uid);
  payload["recurringBookingUid"] = OrNull(session.recurring_uid);
  payload["appsStatus"] = json::array();
  payload["price"] = 0;
  payload["currency"] = "usd";
  json::object metadata =
      ParsedObject(changed.empty() ? "{}" : changed.front().metadata);
  if (location.is_string() && domain::IsWebUrl(ViewOf(location.get_string()))) {
    metadata["videoCallUrl"] = location;
  }
  payload["metadata"] = std::move(metadata);
  payload["status"] =
      changed.empty() ? "CANCELLED" : StatusText(changed.front());
  payload["smsReminderNumber"] = nullptr;
  AddPlatform(tx, session, seat_uid, extent, payload);
  return payload;
}

std::vector<WebhookRecord> SubscribersOf(
    Transaction& tx, std::string_view trigger, const SessionRecord& session,
    const std::vector<std::int64_t>& hosts) {
  if (hosts.empty()) return {};
  return domain::Subscribers(tx, trigger, session.event_type_id, hosts.front());
}

// Tells all who want to hear it; `more` is added to what every event says.
void Announce(Transaction& tx, std::string_view trigger,
              const SessionChange& change, Attendees whose,
              const json::object& more = {},
              Extent extent = Extent::kOccurrence) {
  const std::vector<WebhookRecord> subscribers =
      SubscribersOf(tx, trigger, change.session, change.hosts);
  if (subscribers.empty()) return;
  // As it is now: a title may have been given since.
  const auto session = store::Find<SessionRecord>(tx, change.session.id);
  if (!session) return;
  json::object payload =
      PayloadOf(tx, *session, change.hosts, change.bookings, whose, extent);
  for (const auto& member : more) payload[member.key()] = member.value();
  for (const WebhookRecord& webhook : subscribers) {
    OweDelivery(tx, webhook, trigger, session->uid, payload);
  }
}

bool IsPending(const SessionChange& change) {
  return !change.bookings.empty() &&
         change.bookings.front().status == "pending";
}

// Those that are told of, of one kind: what began, or what ended.
std::int64_t AnnouncePassed(Transaction& tx, std::string_view trigger,
                            const std::string& column, Instant after,
                            Instant until) {
  std::int64_t told = 0;
  for (const SessionRecord& session : store::Select<SessionRecord>(
           tx,
           absl::StrCat("WHERE ", column, " > ?1 AND ", column,
                        " <= ?2 AND is_firm AND taken > 0 ORDER BY id"),
           {after, until})) {
    const Instant moment =
        column == "starts_s" ? session.starts_at : session.ends_at;
    std::vector<WebhookRecord> subscribers =
        SubscribersOf(tx, trigger, session, domain::HostsOf(tx, session.id));
    std::erase_if(subscribers, [&](const WebhookRecord& webhook) {
      return webhook.created_at > moment;
    });
    if (subscribers.empty()) continue;
    std::vector<BookingRecord> bookings = store::Select<BookingRecord>(
        tx, "WHERE session_id = ?1 ORDER BY id", {session.id});
    std::erase_if(bookings,
                  [](const BookingRecord& one) { return !IsLive(one); });
    if (bookings.empty()) continue;  // held, not booked
    const json::object payload =
        PayloadOf(tx, session, domain::HostsOf(tx, session.id), bookings,
                  Attendees::kOfChange, Extent::kOccurrence);
    for (const WebhookRecord& webhook : subscribers) {
      OweDelivery(tx, webhook, trigger, session.uid, payload);
      ++told;
    }
  }
  return told;
}

}  // namespace

void AnnounceBooked(Transaction& tx, const SessionChange& change) {
  Announce(tx, IsPending(change) ? "BOOKING_REQUESTED" : "BOOKING_CREATED",
           change, Attendees::kAll);
}

void AnnounceMoved(Transaction& tx, const domain::Moved& moved) {
  const SessionRecord& from = moved.from.session;
  json::object more{{"rescheduleId", from.id},
                    {"rescheduleUid", from.uid},
                    {"rescheduleStartTime", InstantText(from.starts_at)},
                    {"rescheduleEndTime", InstantText(from.ends_at)}};
  if (!moved.to.bookings.empty()) {
    const BookingRecord& booking = moved.to.bookings.front();
    more["rescheduledBy"] = OrNull(booking.rescheduled_by);
    more["rescheduleReason"] = OrNull(booking.rescheduling_reason);
  }
  Announce(tx,
           IsPending(moved.to) ? "BOOKING_REQUESTED" : "BOOKING_RESCHEDULED",
           moved.to, Attendees::kOfChange, more);
}

void AnnounceCancelled(Transaction& tx,
                       const std::vector<SessionChange>& changes) {
  if (changes.empty()) return;
  const SessionChange& first = changes.front();
  json::object more;
  if (!first.bookings.empty()) {
    const BookingRecord& booking = first.bookings.front();
    more["cancellationReason"] = OrNull(booking.cancellation_reason);
    more["cancelledBy"] = OrNull(booking.cancelled_by);
  }
  Announce(tx, "BOOKING_CANCELLED", first, Attendees::kOfChange, more,
           changes.size() > 1 ? Extent::kSeries : Extent::kOccurrence);
}

void AnnounceConfirmed(Transaction& tx, const SessionChange& change) {
  Announce(tx, "BOOKING_CREATED", change, Attendees::kOfChange);
}

void AnnounceDeclined(Transaction& tx, const SessionChange& change) {
  json::object more;
  if (!change.bookings.empty()) {
    more["rejectionReason"] = OrNull(change.bookings.front().rejection_reason);
  }
  Announce(tx, "BOOKING_REJECTED", change, Attendees::kOfChange, more);
}

void AnnounceReassigned(Transaction& tx, const SessionChange& change,
                        std::int64_t from) {
  const SessionRecord& session = change.session;
  json::object more{{"rescheduleId", session.id},
                    {"rescheduleUid", session.uid},
                    {"rescheduleStartTime", InstantText(session.starts_at)},
                    {"rescheduleEndTime", InstantText(session.ends_at)},
                    {"rescheduledBy", nullptr},
                    {"rescheduleReason", nullptr}};
  const auto user = store::Find<UserRecord>(tx, from);
  more["reassignedFrom"] =
      user ? json::value(PersonJson(*user, session.starts_at)) : nullptr;
  Announce(tx, "BOOKING_RESCHEDULED", change, Attendees::kOfChange, more);
}

void AnnounceAbsences(Transaction& tx, const SessionRecord& session,
                      const std::vector<Absence>& attendees) {
  constexpr std::string_view kTrigger = "BOOKING_NO_SHOW_UPDATED";
  const std::vector<WebhookRecord> subscribers =
      SubscribersOf(tx, kTrigger, session, domain::HostsOf(tx, session.id));
  if (subscribers.empty()) return;
  json::array told;
  std::string message;
  for (const Absence& absence : attendees) {
    told.push_back(
        json::object{{"email", absence.email}, {"noShow", absence.is_absent}});
    absl::StrAppend(&message, message.empty() ? "" : ", ", absence.email,
                    absence.is_absent ? " did not come" : " came");
  }
  const json::object payload{{"message", message},
                             {"bookingUid", session.uid},
                             {"bookingId", session.id},
                             {"attendees", std::move(told)}};
  for (const WebhookRecord& webhook : subscribers) {
    OweDelivery(tx, webhook, kTrigger, session.uid, payload);
  }
}

std::int64_t AnnounceMeetings(Transaction& tx) {
  if (!domain::IsAnyoneInterested(tx, "MEETING_")) return 0;
  const Instant until = std::chrono::floor<seconds>(tx.Now()) - kMeetingsSettle;
  // The row is also what makes nodes take turns.
  std::string clause = "WHERE name = ?1";
  if (tx.kind() == store::StoreKind::kPostgres) clause += " FOR UPDATE";
  auto mark = store::SelectOne<store::SettingRecord>(tx, clause, {kWatermark});
  if (!mark) {
    store::SettingRecord first{
        .name = std::string(kWatermark),
        .value = absl::StrCat(until.time_since_epoch().count()),
        .updated_at = tx.Now()};
    store::Insert(tx, first);
    return 0;
  }
  const Instant kept{seconds{ParseInteger(mark->value).value_or(0)}};
  const Instant after = std::max(kept, until - kMeetingsLookBack);
  if (after >= until) return 0;
  const std::int64_t told =
      AnnouncePassed(tx, "MEETING_STARTED", "starts_s", after, until) +
      AnnouncePassed(tx, "MEETING_ENDED", "ends_s", after, until);
  // Written only now and then while nothing happens.
  if (told > 0 || kept + kWatermarkKept < until) {
    mark->value = absl::StrCat(until.time_since_epoch().count());
    mark->updated_at = tx.Now();
    store::Update(tx, *mark);
  }
  return told;
}

}  // namespace bookable::http
