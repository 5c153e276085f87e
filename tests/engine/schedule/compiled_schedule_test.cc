#include "bookable/schedule/compiled_schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "bookable/schedule/schedule.h"
#include "tests/support/literals.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::At;
using testing::DateOf;
using testing::DayOf;
using testing::Span;
using testing::ZoneOf;

Schedule Weekly(const char* zone, DaySet days, std::chrono::minutes start,
                std::chrono::minutes end) {
  Schedule schedule;
  schedule.zone = ZoneOf(zone);
  schedule.weekly.push_back({.days = days, .start = start, .end = end});
  return schedule;
}

std::vector<Interval> Open(const Schedule& schedule, const char* start,
                           const char* end) {
  const CompiledSchedule compiled = CompiledSchedule::Create(schedule).value();
  std::vector<Interval> out;
  compiled.AppendOpen(Span(start, end), out);
  return out;
}

TEST(CompiledScheduleTest, WeeklyHoursAreWallClockHours) {
  // Rome is at +02:00 before 2026-10-25, at +01:00 after.
  const Schedule schedule = Weekly("Europe/Rome", kMonday, 9h, 16h);
  EXPECT_THAT(Open(schedule, "2026-10-18T00:00Z", "2026-10-28T00:00Z"),
              ElementsAre(Span("2026-10-19T07:00Z", "2026-10-19T14:00Z"),
                          Span("2026-10-26T08:00Z", "2026-10-26T15:00Z")));
}

TEST(CompiledScheduleTest, AWindowInsideTheGapIsEmpty) {
  // New York skips 02:00-03:00 on 2026-03-08.
  const Schedule schedule =
      Weekly("America/New_York", kSunday, 2h + 10min, 2h + 50min);
  EXPECT_THAT(Open(schedule, "2026-03-08T00:00Z", "2026-03-09T00:00Z"),
              IsEmpty());
}

TEST(CompiledScheduleTest, AWindowThatTouchesTheGapIsCutThere) {
  const Schedule schedule =
      Weekly("America/New_York", kSunday, 1h + 30min, 2h + 30min);
  EXPECT_THAT(Open(schedule, "2026-03-08T00:00Z", "2026-03-09T00:00Z"),
              ElementsAre(Span("2026-03-08T06:30Z", "2026-03-08T07:00Z")));
}

TEST(CompiledScheduleTest, AWindowInTheFoldIsOpenTwice) {
  // New York reads 01:00-02:00 twice on 2026-11-01.
  const Schedule schedule =
      Weekly("America/New_York", kSunday, 1h + 10min, 1h + 20min);
  EXPECT_THAT(Open(schedule, "2026-11-01T00:00Z", "2026-11-02T00:00Z"),
              ElementsAre(Span("2026-11-01T05:10Z", "2026-11-01T05:20Z"),
                          Span("2026-11-01T06:10Z", "2026-11-01T06:20Z")));
}

TEST(CompiledScheduleTest, AWholeDateLastsAsLongAsItsZoneSays) {
  const auto hours_of = [](const char* zone, const char* date) {
    const Zone z = ZoneOf(zone);
    const Schedule schedule = Weekly(zone, kEveryDay, 0h, 24h);
    const CompiledSchedule compiled =
        CompiledSchedule::Create(schedule).value();
    std::vector<MinuteWindow> hours;
    compiled.HoursOf(DayOf(date), hours);
    EXPECT_THAT(hours, ElementsAre(MinuteWindow{0, 1440}));
    return z.StartOfDate(DayOf(date) + std::chrono::days{1}) -
           z.StartOfDate(DayOf(date));
  };
  EXPECT_EQ(hours_of("Europe/Rome", "2026-03-29"), 23h);
  EXPECT_EQ(hours_of("Europe/Rome", "2026-10-25"), 25h);
  EXPECT_EQ(hours_of("Australia/Lord_Howe", "2026-04-05"), 24h + 30min);
  EXPECT_EQ(hours_of("Pacific/Apia", "2011-12-30"), 0h);
}

TEST(CompiledScheduleTest, AnEndBeforeTheStartLiesOnTheNextDate) {
  const Schedule schedule = Weekly("UTC", kFriday, 22h, 2h);
  EXPECT_THAT(Open(schedule, "2026-11-23T00:00Z", "2026-11-30T00:00Z"),
              ElementsAre(Span("2026-11-27T22:00Z", "2026-11-28T02:00Z")));
}

