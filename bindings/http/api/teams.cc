// Tested by tests/bindings/http/api/teams_test.cc.
#include "bindings/http/domain/teams.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/error.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::TeamRecord;
using store::Transaction;

// What SQL never asks for, kept together.
constexpr std::array<std::string_view, 11> kProfile = {
    "logoUrl",     "calVideoLogo",       "appLogo",
    "appIconLogo", "bannerUrl",          "bio",
    "theme",       "brandColor",         "darkBrandColor",
    "timeFormat",  "hideBookATeamMember"};

std::string Schema(std::string_view required) {
  return R"({"type": "object", "required": )" + std::string(required) +
         R"(, "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 200},
    "slug": {"type": "string", "minLength": 1, "maxLength": 200},
    "logoUrl": {"type": "string", "format": "uri"},
    "calVideoLogo": {"type": "string", "format": "uri"},
    "appLogo": {"type": "string", "format": "uri"},
    "appIconLogo": {"type": "string", "format": "uri"},
    "bannerUrl": {"type": "string", "format": "uri"},
    "bio": {"type": "string"}, "theme": {"type": "string"},
    "brandColor": {"type": "string"}, "darkBrandColor": {"type": "string"},
    "timeZone": {"type": "string"},
    "weekStart": {"type": "string", "enum": ["Monday", "Tuesday", "Wednesday",
        "Thursday", "Friday", "Saturday", "Sunday"]},
    "timeFormat": {"type": ["integer", "string"]},
    "hideBranding": {"type": "boolean"}, "isPrivate": {"type": "boolean"},
    "hideBookATeamMember": {"type": "boolean"},
    "metadata": {"$ref": "#/components/schemas/Metadata"},
    "autoAcceptCreator": {"type": "boolean"}}})";
}

constexpr const char* kTeam = R"({"$ref": "#/components/schemas/Team"})";
constexpr const char* kTeams =
    R"({"type": "array", "items": {"$ref": "#/components/schemas/Team"}})";

// `old`: the profile as it is, to which what is given is added.
domain::TeamFields FieldsOf(const json::object& body, std::string_view old) {
  json::object profile = ParsedObject(old);
  for (const std::string_view name : kProfile) {
    if (const json::value* value = body.if_contains(name)) {
      profile[name] = *value;
    }
  }
  return {.name = TextOf(body, "name"),
          .slug = TextOf(body, "slug"),
          .time_zone = TextOf(body, "timeZone"),
          .week_start = TextOf(body, "weekStart"),
          .is_private = FlagOf(body, "isPrivate"),
          .hide_branding = FlagOf(body, "hideBranding"),
          .profile = json::serialize(profile),
          .metadata = ObjectOf(body, "metadata")};
}

absl::StatusOr<Response> Answer(const absl::StatusOr<TeamRecord>& team) {
  if (!team.ok()) return team.status();
  return Success(ToJson(*team));
}

absl::StatusOr<Response> Make(const Context& context, const Request& request,
                              const Caller& caller,
                              std::optional<std::int64_t> organization) {
  const json::object& fields = request.Fields();
  const domain::Acceptance acceptance =
      FlagOf(fields, "autoAcceptCreator").value_or(true)
          ? domain::Acceptance::kAtOnce
          : domain::Acceptance::kLater;
  std::optional<std::string> client;
  if (!caller.client_id.empty()) client = caller.client_id;
  return Answer(
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<TeamRecord> {
        if (!organization) {
          for (const domain::OwnTeam& own : domain::TeamsOfUser(
                   tx, *caller.user_id, std::nullopt, {.take = 100'000})) {
            if (own.membership.role == "OWNER" &&
                own.team.name == TextOf(fields, "name")) {
              return BadRequest("the caller owns a team of this name already");
            }
          }
        }
        return domain::CreateTeam(tx, organization, *caller.user_id, client,
                                  FieldsOf(fields, "{}"), acceptance);
      }));
}

absl::StatusOr<Response> CreateInOrganization(const Context& context,
                                              const Request& request,
                                              const Caller& caller) {
  return Make(context, request, caller, request.PathInteger("orgId"));
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  return Make(context, request, caller, std::nullopt);
}

absl::StatusOr<Response> ListOfOrganization(const Context& context,
                                            const Request& request,
                                            const Caller&) {
  const auto teams = context.store.Read(
      [&](Transaction& tx) -> absl::StatusOr<std::vector<TeamRecord>> {
        return domain::TeamsOf(tx, request.PathInteger("orgId"),
                               PageOf(request));
      });
  if (!teams.ok()) return teams.status();
  json::array data;
  for (const TeamRecord& team : *teams) data.emplace_back(ToJson(team));
  return Success(data);
}

absl::StatusOr<std::vector<domain::OwnTeam>> OwnTeams(
    const Context& context, const Request& request, const Caller& caller,
    std::optional<std::int64_t> organization) {
  return context.store.Read(
      [&](Transaction& tx) -> absl::StatusOr<std::vector<domain::OwnTeam>> {
        return domain::TeamsOfUser(tx, *caller.user_id, organization,
                                   PageOf(request));
      });
}

absl::StatusOr<Response> ListMine(const Context& context,
                                  const Request& request,
                                  const Caller& caller) {
  const auto teams =
      OwnTeams(context, request, caller, request.PathInteger("orgId"));
  if (!teams.ok()) return teams.status();
  json::array data;
  for (const domain::OwnTeam& own : *teams) {
    json::object team = ToJson(own.team);
    team["role"] = own.membership.role;
    team["accepted"] = own.membership.is_accepted;
    data.emplace_back(std::move(team));
  }
  return Success(data);
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller& caller) {
  const auto teams = OwnTeams(context, request, caller, std::nullopt);
  if (!teams.ok()) return teams.status();
  json::array data;
  for (const domain::OwnTeam& own : *teams) {
    data.emplace_back(ToJson(own.team));
  }
  return Success(data);
}

absl::StatusOr<TeamRecord> TeamOfPath(Transaction& tx, const Request& request) {
  auto team = store::Find<TeamRecord>(tx, request.PathInteger("teamId"));
  if (!team) return NotFound("the team is gone");
  return *std::move(team);
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller&) {
  return Answer(context.store.Read(
      [&](Transaction& tx) { return TeamOfPath(tx, request); }));
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller&) {
  return Answer(
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<TeamRecord> {
        auto team = TeamOfPath(tx, request);
        if (!team.ok()) return team;
        const absl::Status updated = domain::UpdateTeam(
            tx, FieldsOf(request.Fields(), team->profile), *team);
        if (!updated.ok()) return updated;
        return team;
      }));
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller&) {
  return Answer(
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<TeamRecord> {
        auto team = TeamOfPath(tx, request);
        if (team.ok()) domain::DeleteTeam(tx, *team);
        return team;
      }));
}

