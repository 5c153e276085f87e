// bookable/codec/answer.cc
//
// Tested by tests/engine/codec/answer_test.cc and tests/fuzz/request_fuzz.cc.
#include "bookable/codec/answer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "bookable/codec/instant_writer.h"
#include "bookable/codec/internal/json_writer.h"
#include "bookable/internal/dcheck.h"

namespace bookable {
namespace {

using internal::AppendJsonText;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;

// The distinct hosts: their ids, and the order in which groups list them.
class HostNames {
 public:
  explicit HostNames(const SlotQuery& query) {
    if (query.stages.empty()) Add(query.groups);
    for (const Stage& stage : query.stages) Add(stage.groups);
  }

  // In quotes.
  const std::string& id(std::size_t row) const { return ids_[row]; }
  // Rows of the hosts of stage `i` (a team is one stage), by their first
  // mention in it.
  std::span<const std::size_t> rows(std::size_t i) const { return rows_[i]; }

 private:
  void Add(const std::vector<Group>& groups) {
    std::vector<std::size_t>& rows = rows_.emplace_back();
    absl::flat_hash_set<std::size_t> seen;
    for (const Group& group : groups) {
      for (const Host& host : group.hosts) {
        const auto [it, is_new] = row_of_.try_emplace(host.id, ids_.size());
        if (is_new) AppendJsonText(host.id, ids_.emplace_back());
        if (seen.insert(it->second).second) rows.push_back(it->second);
      }
    }
  }

  absl::flat_hash_map<std::string, std::size_t> row_of_;
  std::vector<std::string> ids_;
  std::vector<std::vector<std::size_t>> rows_;
};

class AnswerWriter {
 public:
  AnswerWriter(const Request& request, const SlotList& slots, std::string& out)
      : request_(request),
        slots_(slots),
        out_(out),
        writer_(AnswerZone(request.query)) {
    if (request.form != Request::Form::kHost) names_.emplace(request.query);
  }

  void Write() {
    out_ += "{\"slots\":{";
    const std::size_t begin = out_.size();
    if (!WriteInOrder()) {
      out_.resize(begin);
      WriteByDate();
    }
    out_ += '}';
    if (request_.show_away) WriteAway();
    out_ += '}';
  }

 private:
  // False when a date comes back: clocks that go back over midnight read a date
  // a second time, and it has one place in the answer.
  bool WriteInOrder() {
    local_days date = local_days::min();
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      const local_days slot_date = writer_.DateAt(slots_.starts()[i]);
      if (slot_date < date) return false;
      WriteSlotOf(slot_date, date, i);
    }
    if (!slots_.is_empty()) out_ += ']';
    return true;
  }

  void WriteByDate() {
    std::vector<local_days> dates;
    for (const Instant t : slots_.starts()) dates.push_back(writer_.DateAt(t));
    std::vector<std::size_t> order(slots_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(
        order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return dates[a] < dates[b]; });
    local_days date = local_days::min();
    for (const std::size_t i : order) WriteSlotOf(dates[i], date, i);
    out_ += ']';
  }

  // `date` is that of the slot before.
  void WriteSlotOf(local_days slot_date, local_days& date, std::size_t i) {
    if (slot_date == date) {
      out_ += ',';
    } else {
      if (date != local_days::min()) out_ += "],";
      date = slot_date;
      WriteDateName(date);
      out_ += '[';
    }
    WriteSlot(slots_[i]);
  }

  void WriteDateName(local_days date) {
    char text[kDateTextLength + 3] = "\"0000-00-00\"";
    WriteDate(date, text + 1);
    out_.append(text, sizeof(text) - 1);
    out_ += ':';
  }

  void WriteSlot(const Slot& slot) {
    out_ += "{\"start\":\"";
    out_ += writer_.Text(slot.start);
    out_ += '"';
    if (request_.format == AnswerFormat::kRange) {
      out_ += ",\"end\":";
      WriteInstant(slot.end);
    }
    if (const std::optional<int>& seats = request_.query.event.seats) {
      absl::StrAppend(&out_, ",\"seatsBooked\":", *seats - slot.seats_remaining,
                      ",\"seatsRemaining\":", slot.seats_remaining);
    }
    if (request_.form == Request::Form::kGroups) {
      out_ += ",\"hosts\":";
      WriteHosts(slot.hosts, 0);
      if (request_.query.assign) {
        out_ += ",\"assigned\":";
        WriteHosts(slot.assigned, 0);
      }
    } else if (request_.form == Request::Form::kStages) {
      WriteStages(slot);
    }
    out_ += '}';
  }

