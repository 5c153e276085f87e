// bookable/event/compiled_event.cc
// Tested by tests/engine/event/compiled_event_test.cc.
#include "bookable/event/compiled_event.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "bookable/event/event_validation.h"

namespace bookable {
namespace {

using std::chrono::minutes;

minutes GrainOf(minutes step) {
  for (const int grain : {60, 30, 20, 15, 10, 5}) {
    if (step % grain == minutes{0}) return minutes{grain};
  }
  return minutes{1};
}

// A limit beyond all bookings of a lifetime is none; cut, so that it can be
// compared in seconds without overflow.
constexpr std::int64_t kMostLimit = 1'000'000'000'000;

BookingLimits CutToRange(BookingLimits limits) {
  for (auto* column : {&limits.count, &limits.minutes}) {
    for (std::optional<std::int64_t>& limit : *column) {
      if (limit) limit = std::min(*limit, kMostLimit);
    }
  }
  return limits;
}

// kHour marks every grain of the hour: where the step is the grain, every piece
// has the same points. kClock counts from midnight: where steps fill the day,
// midnight does not matter.
bool HasFixedGrid(Alignment alignment, minutes step, minutes grain) {
  if (alignment == Alignment::kHour) return step == grain;
  return alignment == Alignment::kClock && kDayLength % step == minutes{0};
}

bool HasAny(const BookingLimits& limits) {
  const auto is_set = [](const auto& limit) { return limit.has_value(); };
  return std::any_of(limits.count.begin(), limits.count.end(), is_set) ||
         std::any_of(limits.minutes.begin(), limits.minutes.end(), is_set);
}

}  // namespace

absl::StatusOr<CompiledEvent> CompiledEvent::Create(
    const EventType& event, const Zone& event_zone,
    std::optional<minutes> duration) {
  if (absl::Status status = ValidateEventType(event, duration, "eventType");
      !status.ok()) {
    return status;
  }
  CompiledEvent compiled;
  const minutes length = duration.value_or(event.length);
  const minutes step = event.slot_interval.value_or(length);
  compiled.zone_ = event_zone;
  compiled.length_ = length;
  compiled.step_ = step;
  compiled.grain_ = GrainOf(step);
  compiled.offset_start_ = event.offset_start;
  compiled.minimum_notice_ = event.minimum_notice;
  compiled.before_buffer_ = event.before_buffer;
  compiled.after_buffer_ = event.after_buffer;
  compiled.booking_window_ = event.booking_window;
  compiled.limits_ = CutToRange(event.limits);
  compiled.has_limits_ = HasAny(event.limits);
  compiled.is_seated_ = event.seats.has_value();
  compiled.capacity_ = event.seats.value_or(1);
  compiled.alignment_ = event.alignment;
  compiled.has_fixed_grid_ = HasFixedGrid(event.alignment, step, GrainOf(step));
  compiled.only_first_slot_of_date_ = event.only_first_slot_of_date;
  return compiled;
}

}  // namespace bookable
