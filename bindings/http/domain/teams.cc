// bindings/http/domain/teams.cc
// Tested by tests/bindings/http/domain/teams_test.cc.
#include "bindings/http/domain/teams.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/domain/account_error.h"
#include "bindings/http/domain/people.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/domain/sign_in.h"
#include "bindings/http/store/hosts.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {
namespace {

using store::EventTypeRecord;
using store::MembershipRecord;
using store::TeamRecord;
using store::Transaction;
using store::UserRecord;

constexpr std::size_t kLongestName = 200;

absl::Status CheckSlugIsFree(Transaction& tx, const TeamRecord& team) {
  const bool is_free =
      tx.Run(
            "SELECT 1 FROM team WHERE coalesce(parent_id, 0) = ?1 AND slug = "
            "?2 AND id <> ?3",
            {team.parent_id.value_or(0), team.slug, team.id})
          .is_empty();
  if (is_free) return absl::OkStatus();
  return TakenError(team.parent_id
                        ? "another team there has this slug"
                        : "another organisation or team has this slug");
}

absl::Status ApplyTeamFields(const TeamFields& fields, TeamRecord& team) {
  if (fields.name) {
    if (fields.name->empty() || fields.name->size() > kLongestName) {
      return absl::InvalidArgumentError("name: must have 1 to 200 bytes");
    }
    team.name = *fields.name;
  }
  if (fields.slug) {
    if (fields.slug->empty() || fields.slug->size() > kLongestName) {
      return absl::InvalidArgumentError("slug: must have 1 to 200 bytes");
    }
    team.slug = *fields.slug;
  }
  if (fields.time_zone) {
    auto zone = RepairedZone(*fields.time_zone);
    if (!zone) {
      return absl::InvalidArgumentError(
          "timeZone: must be the name of an IANA time zone");
    }
    team.time_zone = *std::move(zone);
  }
  if (fields.week_start) {
    if (!IsWeekday(*fields.week_start)) {
      return absl::InvalidArgumentError(
          "weekStart: must be Monday, Tuesday, ... or Sunday");
    }
    team.week_start = *fields.week_start;
  }
  if (fields.is_private) team.is_private = *fields.is_private;
  if (fields.hide_branding) team.hide_branding = *fields.hide_branding;
  if (fields.profile) team.profile = *fields.profile;
  if (fields.metadata) team.metadata = *fields.metadata;
  return absl::OkStatus();
}

absl::Status CheckMayGive(TeamRole giver, std::string_view role) {
  if (TeamRoleOf(role) <= giver) return absl::OkStatus();
  return absl::PermissionDeniedError(
      "a role above one's own can be neither given nor changed");
}

// The team's event types that are all members'.
std::vector<EventTypeRecord> TeamWide(Transaction& tx, std::int64_t team_id) {
  return store::Select<EventTypeRecord>(
      tx,
      "WHERE team_id = ?1 AND assign_all_team_members AND parent_id IS NULL "
      "ORDER BY id",
      {team_id});
}

// Takes the user out of the hosts of a team's event types.
void Unassign(Transaction& tx, std::int64_t team_id, std::int64_t user_id) {
  tx.Run(
      "DELETE FROM event_type_host WHERE user_id = ?2 AND event_type_id IN "
      "(SELECT id FROM event_type WHERE team_id = ?1)",
      {team_id, user_id});
  tx.Run(
      "DELETE FROM event_type WHERE user_id = ?2 AND parent_id IN (SELECT id "
      "FROM event_type WHERE team_id = ?1)",
      {team_id, user_id});
}

}  // namespace

