// bindings/cli/week_picture.cc
//
// Every line is first drawn in quarter hours of a whole date; then all lines
// are cut to the hours in use, and cells merged until they fit the width. A
// cell's kinds are ordered, so that merging takes the greatest:
//   closed closed slot free -> in half hours: closed slot
//
// Tested by tests/bindings/cli/week_picture_test.cc.
#include "bindings/cli/week_picture.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_format.h"
#include "bindings/cli/time_text.h"
#include "bookable/interval/date_instants.h"

namespace bookable::cli {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;

enum class Cell : std::uint8_t {
  kBlank,    // not asked for, or on another line of this date
  kSkipped,  // read by no clock
  kClosed,
  kFree,
  kBuffer,
  kBusy,
  kSlot,
};
constexpr std::size_t kCellKinds = 7;

constexpr seconds kQuarter = minutes{15};
constexpr int kQuartersADay = 96;
constexpr int kLabelColumns = 12;  // "Mon 23 Nov  "
constexpr int kCountColumns = 9;   // "17  slots", the hour that ends the axis

std::string_view Glyph(Cell cell, const Style& style) {
  static constexpr std::array<std::string_view, kCellKinds> kUtf8 = {
      " ", "╳", "·", "─", "▒", "█", "●"};
  static constexpr std::array<std::string_view, kCellKinds> kAscii = {
      " ", "x", ".", "-", "=", "#", "o"};
  return (style.utf8 ? kUtf8 : kAscii)[static_cast<std::size_t>(cell)];
}

Ink InkOf(Cell cell) {
  switch (cell) {
    case Cell::kSlot:
      return Ink::kSlot;
    case Cell::kFree:
      return Ink::kFree;
    case Cell::kBusy:
    case Cell::kBuffer:
      return Ink::kBusy;
    case Cell::kBlank:
    case Cell::kSkipped:
    case Cell::kClosed:
      return Ink::kFaint;
  }
  return Ink::kPlain;
}

// What a week is made of, in the order of Cell.
struct Layers {
  IntervalSet busy;
  IntervalSet buffer;
  IntervalSet free;
};

// A part of a date in which one offset holds.
struct Segment {
  Interval instants{};
  seconds offset{};
  seconds begin{};  // wall clock, since the date began
  seconds end{};
  seconds change{};  // of the offset, if the segment begins with one
};

struct Line {
  std::array<Cell, kQuartersADay> cells{};
  seconds offset{};  // of the first instant
};

struct Day {
  local_days date{};
  std::vector<Line> lines{};  // none: the zone skipped the date
  std::vector<std::string> notes{};
  std::size_t slot_count = 0;
};

std::vector<Segment> SegmentsOf(const Zone& zone, local_days date) {
  std::vector<Segment> segments;
  const Interval hull = DateInstantsHull(zone, {date, date});
  if (hull.is_empty()) return segments;
  std::vector<Interval> pieces;
  AppendDateInstants(zone, {date, date}, hull, pieces);
  const std::span<const Stretch> stretches = zone.stretches();
  for (Interval piece : pieces) {
    for (std::size_t i = zone.StretchAt(piece.start); !piece.is_empty(); ++i) {
      const Instant end = i + 1 < stretches.size()
                              ? std::min(piece.end, stretches[i + 1].start)
                              : piece.end;
      Segment segment{.instants = {piece.start, end},
                      .offset = stretches[i].offset};
      if (i > 0 && piece.start == stretches[i].start) {
        segment.change = segment.offset - stretches[i - 1].offset;
      }
      const local_seconds begin{
          (piece.start + segment.offset).time_since_epoch()};
      segment.begin = begin - local_seconds(date);
      segment.end = segment.begin + segment.instants.length();
      segments.push_back(segment);
      piece.start = end;
    }
  }
  return segments;
}

Cell KindOf(const Interval& part, const Layers& layers,
            std::span<const Instant> starts) {
  const auto start = std::lower_bound(starts.begin(), starts.end(), part.start);
  if (start != starts.end() && *start < part.end) return Cell::kSlot;
  if (layers.busy.Overlaps(part)) return Cell::kBusy;
  if (layers.buffer.Overlaps(part)) return Cell::kBuffer;
  if (layers.free.Overlaps(part)) return Cell::kFree;
  return Cell::kClosed;
}

Day DayOf(local_days date, const Picture& picture, const Layers& layers,
          const Style& style) {
  Day day{.date = date};
  std::array<bool, kQuartersADay> is_read{};
  const std::vector<Segment> segments = SegmentsOf(picture.zone, date);
  const Segment* before = nullptr;
  for (const Segment& segment : segments) {
    if (before == nullptr || segment.begin < before->end) {
      day.lines.push_back({.offset = segment.offset});
    }
    if (segment.change != seconds{0}) {
      day.notes.push_back(ClockChangeText(
          picture.zone, picture.zone.StretchAt(segment.instants.start), style));
    }
    before = &segment;
    Line& line = day.lines.back();
    const auto first = segment.begin / kQuarter;
    const auto last = (segment.end - seconds{1}) / kQuarter;
    for (auto i = first; i <= last; ++i) {
      const auto at = static_cast<std::size_t>(i);
      is_read[at] = true;
      const Instant begin =
          segment.instants.start + (i * kQuarter - segment.begin);
      const Interval part{
          std::max({begin, segment.instants.start, picture.asked.start}),
          std::min(
              {begin + kQuarter, segment.instants.end, picture.asked.end})};
      if (part.is_empty()) continue;
      line.cells[at] =
          std::max(line.cells[at], KindOf(part, layers, picture.starts));
    }
    const auto& starts = picture.starts;
    const auto position = [&](Instant t) {
      return std::lower_bound(starts.begin(), starts.end(), t);
    };
    day.slot_count += static_cast<std::size_t>(
        position(segment.instants.end) - position(segment.instants.start));
  }
  for (std::size_t i = 0; i < is_read.size() && !day.lines.empty(); ++i) {
    if (!is_read[i]) day.lines.front().cells[i] = Cell::kSkipped;
  }
  return day;
}

// The hours drawn and the cells of each.
struct Axis {
  int first_hour = 0;
  int last_hour = 24;
  int cells_an_hour = 4;

