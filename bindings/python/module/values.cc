// Tested by tests/bindings/python/errors_test.py and unmade_test.py.
#include "bindings/python/module/values.h"

#include <limits>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

// Of a number of thousands of digits, how many: Python refuses to write it.
std::string ShownNumber(py::handle number) {
  const auto bits = py::cast<std::int64_t>(number.attr("bit_length")());
  if (bits > 256) return absl::StrCat("a number of ", bits, " bits");
  return py::str(number);
}

PyObject* New(PyTypeObject* type, PyObject* args, PyObject* named) {
  const auto made =
      py::reinterpret_steal<py::object>(py::detail::make_new_instance(type));
  if (!made) return nullptr;
  const auto init = py::reinterpret_steal<py::object>(
      PyObject_GetAttrString(reinterpret_cast<PyObject*>(type), "__init__"));
  if (!init) return nullptr;
  const Py_ssize_t count = PyTuple_GET_SIZE(args);
  const auto all = py::reinterpret_steal<py::object>(PyTuple_New(count + 1));
  if (!all) return nullptr;
  PyTuple_SET_ITEM(all.ptr(), 0, made.inc_ref().ptr());
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* const argument = PyTuple_GET_ITEM(args, i);
    Py_INCREF(argument);
    PyTuple_SET_ITEM(all.ptr(), i + 1, argument);
  }
  const auto done = py::reinterpret_steal<py::object>(
      PyObject_Call(init.ptr(), all.ptr(), named));
  if (!done) return nullptr;
  return made.inc_ref().ptr();
}

int DoNothing(PyObject*, PyObject*, PyObject*) { return 0; }

}  // namespace

std::string ReadText(py::handle value, const Place& place) {
  if (!PyUnicode_Check(value.ptr())) RaiseType(place, "a str", value);
  Py_ssize_t size = 0;
  const char* const text = PyUnicode_AsUTF8AndSize(value.ptr(), &size);
  if (text == nullptr) {
    PyErr_Clear();
    RaiseInvalid(
        place, absl::StrCat(
                   "must be text without lone surrogates, got ",
                   std::string(py::str(
                       py::module_::import("builtins").attr("ascii")(value)))));
  }
  return {text, static_cast<std::size_t>(size)};
}

std::int64_t ReadInteger(py::handle value, std::int64_t least,
                         std::int64_t most, const Place& place) {
  if (PyBool_Check(value.ptr()) || PyIndex_Check(value.ptr()) == 0) {
    RaiseType(place, "an int", value);
  }
  const auto number =
      py::reinterpret_steal<py::object>(PyNumber_Index(value.ptr()));
  if (!number) {
    // An array, say: it has __index__, and says no.
    if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) {
      throw py::error_already_set();
    }
    PyErr_Clear();
    RaiseType(place, "an int", value);
  }
  int overflow = 0;
  const long long read = PyLong_AsLongLongAndOverflow(number.ptr(), &overflow);
  if (overflow != 0 || read < least || read > most) {
    RaiseInvalid(place, absl::StrCat("must be from ", least, " to ", most,
                                     ", got ", ShownNumber(number)));
  }
  return read;
}

std::int32_t ReadInt32(py::handle value, const Place& place) {
  return static_cast<std::int32_t>(
      ReadInteger(value, std::numeric_limits<std::int32_t>::min(),
                  std::numeric_limits<std::int32_t>::max(), place));
}

bool ReadFlag(py::handle value, const Place& place) {
  if (PyBool_Check(value.ptr())) return value.ptr() == Py_True;
  if (std::string_view(Py_TYPE(value.ptr())->tp_name) != "numpy.bool_") {
    RaiseType(place, "True or False", value);
  }
  return PyObject_IsTrue(value.ptr()) == 1;
}

void ConstructWhenMade(py::handle cls) {
  auto* const type = reinterpret_cast<PyTypeObject*>(cls.ptr());
  type->tp_new = &New;
  type->tp_init = &DoNothing;
}

}  // namespace bookable::python
