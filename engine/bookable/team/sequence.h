// bookable/team/sequence.h: stages in order, each with its hosts and length.
//
// CONCEPT   A start of the first stage is a slot iff whole-minute starts of all
//           the others follow, each within its gap after the end of the one
//           before; the answer gives the lexicographically least choice
//           (semantics.md section 8). Stages do not overlap in time, so that a
//           host's own stages never meet: each stage is decided by itself.
// METHOD    From the last stage back: a start of stage i is kept iff some kept
//           start of stage i + 1 lies in its gap. Then the least choice is the
//           first kept start in each gap, forward; no search.
// THREADS   A SequenceSolver is one per thread (it keeps its working memory).
#ifndef BOOKABLE_TEAM_SEQUENCE_H_
#define BOOKABLE_TEAM_SEQUENCE_H_

#include <cstddef>
#include <span>
#include <vector>

#include "bookable/interval/interval.h"
#include "bookable/team/group_view.h"
#include "bookable/time/zone.h"

namespace bookable {

// Starts of stage `stage` that can follow a first stage that starts in
// `starts`. Long gaps are cut a year after kEndOfTime.
Interval StageStarts(std::span<const StageView> stages, std::size_t stage,
                     const Interval& starts);

class SequenceSolver {
 public:
  // `able[i - 1]`: the instants at which distinct hosts can take stage i, over
  // StageStarts(stages, i, ...). Whole minutes are those of `zone`.
  void Reset(std::span<const StageView> stages,
             std::span<const std::vector<Interval>> able, const Zone& zone);

  // True iff stages can follow a first stage at `start`; then `starts` holds
  // the start of each stage, the first included.
  bool Solve(Instant start, std::vector<Instant>& starts) const;

 private:
  std::span<const StageView> stages_;
  // By stage but the first: whole minutes from which the rest can follow, as
  // runs: start, start + 1 min, ... < end. May be longer than needed.
  std::vector<std::vector<Interval>> runs_;
  std::vector<Interval> reaching_;
  std::vector<Interval> kept_;
};

}  // namespace bookable

#endif  // BOOKABLE_TEAM_SEQUENCE_H_
