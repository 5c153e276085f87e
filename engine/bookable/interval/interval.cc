// Tested by tests/engine/interval/interval_test.cc.
#include "bookable/interval/interval.h"

#include "bookable/time/instant.h"

namespace bookable {

std::ostream& operator<<(std::ostream& os, const Interval& interval) {
  return os << '[' << FormatInstant(interval.start) << ", "
            << FormatInstant(interval.end) << ')';
}

}  // namespace bookable
