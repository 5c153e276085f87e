// bookable/schedule/compiled_schedule.cc
//
// Open time of a range, stretch by stretch, date by date:
//   for each stretch of constant offset that meets the range
//     for each local date read in it
//       for each window of the date's hours: [date + start, date + end) -
//       offset
// cut to stretch and range; pieces that touch are joined.
//
//   Rome, Mon 09:00-16:00, week of 2026-11-23: one stretch (+01:00), one date
//   with hours [540, 960): [11-23T08:00Z, 11-23T15:00Z).
//
// Hours of a date = windows that begin on it, and the tails past midnight of
// those that began the day before, unless the date is special (out of office,
// overridden, holiday).
//
// Tested by tests/engine/schedule/compiled_schedule_test.cc and
// tests/laws/open_time_test.cc.
#include "bookable/schedule/compiled_schedule.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "bookable/interval/date_instants.h"
#include "bookable/schedule/schedule_validation.h"

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::weekday;

constexpr std::int32_t kMinutesOfDate = 24 * 60;
// The last date that can be written.
constexpr Date kLastDate = std::chrono::year{9999} / 12 / 31;

MinuteWindow WindowOf(minutes start, minutes end) {
  MinuteWindow window{static_cast<std::int32_t>(start.count()),
                      static_cast<std::int32_t>(end.count())};
  if (window.end < window.start) window.end += kMinutesOfDate;
  return window;
}

// Sorts and merges what overlaps or touches.
template <typename Windows>
void NormalizeWindows(Windows& windows) {
  std::sort(windows.begin(), windows.end(),
            [](const MinuteWindow& a, const MinuteWindow& b) {
              return a.start < b.start;
            });
  std::size_t kept = 0;
  for (const MinuteWindow& window : windows) {
    if (window.start >= window.end) continue;
    if (kept > 0 && window.start <= windows[kept - 1].end) {
      windows[kept - 1].end = std::max(windows[kept - 1].end, window.end);
    } else {
      windows[kept++] = window;
    }
  }
  windows.resize(kept);
}

// Appends the parts of `beginning` that lie on their own date, or those that
// reach into the next one, as minutes of that date.
void AppendHeads(std::span<const MinuteWindow> beginning,
                 std::vector<MinuteWindow>& out) {
  for (const MinuteWindow& window : beginning) {
    out.push_back({window.start, std::min(window.end, kMinutesOfDate)});
  }
}
void AppendTails(std::span<const MinuteWindow> beginning,
                 std::vector<MinuteWindow>& out) {
  for (const MinuteWindow& window : beginning) {
    if (window.end > kMinutesOfDate) {
      out.push_back({0, window.end - kMinutesOfDate});
    }
  }
}

void MergeDateRanges(std::vector<DateRange>& ranges) {
  std::sort(
      ranges.begin(), ranges.end(),
      [](const DateRange& a, const DateRange& b) { return a.first < b.first; });
  std::size_t kept = 0;
  for (const DateRange& range : ranges) {
    if (kept > 0 && range.first <= ranges[kept - 1].last + days{1}) {
      ranges[kept - 1].last = std::max(ranges[kept - 1].last, range.last);
    } else {
      ranges[kept++] = range;
    }
  }
  ranges.resize(kept);
}

// Index of the first range that ends at `date` or later.
std::size_t FirstReaching(std::span<const DateRange> ranges, local_days date) {
  const auto it = std::partition_point(
      ranges.begin(), ranges.end(),
      [date](const DateRange& range) { return range.last < date; });
  return static_cast<std::size_t>(it - ranges.begin());
}

bool AnyContains(std::span<const DateRange> ranges, local_days date) {
  const std::size_t i = FirstReaching(ranges, date);
  return i < ranges.size() && ranges[i].first <= date;
}

// Appends [start, end), joined with the last one if it is new and touches.
void AppendJoined(Instant start, Instant end, std::size_t first_new,
                  std::vector<Interval>& out) {
  if (start >= end) return;
  if (out.size() > first_new && out.back().end == start) {
    out.back().end = end;
  } else {
    out.push_back({start, end});
  }
}

}  // namespace

