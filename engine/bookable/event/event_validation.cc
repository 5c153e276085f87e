// Tested by tests/engine/event/event_validation_test.cc.
#include "bookable/event/event_validation.h"

#include <algorithm>
#include <string>

#include "bookable/event/booking_window.h"
#include "bookable/internal/checks.h"

namespace bookable {
namespace {

using internal::CheckMinutes;
using internal::CheckNumber;
using internal::InvalidField;
using internal::Join;
using std::chrono::minutes;

absl::Status ValidateLimits(
    const std::array<std::optional<std::int64_t>, kPeriodCount>& limits,
    const std::string& path) {
  for (int i = 0; i < kPeriodCount; ++i) {
    const std::optional<std::int64_t>& limit =
        limits[static_cast<std::size_t>(i)];
    if (!limit) continue;
    BOOKABLE_RETURN_IF_ERROR(CheckNumber(*limit, 1, kMaxLimit, path,
                                         PeriodName(static_cast<Period>(i))));
  }
  return absl::OkStatus();
}

absl::Status ValidateDuration(const EventType& event, minutes duration) {
  const std::vector<minutes>& options = event.length_options;
  if (duration == event.length ||
      std::find(options.begin(), options.end(), duration) != options.end()) {
    return absl::OkStatus();
  }
  constexpr std::size_t kShown = 10;
  std::string allowed = absl::StrCat(event.length.count());
  for (std::size_t i = 0; i < options.size() && i < kShown; ++i) {
    absl::StrAppend(&allowed, ", ", options[i].count());
  }
  if (options.size() > kShown) allowed += ", ...";
  return InvalidField("duration",
                      absl::StrCat("the event type offers ", allowed,
                                   " minutes, got ", duration.count()));
}

}  // namespace

absl::Status ValidateBookingWindow(const BookingWindow& window,
                                   std::string_view path) {
  using Kind = BookingWindow::Kind;
  using Counted = BookingWindow::Counted;
  if (window.rolling && !IsWindowOfDays(window)) {
    return InvalidField(Join(path, "rolling"),
                        "only with calendarDays or businessDays");
  }
  if (window.counted != Counted::kMondayToFriday &&
      window.kind != Kind::kBusinessDays) {
    return InvalidField(Join(path, "businessDays"),
                        "only with type businessDays");
  }
  switch (window.kind) {
    case Kind::kNone:
      return absl::OkStatus();
    case Kind::kRange: {
      const std::string value = Join(path, "value");
      if (!window.first || !window.last) {
        return InvalidField(value, "must be two dates");
      }
      BOOKABLE_RETURN_IF_ERROR(
          internal::CheckDate(window.first, {}, internal::Element(value, 0)));
      BOOKABLE_RETURN_IF_ERROR(
          internal::CheckDate(window.last, {}, internal::Element(value, 1)));
      return internal::CheckDatesInOrder(*window.first, *window.last, {},
                                         internal::Element(value, 0),
                                         internal::Element(value, 1));
    }
    case Kind::kCalendarDays:
    case Kind::kBusinessDays:
      return CheckNumber(window.days, 1,
                         CountsStarts(window) || CountsOpenDates(window)
                             ? kMaxCountedWindowDays
                             : kMaxWindowDays,
                         path, "value");
  }
  return InvalidField(Join(path, "type"), "no such kind of booking window");
}

absl::Status ValidateEventType(const EventType& event,
                               std::optional<minutes> duration,
                               std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(CheckMinutes(event.length, 1, kMaxLengthMinutes,
                                        path, "lengthInMinutes"));
  const std::string options = Join(path, "lengthInMinutesOptions");
  for (std::size_t i = 0; i < event.length_options.size(); ++i) {
    BOOKABLE_RETURN_IF_ERROR(CheckMinutes(event.length_options[i], 1,
                                          kMaxLengthMinutes, {},
                                          internal::Element(options, i)));
  }
  if (event.slot_interval) {
    BOOKABLE_RETURN_IF_ERROR(CheckMinutes(
        *event.slot_interval, 1, kMaxStepMinutes, path, "slotInterval"));
  }
  if (duration) BOOKABLE_RETURN_IF_ERROR(ValidateDuration(event, *duration));
  const minutes step =
      event.slot_interval.value_or(duration.value_or(event.length));
  BOOKABLE_RETURN_IF_ERROR(CheckMinutes(event.offset_start, 0, step.count() - 1,
                                        path, "offsetStart"));
  BOOKABLE_RETURN_IF_ERROR(CheckMinutes(event.minimum_notice, 0,
                                        kMaxNoticeMinutes, path,
                                        "minimumBookingNotice"));
  BOOKABLE_RETURN_IF_ERROR(CheckMinutes(
      event.before_buffer, 0, kMaxBufferMinutes, path, "beforeEventBuffer"));
  BOOKABLE_RETURN_IF_ERROR(CheckMinutes(
      event.after_buffer, 0, kMaxBufferMinutes, path, "afterEventBuffer"));
  BOOKABLE_RETURN_IF_ERROR(
      ValidateBookingWindow(event.booking_window, Join(path, "bookingWindow")));
  BOOKABLE_RETURN_IF_ERROR(
      ValidateLimits(event.limits.count, Join(path, "bookingLimitsCount")));
  BOOKABLE_RETURN_IF_ERROR(ValidateLimits(event.limits.minutes,
                                          Join(path, "bookingLimitsDuration")));
  if (!event.seats) return absl::OkStatus();
  return CheckNumber(*event.seats, 1, kMaxSeats, path,
                     "seats.seatsPerTimeSlot");
}

}  // namespace bookable
