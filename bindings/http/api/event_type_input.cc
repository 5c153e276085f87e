// A body is merged into what is stored: what is absent stays, null or
// {"disabled": true} clears. What SQL must find is a column, the rest are the
// settings, in the API's own form (event_type_json.h writes them).
// Tested by tests/bindings/http/api/event_types_test.cc.
#include "bindings/http/api/event_type_input.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/event_type_json.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/schema.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/store/hosts.h"
#include "bindings/http/store/table.h"
#include "bookable/event/event_validation.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeRecord;
using store::Transaction;
using store::UserRecord;

// Settings that are kept as they come, once the schema has let them through.
constexpr std::array<std::string_view, 24> kSettings = {
    "lengthInMinutesOptions",
    "locations",
    "bookingFields",
    "disableGuests",
    "slotInterval",
    "minimumBookingNotice",
    "beforeEventBuffer",
    "afterEventBuffer",
    "bookingLimitsCount",
    "bookingLimitsDuration",
    "onlyShowFirstAvailableSlot",
    "bookingWindow",
    "offsetStart",
    "bookerLayouts",
    "confirmationPolicy",
    "recurrence",
    "seats",
    "requiresBookerEmailVerification",
    "hideCalendarNotes",
    "lockTimeZoneToggleOnBookingPage",
    "hideCalendarEventDetails",
    "hideOrganizerEmail",
    "color",
    "customName"};

constexpr std::array<std::string_view, 12> kNameVariables = {
    "Event type title",
    "Organiser",
    "Scheduler",
    "Location",
    "Organiser first name",
    "Scheduler first name",
    "Scheduler last name",
    "Event duration",
    "LOCATION",
    "HOST/ATTENDEE",
    "HOST",
    "ATTENDEE"};

bool Clears(const json::value& value) {
  if (value.is_null()) return true;
  const json::object* object = value.if_object();
  if (object == nullptr) return false;
  const json::value* disabled = object->if_contains("disabled");
  return disabled != nullptr && disabled->is_bool() && disabled->get_bool();
}

absl::Status CheckLimits(const json::object& settings, std::string_view name,
                         std::int64_t least) {
  const json::object* limits = EnabledOf(settings, name);
  if (limits == nullptr) return absl::OkStatus();
  constexpr std::array<std::string_view, 4> kPeriods = {"day", "week", "month",
                                                        "year"};
  std::string_view shorter;
  std::int64_t most = 0;
  for (const std::string_view period : kPeriods) {
    const auto limit = IntegerOf(*limits, period);
    if (!limit) continue;
    if (*limit < least) {
      return BadRequest(absl::StrCat(std::string(name), ".",
                                     std::string(period), " must be at least ",
                                     least));
    }
    if (!shorter.empty() && most > *limit) {
      return BadRequest(absl::StrCat(std::string(name), ": the limit of a ",
                                     std::string(shorter), " (", most,
                                     ") must not exceed that of a ",
                                     std::string(period), " (", *limit, ")"));
    }
    shorter = period;
    most = *limit;
  }
  return absl::OkStatus();
}

absl::Status CheckWindow(json::object& settings) {
  const json::object* window = EnabledOf(settings, "bookingWindow");
  if (window == nullptr) return absl::OkStatus();
  const std::string type = TextMember(*window, "type");
  const json::value* value = window->if_contains("value");
  if (type == "range") {
    const json::array* dates = value == nullptr ? nullptr : value->if_array();
    json::array kept;
    if (dates != nullptr && dates->size() == 2) {
      for (const json::value& date : *dates) {
        if (!date.is_string()) break;
        const std::string text(ViewOf(date.get_string()).substr(0, 10));
        if (ParseDate(text).ok()) kept.emplace_back(text);
      }
    }
    if (kept.size() != 2 ||
        ViewOf(kept[0].get_string()) > ViewOf(kept[1].get_string())) {
      return BadRequest(
          "bookingWindow.value must be two dates, the first not after the "
          "last");
    }
    settings["bookingWindow"] =
        json::object{{"type", "range"}, {"value", std::move(kept)}};
    return absl::OkStatus();
  }
  if (type != "businessDays" && type != "calendarDays") {
    return BadRequest(
        "bookingWindow.type must be businessDays, calendarDays or range");
  }
  const auto days = IntegerOf(*window, "value");
  const std::int64_t most =
      FlagOf(*window, "rolling").value_or(false) ? 366 : 3650;
  if (!days || *days < 1 || *days > most) {
    return BadRequest(
        absl::StrCat("bookingWindow.value must be 1 to ", most, " days"));
  }
  return absl::OkStatus();
}

