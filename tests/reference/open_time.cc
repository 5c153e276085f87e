// Tested by tests/reference/reference_test.cc.
#include "tests/reference/open_time.h"

#include <cstddef>

#include "tests/reference/cells.h"

namespace bookable::reference {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;
using std::chrono::weekday;

local_days WeekOf(local_days date, weekday week_start) {
  while (weekday{date} != week_start) date -= days{1};
  return date;
}

OpenTime::OpenTime(const Schedule& schedule)
    : schedule_(schedule), home_(schedule.zone) {
  for (const Travel& entry : schedule.travel) travel_.emplace_back(entry.zone);
}

// "Travel: an instant is read in the first travel entry (list order) whose own
// local date of that instant lies in [startDate, endDate], else in the
// schedule's zone."
Reading OpenTime::ReadWhereTheHostIs(Instant t) const {
  for (std::size_t i = 0; i < travel_.size(); ++i) {
    const Travel& entry = schedule_.travel[i];
    const Reading there = travel_[i].Read(t);
    if (there.date < local_days{entry.start}) continue;
    if (entry.end && there.date > local_days{*entry.end}) continue;
    return there;
  }
  return home_.Read(t);
}

bool OpenTime::IsOutOfOffice(local_days date) const {
  for (const OutOfOffice& away : schedule_.out_of_office) {
    if (local_days{away.start} <= date && date <= local_days{away.end}) {
      return true;
    }
  }
  return false;
}

bool OpenTime::HasOverride(local_days date) const {
  for (const DateOverride& override : schedule_.overrides) {
    if (local_days{override.date} == date) return true;
  }
  return false;
}

bool OpenTime::IsHoliday(local_days date) const {
  for (const Holiday& holiday : schedule_.holidays) {
    if (local_days{holiday.date} == date) return true;
  }
  return false;
}

// "out of office -> none; else its overrides; else holiday -> none; else the
// weekly rules that hold on it."
std::vector<OpenTime::Window> OpenTime::WindowsThatBeginOn(
    local_days date) const {
  std::vector<Window> windows;
  if (IsOutOfOffice(date)) return windows;
  if (HasOverride(date)) {
    for (const DateOverride& override : schedule_.overrides) {
      if (local_days{override.date} != date) continue;
      // "{date} without times (or with equal times) = closed all day."
      if (!override.start || *override.start == *override.end) continue;
      windows.push_back({static_cast<int>(override.start->count()),
                         static_cast<int>(override.end->count())});
    }
    return windows;
  }
  if (IsHoliday(date)) return windows;
  for (const WeeklyRule& rule : schedule_.weekly) {
    if (!rule.days.Contains(weekday{date})) continue;
    // "Effective span: the dates on which a window of the rule may begin."
    if (rule.from && date < local_days{*rule.from}) continue;
    if (rule.until && date > local_days{*rule.until}) continue;
    // "Every N weeks: the rule holds in weeks whose distance from the anchor's
    // week, weeks beginning on weekStart, is a multiple of N."
    if (rule.interval > 1) {
      const days apart = WeekOf(date, schedule_.week_start) -
                         WeekOf(local_days{*rule.anchor}, schedule_.week_start);
      if (apart.count() / 7 % rule.interval != 0) continue;
    }
    windows.push_back({static_cast<int>(rule.start.count()),
                       static_cast<int>(rule.end.count())});
  }
  return windows;
}

Minutes OpenTime::ComputeHours(local_days date) const {
  Minutes open;
  const auto add = [&open](int start, int end) {
    for (int minute = start; minute < end; ++minute) {
      open.set(static_cast<std::size_t>(minute));
    }
  };
  // "endTime < startTime means the window runs past midnight: it belongs to the
  // date it starts on."
  for (const Window& window : WindowsThatBeginOn(date)) {
    add(window.start, window.end < window.start ? 24 * 60 : window.end);
  }
  // "... and its tail lies on the next local date." But "an override of date D
  // also cuts the tail of D-1's overnight window", and "out of office and
  // holidays cut the tail of the night before, as overrides do."
  if (!IsOutOfOffice(date) && !HasOverride(date) && !IsHoliday(date)) {
    for (const Window& window : WindowsThatBeginOn(date - days{1})) {
      if (window.end < window.start) add(0, window.end);
    }
  }
  return open;
}

const Minutes& OpenTime::HoursOf(local_days date) {
  const auto [it, is_new] = hours_.try_emplace(date);
  if (is_new) it->second = ComputeHours(date);
  return it->second;
}

bool OpenTime::IsOpen(Instant t) {
  const Reading reading = ReadWhereTheHostIs(t);
  return HoursOf(reading.date)[static_cast<std::size_t>(reading.minute())];
}

std::set<int> OpenTime::SecondsOfChanges(Instant begin, Instant end) const {
  std::set<int> changes;
  const auto add = [&](const Clock& clock) {
    const auto add_minute_of = [&](Instant t) {
      changes.insert(SecondOf(Instant{} - clock.OffsetAt(t)));
    };
    add_minute_of(begin);
    for (const Instant t : clock.Transitions(begin, end)) {
      changes.insert(SecondOf(t));
      add_minute_of(t);
    }
  };
  add(home_);
  for (const Clock& clock : travel_) add(clock);
  return changes;
}

}  // namespace bookable::reference
