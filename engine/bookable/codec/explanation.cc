// bookable/codec/explanation.cc
//
// The order of rules in a text: each step of a path becomes the place of its
// member in the object, or of its element in the list, and paths are ordered as
// these numbers are:
//   {"busy": [...], "schedule": {"holidays": [...], "availability": [...]}}
//   busy[1] is 0 1; schedule.availability[0] is 1 1 0
//
// Tested by tests/engine/codec/explanation_test.cc and
// tests/cases/cases_test.cc.
#include "bookable/codec/explanation.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bookable/codec/answer.h"
#include "bookable/codec/internal/json_writer.h"
#include "bookable/event/booking_window.h"
#include "bookable/internal/strings.h"

namespace bookable {
namespace {

using internal::AppendJsonText;
using simdjson::dom::element;
using std::chrono::local_days;

std::string_view IdOfEntry(const Host& host, const Reason& reason) {
  switch (reason.entry) {
    case EntryList::kBusy:
      return host.busy[reason.index].id;
    case EntryList::kBookings:
      return host.bookings[reason.index].id;
    case EntryList::kHolds:
      break;  // they have none
  }
  return "";
}

class ExplanationWriter {
 public:
  ExplanationWriter(const Request& request, const Explanation& explanation,
                    std::string& out)
      : query_(request.query),
        explanation_(explanation),
        hosts_(HostsOf(request.query)),
        out_(out) {}

  void Write() {
    out_ += '{';
    WriteInstant("at", explanation_.at);
    WriteBool("bookable", explanation_.is_bookable);
    WriteBool("accepted", explanation_.is_accepted);
    // A team's own reasons name no entries of hosts.
    WriteReasons(explanation_.reasons, *hosts_.front());
    if (!explanation_.groups.empty()) WriteGroups();
    out_ += '}';
  }

 private:
  void WriteGroups() {
    WriteName("groups");
    out_ += '[';
    for (std::size_t g = 0; g < explanation_.groups.size(); ++g) {
      const GroupExplanation& group = explanation_.groups[g];
      if (g > 0) out_ += ',';
      out_ += '{';
      WriteGroupId(g);
      WriteNumber("require", static_cast<std::int64_t>(group.required));
      WriteNumber("able", static_cast<std::int64_t>(group.able));
      WriteName("hosts");
      out_ += '[';
      for (std::size_t h = 0; h < group.hosts.size(); ++h) {
        const HostExplanation& host = group.hosts[h];
        if (h > 0) out_ += ',';
        out_ += '{';
        WriteText("id", hosts_[host.row]->id);
        WriteBool("able", host.is_able);
        WriteReasons(host.reasons, *hosts_[host.row]);
        out_ += '}';
      }
      out_ += "]}";
    }
    out_ += ']';
  }

  void WriteGroupId(std::size_t group) {
    const std::string& id = query_.groups[group].id;
    if (!id.empty()) WriteText("id", id);
  }

  void WriteReasons(const std::vector<Reason>& reasons, const Host& host) {
    WriteName("reasons");
    out_ += '[';
    for (std::size_t i = 0; i < reasons.size(); ++i) {
      out_ += i == 0 ? "{" : ",{";
      WriteText("kind", ReasonKindName(reasons[i].kind));
      WriteFields(reasons[i], host);
      out_ += '}';
    }
    out_ += ']';
  }

  void WriteFields(const Reason& reason, const Host& host) {
    switch (reason.kind) {
      case ReasonKind::kQuery:
      case ReasonKind::kShort:
        WriteRange(reason.interval);
        break;
      case ReasonKind::kGroup:
        WriteGroupId(reason.index);
        WriteNumber("require", reason.most);
        WriteNumber("able", reason.current);
        break;
      case ReasonKind::kClosed:
        WriteRange(reason.interval);
        WriteDate("date", reason.dates.first);
        WriteText("zone", reason.zone.name());
        WriteText("source", SourcePath(reason));
        break;
      case ReasonKind::kBusy:
      case ReasonKind::kBuffer:
        WriteText("source", SourcePath(reason));
        if (const std::string_view id = IdOfEntry(host, reason); !id.empty()) {
          WriteText("id", id);
        }
        WriteRange(reason.interval);
        if (reason.kind == ReasonKind::kBuffer) {
          WriteText("side",
                    reason.side == BufferSide::kBefore ? "before" : "after");
        }
        break;
      case ReasonKind::kFull:
        WriteNumber("seatsBooked", reason.current);
        WriteNumber("seats", reason.most);
        break;
      case ReasonKind::kGrid:
        if (reason.before) WriteInstant("before", *reason.before);
        if (reason.after) WriteInstant("after", *reason.after);
        break;
      case ReasonKind::kNotice:
        WriteInstant("earliest", reason.instant);
        break;
      case ReasonKind::kWindow:
        if (reason.dates.first != kAllDates.first) {
          WriteDate("first", reason.dates.first);
        }
        if (reason.dates.last != kAllDates.last) {
          WriteDate("last", reason.dates.last);
        }
        break;
      case ReasonKind::kLimit:
        WriteText("limit",
                  reason.limit == LimitKind::kCount ? "count" : "duration");
        WriteText("period", PeriodName(reason.period));
        WriteDate("first", reason.dates.first);
        WriteDate("last", reason.dates.last);
        WriteNumber("current", reason.current);
        WriteNumber("most", reason.most);
        break;
      case ReasonKind::kNotFirst:
        WriteInstant("first", reason.instant);
        break;
    }
  }

