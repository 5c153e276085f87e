// tests/laws/compiled_form.h: a query compiled as a caller would do it who
// keeps schedules and rows in memory of his own.
//
// CONCEPT   Built from public headers alone (the engine's own binding is not
//           used). The caller's choices are random: rows or columns of busy
//           time, entries that do not count left out or kept empty, rows of
//           hosts given or counted, equal schedules shared or not.
// THREADS   Immutable once made; share it freely.
#ifndef BOOKABLE_TESTS_LAWS_COMPILED_FORM_H_
#define BOOKABLE_TESTS_LAWS_COMPILED_FORM_H_

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bookable/event/compiled_event.h"
#include "bookable/host/host_view.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/slot_query.h"
#include "bookable/schedule/compiled_schedule.h"
#include "bookable/team/group_view.h"
#include "tests/laws/random_query.h"

namespace bookable::laws {

class CompiledForm {
 public:
  // REQUIRES: Validate(query).ok().
  CompiledForm(const SlotQuery& query, Random& random);
  CompiledForm(const CompiledForm&) = delete;
  CompiledForm& operator=(const CompiledForm&) = delete;

  void FindSlots(Scratch& scratch, SlotColumns& out) const;
  bool CanBook(Instant start, GridRule grid_rule, Scratch& scratch) const;

 private:
  struct Rows {
    std::string id;
    const CompiledSchedule* schedule = nullptr;
    std::vector<Interval> busy;
    std::vector<Instant> busy_starts;
    std::vector<Instant> busy_ends;
    std::vector<Buffers> busy_buffers;
    std::vector<BookingRow> bookings;
    std::vector<HoldRow> holds;
    HostView view;
  };

  const CompiledSchedule* Compiled(const Schedule& schedule);
  void AddRows(const Host& host, const SlotQuery& query, Random& random);
  std::vector<GroupView> ViewsOf(const std::vector<Group>& groups,
                                 const SlotQuery& query, Random& random);

  std::optional<CompiledEvent> event_;
  Window window_;
  bool shares_schedules_ = false;
  std::deque<CompiledSchedule> schedules_;    // addresses stay
  std::vector<Schedule> compiled_schedules_;  // what each was made from
  std::deque<Rows> rows_;                     // addresses stay
  std::deque<std::vector<HostView>> listed_;
  std::deque<std::vector<GroupView>> groups_;
  std::vector<StageView> stages_;  // empty: groups_.front()
};

}  // namespace bookable::laws

#endif  // BOOKABLE_TESTS_LAWS_COMPILED_FORM_H_
