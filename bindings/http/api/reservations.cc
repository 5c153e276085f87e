// A reservation is a hold (domain/holds.h) under its uid, which is all that is
// needed to see, move and end it.
// Tested by tests/bindings/http/api/reservations_test.cc.
#include <boost/json/object.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/bookings.h"
#include "bindings/http/domain/holds.h"
#include "bindings/http/domain/refusal.h"
#include "bindings/http/domain/uid.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using std::chrono::duration_cast;
using std::chrono::minutes;
using store::HoldRecord;
using store::Transaction;

constexpr std::int64_t kStockMinutes = 5;

json::object ReservationJson(const HoldRecord& hold) {
  json::object object;
  object["eventTypeId"] = OrNull(hold.event_type_id);
  object["slotStart"] = InstantText(hold.starts_at);
  object["slotEnd"] = InstantText(hold.ends_at);
  object["slotDuration"] =
      duration_cast<minutes>(hold.ends_at - hold.starts_at).count();
  object["reservationUid"] = hold.uid;
  object["reservationUntil"] = IsoTime(hold.expires_at);
  return object;
}

absl::Status NoSuchReservation(std::string_view uid) {
  return NotFound(
      absl::StrCat("Slot with uid=", std::string(uid), " not found"));
}

absl::Status WhyNot(const absl::Status& status,
                    const store::EventTypeRecord& event_type,
                    std::string_view start) {
  const auto refusal = domain::RefusalOf(status);
  if (!refusal) return status;
  const std::string_view word = domain::RefusalName(*refusal);
  switch (*refusal) {
    case domain::Refusal::kHeld:
      return Unprocessable(
          "This time slot is already reserved by another user. Please choose a "
          "different time.",
          word);
    case domain::Refusal::kTaken:
      return Unprocessable(
          "Can't reserve a slot if the event is already booked.", word);
    case domain::Refusal::kFull:
      return Unprocessable(
          absl::StrCat("Booking with id=", event_type.id, " at ",
                       std::string(start), " has no more seats left."),
          word);
    case domain::Refusal::kNotFound:
      return status;
    default:
      return Unprocessable(absl::StrCat("Can't reserve this slot: ",
                                        std::string(status.message().data(),
                                                    status.message().size()),
                                        "."),
                           word);
  }
}

// A length that was asked for must be on offer.
absl::Status CheckLength(const store::EventTypeRecord& event_type,
                         std::optional<std::int64_t> length) {
  if (!length) return absl::OkStatus();
  const auto event = domain::EventTypeOf(event_type);
  if (!event.ok()) return event.status();
  if (event->length_options.empty()) {
    return BadRequest(
        "You passed 'slotDuration' but this event type is not a variable "
        "length event type.");
  }
  std::string lengths = std::to_string(event->length.count());
  bool is_offered = *length == event->length.count();
  for (const minutes option : event->length_options) {
    is_offered = is_offered || option.count() == *length;
    absl::StrAppend(&lengths, ", ", option.count());
  }
  return is_offered
             ? absl::OkStatus()
             : BadRequest(absl::StrCat(
                   "slotDuration is not one of the lengths of this event type, "
                   "which are: ",
                   lengths));
}

