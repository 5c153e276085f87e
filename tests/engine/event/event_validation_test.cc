#include "bookable/event/event_validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/support/literals.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
using testing::DateOf;
using Kind = BookingWindow::Kind;
using Counted = BookingWindow::Counted;

std::string ErrorOf(const EventType& event,
                    std::optional<minutes> duration = std::nullopt) {
  const absl::Status status = ValidateEventType(event, duration, "eventType");
  if (!status.ok()) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  }
  return std::string(status.message());
}

std::string WindowErrorOf(const BookingWindow& window) {
  return ErrorOf(EventType{.length = 30min, .booking_window = window});
}

TEST(EventValidationTest, LengthIsFromAMinuteToAWeek) {
  EXPECT_EQ(ErrorOf({.length = 1min}), "");
  EXPECT_EQ(ErrorOf({.length = 10'080min}), "");
  EXPECT_EQ(ErrorOf({}),
            "eventType.lengthInMinutes: must be from 1 to 10080, got 0");
  EXPECT_EQ(ErrorOf({.length = -5min}),
            "eventType.lengthInMinutes: must be from 1 to 10080, got -5");
  EXPECT_EQ(ErrorOf({.length = 10'081min}),
            "eventType.lengthInMinutes: must be from 1 to 10080, got 10081");
  EXPECT_EQ(
      ErrorOf({.length = 30min, .length_options = {60min, 0min}}),
      "eventType.lengthInMinutesOptions[1]: must be from 1 to 10080, got 0");
}

TEST(EventValidationTest, StepIsFromAMinuteToADay) {
  EXPECT_EQ(ErrorOf({.length = 30min, .slot_interval = 1min}), "");
  EXPECT_EQ(ErrorOf({.length = 30min, .slot_interval = 1440min}), "");
  EXPECT_EQ(ErrorOf({.length = 30min, .slot_interval = 0min}),
            "eventType.slotInterval: must be from 1 to 1440, got 0");
  EXPECT_EQ(ErrorOf({.length = 30min, .slot_interval = 1441min}),
            "eventType.slotInterval: must be from 1 to 1440, got 1441");
}

TEST(EventValidationTest, OffsetIsBelowTheStep) {
  EXPECT_EQ(ErrorOf({.length = 30min, .offset_start = 29min}), "");
  EXPECT_EQ(ErrorOf({.length = 30min, .offset_start = 30min}),
            "eventType.offsetStart: must be from 0 to 29, got 30");
  EXPECT_EQ(ErrorOf({.length = 30min, .offset_start = -1min}),
            "eventType.offsetStart: must be from 0 to 29, got -1");
  EXPECT_EQ(
      ErrorOf({.length = 30min, .slot_interval = 60min, .offset_start = 59min}),
      "");
  // The step of a chosen length.
  const EventType options{
      .length = 30min, .length_options = {15min}, .offset_start = 20min};
  EXPECT_EQ(ErrorOf(options), "");
  EXPECT_EQ(ErrorOf(options, 15min),
            "eventType.offsetStart: must be from 0 to 14, got 20");
}

TEST(EventValidationTest, DurationIsTheLengthOrAnOption) {
  EventType event{.length = 30min, .length_options = {15min, 60min}};
  EXPECT_EQ(ErrorOf(event, 30min), "");
  EXPECT_EQ(ErrorOf(event, 60min), "");
  EXPECT_EQ(ErrorOf(event, 45min),
            "duration: the event type offers 30, 15, 60 minutes, got 45");
  event.length_options.assign(11, 15min);
  EXPECT_EQ(ErrorOf(event, 45min),
            "duration: the event type offers 30, 15, 15, 15, 15, 15, 15, 15, "
            "15, 15, 15, ... minutes, got 45");
}

TEST(EventValidationTest, NoticeAndBuffersHaveBounds) {
  EXPECT_EQ(ErrorOf({.length = 30min, .minimum_notice = 5'256'000min}), "");
  EXPECT_EQ(
      ErrorOf({.length = 30min, .minimum_notice = 5'256'001min}),
      "eventType.minimumBookingNotice: must be from 0 to 5256000, got 5256001");
  EXPECT_EQ(ErrorOf({.length = 30min, .minimum_notice = -1min}),
            "eventType.minimumBookingNotice: must be from 0 to 5256000, got "
            "-1");
  EXPECT_EQ(ErrorOf({.length = 30min, .before_buffer = 10'081min}),
            "eventType.beforeEventBuffer: must be from 0 to 10080, got 10081");
  EXPECT_EQ(ErrorOf({.length = 30min, .after_buffer = -1min}),
            "eventType.afterEventBuffer: must be from 0 to 10080, got -1");
}

TEST(EventValidationTest, ARangeIsTwoDatesInOrder) {
  EXPECT_EQ(WindowErrorOf({.kind = Kind::kRange,
                           .first = DateOf("2026-11-24"),
                           .last = DateOf("2026-11-24")}),
            "");
  EXPECT_EQ(
      WindowErrorOf({.kind = Kind::kRange, .first = DateOf("2026-11-24")}),
      "eventType.bookingWindow.value: must be two dates");
  EXPECT_EQ(WindowErrorOf({.kind = Kind::kRange,
                           .first = DateOf("2026-11-24"),
                           .last = DateOf("2026-11-23")}),
            "eventType.bookingWindow.value[1]: must not be before "
            "eventType.bookingWindow.value[0] 2026-11-24, got 2026-11-23");
  EXPECT_EQ(WindowErrorOf({.kind = Kind::kRange,
                           .first = std::chrono::year{2026} / 2 / 30,
                           .last = DateOf("2026-11-23")}),
            "eventType.bookingWindow.value[0]: no such date: 2026-2-30");
}

TEST(EventValidationTest, WindowsOfDaysAreFrom1AndCountedOnesTo366) {
  EXPECT_EQ(WindowErrorOf({.kind = Kind::kCalendarDays, .days = 3650}), "");
  EXPECT_EQ(WindowErrorOf({.kind = Kind::kCalendarDays, .days = 3651}),
            "eventType.bookingWindow.value: must be from 1 to 3650, got 3651");
  EXPECT_EQ(WindowErrorOf({.kind = Kind::kBusinessDays, .days = 0}),
            "eventType.bookingWindow.value: must be from 1 to 3650, got 0");
  EXPECT_EQ(WindowErrorOf(
                {.kind = Kind::kCalendarDays, .days = 366, .rolling = true}),
            "");
  EXPECT_EQ(WindowErrorOf(
                {.kind = Kind::kCalendarDays, .days = 367, .rolling = true}),
            "eventType.bookingWindow.value: must be from 1 to 366, got 367");
  EXPECT_EQ(WindowErrorOf({.kind = Kind::kBusinessDays,
                           .days = 367,
                           .counted = Counted::kOpenDays}),
            "eventType.bookingWindow.value: must be from 1 to 366, got 367");
}

// request.md, Errors.
TEST(EventValidationTest, RollingAndBusinessDaysNeedTheirType) {
  EXPECT_EQ(WindowErrorOf({.rolling = true}),
            "eventType.bookingWindow.rolling: only with calendarDays or "
            "businessDays");
  EXPECT_EQ(WindowErrorOf({.kind = Kind::kRange,
                           .first = DateOf("2026-11-24"),
                           .last = DateOf("2026-11-24"),
                           .rolling = true}),
            "eventType.bookingWindow.rolling: only with calendarDays or "
            "businessDays");
  EXPECT_EQ(WindowErrorOf({.kind = Kind::kCalendarDays,
                           .days = 1,
                           .counted = Counted::kOpenDays}),
            "eventType.bookingWindow.businessDays: only with type "
            "businessDays");
}

TEST(EventValidationTest, LimitsAreAtLeastOne) {
  EventType event{.length = 30min};
  event.limits.count[0] = 1;
  event.limits.minutes[3] = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(ErrorOf(event), "");
  event.limits.count[1] = 0;
  EXPECT_EQ(ErrorOf(event),
            "eventType.bookingLimitsCount.week: must be at least 1, got 0");
  event.limits.count[1] = 1;
  event.limits.minutes[2] = -7;
  EXPECT_EQ(ErrorOf(event),
            "eventType.bookingLimitsDuration.month: must be at least 1, got "
            "-7");
}

TEST(EventValidationTest, SeatsAreFrom1To10000) {
  EXPECT_EQ(ErrorOf({.length = 30min, .seats = 1}), "");
  EXPECT_EQ(ErrorOf({.length = 30min, .seats = 10'000}), "");
  EXPECT_EQ(ErrorOf({.length = 30min, .seats = 0}),
            "eventType.seats.seatsPerTimeSlot: must be from 1 to 10000, got 0");
  EXPECT_EQ(
      ErrorOf({.length = 30min, .seats = 10'001}),
      "eventType.seats.seatsPerTimeSlot: must be from 1 to 10000, got 10001");
}

}  // namespace
}  // namespace bookable