  void WriteStages(const Slot& slot) {
    out_ += ",\"stages\":[";
    const std::vector<Stage>& stages = request_.query.stages;
    for (std::size_t i = 0; i < stages.size(); ++i) {
      // A sequence of one stage is a team: its columns are the slot's.
      const bool is_sequence = stages.size() > 1;
      const Instant start = is_sequence ? slot.stage_starts[i] : slot.start;
      out_ += i == 0 ? "{\"start\":" : ",{\"start\":";
      WriteInstant(start);
      out_ += ",\"end\":";
      WriteInstant(start + stages[i].length);
      out_ += ",\"hosts\":";
      const std::size_t words = slot.hosts.words().size();
      WriteHosts(is_sequence
                     ? HostBits(slot.stage_hosts.subspan(i * words, words))
                     : slot.hosts,
                 i);
      out_ += '}';
    }
    out_ += ']';
  }

  void WriteHosts(const HostBits& hosts, std::size_t stage) {
    out_ += '[';
    bool is_first = true;
    for (const std::size_t row : names_->rows(stage)) {
      // One host, who takes every slot, has no bits.
      if (!hosts.words().empty() && !hosts.Contains(row)) continue;
      if (!is_first) out_ += ',';
      is_first = false;
      out_ += names_->id(row);
    }
    out_ += ']';
  }

  void WriteInstant(Instant t) {
    out_ += '"';
    out_ += writer_.Text(t);
    out_ += '"';
  }

  // The dates out of office which the query's bounds touch, by the host's zone.
  // The first entry that has a date gives the reason.
  void WriteAway() {
    out_ += ",\"away\":{";
    const SlotQuery& query = request_.query;
    const Schedule& schedule = query.groups.front().hosts.front().schedule;
    if (query.from < query.until && !schedule.out_of_office.empty()) {
      const local_days first = schedule.zone.DateAt(query.from);
      const local_days last = schedule.zone.DateAt(query.until - seconds{1});
      WriteAwayDates(schedule, {std::min(first, last), std::max(first, last)});
    }
    out_ += '}';
  }

  void WriteAwayDates(const Schedule& schedule, const DateRange& dates) {
    std::vector<const OutOfOffice*> reasons(
        static_cast<std::size_t>((dates.last - dates.first).count()) + 1);
    for (const OutOfOffice& away : schedule.out_of_office) {
      const local_days begin = std::max(local_days{away.start}, dates.first);
      const local_days end = std::min(local_days{away.end}, dates.last);
      for (local_days date = begin; date <= end; date += days{1}) {
        const OutOfOffice*& reason =
            reasons[static_cast<std::size_t>((date - dates.first).count())];
        if (reason == nullptr) reason = &away;
      }
    }
    bool is_first = true;
    for (std::size_t i = 0; i < reasons.size(); ++i) {
      const local_days date = dates.first + days{i};
      if (reasons[i] == nullptr || !schedule.zone.HasDate(date)) continue;
      if (!is_first) out_ += ',';
      is_first = false;
      WriteDateName(date);
      out_ += "{\"reason\":";
      AppendJsonText(reasons[i]->reason, out_);
      out_ += ",\"notes\":";
      AppendJsonText(reasons[i]->notes, out_);
      out_ += '}';
    }
  }

  const Request& request_;
  const SlotList& slots_;
  std::string& out_;
  InstantWriter writer_;
  std::optional<HostNames> names_;  // of a team
};

}  // namespace

void AppendLocalInstant(Instant t, const Zone& zone, std::string& out) {
  out += InstantWriter(zone).Text(t);
}

void AppendAnswerJson(const Request& request, const SlotList& slots,
                      std::string& out) {
  AnswerWriter(request, slots, out).Write();
}

}  // namespace bookable
