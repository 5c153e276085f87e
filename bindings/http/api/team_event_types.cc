// A team's event types, which all versions answer in the shape of 2024-06-14:
// collective, round robin, and managed, of which each host has a copy.
// Tested by tests/bindings/http/api/event_types_test.cc.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/event_type_input.h"
#include "bindings/http/api/event_type_json.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/text.h"
#include "bindings/http/store/hosts.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeHostRecord;
using store::EventTypeRecord;
using store::Transaction;

constexpr std::array<std::string_view, 5> kPriorities = {
    "lowest", "low", "medium", "high", "highest"};

std::vector<std::int64_t> MembersOf(Transaction& tx, std::int64_t team_id) {
  const auto team = store::Find<store::TeamRecord>(tx, team_id);
  std::string sql =
      "SELECT m.user_id FROM membership m JOIN app_user u ON u.id = m.user_id "
      "WHERE m.team_id = ?1 AND m.is_accepted";
  // In a client's team the platform's owner is no teacher.
  if (team && team->oauth_client_id)
    sql += " AND u.oauth_client_id IS NOT NULL";
  std::vector<std::int64_t> members;
  for (const store::Row& row : tx.Run(sql + " ORDER BY m.id", {team_id})) {
    members.push_back(row.As<std::int64_t>());
  }
  return members;
}

absl::StatusOr<std::vector<EventTypeHostRecord>> ReadHosts(
    Transaction& tx, const json::object& fields,
    const EventTypeRecord& event_type) {
  const bool is_collective = event_type.scheduling_type == "collective";
  std::vector<EventTypeHostRecord> hosts;
  const std::vector<std::int64_t> members = MembersOf(tx, *event_type.team_id);
  if (event_type.assign_all_team_members) {
    for (const std::int64_t member : members) {
      hosts.push_back({.user_id = member, .is_fixed = is_collective});
    }
    return hosts;
  }
  std::vector<std::int64_t> strangers;
  for (const json::value& value : fields.at("hosts").as_array()) {
    const json::object& given = value.as_object();
    EventTypeHostRecord host{.user_id = IntegerOf(given, "userId").value_or(0)};
    if (std::find(members.begin(), members.end(), host.user_id) ==
            members.end() &&
        tx.Run("SELECT 1 FROM membership WHERE team_id = ?1 AND user_id = ?2 "
               "AND is_accepted",
               {event_type.team_id, host.user_id})
            .is_empty()) {
      strangers.push_back(host.user_id);
      continue;
    }
    host.is_fixed = is_collective || FlagOf(given, "mandatory").value_or(false);
    if (const auto priority = TextOf(given, "priority")) {
      host.priority =
          std::find(kPriorities.begin(), kPriorities.end(), *priority) -
          kPriorities.begin();
    }
    const bool is_twice = std::any_of(
        hosts.begin(), hosts.end(),
        [&](const auto& other) { return other.user_id == host.user_id; });
    if (is_twice) {
      return BadRequest(
          absl::StrCat("hosts: user ", host.user_id, " is there twice"));
    }
    hosts.push_back(host);
  }
  if (!strangers.empty()) {
    return NotFound(absl::StrCat("Invalid hosts: no members of this team: ",
                                 absl::StrJoin(strangers, ",")));
  }
  return hosts;
}

void ReplaceHosts(Transaction& tx, std::int64_t event_type,
                  std::vector<EventTypeHostRecord> hosts) {
  tx.Run("DELETE FROM event_type_host WHERE event_type_id = ?1", {event_type});
  for (EventTypeHostRecord& host : hosts) {
    host.id = 0;
    host.event_type_id = event_type;
    store::Insert(tx, host);
  }
}

