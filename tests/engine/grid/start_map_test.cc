#include "bookable/grid/start_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "bookable/internal/path.h"
#include "tests/support/literals.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using internal::Path;
using internal::PathScope;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Span;
using testing::Texts;
using testing::ZoneOf;

CompiledEvent EventOf(minutes length, minutes step, minutes offset = 0min) {
  EventType event;
  event.length = length;
  event.slot_interval = step;
  event.offset_start = offset;
  return CompiledEvent::Create(event, Zone()).value();
}

// Of the frame's words; what is behind them does not matter.
std::vector<Instant> PointsOf(const StartFrame& frame,
                              std::span<const std::uint64_t> bits) {
  const auto words = bits.first(frame.words());
  std::vector<Instant> points(CountPoints(words));
  WritePoints(frame, words, points);
  return points;
}

std::vector<std::uint64_t> AllBits(const StartFrame& frame) {
  std::vector<std::uint64_t> bits(frame.words() + kSpareWords);
  SetOpenPoints(frame, std::vector<Interval>{{kFirstInstant, kEndOfTime}}, 1s,
                bits);
  return bits;
}

TEST(StartMapTest, AFrameHoldsTheGridPointsOfTheClock) {
  const CompiledEvent event = EventOf(30min, 30min, 10min);
  // A clock 5:45 ahead shows 10 and 40 past at 25 and 55 past in UTC.
  const StartFrame frame(event, 5h + 45min,
                         Span("2026-11-24T09:00Z", "2026-11-24T10:55Z"));
  EXPECT_THAT(Texts(PointsOf(frame, AllBits(frame))),
              ElementsAre("2026-11-24T09:25:00Z", "2026-11-24T09:55:00Z",
                          "2026-11-24T10:25:00Z"));
}

TEST(StartMapTest, PointsBefore1970AreFoundAlike) {
  const StartFrame frame(EventOf(30min, 60min, 20min), -(44min + 30s),
                         Span("1950-01-01T00:00Z", "1950-01-01T02:00Z"));
  EXPECT_THAT(Texts(PointsOf(frame, AllBits(frame))),
              ElementsAre("1950-01-01T00:04:30Z", "1950-01-01T01:04:30Z"));
}

TEST(StartMapTest, AFrameMayBeEmpty) {
  const StartFrame frame(EventOf(30min, 60min), 0s,
                         Span("2026-11-24T09:01Z", "2026-11-24T10:00Z"));
  EXPECT_EQ(frame.size(), 0u);
  EXPECT_EQ(frame.words(), 0u);
}

TEST(StartMapTest, TheFirstPointAtOrAfterIsCutToTheFrame) {
  const StartFrame frame(EventOf(5min, 5min), 0s,
                         Span("2026-11-24T09:00Z", "2026-11-24T09:20Z"));
  ASSERT_EQ(frame.size(), 4u);
  EXPECT_EQ(frame.AtOrAfter(kFirstInstant), 0u);
  EXPECT_EQ(frame.AtOrAfter(At("2026-11-24T09:00:00Z")), 0u);
  EXPECT_EQ(frame.AtOrAfter(At("2026-11-24T09:00:01Z")), 1u);
  EXPECT_EQ(frame.AtOrAfter(At("2026-11-24T09:15:00Z")), 3u);
  EXPECT_EQ(frame.AtOrAfter(At("2026-11-24T09:15:01Z")), 4u);
  EXPECT_EQ(frame.AtOrAfter(kEndOfTime), 4u);
}

TEST(StartMapTest, ASlotMustLieInOneOpenInterval) {
  const StartFrame frame(EventOf(45min, 30min), 0s,
                         Span("2026-11-24T09:00Z", "2026-11-24T12:00Z"));
  std::vector<std::uint64_t> bits(frame.words() + kSpareWords);
  SetOpenPoints(
      frame,
      std::vector<Interval>{Span("2026-11-24T09:15Z", "2026-11-24T10:15Z"),
                            Span("2026-11-24T10:30Z", "2026-11-24T11:45Z")},
      45min, bits);
  EXPECT_THAT(Texts(PointsOf(frame, bits)),
              ElementsAre("2026-11-24T09:30:00Z", "2026-11-24T10:30:00Z",
                          "2026-11-24T11:00:00Z"));
}

