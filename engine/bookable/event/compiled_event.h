// bookable/event/compiled_event.h: an event type ready to answer.
//
// CONCEPT   EventType -> Create -> seconds, chosen length, resolved defaults.
// UNITS     Seconds inside: starts are instants.
// THREADS   Immutable once made; share it freely.
// ERRORS    Create only: InvalidArgument, naming the field.
#ifndef BOOKABLE_EVENT_COMPILED_EVENT_H_
#define BOOKABLE_EVENT_COMPILED_EVENT_H_

#include <chrono>
#include <optional>

#include "absl/status/statusor.h"
#include "bookable/event/event_type.h"
#include "bookable/time/zone.h"

namespace bookable {

class CompiledEvent {
 public:
  // `event_zone` is the zone of grid, midnight, booking window and today.
  // `duration` is the length or one of its options. DEFAULT: the length.
  static absl::StatusOr<CompiledEvent> Create(
      const EventType& event, const Zone& event_zone,
      std::optional<std::chrono::minutes> duration = std::nullopt);

  const Zone& zone() const { return zone_; }
  std::chrono::seconds length() const { return length_; }
  std::chrono::seconds step() const { return step_; }
  // The largest of 60, 30, 20, 15, 10, 5, 1 minutes that divides the step.
  std::chrono::seconds grain() const { return grain_; }
  std::chrono::seconds offset_start() const { return offset_start_; }
  Alignment alignment() const { return alignment_; }
  // True iff the wall clock alone says which instants lie on the grid, whatever
  // is open or busy: such queries are answered bit by bit (grid/start_map.h),
  // the others by a sweep over sets.
  bool has_fixed_grid() const { return has_fixed_grid_; }
  std::chrono::seconds minimum_notice() const { return minimum_notice_; }
  std::chrono::seconds before_buffer() const { return before_buffer_; }
  std::chrono::seconds after_buffer() const { return after_buffer_; }
  const BookingWindow& booking_window() const { return booking_window_; }
  const BookingLimits& limits() const { return limits_; }
  bool has_limits() const { return has_limits_; }
  bool is_seated() const { return is_seated_; }
  // Seats of one slot; 1 if not seated.
  int capacity() const { return capacity_; }
  bool only_first_slot_of_date() const { return only_first_slot_of_date_; }

 private:
  CompiledEvent() = default;

  Zone zone_;
  std::chrono::seconds length_{};
  std::chrono::seconds step_{};
  std::chrono::seconds grain_{};
  std::chrono::seconds offset_start_{};
  std::chrono::seconds minimum_notice_{};
  std::chrono::seconds before_buffer_{};
  std::chrono::seconds after_buffer_{};
  BookingWindow booking_window_{};
  BookingLimits limits_{};
  int capacity_ = 1;
  Alignment alignment_ = Alignment::kHour;
  bool has_fixed_grid_ = false;
  bool has_limits_ = false;
  bool is_seated_ = false;
  bool only_first_slot_of_date_ = false;
};

}  // namespace bookable

#endif  // BOOKABLE_EVENT_COMPILED_EVENT_H_
