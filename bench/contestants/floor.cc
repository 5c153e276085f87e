// bench/contestants/floor.cc
// Tested by the comparison of answers in bench/support/row.h.
#include "bench/contestants/floor.h"

#include <algorithm>
#include <cstdint>

#include "benchmark/benchmark.h"

namespace bookable::bench {
namespace {

template <class Column>
void CopyFront(const Column& from, std::size_t count, Column& to) {
  std::copy_n(from.begin(), static_cast<std::ptrdiff_t>(count), to.begin());
  benchmark::DoNotOptimize(to.data());
}

}  // namespace

Floor::Floor(const workloads::Workload& workload,
             std::span<const SlotColumns> answers)
    : workload_(workload),
      answers_(answers),
      longest_(
          *std::max_element(answers.begin(), answers.end(),
                            [](const SlotColumns& a, const SlotColumns& b) {
                              return a.starts.size() < b.starts.size();
                            })),
      written_(longest_) {}

std::int64_t Floor::SumOfBusyTimes(std::size_t query) const {
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
  return sum;
}

std::size_t Floor::Find(std::size_t query) {
  std::int64_t sum = SumOfBusyTimes(query);
  benchmark::DoNotOptimize(sum);
  const std::size_t count = answers_[query].starts.size();
  CopyFront(longest_.starts, count, written_.starts);
  CopyFront(longest_.hosts, count * longest_.words_per_row, written_.hosts);
  benchmark::ClobberMemory();
  return count;
}

std::size_t Floor::FindAll() {
  if (written_by_batch_.empty()) {
    std::size_t slots = 0;
    for (const SlotColumns& answer : answers_) slots += answer.starts.size();
    written_by_batch_.resize(slots);
  }
  auto out = written_by_batch_.begin();
  for (std::size_t query = 0; query < answers_.size(); ++query) {
    std::int64_t sum = SumOfBusyTimes(query);
    benchmark::DoNotOptimize(sum);
    out = std::copy_n(
        longest_.starts.begin(),
        static_cast<std::ptrdiff_t>(answers_[query].starts.size()), out);
  }
  benchmark::ClobberMemory();
  return static_cast<std::size_t>(out - written_by_batch_.begin());
}

}  // namespace bookable::bench
