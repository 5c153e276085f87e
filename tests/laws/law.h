// tests/laws/law.h: a law holds for every query; it is tried on random ones.
//
// The seed of each case is printed when a law breaks, with the smallest query
// that breaks it as a JSON request. Environment:
//   BOOKABLE_SEED=n     begins with the case of seed n
//   BOOKABLE_ROUNDS=n   tries n cases
#ifndef BOOKABLE_TESTS_LAWS_LAW_H_
#define BOOKABLE_TESTS_LAWS_LAW_H_

#include <cstdint>
#include <functional>
#include <string>

#include "bookable/query/slot_query.h"
#include "tests/laws/random_query.h"
#include "tests/reference/reference.h"

namespace bookable::laws {

std::uint64_t FirstSeed();

// `rounds` in an optimised build, fewer in others, unless BOOKABLE_ROUNDS says.
int RoundsOr(int rounds);

// Says what is wrong; empty if the law holds. The Random is for choices the law
// itself has; it begins anew for each query.
using Law = std::function<std::string(const SlotQuery&, Random&)>;

// Fails the test, once, for the first query that breaks the law.
void ExpectLaw(QueryKind kind, int rounds, const Law& law);

// The engine's answer; throws std::runtime_error if it is an error.
reference::Answer EngineAnswer(const SlotQuery& query);

}  // namespace bookable::laws

#endif  // BOOKABLE_TESTS_LAWS_LAW_H_
