// The contract's cases of teams.
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

class TeamsTest : public ApiTest {
 protected:
  std::string Teams() const {
    return "/v2/organizations/" + std::to_string(lingua_.organization) +
           "/teams";
  }
  std::string One(const Reply& team) const {
    return Teams() + "/" + team.Text("/data/id");
  }
};

TEST_P(TeamsTest, PlainTeamsLiveAndDie) {
  const Person ann = MakeMember(lingua_.organization, "ann");
  const Person bob = MakeMember(lingua_.organization, "bob");
  const Person out = MakeMember(0, "out");
  const Fields headers = Bearer(ann.key);
  const Reply team = Post("/v2/teams", headers,
                          R"({"name": "Città alta", "metadata": {"a": "b"},
                              "bio": "Up"})");
  ASSERT_EQ(team.status, 201);
  EXPECT_EQ(team.Text("/data/metadata"), R"({"a":"b"})");
  EXPECT_EQ(team.Text("/data/slug"), "citta-alta");
  EXPECT_EQ(team.Text("/data/parentId"), "null");
  EXPECT_EQ(team.Text("/data/bio"), "Up");
  EXPECT_EQ(
      Post("/v2/teams", headers, R"({"name": "X", "metadata": "text"})").status,
      400);
  EXPECT_EQ(Post("/v2/teams", headers, R"({"name": "Città alta"})").status,
            400);  // twice by one owner
  EXPECT_EQ(
      Post("/v2/teams", Bearer(bob.key), R"({"name": "Città alta"})").status,
      409);
  EXPECT_EQ(Post("/v2/teams", headers, R"({"name": ""})").status, 400);
  EXPECT_EQ(Post("/v2/teams", headers, R"({"name": "Second"})").status, 201);
  const std::string one = "/v2/teams/" + team.Text("/data/id");
  EXPECT_EQ(Get(one, headers).status, 200);
  EXPECT_EQ(Get("/v2/teams", headers).Count(), 2u);
  const Reply changed = Patch(one, headers, R"({"theme": "dark"})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.Text("/data/theme"), "dark");
  EXPECT_EQ(changed.Text("/data/bio"), "Up");
  EXPECT_EQ(Get(one, Bearer(out.key)).status, 403);
  EXPECT_EQ(
      Post(one + "/memberships", headers,
           R"({"accepted": true, "userId": )" + std::to_string(bob.id) + "}")
          .status,
      201);
  EXPECT_EQ(Get(one, Bearer(bob.key)).status, 200);
  EXPECT_EQ(Delete(one, Bearer(bob.key)).status, 403);
  EXPECT_EQ(Delete(one, headers).status, 200);
  EXPECT_EQ(Get(one, headers).status, 404);
}

TEST_P(TeamsTest, OrganisationTeamsAreClosedToMembers) {
  const Person member = MakeMember(lingua_.organization, "mia");
  const Fields headers = Bearer(member.key);
  const Reply team = Post(Teams(), Owner(), R"({"name": "Italiano"})");
  ASSERT_EQ(team.status, 201);
  EXPECT_EQ(team.Number("/data/parentId"), lingua_.organization);
  EXPECT_FALSE(team.Flag("/data/isOrganization"));
  EXPECT_EQ(team.Text("/data/timeZone"), "Europe/London");
  EXPECT_EQ(Get(Teams(), headers).status, 403);
  EXPECT_EQ(Get(One(team), headers).status, 403);
  EXPECT_EQ(Post(Teams(), headers, R"({"name": "X"})").status, 403);
  EXPECT_EQ(Patch(One(team), headers).status, 403);
  EXPECT_EQ(Delete(One(team), headers).status, 403);
}

