#include "bookable/interval/icl.h"

#include <boost/icl/separate_interval_set.hpp>
#include <boost/icl/split_interval_set.hpp>

#include "gtest/gtest.h"
#include "tests/engine/interval/interval_testing.h"

namespace bookable {
namespace {

namespace icl = boost::icl;
using std::chrono::seconds;
using testing::FromMask;
using testing::Tick;

IntervalSet SetOf(std::uint64_t mask) {
  return IntervalSet::FromNormalizedUnchecked(FromMask(mask));
}

TEST(IclTest, EverySetOfSixTicksConvertsThereAndBack) {
  for (std::uint64_t x = 0; x < 64; ++x) {
    EXPECT_EQ(FromIcl(ToIcl(SetOf(x))), SetOf(x));
  }
}

TEST(IclTest, SetsOfAnyStyleAndBoundsConvert) {
  icl::interval_set<Instant> dynamic;
  dynamic += icl::interval<Instant>::closed(Tick(1), Tick(2));
  dynamic += icl::interval<Instant>::open(Tick(3), Tick(5));
  dynamic += icl::interval<Instant>::left_open(Tick(6), Tick(7));
  EXPECT_EQ(FromIcl(dynamic), SetOf(0b10010110));

  icl::separate_interval_set<Instant> separate;
  separate.insert(icl::interval<Instant>::right_open(Tick(0), Tick(2)));
  separate.insert(icl::interval<Instant>::right_open(Tick(2), Tick(3)));
  ASSERT_EQ(separate.iterative_size(), 2u);
  EXPECT_EQ(FromIcl(separate), SetOf(0b111));

  icl::split_interval_set<Instant> split;
  split += icl::interval<Instant>::right_open(Tick(0), Tick(4));
  split += icl::interval<Instant>::right_open(Tick(2), Tick(6));
  EXPECT_EQ(FromIcl(split), SetOf(0b111111));

  icl::interval_set<Instant, std::less, icl::right_open_interval<Instant>>
      fixed;
  fixed += icl::right_open_interval<Instant>(Tick(1), Tick(3));
  EXPECT_EQ(FromIcl(fixed), SetOf(0b110));
}

TEST(IclTest, OurIntervalIsAnIclInterval) {
  static_assert(icl::is_interval<Interval>::value);
  static_assert(icl::is_discrete<Instant>::value);
  IclIntervalSet set;
  set += Interval{Tick(0), Tick(4)};
  set -= Interval{Tick(1), Tick(2)};
  set &= Interval{Tick(0), Tick(3)};
  EXPECT_EQ(FromIcl(set), SetOf(0b101));
  EXPECT_EQ(icl::length(set), seconds{2});

  IclIntervalMap<int> map;
  map += std::make_pair(Interval{Tick(0), Tick(4)}, 1);
  map += std::make_pair(Interval{Tick(2), Tick(6)}, 1);
  EXPECT_EQ(map.iterative_size(), 3u);
  EXPECT_EQ(map(Tick(3)), 2);
}

// The reading half of the concept: each function says of our set what ICL's own
// says of the converted one.
TEST(IclTest, EveryReadingFunctionAgreesWithIclsOwn) {
  static_assert(icl::is_set<IntervalSet>::value);
  static_assert(icl::is_interval_container<IntervalSet>::value);
  for (std::uint64_t x = 0; x < 64; ++x) {
    const IntervalSet a = SetOf(x);
    const IclIntervalSet theirs = ToIcl(a);
    EXPECT_EQ(icl::is_empty(a), icl::is_empty(theirs));
    EXPECT_EQ(icl::length(a), icl::length(theirs));
    EXPECT_EQ(icl::cardinality(a), icl::cardinality(theirs));
    EXPECT_EQ(icl::size(a), icl::size(theirs));
    EXPECT_EQ(icl::interval_count(a), icl::interval_count(theirs));
    EXPECT_EQ(icl::iterative_size(a), icl::iterative_size(theirs));
    if (x != 0) {
      EXPECT_EQ(icl::hull(a), icl::hull(theirs));
      EXPECT_EQ(icl::lower(a), icl::lower(theirs));
      EXPECT_EQ(icl::upper(a), icl::upper(theirs));
      EXPECT_EQ(icl::first(a), icl::first(theirs));
      EXPECT_EQ(icl::last(a), icl::last(theirs));
    }
    for (int t = 0; t <= 6; ++t) {
      EXPECT_EQ(icl::contains(a, Tick(t)), icl::contains(theirs, Tick(t)));
      EXPECT_EQ(icl::intersects(a, Tick(t)), icl::intersects(theirs, Tick(t)));
      for (int u = t + 1; u <= 6; ++u) {  // ICL asserts that it is not empty
        const Interval part{Tick(t), Tick(u)};
        EXPECT_EQ(icl::contains(a, part), icl::contains(theirs, part));
        EXPECT_EQ(icl::intersects(a, part), icl::intersects(theirs, part));
      }
    }
    for (std::uint64_t y = 0; y < 64; ++y) {
      const IntervalSet b = SetOf(y);
      const IclIntervalSet their_b = ToIcl(b);
      EXPECT_EQ(icl::contains(a, b), icl::contains(theirs, their_b));
      EXPECT_EQ(icl::within(a, b), icl::within(theirs, their_b));
      EXPECT_EQ(icl::intersects(a, b), icl::intersects(theirs, their_b));
      EXPECT_EQ(icl::disjoint(a, b), icl::disjoint(theirs, their_b));
    }
  }
}

}  // namespace
}  // namespace bookable
