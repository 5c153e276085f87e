// bookable/grid/grid.cc
//
// Pieces are cut at restarts and clock changes into parts; each part gets one
// arithmetic progression (kClock: one a date), of which only the starts asked
// for are written.
//
//   step 45 minutes (grain 15), piece [09:07, 12:00]: kHour gives 09:15, 10:00,
//   10:45, 11:30; kFree gives 09:07, 09:52, 10:37, 11:22.
//
// Tested by tests/engine/grid/grid_test.cc.
#include "bookable/grid/grid.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>

#include "bookable/internal/dcheck.h"
#include "bookable/interval/algebra.h"

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

// The first multiple of `grain` of the wall clock at or after t.
// REQUIRES: grain divides the hour.
Instant CeilToGrain(const Zone& zone, Instant t, seconds grain) {
  const seconds past =
      zone.ToLocal(t).time_since_epoch() % grain;  // negative before 1970
  if (past == seconds{0}) return t;
  return past > seconds{0} ? t + (grain - past) : t - past;
}

// Appends first, first + step, ... that lie in `within`.
// REQUIRES: step > 0.
void AppendProgression(Instant first, seconds step, const Interval& within,
                       std::vector<Instant>& out) {
  if (first < within.start) {
    const std::int64_t behind = (within.start - first).count();
    const std::int64_t steps = (behind + step.count() - 1) / step.count();
    first += step * steps;
  }
  for (Instant t = first; t < within.end; t += step) out.push_back(t);
}

Instant FirstByHour(const CompiledEvent& event, Instant f) {
  // The grid mark before f may be the one whose shifted start is not before f.
  const seconds grain = event.grain();
  const Instant ceiling = CeilToGrain(event.zone(), f, grain);
  const Instant mark = ceiling == f ? f : ceiling - grain;
  const Instant start = mark + event.offset_start();
  return start >= f ? start : start + grain;
}

// None when no whole minute is left in `part`.
std::optional<Instant> FirstPacked(const CompiledEvent& event,
                                   const Interval& part) {
  const Instant f = event.zone().CeilToMinute(part.start);
  const Instant l = part.end - seconds{1};
  if (f > l) return std::nullopt;
  const Instant latest = f + (l - f) % event.step();
  Instant anchor = f;
  for (const seconds grain :
       {event.grain(), seconds{minutes{15}}, seconds{minutes{5}}}) {
    const Instant rounder = CeilToGrain(event.zone(), f, grain);
    if (rounder <= latest) {
      anchor = rounder;
      break;
    }
  }
  const Instant shifted = anchor + event.offset_start();
  return shifted <= latest ? shifted : anchor;
}

// Drops the starts from out[first_new] on that show another second than 0:
// kWindow and kFree count on over clock changes, and old ones moved the second
// hand too (Europe/Amsterdam, 1937-07-01, by 28 seconds).
void KeepWholeMinutes(const Zone& zone, std::size_t first_new,
                      std::vector<Instant>& out) {
  if (out.size() == first_new) return;
  const std::span<const Stretch> stretches = zone.stretches();
  const std::size_t last = zone.StretchAt(out.back());
  bool has_moved = zone.CeilToMinute(out[first_new]) != out[first_new];
  for (std::size_t i = zone.StretchAt(out[first_new]); i < last; ++i) {
    const seconds shift = stretches[i + 1].offset - stretches[i].offset;
    has_moved |= shift % minutes{1} != seconds{0};
  }
  if (!has_moved) return;
  out.erase(std::remove_if(
                out.begin() + static_cast<std::ptrdiff_t>(first_new), out.end(),
                [&](Instant t) { return zone.CeilToMinute(t) != t; }),
            out.end());
}

void AppendByClock(const CompiledEvent& event, const Interval& part,
                   std::vector<Instant>& out) {
  const Zone& zone = event.zone();
  const std::span<const Stretch> stretches = zone.stretches();
  for (std::size_t i = zone.StretchAt(part.start);
       i < stretches.size() && stretches[i].start < part.end; ++i) {
    const Instant start = std::max(stretches[i].start, part.start);
    const Instant end = i + 1 < stretches.size()
                            ? std::min(stretches[i + 1].start, part.end)
                            : part.end;
    Instant midnight{zone.DateAt(start).time_since_epoch() -
                     stretches[i].offset};
    for (; midnight < end; midnight += days{1}) {
      const Interval date{std::max(start, midnight),
                          std::min(end, midnight + days{1})};
      AppendProgression(midnight + event.offset_start(), event.step(), date,
                        out);
    }
  }
}

}  // namespace

