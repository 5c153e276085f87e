// Tested by tests/bindings/python/errors_test.py.
#include "bindings/python/module/python_error.h"

#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "bookable/codec/request.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

[[noreturn]] void RaiseOf(const char* kind, const std::string& text,
                          py::object offset = py::none()) {
  const py::object type = py::module_::import("bookable._errors").attr(kind);
  const py::object error = type(text, std::move(offset));
  PyErr_SetObject(type.ptr(), error.ptr());
  throw py::error_already_set();
}

}  // namespace

std::string Place::Text() const {
  std::string text = name;
  if (index >= 0) absl::StrAppend(&text, "[", index, "]");
  if (member != nullptr) absl::StrAppend(&text, ".", member);
  return text;
}

void Raise(const absl::Status& status) {
  const char* kind =
      absl::IsOutOfRange(status) ? "OutOfRangeError" : "InvalidArgumentError";
  py::object offset = py::none();
  const std::string message(status.message());
  // Of text that is no JSON the offset is told by ErrorJson alone.
  if (message.rfind(": ", 0) == 0) {
    const py::dict error =
        py::module_::import("json").attr("loads")(ErrorJson(status))["error"];
    if (error.contains("offset")) offset = error["offset"];
  }
  RaiseOf(kind, message, offset);
}

void RaiseInvalid(const Place& place, std::string_view what) {
  RaiseOf("InvalidArgumentError", place.Text().append(": ").append(what));
}

void RaiseNaive(const Place& place, std::string_view what) {
  RaiseOf("NaiveTimeError", place.Text().append(": ").append(what));
}

void RaiseType(const Place& place, std::string_view expected, py::handle got) {
  const std::string text = place.Text()
                               .append(": expected ")
                               .append(expected)
                               .append(", got ")
                               .append(Py_TYPE(got.ptr())->tp_name);
  RaiseOf("InvalidTypeError", text);
}

}  // namespace bookable::python
