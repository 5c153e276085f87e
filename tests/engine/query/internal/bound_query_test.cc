#include "bookable/query/internal/bound_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/queries.h"

namespace bookable::internal {
namespace {

using namespace std::chrono_literals;
using testing::AlwaysOpen;
using testing::Ask;
using testing::AskTeam;
using testing::At;
using testing::HostIn;
using testing::HostOf;
using testing::ZoneOf;

SlotQuery OneDay(EventType event = {.length = 30min}) {
  return Ask(AlwaysOpen("Europe/Rome"), std::move(event), "2026-11-24T00:00Z",
             "2026-11-25T00:00Z");
}

const HostView& OnlyHost(const BoundQuery& bound) {
  return bound.stages()[0].groups[0].hosts[0];
}

TEST(BoundQueryTest, ZonesDefaultToThatOfTheFirstHost) {
  SlotQuery query = OneDay();
  BoundQuery bound = BoundQuery::Create(query).value();
  EXPECT_EQ(bound.event().zone(), ZoneOf("Europe/Rome"));
  EXPECT_EQ(bound.window().zone, ZoneOf("Europe/Rome"));
  query.event_zone = ZoneOf("Asia/Tokyo");
  bound = BoundQuery::Create(query).value();
  EXPECT_EQ(bound.event().zone(), ZoneOf("Asia/Tokyo"));
  EXPECT_EQ(bound.window().zone, ZoneOf("Asia/Tokyo"));
  query.zone = ZoneOf("America/New_York");
  bound = BoundQuery::Create(query).value();
  EXPECT_EQ(bound.event().zone(), ZoneOf("Asia/Tokyo"));
  EXPECT_EQ(bound.window().zone, ZoneOf("America/New_York"));
}

// Rows keep the places of the entries; what does not count is an empty row.
// Buffers are resolved.
TEST(BoundQueryTest, RowsAreWhatCounts) {
  SlotQuery query =
      OneDay({.length = 30min, .before_buffer = 5min, .after_buffer = 10min});
  query.now = At("2026-11-24T00:00Z");
  query.owner = "guest";
  query.ignore_booking = "moved";
  Host& host = HostIn(query);
  const Instant start = At("2026-11-24T09:00Z");
  host.busy.assign(3, BusyTime(start, start + 30min));
  host.busy[0].transparent = true;
  host.busy[1].id = std::string("moved");
  Booking booking;
  booking.start = start;
  booking.end = start + 30min;
  host.bookings.assign(5, booking);
  host.bookings[0].status = BookingStatus::kCancelled;
  host.bookings[1].status = BookingStatus::kRejected;
  host.bookings[2].id = std::string("moved");
  host.bookings[3].status = BookingStatus::kPending;
  host.bookings[4].after_buffer = 60min;
  host.bookings[4].blocks = false;
  Hold hold;
  hold.start = start;
  hold.end = start + 30min;
  hold.expires_at = start;
  host.holds.assign(2, hold);
  host.holds[0].owner = std::string("guest");
  host.holds[1].before_buffer = 0min;
  const BoundQuery bound = BoundQuery::Create(query).value();
  const HostView& view = OnlyHost(bound);
  const auto is_empty = [](const auto& row) { return row.end == row.start; };
  ASSERT_EQ(view.busy.size(), 3u);
  EXPECT_TRUE(view.busy[0].is_empty());  // transparent
  EXPECT_TRUE(view.busy[1].is_empty());  // moved
  EXPECT_FALSE(view.busy[2].is_empty());
  EXPECT_TRUE(view.busy_buffers.empty());  // none has any
  ASSERT_EQ(view.bookings.size(), 5u);
  EXPECT_TRUE(is_empty(view.bookings[0]));  // cancelled
  EXPECT_TRUE(is_empty(view.bookings[1]));  // rejected
  EXPECT_TRUE(is_empty(view.bookings[2]));  // moved
  EXPECT_FALSE(is_empty(view.bookings[3]));
  EXPECT_FALSE(is_empty(view.bookings[4]));
  EXPECT_EQ(view.bookings[3].buffers, (Buffers{300s, 600s}));
  EXPECT_TRUE(view.bookings[3].blocks);
  EXPECT_EQ(view.bookings[4].buffers, (Buffers{300s, 3600s}));
  EXPECT_FALSE(view.bookings[4].blocks);
  ASSERT_EQ(view.holds.size(), 2u);
  EXPECT_TRUE(is_empty(view.holds[0]));  // the guest's own
  EXPECT_FALSE(is_empty(view.holds[1]));
  EXPECT_EQ(view.holds[1].buffers, (Buffers{0s, 600s}));
}

// An empty owner or id excuses nobody's hold and moves no booking.
TEST(BoundQueryTest, EmptyNamesExcuseNothing) {
  SlotQuery query = OneDay();
  query.now = At("2026-11-24T00:00Z");
  Host& host = HostIn(query);
  const Instant start = At("2026-11-24T09:00Z");
  host.busy.assign(1, BusyTime(start, start + 30min));
  Hold hold;
  hold.start = start;
  hold.end = start + 30min;
  hold.expires_at = start;
  host.holds.assign(1, hold);
  const BoundQuery bound = BoundQuery::Create(query).value();
  EXPECT_EQ(OnlyHost(bound).busy.size(), 1u);
  EXPECT_EQ(OnlyHost(bound).holds.size(), 1u);
}

TEST(BoundQueryTest, BuffersOfBusyTimesAreKeptIfAnyHasSome) {
  SlotQuery query = OneDay();
  const Instant start = At("2026-11-24T09:00Z");
  HostIn(query).busy.assign(2, BusyTime(start, start + 30min));
  HostIn(query).busy[1].before_buffer = 5min;
  const BoundQuery bound = BoundQuery::Create(query).value();
  ASSERT_EQ(OnlyHost(bound).busy_buffers.size(), 2u);
  EXPECT_EQ(OnlyHost(bound).busy_buffers[0], (Buffers{}));
  EXPECT_EQ(OnlyHost(bound).busy_buffers[1], (Buffers{300s, 0s}));
}

TEST(BoundQueryTest, RowsAreDistinctHostsByFirstMention) {
  const Host a = HostOf("a", AlwaysOpen("UTC"));
  const Host b = HostOf("b", AlwaysOpen("UTC"));
  const Host c = HostOf("c", AlwaysOpen("UTC"));
  Group first;
  first.hosts = {b, a};
  Group second;
  second.hosts = {a, c, b};
  second.require = 2;
  const BoundQuery bound =
      BoundQuery::Create(AskTeam({first, second}, {.length = 30min},
                                 "2026-11-24T00:00Z", "2026-11-25T00:00Z"))
          .value();
  ASSERT_EQ(bound.stages().size(), 1u);
  const auto groups = bound.stages()[0].groups;
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].hosts[0].row, 0u);
  EXPECT_EQ(groups[0].hosts[1].row, 1u);
  EXPECT_EQ(groups[1].hosts[0].row, 1u);
  EXPECT_EQ(groups[1].hosts[1].row, 2u);
  EXPECT_EQ(groups[1].hosts[2].row, 0u);
  EXPECT_EQ(groups[0].needed(), 2u);
  EXPECT_EQ(groups[1].needed(), 2u);
  EXPECT_EQ(groups[0].hosts[1].schedule, groups[1].hosts[0].schedule);
}

