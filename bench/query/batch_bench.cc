// Bench of many queries in one call: W6, 10,000 hosts of W1.
//
// Question: what does a batch cost beside the memory it moves, and what does a
// second thread save?
// Growth: linear in queries. Times are of the clock on the wall, so that
// threads count.
// Known losses: none on 2026-11-24. Two threads gain nothing where other
// programs keep the cores busy.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>

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

// True iff the runs together hold the row's answers.
template <class Contestant>
bool IsEqual(const Batch<Contestant>& batch, Row& row) {
  std::size_t query = 0;
  for (const BatchColumns& run : batch.runs()) {
    if (run.first != query) return false;
    for (std::size_t i = 0; i + 1 < run.offsets.size(); ++i, ++query) {
      const auto starts = std::span(run.starts)
                              .subspan(run.offsets[i],
                                       run.offsets[i + 1] - run.offsets[i]);
      if (!std::ranges::equal(starts, row.answers()[query].starts)) {
        return false;
      }
    }
  }
  return query == row.answers().size();
}

template <class Contestant>
void AskAll(benchmark::State& state,
            std::optional<Batch<Contestant>>& batch, std::size_t threads) {
  if (!batch) {
    batch.emplace(w6.workload(), w6.answers(), threads);
    batch->FindAll();
    if (!IsEqual(*batch, w6)) {
      batch.reset();
      state.SkipWithError("differs from the engine");
      return;
    }
    batch->FindAll();
  }
  std::size_t slots = 0;
  const std::uint64_t before = AllocationCount();
  for (auto _ : state) slots += batch->FindAll();
  SetCounters(state, slots, AllocationCount() - before);
}

void AskFloor(benchmark::State& state, std::optional<Floor>& floor) {
  if (!floor) floor.emplace(w6.workload(), w6.answers());
  std::size_t slots = 0;
  const std::uint64_t before = AllocationCount();
  floor->FindAll();
  for (auto _ : state) slots += floor->FindAll();
  SetCounters(state, slots, AllocationCount() - before);
}

template <class Contestant>
void RegisterBatch(std::size_t threads) {  // 1 or 2
  std::string name = std::string("W6/") + Contestant::kName;
  if (threads > 1) name.append("_2_threads");
  const auto batch = std::make_shared<std::optional<Batch<Contestant>>>();
  benchmark::RegisterBenchmark(name.c_str(),
                               [batch, threads](benchmark::State& state) {
                                 AskAll<Contestant>(state, *batch, threads);
                               })
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

void RegisterAll() {
  const auto floor = std::make_shared<std::optional<Floor>>();
  benchmark::RegisterBenchmark("W6/floor",
                               [floor](benchmark::State& state) {
                                 AskFloor(state, *floor);
                               })
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
  RegisterBatch<Ours>(1);
  RegisterBatch<Ours>(2);
  RegisterBatch<SortedVectors>(1);
  RegisterBatch<PlainDateTz>(1);
  RegisterBatch<BoostIcl>(1);
}

}  // namespace
}  // namespace bookable::bench

int main(int argc, char** argv) {
  bookable::bench::RegisterAll();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
