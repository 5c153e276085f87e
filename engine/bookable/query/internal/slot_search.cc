// bookable/query/internal/slot_search.cc: the three moves on sets of intervals.
//
// For each slice of the question: the sets of each host, the pieces where
// enough hosts are there, the grid points of these, and at each point the hosts
// that can take it. A grid that follows the clock is answered bit by bit
// instead: slot_search_on_fixed_grid.cc.
//
// Tested by tests/engine/query/find_slots_test.cc, and against the reference
// engine by tests/laws/oracle_test.cc.
#include "bookable/query/internal/slot_search.h"

#include <algorithm>
#include <array>
#include <functional>

#include "bookable/event/booking_window.h"
#include "bookable/host/occupied_time.h"
#include "bookable/internal/dcheck.h"
#include "bookable/interval/algebra.h"
#include "bookable/interval/date_instants.h"

namespace bookable::internal {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;

// A slice holds about so many host-days of intervals, and a block of points so
// many words of host bits.
constexpr std::size_t kHostDaysOfSlice = std::size_t{1} << 20;
constexpr std::size_t kWordsOfBlock = std::size_t{1} << 18;
constexpr days kShortestSlice{14};

// Rolling windows look ahead so many dates at a time.
constexpr days kLookAheadChunk{62};

// Row of each listed host, in order: given, or counted.
template <typename Visit>
std::size_t VisitHosts(std::span<const StageView> stages, Visit visit) {
  std::size_t count = 0;
  std::uint32_t next_row = 0;
  for (std::size_t stage = 0; stage < stages.size(); ++stage) {
    for (const GroupView& group : stages[stage].groups) {
      for (const HostView& host : group.hosts) {
        const std::uint32_t row =
            host.row == HostView::kByPosition ? next_row++ : host.row;
        visit(stage, row, host);
        count = std::max<std::size_t>(count, row + 1);
      }
    }
  }
  return count;
}

Period PeriodOfFairness(FairnessPeriod period) {
  switch (period) {
    case FairnessPeriod::kWeek:
      return Period::kWeek;
    case FairnessPeriod::kYear:
      return Period::kYear;
    case FairnessPeriod::kMonth:
    case FairnessPeriod::kAllTime:
      break;
  }
  return Period::kMonth;
}

}  // namespace

void SlotSearch::Begin(const CompiledEvent& event,
                       std::span<const StageView> stages,
                       const Window& window) {
  BOOKABLE_DCHECK(!stages.empty());
  event_ = &event;
  stages_ = stages;
  window_ = &window;
  roles_are_ready_ = false;
  hosts_.clear();
  VisitHosts(stages, [&](std::size_t, std::uint32_t row, const HostView& host) {
    if (row >= hosts_.size()) hosts_.resize(row + 1, nullptr);
    hosts_[row] = &host;
  });
  counted_.Clear();
  if (event.has_limits() || window.assign) {
    for (const HostView* host : hosts_) {
      CountBookings(*host, event.is_seated(), counted_row_);
      counted_.AppendRow(counted_row_);
    }
  }
}

void SlotSearch::PrepareRoles() {
  if (roles_are_ready_) return;
  roles_are_ready_ = true;
  roles_.resize(std::max(roles_.size(), stages_.size()));
  std::uint32_t first_row = 0;
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    roles_[i].Reset(stages_[i].groups, first_row, hosts_.size());
    for (const GroupView& group : stages_[i].groups) {
      first_row += static_cast<std::uint32_t>(std::count_if(
          group.hosts.begin(), group.hosts.end(), [](const HostView& host) {
            return host.row == HostView::kByPosition;
          }));
    }
  }
}

Interval SlotSearch::AfterNotice(Interval starts) const {
  if (window_->now) {
    starts.start =
        std::max(starts.start, *window_->now + event_->minimum_notice());
  }
  return starts;
}

// --- 1. sets ---------------------------------------------------------------

