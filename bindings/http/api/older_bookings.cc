// The routes of 2024-04-15, by which the components book: one body for all
// kinds, a move is a booking with rescheduleUid. What is asked becomes the
// domain's request (older_booking_json.h) and is booked, moved and cancelled as
// that of every other age (booking_changes.h).
//
// The components repeat a POST after a slow answer and cannot send a key with
// it: so an equal body within ten minutes is answered with the booking that the
// first one made, while that stands. Where both run at once, the one that finds
// the time taken looks again.
// Tested by tests/bindings/http/api/older_bookings_test.cc.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/booking_changes.h"
#include "bindings/http/api/booking_json.h"
#include "bindings/http/api/booking_list.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/error_reason.h"
#include "bindings/http/api/older_booking_json.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/email_codes.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeRecord;
using store::SessionRecord;
using store::Transaction;

constexpr std::chrono::minutes kRepeatsWithin{10};
constexpr std::size_t kLongestSeries = 500;

// --- create ------------------------------------------------------------------

// What a body asks for, as far as the tables tell.
struct Asked {
  EventTypeRecord event_type{};
  domain::BookingRequest request{};
  std::optional<SessionRecord> moves{};     // the booking that is moved
  std::optional<std::string> moves_seat{};  // one seat of it
};

absl::StatusOr<Asked> Read(Transaction& tx, const json::object& body) {
  const auto event_type =
      FindEventType(tx, {.id = IntegerOf(body, "eventTypeId").value_or(0)});
  if (!event_type.ok()) return event_type.status();
  const absl::Status bookable = CheckBookable(*event_type, false);
  if (!bookable.ok()) return bookable;
  auto request = ReadOlderBooking(tx, body, *event_type);
  if (!request.ok()) return request.status();
  Asked asked{.event_type = *event_type, .request = *std::move(request)};
  const auto moves = TextOf(body, "rescheduleUid");
  if (!moves || moves->empty()) return asked;
  const auto session = FindBookingOrSeat(tx, *moves);
  if (!session.ok()) {
    return NotFound(
        absl::StrCat("Booking with UID=", *moves, " does not exist."),
        "booking_not_found_error");
  }
  asked.moves = *session;
  if (event_type->seats && *moves != session->uid) asked.moves_seat = *moves;
  return asked;
}

struct Made {
  std::int64_t session = 0;
  std::string seat_uid{};
};

json::object Told(Transaction& tx, const Made& made) {
  return MadeBookingJson(tx, *store::Find<SessionRecord>(tx, made.session),
                         made.seat_uid);
}

// What an equal body made a short time ago.
std::optional<Made> RepeatOf(Transaction& tx, const Asked& asked,
                             Instant start) {
  const json::value responses = StoredValue(asked.request.responses);
  for (const store::Row& row : tx.Run(
           "SELECT s.id, b.uid, b.responses FROM session s JOIN booking b ON "
           "b.session_id = s.id JOIN attendee a ON a.booking_id = b.id WHERE "
           "s.event_type_id = ?1 AND s.starts_s = ?2 AND a.position = 0 AND "
           "a.email = ?3 AND b.updated_ms >= ?4 AND b.status IN ('accepted', "
           "'pending') AND (CAST(?5 AS text) IS NULL OR "
           "b.rescheduled_from_uid = ?5) ORDER BY b.id DESC",
           {asked.event_type.id, start, asked.request.attendees.front().email,
            tx.Now() - kRepeatsWithin,
            asked.moves ? store::Value(asked.moves->uid) : store::Value()})) {
    if (StoredValue(row.As<std::string>(2)) != responses) continue;
    return Made{row.As<std::int64_t>(0), asked.event_type.seats
                                             ? row.As<std::string>(1)
                                             : std::string()};
  }
  return std::nullopt;
}

absl::StatusOr<json::object> MakeOne(Transaction& tx, const Caller& caller,
                                     const json::object& body) {
  const auto asked = Read(tx, body);
  if (!asked.ok()) return asked.status();
  const domain::BookingRequest& request = asked->request;
  if (const auto repeat = RepeatOf(tx, *asked, request.start)) {
    return Told(tx, *repeat);
  }
  if (!asked->moves) {
    const auto booked = BookTime(tx, asked->event_type, request, {});
    if (!booked.ok()) return booked.status();
    return Told(tx, {booked->sessions.front(), booked->seat_uid});
  }
  if (asked->moves->event_type_id != asked->event_type.id) {
    return BadRequest("the booking is of another event type");
  }
  const MoveAsked move{
      .start = request.start,
      .length = request.length.value_or(
          std::chrono::minutes{asked->event_type.length_minutes}),
      .seat_uid = asked->moves_seat,
      .reason = TextOf(ParsedObject(request.responses), "rescheduleReason"),
      .moved_by = TextOf(body, "rescheduledBy"),
      .responses = request.responses,
      .metadata = request.metadata};
  const auto moved = MoveBooking(tx, caller, *asked->moves, move);
  if (!moved.ok()) return moved.status();
  return Told(tx, {moved->id, asked->moves_seat.value_or("")});
}

