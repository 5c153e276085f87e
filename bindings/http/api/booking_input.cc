// Tested by tests/bindings/http/api/bookings_test.cc.
#include "bindings/http/api/booking_input.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/event_type_json.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using std::chrono::minutes;
using store::AttendeeRecord;
using store::Transaction;

constexpr std::string_view kVideo = "integrations:daily";

bool IsPhone(std::string_view text) {
  if (text.size() < 8 || text[0] != '+') return false;
  std::int64_t digits = 0;
  for (const char c : text.substr(1)) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c != ' ' && c != '-' && c != '(' && c != ')') {
      return false;
    }
  }
  return digits >= 7 && digits <= 15;
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

// Where it takes place, as text, and as the booker's answer.
struct Place {
  std::string text{};
  std::string value{};
  std::string option{};
};

Place PlaceOf(const json::object& location, const json::object* given) {
  const std::string type = TextMember(location, "type");
  const auto said = [&](const char* name) {
    return given == nullptr ? std::string() : TextMember(*given, name);
  };
  std::string text;
  if (type == "integration" || type == "organizersDefaultApp") {
    return {std::string(kVideo), std::string(kVideo), ""};
  }
  if (type == "attendeeAddress") {
    text = said("address");
  } else if (type == "attendeePhone") {
    text = said("phone");
  } else if (type == "attendeeDefined") {
    text = said("location");
  } else {
    text = TextMember(location, type.c_str());
  }
  return {text, type, text};
}

absl::StatusOr<Place> ChosenPlace(const json::object& given,
                                  const json::array& locations,
                                  std::int64_t event_type) {
  const std::string type = TextMember(given, "type");
  constexpr std::array<std::string_view, 8> kTypes = {
      "address",       "attendeeAddress",     "attendeeDefined",
      "attendeePhone", "integration",         "link",
      "phone",         "organizersDefaultApp"};
  if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end()) {
    return BadRequest(absl::StrCat(
        "Unsupported booking location type '", type,
        "'. Valid types are address, attendeeAddress, attendeeDefined, "
        "attendeePhone, integration, link, organizersDefaultApp, phone"));
  }
  std::string offered;
  for (const json::value& location : locations) {
    const json::object& one = location.as_object();
    const std::string offered_type = TextMember(one, "type");
    if (!offered.empty()) offered += ", ";
    offered += offered_type;
    if (offered_type != type) continue;
    if (type == "integration" &&
        TextMember(one, "integration") != TextMember(given, "integration")) {
      continue;
    }
    Place place = PlaceOf(one, &given);
    if (place.text.empty()) {
      return BadRequest(
          absl::StrCat("location: the type ", type, " needs its text"));
    }
    if (type == "attendeePhone" && !IsPhone(place.text)) {
      return BadRequest(
          "Invalid phone number format. Please use international format.");
    }
    return place;
  }
  return BadRequest(absl::StrCat(
      "Booking location with type ", type, " not valid for event type with id=",
      event_type, ". The event type has following location types: ", offered));
}

absl::StatusOr<Place> ReadPlace(const json::object& body,
                                const json::object& settings,
                                std::int64_t event_type) {
  const json::array locations = LocationsJson(settings);
  const json::value* given = body.if_contains("location");
  if (given != nullptr && given->is_object()) {
    return ChosenPlace(given->get_object(), locations, event_type);
  }
  std::string text;
  if (given != nullptr && given->is_string()) {
    text = std::string(ViewOf(given->get_string()));
  } else {
    text = TextMember(body, "meetingUrl");
  }
  if (!text.empty()) {
    const char* value = domain::IsWebUrl(text) ? "link"
                        : IsPhone(text)        ? "phone"
                                               : "somewhereElse";
    return Place{text, value, text};
  }
  if (locations.empty()) {
    return Place{std::string(kVideo), std::string(kVideo), ""};
  }
  return PlaceOf(locations.front().as_object(), nullptr);
}

bool IsTextList(const json::value& value) {
  return value.is_array() &&
         std::all_of(value.get_array().begin(), value.get_array().end(),
                     [](const json::value& one) { return one.is_string(); });
}

bool FitsField(const std::string& type, const json::object& field,
               const json::value& value) {
  if (type == "boolean") return value.is_bool();
  if (type == "number") return value.is_number() || value.is_string();
  if (type == "multiselect" || type == "checkbox" || type == "multiemail") {
    return IsTextList(value);
  }
  if (!value.is_string()) return false;
  const std::string_view text = ViewOf(value.get_string());
  if (type == "phone") return text.empty() || IsPhone(text);
  if (type == "url") return text.empty() || domain::IsWebUrl(text);
  const json::value* options = field.if_contains("options");
  if ((type == "select" || type == "radio") && options != nullptr &&
      options->is_array() && !text.empty()) {
    return std::any_of(
        options->get_array().begin(), options->get_array().end(),
        [&](const json::value& option) { return option == value; });
  }
  return true;
}

