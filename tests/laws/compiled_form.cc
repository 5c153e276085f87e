#include "tests/laws/compiled_form.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace bookable::laws {
namespace {

Buffers BuffersOf(std::chrono::minutes before, std::chrono::minutes after) {
  return {std::chrono::seconds{before}, std::chrono::seconds{after}};
}

}  // namespace

const CompiledSchedule* CompiledForm::Compiled(const Schedule& schedule) {
  if (shares_schedules_) {
    for (std::size_t i = 0; i < schedules_.size(); ++i) {
      if (compiled_schedules_[i] == schedule) return &schedules_[i];
    }
  }
  compiled_schedules_.push_back(schedule);
  schedules_.push_back(CompiledSchedule::Create(schedule).value());
  return &schedules_.back();
}

void CompiledForm::AddRows(const Host& host, const SlotQuery& query,
                           Random& random) {
  Rows& rows = rows_.emplace_back();
  rows.id = host.id;
  rows.schedule = Compiled(host.schedule);
  const bool keeps_empty_rows = random.Chance(50);
  const auto is_ignored = [&](const std::string& id) {
    return !query.ignore_booking.empty() && id == query.ignore_booking;
  };
  for (const BusyTime& busy : host.busy) {
    const bool counts = !busy.transparent && !is_ignored(busy.id);
    if (!counts && !keeps_empty_rows) continue;
    rows.busy.push_back({busy.start, counts ? busy.end : busy.start});
    rows.busy_buffers.push_back(
        BuffersOf(busy.before_buffer, busy.after_buffer));
  }
  const EventType& event = query.event;
  for (const Booking& booking : host.bookings) {
    const bool counts = !is_ignored(booking.id) &&
                        (booking.status == BookingStatus::kAccepted ||
                         booking.status == BookingStatus::kPending);
    if (!counts && !keeps_empty_rows) continue;
    rows.bookings.push_back(
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
    if (!counts && !keeps_empty_rows) continue;
    rows.holds.push_back(
        {.start = hold.start,
         .end = counts ? hold.end : hold.start,
         .expires_at = hold.expires_at,
         .buffers = BuffersOf(hold.before_buffer.value_or(event.before_buffer),
                              hold.after_buffer.value_or(event.after_buffer)),
         .seats = hold.seats,
         .same_event = hold.same_event});
  }
  for (const Interval& busy : rows.busy) {
    rows.busy_starts.push_back(busy.start);
    rows.busy_ends.push_back(busy.end);
  }
  const bool have_buffers =
      std::any_of(rows.busy_buffers.begin(), rows.busy_buffers.end(),
                  [](const Buffers& buffers) { return buffers != Buffers{}; });
  if (!have_buffers && random.Chance(50)) rows.busy_buffers.clear();
  rows.view = {.schedule = rows.schedule,
               .busy = random.Chance(50)
                           ? IntervalColumns(rows.busy)
                           : IntervalColumns(rows.busy_starts, rows.busy_ends),
               .busy_buffers = rows.busy_buffers,
               .bookings = rows.bookings,
               .holds = rows.holds,
               .row = static_cast<std::uint32_t>(rows_.size() - 1),
               .weight = host.weight,
               .calibration = host.calibration,
               .priority = host.priority};
  if (host.last_booked_at) rows.view.last_booked_at = *host.last_booked_at;
}

std::vector<GroupView> CompiledForm::ViewsOf(const std::vector<Group>& groups,
                                             const SlotQuery& query,
                                             Random& random) {
  std::vector<GroupView> views;
  for (const Group& group : groups) {
    std::vector<HostView>& listed = listed_.emplace_back();
    for (const Host& host : group.hosts) {
      const auto known = [&] {
        return std::find_if(rows_.begin(), rows_.end(), [&](const Rows& rows) {
          return rows.id == host.id;
        });
      };
      if (known() == rows_.end()) AddRows(host, query, random);
      listed.push_back(known()->view);
    }
    views.push_back({.hosts = listed, .require = group.require});
  }
  return views;
}

CompiledForm::CompiledForm(const SlotQuery& query, Random& random)
    : shares_schedules_(random.Chance(60)) {
  EventType event = query.event;
  if (!query.stages.empty()) {
    event.length = query.stages.front().length;
    event.length_options.clear();
  }
  const std::vector<Group>& first_groups =
      query.stages.empty() ? query.groups : query.stages.front().groups;
  const Zone event_zone =
      query.event_zone.value_or(first_groups[0].hosts[0].schedule.zone);
  event_ = CompiledEvent::Create(event, event_zone, query.duration).value();
  window_ = {.from = query.from,
             .until = query.until,
             .now = query.now,
             .zone = query.zone.value_or(event_zone),
             .assign = query.assign,
             .fairness_period = query.fairness_period};
  if (query.stages.empty()) {
    groups_.push_back(ViewsOf(query.groups, query, random));
  }
  for (const Stage& stage : query.stages) {
    groups_.push_back(ViewsOf(stage.groups, query, random));
    stages_.push_back({.length = stage.length,
                       .groups = groups_.back(),
                       .min_gap = stage.min_gap,
                       .max_gap = stage.max_gap});
  }
  std::size_t listed_in_all = 0;
  for (const std::vector<HostView>& listed : listed_) {
    listed_in_all += listed.size();
  }
  if (listed_in_all == rows_.size() && random.Chance(50)) {
    for (std::vector<HostView>& listed : listed_) {
      for (HostView& view : listed) view.row = HostView::kByPosition;
    }
  }
}

void CompiledForm::FindSlots(Scratch& scratch, SlotColumns& out) const {
  if (stages_.empty()) {
    bookable::FindSlots(*event_, groups_.front(), window_, scratch, out);
  } else {
    bookable::FindSlots(*event_, stages_, window_, scratch, out);
  }
}

bool CompiledForm::CanBook(Instant start, GridRule grid_rule,
                           Scratch& scratch) const {
  return stages_.empty() ? bookable::CanBook(*event_, groups_.front(), window_,
                                             start, grid_rule, scratch)
                         : bookable::CanBook(*event_, stages_, window_, start,
                                             grid_rule, scratch);
}

}  // namespace bookable::laws
