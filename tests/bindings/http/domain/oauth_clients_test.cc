#include "bindings/http/domain/oauth_clients.h"

#include "bindings/http/domain/secret.h"
#include "bindings/http/domain/teams.h"
#include "tests/bindings/http/support/test_database.h"

namespace bookable::domain {
namespace {

using OAuthClientsDomainTest = bookable::testing::StoreTest;

store::OAuthClientRecord With(const std::string& uris) {
  store::OAuthClientRecord client;
  client.redirect_uris = uris;
  return client;
}

TEST(RedirectUrisTest, OriginsAreThoseOfTheAddresses) {
  const auto client = With(R"(["https://a.example/back?x","http://b:3000"])");
  EXPECT_TRUE(IsAllowedOrigin(client, "https://a.example"));
  EXPECT_TRUE(IsAllowedOrigin(client, "HTTPS://A.example"));
  EXPECT_TRUE(IsAllowedOrigin(client, "http://b:3000"));
  for (const char* origin :
       {"", "null", "https://a.example.evil", "http://a.example",
        "https://a.example:8443", "https://b:3000", "https://evil.example",
        "https://a.example/back?x"}) {
    EXPECT_FALSE(IsAllowedOrigin(client, origin)) << origin;
  }
}

TEST(RedirectUrisTest, AStarIsOneLabelOfTheHost) {
  const auto client =
      With(R"(["https://*.a.example","https://pr-*.b.example"])");
  EXPECT_TRUE(IsAllowedOrigin(client, "https://x.a.example"));
  EXPECT_TRUE(IsAllowedOrigin(client, "https://pr-12.b.example"));
  for (const char* origin :
       {"https://a.example", "https://.a.example", "https://x.y.a.example",
        "https://x/.a.example", "https://evil.example/?x=.a.example",
        "https://x:1.a.example", "https://x@evil.a.example",
        "https://pr-.b.example", "https://x.a.example.evil"}) {
    EXPECT_FALSE(IsAllowedOrigin(client, origin)) << origin;
  }
}

TEST(RedirectUrisTest, RedirectsAreWholeAddresses) {
  const auto client = With(R"(["https://a.example/back"])");
  EXPECT_TRUE(IsRegisteredRedirect(client, "https://a.example/back"));
  EXPECT_FALSE(IsRegisteredRedirect(client, "https://a.example/back/x"));
  EXPECT_FALSE(IsRegisteredRedirect(client, "https://a.example"));
  EXPECT_FALSE(IsRegisteredRedirect(With("nonsense"), "https://a.example"));
  EXPECT_FALSE(IsRegisteredRedirect(With(R"([7,{}])"), "7"));
}

TEST_P(OAuthClientsDomainTest, KeepsNoSecretAndManyAddresses) {
  const auto made = store_->Write(
      [&](store::Transaction& tx) -> absl::StatusOr<NewOAuthClient> {
        const auto organization = CreateOrganization(
            tx, {.name = "Lingua", .owner_email = "o@lingua.example"});
        if (!organization.ok()) return organization.status();
        return CreateOAuthClient(
            tx, organization->organization.id,
            {.name = "App",
             .redirect_uris =
                 std::vector<std::string>{"https://a.example/\x7e", "http://b"},
             .permissions = 3});
      });
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(IsSecretOf(made->secret, made->client.secret_hash));
  const auto found = store_->Read([&](store::Transaction& tx) {
    return FindOAuthClient(tx, made->client.id);
  });
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(*found, made->client);
  EXPECT_EQ(RedirectUris(*found),
            (std::vector<std::string>{"https://a.example/~", "http://b"}));
}

TEST_P(OAuthClientsDomainTest, WhatIsWrongIsNamed) {
  const auto told = [&](const OAuthClientFields& fields) {
    return std::string(store_
                           ->Write([&](store::Transaction& tx) {
                             return CreateOAuthClient(tx, 1, fields);
                           })
                           .status()
                           .message());
  };
  using Uris = std::vector<std::string>;
  EXPECT_EQ(told({}), "name, redirectUris and permissions are required");
  EXPECT_EQ(told({.name = "", .redirect_uris = Uris{}, .permissions = 1}),
            "name: must have 1 to 200 bytes");
  EXPECT_NE(told({.name = "A",
                  .redirect_uris = Uris{"https://a", "https://a/*"},
                  .permissions = 1})
                .find("redirectUris[1]"),
            std::string::npos);
  EXPECT_NE(told({.name = "A",
                  .redirect_uris = Uris{},
                  .permissions = 1,
                  .booking_redirect_uri = "javascript:alert(1)"})
                .find("bookingRedirectUri"),
            std::string::npos);
}

BOOKABLE_ON_BOTH_STORES(OAuthClientsDomainTest);

}  // namespace
}  // namespace bookable::domain
