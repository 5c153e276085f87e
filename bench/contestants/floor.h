// bench/contestants/floor.h: what memory traffic alone costs.
//
// CONCEPT   Reads every busy entry of the query once, to sum them, and writes as
//           much as the answer holds once. What it writes it copies from one
//           answer that stays in the cache: reading each query's own known
//           answer would make a floor of memory that no contestant reads. So
//           it answers with the right number of slots, not the right ones.
// THREADS   One a thread.
#ifndef BOOKABLE_BENCH_CONTESTANTS_FLOOR_H_
#define BOOKABLE_BENCH_CONTESTANTS_FLOOR_H_

#include <cstddef>
#include <span>

#include "bookable/query/slot_list.h"
#include "data/workloads/workload.h"

namespace bookable::bench {

class Floor {
 public:
  static constexpr const char* kName = "floor";

  // `answers` by query. Both must outlive this.
  Floor(const workloads::Workload& workload,
        std::span<const SlotColumns> answers);

  // Answers `query`; returns the number of slots.
  std::size_t Find(std::size_t query);
 private:
  const workloads::Workload& workload_;
  std::span<const SlotColumns> answers_;
  SlotColumns longest_;
  SlotColumns written_;
};

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_FLOOR_H_
