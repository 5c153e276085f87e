#include "bookable/interval/interval.h"

#include <sstream>

#include "gtest/gtest.h"
#include "tests/engine/interval/interval_testing.h"

namespace bookable {
namespace {

using testing::Tick;

TEST(IntervalTest, TouchingIntervalsDoNotOverlap) {
  const Interval a{Tick(0), Tick(2)};
  const Interval b{Tick(2), Tick(4)};
  EXPECT_FALSE(a.Overlaps(b));
  EXPECT_FALSE(b.Overlaps(a));
  EXPECT_TRUE(a.Overlaps({Tick(1), Tick(3)}));
}

TEST(IntervalTest, TheStartIsInsideAndTheEndIsNot) {
  const Interval a{Tick(1), Tick(3)};
  EXPECT_FALSE(a.Contains(Tick(0)));
  EXPECT_TRUE(a.Contains(Tick(1)));
  EXPECT_TRUE(a.Contains(Tick(2)));
  EXPECT_FALSE(a.Contains(Tick(3)));
  EXPECT_EQ(a.length(), std::chrono::seconds{2});
}

TEST(IntervalTest, AnEmptyIntervalLiesInEveryOtherAndOverlapsNone) {
  const Interval a{Tick(1), Tick(3)};
  const Interval empty{Tick(2), Tick(2)};
  EXPECT_TRUE(empty.is_empty());
  EXPECT_TRUE(a.Contains(empty));
  EXPECT_FALSE(a.Overlaps(empty));
  EXPECT_FALSE(empty.Overlaps(a));
}

TEST(IntervalTest, PairsAgreeWithMasks) {
  for (int s = 0; s <= 5; ++s) {
    for (int e = s; e <= 5; ++e) {
      for (int t = 0; t <= 5; ++t) {
        for (int u = t; u <= 5; ++u) {
          const Interval a{Tick(s), Tick(e)};
          const Interval b{Tick(t), Tick(u)};
          const auto x = testing::ToMask(std::span(&a, 1));
          const auto y = testing::ToMask(std::span(&b, 1));
          EXPECT_EQ(a.Overlaps(b), (x & y) != 0);
          EXPECT_EQ(a.Contains(b), (y & ~x) == 0);
        }
      }
    }
  }
}

TEST(IntervalTest, PrintsAsHalfOpen) {
  std::ostringstream os;
  os << Interval{kFirstInstant, kEndOfTime};
  EXPECT_EQ(os.str(), "[1900-01-01T00:00:00Z, 2201-01-01T00:00:00Z)");
}

}  // namespace
}  // namespace bookable
