#include "bookable/grid/grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "bookable/interval/algebra.h"
#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::minutes;
using testing::At;
using testing::DateTimeTexts;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Span;
using testing::Texts;
using testing::ZoneOf;

struct Grid {
  Alignment alignment = Alignment::kHour;
  minutes step{};
  minutes offset{};
  const char* zone = "UTC";

  CompiledEvent Event() const {
    return CompiledEvent::Create({.length = 30min,
                                  .slot_interval = step,
                                  .offset_start = offset,
                                  .alignment = alignment},
                                 ZoneOf(zone))
        .value();
  }
};

// A piece from its first start to its last, both included.
Interval Piece(const char* first, const char* last) {
  return {At(first), At(last) + 1s};
}

std::vector<Instant> Lay(const CompiledEvent& event,
                         const std::vector<Interval>& pieces,
                         const std::vector<Interval>& open,
                         const Interval& starts) {
  GridLayer layer;
  std::vector<Instant> out;
  layer.Append(event, pieces, open, starts, out);
  return out;
}

// Grid of one piece on 2026-11-24, all of which is open from `open_from` on.
std::vector<std::string> InPiece(const Grid& grid, const char* first,
                                 const char* last,
                                 const char* open_from = nullptr) {
  const std::string date = "2026-11-24T";
  const auto at = [&](const char* time) { return At(date + time + "Z"); };
  const Interval piece{at(first), at(last) + 1s};
  const Interval open{open_from ? at(open_from) : piece.start, at("23:00")};
  std::vector<std::string> times = DateTimeTexts(
      ZoneOf(grid.zone), Lay(grid.Event(), {piece}, {open},
                             Span("2026-11-24T00:00Z", "2026-11-25T00:00Z")));
  for (std::string& time : times) time.erase(0, 6);
  return times;
}

// --- hour (section 5) ---

TEST(GridTest, HourBeginsAtARoundMinuteOfTheHour) {
  // The example at the head of grid.cc: grain 15.
  EXPECT_THAT(InPiece({.step = 45min}, "09:07", "12:00"),
              ElementsAre("09:15", "10:00", "10:45", "11:30"));
  EXPECT_THAT(InPiece({.step = 60min}, "09:30", "11:30"),
              ElementsAre("10:00", "11:00"));
  EXPECT_THAT(InPiece({.step = 60min}, "09:00", "11:00"),
              ElementsAre("09:00", "10:00", "11:00"));
  EXPECT_THAT(InPiece({.step = 7min}, "09:07", "09:25"),
              ElementsAre("09:07", "09:14", "09:21"));
  EXPECT_THAT(InPiece({.step = 7min}, "09:07:01", "09:25"),
              ElementsAre("09:08", "09:15", "09:22"));
}

// r + offset where r is the last grain mark at or before f, or the next one if
// that gives a start before f.
TEST(GridTest, HourShiftsByTheOffsetFromTheMarkBefore) {
  const Grid grid{.step = 60min, .offset = 20min};
  EXPECT_THAT(InPiece(grid, "09:10", "11:30"),
              ElementsAre("09:20", "10:20", "11:20"));
  EXPECT_THAT(InPiece(grid, "09:20", "11:30"),
              ElementsAre("09:20", "10:20", "11:20"));
  EXPECT_THAT(InPiece(grid, "09:21", "11:30"), ElementsAre("10:20", "11:20"));
  // Beyond the grain of 15: from 09:00, not from 09:15.
  EXPECT_THAT(InPiece({.step = 45min, .offset = 40min}, "09:07", "11:30"),
              ElementsAre("09:40", "10:25", "11:10"));
}

TEST(GridTest, APieceTooShortForAMarkHasNoStart) {
  EXPECT_THAT(InPiece({.step = 60min}, "09:01", "09:59"), IsEmpty());
  EXPECT_THAT(InPiece({.step = 60min}, "09:00", "09:00"), ElementsAre("09:00"));
}

