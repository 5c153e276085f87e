// bookable/query/explanation_columns.h: the reasons of many instants.
//
// CONCEPT   Between two edges of the data (an opening, a booking's end, a
//           start) every instant has the same reasons. So instants refer to
//           lists of reasons, and reasons to facts: what is closed, busy, full,
//           short or limited. Nothing is said twice; Reason is made on demand.
// COST      Written by Explain of compiled_query.h without allocation once its
//           memory suffices; reading a reason is O(1).
// THREADS   Plain values.
#ifndef BOOKABLE_QUERY_EXPLANATION_COLUMNS_H_
#define BOOKABLE_QUERY_EXPLANATION_COLUMNS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/host/sessions.h"
#include "bookable/interval/interval.h"
#include "bookable/query/explain.h"
#include "bookable/schedule/closed_time.h"
#include "bookable/time/instant.h"

namespace bookable {

namespace internal {
class Explainer;
}  // namespace internal

// The facts about one host that reasons refer to.
struct HostFacts {
  struct Entry {
    Interval interval{};
    Interval blocked{};  // what it keeps the slot itself out of
    std::uint32_t index = 0;
    EntryList list{};
    bool is_session_part = false;
  };
  struct Limit {
    DateRange dates{};
    std::int64_t current = 0;
    std::int64_t most = 0;
    LimitKind kind{};
    Period period{};
  };

  std::vector<ClosedTime> closed;  // sorted
  std::vector<Entry> entries;      // by blocked.start
  std::vector<Session> sessions;   // by start
  std::vector<Interval> open;      // sorted
  std::vector<Interval> free;      // sorted
  std::vector<Interval> shorts;    // free times that end before a slot does
  std::vector<Limit> limits;       // those exceeded, by date

  void Clear();
};

// One reason: its kind, and the fact of that kind.
struct ReasonRow {
  ReasonKind kind{};
  BufferSide side{};
  std::uint32_t fact = 0;

  friend bool operator==(const ReasonRow&, const ReasonRow&) = default;
};

// A list of reasons for each instant; instants share lists.
struct ReasonLists {
  std::vector<std::uint32_t> list_of_instant;
  std::vector<std::uint32_t> ends;  // list i is rows [ends[i - 1], ends[i])
  std::vector<ReasonRow> rows;

  std::span<const ReasonRow> operator[](std::size_t instant) const {
    const std::size_t list = list_of_instant[instant];
    const std::size_t begin = list == 0 ? 0 : ends[list - 1];
    return std::span(rows).subspan(begin, ends[list] - begin);
  }
  void Clear();
};

class ExplanationColumns {
 public:
  std::size_t size() const { return at_.size(); }
  bool is_team() const { return is_team_; }
  std::span<const Instant> at() const { return at_; }

  // Of instant i: does FindSlots offer it, does CanBook accept it?
  bool is_bookable(std::size_t i) const { return reasons_[i].empty(); }
  bool is_accepted(std::size_t i) const;

  // The reasons of instant i as rows, and row by row in full.
  std::span<const ReasonRow> rows(std::size_t i) const { return reasons_[i]; }
  Reason ToReason(std::size_t i, const ReasonRow& row) const;

  // Team: those of host row `host`.
  std::size_t host_count() const { return host_reasons_.size(); }
  std::span<const ReasonRow> host_rows(std::size_t i, std::size_t host) const {
    return host_reasons_[host][i];
  }
  Reason ToHostReason(std::size_t i, std::size_t host,
                      const ReasonRow& row) const;

 private:
  friend class internal::Explainer;

  struct GroupFact {
    std::uint32_t group = 0;
    std::uint32_t able = 0;
    std::uint32_t required = 0;
  };

  Reason ReasonOf(const HostFacts& facts, Instant at,
                  const ReasonRow& row) const;

  bool is_team_ = false;
  Interval bounds_{};  // of the query
  std::chrono::seconds length_{};
  std::int64_t capacity_ = 1;
  Instant earliest_{};  // by notice
  DateRange dates_{};   // by the booking window
  std::vector<Instant> at_;
  ReasonLists reasons_;
  std::vector<HostFacts> facts_;           // by host row
  std::vector<ReasonLists> host_reasons_;  // team: by host row
  std::vector<Instant> offered_;           // slots around, whatever the bounds
  std::vector<GroupFact> groups_;
};

}  // namespace bookable

#endif  // BOOKABLE_QUERY_EXPLANATION_COLUMNS_H_
