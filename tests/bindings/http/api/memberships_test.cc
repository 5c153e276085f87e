// The contract's cases of memberships.
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

class MembershipsTest : public ApiTest {
 protected:
  std::string OfOrganization() const {
    return "/v2/organizations/" + std::to_string(lingua_.organization) +
           "/memberships";
  }
  std::int64_t MakeTeam(const std::string& name) {
    return Post("/v2/organizations/" + std::to_string(lingua_.organization) +
                    "/teams",
                Owner(), R"({"name": ")" + name + "\"}")
        .Number("/data/id");
  }
  std::string OfTeam(std::int64_t team) const {
    return "/v2/organizations/" + std::to_string(lingua_.organization) +
           "/teams/" + std::to_string(team) + "/memberships";
  }
  static std::string User(std::int64_t id, const std::string& more = "") {
    return R"({"userId": )" + std::to_string(id) + more + "}";
  }
  // An event type of the whole team.
  std::int64_t MakeEventType(std::int64_t team, const char* kind) {
    store::EventTypeRecord type{.team_id = team,
                                .slug = kind,
                                .title = kind,
                                .scheduling_type = kind,
                                .assign_all_team_members = true};
    EXPECT_TRUE(store_
                    ->Write([&](store::Transaction& tx) -> absl::Status {
                      store::Insert(tx, type);
                      return absl::OkStatus();
                    })
                    .ok());
    return type.id;
  }
};

constexpr const char* kAccepted = R"(, "accepted": true)";

TEST_P(MembershipsTest, OfATeamOfAnOrganisation) {
  const Person ann = MakeMember(lingua_.organization, "ann");
  const Person out = MakeMember(0, "out");
  const std::int64_t team = MakeTeam("Italiano");
  MakeEventType(team, "collective");
  MakeEventType(team, "roundRobin");
  MakeEventType(team, "managed");
  const std::string path = OfTeam(team);
  EXPECT_EQ(Get(path, Owner()).Count(), 1u);
  EXPECT_EQ(Post(path, Owner(), User(out.id)).status, 422);
  EXPECT_EQ(Post(path, Owner(), User(99999)).status, 404);
  const Reply made = Post(
      path, Owner(), User(ann.id, R"(, "role": "ADMIN", "accepted": true)"));
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.Number("/data/userId"), ann.id);
  EXPECT_EQ(made.Number("/data/teamId"), team);
  EXPECT_EQ(made.Text("/data/role"), "ADMIN");
  EXPECT_TRUE(made.Flag("/data/accepted"));
  EXPECT_FALSE(made.Flag("/data/disableImpersonation"));
  EXPECT_EQ(made.Text("/data/user/name"), "ann");
  const std::string who = std::to_string(ann.id);
  EXPECT_EQ(
      Count("SELECT count(*) FROM event_type_host WHERE user_id = " + who), 2);
  EXPECT_EQ(Count("SELECT count(*) FROM event_type WHERE user_id = " + who), 1);
  EXPECT_EQ(Post(path, Owner(), User(ann.id)).status, 409);
  const std::string one = path + "/" + made.Text("/data/id");
  EXPECT_EQ(Get(one, Owner()).status, 200);
  EXPECT_EQ(Get(path, Bearer(ann.key)).status, 200);  // an admin of the team
  EXPECT_EQ(Patch(one, Owner(), R"({"role": "MEMBER"})").Text("/data/role"),
            "MEMBER");
  EXPECT_EQ(Get(path, Bearer(ann.key)).status, 403);  // at once
  EXPECT_EQ(Delete(one, Owner()).status, 200);
  EXPECT_EQ(Get(one, Owner()).status, 404);
  EXPECT_EQ(Delete(one, Owner()).status, 404);
  EXPECT_EQ(
      Count("SELECT count(*) FROM event_type_host WHERE user_id = " + who), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM event_type WHERE user_id = " + who), 0);
}

TEST_P(MembershipsTest, AcceptingLaterAssignsLater) {
  const Person ann = MakeMember(lingua_.organization, "ann");
  const std::int64_t team = MakeTeam("Italiano");
  MakeEventType(team, "roundRobin");
  const Reply made = Post(OfTeam(team), Owner(), User(ann.id));
  EXPECT_FALSE(made.Flag("/data/accepted"));
  EXPECT_EQ(Count("SELECT count(*) FROM event_type_host"), 0);
  EXPECT_EQ(Patch(OfTeam(team) + "/" + made.Text("/data/id"), Owner(),
                  R"({"accepted": true})")
                .status,
            200);
  EXPECT_EQ(Count("SELECT count(*) FROM event_type_host"), 1);
}

TEST_P(MembershipsTest, TeamsOfOthersAre404AndUnknownOrganisations403) {
  const std::string others =
      "/v2/organizations/" + std::to_string(other_.organization) + "/teams";
  const std::int64_t foreign =
      Post(others, Bearer(other_.owner_key), R"({"name": "X"})")
          .Number("/data/id");
  EXPECT_EQ(Get(OfTeam(foreign), Owner()).status, 404);
  EXPECT_EQ(Get(OfTeam(foreign) + "/1", Owner()).status, 404);
  EXPECT_EQ(Post(OfTeam(foreign), Owner(), User(lingua_.owner)).status, 404);
  EXPECT_EQ(Get("/v2/organizations/9999/teams/1/memberships", Owner()).status,
            403);
  EXPECT_EQ(Get("/v2/organizations/9999/memberships", Owner()).status, 403);
}

