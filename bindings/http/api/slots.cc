// One handler answers all selectors: an event type by id, by person or by team,
// or several people at once. The engine is asked about the hosts in memory
// (domain/host_memory.h); the list is written as text straight from its
// columns. Tested by tests/bindings/http/api/slots_test.cc.
#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/body_memory.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/slot_text.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/holds.h"
#include "bindings/http/domain/host_memory.h"
#include "bindings/http/store/store.h"

namespace bookable::http {
namespace {

using domain::HostMemory;
using domain::OfferInMemory;
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
    absl::StatusOr<Zone> zone = ReadZone(query.Text("timeZone"), "timeZone");
    if (!zone.ok()) return zone.status();
    asked.zone = *std::move(zone);
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

// Several people at once.
absl::StatusOr<HostMemory::Offer> FindMeeting(const Context& context,
                                              const Query& query) {
  const std::vector<std::string> names = query.List("usernames");
  if (names.size() < 2) {
    return BadRequest(
        "usernames must name at least two people; or give eventTypeId, "
        "eventTypeSlug and username, or eventTypeSlug and teamSlug");
  }
  const std::string_view organization = query.Text("organizationSlug");
  if (organization.empty()) {
    return BadRequest("usernames needs organizationSlug");
  }
  const auto people = context.store.Read([&](Transaction& tx) {
    return FindUsersByName(tx, names, organization);
  });
  if (!people.ok()) return people.status();
  return context.hosts.FindAll(*people);
}

// What must not hide a start: the booking that is moved, one's own hold.
absl::Status ReadExcuses(const Context& context, const Query& query,
                         bool is_seated, domain::SlotsWanted& wanted) {
  const std::string* moved = query.Find("bookingUidToReschedule");
  const std::string* own = query.Find("reservationUid");
  if (moved == nullptr && own == nullptr) return absl::OkStatus();
  return context.store.Read([&](Transaction& tx) -> absl::Status {
    if (moved != nullptr) {
      wanted.ignore_booking = SessionToMove(tx, *moved, is_seated);
    }
    if (own != nullptr) {
      const auto hold = domain::FindHold(tx, *own);
      if (hold) wanted.hold_owner = hold->owner;
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<Response> Answer(const OfferInMemory& offer, const Asked& asked,
                                store::Moment now) {
  thread_local SlotColumns slots;
  const absl::Status found = offer.FindSlots(
      asked.wanted, std::chrono::floor<std::chrono::seconds>(now), slots);
  if (!found.ok()) return found;
  SlotStyle style{.zone = asked.zone};
  if (asked.has_ends) {
    style.length = asked.wanted.length.value_or(offer.event().length);
  }
  if (const std::optional<int> seats = offer.event().seats) {
    style.more = [&offer, total = *seats](std::size_t i, std::string& out) {
      if (offer.shows_seats()) {
        const std::int32_t remaining = slots.seats_remaining[i];
        absl::StrAppend(&out, ",\"seatsBooked\":", total - remaining,
                        ",\"seatsRemaining\":", remaining,
                        ",\"seatsTotal\":", total);
      }
      const auto session = offer.booked_sessions().find(slots.starts[i]);
      if (session != offer.booked_sessions().end()) {
        absl::StrAppend(&out, ",\"bookingUid\":\"", session->second.uid, "\"");
      }
    };
  }
  Response response{.status = 0, .body = SpareBody()};
  response.body += R"({"status":"success","data":)";
  AppendSlots(slots.starts, style, response.body);
  response.body += '}';
  return response;
}

absl::StatusOr<HostMemory::Offer> FindOffer(const Context& context,
                                            const Query& query) {
  const EventTypeSelector selector{
      .id = ParseInteger(query.Text("eventTypeId")),
      .slug = std::string(query.Text("eventTypeSlug")),
      .username = std::string(query.Text("username")),
      .team_slug = std::string(query.Text("teamSlug")),
      .organization_slug = std::string(query.Text("organizationSlug"))};
  if (!selector.is_complete()) return FindMeeting(context, query);
  auto offer = FindOfferInMemory(context, selector);
  if (selector.id && !offer.ok() && HttpStatusOf(offer.status()) == 404) {
    return NotFound("Event Type not found");
  }
  return offer;
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller&) {
  const absl::Status checked = CheckParameters(request.query);
  if (!checked.ok()) return checked;
  auto asked = ReadAsked(request.query);
  if (!asked.ok()) return asked.status();
  const auto offer = FindOffer(context, request.query);
  if (!offer.ok()) {
    // A team's event type that nobody hosts yet.
    if (absl::IsFailedPrecondition(offer.status())) return SuccessText("{}");
    return offer.status();
  }
  const std::optional<minutes>& length = asked->wanted.length;
  if (length && !(*offer)->HasLength(*length)) {
    return BadRequest(
        absl::StrCat("duration must be one of the event type's lengths: ",
                     LengthsOf((*offer)->event())));
  }
  const absl::Status excused =
      ReadExcuses(context, request.query, (*offer)->event().seats.has_value(),
                  asked->wanted);
  if (!excused.ok()) return excused;
  return Answer(**offer, *asked, context.hosts.Now());
}

std::optional<Response> GetAtOnce(const Context& context,
                                  const Request& request) {
  const Query& query = request.query;
  const auto id = ParseInteger(query.Text("eventTypeId"));
  if (!id || query.Has("bookingUidToReschedule") ||
      query.Has("reservationUid") || !CheckParameters(query).ok()) {
    return std::nullopt;
  }
  const HostMemory::Offer offer = context.hosts.Recall(*id);
  if (offer == nullptr) return std::nullopt;
  const auto asked = ReadAsked(query);
  if (!asked.ok() || !offer->IsQuick(asked->wanted)) return std::nullopt;
  auto answer = Answer(*offer, *asked, context.hosts.Now());
  if (!answer.ok()) return std::nullopt;
  return *std::move(answer);
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
                 {.name = "start", .required = true},
                 {.name = "end", .required = true},
                 {.name = "timeZone"},
                 {.name = "duration", .schema = integer},
                 {.name = "format"},
                 {.name = "slotFormat"},
                 {.name = "bookingUidToReschedule"},
                 {.name = "reservationUid"}},
       .answer = R"({"type": "object"})",
       .handler = Get,
       .at_once = GetAtOnce});
}

}  // namespace bookable::http
