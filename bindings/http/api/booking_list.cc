// A list is one statement: each filter adds a condition and its arguments.
// Tested by tests/bindings/http/api/bookings_test.cc.
#include "bindings/http/api/booking_list.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/booking_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/domain/roles.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::SessionRecord;
using store::Transaction;
using store::UserRecord;
using store::Values;

constexpr std::int64_t kStockTake = 100;

// Bookings that somebody still wants, or did.
constexpr std::string_view kLive =
    "EXISTS (SELECT 1 FROM booking b WHERE b.session_id = s.id AND b.status IN "
    "('accepted', 'pending'))";
constexpr std::string_view kAccepted =
    "EXISTS (SELECT 1 FROM booking b WHERE b.session_id = s.id AND b.status = "
    "'accepted')";
constexpr std::string_view kPending =
    "EXISTS (SELECT 1 FROM booking b WHERE b.session_id = s.id AND b.status = "
    "'pending')";

// Conditions that all hold, with the arguments they name.
class Conditions {
 public:
  // "?" of the text, in order, are the arguments.
  void Add(std::string_view text, const Values& arguments = {}) {
    std::string numbered;
    auto argument = arguments.begin();
    for (const char c : text) {
      if (c != '?') {
        numbered += c;
        continue;
      }
      arguments_.push_back(*argument++);
      absl::StrAppend(&numbered, "?", arguments_.size());
    }
    absl::StrAppend(&text_, text_.empty() ? "" : " AND ", "(", numbered, ")");
  }
  const std::string& text() const { return text_; }
  const Values& arguments() const { return arguments_; }
  // The place of one more argument.
  std::string Place(store::Value value) {
    arguments_.push_back(std::move(value));
    return absl::StrCat("?", arguments_.size());
  }

 private:
  std::string text_;
  Values arguments_;
};

std::string Marks(std::size_t count) {
  std::string marks;
  for (std::size_t i = 0; i < count; ++i) marks += i == 0 ? "?" : ", ?";
  return marks;
}

absl::StatusOr<std::vector<std::int64_t>> Integers(const Query& query,
                                                   std::string_view name) {
  std::vector<std::int64_t> numbers;
  for (const std::string& text : query.List(name)) {
    const auto number = ParseInteger(text);
    if (!number) {
      return BadRequest(
          absl::StrCat(std::string(name), " must be a list of integers"));
    }
    numbers.push_back(*number);
  }
  return numbers;
}

absl::Status AddStatus(const Query& query, Instant now, Conditions& where) {
  const std::vector<std::string> wanted = query.List("status");
  if (wanted.empty()) {
    return query.Has("status") || query.Has("status[]")
               ? BadRequest("status cannot be empty.")
               : absl::OkStatus();
  }
  std::string any;
  Values arguments;
  const auto add = [&](const std::string& text, bool has_now) {
    absl::StrAppend(&any, any.empty() ? "" : " OR ", "(", text, ")");
    if (has_now) arguments.emplace_back(now);
  };
  const std::string live(kLive);
  for (const std::string& status : wanted) {
    if (status == "upcoming") {
      add(absl::StrCat("s.ends_s >= ? AND ((s.recurring_uid IS NULL AND ", live,
                       ") OR ", std::string(kAccepted), ")"),
          true);
    } else if (status == "recurring") {
      add(absl::StrCat("s.ends_s >= ? AND s.recurring_uid IS NOT NULL AND ",
                       live),
          true);
    } else if (status == "past") {
      add(absl::StrCat("s.ends_s <= ? AND ", live), true);
    } else if (status == "cancelled") {
      add(absl::StrCat("NOT ", live), false);
    } else if (status == "unconfirmed") {
      add(absl::StrCat("s.ends_s >= ? AND ", std::string(kPending)), true);
    } else {
      return BadRequest(
          "Invalid status. Allowed are upcoming, recurring, past, cancelled, "
          "unconfirmed");
    }
  }
  where.Add(any, arguments);
  return absl::OkStatus();
}

