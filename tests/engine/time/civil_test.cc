#include "bookable/time/civil.h"

#include "gtest/gtest.h"

namespace bookable {
namespace {

using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::year;

TEST(CivilTest, ReadsDatesThatExist) {
  EXPECT_EQ(ParseDate("2026-11-24").value(), year{2026} / 11 / 24);
  EXPECT_EQ(ParseDate("2024-02-29").value(), year{2024} / 2 / 29);
  EXPECT_EQ(ParseDate("0001-01-01").value(), year{1} / 1 / 1);
  EXPECT_EQ(ParseDate("9999-12-31").value(), year{9999} / 12 / 31);
}

TEST(CivilTest, WhatIsNoDateIsAnInvalidArgumentThatNamesIt) {
  for (const std::string_view text : {"",
                                      "2026",
                                      "2026-11",
                                      "2026-11-31",
                                      "2026-02-29",
                                      "1900-02-29",
                                      "2026-13-01",
                                      "2026-00-01",
                                      "2026-01-00",
                                      "0000-01-01",
                                      "26-01-01",
                                      "2026-1-1",
                                      "2026/01/01",
                                      "20260101",
                                      " 2026-01-01",
                                      "2026-01-01 ",
                                      "2026-01-01T00:00",
                                      "-026-01-01",
                                      "+026-01-01",
                                      "12026-01-01"}) {
    const auto date = ParseDate(text);
    ASSERT_FALSE(date.ok()) << text;
    EXPECT_EQ(date.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_NE(date.status().message().find(std::string(text)),
              absl::string_view::npos);
  }
}

TEST(CivilTest, EveryDateOfTheEnginesRangeReadsBack) {
  const local_days last{year{2201} / 1 / 1};
  for (local_days date{year{1900} / 1 / 1}; date <= last;
       date += std::chrono::days{1}) {
    ASSERT_EQ(local_days{ParseDate(FormatDate(date)).value()}, date);
  }
  EXPECT_EQ(FormatDate(year{2026} / 2 / 3), "2026-02-03");
  EXPECT_EQ(FormatDate(year{2026} / 2 / 30), "2026-02-30");
}

TEST(CivilTest, EveryMinuteOfADayReadsBackAnd24IsTheLast) {
  for (minutes t{0}; t <= kDayLength; ++t) {
    ASSERT_EQ(ParseTimeOfDay(FormatTimeOfDay(t)).value(), t);
  }
  EXPECT_EQ(FormatTimeOfDay(minutes{0}), "00:00");
  EXPECT_EQ(FormatTimeOfDay(kDayLength), "24:00");
  for (const std::string_view text :
       {"", "9:00", "09:0", "0900", "24:01", "23:60", "25:00", "-1:00",
        "09:00:00", " 09:00", "09:00 ", "09.00", "ab:cd"}) {
    EXPECT_EQ(ParseTimeOfDay(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(CivilTest, ARangeHoldsBothItsEnds) {
  const local_days d{year{2026} / 11 / 24};
  const std::chrono::days one{1};
  const DateRange range{.first = d, .last = d + one};
  EXPECT_FALSE(range.Contains(d - one));
  EXPECT_TRUE(range.Contains(d));
  EXPECT_TRUE(range.Contains(d + one));
  EXPECT_FALSE(range.Contains(d + one + one));
}

}  // namespace
}  // namespace bookable
