// Bench of interval/algebra.h on pairs of sets of 60 intervals in a month.
//
// Question: what does a set operation cost beside reading and writing its
// lists (floor), beside the standard library, and beside Boost.ICL?
// Growth: linear in both lists.
// Asymmetry: std::set_symmetric_difference runs over the sorted edges of both
// sets (an instant in both lists ends what it began: that is exact). The other
// std algorithms need points: sorted marks of 5 minutes, on which all these
// intervals begin and end. ICL's result is a tree that is copied and freed.
// Known losses: SymmetricDifference takes 1.6 times as long as
// std::set_symmetric_difference over edges (2026-11-24).
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <string>
#include <vector>

#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/interval/algebra.h"
#include "bookable/interval/icl.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

using Set = std::vector<Interval>;
using Points = std::vector<Instant>;
constexpr std::chrono::minutes kMark{5};

// One busy list in every form.
struct Forms {
  Set set;
  Points points;
  Points edges;
  IclIntervalSet icl;
};

const std::vector<Forms>& All() {
  static const std::vector<Forms> all = [] {
    std::vector<Forms> made;
    for (const workloads::HostRows& host : workloads::MakeW1().hosts) {
      Forms forms;
      forms.set = host.busy;
      forms.set.resize(Normalize(forms.set));
      for (const Interval& interval : forms.set) {
        for (Instant t = interval.start; t < interval.end; t += kMark) {
          forms.points.push_back(t);
        }
        forms.edges.push_back(interval.start);
        forms.edges.push_back(interval.end);
        forms.icl.insert(forms.icl.end(), interval);
      }
      made.push_back(forms);
    }
    return made;
  }();
  return all;
}

Set FromPoints(const Points& points) {
  Set set;
  for (const Instant t : points) set.push_back({t, t + kMark});
  set.resize(Normalize(set));
  return set;
}

Set FromEdges(const Points& edges) {
  Set set;
  for (std::size_t i = 0; i < edges.size(); i += 2) {
    set.push_back({edges[i], edges[i + 1]});
  }
  return set;
}

Set FromIclSet(const IclIntervalSet& icl) { return {icl.begin(), icl.end()}; }

// --- contestants: Do() is timed, Answer() is compared ----------------------

template <auto kOperation>
struct Ours {
  void Do(const Forms& a, const Forms& b) {
    out.resize(a.set.size() + b.set.size());
    count = kOperation(a.set, b.set, out);
  }
  Set Answer() const {
    return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count)};
  }
  Set out;
  std::size_t count = 0;
};

// Reads both lists once and writes as much as the operation may.
struct Floor {
  void Do(const Forms& a, const Forms& b) {
    out.resize(a.set.size() + b.set.size());
    std::copy(b.set.begin(), b.set.end(),
              std::copy(a.set.begin(), a.set.end(), out.begin()));
    benchmark::DoNotOptimize(out.data());
  }
  Set out;
};

struct StdUnion {
  static auto Run(const Points& a, const Points& b, Points::iterator out) {
    return std::set_union(a.begin(), a.end(), b.begin(), b.end(), out);
  }
};
struct StdIntersect {
  static auto Run(const Points& a, const Points& b, Points::iterator out) {
    return std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), out);
  }
};
struct StdSubtract {
  static auto Run(const Points& a, const Points& b, Points::iterator out) {
    return std::set_difference(a.begin(), a.end(), b.begin(), b.end(), out);
  }
};

template <class Operation>
struct StdOverPoints {
  void Do(const Forms& a, const Forms& b) {
    out.resize(a.points.size() + b.points.size());
    end = Operation::Run(a.points, b.points, out.begin());
  }
  Set Answer() { return FromPoints({out.begin(), end}); }
  Points out;
  Points::iterator end;
};

