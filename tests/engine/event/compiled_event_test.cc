#include "bookable/event/compiled_event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "tests/support/literals.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing::ZoneOf;

CompiledEvent Compile(
    const EventType& event,
    std::optional<std::chrono::minutes> duration = std::nullopt) {
  return CompiledEvent::Create(event, Zone(), duration).value();
}

// Section 4: slotInterval defaults to the length.
TEST(CompiledEventTest, TheStepIsTheLengthUnlessGiven) {
  EXPECT_EQ(Compile({.length = 45min}).step(), 45min);
  EXPECT_EQ(Compile({.length = 45min, .slot_interval = 10min}).step(), 10min);
  // The chosen length, not the first.
  const EventType options{.length = 45min, .length_options = {20min, 90min}};
  EXPECT_EQ(Compile(options, 90min).length(), 90min);
  EXPECT_EQ(Compile(options, 90min).step(), 90min);
  EXPECT_EQ(Compile(options, 45min).step(), 45min);
  EXPECT_EQ(Compile(options).length(), 45min);
  // A step by default may be longer than a given one can be.
  EXPECT_EQ(Compile({.length = 10'080min}).step(), 168h);
}

// Section 5: the largest of 60, 30, 20, 15, 10, 5, 1 minutes that divides it.
TEST(CompiledEventTest, TheGrainIsTheLargestRoundDivisorOfTheStep) {
  const auto grain = [](int step) {
    return Compile(
               {.length = 30min, .slot_interval = std::chrono::minutes{step}})
        .grain();
  };
  EXPECT_EQ(grain(60), 60min);
  EXPECT_EQ(grain(120), 60min);
  EXPECT_EQ(grain(30), 30min);
  EXPECT_EQ(grain(90), 30min);
  EXPECT_EQ(grain(20), 20min);
  EXPECT_EQ(grain(40), 20min);
  EXPECT_EQ(grain(15), 15min);
  EXPECT_EQ(grain(45), 15min);
  EXPECT_EQ(grain(10), 10min);
  EXPECT_EQ(grain(50), 10min);
  EXPECT_EQ(grain(5), 5min);
  EXPECT_EQ(grain(25), 5min);
  EXPECT_EQ(grain(1), 1min);
  EXPECT_EQ(grain(7), 1min);
  EXPECT_EQ(grain(1439), 1min);
  EXPECT_EQ(grain(1440), 60min);
}

TEST(CompiledEventTest, KeepsWhatWasSaid) {
  const EventType event{
      .length = 30min,
      .slot_interval = 20min,
      .offset_start = 5min,
      .alignment = Alignment::kPacked,
      .minimum_notice = 2h,
      .before_buffer = 10min,
      .after_buffer = 15min,
      .booking_window = {.kind = BookingWindow::Kind::kCalendarDays, .days = 3},
      .seats = 4,
      .only_first_slot_of_date = true};
  const CompiledEvent compiled =
      CompiledEvent::Create(event, ZoneOf("Europe/Rome")).value();
  EXPECT_EQ(compiled.zone(), ZoneOf("Europe/Rome"));
  EXPECT_EQ(compiled.length(), 30min);
  EXPECT_EQ(compiled.offset_start(), 5min);
  EXPECT_EQ(compiled.alignment(), Alignment::kPacked);
  EXPECT_EQ(compiled.minimum_notice(), 2h);
  EXPECT_EQ(compiled.before_buffer(), 10min);
  EXPECT_EQ(compiled.after_buffer(), 15min);
  EXPECT_EQ(compiled.booking_window(), event.booking_window);
  EXPECT_TRUE(compiled.is_seated());
  EXPECT_EQ(compiled.capacity(), 4);
  EXPECT_TRUE(compiled.only_first_slot_of_date());
}

TEST(CompiledEventTest, WithoutSeatsOneSeatAndNoSessions) {
  EXPECT_FALSE(Compile({.length = 30min}).is_seated());
  EXPECT_EQ(Compile({.length = 30min}).capacity(), 1);
  EXPECT_TRUE(Compile({.length = 30min, .seats = 1}).is_seated());
}

TEST(CompiledEventTest, TellsWhetherAnythingIsLimited) {
  EventType event{.length = 30min};
  EXPECT_FALSE(Compile(event).has_limits());
  event.limits.minutes[3] = 1;
  EXPECT_TRUE(Compile(event).has_limits());
  event.limits = {};
  event.limits.count[0] = 1;
  EXPECT_TRUE(Compile(event).has_limits());
}

// They are compared in seconds, which must not overflow.
TEST(CompiledEventTest, LimitsBeyondAllBookingsAreCut) {
  EventType event{.length = 30min};
  event.limits.minutes[0] = std::numeric_limits<std::int64_t>::max();
  event.limits.count[1] = std::numeric_limits<std::int64_t>::max();
  const CompiledEvent compiled = Compile(event);
  EXPECT_EQ(compiled.limits().minutes[0], 1'000'000'000'000);
  EXPECT_EQ(compiled.limits().count[1], 1'000'000'000'000);
  EXPECT_GT(
      std::chrono::seconds{std::chrono::minutes{*compiled.limits().minutes[0]}},
      0s);
}

TEST(CompiledEventTest, CreateNamesTheFieldThatIsWrong) {
  const auto bad = CompiledEvent::Create({}, Zone());
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(bad.status().message()),
              StartsWith("eventType.lengthInMinutes: "));
  const auto duration = CompiledEvent::Create({.length = 30min}, Zone(), 45min);
  ASSERT_FALSE(duration.ok());
  EXPECT_THAT(std::string(duration.status().message()),
              StartsWith("duration: "));
}

}  // namespace
}  // namespace bookable
