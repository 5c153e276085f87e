// bookable/time/internal/zone_table.h: the flat table behind a Zone.
#ifndef BOOKABLE_TIME_INTERNAL_ZONE_TABLE_H_
#define BOOKABLE_TIME_INTERNAL_ZONE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::internal {

// Invariant: `stretches` is not empty, sorted by start, the first starts at
// Instant::min(), and neighbours differ in offset. Immutable once interned.
struct ZoneTable {
  // Takes what holds from when on, sorted by start; the first start is moved to
  // Instant::min(), neighbours with equal offset are merged.
  ZoneTable(std::string name, std::vector<Stretch> raw);

  // Index of the last stretch that starts at or before `t`: a lookup of t's
  // bucket, then a step or two.
  std::size_t StretchAt(Instant t) const;

  std::string name;
  std::vector<Stretch> stretches;
  // Index of the stretch that holds where bucket b begins. Buckets of 2^24
  // seconds (194 days: most hold one transition at most) from kFirstInstant to
  // kEndOfTime.
  std::vector<std::uint16_t> buckets;
};

}  // namespace bookable::internal

#endif  // BOOKABLE_TIME_INTERNAL_ZONE_TABLE_H_
