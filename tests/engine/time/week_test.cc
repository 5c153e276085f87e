#include "bookable/time/week.h"

#include <sstream>

#include "gtest/gtest.h"

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::weekday;
using std::chrono::year;

TEST(WeekTest, ADaySetHoldsWhatItIsMadeOf) {
  const DaySet set = kMonday | kSunday;
  EXPECT_TRUE(set.Contains(std::chrono::Monday));
  EXPECT_TRUE(set.Contains(std::chrono::Sunday));
  EXPECT_FALSE(set.Contains(std::chrono::Saturday));
  EXPECT_TRUE(DaySet().is_empty());
  DaySet all;
  for (unsigned i = 0; i < 7; ++i) all |= DaySet(weekday{i});
  EXPECT_EQ(all, kEveryDay);
}

TEST(WeekTest, PrintsMondayFirst) {
  std::ostringstream os;
  os << (kSunday | kMonday) << DaySet();
  EXPECT_EQ(os.str(), "{Monday, Sunday}{}");
}

TEST(WeekTest, EveryNameReadsBackAndOthersDoNot) {
  for (unsigned i = 0; i < 7; ++i) {
    EXPECT_EQ(ParseWeekday(WeekdayName(weekday{i})).value(), weekday{i});
  }
  EXPECT_EQ(WeekdayName(std::chrono::Wednesday), "Wednesday");
  for (const std::string_view name : {"", "monday", "Mon", "Mondays", "1"}) {
    EXPECT_EQ(ParseWeekday(name).status().code(),
              absl::StatusCode::kInvalidArgument)
        << name;
  }
}

TEST(WeekTest, AWeekIsTheSevenDatesFromItsStart) {
  for (unsigned start = 0; start < 7; ++start) {
    for (int i = 0; i < 21; ++i) {
      const local_days date = local_days{year{2026} / 11 / 24} + days{i};
      const local_days first = WeekBegin(date, weekday{start});
      EXPECT_EQ(weekday{first}, weekday{start});
      EXPECT_LE(first, date);
      EXPECT_LT(date - first, days{7});
      const DateRange week = PeriodOf(date, Period::kWeek, weekday{start});
      EXPECT_EQ(week, (DateRange{.first = first, .last = first + days{6}}));
    }
  }
}

TEST(WeekTest, EveryDateLiesInItsPeriodsAndTheirNeighboursDoNot) {
  for (local_days date{year{2023} / 12 / 1};
       date < local_days{year{2025} / 2 / 1}; date += days{1}) {
    const Date d{date};
    const DateRange day = PeriodOf(date, Period::kDay, std::chrono::Sunday);
    EXPECT_EQ(day, (DateRange{.first = date, .last = date}));
    const DateRange month = PeriodOf(date, Period::kMonth, std::chrono::Sunday);
    const DateRange in_year =
        PeriodOf(date, Period::kYear, std::chrono::Sunday);
    EXPECT_TRUE(month.Contains(date));
    EXPECT_TRUE(in_year.Contains(date));
    EXPECT_EQ(Date{month.first}.month(), d.month());
    EXPECT_EQ(Date{month.last}.month(), d.month());
    EXPECT_NE(Date{month.first - days{1}}.month(), d.month());
    EXPECT_NE(Date{month.last + days{1}}.month(), d.month());
    EXPECT_EQ(Date{in_year.first}.year(), d.year());
    EXPECT_EQ(Date{in_year.last}.year(), d.year());
    EXPECT_NE(Date{in_year.first - days{1}}.year(), d.year());
    EXPECT_NE(Date{in_year.last + days{1}}.year(), d.year());
  }
}

TEST(WeekTest, PeriodsHaveNames) {
  EXPECT_EQ(PeriodName(Period::kDay), "day");
  EXPECT_EQ(PeriodName(Period::kWeek), "week");
  EXPECT_EQ(PeriodName(Period::kMonth), "month");
  EXPECT_EQ(PeriodName(Period::kYear), "year");
}

}  // namespace
}  // namespace bookable
