// bindings/python/module/host.h: hosts, and questions about one of them.
#ifndef BOOKABLE_PYTHON_MODULE_HOST_H_
#define BOOKABLE_PYTHON_MODULE_HOST_H_

#include <pybind11/pybind11.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bindings/python/module/event.h"
#include "bindings/python/module/schedule.h"
#include "bookable/event/compiled_event.h"
#include "bookable/host/host.h"
#include "bookable/host/host_view.h"
#include "bookable/query/compiled_query.h"
#include "bookable/time/zone.h"

namespace bookable::python {

// What bookable.Host wraps. Immutable, and valid.
struct HostCore {
  std::shared_ptr<ScheduleCore> schedule;
  // All but schedule and busy.
  Host rest;
  // Busy times are rows; what more is said of them stands in `details`, one a
  // row, or there are none.
  std::vector<Interval> busy;
  std::vector<BusyTime> details;
};

// The host in the form of the engine's queries.
Host ToHost(const HostCore& core);

// A host's rows as one event type sees them. The view looks at the rows here,
// or, where those say all, at the core's own.
class HostRows {
 public:
  HostRows(const HostCore& core, const EventType& event,
           const std::string& owner, const std::string& ignore_booking);
  HostRows(const HostRows&) = delete;
  HostRows& operator=(const HostRows&) = delete;

  const HostView& view() const { return view_; }

 private:
  std::vector<Interval> busy_;
  std::vector<Buffers> busy_buffers_;
  std::vector<BookingRow> bookings_;
  std::vector<HoldRow> holds_;
  HostView view_;
};

// What is asked beside hosts and event, as Python gives it.
struct Bounds {
  pybind11::handle start;
  pybind11::handle end;
  pybind11::handle now;
};

// Reads and checks bounds and `now`. `zone` is that of the answer.
Window ReadWindow(const Bounds& bounds, const EventType& event, bool has_holds,
                  const Zone& zone);

CompiledEvent CompileEvent(const EventCore& event, const Zone& event_zone,
                           std::optional<std::int64_t> duration);

void DefineHost(pybind11::module_& module);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_HOST_H_
