// bindings/http/store/sessions.h: what is sold: sessions, bookings, holds.
//
// CONCEPT   A session is what is sold: one event type, one start, one end, a
//           capacity, a count taken; it is the API's booking, whose uid it has.
//           A claim is a session's hold on one host's time, buffers included as
//           they were when it was made. A booking is one attendee's part in a
//           session, seats and status; its uid is the session's unless it is
//           seated, then the seat's. `taken` counts the seats of its bookings
//           that are accepted or pending, and of its exclusive holds.
//           The database itself refuses: two firm claims of one host that
//           overlap; two claims of one host and event type that overlap;
//           taken > capacity.
//           These tables are written by domain/ only, host rows locked first.
// UNITS     Columns named _s: epoch seconds; _ms: epoch milliseconds.
// THREADS   Plain values.
#ifndef BOOKABLE_HTTP_STORE_SESSIONS_H_
#define BOOKABLE_HTTP_STORE_SESSIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/http/store/value.h"
#include "bookable/time/instant.h"

namespace bookable::store {

// The row that is locked before a user's time is touched.
struct HostRecord {
  std::int64_t id = 0;  // that of the user
  std::int64_t version = 0;

  static constexpr std::string_view kTable = "host";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("version", self.version);
  }
  friend bool operator==(const HostRecord&, const HostRecord&) = default;
};

struct SessionRecord {
  std::int64_t id = 0;
  std::string uid{};  // unique
  std::optional<std::int64_t>
      event_type_id{};  // absent: that event type was deleted
  Instant starts_at{};
  Instant ends_at{};
  std::int64_t capacity = 1;
  std::int64_t taken = 0;
  bool is_firm = true;  // false: a request that awaits confirmation
  std::string title{};
  std::string description{};
  std::string location = "null";  // JSON
  std::optional<std::string>
      recurring_uid{};  // shared by the sessions of a series
  std::int64_t ical_sequence = 0;
  bool is_host_absent = false;
  std::optional<std::int64_t> rating{};  // what the attendees thought of it
  // Its name in the organiser's calendar. DEFAULT: made of the first uid.
  std::optional<std::string> ical_uid{};
  Moment created_at{};
  Moment updated_at{};

  static constexpr std::string_view kTable = "session";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("uid", self.uid);
    visit("event_type_id", self.event_type_id);
    visit("starts_s", self.starts_at);
    visit("ends_s", self.ends_at);
    visit("capacity", self.capacity);
    visit("taken", self.taken);
    visit("is_firm", self.is_firm);
    visit("title", self.title);
    visit("description", self.description);
    visit("location", self.location);
    visit("recurring_uid", self.recurring_uid);
    visit("ical_sequence", self.ical_sequence);
    visit("is_host_absent", self.is_host_absent);
    visit("rating", self.rating);
    visit("ical_uid", self.ical_uid);
    visit("created_ms", self.created_at);
    visit("updated_ms", self.updated_at);
  }
  friend bool operator==(const SessionRecord&, const SessionRecord&) = default;
};

// What stands for a session elsewhere: an event of a calendar, a video call.
struct BookingReferenceRecord {
  std::int64_t id = 0;
  std::int64_t session_id = 0;
  std::string type{};       // google_calendar, daily_video, ...
  std::string event_uid{};  // its name there
  std::optional<std::int64_t> destination_calendar_id{};

  static constexpr std::string_view kTable = "booking_reference";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("session_id", self.session_id);
    visit("type", self.type);
    visit("event_uid", self.event_uid);
    visit("destination_calendar_id", self.destination_calendar_id);
  }
  friend bool operator==(const BookingReferenceRecord&,
                         const BookingReferenceRecord&) = default;
};

// The hosts of a session, the organiser first. Event type and start are those
// of the session: limits count by them.
struct SessionHostRecord {
  std::int64_t id = 0;
  std::int64_t session_id = 0;
  std::int64_t host_id = 0;
  std::int64_t position = 0;
  std::optional<std::int64_t> event_type_id{};
  Instant starts_at{};
  Instant from_at{};  // what a claim is made of: buffers included
  Instant until_at{};

  static constexpr std::string_view kTable = "session_host";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("session_id", self.session_id);
    visit("host_id", self.host_id);
    visit("position", self.position);
    visit("event_type_id", self.event_type_id);
    visit("starts_s", self.starts_at);
    visit("from_s", self.from_at);
    visit("until_s", self.until_at);
  }
  friend bool operator==(const SessionHostRecord&,
                         const SessionHostRecord&) = default;
};

