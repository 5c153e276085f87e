// bindings/python/module/interval_set.h: what bookable.IntervalSet wraps.
#ifndef BOOKABLE_PYTHON_MODULE_INTERVAL_SET_H_
#define BOOKABLE_PYTHON_MODULE_INTERVAL_SET_H_

#include <pybind11/pybind11.h>

#include <optional>
#include <span>

#include "bookable/interval/interval.h"

namespace bookable::python {

// Of a bookable.IntervalSet; nothing when it is none. Lives as long as `value`.
std::optional<std::span<const Interval>> IntervalsOfSet(pybind11::handle value);

void DefineIntervalSet(pybind11::module_& module);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_INTERVAL_SET_H_
