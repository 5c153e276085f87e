#include "bookable/interval/interval_set.h"

#include <sstream>

#include "gtest/gtest.h"
#include "tests/engine/interval/interval_testing.h"

namespace bookable {
namespace {

using std::chrono::seconds;
using testing::FromMask;
using testing::Tick;

IntervalSet SetOf(std::uint64_t mask) {
  return IntervalSet::FromNormalizedUnchecked(FromMask(mask));
}

TEST(IntervalSetTest, AnyOrderOverlapsAndEmptyOnesMakeTheSameSet) {
  const IntervalSet set = {{Tick(4), Tick(6)},
                           {Tick(0), Tick(1)},
                           {Tick(3), Tick(3)},
                           {Tick(1), Tick(2)},
                           {Tick(5), Tick(7)}};
  EXPECT_EQ(set, SetOf(0b1110011));
  EXPECT_EQ(set.size(), 2u);
  EXPECT_EQ(set.length(), seconds{5});
  EXPECT_EQ(set[1], (Interval{Tick(4), Tick(7)}));
}

TEST(IntervalSetTest, OperatorsAreSetOperations) {
  for (std::uint64_t x = 0; x < 64; ++x) {
    for (std::uint64_t y = 0; y < 64; ++y) {
      EXPECT_EQ(SetOf(x) | SetOf(y), SetOf(x | y));
      EXPECT_EQ(SetOf(x) & SetOf(y), SetOf(x & y));
      EXPECT_EQ(SetOf(x) - SetOf(y), SetOf(x & ~y));
      EXPECT_EQ(SetOf(x) ^ SetOf(y), SetOf(x ^ y));
    }
  }
}

TEST(IntervalSetTest, ASetMayBeCombinedWithItself) {
  const IntervalSet set = SetOf(0b1011);
  EXPECT_EQ(set | set, set);
  EXPECT_EQ(set & set, set);
  EXPECT_TRUE((set - set).is_empty());
  EXPECT_TRUE((set ^ set).is_empty());
}

TEST(IntervalSetTest, ComplementOfTheComplementIsTheSet) {
  const Interval all{Tick(0), Tick(6)};
  for (std::uint64_t x = 0; x < 64; ++x) {
    EXPECT_EQ(SetOf(x).Complement(all), SetOf(~x & 63));
    EXPECT_EQ(SetOf(x).Complement(all).Complement(all), SetOf(x));
  }
}

TEST(IntervalSetTest, DilateClosesHolesAndErodeDropsWhatIsShort) {
  EXPECT_EQ(SetOf(0b1010'00).Dilate(seconds{1}, seconds{0}), SetOf(0b1111'00));
  EXPECT_EQ(SetOf(0b1011'00).Erode(seconds{1}, seconds{0}), SetOf(0b0010'00));
  EXPECT_EQ(SetOf(0b1011'00).Erode(seconds{0}, seconds{1}), SetOf(0b0001'00));
}

TEST(IntervalSetTest, LookupsSeeTheEdges) {
  const IntervalSet set = SetOf(0b1100110);
  EXPECT_TRUE(set.Contains(Tick(1)));
  EXPECT_FALSE(set.Contains(Tick(3)));
  EXPECT_TRUE(set.Contains({Tick(5), Tick(7)}));
  EXPECT_FALSE(set.Contains({Tick(2), Tick(6)}));
  EXPECT_TRUE(set.Overlaps({Tick(2), Tick(6)}));
  EXPECT_FALSE(set.Overlaps({Tick(3), Tick(5)}));
}

TEST(IntervalSetTest, PrintsItsIntervals) {
  std::ostringstream os;
  os << IntervalSet() << ' '
     << IntervalSet{{Tick(0), Tick(60)}, {Tick(90), Tick(120)}};
  EXPECT_EQ(os.str(),
            "{} {[1900-01-01T00:00:00Z, 1900-01-01T00:01:00Z), "
            "[1900-01-01T00:01:30Z, 1900-01-01T00:02:00Z)}");
}

}  // namespace
}  // namespace bookable
