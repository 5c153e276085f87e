// One handler answers all selectors: an event type by id, by person or by team,
// or several people at once. The list is written as text straight from the
// engine's columns.
// Tested by tests/bindings/http/api/slots_test.cc.
#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/holds.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using store::Transaction;

constexpr std::array<std::string_view, 14> kParameters = {
    "eventTypeId",
    "eventTypeSlug",
    "username",
    "usernames",
    "teamSlug",
    "organizationSlug",
    "start",
    "end",
    "timeZone",
    "duration",
    "format",
    "slotFormat",
    "bookingUidToReschedule",
    "reservationUid"};

constexpr std::int64_t kDynamicMinutes = 30;

absl::Status CheckParameters(const Query& query) {
  for (const auto& [name, value] : query.pairs()) {
    std::string_view plain = name;
    if (plain.ends_with("[]")) plain.remove_suffix(2);
    if (std::find(kParameters.begin(), kParameters.end(), plain) ==
        kParameters.end()) {
      return BadRequest(absl::StrCat("property ", name, " should not exist"));
    }
  }
  return absl::OkStatus();
}

struct Asked {
  domain::SlotsWanted wanted{};
  std::optional<Zone> zone{};  // of the answer, if it was said
  bool has_ends = false;       // format=range
};

absl::StatusOr<Asked> ReadAsked(const Query& query) {
  Asked asked;
  const auto from = ReadInstant(query.Text("start"), "start");
  if (!from.ok()) return from.status();
  const auto until = ReadInstant(query.Text("end"), "end");
  if (!until.ok()) return until.status();
  asked.wanted.from = *from;
  asked.wanted.until = *until;
  // An end at midnight is the end of that day.
  if (std::chrono::floor<days>(*until) == *until) asked.wanted.until += days{1};
  if (asked.wanted.until <= asked.wanted.from) {
    return BadRequest("end must be after start");
  }
  if (query.Has("timeZone")) {
    const auto name = domain::RepairedZone(query.Text("timeZone"));
    if (!name) return BadRequest("timeZone must be the name of an IANA zone");
    asked.zone = Zone::Find(*name).value();
    asked.wanted.zone = asked.zone;
  }
  if (query.Has("duration")) {
    const auto length = ParseInteger(query.Text("duration"));
    if (!length || *length < 1 || *length > 10'080) {
      return BadRequest("duration must be 1 to 10080 minutes");
    }
    asked.wanted.length = minutes{*length};
  }
  for (const char* name : {"format", "slotFormat"}) {
    if (!query.Has(name)) continue;
    const std::string_view format = query.Text(name);
    asked.has_ends = EqualsIgnoringCase(format, "range");
    if (!asked.has_ends && !EqualsIgnoringCase(format, "time")) {
      return BadRequest("slotFormat must be either 'range' or 'time'");
    }
  }
  return asked;
}

// The list of lengths for a message.
std::string LengthsOf(const EventType& event) {
  std::vector<minutes> lengths = event.length_options;
  lengths.push_back(event.length);
  std::sort(lengths.begin(), lengths.end());
  std::string text;
  for (const minutes length : lengths) {
    if (!text.empty()) text += ", ";
    text += std::to_string(length.count());
  }
  return text;
}

absl::StatusOr<domain::Offer> DynamicOffer(Transaction& tx, const Query& query,
                                           Asked& asked) {
  const std::vector<std::string> names = query.List("usernames");
  if (names.size() < 2) {
    return BadRequest(
        "usernames must name at least two people; or give eventTypeId, "
        "eventTypeSlug and username, or eventTypeSlug and teamSlug");
  }
  const std::string organization(query.Text("organizationSlug"));
  if (organization.empty()) {
    return BadRequest("usernames needs organizationSlug");
  }
  std::vector<store::UserRecord> users;
  for (const std::string& name : names) {
    auto user = FindUserByName(tx, name, organization);
    if (!user) {
      return NotFound(absl::StrCat("User with username ", name, " not found"));
    }
    const bool is_twice =
        std::any_of(users.begin(), users.end(),
                    [&](const auto& other) { return other.id == user->id; });
    if (!is_twice) users.push_back(*std::move(user));
  }
  const minutes length = asked.wanted.length.value_or(minutes{kDynamicMinutes});
  asked.wanted.length.reset();
  return domain::OfferOfAll(tx, users, length);
}

// What must not hide a start: the booking that is moved, one's own hold.
void ReadExcuses(Transaction& tx, const Query& query, bool is_seated,
                 domain::SlotsWanted& wanted) {
  if (const std::string* uid = query.Find("bookingUidToReschedule")) {
    const auto session = store::SelectOne<store::SessionRecord>(
        tx,
        "WHERE uid = ?1 OR id = (SELECT session_id FROM booking WHERE uid = "
        "?1)",
        {*uid});
    // Of a session with others in it only one seat will move.
    if (session && (!is_seated || session->taken <= 1)) {
      wanted.ignore_booking = session->uid;
    }
  }
  if (const std::string* uid = query.Find("reservationUid")) {
    const auto hold = domain::FindHold(tx, *uid);
    if (hold) wanted.hold_owner = hold->owner;
  }
}

// The uids of an event type's sessions that somebody has booked, by start.
std::map<Instant, std::string> BookedSessions(Transaction& tx,
                                              std::int64_t event_type,
                                              const SlotList& slots) {
  std::map<Instant, std::string> uids;
  if (slots.is_empty()) return uids;
  for (const store::Row& row :
       tx.Run("SELECT starts_s, uid FROM session s WHERE event_type_id = ?1 "
              "AND starts_s >= ?2 AND starts_s <= ?3 AND EXISTS (SELECT 1 "
              "FROM booking b WHERE b.session_id = s.id AND b.status = "
              "'accepted') ORDER BY id",
              {event_type, slots.starts().front(), slots.starts().back()})) {
    uids[row.As<Instant>(0)] = row.As<std::string>(1);
  }
  return uids;
}

