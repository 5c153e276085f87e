#include "bookable/event/event_type.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bookable {
namespace {

using namespace std::chrono_literals;

TEST(EventTypeTest, AlignmentsHaveTheNamesOfTheRequest) {
  EXPECT_EQ(AlignmentName(Alignment::kHour), "hour");
  EXPECT_EQ(AlignmentName(Alignment::kWindow), "window");
  EXPECT_EQ(AlignmentName(Alignment::kClock), "clock");
  EXPECT_EQ(AlignmentName(Alignment::kFree), "free");
  EXPECT_EQ(AlignmentName(Alignment::kPacked), "packed");
}

// Section 4's column "default".
TEST(EventTypeTest, WhatIsNotSaidIsTheDefaultOfSection4) {
  const EventType event{.length = 30min};
  EXPECT_FALSE(event.slot_interval.has_value());
  EXPECT_EQ(event.offset_start, 0min);
  EXPECT_EQ(event.alignment, Alignment::kHour);
  EXPECT_EQ(event.minimum_notice, 0min);
  EXPECT_EQ(event.before_buffer, 0min);
  EXPECT_EQ(event.after_buffer, 0min);
  EXPECT_EQ(event.booking_window.kind, BookingWindow::Kind::kNone);
  EXPECT_EQ(event.limits, BookingLimits{});
  EXPECT_FALSE(event.seats.has_value());
  EXPECT_FALSE(event.only_first_slot_of_date);
}

}  // namespace
}  // namespace bookable