// All of the array, or none: one event type, one booker, each with its start.
absl::StatusOr<json::array> MakeSeries(Transaction& tx,
                                       const json::array& bodies) {
  std::vector<Instant> starts;
  std::optional<Asked> first;
  std::vector<Made> repeats;
  for (const json::value& value : bodies) {
    auto asked = Read(tx, value.as_object());
    if (!asked.ok()) return asked.status();
    starts.push_back(asked->request.start);
    if (const auto repeat = RepeatOf(tx, *asked, asked->request.start)) {
      repeats.push_back(*repeat);
    }
    if (asked->moves ||
        (first && first->event_type.id != asked->event_type.id)) {
      return BadRequest("the bookings of a series are of one event type");
    }
    if (!first) first = *std::move(asked);
  }
  json::array told;
  if (repeats.size() == bodies.size()) {
    for (const Made& repeat : repeats) told.push_back(Told(tx, repeat));
    return told;
  }
  const json::object settings = ParsedObject(first->event_type.settings);
  const json::object* recurrence = EnabledOf(settings, "recurrence");
  const std::int64_t most =
      recurrence == nullptr ? 1
                            : IntegerOf(*recurrence, "occurrences").value_or(1);
  if (std::cmp_greater(starts.size(), most)) {
    return BadRequest(
        "Provided recurrence count is higher than the event type's recurring "
        "event count.");
  }
  domain::BookingRequest request = first->request;
  const auto series = TextOf(bodies.front().as_object(), "recurringEventId");
  if (series && !series->empty()) {
    if (!SeriesOf(tx, *series).empty()) {
      return BadRequest("recurringEventId is that of other bookings");
    }
    request.recurring_uid = *series;
  }
  const auto booked = BookTime(tx, first->event_type, request, starts);
  if (!booked.ok()) return booked.status();
  for (const std::int64_t session : booked->sessions) {
    told.push_back(Told(tx, {session, booked->seat_uid}));
  }
  return told;
}

// An event type may ask that the booker's address be proved. Wrong codes count,
// so they are looked at in a transaction of their own.
absl::Status CheckCode(const Context& context, const json::object& body) {
  const auto email = domain::NormalEmail(
      TextMember(body.at("responses").as_object(), "email"));
  const auto asks =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<bool> {
        const auto event_type = store::Find<EventTypeRecord>(
            tx, IntegerOf(body, "eventTypeId").value_or(0));
        return event_type && FlagOf(ParsedObject(event_type->settings),
                                    "requiresBookerEmailVerification")
                                 .value_or(false);
      });
  if (!asks.ok()) return asks.status();
  if (!*asks || !email) return absl::OkStatus();
  const auto code = TextOf(body, "verificationCode");
  if (!code || code->empty()) {
    return BadRequest("the address must be proved by a code",
                      "email_verification_required");
  }
  const auto is_right =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<bool> {
        return domain::IsEmailCodeOf(tx, TokenKeyOf(tx, context), *email,
                                     *code);
      });
  if (!is_right.ok()) return is_right.status();
  return *is_right
             ? absl::OkStatus()
             : BadRequest("the code is wrong", "invalid_verification_code");
}

// The answer of a rehearsal, of which nothing is kept.
void MarkRehearsed(json::object& booking) {
  booking["id"] = -101;
  booking["uid"] = "DRY_RUN_UID";
  booking["isDryRun"] = true;
}

