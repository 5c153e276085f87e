// bindings/python/module/schedule.h: what bookable.Schedule wraps.
#ifndef BOOKABLE_PYTHON_MODULE_SCHEDULE_H_
#define BOOKABLE_PYTHON_MODULE_SCHEDULE_H_

#include <pybind11/pybind11.h>

#include <string_view>

#include "absl/status/statusor.h"
#include "bookable/codec/request.h"
#include "bookable/schedule/compiled_schedule.h"
#include "bookable/schedule/schedule.h"

namespace bookable::python {

// A schedule as said and as compiled. Immutable.
struct ScheduleCore {
  Schedule schedule;
  CompiledSchedule compiled;
};

// Reads a request; the working memory is the thread's own.
absl::StatusOr<Request> ReadRequest(std::string_view text);

void DefineSchedule(pybind11::module_& module);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_SCHEDULE_H_
