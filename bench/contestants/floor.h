// bench/contestants/floor.h: what memory traffic alone costs.
//
// CONCEPT   Reads every busy entry of the query once, to sum them, and writes
//           as much as the answer holds once. What it writes it copies from one
//           answer that stays in the cache: reading each query's own known
//           answer would make a floor of memory that no contestant reads. So
//           it answers with the right number of slots, not the right ones.
// THREADS   One a thread.
#ifndef BOOKABLE_BENCH_CONTESTANTS_FLOOR_H_
#define BOOKABLE_BENCH_CONTESTANTS_FLOOR_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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
  // The same for all queries, into one column.
  std::size_t FindAll();

 private:
  std::int64_t SumOfBusyTimes(std::size_t query) const;

  const workloads::Workload& workload_;
  std::span<const SlotColumns> answers_;
  SlotColumns longest_;
  SlotColumns written_;
  std::vector<Instant> written_by_batch_;
};

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_FLOOR_H_