// Does what `work` does; when it is a rehearsal, takes it back.
absl::StatusOr<json::value> Make(
    const Context& context, const Request& request, const Caller& caller,
    bool is_dry_run,
    const std::function<absl::StatusOr<json::value>(Transaction&)>& work) {
  if (is_dry_run) {
    std::optional<json::value> rehearsed;
    const absl::Status status =
        context.store.Write([&](Transaction& tx) -> absl::Status {
          auto made = work(tx);
          if (!made.ok()) return made.status();
          rehearsed = *std::move(made);
          return absl::CancelledError("a rehearsal");
        });
    if (!absl::IsCancelled(status)) return InOneWord(status);
    return *std::move(rehearsed);
  }
  auto made = BookOnce(context, request, caller, work);
  const std::string reason = ReasonOf(made.status());
  if (reason == "no_available_users_found_error" ||
      reason == "already_signed_up_for_this_booking_error") {
    // By an equal body, perhaps, which was served meanwhile.
    auto repeat = BookOnce(context, request, caller, work);
    if (repeat.ok()) return repeat;
  }
  if (!made.ok()) return InOneWord(made.status());
  return made;
}

bool IsDryRun(const json::object& body) {
  return FlagOf(body, "_isDryRun").value_or(false);
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  const json::object& body = request.Fields();
  const absl::Status proved = CheckCode(context, body);
  if (!proved.ok()) return InOneWord(proved);
  const bool is_dry_run = IsDryRun(body);
  auto made = Make(context, request, caller, is_dry_run,
                   [&](Transaction& tx) -> absl::StatusOr<json::value> {
                     auto one = MakeOne(tx, caller, body);
                     if (!one.ok()) return one.status();
                     if (is_dry_run) MarkRehearsed(*one);
                     return json::value(*std::move(one));
                   });
  if (!made.ok()) return made.status();
  return Success(*made);
}

absl::StatusOr<Response> CreateSeries(const Context& context,
                                      const Request& request,
                                      const Caller& caller) {
  const json::array& bodies = request.body.as_array();
  const absl::Status proved = CheckCode(context, bodies.front().as_object());
  if (!proved.ok()) return InOneWord(proved);
  const bool is_dry_run = IsDryRun(bodies.front().as_object());
  auto made = Make(context, request, caller, is_dry_run,
                   [&](Transaction& tx) -> absl::StatusOr<json::value> {
                     auto all = MakeSeries(tx, bodies);
                     if (!all.ok()) return all.status();
                     if (is_dry_run) {
                       for (json::value& one : *all) {
                         MarkRehearsed(one.as_object());
                       }
                     }
                     return json::value(*std::move(all));
                   });
  if (!made.ok()) return made.status();
  return Success(*made);
}

absl::StatusOr<Response> CreateInstant(const Context& context,
                                       const Request& request, const Caller&) {
  const absl::Status refused =
      context.store.Read([&](Transaction& tx) -> absl::Status {
        const auto event_type = FindEventType(
            tx, {.id = IntegerOf(request.Fields(), "eventTypeId").value_or(0)});
        if (!event_type.ok()) return event_type.status();
        return CheckBookable(*event_type, true);
      });
  if (!refused.ok()) return refused;
  return BadRequest("Instant bookings are not offered by this service.");
}

// --- get ---------------------------------------------------------------------

absl::Status NoSuchBooking(std::string_view uid) {
  return NotFound(
      absl::StrCat("Booking with UID=", std::string(uid), " does not exist."));
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller& caller) {
  const std::string_view uid = request.PathText("bookingUid");
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto session = FindBooking(tx, uid);
        if (!session.ok()) return NoSuchBooking(uid);
        return FullBookingJson(tx, caller, *session);
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

// For the form that moves a booking; of seats each knows its own.
absl::StatusOr<Response> GetMovable(const Context& context,
                                    const Request& request,
                                    const Caller& caller) {
  const std::string uid(request.PathText("bookingUid"));
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto session = FindBookingOrSeat(tx, uid);
        if (!session.ok()) return NoSuchBooking(uid);
        if (uid != session->uid) return MovableBookingJson(tx, *session, uid);
        if (IsSeated(tx, *session) &&
            !FindManagedBooking(tx, uid, caller).ok()) {
          return NoSuchBooking(uid);
        }
        return MovableBookingJson(tx, *session, "");
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

json::array RecurringInfo(Transaction& tx,
                          const std::vector<SessionRecord>& sessions) {
  std::vector<std::string> seen;
  json::array all;
  for (const SessionRecord& session : sessions) {
    if (!session.recurring_uid ||
        std::find(seen.begin(), seen.end(), *session.recurring_uid) !=
            seen.end()) {
      continue;
    }
    seen.push_back(*session.recurring_uid);
    const std::vector<SessionRecord> series =
        SeriesOf(tx, *session.recurring_uid);
    json::object bookings{{"ACCEPTED", json::array()},
                          {"PENDING", json::array()},
                          {"CANCELLED", json::array()},
                          {"REJECTED", json::array()}};
    for (const SessionRecord& one : series) {
      const std::string status =
          absl::AsciiStrToUpper(LastBooking(tx, one).status);
      bookings[status].as_array().emplace_back(InstantText(one.starts_at));
    }
    all.push_back(
        json::object{{"recurringEventId", *session.recurring_uid},
                     {"count", series.size()},
                     {"firstDate", InstantText(series.front().starts_at)},
                     {"bookings", std::move(bookings)}});
  }
  return all;
}

absl::StatusOr<Response> ListOf(const Context& context, const Request& request,
                                const Caller& caller,
                                const std::string& status) {
  const auto listed =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto page =
            FindOwnSessions(tx, *caller.user_id, status,
                            request.QueryInteger("limit").value_or(10),
                            request.QueryInteger("cursor").value_or(0));
        if (!page.ok()) return page.status();
        json::array bookings;
        for (const SessionRecord& session : page->sessions) {
          bookings.push_back(FullBookingJson(tx, caller, session));
        }
        return json::object{
            {"bookings", std::move(bookings)},
            {"recurringInfo", RecurringInfo(tx, page->sessions)},
            {"totalCount", page->total}};
      });
  if (!listed.ok()) return listed.status();
  return Success(*listed);
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller& caller) {
  const std::string* status = request.query.Find("filters[status]");
  if (status == nullptr) {
    return InvalidProperty("filters.status", "isDefined",
                           "filters[status] is missing");
  }
  return ListOf(context, request, caller, *status);
}

