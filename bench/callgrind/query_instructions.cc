// Each query of a workload once, for valgrind to count instructions in.
//
//   valgrind --tool=callgrind --collect-atstart=no query_instructions W1
//
// A second argument forces a path: no_avx2 or by_sets.
// Only the queries after warm-up are collected. Prints how many there were, and
// their slots: the same on every machine.
#include <cstddef>
#include <iostream>
#include <string_view>

#include "bench/contestants/ours.h"
#include "bookable/internal/path.h"
#include "data/workloads/workload.h"
#include "valgrind/callgrind.h"

namespace bookable::bench {
namespace {

internal::Path PathNamed(std::string_view name) {
  if (name == "no_avx2") return internal::Path::kPlain;
  if (name == "by_sets") return internal::Path::kSweep;
  return internal::Path::kBest;
}

void Ask(const workloads::Workload& workload) {
  Ours ours(workload, {});
  const std::size_t queries = workload.query_count();
  for (std::size_t i = 0; i < queries; ++i) ours.Find(i);
  std::size_t slots = 0;
  CALLGRIND_TOGGLE_COLLECT;
  for (std::size_t i = 0; i < queries; ++i) slots += ours.Find(i);
  CALLGRIND_TOGGLE_COLLECT;
  std::cout << queries << ' ' << slots << '\n';
}

}  // namespace
}  // namespace bookable::bench

int main(int argc, char** argv) {
  const std::string_view asked = argc > 1 ? argv[1] : "";
  const bookable::internal::PathScope path(
      bookable::bench::PathNamed(argc > 2 ? argv[2] : ""));
  for (const auto& [name, make] : bookable::workloads::AllWorkloads()) {
    if (name != asked) continue;
    bookable::bench::Ask(make());
    return 0;
  }
  std::cerr << "usage: query_instructions WORKLOAD [no_avx2|by_sets]\n";
  return 2;
}