// The address in the forms that may be stored: as given, and that of a managed
// user.
std::vector<std::string> FormsOf(Transaction& tx, std::string email) {
  std::replace(email.begin(), email.end(), ' ', '+');
  std::vector<std::string> forms{email};
  const auto normal = domain::NormalEmail(email);
  if (!normal) return forms;
  if (*normal != email) forms.push_back(*normal);
  for (const store::Row& row : tx.Run("SELECT id FROM oauth_client")) {
    const std::string client = row.As<std::string>();
    const std::string managed = domain::ManagedEmail(*normal, client);
    if (managed != *normal) {
      forms.push_back(managed);
      continue;
    }
    // It carries the client already: the plain form is one, too.
    std::string plain = *normal;
    const std::size_t mark = plain.find("+" + client);
    if (mark != std::string::npos) {
      plain.erase(mark, client.size() + 1);
      forms.push_back(plain);
    }
  }
  return forms;
}

absl::Status AddAttendee(Transaction& tx, const Query& query,
                         Conditions& where) {
  if (const std::string* email = query.Find("attendeeEmail")) {
    const std::vector<std::string> forms = FormsOf(tx, *email);
    where.Add(absl::StrCat("EXISTS (SELECT 1 FROM attendee a JOIN booking b ON "
                           "b.id = a.booking_id WHERE b.session_id = s.id AND "
                           "a.email IN (",
                           Marks(forms.size()), "))"),
              Values(forms.begin(), forms.end()));
  }
  if (const std::string* name = query.Find("attendeeName")) {
    where.Add(
        "EXISTS (SELECT 1 FROM attendee a JOIN booking b ON b.id = "
        "a.booking_id WHERE b.session_id = s.id AND a.name = ?)",
        {*name});
  }
  return absl::OkStatus();
}

absl::Status AddEventTypes(Transaction& tx, const Query& query,
                           Conditions& where) {
  auto types = Integers(query, "eventTypeIds");
  if (!types.ok()) return types.status();
  const auto one = Integers(query, "eventTypeId");
  if (!one.ok()) return one.status();
  types->insert(types->end(), one->begin(), one->end());
  if (!types->empty()) {
    const std::string places = store::Places(1, types->size());
    const Values ids(types->begin(), types->end());
    std::vector<std::int64_t> found;
    for (const store::Row& row :
         tx.Run(absl::StrCat("SELECT id FROM event_type WHERE id IN (", places,
                             ") OR parent_id IN (", places, ")"),
                ids)) {
      found.push_back(row.As<std::int64_t>());
    }
    if (found.empty()) return BadRequest("there is no such event type");
    where.Add(absl::StrCat("s.event_type_id IN (", Marks(found.size()), ")"),
              Values(found.begin(), found.end()));
  }
  std::vector<std::int64_t> teams;
  for (const char* name : {"teamId", "teamIds", "teamsIds"}) {
    const auto given = Integers(query, name);
    if (!given.ok()) return given.status();
    teams.insert(teams.end(), given->begin(), given->end());
  }
  if (!teams.empty()) {
    where.Add(absl::StrCat("s.event_type_id IN (SELECT id FROM event_type "
                           "WHERE team_id IN (",
                           Marks(teams.size()), "))"),
              Values(teams.begin(), teams.end()));
  }
  return absl::OkStatus();
}

// With the milliseconds that a time was made in.
absl::StatusOr<store::Moment> ReadMoment(const std::string& text,
                                         std::string_view name) {
  const auto second = ReadInstant(text, name);
  if (!second.ok()) return second.status();
  std::chrono::milliseconds fraction{0};
  const std::size_t dot = text.find('.');
  if (dot != std::string::npos) {
    std::int64_t unit = 100;
    for (std::size_t i = dot + 1; i < text.size() && unit > 0; ++i) {
      if (text[i] < '0' || text[i] > '9') break;
      fraction += std::chrono::milliseconds{(text[i] - '0') * unit};
      unit /= 10;
    }
  }
  return store::Moment(*second) + fraction;
}

