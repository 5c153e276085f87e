// A buffer of 90 seconds is not quietly a minute.
#include <chrono>

#include "bookable/event/event_type.h"

bookable::EventType WithBuffer(std::chrono::seconds pause) {
#ifdef BOOKABLE_BAD_TWIN
  return {.after_buffer = pause};
#else
  return {.after_buffer = std::chrono::ceil<std::chrono::minutes>(pause)};
#endif
}
