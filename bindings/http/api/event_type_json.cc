// Tested by tests/bindings/http/api/event_types_test.cc.
#include "bindings/http/api/event_type_json.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeRecord;
using store::UserRecord;

constexpr std::array<std::string_view, 5> kPriorities = {
    "lowest", "low", "medium", "high", "highest"};

// What is written of a setting that was not made. Absent here: nothing is.
struct Stock {
  std::string_view name;
  std::string_view value;
};
constexpr std::array<Stock, 20> kStock = {{
    {"disableGuests", "false"},
    {"slotInterval", "null"},
    {"minimumBookingNotice", "120"},
    {"beforeEventBuffer", "0"},
    {"afterEventBuffer", "0"},
    {"onlyShowFirstAvailableSlot", "false"},
    {"bookingWindow", R"({"disabled":true})"},
    {"offsetStart", "0"},
    {"confirmationPolicy", R"({"disabled":true})"},
    {"recurrence", "null"},
    {"seats", R"({"disabled":true})"},
    {"requiresBookerEmailVerification", "false"},
    {"hideCalendarNotes", "false"},
    {"lockTimeZoneToggleOnBookingPage", "false"},
    {"hideCalendarEventDetails", "false"},
    {"hideOrganizerEmail", "false"},
    {"useDestinationCalendarEmail", "false"},
    {"successRedirectUrl", "null"},
    {"forwardParamsSuccessRedirect", "true"},
    {"isInstantEvent", "false"},
}};

const json::object* FieldNamed(const json::array& given, std::string_view key,
                               std::string_view value) {
  for (const json::value& field : given) {
    const json::object* object = field.if_object();
    if (object != nullptr && TextMember(*object, key) == value) return object;
  }
  return nullptr;
}

// A system field: what is stock, with what was given over it.
json::object SystemField(std::string_view type, std::string_view slug,
                         bool is_required, bool is_hidden,
                         const json::object* given) {
  json::object field;
  field["isDefault"] = true;
  field["type"] = type;
  field["slug"] = slug;
  field["required"] = is_required;
  field["hidden"] = is_hidden;
  if (given == nullptr) return field;
  for (const auto& member : *given) {
    if (member.key() == "isDefault") continue;
    if (member.key() == "type" && slug != "name") continue;
    field[member.key()] = member.value();
  }
  return field;
}

json::object UserJson(const UserRecord& user, Audience audience) {
  const json::object profile = ParsedObject(user.profile);
  json::object object;
  object["id"] = user.id;
  object["name"] = OrNull(user.name);
  object["username"] = OrNull(user.username);
  object["avatarUrl"] = OrNull(user.avatar_url);
  object["weekStart"] = user.week_start;
  for (const char* name : {"brandColor", "darkBrandColor"}) {
    const json::value* value = profile.if_contains(name);
    object[name] = value == nullptr ? json::value() : *value;
  }
  object["metadata"] = audience == Audience::kOwner
                           ? ParsedObject(user.metadata)
                           : json::object();
  return object;
}

void AddTeam(store::Transaction& tx, const EventTypeRecord& event_type,
             std::optional<std::int64_t> most_hosts, json::object& object) {
  object["teamId"] = *event_type.team_id;
  object["parentEventTypeId"] = OrNull(event_type.parent_id);
  object["schedulingType"] = OrNull(event_type.scheduling_type);
  object["assignAllTeamMembers"] = event_type.assign_all_team_members;
  json::array hosts;
  for (const store::EventTypeHostRecord& host :
       store::Select<store::EventTypeHostRecord>(
           tx, "WHERE event_type_id = ?1 ORDER BY id", {event_type.id})) {
    if (most_hosts && std::cmp_greater_equal(hosts.size(), *most_hosts)) break;
    const auto user = store::Find<UserRecord>(tx, host.user_id);
    if (!user) continue;
    json::object one{{"userId", host.user_id}};
    one["name"] = OrNull(user->name);
    one["username"] = OrNull(user->username);
    one["avatarUrl"] = OrNull(user->avatar_url);
    if (event_type.scheduling_type == "roundRobin") {
      one["mandatory"] = host.is_fixed;
      one["priority"] = kPriorities[static_cast<std::size_t>(host.priority)];
    }
    hosts.push_back(std::move(one));
  }
  object["hosts"] = std::move(hosts);
  const auto team = store::Find<store::TeamRecord>(tx, *event_type.team_id);
  if (!team) return;
  const json::object profile = ParsedObject(team->profile);
  json::object told{{"id", team->id},
                    {"name", team->name},
                    {"slug", OrNull(team->slug)},
                    {"weekStart", team->week_start}};
  for (const char* name :
       {"bannerUrl", "logoUrl", "brandColor", "darkBrandColor", "theme"}) {
    const json::value* value = profile.if_contains(name);
    told[name] = value == nullptr ? json::value() : *value;
  }
  object["team"] = std::move(told);
}

