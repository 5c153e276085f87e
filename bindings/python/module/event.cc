// bindings/python/module/event.cc
// Tested by tests/bindings/python/event_test.py.
#include "bindings/python/module/event.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/python/module/python_error.h"
#include "bindings/python/module/schedule.h"
#include "bindings/python/module/values.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

std::shared_ptr<EventCore> ReadEvent(const std::string& text) {
  Request request = ValueOrRaise(ReadRequest(absl::StrCat(
      R"({"schedule":{"timeZone":"UTC"},"eventType":)", text,
      R"(,"start":"2000-01-01T00:00:00Z","end":"2000-01-01T00:00:00Z",)"
      R"("now":"2000-01-01T00:00:00Z"})")));
  return std::make_shared<EventCore>(EventCore{std::move(request.query.event)});
}

}  // namespace

void DefineEvent(py::module_& module) {
  py::class_<EventCore, std::shared_ptr<EventCore>> cls(module, "EventCore",
                                                        py::is_final());
  cls.def(py::init(&ReadEvent), py::arg("text"));
  ConstructWhenMade(cls);
}

}  // namespace bookable::python
