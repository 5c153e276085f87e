// A fixed number of W1's queries, for valgrind to count instructions in.
//
//   valgrind --tool=callgrind --collect-atstart=no w1_instructions [no_avx2]
//
// Only the queries after warm-up are collected. Prints how many there were, and
// their slots: the same on every machine.
#include <cstddef>
#include <iostream>
#include <string_view>

#include "bench/contestants/ours.h"
#include "bookable/internal/path.h"
#include "data/workloads/workload.h"
#include "valgrind/callgrind.h"

int main(int argc, char** argv) {
  using namespace bookable;
  const internal::PathScope path(argc > 1 && std::string_view(argv[1]) ==
                                                 "no_avx2"
                                     ? internal::Path::kPlain
                                     : internal::Path::kBest);
  const workloads::Workload workload = workloads::MakeW1();
  bench::Ours ours(workload, {});
  const std::size_t queries = workload.query_count();
  for (std::size_t i = 0; i < queries; ++i) ours.Find(i);
  std::size_t slots = 0;
  CALLGRIND_TOGGLE_COLLECT;
  for (std::size_t i = 0; i < queries; ++i) slots += ours.Find(i);
  CALLGRIND_TOGGLE_COLLECT;
  std::cout << queries << ' ' << slots << '\n';
}
