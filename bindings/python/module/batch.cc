// bindings/python/module/batch.cc
//
// Answers of batches are large: memory that is asked for anew costs more to
// touch than the answer to write. So the columns of an answer that nobody looks
// at any more serve the next one, if they are not huge.
//
// Tested by tests/bindings/python/batch_test.py.
#include "bindings/python/module/batch.h"

#include <pybind11/stl.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "bindings/python/module/columns.h"
#include "bindings/python/module/instants.h"
#include "bindings/python/module/python_error.h"
#include "bindings/python/module/values.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

// One spare of each kind. Never destroyed: arrays may outlive the module.
class Spares {
 public:
  static Spares& Of() {
    static Spares& spares = *new Spares;
    return spares;
  }

  std::shared_ptr<BatchColumns> TakeColumns() {
    std::unique_ptr<BatchColumns> columns;
    {
      const std::lock_guard lock(mutex_);
      columns = std::move(columns_);
    }
    if (!columns) columns = std::make_unique<BatchColumns>();
    return {columns.release(), [](BatchColumns* kept) { Of().Put(kept); }};
  }

  std::unique_ptr<BatchJob> TakeJob() {
    {
      const std::lock_guard lock(mutex_);
      if (job_) return std::move(job_);
    }
    return std::make_unique<BatchJob>();
  }
  void Put(std::unique_ptr<BatchJob> job) {
    if (job->queries.capacity() > kMostQueries) return;
    const std::lock_guard lock(mutex_);
    job_.swap(job);
  }

 private:
  static constexpr std::size_t kMostStarts = std::size_t{1} << 24;  // 128 MiB
  static constexpr std::size_t kMostQueries = std::size_t{1} << 17;

  void Put(BatchColumns* columns) {
    std::unique_ptr<BatchColumns> kept(columns);
    if (kept->starts.capacity() > kMostStarts) return;
    const std::lock_guard lock(mutex_);
    columns_.swap(kept);
  }

  std::mutex mutex_;
  std::unique_ptr<BatchColumns> columns_;
  std::unique_ptr<BatchJob> job_;
};

// How often each start occurs. Starts of batches lie on few minutes: counters
// by minute, unless they are spread over more than that is worth.
py::tuple CountStarts(const py::array& starts) {
  const py::array column = ReadColumn(starts, Rounding::kDown, {"starts"});
  const std::span<const Instant> instants = InstantsOf(column);
  std::vector<Instant> found;
  std::vector<std::int64_t> counts;
  Interval range{kFirstInstant, kFirstInstant};
  if (!instants.empty()) {
    const py::gil_scoped_release release;
    const auto [low, high] = std::ranges::minmax(instants);
    range = {low, high};
  }
  CheckInRange(range.start, {"starts"});
  CheckInRange(range.end, {"starts"});
  {
    const py::gil_scoped_release release;
    if (!instants.empty()) {
      const auto [low, high] = range;
      const auto minutes =
          static_cast<std::size_t>((high - low) / std::chrono::minutes{1}) + 1;
      const bool are_minutes = std::ranges::all_of(instants, [&](Instant t) {
        return (t - low) % std::chrono::minutes{1} == std::chrono::seconds{0};
      });
      if (are_minutes && minutes <= instants.size() + (std::size_t{1} << 20)) {
        std::vector<std::int64_t> by_minute(minutes);
        for (Instant t : instants) {
          ++by_minute[static_cast<std::size_t>((t - low) /
                                               std::chrono::minutes{1})];
        }
        for (std::size_t i = 0; i < minutes; ++i) {
          if (by_minute[i] == 0) continue;
          found.push_back(low + std::chrono::minutes{static_cast<int>(i)});
          counts.push_back(by_minute[i]);
        }
      } else {
        std::vector<Instant> sorted(instants.begin(), instants.end());
        std::ranges::sort(sorted);
        for (Instant t : sorted) {
          if (found.empty() || found.back() != t) {
            found.push_back(t);
            counts.push_back(0);
          }
          ++counts.back();
        }
      }
    }
  }
  return py::make_tuple(
      MakeTimes(found),
      py::array(py::dtype::of<std::int64_t>(),
                {static_cast<py::ssize_t>(counts.size())}, counts.data()));
}