absl::Status AddTimes(const Query& query, Conditions& where) {
  struct Bound {
    const char* name;
    const char* condition;
    bool is_moment;
  };
  constexpr std::array<Bound, 6> kBounds = {
      {{"afterStart", "s.starts_s >= ?", false},
       {"beforeEnd", "s.ends_s <= ?", false},
       {"afterCreatedAt", "s.created_ms >= ?", true},
       {"beforeCreatedAt", "s.created_ms <= ?", true},
       {"afterUpdatedAt", "s.updated_ms >= ?", true},
       {"beforeUpdatedAt", "s.updated_ms <= ?", true}}};
  for (const Bound& bound : kBounds) {
    const std::string* text = query.Find(bound.name);
    if (text == nullptr) continue;
    if (bound.is_moment) {
      const auto moment = ReadMoment(*text, bound.name);
      if (!moment.ok()) return moment.status();
      where.Add(bound.condition, {*moment});
      continue;
    }
    const auto instant = ReadInstant(*text, bound.name);
    if (!instant.ok()) return instant.status();
    where.Add(bound.condition, {*instant});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> OrderOf(const Query& query) {
  struct Sort {
    const char* name;
    const char* told;
    const char* column;
  };
  constexpr std::array<Sort, 4> kSorts = {
      {{"sortStart", "SortStart", "s.starts_s"},
       {"sortEnd", "SortEnd", "s.ends_s"},
       {"sortCreated", "SortCreated", "s.created_ms"},
       {"sortUpdatedAt", "SortUpdatedAt", "s.updated_ms"}}};
  for (const Sort& sort : kSorts) {
    const std::string* direction = query.Find(sort.name);
    if (direction == nullptr) continue;
    if (*direction != "asc" && *direction != "desc") {
      return BadRequest(
          absl::StrCat(sort.told, " must be either \"asc\" or \"desc\"."));
    }
    const bool falls = *direction == "desc";
    return absl::StrCat(sort.column, falls ? " DESC, s.id DESC" : ", s.id");
  }
  const std::vector<std::string> status = query.List("status");
  const bool looks_back =
      status.size() == 1 && (status[0] == "past" || status[0] == "cancelled");
  return std::string(looks_back ? "s.starts_s DESC, s.id DESC"
                                : "s.starts_s, s.id");
}

// Of these people: as hosts, or by their address as attendees.
void AddPeople(const std::string& people, const Values& arguments,
               const std::string& more, const Values& more_arguments,
               Conditions& where) {
  Values all = arguments;
  all.insert(all.end(), arguments.begin(), arguments.end());
  all.insert(all.end(), more_arguments.begin(), more_arguments.end());
  where.Add(
      absl::StrCat("EXISTS (SELECT 1 FROM session_host h WHERE h.session_id = "
                   "s.id AND h.host_id IN (",
                   people,
                   ")) OR EXISTS (SELECT 1 FROM booking b JOIN attendee a ON "
                   "a.booking_id = b.id JOIN app_user u ON u.email = a.email "
                   "WHERE b.session_id = s.id AND u.id IN (",
                   people, "))", more),
      all);
}

// The teams that the user governs.
constexpr const char* kGoverned =
    "SELECT m.team_id FROM membership m WHERE m.user_id = ? AND m.is_accepted "
    "AND m.role IN ('OWNER', 'ADMIN')";

// What the caller may see: what is theirs, and what is of whom they govern.
void AddOwnScope(std::int64_t user, Conditions& where) {
  const std::string governed = kGoverned;
  AddPeople(absl::StrCat("SELECT CAST(? AS bigint) UNION SELECT n.user_id FROM "
                         "membership n WHERE n.is_accepted AND n.team_id IN (",
                         governed, ")"),
            {user, user},
            absl::StrCat(" OR s.event_type_id IN (SELECT e.id FROM event_type "
                         "e WHERE e.team_id IN (",
                         governed,
                         ") OR e.team_id IN (SELECT t.id FROM team t WHERE "
                         "t.parent_id IN (",
                         governed, ")))"),
            {user, user}, where);
}

using Scope = std::function<absl::Status(Transaction&, Conditions&)>;

absl::StatusOr<SessionPage> SelectPage(Transaction& tx, const Query& query,
                                       const std::string& order,
                                       std::int64_t take, std::int64_t skip,
                                       const Scope& scope) {
  Conditions where;
  // Sessions that only a hold was in are no bookings.
  where.Add("EXISTS (SELECT 1 FROM booking b WHERE b.session_id = s.id)");
  absl::Status status = scope(tx, where);
  const Instant now = std::chrono::floor<std::chrono::seconds>(tx.Now());
  if (status.ok()) status = AddStatus(query, now, where);
  if (status.ok()) status = AddAttendee(tx, query, where);
  if (status.ok()) status = AddEventTypes(tx, query, where);
  if (status.ok()) status = AddTimes(query, where);
  if (!status.ok()) return status;
  SessionPage page;
  page.total = tx.Run("SELECT count(*) FROM session s WHERE " + where.text(),
                      where.arguments())
                   .One()
                   .As<std::int64_t>();
  const std::string limit = where.Place(take);
  const std::string offset = where.Place(skip);
  for (const store::Row& row :
       tx.Run(absl::StrCat("SELECT ", store::ColumnList<SessionRecord>("s."),
                           " FROM session s WHERE ", where.text(), " ORDER BY ",
                           order, " LIMIT ", limit, " OFFSET ", offset),
              where.arguments())) {
    page.sessions.push_back(store::FromRow<SessionRecord>(row));
  }
  return page;
}

absl::StatusOr<Response> ListWhere(const Context& context,
                                   const Request& request, const Caller& caller,
                                   const Scope& scope) {
  const auto order = OrderOf(request.query);
  if (!order.ok()) return order.status();
  const std::int64_t take = request.QueryInteger("take").value_or(kStockTake);
  const std::int64_t skip = request.QueryInteger("skip").value_or(0);
  std::int64_t total = 0;
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const auto page =
            SelectPage(tx, request.query, *order, take, skip, scope);
        if (!page.ok()) return page.status();
        total = page->total;
        json::array bookings;
        for (const SessionRecord& session : page->sessions) {
          bookings.push_back(BookingJson(tx, caller, session));
        }
        return bookings;
      });
  if (!list.ok()) return list.status();
  const std::int64_t returned = static_cast<std::int64_t>(list->size());
  Response response;
  response.status = 0;
  response.body = json::serialize(json::object{
      {"status", "success"},
      {"data", *list},
      {"pagination",
       json::object{{"totalItems", total},
                    {"returnedItems", returned},
                    {"remainingItems",
                     std::max<std::int64_t>(0, total - skip - returned)},
                    {"itemsPerPage", take}}}});
  return response;
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller& caller) {
  return ListWhere(context, request, caller,
                   [&](Transaction&, Conditions& where) {
                     AddOwnScope(*caller.user_id, where);
                     return absl::OkStatus();
                   });
}

