// Busy time in two columns: both hold instants, not lengths.
#include <chrono>
#include <vector>

#include "bookable/host/host_view.h"

bookable::IntervalColumns Busy(
    const std::vector<bookable::Instant>& starts,
    const std::vector<bookable::Instant>& ends,
    const std::vector<std::chrono::seconds>& lengths) {
#ifdef BOOKABLE_BAD_TWIN
  static_cast<void>(ends);
  return bookable::IntervalColumns(starts, lengths);
#else
  static_cast<void>(lengths);
  return bookable::IntervalColumns(starts, ends);
#endif
}
