// bindings/python/module/instants.h: instants from Python's values, and back.
//
// Accepted are aware datetimes (and their subclasses, such as pandas'
// Timestamp), NumPy's datetime64 (read as UTC) and RFC 3339 text. A naive
// datetime is an error: it names no instant.
//
// COST      About 20 ns for a datetime in UTC or in a zone that was just seen;
//           zones are read from our own tables, not from Python's.
// THREADS   All need the interpreter's lock.
#ifndef BOOKABLE_PYTHON_MODULE_INSTANTS_H_
#define BOOKABLE_PYTHON_MODULE_INSTANTS_H_

#include <pybind11/pybind11.h>

#include <chrono>
#include <optional>

#include "bindings/python/module/python_error.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::python {

// Call once, before the others.
void ImportDatetime();

Instant ReadInstant(pybind11::handle value, Rounding rounding,
                    const Place& place);

// OutOfRangeError unless IsInRange.
void CheckInRange(Instant t, const Place& place);
// Both.
Instant ReadInRange(pybind11::handle value, Rounding rounding,
                    const Place& place);

// None: absent.
std::optional<Instant> ReadOptionalInstant(pybind11::handle value,
                                           Rounding rounding,
                                           const Place& place);

// A bound of a query: an instant, rounded inwards, or a local date of `zone`,
// whose end is included.
enum class Bound { kStart, kEnd };
Instant ReadBound(pybind11::handle value, const Zone& zone, Bound bound);

// A local date, or nothing when `value` is none (an instant, say).
std::optional<std::chrono::local_days> ReadDateIf(pybind11::handle value,
                                                  const Place& place);

// An aware datetime.
pybind11::object MakeDatetime(Instant t, const Zone& zone);
pybind11::object MakeDate(std::chrono::local_days date);
pybind11::object MakeDuration(std::chrono::seconds length);

// The zoneinfo.ZoneInfo of a zone.
pybind11::object ZoneInfoOf(const Zone& zone);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_INSTANTS_H_
