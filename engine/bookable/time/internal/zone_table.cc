// A table is looked up by bucket, then by walking forward:
//
//   buckets    |   0   |   0   |   1   |   3   |      index at the bucket's
//   start stretches  0-----------1-------2-3------------>
//
// Tested by tests/engine/time/internal/zone_table_test.cc
#include "bookable/time/internal/zone_table.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "bookable/internal/dcheck.h"

namespace bookable::internal {
namespace {

constexpr int kBucketBits = 24;

std::size_t Search(const std::vector<Stretch>& stretches, Instant t) {
  const auto after = std::upper_bound(
      stretches.begin() + 1, stretches.end(), t,
      [](Instant value, const Stretch& s) { return value < s.start; });
  return static_cast<std::size_t>(after - stretches.begin()) - 1;
}

}  // namespace

ZoneTable::ZoneTable(std::string zone_name, std::vector<Stretch> raw)
    : name(std::move(zone_name)) {
  BOOKABLE_DCHECK(!raw.empty());
  raw.front().start = Instant::min();
  for (const Stretch& stretch : raw) {
    if (stretches.empty() || stretches.back().offset != stretch.offset) {
      stretches.push_back(stretch);
    }
  }
  BOOKABLE_DCHECK(stretches.size() <= UINT16_MAX);
  const std::chrono::seconds width{std::int64_t{1} << kBucketBits};
  for (Instant t = kFirstInstant; t < kEndOfTime; t += width) {
    buckets.push_back(static_cast<std::uint16_t>(Search(stretches, t)));
  }
}

std::size_t ZoneTable::StretchAt(Instant t) const {
  if (t < kFirstInstant || t >= kEndOfTime) return Search(stretches, t);
  std::size_t i =
      buckets[static_cast<std::size_t>((t - kFirstInstant).count()) >>
              kBucketBits];
  while (i + 1 < stretches.size() && stretches[i + 1].start <= t) ++i;
  return i;
}

}  // namespace bookable::internal
