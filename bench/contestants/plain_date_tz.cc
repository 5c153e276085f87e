// bench/contestants/plain_date_tz.cc
// Tested by the comparison of answers in bench/support/row.h.
#include "bench/contestants/plain_date_tz.h"

#include <algorithm>
#include <bit>
#include <string>

#include "bookable/time/date.h"
#include "bookable/time/week.h"
#include "date/tz.h"

namespace bookable::bench {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;

const date::time_zone* Locate(const Zone& zone) {
  return date::locate_zone(std::string(zone.name()));
}

local_days DateAt(const date::time_zone& zone, Instant t) {
  return FromDateLibrary(date::floor<date::days>(zone.to_local(t)));
}

// The instant of a local time that is neither skipped nor read twice.
Instant ToInstant(const date::time_zone& zone, local_days date,
                  std::chrono::minutes time, seconds& offset) {
  const date::local_seconds local{ToDateLibrary(date).time_since_epoch() +
                                  time};
  offset = zone.get_info(local).first.offset;
  return Instant{local.time_since_epoch() - offset};
}

}  // namespace

PlainDateTz::PlainDateTz(const workloads::Workload& workload,
                         std::span<const SlotColumns>)
    : workload_(workload), event_zone_(Locate(workload.zone)) {
  for (const Schedule& schedule : workload.schedules) {
    zones_.push_back(Locate(schedule.zone));
  }
}

std::size_t PlainDateTz::Find(std::size_t query,
                              void (PlainDateTz::*find_team)(std::size_t)) {
  if (workload_.team_size == 1) {
    FindStarts(workload_.HostsOf(query).front(), columns_.starts);
  } else {
    columns_.starts.clear();
    columns_.hosts.clear();
    columns_.words_per_row = (workload_.HostsOf(query).size() + 63) / 64;
    (this->*find_team)(query);
  }
  return columns_.starts.size();
}

// Busy times and bookings with all buffers moved to their side. Both lists are
// sorted; widened by the same buffers they still are, and may overlap.
void PlainDateTz::MergeBlocked(const workloads::HostRows& host) {
  const seconds before = workload_.event.after_buffer;
  const seconds after = workload_.event.before_buffer;
  blocked_.clear();
  auto booking = host.bookings.begin();
  const auto take_bookings_until = [&](Instant start) {
    for (; booking != host.bookings.end() &&
           booking->start - booking->buffers.before - before < start;
         ++booking) {
      blocked_.push_back({booking->start - booking->buffers.before - before,
                          booking->end + booking->buffers.after + after});
    }
  };
  for (const Interval& busy : host.busy) {
    take_bookings_until(busy.start - before);
    blocked_.push_back({busy.start - before, busy.end + after});
  }
  take_bookings_until(Instant::max());
}

void PlainDateTz::CountWeeks(const workloads::HostRows& host,
                             const date::time_zone& zone) {
  weeks_.clear();
  for (const BookingRow& booking : host.bookings) {
    const local_days week =
        WeekBegin(DateAt(zone, booking.start),
                  workload_.schedules[host.schedule].week_start);
    if (weeks_.empty() || weeks_.back().week != week) {
      weeks_.push_back({week, 0});
    }
    ++weeks_.back().bookings;
  }
}

bool PlainDateTz::IsFull(local_days date) const {
  const auto limit =
      workload_.event.limits.count[static_cast<std::size_t>(Period::kWeek)];
  if (!limit) return false;
  const local_days week =
      WeekBegin(date, workload_.schedules.front().week_start);
  for (const WeekCount& counted : weeks_) {
    if (counted.week == week) return counted.bookings >= *limit;
  }
  return *limit == 0;
}