void SlotSearch::PrepareHosts(std::size_t stage, const Interval& around,
                              const Interval& starts) {
  const seconds length = stages_[stage].length;
  const Interval read{around.start, around.end + length};
  const Roles& roles = roles_[stage];
  open_.Clear();
  admissible_.Clear();
  able_.Clear();
  joinable_.clear();
  for (std::size_t row = 0; row < hosts_.size(); ++row) {
    if (!roles.Lists(row)) {
      open_.EndRow();
      admissible_.EndRow();
      able_.EndRow();
      continue;
    }
    const HostView& host = *hosts_[row];
    host.schedule->AppendOpen(read, open_.items());
    open_.EndRow();
    BlockedTime(host, *event_, window_->now, read, blocked_);
    const std::span<const Interval> open = open_[row];
    free_.resize(open.size() + blocked_.size());
    free_.resize(Subtract(open, blocked_, free_));
    AdmissibleStarts(free_, length, fitting_);
    admissible_.AppendRow(fitting_);
    if (event_->has_limits()) {
      RefusedStarts(counted_[row], *host.schedule, *event_, length, starts,
                    refused_);
      allowed_.resize(fitting_.size() + refused_.size());
      allowed_.resize(Subtract(fitting_, refused_, allowed_));
      able_.AppendRow(allowed_);
    } else {
      able_.AppendRow(fitting_);
    }
    if (!event_->is_seated()) continue;
    JoinableSessions(host, *event_, window_->now, starts, open_[row],
                     session_scratch_, sessions_);
    for (const Session& session : sessions_) {
      // Joining a booked session is no new booking; one of holds alone is.
      if (event_->has_limits() && !session.is_booked &&
          Contains(refused_, session.start)) {
        continue;
      }
      joinable_.push_back(
          {session.start, static_cast<std::uint32_t>(row),
           static_cast<std::int32_t>(event_->capacity() - session.seats_taken),
           session.is_booked});
    }
  }
  std::sort(joinable_.begin(), joinable_.end(),
            [](const Joinable& a, const Joinable& b) {
              return a.start != b.start ? a.start < b.start : a.row < b.row;
            });
}

std::span<const SlotSearch::Joinable> SlotSearch::JoinableAt(Instant t) const {
  const auto first = std::partition_point(
      joinable_.begin(), joinable_.end(),
      [t](const Joinable& joinable) { return joinable.start < t; });
  auto last = first;
  while (last != joinable_.end() && last->start == t) ++last;
  return {first, last};
}

bool SlotSearch::IsAble(std::size_t row, Instant t) const {
  return Contains(able_[row], t);
}

// --- 2. pieces, 3. starts --------------------------------------------------

void SlotSearch::FindPoints(const Interval& starts) {
  points_.clear();
  if (hosts_.size() == 1) {
    const std::span<const Interval> pieces = admissible_[0];
    grid_.Append(*event_, pieces, open_[0], starts, points_);
  } else {
    piece_finder_.EnoughHosts(roles_[0], admissible_.Spans(), pieces_);
    open_pieces_.clear();
    if (GridLayer::NeedsOpen(*event_, pieces_)) {
      piece_finder_.EnoughHosts(roles_[0], open_.Spans(), open_pieces_);
    }
    grid_.Append(*event_, pieces_, open_pieces_, starts, points_);
  }
  if (joinable_.empty()) return;
  for (const Joinable& joinable : joinable_) {
    if (event_->zone().CeilToMinute(joinable.start) == joinable.start) {
      points_.push_back(joinable.start);
    }
  }
  std::sort(points_.begin(), points_.end());
  points_.erase(std::unique(points_.begin(), points_.end()), points_.end());
}

template <typename Visit>
void SlotSearch::VisitSlices(const Interval& starts, Visit visit) const {
  const days slice = std::max(
      kShortestSlice,
      days{static_cast<std::int64_t>(kHostDaysOfSlice / hosts_.size())});
  for (Instant start = starts.start; start < starts.end; start += slice) {
    visit(Interval{start, std::min(start + slice, starts.end)});
  }
}