// --- window ---

// Section 5: 09:30-12:30 by the hour gives 09:30, 10:30, 11:30.
TEST(GridTest, WindowCountsFromTheOpening) {
  const Grid grid{.alignment = Alignment::kWindow, .step = 60min};
  EXPECT_THAT(InPiece(grid, "09:30", "11:30"),
              ElementsAre("09:30", "10:30", "11:30"));
  // Busy until 10:00: the rest stays where it was.
  EXPECT_THAT(InPiece(grid, "10:00", "11:30", "09:30"),
              ElementsAre("10:30", "11:30"));
}

TEST(GridTest, WindowShiftsByTheOffsetAndAnchorsAtAWholeMinute) {
  EXPECT_THAT(
      InPiece({.alignment = Alignment::kWindow, .step = 60min, .offset = 5min},
              "09:30", "11:40"),
      ElementsAre("09:35", "10:35", "11:35"));
  EXPECT_THAT(InPiece({.alignment = Alignment::kWindow, .step = 60min}, "10:00",
                      "11:40", "09:30:01"),
              ElementsAre("10:31", "11:31"));
}

// --- clock ---

TEST(GridTest, ClockCountsFromMidnight) {
  EXPECT_THAT(InPiece({.alignment = Alignment::kClock, .step = 45min}, "09:07",
                      "11:30"),
              ElementsAre("09:45", "10:30", "11:15"));
  EXPECT_THAT(
      InPiece({.alignment = Alignment::kClock, .step = 50min, .offset = 5min},
              "08:00", "10:30"),
      ElementsAre("08:25", "09:15", "10:05"));
}

TEST(GridTest, ClockRestartsEachDateWhateverTheStep) {
  const Grid grid{.alignment = Alignment::kClock, .step = 500min};
  EXPECT_THAT(
      DateTimeTexts(
          Zone(),
          Lay(grid.Event(), {Piece("2026-11-24T00:00Z", "2026-11-25T12:00Z")},
              {}, Span("2026-11-24T00:00Z", "2026-11-26T00:00Z"))),
      ElementsAre("11-24 00:00", "11-24 08:20", "11-24 16:40", "11-25 00:00",
                  "11-25 08:20"));
}

TEST(GridTest, ClockReadsAFoldTwiceAndAGapNever) {
  // Rome: 2026-10-25 02:00-03:00 comes twice, 2026-03-29 02:00-03:00 not.
  const Grid grid{
      .alignment = Alignment::kClock, .step = 60min, .zone = "Europe/Rome"};
  EXPECT_THAT(
      DateTimeTexts(
          ZoneOf("Europe/Rome"),
          Lay(grid.Event(), {Piece("2026-10-24T23:00Z", "2026-10-25T02:00Z")},
              {}, Span("2026-10-24T00:00Z", "2026-10-26T00:00Z"))),
      ElementsAre("10-25 01:00", "10-25 02:00", "10-25 02:00", "10-25 03:00"));
  EXPECT_THAT(
      DateTimeTexts(
          ZoneOf("Europe/Rome"),
          Lay(grid.Event(), {Piece("2026-03-29T00:00Z", "2026-03-29T02:00Z")},
              {}, Span("2026-03-29T00:00Z", "2026-03-30T00:00Z"))),
      ElementsAre("03-29 01:00", "03-29 03:00", "03-29 04:00"));
}

// --- free ---

TEST(GridTest, FreeBeginsAtTheFirstWholeMinute) {
  const Grid grid{.alignment = Alignment::kFree, .step = 45min};
  EXPECT_THAT(InPiece(grid, "09:07", "12:00"),
              ElementsAre("09:07", "09:52", "10:37", "11:22"));
  EXPECT_THAT(InPiece(grid, "09:07:30", "10:00"),
              ElementsAre("09:08", "09:53"));
  EXPECT_THAT(
      InPiece({.alignment = Alignment::kFree, .step = 45min, .offset = 10min},
              "09:07:30", "10:03"),
      ElementsAre("09:18", "10:03"));
}

