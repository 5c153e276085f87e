#include "bookable/schedule/compiled_schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "bookable/interval/algebra.h"
#include "bookable/schedule/schedule.h"
#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::At;
using testing::DateOf;
using testing::DayOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Span;
using testing::Weekly;
using testing::ZoneOf;

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
  schedule.travel.push_back(
      {ZoneOf("Asia/Tokyo"), DateOf("2026-05-06"), DateOf("2026-05-06")});
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

// Section 2: an override of D cuts the tail of D-1's night at D's midnight; the
// tail of the override itself runs on unless the next date has one too.
TEST(CompiledScheduleTest, AnOverridesOwnTailIsCutByTheNextOverride) {
  Schedule schedule = Weekly("UTC", kEveryDay, 9h, 10h);
  schedule.overrides.push_back(
      {.date = DateOf("2026-11-24"), .start = 22h, .end = 2h});
  schedule.overrides.push_back(
      {.date = DateOf("2026-11-25"), .start = 22h, .end = 2h});
  EXPECT_THAT(Open(schedule, "2026-11-24T12:00Z", "2026-11-27T00:00Z"),
              ElementsAre(Span("2026-11-24T22:00Z", "2026-11-25T00:00Z"),
                          Span("2026-11-25T22:00Z", "2026-11-26T02:00Z"),
                          Span("2026-11-26T09:00Z", "2026-11-26T10:00Z")));
}

// Section 2: out of office and holidays cut the tail of the night before.
TEST(CompiledScheduleTest, HolidaysAndAwayCutTheNightBefore) {
  Schedule schedule = Weekly("UTC", kEveryDay, 22h, 4h);
  schedule.holidays = {{DateOf("2026-11-24"), ""}};
  schedule.out_of_office = {
      {DateOf("2026-11-26"), DateOf("2026-11-26"), "", ""}};
  EXPECT_THAT(Open(schedule, "2026-11-23T12:00Z", "2026-11-27T12:00Z"),
              ElementsAre(Span("2026-11-23T22:00Z", "2026-11-24T00:00Z"),
                          Span("2026-11-25T22:00Z", "2026-11-26T00:00Z")));
}

// An override with equal times is closed; with hours beside it, these remain.
TEST(CompiledScheduleTest, EqualTimesOfAnOverrideCloseTheDate) {
  Schedule schedule = Weekly("UTC", kEveryDay, 9h, 10h);
  schedule.overrides.push_back(
      {.date = DateOf("2026-11-24"), .start = 9h, .end = 9h});
  EXPECT_THAT(Open(schedule, "2026-11-24T00:00Z", "2026-11-25T00:00Z"),
              IsEmpty());
  schedule.overrides.push_back(
      {.date = DateOf("2026-11-24"), .start = 12h, .end = 13h});
  EXPECT_THAT(Open(schedule, "2026-11-24T00:00Z", "2026-11-25T00:00Z"),
              ElementsAre(Span("2026-11-24T12:00Z", "2026-11-24T13:00Z")));
}

// Dates are civil: a window of a date the zone skipped may have its tail on the
// next (Pacific/Apia had no 2011-12-30, a Friday).
TEST(CompiledScheduleTest, AWindowOfASkippedDateKeepsItsTail) {
  const Schedule schedule = Weekly("Pacific/Apia", kFriday, 22h, 2h);
  // 2011-12-31T00:00+14:00.
  EXPECT_THAT(Open(schedule, "2011-12-29T00:00Z", "2012-01-05T00:00Z"),
              ElementsAre(Span("2011-12-30T10:00Z", "2011-12-30T12:00Z")));
}

// Section 2: overrides, spans, N weeks, holidays and out of office go by the
// date read, in the travel zone while travelling.
TEST(CompiledScheduleTest, EverythingGoesByTheDateReadWhileTravelling) {
  Schedule schedule = Weekly("Europe/Rome", kEveryDay, 9h, 10h);
  schedule.travel.push_back(
      {ZoneOf("Pacific/Auckland"), DateOf("2026-06-01"), DateOf("2026-06-30")});
  schedule.overrides.push_back({.date = DateOf("2026-06-10")});
  // Auckland (+12:00) reads 9:00 of the 9th at 8 June 21:00Z; the 10th is shut.
  EXPECT_THAT(Open(schedule, "2026-06-08T12:00Z", "2026-06-11T00:00Z"),
              ElementsAre(Span("2026-06-08T21:00Z", "2026-06-08T22:00Z"),
                          Span("2026-06-10T21:00Z", "2026-06-10T22:00Z")));
}

