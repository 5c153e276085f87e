// bindings/cli/what_if_table.cc
// Tested by tests/bindings/cli/what_if_table_test.cc.
#include "bindings/cli/what_if_table.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/str_format.h"
#include "bindings/cli/time_text.h"
#include "bookable/time/civil.h"

namespace bookable::cli {
namespace {

using std::chrono::local_days;

constexpr std::size_t kMostRuleColumns = 40;
constexpr std::size_t kLeastExampleColumns = 24;

// Takes "NAME[3]" and the dot after it off `path`; the index, or none if
// something else is next.
std::optional<std::size_t> TakeElement(std::string_view name,
                                       std::string_view& path) {
  if (!path.starts_with(name)) return std::nullopt;
  std::string_view rest = path.substr(name.size());
  if (!rest.starts_with('[')) return std::nullopt;
  std::size_t index = 0;
  const char* const end = rest.data() + rest.size();
  const auto read = std::from_chars(rest.data() + 1, end, index);
  if (read.ec != std::errc{} || read.ptr == end || *read.ptr != ']') {
    return std::nullopt;
  }
  path = rest.substr(static_cast<std::size_t>(read.ptr + 1 - rest.data()));
  if (path.starts_with('.')) path.remove_prefix(1);
  return index;
}

// Takes the path of a host off `path`; none if it is a rule of the event type.
const Host* TakeHost(const SlotQuery& query, std::string_view& path) {
  const std::vector<Group>* groups = &query.groups;
  if (const auto stage = TakeElement("stages", path)) {
    groups = &query.stages[*stage].groups;
  }
  const std::optional<std::size_t> group = TakeElement("groups", path);
  if (!group) {
    return path.starts_with("eventType") ? nullptr
                                         : &groups->front().hosts.front();
  }
  const std::optional<std::size_t> host = TakeElement("hosts", path);
  return host ? &(*groups)[*group].hosts[*host] : nullptr;
}

std::string DaysText(DaySet days) {
  std::string text;
  for (unsigned i = 1; i <= 7; ++i) {
    const std::chrono::weekday day(i % 7);  // Monday first
    if (!days.Contains(day)) continue;
    if (!text.empty()) text += ", ";
    text += WeekdayName(day).substr(0, 3);
  }
  return text;
}

std::string DatesText(Date first, Date last) {
  const std::string text = FormatDate(first);
  return first == last ? text : text + " to " + FormatDate(last);
}

struct Row {
  std::string rule;
  std::string gained;
  std::string lost;
};

// "+ Mon 23 Nov 09:00, 10:00", as many as fit `columns`, one at least.
std::string Examples(char sign, const std::vector<Instant>& starts,
                     const Zone& zone, std::size_t columns,
                     const Style& style) {
  std::string out(1, sign);
  std::optional<local_days> date;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    std::string text = i == 0 ? " " : ", ";
    if (const local_days day = zone.DateAt(starts[i]); day != date) {
      date = day;
      text += DateInProse(day).substr(0, DateInProse(day).rfind(' ')) + ' ';
    }
    text += ClockText(zone.ToLocal(starts[i]));
    constexpr std::size_t kMoreColumns = 4;
    const std::size_t more = i + 1 < starts.size() ? kMoreColumns : 0;
    if (i > 0 && out.size() + text.size() + more > columns) {
      return out + (style.utf8 ? ", …" : ", ..");
    }
    out += text;
  }
  return out;
}

}  // namespace

std::string NameOfRule(const SlotQuery& query, std::string_view path) {
  const Host* const host = TakeHost(query, path);
  if (host == nullptr) return "";
  std::string name;
  if (const auto i = TakeElement("busy", path)) {
    name = host->busy[*i].id;
  } else if (const auto booking = TakeElement("bookings", path)) {
    name = host->bookings[*booking].id;
  } else if (path.starts_with("schedule.")) {
    path.remove_prefix(std::string_view("schedule.").size());
    const Schedule& schedule = host->schedule;
    if (const auto rule = TakeElement("availability", path)) {
      const WeeklyRule& weekly = schedule.weekly[*rule];
      name = DaysText(weekly.days) + ' ' + FormatTimeOfDay(weekly.start) + '-' +
             FormatTimeOfDay(weekly.end);
    } else if (const auto hours = TakeElement("overrides", path)) {
      name = FormatDate(schedule.overrides[*hours].date);
    } else if (const auto holiday = TakeElement("holidays", path)) {
      const Holiday& day = schedule.holidays[*holiday];
      name = day.name.empty() ? FormatDate(day.date) : day.name;
    } else if (const auto away = TakeElement("outOfOffice", path)) {
      const OutOfOffice& entry = schedule.out_of_office[*away];
      name = entry.reason.empty() ? DatesText(entry.start, entry.end)
                                  : entry.reason;
    } else if (const auto trip = TakeElement("travel", path)) {
      name = schedule.travel[*trip].zone.name();
    }
  }
  return name;
}

std::string DrawWhatIf(const Request& request,
                       std::span<const RuleEffect> effects,
                       const Style& style) {
  if (effects.empty()) {
    return "No rule changes the answer: it is the same without any one of "
           "them.\n";
  }
  const Zone& zone = AnswerZone(request.query);
  std::vector<Row> rows{{"without", "gained", "lost"}};
  for (const RuleEffect& effect : effects) {
    std::string rule = effect.rule;
    if (const std::string name = NameOfRule(request.query, effect.rule);
        !name.empty()) {
      rule += " (" + Printable(name) + ')';
    }
    rows.push_back({std::move(rule), std::to_string(effect.gained.size()),
                    std::to_string(effect.lost.size())});
  }
  std::size_t rule_columns = 0;
  for (const Row& row : rows) {
    const std::size_t columns = ColumnsOf(row.rule);
    if (columns <= kMostRuleColumns) {
      rule_columns = std::max(rule_columns, columns);
    }
  }
  const auto width = static_cast<std::size_t>(style.width);
  const std::size_t used = rule_columns + 2 + 6 + 2 + 6 + 2;
  const std::size_t example_columns =
      std::max(width > used ? width - used : 0, kLeastExampleColumns);

  std::string out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    std::string line = row.rule;
    // A long rule has a line to itself.
    if (ColumnsOf(line) > rule_columns) {
      out += CutTo(line, width, style) + '\n';
      line.clear();
    }
    PadTo(rule_columns, 0, line);
    absl::StrAppendFormat(&line, "  %6s  %6s  ", row.gained, row.lost);
    if (i == 0) {
      line += "for example";
      Paint(style, Ink::kFaint, line, out);
    } else {
      const RuleEffect& effect = effects[i - 1];
      out += line;
      if (!effect.gained.empty()) {
        out += Examples('+', effect.gained, zone, example_columns, style);
      }
      if (!effect.lost.empty()) {
        if (!effect.gained.empty()) {
          out += '\n';
          out.append(used, ' ');
        }
        out += Examples('-', effect.lost, zone, example_columns, style);
      }
    }
    out += '\n';
  }
  return out;
}

}  // namespace bookable::cli
