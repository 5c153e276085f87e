// Sets of time and what can be done with them.
#include <chrono>
#include <iostream>
#include <vector>

#include "bookable/interval/algebra.h"
#include "bookable/interval/coverage.h"
#include "bookable/interval/interval_set.h"

int main() {
  // [algebra]
  using namespace std::chrono_literals;
  using bookable::Interval;
  using bookable::IntervalSet;

  const bookable::Instant day =
      std::chrono::sys_days{std::chrono::year{2026} / 11 / 24};
  const IntervalSet open = {{day + 9h, day + 12h}, {day + 13h, day + 17h}};
  const IntervalSet busy = {{day + 10h, day + 11h},
                            {day + 11h, day + 11h + 30min}};

  // Touching intervals are one: busy is 10:00 to 11:30.
  const IntervalSet free = open - busy;  // 9-10, 11:30-12, 13-17

  // When a meeting of an hour with 15 minutes after it may start: from 13:00 to
  // 15:45. That start is included, and intervals are half-open: hence the 1s.
  const IntervalSet starts = free.Erode(0min, 75min - 1s);

  // Busy time that keeps 10 minutes clear on either side.
  const IntervalSet padded = busy.Dilate(10min, 10min);
  // [/algebra]
  std::cout << "busy   " << busy << "\nfree   " << free << "\nstarts " << starts
            << "\npadded " << padded << "\n";

  // [coverage]
  // When at least two of three people are free.
  const IntervalSet ann = {{day + 9h, day + 12h}};
  const IntervalSet ben = {{day + 10h, day + 14h}};
  const IntervalSet eva = {{day + 11h, day + 15h}};
  const std::vector<std::span<const Interval>> people = {
      ann.intervals(), ben.intervals(), eva.intervals()};
  bookable::CoverageCounter counter;
  std::vector<Interval> two;
  counter.AtLeast(people, 2, two);  // 10:00 to 14:00
  // [/coverage]
  for (const Interval& interval : two)
    std::cout << "two    " << interval << "\n";
}
