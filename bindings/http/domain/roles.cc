// bindings/http/domain/roles.cc
// Tested by tests/bindings/http/domain/roles_test.cc.
#include "bindings/http/domain/roles.h"

#include <utility>

#include "bindings/http/store/table.h"

namespace bookable::domain {

using store::TeamRecord;
using store::Transaction;

TeamRole TeamRoleOf(std::string_view name) {
  if (name == "OWNER") return TeamRole::kOwner;
  if (name == "ADMIN") return TeamRole::kAdmin;
  if (name == "MEMBER") return TeamRole::kMember;
  return TeamRole::kNone;
}

TeamRole OwnRole(Transaction& tx, std::int64_t user_id, std::int64_t team_id) {
  const auto membership = store::SelectOne<store::MembershipRecord>(
      tx, "WHERE user_id = ?1 AND team_id = ?2", {user_id, team_id});
  if (!membership || !membership->is_accepted) return TeamRole::kNone;
  return TeamRoleOf(membership->role);
}

TeamRole RoleIn(Transaction& tx, std::int64_t user_id, const TeamRecord& team) {
  if (team.parent_id &&
      OwnRole(tx, user_id, *team.parent_id) >= TeamRole::kAdmin) {
    return TeamRole::kOwner;
  }
  return OwnRole(tx, user_id, team.id);
}

std::optional<TeamRecord> FindOrganization(Transaction& tx, std::int64_t id) {
  auto team = store::Find<TeamRecord>(tx, id);
  if (!team || !team->is_organization) return std::nullopt;
  return team;
}

std::optional<std::int64_t> OwnerOf(Transaction& tx,
                                    std::int64_t organization_id) {
  const auto owner = store::SelectOne<store::MembershipRecord>(
      tx,
      "WHERE team_id = ?1 AND role = 'OWNER' AND is_accepted ORDER BY id "
      "LIMIT 1",
      {organization_id});
  if (!owner) return std::nullopt;
  return owner->user_id;
}

std::optional<TeamRecord> PlatformOf(Transaction& tx,
                                     const store::UserRecord& user) {
  return store::SelectOne<TeamRecord>(
      tx,
      "WHERE is_organization AND is_platform AND id IN (SELECT team_id FROM "
      "membership WHERE user_id = ?1 AND is_accepted) "
      "ORDER BY CASE WHEN id = ?2 THEN 0 ELSE 1 END, id LIMIT 1",
      {user.id, user.organization_id.value_or(0)});
}

bool AreColleagues(Transaction& tx, std::int64_t user_id,
                   std::int64_t other_id) {
  return !tx.Run(
                "SELECT 1 FROM membership a JOIN membership b ON a.team_id = "
                "b.team_id JOIN team t ON t.id = a.team_id WHERE a.user_id = "
                "?1 AND b.user_id = ?2 AND a.is_accepted AND b.is_accepted "
                "AND t.is_organization LIMIT 1",
                {user_id, other_id})
              .is_empty();
}

}  // namespace bookable::domain
