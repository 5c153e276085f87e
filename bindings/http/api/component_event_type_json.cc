// Tested by tests/bindings/http/api/component_event_types_test.cc.
#include "bindings/http/api/component_event_type_json.h"

#include <array>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
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

struct Pair {
  std::string_view ours;
  std::string_view theirs;
};

constexpr std::array<Pair, 7> kLocationTypes = {
    {{"address", "inPerson"},
     {"attendeeAddress", "attendeeInPerson"},
     {"attendeePhone", "phone"},
     {"phone", "userPhone"},
     {"link", "link"},
     {"attendeeDefined", "somewhereElse"},
     {"organizersDefaultApp", "conferencing"}}};

constexpr std::array<Pair, 4> kIntegrations = {
    {{"cal-video", "integrations:daily"},
     {"google-meet", "integrations:google:meet"},
     {"office365-video", "integrations:office365_video"},
     {"zoom", "integrations:zoom"}}};

constexpr std::array<Pair, 4> kPeriods = {{{"day", "PER_DAY"},
                                           {"week", "PER_WEEK"},
                                           {"month", "PER_MONTH"},
                                           {"year", "PER_YEAR"}}};

// By iCalendar's order of frequencies.
constexpr std::array<std::string_view, 3> kFrequencies = {"yearly", "monthly",
                                                          "weekly"};

constexpr std::array<Pair, 3> kLayouts = {{{"month", "month_view"},
                                           {"week", "week_view"},
                                           {"column", "column_view"}}};

template <typename Pairs>
std::string_view TheirsOf(const Pairs& pairs, std::string_view ours) {
  for (const Pair& pair : pairs) {
    if (pair.ours == ours) return pair.theirs;
  }
  return "";
}

template <typename Pairs>
std::string_view OursOf(const Pairs& pairs, std::string_view theirs) {
  for (const Pair& pair : pairs) {
    if (pair.theirs == theirs) return pair.ours;
  }
  return "";
}

json::string Text(std::string_view text) {
  return json::string(text.data(), text.size());
}

json::value ValueOr(const json::object& object, std::string_view name,
                    json::value stock) {
  const json::value* found = MemberOf(object, name);
  return found == nullptr ? std::move(stock) : *found;
}

// --- booking fields ----------------------------------------------------------

// Words for fields that nobody has named: the components' own dictionaries
// differ from version to version, so none of their keys is sent.
constexpr std::array<Pair, 8> kLabels = {
    {{"name", "Your name"},
     {"email", "Email address"},
     {"location", "Location"},
     {"title", "What is this meeting about?"},
     {"notes", "Additional notes"},
     {"guests", "Add guests"},
     {"rescheduleReason", "Reason for reschedule"},
     {"attendeePhoneNumber", "Phone number"}}};
constexpr std::array<Pair, 4> kPlaceholders = {
    {{"notes", "Please share anything that will help prepare for our meeting."},
     {"guests", "Email"},
     {"rescheduleReason", "Let others know why you need to reschedule"},
     {"email", "you@example.com"}}};

// What the chosen location asks of the attendee.
json::object LocationInputs() {
  const auto input = [](const char* type) {
    return json::object{
        {"type", type}, {"required", true}, {"placeholder", ""}};
  };
  return {{"attendeeInPerson", input("address")},
          {"phone", input("phone")},
          {"somewhereElse", input("text")}};
}

json::object NamePart(const char* name, const json::object& field,
                      const char* label, const char* placeholder,
                      const char* stock, bool is_required) {
  return {{"name", name},
          {"type", "text"},
          {"required", is_required},
          {"label", ValueOr(field, label, stock)},
          {"placeholder", ValueOr(field, placeholder, "")}};
}

