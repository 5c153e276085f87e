#include "bindings/http/server/webhook_sender.h"

#include "gtest/gtest.h"

namespace bookable::http {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(PauseAfterTest, GrowsThreefoldToSixHours) {
  EXPECT_EQ(PauseAfter(1, seconds{10}, 0.5), seconds{10});
  EXPECT_EQ(PauseAfter(2, seconds{10}, 0.5), seconds{30});
  EXPECT_EQ(PauseAfter(3, seconds{10}, 0.5), seconds{90});
  EXPECT_EQ(PauseAfter(9, seconds{10}, 0.5), hours{6});
  EXPECT_EQ(PauseAfter(100, seconds{10}, 0.5), hours{6});
}

TEST(PauseAfterTest, JitterIsAQuarterEitherWay) {
  EXPECT_EQ(PauseAfter(1, seconds{10}, 0), milliseconds{7'500});
  EXPECT_EQ(PauseAfter(1, seconds{10}, 1), milliseconds{12'500});
}

}  // namespace
}  // namespace bookable::http
