// bindings/python/module/host_columns.h: many hosts as columns.
#ifndef BOOKABLE_PYTHON_MODULE_HOST_COLUMNS_H_
#define BOOKABLE_PYTHON_MODULE_HOST_COLUMNS_H_

#include <pybind11/pybind11.h>

namespace bookable::python {

void DefineHostColumns(pybind11::module_& module);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_HOST_COLUMNS_H_