// Of a name in one field or in two.
void AddVariants(const json::object& field, json::object& shown) {
  const bool is_split = TextMember(field, "type") == "splitName";
  const json::value label = ValueOr(field, "label", "Your name");
  json::array full{
      json::object{{"name", "fullName"},
                   {"type", "text"},
                   {"required", true},
                   {"label", label},
                   {"placeholder", ValueOr(field, "placeholder", "")}}};
  json::array split{
      NamePart("firstName", field, "firstNameLabel", "firstNamePlaceholder",
               "First name", true),
      NamePart("lastName", field, "lastNameLabel", "lastNamePlaceholder",
               "Last name", FlagOf(field, "lastNameRequired").value_or(false))};
  shown["type"] = "name";
  shown["variant"] = is_split ? "firstAndLastName" : "fullName";
  shown["variantsConfig"] = json::object{
      {"variants",
       json::object{
           {"fullName", json::object{{"fields", std::move(full)}}},
           {"firstAndLastName", json::object{{"fields", std::move(split)}}}}}};
}

json::object ComponentField(const json::object& field) {
  const std::string slug = TextMember(field, "slug");
  const std::string type = TextMember(field, "type");
  const bool is_system = FlagOf(field, "isDefault").value_or(false);
  json::object shown;
  shown["name"] = slug;
  shown["type"] = type;
  shown["required"] = FlagOf(field, "required").value_or(false);
  shown["hidden"] = FlagOf(field, "hidden").value_or(false);
  shown["label"] = ValueOr(field, "label", Text(TheirsOf(kLabels, slug)));
  shown["placeholder"] =
      ValueOr(field, "placeholder", Text(TheirsOf(kPlaceholders, slug)));
  shown["editable"] = is_system ? "system" : "user";
  shown["sources"] =
      json::array{json::object{{"id", is_system ? "default" : "user"},
                               {"type", is_system ? "default" : "user"},
                               {"label", is_system ? "Default" : "User"}}};
  if (const auto fixed = FlagOf(field, "disableOnPrefill")) {
    shown["disableOnPrefill"] = *fixed;
  }
  if (slug == "name") AddVariants(field, shown);
  if (slug == "email") shown["editable"] = "system-but-optional";
  if (slug == "location") {
    shown["getOptionsAt"] = "locations";
    shown["hideWhenJustOneOption"] = true;
    shown["optionsInputs"] = LocationInputs();
  }
  if (slug == "rescheduleReason") {
    shown["views"] = json::array{
        json::object{{"id", "reschedule"}, {"label", "Reschedule View"}}};
  }
  if (type == "boolean") shown["labelAsSafeHtml"] = shown["label"];
  if (const json::value* options = field.if_contains("options")) {
    json::array choices;
    for (const json::value& option : options->as_array()) {
      choices.push_back(json::object{{"label", option}, {"value", option}});
    }
    shown["options"] = std::move(choices);
  }
  return shown;
}

json::array ComponentFields(const json::object& settings, Audience audience) {
  json::array shown;
  for (const json::value& field : BookingFieldsJson(settings, audience)) {
    if (TextMember(field.as_object(), "type") == "unknown") continue;
    shown.push_back(ComponentField(field.get_object()));
  }
  return shown;
}

// A field of the component as one of ours; nothing if it is as stock.
std::optional<json::object> FieldOfComponent(const json::object& shown) {
  const std::string name = TextMember(shown, "name");
  if (name == "location") return std::nullopt;
  const bool is_system = TextMember(shown, "editable") != "user" &&
                         !TheirsOf(kLabels, name).empty();
  std::string type = TextMember(shown, "type");
  json::object field;
  if (name == "name") {
    type = TextMember(shown, "variant") == "firstAndLastName" ? "splitName"
                                                              : "name";
  } else if (name != "email") {
    field["slug"] = name;
  }
  field["type"] = type;
  for (const char* copied :
       {"required", "hidden", "placeholder", "label", "disableOnPrefill"}) {
    const json::value* value = shown.if_contains(copied);
    if (value == nullptr || value->is_null()) continue;
    field[copied] = *value;
  }
  if (type == "splitName") {
    field.erase("label");
    field.erase("placeholder");
  }
  // What nobody has changed is not stored.
  if (is_system && TextMember(shown, "label") == TheirsOf(kLabels, name)) {
    field.erase("label");
  }
  if (is_system &&
      TextMember(shown, "placeholder") == TheirsOf(kPlaceholders, name)) {
    field.erase("placeholder");
  }
  if (const json::value* options = shown.if_contains("options")) {
    json::array texts;
    if (const json::array* list = options->if_array()) {
      for (const json::value& option : *list) {
        if (option.is_object()) {
          texts.push_back(ValueOr(option.get_object(), "value", ""));
        }
      }
    }
    if (!texts.empty()) field["options"] = std::move(texts);
  }
  return field;
}

