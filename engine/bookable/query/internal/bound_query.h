// bookable/query/internal/bound_query.h: a SlotQuery, validated and compiled.
#ifndef BOOKABLE_QUERY_INTERNAL_BOUND_QUERY_H_
#define BOOKABLE_QUERY_INTERNAL_BOUND_QUERY_H_

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/event/compiled_event.h"
#include "bookable/host/host_view.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/slot_query.h"
#include "bookable/schedule/compiled_schedule.h"
#include "bookable/team/group_view.h"

namespace bookable::internal {

// A host's schedule and rows. A row that counts for nothing (transparent,
// cancelled, ignored, the owner's own) is there with end == start.
struct HostRows {
  std::optional<CompiledSchedule> schedule;
  std::vector<Interval> busy;
  std::vector<Buffers> busy_buffers;
  std::vector<BookingRow> bookings;
  std::vector<HoldRow> holds;
  HostView view;
};

// Owns what the views of the compiled form look at. Host rows are the distinct
// ids by first mention.
class BoundQuery {
 public:
  static absl::StatusOr<BoundQuery> Create(const SlotQuery& query);

  const CompiledEvent& event() const { return *event_; }
  std::span<const StageView> stages() const { return stages_; }
  const Window& window() const { return window_; }

  // May be changed: views look at the rows' memory. REQUIRES: no row is added.
  HostRows& host_rows(std::size_t row) { return *hosts_[row]; }

 private:
  BoundQuery() = default;

  static absl::StatusOr<std::unique_ptr<HostRows>> BindHost(
      const Host& host, const SlotQuery& query);
  absl::Status BindGroups(const SlotQuery& query);

  std::optional<CompiledEvent> event_;
  Window window_;
  std::vector<std::unique_ptr<HostRows>> hosts_;  // by row; stable addresses
  std::vector<std::vector<HostView>> listed_;     // by group of all stages
  std::vector<std::vector<GroupView>> groups_;    // by stage
  std::vector<StageView> stages_;
};

}  // namespace bookable::internal

#endif  // BOOKABLE_QUERY_INTERNAL_BOUND_QUERY_H_
