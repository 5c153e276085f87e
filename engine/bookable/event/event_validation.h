// bookable/event/event_validation.h: the rules an event type must keep.
//
// THREADS   Pure. ERRORS: InvalidArgument, the first thing wrong; the message
//           begins with the path of the field in the words of docs/errors.md.
#ifndef BOOKABLE_EVENT_EVENT_VALIDATION_H_
#define BOOKABLE_EVENT_EVENT_VALIDATION_H_

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "bookable/event/event_type.h"

namespace bookable {

inline constexpr int kMaxLengthMinutes = 10'080;     // a week
inline constexpr int kMaxStepMinutes = 1'440;        // a day
inline constexpr int kMaxNoticeMinutes = 5'256'000;  // ten years
inline constexpr int kMaxBufferMinutes = 10'080;
inline constexpr int kMaxWindowDays = 3'650;
inline constexpr int kMaxCountedWindowDays = 366;  // rolling, openDays
inline constexpr int kMaxSeats = 10'000;
inline constexpr std::int64_t kMaxLimit =
    std::numeric_limits<std::int64_t>::max();

// `duration` is the length the query chose, if it chose one; wrong choices are
// reported as field "duration".
absl::Status ValidateEventType(const EventType& event,
                               std::optional<std::chrono::minutes> duration,
                               std::string_view path);

absl::Status ValidateBookingWindow(const BookingWindow& window,
                                   std::string_view path);

}  // namespace bookable

#endif  // BOOKABLE_EVENT_EVENT_VALIDATION_H_
