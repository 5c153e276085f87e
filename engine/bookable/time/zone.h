// bookable/time/zone.h: time zones as flat, immutable tables.
//
// CONCEPT   Civil = F(Instant, Zone): the offset in force at an instant turns
//           it into a wall-clock reading. A zone is a sorted list of
//           stretches, each an instant from which one offset holds.
// SOURCE    IANA time zone database of the machine, by way of date/tz; beyond
//           2037 the rule in the TZif footer (RFC 8536 section 3.3) goes on,
//           by way of Abseil. Tables reach to past 2202; before the first and
//           after the last transition, the first and last offset hold. No
//           environment variable (TZ, TZDIR) matters.
// COST      Find: a hash lookup after the first call for a name, which builds
//           the table (about 0.3 ms). OffsetAt and StretchAt: a bucket lookup
//           and a step or two.
// THREADS   Zone is an immutable value the size of a pointer; share it freely.
//           Find, ZoneNames and TzdbVersion may be called from any thread.
#ifndef BOOKABLE_TIME_ZONE_H_
#define BOOKABLE_TIME_ZONE_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/time/instant.h"

namespace bookable {

// From `start` on (to the start of the next stretch), wall clocks show UTC
// plus `offset`.
struct Stretch {
  Instant start{};
  std::chrono::seconds offset{};

  friend constexpr bool operator==(const Stretch&, const Stretch&) = default;
};

namespace internal {
struct ZoneTable;
}  // namespace internal

class Zone {
 public:
  // UTC.
  Zone();

  // The zone of an IANA name, links included ("US/Pacific"), spelled exactly.
  //
  // Errors: InvalidArgument that names it, when unknown or when its meaning
  // depends on the machine ("localtime", "posixrules", "Factory").
  static absl::StatusOr<Zone> Find(std::string_view name);

  std::string_view name() const;

  // All stretches, by start; neighbours differ in offset. The first starts at
  // Instant::min(), so that every instant lies in one.
  std::span<const Stretch> stretches() const;

  // Index into stretches() of the one that holds at `t`.
  std::size_t StretchAt(Instant t) const;

  // Offset from UTC at `t`, positive east.
  std::chrono::seconds OffsetAt(Instant t) const;

  // The wall-clock reading, and its date, at `t`.
  std::chrono::local_seconds ToLocal(Instant t) const;
  std::chrono::local_days DateAt(Instant t) const;

  // The first instant whose local date is `date` or later: midnight, or the
  // transition that skips it. On a date the zone skipped (Pacific/Apia,
  // 2011-12-30) this is the start of the next one it has.
  Instant StartOfDate(std::chrono::local_days date) const;

  // False for the few dates a zone skipped.
  bool HasDate(std::chrono::local_days date) const;

  // The last date before `date` that the zone has.
  std::chrono::local_days DateBefore(std::chrono::local_days date) const;

  // The first instant at or after `t` whose wall clock shows second 0.
  Instant CeilToMinute(Instant t) const;

  // Zones are equal iff their names are.
  friend bool operator==(const Zone& a, const Zone& b) {
    return a.table_ == b.table_;
  }

 private:
  explicit Zone(const internal::ZoneTable* table) : table_(table) {}

  const internal::ZoneTable* table_;  // interned; lives as long as the process
};

std::ostream& operator<<(std::ostream& os, const Zone& zone);

// The names Zone::Find knows, sorted.
std::vector<std::string> ZoneNames();

// Release of the machine's time zone database, e.g. "2026f"; "unknown" when
// the machine does not say.
std::string TzdbVersion();

}  // namespace bookable

#endif  // BOOKABLE_TIME_ZONE_H_
