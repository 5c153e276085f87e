// Tested by tests/reference/reference_test.cc.
#include "tests/reference/grid.h"

#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <vector>

namespace bookable::reference {
namespace {

using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

// "grain = the largest of 60, 30, 20, 15, 10, 5, 1 minutes that divides the
// step."
minutes GrainOf(minutes step) {
  for (const int grain : {60, 30, 20, 15, 10, 5}) {
    if (step % grain == minutes{0}) return minutes{grain};
  }
  return minutes{1};
}

// The first instant at or after t whose wall clock shows a multiple of `grain`
// of the hour.
Instant NextMultiple(const Clock& clock, Instant t, minutes grain) {
  for (;; t += seconds{1}) {
    if (clock.Read(t).time % grain == seconds{0}) return t;
  }
}

Instant NextWholeMinute(const Clock& clock, Instant t) {
  return NextMultiple(clock, t, minutes{1});
}

// "Midnight of D is its first instant." Of the dates that begin on the line.
std::map<local_days, Instant> Midnights(const Clock& clock,
                                        const TimeLine& line) {
  std::map<local_days, Instant> midnights;
  for (std::size_t i = 0; i < line.size(); ++i) {
    midnights.try_emplace(clock.DateAt(line[i]), line[i]);
  }
  // The first date began before the line did.
  midnights.erase(clock.DateAt(line[0]));
  return midnights;
}

// "Midnight restart. If the open piece that contains local midnight of date D
// began at or before the midnight of D-1, all pieces are cut at D's midnight."
// "The midnight of D-1 is that of the last date before D which the zone has."
std::set<Instant> Restarts(const Clock& clock, const TimeLine& line,
                           const Cells& open) {
  std::set<Instant> restarts;
  const std::map<local_days, Instant> midnights = Midnights(clock, line);
  for (const Run& piece : RunsOf(line, open, {})) {
    for (auto it = midnights.begin(); it != midnights.end(); ++it) {
      const Instant midnight = it->second;
      if (it == midnights.begin()) continue;
      if (midnight < piece.first || piece.last < midnight) continue;
      if (piece.first <= std::prev(it)->second) restarts.insert(midnight);
    }
  }
  return restarts;
}

// "First start: r + offsetStart, where r is the last multiple of grain (minute
// of the hour) at or before f, or the next one if that gives a start before f."
Instant FirstByHour(const GridRules& rules, const Clock& clock, Instant f) {
  const minutes grain = GrainOf(rules.step);
  const Instant r = f - clock.Read(f).time % grain;
  const Instant first = r + rules.offset_start;
  return first < f ? first + grain : first;
}

// "With f rounded up to a whole minute, slack = (l - f) mod step; the anchor is
// the next wall-clock multiple (of the hour) at or after f of the first of
// grain, 15, 5 minutes for which it is <= f + slack; else f. offsetStart is
// added if that still is <= f + slack."
std::optional<Instant> FirstPacked(const GridRules& rules, const Clock& clock,
                                   const Run& piece) {
  const Instant f = NextWholeMinute(clock, piece.first);
  if (f > piece.last) return std::nullopt;
  const seconds slack = (piece.last - f) % rules.step;
  Instant anchor = f;
  for (const minutes grain : {GrainOf(rules.step), minutes{15}, minutes{5}}) {
    const Instant multiple = NextMultiple(clock, f, grain);
    if (multiple <= f + slack) {
      anchor = multiple;
      break;
    }
  }
  const Instant shifted = anchor + rules.offset_start;
  return shifted <= f + slack ? shifted : anchor;
}

}  // namespace

std::set<Instant> GridPoints(const GridRules& rules, const Clock& clock,
                             const TimeLine& line, const Cells& admissible,
                             const Cells& open) {
  std::set<Instant> points;
  const std::set<Instant> restarts = Restarts(clock, line, open);
  std::set<Instant> cuts = restarts;
  if (rules.alignment == Alignment::kHour ||
      rules.alignment == Alignment::kPacked) {
    // "After a zone transition whose shift is not a multiple of grain hour and
    // packed cut the pieces at the transition as well."
    for (const Instant t : clock.Transitions(line[0], line.end())) {
      const seconds shift = clock.OffsetAt(t) - clock.OffsetAt(t - seconds{1});
      if (shift % GrainOf(rules.step) != seconds{0}) cuts.insert(t);
    }
  }
  const std::vector<Run> open_pieces = RunsOf(line, open, restarts);

  for (const Run& piece : RunsOf(line, admissible, cuts)) {
    const auto every_step = [&](Instant t) {
      for (; t <= piece.last; t += rules.step) {
        // "Grid points show second 0."
        if (t >= piece.first && clock.Read(t).shows_second_zero()) {
          points.insert(t);
        }
      }
    };
    switch (rules.alignment) {
      case Alignment::kHour:
        every_step(FirstByHour(rules, clock, piece.first));
        break;
      case Alignment::kWindow:
        // "the anchor is the first whole minute of the open piece that contains
        // f: anchor + offsetStart + k*step, where admissible."
        for (const Run& open_piece : open_pieces) {
          if (open_piece.first <= piece.first &&
              piece.first <= open_piece.last) {
            every_step(NextWholeMinute(clock, open_piece.first) +
                       rules.offset_start);
          }
        }
        break;
      case Alignment::kClock:
        // "every instant whose wall-clock minutes since local midnight are
        // k*step + offsetStart."
        for (std::size_t i = line.CellAt(piece.first);
             i < line.size() && line[i] <= piece.last; ++i) {
          const Reading reading = clock.Read(line[i]);
          const minutes past = minutes{reading.minute()} - rules.offset_start;
          if (reading.shows_second_zero() && past >= minutes{0} &&
              past % rules.step == minutes{0}) {
            points.insert(line[i]);
          }
        }
        break;
      case Alignment::kFree:
        // "first start is f (rounded up to a whole minute) + offsetStart, then
        // every step."
        every_step(NextWholeMinute(clock, piece.first) + rules.offset_start);
        break;
      case Alignment::kPacked:
        if (const std::optional<Instant> first =
                FirstPacked(rules, clock, piece)) {
          every_step(*first);
        }
        break;
    }
  }
  return points;
}

}  // namespace bookable::reference
