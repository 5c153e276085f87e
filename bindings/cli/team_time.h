// bindings/cli/team_time.h: where enough hosts are open, idle and free.
//
// CONCEPT   The sets FindSlots works with, for pictures: open time
//           (CompiledSchedule), minus what is in the way (BlockedTime), of each
//           host; then where every group of the query has enough such hosts. A
//           sequence: the groups of its first stage, which gives candidates.
// COST      A range of a week: O(hosts + entries).
// THREADS   One TeamTime is one thread's.
#ifndef BOOKABLE_CLI_TEAM_TIME_H_
#define BOOKABLE_CLI_TEAM_TIME_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/event/compiled_event.h"
#include "bookable/host/host_view.h"
#include "bookable/interval/coverage.h"
#include "bookable/interval/interval_set.h"
#include "bookable/query/slot_query.h"
#include "bookable/schedule/compiled_schedule.h"

namespace bookable::cli {

// Each contains the next.
struct TimeSets {
  IntervalSet open;  // enough hosts are at work
  IntervalSet idle;  // and not in a booking, a hold or a busy time
  IntervalSet free;  // nor in a buffer: a slot may lie here
};

class TeamTime {
 public:
  // Errors: those of Validate.
  static absl::StatusOr<TeamTime> Create(const SlotQuery& query);

  // The sets within `range`.
  TimeSets Within(const Interval& range);

 private:
  // One host. Its rows do not move.
  struct HostRows {
    std::optional<CompiledSchedule> schedule;
    std::vector<Interval> busy;
    std::vector<Buffers> busy_buffers;
    std::vector<BookingRow> bookings;
    std::vector<HoldRow> holds;
    // The same without buffers.
    std::vector<BookingRow> bare_bookings;
    std::vector<HoldRow> bare_holds;
  };
  struct GroupRows {
    std::size_t needed = 0;
    std::vector<std::size_t> hosts{};  // into hosts_
  };

  TeamTime() = default;

  static absl::StatusOr<std::unique_ptr<HostRows>> RowsOf(
      const Host& host, const SlotQuery& query);
  // Where each group has enough of `sets`, one a host.
  IntervalSet Enough(const std::vector<std::vector<Interval>>& sets);

  std::optional<CompiledEvent> event_;
  std::optional<CompiledEvent> bare_event_;  // without buffers
  std::optional<Instant> now_;
  std::vector<std::unique_ptr<HostRows>> hosts_;
  std::vector<GroupRows> groups_;
  CoverageCounter counter_;
};

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_TEAM_TIME_H_
