// bindings/python/module/interval_set.cc
// Tested by tests/bindings/python/interval_set_test.py.
#include "bindings/python/module/interval_set.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/python/module/columns.h"
#include "bindings/python/module/instants.h"
#include "bindings/python/module/python_error.h"
#include "bindings/python/module/values.h"
#include "bookable/interval/interval_set.h"
#include "bookable/time/zone.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

using std::chrono::seconds;

// Of a BusyTime or a Booking start and end are what counts here; of whole days
// their midnights.
Interval IntervalOfEntry(py::handle item, py::ssize_t index) {
  const auto read = [&](const char* member, Rounding rounding) {
    const Place place{"intervals", index, member};
    const py::object value = item.attr(member);
    if (PyUnicode_Check(value.ptr()) == 0) {
      if (const auto date = ReadDateIf(value, place)) {
        const auto name = ReadText(item.attr("zone"), place);
        return ValueOrRaise(Zone::Find(name)).StartOfDate(*date);
      }
    }
    return ReadInstant(value, rounding, place);
  };
  return {read("start", Rounding::kDown), read("end", Rounding::kUp)};
}

IntervalSet ReadSet(py::handle given) {
  // Iterators can be read once, and entries of mixed kinds are read twice.
  const py::object listed = ListedOnce(given);
  std::vector<Interval> intervals;
  if (!ReadIntervals(listed, "intervals", intervals)) {
    intervals.clear();
    py::ssize_t index = 0;
    for (py::handle item : listed) {
      const std::optional<Interval> pair = ReadEntry(item, "intervals", index);
      intervals.push_back(pair ? *pair : IntervalOfEntry(item, index));
      ++index;
    }
  }
  CheckIntervals(intervals, "intervals");
  return IntervalSet::FromIntervals(std::move(intervals));
}

Interval ReadInterval(py::handle start, py::handle end) {
  const Interval interval{ReadInRange(start, Rounding::kDown, {"start"}),
                          ReadInRange(end, Rounding::kUp, {"end"})};
  if (interval.end < interval.start) {
    RaiseInvalid({"end"}, absl::StrCat("must not be before start ",
                                       FormatInstant(interval.start), ", got ",
                                       FormatInstant(interval.end)));
  }
  return interval;
}

IntervalSet Cut(const IntervalSet& set, py::handle start, py::handle end) {
  const Interval window{
      start.is_none() ? kFirstInstant
                      : ReadInstant(start, Rounding::kUp, {"start"}),
      end.is_none() ? kEndOfTime : ReadInstant(end, Rounding::kDown, {"end"})};
  if (window.is_empty()) return {};
  return set & IntervalSet::FromNormalizedUnchecked({window});
}

std::string Text(const IntervalSet& set) {
  // A repr is for a person: the ends of a long list say enough.
  constexpr std::size_t kMost = 8;
  std::string text = "[";
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i > 0) text += ", ";
    if (set.size() > kMost && i == kMost / 2) {
      absl::StrAppend(&text, "... ", set.size() - kMost, " more ..., ");
      i = set.size() - kMost / 2;
    }
    absl::StrAppend(&text, "('", FormatInstant(set[i].start), "', '",
                    FormatInstant(set[i].end), "')");
  }
  return set.is_empty() ? "" : text + "]";
}

py::tuple Pair(const Interval& interval) {
  return py::make_tuple(MakeDatetime(interval.start, Zone()),
                        MakeDatetime(interval.end, Zone()));
}

}  // namespace

bool CopyIntervalsOfSet(py::handle value, std::vector<Interval>& out) {
  // Kept while it is looked at: `value` may have made it just now.
  const auto core = py::reinterpret_steal<py::object>(
      PyObject_GetAttrString(value.ptr(), "_core"));
  if (!core) {
    PyErr_Clear();
    return false;
  }
  if (!py::isinstance<IntervalSet>(core)) return false;
  const auto intervals = py::cast<const IntervalSet&>(core).intervals();
  out.assign(intervals.begin(), intervals.end());
  return true;
}

void DefineIntervalSet(py::module_& module) {
  py::class_<IntervalSet> cls(module, "IntervalSetCore", py::is_final());
  cls.def(py::init(&ReadSet), py::arg("intervals"))
      .def_property_readonly("starts",
                             [](const IntervalSet& set) {
                               return MakeTimes(set.intervals(), false);
                             })
      .def_property_readonly("ends",
                             [](const IntervalSet& set) {
                               return MakeTimes(set.intervals(), true);
                             })
      .def_property_readonly(
          "seconds",
          [](const IntervalSet& set) { return set.length().count(); })
      .def("interval",
           [](const IntervalSet& set, std::size_t index) {
             if (index >= set.size()) throw py::index_error();
             return Pair(set[index]);
           })
      .def("cut", &Cut)
      .def("complement",
           [](const IntervalSet& set, py::handle start, py::handle end) {
             return set.Complement(ReadInterval(start, end));
           })
      .def("contains",
           [](const IntervalSet& set, py::handle at) {
             return set.Contains(ReadInstant(at, Rounding::kDown, {"at"}));
           })
      .def("contains_interval",
           [](const IntervalSet& set, py::handle start, py::handle end) {
             return set.Contains(ReadInterval(start, end));
           })
      .def("overlaps",
           [](const IntervalSet& set, py::handle start, py::handle end) {
             return set.Overlaps(ReadInterval(start, end));
           })
      .def("union",
           [](const IntervalSet& a, const IntervalSet& b) { return a | b; })
      .def("intersection",
           [](const IntervalSet& a, const IntervalSet& b) { return a & b; })
      .def("difference",
           [](const IntervalSet& a, const IntervalSet& b) { return a - b; })
      .def("symmetric_difference",
           [](const IntervalSet& a, const IntervalSet& b) { return a ^ b; })
      .def("dilate",
           [](const IntervalSet& set, std::int64_t before, std::int64_t after) {
             // No set reaches beyond the engine's time.
             return set.Dilate(seconds{before}, seconds{after}) &
                    IntervalSet::FromNormalizedUnchecked(
                        {{kFirstInstant, kEndOfTime}});
           })
      .def("erode",
           [](const IntervalSet& set, std::int64_t before, std::int64_t after) {
             return set.Erode(seconds{before}, seconds{after});
           })
      .def("text", &Text)
      .def("__len__", &IntervalSet::size)
      .def("__eq__",
           [](const IntervalSet& a, const IntervalSet& b) { return a == b; })
      .def("__hash__", [](const IntervalSet& set) {
        const std::span<const Interval> rows = set.intervals();
        return py::hash(py::bytes(reinterpret_cast<const char*>(rows.data()),
                                  rows.size_bytes()));
      });
  ConstructWhenMade(cls);
}

}  // namespace bookable::python
