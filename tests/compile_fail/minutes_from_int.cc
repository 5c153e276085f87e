// A length is minutes, not a bare number that might be seconds.
#include <chrono>

#include "bookable/event/event_type.h"

bookable::EventType ThirtyMinutes() {
#ifdef BOOKABLE_BAD_TWIN
  return {.length = 30};
#else
  return {.length = std::chrono::minutes{30}};
#endif
}
