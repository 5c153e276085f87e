// Bench of GridLayer: starts cut from the pieces of W1, by each alignment.
//
// Question: what does the grid cost where it depends on what is free?
// Growth: linear in pieces and starts.
// No rival: the floor and the answers of whole queries are in bench/query.
#include <cstddef>
#include <string>
#include <vector>

#include "bench/contestants/ours.h"
#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/grid/grid.h"
#include "bookable/host/occupied_time.h"
#include "bookable/interval/algebra.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

struct Setting {
  workloads::Workload workload = workloads::MakeW1();
  std::vector<Interval> open;
  std::vector<std::vector<Interval>> pieces;  // by host

  Setting() {
    const CompiledWorkload compiled(workload);
    compiled.schedules().front().AppendOpen({workload.from, workload.until},
                                            open);
    for (const workloads::HostRows& host : workload.hosts) {
      std::vector<Interval> busy = host.busy;
      busy.resize(Normalize(busy));
      std::vector<Interval> free(open.size() + busy.size());
      free.resize(Subtract(open, busy, free));
      pieces.emplace_back();
      AdmissibleStarts(free, compiled.event().length(), pieces.back());
    }
  }
};

template <Alignment kAlignment>
void Append(benchmark::State& state) {
  static const Setting setting;
  EventType event = setting.workload.event;
  event.alignment = kAlignment;
  const CompiledEvent compiled =
      CompiledEvent::Create(event, setting.workload.zone).value();
  const Interval month{setting.workload.from, setting.workload.until};
  GridLayer grid;
  std::vector<Instant> starts;
  const auto append = [&](std::size_t i) {
    starts.clear();
    grid.Append(compiled, setting.pieces[i], setting.open, month, starts);
    benchmark::DoNotOptimize(starts.data());
  };
  // Each start must lie in a piece.
  std::string difference;
  for (std::size_t i = 0; i < setting.pieces.size(); ++i) {
    append(i);
    for (const Instant t : starts) {
      if (!Contains(setting.pieces[i], t)) difference = "start outside pieces";
    }
  }
  AskEach(state, difference, setting.pieces.size(), Memory::kNone, append);
}

BENCHMARK(Append<Alignment::kHour>)->Name("GridLayer/hour");
BENCHMARK(Append<Alignment::kWindow>)->Name("GridLayer/window");
BENCHMARK(Append<Alignment::kClock>)->Name("GridLayer/clock");
BENCHMARK(Append<Alignment::kFree>)->Name("GridLayer/free");
BENCHMARK(Append<Alignment::kPacked>)->Name("GridLayer/packed");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
