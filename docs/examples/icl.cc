// Boost.ICL beside our sets: convert at the edge, or let ICL hold our interval.
#include "bookable/interval/icl.h"

#include <chrono>
#include <iostream>
#include <vector>

#include "bookable/bookable.h"

int main() {
  using namespace std::chrono_literals;
  const std::chrono::sys_days day = 2026y / 11 / 24;

  // [icl]
  // A map of ICL with our interval as its key: how many rooms are taken when.
  bookable::IclIntervalMap<int> taken;
  taken += std::pair(bookable::Interval{day + 9h, day + 11h}, 1);
  taken += std::pair(bookable::Interval{day + 10h, day + 12h}, 1);

  bookable::IclIntervalSet both_taken;
  for (const auto& [interval, rooms] : taken) {
    if (rooms == 2) both_taken += interval;
  }

  // Back to a flat set; then our algebra.
  const bookable::IntervalSet open = {{day + 9h, day + 17h}};
  const bookable::IntervalSet free = open - bookable::FromIcl(both_taken);

  // ICL's reading functions take our sets as they are.
  const bool noon = boost::icl::contains(free, day + 12h);
  const std::chrono::seconds length = boost::icl::length(free);
  // [/icl]
  std::cout << "free " << free << ", "
            << std::chrono::duration_cast<std::chrono::hours>(length).count()
            << " hours\n";

  const bookable::IntervalSet expected = {{day + 9h, day + 10h},
                                          {day + 11h, day + 17h}};
  if (free != expected || !noon || length != 7h) return 1;
  return bookable::FromIcl(bookable::ToIcl(free)) == free ? 0 : 1;
}