// --- packed ---

TEST(GridTest, PackedMovesToARounderTimeBySlackAlone) {
  const Grid grid{.alignment = Alignment::kPacked, .step = 30min};
  // Slack 23: to 09:30, the grain.
  EXPECT_THAT(
      InPiece(grid, "09:07", "12:00"),
      ElementsAre("09:30", "10:00", "10:30", "11:00", "11:30", "12:00"));
  // Slack 13: the quarter 09:15; slack 3: 09:10; none: 09:07.
  EXPECT_THAT(InPiece(grid, "09:07", "10:20"),
              ElementsAre("09:15", "09:45", "10:15"));
  EXPECT_THAT(InPiece(grid, "09:07", "10:10"),
              ElementsAre("09:10", "09:40", "10:10"));
  EXPECT_THAT(InPiece(grid, "09:07", "10:07"),
              ElementsAre("09:07", "09:37", "10:07"));
}

TEST(GridTest, PackedAddsTheOffsetOnlyWhereItCostsNoSlot) {
  const Grid grid{
      .alignment = Alignment::kPacked, .step = 30min, .offset = 10min};
  EXPECT_THAT(InPiece(grid, "09:00", "10:10"),
              ElementsAre("09:10", "09:40", "10:10"));
  EXPECT_THAT(InPiece(grid, "09:00", "10:09"),
              ElementsAre("09:00", "09:30", "10:00"));
}

TEST(GridTest, PackedRoundsTheFirstStartUpToAMinute) {
  const Grid grid{.alignment = Alignment::kPacked, .step = 30min};
  EXPECT_THAT(InPiece(grid, "09:06:01", "10:07"),
              ElementsAre("09:07", "09:37", "10:07"));
  EXPECT_THAT(InPiece(grid, "09:06:01", "09:06:59"), IsEmpty());
}

// As many starts as the piece can hold, whatever the piece.
TEST(GridTest, PackedNeverLosesASlot) {
  for (const int step : {7, 20, 30, 45, 60, 90}) {
    const Grid grid{.alignment = Alignment::kPacked, .step = minutes{step}};
    const CompiledEvent event = grid.Event();
    const Instant first = At("2026-11-24T09:00Z");
    for (int f = 0; f < 60; f += 7) {
      for (int l = f; l < 300; l += 11) {
        const std::vector<Instant> starts =
            Lay(event, {{first + minutes{f}, first + minutes{l} + 1s}},
                {Span("2026-11-24T08:00Z", "2026-11-24T23:00Z")},
                Span("2026-11-24T00:00Z", "2026-11-25T00:00Z"));
        ASSERT_EQ(static_cast<int>(starts.size()), (l - f) / step + 1)
            << step << ' ' << f << ' ' << l;
      }
    }
  }
}

// --- midnight restart (section 5) ---

std::vector<std::string> StartsOfTwoDates(const Grid& grid,
                                          const Interval& open,
                                          const Interval& starts) {
  return DateTimeTexts(
      ZoneOf(grid.zone),
      Lay(grid.Event(), {{open.start, open.end - 30min + 1s}}, {open}, starts));
}

TEST(GridTest, AnAlwaysOpenHostHasTheSameStartsEveryDay) {
  for (const Alignment alignment : {Alignment::kHour, Alignment::kWindow,
                                    Alignment::kClock, Alignment::kFree}) {
    for (const int step : {45, 50, 90, 7, 1440}) {
      const Grid grid{.alignment = alignment, .step = minutes{step}};
      const CompiledEvent event = grid.Event();
      const Interval open = Span("2026-11-20T11:11Z", "2026-12-01T00:00Z");
      std::vector<Instant> previous;
      for (int d = 22; d < 29; ++d) {
        const Instant midnight = At("2026-11-22T00:00Z") + days{d - 22};
        std::vector<Instant> starts =
            Lay(event, {{open.start, open.end - 30min + 1s}}, {open},
                {midnight, midnight + days{1}});
        ASSERT_EQ(starts.front(), midnight) << AlignmentName(alignment) << step;
        for (Instant& t : starts) t -= days{d - 22};
        if (d > 22) {
          ASSERT_EQ(starts, previous) << AlignmentName(alignment) << step;
        }
        previous = starts;
      }
    }
  }
}

