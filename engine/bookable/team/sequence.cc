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

// The engine answers for instants before kEndOfTime; a year more lets stages
// follow the last of them.
constexpr Instant kLastStageStart = kEndOfTime + std::chrono::days{365};

// Sets `runs` to the whole minutes of `intervals`. A run ends where the second
// hand moves on a clock change (Africa/Monrovia, 1972-01-07, by 44:30).
void FindMinuteRuns(std::span<const Interval> intervals, const Zone& zone,
                    std::vector<Interval>& runs) {
  runs.clear();
  const std::span<const Stretch> stretches = zone.stretches();
  for (const Interval& interval : intervals) {
    Instant start = interval.start;
    std::size_t i = zone.StretchAt(start);
    while (start < interval.end) {
      Instant end = interval.end;
      for (; i + 1 < stretches.size() && stretches[i + 1].start < end; ++i) {
        if ((stretches[i + 1].offset - stretches[i].offset) % kMinute !=
            seconds{0}) {
          end = stretches[i + 1].start;
        }
      }
      const Instant first = zone.CeilToMinute(start);
      if (first < end) {
        const seconds after_first = end - seconds{1} - first;
        const Instant last = first + after_first / kMinute * kMinute;
        runs.push_back({first, last + seconds{1}});
      }
      start = end;
    }
  }
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
    range.start = std::min(range.start, kLastStageStart);
    range.end = std::min(range.end, kLastStageStart);
  }
  return range;
}

void SequenceSolver::Reset(std::span<const StageView> stages,
                           std::span<const std::vector<Interval>> able,
                           const Zone& zone) {
  stages_ = stages;
  runs_.resize(std::max(runs_.size(), able.size()));
  for (std::size_t i = able.size(); i-- > 0;) {
    if (i + 1 == able.size()) {
      FindMinuteRuns(able[i], zone, runs_[i]);
      continue;
    }
    // Stage i + 1 (counting all) must reach a kept start of the next one.
    const StageView& next = stages[i + 2];
    const seconds length = stages[i + 1].length;
    reaching_.clear();
    for (const Interval& run : runs_[i + 1]) {
      reaching_.push_back(
          {run.start - length - next.max_gap, run.end - length - next.min_gap});
    }
    reaching_.resize(Normalize(reaching_));
    kept_.resize(reaching_.size() + able[i].size());
    kept_.resize(Intersect(reaching_, able[i], kept_));
    FindMinuteRuns(kept_, zone, runs_[i]);
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