constexpr Access Of(Tenant tenant, Role role) {
  return {.tenant = tenant, .role = role};
}

}  // namespace

void AddTeamRoutes(RouteTable& routes) {
  constexpr const char* kOfOrganization =
      "/v2/organizations/{orgId:integer}/teams";
  constexpr const char* kOneOfOrganization =
      "/v2/organizations/{orgId:integer}/teams/{teamId:integer}";
  constexpr const char* kPlain = "/v2/teams";
  constexpr const char* kOne = "/v2/teams/{teamId:integer}";
  constexpr const char* kInOrganization = "Teams of an organisation";
  constexpr const char* kTag = "Teams";
  const std::string create = Schema(R"(["name"])");
  const std::string update = Schema("[]");
  routes.Add({.method = Method::kPost,
              .path = kOfOrganization,
              .id = "createOrganizationTeam",
              .tag = kInOrganization,
              .summary = "Make a team; the caller becomes its owner",
              .access = Of(Tenant::kOrganization, Role::kAdmin),
              .request = create,
              .answer = kTeam,
              .handler = CreateInOrganization});
  routes.Add({.method = Method::kGet,
              .path = kOfOrganization,
              .id = "listOrganizationTeams",
              .tag = kInOrganization,
              .summary = "The organisation's teams",
              .access = Of(Tenant::kOrganization, Role::kAdmin),
              .query = PageParameters(),
              .answer = kTeams,
              .handler = ListOfOrganization});
  routes.Add({.method = Method::kGet,
              .path = "/v2/organizations/{orgId:integer}/teams/me",
              .id = "listMyOrganizationTeams",
              .tag = kInOrganization,
              .summary = "The caller's teams, with role and acceptance",
              .access = Of(Tenant::kOrganization, Role::kMember),
              .query = PageParameters(),
              .answer = kTeams,
              .handler = ListMine});
  routes.Add({.method = Method::kGet,
              .path = kOneOfOrganization,
              .id = "getOrganizationTeam",
              .tag = kInOrganization,
              .summary = "One team",
              .access = Of(Tenant::kTeam, Role::kAdmin),
              .answer = kTeam,
              .handler = Get});
  routes.Add({.method = Method::kPatch,
              .path = kOneOfOrganization,
              .id = "updateOrganizationTeam",
              .tag = kInOrganization,
              .summary = "Change a team",
              .access = Of(Tenant::kOrganization, Role::kAdmin),
              .request = update,
              .answer = kTeam,
              .handler = Update});
  routes.Add({.method = Method::kDelete,
              .path = kOneOfOrganization,
              .id = "deleteOrganizationTeam",
              .tag = kInOrganization,
              .summary = "Delete a team and its event types",
              .access = Of(Tenant::kOrganization, Role::kAdmin),
              .answer = kTeam,
              .handler = Delete});
  routes.Add({.method = Method::kPost,
              .path = kPlain,
              .id = "createTeam",
              .tag = kTag,
              .summary = "Make a team of no organisation",
              .access = Access{},
              .request = create,
              .answer = kTeam,
              .handler = Create});
  routes.Add({.method = Method::kGet,
              .path = kPlain,
              .id = "listTeams",
              .tag = kTag,
              .summary = "The caller's teams of no organisation",
              .access = Access{},
              .query = PageParameters(),
              .answer = kTeams,
              .handler = List});
  routes.Add({.method = Method::kGet,
              .path = kOne,
              .id = "getTeam",
              .tag = kTag,
              .summary = "One team",
              .access = Of(Tenant::kTeam, Role::kMember),
              .answer = kTeam,
              .handler = Get});
  routes.Add({.method = Method::kPatch,
              .path = kOne,
              .id = "updateTeam",
              .tag = kTag,
              .summary = "Change a team",
              .access = Of(Tenant::kTeam, Role::kOwner),
              .request = update,
              .answer = kTeam,
              .handler = Update});
  routes.Add({.method = Method::kDelete,
              .path = kOne,
              .id = "deleteTeam",
              .tag = kTag,
              .summary = "Delete a team and its event types",
              .access = Of(Tenant::kTeam, Role::kOwner),
              .answer = kTeam,
              .handler = Delete});
}

}  // namespace bookable::http
