// bindings/python/module/schedule.cc
//
// Schedules and event types come as parts of a request in the JSON form, so
// that there is one reader, and one set of errors, for all.
//
// Tested by tests/bindings/python/schedule_test.py.
#include "bindings/python/module/schedule.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/python/module/instants.h"
#include "bindings/python/module/python_error.h"
#include "bindings/python/module/values.h"
#include "bookable/interval/interval_set.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

std::shared_ptr<ScheduleCore> ReadSchedule(const std::string& text) {
  Request request = ValueOrRaise(ReadRequest(absl::StrCat(
      R"({"schedule":)", text,
      R"(,"eventType":{"lengthInMinutes":1},"start":"2000-01-01T00:00:00Z",)"
      R"("end":"2000-01-01T00:00:00Z"})")));
  Schedule& schedule = request.query.groups.at(0).hosts.at(0).schedule;
  CompiledSchedule compiled = ValueOrRaise(CompiledSchedule::Create(schedule));
  return std::make_shared<ScheduleCore>(
      ScheduleCore{std::move(schedule), std::move(compiled)});
}

IntervalSet OpenTime(const ScheduleCore& core, py::handle start,
                     py::handle end) {
  const Interval range{ReadInRange(start, Rounding::kUp, {"start"}),
                       ReadInRange(end, Rounding::kDown, {"end"})};
  std::vector<Interval> open;
  if (!range.is_empty()) {
    const py::gil_scoped_release release;
    core.compiled.AppendOpen(range, open);
  }
  return IntervalSet::FromNormalizedUnchecked(std::move(open));
}

}  // namespace

absl::StatusOr<Request> ReadRequest(std::string_view text) {
  thread_local RequestReader reader;
  return reader.Read(text);
}

void DefineSchedule(py::module_& module) {
  py::class_<ScheduleCore, std::shared_ptr<ScheduleCore>> cls(
      module, "ScheduleCore", py::is_final());
  cls.def(py::init(&ReadSchedule), py::arg("text"))
      .def("is_open",
           [](const ScheduleCore& core, py::handle at) {
             return core.compiled.IsOpen(
                 ReadInstant(at, Rounding::kDown, {"at"}));
           })
      .def("open_time", &OpenTime);
  ConstructWhenMade(cls);
}

}  // namespace bookable::python
