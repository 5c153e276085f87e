// Bench of CoverageCounter: where at least 5 of 10 sets of 60 intervals
// overlap.
//
// Question: what does counting cost beside sorting the edges with the standard
// library, and beside boost::icl::interval_map?
// Growth: N log n, N intervals of n sets.
// Known losses: none on 2026-11-24.
#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/interval/algebra.h"
#include "bookable/interval/coverage.h"
#include "bookable/interval/icl.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

constexpr std::size_t kSets = 10;
constexpr std::size_t kNeeded = 5;
using Team = std::vector<std::span<const Interval>>;

const std::vector<Team>& All() {
  static const workloads::Workload workload = [] {
    workloads::Workload made = workloads::MakeW3Heavy();
    for (workloads::HostRows& host : made.hosts) {
      host.busy.resize(Normalize(host.busy));
    }
    return made;
  }();
  static const std::vector<Team> all = [] {
    std::vector<Team> made(workload.hosts.size() / kSets);
    for (std::size_t i = 0; i < made.size() * kSets; ++i) {
      made[i / kSets].push_back(workload.hosts[i].busy);
    }
    return made;
  }();
  return all;
}

struct Ours {
  void Do(const Team& team) { counter.AtLeast(team, kNeeded, out); }
  std::vector<Interval> Answer() const { return out; }
  CoverageCounter counter;
  std::vector<Interval> out;
};

struct SortedEdges {
  void Do(const Team& team) {
    edges.clear();
    out.clear();
    for (const std::span<const Interval> set : team) {
      for (const Interval& interval : set) {
        edges.emplace_back(interval.start, 1);
        edges.emplace_back(interval.end, -1);
      }
    }
    std::sort(edges.begin(), edges.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    int depth = 0;
    Instant begin{};
    for (std::size_t i = 0; i < edges.size();) {
      const Instant at = edges[i].first;
      const bool was_covered = depth >= static_cast<int>(kNeeded);
      for (; i < edges.size() && edges[i].first == at; ++i) {
        depth += edges[i].second;
      }
      const bool is_covered = depth >= static_cast<int>(kNeeded);
      if (is_covered && !was_covered) begin = at;
      if (!is_covered && was_covered) out.push_back({begin, at});
    }
  }
  std::vector<Interval> Answer() const { return out; }
  std::vector<std::pair<Instant, int>> edges;
  std::vector<Interval> out;
};

struct Icl {
  void Do(const Team& team) {
    IclIntervalMap<int> depth;
    for (const std::span<const Interval> set : team) {
      for (const Interval& interval : set) depth += std::pair(interval, 1);
    }
    IclIntervalSet covered;
    for (const auto& [interval, count] : depth) {
      if (count >= static_cast<int>(kNeeded)) {
        covered.insert(covered.end(), interval);
      }
    }
    out.assign(covered.begin(), covered.end());
  }
  std::vector<Interval> Answer() const { return out; }
  std::vector<Interval> out;
};

template <class Contestant>
void Run(benchmark::State& state) {
  const std::vector<Team>& all = All();
  Contestant contestant;
  Ours ours;
  std::string difference;
  for (std::size_t i = 0; i < all.size() && difference.empty(); ++i) {
    contestant.Do(all[i]);
    ours.Do(all[i]);
    if (contestant.Answer() != ours.Answer()) {
      difference = "differs from ours on team " + std::to_string(i);
    }
  }
  AskEach(state, difference, all.size(),
          std::is_same_v<Contestant, Ours> ? Memory::kNone : Memory::kAny,
          [&](std::size_t i) {
            contestant.Do(all[i]);
            benchmark::ClobberMemory();
          });
}

BENCHMARK(Run<Ours>)->Name("Coverage_5_of_10/ours");
BENCHMARK(Run<SortedEdges>)->Name("Coverage_5_of_10/sorted_edges");
BENCHMARK(Run<Icl>)->Name("Coverage_5_of_10/boost_icl");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
