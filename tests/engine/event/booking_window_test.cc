#include "bookable/event/booking_window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/literals.h"

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using testing::DateOf;
using testing::DayOf;
using Kind = BookingWindow::Kind;
using Counted = BookingWindow::Counted;

// 2026-11-25 is a Wednesday.
std::string LastOffered(const BookingWindow& window,
                        const char* today = "2026-11-25") {
  return FormatDate(OfferedDates(window, DayOf(today)).last);
}

TEST(BookingWindowTest, NoWindowOffersAllDates) {
  EXPECT_EQ(OfferedDates({}, DayOf("2026-11-25")), kAllDates);
}

TEST(BookingWindowTest, ARangeOffersBothItsEnds) {
  const BookingWindow window{.kind = Kind::kRange,
                             .first = DateOf("2026-11-24"),
                             .last = DateOf("2026-11-26")};
  const DateRange offered = OfferedDates(window, local_days{});
  EXPECT_EQ(offered.first, DayOf("2026-11-24"));
  EXPECT_EQ(offered.last, DayOf("2026-11-26"));
}

// Section 6: to the end of today + n.
TEST(BookingWindowTest, CalendarDaysEndTheDateTodayPlusN) {
  EXPECT_EQ(LastOffered({.kind = Kind::kCalendarDays, .days = 1}),
            "2026-11-26");
  EXPECT_EQ(LastOffered({.kind = Kind::kCalendarDays, .days = 40}),
            "2027-01-04");
}

// Section 6: to the n-th Monday-Friday date after today.
TEST(BookingWindowTest, BusinessDaysSkipSaturdayAndSunday) {
  const auto last = [](int n, const char* today) {
    return LastOffered({.kind = Kind::kBusinessDays, .days = n}, today);
  };
  EXPECT_EQ(last(1, "2026-11-25"), "2026-11-26");  // Wednesday: Thursday
  EXPECT_EQ(last(2, "2026-11-25"), "2026-11-27");
  EXPECT_EQ(last(3, "2026-11-25"), "2026-11-30");  // over the weekend
  EXPECT_EQ(last(1, "2026-11-27"), "2026-11-30");  // Friday: Monday
  EXPECT_EQ(last(1, "2026-11-28"), "2026-11-30");  // Saturday: Monday
  EXPECT_EQ(last(5, "2026-11-25"), "2026-12-02");  // a week
  EXPECT_EQ(last(3650, "2026-11-25"), "2040-11-21");
}

// Whatever the first date: days before it are "in between" and stay bookable.
TEST(BookingWindowTest, WindowsOfDaysHaveNoFirstDate) {
  EXPECT_EQ(OfferedDates({.kind = Kind::kCalendarDays, .days = 1},
                         DayOf("2026-11-25"))
                .first,
            kAllDates.first);
}

TEST(BookingWindowTest, TellsWhatAWindowNeedsToKnow) {
  const BookingWindow none;
  const BookingWindow range{.kind = Kind::kRange,
                            .first = DateOf("2026-11-24"),
                            .last = DateOf("2026-11-26")};
  const BookingWindow calendar{.kind = Kind::kCalendarDays, .days = 1};
  const BookingWindow rolling{
      .kind = Kind::kCalendarDays, .days = 1, .rolling = true};
  const BookingWindow business{.kind = Kind::kBusinessDays, .days = 1};
  const BookingWindow open{
      .kind = Kind::kBusinessDays, .days = 1, .counted = Counted::kOpenDays};
  const BookingWindow rolling_open{.kind = Kind::kBusinessDays,
                                   .days = 1,
                                   .rolling = true,
                                   .counted = Counted::kOpenDays};
  EXPECT_FALSE(IsWindowOfDays(none));
  EXPECT_FALSE(IsWindowOfDays(range));
  EXPECT_TRUE(IsWindowOfDays(calendar));
  EXPECT_TRUE(IsWindowOfDays(rolling));
  EXPECT_TRUE(IsWindowOfDays(business));
  EXPECT_TRUE(IsWindowOfDays(open));

  EXPECT_TRUE(CountsStarts(rolling));
  EXPECT_TRUE(CountsStarts(rolling_open));
  for (const BookingWindow& window : {none, range, calendar, business, open}) {
    EXPECT_FALSE(CountsStarts(window));
  }
  EXPECT_TRUE(CountsOpenDates(open));
  for (const BookingWindow& window :
       {none, range, calendar, rolling, business, rolling_open}) {
    EXPECT_FALSE(CountsOpenDates(window));
  }
}

// Section 6: Monday-Friday dates only for businessDays.
TEST(BookingWindowTest, OnlyBusinessDaysPassOverTheWeekend) {
  const local_days saturday = DayOf("2026-11-28");
  EXPECT_TRUE(IsCounted(
      {.kind = Kind::kCalendarDays, .days = 1, .rolling = true}, saturday));
  const BookingWindow business{
      .kind = Kind::kBusinessDays, .days = 1, .rolling = true};
  EXPECT_FALSE(IsCounted(business, saturday));
  EXPECT_FALSE(IsCounted(business, saturday + days{1}));
  for (int d = 2; d < 7; ++d) {
    EXPECT_TRUE(IsCounted(business, saturday + days{d}));
  }
  EXPECT_TRUE(IsCounted({.kind = Kind::kBusinessDays,
                         .days = 1,
                         .rolling = true,
                         .counted = Counted::kOpenDays},
                        saturday));
}

// Section 6: at most 8 n + 62 dates ahead.
TEST(BookingWindowTest, LooksEightTimesNAnd62DatesAhead) {
  const auto ahead = [](int n) {
    return (LastDateLookedAt(
                {.kind = Kind::kCalendarDays, .days = n, .rolling = true},
                DayOf("2026-11-25")) -
            DayOf("2026-11-25"))
        .count();
  };
  EXPECT_EQ(ahead(1), 70);
  EXPECT_EQ(ahead(366), 2990);
}

}  // namespace
}  // namespace bookable
