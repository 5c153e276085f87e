// Tested by tests/bindings/http/api/component_event_types_test.cc.
#include "bindings/http/api/component_event_type_json.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/component_booking_fields.h"
#include "bindings/http/api/component_location.h"
#include "bindings/http/api/component_rules.h"
#include "bindings/http/api/component_words.h"
#include "bindings/http/api/event_type_json.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeRecord;
using store::Transaction;
using store::UserRecord;

// Enough faces for a page.
constexpr std::size_t kMostShown = 10;

json::value LayoutsJson(const json::object& settings) {
  const json::object* layouts = EnabledOf(settings, "bookerLayouts");
  if (layouts == nullptr) return nullptr;
  json::array enabled;
  if (const json::value* list = layouts->if_contains("enabledLayouts")) {
    for (const json::value& layout : list->as_array()) {
      enabled.push_back(
          JsonText(TheirsOf(kLayouts, ViewOf(layout.as_string()))));
    }
  }
  return json::object{
      {"defaultLayout",
       JsonText(TheirsOf(kLayouts, TextMember(*layouts, "defaultLayout")))},
      {"enabledLayouts", std::move(enabled)}};
}

json::object MetadataJson(const json::object& settings) {
  json::object metadata;
  if (const json::value* options =
          settings.if_contains("lengthInMinutesOptions")) {
    metadata["multipleDuration"] = *options;
  }
  const json::object* policy = EnabledOf(settings, "confirmationPolicy");
  if (policy != nullptr && TextMember(*policy, "type") == "time") {
    if (const json::object* threshold = EnabledOf(*policy, "noticeThreshold")) {
      metadata["requiresConfirmationThreshold"] =
          json::object{{"unit", ValueOr(*threshold, "unit", "minutes")},
                       {"time", ValueOr(*threshold, "count", 0)}};
    }
  }
  const json::value layouts = LayoutsJson(settings);
  if (!layouts.is_null()) metadata["bookerLayouts"] = layouts;
  return metadata;
}

json::object PersonJson(const UserRecord& user) {
  json::object person;
  person["id"] = user.id;
  person["name"] = OrNull(user.name);
  person["username"] = OrNull(user.username);
  person["avatarUrl"] = OrNull(user.avatar_url);
  person["weekStart"] = user.week_start;
  person["timeZone"] = user.time_zone;
  person["profile"] =
      json::object{{"username", OrNull(user.username)},
                   {"organizationId", OrNull(user.organization_id)}};
  return person;
}

std::vector<UserRecord> PeopleOf(Transaction& tx,
                                 const EventTypeRecord& event_type) {
  if (event_type.user_id) {
    return store::Select<UserRecord>(tx, "WHERE id = ?1",
                                     {*event_type.user_id});
  }
  return store::Select<UserRecord>(
      tx,
      "JOIN (SELECT user_id AS host_user, id AS host_row FROM event_type_host "
      "WHERE event_type_id = ?1) h ON h.host_user = app_user.id ORDER BY "
      "h.host_row",
      {event_type.id});
}

json::object ProfileJson(const json::object& looks, json::value name,
                         json::value username, json::value image,
                         std::string_view week_start,
                         const json::value& layouts) {
  json::object profile;
  profile["name"] = std::move(name);
  profile["username"] = std::move(username);
  profile["image"] = std::move(image);
  profile["weekStart"] = JsonText(week_start);
  for (const char* look : {"theme", "brandColor", "darkBrandColor"}) {
    profile[look] = ValueOr(looks, look, nullptr);
  }
  profile["bookerLayouts"] = layouts;
  return profile;
}