struct StdOverEdges {
  void Do(const Forms& a, const Forms& b) {
    out.resize(a.edges.size() + b.edges.size());
    end = std::set_symmetric_difference(a.edges.begin(), a.edges.end(),
                                        b.edges.begin(), b.edges.end(),
                                        out.begin());
  }
  Set Answer() { return FromEdges({out.begin(), end}); }
  Points out;
  Points::iterator end;
};

struct IclUnion {
  static void Run(IclIntervalSet& a, const IclIntervalSet& b) { a += b; }
};
struct IclIntersect {
  static void Run(IclIntervalSet& a, const IclIntervalSet& b) { a &= b; }
};
struct IclSubtract {
  static void Run(IclIntervalSet& a, const IclIntervalSet& b) { a -= b; }
};
struct IclSymmetricDifference {
  static void Run(IclIntervalSet& a, const IclIntervalSet& b) { a ^= b; }
};

template <class Operation>
struct Icl {
  void Do(const Forms& a, const Forms& b) {
    out = a.icl;
    Operation::Run(out, b.icl);
  }
  Set Answer() const { return FromIclSet(out); }
  IclIntervalSet out;
};

template <class Contestant, class Reference>
void Run(benchmark::State& state) {
  const std::vector<Forms>& all = All();
  Contestant contestant;
  std::string difference;
  const auto other = [&](std::size_t i) -> const Forms& {
    return all[i + 1 == all.size() ? 0 : i + 1];
  };
  if constexpr (requires { contestant.Answer(); }) {
    Reference reference;
    for (std::size_t i = 0; i < all.size() && difference.empty(); ++i) {
      contestant.Do(all[i], other(i));
      reference.Do(all[i], other(i));
      if (contestant.Answer() != reference.Answer()) {
        difference = "differs from ours on pair " + std::to_string(i);
      }
    }
  }
  AskEach(state, difference, all.size(),
          std::is_same_v<Contestant, Reference> ? Memory::kNone : Memory::kAny,
          [&](std::size_t i) {
            contestant.Do(all[i], other(i));
            benchmark::ClobberMemory();
          });
}

using OurUnion = Ours<Union>;
using OurIntersect = Ours<Intersect>;
using OurSubtract = Ours<Subtract>;
using OurXor = Ours<SymmetricDifference>;

BENCHMARK(Run<Floor, OurUnion>)->Name("Union/floor");
BENCHMARK(Run<OurUnion, OurUnion>)->Name("Union/ours");
BENCHMARK(Run<StdOverPoints<StdUnion>, OurUnion>)->Name("Union/std_points");
BENCHMARK(Run<Icl<IclUnion>, OurUnion>)->Name("Union/boost_icl");
BENCHMARK(Run<Floor, OurIntersect>)->Name("Intersect/floor");
BENCHMARK(Run<OurIntersect, OurIntersect>)->Name("Intersect/ours");
BENCHMARK(Run<StdOverPoints<StdIntersect>, OurIntersect>)
    ->Name("Intersect/std_points");
BENCHMARK(Run<Icl<IclIntersect>, OurIntersect>)->Name("Intersect/boost_icl");
BENCHMARK(Run<Floor, OurSubtract>)->Name("Subtract/floor");
BENCHMARK(Run<OurSubtract, OurSubtract>)->Name("Subtract/ours");
BENCHMARK(Run<StdOverPoints<StdSubtract>, OurSubtract>)
    ->Name("Subtract/std_points");
BENCHMARK(Run<Icl<IclSubtract>, OurSubtract>)->Name("Subtract/boost_icl");
BENCHMARK(Run<Floor, OurXor>)->Name("SymmetricDifference/floor");
BENCHMARK(Run<OurXor, OurXor>)->Name("SymmetricDifference/ours");
BENCHMARK(Run<StdOverEdges, OurXor>)->Name("SymmetricDifference/std_edges");
BENCHMARK(Run<Icl<IclSymmetricDifference>, OurXor>)
    ->Name("SymmetricDifference/boost_icl");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
