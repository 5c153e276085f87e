// bench/support/timing.h: benches of one function over many inputs.
//
// CONCEPT   `ask(i)` does input i, of `inputs` in rotation. Whoever calls has
//           compared the answers: `difference` is what the comparison found,
//           empty when nothing, and then nothing is timed.
// THREADS   One thread.
#ifndef BOOKABLE_BENCH_SUPPORT_TIMING_H_
#define BOOKABLE_BENCH_SUPPORT_TIMING_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "bench/support/allocations.h"
#include "benchmark/benchmark.h"

namespace bookable::bench {

enum class Memory {
  kAny,
  kNone,  // an allocation after warm-up is an error
};

template <class Ask>
void AskEach(benchmark::State& state, const std::string& difference,
             std::size_t inputs, Memory memory, Ask ask) {
  if (!difference.empty()) {
    state.SkipWithError(difference.c_str());
    return;
  }
  for (std::size_t i = 0; i < 2 * inputs; ++i) ask(i % inputs);
  std::size_t input = 0;
  const std::uint64_t before = AllocationCount();
  for (auto _ : state) {
    ask(input);
    if (++input == inputs) input = 0;
  }
  const std::uint64_t allocations = AllocationCount() - before;
  if (memory == Memory::kNone && allocations != 0) {
    state.SkipWithError("allocated after warm-up");
    return;
  }
  state.counters["allocs/op"] = benchmark::Counter(
      static_cast<double>(allocations), benchmark::Counter::kAvgIterations);
}

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_SUPPORT_TIMING_H_
