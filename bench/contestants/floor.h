// bench/contestants/floor.h: what memory traffic alone costs.
//
// CONCEPT   Reads every busy entry of the query once and writes the answer
//           once: a copy of the known answer while the entries are summed. No
//           program that looks at its input and gives its answer is faster.
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
  static constexpr bool kNamesHosts = true;

  // `answers` by query. Both must outlive this.
  Floor(const workloads::Workload& workload,
        std::span<const SlotColumns> answers);

  // Answers `query`; returns the number of slots.
  std::size_t Find(std::size_t query);
  // Sets `out` to the last answer.
  void CopyAnswer(SlotColumns& out) const;

 private:
  const workloads::Workload& workload_;
  std::span<const SlotColumns> answers_;
  std::vector<Instant> starts_;
  std::vector<std::uint64_t> hosts_;
  std::size_t count_ = 0;
  std::size_t words_ = 0;
};

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_FLOOR_H_
