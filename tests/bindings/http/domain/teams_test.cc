#include "bindings/http/domain/teams.h"

#include "bindings/http/domain/account_error.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/organization.h"

namespace bookable::domain {
namespace {

using TeamsDomainTest = bookable::testing::OrganizationTest;
using store::Transaction;

TEST_P(TeamsDomainTest, OrganisationsAreMadeWithTheirOwner) {
  EXPECT_TRUE(made_.organization.is_organization);
  EXPECT_EQ(made_.organization.slug, "lingua");
  EXPECT_EQ(made_.owner.username, "o");
  EXPECT_EQ(made_.owner.organization_id, made_.organization.id);
  const auto again = store_->Write([](Transaction& tx) {
    return CreateOrganization(
        tx, {.name = "Lingua", .owner_email = "p@lingua.example"});
  });
  EXPECT_TRUE(IsTaken(again.status())) << again.status();
  // The owner of one may own another.
  const CreatedOrganization second = Must([](Transaction& tx) {
    return CreateOrganization(
        tx, {.name = "Second", .owner_email = "o@lingua.example"});
  });
  EXPECT_EQ(second.owner.id, made_.owner.id);
  EXPECT_EQ(store_
                ->Write([](Transaction& tx) {
                  return CreateOrganization(
                      tx, {.name = "Third", .owner_email = "nobody"});
                })
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(TeamsDomainTest, WhoLeavesTheOrganisationLeavesItsTeams) {
  const store::UserRecord mia = MakeUser("mia");
  const std::int64_t left =
      Must([&](Transaction& tx) -> absl::StatusOr<std::int64_t> {
        const auto team =
            CreateTeam(tx, made_.organization.id, mia.id, std::nullopt,
                       {.name = "T"}, Acceptance::kAtOnce);
        if (!team.ok()) return team.status();
        for (const Member& member :
             ListMembers(tx, made_.organization.id, {})) {
          if (member.user.id != mia.id) continue;
          const absl::Status removed =
              RemoveMember(tx, made_.organization, TeamRole::kOwner, member);
          if (!removed.ok()) return removed;
        }
        EXPECT_EQ(store::Find<store::UserRecord>(tx, mia.id)->organization_id,
                  std::nullopt);
        return tx
            .Run("SELECT count(*) FROM membership WHERE user_id = ?1", {mia.id})
            .One()
            .As<std::int64_t>();
      });
  EXPECT_EQ(left, 0);
}

BOOKABLE_ON_BOTH_STORES(TeamsDomainTest);

}  // namespace
}  // namespace bookable::domain
