// bindings/cli/slot_table.cc
// Tested by tests/bindings/cli/slot_table_test.cc.
#include "bindings/cli/slot_table.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "bindings/cli/query_parts.h"
#include "bindings/cli/time_text.h"
#include "bookable/codec/answer.h"
#include "bookable/interval/date_instants.h"

namespace bookable::cli {
namespace {

using std::chrono::local_days;
using std::chrono::seconds;

// Names of hosts beyond these columns become "+3 more".
constexpr std::size_t kHostColumns = 40;

// An answer and what its rows mean.
class Answer {
 public:
  Answer(const Request& request, const SlotList& slots)
      : request_(request),
        slots_(slots),
        zone_(AnswerZone(request.query)),
        hosts_(HostsOf(request.query)) {}

  const Zone& zone() const { return zone_; }
  const SlotQuery& query() const { return request_.query; }
  const SlotList& slots() const { return slots_; }

  bool has_ends() const { return request_.format == AnswerFormat::kRange; }
  bool has_seats() const { return query().event.seats.has_value(); }
  bool has_stages() const { return !query().stages.empty(); }
  bool has_hosts() const { return request_.form == Request::Form::kGroups; }
  bool has_assigned() const { return has_hosts() && query().assign; }
  bool is_plain() const {
    return request_.form == Request::Form::kHost && !has_seats();
  }

  // The hosts of a bit row; one host alone has no rows.
  std::vector<std::string_view> Ids(
      std::span<const std::uint64_t> words) const {
    std::vector<std::string_view> ids;
    if (words.empty()) {
      ids.push_back(hosts_.front()->id);
    } else {
      for (const std::size_t row : HostBits(words).rows()) {
        ids.push_back(hosts_[row]->id);
      }
    }
    return ids;
  }
  std::vector<std::string_view> IdsOfStage(const Slot& slot,
                                           std::size_t stage) const {
    if (slot.stage_hosts.empty()) return Ids(slot.hosts.words());
    const std::size_t words = slots_.columns().words_per_row;
    return Ids(slot.stage_hosts.subspan(stage * words, words));
  }
  Instant StageStart(const Slot& slot, std::size_t stage) const {
    return slot.stage_starts.empty() ? slot.start : slot.stage_starts[stage];
  }
  Instant StageEnd(const Slot& slot, std::size_t stage) const {
    return StageStart(slot, stage) + query().stages[stage].length;
  }

  // The one offset of all slots (of the bounds, if there are none), or none.
  std::optional<seconds> OnlyOffset() const {
    const bool is_empty = slots_.is_empty();
    const Instant first = is_empty ? query().from : slots_.starts().front();
    const Instant last = is_empty ? query().until : slots_.starts().back();
    if (zone_.StretchAt(first) != zone_.StretchAt(last)) return std::nullopt;
    return zone_.OffsetAt(first);
  }
  bool IsInOneYear() const {
    const auto year_of = [&](Instant t) {
      return std::chrono::year_month_day(zone_.DateAt(t)).year();
    };
    return slots_.is_empty() ||
           year_of(slots_.starts().front()) == year_of(slots_.starts().back());
  }