TEST(GridTest, AnAlwaysOpenHostRestartsAfterADateOf23Hours) {
  // Rome, 2026-03-29, clocks forward: 23 hours are 15 steps of 90 and a rest.
  const Grid grid{.step = 90min, .zone = "Europe/Rome"};
  const std::vector<std::string> starts =
      StartsOfTwoDates(grid, Span("2026-03-26T00:00Z", "2026-04-05T00:00Z"),
                       Span("2026-03-28T23:00Z", "2026-03-30T00:00Z"));
  EXPECT_THAT(
      std::vector(starts.begin(), starts.begin() + 4),
      ElementsAre("03-29 00:00", "03-29 01:30", "03-29 04:00", "03-29 05:30"));
  EXPECT_THAT(std::vector(starts.end() - 3, starts.end()),
              ElementsAre("03-29 23:30", "03-30 00:00", "03-30 01:30"));
}

// A window that runs past midnight keeps its own steps.
TEST(GridTest, ANightKeepsItsSteps) {
  EXPECT_THAT(
      StartsOfTwoDates({.step = 50min},
                       Span("2026-11-24T22:00Z", "2026-11-25T01:30Z"),
                       Span("2026-11-24T00:00Z", "2026-11-26T00:00Z")),
      ElementsAre("11-24 22:00", "11-24 22:50", "11-24 23:40", "11-25 00:30"));
}

// Open from the midnight of D-1, or a second later: a restart at D, or none.
TEST(GridTest, TheMidnightOfTheDateBeforeDecides) {
  const Interval starts = Span("2026-11-24T22:30Z", "2026-11-25T02:00Z");
  EXPECT_THAT(
      StartsOfTwoDates({.step = 50min},
                       Span("2026-11-24T00:00Z", "2026-11-25T12:00Z"), starts),
      ElementsAre("11-24 22:30", "11-24 23:20", "11-25 00:00", "11-25 00:50",
                  "11-25 01:40"));
  EXPECT_THAT(
      StartsOfTwoDates({.step = 50min},
                       Span("2026-11-24T00:00:01Z", "2026-11-25T12:00Z"),
                       starts),
      ElementsAre("11-24 22:40", "11-24 23:30", "11-25 00:20", "11-25 01:10"));
}

// Busy time splits pieces, not the open time that decides about restarts.
TEST(GridTest, ABusyAfternoonDoesNotUndoTheRestart) {
  const Grid grid{.step = 50min};
  EXPECT_THAT(DateTimeTexts(
                  Zone(), Lay(grid.Event(),
                              {Piece("2026-11-24T22:05Z", "2026-11-25T01:00Z")},
                              {Span("2026-11-23T00:00Z", "2026-11-26T00:00Z")},
                              Span("2026-11-24T00:00Z", "2026-11-26T00:00Z"))),
              ElementsAre("11-24 22:10", "11-24 23:00", "11-24 23:50",
                          "11-25 00:00", "11-25 00:50"));
}

TEST(GridTest, WindowAnchorsAtTheRestart) {
  EXPECT_THAT(
      StartsOfTwoDates({.alignment = Alignment::kWindow, .step = 500min},
                       Span("2026-11-23T10:17Z", "2026-11-27T00:00Z"),
                       Span("2026-11-24T00:00Z", "2026-11-26T00:00Z")),
      // No midnight of the 24th: open since the 23rd 10:17, 500 minutes a step.
      ElementsAre("11-24 02:57", "11-24 11:17", "11-24 19:37", "11-25 00:00",
                  "11-25 08:20", "11-25 16:40"));
}