  int columns() const { return (last_hour - first_hour) * cells_an_hour; }
};

Axis AxisOf(const std::vector<std::vector<Day>>& weeks, const Style& style) {
  int first = kQuartersADay;
  int last = 0;
  for (const std::vector<Day>& week : weeks) {
    for (const Day& day : week) {
      for (const Line& line : day.lines) {
        for (int i = 0; i < kQuartersADay; ++i) {
          if (line.cells[static_cast<std::size_t>(i)] <= Cell::kClosed) {
            continue;
          }
          first = std::min(first, i);
          last = std::max(last, i + 1);
        }
      }
    }
  }
  Axis axis;
  if (first < last) {
    // An hour of closed time on both sides shows that it is closed.
    axis.first_hour = std::max(0, first / 4 - 1);
    axis.last_hour = std::min(24, (last + 3) / 4 + 1);
  }
  // A few hours less are not worth the question where midnight is.
  if (axis.last_hour - axis.first_hour > 20) {
    axis.first_hour = 0;
    axis.last_hour = 24;
  }
  while (axis.cells_an_hour > 1 &&
         kLabelColumns + axis.columns() + kCountColumns > style.width) {
    axis.cells_an_hour /= 2;
  }
  return axis;
}

std::vector<Cell> CellsOf(const Line& line, const Axis& axis) {
  const int merged = 4 / axis.cells_an_hour;
  std::vector<Cell> cells(static_cast<std::size_t>(axis.columns()));
  for (int i = 0; i < axis.columns(); ++i) {
    const auto first = line.cells.begin() + axis.first_hour * 4 + i * merged;
    cells[static_cast<std::size_t>(i)] =
        *std::max_element(first, first + merged);
  }
  return cells;
}

bool IsBlank(const std::vector<Cell>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](Cell cell) { return cell == Cell::kBlank; });
}

void AppendHours(const Axis& axis, const Style& style, std::string& out) {
  // Two digits and a space at the least.
  const int step = 4 / axis.cells_an_hour;
  std::string line(kLabelColumns, ' ');
  for (int hour = axis.first_hour; hour <= axis.last_hour; hour += step) {
    line.resize(
        static_cast<std::size_t>(kLabelColumns +
                                 (hour - axis.first_hour) * axis.cells_an_hour),
        ' ');
    line += absl::StrFormat("%02d", hour);
  }
  line.resize(std::max(line.size(), static_cast<std::size_t>(
                                        kLabelColumns + axis.columns() + 4)),
              ' ');
  line += "slots";
  Paint(style, Ink::kFaint, line, out);
  out += '\n';
}

void AppendCells(const std::vector<Cell>& cells, const Style& style,
                 std::string& out) {
  for (std::size_t i = 0; i < cells.size();) {
    std::string run;
    std::size_t end = i;
    while (end < cells.size() && InkOf(cells[end]) == InkOf(cells[i])) {
      run += Glyph(cells[end++], style);
    }
    Paint(style, InkOf(cells[i]), run, out);
    i = end;
  }
}

