#include "bookable/query/can_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::Ask;
using testing::AskTeam;
using testing::At;
using testing::Daily;
using testing::HostIn;
using testing::HostOf;

// Open 9 to 12 in UTC, asked for the 24th.
SlotQuery Morning(EventType event) {
  return Ask(Daily("UTC", 9h, 12h), std::move(event), "2026-11-24T00:00Z",
             "2026-11-25T00:00Z");
}
Instant On24(const char* time) {
  return At(std::string("2026-11-24T") + time + "Z");
}
bool Sells(const SlotQuery& query, const char* time,
           GridRule rule = GridRule::kAnyTime) {
  return CanBook(query, On24(time), rule).value();
}

// Section 10: a time that is free must be sellable, whole minute or not.
TEST(CanBookTest, WhatIsFreeCanBeSoldOnTheGridOrNot) {
  const SlotQuery query = Morning({.length = 60min});
  EXPECT_TRUE(Sells(query, "09:00"));
  EXPECT_TRUE(Sells(query, "09:17"));
  EXPECT_TRUE(Sells(query, "09:17:23"));
  EXPECT_TRUE(Sells(query, "11:00"));
  EXPECT_FALSE(Sells(query, "11:00:01"));
  EXPECT_FALSE(Sells(query, "08:59:59"));
  // The strict form.
  EXPECT_TRUE(Sells(query, "09:00", GridRule::kOnGrid));
  EXPECT_FALSE(Sells(query, "09:17", GridRule::kOnGrid));
  EXPECT_FALSE(Sells(query, "08:00", GridRule::kOnGrid));
}

TEST(CanBookTest, TheBoundsOfTheQueryDoNotMatter) {
  SlotQuery query = Morning({.length = 60min});
  query.until = query.from;
  EXPECT_TRUE(Sells(query, "09:00"));
  EXPECT_TRUE(Sells(query, "09:00", GridRule::kOnGrid));
}

TEST(CanBookTest, TheFirstOfADateIsNotTheOnlyOneSold) {
  const SlotQuery query =
      Morning({.length = 60min, .only_first_slot_of_date = true});
  EXPECT_TRUE(Sells(query, "10:00"));
  EXPECT_TRUE(Sells(query, "10:00", GridRule::kOnGrid));
}

TEST(CanBookTest, BusyTimeBuffersNoticeWindowAndLimitsRefuse) {
  SlotQuery query = Morning({.length = 60min, .after_buffer = 10min});
  HostIn(query).busy = {BusyTime(On24("10:05"), On24("10:10"))};
  EXPECT_FALSE(Sells(query, "09:00"));
  EXPECT_TRUE(Sells(query, "10:10"));
  HostIn(query).busy.clear();

  query.now = On24("08:00");
  query.event.minimum_notice = 90min;
  EXPECT_FALSE(Sells(query, "09:29:59"));
  EXPECT_TRUE(Sells(query, "09:30:00"));

  query.event.booking_window = {.kind = BookingWindow::Kind::kRange,
                                .first = testing::DateOf("2026-11-25"),
                                .last = testing::DateOf("2026-11-25")};
  EXPECT_FALSE(Sells(query, "10:00"));
  query.event.booking_window = {
      .kind = BookingWindow::Kind::kCalendarDays, .days = 1, .rolling = true};
  EXPECT_TRUE(Sells(query, "10:00"));
  EXPECT_FALSE(CanBook(query, At("2026-11-25T10:00Z")).value());

  query.event.limits.count[0] = 1;
  HostIn(query).bookings.resize(1);
  HostIn(query).bookings[0].start = On24("20:00");
  HostIn(query).bookings[0].end = On24("21:00");
  EXPECT_FALSE(Sells(query, "10:00"));
}

// A joinable session can be joined where it starts, off the minute too.
TEST(CanBookTest, ASessionWithSeatsLeftCanBeJoined) {
  SlotQuery query = Morning({.length = 60min, .seats = 2});
  HostIn(query).bookings.resize(1);
  HostIn(query).bookings[0].start = On24("09:30:30");
  HostIn(query).bookings[0].end = On24("10:30:30");
  EXPECT_TRUE(Sells(query, "09:30:30"));
  EXPECT_FALSE(Sells(query, "09:30:30", GridRule::kOnGrid));
  EXPECT_FALSE(Sells(query, "09:30"));
  HostIn(query).bookings[0].seats_taken = 2;
  EXPECT_FALSE(Sells(query, "09:30:30"));
}

