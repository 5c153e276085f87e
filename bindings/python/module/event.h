// bindings/python/module/event.h: what bookable.EventType wraps.
#ifndef BOOKABLE_PYTHON_MODULE_EVENT_H_
#define BOOKABLE_PYTHON_MODULE_EVENT_H_

#include <pybind11/pybind11.h>

#include "bookable/event/event_type.h"

namespace bookable::python {

// Immutable, and valid.
struct EventCore {
  EventType event;
};

void DefineEvent(pybind11::module_& module);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_EVENT_H_