// A managed event type is a model: each of its people has a copy.
void CopyToChildren(Transaction& tx, const EventTypeRecord& parent,
                    const std::vector<EventTypeHostRecord>& hosts) {
  std::set<std::int64_t> wanted;
  for (const EventTypeHostRecord& host : hosts) wanted.insert(host.user_id);
  std::set<std::int64_t> has;
  for (EventTypeRecord& child : store::Select<EventTypeRecord>(
           tx, "WHERE parent_id = ?1 ORDER BY id", {parent.id})) {
    if (!wanted.contains(child.user_id.value_or(0))) {
      store::Delete<EventTypeRecord>(tx, child.id);
      continue;
    }
    has.insert(*child.user_id);
    EventTypeRecord next = parent;
    next.id = child.id;
    next.user_id = child.user_id;
    next.team_id.reset();
    next.parent_id = parent.id;
    next.scheduling_type.reset();
    next.assign_all_team_members = false;
    next.schedule_id = child.schedule_id;
    next.created_at = child.created_at;
    store::Update(tx, next);
  }
  for (const std::int64_t user : wanted) {
    if (has.contains(user)) continue;
    EventTypeRecord child = parent;
    child.id = 0;
    child.user_id = user;
    child.team_id.reset();
    child.parent_id = parent.id;
    child.scheduling_type.reset();
    child.assign_all_team_members = false;
    child.schedule_id.reset();
    if (CheckSlugIsFree(tx, child).ok()) store::Insert(tx, child);
  }
}

// The event type; of a managed one an array, it and its copies.
json::value AnswerFor(Transaction& tx, const EventTypeRecord& event_type) {
  if (event_type.scheduling_type != "managed") {
    return EventTypeJson(tx, event_type, Audience::kOwner);
  }
  json::array all{EventTypeJson(tx, event_type, Audience::kOwner)};
  for (const EventTypeRecord& child : store::Select<EventTypeRecord>(
           tx, "WHERE parent_id = ?1 ORDER BY id", {event_type.id})) {
    all.push_back(EventTypeJson(tx, child, Audience::kOwner));
  }
  return all;
}

absl::StatusOr<EventTypeRecord> FindOfTeam(Transaction& tx,
                                           const Request& request) {
  const std::int64_t id = request.PathInteger("eventTypeId");
  auto found = store::Find<EventTypeRecord>(tx, id);
  if (!found || found->team_id != request.PathInteger("teamId")) {
    return NotFound(
        absl::StrCat("Event type with id ", id, " not found in this team"));
  }
  return *std::move(found);
}

// Merges the body into a team's event type that is in the store already.
absl::Status MergeTeam(Transaction& tx, const json::object& fields,
                       EventTypeRecord& event_type) {
  std::vector<std::int64_t> concerned =
      store::HostsOfEventType(tx, event_type.id);
  const auto assign = FlagOf(fields, "assignAllTeamMembers");
  if (assign) event_type.assign_all_team_members = *assign;
  std::vector<EventTypeHostRecord> hosts;
  const bool has_hosts = fields.contains("hosts");
  if (has_hosts || assign.value_or(false)) {
    auto read = ReadHosts(tx, fields, event_type);
    if (!read.ok()) return read.status();
    hosts = *std::move(read);
    ReplaceHosts(tx, event_type.id, hosts);
  } else {
    hosts = store::Select<EventTypeHostRecord>(
        tx, "WHERE event_type_id = ?1 ORDER BY id", {event_type.id});
  }
  store::Update(tx, event_type);
  if (event_type.scheduling_type == "managed") {
    CopyToChildren(tx, event_type, hosts);
  }
  for (const EventTypeHostRecord& host : hosts) {
    concerned.push_back(host.user_id);
  }
  store::TouchHosts(tx, concerned);
  return absl::OkStatus();
}

std::string SchedulingTypeOf(std::string_view text) {
  if (EqualsIgnoringCase(text, "COLLECTIVE")) return "collective";
  if (text == "roundRobin" || text == "ROUND_ROBIN") return "roundRobin";
  return "managed";
}

