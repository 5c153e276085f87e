// tests/laws/paths_test.cc: an answer does not depend on the path it takes:
// sets, bits, bits with the processor's widest instructions.
#include "bookable/internal/path.h"

#include <gtest/gtest.h>

#include <string>

#include "bookable/query/find_slots.h"
#include "tests/laws/law.h"

namespace bookable::laws {
namespace {

using internal::Path;
using internal::PathScope;

SlotList AnswerBy(const SlotQuery& query, Path path) {
  const PathScope scope(path);
  return FindSlots(query).value();
}

std::string PathsAgree(const SlotQuery& query, Random& random) {
  // Most grids are not fixed; these are.
  SlotQuery fixed = query;
  const std::chrono::minutes step{random.Pick({5, 6, 10, 15, 20, 30, 60})};
  fixed.event.slot_interval = step;
  fixed.event.offset_start %= step;
  fixed.event.alignment =
      random.Chance(60) ? Alignment::kHour : Alignment::kClock;
  if (random.Chance(80)) fixed.event.seats.reset();
  const SlotList sweep = AnswerBy(fixed, Path::kSweep);
  std::string wrong;
  if (AnswerBy(fixed, Path::kPlain) != sweep) wrong += "plain bits differ\n";
  if (AnswerBy(fixed, Path::kBest) != sweep) wrong += "the best path differs\n";
  return wrong;
}

TEST(PathsLaw, OneHost) { ExpectLaw(QueryKind::kOneHost, 4000, PathsAgree); }
TEST(PathsLaw, Teams) { ExpectLaw(QueryKind::kTeam, 2000, PathsAgree); }
TEST(PathsLaw, Crowds) { ExpectLaw(QueryKind::kCrowd, 400, PathsAgree); }

}  // namespace
}  // namespace bookable::laws
