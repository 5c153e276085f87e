// bindings/http/domain/roles.h: who may what in an organisation or a team.
//
// CONCEPT   Owners may what admins may, admins what members may. Only a
//           membership that was accepted gives a role. In the teams of an
//           organisation its admins and owners have the role of owners.
// THREADS   As Transaction. ERRORS: throw StatementError.
#ifndef BOOKABLE_HTTP_DOMAIN_ROLES_H_
#define BOOKABLE_HTTP_DOMAIN_ROLES_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "bindings/http/store/accounts.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

enum class TeamRole : std::uint8_t { kNone, kMember, kAdmin, kOwner };

// Of "MEMBER", "ADMIN", "OWNER"; kNone of others.
TeamRole TeamRoleOf(std::string_view name);

// What the user is in the team or organisation itself.
TeamRole OwnRole(store::Transaction& tx, std::int64_t user_id,
                 std::int64_t team_id);

// And by way of the team's organisation.
TeamRole RoleIn(store::Transaction& tx, std::int64_t user_id,
                const store::TeamRecord& team);

// The organisation, if `id` is one.
std::optional<store::TeamRecord> FindOrganization(store::Transaction& tx,
                                                  std::int64_t id);

// The user for whom an organisation's clients act: its oldest owner.
std::optional<std::int64_t> OwnerOf(store::Transaction& tx,
                                    std::int64_t organization_id);

// The platform organisation that the user is of, the one of his profile first.
std::optional<store::TeamRecord> PlatformOf(store::Transaction& tx,
                                            const store::UserRecord& user);

// Do the two have an organisation in common?
bool AreColleagues(store::Transaction& tx, std::int64_t user_id,
                   std::int64_t other_id);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_ROLES_H_
