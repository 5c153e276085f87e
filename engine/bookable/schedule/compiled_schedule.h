// bookable/schedule/compiled_schedule.h: a schedule ready to answer.
//
// CONCEPT   Schedule -> Create -> open time. The membership rule of
//           semantics.md section 2, compiled: stretches of constant offset
//           (travel included) times hours of dates.
// COST      Create: O(rules log rules). AppendOpen: O(dates + windows); where
//           every rule holds every week a date costs a copy of its windows.
//           No allocation beyond `out` while a date has at most 32 windows.
// THREADS   Immutable once made; share it freely.
// ERRORS    Create only: InvalidArgument or OutOfRange, naming the field.
#ifndef BOOKABLE_SCHEDULE_COMPILED_SCHEDULE_H_
#define BOOKABLE_SCHEDULE_COMPILED_SCHEDULE_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/interval/interval.h"
#include "bookable/schedule/closed_time.h"
#include "bookable/schedule/schedule.h"
#include "bookable/time/civil.h"
#include "bookable/time/zone.h"

namespace bookable {

// Minutes [start, end) of a date. Where windows are listed by the date they
// begin on, `end` may reach into the next date, up to 2880.
struct MinuteWindow {
  std::int32_t start = 0;
  std::int32_t end = 0;

  friend constexpr bool operator==(const MinuteWindow&,
                                   const MinuteWindow&) = default;
};

class CompiledSchedule {
 public:
  static absl::StatusOr<CompiledSchedule> Create(const Schedule& schedule);

  // The host's zone at home, and the first day of the host's weeks.
  const Zone& zone() const { return zone_; }
  std::chrono::weekday week_start() const { return week_start_; }

  // Appends the open time within `range`: sorted, disjoint, none touching.
  // What `out` held before is left alone and not merged with.
  void AppendOpen(const Interval& range, std::vector<Interval>& out) const;

  bool IsOpen(Instant t) const;

  // True only if every date read within `range` has the hours of
  // weekly_windows(): no override, holiday, leave or rule of some weeks nearby.
  // O(log dates).
  bool IsSteady(const Interval& range) const;
  // The windows of the rules that hold every week, as minutes from Sunday 00:00
  // on: sorted, disjoint, none touching, within 0...10080.
  std::span<const MinuteWindow> weekly_windows() const { return steady_week_; }
  // From when on which offset is read, travel included.
  std::span<const Stretch> stretches() const;
  // Index into stretches() of the one that holds at `t`.
  std::size_t StretchAt(Instant t) const;

  // Appends what AppendOpen leaves out of `range`, by date, with what set the
  // hours of each: sorted and disjoint; stretches of different dates touch.
  // O(dates x out-of-office entries).
  void AppendClosed(const Interval& range, std::vector<ClosedTime>& out) const;

  // Sets `out` to the hours of a date as it is read: minutes 0...1440, sorted,
  // disjoint, none touching.
  void HoursOf(std::chrono::local_days date,
               std::vector<MinuteWindow>& out) const;

 private:
  // A rule bound to some weeks or dates; the others are in `steady_`.
  struct BoundRule {
    DaySet days;
    MinuteWindow window;
    std::chrono::local_days from;
    std::chrono::local_days until;
    std::int32_t interval;
    std::chrono::local_days anchor_week;
  };
  // The overrides of one date; no windows: closed.
  struct SpecialDate {
    std::chrono::local_days date;
    std::uint32_t index;  // of the first in the schedule's list
    std::uint32_t first_window;
    std::uint32_t window_count;
  };

  struct HolidayDate {
    std::chrono::local_days date;
    std::uint32_t index;  // in the schedule's list
  };
  // From `start` on the schedule is read in `zone`.
  struct Reader {
    Instant start;
    Zone zone;
  };

  CompiledSchedule() = default;

  void CompileTravel(const std::vector<Travel>& travel);
  void CompileWeekly(const std::vector<WeeklyRule>& weekly);
  void CompileDates(const Schedule& schedule);

  // Appends the steady windows within `within`, which begins on date `first`
  // and lies in a stretch of `offset`.
  void AppendSteady(std::chrono::local_days first, std::chrono::seconds offset,
                    const Interval& within, std::size_t first_new,
                    std::vector<Interval>& out) const;
  // True where the weekly rules do not decide: such a date also cuts the tail
  // of the night before.
  bool IsSpecial(std::chrono::local_days date) const;
  const SpecialDate* OverrideOf(std::chrono::local_days date) const;
  // Sets source and index of `closed`, whose date is known.
  void SetSource(ClosedTime& closed) const;
  // The first special date at or after `date`; local_days::max() if none.
  std::chrono::local_days NextSpecial(std::chrono::local_days date) const;
  // Appends the windows that begin on `date`.
  template <typename Windows>
  void AppendBeginning(std::chrono::local_days date, Windows& out) const;
  // HoursOf, into any kind of list.
  template <typename Windows>
  void FindHours(std::chrono::local_days date, Windows& out) const;

  Zone zone_;
  std::chrono::weekday week_start_;
  // With travel: the zone and offset in which each instant is read. Without:
  // empty, and the stretches are those of the zone.
  std::vector<Stretch> travel_stretches_;
  std::vector<Reader> readers_;
  // By weekday: the windows that begin on it, and the hours of a date after an
  // ordinary one, of the rules that hold every week.
  std::array<std::vector<MinuteWindow>, 7> steady_beginning_;
  std::array<std::vector<MinuteWindow>, 7> steady_hours_;
  std::vector<MinuteWindow> steady_week_;  // all, from Sunday 00:00 on
  std::vector<BoundRule> bound_rules_;
  std::vector<SpecialDate> overrides_;  // by date
  std::vector<MinuteWindow> override_windows_;
  std::vector<HolidayDate> holidays_;     // by date
  std::vector<DateRange> away_;           // out of office, as listed
  std::vector<DateRange> out_of_office_;  // sorted, disjoint
  std::vector<DateRange> special_;        // all of these, merged
};

}  // namespace bookable

#endif  // BOOKABLE_SCHEDULE_COMPILED_SCHEDULE_H_
