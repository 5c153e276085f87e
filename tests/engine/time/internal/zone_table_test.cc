#include "bookable/time/internal/zone_table.h"

#include "gtest/gtest.h"

namespace bookable::internal {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

Instant At(std::int64_t s) { return kFirstInstant + seconds{s}; }

TEST(ZoneTableTest, TheFirstStretchStartsAtTheBeginningOfTime) {
  const ZoneTable table("x", {{At(5), hours{1}}, {At(9), hours{2}}});
  EXPECT_EQ(table.stretches[0].start, Instant::min());
  EXPECT_EQ(table.stretches[1].start, At(9));
}

TEST(ZoneTableTest, NeighboursWithEqualOffsetAreMerged) {
  const ZoneTable table("x", {{At(0), hours{1}},
                              {At(3), hours{1}},
                              {At(5), hours{2}},
                              {At(7), hours{2}},
                              {At(9), hours{1}}});
  ASSERT_EQ(table.stretches.size(), 3u);
  EXPECT_EQ(table.stretches[1], (Stretch{At(5), hours{2}}));
  EXPECT_EQ(table.stretches[2], (Stretch{At(9), hours{1}}));
}

TEST(ZoneTableTest, ManyStretchesInOneBucketAndNoneInOthersAreFound) {
  constexpr std::int64_t kBucket = std::int64_t{1} << 24;
  std::vector<Stretch> raw = {{Instant::min(), hours{0}}};
  for (int i = 1; i <= 20; ++i) raw.push_back({At(i * 10), hours{i}});
  raw.push_back({At(4 * kBucket), hours{0}});
  raw.push_back({At(4 * kBucket + 1), hours{1}});
  raw.push_back({At(6 * kBucket - 1), hours{2}});
  raw.push_back({kEndOfTime, hours{3}});
  raw.push_back({kEndOfTime + hours{1}, hours{4}});
  const ZoneTable table("x", raw);
  for (std::size_t i = 1; i < raw.size(); ++i) {
    EXPECT_EQ(table.StretchAt(raw[i].start - seconds{1}), i - 1);
    EXPECT_EQ(table.StretchAt(raw[i].start), i);
  }
  EXPECT_EQ(table.StretchAt(At(5 * kBucket)), 22u);
  EXPECT_EQ(table.StretchAt(kFirstInstant), 0u);
  EXPECT_EQ(table.StretchAt(kFirstInstant - seconds{1}), 0u);
  EXPECT_EQ(table.StretchAt(Instant::max()), raw.size() - 1);
}

}  // namespace
}  // namespace bookable::internal
