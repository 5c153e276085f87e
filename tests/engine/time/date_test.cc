#include "bookable/time/date.h"

#include <type_traits>

#include "bookable/time/instant.h"
#include "gtest/gtest.h"

namespace bookable {
namespace {

using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::year;

TEST(DateTest, InstantsAreTheSameType) {
  static_assert(std::is_same_v<date::sys_seconds, Instant>);
}

TEST(DateTest, LocalTimesKeepTheirReading) {
  const local_seconds ours = local_days{year{2026} / 11 / 24} + seconds{5};
  const date::local_seconds theirs =
      date::local_days{date::year{2026} / 11 / 24} + seconds{5};
  EXPECT_EQ(ToDateLibrary(ours), theirs);
  EXPECT_EQ(FromDateLibrary(theirs), ours);
  const local_days day{year{1900} / 1 / 1};
  EXPECT_EQ(FromDateLibrary(ToDateLibrary(day)), day);
}

TEST(DateTest, CalendarTypesKeepTheirFields) {
  EXPECT_EQ(ToDateLibrary(year{2026} / 11 / 24), date::year{2026} / 11 / 24);
  EXPECT_EQ(FromDateLibrary(date::year{2026} / 2 / 30), year{2026} / 2 / 30);
  for (unsigned i = 0; i < 7; ++i) {
    const std::chrono::weekday day{i};
    EXPECT_EQ(ToDateLibrary(day), date::weekday{i});
    EXPECT_EQ(FromDateLibrary(date::weekday{i}), day);
  }
}

}  // namespace
}  // namespace bookable
