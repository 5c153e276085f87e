// The contract's cases of authentication, permissions and tenants.
#include "bindings/http/api/account_authorizer.h"

#include "bindings/http/domain/oauth_clients.h"
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

class AccountAuthorizerTest : public ApiTest {
 protected:
  void SetRedirects(std::vector<std::string> uris) {
    EXPECT_TRUE(store_
                    ->Write([&](store::Transaction& tx) {
                      return domain::UpdateOAuthClient(
                          tx, lingua_.client,
                          {.redirect_uris = std::move(uris)});
                    })
                    .ok());
  }
  static Fields With(Fields headers, std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return headers;
  }
};

TEST_P(AccountAuthorizerTest, NothingSentIs401AndTellsTheWays) {
  const Reply reply = Get("/v2/me");
  EXPECT_EQ(reply.status, 401);
  EXPECT_NE(reply.message().find("x-cal-secret-key"), std::string::npos);
}

TEST_P(AccountAuthorizerTest, OriginIsHeldAgainstTheClientsAddresses) {
  const Person alice = MakeManaged(lingua_, "alice");
  const auto me = [&](const std::string& origin) {
    return Get("/v2/me", With(Bearer(alice.token), "Origin", origin));
  };
  EXPECT_EQ(Get("/v2/me", Bearer(alice.token)).status, 200);
  EXPECT_EQ(me("https://lingua.example").status, 200);
  const Reply refused = me("https://evil.example");
  EXPECT_EQ(refused.status, 401);
  EXPECT_NE(refused.message().find("https://evil.example"), std::string::npos);
  EXPECT_NE(refused.message().find(lingua_.client), std::string::npos);
  SetRedirects({"https://*.lingua.example"});
  EXPECT_EQ(me("https://app.lingua.example").status, 200);
  EXPECT_EQ(me("https://evil.example/?x=.lingua.example").status, 401);
  EXPECT_EQ(me("https://a.b.lingua.example").status, 401);
  EXPECT_EQ(me("https://.lingua.example").status, 401);
  // Keys and secrets are no browser's.
  EXPECT_EQ(
      Get("/v2/me", With(Owner(), "Origin", "https://evil.example")).status,
      200);
}

TEST_P(AccountAuthorizerTest, WhoWasGoodIsRecalledUntilAnythingIsWritten) {
  const auto recall = [&](const Fields& headers) {
    http::Request request;
    for (const auto& [name, value] : headers) request.headers.Add(name, value);
    return authorizer_->Recall(request);
  };
  const auto authenticate = [&](const Fields& headers) {
    http::Request request;
    for (const auto& [name, value] : headers) request.headers.Add(name, value);
    return authorizer_->Authenticate(request).ok();
  };
  const Person alice = MakeManaged(lingua_, "alice");
  EXPECT_EQ(recall({})->kind, http::CallerKind::kAnonymous);
  for (const Fields& headers :
       {Owner(), Bearer(alice.token), Secret(lingua_)}) {
    EXPECT_FALSE(recall(headers).has_value());
    ASSERT_TRUE(authenticate(headers));
    ASSERT_TRUE(authenticate(headers));  // that a key was used is written once
    const auto caller = recall(headers);
    ASSERT_TRUE(caller.has_value());
    EXPECT_TRUE(caller->user_id.has_value());
    // Another origin is another question.
    EXPECT_FALSE(
        recall(With(headers, "Origin", "https://evil.example")).has_value());
    // What this process writes may be that the key is void.
    SetPermissions(lingua_, 1023);
    EXPECT_FALSE(recall(headers).has_value());
  }
  EXPECT_FALSE(authenticate(Bearer("cal_guess")));
  EXPECT_FALSE(recall(Bearer("cal_guess")).has_value());
}

TEST_P(AccountAuthorizerTest, MissingPermissionIs403AndNamed) {
  const Person alice = MakeManaged(lingua_, "alice");
  SetPermissions(lingua_, 256);  // PROFILE_READ
  EXPECT_EQ(Get("/v2/me", Bearer(alice.token)).status, 200);
  const Reply refused = Patch("/v2/me", Bearer(alice.token));
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.message().find("PROFILE_WRITE"), std::string::npos);
  EXPECT_NE(refused.message().find(lingua_.client), std::string::npos);
  EXPECT_EQ(Patch("/v2/me", Secret(lingua_)).status, 403);
  EXPECT_EQ(Patch("/v2/me", Owner()).status, 200);  // a key has no bits
}