absl::StatusOr<CompiledSchedule> CompiledSchedule::Create(
    const Schedule& schedule) {
  if (absl::Status status = ValidateSchedule(schedule, "schedule");
      !status.ok()) {
    return status;
  }
  CompiledSchedule compiled;
  compiled.zone_ = schedule.zone;
  compiled.week_start_ = schedule.week_start;
  compiled.CompileTravel(schedule.travel);
  compiled.CompileWeekly(schedule.weekly);
  compiled.CompileDates(schedule);
  return compiled;
}

// Each travel entry claims the instants whose date in its own zone lies in its
// dates; where several do, the first in the list has them; the rest is read at
// home. A sweep over all claims, with the claims in force in a heap by list
// order, gives who reads each instant.
void CompiledSchedule::CompileTravel(const std::vector<Travel>& travel) {
  if (travel.empty()) return;
  struct Claim {
    Interval interval;
    std::size_t entry;
  };
  std::vector<Claim> claims;
  std::vector<Interval> parts;
  const Interval always{kFirstInstant - days{800}, kEndOfTime + days{800}};
  for (std::size_t i = 0; i < travel.size(); ++i) {
    parts.clear();
    const local_days last{travel[i].end.value_or(kLastDate)};
    AppendDateInstants(travel[i].zone, {local_days{travel[i].start}, last},
                       always, parts);
    for (const Interval& part : parts) claims.push_back({part, i});
  }
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return a.interval.start < b.interval.start;
  });

  const auto append_reader = [this](const Zone& zone, const Interval& part) {
    if (readers_.empty() || readers_.back().zone != zone) {
      readers_.push_back({part.start, zone});
    }
    const std::span<const Stretch> stretches = zone.stretches();
    for (std::size_t i = zone.StretchAt(part.start);
         i < stretches.size() && stretches[i].start < part.end; ++i) {
      const Stretch stretch{std::max(stretches[i].start, part.start),
                            stretches[i].offset};
      if (travel_stretches_.empty() ||
          travel_stretches_.back().offset != stretch.offset) {
        travel_stretches_.push_back(stretch);
      }
    }
  };
  // Claims in force, the first in the list on top; ended ones leave lazily.
  using InForce = std::pair<std::size_t, Instant>;  // entry, end
  std::priority_queue<InForce, std::vector<InForce>, std::greater<>> in_force;
  Instant at = Instant::min();
  std::size_t next = 0;
  while (at < Instant::max()) {
    while (next < claims.size() && claims[next].interval.start <= at) {
      in_force.push({claims[next].entry, claims[next].interval.end});
      ++next;
    }
    while (!in_force.empty() && in_force.top().second <= at) in_force.pop();
    Instant until =
        next < claims.size() ? claims[next].interval.start : Instant::max();
    if (in_force.empty()) {
      append_reader(zone_, {at, until});
    } else {
      until = std::min(until, in_force.top().second);
      append_reader(travel[in_force.top().first].zone, {at, until});
    }
    at = until;
  }
}

void CompiledSchedule::CompileWeekly(const std::vector<WeeklyRule>& weekly) {
  for (const WeeklyRule& rule : weekly) {
    const MinuteWindow window = WindowOf(rule.start, rule.end);
    if (!rule.from && !rule.until && rule.interval == 1) {
      for (unsigned day = 0; day < 7; ++day) {
        if (rule.days.Contains(weekday{day})) {
          steady_beginning_[day].push_back(window);
        }
      }
      continue;
    }
    bound_rules_.push_back(
        {.days = rule.days,
         .window = window,
         .from = rule.from ? local_days{*rule.from} : local_days::min(),
         .until = rule.until ? local_days{*rule.until} : local_days::max(),
         .interval = rule.interval,
         .anchor_week = rule.anchor
                            ? WeekBegin(local_days{*rule.anchor}, week_start_)
                            : local_days{}});
  }
  for (std::vector<MinuteWindow>& windows : steady_beginning_) {
    NormalizeWindows(windows);
  }
  for (unsigned day = 0; day < 7; ++day) {
    AppendHeads(steady_beginning_[day], steady_hours_[day]);
    AppendTails(steady_beginning_[(day + 6) % 7], steady_hours_[day]);
    NormalizeWindows(steady_hours_[day]);
    for (const MinuteWindow& window : steady_hours_[day]) {
      const auto midnight = static_cast<std::int32_t>(day) * kMinutesOfDate;
      steady_week_.push_back({midnight + window.start, midnight + window.end});
    }
  }
  NormalizeWindows(steady_week_);
}

