// bookable/internal/strings.h: std::string_view to Debian's absl::string_view.
//
// Debian builds Abseil with a string_view of its own; this is the one place
// that knows.
#ifndef BOOKABLE_INTERNAL_STRINGS_H_
#define BOOKABLE_INTERNAL_STRINGS_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace bookable::internal {

inline absl::string_view ToAbsl(std::string_view text) {
  return {text.data(), text.size()};
}
inline std::string_view ToStd(absl::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace bookable::internal

#endif  // BOOKABLE_INTERNAL_STRINGS_H_
