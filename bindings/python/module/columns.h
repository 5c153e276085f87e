// bindings/python/module/columns.h: NumPy's columns of instants, and back.
//
// datetime64[s] in UTC is the memory of the engine's instants: such arrays are
// used where they are. Other units are converted, rounding as said.
#ifndef BOOKABLE_PYTHON_MODULE_COLUMNS_H_
#define BOOKABLE_PYTHON_MODULE_COLUMNS_H_

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "bindings/python/module/python_error.h"
#include "bookable/interval/interval.h"
#include "bookable/time/instant.h"

namespace bookable::python {

// NumPy scalars.
bool IsDatetime64(pybind11::handle value);
Instant InstantOfDatetime64(pybind11::handle value, Rounding rounding,
                            const Place& place);
// Of a unit of days; shorter ones are no dates. Raises for weeks, months and
// years.
std::optional<std::chrono::local_days> DateOfDatetime64(pybind11::handle value,
                                                        const Place& place);

// A column of instants as a contiguous array of datetime64[s], one dimension:
// the array itself if it is one. From datetime64 of any unit, tz-aware pandas
// Series and indexes, and sequences of what ReadInstant takes. NaT is left as
// kNaT: who knows the row says so.
pybind11::array ReadColumn(pybind11::handle values, Rounding rounding,
                           const Place& place);
inline constexpr Instant kNaT{
    std::chrono::seconds{std::numeric_limits<std::int64_t>::min()}};

// Raises unless the array is such a column.
void CheckColumn(const pybind11::array& column, const Place& place);

// The instants of what ReadColumn returned, or CheckColumn let pass.
std::span<const Instant> InstantsOf(const pybind11::array& column);

// Raises for the first entry, if any, that is NaT, out of range, or ends before
// it starts. One pass.
void CheckIntervals(std::span<const Instant> starts,
                    std::span<const Instant> ends, const char* name);
void CheckIntervals(std::span<const Interval> intervals, const char* name);

// Reads intervals in any form (bookable.Host says which). False, and nothing
// useful in `out`, if an entry is of a class of its own (BusyTime, Booking),
// which says more than start and end. They are not checked.
bool ReadIntervals(pybind11::handle intervals, const char* name,
                   std::vector<Interval>& out);

// An entry of a list of them; nothing if it is of a class of its own.
std::optional<Interval> ReadEntry(pybind11::handle item, const char* name,
                                  pybind11::ssize_t index);
// Is it a BusyTime, or a Booking?
bool IsEntry(pybind11::handle item);
// What can be read twice: an iterator as a list, one entry as a list of it.
pybind11::object ListedOnce(pybind11::handle given);

// The array, which pybind11 leaves null when memory for a copy is short: then
// raises what NumPy said.
pybind11::array Made(pybind11::array array);

// Read-only arrays. Copies:
pybind11::array MakeTimes(std::span<const Instant> instants);
pybind11::array MakeTimes(std::span<const Interval> intervals, bool ends);
// A two-dimensional copy, `columns` in a row.
pybind11::array MakeTimeRows(std::span<const Instant> instants,
                             std::size_t columns);
pybind11::array MakeWords(std::span<const std::uint64_t> words,
                          std::vector<pybind11::ssize_t> shape);
pybind11::array MakeSeats(std::span<const std::int32_t> seats);

// No copy: `owner` keeps the memory.
pybind11::array ViewTimes(std::span<const Instant> instants,
                          const std::shared_ptr<const void>& owner);
pybind11::array ViewSeats(std::span<const std::int32_t> seats,
                          const std::shared_ptr<const void>& owner);
pybind11::array ViewOffsets(std::span<const std::size_t> offsets,
                            const std::shared_ptr<const void>& owner);

void DefineColumns(pybind11::module_& module);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_COLUMNS_H_
