// bookable/internal/error.h: errors that say where.
//
// Every error of user input is a Status whose message begins with the path of
// the field, in the words of docs/errors.md, then ": " and what is wrong:
//   schedule.availability[1].endTime: must not equal startTime, got 09:00
#ifndef BOOKABLE_INTERNAL_ERROR_H_
#define BOOKABLE_INTERNAL_ERROR_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "bookable/internal/strings.h"

namespace bookable::internal {

inline absl::Status InvalidField(std::string_view field,
                                 std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(ToAbsl(field), ": ", ToAbsl(what)));
}
inline absl::Status OutOfRangeField(std::string_view field,
                                    std::string_view what) {
  return absl::OutOfRangeError(absl::StrCat(ToAbsl(field), ": ", ToAbsl(what)));
}

}  // namespace bookable::internal

#endif  // BOOKABLE_INTERNAL_ERROR_H_
