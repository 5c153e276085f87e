// bench/python/engine.cc: the engine without Python, for bench/python/run.py.
//
// Question: what do Python's calls cost above the engine's own, on the same
// arrays, in the same process?
// Both are built with the same flags; here queries are ready and all memory is
// reused, which is the least the engine can cost. Arrays are trusted: they come
// from this module.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bookable/event/compiled_event.h"
#include "bookable/host/host_view.h"
#include "bookable/query/batch.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/slot_query.h"
#include "bookable/schedule/compiled_schedule.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

namespace py = pybind11;
using Offsets = py::array_t<std::int64_t, py::array::c_style>;

workloads::Workload Make(const std::string& name) {
  for (const workloads::NamedWorkload& workload : workloads::AllWorkloads()) {
    if (workload.name == name) return workload.make();
  }
  throw py::value_error("no such workload: " + name);
}

py::array Times(std::span<const Instant> times) {
  py::array out(
      py::dtype("datetime64[s]"),
      py::array::ShapeContainer{static_cast<py::ssize_t>(times.size())});
  if (!times.empty()) {
    std::memcpy(out.mutable_data(), times.data(), times.size_bytes());
  }
  return out;
}

std::span<const Instant> InstantsOf(const py::array& times) {
  return {static_cast<const Instant*>(times.data()),
          static_cast<std::size_t>(times.size())};
}

// A workload of one host a query, its busy times in columns.
class Engine {
 public:
  explicit Engine(const std::string& name)
      : workload_(Make(name)),
        event_(CompiledEvent::Create(workload_.event, workload_.zone).value()),
        schedule_(
            CompiledSchedule::Create(workload_.schedules.front()).value()),
        scratch_of_batch_(1) {
    std::vector<Instant> starts;
    std::vector<Instant> ends;
    std::vector<std::int64_t> offsets = {0};
    for (const workloads::HostRows& host : workload_.hosts) {
      for (const Interval& busy : host.busy) {
        starts.push_back(busy.start);
        ends.push_back(busy.end);
      }
      offsets.push_back(static_cast<std::int64_t>(starts.size()));
    }
    starts_ = Times(starts);
    ends_ = Times(ends);
    offsets_ =
        Offsets(static_cast<py::ssize_t>(offsets.size()), offsets.data());
    const Window window{.from = workload_.from,
                        .until = workload_.until,
                        .zone = workload_.zone};
    const std::size_t count = workload_.hosts.size();
    views_.resize(count);
    groups_.resize(count);
    queries_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto first = static_cast<std::size_t>(offsets[i]);
      const std::size_t size = static_cast<std::size_t>(offsets[i + 1]) - first;
      views_[i].schedule = &schedule_;
      views_[i].busy = IntervalColumns(InstantsOf(starts_).subspan(first, size),
                                       InstantsOf(ends_).subspan(first, size));
      groups_[i] = {.hosts = std::span(&views_[i], 1)};
      queries_[i] = {.event = &event_,
                     .groups = std::span(&groups_[i], 1),
                     .window = window};
    }
  }

  // All hosts in one call; the number of slots.
  std::size_t Batch() {
    FindSlots(queries_, scratch_of_batch_, columns_);
    return columns_.starts.size();
  }
  py::tuple BatchAnswer() const {
    const std::vector<std::int64_t> offsets(columns_.offsets.begin(),
                                            columns_.offsets.end());
    return py::make_tuple(
        Offsets(static_cast<py::ssize_t>(offsets.size()), offsets.data()),
        Times(columns_.starts));
  }

  // One host after the other, in the compiled form.
  std::size_t Compiled() {
    std::size_t slots = 0;
    for (std::size_t i = 0; i < queries_.size(); ++i) slots += Ask(i);
    return slots;
  }
  // One host after the other, as a value: validated and compiled each time.
  std::size_t ByValue() {
    if (asked_.empty()) MakeValues();
    std::size_t slots = 0;
    for (const SlotQuery& query : asked_) {
      slots += FindSlots(query)->size();
    }
    return slots;
  }
  py::array Answer(std::size_t host) {
    Ask(host);
    return Times(one_.starts);
  }

  py::array starts() const { return starts_; }
  py::array ends() const { return ends_; }
  Offsets offsets() const { return offsets_; }
  py::tuple bounds() const {
    return py::make_tuple(workload_.from.time_since_epoch().count(),
                          workload_.until.time_since_epoch().count());
  }
  std::string zone() const { return std::string(workload_.zone.name()); }

 private:
  std::size_t Ask(std::size_t host) {
    FindSlots(event_, queries_[host].groups, queries_[host].window, scratch_,
              one_);
    return one_.starts.size();
  }

  void MakeValues() {
    for (const workloads::HostRows& rows : workload_.hosts) {
      SlotQuery& query = asked_.emplace_back();
      Host host;
      host.schedule = workload_.schedules.front();
      host.busy.assign(rows.busy.begin(), rows.busy.end());
      query.groups = {OneHost(std::move(host))};
      query.event = workload_.event;
      query.from = workload_.from;
      query.until = workload_.until;
    }
  }

  workloads::Workload workload_;
  CompiledEvent event_;
  CompiledSchedule schedule_;
  py::array starts_;
  py::array ends_;
  Offsets offsets_;
  std::vector<HostView> views_;
  std::vector<GroupView> groups_;
  std::vector<BatchQuery> queries_;
  std::vector<SlotQuery> asked_;
  BatchScratch scratch_of_batch_;
  BatchColumns columns_;
  Scratch scratch_;
  SlotColumns one_;
};

}  // namespace

PYBIND11_MODULE(bookable_bench_engine, module) {
  py::class_<Engine>(module, "Engine")
      .def(py::init<const std::string&>())
      .def("batch", &Engine::Batch)
      .def("batch_answer", &Engine::BatchAnswer)
      .def("compiled", &Engine::Compiled)
      .def("by_value", &Engine::ByValue)
      .def("answer", &Engine::Answer)
      .def_property_readonly("starts", &Engine::starts)
      .def_property_readonly("ends", &Engine::ends)
      .def_property_readonly("offsets", &Engine::offsets)
      .def_property_readonly("bounds", &Engine::bounds)
      .def_property_readonly("zone", &Engine::zone);
}

}  // namespace bookable::bench
