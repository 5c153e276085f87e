// bookable/event/booking_window.cc
// Tested by tests/engine/event/booking_window_test.cc.
#include "bookable/event/booking_window.h"

#include "bookable/internal/dcheck.h"
#include "bookable/time/week.h"

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using Kind = BookingWindow::Kind;
using Counted = BookingWindow::Counted;

bool IsMondayToFriday(local_days date) {
  return kWeekdays.Contains(std::chrono::weekday{date});
}

}  // namespace

bool IsWindowOfDays(const BookingWindow& window) {
  return window.kind == Kind::kCalendarDays ||
         window.kind == Kind::kBusinessDays;
}

bool CountsStarts(const BookingWindow& window) {
  return IsWindowOfDays(window) && window.rolling;
}

bool CountsOpenDates(const BookingWindow& window) {
  return window.kind == Kind::kBusinessDays && !window.rolling &&
         window.counted == Counted::kOpenDays;
}

bool IsCounted(const BookingWindow& window, local_days date) {
  return window.kind != Kind::kBusinessDays ||
         window.counted == Counted::kOpenDays || IsMondayToFriday(date);
}

local_days LastDateLookedAt(const BookingWindow& window, local_days today) {
  return today + days{8 * window.days + 62};
}

DateRange OfferedDates(const BookingWindow& window, local_days today) {
  BOOKABLE_DCHECK(!CountsStarts(window) && !CountsOpenDates(window));
  DateRange dates = kAllDates;
  switch (window.kind) {
    case Kind::kNone:
      break;
    case Kind::kRange:
      dates = {local_days{*window.first}, local_days{*window.last}};
      break;
    case Kind::kCalendarDays:
      dates.last = today + days{window.days};
      break;
    case Kind::kBusinessDays:
      dates.last = today;
      for (int counted = 0; counted < window.days;) {
        dates.last += days{1};
        if (IsMondayToFriday(dates.last)) ++counted;
      }
      break;
  }
  return dates;
}

}  // namespace bookable
