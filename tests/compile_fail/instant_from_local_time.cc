// A wall-clock reading is no instant: a zone must make it one.
#include <chrono>

#include "bookable/query/slot_query.h"

bookable::SlotQuery From(std::chrono::local_days monday, bookable::Zone zone) {
#ifdef BOOKABLE_BAD_TWIN
  static_cast<void>(zone);
  return {.from = monday};
#else
  return {.from = zone.StartOfDate(monday)};
#endif
}