void SlotSearch::AppendSlots(const Interval& starts, SlotColumns& out) {
  const Interval wanted = AfterNotice(starts);
  if (wanted.is_empty()) return;
  if (is_on_fixed_grid()) {
    if (is_one_host()) {
      AppendHostOnFixedGrid(wanted, out.starts.size(), out);
    } else {
      AppendTeamOnFixedGrid(wanted, out);
    }
    return;
  }
  PrepareRoles();
  VisitSlices(wanted,
              [&](const Interval& slice) { AppendSlotsOfSlice(slice, out); });
}

void SlotSearch::LookAhead(const Interval& starts) {
  look_ahead_.Clear();
  wants_starts_only_ = true;
  AppendSlots(starts, look_ahead_);
  wants_starts_only_ = false;
}

void SlotSearch::AppendSlotsOfSlice(const Interval& starts, SlotColumns& out) {
  if (stages_.size() > 1) SolveStages(starts);
  PrepareHosts(0, GridHorizon(*event_, starts), starts);
  FindPoints(starts);
  if (is_one_host()) {
    AppendOneHost(out);
  } else {
    AppendTeam(out);
  }
}

void SlotSearch::FindGridPoints(const Interval& starts,
                                std::vector<Instant>& out) {
  out.clear();
  PrepareRoles();
  if (is_on_fixed_grid()) {
    AppendFixedGridPoints(starts, out);
    return;
  }
  VisitSlices(starts, [&](const Interval& slice) {
    PrepareHosts(0, GridHorizon(*event_, slice), slice);
    FindPoints(slice);
    out.insert(out.end(), points_.begin(), points_.end());
  });
}

void SlotSearch::AppendOneHost(SlotColumns& out) {
  for (const Instant t : points_) {
    const std::span<const Joinable> joinable = JoinableAt(t);
    if (joinable.empty() && event_->has_limits() && !IsAble(0, t)) continue;
    out.starts.push_back(t);
    if (event_->is_seated()) {
      out.seats_remaining.push_back(joinable.empty() ? event_->capacity()
                                                     : joinable[0].seats_left);
    }
  }
}

void SlotSearch::MarkAble(std::size_t first, std::size_t last) {
  const std::size_t words = roles_[0].words();
  matrix_.assign((last - first) * words, 0);
  const auto begin = points_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = points_.begin() + static_cast<std::ptrdiff_t>(last);
  for (std::size_t row = 0; row < hosts_.size(); ++row) {
    const std::span<const Interval> able = able_[row];
    auto point = begin;
    for (std::size_t i = FirstEndingAfter(able, *begin); i < able.size(); ++i) {
      while (point != end && *point < able[i].start) ++point;
      for (; point != end && *point < able[i].end; ++point) {
        const auto at = static_cast<std::size_t>(point - begin);
        SetBit(std::span(matrix_).subspan(at * words, words), row);
      }
      if (point == end) break;
    }
  }
  for (const Joinable& joinable : joinable_) {
    const auto point = std::lower_bound(begin, end, joinable.start);
    if (point == end || *point != joinable.start) continue;
    const auto at = static_cast<std::size_t>(point - begin);
    SetBit(std::span(matrix_).subspan(at * words, words), joinable.row);
  }
}

void SlotSearch::AppendTeam(SlotColumns& out) {
  const std::size_t words = roles_[0].words();
  out.words_per_row = words;
  if (stages_.size() > 1) out.stage_count = stages_.size();
  const std::size_t block = std::max<std::size_t>(kWordsOfBlock / words, 64);
  for (std::size_t first = 0; first < points_.size(); first += block) {
    const std::size_t last = std::min(first + block, points_.size());
    MarkAble(first, last);
    AppendTeamPoints(first, last, out);
  }
}

