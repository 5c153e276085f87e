// bookable/query/internal/explainer.h: finds the reasons.
//
// Facts of each host first (closed, entries, sessions, free), then a sweep over
// the instants: at each, the reasons, and until when they stay the same.
#ifndef BOOKABLE_QUERY_INTERNAL_EXPLAINER_H_
#define BOOKABLE_QUERY_INTERNAL_EXPLAINER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/query/compiled_query.h"
#include "bookable/query/explanation_columns.h"
#include "bookable/query/internal/slot_search.h"

namespace bookable::internal {

class Explainer {
 public:
  // REQUIRES: `at` ascends and lies in 1900...2200; one stage.
  void Explain(SlotSearch& search, const CompiledEvent& event,
               std::span<const StageView> stages, const Window& window,
               std::span<const Instant> at, ExplanationColumns& out);

 private:
  // Where a sweep stands in the facts of one host.
  struct Cursors {
    std::size_t closed = 0;             // first that ends after t
    std::size_t entry = 0;              // first that is not active yet
    std::size_t session = 0;            // first that starts at or after t
    std::size_t free = 0;               // first that ends after t
    std::vector<std::uint32_t> active;  // entries that block t, as listed
    // Limits from this one on are exceeded on the date that lasts until then.
    std::size_t first_limit = 0;
    Instant limits_until = Instant::min();

    void Reset() {
      closed = entry = session = free = first_limit = 0;
      active.clear();
      limits_until = Instant::min();
    }
  };

  void FindSlotsAround(const Interval& all, ExplanationColumns& out);
  void FindFacts(std::size_t row, const Interval& slots, HostFacts& facts);

  void ExplainHost(ExplanationColumns& out);
  void ExplainTeam(ExplanationColumns& out);

  // The functions below append the reasons at t and lower `until` to when they
  // may change.

  // Those of host `row`, limits apart: they go to limit_rows_.
  void AppendHostReasons(std::size_t row, Instant t, HostFacts& facts,
                         std::vector<ReasonRow>& rows, Instant& until);
  void AppendEntryReasons(Instant t, const HostFacts& facts, Cursors& at,
                          std::vector<ReasonRow>& rows, Instant& until);
  void AppendQueryReason(Instant t, std::vector<ReasonRow>& rows,
                         Instant& until) const;
  // REQUIRES: a slot fits at t.
  void AppendGridReason(Instant t, const ExplanationColumns& out,
                        std::vector<ReasonRow>& rows, Instant& until);
  // Notice and booking window.
  void AppendTimeReasons(Instant t, const ExplanationColumns& out,
                         std::vector<ReasonRow>& rows, Instant& until) const;
  void AppendNotFirstReason(Instant t, const ExplanationColumns& out,
                            std::vector<ReasonRow>& rows, Instant& until) const;
  void AppendGroupReasons(ExplanationColumns& out,
                          std::vector<ReasonRow>& rows);

  // Where a session starts at t, the session itself does not end free time.
  void AppendShortReason(Instant t, const Interval& free, HostFacts& facts,
                         std::vector<ReasonRow>& rows, Instant& until) const;
  Interval FreeTimeBesideSession(Instant t, const HostFacts& facts,
                                 const Cursors& cursors) const;

  // Appends to the facts the limits that are exceeded on the date of t.
  void FindLimits(std::size_t row, Instant t, HostFacts& facts,
                  Cursors& cursors);

  SlotSearch* search_ = nullptr;
  const CompiledEvent* event_ = nullptr;
  Window window_;

  std::vector<Instant> points_;  // of the grid, and sessions to join
  std::size_t next_point_ = 0;   // first at or after t
  std::size_t next_offered_ = 0;
  std::vector<Cursors> cursors_;       // by host row
  std::vector<ReasonRow> limit_rows_;  // of the host at hand
  std::vector<Interval> blocked_;
  std::vector<std::uint64_t> able_;
  std::vector<std::size_t> needed_;
};

}  // namespace bookable::internal

#endif  // BOOKABLE_QUERY_INTERNAL_EXPLAINER_H_