// America/St_Johns went from 2010-11-07 00:01 back to 23:01 of the 6th: travel
// on the 7th is read there twice, with home (UTC) between.
TEST(CompiledScheduleTest, TravelIsMembershipWhereADateIsReadTwice) {
  Schedule schedule = Weekly("UTC", kEveryDay, 0h, 24h);
  schedule.overrides.push_back({.date = DateOf("2010-11-07")});
  schedule.travel.push_back(
      {ZoneOf("America/St_Johns"), DateOf("2010-11-06"), DateOf("2010-11-06")});
  // St John's reads the 6th in [06T02:30Z, 07T02:30Z) and [07T02:31Z,
  // 07T03:30Z); elsewhere UTC does, where the 7th is shut.
  EXPECT_THAT(Open(schedule, "2010-11-06T12:00Z", "2010-11-08T12:00Z"),
              ElementsAre(Span("2010-11-06T12:00Z", "2010-11-07T02:30Z"),
                          Span("2010-11-07T02:31Z", "2010-11-07T03:30Z"),
                          Span("2010-11-08T00:00Z", "2010-11-08T12:00Z")));
}

TEST(CompiledScheduleTest, HoursReadAcrossTheDateLineTouchAndMerge) {
  Schedule schedule = Weekly("UTC", kEveryDay, 0h, 24h);
  schedule.travel.push_back(
      {ZoneOf("Asia/Tokyo"), DateOf("2026-05-06"), DateOf("2026-05-07")});
  EXPECT_THAT(Open(schedule, "2026-05-01T00:00Z", "2026-05-12T00:00Z"),
              ElementsAre(Span("2026-05-01T00:00Z", "2026-05-12T00:00Z")));
}

TEST(CompiledScheduleTest, NothingIsOpenWithoutRulesOrRange) {
  EXPECT_THAT(Open({}, "2026-11-23T00:00Z", "2027-11-23T00:00Z"), IsEmpty());
  EXPECT_THAT(Open(Weekly("UTC", kEveryDay, 0h, 24h), "2026-11-23T00:00Z",
                   "2026-11-23T00:00Z"),
              IsEmpty());
}

// More windows than AppendOpen has room for without allocating.
TEST(CompiledScheduleTest, ADateMayHaveManyWindows) {
  Schedule schedule;
  std::vector<Interval> expected;
  for (int i = 0; i < 100; ++i) {
    const std::chrono::minutes start{i * 10};
    schedule.overrides.push_back(
        {.date = DateOf("2026-11-24"), .start = start, .end = start + 5min});
    expected.push_back(
        {At("2026-11-24T00:00Z") + start, At("2026-11-24T00:05Z") + start});
  }
  EXPECT_EQ(Open(schedule, "2026-11-23T00:00Z", "2026-11-26T00:00Z"), expected);
}

// The years the engine answers for, to both ends.
TEST(CompiledScheduleTest, TheFirstAndLastDatesAreLikeOthers) {
  const Schedule schedule = Weekly("Pacific/Kiritimati", kEveryDay, 0h, 24h);
  const CompiledSchedule compiled = CompiledSchedule::Create(schedule).value();
  std::vector<Interval> open;
  compiled.AppendOpen({kFirstInstant, kEndOfTime}, open);
  EXPECT_THAT(open, ElementsAre(Interval{kFirstInstant, kEndOfTime}));
  EXPECT_THAT(Open(Weekly("UTC", kEveryDay, 23h, 1h), "1900-01-01T00:00Z",
                   "1900-01-02T00:00Z"),
              ElementsAre(Span("1900-01-01T00:00Z", "1900-01-01T01:00Z"),
                          Span("1900-01-01T23:00Z", "1900-01-02T00:00Z")));
  EXPECT_THAT(Open(Weekly("UTC", kEveryDay, 23h, 1h), "2200-12-31T00:00Z",
                   "2201-01-01T00:00Z"),
              ElementsAre(Span("2200-12-31T00:00Z", "2200-12-31T01:00Z"),
                          Span("2200-12-31T23:00Z", "2201-01-01T00:00Z")));
}

