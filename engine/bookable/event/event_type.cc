// bookable/event/event_type.cc
// Tested by tests/engine/event/event_type_test.cc.
#include "bookable/event/event_type.h"

namespace bookable {

std::string_view AlignmentName(Alignment alignment) {
  switch (alignment) {
    case Alignment::kHour:
      return "hour";
    case Alignment::kWindow:
      return "window";
    case Alignment::kClock:
      return "clock";
    case Alignment::kFree:
      return "free";
    case Alignment::kPacked:
      return "packed";
  }
  return "unknown";
}

}  // namespace bookable
