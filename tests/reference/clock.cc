// Tested by tests/reference/reference_test.cc.
#include "tests/reference/clock.h"

#include <stdexcept>
#include <string>

#include "absl/time/civil_time.h"

namespace bookable::reference {
namespace {

absl::Time ToTime(Instant t) {
  return absl::FromUnixSeconds(t.time_since_epoch().count());
}

}  // namespace

Clock::Clock(const Zone& zone) {
  const std::string name(zone.name());
  if (!absl::LoadTimeZone(name, &zone_)) {
    throw std::runtime_error("Abseil does not know the zone " + name);
  }
}

Reading Clock::Read(Instant t) const {
  const absl::CivilSecond shown = zone_.At(ToTime(t)).cs;
  return {std::chrono::local_days{std::chrono::days{
              absl::CivilDay(shown) - absl::CivilDay(1970, 1, 1)}},
          std::chrono::hours{shown.hour()} +
              std::chrono::minutes{shown.minute()} +
              std::chrono::seconds{shown.second()}};
}

std::chrono::seconds Clock::OffsetAt(Instant t) const {
  return std::chrono::seconds{zone_.At(ToTime(t)).offset};
}

std::vector<Instant> Clock::Transitions(Instant begin, Instant end) const {
  // No zone changes its offset twice within an hour.
  std::vector<Instant> found;
  for (Instant hour = begin - std::chrono::hours{1}; hour < end;
       hour += std::chrono::hours{1}) {
    Instant before = hour;
    Instant after = hour + std::chrono::hours{1};
    if (OffsetAt(before) == OffsetAt(after)) continue;
    while (after - before > std::chrono::seconds{1}) {
      const Instant middle = before + (after - before) / 2;
      (OffsetAt(middle) == OffsetAt(before) ? before : after) = middle;
    }
    if (begin <= after && after < end) found.push_back(after);
  }
  return found;
}

}  // namespace bookable::reference
