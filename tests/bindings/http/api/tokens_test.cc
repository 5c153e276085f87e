// The contract's cases of the OAuth flow and of access tokens.
#include <boost/json/parse.hpp>

#include "absl/strings/escaping.h"
#include "bindings/http/domain/sign_in.h"
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

using namespace std::chrono_literals;

class TokensTest : public ApiTest {
 protected:
  std::string OAuth(const char* verb) const {
    return "/v2/oauth/" + lingua_.client + "/" + verb;
  }
  Reply Refresh(const std::string& token) {
    return Post(OAuth("refresh"), Secret(lingua_),
                R"({"refreshToken": ")" + token + "\"}");
  }
  int Me(const std::string& token) {
    return Get("/v2/me", Bearer(token)).status;
  }
  // Headers of the owner, signed in.
  Fields SignIn() {
    EXPECT_TRUE(store_
                    ->Write([&](store::Transaction& tx) {
                      return domain::SetPassword(tx, lingua_.owner,
                                                 "correct horse");
                    })
                    .ok());
    const Reply reply = Post("/v2/session", {},
                             R"({"email": "owner@lingua.example",
                                 "password": "correct horse"})");
    EXPECT_EQ(reply.status, 201);
    const std::string cookie = reply.Header("Set-Cookie");
    return {{"Cookie", cookie.substr(0, cookie.find(';'))},
            {"x-csrf-token", reply.Text("/data/csrfToken")}};
  }
  std::string Code(const Fields& session) {
    const Reply reply =
        Post(OAuth("authorize"), session,
             R"({"redirectUri": "https://lingua.example/back"})");
    EXPECT_GE(reply.status, 301);
    EXPECT_LE(reply.status, 303);
    const std::string to = reply.Header("Location");
    EXPECT_EQ(to.find("https://lingua.example/back?code="), 0u) << to;
    return to.substr(to.find('=') + 1);
  }
  // What stands in a token, as anyone can read it.
  static boost::json::object ClaimsOf(const std::string& token) {
    const std::size_t begin = token.find('.') + 1;
    std::string text;
    EXPECT_TRUE(absl::WebSafeBase64Unescape(
        token.substr(begin, token.find('.', begin) - begin), &text));
    return boost::json::parse(text).as_object();
  }
  void ExpectClaims(const Reply& tokens, std::int64_t owner) {
    for (const std::string kind : {"access", "refresh"}) {
      const boost::json::object claims =
          ClaimsOf(tokens.Text("/data/" + kind + "Token"));
      EXPECT_EQ(claims.at("type").as_string(), kind + "_token");
      EXPECT_EQ(claims.at("clientId").as_string(), lingua_.client);
      EXPECT_EQ(claims.at("ownerId"), owner);
      EXPECT_EQ(claims.at("expiresAt"),
                tokens.At("/data/" + kind + "TokenExpiresAt"));
      EXPECT_GT(claims.at("iat").as_int64(), 0);
      EXPECT_FALSE(claims.contains("exp"));
    }
  }
  Reply Exchange(const std::string& code, const std::string& secret) {
    return Post(OAuth("exchange"), Bearer(code),
                R"({"clientSecret": ")" + secret + "\"}");
  }
};

TEST_P(TokensTest, AuthorizeWithoutSessionIs401) {
  const char* body = R"({"redirectUri": "https://lingua.example/back"})";
  EXPECT_EQ(Post(OAuth("authorize"), {}, body).status, 401);
  const Reply other = Post(OAuth("authorize"), Owner(), body);
  EXPECT_EQ(other.status, 401);
  EXPECT_NE(other.Text("/error/message").find("POST /v2/session"),
            std::string::npos);
}

