// bookable/query/internal/bound_query.cc
// Tested by tests/engine/query/find_slots_test.cc.
#include "bookable/query/internal/bound_query.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "bookable/query/validate.h"

namespace bookable::internal {
namespace {

using std::chrono::minutes;

Buffers BuffersOf(minutes before, minutes after) {
  return {std::chrono::duration_cast<decltype(Buffers::before)>(before),
          std::chrono::duration_cast<decltype(Buffers::after)>(after)};
}

// The event as compiled: in a sequence the first stage gives the length.
EventType EventOf(const SlotQuery& query) {
  EventType event = query.event;
  if (!query.stages.empty()) {
    event.length = query.stages.front().length;
    event.length_options.clear();
  }
  return event;
}

}  // namespace

absl::StatusOr<std::unique_ptr<HostRows>> BoundQuery::BindHost(
    const Host& host, const SlotQuery& query) {
  auto rows = std::make_unique<HostRows>();
  absl::StatusOr<CompiledSchedule> schedule =
      CompiledSchedule::Create(host.schedule);
  if (!schedule.ok()) return schedule.status();
  rows->schedule = *std::move(schedule);

  const std::string& ignored = query.ignore_booking;
  const auto is_ignored = [&](const std::string& id) {
    return !ignored.empty() && id == ignored;
  };
  bool has_buffers = false;
  for (const BusyTime& busy : host.busy) {
    // What does not count is kept as an empty row, so that rows keep the places
    // of the entries.
    const bool counts = !busy.transparent && !is_ignored(busy.id);
    rows->busy.push_back({busy.start, counts ? busy.end : busy.start});
    rows->busy_buffers.push_back(
        BuffersOf(busy.before_buffer, busy.after_buffer));
    has_buffers |= rows->busy_buffers.back() != Buffers{};
  }
  if (!has_buffers) rows->busy_buffers.clear();

  const EventType& event = query.event;
  for (const Booking& booking : host.bookings) {
    const bool counts = !is_ignored(booking.id) &&
                        (booking.status == BookingStatus::kAccepted ||
                         booking.status == BookingStatus::kPending);
    rows->bookings.push_back(
        {.start = booking.start,
         .end = counts ? booking.end : booking.start,
         .buffers =
             BuffersOf(booking.before_buffer.value_or(event.before_buffer),
                       booking.after_buffer.value_or(event.after_buffer)),
         .seats_taken = booking.seats_taken,
         .blocks = booking.blocks});
  }
  for (const Hold& hold : host.holds) {
    const bool counts = hold.owner.empty() || hold.owner != query.owner;
    rows->holds.push_back(
        {.start = hold.start,
         .end = counts ? hold.end : hold.start,
         .expires_at = hold.expires_at,
         .buffers = BuffersOf(hold.before_buffer.value_or(event.before_buffer),
                              hold.after_buffer.value_or(event.after_buffer)),
         .seats = hold.seats,
         .same_event = hold.same_event});
  }
  rows->view = {.schedule = &*rows->schedule,
                .busy = IntervalColumns(rows->busy),
                .busy_buffers = rows->busy_buffers,
                .bookings = rows->bookings,
                .holds = rows->holds,
                .row = 0,
                .weight = host.weight,
                .calibration = host.calibration,
                .priority = host.priority,
                .last_booked_at = host.last_booked_at.value_or(Instant::min())};
  return rows;
}

absl::Status BoundQuery::BindGroups(const SlotQuery& query) {
  // One host by itself may have no id; the empty id is as good as another.
  absl::flat_hash_map<std::string, std::uint32_t> row_of_id;
  const auto bind_stage = [&](std::span<const Group> groups) -> absl::Status {
    std::vector<GroupView> views;
    for (const Group& group : groups) {
      std::vector<HostView> listed;
      for (const Host& host : group.hosts) {
        const auto [it, is_new] = row_of_id.try_emplace(
            host.id, static_cast<std::uint32_t>(hosts_.size()));
        if (is_new) {
          absl::StatusOr<std::unique_ptr<HostRows>> rows =
              BindHost(host, query);
          if (!rows.ok()) return rows.status();
          (*rows)->view.row = it->second;
          hosts_.push_back(*std::move(rows));
        }
        listed.push_back(hosts_[it->second]->view);
      }
      // Moving a vector keeps its elements where they are.
      listed_.push_back(std::move(listed));
      views.push_back({.hosts = listed_.back(), .require = group.require});
    }
    groups_.push_back(std::move(views));
    return absl::OkStatus();
  };

  if (query.stages.empty()) {
    if (absl::Status status = bind_stage(query.groups); !status.ok()) {
      return status;
    }
    stages_.push_back({.length = event_->length(), .groups = groups_.back()});
    return absl::OkStatus();
  }
  for (const Stage& stage : query.stages) {
    if (absl::Status status = bind_stage(stage.groups); !status.ok()) {
      return status;
    }
    stages_.push_back({.length = stage.length,
                       .groups = groups_.back(),
                       .min_gap = stage.min_gap,
                       .max_gap = stage.max_gap});
  }
  return absl::OkStatus();
}

absl::StatusOr<BoundQuery> BoundQuery::Create(const SlotQuery& query) {
  if (absl::Status status = Validate(query); !status.ok()) return status;
  BoundQuery bound;
  absl::StatusOr<CompiledEvent> event =
      CompiledEvent::Create(EventOf(query), EventZone(query), query.duration);
  if (!event.ok()) return event.status();
  bound.event_ = *std::move(event);
  bound.window_ = {.from = query.from,
                   .until = query.until,
                   .now = query.now,
                   .zone = AnswerZone(query),
                   .assign = query.assign,
                   .fairness_period = query.fairness_period};
  if (absl::Status status = bound.BindGroups(query); !status.ok()) {
    return status;
  }
  return bound;
}

}  // namespace bookable::internal