TEST(CompiledScheduleTest, RulesAndTravelOfAllDatesReachBothEnds) {
  Schedule schedule = Weekly("UTC", kEveryDay, 0h, 24h);
  schedule.weekly[0].from = DateOf("0001-01-01");
  schedule.weekly[0].until = DateOf("9999-12-31");
  schedule.weekly[0].interval = 1;
  schedule.travel.push_back(
      {ZoneOf("Asia/Tokyo"), DateOf("0001-01-01"), DateOf("9999-12-31")});
  schedule.travel.push_back(
      {ZoneOf("Europe/Rome"), DateOf("0001-01-01"), std::nullopt});
  schedule.out_of_office.push_back(
      {DateOf("2200-12-31"), DateOf("9999-12-31"), "", ""});
  const CompiledSchedule compiled = CompiledSchedule::Create(schedule).value();
  std::vector<Interval> open;
  compiled.AppendOpen({kFirstInstant, kEndOfTime}, open);
  // Tokyo's 31 December 2200 begins at 15:00Z of the 30th.
  EXPECT_THAT(open,
              ElementsAre(Interval{kFirstInstant, At("2200-12-30T15:00Z")}));
}

// The membership rule, asked minute by minute: the hours of the date read, with
// rules, spans, N weeks, overrides, holidays, away and travel at random, over
// weeks with transitions. No interval, no stretch.
class Membership {
 public:
  explicit Membership(const Schedule& schedule) : schedule_(schedule) {}

  bool IsOpen(Instant t) const {
    Zone zone = schedule_.zone;
    for (const Travel& travel : schedule_.travel) {
      const auto date = travel.zone.DateAt(t);
      if (std::chrono::local_days{travel.start} <= date &&
          (!travel.end || date <= std::chrono::local_days{*travel.end})) {
        zone = travel.zone;
        break;
      }
    }
    const auto local = zone.ToLocal(t);
    const auto date = std::chrono::floor<std::chrono::days>(local);
    const auto time = local - date;
    if (Reads(date, time)) return true;
    return !IsSpecial(date) &&
           Reads(date - std::chrono::days{1}, time + std::chrono::hours{24});
  }

 private:
  using Day = std::chrono::local_days;

  bool IsAway(Day date) const {
    return std::ranges::any_of(schedule_.out_of_office, [&](const auto& away) {
      return Day{away.start} <= date && date <= Day{away.end};
    });
  }
  bool IsOverridden(Day date) const {
    return std::ranges::any_of(schedule_.overrides, [&](const auto& o) {
      return Day{o.date} == date;
    });
  }
  bool IsHoliday(Day date) const {
    return std::ranges::any_of(
        schedule_.holidays, [&](const auto& h) { return Day{h.date} == date; });
  }
  bool IsSpecial(Day date) const {
    return IsAway(date) || IsOverridden(date) || IsHoliday(date);
  }
  static bool Lies(std::chrono::seconds time, std::chrono::minutes start,
                   std::chrono::minutes end) {
    if (end < start) end += std::chrono::hours{24};
    return start <= time && time < end;
  }
  // Time since `date` began, up to 48 hours.
  bool Reads(Day date, std::chrono::seconds time) const {
    if (IsAway(date)) return false;
    if (IsOverridden(date)) {
      return std::ranges::any_of(schedule_.overrides, [&](const auto& o) {
        return Day{o.date} == date && o.start && Lies(time, *o.start, *o.end);
      });
    }
    if (IsHoliday(date)) return false;
    return std::ranges::any_of(schedule_.weekly, [&](const auto& rule) {
      if (!rule.days.Contains(std::chrono::weekday{date})) return false;
      if (rule.from && date < Day{*rule.from}) return false;
      if (rule.until && date > Day{*rule.until}) return false;
      if (rule.interval > 1) {
        const auto weeks =
            (WeekBegin(date, schedule_.week_start) -
             WeekBegin(Day{*rule.anchor}, schedule_.week_start)) /
            std::chrono::weeks{1};
        if (weeks % rule.interval != 0) return false;
      }
      return Lies(time, rule.start, rule.end);
    });
  }