absl::StatusOr<Response> ListOfOrganization(const Context& context,
                                            const Request& request,
                                            const Caller& caller) {
  const std::int64_t organization = request.PathInteger("orgId");
  return ListWhere(
      context, request, caller,
      [&](Transaction& tx, Conditions& where) -> absl::Status {
        const auto users = Integers(request.query, "userIds");
        if (!users.ok()) return users.status();
        for (const std::int64_t user : *users) {
          if (!store::Find<UserRecord>(tx, user)) {
            return BadRequest(absl::StrCat("userIds: there is no user ", user));
          }
          if (domain::OwnRole(tx, user, organization) ==
              domain::TeamRole::kNone) {
            return Forbidden(absl::StrCat("userIds: user ", user,
                                          " is not of this organization"));
          }
        }
        if (!users->empty()) {
          AddPeople(Marks(users->size()), Values(users->begin(), users->end()),
                    "", {}, where);
          return absl::OkStatus();
        }
        AddPeople(
            "SELECT m.user_id FROM membership m WHERE m.team_id = ? AND "
            "m.is_accepted",
            {organization},
            " OR s.event_type_id IN (SELECT e.id FROM event_type e JOIN team t "
            "ON t.id = e.team_id WHERE t.parent_id = ?)",
            {organization}, where);
        return absl::OkStatus();
      });
}

