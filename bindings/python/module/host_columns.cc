// bindings/python/module/host_columns.cc
//
// The engine looks at NumPy's memory: the arrays are kept, not copied. Those
// that are the caller's are checked whenever they are used, for whoever has an
// array may have changed it, and what the engine reads must be valid; those
// that the package made are checked once, when they come.
//
// Tested by tests/bindings/python/batch_test.py.
#include "bindings/python/module/host_columns.h"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/python/module/batch.h"
#include "bindings/python/module/columns.h"
#include "bindings/python/module/event.h"
#include "bindings/python/module/host.h"
#include "bindings/python/module/python_error.h"
#include "bindings/python/module/schedule.h"
#include "bindings/python/module/values.h"
#include "bookable/host/host_view.h"
#include "bookable/query/batch.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

using Offsets = py::array_t<std::int64_t, py::array::c_style>;
using Indices = py::array_t<std::int64_t, py::array::c_style>;

// What bookable.HostColumns wraps. Immutable.
class HostColumnsCore {
 public:
  HostColumnsCore(std::vector<std::shared_ptr<ScheduleCore>> schedules,
                  py::array starts, py::array ends, const Offsets& offsets,
                  const std::optional<Indices>& schedule_of, bool are_bookings,
                  bool are_owned)
      : schedules_(std::move(schedules)),
        starts_(std::move(starts)),
        ends_(std::move(ends)),
        are_bookings_(are_bookings),
        are_owned_(are_owned) {
    if (schedules_.empty()) {
      RaiseInvalid({"schedules"}, "must list at least one");
    }
    for (std::size_t i = 0; i < schedules_.size(); ++i) {
      if (schedules_[i] == nullptr) {
        RaiseType({"schedules", static_cast<py::ssize_t>(i)}, "a Schedule",
                  py::none());
      }
    }
    // The package made them columns; a pickle may say what it likes.
    CheckColumn(starts_, {"busy_starts"});
    CheckColumn(ends_, {"busy_ends"});
    if (starts_.size() != ends_.size()) {
      RaiseInvalid({"busy_ends"},
                   absl::StrCat("must have as many entries as busy_starts, ",
                                starts_.size(), ", got ", ends_.size()));
    }
    ReadOffsets(offsets);
    if (schedule_of) {
      ReadScheduleOf(*schedule_of);
    } else if (schedules_.size() > 1) {
      RaiseInvalid({"schedule_of"},
                   absl::StrCat("required with several schedules, got ",
                                schedules_.size(), " of them"));
    }
    if (are_owned_) CheckEntries();
  }
  HostColumnsCore(const HostColumnsCore&) = delete;
  HostColumnsCore& operator=(const HostColumnsCore&) = delete;

  py::tuple Find(const EventCore& event, py::handle start, py::handle end,
                 py::handle now, std::optional<Zone> zone,
                 std::optional<Zone> event_zone,
                 std::optional<std::int64_t> duration,
                 py::handle threads) const {
    const Zone answer_zone = zone         ? *zone
                             : event_zone ? *event_zone
                             : size() == 0
                                 ? schedules_.front()->compiled.zone()
                                 : schedules_[ScheduleOf(0)]->compiled.zone();
    const BatchAsked asked{.event = event,
                           .window = ReadWindow({start, end, now}, event.event,
                                                false, answer_zone),
                           .event_zone = event_zone,
                           .duration = duration,
                           .threads = ReadThreads(threads)};
    if (!are_owned_) CheckEntries();
    EventsByZone events(asked);
    std::vector<const CompiledEvent*> event_of;
    for (const std::shared_ptr<ScheduleCore>& schedule : schedules_) {
      event_of.push_back(events.For(schedule->compiled.zone()));
    }
    const LentJob job;
    const std::span<const Instant> from = InstantsOf(starts_);
    const std::span<const Instant> until = InstantsOf(ends_);
    if (are_bookings_) MakeBookings(event.event, job->bookings);
    const std::size_t hosts = size();
    job->views.resize(hosts);
    job->groups.resize(hosts);
    job->queries.resize(hosts);
    for (std::size_t i = 0; i < hosts; ++i) {
      const std::size_t first = offsets_[i];
      const std::size_t count = offsets_[i + 1] - first;
      HostView& view = job->views[i];
      view = HostView();
      view.schedule = &schedules_[ScheduleOf(i)]->compiled;
      if (are_bookings_) {
        view.bookings = std::span(job->bookings).subspan(first, count);
      } else {
        view.busy = IntervalColumns(from.subspan(first, count),
                                    until.subspan(first, count));
      }
      job->groups[i] = {.hosts = std::span(&view, 1)};
      job->queries[i] = {.event = event_of[ScheduleOf(i)],
                         .groups = std::span(&job->groups[i], 1),
                         .window = asked.window};
    }
    return AnswerBatch(*job, asked);
  }

