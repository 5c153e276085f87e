#include "bindings/http/domain/sign_in.h"
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

BOOKABLE_ON_BOTH_STORES(SessionTest);

}  // namespace
}  // namespace bookable::testing