void AppendNote(std::string_view note, const Style& style, std::string& out) {
  out.append(kLabelColumns, ' ');
  Paint(style, Ink::kFaint, note, out);
  out += '\n';
}

void AppendDay(const Day& day, const Axis& axis, const Style& style,
               std::array<bool, kCellKinds>& used, std::string& out) {
  if (day.lines.empty()) {
    out += DayText(day.date) + "  ";
    Paint(style, Ink::kFaint, "the zone has no such date", out);
    out += '\n';
    return;
  }
  bool is_first = true;
  for (const Line& line : day.lines) {
    const std::vector<Cell> cells = CellsOf(line, axis);
    if (!is_first && IsBlank(cells)) continue;
    for (const Cell cell : cells) used[static_cast<std::size_t>(cell)] = true;
    out += is_first ? absl::StrFormat("%s  ", DayText(day.date))
                    : absl::StrFormat("%10s  ", OffsetText(line.offset));
    AppendCells(cells, style, out);
    if (is_first) out += absl::StrFormat("%*d", kCountColumns, day.slot_count);
    out += '\n';
    is_first = false;
  }
  for (const std::string& note : day.notes) AppendNote(note, style, out);
}

void AppendPictureLegend(const Picture& picture, const Style& style,
                         const std::array<bool, kCellKinds>& used,
                         std::string& out) {
  struct Entry {
    Cell cell;
    std::string_view one;
    std::string_view team;
    bool always;
  };
  static constexpr std::array<Entry, 6> kEntries = {{
      {Cell::kSlot, "slot begins", "slot begins", true},
      {Cell::kFree, "free", "enough free", true},
      {Cell::kBuffer, "buffer", "buffer", false},
      {Cell::kBusy, "busy", "too many busy", true},
      {Cell::kClosed, "closed", "too few open", true},
      {Cell::kSkipped, "no such time", "no such time", false},
  }};
  std::vector<LegendEntry> entries;
  for (const Entry& entry : kEntries) {
    if (!entry.always && !used[static_cast<std::size_t>(entry.cell)]) continue;
    entries.push_back({.glyph = Glyph(entry.cell, style),
                       .ink = InkOf(entry.cell),
                       .words = picture.is_team ? entry.team : entry.one});
  }
  AppendLegend(entries, style, out);
}

}  // namespace

std::vector<PictureWeek> WeeksOf(const Zone& zone, const Interval& asked,
                                 std::chrono::weekday week_start) {
  std::vector<PictureWeek> weeks;
  const local_days last = zone.DateAt(asked.end - seconds{1});
  for (local_days first = WeekBegin(zone.DateAt(asked.start), week_start);
       first <= last; first += days{7}) {
    const Interval hull = DateInstantsHull(zone, {first, first + days{6}});
    weeks.push_back({.first = first,
                     .range = {std::max(hull.start, asked.start),
                               std::min(hull.end, asked.end)}});
  }
  return weeks;
}

std::string DrawWeeks(const Picture& picture, const Style& style) {
  std::vector<std::vector<Day>> weeks;
  for (const PictureWeek& week : picture.weeks) {
    const Layers layers{.busy = week.sets.open - week.sets.idle,
                        .buffer = week.sets.idle - week.sets.free,
                        .free = week.sets.free};
    std::vector<Day>& drawn = weeks.emplace_back();
    for (int i = 0; i < 7; ++i) {
      const local_days date = week.first + days{i};
      const Interval hull = DateInstantsHull(picture.zone, {date, date});
      const bool is_skipped =
          hull.is_empty() && week.first < date &&
          picture.asked.start < picture.asked.end &&
          picture.asked.Contains(picture.zone.StartOfDate(date));
      if (!is_skipped && !hull.Overlaps(picture.asked)) continue;
      drawn.push_back(DayOf(date, picture, layers, style));
    }
  }

  const Axis axis = AxisOf(weeks, style);
  std::array<bool, kCellKinds> used{};
  std::string out;
  for (std::size_t i = 0; i < weeks.size(); ++i) {
    Paint(style, Ink::kStrong, "Week of " + DateInProse(picture.weeks[i].first),
          out);
    out += '\n';
    AppendHours(axis, style, out);
    for (const Day& day : weeks[i]) AppendDay(day, axis, style, used, out);
    out += '\n';
  }
  AppendPictureLegend(picture, style, used, out);
  return out;
}

}  // namespace bookable::cli
