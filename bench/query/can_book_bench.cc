// Bench of CanBook, and of FindSlots in the form that takes a SlotQuery.
//
// Question: what does a booking transaction pay for its check, and what do
// validation and compiling cost a caller who keeps nothing?
// Growth: CanBook linear in the host's rows (the grid's form adds two dates).
// The SlotQuery form adds copies of every row.
// Known losses: none on 2026-11-24.
#include <cstddef>
#include <string>
#include <vector>

#include "bench/contestants/ours.h"
#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/query/can_book.h"
#include "bookable/query/find_slots.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

struct Setting {
  workloads::Workload workload = workloads::MakeW1();
  CompiledWorkload compiled{workload};
  std::vector<SlotColumns> answers;
  std::vector<SlotQuery> queries;

  Setting() {
    Ours ours(workload, {});
    answers.resize(workload.query_count());
    for (std::size_t i = 0; i < answers.size(); ++i) {
      ours.Find(i);
      ours.CopyAnswer(answers[i]);
      SlotQuery query;
      query.event = workload.event;
      query.from = workload.from;
      query.until = workload.until;
      Host host;
      host.schedule = workload.schedules.front();
      const workloads::HostRows& rows = workload.hosts[i];
      host.busy.assign(rows.busy.begin(), rows.busy.end());
      query.groups = {OneHost(std::move(host))};
      queries.push_back(std::move(query));
    }
  }
};

const Setting& Get() {
  static const Setting setting;
  return setting;
}

// Starts in turn: one that can be booked, and one a busy time has taken.
template <GridRule kRule>
void CanBookBench(benchmark::State& state) {
  const Setting& setting = Get();
  Scratch scratch;
  const auto can_book = [&](std::size_t i) {
    const std::vector<Instant>& starts = setting.answers[i].starts;
    const Instant start = i % 2 == 0
                              ? starts[i % starts.size()]
                              : setting.workload.hosts[i].busy.front().start;
    const GroupView group = setting.compiled.GroupOf(i);
    return CanBook(setting.compiled.event(), std::span(&group, 1),
                   setting.compiled.window(), start, kRule, scratch);
  };
  std::string difference;
  for (std::size_t i = 0; i < setting.answers.size(); ++i) {
    if (can_book(i) != (i % 2 == 0)) difference = "wrong answer";
  }
  AskEach(state, difference, setting.answers.size(), Memory::kNone,
          [&](std::size_t i) { benchmark::DoNotOptimize(can_book(i)); });
}

void FindSlotsOfQuery(benchmark::State& state) {
  const Setting& setting = Get();
  std::string difference;
  for (std::size_t i = 0; i < setting.answers.size(); ++i) {
    if (FindSlots(setting.queries[i])->columns() != setting.answers[i]) {
      difference = "differs from the compiled form";
    }
  }
  AskEach(state, difference, setting.answers.size(), Memory::kAny,
          [&](std::size_t i) {
            benchmark::DoNotOptimize(FindSlots(setting.queries[i])->size());
          });
}

BENCHMARK(CanBookBench<GridRule::kAnyTime>)->Name("CanBook/any_time");
BENCHMARK(CanBookBench<GridRule::kOnGrid>)->Name("CanBook/on_grid");
BENCHMARK(FindSlotsOfQuery)->Name("W1_SlotQuery/ours");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
