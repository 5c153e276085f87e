// bindings/python/module/zone.h: time zones, in Python bookable.Zone.
#ifndef BOOKABLE_PYTHON_MODULE_ZONE_H_
#define BOOKABLE_PYTHON_MODULE_ZONE_H_

#include <pybind11/pybind11.h>

#include "bindings/python/module/python_error.h"
#include "bookable/time/zone.h"

namespace bookable::python {

// From a Zone, a zoneinfo.ZoneInfo, a zone of pytz, datetime.timezone.utc or an
// IANA name.
Zone ReadZone(pybind11::handle value, const Place& place);

void DefineZone(pybind11::module_& module);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_ZONE_H_
