#include "bindings/http/server/rate_limiter.h"

#include "absl/strings/str_cat.h"

namespace bookable::http {
namespace {

using namespace std::chrono_literals;

const RateLimiter::Time kStart{1h};

TEST(RateLimiter, CountsDownThenBlocksThenBeginsAgain) {
  RateLimiter limiter;
  const std::vector<RateLimit> two = {{.limit = 2}};
  auto verdict = limiter.Count("a", two, kStart);
  EXPECT_TRUE(verdict.is_allowed);
  EXPECT_EQ(verdict.standings[0].remaining, 1);
  EXPECT_EQ(verdict.standings[0].reset_s, 60);
  EXPECT_TRUE(limiter.Count("a", two, kStart + 10s).is_allowed);

  verdict = limiter.Count("a", two, kStart + 20s);
  EXPECT_FALSE(verdict.is_allowed);
  EXPECT_EQ(verdict.standings[0].remaining, 0);
  EXPECT_EQ(verdict.standings[0].reset_s, 60);
  EXPECT_FALSE(limiter.Count("a", two, kStart + 79s).is_allowed);

  verdict = limiter.Count("a", two, kStart + 80s);
  EXPECT_TRUE(verdict.is_allowed);
  EXPECT_EQ(verdict.standings[0].remaining, 1);
}

TEST(RateLimiter, AWindowEndsByItself) {
  RateLimiter limiter;
  const std::vector<RateLimit> one = {{.limit = 1}};
  EXPECT_TRUE(limiter.Count("a", one, kStart).is_allowed);
  EXPECT_TRUE(limiter.Count("a", one, kStart + 60s).is_allowed);
}

TEST(RateLimiter, BucketsDoNotKnowEachOther) {
  RateLimiter limiter;
  const std::vector<RateLimit> one = {{.limit = 1}};
  EXPECT_TRUE(limiter.Count("a", one, kStart).is_allowed);
  EXPECT_TRUE(limiter.Count("b", one, kStart).is_allowed);
  EXPECT_FALSE(limiter.Count("a", one, kStart).is_allowed);
}

TEST(RateLimiter, IsRefusedOnlyWhenEveryLimitIsSpent) {
  RateLimiter limiter;
  const std::vector<RateLimit> both = {{.name = "short", .limit = 1},
                                       {.name = "long", .limit = 2}};
  EXPECT_TRUE(limiter.Count("a", both, kStart).is_allowed);
  const auto verdict = limiter.Count("a", both, kStart);
  EXPECT_TRUE(verdict.is_allowed);
  EXPECT_EQ(verdict.standings[0].remaining, 0);
  EXPECT_EQ(verdict.standings[1].remaining, 0);
  EXPECT_FALSE(limiter.Count("a", both, kStart).is_allowed);
}

TEST(RateLimiter, ForgetsBucketsThatEndedAndStaysBounded) {
  RateLimiter limiter;
  const std::vector<RateLimit> one = {{.limit = 1}};
  EXPECT_TRUE(limiter.Count("kept", one, kStart + 2h).is_allowed);
  for (int i = 0; i < 400'000; ++i) {
    limiter.Count(absl::StrCat("b", i), one, kStart + 2h - 10s);
  }
  EXPECT_FALSE(limiter.Count("kept", one, kStart + 2h).is_allowed);
}

}  // namespace
}  // namespace bookable::http