// What this program does not know is shown as it is stored.
json::array KnownLocations(const json::object& settings) {
  constexpr std::array<std::string_view, 8> kTypes = {
      "address",         "link",
      "integration",     "phone",
      "attendeePhone",   "attendeeAddress",
      "attendeeDefined", "organizersDefaultApp"};
  json::array locations = LocationsJson(settings);
  for (json::value& location : locations) {
    const json::object* object = location.if_object();
    const std::string type =
        object == nullptr ? std::string() : TextMember(*object, "type");
    if (std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end()) continue;
    location = json::object{{"type", "unknown"},
                            {"location", json::serialize(location)}};
  }
  return locations;
}

}  // namespace

json::array LocationsJson(const json::object& settings) {
  const json::value* given = settings.if_contains("locations");
  if (given != nullptr && given->is_array()) return given->get_array();
  return {json::object{{"type", "integration"}, {"integration", "cal-video"}}};
}

json::array BookingFieldsJson(const json::object& settings, Audience audience) {
  json::array given;
  if (const json::value* fields = settings.if_contains("bookingFields")) {
    if (fields->is_array()) given = fields->get_array();
  }
  const json::object* name = FieldNamed(given, "type", "name");
  if (name == nullptr) name = FieldNamed(given, "type", "splitName");
  json::array fields;
  fields.push_back(SystemField("name", "name", true, false, name));
  fields.push_back(SystemField("email", "email", true, false,
                               FieldNamed(given, "type", "email")));
  fields.push_back(
      SystemField("radioInput", "location", false, false, nullptr));
  constexpr std::array<std::string_view, 4> kLast = {"title", "notes", "guests",
                                                     "rescheduleReason"};
  for (const json::value& field : given) {
    const json::object* object = field.if_object();
    if (object == nullptr) {
      fields.push_back(json::object{{"type", "unknown"},
                                    {"slug", "unknown"},
                                    {"bookingField", json::serialize(field)}});
      continue;
    }
    const std::string type = TextMember(*object, "type");
    const std::string slug = TextMember(*object, "slug");
    if (type == "name" || type == "splitName" || type == "email") continue;
    bool is_system = false;
    for (const std::string_view last : kLast) is_system |= slug == last;
    if (is_system) continue;
    json::object custom = *object;
    custom["isDefault"] = false;
    if (!custom.contains("hidden")) custom["hidden"] = false;
    fields.push_back(std::move(custom));
  }
  const json::value* no_guests = settings.if_contains("disableGuests");
  const bool hides_guests =
      no_guests != nullptr && no_guests->is_bool() && no_guests->get_bool();
  fields.push_back(SystemField("text", "title", true, true,
                               FieldNamed(given, "slug", "title")));
  fields.push_back(SystemField("textarea", "notes", false, false,
                               FieldNamed(given, "slug", "notes")));
  fields.push_back(SystemField("multiemail", "guests", false, hides_guests,
                               FieldNamed(given, "slug", "guests")));
  fields.push_back(SystemField("textarea", "rescheduleReason", false, false,
                               FieldNamed(given, "slug", "rescheduleReason")));
  if (audience == Audience::kOwner) return fields;
  json::array shown;
  for (json::value& field : fields) {
    const json::value* hidden = field.as_object().if_contains("hidden");
    if (hidden != nullptr && hidden->is_bool() && hidden->get_bool()) continue;
    shown.push_back(std::move(field));
  }
  return shown;
}

json::object EventTypeJson(store::Transaction& tx,
                           const EventTypeRecord& event_type, Audience audience,
                           std::optional<std::int64_t> most_hosts) {
  const json::object settings = ParsedObject(event_type.settings);
  json::object object;
  object["id"] = event_type.id;
  object["ownerId"] = OrNull(event_type.user_id);
  object["lengthInMinutes"] = event_type.length_minutes;
  object["title"] = event_type.title;
  object["slug"] = event_type.slug;
  object["description"] = event_type.description;
  object["hidden"] = event_type.is_hidden;
  object["scheduleId"] = OrNull(event_type.schedule_id);
  object["locations"] = KnownLocations(settings);
  object["bookingFields"] = BookingFieldsJson(settings, audience);
  for (const Stock& stock : kStock) {
    object[stock.name] = StoredValue(stock.value);
  }
  for (const auto& member : settings) {
    if (member.key() == "locations" || member.key() == "bookingFields") {
      continue;
    }
    object[member.key()] = member.value();
  }
  for (const char* name : {"recurrence", "seats"}) {
    json::object* enabled = object[name].if_object();
    if (enabled != nullptr && !enabled->contains("disabled")) {
      (*enabled)["disabled"] = false;
    }
  }
  object["metadata"] = json::object();
  object["price"] = 0;
  object["currency"] = "usd";
  if (event_type.team_id) {
    AddTeam(tx, event_type, most_hosts, object);
    return object;
  }
  if (event_type.parent_id) object["parentEventTypeId"] = *event_type.parent_id;
  json::array users;
  if (event_type.user_id) {
    const auto user = store::Find<UserRecord>(tx, *event_type.user_id);
    if (user) users.push_back(UserJson(*user, audience));
  }
  object["users"] = std::move(users);
  return object;
}

}  // namespace bookable::http
