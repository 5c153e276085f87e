// The shape of 2024-08-13: what is for those who manage a booking.
// Tested by tests/bindings/http/api/bookings_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/booking_changes.h"
#include "bindings/http/api/booking_events.h"
#include "bindings/http/api/booking_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/percent_encoding.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/sale.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using domain::Refusal;
using store::BookingRecord;
using store::SessionRecord;
using store::Transaction;
using store::UserRecord;

absl::Status NotPending(const std::string& status) {
  return BadRequest(absl::StrCat("the booking is already ",
                                 status == "accepted"   ? "confirmed"
                                 : status == "rejected" ? "declined"
                                                        : "cancelled"));
}

enum class Verdict : std::uint8_t { kConfirm, kDecline };

absl::StatusOr<json::object> DecideIn(Transaction& tx, const Request& request,
                                      const Caller& caller, Verdict verdict) {
  const auto session =
      FindManagedBooking(tx, request.PathText("bookingUid"), caller);
  if (!session.ok()) return session.status();
  const BookingRecord last = LastBooking(tx, *session);
  if (last.status != "pending") return NotPending(last.status);
  // The pending occurrences of a series stand or fall together.
  std::vector<std::string> uids;
  if (session->recurring_uid) {
    for (const SessionRecord& one : SeriesOf(tx, *session->recurring_uid)) {
      if (LastBooking(tx, one).status == "pending") uids.push_back(one.uid);
    }
  } else {
    uids.push_back(session->uid);
  }
  const absl::Status locked = domain::LockSeries(tx, uids);
  if (!locked.ok()) return locked;
  for (const std::string& uid : uids) {
    const auto change =
        verdict == Verdict::kConfirm
            ? domain::Confirm(tx, uid)
            : domain::Decline(tx, uid, TextOf(request.Fields(), "reason"));
    if (!change.ok()) {
      return domain::RefusalOf(change.status()) == Refusal::kStatus
                 ? NotPending("accepted")
                 : change.status();
    }
    verdict == Verdict::kConfirm ? AnnounceConfirmed(tx, *change)
                                 : AnnounceDeclined(tx, *change);
  }
  return BookingJson(tx, caller, *store::Find<SessionRecord>(tx, session->id));
}

absl::StatusOr<Response> DecideAndAnswer(const Context& context,
                                         const Request& request,
                                         const Caller& caller,
                                         Verdict verdict) {
  // A lost race stays what the domain calls it: 409.
  const auto decided = domain::Transact(
      context.store, [&](Transaction& tx) -> absl::StatusOr<json::object> {
        return DecideIn(tx, request, caller, verdict);
      });
  if (!decided.ok()) return decided.status();
  return Success(*decided, 200);
}

absl::StatusOr<Response> Confirm(const Context& context, const Request& request,
                                 const Caller& caller) {
  return DecideAndAnswer(context, request, caller, Verdict::kConfirm);
}

absl::StatusOr<Response> Decline(const Context& context, const Request& request,
                                 const Caller& caller) {
  return DecideAndAnswer(context, request, caller, Verdict::kDecline);
}

absl::StatusOr<Response> Absent(const Context& context, const Request& request,
                                const Caller& caller) {
  const json::object& body = request.Fields();
  std::vector<Absence> attendees;
  if (const json::value* given = body.if_contains("attendees")) {
    for (const json::value& value : given->as_array()) {
      const json::object& one = value.as_object();
      attendees.push_back(
          {TextMember(one, "email"), FlagOf(one, "absent").value_or(true)});
    }
  }
  const auto marked =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto session =
            MarkAbsent(tx, caller, request.PathText("bookingUid"),
                       FlagOf(body, "host"), attendees);
        if (!session.ok()) return session.status();
        return BookingJson(tx, caller, *session);
      });
  if (!marked.ok()) return marked.status();
  return Success(*marked, 200);
}

