// The Python module _bookable; the package bookable (bindings/python/bookable)
// is what users import.
//
// Tested by tests/bindings/python/.
#include <pybind11/pybind11.h>

#include "bindings/python/module/batch.h"
#include "bindings/python/module/columns.h"
#include "bindings/python/module/event.h"
#include "bindings/python/module/host.h"
#include "bindings/python/module/host_columns.h"
#include "bindings/python/module/instants.h"
#include "bindings/python/module/interval_set.h"
#include "bindings/python/module/query.h"
#include "bindings/python/module/schedule.h"
#include "bindings/python/module/zone.h"

PYBIND11_MODULE(_bookable, module) {
  using namespace bookable::python;
  module.doc() =
      "The compiled part of bookable. Use the package, which says what is "
      "what.";
  module.attr("__version__") = BOOKABLE_VERSION;
  // The stub has the signatures; docstrings say the rest.
  pybind11::options options;
  options.disable_function_signatures();
  ImportDatetime();
  DefineZone(module);
  DefineColumns(module);
  DefineIntervalSet(module);
  DefineSchedule(module);
  DefineEvent(module);
  DefineHost(module);
  DefineHostColumns(module);
  DefineBatch(module);
  DefineQuery(module);
}
