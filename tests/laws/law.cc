#include "tests/laws/law.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "bookable/query/find_slots.h"
#include "tests/laws/request_json.h"
#include "tests/laws/shrink.h"

namespace bookable::laws {

std::uint64_t FirstSeed() {
  const char* text = std::getenv("BOOKABLE_SEED");
  return text == nullptr ? 20260724 : std::strtoull(text, nullptr, 10);
}

int RoundsOr(int rounds) {
  if (const char* text = std::getenv("BOOKABLE_ROUNDS")) {
    return std::max(1, std::atoi(text));
  }
#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
  return rounds;
#else
  return std::max(8, rounds / 30);
#endif
}

void ExpectLaw(QueryKind kind, int rounds, const Law& law) {
  const std::uint64_t first = FirstSeed();
  const auto last = first + static_cast<std::uint64_t>(RoundsOr(rounds));
  for (std::uint64_t seed = first; seed != last; ++seed) {
    Random random(seed);
    const SlotQuery query = RandomQuery(random, kind);
    const auto broken = [&](const SlotQuery& tried) {
      Random choices(seed);
      try {
        return law(tried, choices);
      } catch (const std::exception& error) {
        return std::string("exception: ") + error.what() + "\n";
      }
    };
    if (broken(query).empty()) continue;
    const SlotQuery small = Shrink(
        query, [&](const SlotQuery& tried) { return !broken(tried).empty(); });
    ADD_FAILURE() << "BOOKABLE_SEED=" << seed << "\n"
                  << broken(small) << RequestJson(small);
    return;
  }
}

reference::Answer EngineAnswer(const SlotQuery& query) {
  const absl::StatusOr<SlotList> slots = FindSlots(query);
  if (!slots.ok()) throw std::runtime_error(slots.status().ToString());
  return reference::ToAnswer(query, slots->columns());
}

}  // namespace bookable::laws
