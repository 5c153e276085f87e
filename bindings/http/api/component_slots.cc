// The routes of 2024-04-15, which the React components call: the list, the hold
// that a visitor has while the form is open, and its end. A visitor is known by
// the cookie uid, which owns the hold; a hold that cannot be placed is no
// reason to stop the visitor, who is told when booking.
// Tested by tests/bindings/http/api/slots_test.cc.
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/body_memory.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/slot_text.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/bookings.h"
#include "bindings/http/domain/holds.h"
#include "bindings/http/domain/host_memory.h"
#include "bindings/http/domain/refusal.h"
#include "bindings/http/domain/uid.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using domain::HostMemory;
using domain::OfferInMemory;
using std::chrono::minutes;
using store::Transaction;

constexpr std::chrono::minutes kHoldLasts{5};

struct Asked {
  domain::SlotsWanted wanted{};
  std::optional<Zone> zone{};
  bool has_ends = false;
};

absl::StatusOr<Asked> ReadAsked(const Request& request) {
  const Query& query = request.query;
  Asked asked;
  const auto from = ReadInstant(query.Text("startTime"), "startTime");
  if (!from.ok()) return from.status();
  const auto until = ReadInstant(query.Text("endTime"), "endTime");
  if (!until.ok()) return until.status();
  if (*until <= *from) return BadRequest("endTime must be after startTime");
  asked.wanted = {.from = *from,
                  .until = *until,
                  .hold_owner = std::string(request.Cookie("uid"))};
  if (query.Has("timeZone")) {
    absl::StatusOr<Zone> zone = ReadZone(query.Text("timeZone"), "timeZone");
    if (!zone.ok()) return zone.status();
    asked.zone = *std::move(zone);
    asked.wanted.zone = asked.zone;
  }
  if (const auto length = ParseInteger(query.Text("duration"))) {
    if (*length < 1 || *length > 10'080) {
      return BadRequest("duration must be 1 to 10080 minutes");
    }
    asked.wanted.length = minutes{*length};
  }
  asked.has_ends = EqualsIgnoringCase(query.Text("slotFormat"), "range");
  return asked;
}

absl::StatusOr<HostMemory::Offer> FindOffer(const Context& context,
                                            const Query& query,
                                            const Asked& asked) {
  const std::vector<std::string> names = query.List("usernameList");
  const std::string organization(query.Text("orgSlug"));
  if (names.size() > 1) {
    const auto users = context.store.Read([&](Transaction& tx) {
      return FindUsersByName(tx, names, organization);
    });
    if (!users.ok()) return users.status();
    return context.hosts.FindAll(*users);
  }
  auto id = ParseInteger(query.Text("eventTypeId"));
  if (id == 0) id.reset();
  const EventTypeSelector selector{
      .id = id,
      .slug = std::string(query.Text("eventTypeSlug")),
      .username = names.empty() ? "" : names.front(),
      .organization_slug = organization};
  if (!selector.is_complete()) {
    return BadRequest("give eventTypeId, or eventTypeSlug and usernameList");
  }
  auto offer = FindOfferInMemory(context, selector);
  if (offer.ok() && asked.wanted.length &&
      !(*offer)->HasLength(*asked.wanted.length)) {
    return BadRequest("duration is not a length of this event type");
  }
  return offer;
}

absl::StatusOr<Response> Answer(const OfferInMemory& offer, const Asked& asked,
                                store::Moment now) {
  thread_local SlotColumns slots;
  const absl::Status found = offer.FindSlots(
      asked.wanted, std::chrono::floor<std::chrono::seconds>(now), slots);
  if (!found.ok()) return found;
  SlotStyle style{.zone = asked.zone,
                  .start = asked.has_ends ? "startTime" : "time",
                  .end = "endTime"};
  if (asked.has_ends) {
    style.length = asked.wanted.length.value_or(offer.event().length);
  }
  if (offer.event().seats) {
    style.more = [&offer](std::size_t i, std::string& out) {
      const auto session = offer.booked_sessions().find(slots.starts[i]);
      if (session == offer.booked_sessions().end()) return;
      absl::StrAppend(&out, ",\"attendees\":", session->second.seats,
                      ",\"bookingUid\":\"", session->second.uid, "\"");
    };
  }
  Response response{.status = 0, .body = SpareBody()};
  response.body += R"({"status":"success","data":{"slots":)";
  AppendSlots(slots.starts, style, response.body);
  response.body += "}}";
  return response;
}

