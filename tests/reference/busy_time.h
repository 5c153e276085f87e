// tests/reference/busy_time.h: what fills a host's time, and what can be
// joined.
//
// CONCEPT   semantics.md section 3. "Busy are: busy not transparent; bookings
//           accepted or pending; holds alive and not the owner's" (request.md).
// THREADS   Pure.
#ifndef BOOKABLE_TESTS_REFERENCE_BUSY_TIME_H_
#define BOOKABLE_TESTS_REFERENCE_BUSY_TIME_H_

#include <chrono>
#include <vector>

#include "bookable/host/host.h"
#include "bookable/query/slot_query.h"
#include "bookable/time/instant.h"

namespace bookable::reference {

// One thing that fills time.
struct Entry {
  Instant start{};
  Instant end{};
  // "occupies its own range widened by its own buffers".
  Instant occupied_start{};
  Instant occupied_end{};
  // Of this event type, so that it is (part of) a session.
  bool is_session = false;
  bool is_booking = false;
  int seats = 0;
};

// Bookings that limits and fairness count: accepted or pending, not the one
// that is being moved.
std::vector<Booking> CountedBookings(const Host& host, const SlotQuery& query);

std::vector<Entry> BusyEntries(const Host& host, const SlotQuery& query);

// Bookings and live holds of others with equal start and end.
struct Session {
  Instant start{};
  Instant end{};
  int seats_taken = 0;
  bool is_booked = false;
};

std::vector<Session> SessionsOf(const std::vector<Entry>& entries);

// "A candidate [t, t+len) occupies [t-b, t+len+a), and that occupied range must
// not meet busy time", but for the session itself.
bool MeetsBusyButTheSession(const std::vector<Entry>& entries,
                            const Session& session,
                            std::chrono::minutes before_buffer,
                            std::chrono::minutes after_buffer);

}  // namespace bookable::reference

#endif  // BOOKABLE_TESTS_REFERENCE_BUSY_TIME_H_
