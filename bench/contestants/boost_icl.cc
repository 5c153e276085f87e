// bench/contestants/boost_icl.cc
// Tested by the comparison of answers in bench/support/row.h.
#include "bench/contestants/boost_icl.h"

#include <chrono>

#include "bench/contestants/grid_steps.h"

namespace bookable::bench {

using std::chrono::seconds;

void BoostIcl::FindFree(const workloads::HostRows& host) {
  open_.clear();
  compiled_.schedules()[host.schedule].AppendOpen(
      {workload_.from, workload_.until}, open_);
  free_.clear();
  for (const Interval& open : open_) free_.insert(free_.end(), open);
  for (const Interval& busy : host.busy) free_.subtract(busy);
}

std::size_t BoostIcl::Find(std::size_t query) {
  const seconds length = compiled_.event().length();
  const seconds step = compiled_.event().step();
  columns_.starts.clear();
  const std::span<const workloads::HostRows> hosts = workload_.HostsOf(query);
  if (hosts.size() == 1) {
    FindFree(hosts.front());
    for (const Interval& piece : free_) {
      AppendStarts(workload_.zone, piece.start, piece.end - length, step,
                   columns_.starts);
    }
    return columns_.starts.size();
  }

  IclIntervalMap<int> able;
  for (const workloads::HostRows& host : hosts) {
    FindFree(host);
    for (const Interval& piece : free_) {
      const Interval starts{piece.start, piece.end - length + seconds{1}};
      if (!starts.is_empty()) able += std::pair(starts, 1);
    }
  }
  const int needed = static_cast<int>(compiled_.GroupOf(query).needed());
  IclIntervalSet covered;
  for (const auto& [interval, count] : able) {
    if (count >= needed) covered.insert(covered.end(), interval);
  }
  for (const Interval& piece : covered) {
    AppendStarts(workload_.zone, piece.start, piece.end - seconds{1}, step,
                 columns_.starts);
  }
  return columns_.starts.size();
}

}  // namespace bookable::bench
