// bindings/python/module/interval_set.h: what bookable.IntervalSet wraps.
#ifndef BOOKABLE_PYTHON_MODULE_INTERVAL_SET_H_
#define BOOKABLE_PYTHON_MODULE_INTERVAL_SET_H_

#include <pybind11/pybind11.h>

#include <vector>

#include "bookable/interval/interval.h"

namespace bookable::python {

// Sets `out` to those of a bookable.IntervalSet; false when it is none.
bool CopyIntervalsOfSet(pybind11::handle value, std::vector<Interval>& out);

void DefineIntervalSet(pybind11::module_& module);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_INTERVAL_SET_H_