  const Schedule& schedule_;
};

TEST(CompiledScheduleTest, RandomSchedulesAgreeWithMembershipMinuteByMinute) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const auto below = [&random](int n) {
    return static_cast<int>(random() % static_cast<unsigned>(n));
  };
  struct Week {
    const char* zone;
    const char* begin;
  };
  const std::vector<Week> weeks = {{"Europe/Rome", "2026-03-26T00:00Z"},
                                   {"Europe/Rome", "2026-10-22T00:00Z"},
                                   {"Australia/Lord_Howe", "2026-04-02T00:00Z"},
                                   {"Pacific/Apia", "2011-12-27T00:00Z"},
                                   {"America/St_Johns", "2010-11-04T00:00Z"},
                                   {"America/Havana", "2026-10-29T00:00Z"},
                                   {"America/Sao_Paulo", "2018-11-01T00:00Z"},
                                   {"Africa/Monrovia", "1972-01-04T00:00Z"}};
  for (int round = 0; round < 400; ++round) {
    const Week& week = weeks[static_cast<std::size_t>(below(8))];
    const Instant begin = At(week.begin);
    const Interval range{begin, begin + std::chrono::days{7}};
    const auto date = [&] {
      return Date{std::chrono::floor<std::chrono::days>(
                      std::chrono::local_seconds{begin.time_since_epoch()}) +
                  std::chrono::days{below(9) - 1}};
    };
    const auto time = [&](int last) {
      return std::chrono::minutes{std::min(15 * below(97), last)};
    };
    Schedule schedule;
    schedule.zone = ZoneOf(week.zone);
    schedule.week_start = std::chrono::weekday{static_cast<unsigned>(below(7))};
    for (int n = below(5); n > 0; --n) {
      WeeklyRule rule{.start = time(1439), .end = time(1440)};
      for (unsigned day = 0; day < 7; ++day) {
        if (below(2) == 0) rule.days |= DaySet(std::chrono::weekday{day});
      }
      if (rule.start == rule.end || rule.days.is_empty()) continue;
      if (below(3) == 0) rule.from = date();
      if (below(3) == 0) rule.until = date();
      if (rule.from && rule.until && *rule.until < *rule.from) continue;
      if (below(3) == 0) {
        rule.interval = 2;
        rule.anchor = date();
      }
      schedule.weekly.push_back(rule);
    }
    for (int n = below(4); n > 0; --n) {
      DateOverride override{.date = date()};
      if (below(3) != 0) {
        override.start = time(1439);
        override.end = time(1440);
      }
      schedule.overrides.push_back(override);
    }
    if (below(3) == 0) schedule.holidays.push_back({date(), ""});
    if (below(3) == 0) {
      const Date first = date();
      const Date last = date();
      schedule.out_of_office.push_back(
          {std::min(first, last), std::max(first, last), "", ""});
    }
    for (int n = below(3); n > 0; --n) {
      const Week& to = weeks[static_cast<std::size_t>(below(8))];
      const Date first = date();
      const Date last = date();
      schedule.travel.push_back({ZoneOf(to.zone), std::min(first, last),
                                 below(4) == 0
                                     ? std::optional<Date>()
                                     : std::optional(std::max(first, last))});
    }
    const CompiledSchedule compiled =
        CompiledSchedule::Create(schedule).value();
    std::vector<Interval> open;
    compiled.AppendOpen(range, open);
    ASSERT_TRUE(IsNormalized(open));
    const Membership membership(schedule);
    for (Instant t = range.start; t < range.end; t += 5min) {
      ASSERT_EQ(Contains(open, t), membership.IsOpen(t))
          << "seed " << kSeed << " round " << round << ' ' << week.zone << ' '
          << FormatInstant(t);
    }
    // At each edge and the second before.
    for (const Interval& part : open) {
      for (const Instant edge : {part.start, part.end}) {
        for (const Instant t : {edge - 1s, edge}) {
          if (!range.Contains(t)) continue;
          ASSERT_EQ(Contains(open, t), membership.IsOpen(t))
              << "seed " << kSeed << " round " << round << ' ' << week.zone
              << ' ' << FormatInstant(t);
          ASSERT_EQ(compiled.IsOpen(t), Contains(open, t));
        }
      }
    }
  }
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
