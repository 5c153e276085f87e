// bench/contestants/batch.h: many queries in one call, answers in one column.
//
// CONCEPT   The engine has such a call; of the others one object answers query
//           after query and its starts are appended.
// THREADS   Call from one thread; the engine's may use more.
#ifndef BOOKABLE_BENCH_CONTESTANTS_BATCH_H_
#define BOOKABLE_BENCH_CONTESTANTS_BATCH_H_

#include <cstddef>
#include <span>
#include <vector>

#include "bench/contestants/ours.h"
#include "bookable/query/batch.h"
#include "bookable/query/slot_list.h"
#include "data/workloads/workload.h"

namespace bookable::bench {

class OursInBatch {
 public:
  OursInBatch(const workloads::Workload& workload, int threads)
      : compiled_(workload), scratch_(threads) {
    const std::size_t count = workload.query_count();
    groups_.reserve(count);
    for (std::size_t query = 0; query < count; ++query) {
      groups_.push_back(compiled_.GroupOf(query));
      queries_.push_back({.event = &compiled_.event(),
                          .groups = std::span(&groups_.back(), 1),
                          .window = compiled_.window()});
    }
  }

  // Answers all; returns the number of slots.
  std::size_t FindAll() {
    FindSlots(queries_, scratch_, columns_);
    return columns_.starts.size();
  }
  const BatchColumns& answer() const { return columns_; }

 private:
  CompiledWorkload compiled_;
  std::vector<GroupView> groups_;
  std::vector<BatchQuery> queries_;
  BatchScratch scratch_;
  BatchColumns columns_;
};

template <class Contestant>
class OneAfterTheOther {
 public:
  OneAfterTheOther(const workloads::Workload& workload, int /*threads*/)
      : query_count_(workload.query_count()), contestant_(workload, {}) {}

  std::size_t FindAll() {
    columns_.offsets.clear();
    columns_.starts.clear();
    for (std::size_t query = 0; query < query_count_; ++query) {
      columns_.offsets.push_back(columns_.starts.size());
      contestant_.Find(query);
      const std::span<const Instant> starts = contestant_.starts();
      columns_.starts.insert(columns_.starts.end(), starts.begin(),
                             starts.end());
    }
    columns_.offsets.push_back(columns_.starts.size());
    return columns_.starts.size();
  }
  const BatchColumns& answer() const { return columns_; }

 private:
  std::size_t query_count_;
  Contestant contestant_;
  BatchColumns columns_;
};

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_BATCH_H_
