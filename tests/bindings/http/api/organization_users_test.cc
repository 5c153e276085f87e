// The contract's cases of an organisation's users.
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

class OrganizationUsersTest : public ApiTest {
 protected:
  std::string Path() const {
    return "/v2/organizations/" + std::to_string(lingua_.organization) +
           "/users";
  }
  std::string One(std::int64_t id) const {
    return Path() + "/" + std::to_string(id);
  }
};

TEST_P(OrganizationUsersTest, AsMemberAllAre403) {
  const Person mia = MakeMember(lingua_.organization, "mia");
  const Fields headers = Bearer(mia.key);
  EXPECT_EQ(Get(Path(), headers).status, 403);
  EXPECT_EQ(Get(One(mia.id), headers).status, 403);
  EXPECT_EQ(Post(Path(), headers, R"({"email": "a@b.example"})").status, 403);
  EXPECT_EQ(Patch(One(mia.id), headers).status, 403);
  EXPECT_EQ(Delete(One(mia.id), headers).status, 403);
}

TEST_P(OrganizationUsersTest, AsAdminTheyAreListedMadeChangedAndDeleted) {
  const Person ada = MakeMember(lingua_.organization, "ada", "ADMIN");
  const Fields headers = Bearer(ada.key);
  EXPECT_EQ(Get(Path(), headers).Count(), 2u);
  EXPECT_EQ(Get(Path() + "?emails=ada@example.com", headers).Count(), 1u);
  EXPECT_EQ(Get(Path() + "?emails[]=ada@example.com&emails[]=owner@lingua."
                         "example",
                headers)
                .Count(),
            2u);
  EXPECT_EQ(Get(Path() + "?take=1000", headers).status, 200);
  EXPECT_EQ(Get(Path() + "?take=1001", headers).status, 400);
  const Reply made = Post(Path(), headers, R"({"email": "Nina@example.com",
          "username": "nina", "weekday": "Monday", "brandColor": "#4f46e5",
          "theme": "dark", "timeZone": "europe/rome", "locale": "it",
          "avatarUrl": "data:image/png;base64,iVBORw0KGgo="})");
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.Text("/data/email"), "nina@example.com");
  EXPECT_EQ(made.Text("/data/username"), "nina");
  EXPECT_EQ(made.Text("/data/weekStart"), "Monday");
  EXPECT_EQ(made.Text("/data/theme"), "dark");
  EXPECT_EQ(made.Text("/data/timeZone"), "Europe/Rome");
  EXPECT_EQ(made.Number("/data/profile/organizationId"), lingua_.organization);
  EXPECT_EQ(made.Text("/data/profile/username"), "nina");
  const std::string one = One(made.Number("/data/id"));
  EXPECT_EQ(Get(one, headers).status, 200);
  const Reply changed =
      Patch(one, headers, R"({"bio": "B", "username": "nina2"})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.Text("/data/bio"), "B");
  EXPECT_EQ(changed.Text("/data/username"), "nina2");
  EXPECT_EQ(changed.Text("/data/brandColor"), "#4f46e5");
  EXPECT_EQ(Delete(one, headers).status, 200);
  EXPECT_EQ(Get(one, headers).status, 403);  // no user of it any more
}

TEST_P(OrganizationUsersTest, WhoIsMadeHostsWhatAllOfTheOrganisationHost) {
  EXPECT_TRUE(store_
                  ->Write([&](store::Transaction& tx) -> absl::Status {
                    store::EventTypeRecord type{
                        .team_id = lingua_.organization,
                        .slug = "all",
                        .title = "All",
                        .scheduling_type = "collective",
                        .assign_all_team_members = true};
                    store::Insert(tx, type);
                    return absl::OkStatus();
                  })
                  .ok());
  const auto hosts = [&](const Reply& user) {
    EXPECT_EQ(user.status, 201);
    return Count("SELECT count(*) FROM event_type_host WHERE user_id = " +
                 user.Text("/data/id"));
  };
  EXPECT_EQ(hosts(Post(Path(), Owner(), R"({"email": "a@b.example"})")), 1);
  EXPECT_EQ(hosts(Post(Path(), Owner(),
                       R"({"email": "c@b.example", "autoAccept": false})")),
            0);
}

TEST_P(OrganizationUsersTest, TakenAddressAndUsernameAre409) {
  MakeMember(lingua_.organization, "ada");
  EXPECT_EQ(Post(Path(), Owner(), R"({"email": "ada@example.com"})").status,
            409);
  EXPECT_EQ(
      Post(Path(), Owner(), R"({"email": "b@example.com", "username": "ada"})")
          .status,
      409);
  EXPECT_EQ(Post(Path(), Owner(), R"({"email": "ada@b.example"})")
                .Text("/data/username"),
            "ada-2");
}

TEST_P(OrganizationUsersTest, WhatDoesNotFitIs400) {
  for (const char* body :
       {R"({})", R"({"email": "nobody"})",
        R"({"email": "a@b.example", "brandColor": "blue"})",
        R"({"email": "a@b.example", "theme": "pink"})",
        R"({"email": "a@b.example", "avatarUrl": "data:text/html;base64,AA"})",
        R"({"email": "a@b.example", "timeZone": "Narnia/Woods"})"}) {
    EXPECT_EQ(Post(Path(), Owner(), body).status, 400) << body;
  }
}

TEST_P(OrganizationUsersTest, RolesAndTenantsAreKeptApart) {
  const Person ada = MakeMember(lingua_.organization, "ada", "ADMIN");
  EXPECT_EQ(Post(Path(), Bearer(ada.key),
                 R"({"email": "x@b.example", "organizationRole": "OWNER"})")
                .status,
            403);
  EXPECT_EQ(
      Patch(One(lingua_.owner), Bearer(ada.key), R"({"bio": "x"})").status,
      403);
  EXPECT_EQ(Delete(One(lingua_.owner), Bearer(ada.key)).status, 403);
  EXPECT_EQ(Delete(One(lingua_.owner), Owner()).status, 400);
  EXPECT_EQ(Get(One(other_.owner), Owner()).status, 403);
  EXPECT_EQ(Delete(One(other_.owner), Owner()).status, 403);
  EXPECT_EQ(Get(Path(), Bearer(other_.owner_key)).status, 403);
  EXPECT_EQ(Get(Path(), Secret(other_)).status, 403);
}

TEST_P(OrganizationUsersTest, OfATeamOnly) {
  const Person ada = MakeMember(lingua_.organization, "ada");
  const std::string teams =
      "/v2/organizations/" + std::to_string(lingua_.organization) + "/teams";
  const Reply team = Post(teams, Owner(), R"({"name": "A"})");
  const std::string id = team.Text("/data/id");
  EXPECT_EQ(Get(Path() + "?teamIds=" + id, Owner()).Count(), 1u);
  Post(teams + "/" + id + "/memberships", Owner(),
       R"({"userId": )" + std::to_string(ada.id) + "}");
  EXPECT_EQ(Get(Path() + "?teamIds=" + id, Owner()).Count(), 2u);
  EXPECT_EQ(Get(Path() + "?teamIds=x", Owner()).status, 400);
}

TEST_P(OrganizationUsersTest, NotAcceptedAtOnceIfSaid) {
  const Reply made =
      Post(Path(), Owner(), R"({"email": "a@b.example", "autoAccept": false})");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(Count("SELECT count(*) FROM membership WHERE NOT is_accepted"), 1);
}

BOOKABLE_ON_BOTH_STORES(OrganizationUsersTest);

}  // namespace
}  // namespace bookable::testing
