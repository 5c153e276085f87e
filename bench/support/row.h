// bench/support/row.h: one workload, its contestants, timed side by side.
//
// CONCEPT   A row's answers are made once by the engine. A contestant's answers
//           are compared with them on every query before it is timed; one that
//           differs is not timed, and its benchmark ends in an error. (The
//           floor gives no answer: only the number of slots is compared.)
// COUNTERS  slots/s, time/slot, allocs/op (calls of operator new an iteration).
//           A contestant that promises not to allocate and does is an error.
// THREADS   One thread.
#ifndef BOOKABLE_BENCH_SUPPORT_ROW_H_
#define BOOKABLE_BENCH_SUPPORT_ROW_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bench/contestants/floor.h"
#include "bench/contestants/ours.h"
#include "bench/support/allocations.h"
#include "benchmark/benchmark.h"
#include "bookable/internal/path.h"
#include "bookable/query/slot_list.h"
#include "data/workloads/workload.h"

namespace bookable::bench {

// A workload and the engine's answer to each of its queries; made when first
// asked for.
class Row {
 public:
  Row(std::string_view name, workloads::Workload (*make)())
      : name_(name), make_(make) {}

  std::string_view name() const { return name_; }
  const workloads::Workload& workload() {
    Prepare();
    return *workload_;
  }
  const std::vector<SlotColumns>& answers() {
    Prepare();
    return answers_;
  }

 private:
  void Prepare() {
    if (workload_) return;
    workload_ = make_();
    Ours ours(*workload_, {});
    answers_.resize(workload_->query_count());
    for (std::size_t query = 0; query < answers_.size(); ++query) {
      ours.Find(query);
      ours.CopyAnswer(answers_[query]);
    }
  }

  std::string_view name_;
  workloads::Workload (*make_)();
  std::optional<workloads::Workload> workload_;
  std::vector<SlotColumns> answers_;
};

// The first query that `contestant` answers otherwise than `row`, as text;
// empty when there is none.
template <class Contestant>
std::string FirstDifference(Row& row, Contestant& contestant) {
  SlotColumns answer;
  for (std::size_t query = 0; query < row.answers().size(); ++query) {
    const SlotColumns& expected = row.answers()[query];
    const std::size_t count = contestant.Find(query);
    bool is_equal = count == expected.starts.size();
    if constexpr (!std::is_same_v<Contestant, Floor>) {
      contestant.CopyAnswer(answer);
      is_equal = is_equal && answer.starts == expected.starts &&
                 (!Contestant::kNamesHosts || answer.hosts == expected.hosts);
    }
    if (is_equal) continue;
    return std::string(row.name()) + ": " + Contestant::kName +
           " differs from the engine on query " + std::to_string(query) + " (" +
           std::to_string(count) + " starts, not " +
           std::to_string(expected.starts.size()) + ")";
  }
  return {};
}

// Sets the counters after the loop.
inline void SetCounters(benchmark::State& state, std::size_t slots,
                        std::uint64_t allocations) {
  using benchmark::Counter;
  const auto count = static_cast<double>(slots);
  state.counters["slots/s"] = Counter(count, Counter::kIsRate);
  state.counters["time/slot"] =
      Counter(count, Counter::kIsRate | Counter::kInvert);
  state.counters["allocs/op"] =
      Counter(static_cast<double>(allocations), Counter::kAvgIterations);
}

// Asks one query after the other, all of the row in turn.
template <class Contestant>
void AskInTurn(benchmark::State& state, Row& row,
               std::optional<Contestant>& contestant) {
  const internal::PathScope path(PathOf<Contestant>());
  const std::size_t queries = row.answers().size();
  if (!contestant) {
    contestant.emplace(row.workload(), row.answers());
    if (const std::string difference = FirstDifference(row, *contestant);
        !difference.empty()) {
      contestant.reset();
      state.SkipWithError(difference.c_str());
      return;
    }
    // Buffers that change places grow one after the other: the comparison
    // alone does not warm all of them.
    for (std::size_t i = 0; i < 2 * queries; ++i) contestant->Find(i % queries);
  }
  // The engine's promise: no memory after warm-up.
  constexpr bool kMustNotAllocate = requires { Contestant::kPath; };
  std::size_t query = 0;
  std::size_t slots = 0;
  const std::uint64_t before = AllocationCount();
  for (auto _ : state) {
    slots += contestant->Find(query);
    if (++query == queries) query = 0;
  }
  const std::uint64_t allocations = AllocationCount() - before;
  if (kMustNotAllocate && allocations != 0) {
    state.SkipWithError("the engine allocated after warm-up");
    return;
  }
  SetCounters(state, slots, allocations);
}

// Registers "<row>/<contestant>" for each of `Contestants`.
template <class... Contestants>
void RegisterRow(Row& row) {
  const auto add = [&row]<class Contestant>(std::type_identity<Contestant>) {
    const auto contestant = std::make_shared<std::optional<Contestant>>();
    const std::string name = std::string(row.name()) + "/" + Contestant::kName;
    benchmark::RegisterBenchmark(
        name.c_str(), [&row, contestant](benchmark::State& state) {
          AskInTurn<Contestant>(state, row, *contestant);
        });
  };
  (add(std::type_identity<Contestants>{}), ...);
}

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_SUPPORT_ROW_H_
