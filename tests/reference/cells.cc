// Tested by tests/reference/reference_test.cc.
#include "tests/reference/cells.h"

#include <algorithm>
#include <chrono>

namespace bookable::reference {

using std::chrono::seconds;

int SecondOf(Instant t) {
  const auto second = static_cast<int>(t.time_since_epoch().count() % 60);
  return second < 0 ? second + 60 : second;
}

TimeLine::TimeLine(Instant begin, Instant end, const std::set<int>& seconds_of)
    : end_(end) {
  std::set<int> edges{0};
  for (const int second : seconds_of) {
    edges.insert(second);
    edges.insert((second + 1) % 60);
  }
  for (Instant minute = begin - seconds{SecondOf(begin)}; minute < end;
       minute += std::chrono::minutes{1}) {
    for (const int second : edges) {
      const Instant start = minute + seconds{second};
      if (begin <= start && start < end) starts_.push_back(start);
    }
  }
}

std::size_t TimeLine::CellAt(Instant t) const {
  if (t >= end_) return size();
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), t);
  return after == starts_.begin()
             ? 0
             : static_cast<std::size_t>(after - starts_.begin() - 1);
}

void TimeLine::Mark(Instant from, Instant until, Cells& cells) const {
  for (std::size_t i = CellAt(from); i < size() && starts_[i] < until; ++i) {
    cells[i] = true;
  }
}

std::vector<Run> RunsOf(const TimeLine& line, const Cells& cells,
                        const std::set<Instant>& cuts) {
  std::vector<Run> runs;
  bool is_inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!cells[i]) {
      is_inside = false;
      continue;
    }
    if (!is_inside || cuts.contains(line[i])) runs.push_back({line[i], {}});
    runs.back().last = line.EndOf(i) - seconds{1};
    is_inside = true;
  }
  return runs;
}

}  // namespace bookable::reference
