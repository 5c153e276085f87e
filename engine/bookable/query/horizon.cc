// bookable/query/horizon.cc
//
// Starts that matter are those asked for, the rest of the first date if only
// first slots are shown, and the look-ahead of a rolling window. Around them
// the grid looks two dates back (packed: two ahead); a stage follows the one
// before; buffers reach a little further.
//
// Tested by tests/engine/query/horizon_test.cc and tests/laws/horizon_test.cc.
#include "bookable/query/horizon.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>

#include "bookable/event/booking_window.h"
#include "bookable/grid/grid.h"
#include "bookable/interval/date_instants.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/internal/bound_query.h"
#include "bookable/team/sequence.h"

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;

Interval Hull(const Interval& a, const Interval& b) {
  if (a.is_empty()) return b;
  if (b.is_empty()) return a;
  return {std::min(a.start, b.start), std::max(a.end, b.end)};
}

// All starts of the first stage that the answer depends on.
Interval StartsThatMatter(const CompiledEvent& event, const Window& window) {
  Interval starts{window.from, window.until};
  if (starts.is_empty()) return {};
  if (event.only_first_slot_of_date()) {
    const Zone& zone = window.zone;
    starts.start = zone.StartOfDate(zone.DateBefore(zone.DateAt(starts.start)));
  }
  if (CountsStarts(event.booking_window()) && window.now) {
    const local_days today = event.zone().DateAt(*window.now);
    starts = Hull(
        starts, DateInstantsHull(
                    event.zone(),
                    {today, LastDateLookedAt(event.booking_window(), today)}));
  }
  return starts;
}

// The dates of the periods in which starts in `starts` are counted. A date more
// on each side, for clocks that go back over midnight.
DateRange CountedDates(const CompiledEvent& event, const Window& window,
                       const CompiledSchedule& schedule,
                       const Interval& starts) {
  const Zone& zone = schedule.zone();
  const local_days first = zone.DateAt(starts.start) - days{1};
  const local_days last = zone.DateAt(starts.end - seconds{1}) + days{1};
  DateRange counted{first, last};
  const auto include = [&](Period period) {
    const std::chrono::weekday week_start = schedule.week_start();
    counted.first =
        std::min(counted.first, PeriodOf(first, period, week_start).first);
    counted.last =
        std::max(counted.last, PeriodOf(last, period, week_start).last);
  };
  for (int i = 0; i < kPeriodCount; ++i) {
    const auto index = static_cast<std::size_t>(i);
    if (event.limits().count[index] || event.limits().minutes[index]) {
      include(static_cast<Period>(i));
    }
  }
  if (window.assign) {
    switch (window.fairness_period) {
      case FairnessPeriod::kWeek:
        include(Period::kWeek);
        break;
      case FairnessPeriod::kMonth:
        include(Period::kMonth);
        break;
      case FairnessPeriod::kYear:
        include(Period::kYear);
        break;
      case FairnessPeriod::kAllTime:
        break;  // the caller knows no bound
    }
  }
  return counted;
}

}  // namespace

Interval BusyHorizon(const CompiledEvent& event,
                     std::span<const StageView> stages,
                     const Window& window) noexcept {
  const Interval starts = StartsThatMatter(event, window);
  if (starts.is_empty()) return {};
  Interval read = GridHorizon(event, starts);
  read.end += stages.front().length;
  for (std::size_t i = 1; i < stages.size(); ++i) {
    Interval of_stage = StageStarts(stages, i, starts);
    of_stage.end += stages[i].length;
    read = Hull(read, of_stage);
  }
  return {read.start - event.before_buffer(), read.end + event.after_buffer()};
}

Interval LimitHorizon(const CompiledEvent& event,
                      std::span<const StageView> stages,
                      const Window& window) noexcept {
  if (!event.has_limits() && !window.assign) return {};
  const Interval starts = StartsThatMatter(event, window);
  if (starts.is_empty()) return {};
  if (window.assign && window.fairness_period == FairnessPeriod::kAllTime) {
    return {kFirstInstant, kEndOfTime};
  }
  Interval horizon;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const Interval of_stage = StageStarts(stages, i, starts);
    for (const GroupView& group : stages[i].groups) {
      for (const HostView& host : group.hosts) {
        horizon = Hull(
            horizon, DateInstantsHull(host.schedule->zone(),
                                      CountedDates(event, window,
                                                   *host.schedule, of_stage)));
      }
    }
  }
  return horizon;
}

absl::StatusOr<Interval> BusyHorizon(const SlotQuery& query) {
  absl::StatusOr<internal::BoundQuery> bound =
      internal::BoundQuery::Create(query);
  if (!bound.ok()) return bound.status();
  return BusyHorizon(bound->event(), bound->stages(), bound->window());
}

absl::StatusOr<Interval> LimitHorizon(const SlotQuery& query) {
  absl::StatusOr<internal::BoundQuery> bound =
      internal::BoundQuery::Create(query);
  if (!bound.ok()) return bound.status();
  return LimitHorizon(bound->event(), bound->stages(), bound->window());
}

}  // namespace bookable
