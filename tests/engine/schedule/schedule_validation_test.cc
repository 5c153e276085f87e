#include "bookable/schedule/schedule_validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::DateOf;
using testing::ZoneOf;

constexpr Date kNoDate = std::chrono::year{2026} / 2 / 30;

std::string MessageOf(const absl::Status& status) {
  if (!status.ok()) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  }
  return std::string(status.message());
}

WeeklyRule Rule(std::chrono::minutes start, std::chrono::minutes end) {
  return {.days = kMonday, .start = start, .end = end};
}
std::string ErrorOf(const WeeklyRule& rule) {
  return MessageOf(ValidateWeeklyRule(rule, "availability[0]"));
}

// Section 2: startTime 00:00...23:59, endTime 00:00...24:00.
TEST(ScheduleValidationTest, TimesLieInTheDay) {
  EXPECT_EQ(ErrorOf(Rule(0min, 24h)), "");
  EXPECT_EQ(ErrorOf(Rule(23h + 59min, 0min)), "");  // over midnight
  EXPECT_EQ(
      ErrorOf(Rule(24h, 1h)),
      "availability[0].startTime: must be from 00:00 to 23:59, got 24:00");
  EXPECT_EQ(ErrorOf(Rule(-1min, 1h)),
            "availability[0].startTime: must be from 00:00 to 23:59, got -1 "
            "minutes");
  EXPECT_EQ(ErrorOf(Rule(9h, 24h + 1min)),
            "availability[0].endTime: must be from 00:00 to 24:00, got 1441 "
            "minutes");
}

// Equal times are an error in a weekly rule.
TEST(ScheduleValidationTest, AWeeklyRuleHasLength) {
  EXPECT_EQ(ErrorOf(Rule(9h, 9h)),
            "availability[0].endTime: must differ from startTime, got 09:00; a "
            "whole day is 00:00 to 24:00");
  EXPECT_EQ(ErrorOf(Rule(0h, 0h)),
            "availability[0].endTime: must differ from startTime, got 00:00; a "
            "whole day is 00:00 to 24:00");
}

TEST(ScheduleValidationTest, AWeeklyRuleNamesDays) {
  WeeklyRule rule = Rule(9h, 10h);
  rule.days = {};
  EXPECT_EQ(ErrorOf(rule), "availability[0].days: must name at least one day");
}

TEST(ScheduleValidationTest, SpansAreDatesInOrder) {
  WeeklyRule rule = Rule(9h, 10h);
  rule.from = DateOf("2026-11-24");
  rule.until = DateOf("2026-11-24");
  EXPECT_EQ(ErrorOf(rule), "");
  rule.until = DateOf("2026-11-23");
  EXPECT_EQ(ErrorOf(rule),
            "availability[0].until: must not be before from 2026-11-24, got "
            "2026-11-23");
  rule.until = kNoDate;
  EXPECT_EQ(ErrorOf(rule), "availability[0].until: no such date: 2026-2-30");
  rule.from = kNoDate;
  EXPECT_EQ(ErrorOf(rule), "availability[0].from: no such date: 2026-2-30");
}

TEST(ScheduleValidationTest, EveryNWeeksNeedsAnAnchor) {
  WeeklyRule rule = Rule(9h, 10h);
  rule.interval = 520;
  EXPECT_EQ(ErrorOf(rule),
            "availability[0].anchorDate: required with interval 520: a date of "
            "a week in which the rule holds");
  rule.anchor = DateOf("2026-11-24");
  EXPECT_EQ(ErrorOf(rule), "");
  rule.interval = 521;
  EXPECT_EQ(ErrorOf(rule),
            "availability[0].interval: must be from 1 to 520, got 521");
  rule.interval = 0;
  EXPECT_EQ(ErrorOf(rule),
            "availability[0].interval: must be from 1 to 520, got 0");
  rule.interval = 1;
  rule.anchor = kNoDate;
  EXPECT_EQ(ErrorOf(rule),
            "availability[0].anchorDate: no such date: 2026-2-30");
}

TEST(ScheduleValidationTest, AnOverrideHasBothTimesOrNone) {
  const auto error = [](const DateOverride& override) {
    return MessageOf(ValidateOverride(override, "overrides[0]"));
  };
  const Date date = DateOf("2026-11-24");
  EXPECT_EQ(error({.date = date}), "");
  EXPECT_EQ(error({.date = date, .start = 9h, .end = 10h}), "");
  EXPECT_EQ(error({.date = date, .start = 9h, .end = 9h}), "");  // closed
  EXPECT_EQ(error({.date = date, .start = 22h, .end = 2h}), "");
  EXPECT_EQ(error({.date = date, .start = 9h}),
            "overrides[0].endTime: required with startTime; leave out both to "
            "close the date");
  EXPECT_EQ(error({.date = date, .end = 9h}),
            "overrides[0].startTime: required with endTime; leave out both to "
            "close the date");
  EXPECT_EQ(error({.date = date, .start = 24h, .end = 9h}),
            "overrides[0].startTime: must be from 00:00 to 23:59, got 24:00");
  EXPECT_EQ(error({.date = kNoDate}),
            "overrides[0].date: no such date: 2026-2-30");
}

