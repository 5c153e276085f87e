// bookable/event/event_type.h: what is booked: its length, step and rules.
//
// CONCEPT   What a slot is like, and the rules that refuse one: semantics.md
//           sections 4 to 7.
// UNITS     Minutes.
// SOURCE    Field names follow the Cal.com platform API (event types,
//           2024-06-14).
// THREADS   Plain values. ERRORS: checked by CompiledEvent::Create.
#ifndef BOOKABLE_EVENT_EVENT_TYPE_H_
#define BOOKABLE_EVENT_EVENT_TYPE_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bookable/time/civil.h"
#include "bookable/time/week.h"

namespace bookable {

// Where the grid of starts is laid in a piece of admissible starts
// (semantics.md section 5). Wall clocks are those of the event's zone.
enum class Alignment : std::uint8_t {
  kHour,    // at round minutes of the hour; the rule Cal.com users know
  kWindow,  // counted from where the opening hours begin
  kClock,   // at fixed times of the day, counted from midnight
  kFree,    // counted from where the free time begins
  kPacked,  // like kHour, but never at the price of a slot
};

// "hour", "window", "clock", "free", "packed".
std::string_view AlignmentName(Alignment alignment);

// How far ahead can be booked (semantics.md section 6). Dates are those of the
// event's zone; today is the date of `now` there.
struct BookingWindow {
  enum class Kind : std::uint8_t {
    kNone,          // no bound
    kRange,         // dates first...last, both included
    kCalendarDays,  // to the end of today + days
    kBusinessDays,  // to the days-th counted date after today
  };
  enum class Counted : std::uint8_t {
    kMondayToFriday,
    kOpenDays,  // dates with open time; looks at most 8 * days + 62 ahead
  };

  Kind kind = Kind::kNone;
  std::optional<Date> first{};  // kRange
  std::optional<Date> last{};   // kRange
  int days = 0;                 // 1...3650; 1...366 if rolling or kOpenDays
  // Counts dates, today included, that have a start which passes every other
  // rule, so that `days` bookable dates are always offered.
  bool rolling = false;
  Counted counted = Counted::kMondayToFriday;  // kBusinessDays

  friend bool operator==(const BookingWindow&, const BookingWindow&) = default;
};

// At most so many bookings, or booked minutes, of this event type a host and
// period. Indexed by Period. DEFAULT: unlimited.
struct BookingLimits {
  std::array<std::optional<std::int64_t>, kPeriodCount> count{};
  std::array<std::optional<std::int64_t>, kPeriodCount> minutes{};

  friend bool operator==(const BookingLimits&, const BookingLimits&) = default;
};

struct EventType {
  std::chrono::minutes length{};                       // 1...10080, required
  std::vector<std::chrono::minutes> length_options{};  // other lengths on offer
  // Step between starts, 1...1440. DEFAULT: the chosen length (which may be
  // longer than 1440).
  std::optional<std::chrono::minutes> slot_interval{};
  std::chrono::minutes offset_start{};  // 0...step - 1, after the grid point
  Alignment alignment = Alignment::kHour;
  // The earliest start is now + notice. 0...5256000.
  std::chrono::minutes minimum_notice{};
  std::chrono::minutes before_buffer{};  // 0...10080
  std::chrono::minutes after_buffer{};   // 0...10080
  BookingWindow booking_window{};
  BookingLimits limits{};
  // Capacity of one slot, 1...10000. DEFAULT: not seated: nothing can be
  // joined and answers carry no seats.
  std::optional<int> seats{};
  // Keeps the first bookable start of each whole date of the output zone.
  bool only_first_slot_of_date = false;

  friend bool operator==(const EventType&, const EventType&) = default;
};

}  // namespace bookable

#endif  // BOOKABLE_EVENT_EVENT_TYPE_H_