// Whose page it is: a person's or a team's.
void AddOwner(Transaction& tx, const EventTypeRecord& event_type,
              const json::object& settings, json::object& shown) {
  const std::vector<UserRecord> people = PeopleOf(tx, event_type);
  json::array users;
  json::array hosts;
  for (const UserRecord& person : people) {
    if (users.size() == kMostShown) break;
    users.push_back(PersonJson(person));
    if (event_type.team_id) {
      hosts.push_back(json::object{{"user", PersonJson(person)}});
    }
  }
  const json::value layouts = LayoutsJson(settings);
  json::object entity{{"considerUnpublished", false},
                      {"fromRedirectOfNonOrgLink", false},
                      {"orgSlug", nullptr},
                      {"teamSlug", nullptr},
                      {"name", nullptr},
                      {"hideProfileLink", false}};
  std::optional<std::int64_t> organization_id;
  shown["team"] = nullptr;
  shown["owner"] = nullptr;
  if (event_type.team_id) {
    const auto team = store::Find<store::TeamRecord>(tx, *event_type.team_id);
    if (team) {
      const json::object looks = ParsedObject(team->profile);
      shown["profile"] = ProfileJson(
          looks, json::value(team->name), OrNull(team->slug),
          ValueOr(looks, "logoUrl", nullptr), team->week_start, layouts);
      shown["team"] = json::object{{"id", team->id},
                                   {"name", team->name},
                                   {"slug", OrNull(team->slug)},
                                   {"parentId", OrNull(team->parent_id)}};
      entity["teamSlug"] = OrNull(team->slug);
      entity["name"] = team->name;
      organization_id = team->parent_id;
    }
  } else if (!people.empty()) {
    const UserRecord& owner = people.front();
    shown["profile"] = ProfileJson(
        ParsedObject(owner.profile), OrNull(owner.name), OrNull(owner.username),
        OrNull(owner.avatar_url), owner.week_start, layouts);
    shown["owner"] = PersonJson(owner);
    organization_id = owner.organization_id;
  }
  if (organization_id) {
    const auto organization =
        store::Find<store::TeamRecord>(tx, *organization_id);
    if (organization) {
      entity["orgSlug"] = OrNull(organization->slug);
      if (!event_type.team_id) entity["name"] = organization->name;
    }
  }
  shown["entity"] = std::move(entity);
  shown["subsetOfUsers"] = users;
  shown["users"] = std::move(users);
  shown["subsetOfHosts"] = hosts;
  shown["hosts"] = std::move(hosts);
}

std::string_view ComponentSchedulingType(const EventTypeRecord& event_type) {
  if (!event_type.scheduling_type) return "";
  if (*event_type.scheduling_type == "roundRobin") return "ROUND_ROBIN";
  if (*event_type.scheduling_type == "managed") return "MANAGED";
  return "COLLECTIVE";
}

// What the Booker and the settings component both have.
json::object CommonJson(Transaction& tx, const EventTypeRecord& event_type,
                        const json::object& settings, Audience audience) {
  json::object shown;
  shown["id"] = event_type.id;
  shown["slug"] = event_type.slug;
  shown["title"] = event_type.title;
  shown["description"] = event_type.description;
  shown["length"] = event_type.length_minutes;
  shown["hidden"] = event_type.is_hidden;
  shown["eventName"] = ValueOr(settings, "customName", nullptr);
  shown["isDynamic"] = false;
  shown["isInstantEvent"] = false;
  shown["price"] = 0;
  shown["currency"] = "usd";
  const std::string_view scheduling = ComponentSchedulingType(event_type);
  shown["schedulingType"] =
      scheduling.empty() ? json::value() : json::value(JsonText(scheduling));
  shown["locations"] = ComponentLocations(settings, audience);
  shown["bookingFields"] = ComponentFields(settings, audience);
  shown["metadata"] = MetadataJson(settings);
  shown["recurringEvent"] = ComponentRecurrence(settings);
  const json::object* seats = EnabledOf(settings, "seats");
  shown["seatsPerTimeSlot"] = OrNull(event_type.seats);
  shown["seatsShowAttendees"] =
      seats != nullptr && FlagOf(*seats, "showAttendeeInfo").value_or(false);
  shown["seatsShowAvailabilityCount"] =
      seats == nullptr ||
      FlagOf(*seats, "showAvailabilityCount").value_or(true);
  shown["requiresConfirmation"] = event_type.requires_confirmation;
  for (const char* name :
       {"requiresBookerEmailVerification", "lockTimeZoneToggleOnBookingPage",
        "disableGuests", "hideCalendarNotes", "hideCalendarEventDetails",
        "hideOrganizerEmail", "onlyShowFirstAvailableSlot"}) {
    shown[name] = FlagOf(settings, name).value_or(false);
  }
  shown["lockedTimeZone"] = nullptr;
  shown["successRedirectUrl"] =
      ValueOr(settings, "successRedirectUrl", nullptr);
  shown["forwardParamsSuccessRedirect"] = true;
  shown["assignAllTeamMembers"] = event_type.assign_all_team_members;
  AddComponentWindow(settings, shown);
  std::optional<std::int64_t> schedule_id = event_type.schedule_id;
  if (!schedule_id && event_type.user_id) {
    const auto owner = store::Find<UserRecord>(tx, *event_type.user_id);
    if (owner) schedule_id = owner->default_schedule_id;
  }
  shown["schedule"] = nullptr;
  if (schedule_id) {
    const auto schedule = store::Find<store::ScheduleRecord>(tx, *schedule_id);
    if (schedule) {
      shown["schedule"] = json::object{{"id", schedule->id},
                                       {"name", schedule->name},
                                       {"timeZone", schedule->time_zone}};
    }
  }
  AddOwner(tx, event_type, settings, shown);
  return shown;
}

}  // namespace