void SlotSearch::AppendTeamPoints(std::size_t first, std::size_t last,
                                  SlotColumns& out) {
  const std::size_t words = roles_[0].words();
  for (std::size_t i = first; i < last; ++i) {
    const std::span<const std::uint64_t> able =
        std::span(matrix_).subspan((i - first) * words, words);
    if (!roles_[0].CanFill(able)) continue;
    const Instant t = points_[i];
    if (stages_.size() > 1 && !sequence_.Solve(t, stage_starts_)) continue;
    if (out.starts.size() == max_slots_) return;
    out.starts.push_back(t);
    if (wants_starts_only_) continue;
    out.hosts.insert(out.hosts.end(), able.begin(), able.end());
    if (event_->is_seated()) {
      out.seats_remaining.push_back(SeatsRemaining(t, able));
    }
    if (window_->assign) AppendAssigned(t, able, out);
    if (stages_.size() > 1) AppendStages(able, out);
  }
}

// The largest r such that distinct hosts with r seats left fill every group.
std::int32_t SlotSearch::SeatsRemaining(Instant t,
                                        std::span<const std::uint64_t> able) {
  const std::span<const Joinable> joinable = JoinableAt(t);
  const std::int32_t capacity = event_->capacity();
  if (joinable.empty()) return capacity;
  bits_.assign(able.begin(), able.end());
  for (const Joinable& part : joinable) ClearBit(bits_, part.row);
  if (roles_[0].CanFill(bits_)) return capacity;
  // Take the hosts with a session back in, most seats first.
  seats_.clear();
  for (const Joinable& part : joinable) seats_.push_back(part.seats_left);
  std::sort(seats_.begin(), seats_.end(), std::greater<>());
  for (const std::int32_t seats : seats_) {
    for (const Joinable& part : joinable) {
      if (part.seats_left >= seats) SetBit(bits_, part.row);
    }
    if (roles_[0].CanFill(bits_)) return seats;
  }
  return seats_.back();
}

void SlotSearch::AppendAssigned(Instant t, std::span<const std::uint64_t> able,
                                SlotColumns& out) {
  standings_.resize(hosts_.size());
  for (std::size_t row = 0; row < hosts_.size(); ++row) {
    if (!TestBit(able, row)) continue;
    const HostView& host = *hosts_[row];
    const CompiledSchedule& schedule = *host.schedule;
    const DateRange dates =
        window_->fairness_period == FairnessPeriod::kAllTime
            ? kAllDates
            : PeriodOf(schedule.zone().DateAt(t),
                       PeriodOfFairness(window_->fairness_period),
                       schedule.week_start());
    standings_[row] = {
        .has_session = false,
        .priority = host.priority,
        .bookings = static_cast<std::int64_t>(CountIn(counted_[row], dates)) +
                    host.calibration,
        .weight = host.weight,
        .last_booked_at = host.last_booked_at};
  }
  for (const Joinable& joinable : JoinableAt(t)) {
    standings_[joinable.row].has_session = true;
  }
  const std::size_t words = roles_[0].words();
  out.assigned.resize(out.assigned.size() + words, 0);
  assigner_.Assign(roles_[0], able, standings_,
                   std::span(out.assigned).last(words));
}

// --- sequences -------------------------------------------------------------

void SlotSearch::SolveStages(const Interval& starts) {
  const std::size_t later = stages_.size() - 1;
  stage_able_.resize(later);
  stage_sets_.resize(later);
  for (std::size_t i = 0; i < later; ++i) {
    const Interval range = StageStarts(stages_, i + 1, starts);
    PrepareHosts(i + 1, range, range);
    piece_finder_.DistinctHosts(roles_[i + 1], able_.Spans(), stage_able_[i]);
    std::swap(stage_sets_[i], able_);
  }
  sequence_.Reset(stages_, stage_able_, event_->zone());
}

void SlotSearch::AppendStages(std::span<const std::uint64_t> able,
                              SlotColumns& out) {
  out.stage_starts.insert(out.stage_starts.end(), stage_starts_.begin(),
                          stage_starts_.end());
  out.stage_hosts.insert(out.stage_hosts.end(), able.begin(), able.end());
  const std::size_t words = roles_[0].words();
  for (std::size_t i = 1; i < stages_.size(); ++i) {
    out.stage_hosts.resize(out.stage_hosts.size() + words, 0);
    const auto row_bits = std::span(out.stage_hosts).last(words);
    const RowLists<Interval>& sets = stage_sets_[i - 1];
    for (std::size_t row = 0; row < hosts_.size(); ++row) {
      if (Contains(sets[row], stage_starts_[i])) SetBit(row_bits, row);
    }
  }
}

