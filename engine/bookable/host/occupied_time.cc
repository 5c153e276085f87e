// bookable/host/occupied_time.cc
//
//   busy 10:00-11:00 with its own 10 minutes after; event with 5 before, 15
//   after: the slot itself is kept out of [09:45, 11:15).
//
// Tested by tests/engine/host/occupied_time_test.cc.
#include "bookable/host/occupied_time.h"

#include <cstddef>

#include "bookable/interval/algebra.h"

namespace bookable {

using std::chrono::seconds;

bool IsAlive(const HoldRow& hold, std::optional<Instant> now) {
  return !now || *now < hold.expires_at;
}

void BlockedTime(const HostView& host, const CompiledEvent& event,
                 std::optional<Instant> now, const Interval& range,
                 const Interval& session, std::vector<Interval>& out) {
  out.clear();
  const auto append = [&](const Interval& entry, const Buffers& own) {
    if (entry.is_empty()) return;
    const Interval blocked{
        entry.start - seconds{own.before} - event.after_buffer(),
        entry.end + seconds{own.after} + event.before_buffer()};
    if (blocked.Overlaps(range)) out.push_back(blocked);
  };
  const bool has_buffers = !host.busy_buffers.empty();
  for (std::size_t i = 0; i < host.busy.size(); ++i) {
    append(host.busy[i], has_buffers ? host.busy_buffers[i] : Buffers{});
  }
  for (const BookingRow& booking : host.bookings) {
    const Interval entry{booking.start, booking.end};
    if (booking.blocks && entry != session) append(entry, booking.buffers);
  }
  for (const HoldRow& hold : host.holds) {
    const Interval entry{hold.start, hold.end};
    if (!IsAlive(hold, now)) continue;
    if (hold.same_event && entry == session) continue;
    append(entry, hold.buffers);
  }
  out.resize(Normalize(out));
}

void AdmissibleStarts(std::span<const Interval> free, seconds length,
                      std::vector<Interval>& out) {
  out.clear();
  for (const Interval& interval : free) {
    const Instant end = interval.end - length + seconds{1};
    if (interval.start < end) out.push_back({interval.start, end});
  }
}

}  // namespace bookable
