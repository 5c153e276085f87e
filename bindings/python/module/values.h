// bindings/python/module/values.h: small values of arguments, and classes whose
// instances always have one.
//
// pybind11 converts arguments as well, but what it cannot convert it reports as
// its own, without the argument's name.
#ifndef BOOKABLE_PYTHON_MODULE_VALUES_H_
#define BOOKABLE_PYTHON_MODULE_VALUES_H_

#include <pybind11/pybind11.h>

#include <cstdint>
#include <string>

#include "bindings/python/module/python_error.h"

namespace bookable::python {

// From a str, as UTF-8.
std::string ReadText(pybind11::handle value, const Place& place);

// From an int or what has __index__, such as NumPy's integers; not from a bool.
std::int64_t ReadInteger(pybind11::handle value, std::int64_t least,
                         std::int64_t most, const Place& place);
// Of the range of int32: the engine says which of them it wants.
std::int32_t ReadInt32(pybind11::handle value, const Place& place);

// From a bool, or NumPy's.
bool ReadFlag(pybind11::handle value, const Place& place);

// Makes a class of pybind11 safe to be made in any way. As pybind11 leaves it,
// cls.__new__(cls), which copy and pickle may call, gives an instance without a
// value, and its first use reads memory that nobody has written. Here __new__
// itself runs the constructor. REQUIRES: the class is py::is_final().
void ConstructWhenMade(pybind11::handle cls);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_VALUES_H_
