// bindings/python/module/host_columns.cc
//
// The engine looks at NumPy's memory: the arrays are kept, not copied, and
// checked once. Views of hosts are made once, too.
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
#include "bookable/host/host_view.h"
#include "bookable/query/batch.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

using Offsets = py::array_t<std::int64_t, py::array::c_style>;
using Indices = py::array_t<std::int32_t, py::array::c_style>;

// What bookable.HostColumns wraps. Immutable.
class HostColumnsCore {
 public:
  HostColumnsCore(std::vector<std::shared_ptr<ScheduleCore>> schedules,
                  py::array starts, py::array ends, Offsets offsets,
                  std::optional<Indices> schedule_of, bool are_bookings)
      : schedules_(std::move(schedules)),
        starts_(std::move(starts)),
        ends_(std::move(ends)),
        offsets_(std::move(offsets)),
        schedule_of_(std::move(schedule_of)),
        are_bookings_(are_bookings) {
    CheckShapes();
    CheckIntervals(InstantsOf(starts_), InstantsOf(ends_),
                   are_bookings_ ? "bookings" : "busy");
    const std::size_t hosts = size();
    const std::int64_t* const offset = offsets_.data();
    const std::span<const Instant> from = InstantsOf(starts_);
    const std::span<const Instant> until = InstantsOf(ends_);
    views_.resize(hosts);
    groups_.resize(hosts);
    for (std::size_t i = 0; i < hosts; ++i) {
      HostView& view = views_[i];
      view.schedule = &schedules_[ScheduleOf(i)]->compiled;
      const auto first = static_cast<std::size_t>(offset[i]);
      const auto count = static_cast<std::size_t>(offset[i + 1]) - first;
      if (!are_bookings_) {
        view.busy = IntervalColumns(from.subspan(first, count),
                                    until.subspan(first, count));
      }
      groups_[i].hosts = std::span(&view, 1);
    }
  }
  HostColumnsCore(const HostColumnsCore&) = delete;
  HostColumnsCore& operator=(const HostColumnsCore&) = delete;

  py::tuple Find(const EventCore& event, py::handle start, py::handle end,
                 py::handle now, std::optional<Zone> zone,
                 std::optional<Zone> event_zone,
                 std::optional<std::int64_t> duration, int threads) const {
    const Zone answer_zone =
        zone         ? *zone
        : event_zone ? *event_zone
        : size() == 0 ? schedules_.front()->compiled.zone()
                      : schedules_[ScheduleOf(0)]->compiled.zone();
    const BatchAsked asked{
        .event = event,
        .window = ReadWindow({start, end, now}, event.event, false, answer_zone),
        .event_zone = event_zone,
        .duration = duration,
        .threads = ReadThreads(threads)};
    EventsByZone events(asked);
    std::vector<const CompiledEvent*> event_of;
    for (const std::shared_ptr<ScheduleCore>& schedule : schedules_) {
      event_of.push_back(events.For(schedule->compiled.zone()));
    }
    std::vector<BatchQuery> queries(size());
    for (std::size_t i = 0; i < queries.size(); ++i) {
      queries[i] = {.event = event_of[ScheduleOf(i)],
                    .groups = std::span(&groups_[i], 1),
                    .window = asked.window};
    }
    if (!are_bookings_) return AnswerBatch(queries, asked);
    return AnswerWithBookings(queries, asked);
  }

 private:
  std::size_t size() const { return static_cast<std::size_t>(offsets_.size()) - 1; }

  std::size_t ScheduleOf(std::size_t host) const {
    return schedule_of_ ? static_cast<std::size_t>(schedule_of_->data()[host]) : 0;
  }

  // Bookings have the buffers of the event: their rows are made for it.
  py::tuple AnswerWithBookings(std::vector<BatchQuery>& queries,
                               const BatchAsked& asked) const {
    using Seconds = decltype(Buffers::before);
    const EventType& event = asked.event.event;
    const Buffers buffers{std::chrono::duration_cast<Seconds>(event.before_buffer),
                          std::chrono::duration_cast<Seconds>(event.after_buffer)};
    const std::span<const Instant> from = InstantsOf(starts_);
    const std::span<const Instant> until = InstantsOf(ends_);
    std::vector<BookingRow> rows(from.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i] = {.start = from[i], .end = until[i], .buffers = buffers};
    }
    std::vector<HostView> views = views_;
    std::vector<GroupView> groups(views.size());
    const std::int64_t* const offset = offsets_.data();
    for (std::size_t i = 0; i < views.size(); ++i) {
      const auto first = static_cast<std::size_t>(offset[i]);
      views[i].bookings = std::span(rows).subspan(
          first, static_cast<std::size_t>(offset[i + 1]) - first);
      groups[i].hosts = std::span(&views[i], 1);
      queries[i].groups = std::span(&groups[i], 1);
    }
    return AnswerBatch(queries, asked);
  }

  void CheckShapes() const {
    const auto wrong = [](const std::string& what) {
      throw py::value_error(what);
    };
    if (schedules_.empty()) wrong("schedules: must list at least one");
    if (offsets_.ndim() != 1 || offsets_.size() == 0) {
      wrong("offsets: expected one dimension, one more than hosts");
    }
    const std::int64_t* const offset = offsets_.data();
    for (py::ssize_t i = 0; i + 1 < offsets_.size(); ++i) {
      if (offset[i] > offset[i + 1]) {
        wrong(absl::StrCat("offsets[", i + 1, "]: must not be below offsets[", i,
                           "]"));
      }
    }
    if (offset[0] != 0 || offset[offsets_.size() - 1] != starts_.size()) {
      wrong(absl::StrCat("offsets: must go from 0 to the number of entries, ",
                         starts_.size()));
    }
    if (starts_.size() != ends_.size()) {
      wrong("busy_starts and busy_ends: must be of one length");
    }
    if (!schedule_of_) {
      if (schedules_.size() > 1) {
        wrong("schedule_of: needed with several schedules");
      }
      return;
    }
    if (schedule_of_->ndim() != 1 || schedule_of_->size() + 1 != offsets_.size()) {
      wrong(absl::StrCat("schedule_of: expected ", offsets_.size() - 1,
                         " entries, one a host, got ", schedule_of_->size()));
    }
    for (py::ssize_t i = 0; i < schedule_of_->size(); ++i) {
      const std::int32_t index = schedule_of_->data()[i];
      if (index < 0 || static_cast<std::size_t>(index) >= schedules_.size()) {
        wrong(absl::StrCat("schedule_of[", i, "]: must be from 0 to ",
                           schedules_.size() - 1, ", got ", index));
      }
    }
  }

  std::vector<std::shared_ptr<ScheduleCore>> schedules_;
  py::array starts_;
  py::array ends_;
  Offsets offsets_;
  std::optional<Indices> schedule_of_;
  bool are_bookings_;
  std::vector<HostView> views_;
  std::vector<GroupView> groups_;
};

}  // namespace

void DefineHostColumns(py::module_& module) {
  py::class_<HostColumnsCore, std::shared_ptr<HostColumnsCore>>(module,
                                                               "HostColumnsCore")
      .def(py::init<std::vector<std::shared_ptr<ScheduleCore>>, py::array,
                    py::array, Offsets, std::optional<Indices>, bool>())
      .def("find_slots", &HostColumnsCore::Find);
}

}  // namespace bookable::python