absl::Status CheckLocations(const json::object& settings, bool is_team) {
  const json::value* given = settings.if_contains("locations");
  if (given == nullptr) return absl::OkStatus();
  for (const json::value& location : given->as_array()) {
    const json::object& object = location.as_object();
    const std::string type = TextMember(object, "type");
    const auto needs = [&](const char* name) {
      return TextMember(object, name).empty()
                 ? BadRequest(absl::StrCat("locations: the type ", type,
                                           " needs ", name))
                 : absl::OkStatus();
    };
    absl::Status status;
    if (type == "address") {
      status = needs("address");
    } else if (type == "link") {
      status = needs("link");
      if (status.ok() && !domain::IsWebUrl(TextMember(object, "link"))) {
        status = BadRequest("locations: link must be an http or https URL");
      }
    } else if (type == "phone") {
      status = needs("phone");
    } else if (type == "integration") {
      status = needs("integration");
      if (status.ok() && TextMember(object, "integration") != "cal-video") {
        status = BadRequest(absl::StrCat("locations: the integration ",
                                         TextMember(object, "integration"),
                                         " is not connected"));
      }
    } else if (type == "organizersDefaultApp" && !is_team) {
      status = BadRequest(
          "locations: organizersDefaultApp is for event types of teams");
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckFields(const json::object& settings, bool may_lack_email) {
  const json::value* given = settings.if_contains("bookingFields");
  if (given == nullptr) return absl::OkStatus();
  constexpr std::array<std::string_view, 11> kCustom = {
      "phone",  "address",     "text",       "url",      "number", "textarea",
      "select", "multiselect", "multiemail", "checkbox", "radio"};
  constexpr std::array<std::string_view, 4> kSystem = {
      "title", "notes", "guests", "rescheduleReason"};
  std::set<std::string> slugs;
  bool has_phone = false;
  for (const json::value& field : given->as_array()) {
    const json::object& object = field.as_object();
    if (TextMember(object, "slug") == "attendeePhoneNumber" &&
        FlagOf(object, "required").value_or(false) &&
        !FlagOf(object, "hidden").value_or(false)) {
      has_phone = true;
    }
  }
  for (const json::value& field : given->as_array()) {
    const json::object& object = field.as_object();
    const std::string type = TextMember(object, "type");
    std::string slug = TextMember(object, "slug");
    if (type == "name" || type == "splitName") slug = "name";
    if (type == "email") slug = "email";
    if (slug.empty()) {
      return BadRequest("bookingFields: each needs a type and a slug");
    }
    if (!slugs.insert(slug).second) {
      return BadRequest(
          absl::StrCat("bookingFields: the slug ", slug, " is there twice"));
    }
    if (type == "email") {
      const bool is_hidden = FlagOf(object, "hidden").value_or(false);
      const bool is_required = FlagOf(object, "required").value_or(true);
      if ((is_hidden || !is_required) && !(may_lack_email && has_phone)) {
        return BadRequest(
            "bookingFields: the field email must stay required and visible");
      }
      continue;
    }
    if (slug == "name" ||
        std::find(kSystem.begin(), kSystem.end(), slug) != kSystem.end()) {
      continue;
    }
    if (type != "boolean" &&
        std::find(kCustom.begin(), kCustom.end(), type) == kCustom.end()) {
      return BadRequest(absl::StrCat("bookingFields: unknown type ",
                                     type.empty() ? "(none)" : type, " of ",
                                     slug));
    }
    if (TextMember(object, "label").empty() ||
        !FlagOf(object, "required").has_value()) {
      return BadRequest(absl::StrCat("bookingFields: the ", type, " field ",
                                     slug, " needs label and required"));
    }
    const bool chooses = type == "select" || type == "multiselect" ||
                         type == "checkbox" || type == "radio";
    const json::value* options = object.if_contains("options");
    if (chooses && (options == nullptr || !options->is_array() ||
                    options->get_array().empty())) {
      return BadRequest(absl::StrCat("bookingFields: the ", type, " field ",
                                     slug, " needs options"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCustomName(const json::object& settings) {
  const std::string name = TextMember(settings, "customName");
  for (std::size_t at = name.find('{'); at != std::string::npos;
       at = name.find('{', at + 1)) {
    const std::size_t end = name.find('}', at);
    const std::string variable =
        name.substr(at + 1, end == std::string::npos ? end : end - at - 1);
    if (end == std::string::npos ||
        std::find(kNameVariables.begin(), kNameVariables.end(), variable) ==
            kNameVariables.end()) {
      return BadRequest(absl::StrCat("customName: {", variable,
                                     "} is no variable of a name"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLayouts(const json::object& settings) {
  const json::object* layouts = EnabledOf(settings, "bookerLayouts");
  if (layouts == nullptr) return absl::OkStatus();
  const std::string first = TextMember(*layouts, "defaultLayout");
  const json::value* enabled = layouts->if_contains("enabledLayouts");
  const json::array* list = enabled == nullptr ? nullptr : enabled->if_array();
  if (list != nullptr) {
    for (const json::value& layout : *list) {
      if (layout.is_string() && ViewOf(layout.get_string()) == first) {
        return absl::OkStatus();
      }
    }
  }
  return BadRequest("bookerLayouts: the default layout must be enabled");
}

absl::Status CheckTogether(const json::object& settings) {
  if (EnabledOf(settings, "seats") == nullptr) return absl::OkStatus();
  if (EnabledOf(settings, "confirmationPolicy") != nullptr) {
    return BadRequest("seats and confirmationPolicy do not go together");
  }
  if (EnabledOf(settings, "recurrence") != nullptr) {
    return BadRequest("seats and recurrence do not go together");
  }
  if (LocationsJson(settings).size() > 1) {
    return BadRequest("seats do not go with more than one location");
  }
  return absl::OkStatus();
}

// Whether the engine takes the event type, in each of its lengths.
absl::Status CheckByEngine(const EventTypeRecord& event_type) {
  const auto event = domain::EventTypeOf(event_type);
  if (!event.ok()) return event.status();
  EventType in_every_length = *event;
  in_every_length.offset_start = {};  // taken modulo the step that is in use
  return ValidateEventType(in_every_length, std::nullopt, "eventType");
}

constexpr const char* kProperties = R"(
  "lengthInMinutes": {"type": "integer", "minimum": 1, "maximum": 10080},
  "lengthInMinutesOptions": {"type": ["array", "null"], "minItems": 1,
      "maxItems": 100, "uniqueItems": true,
      "items": {"type": "integer", "minimum": 1, "maximum": 10080}},
  "title": {"type": "string", "minLength": 1, "maxLength": 500},
  "slug": {"type": "string", "minLength": 1, "maxLength": 200},
  "description": {"type": "string", "maxLength": 10000},
  "locations": {"type": "array", "minItems": 1, "maxItems": 100, "items": {
      "type": "object", "required": ["type"], "properties": {
        "type": {"type": "string", "enum": ["address", "link", "integration",
            "phone", "attendeeAddress", "attendeePhone", "attendeeDefined",
            "organizersDefaultApp"]},
        "address": {"type": "string"}, "link": {"type": "string"},
        "integration": {"type": "string"}, "phone": {"type": "string"},
        "public": {"type": "boolean"}}}},
  "bookingFields": {"type": ["array", "null"], "minItems": 1, "maxItems": 200,
      "items": {"type": "object", "properties": {
        "type": {"type": "string"}, "slug": {"type": "string"},
        "label": {"type": "string"}, "required": {"type": "boolean"},
        "hidden": {"type": "boolean"}, "placeholder": {"type": "string"},
        "options": {"type": "array", "items": {"type": "string"}}}}},
  "disableGuests": {"type": "boolean"},
  "slotInterval": {"type": ["integer", "null"], "minimum": 1, "maximum": 1440},
  "minimumBookingNotice": {"type": "integer", "minimum": 0,
      "maximum": 5256000},
  "beforeEventBuffer": {"type": "integer", "minimum": 0, "maximum": 10080},
  "afterEventBuffer": {"type": "integer", "minimum": 0, "maximum": 10080},
  "scheduleId": {"type": ["integer", "null"]},
  "bookingLimitsCount": {"type": ["object", "null"], "properties": {
      "day": {"type": "integer"}, "week": {"type": "integer"},
      "month": {"type": "integer"}, "year": {"type": "integer"},
      "disabled": {"type": "boolean"}}},
  "bookingLimitsDuration": {"type": ["object", "null"], "properties": {
      "day": {"type": "integer"}, "week": {"type": "integer"},
      "month": {"type": "integer"}, "year": {"type": "integer"},
      "disabled": {"type": "boolean"}}},
  "onlyShowFirstAvailableSlot": {"type": "boolean"},
  "bookingWindow": {"type": ["object", "null"]},
  "offsetStart": {"type": "integer", "minimum": 0, "maximum": 1439},
  "bookerLayouts": {"type": ["object", "null"],
      "required": ["defaultLayout", "enabledLayouts"], "properties": {
        "defaultLayout": {"type": "string", "enum": ["month", "week",
            "column"]},
        "enabledLayouts": {"type": "array", "items": {"type": "string",
            "enum": ["month", "week", "column"]}}}},
  "confirmationPolicy": {"type": ["object", "null"], "properties": {
      "type": {"type": "string", "enum": ["always", "time"]},
      "noticeThreshold": {"type": "object", "required": ["unit", "count"],
        "properties": {
          "unit": {"type": "string", "enum": ["minutes", "hours"]},
          "count": {"type": "integer", "minimum": 1, "maximum": 100000}}},
      "blockUnconfirmedBookingsInBooker": {"type": "boolean"},
      "disabled": {"type": "boolean"}}},
  "recurrence": {"type": ["object", "null"], "properties": {
      "interval": {"type": "integer", "minimum": 1, "maximum": 100},
      "occurrences": {"type": "integer", "minimum": 1, "maximum": 500},
      "frequency": {"type": "string", "enum": ["yearly", "monthly", "weekly"]},
      "disabled": {"type": "boolean"}}},
  "seats": {"type": ["object", "null"], "properties": {
      "seatsPerTimeSlot": {"type": "integer", "minimum": 1, "maximum": 1000},
      "showAttendeeInfo": {"type": "boolean"},
      "showAvailabilityCount": {"type": "boolean"},
      "disabled": {"type": "boolean"}}},
  "requiresBookerEmailVerification": {"type": "boolean"},
  "hideCalendarNotes": {"type": "boolean"},
  "lockTimeZoneToggleOnBookingPage": {"type": "boolean"},
  "hideCalendarEventDetails": {"type": "boolean"},
  "hideOrganizerEmail": {"type": "boolean"},
  "color": {"type": ["object", "null"],
      "required": ["lightThemeHex", "darkThemeHex"], "properties": {
        "lightThemeHex": {"type": "string", "minLength": 4, "maxLength": 7},
        "darkThemeHex": {"type": "string", "minLength": 4, "maxLength": 7}}},
  "customName": {"type": ["string", "null"], "maxLength": 500},
  "destinationCalendar": {"type": ["object", "null"]},
  "useDestinationCalendarEmail": {"type": "boolean"},
  "successRedirectUrl": {"type": ["string", "null"]})";

}  // namespace

std::string EventTypeProperties() { return kProperties; }

absl::Status CheckEventTypeFields(const json::object& fields) {
  static const json::value kSchema = json::parse(
      absl::StrCat(R"({"type": "object", "properties": {)", kProperties, "}}"));
  json::array errors = SchemaErrors(kSchema, fields, {});
  return errors.empty() ? absl::OkStatus() : Invalid(std::move(errors));
}

absl::Status CheckSlugIsFree(Transaction& tx,
                             const EventTypeRecord& event_type) {
  const bool is_taken =
      event_type.team_id
          ? !tx.Run(
                   "SELECT 1 FROM event_type WHERE team_id = ?1 AND slug = ?2 "
                   "AND id <> ?3 AND parent_id IS NULL",
                   {event_type.team_id, event_type.slug, event_type.id})
                 .is_empty()
          : !tx.Run(
                   "SELECT 1 FROM event_type WHERE user_id = ?1 AND slug = ?2 "
                   "AND id <> ?3 AND team_id IS NULL",
                   {event_type.user_id, event_type.slug, event_type.id})
                 .is_empty();
  return is_taken
             ? BadRequest(absl::StrCat("an event type with slug ",
                                       event_type.slug, " is there already"))
             : absl::OkStatus();
}

absl::Status MergeEventType(Transaction& tx, const json::object& fields,
                            EventTypeRecord& event_type) {
  json::object settings = ParsedObject(event_type.settings);
  for (const std::string_view name : kSettings) {
    const json::value* given = MemberOf(fields, name);
    if (given == nullptr) continue;
    if (Clears(*given)) {
      settings.erase(json::string_view(name.data(), name.size()));
    } else {
      settings[json::string_view(name.data(), name.size())] = *given;
    }
  }
  for (const char* name : {"successRedirectUrl", "useDestinationCalendarEmail",
                           "destinationCalendar"}) {
    const json::value* given = fields.if_contains(name);
    if (given == nullptr) continue;
    if (Clears(*given)) {
      settings.erase(name);
      continue;
    }
    if (given->is_string() && !domain::IsWebUrl(ViewOf(given->get_string()))) {
      return BadRequest(absl::StrCat(name, " must be an http or https URL"));
    }
    if (given->is_object() || (given->is_bool() && given->get_bool())) {
      return BadRequest(
          absl::StrCat(name, ": no calendar is connected to write to"));
    }
    settings[name] = *given;
  }
  if (const auto length = IntegerOf(fields, "lengthInMinutes")) {
    event_type.length_minutes = *length;
  }
  if (const auto title = TextOf(fields, "title")) event_type.title = *title;
  if (const auto slug = TextOf(fields, "slug")) {
    event_type.slug = domain::Slug(*slug);
    if (event_type.slug.empty()) {
      return BadRequest("slug must have a letter or a digit");
    }
  }
  if (const auto text = TextOf(fields, "description")) {
    event_type.description = *text;
  }
  if (const json::value* schedule = fields.if_contains("scheduleId")) {
    event_type.schedule_id = IntegerOf(fields, "scheduleId");
    if (!schedule->is_null()) {
      const auto found = store::Find<store::ScheduleRecord>(
          tx, event_type.schedule_id.value_or(0));
      if (!found ||
          (event_type.user_id && found->user_id != *event_type.user_id)) {
        return NotFound(absl::StrCat(
            "Schedule with ID=", event_type.schedule_id.value_or(0),
            " does not exist."));
      }
    }
  }
  absl::Status status = CheckWindow(settings);
  status.Update(CheckLimits(settings, "bookingLimitsCount", 1));
  status.Update(CheckLimits(settings, "bookingLimitsDuration", 15));
  status.Update(CheckLocations(settings, event_type.team_id.has_value()));
  status.Update(CheckFields(settings, event_type.team_id.has_value()));
  status.Update(CheckCustomName(settings));
  status.Update(CheckLayouts(settings));
  status.Update(CheckTogether(settings));
  if (!status.ok()) return status;
  event_type.seats.reset();
  if (const json::object* seats = EnabledOf(settings, "seats")) {
    event_type.seats = IntegerOf(*seats, "seatsPerTimeSlot");
    if (!event_type.seats) return BadRequest("seats needs seatsPerTimeSlot");
  }
  event_type.requires_confirmation =
      EnabledOf(settings, "confirmationPolicy") != nullptr;
  event_type.settings = json::serialize(settings);
  event_type.updated_at = tx.Now();
  status = CheckByEngine(event_type);
  status.Update(CheckSlugIsFree(tx, event_type));
  return status;
}

absl::StatusOr<EventTypeRecord> CreateEventType(Transaction& tx,
                                                const json::object& fields,
                                                std::int64_t owner) {
  EventTypeRecord event_type{.user_id = owner, .created_at = tx.Now()};
  const absl::Status merged = MergeEventType(tx, fields, event_type);
  if (!merged.ok()) return merged;
  store::Insert(tx, event_type);
  store::TouchHosts(tx, {owner});
  return event_type;
}

absl::StatusOr<EventTypeRecord> FindOwnEventType(Transaction& tx,
                                                 std::int64_t id,
                                                 const Caller& caller) {
  auto found = store::Find<EventTypeRecord>(tx, id);
  if (!found || found->user_id != caller.user_id) {
    return NotFound(
        absl::StrCat("Event type with id ", id, " does not exist."));
  }
  return *std::move(found);
}

absl::Status UpdateEventType(Transaction& tx, const json::object& fields,
                             EventTypeRecord& event_type) {
  absl::Status merged = MergeEventType(tx, fields, event_type);
  if (!merged.ok()) return merged;
  store::Update(tx, event_type);
  store::TouchHosts(tx, {*event_type.user_id});
  return absl::OkStatus();
}

absl::StatusOr<EventTypeRecord> DeleteEventType(Transaction& tx,
                                                std::int64_t id,
                                                const Caller& caller) {
  auto event_type = store::Find<EventTypeRecord>(tx, id);
  if (!event_type) {
    return NotFound(
        absl::StrCat("Event type with id ", id, " does not exist."));
  }
  if (event_type->user_id != caller.user_id) {
    return Forbidden(
        absl::StrCat("the event type ", id, " is not the caller's"));
  }
  store::Delete<EventTypeRecord>(tx, id);
  store::TouchHosts(tx, {*caller.user_id});
  return *std::move(event_type);
}

// The slug of the organisation that a query names, "" for none.
absl::StatusOr<std::string> OrganizationSlug(Transaction& tx,
                                             const Query& query) {
  if (query.Has("orgSlug")) return std::string(query.Text("orgSlug"));
  if (!query.Has("orgId")) return std::string();
  const auto id = ParseInteger(query.Text("orgId"));
  if (!id) return BadRequest("orgId must be an integer");
  const auto organization = store::Find<store::TeamRecord>(tx, *id);
  if (!organization || !organization->is_organization) {
    return NotFound(absl::StrCat("Organization with id ", *id, " not found"));
  }
  return organization->slug.value_or("");
}

absl::StatusOr<std::vector<UserRecord>> FindPeople(
    Transaction& tx, const std::vector<std::string>& usernames,
    const std::string& organization) {
  std::vector<UserRecord> people;
  for (const std::string& name : usernames) {
    auto user = FindUserByName(tx, name, organization);
    if (!user) {
      return NotFound(absl::StrCat("User with username ", name, " not found"));
    }
    people.push_back(*std::move(user));
  }
  if (people.size() < 2) {
    return BadRequest("usernames must name at least two users");
  }
  return people;
}

}  // namespace bookable::http