absl::StatusOr<Response> Available(const Context& context,
                                   const Request& request, const Caller&) {
  auto asked = ReadAsked(request);
  if (!asked.ok()) return asked.status();
  // 1.0.47 asks before it knows the event type: with the id 0 and a person.
  if (request.query.Text("eventTypeId") == "0" &&
      !request.query.Has("eventTypeSlug") &&
      !request.query.List("usernameList").empty()) {
    return SuccessText(R"({"slots":{}})");
  }
  const auto offer = FindOffer(context, request.query, *asked);
  if (!offer.ok()) {
    // A team's event type that nobody hosts yet.
    if (absl::IsFailedPrecondition(offer.status())) {
      return SuccessText(R"({"slots":{}})");
    }
    return offer.status();
  }
  if (const std::string* uid = request.query.Find("rescheduleUid")) {
    const absl::Status status =
        context.store.Read([&](Transaction& tx) -> absl::Status {
          asked->wanted.ignore_booking =
              SessionToMove(tx, *uid, (*offer)->event().seats.has_value());
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
  }
  return Answer(**offer, *asked, context.hosts.Now());
}

std::optional<Response> AvailableAtOnce(const Context& context,
                                        const Request& request) {
  const Query& query = request.query;
  const auto id = ParseInteger(query.Text("eventTypeId"));
  if (!id || query.List("usernameList").size() > 1 ||
      query.Has("rescheduleUid") ||
      (query.Has("duration") && !ParseInteger(query.Text("duration")))) {
    return std::nullopt;
  }
  const HostMemory::Offer offer = context.hosts.Recall(*id);
  if (offer == nullptr) return std::nullopt;
  const auto asked = ReadAsked(request);
  if (!asked.ok() || !offer->IsQuick(asked->wanted)) return std::nullopt;
  auto answer = Answer(*offer, *asked, context.hosts.Now());
  if (!answer.ok()) return std::nullopt;
  return *std::move(answer);
}

absl::Status HoldFor(Transaction& tx, const json::object& body,
                     const std::string& owner) {
  const auto event_type =
      FindEventType(tx, {.id = IntegerOf(body, "eventTypeId").value_or(0)});
  if (!event_type.ok()) return NotFound("Event Type not found");
  const auto start =
      ReadInstant(TextMember(body, "slotUtcStartDate"), "slotUtcStartDate");
  if (!start.ok()) return start.status();
  const auto end =
      ReadInstant(TextMember(body, "slotUtcEndDate"), "slotUtcEndDate");
  if (!end.ok()) return end.status();
  if (FlagOf(body, "_isDryRun").value_or(false)) return absl::OkStatus();
  const auto length = std::chrono::duration_cast<minutes>(*end - *start);
  if (!domain::EventTypeOf(*event_type, length).ok()) {
    return BadRequest("the slot's length is none of this event type");
  }
  const auto offer = domain::OfferOf(tx, *event_type, length);
  if (!offer.ok()) return offer.status();
  const auto old = store::SelectOne<store::HoldRecord>(
      tx,
      "WHERE owner = ?1 AND event_type_id = ?2 AND session_id IS NULL AND "
      "expires_ms > ?3 ORDER BY id LIMIT 1",
      {owner, event_type->id, tx.Now()});
  return domain::PlaceHold(tx, *offer,
                           {.start = *start,
                            .length = length,
                            .lasts = kHoldLasts,
                            .owner = owner,
                            .replaces = old ? old->uid : ""})
      .status();
}

// The visitor's uid: the cookie's, unless it is no name of ours.
std::string VisitorOf(std::string_view cookie) {
  const bool fits =
      cookie.size() == 36 &&
      std::all_of(cookie.begin(), cookie.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
      });
  return fits ? std::string(cookie) : domain::NewUuid();
}

absl::StatusOr<Response> Reserve(const Context& context, const Request& request,
                                 const Caller&) {
  const std::string owner = VisitorOf(request.Cookie("uid"));
  const absl::Status status = domain::Transact(
      context.store,
      [&](Transaction& tx) { return HoldFor(tx, request.Fields(), owner); });
  if (!status.ok() && !domain::RefusalOf(status)) return status;
  Response response = Success(json::value(owner));
  response.headers.emplace_back("Set-Cookie",
                                absl::StrCat("uid=", owner, "; Path=/"));
  return response;
}

absl::StatusOr<Response> Release(const Context& context, const Request& request,
                                 const Caller&) {
  std::string owner(request.Cookie("uid"));
  if (owner.empty()) owner = std::string(request.query.Text("uid"));
  const absl::Status status =
      context.store.Write([&](Transaction& tx) -> absl::Status {
        if (owner.empty()) return absl::OkStatus();
        const auto hold = store::SelectOne<store::HoldRecord>(
            tx,
            "WHERE owner = ?1 AND session_id IS NULL AND expires_ms > ?2 ORDER "
            "BY id DESC LIMIT 1",
            {owner, tx.Now()});
        if (hold) domain::ReleaseHold(tx, hold->uid);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return Success();
}

}  // namespace

void AddComponentSlotRoutes(RouteTable& routes) {
  const std::string integer = R"({"type": "integer"})";
  const auto add = [&](Route route) {
    route.tag = "Slots of the components";
    routes.Add(std::move(route));
  };
  add({.method = Method::kGet,
       .path = "/v2/slots/available",
       .id = "getAvailableSlots",
       .summary = "The starts that can be booked, as the components ask",
       .access = kOptional,
       .query = {{.name = "startTime", .required = true},
                 {.name = "endTime", .required = true},
                 {.name = "eventTypeId", .schema = integer},
                 {.name = "eventTypeSlug"},
                 {.name = "usernameList",
                  .schema =
                      R"({"type": "array", "items": {"type": "string"}})"},
                 {.name = "orgSlug"},
                 {.name = "timeZone"},
                 {.name = "duration", .schema = integer},
                 {.name = "rescheduleUid"},
                 {.name = "slotFormat"}},
       .handler = Available,
       .at_once = AvailableAtOnce});
  add({.method = Method::kPost,
       .path = "/v2/slots/reserve",
       .id = "reserveSlot",
       .summary = "Hide a start from others while a visitor fills in the form",
       .access = kOptional,
       .request = R"({"type": "object", "required": ["eventTypeId",
           "slotUtcStartDate", "slotUtcEndDate"], "properties": {
             "eventTypeId": {"type": "integer"},
             "slotUtcStartDate": {"type": "string"},
             "slotUtcEndDate": {"type": "string"},
             "_isDryRun": {"type": "boolean"}}})",
       .handler = Reserve});
  add({.method = Method::kDelete,
       .path = "/v2/slots/selected-slot",
       .id = "releaseSlot",
       .summary = "Show the start again",
       .access = kOptional,
       .query = {{.name = "uid"}},
       .handler = Release});
}

}  // namespace bookable::http