 private:
  const Request& request_;
  const SlotList& slots_;
  const Zone& zone_;
  std::vector<const Host*> hosts_;
};

std::string DayLabel(const Answer& answer, local_days date) {
  return answer.IsInOneYear() ? DayText(date) : DayOfYearText(date);
}

std::string SpanText(const Answer& answer, Instant start, Instant end,
                     const Style& style) {
  const Zone& zone = answer.zone();
  std::string text = ClockText(zone.ToLocal(start));
  text += style.dash();
  text += ClockText(zone.ToLocal(end));
  return text;
}

std::string IdsText(const std::vector<std::string_view>& ids) {
  std::string text;
  std::size_t shown = 0;
  for (const std::string_view id : ids) {
    const std::string name = Printable(id);
    if (shown > 0 && ColumnsOf(text) + 2 + ColumnsOf(name) > kHostColumns) {
      break;
    }
    if (shown++ > 0) text += ", ";
    text += name;
  }
  if (shown < ids.size()) {
    text += absl::StrFormat(" +%d more", ids.size() - shown);
  }
  return text;
}

// One host: the times of a date, or of one offset of it, in a paragraph.
std::string DrawParagraphs(const Answer& answer, const Style& style) {
  const Zone& zone = answer.zone();
  const bool shows_offset = !answer.OnlyOffset().has_value();
  std::string out;
  std::optional<local_days> date;
  std::optional<std::size_t> stretch;
  std::size_t margin = 0;
  std::size_t used = 0;
  for (const Slot slot : answer.slots()) {
    const local_days slot_date = zone.DateAt(slot.start);
    const std::size_t slot_stretch = zone.StretchAt(slot.start);
    const bool is_new_date = slot_date != date;
    const std::string time = answer.has_ends()
                                 ? SpanText(answer, slot.start, slot.end, style)
                                 : ClockText(zone.ToLocal(slot.start));
    if (is_new_date || slot_stretch != stretch) {
      if (date) out += '\n';
      const std::string label = DayLabel(answer, slot_date);
      if (is_new_date) {
        Paint(style, Ink::kStrong, label, out);
      } else {
        out.append(label.size(), ' ');
      }
      margin = label.size();
      if (shows_offset) {
        const std::string offset = OffsetText(zone.OffsetAt(slot.start));
        out += "  ";
        Paint(style, Ink::kFaint, offset, out);
        margin += 2 + offset.size();
      }
      date = slot_date;
      stretch = slot_stretch;
      used = margin;
    } else if (used + 2 + ColumnsOf(time) >
               static_cast<std::size_t>(style.width)) {
      out += '\n';
      out.append(margin, ' ');
      used = margin;
    }
    out += "  ";
    out += time;
    used += 2 + ColumnsOf(time);
  }
  if (date) out += '\n';
  return out;
}

using TextRow = std::vector<std::string>;

TextRow NamesOf(const Answer& answer) {
  TextRow names{"", answer.OnlyOffset() ? "" : "offset"};
  if (answer.has_stages()) {
    for (std::size_t i = 0; i < answer.query().stages.size(); ++i) {
      names.push_back(absl::StrFormat("stage %d", i + 1));
    }
    return names;
  }
  names.push_back("time");
  if (answer.has_seats()) names.push_back("seats left");
  if (answer.has_hosts()) names.push_back("hosts");
  if (answer.has_assigned()) names.push_back("assigned");
  return names;
}

TextRow RowOf(const Answer& answer, const Slot& slot, const Style& style) {
  const Zone& zone = answer.zone();
  const local_days date = zone.DateAt(slot.start);
  TextRow row{DayLabel(answer, date),
              answer.OnlyOffset() ? "" : OffsetText(zone.OffsetAt(slot.start))};
  if (answer.has_stages()) {
    for (std::size_t i = 0; i < answer.query().stages.size(); ++i) {
      const Instant start = answer.StageStart(slot, i);
      std::string cell;
      if (const local_days day = zone.DateAt(start); day != date) {
        cell += DayLabel(answer, day) + ' ';
      }
      cell += SpanText(answer, start, answer.StageEnd(slot, i), style);
      cell += ' ' + IdsText(answer.IdsOfStage(slot, i));
      row.push_back(std::move(cell));
    }
    return row;
  }
  row.push_back(answer.has_ends()
                    ? SpanText(answer, slot.start, slot.end, style)
                    : ClockText(zone.ToLocal(slot.start)));
  if (answer.has_seats()) {
    row.push_back(absl::StrFormat("%d of %d", slot.seats_remaining,
                                  *answer.query().event.seats));
  }
  if (answer.has_hosts()) {
    row.push_back(IdsText(answer.Ids(slot.hosts.words())));
  }
  if (answer.has_assigned()) {
    row.push_back(IdsText(answer.Ids(slot.assigned.words())));
  }
  return row;
}

// Teams, seats, sequences: a line a slot. The date and offset are said once.
std::string DrawColumns(const Answer& answer, const Style& style) {
  if (answer.slots().is_empty()) return "";
  std::vector<TextRow> rows{NamesOf(answer)};
  for (const Slot slot : answer.slots()) {
    rows.push_back(RowOf(answer, slot, style));
  }
  std::vector<std::size_t> widths(rows[0].size());
  for (const TextRow& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], ColumnsOf(row[i]));
    }
  }
  std::string out;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const bool is_same_date = r > 1 && rows[r][0] == rows[r - 1][0];
    const bool is_same_offset = is_same_date && rows[r][1] == rows[r - 1][1];
    std::string line;
    std::size_t column = 0;
    for (std::size_t i = 0; i < rows[r].size(); ++i) {
      if (widths[i] == 0) continue;
      const bool is_repeated =
          (i == 0 && is_same_date) || (i == 1 && is_same_offset);
      if (!is_repeated) line += rows[r][i];
      column += widths[i] + 2;
      PadTo(column, 0, line);
    }
    line.resize(line.find_last_not_of(' ') + 1);
    Paint(style, r == 0 ? Ink::kFaint : Ink::kPlain, line, out);
    out += '\n';
  }
  return out;
}