// --- other settings ----------------------------------------------------------

json::object LimitsJson(const json::object& settings, std::string_view name) {
  json::object limits;
  const json::object* given = EnabledOf(settings, name);
  if (given == nullptr) return limits;
  for (const Pair& period : kPeriods) {
    if (const auto limit = IntegerOf(*given, period.ours)) {
      limits[Text(period.theirs)] = *limit;
    }
  }
  return limits;
}

void AddWindow(const json::object& settings, json::object& shown) {
  shown["periodType"] = "UNLIMITED";
  shown["periodDays"] = nullptr;
  shown["periodStartDate"] = nullptr;
  shown["periodEndDate"] = nullptr;
  shown["periodCountCalendarDays"] = true;
  const json::object* window = EnabledOf(settings, "bookingWindow");
  if (window == nullptr) return;
  const std::string type = TextMember(*window, "type");
  if (type == "range") {
    const json::array& dates = window->at("value").as_array();
    shown["periodType"] = "RANGE";
    const auto day = [](const json::value& date) {
      return std::string(ViewOf(date.as_string())) + "T00:00:00.000Z";
    };
    shown["periodStartDate"] = day(dates[0]);
    shown["periodEndDate"] = day(dates[1]);
    return;
  }
  shown["periodType"] =
      FlagOf(*window, "rolling").value_or(false) ? "ROLLING_WINDOW" : "ROLLING";
  shown["periodDays"] = ValueOr(*window, "value", nullptr);
  shown["periodCountCalendarDays"] = type == "calendarDays";
}

json::value RecurrenceJson(const json::object& settings) {
  const json::object* recurrence = EnabledOf(settings, "recurrence");
  if (recurrence == nullptr) return nullptr;
  std::int64_t frequency = 2;
  for (std::size_t i = 0; i < kFrequencies.size(); ++i) {
    if (TextMember(*recurrence, "frequency") == kFrequencies[i]) {
      frequency = static_cast<std::int64_t>(i);
    }
  }
  return json::object{{"freq", frequency},
                      {"count", ValueOr(*recurrence, "occurrences", 1)},
                      {"interval", ValueOr(*recurrence, "interval", 1)}};
}

