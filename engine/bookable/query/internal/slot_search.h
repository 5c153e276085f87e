// bookable/query/internal/slot_search.h: the three moves, in order.
//
//   1. sets      open, free, admissible starts of each host       (host/)
//   2. pieces    where enough hosts of each group are there       (team/)
//   3. starts    the grid, and sessions that can be joined        (grid/)
// then the filters: limits and roles at the point, notice, booking window,
// first of a date. Memory is bounded by slicing long queries: an answer does
// not depend on how the question is cut.
#ifndef BOOKABLE_QUERY_INTERNAL_SLOT_SEARCH_H_
#define BOOKABLE_QUERY_INTERNAL_SLOT_SEARCH_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/event/compiled_event.h"
#include "bookable/grid/grid.h"
#include "bookable/grid/start_map.h"
#include "bookable/host/host_view.h"
#include "bookable/host/limits.h"
#include "bookable/host/sessions.h"
#include "bookable/internal/path.h"
#include "bookable/interval/interval.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/slot_list.h"
#include "bookable/team/assignment.h"
#include "bookable/team/group_view.h"
#include "bookable/team/pieces.h"
#include "bookable/team/point_counter.h"
#include "bookable/team/roles.h"
#include "bookable/team/sequence.h"
#include "bookable/time/civil.h"

namespace bookable::internal {

// Lists of T, one a host row, in one piece of memory.
template <typename T>
class RowLists {
 public:
  void Clear() {
    items_.clear();
    ends_.clear();
  }
  // Ends the list of the next row with what was appended since the last.
  void EndRow() { ends_.push_back(items_.size()); }
  void AppendRow(std::span<const T> items) {
    items_.insert(items_.end(), items.begin(), items.end());
    EndRow();
  }
  std::vector<T>& items() { return items_; }
  std::size_t size() const { return ends_.size(); }
  std::span<const T> operator[](std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : ends_[row - 1];
    return std::span(items_).subspan(begin, ends_[row] - begin);
  }
  // The lists as spans; valid until the next change.
  std::span<const std::span<const T>> Spans() {
    spans_.clear();
    for (std::size_t row = 0; row < size(); ++row) {
      spans_.push_back((*this)[row]);
    }
    return spans_;
  }

 private:
  std::vector<T> items_;
  std::vector<std::size_t> ends_;
  std::vector<std::span<const T>> spans_;
};

// The slots of a frame as bits: words of `bits` from first_word on.
struct FrameBits {
  StartFrame frame;
  std::size_t first_word = 0;
  std::size_t points = 0;  // set
};

class SlotSearch {
 public:
  // False when the answer was cut for taking more than `max_bytes`.
  bool FindSlots(const CompiledEvent& event, std::span<const StageView> stages,
                 const Window& window, SlotColumns& out,
                 std::size_t max_bytes = SIZE_MAX);
  // Appends the slots as bits and returns true, if one host's fixed grid is
  // all there is to it; else appends nothing and returns false.
  bool FindBits(const CompiledEvent& event, std::span<const StageView> stages,
                const Window& window, std::vector<FrameBits>& frames,
                std::vector<std::uint64_t>& bits);
  bool CanBook(const CompiledEvent& event, std::span<const StageView> stages,
               const Window& window, Instant start, GridRule grid_rule);

  // The parts of these, for internal::Explainer. Begin first.

  // REQUIRES: all that is named outlives the use.
  void Begin(const CompiledEvent& event, std::span<const StageView> stages,
             const Window& window);
  void PrepareRoles();
  // One host in one role takes every slot: nothing to match, count or assign.
  bool is_one_host() const {
    return hosts_.size() == 1 && stages_.size() == 1 &&
           stages_[0].groups.size() == 1 && !window_->assign;
  }
  std::size_t host_count() const { return hosts_.size(); }
  const HostView& host(std::size_t row) const { return *hosts_[row]; }
  // REQUIRES: the event has limits.
  std::span<const CountedBooking> counted(std::size_t row) const {
    return counted_[row];
  }
  // Of the first stage. REQUIRES: PrepareRoles().
  Roles& roles() { return roles_[0]; }
  // The dates the booking window offers.
  DateRange OfferedDates();
  // Sets `out` to the grid points in `starts` at which a slot fits, and the
  // starts of sessions that can be joined: limits and notice do not matter.
  void FindGridPoints(const Interval& starts, std::vector<Instant>& out);
  // Finds the starts in `starts` that pass every rule but booking window and
  // first of date.
  void LookAhead(const Interval& starts);
  std::span<const Instant> looked_ahead() const { return look_ahead_.starts; }

 private:
  // A session of a host with seats left.
  struct Joinable {
    Instant start{};
    std::uint32_t row = 0;
    std::int32_t seats_left = 0;
    bool is_booked = false;
  };

  std::size_t BytesOfSlot() const;

  std::chrono::local_days LastRollingDate(std::chrono::local_days today);
  std::chrono::local_days LastOpenDate(std::chrono::local_days today);
  // Restricts starts to now + notice and later.
  Interval AfterNotice(Interval starts) const;