absl::StatusOr<CreatedOrganization> CreateOrganization(
    Transaction& tx, const NewOrganization& organization) {
  CreatedOrganization made;
  TeamRecord& team = made.organization;
  team = {.is_organization = true,
          .is_platform = organization.is_platform,
          .created_at = tx.Now()};
  absl::Status status = ApplyTeamFields(
      {.name = organization.name,
       .slug = organization.slug.empty() ? Slug(organization.name)
                                         : organization.slug},
      team);
  if (status.ok()) status = CheckSlugIsFree(tx, team);
  if (!status.ok()) return status;
  const auto email = NormalEmail(organization.owner_email);
  if (!email) {
    return absl::InvalidArgumentError("owner: must be an e-mail address");
  }
  auto owner = store::SelectOne<UserRecord>(tx, "WHERE email = ?1", {*email});
  if (owner && owner->oauth_client_id) {
    return absl::InvalidArgumentError("owner: is a managed user");
  }
  store::Insert(tx, team);
  if (owner) {
    MembershipRecord membership{.team_id = team.id,
                                .user_id = owner->id,
                                .role = "OWNER",
                                .is_accepted = true,
                                .created_at = tx.Now()};
    store::Insert(tx, membership);
    made.owner = *std::move(owner);
    return made;
  }
  made.owner = {.email = *email,
                .name = organization.owner_name.empty()
                            ? *email
                            : organization.owner_name,
                .organization_id = team.id,
                .is_verified = true};
  made.owner.username = FreeUsername(
      tx, Slug(std::string_view(*email).substr(0, email->find('@'))), team.id);
  status = InsertUser(tx, made.owner, "OWNER");
  if (status.ok() && !organization.owner_password.empty()) {
    status = SetPassword(tx, made.owner.id, organization.owner_password);
  }
  if (!status.ok()) return status;
  return made;
}

absl::StatusOr<TeamRecord> CreateTeam(
    Transaction& tx, std::optional<std::int64_t> organization_id,
    std::int64_t creator, const std::optional<std::string>& client_id,
    const TeamFields& fields, Acceptance acceptance) {
  if (!fields.name) return absl::InvalidArgumentError("name: is required");
  TeamRecord team{.parent_id = organization_id,
                  .oauth_client_id = client_id,
                  .created_at = tx.Now()};
  absl::Status status = ApplyTeamFields(fields, team);
  if (!status.ok()) return status;
  if (!fields.slug) {
    const std::string slug = Slug(team.name);
    if (!slug.empty()) team.slug = slug;
  }
  status = CheckSlugIsFree(tx, team);
  if (!status.ok()) return status;
  store::Insert(tx, team);
  MembershipRecord owner{.team_id = team.id,
                         .user_id = creator,
                         .role = "OWNER",
                         .is_accepted = acceptance == Acceptance::kAtOnce,
                         .created_at = tx.Now()};
  store::Insert(tx, owner);
  return team;
}

absl::Status UpdateTeam(Transaction& tx, const TeamFields& fields,
                        TeamRecord& team) {
  absl::Status status = ApplyTeamFields(fields, team);
  if (status.ok()) status = CheckSlugIsFree(tx, team);
  if (!status.ok()) return status;
  store::Update(tx, team);
  return absl::OkStatus();
}

void DeleteTeam(Transaction& tx, const TeamRecord& team) {
  std::vector<std::int64_t> hosts;
  for (const store::Row& row :
       tx.Run("SELECT DISTINCT h.user_id FROM event_type_host h JOIN "
              "event_type e ON e.id = h.event_type_id WHERE e.team_id = ?1",
              {team.id})) {
    hosts.push_back(row.As<std::int64_t>());
  }
  store::TouchHosts(tx, hosts);
  store::Delete<TeamRecord>(tx, team.id);
}

std::vector<TeamRecord> TeamsOf(Transaction& tx, std::int64_t organization_id,
                                Page page) {
  return store::Select<TeamRecord>(
      tx, "WHERE parent_id = ?1 ORDER BY id LIMIT ?2 OFFSET ?3",
      {organization_id, page.take, page.skip});
}

