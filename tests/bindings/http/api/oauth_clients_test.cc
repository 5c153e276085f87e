// The contract's cases of OAuth clients, each by its name.
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

using OAuthClientsTest = ApiTest;

constexpr const char* kPath = "/v2/oauth-clients";
constexpr const char* kBody =
    R"({"name": "App", "redirectUris": ["https://app.example"],
        "permissions": ["BOOKING_READ", "PROFILE_WRITE"]})";

TEST_P(OAuthClientsTest, UnauthenticatedFiveRoutesAre401) {
  const std::string one = std::string(kPath) + "/" + lingua_.client;
  EXPECT_EQ(Get(kPath).status, 401);
  EXPECT_EQ(Get(one).status, 401);
  EXPECT_EQ(Post(kPath, {}, kBody).status, 401);
  EXPECT_EQ(Patch(one, {}).status, 401);
  EXPECT_EQ(Delete(one, {}).status, 401);
}

TEST_P(OAuthClientsTest, AdminOfANonPlatformOrganisationIs403) {
  const Tenant plain = MakeTenant("plain", false);
  const Person admin = MakeMember(plain.organization, "ada", "ADMIN");
  EXPECT_EQ(Get(kPath, Bearer(admin.key)).status, 403);
}

TEST_P(OAuthClientsTest, WhoIsNoMemberIs403OnAllFive) {
  const Person stranger = MakeMember(0, "sam");
  const Fields headers = Bearer(stranger.key);
  const std::string one = std::string(kPath) + "/" + lingua_.client;
  EXPECT_EQ(Get(kPath, headers).status, 403);
  EXPECT_EQ(Get(one, headers).status, 403);
  EXPECT_EQ(Post(kPath, headers, kBody).status, 403);
  EXPECT_EQ(Patch(one, headers).status, 403);
  EXPECT_EQ(Delete(one, headers).status, 403);
}

TEST_P(OAuthClientsTest, MemberReadsAndWritesNothingEvenWithAnEmptyBody) {
  const Person member = MakeMember(lingua_.organization, "mia");
  const Fields headers = Bearer(member.key);
  EXPECT_EQ(Get(kPath, headers).status, 200);
  EXPECT_EQ(Get(std::string(kPath) + "/cmunknown", headers).status, 404);
  const std::string one = std::string(kPath) + "/" + lingua_.client;
  EXPECT_EQ(Get(one, headers).status, 200);
  EXPECT_EQ(Post(kPath, headers, "").status, 403);
  EXPECT_EQ(Patch(one, headers, "").status, 403);
  EXPECT_EQ(Delete(one, headers).status, 403);
}

TEST_P(OAuthClientsTest, ManagedUserIs403OnAll) {
  const Person alice = MakeManaged(lingua_, "alice");
  const Fields headers = Bearer(alice.token);
  const std::string one = std::string(kPath) + "/" + lingua_.client;
  EXPECT_EQ(Get(kPath, headers).status, 403);
  EXPECT_EQ(Get(one, headers).status, 403);
  EXPECT_EQ(Get(one + "/managed-users", headers).status, 403);
  EXPECT_EQ(Post(kPath, headers, kBody).status, 403);
  EXPECT_EQ(Patch(one, headers).status, 403);
  EXPECT_EQ(Delete(one, headers).status, 403);
  EXPECT_EQ(Get(one + "/managed-users", Owner()).Count(), 1u);
}