// --- cancel, absent ----------------------------------------------------------

// A number is an id, which only says something with the token of a host.
absl::StatusOr<std::string> UidOf(Transaction& tx, const Request& request,
                                  const Caller& caller) {
  const std::string uid(request.PathText("bookingUid"));
  const auto id = ParseInteger(uid);
  if (!id) return uid;
  const auto session = store::Find<SessionRecord>(tx, *id);
  if (session && FindManagedBooking(tx, session->uid, caller).ok()) {
    return session->uid;
  }
  return BadRequest("Please provide booking uid instead of booking id.");
}

absl::StatusOr<Response> Cancel(const Context& context, const Request& request,
                                const Caller& caller) {
  const json::object& body = request.Fields();
  const auto told =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto uid = UidOf(tx, request, caller);
        if (!uid.ok()) return uid.status();
        auto session = FindBookingOrSeat(tx, *uid);
        if (!session.ok() && SeriesOf(tx, *uid).empty()) {
          return NoSuchBooking(*uid);
        }
        CancelAsked asked{.uid = session.ok() ? session->uid : *uid,
                          .seat_uid = TextOf(body, "seatReferenceUid"),
                          .reason = TextOf(body, "cancellationReason"),
                          .cancelled_by = TextOf(body, "cancelledBy")};
        if (session.ok() && *uid != session->uid) asked.seat_uid = *uid;
        if (FlagOf(body, "allRemainingBookings").value_or(false)) {
          asked.scope = CancelScope::kRemaining;
        } else if (FlagOf(body, "cancelSubsequentBookings").value_or(false)) {
          asked.scope = CancelScope::kThisOn;
        }
        // A component says "all" of what is alone, too.
        if (session.ok() && !session->recurring_uid) {
          asked.scope = CancelScope::kThis;
        }
        const auto cancelled = CancelBooking(tx, caller, asked);
        if (!cancelled.ok()) return cancelled.status();
        const SessionRecord shown = cancelled->session
                                        ? *cancelled->session
                                        : SeriesOf(tx, asked.uid).front();
        return json::object{
            {"bookingId", shown.id},
            {"bookingUid", shown.uid},
            {"onlyRemovedAttendee", HasLiveBooking(tx, shown.id)}};
      });
  if (!told.ok()) return told.status();
  return Success(*told);
}

absl::StatusOr<Response> Absent(const Context& context, const Request& request,
                                const Caller& caller) {
  const json::object& body = request.Fields();
  const auto host = FlagOf(body, "noShowHost");
  std::vector<Absence> attendees;
  json::array echoed;
  if (const json::value* given = body.if_contains("attendees")) {
    for (const json::value& value : given->as_array()) {
      const json::object& one = value.as_object();
      const bool is_absent = FlagOf(one, "noShow").value_or(true);
      attendees.push_back({TextMember(one, "email"), is_absent});
      echoed.push_back(json::object{{"email", TextMember(one, "email")},
                                    {"noShow", is_absent}});
    }
  }
  const auto told =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto session = MarkAbsent(
            tx, caller, request.PathText("bookingUid"), host, attendees);
        if (!session.ok()) return session.status();
        return json::object{{"message", "No-show status updated"},
                            {"noShowHost", session->is_host_absent},
                            {"attendees", echoed}};
      });
  if (!told.ok()) return told.status();
  return Success(*told);
}

}  // namespace

