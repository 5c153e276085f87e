// The contract's cases of API keys.
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

using ApiKeysTest = ApiTest;

constexpr const char* kPath = "/v2/api-keys/refresh";

TEST_P(ApiKeysTest, BothTermsTogetherAre400) {
  EXPECT_EQ(Post(kPath, Owner(),
                 R"({"apiKeyDaysValid": 5, "apiKeyNeverExpires": true})")
                .status,
            400);
  EXPECT_EQ(Post(kPath, Owner(), R"({"apiKeyDaysValid": 0})").status, 400);
  EXPECT_EQ(Get("/v2/me", Owner()).status, 200);  // still good
}

TEST_P(ApiKeysTest, OtherCredentialsAre401) {
  const Person alice = MakeManaged(lingua_, "alice");
  EXPECT_EQ(Post(kPath, Bearer(alice.token)).status, 401);
  EXPECT_EQ(Post(kPath, Secret(lingua_)).status, 401);
  EXPECT_EQ(Post(kPath, {}).status, 401);
}

TEST_P(ApiKeysTest, ANewOneLasts30DaysToTheEndOfTheDay) {
  const Reply reply = Post(kPath, Owner(), "");
  ASSERT_EQ(reply.status, 200);
  const std::string key = reply.Text("/data/apiKey");
  EXPECT_TRUE(key.starts_with("cal_"));
  EXPECT_EQ(Get("/v2/me", Owner()).status, 401);
  Advance(std::chrono::days{30} + std::chrono::hours{16});
  EXPECT_EQ(Get("/v2/me", Bearer(key)).status, 200);
  Advance(std::chrono::hours{2});  // past midnight
  const Reply over = Get("/v2/me", Bearer(key));
  EXPECT_EQ(over.status, 401);
  EXPECT_NE(over.message().find("expired"), std::string::npos);
}

TEST_P(ApiKeysTest, NeverIsNever) {
  const Reply reply = Post(kPath, Owner(), R"({"apiKeyNeverExpires": true})");
  Advance(std::chrono::days{4000});
  EXPECT_EQ(Get("/v2/me", Bearer(reply.Text("/data/apiKey"))).status, 200);
}

TEST_P(ApiKeysTest, UnknownOnesAre401) {
  EXPECT_EQ(Get("/v2/me", Bearer("cal_nonsense")).status, 401);
  EXPECT_EQ(Get("/v2/me", Bearer("cal_")).status, 401);
}

BOOKABLE_ON_BOTH_STORES(ApiKeysTest);

}  // namespace
}  // namespace bookable::testing
