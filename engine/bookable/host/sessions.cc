// bookable/host/sessions.cc
//
// A session can be joined where nothing but the session meets it. What can be
// no session is one normalised list. Sessions stand side by side, by start: of
// the earlier ones only the latest end matters, of the later ones only the
// earliest start; so no session is compared with all others.
//
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
                      std::span<const Interval> open, SessionScratch& scratch,
                      std::vector<Session>& out) {
  FindSessions(host, event, now, starts, out);
  std::erase_if(out, [&](const Session& session) {
    return session.seats_taken >= event.capacity() ||
           !Contains(open, Interval{session.start, session.end});
  });
  if (out.empty()) return;

  std::vector<Interval>& blocked = scratch.blocked;
  std::vector<SessionScratch::Member>& members = scratch.members;
  blocked.clear();
  members.clear();
  const Interval hull{out.front().start, out.back().end};
  VisitOccupied(host, event, now, [&](const OccupiedEntry& entry) {
    if (!entry.blocked.Overlaps(hull)) return;
    if (entry.is_of_this_event && entry.interval.length() == event.length()) {
      members.push_back({entry.interval.start, entry.blocked});
    } else {
      blocked.push_back(entry.blocked);
    }
  });
  blocked.resize(Normalize(blocked));
  std::sort(members.begin(), members.end(),
            [](const auto& a, const auto& b) { return a.start < b.start; });
  // From here on a member's blocked time starts where the first of it and all
  // later ones does.
  for (std::size_t i = members.size(); i-- > 1;) {
    members[i - 1].blocked.start =
        std::min(members[i - 1].blocked.start, members[i].blocked.start);
  }

  std::size_t kept = 0;
  std::size_t before = 0;                // members of earlier sessions
  Instant earlier_end = Instant::min();  // to where these block
  for (const Session& session : out) {
    for (; members[before].start < session.start; ++before) {
      earlier_end = std::max(earlier_end, members[before].blocked.end);
    }
    std::size_t after = before;  // the session's own members lie between
    while (after < members.size() && members[after].start == session.start) {
      ++after;
    }
    const bool is_met = earlier_end > session.start ||
                        (after < members.size() &&
                         members[after].blocked.start < session.end) ||
                        Overlaps(blocked, Interval{session.start, session.end});
    if (!is_met) out[kept++] = session;
  }
  out.resize(kept);
}

}  // namespace bookable