json::object BookerEventTypeJson(Transaction& tx,
                                 const EventTypeRecord& event_type) {
  const json::object settings = ParsedObject(event_type.settings);
  return CommonJson(tx, event_type, settings, Audience::kAnyone);
}

json::object DynamicBookerEventTypeJson(const std::vector<UserRecord>& users) {
  const json::object settings{
      {"disableGuests", true},
      {"lengthInMinutesOptions", json::array{15, 30, 45, 60, 90}}};
  json::array people;
  std::string names;
  std::string usernames;
  for (const UserRecord& user : users) {
    people.push_back(PersonJson(user));
    absl::StrAppend(&names, names.empty() ? "" : ", ",
                    user.name.value_or(user.username.value_or("")));
    absl::StrAppend(&usernames, usernames.empty() ? "" : "+",
                    user.username.value_or(""));
  }
  json::object shown;
  shown["id"] = 0;
  shown["slug"] = "dynamic";
  shown["title"] = "Group Meeting";
  shown["description"] = "";
  shown["length"] = 30;
  shown["isDynamic"] = true;
  shown["price"] = 0;
  shown["currency"] = "usd";
  shown["schedulingType"] = "COLLECTIVE";
  shown["locations"] = ComponentLocations(settings, Audience::kAnyone);
  shown["bookingFields"] = ComponentFields(settings, Audience::kAnyone);
  shown["metadata"] = MetadataJson(settings);
  shown["recurringEvent"] = nullptr;
  shown["seatsPerTimeSlot"] = nullptr;
  shown["requiresConfirmation"] = false;
  shown["disableGuests"] = true;
  AddComponentWindow(settings, shown);
  shown["profile"] =
      ProfileJson({}, json::value(names), json::value(usernames), nullptr,
                  users.empty() ? "Sunday" : users.front().week_start, nullptr);
  shown["subsetOfUsers"] = people;
  shown["users"] = std::move(people);
  shown["subsetOfHosts"] = json::array();
  shown["hosts"] = json::array();
  shown["entity"] = json::object{{"considerUnpublished", false}};
  return shown;
}

json::object SettingsEventTypeJson(Transaction& tx,
                                   const EventTypeRecord& event_type) {
  const json::object settings = ParsedObject(event_type.settings);
  json::object shown = CommonJson(tx, event_type, settings, Audience::kOwner);
  shown["userId"] = OrNull(event_type.user_id);
  shown["teamId"] = OrNull(event_type.team_id);
  shown["parentId"] = OrNull(event_type.parent_id);
  shown["parent"] = nullptr;
  shown["children"] = json::array();
  shown["hashedLink"] = json::array();
  shown["webhooks"] = json::array();
  shown["workflows"] = json::array();
  shown["destinationCalendar"] = nullptr;
  shown["useEventTypeDestinationCalendarEmail"] = false;
  shown["bookingLimits"] = ComponentLimits(settings, "bookingLimitsCount");
  shown["durationLimits"] = ComponentLimits(settings, "bookingLimitsDuration");
  shown["slotInterval"] = ValueOr(settings, "slotInterval", nullptr);
  shown["offsetStart"] = ValueOr(settings, "offsetStart", 0);
  shown["minimumBookingNotice"] =
      ValueOr(settings, "minimumBookingNotice", 120);
  shown["beforeEventBuffer"] = ValueOr(settings, "beforeEventBuffer", 0);
  shown["afterEventBuffer"] = ValueOr(settings, "afterEventBuffer", 0);
  const json::object* policy = EnabledOf(settings, "confirmationPolicy");
  shown["requiresConfirmationWillBlockSlot"] =
      policy != nullptr &&
      FlagOf(*policy, "blockUnconfirmedBookingsInBooker").value_or(false);
  shown["requiresConfirmationForFreeEmail"] = false;
  shown["eventTypeColor"] = nullptr;
  if (const json::object* color = EnabledOf(settings, "color")) {
    shown["eventTypeColor"] = json::object{
        {"lightEventTypeColor", ValueOr(*color, "lightThemeHex", "")},
        {"darkEventTypeColor", ValueOr(*color, "darkThemeHex", "")}};
  }
  shown["bookerUrl"] = "";
  return shown;
}

}  // namespace bookable::http