void CompiledSchedule::CompileDates(const Schedule& schedule) {
  struct Listed {
    local_days date;
    std::uint32_t index;
    MinuteWindow window;
  };
  std::vector<Listed> windows;
  for (const DateOverride& override : schedule.overrides) {
    // Equal times become an empty window, which closes the date but for others.
    windows.push_back({local_days{override.date},
                       static_cast<std::uint32_t>(windows.size()),
                       override.start ? WindowOf(*override.start, *override.end)
                                      : MinuteWindow{}});
  }
  std::stable_sort(
      windows.begin(), windows.end(),
      [](const Listed& a, const Listed& b) { return a.date < b.date; });
  std::vector<MinuteWindow> of_date;
  for (std::size_t i = 0; i < windows.size();) {
    const local_days date = windows[i].date;
    const std::uint32_t index = windows[i].index;
    of_date.clear();
    for (; i < windows.size() && windows[i].date == date; ++i) {
      of_date.push_back(windows[i].window);
    }
    NormalizeWindows(of_date);
    overrides_.push_back({date, index,
                          static_cast<std::uint32_t>(override_windows_.size()),
                          static_cast<std::uint32_t>(of_date.size())});
    override_windows_.insert(override_windows_.end(), of_date.begin(),
                             of_date.end());
    special_.push_back({date, date});
  }

  for (const Holiday& holiday : schedule.holidays) {
    const local_days date{holiday.date};
    holidays_.push_back({date, static_cast<std::uint32_t>(holidays_.size())});
    special_.push_back({date, date});
  }
  std::stable_sort(holidays_.begin(), holidays_.end(),
                   [](const HolidayDate& a, const HolidayDate& b) {
                     return a.date < b.date;
                   });

  for (const OutOfOffice& away : schedule.out_of_office) {
    away_.push_back({local_days{away.start}, local_days{away.end}});
    special_.push_back(away_.back());
  }
  out_of_office_ = away_;
  MergeDateRanges(out_of_office_);
  MergeDateRanges(special_);
}

std::size_t CompiledSchedule::StretchAt(Instant t) const {
  if (travel_stretches_.empty()) return zone_.StretchAt(t);
  const auto after = std::upper_bound(
      travel_stretches_.begin() + 1, travel_stretches_.end(), t,
      [](Instant value, const Stretch& s) { return value < s.start; });
  return static_cast<std::size_t>(after - travel_stretches_.begin()) - 1;
}

std::span<const Stretch> CompiledSchedule::stretches() const {
  if (travel_stretches_.empty()) return zone_.stretches();
  return travel_stretches_;
}

bool CompiledSchedule::IsSpecial(local_days date) const {
  return AnyContains(special_, date);
}

const CompiledSchedule::SpecialDate* CompiledSchedule::OverrideOf(
    local_days date) const {
  const auto it = std::partition_point(
      overrides_.begin(), overrides_.end(),
      [date](const SpecialDate& special) { return special.date < date; });
  return it != overrides_.end() && it->date == date ? &*it : nullptr;
}

void CompiledSchedule::SetSource(ClosedTime& closed) const {
  const local_days date = closed.date;
  closed.source = HoursSource::kWeekly;
  closed.index = 0;
  if (!IsSpecial(date)) return;
  const auto away = std::find_if(
      away_.begin(), away_.end(),
      [date](const DateRange& dates) { return dates.Contains(date); });
  if (away != away_.end()) {
    closed.source = HoursSource::kOutOfOffice;
    closed.index = static_cast<std::uint32_t>(away - away_.begin());
  } else if (const SpecialDate* const override = OverrideOf(date)) {
    closed.source = HoursSource::kOverride;
    closed.index = override->index;
  } else {
    const auto holiday = std::partition_point(
        holidays_.begin(), holidays_.end(),
        [date](const HolidayDate& listed) { return listed.date < date; });
    closed.source = HoursSource::kHoliday;
    closed.index = holiday->index;
  }
}

