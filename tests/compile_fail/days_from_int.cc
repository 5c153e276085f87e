// 1 might be Monday or Sunday.
#include <chrono>

#include "bookable/time/week.h"

bookable::DaySet Monday() {
#ifdef BOOKABLE_BAD_TWIN
  return bookable::DaySet{1};
#else
  return bookable::DaySet{std::chrono::Monday};
#endif
}
