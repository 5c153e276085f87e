// bindings/cli/day_picture.cc
//
// The reasons of a time are told in one order, but a picture wants the one that
// says what the time is like. With slots of an hour and closing at 16:00:
//   15:30  closed 16:00-16:30, short   -> short: it is open, the slot is cut
//   16:00  closed 16:00-17:00          -> closed
//
// Tested by tests/bindings/cli/day_picture_test.cc.
#include "bindings/cli/day_picture.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "absl/strings/str_format.h"
#include "bindings/cli/query_parts.h"
#include "bindings/cli/time_text.h"
#include "bookable/interval/date_instants.h"

namespace bookable::cli {
namespace {

using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kCellsAnHour = hours{1} / kDayCell;
constexpr std::size_t kMostHosts = 20;
constexpr std::size_t kMostLabelColumns = 20;

std::string_view Glyph(DayCell cell, const Style& style) {
  static constexpr std::array<std::string_view, kDayCellKinds> kUtf8 = {
      "●", "─", "s", "▒", "█", "·", "f", "x", "n", "w", "l", "1", "q"};
  static constexpr std::array<std::string_view, kDayCellKinds> kAscii = {
      "o", "-", "s", "=", "#", ".", "f", "x", "n", "w", "l", "1", "q"};
  return (style.utf8 ? kUtf8 : kAscii)[static_cast<std::size_t>(cell)];
}

Ink InkOf(DayCell cell) {
  switch (cell) {
    case DayCell::kSlot:
      return Ink::kSlot;
    case DayCell::kFree:
      return Ink::kFree;
    case DayCell::kBuffer:
    case DayCell::kBusy:
    case DayCell::kFull:
    case DayCell::kTooFew:
      return Ink::kBusy;
    case DayCell::kClosed:
      return Ink::kFaint;
    default:
      return Ink::kPlain;
  }
}

// Of the reasons that CanBook heeds, the first as they are told.
std::optional<DayCell> FirstHard(std::span<const Reason> reasons) {
  for (const Reason& reason : reasons) {
    switch (reason.kind) {
      case ReasonKind::kClosed:
        return DayCell::kClosed;
      case ReasonKind::kBusy:
        return DayCell::kBusy;
      case ReasonKind::kBuffer:
        return DayCell::kBuffer;
      case ReasonKind::kFull:
        return DayCell::kFull;
      case ReasonKind::kNotice:
        return DayCell::kNotice;
      case ReasonKind::kWindow:
        return DayCell::kWindow;
      case ReasonKind::kLimit:
        return DayCell::kLimit;
      default:
        break;
    }
  }
  return std::nullopt;
}

bool Has(std::span<const Reason> reasons, ReasonKind kind) {
  return std::ranges::any_of(
      reasons, [kind](const Reason& reason) { return reason.kind == kind; });
}

// The group that fails first: what its hosts have in common, if anything.
DayCell CellOfGroup(const Explanation& explanation, std::size_t index) {
  const GroupExplanation& group = explanation.groups[index];
  // Enough can, but other groups need them.
  if (group.able >= group.required) return DayCell::kTooFew;
  std::optional<DayCell> common;
  for (const HostExplanation& host : group.hosts) {
    if (host.is_able) continue;
    const DayCell cell = CellOfHost(host.reasons, explanation.at);
    if (common && *common != cell) return DayCell::kTooFew;
    common = cell;
  }
  return common.value_or(DayCell::kTooFew);
}

}  // namespace

DayCell CellOfHost(std::span<const Reason> reasons, Instant at) {
  if (Has(reasons, ReasonKind::kShort)) return DayCell::kShort;
  const auto has_at = [&](ReasonKind kind) {
    return std::ranges::any_of(reasons, [&](const Reason& reason) {
      return reason.kind == kind && reason.interval.Contains(at);
    });
  };
  if (has_at(ReasonKind::kClosed)) return DayCell::kClosed;
  if (has_at(ReasonKind::kBusy)) return DayCell::kBusy;
  return FirstHard(reasons).value_or(DayCell::kFree);
}

DayCell CellOf(const Explanation& explanation) {
  const std::vector<Reason>& reasons = explanation.reasons;
  if (reasons.empty()) return DayCell::kSlot;
  for (const Reason& reason : reasons) {
    if (reason.kind == ReasonKind::kGroup) {
      return CellOfGroup(explanation, reason.index);
    }
  }
  const DayCell cell = CellOfHost(reasons, explanation.at);
  if (cell != DayCell::kFree || Has(reasons, ReasonKind::kGrid)) return cell;
  return Has(reasons, ReasonKind::kNotFirst) ? DayCell::kNotFirst
                                             : DayCell::kNotAsked;
}

std::vector<Instant> TimesOfDay(const Zone& zone, local_days date) {
  std::vector<Instant> times;
  const Interval hull = DateInstantsHull(zone, {date, date});
  if (hull.is_empty()) return times;
  std::vector<Interval> pieces;
  AppendDateInstants(zone, {date, date}, hull, pieces);
  for (const Interval& piece : pieces) {
    for (Instant t = piece.start; t < piece.end; t += kDayCell) {
      times.push_back(t);
    }
  }
  return times;
}

DayPicture::DayPicture(const Request& request, local_days date,
                       std::span<const Instant> starts)
    : request_(request),
      zone_(AnswerZone(request.query)),
      date_(date),
      starts_(starts),
      times_(TimesOfDay(zone_, date)) {
  lines_.emplace_back();
  if (request.form == Request::Form::kHost) return;
  lines_.front().label = "slots";
  const std::vector<const Host*> hosts = HostsOf(request.query);
  for (std::size_t row = 0; row < std::min(hosts.size(), kMostHosts); ++row) {
    drawn_hosts_.push_back(row);
    lines_.push_back({.label = Printable(hosts[row]->id)});
  }
  hidden_hosts_ = hosts.size() - drawn_hosts_.size();
}

void DayPicture::Add(std::span<const Explanation> explanations) {
  for (const Explanation& explanation : explanations) {
    const auto start =
        std::lower_bound(starts_.begin(), starts_.end(), explanation.at);
    const bool begins =
        start != starts_.end() && *start < explanation.at + kDayCell;
    lines_.front().cells.push_back(begins ? DayCell::kSlot
                                          : CellOf(explanation));
    if (drawn_hosts_.empty()) continue;
    for (std::size_t line = 1; line < lines_.size(); ++line) {
      lines_[line].cells.push_back(DayCell::kClosed);
    }
    for (const GroupExplanation& group : explanation.groups) {
      for (const HostExplanation& host : group.hosts) {
        if (host.row >= drawn_hosts_.size()) continue;
        lines_[1 + host.row].cells.back() =
            CellOfHost(host.reasons, explanation.at);
      }
    }
  }
}

std::vector<DayPicture::Row> DayPicture::RowsFor(
    const Style& style, std::size_t label_columns) const {
  std::size_t hours_a_row = 1;
  for (const std::size_t more : {2u, 3u, 4u, 6u, 8u, 12u, 24u}) {
    if (label_columns + more * kCellsAnHour <=
        static_cast<std::size_t>(style.width)) {
      hours_a_row = more;
    }
  }
  std::vector<Row> rows;
  for (std::size_t i = 0; i < times_.size(); ++i) {
    // A date that comes back begins a row when it does.
    const bool is_new = rows.empty() || times_[i] - times_[i - 1] > kDayCell ||
                        i - rows.back().begin == hours_a_row * kCellsAnHour;
    if (is_new) rows.push_back({.begin = i});
    rows.back().end = i + 1;
  }
  // Closed rows before and after all others say nothing.
  const auto is_open = [&](const Row& row) { return !IsClosed(row); };
  const auto first = std::ranges::find_if(rows, is_open);
  if (first == rows.end()) return rows;
  const auto last = std::find_if(rows.rbegin(), rows.rend(), is_open).base();
  return {first, last};
}

bool DayPicture::IsClosed(const Row& row) const {
  return std::ranges::all_of(lines_, [&](const Line& line) {
    return std::all_of(
        line.cells.begin() + static_cast<std::ptrdiff_t>(row.begin),
        line.cells.begin() + static_cast<std::ptrdiff_t>(row.end),
        [](DayCell cell) { return cell == DayCell::kClosed; });
  });
}

Instant DayPicture::EndOf(const Row& row) const {
  return times_[row.end - 1] + kDayCell;
}

void DayPicture::AppendHours(const Row& row, std::size_t label_columns,
                             const Style& style, std::string& out) const {
  std::string line(label_columns, ' ');
  for (std::size_t i = row.begin; i < row.end; i += kCellsAnHour / 2) {
    line += ClockText(zone_.ToLocal(times_[i])).substr(0, 5) + ' ';
  }
  line.pop_back();
  Paint(style, Ink::kFaint, line, out);
  out += '\n';
}

void DayPicture::AppendRow(const Row& row, std::size_t label_columns,
                           const Style& style, std::string& out) const {
  AppendHours(row, label_columns, style, out);
  for (const Line& line : lines_) {
    if (label_columns > 0) {
      const std::size_t begin = out.size();
      out += CutTo(line.label, kMostLabelColumns, style);
      PadTo(label_columns, begin, out);
    }
    for (std::size_t i = row.begin; i < row.end;) {
      std::string run;
      const Ink ink = InkOf(line.cells[i]);
      while (i < row.end && InkOf(line.cells[i]) == ink) {
        run += Glyph(line.cells[i++], style);
      }
      Paint(style, ink, run, out);
    }
    out += '\n';
  }
  const std::span<const Stretch> stretches = zone_.stretches();
  for (std::size_t i = 1; i < stretches.size(); ++i) {
    if (stretches[i].start < times_[row.begin] ||
        stretches[i].start >= EndOf(row)) {
      continue;
    }
    out.append(label_columns, ' ');
    Paint(style, Ink::kFaint, ClockChangeText(zone_, i, style), out);
    out += '\n';
  }
}

void DayPicture::AppendDayLegend(const Style& style, std::string& out) const {
  const bool is_team = !drawn_hosts_.empty();
  static constexpr std::array<std::string_view, kDayCellKinds> kWords = {
      "slot begins",
      "free, no start of the grid",
      "too short",
      "buffer",
      "busy",
      "closed",
      "full",
      "too few hosts",
      "too soon (notice)",
      "booking window",
      "limit",
      "not the first of the date",
      "outside the request"};
  std::array<bool, kDayCellKinds> used{};
  used[static_cast<std::size_t>(DayCell::kSlot)] = true;
  for (const Line& line : lines_) {
    for (const DayCell cell : line.cells) {
      used[static_cast<std::size_t>(cell)] = true;
    }
  }
  std::vector<LegendEntry> entries;
  for (std::size_t i = 0; i < kDayCellKinds; ++i) {
    const auto cell = static_cast<DayCell>(i);
    if (!used[i]) continue;
    entries.push_back(
        {.glyph = Glyph(cell, style),
         .ink = InkOf(cell),
         .words = is_team && cell == DayCell::kFree ? "free" : kWords[i]});
  }
  AppendLegend(entries, style, out);
}

std::string DayPicture::Draw(const Style& style) const {
  const SlotQuery& query = request_.query;
  std::string heading = DateInProse(date_) + ", " + std::string(zone_.name());
  const Instant last = times_.back();
  if (zone_.StretchAt(times_.front()) == zone_.StretchAt(last)) {
    heading += " (" + OffsetText(zone_.OffsetAt(last)) + ')';
  }
  heading += ": where a slot of " +
             LengthText(query.duration.value_or(query.event.length)) +
             " can begin";
  std::string wrapped;
  AppendWrapped(heading, 0, style, wrapped);
  std::string out;
  Paint(style, Ink::kStrong, wrapped, out);
  out += '\n';

  std::size_t label_columns = 0;
  for (const Line& line : lines_) {
    if (line.label.empty()) continue;
    label_columns = std::max(
        label_columns, 2 + std::min(ColumnsOf(line.label), kMostLabelColumns));
  }
  const std::vector<Row> rows = RowsFor(style, label_columns);
  for (const Row& row : rows) {
    AppendRow(row, label_columns, style, out);
    out += '\n';
  }
  AppendDayLegend(style, out);

  std::string note;
  const auto clock = [&](Instant t) { return ClockText(zone_.ToLocal(t)); };
  if (rows.front().begin > 0) {
    note += "closed before " + clock(times_[rows.front().begin]);
  }
  if (rows.back().end < times_.size()) {
    note += note.empty() ? "closed" : " and";
    note += " from " + clock(EndOf(rows.back())) + " on";
  }
  if (hidden_hosts_ > 0) {
    if (!note.empty()) note += "; ";
    note += CountText(hidden_hosts_, "host") + " not drawn";
  }
  std::string summary = CountText(starts_.size(), "slot");
  summary += ", a cell is 5 minutes";
  if (!note.empty()) summary += "; " + note;
  AppendWrapped(summary, 0, style, out);
  return out;
}

}  // namespace bookable::cli