py::tuple FindSlotsOfHosts(const std::vector<std::shared_ptr<HostCore>>& hosts,
                           const EventCore& event, py::handle start,
                           py::handle end, py::handle now,
                           std::optional<Zone> zone,
                           std::optional<Zone> event_zone,
                           std::optional<std::int64_t> duration,
                           py::handle threads) {
  bool has_holds = false;
  for (const std::shared_ptr<HostCore>& host : hosts) {
    if (host == nullptr) RaiseType({"hosts"}, "Hosts", py::none());
    has_holds |= !host->rest.holds.empty();
  }
  const Zone answer_zone = zone         ? *zone
                           : event_zone ? *event_zone
                           : hosts.empty()
                               ? Zone()
                               : hosts.front()->schedule->compiled.zone();
  const BatchAsked asked{.event = event,
                         .window = ReadWindow({start, end, now}, event.event,
                                              has_holds, answer_zone),
                         .event_zone = event_zone,
                         .duration = duration,
                         .threads = ReadThreads(threads)};
  EventsByZone events(asked);
  std::vector<std::unique_ptr<HostRows>> rows;
  rows.reserve(hosts.size());
  const LentJob job;
  job->groups.resize(hosts.size());
  job->queries.resize(hosts.size());
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    rows.push_back(std::make_unique<HostRows>(*hosts[i], event.event, "", ""));
    job->groups[i] = {.hosts = std::span(&rows.back()->view(), 1)};
    job->queries[i] = {.event = events.For(hosts[i]->schedule->compiled.zone()),
                       .groups = std::span(&job->groups[i], 1),
                       .window = asked.window};
  }
  return AnswerBatch(*job, asked);
}

}  // namespace

int ReadThreads(py::handle threads) {
  return static_cast<int>(ReadInteger(threads, 1, 1'024, {"threads"}));
}

const CompiledEvent* EventsByZone::For(const Zone& host_zone) {
  const Zone zone = asked_.event_zone.value_or(host_zone);
  for (const auto& [known, event] : events_) {
    if (known == zone) return event.get();
  }
  events_.emplace_back(zone, std::make_unique<CompiledEvent>(CompileEvent(
                                 asked_.event, zone, asked_.duration)));
  return events_.back().second.get();
}

LentJob::LentJob() : job_(Spares::Of().TakeJob()) {}
LentJob::~LentJob() { Spares::Of().Put(std::move(job_)); }

py::tuple AnswerBatch(BatchJob& job, const BatchAsked& asked) {
  const std::shared_ptr<BatchColumns> columns = Spares::Of().TakeColumns();
  {
    const py::gil_scoped_release release;
    if (!job.scratch || job.threads != asked.threads) {
      job.scratch = std::make_unique<BatchScratch>(asked.threads);
      job.threads = asked.threads;
    }
    FindSlots(job.queries, *job.scratch, *columns);
  }
  const std::shared_ptr<const void> owner = columns;
  // Also of no host: the length is checked, and told.
  const CompiledEvent compiled =
      CompileEvent(asked.event, asked.event_zone.value_or(asked.window.zone),
                   asked.duration);
  return py::make_tuple(
      ViewOffsets(columns->offsets, owner), ViewTimes(columns->starts, owner),
      compiled.is_seated()
          ? py::object(columns->seats_remaining.size() == columns->starts.size()
                           ? ViewSeats(columns->seats_remaining, owner)
                           : MakeSeats({}))
          : py::none(),
      compiled.length().count(), asked.window.zone);
}

void DefineBatch(py::module_& module) {
  module.def("find_slots_of_hosts", &FindSlotsOfHosts);
  module.def("count_starts", &CountStarts);
}

}  // namespace bookable::python
