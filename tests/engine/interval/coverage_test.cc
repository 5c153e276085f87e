#include "bookable/interval/coverage.h"

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

}  // namespace
}  // namespace bookable
