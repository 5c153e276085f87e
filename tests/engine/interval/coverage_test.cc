#include "bookable/interval/coverage.h"

#include <algorithm>
#include <boost/icl/interval_map.hpp>
#include <random>

#include "bookable/interval/algebra.h"
#include "gtest/gtest.h"
#include "tests/engine/interval/interval_testing.h"

namespace bookable {
namespace {

using std::chrono::seconds;
using testing::FromMask;
using testing::Tick;

using List = std::vector<Interval>;

List AtLeast(CoverageCounter& counter, const std::vector<List>& sets,
             std::size_t k) {
  const std::vector<std::span<const Interval>> spans(sets.begin(), sets.end());
  List out = {{Tick(0), Tick(1)}};  // must be overwritten
  counter.AtLeast(spans, k, out);
  return out;
}

TEST(CoverageTest, PiecesThatTouchAreOneWhicheverSetsCoverThem) {
  CoverageCounter counter;
  // One set leaves at tick 2 as another enters.
  EXPECT_EQ(AtLeast(counter, {FromMask(0b0011), FromMask(0b1100)}, 1),
            FromMask(0b1111));
  EXPECT_EQ(AtLeast(counter,
                    {FromMask(0b0011), FromMask(0b1111), FromMask(0b1100)}, 2),
            FromMask(0b1111));
  EXPECT_TRUE(
      AtLeast(counter, {FromMask(0b0011), FromMask(0b1100)}, 2).empty());
}

TEST(CoverageTest, NoSetsOrMoreThanThereAreCoverNothing) {
  CoverageCounter counter;
  EXPECT_TRUE(AtLeast(counter, {}, 1).empty());
  EXPECT_TRUE(AtLeast(counter, {{}, {}}, 1).empty());
  EXPECT_TRUE(AtLeast(counter, {FromMask(7), {}}, 2).empty());
  EXPECT_TRUE(AtLeast(counter, {FromMask(7)}, 5).empty());
}

// Every triple of sets of five ticks, by boost::icl::interval_map and by
// counting.
TEST(CoverageTest, EveryTripleOfSetsOfFiveTicksAgrees) {
  CoverageCounter counter;
  for (std::uint64_t x = 0; x < 32; ++x) {
    for (std::uint64_t y = 0; y < 32; ++y) {
      for (std::uint64_t z = 0; z < 32; ++z) {
        const std::vector<List> sets = {FromMask(x), FromMask(y), FromMask(z)};
        EXPECT_EQ(AtLeast(counter, sets, 1), FromMask(x | y | z));
        EXPECT_EQ(AtLeast(counter, sets, 2),
                  FromMask((x & y) | (x & z) | (y & z)));
        EXPECT_EQ(AtLeast(counter, sets, 3), FromMask(x & y & z));
      }
    }
  }
}

List AtLeastByIcl(const std::vector<List>& sets, std::size_t k) {
  boost::icl::interval_map<std::int64_t, std::size_t> counts;
  for (const List& set : sets) {
    for (const Interval& i : set) {
      counts += std::make_pair(boost::icl::interval<std::int64_t>::right_open(
                                   i.start.time_since_epoch().count(),
                                   i.end.time_since_epoch().count()),
                               std::size_t{1});
    }
  }
  List out;
  for (const auto& [i, count] : counts) {
    if (count >= k) {
      out.push_back({Instant{seconds{i.lower()}}, Instant{seconds{i.upper()}}});
    }
  }
  out.resize(Normalize(out));
  return out;
}

TEST(CoverageTest, EveryPairOfSetsOfSixTicksAgreesWithAnIntervalMap) {
  CoverageCounter counter;
  for (std::uint64_t x = 0; x < 64; ++x) {
    for (std::uint64_t y = 0; y < 64; ++y) {
      const std::vector<List> sets = {FromMask(x), FromMask(y)};
      for (std::size_t k = 1; k <= 3; ++k) {
        ASSERT_EQ(AtLeast(counter, sets, k), AtLeastByIcl(sets, k));
      }
    }
  }
}

TEST(CoverageTest, RandomSetsAgreeWithAnIntervalMap) {
  constexpr unsigned kSeed = 20261125;
  std::mt19937 random(kSeed);
  CoverageCounter counter;
  for (int round = 0; round < 500; ++round) {
    std::vector<List> sets(random() % 20);
    for (List& set : sets) {
      const auto n = random() % 12;
      for (std::size_t i = 0; i < n; ++i) {
        const int start = static_cast<int>(random() % 200);
        set.push_back(
            {Tick(start), Tick(start + static_cast<int>(random() % 20))});
      }
      set.resize(Normalize(set));
    }
    for (std::size_t k = 1; k <= sets.size() + 1; ++k) {
      ASSERT_EQ(AtLeast(counter, sets, k), AtLeastByIcl(sets, k))
          << "seed " << kSeed << " round " << round << " k " << k;
    }
  }
}

// Many sets are sorted by radix, few by merging; over a month in two digits,
// over three centuries in four. All against interval_map, and against counting
// at random instants and at every edge.
TEST(CoverageTest, ManySetsOverAnyRangeAgreeWithAnIntervalMapAndCounting) {
  constexpr unsigned kSeed = 20261126;
  std::mt19937_64 random(kSeed);
  struct Shape {
    std::size_t sets;
    std::size_t intervals;  // of a set, at most
    std::int64_t range;     // seconds
  };
  constexpr std::int64_t kMonth = 31 * 86'400;
  const std::int64_t all = (kEndOfTime - kFirstInstant).count();
  const Shape shapes[] = {
      {1000, 3, kMonth}, {1000, 3, all}, {300, 40, kMonth},   {300, 40, all},
      {2000, 1, 5},      {500, 2, 2048}, {500, 2, 2047},      {40, 200, all},
      {3, 2000, all},    {1000, 1, 1},   {65, 30, 4 * kMonth}};
  CoverageCounter counter;  // one for all: radix and merging share its memory
  for (const Shape& shape : shapes) {
    std::vector<List> sets(shape.sets);
    const auto instant = [&] {
      return kFirstInstant +
             seconds{static_cast<std::int64_t>(
                 random() % static_cast<std::uint64_t>(shape.range + 1))};
    };
    for (List& set : sets) {
      for (std::size_t i = 0; i < shape.intervals; ++i) {
        const Instant a = instant();
        const Instant b = instant();
        // Mostly short, so that coverage varies.
        const Instant end = random() % 4 == 0
                                ? std::max(a, b)
                                : a + (std::max(a, b) - std::min(a, b)) / 64;
        set.push_back({random() % 4 == 0 ? std::min(a, b) : a, end});
        if (set.back().end < set.back().start) set.pop_back();
      }
      set.resize(Normalize(set));
    }
    for (const std::size_t k :
         {std::size_t{1}, std::size_t{2}, shape.sets / 10 + 1, shape.sets / 3,
          shape.sets - 1, shape.sets}) {
      SCOPED_TRACE(::testing::Message()
                   << "seed " << kSeed << " sets " << shape.sets << " range "
                   << shape.range << " k " << k);
      const List out = AtLeast(counter, sets, k);
      ASSERT_TRUE(IsNormalized(out));
      ASSERT_EQ(out, AtLeastByIcl(sets, k));
      std::vector<Instant> probes;
      for (int i = 0; i < 20; ++i) probes.push_back(instant());
      for (std::size_t i = 0; i < out.size() && i < 20; ++i) {
        for (const Instant edge : {out[i].start, out[i].end}) {
          probes.push_back(edge - seconds{1});
          probes.push_back(edge);
        }
      }
      for (const Instant t : probes) {
        std::size_t count = 0;
        for (const List& set : sets) count += Contains(set, t);
        ASSERT_EQ(Contains(out, t), count >= k) << FormatInstant(t);
      }
    }
  }
}

}  // namespace
}  // namespace bookable