TEST(CanBookTest, ATeamNeedsDistinctHosts) {
  const Host a = HostOf("a", Daily("UTC", 9h, 12h));
  const Host b = HostOf("b", Daily("UTC", 10h, 12h));
  Group first;
  first.hosts = {a};
  Group second;
  second.hosts = {a, b};
  second.require = 1;
  const SlotQuery query = AskTeam({first, second}, {.length = 60min},
                                  "2026-11-24T00:00Z", "2026-11-25T00:00Z");
  EXPECT_FALSE(Sells(query, "09:59"));
  EXPECT_TRUE(Sells(query, "10:00"));
  EXPECT_TRUE(Sells(query, "10:01"));
  EXPECT_FALSE(Sells(query, "10:01", GridRule::kOnGrid));
  SlotQuery twice = query;
  twice.groups[1].hosts = {a};
  EXPECT_FALSE(Sells(twice, "10:00"));
}

TEST(CanBookTest, ASequenceNeedsAllItsStages) {
  Group a;
  a.hosts = {HostOf("a", Daily("UTC", 9h, 12h))};
  Group b;
  b.hosts = {HostOf("b", Daily("UTC", 11h, 13h))};
  SlotQuery query;
  query.stages = {
      {.length = 60min, .groups = {a}},
      {.length = 60min, .groups = {b}, .min_gap = 0min, .max_gap = 15min}};
  query.from = query.until = On24("00:00");
  EXPECT_FALSE(Sells(query, "09:00"));
  EXPECT_TRUE(Sells(query, "09:45"));
  EXPECT_TRUE(Sells(query, "10:30"));
  EXPECT_TRUE(Sells(query, "11:00"));
  EXPECT_FALSE(Sells(query, "09:45", GridRule::kOnGrid));
  EXPECT_TRUE(Sells(query, "10:00", GridRule::kOnGrid));
}

TEST(CanBookTest, InstantsOutsideTheYearsOfTheEngineAreNotSold) {
  const SlotQuery query = Ask(testing::AlwaysOpen("UTC"), {.length = 60min},
                              "2026-11-24T00:00Z", "2026-11-25T00:00Z");
  EXPECT_TRUE(CanBook(query, kFirstInstant).value());
  EXPECT_FALSE(CanBook(query, kFirstInstant - 1s).value());
  EXPECT_FALSE(CanBook(query, Instant::max()).value());
  EXPECT_FALSE(CanBook(query, Instant::min()).value());
}

TEST(CanBookTest, AnErrorIsThatOfValidate) {
  const auto sells = CanBook(Morning({}), On24("09:00"));
  ASSERT_FALSE(sells.ok());
  EXPECT_EQ(std::string(sells.status().message()),
            "eventType.lengthInMinutes: must be from 1 to 10080, got 0");
}

// Section 10, law: every start of FindSlots can be booked, strictly too; and
// no other minute is on the grid.
TEST(CanBookTest, EveryStartOfFindSlotsCanBeBookedAndNoOtherIsOnTheGrid) {
  for (int alignment = 0; alignment < 5; ++alignment) {
    SlotQuery query = Ask(Daily("Europe/Rome", 22h, 4h),
                          {.length = 25min,
                           .slot_interval = 35min,
                           .alignment = static_cast<Alignment>(alignment),
                           .seats = 2},
                          "2026-10-24T18:00Z", "2026-10-25T06:00Z");
    HostIn(query).busy = {
        BusyTime(At("2026-10-24T21:07Z"), At("2026-10-24T21:33Z"))};
    HostIn(query).bookings.resize(1);
    HostIn(query).bookings[0].start = At("2026-10-25T00:11Z");
    HostIn(query).bookings[0].end = At("2026-10-25T00:36Z");
    std::vector<Instant> on_grid;
    for (Instant t = query.from; t < query.until; t += 1min) {
      if (CanBook(query, t, GridRule::kOnGrid).value()) on_grid.push_back(t);
    }
    const SlotList slots = FindSlots(query).value();
    EXPECT_THAT(on_grid, ::testing::ElementsAreArray(slots.starts()));
    for (const Instant t : slots.starts()) {
      EXPECT_TRUE(CanBook(query, t).value());
    }
  }
}

}  // namespace
}  // namespace bookable