Interval GridHorizon(const CompiledEvent& event, const Interval& starts) {
  if (starts.is_empty()) return starts;
  const Zone& zone = event.zone();
  // A piece that holds a start of date D began after the midnight of D-1, or
  // was cut there or later.
  const Instant begin =
      zone.StartOfDate(zone.DateBefore(zone.DateAt(starts.start)));
  if (event.alignment() != Alignment::kPacked) return {begin, starts.end};
  // It ends, or is cut, by the midnight of D+2. Two dates of margin for a date
  // the zone skipped or reads twice.
  return {begin,
          zone.StartOfDate(zone.DateAt(starts.end - seconds{1}) + days{4})};
}

bool GridLayer::NeedsOpen(const CompiledEvent& event,
                          std::span<const Interval> pieces) {
  if (event.alignment() == Alignment::kWindow) return !pieces.empty();
  if (event.alignment() == Alignment::kClock) return false;
  const Zone& zone = event.zone();
  return std::any_of(pieces.begin(), pieces.end(), [&](const Interval& piece) {
    return zone.StartOfDate(zone.DateAt(piece.start) + days{1}) < piece.end;
  });
}

// A midnight restarts the grid if the open piece that contains it began at or
// before the midnight of the date before.
void GridLayer::FindRestarts(const CompiledEvent& event,
                             std::span<const Interval> open,
                             const Interval& range) {
  const Zone& zone = event.zone();
  for (const Interval& piece : open) {
    local_days date = zone.DateAt(piece.start);
    Instant midnight = zone.StartOfDate(date);
    while (midnight < piece.start) {
      date += days{1};
      midnight = zone.StartOfDate(date);
    }
    const Instant end = std::min(piece.end, range.end);
    for (;;) {
      date += days{1};
      const Instant next = zone.StartOfDate(date);
      if (next >= end) break;
      if (next > midnight) restarts_.push_back(next);  // else a skipped date
      midnight = next;
    }
  }
}

void GridLayer::Append(const CompiledEvent& event,
                       std::span<const Interval> pieces,
                       std::span<const Interval> open, const Interval& starts,
                       std::vector<Instant>& out) {
  BOOKABLE_DCHECK(IsNormalized(pieces) && IsNormalized(open));
  if (pieces.empty() || starts.is_empty()) return;
  const Interval range{pieces.front().start, pieces.back().end};
  restarts_.clear();
  cuts_.clear();
  if (NeedsOpen(event, pieces)) FindRestarts(event, open, range);
  cuts_ = restarts_;
  const Alignment alignment = event.alignment();
  if (alignment == Alignment::kHour || alignment == Alignment::kPacked) {
    const std::span<const Stretch> stretches = event.zone().stretches();
    for (std::size_t i = event.zone().StretchAt(range.start) + 1;
         i < stretches.size() && stretches[i].start < range.end; ++i) {
      const seconds shift = stretches[i].offset - stretches[i - 1].offset;
      if (shift % event.grain() != seconds{0}) {
        cuts_.push_back(stretches[i].start);
      }
    }
    std::sort(cuts_.begin(), cuts_.end());
  }

  const auto append_part = [&](const Interval& part) {
    const Interval wanted{std::max(part.start, starts.start),
                          std::min(part.end, starts.end)};
    if (wanted.is_empty()) return;
    std::optional<Instant> first;
    switch (alignment) {
      case Alignment::kHour:
        first = FirstByHour(event, part.start);
        break;
      case Alignment::kWindow: {
        Instant begin = open[FirstEndingAfter(open, part.start)].start;
        const auto restart =
            std::upper_bound(restarts_.begin(), restarts_.end(), part.start);
        if (restart != restarts_.begin()) {
          begin = std::max(begin, *std::prev(restart));
        }
        first = event.zone().CeilToMinute(begin) + event.offset_start();
        break;
      }
      case Alignment::kClock:
        AppendByClock(event, wanted, out);
        return;
      case Alignment::kFree:
        first = event.zone().CeilToMinute(part.start) + event.offset_start();
        break;
      case Alignment::kPacked:
        first = FirstPacked(event, part);
        break;
    }
    if (!first) return;
    const std::size_t first_new = out.size();
    AppendProgression(*first, event.step(), wanted, out);
    if (alignment == Alignment::kWindow || alignment == Alignment::kFree) {
      KeepWholeMinutes(event.zone(), first_new, out);
    }
  };

  std::size_t cut = 0;
  for (const Interval& piece : pieces) {
    if (piece.end <= starts.start) continue;
    if (piece.start >= starts.end) break;
    while (cut < cuts_.size() && cuts_[cut] <= piece.start) ++cut;
    Instant part_start = piece.start;
    for (; cut < cuts_.size() && cuts_[cut] < piece.end; ++cut) {
      append_part({part_start, cuts_[cut]});
      part_start = cuts_[cut];
    }
    append_part({part_start, piece.end});
  }
}

}  // namespace bookable