absl::StatusOr<HoldRecord> Place(Transaction& tx, const Request& request,
                                 const Caller& caller,
                                 const std::string& replaces) {
  const json::object& fields = request.Fields();
  const auto lasts = IntegerOf(fields, "reservationDuration");
  const bool is_exclusive = FlagOf(fields, "exclusive").value_or(false);
  if ((lasts || is_exclusive) && !caller.user_id) {
    return Unauthorized(absl::StrCat(
        lasts ? "reservationDuration" : "exclusive",
        " can only be used for authenticated requests - use access token, api "
        "key or OAuth credentials"));
  }
  std::string owner = domain::NewUuid();
  if (!replaces.empty()) {
    const auto old = domain::FindHold(tx, replaces);
    if (!old) return NoSuchReservation(replaces);
    owner = old->owner;
  }
  const std::int64_t id = IntegerOf(fields, "eventTypeId").value_or(0);
  const auto event_type = FindEventType(tx, {.id = id});
  if (!event_type.ok()) {
    return NotFound(absl::StrCat("Event Type with ID=", id, " not found"));
  }
  if ((lasts || is_exclusive) && !SharesEventType(tx, caller, *event_type)) {
    return Forbidden(
        "reservationDuration and exclusive are for the event type's owner and "
        "team");
  }
  const std::string start_text = TextMember(fields, "slotStart");
  const auto start = ReadInstant(start_text, "start");
  if (!start.ok()) return start.status();
  const auto given_length = IntegerOf(fields, "slotDuration");
  const absl::Status checked = CheckLength(*event_type, given_length);
  if (!checked.ok()) return checked;
  std::optional<minutes> length;
  if (given_length) length = minutes{*given_length};
  const auto offer = domain::OfferOf(tx, *event_type, length);
  if (!offer.ok()) {
    return absl::IsFailedPrecondition(offer.status())
               ? BadRequest(
                     "Cannot reserve a slot for a team event without any hosts")
               : offer.status();
  }
  auto hold =
      domain::PlaceHold(tx, *offer,
                        {.start = *start,
                         .length = length,
                         .lasts = minutes{lasts.value_or(kStockMinutes)},
                         .kind = is_exclusive ? domain::HoldKind::kExclusive
                                              : domain::HoldKind::kOrdinary,
                         .owner = owner,
                         .replaces = replaces});
  if (!hold.ok()) return WhyNot(hold.status(), *event_type, start_text);
  return hold;
}

absl::StatusOr<Response> PlaceAndAnswer(const Context& context,
                                        const Request& request,
                                        const Caller& caller,
                                        const std::string& replaces) {
  const auto hold = domain::Transact(
      context.store, [&](Transaction& tx) -> absl::StatusOr<HoldRecord> {
        return Place(tx, request, caller, replaces);
      });
  if (!hold.ok()) {
    if (domain::RefusalOf(hold.status())) {
      return Unprocessable(
          "This time slot is already reserved by another user. Please choose a "
          "different time.",
          "taken");
    }
    return hold.status();
  }
  json::object object = ReservationJson(*hold);
  object["reservationDuration"] =
      IntegerOf(request.Fields(), "reservationDuration")
          .value_or(kStockMinutes);
  return Success(object);
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  return PlaceAndAnswer(context, request, caller, "");
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller& caller) {
  return PlaceAndAnswer(context, request, caller,
                        std::string(request.PathText("uid")));
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller&) {
  const std::string_view uid = request.PathText("uid");
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto hold = domain::FindHold(tx, uid);
        if (!hold) return NoSuchReservation(uid);
        return ReservationJson(*hold);
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller&) {
  const absl::Status status =
      context.store.Write([&](Transaction& tx) -> absl::Status {
        domain::ReleaseHold(tx, request.PathText("uid"));
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return Success();
}

constexpr const char* kBody = R"({"type": "object",
  "required": ["eventTypeId", "slotStart"], "properties": {
    "eventTypeId": {"type": "integer"},
    "slotStart": {"type": "string"},
    "slotDuration": {"type": "integer", "minimum": 1, "maximum": 10080},
    "reservationDuration": {"type": "integer", "minimum": 1,
        "maximum": 10080},
    "exclusive": {"type": "boolean"}}})";

}  // namespace

void AddReservationRoutes(RouteTable& routes) {
  constexpr const char* kOne = "/v2/slots/reservations/{uid}";
  const auto add = [&](Route route) {
    route.tag = "Slots";
    routes.Add(std::move(route));
  };
  add({.method = Method::kPost,
       .path = "/v2/slots/reservations",
       .id = "createReservation",
       .summary = "Hold a slot for a while",
       .access = kOptional,
       .request = kBody,
       .handler = Create});
  add({.method = Method::kGet,
       .path = kOne,
       .id = "getReservation",
       .summary = "A reservation",
       .access = kOptional,
       .handler = Get});
  add({.method = Method::kPatch,
       .path = kOne,
       .id = "updateReservation",
       .summary = "Move a reservation, or make it last longer",
       .access = kOptional,
       .request = kBody,
       .handler = Update});
  add({.method = Method::kDelete,
       .path = kOne,
       .id = "deleteReservation",
       .summary = "End a reservation",
       .access = kOptional,
       .handler = Delete});
}

}  // namespace bookable::http