TEST_P(AccountAuthorizerTest, ClientCredentials) {
  Tenant wrong = lingua_;
  wrong.secret = other_.secret;
  EXPECT_EQ(Get("/v2/me", Secret(wrong)).status, 401);
  wrong = lingua_;
  wrong.client = "cmunknown";
  EXPECT_EQ(Get("/v2/me", Secret(wrong)).status, 401);
  EXPECT_EQ(Get("/v2/me", {{"x-cal-secret-key", lingua_.secret}}).status, 401);
  EXPECT_EQ(Get("/v2/me", {{"x-cal-client-id", lingua_.client}}).status, 401);
  // The path's id is enough.
  EXPECT_EQ(Get(Users(lingua_), {{"x-cal-secret-key", lingua_.secret}}).status,
            200);
  EXPECT_EQ(Get(Users(lingua_), Secret(wrong)).status, 200);
  // A sister's secret is not the client's.
  const Reply sister =
      Post("/v2/oauth-clients", Owner(),
           R"({"name": "B", "redirectUris": [], "permissions": ["*"]})");
  Tenant b = lingua_;
  b.client = sister.Text("/data/clientId");
  b.secret = sister.Text("/data/clientSecret");
  EXPECT_EQ(Get(Users(b), Secret(b)).status, 200);
  EXPECT_EQ(Get(Users(lingua_), Secret(b)).status, 401);
  EXPECT_EQ(Post("/v2/oauth/" + lingua_.client + "/refresh", Secret(b),
                 R"({"refreshToken": "x"})")
                .status,
            401);
  // Of another organisation.
  EXPECT_EQ(Get(Users(lingua_), Secret(other_)).status, 403);
  EXPECT_EQ(Get(Users(lingua_), Bearer(other_.owner_key)).status, 403);
  EXPECT_EQ(Get("/v2/oauth-clients/cmunknown/users", Owner()).status, 404);
}

TEST_P(AccountAuthorizerTest, BadHeadersAre401) {
  for (const char* value : {"", "Basic YTpi", "Bearer", "Bearer ", "nonsense",
                            "Bearer a.b.c", "Bearer \xff\xfe"}) {
    EXPECT_EQ(Get("/v2/me", {{"Authorization", value}}).status, 401) << value;
  }
  EXPECT_EQ(Get("/v2/me", Bearer(std::string(10'000, 'a'))).status, 401);
  EXPECT_EQ(Get("/v2/me", {{"Cookie", "bookable_session=nonsense"}}).status,
            401);
  EXPECT_EQ(Get("/v2/me", {{"Cookie", "other=1"}}).status, 401);
}

TEST_P(AccountAuthorizerTest, HeadersThatSayWhoComeOnce) {
  const Fields owner = Owner();
  const Fields client = Secret(lingua_);
  const auto refused = [&](const Fields& headers, const std::string& name) {
    const Reply reply = Get("/v2/me", headers);
    EXPECT_EQ(reply.status, 400) << name;
    EXPECT_NE(reply.message().find(name), std::string::npos);
    // Nor are slots, which are answered by whom is remembered.
    http::Request request;
    for (const auto& field : headers) {
      request.headers.Add(field.first, field.second);
    }
    EXPECT_FALSE(authorizer_->Recall(request).has_value()) << name;
  };
  EXPECT_EQ(Get("/v2/me", owner).status, 200);
  EXPECT_EQ(Get("/v2/me", client).status, 200);
  refused(With(owner, "authorization", "Bearer cal_guess"), "authorization");
  refused(With(owner, "Authorization", owner[0].second), "authorization");
  refused(With(client, "x-cal-secret-key", other_.secret), "x-cal-secret-key");
  refused(With(client, "x-cal-client-id", other_.client), "x-cal-client-id");
}

TEST_P(AccountAuthorizerTest, ManagedUsersAskForThemselvesOnly) {
  const Person alice = MakeManaged(lingua_, "alice");
  const Fields headers = Bearer(alice.token);
  EXPECT_EQ(Get(Users(lingua_), headers).status, 403);
  EXPECT_EQ(
      Get(Users(lingua_) + "/" + std::to_string(alice.id), headers).status,
      403);
  const std::string organization =
      "/v2/organizations/" + std::to_string(lingua_.organization);
  EXPECT_EQ(Get(organization + "/users", headers).status, 403);
  EXPECT_EQ(Get(organization + "/teams/me", headers).status, 200);
}

TEST_P(AccountAuthorizerTest, WhatIsTakenIsNamedWhenAnotherIsSent) {
  const Reply reply = Post("/v2/api-keys/refresh", Secret(lingua_));
  EXPECT_EQ(reply.status, 401);
  EXPECT_NE(reply.message().find("an API key"), std::string::npos)
      << reply.message();
}

TEST_P(AccountAuthorizerTest, UseOfAKeyIsNoted) {
  EXPECT_EQ(Get("/v2/me", Owner()).status, 200);
  EXPECT_EQ(
      Count("SELECT count(*) FROM api_key WHERE last_used_ms IS NOT NULL"), 1);
}

TEST_P(AccountAuthorizerTest, CallersHaveABucketEachAndNoSecretInIt) {
  const auto bucket = [&](const Fields& headers) {
    http::Request request;
    for (const auto& [name, value] : headers) request.headers.Add(name, value);
    const auto caller = authorizer_->Authenticate(request);
    EXPECT_TRUE(caller.ok());
    return caller.ok() ? caller->bucket : "";
  };
  EXPECT_EQ(bucket({}), "");
  EXPECT_EQ(bucket(Secret(lingua_)), "client:" + lingua_.client);
  EXPECT_EQ(bucket(Owner()).find("key:"), 0u);
  const Person alice = MakeManaged(lingua_, "alice");
  EXPECT_EQ(bucket(Bearer(alice.token)),
            "token:" + std::to_string(alice.id) + ":" + lingua_.client);
}

BOOKABLE_ON_BOTH_STORES(AccountAuthorizerTest);

}  // namespace
}  // namespace bookable::testing
