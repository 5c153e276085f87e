// bookable/host/limits.cc
//
// Bookings become rows sorted by date; the rows of one period are neighbours. A
// period that cannot take one more refuses the instants of its dates. Periods
// without bookings refuse only a slot longer than the limit.
//
//   limit 2 a week, Monday weeks, bookings on Tue 24 and Fri 27 November 2026:
//   the instants of the dates 23 to 29 November are refused.
//
// Tested by tests/engine/host/limits_test.cc.
#include "bookable/host/limits.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>

#include "bookable/interval/algebra.h"
#include "bookable/interval/date_instants.h"
#include "bookable/time/week.h"

namespace bookable {
namespace {

using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

// Those of `counted` that start in `dates`.
std::span<const CountedBooking> RowsIn(std::span<const CountedBooking> counted,
                                       const DateRange& dates) {
  const auto before = [&](local_days date) {
    return std::partition_point(
        counted.begin(), counted.end(),
        [date](const CountedBooking& row) { return row.date < date; });
  };
  return {before(dates.first), before(dates.last + std::chrono::days{1})};
}

void AppendFullPeriods(std::span<const CountedBooking> counted,
                       const CompiledSchedule& schedule,
                       const BookingLimits& limits, Period period,
                       seconds length, const Interval& range,
                       std::vector<Interval>& out) {
  const auto index = static_cast<std::size_t>(period);
  const std::optional<std::int64_t> most_count = limits.count[index];
  const std::optional<std::int64_t> most_minutes = limits.minutes[index];
  if (!most_count && !most_minutes) return;
  if (most_minutes && length > minutes{*most_minutes}) out.push_back(range);
  for (std::size_t i = 0; i < counted.size();) {
    const DateRange dates =
        PeriodOf(counted[i].date, period, schedule.week_start());
    std::int64_t count = 0;
    seconds booked{0};
    for (; i < counted.size() && counted[i].date <= dates.last; ++i) {
      ++count;
      booked += counted[i].interval.length();
    }
    const bool is_full =
        (most_count && count + 1 > *most_count) ||
        (most_minutes && booked + length > minutes{*most_minutes});
    if (is_full) AppendDateInstants(schedule.zone(), dates, range, out);
  }
}

}  // namespace

void CountBookings(const HostView& host, bool is_seated,
                   std::vector<CountedBooking>& out) {
  out.clear();
  for (const BookingRow& booking : host.bookings) {
    const Interval interval{booking.start, booking.end};
    if (!interval.is_empty()) out.push_back({{}, interval});
  }
  if (is_seated) {
    std::sort(out.begin(), out.end(),
              [](const CountedBooking& a, const CountedBooking& b) {
                return std::tie(a.interval.start, a.interval.end) <
                       std::tie(b.interval.start, b.interval.end);
              });
    out.erase(std::unique(out.begin(), out.end(),
                          [](const CountedBooking& a, const CountedBooking& b) {
                            return a.interval == b.interval;
                          }),
              out.end());
  }
  const Zone& zone = host.schedule->zone();
  for (CountedBooking& counted : out) {
    counted.date = zone.DateAt(counted.interval.start);
  }
  std::sort(out.begin(), out.end(),
            [](const CountedBooking& a, const CountedBooking& b) {
              return a.date < b.date;
            });
}

std::size_t CountIn(std::span<const CountedBooking> counted,
                    const DateRange& dates) {
  return RowsIn(counted, dates).size();
}

BookedSum SumIn(std::span<const CountedBooking> counted,
                const DateRange& dates) {
  BookedSum sum;
  for (const CountedBooking& booking : RowsIn(counted, dates)) {
    ++sum.count;
    sum.length += booking.interval.length();
  }
  return sum;
}

void RefusedStarts(std::span<const CountedBooking> counted,
                   const CompiledSchedule& schedule, const CompiledEvent& event,
                   seconds length, const Interval& range,
                   std::vector<Interval>& out) {
  out.clear();
  if (!event.has_limits() || range.is_empty()) return;
  for (const Period period :
       {Period::kDay, Period::kWeek, Period::kMonth, Period::kYear}) {
    AppendFullPeriods(counted, schedule, event.limits(), period, length, range,
                      out);
  }
  out.resize(Normalize(out));
}

}  // namespace bookable