local_days CompiledSchedule::NextSpecial(local_days date) const {
  const std::size_t i = FirstReaching(special_, date);
  if (i == special_.size()) return local_days::max();
  return std::max(special_[i].first, date);
}

template <typename Windows>
void CompiledSchedule::AppendBeginning(local_days date, Windows& out) const {
  if (IsSpecial(date)) {
    if (AnyContains(out_of_office_, date)) return;
    if (const SpecialDate* const override = OverrideOf(date)) {
      const auto first = override_windows_.begin() + override->first_window;
      out.insert(out.end(), first, first + override->window_count);
    }
    return;  // a holiday has no windows
  }
  const weekday day{date};
  const std::vector<MinuteWindow>& steady = steady_beginning_[day.c_encoding()];
  out.insert(out.end(), steady.begin(), steady.end());
  for (const BoundRule& rule : bound_rules_) {
    if (!rule.days.Contains(day) || date < rule.from || date > rule.until) {
      continue;
    }
    if (rule.interval > 1) {
      const auto weeks =
          (WeekBegin(date, week_start_) - rule.anchor_week).count() / 7;
      if (weeks % rule.interval != 0) continue;
    }
    out.push_back(rule.window);
  }
}

template <typename Windows>
void CompiledSchedule::FindHours(local_days date, Windows& out) const {
  out.clear();
  if (!IsSpecial(date)) {
    // The windows of the day before, of which only the tails stay.
    AppendBeginning(date - days{1}, out);
    std::size_t kept = 0;
    for (const MinuteWindow& window : out) {
      if (window.end > kMinutesOfDate) {
        out[kept++] = {0, window.end - kMinutesOfDate};
      }
    }
    out.resize(kept);
  }
  AppendBeginning(date, out);
  for (MinuteWindow& window : out) {
    window.end = std::min(window.end, kMinutesOfDate);
  }
  NormalizeWindows(out);
}

// Where neither a date nor the one before it is special, and every rule holds
// every week, the windows of the week return as they are.
void CompiledSchedule::AppendSteady(local_days first, seconds offset,
                                    const Interval& within,
                                    std::size_t first_new,
                                    std::vector<Interval>& out) const {
  Instant week{WeekBegin(first, std::chrono::Sunday).time_since_epoch() -
               offset};
  for (; week < within.end; week += days{7}) {
    for (const MinuteWindow& window : steady_week_) {
      const Instant start =
          std::max(week + minutes{window.start}, within.start);
      const Instant end = std::min(week + minutes{window.end}, within.end);
      AppendJoined(start, end, first_new, out);
    }
  }
}

void CompiledSchedule::HoursOf(local_days date,
                               std::vector<MinuteWindow>& out) const {
  FindHours(date, out);
}

void CompiledSchedule::AppendOpen(const Interval& range,
                                  std::vector<Interval>& out) const {
  if (range.is_empty()) return;
  const std::span<const Stretch> stretches = this->stretches();
  const std::size_t first_new = out.size();
  std::size_t i = StretchAt(range.start);
  absl::InlinedVector<MinuteWindow, 32> hours;
  for (; i < stretches.size() && stretches[i].start < range.end; ++i) {
    const Interval part{std::max(stretches[i].start, range.start),
                        i + 1 == stretches.size()
                            ? range.end
                            : std::min(stretches[i + 1].start, range.end)};
    const seconds offset = stretches[i].offset;
    const auto midnight = [offset](local_days date) {
      return Instant{date.time_since_epoch() - offset};
    };
    const auto date_at = [offset](Instant t) {
      return std::chrono::floor<days>(
          local_seconds{t.time_since_epoch() + offset});
    };
    const local_days last = date_at(part.end - seconds{1});
    for (local_days date = date_at(part.start); date <= last;) {
      // Special or after a special date: by itself; else all until the next.
      const local_days special =
          bound_rules_.empty() ? NextSpecial(date - days{1}) : date;
      if (date < special) {
        const local_days end = std::min(special, last + days{1});
        AppendSteady(date, offset,
                     {std::max(part.start, midnight(date)),
                      std::min(part.end, midnight(end))},
                     first_new, out);
        date = end;
        continue;
      }
      FindHours(date, hours);
      for (const MinuteWindow& window : hours) {
        AppendJoined(
            std::max(part.start, midnight(date) + minutes{window.start}),
            std::min(part.end, midnight(date) + minutes{window.end}), first_new,
            out);
      }
      date += days{1};
    }
  }
}

