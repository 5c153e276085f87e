#include "bookable/query/horizon.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::AlwaysOpen;
using testing::Ask;
using testing::AskTeam;
using testing::At;
using testing::Daily;
using testing::HostIn;
using testing::HostOf;
using testing::Span;

SlotQuery OneDay(EventType event) {
  return Ask(AlwaysOpen("UTC"), std::move(event), "2026-11-24T00:00Z",
             "2026-11-25T00:00Z");
}

// Section 5: two local dates of look-back, the slot's length ahead, buffers.
TEST(HorizonTest, BusyTimeReachesTwoDatesBackAndTheSlotAhead) {
  EXPECT_EQ(BusyHorizon(OneDay({.length = 60min})).value(),
            Span("2026-11-23T00:00Z", "2026-11-25T01:00Z"));
  EXPECT_EQ(BusyHorizon(OneDay({.length = 60min,
                                .before_buffer = 10min,
                                .after_buffer = 20min}))
                .value(),
            Span("2026-11-22T23:50Z", "2026-11-25T01:20Z"));
  EXPECT_EQ(
      BusyHorizon(OneDay({.length = 60min, .alignment = Alignment::kPacked}))
          .value(),
      Span("2026-11-23T00:00Z", "2026-11-28T01:00Z"));
}

TEST(HorizonTest, TheFirstOfADateNeedsItsWholeDate) {
  SlotQuery query = OneDay({.length = 60min, .only_first_slot_of_date = true});
  query.from = At("2026-11-24T12:00Z");
  EXPECT_LE(BusyHorizon(query)->start, At("2026-11-23T00:00Z"));
}

TEST(HorizonTest, RollingWindowsNeedTheirLookAhead) {
  SlotQuery query =
      OneDay({.length = 60min,
              .booking_window = {.kind = BookingWindow::Kind::kCalendarDays,
                                 .days = 1,
                                 .rolling = true}});
  query.now = At("2026-11-20T12:00Z");
  // Today's date from the start, its date before, and 70 dates ahead.
  EXPECT_EQ(BusyHorizon(query).value(),
            Span("2026-11-19T00:00Z", "2027-01-30T01:00Z"));
}

TEST(HorizonTest, LaterStagesReachFurtherAhead) {
  Group group;
  group.hosts = {HostOf("a", AlwaysOpen("UTC"))};
  SlotQuery query;
  query.stages = {
      {.length = 60min, .groups = {group}},
      {.length = 30min, .groups = {group}, .min_gap = 10min, .max_gap = 20min}};
  query.from = At("2026-11-24T00:00Z");
  query.until = At("2026-11-25T00:00Z");
  EXPECT_EQ(BusyHorizon(query)->end, At("2026-11-25T01:50Z"));
}

TEST(HorizonTest, AnEmptyQueryNeedsNothing) {
  SlotQuery query = OneDay({.length = 60min});
  query.until = query.from;
  EXPECT_TRUE(BusyHorizon(query)->is_empty());
  query.event.limits.count[0] = 1;
  EXPECT_TRUE(LimitHorizon(query)->is_empty());
}

// Section 7: the whole periods the query touches.
TEST(HorizonTest, LimitsNeedWholePeriods) {
  SlotQuery query = OneDay({.length = 60min});
  EXPECT_TRUE(LimitHorizon(query)->is_empty());
  const auto holds = [&](const Interval& part) {
    return LimitHorizon(query)->Contains(part);
  };
  query.event.limits.count[0] = 1;
  EXPECT_TRUE(holds(Span("2026-11-24T00:00Z", "2026-11-25T00:00Z")));
  query.event.limits = {};
  query.event.limits.minutes[1] = 60;
  HostIn(query).schedule.week_start = std::chrono::Monday;
  EXPECT_TRUE(holds(Span("2026-11-23T00:00Z", "2026-11-30T00:00Z")));
  query.event.limits = {};
  query.event.limits.count[2] = 1;
  EXPECT_EQ(LimitHorizon(query).value(),
            Span("2026-11-01T00:00Z", "2026-12-01T00:00Z"));
  query.event.limits.count[3] = 1;
  EXPECT_EQ(LimitHorizon(query).value(),
            Span("2026-01-01T00:00Z", "2027-01-01T00:00Z"));
}

// In the host's own zone.
TEST(HorizonTest, LimitPeriodsAreTheHosts) {
  SlotQuery query = OneDay({.length = 60min});
  query.event.limits.count[2] = 1;
  HostIn(query).schedule = AlwaysOpen("Asia/Tokyo");
  EXPECT_EQ(LimitHorizon(query).value(),
            Span("2026-10-31T15:00Z", "2026-11-30T15:00Z"));
}

TEST(HorizonTest, FairnessNeedsItsPeriod) {
  Group group;
  group.require = 1;
  group.hosts = {HostOf("a", AlwaysOpen("UTC")),
                 HostOf("b", AlwaysOpen("UTC"))};
  SlotQuery query = AskTeam({group}, {.length = 60min}, "2026-11-24T00:00Z",
                            "2026-11-25T00:00Z");
  EXPECT_TRUE(LimitHorizon(query)->is_empty());
  query.assign = true;
  EXPECT_EQ(LimitHorizon(query).value(),
            Span("2026-11-01T00:00Z", "2026-12-01T00:00Z"));
  query.fairness_period = FairnessPeriod::kYear;
  EXPECT_EQ(LimitHorizon(query).value(),
            Span("2026-01-01T00:00Z", "2027-01-01T00:00Z"));
  query.fairness_period = FairnessPeriod::kWeek;
  EXPECT_TRUE(LimitHorizon(query)->Contains(
      Span("2026-11-22T00:00Z", "2026-11-29T00:00Z")));
  query.fairness_period = FairnessPeriod::kAllTime;
  EXPECT_EQ(LimitHorizon(query).value(), (Interval{kFirstInstant, kEndOfTime}));
}

TEST(HorizonTest, AnErrorIsThatOfValidate) {
  EXPECT_EQ(std::string(BusyHorizon(OneDay({})).status().message()),
            "eventType.lengthInMinutes: must be from 1 to 10080, got 0");
  EXPECT_EQ(std::string(LimitHorizon(OneDay({})).status().message()),
            "eventType.lengthInMinutes: must be from 1 to 10080, got 0");
}

TEST(HorizonTest, TheEndsOfTimeHaveHorizons) {
  SlotQuery query =
      OneDay({.length = 10'080min,
              .before_buffer = 10'080min,
              .booking_window = {.kind = BookingWindow::Kind::kCalendarDays,
                                 .days = 366,
                                 .rolling = true}});
  query.event.limits.count[3] = 1;
  query.from = kFirstInstant;
  query.until = kFirstInstant + 24h;
  query.now = kEndOfTime;
  EXPECT_LT(BusyHorizon(query)->start, kFirstInstant);
  EXPECT_GT(BusyHorizon(query)->end, kEndOfTime);
  EXPECT_GT(LimitHorizon(query)->end, kEndOfTime);
}

}  // namespace
}  // namespace bookable
