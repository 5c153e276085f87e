// bookable/host/occupied_time.h: where an event cannot be, and what is free.
//
// CONCEPT   An entry occupies [start - own before, end + own after). A slot
//           [t, t + length) occupies itself widened by the event's buffers, and
//           must not meet it. Moving the event's buffers to the entry's side,
//           each entry blocks the slot itself from
//           [start - own before - event's after, end + own after + event's
//           before): semantics.md section 3.
//           Free time = open time minus blocked time (section 5).
// COST      O(n) when rows are sorted by start, else O(n log n).
// THREADS   Pure.
#ifndef BOOKABLE_HOST_OCCUPIED_TIME_H_
#define BOOKABLE_HOST_OCCUPIED_TIME_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "bookable/event/compiled_event.h"
#include "bookable/host/host_view.h"
#include "bookable/interval/interval.h"

namespace bookable {

// True while the hold counts. An absent `now` is before every expiry.
bool IsAlive(const HoldRow& hold, std::optional<Instant> now);

// An entry that occupies time.
struct OccupiedEntry {
  Interval interval{};  // its own
  Interval blocked{};   // what it keeps the slot itself out of
  EntryList list{};
  std::size_t index = 0;          // in the host's list
  bool is_of_this_event = false;  // else it is part of no session
};

// Calls visit(OccupiedEntry) for each entry of `host` that occupies time.
template <typename Visit>
void VisitOccupied(const HostView& host, const CompiledEvent& event,
                   std::optional<Instant> now, Visit visit) {
  using std::chrono::seconds;
  const auto report = [&](const Interval& interval, const Buffers& own,
                          EntryList list, std::size_t index,
                          bool is_of_this_event) {
    if (interval.is_empty()) return;
    visit(OccupiedEntry{
        .interval = interval,
        .blocked = {Countable(interval.start) - seconds{own.before} -
                        event.after_buffer(),
                    Countable(interval.end) + seconds{own.after} +
                        event.before_buffer()},
        .list = list,
        .index = index,
        .is_of_this_event = is_of_this_event});
  };
  const bool has_buffers = !host.busy_buffers.empty();
  for (std::size_t i = 0; i < host.busy.size(); ++i) {
    report(host.busy[i], has_buffers ? host.busy_buffers[i] : Buffers{},
           EntryList::kBusy, i, false);
  }
  for (std::size_t i = 0; i < host.bookings.size(); ++i) {
    const BookingRow& booking = host.bookings[i];
    if (!booking.blocks) continue;
    report({booking.start, booking.end}, booking.buffers, EntryList::kBookings,
           i, true);
  }
  for (std::size_t i = 0; i < host.holds.size(); ++i) {
    const HoldRow& hold = host.holds[i];
    if (!IsAlive(hold, now)) continue;
    report({hold.start, hold.end}, hold.buffers, EntryList::kHolds, i,
           hold.same_event);
  }
}

// Sets `out` to the blocked time of `host` that meets `range`: normalised, not
// cut to the range.
void BlockedTime(const HostView& host, const CompiledEvent& event,
                 std::optional<Instant> now, const Interval& range,
                 std::vector<Interval>& out);

// Sets `out` to the starts at which a slot of `length` lies inside one of
// `free`, as intervals of whole seconds: [s, e) gives [s, e - length + 1 s).
// REQUIRES: IsNormalized(free); length > 0. `out` is then normalised.
void AdmissibleStarts(std::span<const Interval> free,
                      std::chrono::seconds length, std::vector<Interval>& out);

}  // namespace bookable

#endif  // BOOKABLE_HOST_OCCUPIED_TIME_H_
