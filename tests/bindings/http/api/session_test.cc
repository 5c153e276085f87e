#include "bindings/http/domain/sign_in.h"
#include "gmock/gmock.h"
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

class SessionTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    if (store_ == nullptr) return;
    ASSERT_TRUE(store_
                    ->Write([&](store::Transaction& tx) {
                      return domain::SetPassword(tx, lingua_.owner,
                                                 "correct horse");
                    })
                    .ok());
  }
  Reply SignIn(const std::string& email, const std::string& password) {
    return Post(
        "/v2/session", {},
        R"({"email": ")" + email + R"(", "password": ")" + password + "\"}");
  }
};

std::string CookieOf(const Reply& reply) {
  const std::string cookie = reply.Header("Set-Cookie");
  return cookie.substr(0, cookie.find(';'));
}

TEST_P(SessionTest, OperatorSignsInReadsWritesAndSignsOut) {
  const Reply in = SignIn("Owner@lingua.example", "correct horse");
  ASSERT_EQ(in.status, 201);
  const std::string set = in.Header("Set-Cookie");
  EXPECT_NE(set.find("HttpOnly"), std::string::npos);
  EXPECT_NE(set.find("SameSite=Strict"), std::string::npos);
  EXPECT_EQ(set.find("Secure"), std::string::npos);  // public_url is http
  const Fields reading = {{"Cookie", CookieOf(in)}};
  EXPECT_EQ(Get("/v2/session", reading).Number("/data/id"), lingua_.owner);
  EXPECT_EQ(Get("/v2/oauth-clients", reading).Count(), 1u);
  // A foreign page has the cookie at most.
  const std::string client = "/v2/oauth-clients/" + lingua_.client;
  EXPECT_EQ(Patch(client, reading, R"({"name": "Evil"})").status, 403);
  Fields guessing = reading;
  guessing.emplace_back("x-csrf-token", "guess");
  EXPECT_EQ(Patch(client, guessing, R"({"name": "Evil"})").status, 403);
  Fields writing = reading;
  writing.emplace_back("x-csrf-token", in.Text("/data/csrfToken"));
  EXPECT_EQ(Patch(client, writing, R"({"name": "Good"})").status, 200);
  EXPECT_EQ(Delete("/v2/session", writing).status, 200);
  EXPECT_EQ(Get("/v2/session", reading).status, 401);
}

TEST_P(SessionTest, WrongOnesAreAllAlike) {
  for (const Reply& reply : {SignIn("owner@lingua.example", "wrong horse"),
                             SignIn("nobody@lingua.example", "correct horse"),
                             SignIn("nonsense", "correct horse"),
                             SignIn("owner@other.example", "")}) {
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.message(), "the address or the password is wrong");
    EXPECT_EQ(reply.Header("Set-Cookie"), "");
  }
  EXPECT_EQ(Post("/v2/session", {}, R"({"email": 7})").status, 400);
}

TEST_P(SessionTest, IsOverAfterTwelveHours) {
  const Reply in = SignIn("owner@lingua.example", "correct horse");
  const Fields reading = {{"Cookie", CookieOf(in)}};
  Advance(std::chrono::hours{12});
  EXPECT_EQ(Get("/v2/session", reading).status, 401);
}

TEST_P(SessionTest, SecureWhereTheServiceIs) {
  settings_.public_url = "https://book.example";
  EXPECT_NE(SignIn("owner@lingua.example", "correct horse")
                .Header("Set-Cookie")
                .find("; Secure"),
            std::string::npos);
}

TEST_P(SessionTest, TheCookieIsForTheServiceAndItsLifeOnly) {
  const Reply in = SignIn("owner@lingua.example", "correct horse");
  const std::string set = in.Header("Set-Cookie");
  EXPECT_THAT(set, ::testing::MatchesRegex(
                       "bookable_session=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; "
                       "SameSite=Strict; Max-Age=43200"));
  EXPECT_EQ(in.Header("Cache-Control"), "no-store");
  EXPECT_EQ(in.Text("/data/expiresAt").substr(0, 16), "2030-01-07T19:00");
  // Nothing of it is in the database as it is.
  const std::string token = CookieOf(in).substr(sizeof("bookable_session"));
  EXPECT_EQ(Count("SELECT count(*) FROM web_session WHERE token_hash LIKE '%" +
                  token + "%' OR csrf_hash LIKE '%" +
                  in.Text("/data/csrfToken") + "%'"),
            0);
}