absl::Status CheckAnswers(const json::object& settings,
                          const json::object& answers, bool has_phone) {
  for (const json::value& value :
       BookingFieldsJson(settings, Audience::kOwner)) {
    const json::object& field = value.as_object();
    if (FlagOf(field, "isDefault").value_or(false)) continue;
    if (FlagOf(field, "hidden").value_or(false)) continue;
    const std::string slug = TextMember(field, "slug");
    const std::string type = TextMember(field, "type");
    const bool is_required = FlagOf(field, "required").value_or(false);
    if (slug == "attendeePhoneNumber") {
      if (is_required && !has_phone) {
        return BadRequest(
            "Missing attendee phone number - it is required by the event type. "
            "Pass it as \"attendee.phoneNumber\" in the request.");
      }
      continue;
    }
    const json::value* answer = MemberOf(answers, slug);
    if (answer == nullptr || answer->is_null()) {
      if (!is_required) continue;
      return BadRequest(
          absl::StrCat("Missing required booking field response: ", slug,
                       " - it is required by the event type booking fields, "
                       "but missing in the bookingFieldsResponses."),
          absl::StrCat("{", slug, "}error_required_field"));
    }
    const bool is_empty =
        (answer->is_string() && answer->get_string().empty()) ||
        (answer->is_array() && answer->get_array().empty()) ||
        (answer->is_bool() && !answer->get_bool());
    if (is_required && is_empty) {
      return BadRequest(
          absl::StrCat("the booking field ", slug, " must be answered"),
          absl::StrCat("{", slug, "}error_required_field"));
    }
    if (!FitsField(type, field, *answer)) {
      return BadRequest(absl::StrCat("the answer to the booking field ", slug,
                                     " does not fit its type ", type));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckMetadata(const json::object& body) {
  const json::value* given = body.if_contains("metadata");
  if (given == nullptr) return absl::OkStatus();
  bool fits = given->as_object().size() <= 50;
  for (const auto& member : given->get_object()) {
    const std::string_view key(member.key().data(), member.key().size());
    fits = fits && CharacterCount(key) <= 40;
    const json::value& value = member.value();
    if (value.is_string()) {
      fits = fits && CharacterCount(ViewOf(value.get_string())) <= 500;
    } else {
      fits = fits && (value.is_number() || value.is_bool());
    }
  }
  return fits ? absl::OkStatus()
              : BadRequest(
                    "Metadata must have at most 50 keys, each key up to 40 "
                    "characters, and string values up to 500 characters.");
}

absl::StatusOr<AttendeeRecord> ReadBooker(
    Transaction& tx, const json::object& given,
    const std::optional<std::string>& client) {
  AttendeeRecord booker{.name = TextMember(given, "name"),
                        .phone = TextOf(given, "phoneNumber")};
  if (booker.name.empty()) return BadRequest("attendee.name must not be empty");
  const auto email = TextOf(given, "email");
  if (!email && !booker.phone) {
    return BadRequest(
        "Attendee must have at least one contact method (email or phone "
        "number)");
  }
  if (booker.phone && !IsPhone(*booker.phone)) {
    return BadRequest(
        "Invalid phone number format. Please use international format.");
  }
  if (email) {
    const auto normal = domain::NormalEmail(*email);
    if (!normal) return BadRequest("Invalid email format");
    booker.email = StoredEmail(tx, *normal, client);
  } else {
    booker.email = DigitsOf(*booker.phone) + "@sms.cal.com";
  }
  const auto zone =
      ReadZone(TextMember(given, "timeZone"), "attendee.timeZone");
  if (!zone.ok()) return zone.status();
  booker.time_zone = zone->name();
  if (const auto language = TextOf(given, "language")) {
    if (!domain::IsLocale(*language)) {
      return BadRequest("attendee.language is none of the languages");
    }
    booker.language = *language;
  }
  return booker;
}

absl::StatusOr<std::vector<AttendeeRecord>> ReadGuests(
    Transaction& tx, const json::object& body, const AttendeeRecord& booker,
    const store::EventTypeRecord& event_type,
    const std::optional<std::string>& client) {
  std::vector<AttendeeRecord> guests;
  const json::value* given = body.if_contains("guests");
  if (given == nullptr) return guests;
  std::set<std::string> seen;
  for (const json::value& value : given->as_array()) {
    const auto normal = domain::NormalEmail(ViewOf(value.as_string()));
    if (!normal) return BadRequest("guests: each must be an email address");
    std::string email = StoredEmail(tx, *normal, client);
    if (!seen.insert(email).second) {
      return BadRequest("guests: an address is there twice");
    }
    // Who hosts is there anyway.
    const bool is_host =
        event_type.team_id &&
        !tx.Run(
               "SELECT 1 FROM event_type_host h JOIN app_user u ON u.id = "
               "h.user_id WHERE h.event_type_id = ?1 AND u.email = ?2",
               {event_type.id, email})
             .is_empty();
    if (is_host || email == booker.email) continue;
    guests.push_back({.email = std::move(email),
                      .time_zone = booker.time_zone,
                      .language = booker.language});
  }
  return guests;
}

absl::StatusOr<std::optional<minutes>> ReadLength(
    const json::object& body, const store::EventTypeRecord& event_type,
    bool is_recurring) {
  const auto given = IntegerOf(body, "lengthInMinutes");
  if (!given || is_recurring) return std::optional<minutes>();
  const auto event = domain::EventTypeOf(event_type);
  if (!event.ok()) return event.status();
  if (event->length_options.empty()) {
    return BadRequest(
        "Can't specify 'lengthInMinutes' because event type does not have "
        "multiple possible lengths. Please, remove the 'lengthInMinutes' field "
        "from the request.");
  }
  std::vector<minutes> lengths = event->length_options;
  lengths.push_back(event->length);
  std::sort(lengths.begin(), lengths.end());
  std::string text;
  for (const minutes length : lengths) {
    if (length.count() == *given) return std::optional<minutes>(length);
    absl::StrAppend(&text, text.empty() ? "" : ", ", length.count());
  }
  return BadRequest(absl::StrCat(
      "Provided 'lengthInMinutes' is not one of the possible lengths for the "
      "event type. The possible lengths are: ",
      text));
}

}  // namespace

std::string_view BookingInputSchema() {
  return R"({"type": "object", "required": ["start", "attendee"],
    "additionalProperties": false, "properties": {
      "start": {"type": "string", "description":
        "ISO 8601; UTC unless it has an offset"},
      "eventTypeId": {"type": "integer"},
      "eventTypeSlug": {"type": "string"}, "username": {"type": "string"},
      "teamSlug": {"type": "string"}, "organizationSlug": {"type": "string"},
      "attendee": {"type": "object", "required": ["name", "timeZone"],
        "properties": {
          "name": {"type": "string", "maxLength": 500},
          "email": {"type": "string", "maxLength": 320},
          "timeZone": {"type": "string"},
          "phoneNumber": {"type": "string", "maxLength": 40},
          "language": {"type": "string"}}},
      "guests": {"type": "array", "maxItems": 100,
        "items": {"type": "string", "maxLength": 320}},
      "bookingFieldsResponses": {"type": "object"},
      "location": {"type": ["object", "string"]},
      "meetingUrl": {"type": "string", "maxLength": 2000},
      "metadata": {"type": "object"},
      "lengthInMinutes": {"type": "integer", "minimum": 1},
      "instant": {"type": "boolean"},
      "recurrenceCount": {"type": "integer", "minimum": 1},
      "reservationUid": {"type": "string", "maxLength": 200}}})";
}