  // Sets open_, admissible_, able_, joinable_ and session_starts_ for starts of
  // a stage in `starts`, read over `around` (which contains them).
  void PrepareHosts(std::size_t stage, const Interval& around,
                    const Interval& starts);
  // Appends the slots in `starts`, all rules but booking window and first of
  // date, to `out`.
  void AppendSlots(const Interval& starts, SlotColumns& out);
  void AppendSlotsOfSlice(const Interval& starts, SlotColumns& out);
  // The same where the grid is fixed and no session can be joined: of one host,
  // writing starts from index `at` on, and of a team.
  bool is_on_fixed_grid() const {
    return stages_.size() == 1 && event_->has_fixed_grid() &&
           !event_->is_seated() && ForcedPath() != Path::kSweep;
  }
  void AppendHostOnFixedGrid(const Interval& starts, std::size_t at,
                             SlotColumns& out);
  void AppendTeamOnFixedGrid(const Interval& starts, SlotColumns& out);
  // Calls visit(frame) for each part of `starts` in which points are evenly
  // spaced, at most `most_points` at a time.
  template <typename Visit>
  void VisitFrames(const Interval& starts, std::size_t most_points,
                   Visit visit) const;
  // Sets `bits`, kSpareWords aside, to the points at which a slot fits the
  // host.
  enum class Limits : std::uint8_t { kIgnore, kApply };
  void FindPointsOfHost(const StartFrame& frame, std::size_t row, Limits limits,
                        std::span<std::uint64_t> bits);
  // Sets start_bits_, and candidates_ to the points with enough hosts.
  void FindPointsOfTeam(const StartFrame& frame, Limits limits);
  void AppendTeamOfFrame(const StartFrame& frame, SlotColumns& out);
  void AppendFixedGridPoints(const Interval& starts, std::vector<Instant>& out);
  // Points of a team's frame that fit its memory.
  std::size_t PointsOfTeamFrame() const;
  // Calls visit(slice) for slices of `starts` whose sets fit the memory.
  template <typename Visit>
  void VisitSlices(const Interval& starts, Visit visit) const;
  // Sets points_ to grid points and session starts.
  void FindPoints(const Interval& starts);
  void AppendOneHost(SlotColumns& out);
  void AppendTeam(SlotColumns& out);
  // Appends those of points_ [first, last), of which matrix_ holds the hosts,
  // that are slots.
  void AppendTeamPoints(std::size_t first, std::size_t last, SlotColumns& out);
  // Sets the bits of hosts that can take points [first, last).
  void MarkAble(std::size_t first, std::size_t last);
  void SolveStages(const Interval& starts);
  std::int32_t SeatsRemaining(Instant t, std::span<const std::uint64_t> able);
  void AppendAssigned(Instant t, std::span<const std::uint64_t> able,
                      SlotColumns& out);
  void AppendStages(std::span<const std::uint64_t> able, SlotColumns& out);
  std::span<const Joinable> JoinableAt(Instant t) const;
  bool IsAble(std::size_t row, Instant t) const;
  // Drops slots before `from` and all but the first of each date.
  void KeepFirstOfDates(Instant from, SlotColumns& out) const;

  const CompiledEvent* event_ = nullptr;
  std::span<const StageView> stages_;
  const Window* window_ = nullptr;
  std::size_t max_slots_ = SIZE_MAX;
  // Look-ahead asks for starts alone: neither hosts nor who takes them.
  bool wants_starts_only_ = false;

  std::vector<const HostView*> hosts_;  // by row
  std::vector<Roles> roles_;            // by stage
  bool roles_are_ready_ = false;
  RowLists<CountedBooking> counted_;  // if limits or assign

  RowLists<Interval> open_;
  RowLists<Interval> admissible_;
  RowLists<Interval> able_;         // admissible and within limits
  std::vector<Joinable> joinable_;  // by start, then row
  // Of sessions with seats left. They are points of the grid even where a limit
  // keeps their own host from them: another may take that start.
  std::vector<Instant> session_starts_;
  std::vector<Interval> pieces_;
  std::vector<Interval> open_pieces_;
  std::vector<Instant> points_;
  std::vector<std::uint64_t> open_bits_;  // by point, of open_bits_of_
  const CompiledSchedule* open_bits_of_ = nullptr;
  std::vector<std::uint64_t> start_bits_;  // a row of points a host
  std::vector<std::uint64_t> candidates_;  // by point
  PointCounter point_counter_;
  std::vector<std::uint64_t> matrix_;  // a bit row a point

  // Sequences: by stage, the first included.
  std::vector<std::vector<Interval>> stage_able_;
  std::vector<RowLists<Interval>> stage_sets_;
  SequenceSolver sequence_;
  std::vector<Instant> stage_starts_;

  GridLayer grid_;
  PieceFinder piece_finder_;
  Assigner assigner_;
  std::vector<Standing> standings_;
  std::vector<Interval> offered_;
  std::vector<Interval> blocked_;
  std::vector<Interval> free_;
  std::vector<Interval> fitting_;
  std::vector<Interval> refused_;
  std::vector<Interval> allowed_;
  std::vector<Session> sessions_;
  std::vector<CountedBooking> counted_row_;
  SessionScratch session_scratch_;
  std::vector<std::uint64_t> bits_;
  std::vector<std::int32_t> seats_;
  SlotColumns look_ahead_;
  std::vector<std::chrono::local_days> dates_with_starts_;
};

}  // namespace bookable::internal

#endif  // BOOKABLE_QUERY_INTERNAL_SLOT_SEARCH_H_