TEST_P(TeamsTest, TeamOwnerWithoutRoleGetsTheOwnTeamOnly) {
  const Person owner = MakeMember(lingua_.organization, "ola");
  const Reply team = Post(Teams(), Owner(), R"({"name": "Italiano"})");
  const Reply other = Post(Teams(), Owner(), R"({"name": "Deutsch"})");
  EXPECT_EQ(Post(One(team) + "/memberships", Owner(),
                 R"({"role": "OWNER", "accepted": true, "userId": )" +
                     std::to_string(owner.id) + "}")
                .status,
            201);
  const Fields headers = Bearer(owner.key);
  EXPECT_EQ(Get(One(team), headers).status, 200);
  EXPECT_EQ(Get(One(other), headers).status, 403);
  EXPECT_EQ(Get(Teams(), headers).status, 403);
  EXPECT_EQ(Post(Teams(), headers, R"({"name": "X"})").status, 403);
  EXPECT_EQ(Patch(One(team), headers).status, 403);
  EXPECT_EQ(Delete(One(team), headers).status, 403);
  const Reply mine = Get(Teams() + "/me", headers);
  ASSERT_EQ(mine.Count(), 1u);
  EXPECT_EQ(mine.Text("/data/0/role"), "OWNER");
  EXPECT_TRUE(mine.Flag("/data/0/accepted"));
}

TEST_P(TeamsTest, PlatformTeamsAreBoundToTheirClient) {
  const Reply second =
      Post("/v2/oauth-clients", Owner(),
           R"({"name": "B", "redirectUris": [], "permissions": ["*"]})");
  Tenant b = lingua_;
  b.client = second.Text("/data/clientId");
  b.secret = second.Text("/data/clientSecret");
  const Reply of_a = Post(Teams(), Secret(lingua_), R"({"name": "A"})");
  const Reply of_b = Post(Teams(), Secret(b), R"({"name": "B"})");
  EXPECT_EQ(of_a.status, 201);
  EXPECT_EQ(of_b.status, 201);
  EXPECT_EQ(of_a.Text("/data/platformOAuthClientId"), lingua_.client);
  EXPECT_EQ(of_b.Text("/data/platformOAuthClientId"), b.client);
  EXPECT_EQ(Get(Teams(), Secret(b)).Count(), 2u);
}

TEST_P(TeamsTest, SlugTwiceIs409AndAnotherTenantsTeamIs404) {
  const Reply team = Post(Teams(), Owner(), R"({"name": "Italiano"})");
  EXPECT_EQ(Post(Teams(), Owner(), R"({"name": "Italiano"})").status, 409);
  const std::string others =
      "/v2/organizations/" + std::to_string(other_.organization) + "/teams";
  EXPECT_EQ(
      Post(others, Bearer(other_.owner_key), R"({"name": "Italiano"})").status,
      201);
  EXPECT_EQ(Get(others + "/" + team.Text("/data/id"), Bearer(other_.owner_key))
                .status,
            404);
  EXPECT_EQ(Get(Teams(), Bearer(other_.owner_key)).status, 403);
  EXPECT_EQ(Get("/v2/organizations/9999/teams", Owner()).status, 403);
}

TEST_P(TeamsTest, PagesAreBounded) {
  for (const char* query : {"?take=0", "?take=251", "?take=abc", "?skip=-1"}) {
    EXPECT_EQ(Get(Teams() + query, Owner()).status, 400) << query;
  }
  Post(Teams(), Owner(), R"({"name": "A"})");
  Post(Teams(), Owner(), R"({"name": "B"})");
  const Reply page = Get(Teams() + "?take=1&skip=1", Owner());
  ASSERT_EQ(page.Count(), 1u);
  EXPECT_EQ(page.Text("/data/0/name"), "B");
}

TEST_P(TeamsTest, DeletingOneTakesItsEventTypes) {
  const Reply team = Post(Teams(), Owner(), R"({"name": "A"})");
  const std::string id = team.Text("/data/id");
  ASSERT_TRUE(store_
                  ->Write([&](store::Transaction& tx) -> absl::Status {
                    tx.Run(
                        "INSERT INTO event_type (team_id, slug, title, "
                        "description, length_minutes, is_hidden, position, "
                        "assign_all_team_members, requires_confirmation, "
                        "settings, created_ms, updated_ms) VALUES (?1, 's', "
                        "'t', '', 30, ?2, 0, ?2, ?2, '{}', 0, 0)",
                        {team.Number("/data/id"), false});
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(Delete(One(team), Owner()).status, 200);
  EXPECT_EQ(Count("SELECT count(*) FROM event_type"), 0);
}

BOOKABLE_ON_BOTH_STORES(TeamsTest);

}  // namespace
}  // namespace bookable::testing