struct Seats {
  std::int64_t total = 0;
  bool are_shown = true;
  std::map<Instant, std::string> sessions{};
};

std::string SlotsText(const SlotList& slots, const Asked& asked, minutes length,
                      const std::optional<Seats>& seats) {
  const auto text = [&](Instant t) {
    return asked.zone ? InstantText(t, *asked.zone) : InstantText(t);
  };
  std::string out = "{";
  std::string date;
  for (const Slot slot : slots) {
    const std::string start = text(slot.start);
    if (start.substr(0, 10) != date) {
      if (!date.empty()) out += "],";
      date = start.substr(0, 10);
      absl::StrAppend(&out, "\"", date, "\":[");
    } else {
      out += ',';
    }
    absl::StrAppend(&out, "{\"start\":\"", start, "\"");
    if (asked.has_ends) {
      absl::StrAppend(&out, ",\"end\":\"", text(slot.start + length), "\"");
    }
    if (seats) {
      if (seats->are_shown) {
        absl::StrAppend(
            &out, ",\"seatsBooked\":", seats->total - slot.seats_remaining,
            ",\"seatsRemaining\":", slot.seats_remaining,
            ",\"seatsTotal\":", seats->total);
      }
      const auto session = seats->sessions.find(slot.start);
      if (session != seats->sessions.end()) {
        absl::StrAppend(&out, ",\"bookingUid\":\"", session->second, "\"");
      }
    }
    out += '}';
  }
  if (!date.empty()) out += ']';
  out += '}';
  return out;
}

absl::StatusOr<std::string> SlotsOf(Transaction& tx, const Query& query,
                                    Asked asked) {
  const EventTypeSelector selector{
      .id = ParseInteger(query.Text("eventTypeId")),
      .slug = std::string(query.Text("eventTypeSlug")),
      .username = std::string(query.Text("username")),
      .team_slug = std::string(query.Text("teamSlug")),
      .organization_slug = std::string(query.Text("organizationSlug"))};
  if (!selector.is_complete()) {
    const auto offer = DynamicOffer(tx, query, asked);
    if (!offer.ok()) return offer.status();
    const auto slots = domain::FindSlotsOf(tx, *offer, asked.wanted);
    if (!slots.ok()) return slots.status();
    return SlotsText(*slots, asked, offer->event.length, std::nullopt);
  }
  const auto event_type = FindEventType(tx, selector);
  if (!event_type.ok()) {
    return selector.id ? NotFound("Event Type not found") : event_type.status();
  }
  const auto rules = domain::EventTypeOf(*event_type);
  if (!rules.ok()) return rules.status();
  const auto& length = asked.wanted.length;
  if (length && *length != rules->length &&
      std::find(rules->length_options.begin(), rules->length_options.end(),
                *length) == rules->length_options.end()) {
    return BadRequest(
        absl::StrCat("duration must be one of the event type's lengths: ",
                     LengthsOf(*rules)));
  }
  const auto offer = domain::OfferOf(tx, *event_type, length);
  if (!offer.ok()) {
    // A team's event type that nobody hosts yet.
    if (absl::IsFailedPrecondition(offer.status())) return std::string("{}");
    return offer.status();
  }
  ReadExcuses(tx, query, rules->seats.has_value(), asked.wanted);
  const auto slots = domain::FindSlotsOf(tx, *offer, asked.wanted);
  if (!slots.ok()) return slots.status();
  std::optional<Seats> seats;
  if (rules->seats) {
    seats = {.total = *rules->seats,
             .sessions = BookedSessions(tx, event_type->id, *slots)};
    const boost::json::object settings = ParsedObject(event_type->settings);
    const boost::json::object* given = EnabledOf(settings, "seats");
    if (given != nullptr) {
      seats->are_shown = FlagOf(*given, "showAvailabilityCount").value_or(true);
    }
  }
  return SlotsText(*slots, asked, length.value_or(rules->length), seats);
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller&) {
  const absl::Status checked = CheckParameters(request.query);
  if (!checked.ok()) return checked;
  const auto asked = ReadAsked(request.query);
  if (!asked.ok()) return asked.status();
  const auto text =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<std::string> {
        return SlotsOf(tx, request.query, *asked);
      });
  if (!text.ok()) return text.status();
  return SuccessText(*text);
}

}  // namespace

void AddSlotRoutes(RouteTable& routes) {
  const std::string integer = R"({"type": "integer"})";
  routes.Add(
      {.method = Method::kGet,
       .path = "/v2/slots",
       .id = "getSlots",
       .tag = "Slots",
       .summary = "The starts that can be booked, by date",
       .description =
           "Of an event type (eventTypeId; eventTypeSlug with username or "
           "teamSlug), or of several people at once (usernames with "
           "organizationSlug). Days without a slot are left out.",
       .access = kOptional,
       .query = {{.name = "eventTypeId", .schema = integer},
                 {.name = "eventTypeSlug"},
                 {.name = "username"},
                 {.name = "usernames",
                  .schema =
                      R"({"type": "array", "items": {"type": "string"}})"},
                 {.name = "teamSlug"},
                 {.name = "organizationSlug"},
                 {.name = "start", .presence = Parameter::kRequired},
                 {.name = "end", .presence = Parameter::kRequired},
                 {.name = "timeZone"},
                 {.name = "duration", .schema = integer},
                 {.name = "format"},
                 {.name = "slotFormat"},
                 {.name = "bookingUidToReschedule"},
                 {.name = "reservationUid"}},
       .answer = R"({"type": "object"})",
       .handler = Get});
}

}  // namespace bookable::http