TEST_P(TokensTest, CodeIsExchangedOnceForTokens) {
  const std::string code = Code(SignIn());
  EXPECT_EQ(Exchange(code, "wrong").status, 400);
  const Reply tokens = Exchange(code, lingua_.secret);
  ASSERT_EQ(tokens.status, 200);
  EXPECT_GT(tokens.Number("/data/accessTokenExpiresAt"), 0);
  EXPECT_GT(tokens.Number("/data/refreshTokenExpiresAt"), 0);
  ExpectClaims(tokens, lingua_.owner);
  EXPECT_EQ(Me(tokens.Text("/data/accessToken")), 200);
  EXPECT_EQ(Exchange(code, lingua_.secret).status, 400);
}

TEST_P(TokensTest, ExchangeWithNothingIs400) {
  EXPECT_EQ(Post(OAuth("exchange"), {}, "").status, 400);
  EXPECT_EQ(Post(OAuth("exchange"), {},
                 R"({"clientSecret": ")" + lingua_.secret + "\"}")
                .status,
            400);
}

TEST_P(TokensTest, AuthorizeRefusesOtherAddressesAndASecondCode) {
  const Fields session = SignIn();
  EXPECT_EQ(Post(OAuth("authorize"), session,
                 R"({"redirectUri": "https://evil.example"})")
                .status,
            400);
  Code(session);
  const char* body = R"({"redirectUri": "https://lingua.example/back"})";
  EXPECT_EQ(Post(OAuth("authorize"), session, body).status, 400);
  Advance(10min);
  Code(session);  // the first one is over
  EXPECT_EQ(Post("/v2/oauth/" + other_.client + "/authorize", session,
                 R"({"redirectUri": "https://other.example/back"})")
                .status,
            403);
}

TEST_P(TokensTest, CodeIsOverAfterTenMinutes) {
  const std::string code = Code(SignIn());
  Advance(10min);
  EXPECT_EQ(Exchange(code, lingua_.secret).status, 400);
}

TEST_P(TokensTest, RefreshNeedsTheSecret) {
  const Person alice = MakeManaged(lingua_, "alice");
  const std::string body =
      R"({"refreshToken": ")" + alice.refresh_token + "\"}";
  EXPECT_EQ(Post(OAuth("refresh"), {}, body).status, 401);
  EXPECT_EQ(Post(OAuth("refresh"), Owner(), body).status, 401);
  EXPECT_EQ(Post(OAuth("refresh"), Bearer(alice.token), body).status, 401);
  EXPECT_EQ(Refresh(alice.refresh_token).status, 200);
}

TEST_P(TokensTest, SpentTokenGivesTheSameSuccessorFor30Seconds) {
  const Person alice = MakeManaged(lingua_, "alice");
  const Reply first = Refresh(alice.refresh_token);
  ASSERT_EQ(first.status, 200);
  ExpectClaims(first, alice.id);
  EXPECT_EQ(ClaimsOf(first.Text("/data/accessToken")).at("userId"), alice.id);
  EXPECT_EQ(Me(alice.token), 200);  // still good
  Advance(29s);
  const Reply again = Refresh(alice.refresh_token);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.Text("/data"), first.Text("/data"));
  Advance(3s);
  EXPECT_EQ(Refresh(alice.refresh_token).status, 400);
  EXPECT_EQ(Me(first.Text("/data/accessToken")), 401);
  EXPECT_EQ(Me(alice.token), 401);
  EXPECT_EQ(Refresh(first.Text("/data/refreshToken")).status, 400);
}

TEST_P(TokensTest, AnotherFamilyIsNotRevoked) {
  const Person alice = MakeManaged(lingua_, "alice");
  const Person bruno = MakeManaged(lingua_, "bruno");
  Refresh(alice.refresh_token);
  Advance(31s);
  EXPECT_EQ(Refresh(alice.refresh_token).status, 400);
  EXPECT_EQ(Me(bruno.token), 200);
}

TEST_P(TokensTest, RefreshTokenIsOverAfterAYear) {
  const Person alice = MakeManaged(lingua_, "alice");
  Advance(std::chrono::days{365});
  const Reply reply = Refresh(alice.refresh_token);
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.Text("/error/details/reason"), "refresh_token_refused");
}