TEST(CompiledScheduleTest, OverlappingAndTouchingWindowsMerge) {
  Schedule schedule = Weekly("UTC", kMonday, 9h, 12h);
  schedule.weekly.push_back({.days = kMonday, .start = 12h, .end = 13h});
  schedule.weekly.push_back({.days = kMonday, .start = 10h, .end = 11h});
  EXPECT_THAT(Open(schedule, "2026-11-23T00:00Z", "2026-11-24T00:00Z"),
              ElementsAre(Span("2026-11-23T09:00Z", "2026-11-23T13:00Z")));
}

TEST(CompiledScheduleTest, AnOverrideReplacesAllHoursOfItsDate) {
  Schedule schedule = Weekly("UTC", kEveryDay, 9h, 16h);
  schedule.overrides.push_back(
      {.date = DateOf("2026-11-24"), .start = 18h, .end = 20h});
  schedule.overrides.push_back({.date = DateOf("2026-11-24")});
  schedule.overrides.push_back({.date = DateOf("2026-11-25")});
  EXPECT_THAT(Open(schedule, "2026-11-24T00:00Z", "2026-11-26T00:00Z"),
              ElementsAre(Span("2026-11-24T18:00Z", "2026-11-24T20:00Z")));
}

TEST(CompiledScheduleTest, AnOverrideCutsTheTailOfTheNightBefore) {
  Schedule schedule = Weekly("UTC", kEveryDay, 22h, 4h);
  schedule.overrides.push_back(
      {.date = DateOf("2026-11-24"), .start = 23h, .end = 5h});
  EXPECT_THAT(Open(schedule, "2026-11-23T12:00Z", "2026-11-25T12:00Z"),
              ElementsAre(Span("2026-11-23T22:00Z", "2026-11-24T00:00Z"),
                          Span("2026-11-24T23:00Z", "2026-11-25T05:00Z")));
}

TEST(CompiledScheduleTest, OutOfOfficeBeatsOverridesAndTheyBeatHolidays) {
  Schedule schedule = Weekly("UTC", kEveryDay, 9h, 10h);
  schedule.holidays = {{DateOf("2026-12-24"), "Eve"},
                       {DateOf("2026-12-25"), "Christmas"}};
  schedule.overrides.push_back(
      {.date = DateOf("2026-12-25"), .start = 12h, .end = 13h});
  schedule.overrides.push_back(
      {.date = DateOf("2026-12-26"), .start = 12h, .end = 13h});
  schedule.out_of_office.push_back(
      {DateOf("2026-12-26"), DateOf("2026-12-27"), "", ""});
  EXPECT_THAT(Open(schedule, "2026-12-24T00:00Z", "2026-12-29T00:00Z"),
              ElementsAre(Span("2026-12-25T12:00Z", "2026-12-25T13:00Z"),
                          Span("2026-12-28T09:00Z", "2026-12-28T10:00Z")));
}

TEST(CompiledScheduleTest, SpansSayOnWhichDatesAWindowMayBegin) {
  Schedule schedule = Weekly("UTC", kEveryDay, 22h, 2h);
  schedule.weekly[0].from = DateOf("2026-11-24");
  schedule.weekly[0].until = DateOf("2026-11-24");
  EXPECT_THAT(Open(schedule, "2026-11-23T00:00Z", "2026-11-27T00:00Z"),
              ElementsAre(Span("2026-11-24T22:00Z", "2026-11-25T02:00Z")));
}

TEST(CompiledScheduleTest, EveryNWeeksCountsFromTheAnchorsWeekBothWays) {
  Schedule schedule = Weekly("UTC", kSunday | kMonday, 9h, 10h);
  schedule.week_start = std::chrono::Monday;
  schedule.weekly[0].interval = 2;
  schedule.weekly[0].anchor = DateOf("2026-11-25");  // week of Mon 23
  EXPECT_THAT(Open(schedule, "2026-11-08T00:00Z", "2026-11-30T00:00Z"),
              ElementsAre(Span("2026-11-09T09:00Z", "2026-11-09T10:00Z"),
                          Span("2026-11-15T09:00Z", "2026-11-15T10:00Z"),
                          Span("2026-11-23T09:00Z", "2026-11-23T10:00Z"),
                          Span("2026-11-29T09:00Z", "2026-11-29T10:00Z")));
  // With weeks that begin on Sunday, Sunday 22 is in the anchor's week.
  schedule.week_start = std::chrono::Sunday;
  EXPECT_THAT(Open(schedule, "2026-11-15T00:00Z", "2026-11-30T00:00Z"),
              ElementsAre(Span("2026-11-22T09:00Z", "2026-11-22T10:00Z"),
                          Span("2026-11-23T09:00Z", "2026-11-23T10:00Z")));
}

