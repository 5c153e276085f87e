// Tested by tests/bindings/http/api/component_event_types_test.cc and
// settings_event_types_test.cc.
#include "bindings/http/api/component_location.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/component_words.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

constexpr std::array<WordPair, 7> kLocationTypes = {
    {{"address", "inPerson"},
     {"attendeeAddress", "attendeeInPerson"},
     {"attendeePhone", "phone"},
     {"phone", "userPhone"},
     {"link", "link"},
     {"attendeeDefined", "somewhereElse"},
     {"organizersDefaultApp", "conferencing"}}};

constexpr std::array<WordPair, 4> kIntegrations = {
    {{"cal-video", "integrations:daily"},
     {"google-meet", "integrations:google:meet"},
     {"office365-video", "integrations:office365_video"},
     {"zoom", "integrations:zoom"}}};

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
    return {{"type", "integration"}, {"integration", JsonText(integration)}};
  }
  const std::string_view type = OursOf(kLocationTypes, older_type);
  if (type.empty()) return {};
  return {{"type", JsonText(type)}};
}

json::array ComponentLocations(const json::object& settings,
                               Audience audience) {
  json::array shown;
  for (const json::value& location : LocationsJson(settings)) {
    shown.push_back(ComponentLocation(location.as_object(), audience));
  }
  return shown;
}

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

}  // namespace bookable::http