// The points of a schedule are those of its open time, for every zone, around
// its changes of clock: with windows that touch midnight or run past it,
// travel, an exception now and then, and event clocks that differ from the
// host's.
TEST(StartMapTest, OpenPointsOfAScheduleAreThoseOfItsOpenTime) {
  std::mt19937_64 random(11);
  const auto below = [&random](std::size_t n) { return random() % n; };
  std::vector<Interval> scratch;
  std::size_t set = 0;
  for (const std::string& name : ZoneNames()) {
    const Zone zone = ZoneOf(name);
    const std::span<const Stretch> stretches = zone.stretches();
    for (int round = 0; round < 24; ++round) {
      Schedule schedule{.zone = zone};
      const std::size_t rules = 1 + below(3);
      for (std::size_t i = 0; i < rules; ++i) {
        WeeklyRule rule;
        for (unsigned day = 0; day < 7; ++day) {
          if (below(2) == 0) rule.days |= DaySet(std::chrono::weekday{day});
        }
        if (rule.days.is_empty()) rule.days = DaySet(std::chrono::Sunday);
        rule.start = 30min * static_cast<int>(below(48));
        rule.end =
            below(3) == 0 ? 24h + 0min : 15min * static_cast<int>(below(96));
        if (rule.end == rule.start) rule.end = 24h;
        schedule.weekly.push_back(rule);
      }
      const Instant around =
          stretches.size() > 1 && below(4) != 0
              ? stretches[1 + below(stretches.size() - 1)].start
              : At("2026-11-24T00:00:00Z") - days{below(40'000)};
      const Instant from = around - days{below(30)} - minutes{below(1440)};
      const Interval starts{from, from + days{1 + below(60)}};
      const auto utc_date = std::chrono::floor<days>(around);
      if (below(3) == 0) {
        const Date date{std::chrono::local_days{utc_date.time_since_epoch() +
                                                days{below(20)}}};
        schedule.overrides.push_back({.date = date, .start = 8h, .end = 12h});
      }
      if (below(3) == 0) {
        const Date first{std::chrono::local_days{utc_date.time_since_epoch()}};
        schedule.travel.push_back(
            {.zone = ZoneOf("Asia/Tokyo"), .start = first, .end = first});
      }
      const auto compiled = CompiledSchedule::Create(schedule);
      ASSERT_TRUE(compiled.ok()) << compiled.status();
      constexpr std::array<minutes, 8> kSteps = {5min,  15min, 20min,  30min,
                                                 60min, 90min, 120min, 360min};
      constexpr std::array<minutes, 6> kLengths = {15min,  30min,  45min,
                                                   240min, 900min, 3000min};
      const minutes length = kLengths[below(kLengths.size())];
      EventType type;
      type.length = length;
      type.slot_interval = kSteps[below(kSteps.size())];
      type.alignment = Alignment::kClock;
      const CompiledEvent event = CompiledEvent::Create(type, Zone()).value();
      const seconds event_offset =
          below(2) == 0 ? stretches[zone.StretchAt(from)].offset : 5h + 45min;
      const StartFrame frame(event, event_offset, starts);
      if (frame.size() == 0) continue;

      std::vector<std::uint64_t> bits(frame.words() + kSpareWords, 0xAAAA);
      SetOpenPoints(frame, *compiled, length, scratch, bits);
      std::vector<Interval> open;
      compiled->AppendOpen(
          {frame[0], frame[frame.size() - 1] + length + seconds{1}}, open);
      std::vector<std::uint64_t> expected(bits.size());
      SetOpenPoints(frame, open, length, expected);
      ASSERT_EQ(PointsOf(frame, bits), PointsOf(frame, expected))
          << name << ", round " << round;
      set += PointsOf(frame, bits).size();
    }
  }
  EXPECT_GT(set, 1'000'000u);
}

TEST(StartMapTest, RefusedStartsAreCleared) {
  const StartFrame frame(EventOf(30min, 30min), 0s,
                         Span("2026-11-24T09:00Z", "2026-11-24T11:00Z"));
  std::vector<std::uint64_t> bits = AllBits(frame);
  ClearPoints(
      frame,
      std::vector<Interval>{Span("2026-11-24T09:30Z", "2026-11-24T10:00Z")},
      bits);
  EXPECT_THAT(Texts(PointsOf(frame, bits)),
              ElementsAre("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z",
                          "2026-11-24T10:30:00Z"));
}

// One entry of each kind on an ordinary morning: what it clears, by either
// path.
class StartMapPathTest : public ::testing::TestWithParam<Path> {
 protected:
  PathScope scope_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Paths, StartMapPathTest,
                         ::testing::Values(Path::kBest, Path::kPlain));

TEST_P(StartMapPathTest, EntriesAndBuffersClearWhatTheyMeet) {
  EventType type;
  type.length = 30min;
  type.slot_interval = 30min;
  type.before_buffer = 5min;
  type.after_buffer = 10min;
  const CompiledEvent event = CompiledEvent::Create(type, Zone()).value();
  const StartFrame frame(event, 0s,
                         Span("2026-11-24T09:00Z", "2026-11-24T15:00Z"));
  // 10:05-10:10 alone keeps 10:00 out; 09:30 ends at 10:00, and its buffer of
  // 10 minutes meets it too.
  const std::vector<Interval> busy = {
      Span("2026-11-24T10:05Z", "2026-11-24T10:10Z"),
      Span("2026-11-24T11:15Z", "2026-11-24T11:15Z"),  // empty: ignored
      Span("2026-11-24T12:00Z", "2026-11-24T12:30Z")};
  const std::vector<Buffers> own = {{}, {3600s, 3600s}, {0s, 26min}};
  const std::vector<BookingRow> bookings = {{.start = At("2026-11-24T14:30Z"),
                                             .end = At("2026-11-24T15:00Z"),
                                             .blocks = false}};
  const std::vector<HoldRow> holds = {
      {.start = At("2026-11-24T14:10Z"),
       .end = At("2026-11-24T14:20Z"),
       .expires_at = At("2026-11-24T08:00:01Z")},
      {.start = At("2026-11-24T09:00Z"),
       .end = At("2026-11-24T09:20Z"),
       .expires_at = At("2026-11-24T08:00Z")}};
  const HostView host{.busy = IntervalColumns(busy),
                      .busy_buffers = own,
                      .bookings = bookings,
                      .holds = holds};
  std::vector<std::uint64_t> bits = AllBits(frame);
  ClearBusyPoints(frame, host, event, At("2026-11-24T08:00Z"), bits);
  EXPECT_THAT(Texts(PointsOf(frame, bits)),
              ElementsAre("2026-11-24T09:00:00Z",  // expired hold
                          "2026-11-24T10:30:00Z",  // 10:10 and 5 is before
                          "2026-11-24T11:00:00Z",  // ends 11:30, and 10
                          "2026-11-24T13:30:00Z",  // 12:56 and 5 is after 13:00
                          "2026-11-24T14:30:00Z"));  // only counts
}

// Against the definition, point by point, in rows and in columns.
TEST_P(StartMapPathTest, RandomEntriesClearWhatTheyMeet) {
  std::mt19937_64 random(20261124);
  const auto below = [&](std::int64_t n) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
  };
  for (int round = 0; round < 400; ++round) {
    EventType type;
    type.length = minutes{1 + below(150)};
    type.slot_interval = minutes{std::vector<int>{
        5, 6, 10, 15, 20, 30, 60}[static_cast<std::size_t>(below(7))]};
    type.alignment = Alignment::kClock;
    type.before_buffer = minutes{below(40)};
    type.after_buffer = minutes{below(40)};
    const CompiledEvent event = CompiledEvent::Create(type, Zone()).value();
    const Instant from = At("2026-11-24T00:00Z") + seconds{below(86400)};
    const StartFrame frame(event, 0s, {from, from + minutes{below(12000)}});
    if (frame.size() == 0) continue;
    std::vector<Interval> busy;
    std::vector<Instant> starts;
    std::vector<Instant> ends;
    std::vector<Buffers> own;
    const std::int64_t entries = below(150);
    for (std::int64_t i = 0; i < entries; ++i) {
      Instant start = from + seconds{below(900000) - 90000};
      // Far away, as from another century.
      if (below(20) == 0)
        start = below(2) != 0 ? kFirstInstant : kEndOfTime - 1h;
      busy.push_back({start, start + seconds{below(2) * below(30000)}});
      starts.push_back(busy.back().start);
      ends.push_back(busy.back().end);
      own.push_back({seconds{below(3000)}, seconds{below(3000)}});
    }
    const bool has_own = below(2) == 0;
    const bool in_rows = below(2) == 0;
    HostView host;
    host.busy = in_rows ? IntervalColumns(busy) : IntervalColumns(starts, ends);
    if (has_own) host.busy_buffers = own;
    std::vector<std::uint64_t> bits = AllBits(frame);
    ClearBusyPoints(frame, host, event, std::nullopt, bits);
    std::vector<Instant> expected;
    for (std::size_t i = 0; i < frame.size(); ++i) {
      const Interval occupied{frame[i] - event.before_buffer(),
                              frame[i] + event.length() + event.after_buffer()};
      bool is_free = true;
      for (std::size_t k = 0; k < busy.size(); ++k) {
        if (busy[k].is_empty()) continue;
        Interval entry = busy[k];
        if (has_own) {
          entry.start -= own[k].before;
          entry.end += own[k].after;
        }
        is_free &= !entry.Overlaps(occupied);
      }
      if (is_free) expected.push_back(frame[i]);
    }
    ASSERT_EQ(PointsOf(frame, bits), expected) << "round " << round;
  }
}

TEST_P(StartMapPathTest, EveryPatternOfTwoBytesIsWritten) {
  const StartFrame frame(EventOf(5min, 5min), 0s,
                         Span("2026-11-24T00:00Z", "2026-11-24T10:40Z"));
  ASSERT_EQ(frame.size(), 128u);
  for (std::uint64_t pattern = 0; pattern < 65536; pattern += 7) {
    // Across the border of two words.
    const std::vector<std::uint64_t> bits = {pattern << 56, pattern >> 8};
    std::vector<Instant> expected;
    for (std::size_t i = 0; i < 16; ++i) {
      if ((pattern >> i & 1u) != 0) expected.push_back(frame[56 + i]);
    }
    ASSERT_EQ(PointsOf(frame, bits), expected) << pattern;
  }
}

}  // namespace
}  // namespace bookable