TEST_P(OAuthClientsTest, NoAnswerButTheFirstCarriesTheSecret) {
  const Reply made = Post(kPath, Owner(), kBody);
  ASSERT_EQ(made.status, 201);
  const std::string one =
      std::string(kPath) + "/" + made.Text("/data/clientId");
  const Reply got = Get(one, Owner());
  EXPECT_EQ(got.status, 200);
  EXPECT_FALSE(got.Has("/data/secret"));
  EXPECT_FALSE(got.Has("/data/clientSecret"));
  EXPECT_EQ(got.Text("/data/permissions"),
            R"(["BOOKING_READ","PROFILE_WRITE"])");
  EXPECT_EQ(got.Text("/data/logo"), "null");
  EXPECT_FALSE(got.Has("/data/bookingRedirectUri"));
  EXPECT_FALSE(got.Flag("/data/areDefaultEventTypesEnabled"));
  EXPECT_FALSE(Get(kPath, Owner()).Has("/data/0/clientSecret"));
  const Reply changed =
      Patch(one, Owner(), R"({"bookingRedirectUri": "https://app.example/b",
                             "permissions": ["APPS_READ"]})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_FALSE(changed.Has("/data/clientSecret"));
  EXPECT_EQ(changed.Text("/data/permissions"), R"(["APPS_READ"])");
  EXPECT_EQ(changed.Text("/data/bookingRedirectUri"), "https://app.example/b");
  EXPECT_EQ(changed.Text("/data/name"), "App");
  EXPECT_FALSE(Delete(one, Owner()).Has("/data/clientSecret"));
  EXPECT_EQ(Get(one, Owner()).status, 404);
}

TEST_P(OAuthClientsTest, AdminMakesOneWhoseMaskIs516) {
  const Person admin = MakeMember(lingua_.organization, "ada", "ADMIN");
  const Reply made = Post(kPath, Bearer(admin.key), kBody);
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.Text("/data/clientSecret").size(), 43u);
  EXPECT_EQ(Count("SELECT permissions FROM oauth_client WHERE id = '" +
                  made.Text("/data/clientId") + "'"),
            516);
  EXPECT_EQ(Count("SELECT count(*) FROM oauth_client WHERE secret_hash = '" +
                  made.Text("/data/clientSecret") + "'"),
            0);
}

TEST_P(OAuthClientsTest, OwnerWithAStarHasAllTenInBitOrder) {
  const Reply made =
      Post(kPath, Owner(),
           R"({"name": "All", "redirectUris": [], "permissions": ["*"]})");
  ASSERT_EQ(made.status, 201);
  const std::string one =
      std::string(kPath) + "/" + made.Text("/data/clientId");
  EXPECT_EQ(Get(one, Owner()).Text("/data/permissions"),
            R"(["EVENT_TYPE_READ","EVENT_TYPE_WRITE","BOOKING_READ",)"
            R"("BOOKING_WRITE","SCHEDULE_READ","SCHEDULE_WRITE","APPS_READ",)"
            R"("APPS_WRITE","PROFILE_READ","PROFILE_WRITE"])");
  EXPECT_EQ(Patch(one, Owner(), R"({"name": "Every"})").status, 200);
  EXPECT_EQ(Delete(one, Owner()).status, 200);
}

TEST_P(OAuthClientsTest, WhatIsMissingOrUnknownIs400) {
  for (const char* body :
       {R"({"redirectUris": [], "permissions": ["*"]})",
        R"({"name": "A", "redirectUris": [], "permissions": ["FLY"]})",
        R"({"name": "A", "redirectUris": "https://a.example",
            "permissions": ["*"]})",
        R"({"name": "A", "redirectUris": ["no address"],
            "permissions": ["*"]})",
        R"({"name": "A", "redirectUris": ["https://a.example/*"],
            "permissions": ["*"]})"}) {
    EXPECT_EQ(Post(kPath, Owner(), body).status, 400) << body;
  }
}

TEST_P(OAuthClientsTest, RotatingEndsTheOldSecret) {
  const std::string one = std::string(kPath) + "/" + lingua_.client;
  const Reply rotated = Post(one + "/rotate-secret", Secret(lingua_));
  ASSERT_EQ(rotated.status, 200);
  EXPECT_EQ(Get(one, Secret(lingua_)).status, 401);
  Tenant after = lingua_;
  after.secret = rotated.Text("/data/clientSecret");
  EXPECT_EQ(Get(one, Secret(after)).status, 200);
}

BOOKABLE_ON_BOTH_STORES(OAuthClientsTest);

}  // namespace
}  // namespace bookable::testing