TEST_P(MembershipsTest, OfAnOrganisationAsAdmin) {
  const Person ada = MakeMember(lingua_.organization, "ada", "ADMIN");
  const Person out = MakeMember(0, "out");
  const Fields headers = Bearer(ada.key);
  const Reply all = Get(OfOrganization(), headers);
  ASSERT_EQ(all.Count(), 2u);
  EXPECT_EQ(all.Text("/data/1/user/email"), "ada@example.com");
  EXPECT_EQ(Get(OfOrganization() + "?take=1&skip=1", headers).Count(), 1u);
  const Reply made = Post(OfOrganization(), headers, User(out.id, kAccepted));
  ASSERT_EQ(made.status, 201);
  const std::string one = OfOrganization() + "/" + made.Text("/data/id");
  EXPECT_EQ(Get(one, headers).status, 200);
  EXPECT_EQ(Patch(one, headers, R"({"role": "ADMIN"})").status, 200);
  EXPECT_EQ(Delete(one, headers).status, 200);
  EXPECT_EQ(Get(one, headers).status, 404);
}

TEST_P(MembershipsTest, OfAnOrganisationAsMemberAre403) {
  const Person mia = MakeMember(lingua_.organization, "mia");
  const Fields headers = Bearer(mia.key);
  const std::string one = OfOrganization() + "/1";
  EXPECT_EQ(Get(OfOrganization(), headers).status, 403);
  EXPECT_EQ(Get(one, headers).status, 403);
  EXPECT_EQ(Post(OfOrganization(), headers, User(1)).status, 403);
  EXPECT_EQ(Patch(one, headers).status, 403);
  EXPECT_EQ(Delete(one, headers).status, 403);
}

TEST_P(MembershipsTest, NobodyRisesAboveTheGiver) {
  const Person ada = MakeMember(lingua_.organization, "ada", "ADMIN");
  const Reply all = Get(OfOrganization(), Owner());
  const std::string owner = OfOrganization() + "/" + all.Text("/data/0/id");
  const std::string own = OfOrganization() + "/" + all.Text("/data/1/id");
  const Fields headers = Bearer(ada.key);
  EXPECT_EQ(Patch(own, headers, R"({"role": "OWNER"})").status, 403);
  EXPECT_EQ(Patch(owner, headers, R"({"role": "MEMBER"})").status, 403);
  EXPECT_EQ(Delete(owner, headers).status, 403);
  // Nor does an organisation lose its last owner.
  EXPECT_EQ(Patch(owner, Owner(), R"({"role": "ADMIN"})").status, 400);
  EXPECT_EQ(Delete(owner, Owner()).status, 400);
  EXPECT_EQ(Patch(own, Owner(), R"({"role": "OWNER"})").status, 200);
  EXPECT_EQ(Patch(owner, Owner(), R"({"role": "ADMIN"})").status, 200);
}

TEST_P(MembershipsTest, PeopleOfOtherTenantsAreNotDrawnIn) {
  const Person carla = MakeMember(other_.organization, "carla");
  EXPECT_EQ(Post(OfOrganization(), Owner(), User(carla.id, kAccepted)).status,
            422);
  const Reply plain = Post("/v2/teams", Owner(), R"({"name": "P"})");
  const std::string path =
      "/v2/teams/" + plain.Text("/data/id") + "/memberships";
  EXPECT_EQ(Post(path, Owner(), User(carla.id, kAccepted)).status, 404);
}

TEST_P(MembershipsTest, OfPlainTeams) {
  const Person ann = MakeMember(lingua_.organization, "ann");
  const Person bob = MakeMember(lingua_.organization, "bob");
  const Reply team = Post("/v2/teams", Bearer(ann.key), R"({"name": "P"})");
  MakeEventType(team.Number("/data/id"), "roundRobin");
  const std::string path =
      "/v2/teams/" + team.Text("/data/id") + "/memberships";
  EXPECT_EQ(Get(path, Bearer(ann.key)).Count(), 1u);
  EXPECT_EQ(Get(path, Bearer(bob.key)).status, 403);
  const Reply made = Post(path, Bearer(ann.key), User(bob.id, kAccepted));
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(Count("SELECT count(*) FROM event_type_host"), 1);
  EXPECT_EQ(Get(path, Bearer(bob.key)).status, 403);  // a member, no admin
  EXPECT_EQ(Get(path + "?take=1", Bearer(ann.key)).Count(), 1u);
  const std::string one = path + "/" + made.Text("/data/id");
  EXPECT_EQ(Get(one, Bearer(ann.key)).Text("/data/user/email"),
            "bob@example.com");
  EXPECT_EQ(Patch(one, Bearer(ann.key), R"({"role": "ADMIN"})").status, 200);
  EXPECT_EQ(Delete(one, Bearer(ann.key)).status, 200);
  EXPECT_EQ(Get(one, Bearer(ann.key)).status, 404);
  EXPECT_EQ(Patch(path + "/99999", Bearer(ann.key)).status, 404);
  EXPECT_EQ(Delete(path + "/99999", Bearer(ann.key)).status, 404);
}

BOOKABLE_ON_BOTH_STORES(MembershipsTest);

}  // namespace
}  // namespace bookable::testing