TEST(ScheduleValidationTest, HolidaysAwayAndTravelAreDatesInOrder) {
  EXPECT_EQ(MessageOf(ValidateHoliday({kNoDate, "x"}, "holidays[0]")),
            "holidays[0].date: no such date: 2026-2-30");
  EXPECT_EQ(MessageOf(ValidateOutOfOffice(
                {DateOf("2026-11-24"), DateOf("2026-11-23"), "", ""},
                "outOfOffice[0]")),
            "outOfOffice[0].end: must not be before start 2026-11-24, got "
            "2026-11-23");
  EXPECT_EQ(MessageOf(ValidateTravel(
                {ZoneOf("UTC"), DateOf("2026-11-24"), DateOf("2026-11-23")},
                "travel[0]")),
            "travel[0].endDate: must not be before startDate 2026-11-24, got "
            "2026-11-23");
  EXPECT_EQ(MessageOf(ValidateTravel({ZoneOf("UTC"), kNoDate, std::nullopt},
                                     "travel[0]")),
            "travel[0].startDate: no such date: 2026-2-30");
  EXPECT_EQ(MessageOf(ValidateTravel(
                {ZoneOf("UTC"), DateOf("2026-11-24"), std::nullopt}, "t")),
            "");
}

TEST(ScheduleValidationTest, YearsAreFrom1To9999) {
  EXPECT_EQ(MessageOf(ValidateHoliday({std::chrono::year{9999} / 12 / 31, ""},
                                      "holidays[0]")),
            "");
  EXPECT_EQ(MessageOf(ValidateHoliday({std::chrono::year{0} / 1 / 1, ""},
                                      "holidays[0]")),
            "holidays[0].date: no such date: 0-1-1");
  EXPECT_EQ(MessageOf(ValidateHoliday({std::chrono::year{10000} / 1 / 1, ""},
                                      "holidays[0]")),
            "holidays[0].date: no such date: 10000-1-1");
}

TEST(ScheduleValidationTest, AScheduleReportsTheListAndTheEntry) {
  Schedule schedule = testing::Daily("UTC", 9h, 17h);
  EXPECT_EQ(MessageOf(ValidateSchedule(schedule, "schedule")), "");
  schedule.travel.push_back({ZoneOf("UTC"), kNoDate, std::nullopt});
  EXPECT_EQ(MessageOf(ValidateSchedule(schedule, "schedule")),
            "schedule.travel[0].startDate: no such date: 2026-2-30");
  schedule.out_of_office.push_back({kNoDate, kNoDate, "", ""});
  EXPECT_EQ(MessageOf(ValidateSchedule(schedule, "schedule")),
            "schedule.outOfOffice[0].start: no such date: 2026-2-30");
  schedule.holidays.push_back({kNoDate, ""});
  EXPECT_EQ(MessageOf(ValidateSchedule(schedule, "schedule")),
            "schedule.holidays[0].date: no such date: 2026-2-30");
  schedule.overrides.push_back({.date = kNoDate});
  EXPECT_EQ(MessageOf(ValidateSchedule(schedule, "schedule")),
            "schedule.overrides[0].date: no such date: 2026-2-30");
  schedule.weekly.push_back(Rule(9h, 9h));
  EXPECT_THAT(MessageOf(ValidateSchedule(schedule, "schedule")),
              ::testing::StartsWith("schedule.availability[1].endTime: "));
  schedule.week_start = std::chrono::weekday{9};
  EXPECT_EQ(MessageOf(ValidateSchedule(schedule, "schedule")),
            "schedule.weekStart: no such weekday: 9");
}

// Section 9: 10,000 rules or overrides.
TEST(ScheduleValidationTest, AListHasAtMostTenThousandEntries) {
  Schedule schedule;
  schedule.weekly.assign(10'000, Rule(9h, 10h));
  schedule.overrides.assign(10'000, {.date = DateOf("2026-11-24")});
  EXPECT_TRUE(ValidateSchedule(schedule, "schedule").ok());
  schedule.overrides.push_back({.date = DateOf("2026-11-24")});
  absl::Status status = ValidateSchedule(schedule, "schedule");
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(std::string(status.message()),
            "schedule.overrides: at most 10000 entries, got 10001");
  schedule.weekly.push_back(Rule(9h, 10h));
  status = ValidateSchedule(schedule, "schedule");
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(std::string(status.message()),
            "schedule.availability: at most 10000 entries, got 10001");
}

}  // namespace
}  // namespace bookable
