#include "bindings/http/domain/roles.h"

#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/organization.h"

namespace bookable::domain {
namespace {

using RolesTest = bookable::testing::OrganizationTest;
using store::Transaction;

TEST(TeamRoleTest, NamesAndOrder) {
  EXPECT_LT(TeamRoleOf("nonsense"), TeamRoleOf("MEMBER"));
  EXPECT_LT(TeamRoleOf("MEMBER"), TeamRoleOf("ADMIN"));
  EXPECT_LT(TeamRoleOf("ADMIN"), TeamRoleOf("OWNER"));
}

TEST_P(RolesTest, OrganisationAdminsAreOwnersOfItsTeams) {
  const store::UserRecord ada = MakeUser("ada", "ADMIN");
  const store::UserRecord mia = MakeUser("mia");
  const bool done = Must([&](Transaction& tx) -> absl::StatusOr<bool> {
    const auto team =
        CreateTeam(tx, made_.organization.id, mia.id, std::nullopt,
                   {.name = "T"}, Acceptance::kLater);
    if (!team.ok()) return team.status();
    EXPECT_EQ(RoleIn(tx, made_.owner.id, *team), TeamRole::kOwner);
    EXPECT_EQ(RoleIn(tx, ada.id, *team), TeamRole::kOwner);
    // Not accepted yet.
    EXPECT_EQ(RoleIn(tx, mia.id, *team), TeamRole::kNone);
    EXPECT_EQ(OwnRole(tx, mia.id, made_.organization.id), TeamRole::kMember);
    EXPECT_EQ(OwnRole(tx, 9999, made_.organization.id), TeamRole::kNone);
    EXPECT_EQ(FindOrganization(tx, team->id), std::nullopt);
    EXPECT_EQ(OwnerOf(tx, made_.organization.id), made_.owner.id);
    EXPECT_EQ(OwnerOf(tx, 9999), std::nullopt);
    EXPECT_TRUE(AreColleagues(tx, ada.id, mia.id));
    EXPECT_FALSE(AreColleagues(tx, ada.id, 9999));
    EXPECT_EQ(PlatformOf(tx, mia)->id, made_.organization.id);
    return true;
  });
  EXPECT_TRUE(done);
}

BOOKABLE_ON_BOTH_STORES(RolesTest);

}  // namespace
}  // namespace bookable::domain
