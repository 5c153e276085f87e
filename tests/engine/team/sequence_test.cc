#include "bookable/team/sequence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Span;

// Starts from the first to the last, both included.
Interval From(const char* first, const char* last) {
  const std::string date = "2026-11-24T";
  return {At(date + first + "Z"), At(date + last + "Z") + 1s};
}

std::vector<std::string> Solve(const std::vector<StageView>& stages,
                               const std::vector<std::vector<Interval>>& able,
                               const char* start) {
  SequenceSolver solver;
  solver.Reset(stages, able, Zone());
  std::vector<Instant> starts;
  if (!solver.Solve(At(std::string("2026-11-24T") + start + "Z"), starts)) {
    return {};
  }
  std::vector<std::string> texts = testing::DateTimeTexts(Zone(), starts);
  for (std::string& text : texts) text.erase(0, 6);
  return texts;
}

// Surgery of an hour, at once the recovery room: no gap.
TEST(SequenceTest, WithoutAGapTheNextStageStartsWhereTheOneBeforeEnds) {
  const std::vector<StageView> stages = {{.length = 60min}, {.length = 30min}};
  const std::vector<std::vector<Interval>> able = {{From("10:00", "11:00")}};
  EXPECT_THAT(Solve(stages, able, "09:00"), ElementsAre("09:00", "10:00"));
  EXPECT_THAT(Solve(stages, able, "10:00"), ElementsAre("10:00", "11:00"));
  EXPECT_THAT(Solve(stages, able, "10:01"), IsEmpty());
  EXPECT_THAT(Solve(stages, able, "08:59"), IsEmpty());
}

// Section 8: the lexicographically least tuple.
TEST(SequenceTest, TakesTheLeastStartInTheGap) {
  const std::vector<StageView> stages = {
      {.length = 60min}, {.length = 30min, .min_gap = 10min, .max_gap = 60min}};
  EXPECT_THAT(Solve(stages, {{From("10:00", "12:00")}}, "09:00"),
              ElementsAre("09:00", "10:10"));
  EXPECT_THAT(Solve(stages, {{From("10:25", "12:00")}}, "09:00"),
              ElementsAre("09:00", "10:25"));
  EXPECT_THAT(Solve(stages, {{From("11:00", "12:00")}}, "09:00"),
              ElementsAre("09:00", "11:00"));
  EXPECT_THAT(Solve(stages, {{From("11:01", "12:00")}}, "09:00"), IsEmpty());
}

// A start of the middle stage from which the last cannot follow is passed over.
TEST(SequenceTest, AStageWaitsForTheOneAfter) {
  const std::vector<StageView> stages = {
      {.length = 60min},
      {.length = 30min, .min_gap = 0min, .max_gap = 120min},
      {.length = 15min, .min_gap = 5min, .max_gap = 10min}};
  const std::vector<std::vector<Interval>> able = {{From("10:00", "12:00")},
                                                   {From("11:45", "11:45")}};
  // 11:45 follows a middle stage of 11:05...11:10 only.
  EXPECT_THAT(Solve(stages, able, "09:00"),
              ElementsAre("09:00", "11:05", "11:45"));
  EXPECT_THAT(Solve(stages, able, "10:08"),
              ElementsAre("10:08", "11:08", "11:45"));
  EXPECT_THAT(Solve(stages, able, "10:11"), IsEmpty());
}

// Section 8: whole-minute starts.
TEST(SequenceTest, LaterStagesStartAtWholeMinutes) {
  const std::vector<StageView> stages = {
      {.length = 60min}, {.length = 30min, .min_gap = 0min, .max_gap = 2min}};
  EXPECT_THAT(Solve(stages, {{From("10:00:30", "12:00")}}, "09:00"),
              ElementsAre("09:00", "10:01"));
  EXPECT_THAT(Solve(stages, {{From("10:00:30", "10:00:59")}}, "09:00"),
              IsEmpty());
  EXPECT_THAT(Solve(stages, {{From("10:00", "10:00:30")}}, "09:00:30"),
              IsEmpty());
  EXPECT_THAT(Solve(stages, {{From("10:00", "12:00")}}, "09:00:30"),
              ElementsAre("09:00:30", "10:01"));
}

