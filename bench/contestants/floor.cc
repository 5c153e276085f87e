// bench/contestants/floor.cc
// Tested by the comparison of answers in bench/support/row.h.
#include "bench/contestants/floor.h"

#include <algorithm>

#include "benchmark/benchmark.h"

namespace bookable::bench {

Floor::Floor(const workloads::Workload& workload,
             std::span<const SlotColumns> answers)
    : workload_(workload), answers_(answers) {
  std::size_t most_starts = 0;
  std::size_t most_words = 0;
  for (const SlotColumns& answer : answers) {
    most_starts = std::max(most_starts, answer.starts.size());
    most_words = std::max(most_words, answer.hosts.size());
  }
  starts_.resize(most_starts);
  hosts_.resize(most_words);
}

std::size_t Floor::Find(std::size_t query) {
  std::int64_t sum = 0;
  for (const workloads::HostRows& host : workload_.HostsOf(query)) {
    for (const Interval& busy : host.busy) {
      sum += busy.start.time_since_epoch().count() +
             busy.end.time_since_epoch().count();
    }
    for (const BookingRow& booking : host.bookings) {
      sum += booking.start.time_since_epoch().count() +
             booking.end.time_since_epoch().count();
    }
  }
  benchmark::DoNotOptimize(sum);
  const SlotColumns& answer = answers_[query];
  count_ = answer.starts.size();
  words_ = answer.words_per_row;
  std::copy(answer.starts.begin(), answer.starts.end(), starts_.begin());
  std::copy(answer.hosts.begin(), answer.hosts.end(), hosts_.begin());
  return count_;
}

void Floor::CopyAnswer(SlotColumns& out) const {
  out.Clear();
  const auto count = static_cast<std::ptrdiff_t>(count_);
  out.starts.assign(starts_.begin(), starts_.begin() + count);
  out.words_per_row = words_;
  out.hosts.assign(
      hosts_.begin(),
      hosts_.begin() + count * static_cast<std::ptrdiff_t>(words_));
}

}  // namespace bookable::bench
