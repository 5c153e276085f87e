// bookable/host/sessions.h: seats: slots that others have taken in part.
//
// CONCEPT   Bookings of the event type and live holds of others with the same
//           start and end are one session. While seats are left, its own start
//           can be joined, if the slot lies in open time and its occupied range
//           meets nothing busy but the session (semantics.md section 3).
// COST      O(n log n), n = busy times, bookings and holds. THREADS: pure.
#ifndef BOOKABLE_HOST_SESSIONS_H_
#define BOOKABLE_HOST_SESSIONS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bookable/event/compiled_event.h"
#include "bookable/host/host_view.h"
#include "bookable/interval/interval.h"
#include "bookable/time/instant.h"

namespace bookable {

struct Session {
  Instant start{};
  Instant end{};
  std::int64_t seats_taken = 0;
  bool is_booked = false;  // by a booking, not by holds alone
};

// Sets `out` to the sessions of the event's length that start in `starts`,
// full ones too, by start. Empty if the event is not seated.
void FindSessions(const HostView& host, const CompiledEvent& event,
                  std::optional<Instant> now, const Interval& starts,
                  std::vector<Session>& out);

// Working memory of JoinableSessions; reuse one.
struct SessionScratch {
  // A booking or hold of the event's length, and what it blocks.
  struct Member {
    Instant start{};
    Interval blocked{};
  };
  std::vector<Member> members;
  std::vector<Interval> blocked;  // by what can be no session
};

// As FindSessions, but only those that can be joined.
// REQUIRES: `open` is the host's open time, known over `starts` and a length
// beyond; IsNormalized(open).
void JoinableSessions(const HostView& host, const CompiledEvent& event,
                      std::optional<Instant> now, const Interval& starts,
                      std::span<const Interval> open, SessionScratch& scratch,
                      std::vector<Session>& out);

}  // namespace bookable

#endif  // BOOKABLE_HOST_SESSIONS_H_