absl::StatusOr<json::object> ReassignIn(Transaction& tx, const Request& request,
                                        const Caller& caller,
                                        std::optional<std::int64_t> to) {
  const auto session =
      FindManagedBooking(tx, request.PathText("bookingUid"), caller);
  if (!session.ok()) return session.status();
  const auto event_type = EventTypeOfSession(tx, *session);
  if (!event_type || event_type->scheduling_type != "roundRobin") {
    return BadRequest("only round robin bookings can be reassigned");
  }
  if (to) {
    if (!store::Find<UserRecord>(tx, *to)) {
      return NotFound(
          absl::StrCat("User with id=", *to, " was not found in the database"));
    }
    if (tx.Run("SELECT 1 FROM event_type_host WHERE event_type_id = ?1 AND "
               "user_id = ?2 AND NOT is_fixed",
               {event_type->id, *to})
            .is_empty()) {
      return BadRequest(absl::StrCat(
          "User with id=", *to,
          " is not a valid Round Robin host - the user to which you reassign "
          "this booking must be one of the rotating hosts."));
    }
  }
  std::optional<std::int64_t> from;
  for (const std::int64_t host : domain::HostsOf(tx, session->id)) {
    if (tx.Run("SELECT 1 FROM event_type_host WHERE event_type_id = ?1 AND "
               "user_id = ?2 AND is_fixed",
               {event_type->id, host})
            .is_empty()) {
      from = host;
    }
  }
  if (!from) return BadRequest("the booking has no rotating host");
  if (to == from) return BadRequest("this user hosts the booking already");
  const auto offer = domain::OfferOf(tx, *event_type);
  if (!offer.ok()) return offer.status();
  const auto change = domain::Reassign(tx, *offer, session->uid, *from, to,
                                       domain::Availability::kChecked);
  if (!change.ok()) {
    return domain::RefusalOf(change.status())
               ? BadRequest(
                     "Can't reassign the booking because no other host is "
                     "available at that time.",
                     "no_available_users_found_error")
               : change.status();
  }
  GiveTitle(tx, *event_type, *change);
  AnnounceReassigned(tx, *change, *from);
  json::object told{{"bookingUid", session->uid}};
  for (const std::int64_t host : change->hosts) {
    if (tx.Run("SELECT 1 FROM event_type_host WHERE event_type_id = ?1 AND "
               "user_id = ?2 AND is_fixed",
               {event_type->id, host})
            .is_empty()) {
      const auto user = store::Find<UserRecord>(tx, host);
      told["reassignedTo"] = json::object{
          {"id", host}, {"name", OrNull(user->name)}, {"email", user->email}};
    }
  }
  return told;
}

absl::StatusOr<Response> Reassign(const Context& context,
                                  const Request& request,
                                  const Caller& caller) {
  std::optional<std::int64_t> to;
  for (const auto& [name, value] : request.path_parameters) {
    if (name == "userId") to = request.PathInteger("userId");
  }
  const auto told = LostRaceIsBusy(domain::Transact(
      context.store, [&](Transaction& tx) -> absl::StatusOr<json::object> {
        return ReassignIn(tx, request, caller, to);
      }));
  if (!told.ok()) return told.status();
  return Success(*told, 200);
}

// --- links -------------------------------------------------------------------

// "20500905T070000Z"
std::string Compact(Instant t) {
  std::string text = InstantText(t).substr(0, 19) + "Z";
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// Text of an iCalendar value.
std::string CalendarText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c != '\r') {
      out += c;
    }
  }
  return out;
}

absl::StatusOr<Response> CalendarLinks(const Context& context,
                                       const Request& request,
                                       const Caller& caller) {
  const auto links =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const auto session =
            FindManagedBooking(tx, request.PathText("bookingUid"), caller);
        if (!session.ok()) return session.status();
        const json::value stored = StoredValue(session->location);
        std::string place =
            stored.is_string() ? std::string(ViewOf(stored.get_string())) : "";
        // The name of a video app is for programs; in a calendar it would
        // stand as if people could meet there.
        if (place.starts_with("integrations:")) place.clear();
        const std::string from = Compact(session->starts_at);
        const std::string until = Compact(session->ends_at);
        const std::string microsoft = absl::StrCat(
            "/calendar/0/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&"
            "rru=addevent&startdt=",
            PercentEncoded(InstantText(session->starts_at)),
            "&enddt=", PercentEncoded(InstantText(session->ends_at)),
            "&subject=", PercentEncoded(session->title),
            "&body=", PercentEncoded(session->description),
            "&location=", PercentEncoded(place));
        const std::string calendar = absl::StrCat(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bookable//EN\r\n"
            "BEGIN:VEVENT\r\nUID:",
            session->uid, "@Cal.com\r\nSEQUENCE:", session->ical_sequence,
            "\r\nDTSTAMP:", from, "\r\nDTSTART:", from, "\r\nDTEND:", until,
            "\r\nSUMMARY:", CalendarText(session->title),
            "\r\nDESCRIPTION:", CalendarText(session->description),
            "\r\nLOCATION:", CalendarText(place),
            "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        const auto link = [](const char* id, const char* label,
                             const std::string& address) {
          return json::object{{"id", id}, {"label", label}, {"link", address}};
        };
        return json::array{
            link("googleCalendar", "Google Calendar",
                 absl::StrCat("https://calendar.google.com/calendar/r/"
                              "eventedit?dates=",
                              from, "/", until,
                              "&text=", PercentEncoded(session->title),
                              "&details=", PercentEncoded(session->description),
                              "&location=", PercentEncoded(place))),
            link("microsoftOffice", "Microsoft Office",
                 "https://outlook.office.com" + microsoft),
            link("microsoftOutlook", "Microsoft Outlook",
                 "https://outlook.live.com" + microsoft),
            link("ics", "ICS",
                 "data:text/calendar," + PercentEncoded(calendar))};
      });
  if (!links.ok()) return links.status();
  return Success(*links);
}