// --- booking window --------------------------------------------------------

DateRange SlotSearch::OfferedDates() {
  const BookingWindow& booking_window = event_->booking_window();
  local_days today{};
  if (IsWindowOfDays(booking_window)) {
    BOOKABLE_DCHECK(window_->now.has_value());
    today = event_->zone().DateAt(*window_->now);
  }
  DateRange dates = kAllDates;
  if (CountsStarts(booking_window)) {
    dates.last = LastRollingDate(today);
  } else if (CountsOpenDates(booking_window)) {
    dates.last = LastOpenDate(today);
  } else {
    dates = bookable::OfferedDates(booking_window, today);
  }
  return dates;
}

// The n-th counted date, today included, with a start that passes every other
// rule.
local_days SlotSearch::LastRollingDate(local_days today) {
  const BookingWindow& booking_window = event_->booking_window();
  const Zone& zone = event_->zone();
  const local_days end = LastDateLookedAt(booking_window, today);
  int counted = 0;
  std::vector<local_days>& dates = dates_with_starts_;
  for (local_days first = today; first <= end; first += kLookAheadChunk) {
    const DateRange chunk{first,
                          std::min(first + kLookAheadChunk - days{1}, end)};
    const Interval instants = DateInstantsHull(zone, chunk);
    if (instants.is_empty()) continue;
    LookAhead(instants);
    dates.clear();
    for (const Instant t : look_ahead_.starts) {
      const local_days date = zone.DateAt(t);
      if (chunk.Contains(date) && IsCounted(booking_window, date)) {
        dates.push_back(date);
      }
    }
    std::sort(dates.begin(), dates.end());
    dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
    const auto missing =
        static_cast<std::size_t>(booking_window.days - counted);
    if (dates.size() >= missing) return dates[missing - 1];
    counted += static_cast<int>(dates.size());
  }
  return end;
}

// The n-th date after today with open time.
local_days SlotSearch::LastOpenDate(local_days today) {
  const BookingWindow& booking_window = event_->booking_window();
  const Zone& zone = event_->zone();
  const local_days end = LastDateLookedAt(booking_window, today);
  const Interval around = DateInstantsHull(zone, {today, end});
  PrepareRoles();
  open_.Clear();
  for (std::size_t row = 0; row < hosts_.size(); ++row) {
    if (roles_[0].Lists(row)) {
      hosts_[row]->schedule->AppendOpen(around, open_.items());
    }
    open_.EndRow();
  }
  piece_finder_.EnoughHosts(roles_[0], open_.Spans(), open_pieces_);
  int counted = 0;
  for (local_days date = today + days{1}; date <= end; date += days{1}) {
    allowed_.clear();
    AppendDateInstants(zone, {date, date}, around, allowed_);
    const bool is_open = std::any_of(
        allowed_.begin(), allowed_.end(),
        [&](const Interval& part) { return Overlaps(open_pieces_, part); });
    if (is_open && ++counted == booking_window.days) return date;
  }
  return end;
}