std::string StoredEmail(Transaction& tx, std::string_view email,
                        const std::optional<std::string>& client) {
  if (!client) return std::string(email);
  std::string managed = domain::ManagedEmail(email, *client);
  const bool is_managed =
      !tx.Run(
             "SELECT 1 FROM app_user WHERE email = ?1 AND oauth_client_id = "
             "?2",
             {managed, *client})
           .is_empty();
  return is_managed ? managed : std::string(email);
}

domain::Confirmation ConfirmationOf(const store::EventTypeRecord& event_type,
                                    Instant start, Instant now) {
  const json::object settings = ParsedObject(event_type.settings);
  const json::object* policy = EnabledOf(settings, "confirmationPolicy");
  if (policy == nullptr) return domain::Confirmation::kNone;
  if (TextMember(*policy, "type") == "time") {
    const json::object* threshold = EnabledOf(*policy, "noticeThreshold");
    std::int64_t count = 0;
    if (threshold != nullptr) {
      count = IntegerOf(*threshold, "count").value_or(0);
      if (TextMember(*threshold, "unit") == "hours") count *= 60;
    }
    if (start - now > minutes{count}) return domain::Confirmation::kNone;
  }
  return FlagOf(*policy, "blockUnconfirmedBookingsInBooker").value_or(false)
             ? domain::Confirmation::kWaitsAndHolds
             : domain::Confirmation::kWaits;
}

