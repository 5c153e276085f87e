#include "bindings/cli/time_text.h"

#include <chrono>

#include "tests/support/literals.h"

namespace bookable::cli {
namespace {

using ::bookable::testing::At;
using ::bookable::testing::DayOf;
using ::bookable::testing::Span;
using ::bookable::testing::ZoneOf;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Style kUtf8{.utf8 = true};

TEST(TimeTextTest, DaysAreNamed) {
  EXPECT_EQ(DayText(DayOf("2026-11-23")), "Mon 23 Nov");
  EXPECT_EQ(DayText(DayOf("2026-02-01")), "Sun  1 Feb");
  EXPECT_EQ(DayOfYearText(DayOf("1900-01-01")), "Mon  1 Jan 1900");
  EXPECT_EQ(DateInProse(DayOf("1900-01-01")), "Mon 1 Jan 1900");
  EXPECT_EQ(DateInProse(DayOf("1900-01-10")), "Wed 10 Jan 1900");
}

TEST(TimeTextTest, ClocksShowSecondsOnlyWhenTheyMatter) {
  const local_seconds midnight{DayOf("2026-11-23")};
  EXPECT_EQ(ClockText(midnight), "00:00");
  EXPECT_EQ(ClockText(midnight + hours{23} + minutes{5}), "23:05");
  EXPECT_EQ(ClockText(midnight + seconds{1}), "00:00:01");
  EXPECT_EQ(ClockText(local_seconds{seconds{-60}}), "23:59");
}

TEST(TimeTextTest, OffsetsHaveASign) {
  EXPECT_EQ(OffsetText(seconds{0}), "+00:00");
  EXPECT_EQ(OffsetText(hours{5} + minutes{45}), "+05:45");
  EXPECT_EQ(OffsetText(-(hours{3} + minutes{30})), "-03:30");
  EXPECT_EQ(OffsetText(seconds{2996}), "+00:49:56");
}

TEST(TimeTextTest, LengthsAreInHoursAndMinutes) {
  EXPECT_EQ(LengthText(minutes{45}), "45 min");
  EXPECT_EQ(LengthText(minutes{60}), "1 h");
  EXPECT_EQ(LengthText(minutes{95}), "1 h 35 min");
}

TEST(TimeTextTest, CountsAreGrouped) {
  EXPECT_EQ(CountText(0, "slot"), "0 slots");
  EXPECT_EQ(CountText(1, "slot"), "1 slot");
  EXPECT_EQ(CountText(999, "slot"), "999 slots");
  EXPECT_EQ(CountText(1234567, "slot"), "1,234,567 slots");
}

TEST(TimeTextTest, RangesOfWholeDatesAreDates) {
  const Zone rome = ZoneOf("Europe/Rome");
  EXPECT_EQ(
      RangeText(rome, Span("2026-11-22T23:00Z", "2026-11-29T23:00Z"), kUtf8),
      "Mon 23 Nov – Sun 29 Nov 2026");
  EXPECT_EQ(
      RangeText(rome, Span("2026-11-22T23:00Z", "2026-11-29T23:00Z"), Style{}),
      "Mon 23 Nov - Sun 29 Nov 2026");
  EXPECT_EQ(
      RangeText(rome, Span("2026-11-22T23:00Z", "2026-11-23T23:00Z"), kUtf8),
      "Mon 23 Nov 2026");
  EXPECT_EQ(
      RangeText(rome, Span("2026-12-30T23:00Z", "2027-01-01T23:00Z"), kUtf8),
      "Thu 31 Dec 2026 – Fri 1 Jan 2027");
}

TEST(TimeTextTest, OtherRangesHaveTimes) {
  const Zone rome = ZoneOf("Europe/Rome");
  EXPECT_EQ(
      RangeText(rome, Span("2026-11-23T08:00Z", "2026-11-23T16:00Z"), kUtf8),
      "Mon 23 Nov 2026 09:00 – Mon 23 Nov 2026 17:00");
}

TEST(TimeTextTest, DatesAZoneSkippedAreNotNamed) {
  // Apia had no 30 December 2011.
  EXPECT_EQ(RangeText(ZoneOf("Pacific/Apia"),
                      Span("2011-12-29T10:00Z", "2011-12-30T10:00Z"), kUtf8),
            "Thu 29 Dec 2011");
}

TEST(TimeTextTest, ClockChanges) {
  const auto change_at = [](std::string_view zone, std::string_view at) {
    const Zone found = ZoneOf(zone);
    return ClockChangeText(found, found.StretchAt(At(at)), kUtf8);
  };
  EXPECT_EQ(change_at("Europe/Rome", "2026-10-25T01:00Z"),
            "clocks go back 1 h: 03:00 → 02:00 (+02:00 → +01:00)");
  EXPECT_EQ(change_at("Australia/Lord_Howe", "2026-10-03T15:30Z"),
            "clocks go forward 30 min: 02:00 → 02:30 (+10:30 → +11:00)");
  EXPECT_EQ(change_at("America/St_Johns", "2010-11-07T02:31Z"),
            "clocks go back 1 h: 00:01 → 23:01 (-02:30 → -03:30)");
}

}  // namespace
}  // namespace bookable::cli