// Africa/Monrovia, 1972-01-07T00:44:30Z: clocks went from 00:00 to 00:44:30,
// so that the second hand moved by half a minute.
TEST(SequenceTest, MinutesAreThoseOfTheWallClock) {
  const std::vector<StageView> stages = {
      {.length = 60min}, {.length = 30min, .min_gap = 0min, .max_gap = 2min}};
  const std::vector<std::vector<Interval>> able = {
      {Span("1972-01-06T00:00Z", "1972-01-08T00:00Z")}};
  SequenceSolver solver;
  solver.Reset(stages, able, testing::ZoneOf("Africa/Monrovia"));
  std::vector<Instant> starts;
  ASSERT_TRUE(solver.Solve(At("1972-01-06T12:00:00Z"), starts));
  EXPECT_EQ(starts[1], At("1972-01-06T13:00:30Z"));
  ASSERT_TRUE(solver.Solve(At("1972-01-07T12:00:00Z"), starts));
  EXPECT_EQ(starts[1], At("1972-01-07T13:00:00Z"));
}

TEST(SequenceTest, StageStartsAddLengthsAndGaps) {
  const std::vector<StageView> stages = {
      {.length = 60min},
      {.length = 30min, .min_gap = 5min, .max_gap = 20min},
      {.length = 15min, .min_gap = 0min, .max_gap = 60min}};
  const Interval starts = From("09:00", "09:00");
  EXPECT_EQ(StageStarts(stages, 0, starts), starts);
  EXPECT_EQ(StageStarts(stages, 1, starts), From("10:05", "10:20"));
  EXPECT_EQ(StageStarts(stages, 2, starts), From("10:35", "11:50"));
}

// A hundred gaps of ten years end where the engine does.
TEST(SequenceTest, LongGapsEndAYearAfterTheEndOfTime) {
  std::vector<StageView> stages(
      100, {.length = 60min, .min_gap = 0min, .max_gap = 5'256'000min});
  const Interval last = StageStarts(stages, 99, From("09:00", "09:00"));
  EXPECT_EQ(last.end, kEndOfTime + days{365});
  EXPECT_LT(last.start, last.end);
  stages.assign(
      100, {.length = 60min, .min_gap = 5'256'000min, .max_gap = 5'256'000min});
  EXPECT_TRUE(StageStarts(stages, 99, From("09:00", "09:00")).is_empty());
}

// All tuples of minutes, the least first.
bool SolveByTrying(const std::vector<StageView>& stages,
                   const std::vector<std::vector<Interval>>& able,
                   std::vector<Instant>& starts) {
  const std::size_t i = starts.size();
  if (i == stages.size()) return true;
  const Instant end = starts.back() + stages[i - 1].length;
  for (Instant t = end + stages[i].min_gap; t <= end + stages[i].max_gap;
       t += 1s) {
    if (t.time_since_epoch() % 1min != 0s || !Contains(able[i - 1], t)) {
      continue;
    }
    starts.push_back(t);
    if (SolveByTrying(stages, able, starts)) return true;
    starts.pop_back();
  }
  return false;
}

TEST(SequenceTest, RandomSequencesAgreeWithTryingEveryTuple) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const auto below = [&random](int n) {
    return static_cast<int>(random() % static_cast<unsigned>(n));
  };
  const Instant base = At("2026-11-24T09:00Z");
  SequenceSolver solver;  // reused with any number of stages
  int solved = 0;
  for (int round = 0; round < 1500; ++round) {
    std::vector<StageView> stages(static_cast<std::size_t>(2 + below(3)));
    for (StageView& stage : stages) {
      stage.length = minutes{1 + below(5)};
      stage.min_gap = minutes{below(3)};
      stage.max_gap = stage.min_gap + minutes{below(6)};
    }
    std::vector<std::vector<Interval>> able(stages.size() - 1);
    for (std::vector<Interval>& set : able) {
      for (int n = 1 + below(5); n > 0; --n) {
        const Instant start = base + 10s * below(200);
        set.push_back({start, start + 10s * below(20) + 1s});
      }
      set.resize(Normalize(set));
    }
    solver.Reset(stages, able, Zone());
    for (int s = 0; s < 20; ++s) {
      std::vector<Instant> expected = {base + 60s * below(12)};
      std::vector<Instant> starts;
      const bool is_solved = solver.Solve(expected[0], starts);
      ASSERT_EQ(is_solved, SolveByTrying(stages, able, expected))
          << "seed " << kSeed << " round " << round;
      if (!is_solved) continue;
      ASSERT_EQ(starts, expected) << "seed " << kSeed << " round " << round;
      ++solved;
    }
  }
  EXPECT_GT(solved, 2000);
}

}  // namespace
}  // namespace bookable
