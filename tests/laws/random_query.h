// tests/laws/random_query.h: random questions, the same for a seed everywhere.
//
// CONCEPT   Short ranges around dates at which something happens: clocks change
//           (gap, fold, half hours, seconds, skipped and repeated dates), or
//           nothing does. Every rule of semantics.md occurs, alone and with
//           others; most questions have an answer that is not empty.
// THREADS   A Random is one per thread.
#ifndef BOOKABLE_TESTS_LAWS_RANDOM_QUERY_H_
#define BOOKABLE_TESTS_LAWS_RANDOM_QUERY_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <vector>

#include "bookable/query/slot_query.h"
#include "bookable/schedule/schedule.h"
#include "bookable/time/zone.h"

namespace bookable::laws {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // Both ends included. (The distributions of <random> differ by library.)
  int Between(int first, int last) {
    const auto count = static_cast<std::uint64_t>(last - first) + 1;
    return first + static_cast<int>(engine_() % count);
  }
  bool Chance(int percent) { return Between(1, 100) <= percent; }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(
        Between(0, static_cast<int>(from.size()) - 1))];
  }
  template <typename T>
  T Pick(std::initializer_list<T> from) {
    return Pick(std::vector<T>(from));
  }
  template <typename T>
  void Shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(
          items[i - 1],
          items[static_cast<std::size_t>(Between(0, static_cast<int>(i) - 1))]);
    }
  }

 private:
  std::mt19937_64 engine_;
};

enum class QueryKind {
  kOneHost,
  kSeats,
  kTeam,
  kSequence,
  kAny,     // one of these
  kSparse,  // a host open once in some weeks, asked for months
  kCrowd,   // a team of more hosts than a word has bits
};

// Valid by Validate().
SlotQuery RandomQuery(Random& random, QueryKind kind);

// Rules, overrides, holidays, days away and travel around `date`.
Schedule RandomSchedule(Random& random, const Zone& zone,
                        std::chrono::local_days date);

}  // namespace bookable::laws

#endif  // BOOKABLE_TESTS_LAWS_RANDOM_QUERY_H_
