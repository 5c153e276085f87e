// Bench of many queries in one call: W6, 10,000 hosts of W1.
//
// Question: what does a batch cost beside the memory it moves, and what does a
// second thread save?
// Growth: linear in queries. The two threads are timed by the clock on the
// wall.
// Asymmetry: the rivals answer one query after the other and copy the starts.
// Known losses: none on 2026-11-24. Two threads gain nothing where other
// programs keep the cores busy.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>

#include "bench/contestants/batch.h"
#include "bench/contestants/boost_icl.h"
#include "bench/contestants/floor.h"
#include "bench/contestants/ours.h"
#include "bench/contestants/plain_date_tz.h"
#include "bench/contestants/sorted_vectors.h"
#include "bench/support/allocations.h"
#include "bench/support/row.h"
#include "benchmark/benchmark.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

Row w6("W6", workloads::MakeW6);

// True iff the batch holds the row's answers.
bool IsEqual(const BatchColumns& batch, Row& row) {
  if (batch.offsets.size() != row.answers().size() + 1) return false;
  for (std::size_t query = 0; query < row.answers().size(); ++query) {
    const std::size_t begin = batch.offsets[query];
    const std::size_t end = batch.offsets[query + 1];
    if (!std::ranges::equal(std::span(batch.starts).subspan(begin, end - begin),
                            row.answers()[query].starts)) {
      return false;
    }
  }
  return true;
}

template <class Batch>
void AskAll(benchmark::State& state, std::optional<Batch>& batch, int threads) {
  if (!batch) {
    batch.emplace(w6.workload(), threads);
    batch->FindAll();
    if (!IsEqual(batch->answer(), w6)) {
      batch.reset();
      state.SkipWithError("differs from the engine one by one");
      return;
    }
    batch->FindAll();
  }
  std::size_t slots = 0;
  const std::uint64_t before = AllocationCount();
  for (auto _ : state) slots += batch->FindAll();
  const std::uint64_t allocations = AllocationCount() - before;
  // Threads are started for each call, and that allocates.
  if (std::is_same_v<Batch, OursInBatch> && threads == 1 && allocations != 0) {
    state.SkipWithError("the engine allocated after warm-up");
    return;
  }
  SetCounters(state, slots, allocations);
}

void AskFloor(benchmark::State& state, std::optional<Floor>& floor) {
  if (!floor) floor.emplace(w6.workload(), w6.answers());
  floor->FindAll();
  std::size_t slots = 0;
  const std::uint64_t before = AllocationCount();
  for (auto _ : state) slots += floor->FindAll();
  SetCounters(state, slots, AllocationCount() - before);
}

template <class Batch>
void RegisterBatch(const std::string& name, int threads) {
  const auto batch = std::make_shared<std::optional<Batch>>();
  benchmark::RegisterBenchmark(name.c_str(),
                               [batch, threads](benchmark::State& state) {
                                 AskAll<Batch>(state, *batch, threads);
                               })
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

void RegisterAll() {
  const auto floor = std::make_shared<std::optional<Floor>>();
  benchmark::RegisterBenchmark(
      "W6/floor", [floor](benchmark::State& state) { AskFloor(state, *floor); })
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
  RegisterBatch<OursInBatch>("W6/ours", 1);
  RegisterBatch<OursInBatch>("W6/ours_2_threads", 2);
  RegisterBatch<OneAfterTheOther<SortedVectors>>("W6/sorted_vectors", 1);
  RegisterBatch<OneAfterTheOther<PlainDateTz>>("W6/plain_date_tz", 1);
  RegisterBatch<OneAfterTheOther<BoostIcl>>("W6/boost_icl", 1);
}

}  // namespace
}  // namespace bookable::bench

int main(int argc, char** argv) {
  bookable::bench::RegisterAll();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