  void CheckEntries() const {
    CheckIntervals(InstantsOf(starts_), InstantsOf(ends_),
                   are_bookings_ ? "bookings" : "busy");
  }

 private:
  std::size_t size() const { return offsets_.size() - 1; }

  std::size_t ScheduleOf(std::size_t host) const {
    return schedule_of_.empty() ? 0 : schedule_of_[host];
  }

  // Bookings have the buffers of the event: their rows are made for it.
  void MakeBookings(const EventType& event,
                    std::vector<BookingRow>& rows) const {
    using Seconds = decltype(Buffers::before);
    const Buffers buffers{
        std::chrono::duration_cast<Seconds>(event.before_buffer),
        std::chrono::duration_cast<Seconds>(event.after_buffer)};
    const std::span<const Instant> from = InstantsOf(starts_);
    const std::span<const Instant> until = InstantsOf(ends_);
    rows.resize(from.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i] = {.start = from[i], .end = until[i], .buffers = buffers};
    }
  }

  // Copies: they are few, and must not change.
  void ReadOffsets(const Offsets& given) {
    if (given.ndim() != 1 || given.size() == 0) {
      RaiseInvalid({"offsets"},
                   absl::StrCat("expected one dimension of one entry more than "
                                "hosts, got ",
                                given.ndim(), " dimensions of ", given.size(),
                                " entries"));
    }
    const std::span<const std::int64_t> offsets(
        given.data(), static_cast<std::size_t>(given.size()));
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
      if (offsets[i] > offsets[i + 1]) {
        RaiseInvalid({"offsets", static_cast<py::ssize_t>(i + 1)},
                     absl::StrCat("must not be below offsets[", i, "], ",
                                  offsets[i], ", got ", offsets[i + 1]));
      }
    }
    if (offsets.front() != 0 || offsets.back() != starts_.size()) {
      RaiseInvalid({"offsets"},
                   absl::StrCat("must go from 0 to the number of entries, ",
                                starts_.size(), ", got ", offsets.front(),
                                " to ", offsets.back()));
    }
    offsets_.assign(offsets.begin(), offsets.end());
  }

  void ReadScheduleOf(const Indices& given) {
    if (given.ndim() != 1 || static_cast<std::size_t>(given.size()) != size()) {
      RaiseInvalid({"schedule_of"},
                   absl::StrCat("expected ", size(),
                                " entries, one a host, got ", given.size()));
    }
    for (py::ssize_t i = 0; i < given.size(); ++i) {
      const std::int64_t index = given.data()[i];
      if (index < 0 || static_cast<std::size_t>(index) >= schedules_.size()) {
        RaiseInvalid({"schedule_of", i},
                     absl::StrCat("must be from 0 to ", schedules_.size() - 1,
                                  ", got ", index));
      }
      schedule_of_.push_back(static_cast<std::uint32_t>(index));
    }
  }

  std::vector<std::shared_ptr<ScheduleCore>> schedules_;
  py::array starts_;
  py::array ends_;
  bool are_bookings_;
  bool are_owned_;  // nobody else can change the arrays
  std::vector<std::size_t> offsets_;
  std::vector<std::uint32_t> schedule_of_;  // empty: the one schedule
};

}  // namespace

void DefineHostColumns(py::module_& module) {
  py::class_<HostColumnsCore, std::shared_ptr<HostColumnsCore>> cls(
      module, "HostColumnsCore", py::is_final());
  cls.def(py::init<std::vector<std::shared_ptr<ScheduleCore>>, py::array,
                   py::array, const Offsets&, const std::optional<Indices>&,
                   bool, bool>())
      .def("check", &HostColumnsCore::CheckEntries)
      .def("find_slots", &HostColumnsCore::Find);
  ConstructWhenMade(cls);
}

}  // namespace bookable::python