std::vector<OwnTeam> TeamsOfUser(Transaction& tx, std::int64_t user_id,
                                 std::optional<std::int64_t> organization_id,
                                 Page page) {
  std::vector<OwnTeam> teams;
  for (const MembershipRecord& membership : store::Select<MembershipRecord>(
           tx,
           "WHERE user_id = ?1 AND team_id IN (SELECT id FROM team WHERE "
           "coalesce(parent_id, 0) = ?2 AND NOT is_organization) ORDER BY "
           "team_id LIMIT ?3 OFFSET ?4",
           {user_id, organization_id.value_or(0), page.take, page.skip})) {
    auto team = store::Find<TeamRecord>(tx, membership.team_id);
    if (team) teams.push_back({*std::move(team), membership});
  }
  return teams;
}

absl::StatusOr<Member> AddMember(Transaction& tx, const TeamRecord& team,
                                 std::int64_t user_id,
                                 const MembershipFields& fields,
                                 TeamRole giver) {
  const std::string role = fields.role.value_or("MEMBER");
  const absl::Status may = CheckMayGive(giver, role);
  if (!may.ok()) return may;
  auto user = store::Find<UserRecord>(tx, user_id);
  if (!user) {
    return absl::NotFoundError(absl::StrCat("there is no user ", user_id));
  }
  if (team.parent_id &&
      OwnRole(tx, user_id, *team.parent_id) == TeamRole::kNone) {
    return UnprocessableError("the user is not of the team's organisation");
  }
  const bool is_there =
      !tx.Run("SELECT 1 FROM membership WHERE team_id = ?1 AND user_id = ?2",
              {team.id, user_id})
           .is_empty();
  if (is_there) {
    return TakenError("the user has a membership already");
  }
  Member member{
      .membership = {.team_id = team.id,
                     .user_id = user_id,
                     .role = role,
                     .is_accepted = fields.is_accepted.value_or(false),
                     .disable_impersonation =
                         fields.disable_impersonation.value_or(false),
                     .created_at = tx.Now()},
      .user = *std::move(user)};
  store::Insert(tx, member.membership);
  if (member.membership.is_accepted) {
    AssignTeamEventTypes(tx, team.id, user_id);
  }
  return member;
}

absl::StatusOr<Member> FindMember(Transaction& tx, std::int64_t team_id,
                                  std::int64_t membership_id) {
  auto membership = store::Find<MembershipRecord>(tx, membership_id);
  if (!membership || membership->team_id != team_id) {
    return absl::NotFoundError(
        absl::StrCat("there is no membership ", membership_id, " there"));
  }
  auto user = store::Find<UserRecord>(tx, membership->user_id);
  if (!user) return absl::NotFoundError("the member is gone");
  return Member{*std::move(membership), *std::move(user)};
}

std::vector<Member> ListMembers(Transaction& tx, std::int64_t team_id,
                                Page page) {
  std::vector<Member> members;
  for (const MembershipRecord& membership : store::Select<MembershipRecord>(
           tx, "WHERE team_id = ?1 ORDER BY id LIMIT ?2 OFFSET ?3",
           {team_id, page.take, page.skip})) {
    auto user = store::Find<UserRecord>(tx, membership.user_id);
    if (user) members.push_back({membership, *std::move(user)});
  }
  return members;
}

absl::Status CheckNotLastOwner(Transaction& tx, std::int64_t organization_id,
                               std::int64_t user_id) {
  // The organisation's row is the lock: two owners who leave at once.
  tx.Run("UPDATE team SET name = name WHERE id = ?1", {organization_id});
  if (OwnRole(tx, user_id, organization_id) != TeamRole::kOwner) {
    return absl::OkStatus();
  }
  const bool has_other =
      !tx.Run(
             "SELECT 1 FROM membership WHERE team_id = ?1 AND user_id <> ?2 "
             "AND role = 'OWNER' AND is_accepted LIMIT 1",
             {organization_id, user_id})
           .is_empty();
  if (has_other) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "an organisation keeps an owner: this is its last one");
}

