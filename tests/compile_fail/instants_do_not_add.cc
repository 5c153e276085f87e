// Points on the time line have a distance, and no sum.
#include <chrono>

#include "bookable/time/instant.h"

auto Combine(bookable::Instant a, bookable::Instant b) {
#ifdef BOOKABLE_BAD_TWIN
  return a + b;
#else
  return a - b;
#endif
}
