// Tested by tests/reference/reference_test.cc.
#include "tests/reference/clock.h"

#include <stdexcept>
#include <string>

namespace bookable::reference {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

Clock::Clock(const Zone& zone) {
  const std::string name(zone.name());
  if (!absl::LoadTimeZone(name, &zone_)) {
    throw std::runtime_error("Abseil does not know the zone " + name);
  }
}

seconds Clock::Ask(Instant t) const {
  return seconds{
      zone_.At(absl::FromUnixSeconds(t.time_since_epoch().count())).offset};
}

seconds Clock::OffsetAt(Instant t) const {
  if (hour_ <= t && t < hour_ + hours{1}) return offset_;
  // No zone changes its offset twice within an hour: if it is the same at both
  // ends it is the same throughout.
  const Instant hour = std::chrono::floor<hours>(t);
  const seconds offset = Ask(t);
  if (Ask(hour) == offset && Ask(hour + hours{1}) == offset) {
    hour_ = hour;
    offset_ = offset;
  }
  return offset;
}

Reading Clock::Read(Instant t) const {
  const std::chrono::local_seconds shown{t.time_since_epoch() + OffsetAt(t)};
  const std::chrono::local_days date = std::chrono::floor<days>(shown);
  return {date, shown - date};
}

std::vector<Instant> Clock::Transitions(Instant begin, Instant end) const {
  // No zone changes its offset twice within an hour.
  std::vector<Instant> found;
  for (Instant hour = begin - hours{1}; hour < end; hour += hours{1}) {
    Instant before = hour;
    Instant after = hour + hours{1};
    if (OffsetAt(before) == OffsetAt(after)) continue;
    while (after - before > seconds{1}) {
      const Instant middle = before + (after - before) / 2;
      (OffsetAt(middle) == OffsetAt(before) ? before : after) = middle;
    }
    if (begin <= after && after < end) found.push_back(after);
  }
  return found;
}

}  // namespace bookable::reference