void SlotSearch::KeepFirstOfDates(Instant from, SlotColumns& out) const {
  // Dates go back by one at most where clocks do so over midnight: the last
  // three seen decide.
  std::array<local_days, 3> seen;
  seen.fill(local_days::min());
  std::size_t next_seen = 0;
  std::size_t kept = 0;
  const auto keep_row = [&](auto& column, std::size_t width, std::size_t i) {
    if (column.empty()) return;
    std::copy_n(column.begin() + static_cast<std::ptrdiff_t>(i * width), width,
                column.begin() + static_cast<std::ptrdiff_t>(kept * width));
  };
  const std::size_t words = out.words_per_row;
  for (std::size_t i = 0; i < out.starts.size(); ++i) {
    const local_days date = window_->zone.DateAt(out.starts[i]);
    if (std::find(seen.begin(), seen.end(), date) != seen.end()) continue;
    seen[next_seen++ % seen.size()] = date;
    if (out.starts[i] < from) continue;
    keep_row(out.starts, 1, i);
    keep_row(out.hosts, words, i);
    keep_row(out.assigned, words, i);
    keep_row(out.seats_remaining, 1, i);
    keep_row(out.stage_starts, out.stage_count, i);
    keep_row(out.stage_hosts, out.stage_count * words, i);
    ++kept;
  }
  const auto cut = [&](auto& column, std::size_t width) {
    if (!column.empty()) column.resize(kept * width);
  };
  cut(out.starts, 1);
  cut(out.hosts, words);
  cut(out.assigned, words);
  cut(out.seats_remaining, 1);
  cut(out.stage_starts, out.stage_count);
  cut(out.stage_hosts, out.stage_count * words);
}

// Of host bits and starts, the columns that can grow large.
std::size_t SlotSearch::BytesOfSlot() const {
  const std::size_t rows = 1 + stages_.size() + (window_->assign ? 1 : 0);
  return sizeof(Instant) * (1 + stages_.size()) +
         sizeof(std::uint64_t) * rows * WordsFor(hosts_.size());
}

// --- the queries -----------------------------------------------------------

bool SlotSearch::FindSlots(const CompiledEvent& event,
                           std::span<const StageView> stages,
                           const Window& window, SlotColumns& out,
                           std::size_t max_bytes) {
  // What the last answer left is cleared only where it is not written over.
  std::vector<Instant> starts_before = std::move(out.starts);
  out.Clear();
  out.starts = std::move(starts_before);
  const auto clear_starts = [&out] { out.starts.clear(); };
  if (window.from >= window.until) {
    clear_starts();
    return true;
  }
  Begin(event, stages, window);
  Interval starts{window.from, window.until};
  if (event.only_first_slot_of_date()) {
    // The first of a date may lie before the query. One date more, for a date
    // that clocks go back to.
    const Zone& zone = window.zone;
    starts.start = zone.StartOfDate(zone.DateBefore(zone.DateAt(starts.start)));
  }
  offered_.assign(1, starts);
  if (const DateRange dates = OfferedDates(); dates != kAllDates) {
    offered_.clear();
    AppendDateInstants(event.zone(), dates, starts, offered_);
  }
  max_slots_ = max_bytes / BytesOfSlot();
  if (offered_.size() == 1 && is_one_host() && is_on_fixed_grid()) {
    AppendHostOnFixedGrid(AfterNotice(offered_.front()), 0, out);
  } else {
    clear_starts();
    for (const Interval& part : offered_) AppendSlots(part, out);
  }
  const bool is_whole = out.starts.size() < max_slots_;
  max_slots_ = SIZE_MAX;
  if (event.only_first_slot_of_date()) KeepFirstOfDates(window.from, out);
  return is_whole;
}

bool SlotSearch::CanBook(const CompiledEvent& event,
                         std::span<const StageView> stages,
                         const Window& window, Instant start,
                         GridRule grid_rule) {
  Begin(event, stages, window);
  PrepareRoles();
  const Interval starts{start, start + seconds{1}};
  if (AfterNotice(starts).is_empty()) return false;
  if (!OfferedDates().Contains(event.zone().DateAt(start))) return false;
  if (grid_rule == GridRule::kOnGrid) {
    LookAhead(starts);
    return !look_ahead_.starts.empty();
  }
  if (stages_.size() > 1) {
    SolveStages(starts);
    if (!sequence_.Solve(start, stage_starts_)) return false;
  }
  PrepareHosts(0, starts, starts);
  points_.assign(1, start);
  MarkAble(0, 1);
  return roles_[0].CanFill(matrix_);
}

}  // namespace bookable::internal
