// bench/contestants/sorted_vectors.h: a sweep over sorted std::vectors.
//
// CONCEPT   No set type: open time (the engine's own, so that zones cost
//           nothing here) minus busy time by two pointers, starts stepped
//           through what is left. Teams: where each host's admissible starts
//           begin and end become edges, sorted and counted.
// LIMITS    As PlainDateTz, without rules. Teams: starts only, no host bits.
// THREADS   One a thread.
#ifndef BOOKABLE_BENCH_CONTESTANTS_SORTED_VECTORS_H_
#define BOOKABLE_BENCH_CONTESTANTS_SORTED_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bench/contestants/ours.h"
#include "bookable/query/slot_list.h"
#include "data/workloads/workload.h"

namespace bookable::bench {

class SortedVectors {
 public:
  static constexpr const char* kName = "sorted_vectors";
  static constexpr bool kNamesHosts = false;

  SortedVectors(const workloads::Workload& workload,
                std::span<const SlotColumns>)
      : workload_(workload), compiled_(workload) {}

  std::size_t Find(std::size_t query);
  void CopyAnswer(SlotColumns& out) const { out = columns_; }
  std::span<const Instant> starts() const { return columns_.starts; }

 private:
  struct Edge {
    Instant at{};
    std::int32_t change = 0;
  };

  // Sets free_ to the open time of the host that is not busy.
  void FindFree(const workloads::HostRows& host);

  const workloads::Workload& workload_;
  CompiledWorkload compiled_;
  std::vector<Interval> open_;
  std::vector<Interval> free_;
  std::vector<Edge> edges_;
  SlotColumns columns_;
};

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_SORTED_VECTORS_H_