absl::StatusOr<Response> ListOfUser(const Context& context,
                                    const Request& request,
                                    const Caller& caller) {
  return ListWhere(context, request, caller,
                   [&](Transaction& tx, Conditions& where) -> absl::Status {
                     const std::int64_t user = request.PathInteger("userId");
                     if (!store::Find<UserRecord>(tx, user)) {
                       return NotFound(absl::StrCat("there is no user ", user));
                     }
                     AddOwnScope(user, where);
                     return absl::OkStatus();
                   });
}

absl::StatusOr<Response> ListOfTeam(const Context& context,
                                    const Request& request,
                                    const Caller& caller) {
  return ListWhere(context, request, caller,
                   [&](Transaction&, Conditions& where) {
                     where.Add(
                         "s.event_type_id IN (SELECT id FROM event_type WHERE "
                         "team_id = ?)",
                         {request.PathInteger("teamId")});
                     return absl::OkStatus();
                   });
}

std::vector<Parameter> ListParameters() {
  const std::string list = R"({"type": "array", "items": {"type": "string"}})";
  std::vector<Parameter> query{
      {.name = "status", .schema = list},
      {.name = "attendeeEmail"},
      {.name = "attendeeName"},
      {.name = "eventTypeId", .schema = R"({"type": "integer"})"},
      {.name = "eventTypeIds", .schema = list},
      {.name = "teamId", .schema = R"({"type": "integer"})"},
      {.name = "teamIds", .schema = list},
      {.name = "teamsIds", .schema = list},
      {.name = "take",
       .schema = R"({"type": "integer", "minimum": 1, "maximum": 250})"},
      {.name = "skip", .schema = R"({"type": "integer", "minimum": 0})"}};
  for (const char* name :
       {"afterStart", "beforeEnd", "afterCreatedAt", "beforeCreatedAt",
        "afterUpdatedAt", "beforeUpdatedAt", "sortStart", "sortEnd",
        "sortCreated", "sortUpdatedAt"}) {
    query.push_back({.name = name});
  }
  return query;
}

}  // namespace

absl::StatusOr<SessionPage> FindOwnSessions(Transaction& tx, std::int64_t user,
                                            const std::string& status,
                                            std::int64_t take,
                                            std::int64_t skip) {
  const Query query(std::vector<Query::Pair>{{"status", status}});
  const auto order = OrderOf(query);
  if (!order.ok()) return order.status();
  return SelectPage(tx, query, *order, take, skip,
                    [&](Transaction&, Conditions& where) {
                      AddOwnScope(user, where);
                      return absl::OkStatus();
                    });
}

void AddBookingListRoutes(RouteTable& routes) {
  const auto add = [&](Route route) {
    route.method = Method::kGet;
    route.tag = "Bookings";
    routes.Add(std::move(route));
  };
  const std::vector<Parameter> query = ListParameters();
  std::vector<Parameter> organization_query = query;
  organization_query.push_back(
      {.name = "userIds",
       .schema = R"({"type": "array", "items": {"type": "string"}})"});
  const Access admin{.permissions = Permission::kBookingRead,
                     .tenant = Tenant::kOrganization,
                     .role = Role::kAdmin};
  add({.path = "/v2/bookings",
       .id = "listBookings",
       .summary = "The caller's bookings, and those of whom they govern",
       .since = ApiVersion::k2024_08_13,
       .access = Access{.permissions = Permission::kBookingRead},
       .query = query,
       .handler = List});
  add({.path = "/v2/organizations/{orgId:integer}/bookings",
       .id = "listOrganizationBookings",
       .summary = "The bookings of an organisation's people and teams",
       .access = admin,
       .query = organization_query,
       .handler = ListOfOrganization});
  add({.path =
           "/v2/organizations/{orgId:integer}/users/{userId:integer}/bookings",
       .id = "listOrganizationUserBookings",
       .summary = "The bookings of one of an organisation's people",
       .access = admin,
       .query = query,
       .handler = ListOfUser});
  add({.path =
           "/v2/organizations/{orgId:integer}/teams/{teamId:integer}/bookings",
       .id = "listOrganizationTeamBookings",
       .summary = "The bookings of one of an organisation's teams",
       .access = admin,
       .query = query,
       .handler = ListOfTeam});
}

}  // namespace bookable::http
