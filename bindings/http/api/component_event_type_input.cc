// Tested by tests/bindings/http/api/settings_event_types_test.cc.
#include "bindings/http/api/component_event_type_input.h"

#include <array>
#include <string>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/component_booking_fields.h"
#include "bindings/http/api/component_location.h"
#include "bindings/http/api/component_rules.h"
#include "bindings/http/api/component_words.h"
#include "bindings/http/api/scheduling_json.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeRecord;

void AddSeatFields(const json::object& body, const json::object& settings,
                   json::object& fields) {
  json::object seats;
  if (const json::object* before = EnabledOf(settings, "seats")) {
    seats = *before;
  }
  bool is_there = false;
  for (const WordPair& name : std::array<WordPair, 3>{
           {{"seatsPerTimeSlot", "seatsPerTimeSlot"},
            {"showAttendeeInfo", "seatsShowAttendees"},
            {"showAvailabilityCount", "seatsShowAvailabilityCount"}}}) {
    const json::value* given = MemberOf(body, name.theirs);
    if (given == nullptr) continue;
    is_there = true;
    seats[JsonText(name.ours)] = *given;
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
              JsonText(OursOf(kLayouts, ViewOf(layout.get_string()))));
        }
      }
    }
    fields["bookerLayouts"] = json::object{
        {"defaultLayout",
         JsonText(OursOf(kLayouts, TextMember(*layouts, "defaultLayout")))},
        {"enabledLayouts", std::move(enabled)}};
  }
}

}  // namespace

absl::StatusOr<json::object> FieldsOfComponent(
    const json::object& body, const EventTypeRecord& event_type) {
  const json::object settings = ParsedObject(event_type.settings);
  json::object fields;
  constexpr std::array<WordPair, 20> kSame = {
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
  for (const WordPair& same : kSame) {
    const json::value* given = MemberOf(body, same.theirs);
    if (given == nullptr) continue;
    // An emptied text field clears what may be cleared.
    const bool is_empty = given->is_string() && given->get_string().empty();
    const bool can_clear =
        same.ours == "customName" || same.ours == "successRedirectUrl";
    fields[JsonText(same.ours)] =
        is_empty && can_clear ? json::value() : *given;
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
    fields["bookingFields"] = BookingFieldsOfComponent(*given);
  }
  for (const WordPair& limit :
       std::array<WordPair, 2>{{{"bookingLimitsCount", "bookingLimits"},
                                {"bookingLimitsDuration", "durationLimits"}}}) {
    const json::value* given = MemberOf(body, limit.theirs);
    if (given == nullptr) continue;
    fields[JsonText(limit.ours)] = LimitsOfComponent(*given);
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