// Section 5: the midnight of D-1 is that of the last date before D which the
// zone has; Pacific/Apia skipped 2011-12-30.
TEST(GridTest, ASkippedDateHasNoMidnightOfItsOwn) {
  const Grid grid{.step = 500min, .zone = "Pacific/Apia"};
  // Open from 2011-12-29 00:00 (-10): the 31st restarts.
  EXPECT_THAT(
      StartsOfTwoDates(grid, Span("2011-12-29T10:00Z", "2011-12-31T10:00Z"),
                       Span("2011-12-29T10:00Z", "2011-12-31T10:00Z")),
      ElementsAre("12-29 00:00", "12-29 08:20", "12-29 16:40", "12-31 00:00",
                  "12-31 08:20", "12-31 16:40"));
  // From 00:20 on it does not: the first mark is 00:20, then 25 hours on.
  EXPECT_THAT(
      StartsOfTwoDates(grid, Span("2011-12-29T10:20Z", "2011-12-31T10:00Z"),
                       Span("2011-12-29T10:00Z", "2011-12-31T10:00Z")),
      ElementsAre("12-29 00:20", "12-29 08:40", "12-29 17:00", "12-31 01:20",
                  "12-31 09:40", "12-31 18:00"));
}

TEST(GridTest, OpenIsNeededForWindowsAndMidnightsOnly) {
  const std::vector<Interval> within = {
      Piece("2026-11-24T00:00Z", "2026-11-24T23:59:59Z")};
  const std::vector<Interval> across = {
      Piece("2026-11-24T00:00Z", "2026-11-25T00:00Z")};
  for (const Alignment alignment :
       {Alignment::kHour, Alignment::kFree, Alignment::kPacked}) {
    const CompiledEvent event =
        Grid{.alignment = alignment, .step = 30min}.Event();
    EXPECT_FALSE(GridLayer::NeedsOpen(event, within));
    EXPECT_TRUE(GridLayer::NeedsOpen(event, across));
  }
  const CompiledEvent clock =
      Grid{.alignment = Alignment::kClock, .step = 30min}.Event();
  EXPECT_FALSE(GridLayer::NeedsOpen(clock, across));
  const CompiledEvent window =
      Grid{.alignment = Alignment::kWindow, .step = 30min}.Event();
  EXPECT_TRUE(GridLayer::NeedsOpen(window, within));
  EXPECT_FALSE(GridLayer::NeedsOpen(window, {}));
}

// --- clock changes that are no multiple of the grain ---

// Australia/Lord_Howe, 2026-04-04T15:00Z: 02:00 became 01:30.
TEST(GridTest, HourAndPackedAlignAnewAfterHalfAnHour) {
  const Interval open = Span("2026-04-04T13:00Z", "2026-04-04T18:00Z");
  EXPECT_THAT(StartsOfTwoDates({.step = 60min, .zone = "Australia/Lord_Howe"},
                               open, open),
              ElementsAre("04-05 00:00", "04-05 01:00", "04-05 02:00",
                          "04-05 03:00", "04-05 04:00"));
  // Packed cuts there too: [01:30 first 2 h, rest].
  EXPECT_THAT(StartsOfTwoDates({.alignment = Alignment::kPacked,
                                .step = 60min,
                                .zone = "Australia/Lord_Howe"},
                               open, open),
              ElementsAre("04-05 00:00", "04-05 01:00", "04-05 02:00",
                          "04-05 03:00", "04-05 04:00"));
}

