// bench/contestants/batch.h: many queries in one call, answers in one column.
//
// CONCEPT   Queries are cut into as many runs as there are threads; each thread
//           answers its run by a contestant of its own and appends the starts
//           to its columns.
// COST      A thread a run beyond the first is started anew each time.
// THREADS   Call from one thread.
#ifndef BOOKABLE_BENCH_CONTESTANTS_BATCH_H_
#define BOOKABLE_BENCH_CONTESTANTS_BATCH_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "bookable/query/slot_list.h"
#include "bookable/time/instant.h"
#include "data/workloads/workload.h"

namespace bookable::bench {

// Answers of queries [first, first + offsets.size() - 1).
struct BatchColumns {
  std::size_t first = 0;
  std::vector<std::size_t> offsets;  // of each query's starts, and their end
  std::vector<Instant> starts;
};

template <class Contestant>
class Batch {
 public:
  Batch(const workloads::Workload& workload,
        std::span<const SlotColumns> answers, std::size_t threads)
      : query_count_(workload.query_count()), columns_(threads) {
    for (std::size_t i = 0; i < threads; ++i) {
      contestants_.push_back(std::make_unique<Contestant>(workload, answers));
    }
  }

  // Answers all; returns the number of slots.
  std::size_t FindAll() {
    const std::size_t runs = columns_.size();
    std::vector<std::thread> threads;
    for (std::size_t run = 1; run < runs; ++run) {
      threads.emplace_back([this, run] { FindRun(run); });
    }
    FindRun(0);
    for (std::thread& thread : threads) thread.join();
    std::size_t slots = 0;
    for (const BatchColumns& columns : columns_) {
      slots += columns.starts.size();
    }
    return slots;
  }

  std::span<const BatchColumns> runs() const { return columns_; }

 private:
  void FindRun(std::size_t run) {
    Contestant& contestant = *contestants_[run];
    BatchColumns& columns = columns_[run];
    columns.first = query_count_ * run / columns_.size();
    const std::size_t end = query_count_ * (run + 1) / columns_.size();
    columns.offsets.clear();
    columns.starts.clear();
    for (std::size_t query = columns.first; query < end; ++query) {
      columns.offsets.push_back(columns.starts.size());
      contestant.Find(query);
      const std::span<const Instant> starts = contestant.starts();
      columns.starts.insert(columns.starts.end(), starts.begin(),
                            starts.end());
    }
    columns.offsets.push_back(columns.starts.size());
  }

  std::size_t query_count_;
  std::vector<std::unique_ptr<Contestant>> contestants_;
  std::vector<BatchColumns> columns_;
};

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_BATCH_H_