  void WriteRange(const Interval& range) {
    WriteInstant("start", range.start);
    WriteInstant("end", range.end);
  }

  // A comma unless the object has just begun, and the name.
  void WriteName(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    absl::StrAppend(&out_, "\"", internal::ToAbsl(name), "\":");
  }
  void WriteInstant(std::string_view name, Instant t) {
    WriteName(name);
    out_ += '"';
    AppendLocalInstant(t, AnswerZone(query_), out_);
    out_ += '"';
  }
  void WriteDate(std::string_view name, local_days date) {
    WriteText(name, FormatDate(date));
  }
  void WriteText(std::string_view name, std::string_view text) {
    WriteName(name);
    AppendJsonText(text, out_);
  }
  void WriteNumber(std::string_view name, std::int64_t number) {
    WriteName(name);
    absl::StrAppend(&out_, number);
  }
  void WriteBool(std::string_view name, bool value) {
    WriteName(name);
    out_ += value ? "true" : "false";
  }

  const SlotQuery& query_;
  const Explanation& explanation_;
  const std::vector<const Host*> hosts_;
  std::string& out_;
};

// Where a rule stands: see the top of this file.
using Place = std::vector<std::size_t>;

// Takes the first step off `path`: a name, or an index in brackets.
std::string_view TakeStep(std::string_view& path) {
  const std::size_t end = std::min(
      path.size(), path.find_first_of(".[", path.starts_with('[') ? 1 : 0));
  const std::string_view step = path.substr(0, end);
  path.remove_prefix(end);
  if (path.starts_with('.')) path.remove_prefix(1);
  return step;
}

Place PlaceOf(std::string_view path, element value) {
  Place place;
  while (!path.empty()) {
    const std::string_view step = TakeStep(path);
    std::size_t i = 0;
    if (step.starts_with('[')) {
      std::from_chars(step.data() + 1, step.data() + step.size(), i);
      place.push_back(i);
      // Only hosts lie below an element; steps over entries end here.
      if (path.empty()) break;
      if (value.at(i).get(value) != simdjson::SUCCESS) break;
    } else {
      simdjson::dom::object object;
      if (value.get(object) != simdjson::SUCCESS) break;
      for (const auto member : object) {
        if (member.key == step) {
          value = member.value;
          break;
        }
        ++i;
      }
      place.push_back(i);
    }
  }
  return place;
}

}  // namespace

void AppendExplanationJson(const Request& request,
                           const Explanation& explanation, std::string& out) {
  ExplanationWriter(request, explanation, out).Write();
}

void SortByText(std::string_view text, std::vector<RuleEffect>& effects) {
  simdjson::dom::parser parser;
  element root;
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS) {
    return;
  }
  std::vector<std::pair<Place, RuleEffect>> placed;
  placed.reserve(effects.size());
  for (RuleEffect& effect : effects) {
    Place place = PlaceOf(effect.rule, root);
    placed.emplace_back(std::move(place), std::move(effect));
  }
  std::ranges::stable_sort(
      placed, {}, [](const auto& pair) -> const Place& { return pair.first; });
  for (std::size_t i = 0; i < placed.size(); ++i) {
    effects[i] = std::move(placed[i].second);
  }
}

void AppendWhatIfJson(const Request& request,
                      std::span<const RuleEffect> effects, std::string& out) {
  const Zone& zone = AnswerZone(request.query);
  const auto append_instants = [&](std::string_view name,
                                   const std::vector<Instant>& instants) {
    absl::StrAppend(&out, ",\"", internal::ToAbsl(name), "\":[");
    for (std::size_t i = 0; i < instants.size(); ++i) {
      out += i == 0 ? "\"" : ",\"";
      AppendLocalInstant(instants[i], zone, out);
      out += '"';
    }
    out += ']';
  };
  out += "{\"rules\":[";
  for (std::size_t i = 0; i < effects.size(); ++i) {
    out += i == 0 ? "{\"rule\":" : ",{\"rule\":";
    AppendJsonText(effects[i].rule, out);
    append_instants("gained", effects[i].gained);
    append_instants("lost", effects[i].lost);
    out += '}';
  }
  out += "]}";
}

}  // namespace bookable
