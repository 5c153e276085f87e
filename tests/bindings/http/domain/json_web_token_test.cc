#include "bindings/http/domain/json_web_token.h"

#include <vector>

#include "tests/support/signed_token.h"

namespace bookable::domain {
namespace {

const std::string kKey(43, 'k');

TokenClaims Claims() {
  return {.kind = TokenKind::kAccess,
          .client_id = "cm9langxy0001",
          .owner_id = 41,
          .expires_at = store::Moment{std::chrono::milliseconds{1746795600000}},
          .issued_at = Instant{std::chrono::seconds{1746792010}},
          .jti = "5f0c9a52-4d5e-4c1b-8f11-7a2f0f6f2f10"};
}

std::string Signed(std::string_view header, std::string_view claims) {
  return bookable::testing::SignedToken(header, claims, kKey);
}

TEST(JsonWebTokenTest, WhatIsSignedIsRead) {
  for (const TokenKind kind : {TokenKind::kAccess, TokenKind::kRefresh}) {
    for (const bool is_refreshed : {false, true}) {
      TokenClaims claims = Claims();
      claims.kind = kind;
      claims.is_refreshed = is_refreshed;
      const auto read = ReadToken(SignToken(claims, kKey), kKey);
      ASSERT_TRUE(read.ok());
      EXPECT_EQ(*read, claims);
    }
  }
}

TEST(JsonWebTokenTest, TheSameClaimsGiveTheSameToken) {
  EXPECT_EQ(SignToken(Claims(), kKey), SignToken(Claims(), kKey));
  TokenClaims other = Claims();
  other.jti = "another";
  EXPECT_NE(SignToken(Claims(), kKey), SignToken(other, kKey));
}

TEST(JsonWebTokenTest, EveryChangedCharacterIsNoticed) {
  const std::string token = SignToken(Claims(), kKey);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(ReadToken(changed, kKey).ok()) << i;
  }
  for (std::size_t i = 0; i < token.size(); ++i) {
    EXPECT_FALSE(ReadToken(std::string_view(token).substr(0, i), kKey).ok());
  }
}

TEST(JsonWebTokenTest, AnotherKeyReadsNothing) {
  const std::string token = SignToken(Claims(), kKey);
  EXPECT_FALSE(ReadToken(token, std::string(43, 'x')).ok());
  EXPECT_FALSE(ReadToken(token, "").ok());
  EXPECT_FALSE(ReadToken(token, "short").ok());
}

TEST(JsonWebTokenTest, UnsignedTokensAreRefusedWithAnyKey) {
  const std::string claims = bookable::testing::Base64Url(
      R"({"clientId":"c","expiresAt":1,"iat":1,"jti":"j","ownerId":1,)"
      R"("type":"access_token"})");
  for (const char* header :
       {R"({"alg":"none"})", R"({"alg":"none","typ":"JWT"})",
        R"({"alg":"NONE"})", R"({})", R"({"typ":"JWT"})"}) {
    for (const std::string& key : {kKey, std::string()}) {
      EXPECT_FALSE(
          ReadToken(bookable::testing::Base64Url(header) + "." + claims + ".",
                    key)
              .ok());
      EXPECT_FALSE(
          ReadToken(bookable::testing::Base64Url(header) + "." + claims, key)
              .ok());
    }
  }
}

TEST(JsonWebTokenTest, OtherSpellingsAndClaimsAreRefusedThoughSigned) {
  constexpr const char* kHeader = R"({"alg":"HS256","typ":"JWT"})";
  for (const char* claims :
       {"{}", "[]", "7", "nonsense", R"({"type":"access_token"})",
        // a type of another's
        R"({"clientId":"c","expiresAt":1,"iat":1,"jti":"j","ownerId":1,)"
        R"("type":"id_token"})",
        // numbers as text
        R"({"clientId":"c","expiresAt":"1","iat":1,"jti":"j","ownerId":"1",)"
        R"("type":"access_token"})",
        // one claim more
        R"({"admin":true,"clientId":"c","expiresAt":1,"iat":1,"jti":"j",)"
        R"("ownerId":1,"type":"access_token"})",
        // one claim twice
        R"({"clientId":"c","expiresAt":1,"iat":1,"jti":"j","ownerId":1,)"
        R"("ownerId":2,"type":"access_token"})",
        // blanks
        R"({ "clientId":"c","expiresAt":1,"iat":1,"jti":"j","ownerId":1,)"
        R"("type":"access_token"})"}) {
    EXPECT_FALSE(ReadToken(Signed(kHeader, claims), kKey).ok()) << claims;
  }
  EXPECT_FALSE(
      ReadToken(Signed(R"({"alg":"HS512","typ":"JWT"})", "{}"), kKey).ok());
}

TEST(JsonWebTokenTest, NonsenseIsRefused) {
  for (const std::string& text : std::vector<std::string>{
           "", ".", "..", "...", "a.b.c", "a.b", "=.=.=", "\xff.\xff.\xff",
           std::string(3, '\0'), std::string(100'000, 'a'),
           std::string(1000, '.'), "eyJ.eyJ.eyJ"}) {
    EXPECT_EQ(ReadToken(text, kKey).status().code(),
              absl::StatusCode::kUnauthenticated);
  }
}

}  // namespace
}  // namespace bookable::domain
