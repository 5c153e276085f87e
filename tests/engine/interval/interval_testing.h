// tests/engine/interval/interval_testing.h: sets as bit masks.
//
// Tick i is the second [base + i, base + i + 1); bit i of a mask says that the
// set holds it. Masks decide every question about sets with one machine word,
// and share no code with the engine.
#ifndef BOOKABLE_TESTS_ENGINE_INTERVAL_INTERVAL_TESTING_H_
#define BOOKABLE_TESTS_ENGINE_INTERVAL_INTERVAL_TESTING_H_

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/interval/interval.h"

namespace bookable::testing {

inline constexpr Instant kBase = kFirstInstant;

inline constexpr Instant Tick(int i) { return kBase + std::chrono::seconds{i}; }

// The normalised list of the mask's ticks.
inline std::vector<Interval> FromMask(std::uint64_t mask) {
  std::vector<Interval> out;
  for (int i = 0; i < 63; ++i) {
    const bool in = (mask >> i & 1) != 0;
    const bool before = i > 0 && (mask >> (i - 1) & 1) != 0;
    if (in && !before) out.push_back({Tick(i), Tick(i + 1)});
    if (in && before) out.back().end = Tick(i + 1);
  }
  return out;
}

// The ticks of 0...63 that any of the intervals holds.
inline std::uint64_t ToMask(std::span<const Interval> intervals) {
  std::uint64_t mask = 0;
  for (int i = 0; i < 64; ++i) {
    for (const Interval& interval : intervals) {
      if (interval.start <= Tick(i) && Tick(i) < interval.end) {
        mask |= std::uint64_t{1} << i;
      }
    }
  }
  return mask;
}

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_ENGINE_INTERVAL_INTERVAL_TESTING_H_