// [from, until) of a host is taken.
struct ClaimRecord {
  std::int64_t id = 0;
  std::int64_t session_id = 0;
  std::int64_t host_id = 0;
  std::optional<std::int64_t> event_type_id{};
  Instant from_at{};
  Instant until_at{};
  bool is_firm = true;

  static constexpr std::string_view kTable = "claim";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("session_id", self.session_id);
    visit("host_id", self.host_id);
    visit("event_type_id", self.event_type_id);
    visit("from_s", self.from_at);
    visit("until_s", self.until_at);
    visit("is_firm", self.is_firm);
  }
  friend bool operator==(const ClaimRecord&, const ClaimRecord&) = default;
};

struct BookingRecord {
  std::int64_t id = 0;
  std::string uid{};  // unique
  std::int64_t session_id = 0;
  std::string status = "accepted";  // accepted, pending, cancelled, rejected
  std::int64_t seats = 1;
  std::string responses = "{}";  // JSON
  std::string metadata = "{}";   // JSON
  std::optional<std::string> cancellation_reason{};
  std::optional<std::string> cancelled_by{};
  std::optional<std::string> rescheduling_reason{};
  std::optional<std::string> rescheduled_by{};
  std::optional<std::string> rescheduled_from_uid{};
  std::optional<std::string> rescheduled_to_uid{};
  std::optional<std::string> rejection_reason{};
  Moment created_at{};
  Moment updated_at{};

  static constexpr std::string_view kTable = "booking";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("uid", self.uid);
    visit("session_id", self.session_id);
    visit("status", self.status);
    visit("seats", self.seats);
    visit("responses", self.responses);
    visit("metadata", self.metadata);
    visit("cancellation_reason", self.cancellation_reason);
    visit("cancelled_by", self.cancelled_by);
    visit("rescheduling_reason", self.rescheduling_reason);
    visit("rescheduled_by", self.rescheduled_by);
    visit("rescheduled_from_uid", self.rescheduled_from_uid);
    visit("rescheduled_to_uid", self.rescheduled_to_uid);
    visit("rejection_reason", self.rejection_reason);
    visit("created_ms", self.created_at);
    visit("updated_ms", self.updated_at);
  }
  friend bool operator==(const BookingRecord&, const BookingRecord&) = default;
};
// Whether it holds its place: neither ended nor refused.
inline bool IsLive(const BookingRecord& booking) {
  return booking.status == "accepted" || booking.status == "pending";
}

// The booker, at position 0, and the guests of a booking.
struct AttendeeRecord {
  std::int64_t id = 0;
  std::int64_t booking_id = 0;
  std::int64_t position = 0;
  std::string name{};
  std::string email{};
  std::string time_zone = "UTC";
  std::string language = "en";
  std::optional<std::string> phone{};
  bool is_absent = false;

  static constexpr std::string_view kTable = "attendee";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("booking_id", self.booking_id);
    visit("position", self.position);
    visit("name", self.name);
    visit("email", self.email);
    visit("time_zone", self.time_zone);
    visit("language", self.language);
    visit("phone", self.phone);
    visit("is_absent", self.is_absent);
  }
  friend bool operator==(const AttendeeRecord&,
                         const AttendeeRecord&) = default;
};

// A reservation. An ordinary one only hides its start from others' lists. An
// exclusive one has its seats in a session, which claims the time; they are
// given back when it ends.
struct HoldRecord {
  std::int64_t id = 0;
  std::string uid{};  // unique
  std::optional<std::int64_t> event_type_id{};
  std::int64_t host_id = 0;  // the first, where there are several
  Instant starts_at{};
  Instant ends_at{};
  Instant from_at{};  // buffers included
  Instant until_at{};
  std::string owner{};
  std::int64_t seats = 1;
  std::optional<std::int64_t> session_id{};  // set iff it is exclusive
  Moment expires_at{};
  Moment created_at{};

  static constexpr std::string_view kTable = "hold";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("uid", self.uid);
    visit("event_type_id", self.event_type_id);
    visit("host_id", self.host_id);
    visit("starts_s", self.starts_at);
    visit("ends_s", self.ends_at);
    visit("from_s", self.from_at);
    visit("until_s", self.until_at);
    visit("owner", self.owner);
    visit("seats", self.seats);
    visit("session_id", self.session_id);
    visit("expires_ms", self.expires_at);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const HoldRecord&, const HoldRecord&) = default;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_SESSIONS_H_
