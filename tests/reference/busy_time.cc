// Tested by tests/reference/reference_test.cc.
#include "tests/reference/busy_time.h"

#include <map>
#include <string>
#include <utility>

namespace bookable::reference {
namespace {

// "ignoreBooking: entries of bookings and busy with this id, of every host, are
// left out everywhere."
bool IsIgnored(const std::string& id, const SlotQuery& query) {
  return !query.ignore_booking.empty() && id == query.ignore_booking;
}

}  // namespace

std::vector<Booking> CountedBookings(const Host& host, const SlotQuery& query) {
  std::vector<Booking> counted;
  for (const Booking& booking : host.bookings) {
    if (IsIgnored(booking.id, query)) continue;
    if (booking.status == BookingStatus::kCancelled ||
        booking.status == BookingStatus::kRejected) {
      continue;
    }
    // "zero-length (ignored everywhere)".
    if (booking.start == booking.end) continue;
    counted.push_back(booking);
  }
  return counted;
}

std::vector<Entry> BusyEntries(const Host& host, const SlotQuery& query) {
  std::vector<Entry> entries;
  for (const BusyTime& busy : host.busy) {
    if (busy.transparent || IsIgnored(busy.id, query)) continue;
    if (busy.start == busy.end) continue;
    entries.push_back({.start = busy.start,
                       .end = busy.end,
                       .occupied_start = busy.start - busy.before_buffer,
                       .occupied_end = busy.end + busy.after_buffer});
  }
  const EventType& event = query.event;
  for (const Booking& booking : CountedBookings(host, query)) {
    // "blocks: false (a request that does not hold its time) is seen by limits
    // only."
    if (!booking.blocks) continue;
    entries.push_back(
        {.start = booking.start,
         .end = booking.end,
         .occupied_start = booking.start -
                           booking.before_buffer.value_or(event.before_buffer),
         .occupied_end =
             booking.end + booking.after_buffer.value_or(event.after_buffer),
         .is_session = true,
         .is_booking = true,
         .seats = booking.seats_taken});
  }
  for (const Hold& hold : host.holds) {
    if (hold.start == hold.end) continue;
    // "expired at now >= expiry. A hold never blocks its own owner."
    if (query.now && *query.now >= hold.expires_at) continue;
    if (!hold.owner.empty() && hold.owner == query.owner) continue;
    entries.push_back(
        {.start = hold.start,
         .end = hold.end,
         .occupied_start =
             hold.start - hold.before_buffer.value_or(event.before_buffer),
         .occupied_end =
             hold.end + hold.after_buffer.value_or(event.after_buffer),
         .is_session = hold.same_event,
         .is_booking = false,
         .seats = hold.seats});
  }
  return entries;
}

std::vector<Session> SessionsOf(const std::vector<Entry>& entries) {
  std::map<std::pair<Instant, Instant>, Session> sessions;
  for (const Entry& entry : entries) {
    if (!entry.is_session) continue;
    Session& session = sessions[{entry.start, entry.end}];
    session.start = entry.start;
    session.end = entry.end;
    session.seats_taken += entry.seats;
    session.is_booked |= entry.is_booking;
  }
  std::vector<Session> list;
  for (const auto& [when, session] : sessions) list.push_back(session);
  return list;
}

bool MeetsBusyButTheSession(const std::vector<Entry>& entries,
                            const Session& session,
                            std::chrono::minutes before_buffer,
                            std::chrono::minutes after_buffer) {
  const Instant occupied_start = session.start - before_buffer;
  const Instant occupied_end = session.end + after_buffer;
  for (const Entry& entry : entries) {
    if (entry.is_session && entry.start == session.start &&
        entry.end == session.end) {
      continue;
    }
    if (entry.occupied_start < occupied_end &&
        occupied_start < entry.occupied_end) {
      return true;
    }
  }
  return false;
}

}  // namespace bookable::reference
