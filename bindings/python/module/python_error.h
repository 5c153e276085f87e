// bindings/python/module/python_error.h: errors as Python exceptions.
//
// A Status becomes a BookableError: InvalidArgumentError or OutOfRangeError,
// with the engine's message. All errors have a field. Its classes live in
// bookable/_errors.py.
#ifndef BOOKABLE_PYTHON_MODULE_PYTHON_ERROR_H_
#define BOOKABLE_PYTHON_MODULE_PYTHON_ERROR_H_

#include <pybind11/pybind11.h>

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace bookable::python {

// Where a value stands, for errors: an argument, or a member of an entry of a
// list. The text is made only when something is wrong.
struct Place {
  const char* name = "";
  pybind11::ssize_t index = -1;
  const char* member = nullptr;

  // "start", "busy[3].end".
  std::string Text() const;
};

[[noreturn]] void Raise(const absl::Status& status);
[[noreturn]] void RaiseInvalid(const Place& place, std::string_view what);
// A time without a zone.
[[noreturn]] void RaiseNaive(const Place& place, std::string_view what);
// A value of a wrong kind: InvalidTypeError, a TypeError as well.
[[noreturn]] void RaiseType(const Place& place, std::string_view expected,
                            pybind11::handle got);

inline void RaiseIfError(const absl::Status& status) {
  if (!status.ok()) Raise(status);
}
template <typename T>
T ValueOrRaise(absl::StatusOr<T> value) {
  if (!value.ok()) Raise(value.status());
  return *std::move(value);
}

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_PYTHON_ERROR_H_