json::array ReferencesOf(Transaction& tx, const SessionRecord& session,
                         std::string_view type) {
  json::array all;
  for (const store::BookingReferenceRecord& reference :
       store::Select<store::BookingReferenceRecord>(
           tx, "WHERE session_id = ?1 ORDER BY id", {session.id})) {
    if (!type.empty() && reference.type != type) continue;
    all.push_back(json::object{
        {"id", reference.id},
        {"type", reference.type},
        {"eventUid", reference.event_uid},
        {"destinationCalendarId", OrNull(reference.destination_calendar_id)}});
  }
  return all;
}

absl::StatusOr<Response> References(const Context& context,
                                    const Request& request,
                                    const Caller& caller) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const auto session = FindBooking(tx, request.PathText("bookingUid"));
        if (!session.ok()) return session.status();
        const std::vector<std::int64_t> hosts =
            domain::HostsOf(tx, session->id);
        if (hosts.empty() || hosts.front() != caller.user_id) {
          return Forbidden("the caller does not organise this booking");
        }
        return ReferencesOf(tx, *session, request.query.Text("type"));
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

absl::StatusOr<Response> ReferencesOfTeam(const Context& context,
                                          const Request& request,
                                          const Caller&) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const auto session = FindBooking(tx, request.PathText("bookingUid"));
        if (!session.ok()) return session.status();
        const auto event_type = EventTypeOfSession(tx, *session);
        if (!event_type ||
            event_type->team_id != request.PathInteger("teamId")) {
          return NotFound("the team has no such booking");
        }
        return ReferencesOf(tx, *session, request.query.Text("type"));
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

}  // namespace

void AddBookingDecisionRoutes(RouteTable& routes) {
  const std::string one = "/v2/bookings/{bookingUid}";
  const Access manage{.permissions = Permission::kBookingWrite};
  const Access read{.permissions = Permission::kBookingRead};
  const auto add = [&](Route route) {
    route.tag = "Bookings";
    route.since = ApiVersion::k2024_08_13;
    routes.Add(std::move(route));
  };
  add({.method = Method::kPost,
       .path = one + "/confirm",
       .id = "confirmBooking",
       .summary = "Say yes to a booking that waits for it",
       .access = manage,
       .status = 200,
       .handler = Confirm});
  add({.method = Method::kPost,
       .path = one + "/decline",
       .id = "declineBooking",
       .summary = "Say no to a booking that waits for a yes",
       .access = manage,
       .request = R"({"type": "object", "properties": {
           "reason": {"type": "string", "maxLength": 2000}}})",
       .status = 200,
       .handler = Decline});
  add({.method = Method::kPost,
       .path = one + "/mark-absent",
       .id = "markAbsent",
       .summary = "Say who did not come",
       .access = manage,
       .request = R"({"type": "object", "properties": {
           "host": {"type": "boolean"},
           "attendees": {"type": "array", "minItems": 1, "maxItems": 1000,
             "items": {"type": "object", "required": ["email", "absent"],
               "properties": {"email": {"type": "string"},
                 "absent": {"type": "boolean"}}}}}})",
       .status = 200,
       .handler = Absent});
  add({.method = Method::kPost,
       .path = one + "/reassign",
       .id = "reassignBooking",
       .summary = "Give a round robin booking to the next free host",
       .access = manage,
       .status = 200,
       .handler = Reassign});
  add({.method = Method::kPost,
       .path = one + "/reassign/{userId:integer}",
       .id = "reassignBookingToUser",
       .summary = "Give a round robin booking to this host",
       .access = manage,
       .status = 200,
       .handler = Reassign});
  add({.method = Method::kGet,
       .path = one + "/calendar-links",
       .id = "getCalendarLinks",
       .summary = "Links that add a booking to a calendar",
       .access = read,
       .handler = CalendarLinks});
  const std::vector<Parameter> type = {
      {.name = "type",
       .schema = R"({"type": "string", "enum": ["google_calendar",
           "office365_calendar", "daily_video", "google_video",
           "office365_video", "zoom_video"]})"}};
  add({.method = Method::kGet,
       .path = one + "/references",
       .id = "getBookingReferences",
       .summary = "What stands for a booking in calendars and video calls",
       .access = read,
       .query = type,
       .handler = References});
  routes.Add({.method = Method::kGet,
              .path = "/v2/organizations/{orgId:integer}/teams/"
                      "{teamId:integer}/bookings/{bookingUid}/references",
              .id = "getOrganizationTeamBookingReferences",
              .tag = "Bookings",
              .summary = "The same of a booking of a team",
              .access = Access{.permissions = Permission::kBookingRead,
                               .tenant = Tenant::kOrganization,
                               .role = Role::kAdmin},
              .query = type,
              .handler = ReferencesOfTeam});
}

}  // namespace bookable::http