void CompiledSchedule::AppendClosed(const Interval& range,
                                    std::vector<ClosedTime>& out) const {
  const std::size_t first_new = out.size();
  absl::InlinedVector<MinuteWindow, 32> hours;
  // Closed minutes [start, end) of closed.date, in `part` of a stretch.
  const auto append = [&](ClosedTime closed, const Interval& part,
                          Instant midnight, std::int32_t start,
                          std::int32_t end) {
    closed.interval = {std::max(part.start, midnight + minutes{start}),
                       std::min(part.end, midnight + minutes{end})};
    if (closed.interval.is_empty()) return;
    // Clocks that change in closed time do not divide it.
    if (out.size() > first_new && out.back().date == closed.date &&
        out.back().zone == closed.zone &&
        out.back().interval.end == closed.interval.start) {
      out.back().interval.end = closed.interval.end;
    } else {
      out.push_back(closed);
    }
  };
  const auto append_read_in = [&](const Zone& zone, const Interval& read) {
    const std::span<const Stretch> stretches = zone.stretches();
    for (std::size_t i = zone.StretchAt(read.start);
         i < stretches.size() && stretches[i].start < read.end; ++i) {
      const Interval part{std::max(stretches[i].start, read.start),
                          i + 1 == stretches.size()
                              ? read.end
                              : std::min(stretches[i + 1].start, read.end)};
      const seconds offset = stretches[i].offset;
      const auto date_at = [offset](Instant t) {
        return std::chrono::floor<days>(
            local_seconds{t.time_since_epoch() + offset});
      };
      const local_days last = date_at(part.end - seconds{1});
      for (local_days date = date_at(part.start); date <= last;
           date += days{1}) {
        ClosedTime closed{.date = date, .zone = zone};
        SetSource(closed);
        FindHours(date, hours);
        const Instant midnight{date.time_since_epoch() - offset};
        std::int32_t from = 0;
        for (const MinuteWindow& window : hours) {
          append(closed, part, midnight, from, window.start);
          from = window.end;
        }
        append(closed, part, midnight, from, kMinutesOfDate);
      }
    }
  };
  if (range.is_empty()) return;
  if (readers_.empty()) {
    append_read_in(zone_, range);
    return;
  }
  for (std::size_t i = 0; i < readers_.size(); ++i) {
    const Interval read{std::max(readers_[i].start, range.start),
                        i + 1 == readers_.size()
                            ? range.end
                            : std::min(readers_[i + 1].start, range.end)};
    if (!read.is_empty()) append_read_in(readers_[i].zone, read);
  }
}

bool CompiledSchedule::IsSteady(const Interval& range) const {
  if (!bound_rules_.empty()) return false;
  if (special_.empty()) return true;
  // A local date is at most one away from that of UTC, and the night before
  // reaches into it.
  const auto first = std::chrono::floor<days>(range.start);
  const auto last = std::chrono::floor<days>(range.end);
  return NextSpecial(local_days{first.time_since_epoch()} - days{2}) >
         local_days{last.time_since_epoch()} + days{1};
}

bool CompiledSchedule::IsOpen(Instant t) const {
  std::vector<Interval> open;
  AppendOpen({t, t + seconds{1}}, open);
  return !open.empty();
}

}  // namespace bookable