absl::StatusOr<Response> CreateOfTeam(const Context& context,
                                      const Request& request, const Caller&) {
  const auto made =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::value> {
        const json::object& fields = request.Fields();
        EventTypeRecord event_type{.team_id = request.PathInteger("teamId"),
                                   .scheduling_type = SchedulingTypeOf(
                                       TextMember(fields, "schedulingType")),
                                   .created_at = tx.Now()};
        absl::Status status = MergeEventType(tx, fields, event_type);
        if (!status.ok()) return status;
        store::Insert(tx, event_type);
        status = MergeTeam(tx, fields, event_type);
        if (!status.ok()) return status;
        return AnswerFor(tx, event_type);
      });
  if (!made.ok()) return made.status();
  return Success(*made);
}

absl::StatusOr<Response> UpdateOfTeam(const Context& context,
                                      const Request& request, const Caller&) {
  const auto updated =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::value> {
        auto event_type = FindOfTeam(tx, request);
        if (!event_type.ok()) return event_type.status();
        const absl::Status status =
            UpdateTeamEventType(tx, request.Fields(), *event_type);
        if (!status.ok()) return status;
        return AnswerFor(tx, *event_type);
      });
  if (!updated.ok()) return updated.status();
  return Success(*updated);
}

absl::StatusOr<Response> GetOfTeam(const Context& context,
                                   const Request& request, const Caller&) {
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto event_type = FindOfTeam(tx, request);
        if (!event_type.ok()) return event_type.status();
        return EventTypeJson(tx, *event_type, Audience::kOwner);
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> ListOfTeam(const Context& context,
                                    const Request& request, const Caller&) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const std::int64_t team_id = request.PathInteger("teamId");
        const auto team = store::Find<store::TeamRecord>(tx, team_id);
        bool is_there = team && !team->is_organization;
        for (const auto& [name, value] : request.path_parameters) {
          if (name == "orgId") {
            is_there =
                is_there && team->parent_id == request.PathInteger("orgId");
          }
        }
        if (!is_there) {
          return NotFound(absl::StrCat("Team with id ", team_id, " not found"));
        }
        const std::string slug(request.query.Text("eventSlug"));
        json::array types;
        for (const EventTypeRecord& event_type : store::Select<EventTypeRecord>(
                 tx, "WHERE team_id = ?1 ORDER BY position DESC, id",
                 {team_id})) {
          if (slug.empty() ? event_type.is_hidden : event_type.slug != slug) {
            continue;
          }
          types.push_back(EventTypeJson(tx, event_type, Audience::kAnyone,
                                        request.QueryInteger("hostsLimit")));
        }
        return types;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

absl::StatusOr<Response> ListOfOrganization(const Context& context,
                                            const Request& request,
                                            const Caller&) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        json::array types;
        for (const EventTypeRecord& event_type : store::Select<EventTypeRecord>(
                 tx,
                 "WHERE team_id IN (SELECT id FROM team WHERE parent_id = ?1) "
                 "ORDER BY id LIMIT ?2 OFFSET ?3",
                 {request.PathInteger("orgId"),
                  request.QueryInteger("take").value_or(250),
                  request.QueryInteger("skip").value_or(0)})) {
          types.push_back(EventTypeJson(tx, event_type, Audience::kOwner));
        }
        return types;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

absl::StatusOr<Response> DeleteOfTeam(const Context& context,
                                      const Request& request, const Caller&) {
  const auto deleted = context.store.Write([&](Transaction& tx)
                                               -> absl::StatusOr<json::object> {
    const auto event_type = FindOfTeam(tx, request);
    if (!event_type.ok()) return event_type.status();
    const std::vector<std::int64_t> hosts =
        store::HostsOfEventType(tx, event_type->id);
    store::Delete<EventTypeRecord>(tx, event_type->id);
    store::TouchHosts(tx, hosts);
    return json::object{{"id", event_type->id}, {"title", event_type->title}};
  });
  if (!deleted.ok()) return deleted.status();
  return Success(*deleted);
}

constexpr const char* kTeamProperties = R"(,
  "schedulingType": {"type": "string", "enum": ["collective", "roundRobin",
      "managed", "COLLECTIVE", "ROUND_ROBIN", "MANAGED"]},
  "assignAllTeamMembers": {"type": "boolean"},
  "hosts": {"type": "array", "maxItems": 1000, "items": {"type": "object",
      "required": ["userId"], "properties": {
        "userId": {"type": "integer"}, "mandatory": {"type": "boolean"},
        "priority": {"type": "string", "enum": ["lowest", "low", "medium",
            "high", "highest"]}}}})";

