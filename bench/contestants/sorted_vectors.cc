// bench/contestants/sorted_vectors.cc
// Tested by the comparison of answers in bench/support/row.h.
#include "bench/contestants/sorted_vectors.h"

#include <algorithm>
#include <chrono>

#include "bench/contestants/grid_steps.h"

namespace bookable::bench {

using std::chrono::seconds;

void SortedVectors::FindFree(const workloads::HostRows& host) {
  open_.clear();
  free_.clear();
  compiled_.schedules()[host.schedule].AppendOpen(
      {workload_.from, workload_.until}, open_);
  auto busy = host.busy.begin();
  for (const Interval& open : open_) {
    Instant cursor = open.start;
    while (busy != host.busy.end() && busy->end <= cursor) ++busy;
    auto next = busy;
    for (; next != host.busy.end() && next->start < open.end; ++next) {
      if (next->start > cursor) free_.push_back({cursor, next->start});
      cursor = std::max(cursor, next->end);
    }
    if (cursor < open.end) free_.push_back({cursor, open.end});
  }
}

std::size_t SortedVectors::Find(std::size_t query) {
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

  edges_.clear();
  for (const workloads::HostRows& host : hosts) {
    FindFree(host);
    for (const Interval& piece : free_) {
      const Instant end = piece.end - length + seconds{1};
      if (end <= piece.start) continue;
      edges_.push_back({piece.start, 1});
      edges_.push_back({end, -1});
    }
  }
  std::sort(edges_.begin(), edges_.end(),
            [](const Edge& a, const Edge& b) { return a.at < b.at; });
  const auto needed =
      static_cast<std::int32_t>(compiled_.GroupOf(query).needed());
  std::int32_t able = 0;
  Instant begin{};
  bool is_covered = false;
  for (std::size_t i = 0; i < edges_.size();) {
    const Instant at = edges_[i].at;
    for (; i < edges_.size() && edges_[i].at == at; ++i) {
      able += edges_[i].change;
    }
    if ((able >= needed) == is_covered) continue;
    if (is_covered) {
      AppendStarts(workload_.zone, begin, at - seconds{1}, step,
                   columns_.starts);
    }
    begin = at;
    is_covered = !is_covered;
  }
  return columns_.starts.size();
}

}  // namespace bookable::bench
