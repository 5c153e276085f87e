// The same five routes three times: of an organisation, of its teams, of teams
// of no organisation.
// Tested by tests/bindings/http/api/memberships_test.cc.
#include <boost/json/array.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/error.h"
#include "bindings/http/domain/account_error.h"
#include "bindings/http/domain/teams.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using domain::Member;
using domain::TeamRole;
using store::TeamRecord;
using store::Transaction;

constexpr const char* kMembership =
    R"({"$ref": "#/components/schemas/Membership"})";

std::int64_t TeamIdOf(const Request& request) {
  for (const auto& [name, value] : request.path_parameters) {
    if (name == "teamId") return request.PathInteger("teamId");
  }
  return request.PathInteger("orgId");
}

// The team, and what the caller is there.
struct Place {
  TeamRecord team{};
  TeamRole giver = TeamRole::kNone;
};
absl::StatusOr<Place> PlaceOf(Transaction& tx, const Request& request,
                              const Caller& caller) {
  auto team = store::Find<TeamRecord>(tx, TeamIdOf(request));
  if (!team) return NotFound("the team is gone");
  const TeamRole giver = caller.is_system_admin
                             ? TeamRole::kOwner
                             : domain::RoleIn(tx, *caller.user_id, *team);
  return Place{*std::move(team), giver};
}

// Nobody draws in people of other tenants: an organisation takes those who
// have none, a team of no organisation colleagues of who asks.
absl::Status CheckMayJoin(Transaction& tx, const TeamRecord& team,
                          const Caller& caller, std::int64_t user_id) {
  const auto user = store::Find<store::UserRecord>(tx, user_id);
  absl::Status unknown = NotFound(absl::StrCat("there is no user ", user_id));
  if (!user) return unknown;
  if (team.is_organization) {
    if (user->organization_id && user->organization_id != team.id) {
      return domain::UnprocessableError("the user is of another organisation");
    }
    return absl::OkStatus();
  }
  if (!team.parent_id && user_id != *caller.user_id &&
      !caller.is_system_admin &&
      !domain::AreColleagues(tx, *caller.user_id, user_id)) {
    return unknown;
  }
  return absl::OkStatus();
}

absl::StatusOr<Response> Answer(const absl::StatusOr<Member>& member) {
  if (!member.ok()) return member.status();
  return Success(ToJson(*member));
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller&) {
  const auto members = context.store.Read(
      [&](Transaction& tx) -> absl::StatusOr<std::vector<Member>> {
        return domain::ListMembers(tx, TeamIdOf(request), PageOf(request));
      });
  if (!members.ok()) return members.status();
  json::array data;
  for (const Member& member : *members) data.emplace_back(ToJson(member));
  return Success(data);
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  const json::object& fields = request.Fields();
  const std::int64_t user_id = IntegerOf(fields, "userId").value_or(0);
  return Answer(
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<Member> {
        const auto place = PlaceOf(tx, request, caller);
        if (!place.ok()) return place.status();
        const absl::Status may = CheckMayJoin(tx, place->team, caller, user_id);
        if (!may.ok()) return may;
        return domain::AddMember(tx, place->team, user_id,
                                 MembershipFieldsOf(fields), place->giver);
      }));
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller&) {
  return Answer(context.store.Read([&](Transaction& tx) {
    return domain::FindMember(tx, TeamIdOf(request),
                              request.PathInteger("membershipId"));
  }));
}

// Finds the membership of the path, and changes it.
template <typename Change>
absl::StatusOr<Response> ChangeOne(const Context& context,
                                   const Request& request, const Caller& caller,
                                   Change change) {
  return Answer(
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<Member> {
        const auto place = PlaceOf(tx, request, caller);
        if (!place.ok()) return place.status();
        auto member = domain::FindMember(tx, place->team.id,
                                         request.PathInteger("membershipId"));
        if (!member.ok()) return member;
        const absl::Status changed = change(tx, *place, *member);
        if (!changed.ok()) return changed;
        return member;
      }));
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller& caller) {
  return ChangeOne(context, request, caller,
                   [&](Transaction& tx, const Place& place, Member& member) {
                     return domain::UpdateMember(
                         tx, place.team, MembershipFieldsOf(request.Fields()),
                         place.giver, member);
                   });
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller& caller) {
  return ChangeOne(context, request, caller,
                   [&](Transaction& tx, const Place& place, Member& member) {
                     return domain::RemoveMember(tx, place.team, place.giver,
                                                 member);
                   });
}

void AddFive(RouteTable& routes, const std::string& path,
             const std::string& noun, const std::string& tag,
             const Access& access) {
  const std::string one = path + "/{membershipId:integer}";
  routes.Add({.method = Method::kGet,
              .path = path,
              .id = "list" + noun + "Memberships",
              .tag = tag,
              .summary = "Who is in it",
              .access = access,
              .query = PageParameters(),
              .answer = R"({"type": "array", "items":
                  {"$ref": "#/components/schemas/Membership"}})",
              .handler = List});
  routes.Add({.method = Method::kPost,
              .path = path,
              .id = "create" + noun + "Membership",
              .tag = tag,
              .summary = "Let a user in",
              .access = access,
              .request = R"({"$ref": "#/components/schemas/NewMembership"})",
              .answer = kMembership,
              .handler = Create});
  routes.Add({.method = Method::kGet,
              .path = one,
              .id = "get" + noun + "Membership",
              .tag = tag,
              .summary = "One membership",
              .access = access,
              .answer = kMembership,
              .handler = Get});
  routes.Add(
      {.method = Method::kPatch,
       .path = one,
       .id = "update" + noun + "Membership",
       .tag = tag,
       .summary = "Change a membership",
       .access = access,
       .request = R"({"$ref": "#/components/schemas/MembershipChanges"})",
       .answer = kMembership,
       .handler = Update});
  routes.Add({.method = Method::kDelete,
              .path = one,
              .id = "delete" + noun + "Membership",
              .tag = tag,
              .summary = "Take a user out",
              .access = access,
              .answer = kMembership,
              .handler = Delete});
}

}  // namespace

void AddMembershipRoutes(RouteTable& routes) {
  AddFive(routes, "/v2/organizations/{orgId:integer}/memberships",
          "Organization", "Organisation memberships",
          {.tenant = Tenant::kOrganization, .role = Role::kAdmin});
  AddFive(routes,
          "/v2/organizations/{orgId:integer}/teams/{teamId:integer}/"
          "memberships",
          "OrganizationTeam", "Team memberships of an organisation",
          {.tenant = Tenant::kTeam, .role = Role::kAdmin});
  AddFive(routes, "/v2/teams/{teamId:integer}/memberships", "Team",
          "Team memberships", {.tenant = Tenant::kTeam, .role = Role::kAdmin});
}

}  // namespace bookable::http