TEST(CompiledScheduleTest, TravelIsReadByTheDatesOfItsOwnZone) {
  Schedule schedule = Weekly("Europe/Rome", kEveryDay, 9h, 11h);
  schedule.travel.push_back({ZoneOf("Asia/Tokyo"), DateOf("2026-05-06"),
                             DateOf("2026-05-06")});
  // Tokyo's 6 May is [5 May 15:00Z, 6 May 15:00Z); Rome's hours of 6 May,
  // [07:00Z, 09:00Z), are not read then.
  EXPECT_THAT(Open(schedule, "2026-05-05T00:00Z", "2026-05-08T00:00Z"),
              ElementsAre(Span("2026-05-05T07:00Z", "2026-05-05T09:00Z"),
                          Span("2026-05-06T00:00Z", "2026-05-06T02:00Z"),
                          Span("2026-05-07T07:00Z", "2026-05-07T09:00Z")));
}

TEST(CompiledScheduleTest, TheFirstTravelThatAppliesWins) {
  Schedule schedule = Weekly("UTC", kEveryDay, 9h, 10h);
  schedule.travel.push_back(
      {ZoneOf("Asia/Tokyo"), DateOf("2026-05-06"), DateOf("2026-05-07")});
  schedule.travel.push_back(
      {ZoneOf("America/New_York"), DateOf("2026-05-01"), std::nullopt});
  EXPECT_THAT(Open(schedule, "2026-05-05T12:00Z", "2026-05-09T00:00Z"),
              ElementsAre(Span("2026-05-05T13:00Z", "2026-05-05T14:00Z"),
                          Span("2026-05-06T00:00Z", "2026-05-06T01:00Z"),
                          Span("2026-05-07T00:00Z", "2026-05-07T01:00Z"),
                          Span("2026-05-08T13:00Z", "2026-05-08T14:00Z")));
}

TEST(CompiledScheduleTest, AppendLeavesEarlierContentAlone) {
  const CompiledSchedule compiled =
      CompiledSchedule::Create(Weekly("UTC", kEveryDay, 0h, 24h)).value();
  std::vector<Interval> out;
  compiled.AppendOpen(Span("2026-11-23T00:00Z", "2026-11-24T00:00Z"), out);
  compiled.AppendOpen(Span("2026-11-24T00:00Z", "2026-11-25T00:00Z"), out);
  EXPECT_THAT(out, ElementsAre(Span("2026-11-23T00:00Z", "2026-11-24T00:00Z"),
                               Span("2026-11-24T00:00Z", "2026-11-25T00:00Z")));
}

TEST(CompiledScheduleTest, IsOpenAgreesWithTheHours) {
  const CompiledSchedule compiled =
      CompiledSchedule::Create(Weekly("Europe/Rome", kMonday, 9h, 16h)).value();
  EXPECT_FALSE(compiled.IsOpen(At("2026-11-23T07:59:59Z")));
  EXPECT_TRUE(compiled.IsOpen(At("2026-11-23T08:00:00Z")));
  EXPECT_TRUE(compiled.IsOpen(At("2026-11-23T14:59:59Z")));
  EXPECT_FALSE(compiled.IsOpen(At("2026-11-23T15:00:00Z")));
}

TEST(CompiledScheduleTest, CreateNamesTheFieldThatIsWrong) {
  const auto compiled =
      CompiledSchedule::Create(Weekly("UTC", kMonday, 9h, 9h));
  ASSERT_FALSE(compiled.ok());
  EXPECT_THAT(std::string(compiled.status().message()),
              HasSubstr("schedule.availability[0].endTime"));
}

}  // namespace
}  // namespace bookable
