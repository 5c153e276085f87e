// tests/laws/paths_test.cc: an answer does not depend on the path it takes:
// sets, bits, bits with the processor's widest instructions.
#include "bookable/internal/path.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "bookable/query/batch.h"
#include "bookable/query/can_book.h"
#include "bookable/query/explain.h"
#include "bookable/query/find_slots.h"
#include "tests/laws/law.h"

namespace bookable::laws {
namespace {

using namespace std::chrono_literals;
using internal::Path;
using internal::PathScope;

// A query whose grid is fixed, as most are not.
SlotQuery OnFixedGrid(const SlotQuery& query, Random& random) {
  SlotQuery fixed = query;
  fixed.event.alignment =
      random.Chance(60) ? Alignment::kHour : Alignment::kClock;
  const std::chrono::minutes step{
      fixed.event.alignment == Alignment::kClock
          ? random.Pick({1, 5, 15, 30, 60, 90, 120, 480, 720, 1440})
          : random.Pick({5, 6, 10, 15, 20, 30, 60})};
  fixed.event.slot_interval = step;
  fixed.event.offset_start %= step;
  if (random.Chance(80)) fixed.event.seats.reset();
  return fixed;
}

// Calls answer(query) by each path; the names of those that say something else
// than sets do.
template <typename Answer>
std::string Differences(const SlotQuery& query, Answer answer) {
  const auto by = [&](Path path) {
    const PathScope scope(path);
    return answer(query);
  };
  const auto sweep = by(Path::kSweep);
  std::string wrong;
  if (by(Path::kPlain) != sweep) wrong += "plain bits differ\n";
  if (by(Path::kBest) != sweep) wrong += "the best path differs\n";
  return wrong;
}

std::string SlotsAgree(const SlotQuery& query, Random& random) {
  return Differences(OnFixedGrid(query, random), [](const SlotQuery& asked) {
    return FindSlots(asked).value();
  });
}

TEST(PathsLaw, OneHost) { ExpectLaw(QueryKind::kOneHost, 4000, SlotsAgree); }
TEST(PathsLaw, Teams) { ExpectLaw(QueryKind::kTeam, 2000, SlotsAgree); }
TEST(PathsLaw, Crowds) { ExpectLaw(QueryKind::kCrowd, 400, SlotsAgree); }

TEST(PathsLaw, BatchesAgree) {
  ExpectLaw(QueryKind::kOneHost, 300,
            [](const SlotQuery& query, Random& random) {
              return Differences(
                  OnFixedGrid(query, random), [](const SlotQuery& asked) {
                    std::vector<SlotQuery> queries(3, asked);
                    queries[1].until = std::max(asked.from, asked.until - 24h);
                    std::vector<SlotList> answers;
                    for (const absl::StatusOr<SlotList>& answer :
                         FindSlotsOfMany(queries, 2)) {
                      answers.push_back(answer.value());
                    }
                    return answers;
                  });
            });
}

TEST(PathsLaw, CanBookAndExplainAgree) {
  const auto agree = [](const SlotQuery& query, Random& random) {
    const SlotQuery fixed = OnFixedGrid(query, random);
    std::vector<Instant> instants;
    for (int i = 0; i < 6; ++i) {
      instants.push_back(fixed.from +
                         std::chrono::minutes{random.Between(-1440, 4320)});
    }
    if (const SlotList slots = FindSlots(fixed).value(); !slots.is_empty()) {
      instants.push_back(slots[0].start);
    }
    return Differences(fixed, [&](const SlotQuery& asked) {
      std::vector<bool> can_book;
      for (const Instant t : instants) {
        can_book.push_back(CanBook(asked, t, GridRule::kOnGrid).value());
        can_book.push_back(CanBook(asked, t, GridRule::kAnyTime).value());
      }
      return std::pair(can_book, Explain(asked, instants).value());
    });
  };
  ExpectLaw(QueryKind::kOneHost, 600, agree);
  ExpectLaw(QueryKind::kTeam, 300, agree);
}

}  // namespace
}  // namespace bookable::laws
