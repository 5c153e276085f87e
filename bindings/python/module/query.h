// bindings/python/module/query.h: questions of every kind, as values.
#ifndef BOOKABLE_PYTHON_MODULE_QUERY_H_
#define BOOKABLE_PYTHON_MODULE_QUERY_H_

#include <pybind11/pybind11.h>

namespace bookable::python {

void DefineQuery(pybind11::module_& module);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_QUERY_H_