void PlainDateTz::FindStarts(const workloads::HostRows& host,
                             std::vector<Instant>& starts) {
  const EventType& event = workload_.event;
  const Schedule& schedule = workload_.schedules[host.schedule];
  const date::time_zone& zone = *zones_[host.schedule];
  const seconds length = event.length;
  const seconds step = event.slot_interval.value_or(event.length);
  starts.clear();
  std::span<const Interval> blocked = host.busy;
  if (!host.bookings.empty() || event.before_buffer != seconds{0} ||
      event.after_buffer != seconds{0}) {
    MergeBlocked(host);
    blocked = blocked_;
  }
  CountWeeks(host, zone);

  Instant from = workload_.from;
  local_days last = DateAt(zone, workload_.until - seconds{1});
  if (workload_.now) {
    from = std::max(from, *workload_.now + event.minimum_notice);
    if (event.booking_window.kind == BookingWindow::Kind::kCalendarDays) {
      last = std::min(last, DateAt(*event_zone_, *workload_.now) +
                                days{event.booking_window.days});
    }
  }
  auto entry = blocked.begin();
  for (local_days date = DateAt(zone, from); date <= last; date += days{1}) {
    const std::chrono::weekday day{date};
    for (const WeeklyRule& rule : schedule.weekly) {
      if (!rule.days.Contains(day) || IsFull(date)) continue;
      seconds offset{};
      seconds end_offset{};
      Instant cursor = ToInstant(zone, date, rule.start, offset);
      const Instant end = ToInstant(zone, date, rule.end, end_offset);
      if (&zone != event_zone_) offset = event_zone_->get_info(cursor).offset;
      const auto step_until = [&](Instant free_end) {
        // Up to the next mark of the wall clock.
        const seconds past = (cursor.time_since_epoch() + offset) % step;
        if (past != seconds{0}) cursor += step - past;
        for (; cursor + length <= free_end; cursor += step) {
          if (cursor >= from && cursor < workload_.until) {
            starts.push_back(cursor);
          }
        }
      };
      while (entry != blocked.end() && entry->end <= cursor) ++entry;
      // An entry that reaches past the window is looked at again.
      auto next = entry;
      for (; next != blocked.end() && next->start < end; ++next) {
        if (next->end <= cursor) continue;
        step_until(next->start);
        cursor = std::max(cursor, next->end);
      }
      step_until(end);
    }
  }
}

std::size_t PlainDateTz::HostsNeeded() const {
  return workload_.require == kAll
             ? workload_.team_size
             : static_cast<std::size_t>(workload_.require);
}

void PlainDateTz::AppendIfEnough(Instant start,
                                 std::span<const std::uint64_t> hosts) {
  std::size_t able = 0;
  for (const std::uint64_t word : hosts) {
    able += static_cast<std::size_t>(std::popcount(word));
  }
  if (able < HostsNeeded()) return;
  columns_.starts.push_back(start);
  columns_.hosts.insert(columns_.hosts.end(), hosts.begin(), hosts.end());
}

void PlainDateTz::FindTeamByMap(std::size_t query) {
  const std::span<const workloads::HostRows> hosts = workload_.HostsOf(query);
  hosts_of_start_.clear();
  for (std::size_t row = 0; row < hosts.size(); ++row) {
    FindStarts(hosts[row], host_starts_);
    for (const Instant start : host_starts_) {
      std::vector<std::uint64_t>& able = hosts_of_start_[start];
      able.resize(columns_.words_per_row);
      able[row / 64] |= std::uint64_t{1} << (row % 64);
    }
  }
  for (const auto& [start, able] : hosts_of_start_) AppendIfEnough(start, able);
}

void PlainDateTz::FindTeamByMarks(std::size_t query) {
  const seconds step =
      workload_.event.slot_interval.value_or(workload_.event.length);
  const std::span<const workloads::HostRows> hosts = workload_.HostsOf(query);
  const std::size_t words = columns_.words_per_row;
  const auto points = static_cast<std::size_t>(
      (workload_.until - workload_.from + step - seconds{1}) / step);
  marks_.assign(points * words, 0);
  for (std::size_t row = 0; row < hosts.size(); ++row) {
    FindStarts(hosts[row], host_starts_);
    for (const Instant start : host_starts_) {
      const auto point =
          static_cast<std::size_t>((start - workload_.from) / step);
      marks_[point * words + row / 64] |= std::uint64_t{1} << (row % 64);
    }
  }
  for (std::size_t point = 0; point < points; ++point) {
    AppendIfEnough(workload_.from + step * static_cast<std::int64_t>(point),
                   std::span(marks_).subspan(point * words, words));
  }
}

}  // namespace bookable::bench
