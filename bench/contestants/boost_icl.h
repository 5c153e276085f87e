// bench/contestants/boost_icl.h: Boost.ICL on the same input.
//
// CONCEPT   Open time (the engine's own, so that zones cost nothing here) goes
//           into an interval_set with insertion hints, busy times are
//           subtracted, starts are stepped through what is left. Teams: the
//           admissible starts of each host are added to an interval_map that
//           counts hosts.
// ASYMMETRY ICL's sets are trees: they allocate a node an interval, and cannot
//           be refilled without freeing. Teams: starts only, no host bits.
// LIMITS    As SortedVectors. THREADS: one a thread.
#ifndef BOOKABLE_BENCH_CONTESTANTS_BOOST_ICL_H_
#define BOOKABLE_BENCH_CONTESTANTS_BOOST_ICL_H_

#include <cstddef>
#include <span>
#include <vector>

#include "bench/contestants/ours.h"
#include "bookable/interval/icl.h"
#include "bookable/query/slot_list.h"
#include "data/workloads/workload.h"

namespace bookable::bench {

class BoostIcl {
 public:
  static constexpr const char* kName = "boost_icl";
  static constexpr bool kNamesHosts = false;

  BoostIcl(const workloads::Workload& workload, std::span<const SlotColumns>)
      : workload_(workload), compiled_(workload) {}

  std::size_t Find(std::size_t query);
  void CopyAnswer(SlotColumns& out) const { out = columns_; }
  std::span<const Instant> starts() const { return columns_.starts; }

 private:
  // Sets free_ to the open time of the host that is not busy.
  void FindFree(const workloads::HostRows& host);

  const workloads::Workload& workload_;
  CompiledWorkload compiled_;
  std::vector<Interval> open_;
  IclIntervalSet free_;
  SlotColumns columns_;
};

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_BOOST_ICL_H_
