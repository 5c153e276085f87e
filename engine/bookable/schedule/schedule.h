// bookable/schedule/schedule.h: when a host is open, as a person would say it.
//
// CONCEPT   The membership rule (semantics.md section 2): an instant is open
//           iff its wall-clock reading lies in the hours of its local date.
//           The hours of a date are: out of office, none; else the date's
//           overrides; else a holiday, none; else the weekly rules that hold.
// UNITS     Times of day in minutes since the date began; dates are civil.
// SOURCE    Field names follow the Cal.com platform API, schedules 2024-06-11.
// THREADS   Plain values. ERRORS: checked by CompiledSchedule::Create.
#ifndef BOOKABLE_SCHEDULE_SCHEDULE_H_
#define BOOKABLE_SCHEDULE_SCHEDULE_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "bookable/time/civil.h"
#include "bookable/time/week.h"
#include "bookable/time/zone.h"

namespace bookable {

// Hours that return every week: "Mondays and Tuesdays, 9 to 16".
struct WeeklyRule {
  DaySet days{};
  // 00:00...23:59, and 00:00...24:00. An end before the start lies on the next
  // date: the window runs past midnight and belongs to the date it starts on.
  // Equal times are an error; a whole day is 00:00 to 24:00.
  std::chrono::minutes start{};
  std::chrono::minutes end{};
  // First and last date on which a window of the rule may begin.
  // DEFAULT: unbounded.
  std::optional<Date> from{};
  std::optional<Date> until{};
  // The rule holds in every `interval`-th week, 1...520, counted from the week
  // of `anchor` (before it too); weeks begin on Schedule::week_start.
  // `anchor` is required when interval > 1, else ignored.
  int interval = 1;
  std::optional<Date> anchor{};

  friend bool operator==(const WeeklyRule&, const WeeklyRule&) = default;
};

// Replaces all hours of one date. Several overrides of a date add up.
struct DateOverride {
  Date date{};
  // Both or none; none, or equal times: closed all day.
  std::optional<std::chrono::minutes> start{};
  std::optional<std::chrono::minutes> end{};

  friend bool operator==(const DateOverride&, const DateOverride&) = default;
};

// A date closed unless an override opens it.
struct Holiday {
  Date date{};
  std::string name{};

  friend bool operator==(const Holiday&, const Holiday&) = default;
};

// Dates closed whatever else is said of them. Both ends included.
struct OutOfOffice {
  Date start{};
  Date end{};
  std::string reason{};
  std::string notes{};

  friend bool operator==(const OutOfOffice&, const OutOfOffice&) = default;
};

// While the date of `zone` lies in [start, end], the schedule is read there.
struct Travel {
  Zone zone{};
  Date start{};
  std::optional<Date> end{};  // included; DEFAULT: for ever

  friend bool operator==(const Travel&, const Travel&) = default;
};

struct Schedule {
  Zone zone{};
  // Decides the phase of every-N-weeks rules and of weekly limits.
  std::chrono::weekday week_start = std::chrono::Sunday;
  std::vector<WeeklyRule> weekly{};
  std::vector<DateOverride> overrides{};
  std::vector<Holiday> holidays{};
  std::vector<OutOfOffice> out_of_office{};
  std::vector<Travel> travel{};  // the first that applies wins

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

}  // namespace bookable

#endif  // BOOKABLE_SCHEDULE_SCHEDULE_H_
