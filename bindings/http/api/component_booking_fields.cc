// Tested by tests/bindings/http/api/component_event_types_test.cc and
// settings_event_types_test.cc.
#include "bindings/http/api/component_booking_fields.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/component_words.h"
#include "bindings/http/api/scheduling_json.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

// Words for fields that nobody has named: the components' own dictionaries
// differ from version to version, so none of their keys is sent.
constexpr std::array<WordPair, 8> kLabels = {
    {{"name", "Your name"},
     {"email", "Email address"},
     {"location", "Location"},
     {"title", "What is this meeting about?"},
     {"notes", "Additional notes"},
     {"guests", "Add guests"},
     {"rescheduleReason", "Reason for reschedule"},
     {"attendeePhoneNumber", "Phone number"}}};
constexpr std::array<WordPair, 4> kPlaceholders = {
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
  shown["label"] = ValueOr(field, "label", JsonText(TheirsOf(kLabels, slug)));
  shown["placeholder"] =
      ValueOr(field, "placeholder", JsonText(TheirsOf(kPlaceholders, slug)));
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

}  // namespace

json::array ComponentFields(const json::object& settings, Audience audience) {
  json::array shown;
  for (const json::value& field : BookingFieldsJson(settings, audience)) {
    if (TextMember(field.as_object(), "type") == "unknown") continue;
    shown.push_back(ComponentField(field.get_object()));
  }
  return shown;
}

json::array BookingFieldsOfComponent(const json::value& given) {
  json::array custom;
  if (!given.is_array()) return custom;
  for (const json::value& value : given.get_array()) {
    if (!value.is_object()) continue;
    auto field = FieldOfComponent(value.get_object());
    if (field) custom.push_back(*std::move(field));
  }
  return custom;
}

}  // namespace bookable::http
