// bindings/http/domain/teams.h: organisations, teams, and who is in them.
//
// CONCEPT   An organisation is a team that has teams. Organisations keep an
//           owner, for whom their clients act: the last one cannot leave, nor
//           become less. Nobody gives a role above their own, or changes a
//           membership above their own.
//           An accepted member of a team is a host of all event types that are
//           the whole team's.
//           Each function is a part of a transaction.
// THREADS   As Transaction.
// ERRORS    Status as account_error.h; throws StatementError.
#ifndef BOOKABLE_HTTP_DOMAIN_TEAMS_H_
#define BOOKABLE_HTTP_DOMAIN_TEAMS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/domain/roles.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

// --- organisations -----------------------------------------------------------

struct NewOrganization {
  std::string name{};
  std::string slug{};  // DEFAULT: the name's
  std::string owner_email{};
  std::string owner_name{};
  // For the settings page. DEFAULT: none; an owner who is a user already
  // keeps theirs.
  std::string owner_password{};
  bool is_platform = true;
};
struct CreatedOrganization {
  store::TeamRecord organization{};
  store::UserRecord owner{};
};
absl::StatusOr<CreatedOrganization> CreateOrganization(
    store::Transaction& tx, const NewOrganization& organization);

// --- teams -------------------------------------------------------------------

struct TeamFields {
  std::optional<std::string> name{};
  std::optional<std::string> slug{};
  std::optional<std::string> time_zone{};
  std::optional<std::string> week_start{};
  std::optional<bool> is_private{};
  std::optional<bool> hide_branding{};
  std::optional<std::string> profile{};   // JSON: all of it
  std::optional<std::string> metadata{};  // JSON
};

// `creator` becomes its owner, accepted unless `accepts` says otherwise.
// AlreadyExists: the slug is taken there.
enum class Acceptance : std::uint8_t { kAtOnce, kLater };
absl::StatusOr<store::TeamRecord> CreateTeam(
    store::Transaction& tx, std::optional<std::int64_t> organization_id,
    std::int64_t creator, const std::optional<std::string>& client_id,
    const TeamFields& fields, Acceptance acceptance);
absl::Status UpdateTeam(store::Transaction& tx, const TeamFields& fields,
                        store::TeamRecord& team);
void DeleteTeam(store::Transaction& tx, const store::TeamRecord& team);

struct Page {
  std::int64_t take = 250;
  std::int64_t skip = 0;
};
std::vector<store::TeamRecord> TeamsOf(store::Transaction& tx,
                                       std::int64_t organization_id, Page page);

// A user's teams: those without organisation, or those of one.
struct OwnTeam {
  store::TeamRecord team{};
  store::MembershipRecord membership{};
};
std::vector<OwnTeam> TeamsOfUser(store::Transaction& tx, std::int64_t user_id,
                                 std::optional<std::int64_t> organization_id,
                                 Page page);

// --- memberships -------------------------------------------------------------

struct MembershipFields {
  std::optional<std::string> role{};
  std::optional<bool> is_accepted{};
  std::optional<bool> disable_impersonation{};
};
struct Member {
  store::MembershipRecord membership{};
  store::UserRecord user{};
};

// `giver`: the role of who asks. Errors: NotFound (no such user, or none that
// a stranger may know of), IsUnprocessable (not of the team's organisation),
// AlreadyExists, PermissionDenied (above the giver).
absl::StatusOr<Member> AddMember(store::Transaction& tx,
                                 const store::TeamRecord& team,
                                 std::int64_t user_id,
                                 const MembershipFields& fields,
                                 TeamRole giver);
// NotFound unless it is one of the team.
absl::StatusOr<Member> FindMember(store::Transaction& tx, std::int64_t team_id,
                                  std::int64_t membership_id);
std::vector<Member> ListMembers(store::Transaction& tx, std::int64_t team_id,
                                Page page);
absl::Status UpdateMember(store::Transaction& tx, const store::TeamRecord& team,
                          const MembershipFields& fields, TeamRole giver,
                          Member& member);
absl::Status RemoveMember(store::Transaction& tx, const store::TeamRecord& team,
                          TeamRole giver, const Member& member);

// Makes the user a host of the team's event types that are all members'.
void AssignTeamEventTypes(store::Transaction& tx, std::int64_t team_id,
                          std::int64_t user_id);

// InvalidArgument if the user is the organisation's last owner.
absl::Status CheckNotLastOwner(store::Transaction& tx,
                               std::int64_t organization_id,
                               std::int64_t user_id);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_TEAMS_H_
