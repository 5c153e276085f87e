#include "bookable/host/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::AlwaysOpen;
using testing::At;
using testing::DayOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Span;

BookingRow Booked(const char* start, const char* end) {
  return {.start = At(start), .end = At(end)};
}

CompiledSchedule ScheduleOf(
    const char* zone, std::chrono::weekday week_start = std::chrono::Sunday) {
  Schedule schedule = AlwaysOpen(zone);
  schedule.week_start = week_start;
  return CompiledSchedule::Create(schedule).value();
}

CompiledEvent Limited(std::vector<std::pair<Period, int>> counts,
                      std::vector<std::pair<Period, int>> minutes = {},
                      std::chrono::minutes length = 30min) {
  EventType event{.length = length};
  for (const auto& [period, most] : counts) {
    event.limits.count[static_cast<std::size_t>(period)] = most;
  }
  for (const auto& [period, most] : minutes) {
    event.limits.minutes[static_cast<std::size_t>(period)] = most;
  }
  return CompiledEvent::Create(event, Zone()).value();
}

std::vector<Interval> Refused(const std::vector<BookingRow>& bookings,
                              const CompiledSchedule& schedule,
                              const CompiledEvent& event, const Interval& range,
                              bool is_seated = false) {
  const HostView host{.schedule = &schedule, .bookings = bookings};
  std::vector<CountedBooking> counted;
  CountBookings(host, is_seated, counted);
  std::vector<Interval> refused = {range};  // must be overwritten
  RefusedStarts(counted, schedule, event, event.length(), range, refused);
  return refused;
}

const Interval kNovember = Span("2026-11-01T00:00Z", "2026-12-01T00:00Z");

TEST(LimitsTest, WithoutLimitsNothingIsRefused) {
  EXPECT_THAT(Refused({Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z")},
                      ScheduleOf("UTC"), Limited({}), kNovember),
              IsEmpty());
}

// The example at the head of limits.cc: 2 a week, weeks from Monday.
TEST(LimitsTest, AFullWeekRefusesItsSevenDates) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-27T10:00Z", "2026-11-27T11:00Z"),
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z")};
  const CompiledEvent two_a_week = Limited({{Period::kWeek, 2}});
  EXPECT_THAT(Refused(bookings, ScheduleOf("UTC", std::chrono::Monday),
                      two_a_week, kNovember),
              ElementsAre(Span("2026-11-23T00:00Z", "2026-11-30T00:00Z")));
  // Weeks from Sunday: 22 to 28; from Friday: 20-26 and 27-December 3 hold one.
  EXPECT_THAT(Refused(bookings, ScheduleOf("UTC", std::chrono::Sunday),
                      two_a_week, kNovember),
              ElementsAre(Span("2026-11-22T00:00Z", "2026-11-29T00:00Z")));
  EXPECT_THAT(Refused(bookings, ScheduleOf("UTC", std::chrono::Friday),
                      two_a_week, kNovember),
              IsEmpty());
}

TEST(LimitsTest, AFullDayMonthOrYearRefusesItsDates) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z")};
  const CompiledSchedule schedule = ScheduleOf("UTC");
  const Interval decade = Span("2020-01-01T00:00Z", "2030-01-01T00:00Z");
  EXPECT_THAT(Refused(bookings, schedule, Limited({{Period::kDay, 1}}), decade),
              ElementsAre(Span("2026-11-24T00:00Z", "2026-11-25T00:00Z")));
  EXPECT_THAT(
      Refused(bookings, schedule, Limited({{Period::kMonth, 1}}), decade),
      ElementsAre(Span("2026-11-01T00:00Z", "2026-12-01T00:00Z")));
  EXPECT_THAT(
      Refused(bookings, schedule, Limited({{Period::kYear, 1}}), decade),
      ElementsAre(Span("2026-01-01T00:00Z", "2027-01-01T00:00Z")));
}

// Section 7: a booking counts in the period its start lies in, local dates of
// the host's zone.
TEST(LimitsTest, DatesAreThoseOfTheHostsZoneAndOfTheStart) {
  // 23:30 on the 24th in Rome (+01:00), over midnight.
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T22:30Z", "2026-11-24T23:30Z")};
  EXPECT_THAT(Refused(bookings, ScheduleOf("Europe/Rome"),
                      Limited({{Period::kDay, 1}}), kNovember),
              ElementsAre(Span("2026-11-23T23:00Z", "2026-11-24T23:00Z")));
  // In Tokyo (+09:00) it is 07:30 on the 25th.
  EXPECT_THAT(Refused(bookings, ScheduleOf("Asia/Tokyo"),
                      Limited({{Period::kDay, 1}}), kNovember),
              ElementsAre(Span("2026-11-24T15:00Z", "2026-11-25T15:00Z")));
}

