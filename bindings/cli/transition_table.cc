// bindings/cli/transition_table.cc
// Tested by tests/bindings/cli/transition_table_test.cc.
#include "bindings/cli/transition_table.h"

#include <chrono>
#include <cstddef>
#include <vector>

#include "absl/strings/str_format.h"
#include "bindings/cli/time_text.h"
#include "bookable/time/civil.h"

namespace bookable::cli {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;

struct Transition {
  Instant at{};
  seconds before{};
  seconds after{};

  local_seconds LocalBefore() const {
    return local_seconds{(at + before).time_since_epoch()};
  }
  local_seconds LocalAfter() const {
    return local_seconds{(at + after).time_since_epoch()};
  }
};

Instant BeginOf(int of_year) { return sys_days{year{of_year} / 1 / 1}; }

std::vector<Transition> TransitionsOf(const Zone& zone, YearRange years) {
  std::vector<Transition> found;
  const auto stretches = zone.stretches();
  for (std::size_t i = 1; i < stretches.size(); ++i) {
    const Instant at = stretches[i].start;
    if (at < BeginOf(years.first) || at >= BeginOf(years.last + 1)) continue;
    found.push_back({at, stretches[i - 1].offset, stretches[i].offset});
  }
  return found;
}

std::string LocalJson(local_seconds time, seconds offset) {
  std::string clock = ClockText(time);
  if (clock.size() == 5) clock += ":00";
  return absl::StrFormat("{\"local\": \"%sT%s\", \"offset\": \"%s\"}",
                         FormatDate(floor<days>(time)), clock,
                         OffsetText(offset));
}

}  // namespace

std::string DrawTransitions(const Zone& zone, YearRange years,
                            std::string_view tzdb_version, const Style& style) {
  const std::vector<Transition> transitions = TransitionsOf(zone, years);
  std::string title(zone.name());
  title += absl::StrFormat(", %d", years.first);
  if (years.last != years.first) {
    title += style.dash();
    title += std::to_string(years.last);
  }
  title += " (tzdata ";
  title += tzdb_version;
  title += ')';
  std::string out;
  Paint(style, Ink::kStrong, title, out);
  out += "\n\n";
  if (transitions.empty()) {
    return out + "No clock changes; the offset is " +
           OffsetText(zone.OffsetAt(BeginOf(years.first))) + ".\n";
  }
  std::vector<std::vector<std::string>> rows{
      {"UTC", "clocks show", "", "then", "offset", "", "", "change"}};
  for (const Transition& t : transitions) {
    const local_days date_before = floor<days>(t.LocalBefore());
    const local_days date_after = floor<days>(t.LocalAfter());
    std::string then = ClockText(t.LocalAfter());
    if (date_after != date_before) {
      then = DayOfYearText(date_after) + ' ' + then;
    }
    const seconds change = t.after - t.before;
    rows.push_back(
        {FormatInstant(t.at),
         DayOfYearText(date_before) + ' ' + ClockText(t.LocalBefore()),
         std::string(style.arrow()), then, OffsetText(t.before),
         std::string(style.arrow()), OffsetText(t.after),
         (change < seconds{0} ? "back " : "forward ") +
             LengthText(abs(change))});
  }
  std::vector<std::size_t> widths(rows[0].size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], ColumnsOf(row[i]));
    }
  }
  for (const auto& row : rows) {
    std::string line;
    std::size_t column = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      const bool is_by_arrow = i == 1 || i == 2 || i == 4 || i == 5;
      column += widths[i] + (is_by_arrow ? 1 : 3);
      PadTo(column, 0, line);
    }
    line.resize(line.find_last_not_of(' ') + 1);
    Paint(style, &row == &rows[0] ? Ink::kFaint : Ink::kPlain, line, out);
    out += '\n';
  }
  return out;
}

std::string TransitionsJson(const Zone& zone, YearRange years,
                            std::string_view tzdb_version) {
  std::string out = absl::StrFormat(
      "{\"zone\": \"%s\", \"tzdb\": \"%s\", \"from\": %d, \"until\": %d, "
      "\"transitions\": [",
      std::string(zone.name()), std::string(tzdb_version), years.first,
      years.last);
  bool is_first = true;
  for (const Transition& t : TransitionsOf(zone, years)) {
    if (!is_first) out += ", ";
    is_first = false;
    out += absl::StrFormat("{\"at\": \"%s\", \"before\": %s, \"after\": %s}",
                           FormatInstant(t.at),
                           LocalJson(t.LocalBefore(), t.before),
                           LocalJson(t.LocalAfter(), t.after));
  }
  return out + "]}\n";
}

}  // namespace bookable::cli
