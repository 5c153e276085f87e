// bookable/interval/date_instants.cc
//
// In a stretch of constant offset local time runs evenly, so that the dates
// read there are one interval; neighbours that touch are joined.
//
//   Rome, 2026-10-25 (25 hours): [10-24T22:00Z, 10-25T01:00Z) at +02:00 and
//   [10-25T01:00Z, 23:00Z) at +01:00 touch: one interval.
//
// Tested by tests/engine/interval/date_instants_test.cc.
#include "bookable/interval/date_instants.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>

namespace bookable {

using std::chrono::days;
using std::chrono::local_seconds;

namespace {

// Calls visit(start, end) for the instants of `within` whose date lies in
// `dates`, stretch by stretch.
template <typename Visit>
void VisitDateInstants(const Zone& zone, const DateRange& dates,
                       const Interval& within, Visit visit) {
  if (dates.last < dates.first || within.is_empty()) return;
  const std::span<const Stretch> stretches = zone.stretches();
  const local_seconds local_begin{dates.first};
  const local_seconds local_end{dates.last + days{1}};
  for (std::size_t i = zone.StretchAt(within.start); i < stretches.size();
       ++i) {
    const Stretch& stretch = stretches[i];
    if (stretch.start >= within.end) break;
    const Instant stretch_end =
        i + 1 < stretches.size() ? std::min(stretches[i + 1].start, within.end)
                                 : within.end;
    const Instant start =
        std::max({stretch.start, within.start,
                  Instant{local_begin.time_since_epoch() - stretch.offset}});
    const Instant end = std::min(
        stretch_end, Instant{local_end.time_since_epoch() - stretch.offset});
    if (start < end) visit(start, end);
  }
}

}  // namespace

void AppendDateInstants(const Zone& zone, const DateRange& dates,
                        const Interval& within, std::vector<Interval>& out) {
  const std::size_t first_appended = out.size();
  VisitDateInstants(zone, dates, within, [&](Instant start, Instant end) {
    if (out.size() > first_appended && out.back().end == start) {
      out.back().end = end;
    } else {
      out.push_back({start, end});
    }
  });
}

Interval DateInstantsHull(const Zone& zone, const DateRange& dates) {
  // No offset exceeds a day, and no clock goes back by more than one.
  constexpr days kMargin{2};
  const Interval around{
      Instant{local_seconds{dates.first}.time_since_epoch()} - kMargin,
      Instant{local_seconds{dates.last + days{1}}.time_since_epoch()} +
          kMargin};
  Interval hull;
  VisitDateInstants(zone, dates, around, [&](Instant start, Instant end) {
    hull = {hull.is_empty() ? start : hull.start, end};
  });
  return hull;
}

}  // namespace bookable