void AddTeamRoutes(RouteTable& routes, const std::string& path,
                   const std::string& id, Tenant tenant) {
  const Access read{.permissions = Permission::kEventTypeRead,
                    .tenant = tenant,
                    .role = Role::kAdmin};
  const Access write{.permissions = Permission::kEventTypeWrite,
                     .tenant = tenant,
                     .role = Role::kAdmin};
  const std::string one = path + "/{eventTypeId:integer}";
  const auto add = [&](Route route) {
    route.tag = "Team event types";
    routes.Add(std::move(route));
  };
  add({.method = Method::kPost,
       .path = path,
       .id = "create" + id + "EventType",
       .summary = "Make an event type of a team",
       .access = write,
       .request = R"({"$ref": "#/components/schemas/TeamEventTypeInput"})",
       .handler = CreateOfTeam});
  add({.method = Method::kGet,
       .path = path,
       .id = "list" + id + "EventTypes",
       .summary = "A team's event types, for those who want to book",
       .access = kOptional,
       .query = {{.name = "eventSlug"},
                 {.name = "hostsLimit",
                  .schema = R"({"type": "integer", "minimum": 1})"}},
       .handler = ListOfTeam});
  add({.method = Method::kGet,
       .path = one,
       .id = "get" + id + "EventType",
       .summary = "One event type of a team",
       .access = read,
       .handler = GetOfTeam});
  add({.method = Method::kPatch,
       .path = one,
       .id = "update" + id + "EventType",
       .summary = "Change an event type of a team",
       .access = write,
       .request = R"({"$ref": "#/components/schemas/TeamEventTypeChanges"})",
       .handler = UpdateOfTeam});
  add({.method = Method::kDelete,
       .path = one,
       .id = "delete" + id + "EventType",
       .summary = "Delete an event type of a team",
       .access = write,
       .handler = DeleteOfTeam});
}

}  // namespace

absl::Status UpdateTeamEventType(Transaction& tx, const json::object& fields,
                                 EventTypeRecord& event_type) {
  absl::Status merged = MergeEventType(tx, fields, event_type);
  if (!merged.ok()) return merged;
  return MergeTeam(tx, fields, event_type);
}

void AddTeamEventTypeRoutes(RouteTable& routes) {
  const std::string team = EventTypeProperties() + kTeamProperties;
  routes.AddSchema(
      {"TeamEventTypeInput",
       R"({"type": "object", "required": ["lengthInMinutes", "title", "slug",
           "schedulingType"], "properties": {)" +
           team + "}}"});
  routes.AddSchema({"TeamEventTypeChanges",
                    R"({"type": "object", "properties": {)" + team + "}}"});
  AddTeamRoutes(routes, "/v2/teams/{teamId:integer}/event-types", "Team",
                Tenant::kTeam);
  AddTeamRoutes(routes,
                "/v2/organizations/{orgId:integer}/teams/{teamId:integer}/"
                "event-types",
                "OrganizationTeam", Tenant::kOrganization);
  routes.Add({.method = Method::kGet,
              .path = "/v2/organizations/{orgId:integer}/teams/event-types",
              .id = "listOrganizationEventTypes",
              .tag = "Team event types",
              .summary = "The event types of all teams of an organisation",
              .access = Access{.permissions = Permission::kEventTypeRead,
                               .tenant = Tenant::kOrganization,
                               .role = Role::kAdmin},
              .query = PageParameters(),
              .handler = ListOfOrganization});
}

}  // namespace bookable::http
