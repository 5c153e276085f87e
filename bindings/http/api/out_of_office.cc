// Absences are whole days: what is given is cut to the days of UTC.
// Tested by tests/bindings/http/api/out_of_office_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/uid.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/hosts.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using std::chrono::days;
using std::chrono::seconds;
using store::OutOfOfficeRecord;
using store::Transaction;

json::object AbsenceJson(const OutOfOfficeRecord& absence) {
  std::string end = InstantText(absence.ends_at);
  end.replace(end.size() - 4, 3, "999");
  json::object object;
  object["id"] = absence.id;
  object["uuid"] = absence.uuid;
  object["userId"] = absence.user_id;
  object["toUserId"] = OrNull(absence.to_user_id);
  object["start"] = InstantText(absence.starts_at);
  object["end"] = end;
  object["notes"] = OrNull(absence.notes);
  object["reason"] = absence.reason;
  return object;
}

absl::Status CheckRedirect(Transaction& tx, const OutOfOfficeRecord& absence) {
  if (!absence.to_user_id) return absl::OkStatus();
  const std::int64_t other = *absence.to_user_id;
  if (other == absence.user_id) {
    return BadRequest("toUserId must be another person");
  }
  const bool is_mate =
      !tx.Run(
             "SELECT 1 FROM membership a JOIN membership b ON a.team_id = "
             "b.team_id WHERE a.user_id = ?1 AND b.user_id = ?2 AND "
             "a.is_accepted AND b.is_accepted LIMIT 1",
             {absence.user_id, other})
           .is_empty();
  if (!is_mate) return BadRequest("toUserId must be of the same team");
  const bool is_circle =
      !tx.Run(
             "SELECT 1 FROM out_of_office WHERE user_id = ?1 AND to_user_id = "
             "?2 AND ends_s >= ?3 AND starts_s <= ?4 LIMIT 1",
             {other, absence.user_id, absence.starts_at, absence.ends_at})
           .is_empty();
  return is_circle ? BadRequest("toUserId is away then, with a redirect back")
                   : absl::OkStatus();
}

absl::Status Apply(Transaction& tx, const json::object& fields,
                   OutOfOfficeRecord& absence) {
  if (fields.contains("start") != fields.contains("end")) {
    return BadRequest("start and end must be given together");
  }
  if (fields.contains("start")) {
    const auto start = ReadInstant(TextMember(fields, "start"), "start");
    if (!start.ok()) return start.status();
    const auto end = ReadInstant(TextMember(fields, "end"), "end");
    if (!end.ok()) return end.status();
    if (*start > *end) return BadRequest("start must not be after end");
    absence.starts_at = std::chrono::floor<days>(*start);
    absence.ends_at = std::chrono::floor<days>(*end) + days{1} - seconds{1};
  }
  if (fields.contains("notes")) absence.notes = TextOf(fields, "notes");
  if (fields.contains("toUserId")) {
    absence.to_user_id = IntegerOf(fields, "toUserId");
  }
  if (const auto reason = TextOf(fields, "reason")) absence.reason = *reason;
  absl::Status redirect = CheckRedirect(tx, absence);
  if (!redirect.ok()) return redirect;
  const bool is_there =
      !tx.Run(
             "SELECT 1 FROM out_of_office WHERE user_id = ?1 AND starts_s = "
             "?2 AND ends_s = ?3 AND id <> ?4",
             {absence.user_id, absence.starts_at, absence.ends_at, absence.id})
           .is_empty();
  if (is_there) return Conflict("there is an entry for this time already");
  absence.updated_at = tx.Now();
  return absl::OkStatus();
}

absl::StatusOr<OutOfOfficeRecord> FindAbsence(Transaction& tx,
                                              const Request& request) {
  const std::int64_t id = request.PathInteger("oooId");
  auto absence = store::Find<OutOfOfficeRecord>(tx, id);
  if (!absence || absence->user_id != request.PathInteger("userId")) {
    return NotFound(
        absl::StrCat("the user has no out-of-office entry with id ", id));
  }
  return *std::move(absence);
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller&) {
  const auto made =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        OutOfOfficeRecord absence{.uuid = domain::NewUuid(),
                                  .user_id = request.PathInteger("userId"),
                                  .created_at = tx.Now()};
        const absl::Status applied = Apply(tx, request.Fields(), absence);
        if (!applied.ok()) return applied;
        store::Insert(tx, absence);
        store::TouchHosts(tx, {absence.user_id});
        return AbsenceJson(absence);
      });
  if (!made.ok()) return made.status();
  return Success(*made);
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller&) {
  const auto updated =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        auto absence = FindAbsence(tx, request);
        if (!absence.ok()) return absence.status();
        const absl::Status applied = Apply(tx, request.Fields(), *absence);
        if (!applied.ok()) return applied;
        store::Update(tx, *absence);
        store::TouchHosts(tx, {absence->user_id});
        return AbsenceJson(*absence);
      });
  if (!updated.ok()) return updated.status();
  return Success(*updated);
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller&) {
  const auto deleted =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto absence = FindAbsence(tx, request);
        if (!absence.ok()) return absence.status();
        store::Delete<OutOfOfficeRecord>(tx, absence->id);
        store::TouchHosts(tx, {absence->user_id});
        return AbsenceJson(*absence);
      });
  if (!deleted.ok()) return deleted.status();
  return Success(*deleted);
}

