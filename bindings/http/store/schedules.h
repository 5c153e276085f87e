// bindings/http/store/schedules.h: what is offered: hours, event types,
// absences.
//
// CONCEPT   Records of table.h. What SQL must find has a column; the rest of an
//           event type is its `settings`, in the form of the API.
//           Whoever changes or deletes one of these calls TouchHosts (hosts.h)
//           for the hosts concerned first: nodes read them again, and what a
//           deletion takes along is not being booked meanwhile. The same goes
//           for deleting users.
// UNITS     JSON members hold what the API reads and writes, as text.
// THREADS   Plain values.
#ifndef BOOKABLE_HTTP_STORE_SCHEDULES_H_
#define BOOKABLE_HTTP_STORE_SCHEDULES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/http/store/value.h"
#include "bookable/time/instant.h"

namespace bookable::store {

struct ScheduleRecord {
  std::int64_t id = 0;
  std::int64_t user_id = 0;
  std::string name{};
  std::string time_zone = "Europe/London";
  std::string availability = "[]";  // JSON, API shape 2024-06-11
  std::string overrides = "[]";     // JSON
  Moment created_at{};
  Moment updated_at{};

  static constexpr std::string_view kTable = "schedule";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("user_id", self.user_id);
    visit("name", self.name);
    visit("time_zone", self.time_zone);
    visit("availability", self.availability);
    visit("overrides", self.overrides);
    visit("created_ms", self.created_at);
    visit("updated_ms", self.updated_at);
  }
  friend bool operator==(const ScheduleRecord&,
                         const ScheduleRecord&) = default;
};

// Of a user or of a team. `slug` is unique among those of one owner.
struct EventTypeRecord {
  std::int64_t id = 0;
  std::optional<std::int64_t> user_id{};
  std::optional<std::int64_t> team_id{};
  std::optional<std::int64_t>
      parent_id{};  // the managed event type it is a child of
  std::string slug{};
  std::string title{};
  std::string description{};
  std::int64_t length_minutes = 30;
  bool is_hidden = false;
  std::int64_t position = 0;
  std::optional<std::int64_t> schedule_id{};  // DEFAULT: the user's default
  std::optional<std::string>
      scheduling_type{};  // collective, roundRobin, managed
  bool assign_all_team_members = false;
  std::optional<std::int64_t> seats{};  // DEFAULT: not seated
  bool requires_confirmation = false;
  std::string settings = "{}";  // JSON: all other fields of the API
  Moment created_at{};
  Moment updated_at{};

  static constexpr std::string_view kTable = "event_type";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("user_id", self.user_id);
    visit("team_id", self.team_id);
    visit("parent_id", self.parent_id);
    visit("slug", self.slug);
    visit("title", self.title);
    visit("description", self.description);
    visit("length_minutes", self.length_minutes);
    visit("is_hidden", self.is_hidden);
    visit("position", self.position);
    visit("schedule_id", self.schedule_id);
    visit("scheduling_type", self.scheduling_type);
    visit("assign_all_team_members", self.assign_all_team_members);
    visit("seats", self.seats);
    visit("requires_confirmation", self.requires_confirmation);
    visit("settings", self.settings);
    visit("created_ms", self.created_at);
    visit("updated_ms", self.updated_at);
  }
  friend bool operator==(const EventTypeRecord&,
                         const EventTypeRecord&) = default;
};

// A host of a team's event type; one a user.
struct EventTypeHostRecord {
  std::int64_t id = 0;
  std::int64_t event_type_id = 0;
  std::int64_t user_id = 0;
  bool is_fixed = false;      // mandatory
  std::int64_t priority = 2;  // 0...4
  std::int64_t weight = 100;
  std::optional<std::int64_t> schedule_id{};

  static constexpr std::string_view kTable = "event_type_host";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("event_type_id", self.event_type_id);
    visit("user_id", self.user_id);
    visit("is_fixed", self.is_fixed);
    visit("priority", self.priority);
    visit("weight", self.weight);
    visit("schedule_id", self.schedule_id);
  }
  friend bool operator==(const EventTypeHostRecord&,
                         const EventTypeHostRecord&) = default;
};

struct OutOfOfficeRecord {
  std::int64_t id = 0;
  std::string uuid{};  // unique
  std::int64_t user_id = 0;
  std::optional<std::int64_t> to_user_id{};
  Instant starts_at{};
  Instant ends_at{};
  std::optional<std::string> notes{};
  std::string reason = "unspecified";
  Moment created_at{};
  Moment updated_at{};

  static constexpr std::string_view kTable = "out_of_office";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("uuid", self.uuid);
    visit("user_id", self.user_id);
    visit("to_user_id", self.to_user_id);
    visit("starts_s", self.starts_at);
    visit("ends_s", self.ends_at);
    visit("notes", self.notes);
    visit("reason", self.reason);
    visit("created_ms", self.created_at);
    visit("updated_ms", self.updated_at);
  }
  friend bool operator==(const OutOfOfficeRecord&,
                         const OutOfOfficeRecord&) = default;
};

// Of a user, an event type, a client or a team: exactly one is set.
struct WebhookRecord {
  std::string id{};  // uuid
  std::optional<std::int64_t> user_id{};
  std::optional<std::int64_t> event_type_id{};
  std::optional<std::string> oauth_client_id{};
  std::optional<std::int64_t> team_id{};
  std::string subscriber_url{};
  bool is_active = true;
  std::string triggers = "[]";  // JSON
  std::optional<std::string> payload_template{};
  std::optional<std::string>
      secret{};  // in clear: deliveries are signed with it
  Moment created_at{};

  static constexpr std::string_view kTable = "webhook";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("user_id", self.user_id);
    visit("event_type_id", self.event_type_id);
    visit("oauth_client_id", self.oauth_client_id);
    visit("team_id", self.team_id);
    visit("subscriber_url", self.subscriber_url);
    visit("is_active", self.is_active);
    visit("triggers", self.triggers);
    visit("payload_template", self.payload_template);
    visit("secret", self.secret);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const WebhookRecord&, const WebhookRecord&) = default;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_SCHEDULES_H_
