// Bench of Explain: each 5 minutes of W1's month, with and without rules.
//
// Question: what does it cost to say why of every time of a month, beside
// finding the slots of that month?
// Growth: linear in instants; lists of reasons are made once an edge of the
// data, not once an instant.
// Before timing: a time has no reason iff FindSlots offers it, and is accepted
// iff CanBook accepts it (of every 32nd host: that is asked time by time).
// Known losses: none on 2026-11-24.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "bench/contestants/ours.h"
#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/explanation_columns.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

struct Setting {
  workloads::Workload workload;
  CompiledWorkload compiled;
  std::vector<Instant> times;

  explicit Setting(workloads::Workload (*make)())
      : workload(make()), compiled(workload) {
    for (Instant t = workload.from; t < workload.until;
         t += std::chrono::minutes{5}) {
      times.push_back(t);
    }
  }
};

void ExplainOne(const Setting& setting, std::size_t query, Scratch& scratch,
                ExplanationColumns& out) {
  const GroupView group = setting.compiled.GroupOf(query);
  Explain(setting.compiled.event(), std::span(&group, 1),
          setting.compiled.window(), setting.times, scratch, out);
}

std::string Check(const Setting& setting) {
  Ours ours(setting.workload, {});
  Scratch scratch;
  Scratch book_scratch;
  ExplanationColumns out;
  for (std::size_t query = 0; query < setting.workload.query_count(); ++query) {
    ours.Find(query);
    ExplainOne(setting, query, scratch, out);
    const GroupView group = setting.compiled.GroupOf(query);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const Instant t = setting.times[i];
      if (out.is_bookable(i) !=
          std::binary_search(ours.starts().begin(), ours.starts().end(), t)) {
        return "Explain and FindSlots differ on host " + std::to_string(query) +
               " at " + FormatInstant(t);
      }
      if (query % 32 == 0 &&
          out.is_accepted(i) != CanBook(setting.compiled.event(),
                                        std::span(&group, 1),
                                        setting.compiled.window(), t,
                                        GridRule::kAnyTime, book_scratch)) {
        return "Explain and CanBook differ on host " + std::to_string(query) +
               " at " + FormatInstant(t);
      }
    }
  }
  return {};
}

template <workloads::Workload (*kMake)()>
void Run(benchmark::State& state) {
  static const Setting setting(kMake);
  static const std::string difference = Check(setting);
  Scratch scratch;
  ExplanationColumns out;
  AskEach(state, difference, setting.workload.query_count(), Memory::kNone,
          [&](std::size_t i) {
            ExplainOne(setting, i, scratch, out);
            benchmark::DoNotOptimize(out.size());
          });
}

BENCHMARK(Run<workloads::MakeW1>)->Name("W1_explain/ours");
BENCHMARK(Run<workloads::MakeW1Rules>)->Name("W1_rules_explain/ours");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
