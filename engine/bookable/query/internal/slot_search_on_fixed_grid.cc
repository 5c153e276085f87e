// bookable/query/internal/slot_search_on_fixed_grid.cc: a clock-aligned grid,
// bit by bit.
//
// Between two changes of the clock a fixed grid is an arithmetic progression: a
// frame. A bit stands for each of its points: set the points where a slot fits
// open time, clear those that busy time and limits forbid, and write what is
// left. A team keeps a row of points for each host and counts them, 64 points
// at a time.
//
// Tested by tests/engine/query/find_slots_test.cc, and against the reference
// engine and the other path by tests/laws/paths_test.cc.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/event/booking_window.h"
#include "bookable/host/occupied_time.h"
#include "bookable/interval/date_instants.h"
#include "bookable/query/internal/slot_search.h"

namespace bookable::internal {
namespace {

using std::chrono::seconds;

// A slice holds so many points of one host, and so many words of points of a
// team.
constexpr std::size_t kPointsOfSlice = std::size_t{1} << 20;
constexpr std::size_t kWordsOfSlice = std::size_t{1} << 20;

}  // namespace

template <typename Visit>
void SlotSearch::VisitFrames(const Interval& starts, std::size_t most_points,
                             Visit visit) const {
  const std::span<const Stretch> stretches = event_->zone().stretches();
  const seconds step = event_->step();
  const seconds most = std::min<seconds>(
      step * static_cast<std::int64_t>(most_points), kLongestFrame);
  Interval part = starts;
  for (std::size_t i = event_->zone().StretchAt(starts.start);
       part.start < starts.end; ++i) {
    // Points follow the clock; a shift by whole steps moves none.
    const seconds offset = stretches[i].offset;
    while (i + 1 < stretches.size() && stretches[i + 1].start < starts.end &&
           (stretches[i + 1].offset - offset) % step == seconds{0}) {
      ++i;
    }
    const Instant end = i + 1 < stretches.size()
                            ? std::min(stretches[i + 1].start, starts.end)
                            : starts.end;
    while (part.start < end) {
      part.end = end - part.start > most ? part.start + most : end;
      const StartFrame frame(*event_, offset, part);
      if (frame.size() > 0) visit(frame);
      part.start = part.end;
    }
  }
}

void SlotSearch::FindPointsOfHost(const StartFrame& frame, std::size_t row,
                                  Limits limits,
                                  std::span<std::uint64_t> bits) {
  const HostView& host = *hosts_[row];
  const seconds length = event_->length();
  const Interval starts{frame[0], frame[frame.size() - 1] + seconds{1}};
  if (!is_one_host() && host.schedule == open_bits_of_) {
    std::copy(open_bits_.begin(), open_bits_.end(), bits.begin());
  } else {
    SetOpenPoints(frame, *host.schedule, length, free_, bits);
    if (!is_one_host()) {
      open_bits_.assign(bits.begin(), bits.end() - kSpareWords);
      open_bits_of_ = host.schedule;
    }
  }
  ClearBusyPoints(frame, host, *event_, window_->now, bits);
  if (limits == Limits::kIgnore || !event_->has_limits()) return;
  RefusedStarts(counted_[row], *host.schedule, *event_, length, starts,
                refused_);
  ClearPoints(frame, refused_, bits);
}

void SlotSearch::AppendHostOnFixedGrid(const Interval& starts, std::size_t at,
                                       SlotColumns& out) {
  VisitFrames(starts, kPointsOfSlice, [&](const StartFrame& frame) {
    start_bits_.resize(frame.words() + kSpareWords);
    FindPointsOfHost(frame, 0, Limits::kApply, start_bits_);
    const auto points = std::span(start_bits_).first(frame.words());
    const std::size_t count = CountPoints(points);
    // What `starts` held before is written over, so that nothing is cleared.
    out.starts.resize(at + count);
    WritePoints(frame, points, std::span(out.starts).subspan(at));
    at += count;
  });
  out.starts.resize(at);
}

std::size_t SlotSearch::PointsOfTeamFrame() const {
  return 64 * std::max<std::size_t>(kWordsOfSlice / hosts_.size(), 1);
}

void SlotSearch::AppendTeamOnFixedGrid(const Interval& starts,
                                       SlotColumns& out) {
  PrepareRoles();
  out.words_per_row = roles_[0].words();
  VisitFrames(starts, PointsOfTeamFrame(), [&](const StartFrame& frame) {
    if (out.starts.size() < max_slots_) AppendTeamOfFrame(frame, out);
  });
}

void SlotSearch::FindPointsOfTeam(const StartFrame& frame, Limits limits) {
  const Roles& roles = roles_[0];
  const std::size_t words = frame.words();
  // A row's spare words are those of the next row.
  start_bits_.resize(hosts_.size() * words + kSpareWords);
  open_bits_of_ = nullptr;
  for (std::size_t row = 0; row < hosts_.size(); ++row) {
    FindPointsOfHost(
        frame, row, limits,
        std::span(start_bits_).subspan(row * words, words + kSpareWords));
  }
  candidates_.assign(words, ~std::uint64_t{0});
  for (std::size_t g = 0; g < roles.group_count(); ++g) {
    point_counter_.KeepCovered(start_bits_, words, roles.rows(g),
                               roles.needed(g), candidates_);
  }
}

void SlotSearch::AppendTeamOfFrame(const StartFrame& frame, SlotColumns& out) {
  FindPointsOfTeam(frame, Limits::kApply);
  const std::size_t count = CountPoints(candidates_);
  const std::size_t words = roles_[0].words();
  const auto transpose = [&](std::span<std::uint64_t> rows) {
    TransposePoints(start_bits_, frame.words(), hosts_.size(), candidates_,
                    rows);
  };
  const std::size_t before = out.starts.size();
  if (!roles_[0].are_disjoint() || window_->assign ||
      count > max_slots_ - before) {
    points_.resize(count);
    WritePoints(frame, candidates_, points_);
    matrix_.resize(count * words);
    transpose(matrix_);
    AppendTeamPoints(0, count, out);
    return;
  }
  // Where nobody has two roles, the counts have decided every point.
  out.starts.resize(before + count);
  WritePoints(frame, candidates_, std::span(out.starts).subspan(before));
  if (wants_starts_only_) return;
  out.hosts.resize((before + count) * words);
  transpose(std::span(out.hosts).subspan(before * words));
}

void SlotSearch::AppendFixedGridPoints(const Interval& starts,
                                       std::vector<Instant>& out) {
  VisitFrames(starts, PointsOfTeamFrame(), [&](const StartFrame& frame) {
    FindPointsOfTeam(frame, Limits::kIgnore);
    const std::size_t before = out.size();
    out.resize(before + CountPoints(candidates_));
    WritePoints(frame, candidates_, std::span(out).subspan(before));
  });
}

bool SlotSearch::FindBits(const CompiledEvent& event,
                          std::span<const StageView> stages,
                          const Window& window, std::vector<FrameBits>& frames,
                          std::vector<std::uint64_t>& bits) {
  if (event.only_first_slot_of_date()) return false;
  Begin(event, stages, window);
  if (!is_one_host() || !is_on_fixed_grid()) return false;
  Interval starts{window.from, window.until};
  if (const DateRange dates = OfferedDates(); dates != kAllDates) {
    offered_.clear();
    AppendDateInstants(event.zone(), dates, starts, offered_);
    if (offered_.size() > 1) return false;
    starts = offered_.empty() ? Interval{} : offered_.front();
  }
  starts = AfterNotice(starts);
  if (starts.is_empty()) return true;
  VisitFrames(starts, kPointsOfSlice, [&](const StartFrame& frame) {
    const std::size_t first = bits.size();
    bits.resize(first + frame.words() + kSpareWords);
    FindPointsOfHost(frame, 0, Limits::kApply, std::span(bits).subspan(first));
    bits.resize(first + frame.words());
    frames.push_back(
        {frame, first, CountPoints(std::span(bits).subspan(first))});
  });
  return true;
}

}  // namespace bookable::internal
