#include "bookable/query/slot_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <vector>

#include "tests/support/literals.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(HostBitsTest, RowsBeyondTheWordsAreNotInIt) {
  EXPECT_FALSE(HostBits({}).Contains(0));
  const std::uint64_t word = 1;
  const HostBits bits{std::span(&word, 1)};
  EXPECT_TRUE(bits.Contains(0));
  EXPECT_FALSE(bits.Contains(64));
}

TEST(SlotListTest, BitsNameRowsInAscendingOrder) {
  const std::vector<std::uint64_t> words = {0b101, 0, 1ull << 63};
  const HostBits bits(words);
  EXPECT_EQ(bits.count(), 3u);
  EXPECT_THAT(bits.rows(), ElementsAre(0, 2, 191));
  EXPECT_TRUE(bits.Contains(191));
  EXPECT_FALSE(bits.Contains(190));
  EXPECT_EQ(HostBits({}).count(), 0u);
  EXPECT_THAT(HostBits({}).rows(), IsEmpty());
}

TEST(SlotListTest, AnEmptyListIsEmpty) {
  const SlotList list;
  EXPECT_TRUE(list.is_empty());
  EXPECT_EQ(list.size(), 0u);
  EXPECT_TRUE(list.begin() == list.end());
}

TEST(SlotListTest, SlotsOfOneHostHaveStartAndEndAlone) {
  SlotColumns columns;
  columns.starts = {At("2026-11-24T09:00Z"), At("2026-11-24T10:00Z")};
  const SlotList list(columns, 30min);
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list.length(), 30min);
  EXPECT_EQ(list[1].start, At("2026-11-24T10:00Z"));
  EXPECT_EQ(list[1].end, At("2026-11-24T10:30Z"));
  EXPECT_EQ(list[1].hosts.count(), 0u);
  EXPECT_TRUE(list[1].assigned.words().empty());
  EXPECT_TRUE(list[1].stage_starts.empty());
  EXPECT_EQ(list[1].seats_remaining, 0);
  std::vector<Instant> starts;
  for (const Slot slot : list) starts.push_back(slot.start);
  EXPECT_EQ(starts, columns.starts);
  auto it = list.begin();
  EXPECT_EQ((*it++).start, columns.starts[0]);
  EXPECT_EQ((*it).start, columns.starts[1]);
  EXPECT_TRUE(++it == list.end());
}

TEST(SlotListTest, EachSlotReadsItsOwnRowOfEveryColumn) {
  SlotColumns columns;
  columns.starts = {At("2026-11-24T09:00Z"), At("2026-11-24T10:00Z")};
  columns.words_per_row = 2;
  columns.hosts = {1, 2, 4, 8};
  columns.assigned = {1, 0, 0, 8};
  columns.seats_remaining = {3, 5};
  columns.stage_count = 2;
  columns.stage_starts = {At("2026-11-24T09:00Z"), At("2026-11-24T09:30Z"),
                          At("2026-11-24T10:00Z"), At("2026-11-24T10:45Z")};
  columns.stage_hosts = {1, 0, 2, 0, 3, 0, 4, 0};
  const SlotList list(columns, 30min);
  const Slot second = list[1];
  EXPECT_THAT(second.hosts.rows(), ElementsAre(2, 67));
  EXPECT_THAT(second.assigned.rows(), ElementsAre(67));
  EXPECT_EQ(second.seats_remaining, 5);
  EXPECT_THAT(second.stage_starts,
              ElementsAre(At("2026-11-24T10:00Z"), At("2026-11-24T10:45Z")));
  EXPECT_THAT(second.stage_hosts, ElementsAre(3, 0, 4, 0));
}

TEST(SlotListTest, ClearLeavesNothingOfTheAnswerBefore) {
  SlotColumns columns;
  columns.starts = {At("2026-11-24T09:00Z")};
  columns.words_per_row = 2;
  columns.hosts = {1, 2};
  columns.assigned = {1, 2};
  columns.seats_remaining = {3};
  columns.stage_count = 2;
  columns.stage_starts = {Instant{}, Instant{}};
  columns.stage_hosts = {1, 2, 3, 4};
  columns.Clear();
  EXPECT_EQ(columns, SlotColumns{});
}

}  // namespace
}  // namespace bookable