TEST(GridTest, WindowAndFreeKeepTheirSteps) {
  const Interval open = Span("2026-04-04T13:00Z", "2026-04-04T16:31Z");
  for (const Alignment alignment : {Alignment::kWindow, Alignment::kFree}) {
    EXPECT_THAT(StartsOfTwoDates({.alignment = alignment,
                                  .step = 60min,
                                  .zone = "Australia/Lord_Howe"},
                                 open, open),
                ElementsAre("04-05 00:00", "04-05 01:00", "04-05 01:30",
                            "04-05 02:30"));
  }
}

// A grain of 30 divides the shift: no cut.
TEST(GridTest, AShiftByTheGrainCutsNothing) {
  const Interval open = Span("2026-04-04T13:00Z", "2026-04-04T17:00Z");
  EXPECT_THAT(StartsOfTwoDates({.step = 90min, .zone = "Australia/Lord_Howe"},
                               open, open),
              ElementsAre("04-05 00:00", "04-05 01:30", "04-05 02:30"));
}

// --- bounds ---

TEST(GridTest, StartsAreHalfOpenAndDoNotMoveTheGrid) {
  const std::vector<Interval> pieces = {
      Piece("2026-11-24T09:07Z", "2026-11-24T16:00Z")};
  const CompiledEvent event =
      Grid{.alignment = Alignment::kFree, .step = 30min}.Event();
  EXPECT_THAT(DateTimeTexts(
                  Zone(), Lay(event, pieces, {},
                              Span("2026-11-24T10:07Z", "2026-11-24T11:07Z"))),
              ElementsAre("11-24 10:07", "11-24 10:37"));
  EXPECT_THAT(
      Lay(event, pieces, {}, Span("2026-11-24T10:08Z", "2026-11-24T10:37Z")),
      IsEmpty());
  EXPECT_THAT(
      Lay(event, pieces, {}, Span("2026-11-24T10:07Z", "2026-11-24T10:07Z")),
      IsEmpty());
  EXPECT_THAT(
      Lay(event, {}, {}, Span("2026-11-24T10:07Z", "2026-11-24T11:07Z")),
      IsEmpty());
}

TEST(GridTest, TheHorizonIsTwoDatesBackAndForPackedFourAhead) {
  const Interval starts = Span("2026-11-24T10:00Z", "2026-11-24T12:00Z");
  EXPECT_EQ(GridHorizon(Grid{.step = 30min}.Event(), starts),
            Span("2026-11-23T00:00Z", "2026-11-24T12:00Z"));
  EXPECT_EQ(
      GridHorizon(Grid{.alignment = Alignment::kPacked, .step = 30min}.Event(),
                  starts),
      Span("2026-11-23T00:00Z", "2026-11-28T00:00Z"));
  // Pacific/Apia: the date before 2011-12-31 is the 29th.
  EXPECT_EQ(GridHorizon(Grid{.step = 30min, .zone = "Pacific/Apia"}.Event(),
                        Span("2011-12-30T12:00Z", "2011-12-30T13:00Z"))
                .start,
            At("2011-12-29T10:00Z"));
}