// Of one user, or of all of the organisation.
absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller&) {
  const Query& query = request.query;
  std::string order = "starts_s";
  for (const auto& [name, column] :
       {std::pair("sortStart", "starts_s"), std::pair("sortEnd", "ends_s")}) {
    const std::string_view direction = query.Text(name);
    if (direction.empty()) continue;
    if (direction != "asc" && direction != "desc") {
      return BadRequest(absl::StrCat(name, " must be asc or desc"));
    }
    order = absl::StrCat(column, direction == "desc" ? " DESC" : "");
    break;
  }
  store::Values arguments{request.QueryInteger("take").value_or(250),
                          request.QueryInteger("skip").value_or(0)};
  std::string where =
      "user_id IN (SELECT m.user_id FROM membership m JOIN "
      "app_user u ON u.id = m.user_id WHERE m.team_id = ?3";
  arguments.emplace_back(request.PathInteger("orgId"));
  if (const std::string* email = query.Find("email")) {
    where += " AND u.email = ?4";
    arguments.emplace_back(*email);
  }
  where += ")";
  for (const auto& [name, value] : request.path_parameters) {
    if (name != "userId") continue;
    where = "user_id = ?3";
    arguments.resize(2);
    arguments.emplace_back(request.PathInteger("userId"));
  }
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        json::array absences;
        for (const OutOfOfficeRecord& absence :
             store::Select<OutOfOfficeRecord>(
                 tx,
                 absl::StrCat("WHERE ", where, " ORDER BY ", order,
                              ", id LIMIT ?1 OFFSET ?2"),
                 arguments)) {
          absences.push_back(AbsenceJson(absence));
        }
        return absences;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

constexpr const char* kProperties = R"("properties": {
    "start": {"type": "string", "format": "date-time"},
    "end": {"type": "string", "format": "date-time"},
    "notes": {"type": ["string", "null"], "maxLength": 10000},
    "toUserId": {"type": ["integer", "null"]},
    "reason": {"type": "string", "enum": ["unspecified", "vacation", "travel",
        "sick", "public_holiday"]}}})";

}  // namespace

void AddOutOfOfficeRoutes(RouteTable& routes) {
  const std::string path =
      "/v2/organizations/{orgId:integer}/users/{userId:integer}/ooo";
  const std::string one = path + "/{oooId:integer}";
  const Access read{.permissions = Permission::kScheduleRead,
                    .tenant = Tenant::kOrganization,
                    .role = Role::kAdmin};
  const Access write{.permissions = Permission::kScheduleWrite,
                     .tenant = Tenant::kOrganization,
                     .role = Role::kAdmin};
  std::vector<Parameter> query = PageParameters();
  query.push_back({.name = "sortStart"});
  query.push_back({.name = "sortEnd"});
  const auto add = [&](Route route) {
    route.tag = "Out of office";
    routes.Add(std::move(route));
  };
  const std::string properties = kProperties;
  add({.method = Method::kPost,
       .path = path,
       .id = "createOutOfOffice",
       .summary = "Say that somebody is away",
       .access = write,
       .request =
           R"({"type": "object", "required": ["start", "end"], )" + properties,
       .handler = Create});
  add({.method = Method::kGet,
       .path = path,
       .id = "listOutOfOffice",
       .summary = "When somebody is away",
       .access = read,
       .query = query,
       .handler = List});
  add({.method = Method::kPatch,
       .path = one,
       .id = "updateOutOfOffice",
       .summary = "Change an absence",
       .access = write,
       .request = R"({"type": "object", )" + properties,
       .handler = Update});
  add({.method = Method::kDelete,
       .path = one,
       .id = "deleteOutOfOffice",
       .summary = "Delete an absence",
       .access = write,
       .handler = Delete});
  query.push_back({.name = "email"});
  add({.method = Method::kGet,
       .path = "/v2/organizations/{orgId:integer}/ooo",
       .id = "listOrganizationOutOfOffice",
       .summary = "Who is away in an organisation",
       .access = read,
       .query = query,
       .handler = List});
}

}  // namespace bookable::http