TEST(BoundQueryTest, TheFirstStageGivesTheLengthOfASequence) {
  Group group;
  group.hosts = {HostOf("a", AlwaysOpen("Europe/Rome"))};
  SlotQuery query;
  query.stages = {
      {.length = 45min, .groups = {group}},
      {.length = 20min, .groups = {group}, .min_gap = 5min, .max_gap = 10min}};
  query.from = At("2026-11-24T00:00Z");
  query.until = At("2026-11-25T00:00Z");
  const BoundQuery bound = BoundQuery::Create(query).value();
  EXPECT_EQ(bound.event().length(), 45min);
  EXPECT_EQ(bound.event().step(), 45min);
  EXPECT_EQ(bound.event().zone(), ZoneOf("Europe/Rome"));
  ASSERT_EQ(bound.stages().size(), 2u);
  EXPECT_EQ(bound.stages()[1].length, 20min);
  EXPECT_EQ(bound.stages()[1].min_gap, 5min);
  EXPECT_EQ(bound.stages()[1].max_gap, 10min);
  EXPECT_EQ(bound.stages()[0].groups[0].hosts[0].row,
            bound.stages()[1].groups[0].hosts[0].row);
}

// Views look into memory that moves along.
TEST(BoundQueryTest, MayBeMoved) {
  SlotQuery query = OneDay();
  const Instant start = At("2026-11-24T09:00Z");
  HostIn(query).busy.assign(1, BusyTime(start, start + 30min));
  BoundQuery first = BoundQuery::Create(query).value();
  const BoundQuery second = std::move(first);
  EXPECT_EQ(OnlyHost(second).busy[0].start, start);
  EXPECT_EQ(OnlyHost(second).schedule->zone(), ZoneOf("Europe/Rome"));
}

TEST(BoundQueryTest, AnErrorIsThatOfValidate) {
  const auto bound = BoundQuery::Create(OneDay({}));
  ASSERT_FALSE(bound.ok());
  EXPECT_EQ(std::string(bound.status().message()),
            "eventType.lengthInMinutes: must be from 1 to 10080, got 0");
}

}  // namespace
}  // namespace bookable::internal
