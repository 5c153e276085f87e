// bookable/team/sequence.cc
// Tested by tests/engine/team/sequence_test.cc.
#include "bookable/team/sequence.h"

#include <algorithm>
#include <chrono>

#include "bookable/interval/algebra.h"

namespace bookable {
namespace {

using std::chrono::seconds;

constexpr seconds kMinute{60};

// The whole minutes of `intervals`, as runs.
std::vector<Interval> MinuteRuns(std::span<const Interval> intervals,
                                 const Zone& zone) {
  std::vector<Interval> runs;
  for (const Interval& interval : intervals) {
    const Instant first = zone.CeilToMinute(interval.start);
    if (first >= interval.end) continue;
    const seconds after_first = interval.end - seconds{1} - first;
    const Instant last = first + after_first / kMinute * kMinute;
    runs.push_back({first, last + seconds{1}});
  }
  return runs;
}

// The first minute of `runs` at or after t; Instant::max() if none.
Instant FirstAtOrAfter(std::span<const Interval> runs, Instant t) {
  const std::size_t i = FirstEndingAfter(runs, t);
  if (i == runs.size()) return Instant::max();
  if (t <= runs[i].start) return runs[i].start;
  const seconds past = (t - runs[i].start) % kMinute;
  // The end of a run is one second after its last minute: t is before that.
  return past == seconds{0} ? t : t + (kMinute - past);
}

}  // namespace

Interval StageStarts(std::span<const StageView> stages, std::size_t stage,
                     const Interval& starts) {
  Interval range = starts;
  for (std::size_t i = 1; i <= stage; ++i) {
    range.start += stages[i - 1].length + stages[i].min_gap;
    range.end += stages[i - 1].length + stages[i].max_gap;
  }
  return range;
}

void SequenceSolver::Reset(std::span<const StageView> stages,
                           std::span<const std::vector<Interval>> able,
                           const Zone& zone) {
  stages_ = stages;
  runs_.assign(able.size(), {});
  std::vector<Interval> reaching;
  std::vector<Interval> both;
  for (std::size_t i = able.size(); i-- > 0;) {
    if (i + 1 == able.size()) {
      runs_[i] = MinuteRuns(able[i], zone);
      continue;
    }
    // Stage i + 1 (counting all) must reach a kept start of the next one.
    const StageView& next = stages[i + 2];
    const seconds length = stages[i + 1].length;
    reaching.clear();
    for (const Interval& run : runs_[i + 1]) {
      reaching.push_back(
          {run.start - length - next.max_gap, run.end - length - next.min_gap});
    }
    reaching.resize(Normalize(reaching));
    both.resize(reaching.size() + able[i].size());
    both.resize(Intersect(reaching, able[i], both));
    runs_[i] = MinuteRuns(both, zone);
  }
}

bool SequenceSolver::Solve(Instant start, std::vector<Instant>& starts) const {
  starts.assign(1, start);
  for (std::size_t i = 1; i < stages_.size(); ++i) {
    const Instant end = starts.back() + stages_[i - 1].length;
    const Instant next = FirstAtOrAfter(runs_[i - 1], end + stages_[i].min_gap);
    if (next > end + stages_[i].max_gap) return false;
    starts.push_back(next);
  }
  return true;
}

}  // namespace bookable
