// bindings/cli/time_text.h: dates, times and ranges as people read them.
//
// CONCEPT   English, 24 hours, always a local time of a stated zone.
// THREADS   Pure. ERRORS: none.
#ifndef BOOKABLE_CLI_TIME_TEXT_H_
#define BOOKABLE_CLI_TIME_TEXT_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "bindings/cli/terminal.h"
#include "bookable/interval/interval.h"
#include "bookable/time/zone.h"

namespace bookable::cli {

// "Mon  1 Jun 2026" and without the year: of one width, for columns; and
// "Mon 1 Jun 2026", for prose.
std::string DayText(std::chrono::local_days date);
std::string DayOfYearText(std::chrono::local_days date);
std::string DateInProse(std::chrono::local_days date);

// "09:30"; "09:30:15" where seconds are shown.
std::string ClockText(std::chrono::local_seconds time);

// "+01:00"; "+00:49:56" where the offset has seconds.
std::string OffsetText(std::chrono::seconds offset);

// "30 min", "1 h", "1 h 30 min".
std::string LengthText(std::chrono::seconds length);

// "1 slot", "12 slots", "1,234 slots".
std::string CountText(std::size_t count, std::string_view noun);

// "clocks go back 1 h: 03:00 → 02:00 (+02:00 → +01:00)", of the change with
// which a stretch of the zone begins. REQUIRES: 0 < stretch < all.
std::string ClockChangeText(const Zone& zone, std::size_t stretch,
                            const Style& style);

// Whole dates as "Mon 23 Nov – Sun 29 Nov 2026", both included; else with the
// times, "Mon 23 Nov 2026 09:00 – Mon 23 Nov 2026 17:00".
// REQUIRES: range is not empty.
std::string RangeText(const Zone& zone, const Interval& range,
                      const Style& style);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_TIME_TEXT_H_
