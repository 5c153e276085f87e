// bookable/event/booking_window.h: the dates a booking window offers.
//
// CONCEPT   semantics.md section 6. Windows of days that count by the calendar
//           alone are decided here; those that count dates with open time or
//           with starts are decided where these are known (query/), by the
//           same rules for which dates count and how far to look.
// THREADS   Pure functions.
#ifndef BOOKABLE_EVENT_BOOKING_WINDOW_H_
#define BOOKABLE_EVENT_BOOKING_WINDOW_H_

#include <chrono>

#include "bookable/event/event_type.h"
#include "bookable/time/civil.h"

namespace bookable {

// True iff the window depends on today, so that a query needs `now`.
bool IsWindowOfDays(const BookingWindow& window);

// True iff dates with starts (rolling) or with open time are counted.
bool CountsStarts(const BookingWindow& window);
bool CountsOpenDates(const BookingWindow& window);

// True iff `date` counts in a rolling window, if it has a start.
bool IsCounted(const BookingWindow& window, std::chrono::local_days date);

// The last date a window that counts looks at: today + 8 * days + 62.
std::chrono::local_days LastDateLookedAt(const BookingWindow& window,
                                         std::chrono::local_days today);

// Dates that bound nothing.
inline constexpr DateRange kAllDates{
    std::chrono::local_days{std::chrono::year{1} / 1 / 1},
    std::chrono::local_days{std::chrono::year{9999} / 12 / 31}};

// The dates the window offers. REQUIRES: it counts neither starts nor open
// dates. `today` matters to windows of days only.
DateRange OfferedDates(const BookingWindow& window,
                       std::chrono::local_days today);

}  // namespace bookable

#endif  // BOOKABLE_EVENT_BOOKING_WINDOW_H_