void AddOlderBookingRoutes(RouteTable& routes) {
  const std::string path = "/v2/bookings";
  const std::string one = path + "/{bookingUid}";
  const Access read{.permissions = Permission::kBookingRead};
  const auto add = [&](Route route) {
    route.tag = "Bookings of the components";
    routes.Add(std::move(route));
  };
  routes.AddSchema({"OlderBookingInput", std::string(OlderBookingSchema())});
  const std::string body =
      R"({"$ref": "#/components/schemas/OlderBookingInput"})";
  const std::vector<Parameter> page = {
      {.name = "limit",
       .schema = R"({"type": "integer", "minimum": 1, "maximum": 100})"},
      {.name = "cursor", .schema = R"({"type": "integer", "minimum": 0})"}};
  add({.method = Method::kPost,
       .path = path,
       .id = "createOlderBooking",
       .summary = "Book a time, or move a booking to it",
       .description =
           "An equal body within ten minutes is answered with the booking that "
           "the first one made. With _isDryRun nothing is kept.",
       .access = kOptional,
       .request = body,
       .handler = Create});
  add({.method = Method::kPost,
       .path = path + "/recurring",
       .id = "createOlderSeries",
       .summary = "Book a series of times, all or none",
       .access = kOptional,
       .request =
           absl::StrCat(R"({"type": "array", "minItems": 1, "maxItems": )",
                        kLongestSeries, R"(, "items": )", body, "}"),
       .handler = CreateSeries});
  add({.method = Method::kPost,
       .path = path + "/instant",
       .id = "createOlderInstantBooking",
       .summary = "Meet at once: not offered, always 400",
       .access = kOptional,
       .request = body,
       .handler = CreateInstant});
  add({.method = Method::kGet,
       .path = one,
       .id = "getOlderBooking",
       .summary = "A booking, shape of 2024-04-15",
       .access = kOptional,
       .handler = Get});
  add({.method = Method::kGet,
       .path = one + "/reschedule",
       .id = "getBookingToReschedule",
       .summary = "What the form is filled with when a booking is moved",
       .access = kOptional,
       .handler = GetMovable});
  add({.method = Method::kPost,
       .path = one + "/cancel",
       .id = "cancelOlderBooking",
       .summary = "Cancel a booking, a seat, or a series",
       .access = kOptional,
       .request = R"({"type": "object", "properties": {
           "cancellationReason": {"type": ["string", "null"],
             "maxLength": 2000},
           "allRemainingBookings": {"type": ["boolean", "null"]},
           "cancelSubsequentBookings": {"type": ["boolean", "null"]},
           "seatReferenceUid": {"type": ["string", "null"], "maxLength": 100},
           "cancelledBy": {"type": ["string", "null"], "maxLength": 320}}})",
       .handler = Cancel});
  add({.method = Method::kPost,
       .path = one + "/mark-no-show",
       .id = "markOlderNoShow",
       .summary = "Say who did not come",
       .access = Access{.permissions = Permission::kBookingWrite},
       .request = R"({"type": "object", "properties": {
           "noShowHost": {"type": ["boolean", "null"]},
           "attendees": {"type": "array", "maxItems": 1000, "items":
             {"type": "object", "required": ["email"], "properties": {
               "email": {"type": "string"}, "noShow": {"type": "boolean"}}}}}})",
       .handler = Absent});
  std::vector<Parameter> query = page;
  query.push_back({.name = "filters[status]"});
  add({.method = Method::kGet,
       .path = path,
       .id = "listOlderBookings",
       .summary = "The caller's bookings of one status",
       .access = read,
       .query = query,
       .handler = List});
  for (const char* status : {"upcoming", "past", "cancelled", "unconfirmed"}) {
    const std::string word = status;
    std::string id = "list" + word + "Bookings";
    id[4] = absl::ascii_toupper(static_cast<unsigned char>(id[4]));
    add({.method = Method::kGet,
         .path = absl::StrCat(path, "/", word),
         .id = id,
         .summary = "The caller's bookings that are " + word,
         .access = read,
         .query = page,
         .handler = [word](const Context& context, const Request& request,
                           const Caller& caller) {
           return ListOf(context, request, caller, word);
         }});
  }
}

}  // namespace bookable::http