TEST_P(TokensTest, TwoRefreshesInASecondGiveDifferentTokens) {
  const Person alice = MakeManaged(lingua_, "alice");
  const Reply first = Refresh(alice.refresh_token);
  const Reply second = Refresh(first.Text("/data/refreshToken"));
  EXPECT_EQ(second.status, 200);
  EXPECT_NE(first.Text("/data/accessToken"), second.Text("/data/accessToken"));
  EXPECT_NE(first.Text("/data/refreshToken"),
            second.Text("/data/refreshToken"));
}

TEST_P(TokensTest, RefreshTokenOfAnotherClientIs400) {
  const Person carla = MakeManaged(other_, "carla");
  EXPECT_EQ(Refresh(carla.refresh_token).status, 400);
  EXPECT_EQ(Refresh("nonsense").status, 400);
  const Person alice = MakeManaged(lingua_, "alice");
  EXPECT_EQ(Refresh(alice.token).status, 400);  // an access token
  EXPECT_EQ(Me(alice.refresh_token), 401);      // and the other way round
}

TEST_P(TokensTest, ExpiredTokenIs498WithTheExactText) {
  const Person alice = MakeManaged(lingua_, "alice");
  Advance(61min);
  const Reply reply = Get("/v2/me", Bearer(alice.token));
  EXPECT_EQ(reply.status, 498);
  EXPECT_EQ(reply.Text("/error/code"), "TokenExpiredException");
  EXPECT_EQ(reply.message(), "ACCESS_TOKEN_IS_EXPIRED");
  EXPECT_EQ(reply.Text("/error/details"), "ACCESS_TOKEN_IS_EXPIRED");
}

// The browser refreshes on 498 only: it must come where none would do, too.
TEST_P(TokensTest, OnAPublicRouteBadTokensAreRefusedAndNoneIsFine) {
  const Person alice = MakeManaged(lingua_, "alice");
  const auto get = [&](Fields headers) {
    headers.emplace_back("cal-api-version", "2024-06-14");
    return Get("/v2/event-types?username=nobody", headers).status;
  };
  EXPECT_EQ(get({}), 200);
  EXPECT_EQ(get(Bearer("random")), 401);
  EXPECT_EQ(get(Bearer(alice.token)), 200);
  Advance(61min);
  EXPECT_EQ(get(Bearer(alice.token)), 498);
  Refresh(alice.refresh_token);
  EXPECT_EQ(get(Bearer(alice.token)), 401);
}

TEST_P(TokensTest, ExpiredTokenWhosePairWasRefreshedIs401) {
  const Person alice = MakeManaged(lingua_, "alice");
  Advance(61min);
  EXPECT_EQ(Refresh(alice.refresh_token).status, 200);
  EXPECT_EQ(Me(alice.token), 401);
}

TEST_P(TokensTest, ExpiredTokenAfterForceRefreshIs401) {
  const Person alice = MakeManaged(lingua_, "alice");
  Advance(61min);
  Post(Users(lingua_) + "/" + std::to_string(alice.id) + "/force-refresh",
       Secret(lingua_));
  EXPECT_EQ(Me(alice.token), 401);
}

TEST_P(TokensTest, ExpiredTokenStays498WhenAnotherUserRefreshes) {
  const Person alice = MakeManaged(lingua_, "alice");
  const Person bruno = MakeManaged(lingua_, "bruno");
  Advance(61min);
  Refresh(bruno.refresh_token);
  EXPECT_EQ(Me(alice.token), 498);
}

TEST_P(TokensTest, DeletingTheClientEndsItsTokens) {
  const Person alice = MakeManaged(lingua_, "alice");
  EXPECT_EQ(Delete("/v2/oauth-clients/" + lingua_.client, Owner()).status, 200);
  EXPECT_EQ(Me(alice.token), 401);
}

BOOKABLE_ON_BOTH_STORES(TokensTest);

}  // namespace
}  // namespace bookable::testing