// Section 7: also while travelling.
TEST(LimitsTest, ATravellersPeriodsAreThoseOfHome) {
  Schedule schedule = AlwaysOpen("Europe/Rome");
  schedule.travel.push_back({testing::ZoneOf("Asia/Tokyo"),
                             testing::DateOf("2026-11-01"), std::nullopt});
  EXPECT_THAT(Refused({Booked("2026-11-24T22:30Z", "2026-11-24T23:30Z")},
                      CompiledSchedule::Create(schedule).value(),
                      Limited({{Period::kDay, 1}}), kNovember),
              ElementsAre(Span("2026-11-23T23:00Z", "2026-11-24T23:00Z")));
}

// America/St_Johns read part of 2010-11-07 before and after part of the 6th.
TEST(LimitsTest, ADateReadTwiceIsRefusedTwice) {
  const std::vector<BookingRow> bookings = {
      Booked("2010-11-07T12:00Z", "2010-11-07T13:00Z")};
  EXPECT_THAT(Refused(bookings, ScheduleOf("America/St_Johns"),
                      Limited({{Period::kDay, 1}}),
                      Span("2010-11-06T00:00Z", "2010-11-09T00:00Z")),
              ElementsAre(Span("2010-11-07T02:30Z", "2010-11-07T02:31Z"),
                          Span("2010-11-07T03:30Z", "2010-11-08T03:30Z")));
}

// Section 7: refused if with it the minutes exceed the limit.
TEST(LimitsTest, MinutesCountWithTheSlotsOwn) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z"),
      Booked("2026-11-24T13:00Z", "2026-11-24T13:20Z")};
  const CompiledSchedule schedule = ScheduleOf("UTC");
  EXPECT_THAT(Refused(bookings, schedule, Limited({}, {{Period::kDay, 110}}),
                      kNovember),
              IsEmpty());  // 80 + 30 = 110
  EXPECT_THAT(Refused(bookings, schedule, Limited({}, {{Period::kDay, 109}}),
                      kNovember),
              ElementsAre(Span("2026-11-24T00:00Z", "2026-11-25T00:00Z")));
  // A slot longer than the limit never fits.
  EXPECT_THAT(
      Refused({}, schedule, Limited({}, {{Period::kYear, 29}}), kNovember),
      ElementsAre(kNovember));
}

TEST(LimitsTest, AnyLimitRefuses) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z"),
      Booked("2026-11-25T10:00Z", "2026-11-25T11:00Z")};
  EXPECT_THAT(Refused(bookings, ScheduleOf("UTC"),
                      Limited({{Period::kDay, 1}, {Period::kYear, 3}},
                              {{Period::kMonth, 149}}),
                      kNovember),
              ElementsAre(kNovember));  // 120 + 30 > 149
  EXPECT_THAT(Refused(bookings, ScheduleOf("UTC"),
                      Limited({{Period::kDay, 1}, {Period::kYear, 3}},
                              {{Period::kMonth, 150}}),
                      kNovember),
              ElementsAre(Span("2026-11-24T00:00Z", "2026-11-26T00:00Z")));
}

TEST(LimitsTest, BookingsThatDoNotBlockCountAndEmptyOnesDoNot) {
  std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z"),
      Booked("2026-11-25T10:00Z", "2026-11-25T10:00Z")};
  bookings[0].blocks = false;
  EXPECT_THAT(Refused(bookings, ScheduleOf("UTC"), Limited({{Period::kDay, 1}}),
                      kNovember),
              ElementsAre(Span("2026-11-24T00:00Z", "2026-11-25T00:00Z")));
}

// Section 7: in a seated event type a session counts once.
TEST(LimitsTest, ASessionCountsOnceIfSeated) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z"),
      Booked("2026-11-24T12:00Z", "2026-11-24T13:00Z"),
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z"),
      Booked("2026-11-24T10:00Z", "2026-11-24T10:30Z")};
  const CompiledSchedule schedule = ScheduleOf("UTC");
  const HostView host{.schedule = &schedule, .bookings = bookings};
  std::vector<CountedBooking> counted;
  CountBookings(host, /*is_seated=*/true, counted);
  EXPECT_EQ(counted.size(), 3u);
  CountBookings(host, /*is_seated=*/false, counted);
  EXPECT_EQ(counted.size(), 4u);
}

TEST(LimitsTest, CountInCountsTheDatesOfBothEnds) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-26T10:00Z", "2026-11-26T11:00Z"),
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z"),
      Booked("2026-11-24T00:00Z", "2026-11-24T01:00Z"),
      Booked("2026-11-23T23:59Z", "2026-11-24T11:00Z")};
  const CompiledSchedule schedule = ScheduleOf("UTC");
  const HostView host{.schedule = &schedule, .bookings = bookings};
  std::vector<CountedBooking> counted;
  CountBookings(host, false, counted);
  EXPECT_EQ(CountIn(counted, {DayOf("2026-11-24"), DayOf("2026-11-24")}), 2u);
  EXPECT_EQ(CountIn(counted, {DayOf("2026-11-23"), DayOf("2026-11-26")}), 4u);
  EXPECT_EQ(CountIn(counted, {DayOf("2026-11-25"), DayOf("2026-11-25")}), 0u);
  EXPECT_EQ(CountIn(counted, {DayOf("2026-11-27"), DayOf("2026-11-29")}), 0u);
}

}  // namespace
}  // namespace bookable
