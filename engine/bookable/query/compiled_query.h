// bookable/query/compiled_query.h: the compiled form of every query.
//
// CONCEPT   For hot paths: compile schedules and the event once, keep rows in
//           memory of your own, ask through views. The forms that take a
//           SlotQuery are built on these.
// COST      No allocation after warm-up: Scratch and SlotColumns keep their
//           memory. No validation, no string, no lookup by name.
// THREADS   Pure; a Scratch is one per thread.
// ERRORS    None: what could fail failed at Create. Preconditions are checked
//           in debug builds and undefined in release ones.
#ifndef BOOKABLE_QUERY_COMPILED_QUERY_H_
#define BOOKABLE_QUERY_COMPILED_QUERY_H_

#include <memory>
#include <optional>
#include <span>

#include "bookable/event/compiled_event.h"
#include "bookable/interval/interval.h"
#include "bookable/query/can_book.h"
#include "bookable/query/explanation_columns.h"
#include "bookable/query/slot_list.h"
#include "bookable/query/slot_query.h"
#include "bookable/team/group_view.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable {

namespace internal {
class Explainer;
class SlotSearch;
}  // namespace internal

// What is asked of an event and its hosts.
struct Window {
  Instant from{};  // bounds of starts, [from, until)
  Instant until{};
  // Required with a window of days. DEFAULT: nothing is past, no hold expired.
  std::optional<Instant> now{};
  // Of the answer: decides the first slot of a date. DEFAULT: UTC.
  Zone zone{};
  bool assign = false;
  FairnessPeriod fairness_period = FairnessPeriod::kMonth;
};

// Working memory of a query. Reuse one a thread; its contents mean nothing
// between calls.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;

  internal::SlotSearch& search() { return *search_; }
  internal::Explainer& explainer() { return *explainer_; }

 private:
  std::unique_ptr<internal::SlotSearch> search_;
  std::unique_ptr<internal::Explainer> explainer_;
};

// The functions below share:
// REQUIRES: at least one group, each with at least one host and require within
// their number; rows as HostView::row says; stages are at least one and not
// mixed with seats or assign; 0 <= min_gap <= max_gap.

// Sets `out` to the slots of the groups.
void FindSlots(const CompiledEvent& event, std::span<const GroupView> groups,
               const Window& window, Scratch& scratch,
               SlotColumns& out) noexcept;

// The same for a sequence. The event's length is that of the first stage.
void FindSlots(const CompiledEvent& event, std::span<const StageView> stages,
               const Window& window, Scratch& scratch,
               SlotColumns& out) noexcept;

// May `start` be sold? The window's bounds do not matter.
bool CanBook(const CompiledEvent& event, std::span<const GroupView> groups,
             const Window& window, Instant start, GridRule grid_rule,
             Scratch& scratch) noexcept;
bool CanBook(const CompiledEvent& event, std::span<const StageView> stages,
             const Window& window, Instant start, GridRule grid_rule,
             Scratch& scratch) noexcept;

// Sets `out` to why each of `at` is, or is not, a slot (query/explain.h).
// REQUIRES: `at` ascends, within 1900...2200.
void Explain(const CompiledEvent& event, std::span<const GroupView> groups,
             const Window& window, std::span<const Instant> at,
             Scratch& scratch, ExplanationColumns& out) noexcept;

// See query/horizon.h.
Interval BusyHorizon(const CompiledEvent& event,
                     std::span<const GroupView> groups,
                     const Window& window) noexcept;
Interval LimitHorizon(const CompiledEvent& event,
                      std::span<const GroupView> groups,
                      const Window& window) noexcept;
Interval BusyHorizon(const CompiledEvent& event,
                     std::span<const StageView> stages,
                     const Window& window) noexcept;
Interval LimitHorizon(const CompiledEvent& event,
                      std::span<const StageView> stages,
                      const Window& window) noexcept;

}  // namespace bookable

#endif  // BOOKABLE_QUERY_COMPILED_QUERY_H_
