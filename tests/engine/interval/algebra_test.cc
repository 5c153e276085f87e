// g++ 12 sees dangling pointers in the std::set that ICL returns by value.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wdangling-pointer"
#endif
#include "bookable/interval/algebra.h"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/icl/interval_set.hpp>
#include <functional>
#include <map>
#include <random>

#include "gtest/gtest.h"
#include "tests/engine/interval/interval_testing.h"

namespace bookable {
namespace {

using std::chrono::seconds;
using testing::FromMask;
using testing::Tick;
using testing::ToMask;

using Mask = std::uint64_t;
using List = std::vector<Interval>;

constexpr int kTicks = 6;
constexpr Mask kMasks = Mask{1} << kTicks;
// What stands in `out` beyond what a kernel may write.
constexpr Interval kGuard{Instant{seconds{-7}}, Instant{seconds{-9}}};

// Runs kernel(out) on a span of exactly `bound` intervals with guards behind;
// fails if it writes beyond the bound or leaves what is not normalised.
template <class Kernel>
List RunKernel(std::size_t bound, Kernel kernel) {
  List out(bound + 2, kGuard);
  const std::size_t count = kernel(std::span(out).first(bound));
  EXPECT_LE(count, bound);
  EXPECT_EQ(out[bound], kGuard);
  EXPECT_EQ(out[bound + 1], kGuard);
  out.resize(std::min(count, bound));
  EXPECT_TRUE(IsNormalized(out));
  return out;
}

struct Binary {
  const char* name;
  std::size_t (*kernel)(std::span<const Interval>, std::span<const Interval>,
                        std::span<Interval>) noexcept;
  Mask (*on_masks)(Mask, Mask);
  std::size_t (*bound)(std::size_t m, std::size_t n);
};

constexpr std::array<Binary, 4> kBinary = {{
    {"Union", Union, [](Mask a, Mask b) { return a | b; },
     [](std::size_t m, std::size_t n) { return m + n; }},
    {"Intersect", Intersect, [](Mask a, Mask b) { return a & b; },
     [](std::size_t m, std::size_t n) {
       return m == 0 || n == 0 ? 0 : m + n - 1;
     }},
    {"Subtract", Subtract, [](Mask a, Mask b) { return a & ~b; },
     [](std::size_t m, std::size_t n) { return m == 0 ? 0 : m + n; }},
    {"SymmetricDifference", SymmetricDifference,
     [](Mask a, Mask b) { return a ^ b; },
     [](std::size_t m, std::size_t n) { return m + n; }},
}};

TEST(AlgebraTest, EveryPairOfSetsOfSixTicksAgreesWithMasks) {
  for (const Binary& op : kBinary) {
    for (Mask x = 0; x < kMasks; ++x) {
      for (Mask y = 0; y < kMasks; ++y) {
        const List a = FromMask(x);
        const List b = FromMask(y);
        const List out = RunKernel(
            op.bound(a.size(), b.size()),
            [&](std::span<Interval> o) { return op.kernel(a, b, o); });
        EXPECT_EQ(out, FromMask(op.on_masks(x, y)))
            << op.name << " " << x << " " << y;
      }
    }
  }
}

// For each pair of counts some sets reach the bound, so none is too large.
TEST(AlgebraTest, TheBoundsOnOutAreTight) {
  constexpr Mask kMore = Mask{1} << 9;  // room for four and a piece apart
  for (const Binary& op : kBinary) {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> most;
    std::array<Interval, 16> out;
    for (Mask x = 0; x < kMore; ++x) {
      const List a = FromMask(x);
      for (Mask y = 0; y < kMore; ++y) {
        const List b = FromMask(y);
        std::size_t& count = most[{a.size(), b.size()}];
        count = std::max(count, op.kernel(a, b, out));
      }
    }
    for (const auto& [counts, count] : most) {
      const auto [m, n] = counts;
      EXPECT_LE(count, op.bound(m, n)) << op.name << " " << m << " " << n;
      if (m + n > 4) continue;  // more do not fit into nine ticks
      EXPECT_EQ(count, op.bound(m, n)) << op.name << " " << m << " " << n;
    }
  }
}

TEST(AlgebraTest, EveryComplementWithinEveryIntervalAgreesWithMasks) {
  std::map<std::size_t, std::size_t> most;
  for (Mask x = 0; x < kMasks; ++x) {
    const List a = FromMask(x);
    for (int s = 0; s <= kTicks; ++s) {
      for (int e = s; e <= kTicks; ++e) {
        const List out = RunKernel(a.size() + 1, [&](std::span<Interval> o) {
          return Complement(a, {Tick(s), Tick(e)}, o);
        });
        const Mask within = ((Mask{1} << e) - 1) & ~((Mask{1} << s) - 1);
        EXPECT_EQ(out, FromMask(within & ~x)) << x << " " << s << " " << e;
        most[a.size()] = std::max(most[a.size()], out.size());
      }
    }
  }
  EXPECT_EQ(most[0], 1u);
  EXPECT_EQ(most[1], 2u);
  EXPECT_EQ(most[2], 3u);
}

TEST(AlgebraTest, EveryDilationAndErosionAgreesWithMasks) {
  constexpr int kShift = 8;  // so that nothing moves below tick 0
  for (Mask x = 0; x < kMasks; ++x) {
    const Mask mask = x << kShift;
    const List a = FromMask(mask);
    for (int before = 0; before <= 4; ++before) {
      for (int after = 0; after <= 4; ++after) {
        // t is in the dilation iff some set tick lies in t-after...t+before, in
        // the erosion iff all ticks of t-before...t+after are set.
        Mask grown = 0;
        Mask shrunk = 0;
        for (int t = 4; t < 24; ++t) {
          bool any = false;
          bool all = true;
          for (int u = t - after; u <= t + before; ++u) any |= mask >> u & 1;
          for (int u = t - before; u <= t + after; ++u) all &= mask >> u & 1;
          grown |= Mask{any} << t;
          shrunk |= Mask{all} << t;
        }
        EXPECT_EQ(RunKernel(a.size(),
                            [&](std::span<Interval> o) {
                              return Dilate(a, seconds{before}, seconds{after},
                                            o);
                            }),
                  FromMask(grown))
            << x << " " << before << " " << after;
        const List eroded = RunKernel(a.size(), [&](std::span<Interval> o) {
          return Erode(a, seconds{before}, seconds{after}, o);
        });
        EXPECT_EQ(eroded, FromMask(shrunk))
            << x << " " << before << " " << after;

        // Erosion is dilation, the other way, of the complement.
        const Interval all{Tick(-20), Tick(60)};
        List busy(a.size() + 1);
        busy.resize(Complement(a, all, busy));
        List wide(busy.size());
        wide.resize(Dilate(busy, seconds{after}, seconds{before}, wide));
        List left(wide.size() + 1);
        left.resize(Complement(wide, all, left));
        EXPECT_EQ(left, eroded);
      }
    }
  }
}

TEST(AlgebraTest, EveryLookupAgreesWithMasks) {
  for (Mask x = 0; x < kMasks; ++x) {
    const List a = FromMask(x);
    for (int t = 0; t <= kTicks; ++t) {
      EXPECT_EQ(Contains(a, Tick(t)), (x >> t & 1) != 0);
      const std::size_t i = FirstEndingAfter(a, Tick(t));
      EXPECT_TRUE(i == a.size() || a[i].end > Tick(t));
      EXPECT_TRUE(i == 0 || a[i - 1].end <= Tick(t));
      for (int u = t; u <= kTicks; ++u) {
        const Interval part{Tick(t), Tick(u)};
        const Mask ticks = ((Mask{1} << u) - 1) & ~((Mask{1} << t) - 1);
        EXPECT_EQ(Contains(a, part), (ticks & ~x) == 0) << x << part;
        EXPECT_EQ(Overlaps(a, part), (ticks & x) != 0) << x << part;
      }
    }
  }
}

// Every list of three intervals over four ticks, empty ones included.
TEST(AlgebraTest, NormalizeSortsAndMergesEveryListOfThree) {
  List all;
  for (int s = 0; s <= 4; ++s) {
    for (int e = s; e <= 4; ++e) all.push_back({Tick(s), Tick(e)});
  }
  for (const Interval& a : all) {
    for (const Interval& b : all) {
      for (const Interval& c : all) {
        List list = {a, b, c};
        const List expected = FromMask(ToMask(list));
        list.resize(Normalize(list));
        EXPECT_EQ(list, expected);
      }
    }
  }
}

TEST(AlgebraTest, NormalizedMeansSortedNonEmptyAndApart) {
  EXPECT_TRUE(IsNormalized({}));
  EXPECT_TRUE(IsNormalized(List{{Tick(0), Tick(1)}, {Tick(2), Tick(3)}}));
  EXPECT_FALSE(IsNormalized(List{{Tick(0), Tick(0)}}));
  EXPECT_FALSE(IsNormalized(List{{Tick(0), Tick(1)}, {Tick(1), Tick(3)}}));
  EXPECT_FALSE(IsNormalized(List{{Tick(0), Tick(2)}, {Tick(1), Tick(3)}}));
  EXPECT_FALSE(IsNormalized(List{{Tick(2), Tick(3)}, {Tick(0), Tick(1)}}));
}

using IclSet = boost::icl::interval_set<std::int64_t>;

IclSet ToIclSeconds(const List& list) {
  IclSet set;
  for (const Interval& i : list) {
    set += boost::icl::interval<std::int64_t>::right_open(
        i.start.time_since_epoch().count(), i.end.time_since_epoch().count());
  }
  return set;
}

List FromIclSeconds(const IclSet& set) {
  List out;
  for (const auto& i : set) {
    out.push_back({Instant{seconds{i.lower()}}, Instant{seconds{i.upper()}}});
  }
  return out;
}

TEST(AlgebraTest, RandomSetsAgreeWithBoostIcl) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const auto random_list = [&random] {
    List list;
    const auto n = random() % 60;
    // Sometimes crowded, sometimes sparse.
    const auto span = 50u << random() % 6;
    for (std::size_t i = 0; i < n; ++i) {
      const int start = static_cast<int>(random() % span);
      list.push_back(
          {Tick(start), Tick(start + static_cast<int>(random() % 30))});
    }
    return list;
  };
  for (int round = 0; round < 2000; ++round) {
    List a = random_list();
    List b = random_list();
    const IclSet x = ToIclSeconds(a);
    const IclSet y = ToIclSeconds(b);
    a.resize(Normalize(a));
    b.resize(Normalize(b));
    SCOPED_TRACE(::testing::Message()
                 << "seed " << kSeed << " round " << round);
    ASSERT_EQ(a, FromIclSeconds(x));
    ASSERT_EQ(b, FromIclSeconds(y));
    const std::array<IclSet, 4> expected = {x + y, x & y, x - y, x ^ y};
    for (std::size_t op = 0; op < kBinary.size(); ++op) {
      ASSERT_EQ(RunKernel(kBinary[op].bound(a.size(), b.size()),
                          [&](std::span<Interval> o) {
                            return kBinary[op].kernel(a, b, o);
                          }),
                FromIclSeconds(expected[op]))
          << kBinary[op].name;
    }

    // The unary ones, by ICL's own set operations.
    const Interval all{Tick(-100), Tick(2000)};
    const auto widened = [](const List& list, int before, int after) {
      List wide;
      for (const Interval& i : list) {
        wide.push_back({i.start - seconds{before}, i.end + seconds{after}});
      }
      return ToIclSeconds(wide);
    };
    const IclSet without = ToIclSeconds({all}) - x;
    ASSERT_EQ(
        RunKernel(a.size() + 1,
                  [&](std::span<Interval> o) { return Complement(a, all, o); }),
        FromIclSeconds(without));
    const auto before = static_cast<int>(random() % 20);
    const auto after = static_cast<int>(random() % 20);
    ASSERT_EQ(RunKernel(a.size(),
                        [&](std::span<Interval> o) {
                          return Dilate(a, seconds{before}, seconds{after}, o);
                        }),
              FromIclSeconds(widened(a, before, after)));
    ASSERT_EQ(
        RunKernel(a.size(),
                  [&](std::span<Interval> o) {
                    return Erode(a, seconds{before}, seconds{after}, o);
                  }),
        FromIclSeconds(x - widened(FromIclSeconds(without), after, before)));
    for (int probe = 0; probe < 20; ++probe) {
      const Interval part{Tick(static_cast<int>(random() % 400)),
                          Tick(static_cast<int>(400 + random() % 400))};
      const Instant t = part.start;
      const auto second = t.time_since_epoch().count();
      ASSERT_EQ(Contains(a, t), boost::icl::contains(x, second));
      const auto seconds_of_part =
          boost::icl::interval<std::int64_t>::right_open(
              second, part.end.time_since_epoch().count());
      ASSERT_EQ(Contains(a, part), boost::icl::contains(x, seconds_of_part));
      ASSERT_EQ(Overlaps(a, part), boost::icl::intersects(x, seconds_of_part));
    }
  }
}

}  // namespace
}  // namespace bookable
