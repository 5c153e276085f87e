#include "bookable/query/internal/slot_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "bookable/query/internal/bound_query.h"
#include "tests/support/queries.h"

namespace bookable::internal {
namespace {

using namespace std::chrono_literals;
using testing::AskTeam;
using testing::At;
using testing::Daily;
using ::testing::ElementsAre;
using testing::HostOf;
using ::testing::IsEmpty;

TEST(SlotSearchTest, RowListsKeepEachRowApart) {
  RowLists<int> lists;
  lists.AppendRow(std::vector{1, 2});
  lists.EndRow();
  lists.items().push_back(3);
  lists.EndRow();
  ASSERT_EQ(lists.size(), 3u);
  EXPECT_THAT(lists[0], ElementsAre(1, 2));
  EXPECT_THAT(lists[1], IsEmpty());
  EXPECT_THAT(lists[2], ElementsAre(3));
  EXPECT_THAT(lists.Spans(), ::testing::SizeIs(3));
  EXPECT_THAT(lists.Spans()[2], ElementsAre(3));
  lists.Clear();
  EXPECT_EQ(lists.size(), 0u);
  EXPECT_THAT(lists.Spans(), IsEmpty());
}

BoundQuery Pair(EventType event) {
  Group group;
  group.require = 1;
  group.hosts = {HostOf("a", Daily("UTC", 9h, 12h)),
                 HostOf("b", Daily("UTC", 10h, 13h))};
  SlotQuery query = AskTeam({group}, std::move(event), "2026-11-24T00:00Z",
                            "2026-11-26T00:00Z");
  query.now = query.from;
  return BoundQuery::Create(query).value();
}

// A slot takes 32 bytes here: two instants and two words of host bits.
TEST(SlotSearchTest, AnAnswerThatTakesTooManyBytesIsCut) {
  const BoundQuery query = Pair({.length = 60min});
  SlotSearch search;
  SlotColumns out;
  EXPECT_TRUE(
      search.FindSlots(query.event(), query.stages(), query.window(), out));
  EXPECT_EQ(out.starts.size(), 8u);
  EXPECT_FALSE(search.FindSlots(query.event(), query.stages(), query.window(),
                                out, 4 * 32));
  EXPECT_LE(out.starts.size(), 4u);
  // The bound is that of one call.
  EXPECT_TRUE(
      search.FindSlots(query.event(), query.stages(), query.window(), out));
  EXPECT_EQ(out.starts.size(), 8u);
}

// Look-ahead does not count: it keeps nothing.
TEST(SlotSearchTest, LookAheadIsNotPartOfTheAnswer) {
  const BoundQuery query =
      Pair({.length = 60min,
            .booking_window = {.kind = BookingWindow::Kind::kCalendarDays,
                               .days = 60,
                               .rolling = true}});
  SlotSearch search;
  SlotColumns out;
  EXPECT_TRUE(search.FindSlots(query.event(), query.stages(), query.window(),
                               out, 9 * 32));
  EXPECT_EQ(out.starts.size(), 8u);
  EXPECT_EQ(out.hosts.size(), 8u);
}

// More points than one block of host bits holds: blocks meet without a seam.
TEST(SlotSearchTest, BlocksOfPointsMeetWithoutASeam) {
  std::vector<Host> hosts;
  for (int i = 0; i < 300; ++i) {
    hosts.push_back(HostOf(std::to_string(i), testing::AlwaysOpen("UTC")));
  }
  Group group;
  group.require = 1;
  group.hosts = std::move(hosts);
  const SlotQuery query = AskTeam({group}, {.length = 1min},
                                  "2026-11-01T00:00Z", "2027-01-01T00:00Z");
  const BoundQuery bound = BoundQuery::Create(query).value();
  SlotSearch search;
  SlotColumns out;
  // 61 days of 1,440 points; a block holds 52,428.
  EXPECT_TRUE(
      search.FindSlots(bound.event(), bound.stages(), bound.window(), out));
  ASSERT_EQ(out.starts.size(), 61u * 1440u);
  EXPECT_EQ(out.words_per_row, 5u);
  for (std::size_t i = 0; i < out.starts.size(); ++i) {
    ASSERT_EQ(out.starts[i], query.from + static_cast<int>(i) * 1min);
    ASSERT_EQ(out.hosts[i * 5], ~std::uint64_t{0});
    ASSERT_EQ(out.hosts[i * 5 + 4], (std::uint64_t{1} << 44) - 1);
  }
}

}  // namespace
}  // namespace bookable::internal
