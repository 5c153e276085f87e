// bookable/host/sessions.cc
// Tested by tests/engine/host/sessions_test.cc.
#include "bookable/host/sessions.h"

#include <algorithm>
#include <cstddef>

#include "bookable/host/occupied_time.h"
#include "bookable/interval/algebra.h"

namespace bookable {

void FindSessions(const HostView& host, const CompiledEvent& event,
                  std::optional<Instant> now, const Interval& starts,
                  std::vector<Session>& out) {
  out.clear();
  if (!event.is_seated()) return;
  const auto append = [&](Instant start, Instant end, std::int32_t seats,
                          bool is_booked) {
    if (starts.Contains(start) && end - start == event.length()) {
      out.push_back({start, end, seats, is_booked});
    }
  };
  for (const BookingRow& booking : host.bookings) {
    if (booking.blocks) {
      append(booking.start, booking.end, booking.seats_taken, true);
    }
  }
  for (const HoldRow& hold : host.holds) {
    if (hold.same_event && IsAlive(hold, now)) {
      append(hold.start, hold.end, hold.seats, false);
    }
  }
  std::sort(out.begin(), out.end(), [](const Session& a, const Session& b) {
    return a.start < b.start;
  });
  // All have one length: equal starts are one session.
  std::size_t kept = 0;
  for (const Session& part : out) {
    if (kept > 0 && out[kept - 1].start == part.start) {
      out[kept - 1].seats_taken += part.seats_taken;
      out[kept - 1].is_booked |= part.is_booked;
    } else {
      out[kept++] = part;
    }
  }
  out.resize(kept);
}

void JoinableSessions(const HostView& host, const CompiledEvent& event,
                      std::optional<Instant> now, const Interval& starts,
                      SessionScratch& scratch, std::vector<Session>& out) {
  FindSessions(host, event, now, starts, out);
  const auto cannot_be_joined = [&](const Session& session) {
    if (session.seats_taken >= event.capacity()) return true;
    const Interval slot{session.start, session.end};
    scratch.open.clear();
    host.schedule->AppendOpen(slot, scratch.open);
    if (!Contains(scratch.open, slot)) return true;
    BlockedTime(host, event, now, slot, slot, scratch.blocked);
    return !scratch.blocked.empty();
  };
  out.erase(std::remove_if(out.begin(), out.end(), cannot_be_joined),
            out.end());
}

}  // namespace bookable