json::value LayoutsJson(const json::object& settings) {
  const json::object* layouts = EnabledOf(settings, "bookerLayouts");
  if (layouts == nullptr) return nullptr;
  json::array enabled;
  if (const json::value* list = layouts->if_contains("enabledLayouts")) {
    for (const json::value& layout : list->as_array()) {
      enabled.push_back(Text(TheirsOf(kLayouts, ViewOf(layout.as_string()))));
    }
  }
  return json::object{
      {"defaultLayout",
       Text(TheirsOf(kLayouts, TextMember(*layouts, "defaultLayout")))},
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
  profile["weekStart"] = Text(week_start);
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
      scheduling.empty() ? json::value() : json::value(Text(scheduling));
  json::array locations;
  for (const json::value& location : LocationsJson(settings)) {
    locations.push_back(ComponentLocation(location.as_object(), audience));
  }
  shown["locations"] = std::move(locations);
  shown["bookingFields"] = ComponentFields(settings, audience);
  shown["metadata"] = MetadataJson(settings);
  shown["recurringEvent"] = RecurrenceJson(settings);
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
  AddWindow(settings, shown);
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

// --- back --------------------------------------------------------------------

absl::StatusOr<json::array> LocationsOfComponent(const json::array& given) {
  json::array locations;
  for (const json::value& value : given) {
    const json::object* shown = value.if_object();
    const std::string type =
        shown == nullptr ? std::string() : TextMember(*shown, "type");
    json::object location = NewerLocation(type);
    if (location.empty()) {
      return BadRequest(
          absl::StrCat("locations: the type ", type, " is not connected"));
    }
    const std::string ours = TextMember(location, "type");
    if (ours == "address" || ours == "link" || ours == "phone") {
      location[ours] =
          TextMember(*shown, ours == "phone" ? "hostPhoneNumber" : ours);
      location["public"] =
          FlagOf(*shown, "displayLocationPublicly").value_or(false);
    }
    locations.push_back(std::move(location));
  }
  return locations;
}

json::value LimitsOfComponent(const json::value& given) {
  json::object limits;
  if (const json::object* shown = given.if_object()) {
    for (const Pair& period : kPeriods) {
      if (const auto limit = IntegerOf(*shown, period.theirs)) {
        limits[Text(period.ours)] = *limit;
      }
    }
  }
  if (limits.empty()) return nullptr;
  return limits;
}

// The members of a window come alone or together: what is absent is as before.
void AddWindowFields(const json::object& body, const json::object& settings,
                     json::object& fields) {
  json::object shown;
  AddWindow(settings, shown);
  bool is_there = false;
  for (const char* name : {"periodType", "periodDays", "periodStartDate",
                           "periodEndDate", "periodCountCalendarDays"}) {
    const json::value* given = body.if_contains(name);
    if (given == nullptr) continue;
    is_there = true;
    shown[name] = *given;
  }
  if (const json::object* dates = EnabledOf(body, "periodDates")) {
    is_there = true;
    shown["periodStartDate"] = ValueOr(*dates, "startDate", nullptr);
    shown["periodEndDate"] = ValueOr(*dates, "endDate", nullptr);
  }
  if (!is_there) return;
  const std::string type = TextMember(shown, "periodType");
  if (type == "RANGE") {
    fields["bookingWindow"] = json::object{
        {"type", "range"},
        {"value",
         json::array{shown["periodStartDate"], shown["periodEndDate"]}}};
    return;
  }
  if (type != "ROLLING" && type != "ROLLING_WINDOW") {
    fields["bookingWindow"] = nullptr;
    return;
  }
  // A select of the components says "1" for calendar days.
  const json::value& counts = shown["periodCountCalendarDays"];
  const bool is_calendar =
      counts == json::value(true) || counts == json::value("1");
  fields["bookingWindow"] =
      json::object{{"type", is_calendar ? "calendarDays" : "businessDays"},
                   {"value", ValueOr(shown, "periodDays", nullptr)},
                   {"rolling", type == "ROLLING_WINDOW"}};
}

void AddSeatFields(const json::object& body, const json::object& settings,
                   json::object& fields) {
  json::object seats;
  if (const json::object* before = EnabledOf(settings, "seats")) {
    seats = *before;
  }
  bool is_there = false;
  for (const Pair& name : std::array<Pair, 3>{
           {{"seatsPerTimeSlot", "seatsPerTimeSlot"},
            {"showAttendeeInfo", "seatsShowAttendees"},
            {"showAvailabilityCount", "seatsShowAvailabilityCount"}}}) {
    const json::value* given = MemberOf(body, name.theirs);
    if (given == nullptr) continue;
    is_there = true;
    seats[Text(name.ours)] = *given;
  }
  if (!is_there) return;
  if (!IntegerOf(seats, "seatsPerTimeSlot")) {
    fields["seats"] = nullptr;
    return;
  }
  fields["seats"] = std::move(seats);
}

void AddConfirmationFields(const json::object& body,
                           const json::object& settings, json::object& fields) {
  const auto asked = FlagOf(body, "requiresConfirmation");
  const auto blocks = FlagOf(body, "requiresConfirmationWillBlockSlot");
  const json::object* metadata = EnabledOf(body, "metadata");
  const json::object* threshold =
      metadata == nullptr
          ? nullptr
          : EnabledOf(*metadata, "requiresConfirmationThreshold");
  const json::object* before = EnabledOf(settings, "confirmationPolicy");
  if (!asked && !blocks && threshold == nullptr) return;
  if (!asked.value_or(before != nullptr)) {
    fields["confirmationPolicy"] = nullptr;
    return;
  }
  json::object policy;
  if (before != nullptr) policy = *before;
  if (!policy.contains("type")) policy["type"] = "always";
  if (blocks || !policy.contains("blockUnconfirmedBookingsInBooker")) {
    policy["blockUnconfirmedBookingsInBooker"] = blocks.value_or(false);
  }
  if (threshold != nullptr) {
    policy["type"] = "time";
    policy["noticeThreshold"] =
        json::object{{"unit", ValueOr(*threshold, "unit", "minutes")},
                     {"count", ValueOr(*threshold, "time", 1)}};
  }
  fields["confirmationPolicy"] = std::move(policy);
}

void AddMetadataFields(const json::object& body, json::object& fields) {
  const json::object* metadata = EnabledOf(body, "metadata");
  if (metadata == nullptr) return;
  if (const json::value* lengths = metadata->if_contains("multipleDuration")) {
    const bool is_list = lengths->is_array() && !lengths->get_array().empty();
    fields["lengthInMinutesOptions"] = is_list ? *lengths : json::value();
  }
  if (const json::object* layouts = EnabledOf(*metadata, "bookerLayouts")) {
    json::array enabled;
    if (const json::value* list = layouts->if_contains("enabledLayouts")) {
      if (list->is_array()) {
        for (const json::value& layout : list->get_array()) {
          if (!layout.is_string()) continue;
          enabled.push_back(
              Text(OursOf(kLayouts, ViewOf(layout.get_string()))));
        }
      }
    }
    fields["bookerLayouts"] = json::object{
        {"defaultLayout",
         Text(OursOf(kLayouts, TextMember(*layouts, "defaultLayout")))},
        {"enabledLayouts", std::move(enabled)}};
  }
}

json::value RecurrenceOfComponent(const json::value& given) {
  const json::object* shown = given.if_object();
  if (shown == nullptr) return nullptr;
  const std::int64_t frequency = IntegerOf(*shown, "freq").value_or(2);
  if (frequency < 0 || frequency > 2) return nullptr;
  return json::object{
      {"interval", ValueOr(*shown, "interval", 1)},
      {"occurrences", ValueOr(*shown, "count", 1)},
      {"frequency", Text(kFrequencies[static_cast<std::size_t>(frequency)])}};
}

}  // namespace

std::string ComponentLocationType(const json::object& location) {
  const std::string type = TextMember(location, "type");
  if (type != "integration") return std::string(TheirsOf(kLocationTypes, type));
  return std::string(
      TheirsOf(kIntegrations, TextMember(location, "integration")));
}

json::object NewerLocation(std::string_view older_type) {
  const std::string_view integration = OursOf(kIntegrations, older_type);
  if (!integration.empty()) {
    return {{"type", "integration"}, {"integration", Text(integration)}};
  }
  const std::string_view type = OursOf(kLocationTypes, older_type);
  if (type.empty()) return {};
  return {{"type", Text(type)}};
}

json::object ComponentLocation(const json::object& location,
                               Audience audience) {
  const std::string type = TextMember(location, "type");
  json::object shown{{"type", ComponentLocationType(location)}};
  if (type != "address" && type != "link" && type != "phone") return shown;
  const bool is_public = FlagOf(location, "public").value_or(false);
  shown["displayLocationPublicly"] = is_public;
  if (audience == Audience::kAnyone && !is_public) return shown;
  shown[type == "phone" ? "hostPhoneNumber" : type] =
      TextMember(location, type);
  return shown;
}

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
  json::array locations;
  for (const json::value& location : LocationsJson(settings)) {
    locations.push_back(
        ComponentLocation(location.as_object(), Audience::kAnyone));
  }
  shown["locations"] = std::move(locations);
  shown["bookingFields"] = ComponentFields(settings, Audience::kAnyone);
  shown["metadata"] = MetadataJson(settings);
  shown["recurringEvent"] = nullptr;
  shown["seatsPerTimeSlot"] = nullptr;
  shown["requiresConfirmation"] = false;
  shown["disableGuests"] = true;
  AddWindow(settings, shown);
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
  shown["bookingLimits"] = LimitsJson(settings, "bookingLimitsCount");
  shown["durationLimits"] = LimitsJson(settings, "bookingLimitsDuration");
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

absl::StatusOr<json::object> FieldsOfComponent(
    const json::object& body, const EventTypeRecord& event_type) {
  const json::object settings = ParsedObject(event_type.settings);
  json::object fields;
  constexpr std::array<Pair, 20> kSame = {
      {{"title", "title"},
       {"slug", "slug"},
       {"description", "description"},
       {"lengthInMinutes", "length"},
       {"hidden", "hidden"},
       {"scheduleId", "schedule"},
       {"slotInterval", "slotInterval"},
       {"offsetStart", "offsetStart"},
       {"minimumBookingNotice", "minimumBookingNotice"},
       {"beforeEventBuffer", "beforeEventBuffer"},
       {"afterEventBuffer", "afterEventBuffer"},
       {"onlyShowFirstAvailableSlot", "onlyShowFirstAvailableSlot"},
       {"requiresBookerEmailVerification", "requiresBookerEmailVerification"},
       {"hideCalendarNotes", "hideCalendarNotes"},
       {"lockTimeZoneToggleOnBookingPage", "lockTimeZoneToggleOnBookingPage"},
       {"hideCalendarEventDetails", "hideCalendarEventDetails"},
       {"hideOrganizerEmail", "hideOrganizerEmail"},
       {"disableGuests", "disableGuests"},
       {"customName", "eventName"},
       {"successRedirectUrl", "successRedirectUrl"}}};
  for (const Pair& same : kSame) {
    const json::value* given = MemberOf(body, same.theirs);
    if (given == nullptr) continue;
    // An emptied text field clears what may be cleared.
    const bool is_empty = given->is_string() && given->get_string().empty();
    const bool can_clear =
        same.ours == "customName" || same.ours == "successRedirectUrl";
    fields[Text(same.ours)] = is_empty && can_clear ? json::value() : *given;
  }
  // A select of the components says -1 for the event's own length.
  if (const auto step = IntegerOf(fields, "slotInterval"); step && *step < 1) {
    fields["slotInterval"] = nullptr;
  }
  if (const json::value* given = body.if_contains("locations")) {
    if (given->is_array() && !given->get_array().empty()) {
      auto locations = LocationsOfComponent(given->get_array());
      if (!locations.ok()) return locations.status();
      fields["locations"] = *std::move(locations);
    }
  }
  if (const json::value* given = body.if_contains("bookingFields")) {
    json::array custom;
    if (given->is_array()) {
      for (const json::value& value : given->get_array()) {
        if (!value.is_object()) continue;
        auto field = FieldOfComponent(value.get_object());
        if (field) custom.push_back(*std::move(field));
      }
    }
    fields["bookingFields"] = std::move(custom);
  }
  for (const Pair& limit :
       std::array<Pair, 2>{{{"bookingLimitsCount", "bookingLimits"},
                            {"bookingLimitsDuration", "durationLimits"}}}) {
    const json::value* given = MemberOf(body, limit.theirs);
    if (given != nullptr) fields[Text(limit.ours)] = LimitsOfComponent(*given);
  }
  if (const json::value* given = body.if_contains("recurringEvent")) {
    fields["recurrence"] = RecurrenceOfComponent(*given);
  }
  if (const json::object* color = EnabledOf(body, "eventTypeColor")) {
    fields["color"] = json::object{
        {"lightThemeHex", ValueOr(*color, "lightEventTypeColor", "")},
        {"darkThemeHex", ValueOr(*color, "darkEventTypeColor", "")}};
  }
  AddWindowFields(body, settings, fields);
  AddSeatFields(body, settings, fields);
  AddConfirmationFields(body, settings, fields);
  AddMetadataFields(body, fields);
  return fields;
}

}  // namespace bookable::http
