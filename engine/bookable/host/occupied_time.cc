// bookable/host/occupied_time.cc
//
//   busy 10:00-11:00 with its own 10 minutes after; event with 5 before, 15
//   after: the slot itself is kept out of [09:45, 11:15).
//
// Tested by tests/engine/host/occupied_time_test.cc.
#include "bookable/host/occupied_time.h"

#include "bookable/interval/algebra.h"

namespace bookable {

using std::chrono::seconds;

bool IsAlive(const HoldRow& hold, std::optional<Instant> now) {
  return !now || *now < hold.expires_at;
}

void BlockedTime(const HostView& host, const CompiledEvent& event,
                 std::optional<Instant> now, const Interval& range,
                 std::vector<Interval>& out) {
  out.clear();
  VisitOccupied(host, event, now, [&](const OccupiedEntry& entry) {
    if (entry.blocked.Overlaps(range)) out.push_back(entry.blocked);
  });
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