// Who plants a cookie in another's browser knows nothing after they sign in.
TEST_P(SessionTest, SigningInNeverTakesASessionThatWasThere) {
  const Reply planted = SignIn("owner@lingua.example", "correct horse");
  const Reply in =
      Post("/v2/session", {{"Cookie", CookieOf(planted)}},
           R"({"email": "owner@lingua.example", "password": "correct horse"})");
  EXPECT_EQ(in.status, 201);
  EXPECT_NE(CookieOf(in), CookieOf(planted));
  EXPECT_NE(in.Text("/data/csrfToken"), planted.Text("/data/csrfToken"));
  const Reply chosen =
      Post("/v2/session", {{"Cookie", "bookable_session=chosen"}},
           R"({"email": "owner@lingua.example", "password": "correct horse"})");
  EXPECT_EQ(chosen.status, 201);
  EXPECT_EQ(Get("/v2/session", {{"Cookie", "bookable_session=chosen"}}).status,
            401);
  // The CSRF token is of its session, not of its user.
  const Fields crossed = {{"Cookie", CookieOf(in)},
                          {"x-csrf-token", planted.Text("/data/csrfToken")}};
  EXPECT_EQ(Delete("/v2/session", crossed).status, 403);
}

TEST_P(SessionTest, SigningOutEndsThisOneAndTakesTheCookieBack) {
  const Reply here = SignIn("owner@lingua.example", "correct horse");
  const Reply there = SignIn("owner@lingua.example", "correct horse");
  const Fields writing = {{"Cookie", CookieOf(here)},
                          {"x-csrf-token", here.Text("/data/csrfToken")}};
  const Reply out = Delete("/v2/session", writing);
  EXPECT_EQ(out.status, 200);
  EXPECT_EQ(out.Header("Set-Cookie"),
            "bookable_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
  EXPECT_EQ(Get("/v2/oauth-clients", {writing[0]}).status, 401);
  EXPECT_EQ(Get("/v2/session", {{"Cookie", CookieOf(there)}}).status, 200);
}

TEST_P(SessionTest, OtherSitesSignNobodyIn) {
  const auto sign_in = [&](const std::string& site) {
    return Post("/v2/session", {{"Sec-Fetch-Site", site}},
                R"({"email": "owner@lingua.example",
                    "password": "correct horse"})")
        .status;
  };
  EXPECT_EQ(sign_in("cross-site"), 403);
  EXPECT_EQ(sign_in("same-site"), 403);
  EXPECT_EQ(sign_in("same-origin"), 201);
  EXPECT_EQ(sign_in("none"), 201);
}

TEST_P(SessionTest, ManyWrongPasswordsAre429ForAWhile) {
  for (std::int64_t i = 0; i < domain::kFreeGuessesOfAccount; ++i) {
    EXPECT_EQ(SignIn("owner@lingua.example", "wrong horse").status, 401);
  }
  for (int i = 0; i < 8; ++i) {  // until the wait is minutes
    Advance(domain::kLongestBlock);
    EXPECT_EQ(SignIn("owner@lingua.example", "wrong horse").status, 401);
  }
  const Reply refused = SignIn("OWNER@lingua.example", "correct horse");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.Text("/error/code"), "ThrottlerException");
  EXPECT_GE(std::stoi(refused.Header("Retry-After")), 200);
  EXPECT_EQ(refused.Header("Set-Cookie"), "");
  // Never for good.
  Advance(domain::kLongestBlock);
  EXPECT_EQ(SignIn("owner@lingua.example", "correct horse").status, 201);
}

TEST_P(SessionTest, ManagedUsersHaveNoPassword) {
  const Person alice = MakeManaged(lingua_, "alice");
  EXPECT_EQ(SignIn(alice.email, "").status, 401);
  EXPECT_EQ(SignIn(alice.email, "null").status, 401);
}

TEST_P(SessionTest, IsOverWhenItsUserIsGone) {
  const Reply in = SignIn("owner@lingua.example", "correct horse");
  EXPECT_TRUE(store_
                  ->Write([&](store::Transaction& tx) {
                    tx.Run("DELETE FROM app_user WHERE id = ?1",
                           {lingua_.owner});
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(Get("/v2/session", {{"Cookie", CookieOf(in)}}).status, 401);
}

BOOKABLE_ON_BOTH_STORES(SessionTest);

}  // namespace
}  // namespace bookable::testing