// The days off of one host that the query touches.
std::string AwayText(const Request& request, const Style& style) {
  const SlotQuery& query = request.query;
  const Schedule& schedule = FirstHost(query).schedule;
  std::string out;
  for (const OutOfOffice& away : schedule.out_of_office) {
    const local_days first{away.start};
    const local_days last{away.end};
    const Interval hull = DateInstantsHull(schedule.zone, {first, last});
    if (!hull.Overlaps({query.from, query.until})) continue;
    out += "Away " + DateInProse(first);
    if (first != last) {
      out += ' ';
      out += style.dash();
      out += ' ' + DateInProse(last);
    }
    for (const std::string& text : {away.reason, away.notes}) {
      if (!text.empty()) out += ", " + Printable(text);
    }
    out += '\n';
  }
  return out;
}

std::string Quoted(std::string_view value) {
  if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(value);
  }
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string JoinedIds(const std::vector<std::string_view>& ids) {
  std::string joined;
  for (const std::string_view id : ids) {
    if (!joined.empty()) joined += ';';
    joined += id;
  }
  return Quoted(joined);
}

}  // namespace

std::string Heading(const Request& request, const SlotList& slots,
                    const Style& style) {
  const Answer answer(request, slots);
  const SlotQuery& query = request.query;
  std::string text;
  if (answer.has_stages()) {
    for (const Stage& stage : query.stages) {
      if (!text.empty()) text += " + ";
      text += LengthText(stage.length);
    }
  } else {
    text += LengthText(query.duration.value_or(query.event.length));
  }
  text += " slots, ";
  text += answer.zone().name();
  if (const std::optional<seconds> offset = answer.OnlyOffset()) {
    text += " (" + OffsetText(*offset) + ')';
  }
  if (query.from < query.until) {
    const std::string range =
        RangeText(answer.zone(), {query.from, query.until}, style);
    const bool fits = ColumnsOf(text) + 2 + ColumnsOf(range) <=
                      static_cast<std::size_t>(style.width);
    text += fits ? ", " : ",\n";
    text += range;
  }
  std::string out;
  Paint(style, Ink::kStrong, text, out);
  return out + "\n\n";
}

std::string Summary(const Request& request, const SlotList& slots,
                    const Style& style) {
  const Zone& zone = AnswerZone(request.query);
  std::string out;
  if (slots.is_empty()) {
    const SlotQuery& query = request.query;
    out += query.from == query.until
               ? "No slots: the request starts and ends at the same instant."
               : "No slots from " +
                     RangeText(zone, {query.from, query.until}, style) + '.';
    out += '\n';
  } else {
    // A date may come back (America/St_Johns, 2010-11-06).
    std::vector<local_days> dates;
    for (const Instant start : slots.starts()) {
      const local_days date = zone.DateAt(start);
      if (dates.empty() || dates.back() != date) dates.push_back(date);
    }
    std::sort(dates.begin(), dates.end());
    const auto day_count = static_cast<std::size_t>(
        std::unique(dates.begin(), dates.end()) - dates.begin());
    out += CountText(slots.size(), "slot") + " on " +
           CountText(day_count, "day") + '\n';
  }
  if (request.show_away) out += AwayText(request, style);
  return out;
}

std::string DrawTable(const Request& request, const SlotList& slots,
                      const Style& style) {
  const Answer answer(request, slots);
  return answer.is_plain() ? DrawParagraphs(answer, style)
                           : DrawColumns(answer, style);
}

std::string FormatCsv(const Request& request, const SlotList& slots) {
  const Answer answer(request, slots);
  const Zone& zone = answer.zone();
  const std::size_t stage_count = request.query.stages.size();
  std::string out = "date,start,end";
  if (answer.has_seats()) out += ",seatsBooked,seatsRemaining";
  if (answer.has_hosts()) out += ",hosts";
  if (answer.has_assigned()) out += ",assigned";
  for (std::size_t i = 1; i <= stage_count; ++i) {
    absl::StrAppendFormat(&out, ",stage%dStart,stage%dEnd,stage%dHosts", i, i,
                          i);
  }
  out += '\n';
  for (const Slot slot : slots) {
    out += FormatDate(zone.DateAt(slot.start)) + ',';
    AppendLocalInstant(slot.start, zone, out);
    out += ',';
    AppendLocalInstant(slot.end, zone, out);
    if (answer.has_seats()) {
      absl::StrAppendFormat(&out, ",%d,%d",
                            *request.query.event.seats - slot.seats_remaining,
                            slot.seats_remaining);
    }
    if (answer.has_hosts()) {
      out += ',' + JoinedIds(answer.Ids(slot.hosts.words()));
    }
    if (answer.has_assigned()) {
      out += ',' + JoinedIds(answer.Ids(slot.assigned.words()));
    }
    for (std::size_t i = 0; i < stage_count; ++i) {
      out += ',';
      AppendLocalInstant(answer.StageStart(slot, i), zone, out);
      out += ',';
      AppendLocalInstant(answer.StageEnd(slot, i), zone, out);
      out += ',' + JoinedIds(answer.IdsOfStage(slot, i));
    }
    out += '\n';
  }
  return out;
}

}  // namespace bookable::cli
