// bindings/python/module/zone.cc
// Tested by tests/bindings/python/zone_test.py.
#include "bindings/python/module/zone.h"

#include <pybind11/stl.h>

#include <span>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/python/module/columns.h"
#include "bindings/python/module/instants.h"
#include "bindings/python/module/values.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

Zone FindZone(const std::string& name, const Place& place) {
  absl::StatusOr<Zone> zone = Zone::Find(name);
  if (zone.ok()) return *zone;
  const absl::string_view what = zone.status().message();
  RaiseInvalid(place, std::string_view(what.data(), what.size()));
}

py::array Transitions(const Zone& zone, py::handle from, py::handle until) {
  const Interval range{ReadInstant(from, Rounding::kUp, {"start"}),
                       ReadInstant(until, Rounding::kDown, {"end"})};
  std::vector<Instant> found;
  for (const Stretch& stretch : zone.stretches()) {
    if (range.Contains(stretch.start)) found.push_back(stretch.start);
  }
  return MakeTimes(found);
}

}  // namespace

Zone ReadZone(py::handle value, const Place& place) {
  if (py::isinstance<Zone>(value)) return py::cast<Zone>(value);
  if (PyUnicode_Check(value.ptr())) {
    return FindZone(ReadText(value, place), place);
  }
  if (py::isinstance(value, py::module_::import("zoneinfo").attr("ZoneInfo"))) {
    const py::object key = value.attr("key");
    if (key.is_none()) {
      RaiseInvalid(place, "a ZoneInfo without a key names no zone");
    }
    return FindZone(ReadText(key, place), place);
  }
  const py::module_ datetime = py::module_::import("datetime");
  const py::object utc = datetime.attr("timezone").attr("utc");
  if (value.is(utc)) return Zone();
  if (py::isinstance(value, datetime.attr("timezone"))) {
    RaiseInvalid(place, absl::StrCat("a fixed offset is no zone, got ",
                                     std::string(py::str(value)),
                                     "; give the place's, such as "
                                     "\"Europe/Rome\", or \"UTC\""));
  }
  // pytz, which pandas uses before 3.0, keeps the name here.
  if (py::isinstance(value, datetime.attr("tzinfo")) &&
      py::hasattr(value, "zone") &&
      PyUnicode_Check(py::object(value.attr("zone")).ptr())) {
    return FindZone(ReadText(value.attr("zone"), place), place);
  }
  RaiseType(place, "a Zone, a ZoneInfo or the name of a zone", value);
}

void DefineZone(py::module_& module) {
  py::class_<Zone> cls(
      module, "Zone", py::is_final(),
      R"(A time zone of the machine's IANA database, up to 2200.

Args:
    name: an IANA name, links included ("US/Pacific"), spelled exactly; or a
        zoneinfo.ZoneInfo, a zone of pytz, or datetime.timezone.utc.

Raises:
    BookableError: no such zone, one that depends on the machine ("localtime"),
        or a fixed offset, which is none.

Zones are equal iff their names are. Thread-safety: immutable; share it freely.

>>> import bookable
>>> rome = bookable.Zone("Europe/Rome")
>>> rome.offset_at("2026-07-01T00:00:00Z")
datetime.timedelta(seconds=7200)
)");
  cls.def(
         py::init([](py::handle name) { return ReadZone(name, {"timeZone"}); }),
         py::arg("name"))
      .def_static("_read",
                  [](py::handle value, const std::string& field) {
                    return ReadZone(value, {field.c_str()});
                  })
      .def_property_readonly(
          "name", [](const Zone& zone) { return std::string(zone.name()); },
          "The IANA name.")
      .def("to_zoneinfo", &ZoneInfoOf, "The zoneinfo.ZoneInfo of that name.")
      .def(
          "offset_at",
          [](const Zone& zone, py::handle at) {
            return MakeDuration(
                zone.OffsetAt(ReadInRange(at, Rounding::kDown, {"at"})));
          },
          py::arg("at"), "Offset from UTC at an instant, positive east.")
      .def(
          "date_at",
          [](const Zone& zone, py::handle at) {
            return MakeDate(
                zone.DateAt(ReadInRange(at, Rounding::kDown, {"at"})));
          },
          py::arg("at"), "The local date of an instant.")
      .def(
          "start_of_date",
          [](const Zone& zone, py::handle date) {
            const auto day = ReadDateIf(date, {"date"});
            if (!day) RaiseType({"date"}, "a date", date);
            const Instant start = zone.StartOfDate(*day);
            CheckInRange(start, {"date"});
            return MakeDatetime(start, zone);
          },
          py::arg("date"),
          "The first instant of a local date: midnight, or the transition that "
          "skips it.")
      .def("transitions", &Transitions, py::arg("start"), py::arg("end"),
           "The instants in [start, end) at which the offset changes, "
           "datetime64[s] of shape (n,), UTC.")
      .def("__eq__",
           [](const Zone& zone, py::handle other) -> py::object {
             if (!py::isinstance<Zone>(other)) {
               return py::reinterpret_borrow<py::object>(Py_NotImplemented);
             }
             return py::bool_(zone == py::cast<Zone>(other));
           })
      .def("__hash__",
           [](const Zone& zone) {
             return py::hash(py::str(std::string(zone.name())));
           })
      .def("__repr__",
           [](const Zone& zone) {
             return "Zone('" + std::string(zone.name()) + "')";
           })
      .def("__str__", [](const Zone& zone) { return std::string(zone.name()); })
      .def("__reduce__",
           [](py::handle self) {
             return py::make_tuple(py::type::handle_of(self),
                                   py::make_tuple(self.attr("name")));
           })
      .def("__copy__", [](py::object self) { return self; })
      .def(
          "__deepcopy__", [](py::object self, py::handle) { return self; },
          py::arg("memo"));
  ConstructWhenMade(cls);
  module.def("zone_names", &ZoneNames, "The names that Zone knows, sorted.");
  module.def("tzdb_version", &TzdbVersion,
             "Release of the machine's time zone database, such as \"2026b\"; "
             "\"unknown\" when the machine does not say.");

  module.def("to_datetime", [](py::handle at, bool up,
                               const std::string& field) {
    return MakeDatetime(
        ReadInRange(at, up ? Rounding::kUp : Rounding::kDown, {field.c_str()}),
        Zone());
  });
  module.def("to_datetimes", [](const py::array& times, const Zone& zone) {
    const py::array column = ReadColumn(times, Rounding::kDown, {"times"});
    const std::span<const Instant> instants = InstantsOf(column);
    py::list list(instants.size());
    for (std::size_t i = 0; i < instants.size(); ++i) {
      CheckInRange(instants[i], {"times", static_cast<py::ssize_t>(i)});
      list[i] = MakeDatetime(instants[i], zone);
    }
    return list;
  });
  module.def("to_local", [](const py::array& times, const Zone& zone) {
    const py::array column = ReadColumn(times, Rounding::kDown, {"times"});
    std::vector<Instant> local;
    for (Instant t : InstantsOf(column)) {
      CheckInRange(t, {"times"});
      local.push_back(t + zone.OffsetAt(t));
    }
    return MakeTimes(local);
  });
  module.def("in_zone", [](py::handle at, const Zone& zone) {
    return MakeDatetime(ReadInRange(at, Rounding::kDown, {"at"}), zone);
  });
}

}  // namespace bookable::python