absl::StatusOr<std::vector<Instant>> SeriesStarts(
    const json::object& recurrence, Instant first, const Zone& zone,
    std::optional<std::int64_t> count) {
  using std::chrono::days;
  using std::chrono::local_days;
  const std::int64_t most = IntegerOf(recurrence, "occurrences").value_or(1);
  if (count.value_or(1) > most) {
    return BadRequest(
        "Provided recurrence count is higher than the event type's recurring "
        "event count.");
  }
  const std::int64_t interval = IntegerOf(recurrence, "interval").value_or(1);
  const std::string frequency = TextMember(recurrence, "frequency");
  const std::chrono::local_seconds wall = zone.ToLocal(first);
  const local_days day = std::chrono::floor<days>(wall);
  const auto clock = wall - day;
  const Date date(day);
  std::vector<Instant> starts;
  for (std::int64_t i = 0; i < count.value_or(most); ++i) {
    local_days next = day;
    if (frequency == "weekly") {
      next = day + days{7 * interval * i};
    } else {
      const std::int64_t months =
          interval * i * (frequency == "yearly" ? 12 : 1);
      Date moved = date + std::chrono::months{months};
      // The 31st of a shorter month is its last day.
      if (!moved.ok()) {
        moved = Date(moved.year() / moved.month() / std::chrono::last);
      }
      next = local_days{moved};
    }
    // The instant that shows this wall clock; one that a gap swallows is read
    // with the offset before it.
    const auto reading = (next + clock).time_since_epoch();
    const Instant guess{reading - zone.OffsetAt(Instant{reading})};
    const Instant better{reading - zone.OffsetAt(guess)};
    starts.push_back(zone.ToLocal(better) == next + clock ? better : guess);
  }
  return starts;
}

absl::StatusOr<domain::BookingRequest> ReadBookingInput(
    Transaction& tx, const json::object& body,
    const store::EventTypeRecord& event_type) {
  const json::object settings = ParsedObject(event_type.settings);
  const auto client = ClientOf(tx, event_type);
  domain::BookingRequest request;
  const auto start = ReadInstant(TextMember(body, "start"), "start");
  if (!start.ok()) return start.status();
  request.start = *start;
  const auto length = ReadLength(body, event_type,
                                 EnabledOf(settings, "recurrence") != nullptr);
  if (!length.ok()) return length.status();
  request.length = *length;
  request.hold_uid = TextMember(body, "reservationUid");
  absl::Status status = CheckMetadata(body);
  if (!status.ok()) return status;
  if (const json::value* metadata = body.if_contains("metadata")) {
    request.metadata = json::serialize(*metadata);
  }
  auto booker = ReadBooker(tx, body.at("attendee").as_object(), client);
  if (!booker.ok()) return booker.status();
  auto guests = ReadGuests(tx, body, *booker, event_type, client);
  if (!guests.ok()) return guests.status();
  const auto place = ReadPlace(body, settings, event_type.id);
  if (!place.ok()) return place.status();

  json::object responses;
  responses["name"] = booker->name;
  responses["email"] = booker->email;
  if (booker->phone) responses["attendeePhoneNumber"] = *booker->phone;
  json::object answers;
  if (const json::value* given = body.if_contains("bookingFieldsResponses")) {
    answers = given->as_object();
  }
  status = CheckAnswers(settings, answers, booker->phone.has_value());
  if (!status.ok()) return status;
  for (const auto& answer : answers) {
    responses.emplace(answer.key(), answer.value());
  }
  json::array addresses;
  for (const AttendeeRecord& guest : *guests) {
    addresses.emplace_back(guest.email);
  }
  responses["guests"] = std::move(addresses);
  responses["location"] =
      json::object{{"value", place->value}, {"optionValue", place->option}};
  request.responses = json::serialize(responses);
  request.location = json::serialize(json::value(place->text));
  request.description = TextMember(answers, "notes");
  request.attendees.push_back(*std::move(booker));
  for (AttendeeRecord& guest : *guests) {
    request.attendees.push_back(std::move(guest));
  }
  request.confirmation =
      ConfirmationOf(event_type, request.start,
                     std::chrono::floor<std::chrono::seconds>(tx.Now()));
  return request;
}

}  // namespace bookable::http