absl::Status UpdateMember(Transaction& tx, const TeamRecord& team,
                          const MembershipFields& fields, TeamRole giver,
                          Member& member) {
  MembershipRecord& membership = member.membership;
  absl::Status status = CheckMayGive(giver, membership.role);
  if (status.ok() && fields.role) status = CheckMayGive(giver, *fields.role);
  if (!status.ok()) return status;
  const bool was_accepted = membership.is_accepted;
  const std::string role = fields.role.value_or(membership.role);
  const bool is_accepted = fields.is_accepted.value_or(was_accepted);
  if (team.is_organization && (role != "OWNER" || !is_accepted)) {
    status = CheckNotLastOwner(tx, team.id, membership.user_id);
    if (!status.ok()) return status;
  }
  membership.role = role;
  membership.is_accepted = is_accepted;
  if (fields.disable_impersonation) {
    membership.disable_impersonation = *fields.disable_impersonation;
  }
  store::Update(tx, membership);
  if (is_accepted && !was_accepted) {
    AssignTeamEventTypes(tx, team.id, membership.user_id);
  }
  return absl::OkStatus();
}

absl::Status RemoveMember(Transaction& tx, const TeamRecord& team,
                          TeamRole giver, const Member& member) {
  const MembershipRecord& membership = member.membership;
  absl::Status status = CheckMayGive(giver, membership.role);
  if (status.ok() && team.is_organization) {
    status = CheckNotLastOwner(tx, team.id, membership.user_id);
  }
  if (!status.ok()) return status;
  store::TouchHosts(tx, {membership.user_id});
  Unassign(tx, team.id, membership.user_id);
  store::Delete<MembershipRecord>(tx, membership.id);
  if (team.is_organization) {
    // Who leaves the organisation leaves its teams, and its profile.
    for (const TeamRecord& part :
         store::Select<TeamRecord>(tx, "WHERE parent_id = ?1", {team.id})) {
      Unassign(tx, part.id, membership.user_id);
    }
    tx.Run(
        "DELETE FROM membership WHERE user_id = ?2 AND team_id IN (SELECT id "
        "FROM team WHERE parent_id = ?1)",
        {team.id, membership.user_id});
    UserRecord user = member.user;
    if (user.organization_id == team.id) {
      user.organization_id.reset();
      if (user.username) {
        user.username =
            FreeUsername(tx, *user.username, user.organization_id, user.id);
      }
      store::Update(tx, user);
    }
  }
  return absl::OkStatus();
}

void AssignTeamEventTypes(Transaction& tx, std::int64_t team_id,
                          std::int64_t user_id) {
  const std::vector<EventTypeRecord> types = TeamWide(tx, team_id);
  if (types.empty()) return;
  for (const EventTypeRecord& type : types) {
    if (type.scheduling_type == "managed") {
      EventTypeRecord child = type;
      child.id = 0;
      child.user_id = user_id;
      child.team_id.reset();
      child.parent_id = type.id;
      child.scheduling_type.reset();
      child.assign_all_team_members = false;
      child.schedule_id.reset();
      child.created_at = tx.Now();
      child.updated_at = tx.Now();
      const bool is_free =
          tx.Run(
                "SELECT 1 FROM event_type WHERE user_id = ?1 AND slug = ?2 "
                "AND team_id IS NULL",
                {user_id, child.slug})
              .is_empty();
      if (is_free) store::Insert(tx, child);
      continue;
    }
    tx.Run(
        "INSERT INTO event_type_host (event_type_id, user_id, is_fixed, "
        "priority, weight) VALUES (?1, ?2, ?3, 2, 100) "
        "ON CONFLICT (event_type_id, user_id) DO NOTHING",
        {type.id, user_id, type.scheduling_type == "collective"});
  }
  store::TouchHosts(tx, {user_id});
}

}  // namespace bookable::domain
