// Every route of accounts is asked in every wrong way; each time the envelope
// comes back (ApiTest::Send looks at it) with the right status.
#include "bindings/http/api/account_routes.h"

#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

class AccountRoutesTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    if (store_ == nullptr) return;
    alice_ = MakeManaged(lingua_, "alice");
    team_ = Post("/v2/organizations/" + std::to_string(lingua_.organization) +
                     "/teams",
                 Owner(), R"({"name": "Team"})")
                .Text("/data/id");
  }
  // The route's path with things of Lingua in it.
  std::string PathOf(const http::Route& route) {
    std::string path = route.path;
    const auto fill = [&](const std::string& name, const std::string& value) {
      for (const std::string& place :
           {"{" + name + "}", "{" + name + ":integer}"}) {
        if (const auto at = path.find(place); at != std::string::npos) {
          path.replace(at, place.size(), value);
        }
      }
    };
    fill("clientId", lingua_.client);
    fill("orgId", std::to_string(lingua_.organization));
    fill("teamId", team_);
    fill("userId", std::to_string(alice_.id));
    fill("membershipId", "1");
    EXPECT_EQ(path.find('{'), std::string::npos) << path;
    return path;
  }
  Reply Ask(const http::Route& route, const Fields& headers,
            std::string_view body = "{}") {
    return Send(http::MethodName(route.method), PathOf(route), headers, body);
  }

  Person alice_{};
  std::string team_{};
};

bool IsPublic(const http::Route& route) {
  return route.access->credentials == http::Credentials::kIgnored;
}

TEST_P(AccountRoutesTest, DeclareWhoMayAndMakeNoMistakes) {
  EXPECT_EQ(routes_.Mistakes(), std::vector<std::string>());
  EXPECT_GE(routes_.routes().size(), 50u);
  for (const auto& route : routes_.routes()) {
    ASSERT_TRUE(route->access.has_value()) << route->id;
    // A path that names a tenant is asked whose it is.
    if (IsPublic(*route)) continue;
    const bool names_organization =
        route->path.find("{orgId") != std::string::npos;
    const bool names_team = route->path.find("{teamId") != std::string::npos;
    if (names_organization || names_team) {
      EXPECT_TRUE(route->access->tenant == http::Tenant::kOrganization ||
                  route->access->tenant == http::Tenant::kTeam)
          << route->id;
      EXPECT_NE(route->access->role, http::Role::kNone) << route->id;
    }
    if (route->path.find("/oauth-clients/{clientId}") != std::string::npos) {
      EXPECT_EQ(route->access->tenant, http::Tenant::kClient) << route->id;
      EXPECT_NE(route->access->role, http::Role::kNone) << route->id;
    }
  }
}

TEST_P(AccountRoutesTest, WithoutCredentialsAre401) {
  for (const auto& route : routes_.routes()) {
    if (IsPublic(*route)) continue;
    EXPECT_EQ(Ask(*route, {}).status, 401) << route->id;
  }
}

TEST_P(AccountRoutesTest, WithBadCredentialsAre401) {
  for (const auto& route : routes_.routes()) {
    if (IsPublic(*route)) continue;
    EXPECT_EQ(Ask(*route, Bearer("nonsense")).status, 401) << route->id;
    EXPECT_EQ(Ask(*route, Bearer("cal_nonsense")).status, 401) << route->id;
    EXPECT_EQ(Ask(*route, {{"x-cal-secret-key", "nonsense"},
                           {"x-cal-client-id", lingua_.client}})
                  .status,
              401)
        << route->id;
    EXPECT_EQ(Ask(*route, {{"Cookie", "bookable_session=x"}}).status, 401)
        << route->id;
  }
}

TEST_P(AccountRoutesTest, AnotherTenantsCredentialsReachNothing) {
  const Person carla = MakeManaged(other_, "carla");
  const std::int64_t users = Count("SELECT count(*) FROM app_user");
  for (const auto& route : routes_.routes()) {
    if (IsPublic(*route) || route->access->tenant == http::Tenant::kSelf ||
        route->access->tenant == http::Tenant::kPlatform) {
      continue;
    }
    for (const Fields& headers :
         {Bearer(carla.token), Secret(other_), Bearer(other_.owner_key)}) {
      const int status = Ask(*route, headers).status;
      EXPECT_TRUE(status == 401 || status == 403 || status == 404)
          << route->id << " " << status;
    }
  }
  EXPECT_EQ(Count("SELECT count(*) FROM app_user"), users);
  EXPECT_EQ(Count("SELECT count(*) FROM oauth_client"), 2);
  EXPECT_EQ(Count("SELECT count(*) FROM team"), 3);
}

TEST_P(AccountRoutesTest, TooFewPermissionsAre403) {
  SetPermissions(lingua_, 0);
  for (const auto& route : routes_.routes()) {
    if (IsPublic(*route) || route->access->permissions.is_empty()) continue;
    EXPECT_EQ(Ask(*route, Bearer(alice_.token)).status, 403) << route->id;
    EXPECT_EQ(Ask(*route, Secret(lingua_)).status, 403) << route->id;
  }
}

TEST_P(AccountRoutesTest, BadBodiesAre400) {
  std::string deep(100, '[');
  for (const auto& route : routes_.routes()) {
    if (route->request.empty() ||
        !(IsPublic(*route) ||
          route->access->kinds.Contains(http::CallerKind::kOauthClient))) {
      continue;
    }
    const Fields headers = IsPublic(*route) ? Bearer("code") : Secret(lingua_);
    for (const std::string& body :
         {std::string("{"), std::string("nonsense"), std::string("[]"),
          std::string("7"), std::string("\"text\""), deep,
          std::string("{\"name\": \"\xff\"}")}) {
      EXPECT_EQ(Ask(*route, headers, body).status, 400)
          << route->id << " " << body;
    }
  }
}

TEST_P(AccountRoutesTest, WrongTypesAre400) {
  for (const auto& route : routes_.routes()) {
    if (route->request.find("required") == std::string::npos ||
        route->request.find("\"required\": []") != std::string::npos ||
        !route->access->kinds.Contains(http::CallerKind::kOauthClient) ||
        IsPublic(*route)) {
      continue;
    }
    EXPECT_EQ(Ask(*route, Secret(lingua_),
                  R"({"name": 7, "email": [], "redirectUris": {},
                      "permissions": true, "userId": "x", "role": 1,
                      "refreshToken": 7, "timeZone": null, "metadata": 1})")
                  .status,
              400)
        << route->id;
  }
}

TEST_P(AccountRoutesTest, UnknownZonesAre400) {
  for (const auto& route : routes_.routes()) {
    if (route->request.find("timeZone") == std::string::npos) continue;
    const Reply reply = Ask(*route, Owner(),
                            R"({"name": "N", "email": "n@b.example",
                                "timeZone": "Narnia/Woods"})");
    EXPECT_TRUE(reply.status == 400 || reply.status == 403)
        << route->id << " " << reply.status;
  }
}

TEST_P(AccountRoutesTest, IdsThatAreNoneAre400) {
  EXPECT_EQ(Get("/v2/teams/abc", Owner()).status, 400);
  EXPECT_EQ(Get(Users(lingua_) + "/abc", Owner()).status, 400);
  EXPECT_EQ(Get("/v2/teams/99999999999999999999", Owner()).status, 400);
  EXPECT_EQ(Get("/v2/nothing", Owner()).status, 404);
}

BOOKABLE_ON_BOTH_STORES(AccountRoutesTest);

}  // namespace
}  // namespace bookable::testing
