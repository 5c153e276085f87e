// bindings/cli/team_time.cc
// Tested by tests/bindings/cli/team_time_test.cc, against FindSlots asked for
// every minute.
#include "bindings/cli/team_time.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "bindings/cli/query_parts.h"
#include "bookable/host/occupied_time.h"
#include "bookable/interval/algebra.h"
#include "bookable/query/validate.h"

namespace bookable::cli {
namespace {

Buffers BuffersOf(std::chrono::minutes before, std::chrono::minutes after) {
  return {std::chrono::duration_cast<decltype(Buffers::before)>(before),
          std::chrono::duration_cast<decltype(Buffers::after)>(after)};
}

bool Counts(BookingStatus status) {
  return status == BookingStatus::kAccepted ||
         status == BookingStatus::kPending;
}

// Blocked time is asked for week after week: sorted rows keep that linear.
constexpr auto kByStart = [](const auto& a, const auto& b) {
  return a.start < b.start;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TeamTime::HostRows>> TeamTime::RowsOf(
    const Host& host, const SlotQuery& query) {
  auto rows = std::make_unique<HostRows>();
  absl::StatusOr<CompiledSchedule> schedule =
      CompiledSchedule::Create(host.schedule);
  if (!schedule.ok()) return schedule.status();
  rows->schedule = *std::move(schedule);

  const auto is_moved = [&](const std::string& id) {
    return !query.ignore_booking.empty() && id == query.ignore_booking;
  };
  std::vector<BusyTime> busy = host.busy;
  std::sort(busy.begin(), busy.end(), kByStart);
  for (const BusyTime& entry : busy) {
    if (entry.transparent || is_moved(entry.id)) continue;
    rows->busy.push_back({entry.start, entry.end});
    rows->busy_buffers.push_back(
        BuffersOf(entry.before_buffer, entry.after_buffer));
  }
  const EventType& event = query.event;
  for (const Booking& booking : host.bookings) {
    if (!Counts(booking.status) || is_moved(booking.id)) continue;
    rows->bookings.push_back(
        {.start = booking.start,
         .end = booking.end,
         .buffers =
             BuffersOf(booking.before_buffer.value_or(event.before_buffer),
                       booking.after_buffer.value_or(event.after_buffer)),
         .seats_taken = booking.seats_taken,
         .blocks = booking.blocks});
  }
  for (const Hold& hold : host.holds) {
    if (!hold.owner.empty() && hold.owner == query.owner) continue;
    rows->holds.push_back(
        {.start = hold.start,
         .end = hold.end,
         .expires_at = hold.expires_at,
         .buffers = BuffersOf(hold.before_buffer.value_or(event.before_buffer),
                              hold.after_buffer.value_or(event.after_buffer)),
         .seats = hold.seats,
         .same_event = hold.same_event});
  }
  std::sort(rows->bookings.begin(), rows->bookings.end(), kByStart);
  std::sort(rows->holds.begin(), rows->holds.end(), kByStart);
  rows->bare_bookings = rows->bookings;
  for (BookingRow& row : rows->bare_bookings) row.buffers = {};
  rows->bare_holds = rows->holds;
  for (HoldRow& row : rows->bare_holds) row.buffers = {};
  return rows;
}

absl::StatusOr<TeamTime> TeamTime::Create(const SlotQuery& query) {
  if (absl::Status status = Validate(query); !status.ok()) return status;
  TeamTime time;
  EventType event = query.event;
  if (!query.stages.empty()) {
    event.length = query.stages.front().length;
    event.length_options.clear();
  }
  absl::StatusOr<CompiledEvent> compiled =
      CompiledEvent::Create(event, EventZone(query), query.duration);
  if (!compiled.ok()) return compiled.status();
  time.event_ = *std::move(compiled);
  event.before_buffer = event.after_buffer = {};
  compiled = CompiledEvent::Create(event, EventZone(query), query.duration);
  if (!compiled.ok()) return compiled.status();
  time.bare_event_ = *std::move(compiled);
  time.now_ = query.now;

  absl::flat_hash_map<std::string, std::size_t> index_of_id;
  for (const Group& group : FirstGroups(query)) {
    GroupRows rows{.needed = group.require == kAll
                                 ? group.hosts.size()
                                 : static_cast<std::size_t>(group.require)};
    for (const Host& host : group.hosts) {
      const auto [it, is_new] =
          index_of_id.try_emplace(host.id, time.hosts_.size());
      if (is_new) {
        absl::StatusOr<std::unique_ptr<HostRows>> host_rows =
            RowsOf(host, query);
        if (!host_rows.ok()) return host_rows.status();
        time.hosts_.push_back(*std::move(host_rows));
      }
      rows.hosts.push_back(it->second);
    }
    time.groups_.push_back(std::move(rows));
  }
  return time;
}

IntervalSet TeamTime::Enough(const std::vector<std::vector<Interval>>& sets) {
  std::vector<Interval> covered;
  std::vector<std::span<const Interval>> listed;
  IntervalSet enough;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    listed.clear();
    for (const std::size_t host : groups_[g].hosts) {
      listed.push_back(sets[host]);
    }
    counter_.AtLeast(listed, groups_[g].needed, covered);
    IntervalSet group = IntervalSet::FromNormalizedUnchecked(covered);
    enough = g == 0 ? std::move(group) : enough & group;
  }
  return enough;
}

TimeSets TeamTime::Within(const Interval& range) {
  std::vector<std::vector<Interval>> open(hosts_.size());
  std::vector<std::vector<Interval>> idle(hosts_.size());
  std::vector<std::vector<Interval>> free(hosts_.size());
  std::vector<Interval> blocked;
  const auto leave = [&](const std::vector<Interval>& from,
                         std::vector<Interval>& out) {
    out.resize(from.size() + blocked.size());
    out.resize(Subtract(from, blocked, out));
  };
  for (std::size_t i = 0; i < hosts_.size(); ++i) {
    const HostRows& rows = *hosts_[i];
    HostView view{.schedule = &*rows.schedule,
                  .busy = IntervalColumns(rows.busy),
                  .bookings = rows.bare_bookings,
                  .holds = rows.bare_holds};
    rows.schedule->AppendOpen(range, open[i]);
    BlockedTime(view, *bare_event_, now_, range, blocked);
    leave(open[i], idle[i]);
    view.busy_buffers = rows.busy_buffers;
    view.bookings = rows.bookings;
    view.holds = rows.holds;
    BlockedTime(view, *event_, now_, range, blocked);
    leave(open[i], free[i]);
  }
  return {.open = Enough(open), .idle = Enough(idle), .free = Enough(free)};
}

}  // namespace bookable::cli