// Pieces and open time cut at the horizon give the same starts: at random, over
// weeks with a transition.
TEST(GridTest, WhatLiesBeyondTheHorizonDoesNotMatter) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const auto below = [&random](int n) {
    return static_cast<int>(random() % static_cast<unsigned>(n));
  };
  struct Week {
    const char* zone;
    const char* begin;
  };
  // Rome forward and back, Lord Howe back, Apia skips a date, St John's goes
  // back over midnight, Havana has two midnights, Sao Paulo none.
  const std::vector<Week> weeks = {{"Europe/Rome", "2026-03-26T00:00Z"},
                                   {"Europe/Rome", "2026-10-22T00:00Z"},
                                   {"Australia/Lord_Howe", "2026-04-02T00:00Z"},
                                   {"Pacific/Apia", "2011-12-27T00:00Z"},
                                   {"America/St_Johns", "2010-11-04T00:00Z"},
                                   {"America/Havana", "2026-10-29T00:00Z"},
                                   {"America/Sao_Paulo", "2018-11-01T00:00Z"}};
  std::size_t compared = 0;
  for (int round = 0; round < 4000; ++round) {
    const Week& week = weeks[static_cast<std::size_t>(below(7))];
    const Instant begin = At(week.begin);
    const Interval all{begin, begin + days{8}};
    static constexpr int kSteps[] = {7, 15, 25, 30, 45, 60, 90, 500, 1440};
    const int step = kSteps[below(9)];
    const Grid grid{.alignment = static_cast<Alignment>(below(5)),
                    .step = minutes{step},
                    .offset = minutes{below(3) == 0 ? below(step) : 0},
                    .zone = week.zone};
    const CompiledEvent event = grid.Event();
    // Few, long windows: most cross midnights.
    std::vector<Interval> closed;
    for (int n = below(4); n > 0; --n) {
      const Instant t = begin + minutes{15 * below(8 * 96)};
      closed.push_back({t, t + minutes{15 * below(40)}});
    }
    closed.resize(Normalize(closed));
    std::vector<Interval> open(closed.size() + 1);
    open.resize(Complement(closed, all, open));
    std::vector<Interval> busy;
    for (int n = below(12); n > 0; --n) {
      const Instant t = begin + minutes{below(8 * 1440)};
      busy.push_back({t, t + minutes{below(300)}});
    }
    busy.resize(Normalize(busy));
    std::vector<Interval> pieces(open.size() + busy.size());
    pieces.resize(Subtract(open, busy, pieces));
    pieces.resize(Erode(std::vector(pieces), 0s, 30min - 1s, pieces));

    const Instant from = begin + days{3} + minutes{below(1440)};
    const Interval starts{from, from + minutes{1 + below(2000)}};
    const Interval known = GridHorizon(event, starts);
    const auto cut = [](const std::vector<Interval>& set,
                        const Interval& bounds) {
      std::vector<Interval> out(set.size() + 1);
      out.resize(Intersect(set, std::vector{bounds}, out));
      return out;
    };
    const std::vector<Instant> whole = Lay(event, pieces, open, starts);
    ASSERT_EQ(
        DateTimeTexts(Zone(), whole),
        DateTimeTexts(Zone(),
                      Lay(event, cut(pieces, {known.start, known.end + 1s}),
                          cut(open, {known.start, known.end + 30min}), starts)))
        << "seed " << kSeed << " round " << round << ' ' << week.zone << ' '
        << AlignmentName(grid.alignment) << ' ' << step;
    compared += whole.size();
  }
  EXPECT_GT(compared, 50'000u);
}

// Africa/Monrovia, 1972-01-07T00:44:30Z: the clock went from 00:00:00 to
// 00:44:30. Grid points show second 0 (section 5, D10): what counts on over the
// change has none after it, what is laid anew has.
TEST(GridTest, PointsShowSecond0AfterAChangeThatMovesTheSecondHand) {
  const auto starts = [](Alignment alignment) {
    const Interval piece =
        Piece("1972-01-06T23:14:30Z", "1972-01-07T02:00:00Z");
    const Grid grid{
        .alignment = alignment, .step = 30min, .zone = "Africa/Monrovia"};
    return Texts(Lay(grid.Event(), {piece}, {piece}, piece));
  };
  for (const Alignment alignment : {Alignment::kFree, Alignment::kWindow}) {
    EXPECT_THAT(starts(alignment),
                ElementsAre("1972-01-06T23:14:30Z", "1972-01-06T23:44:30Z",
                            "1972-01-07T00:14:30Z"))
        << AlignmentName(alignment);
  }
  EXPECT_THAT(starts(Alignment::kHour),
              ElementsAre("1972-01-06T23:14:30Z", "1972-01-06T23:44:30Z",
                          "1972-01-07T00:14:30Z", "1972-01-07T01:00:00Z",
                          "1972-01-07T01:30:00Z", "1972-01-07T02:00:00Z"));
}

}  // namespace
}  // namespace bookable
