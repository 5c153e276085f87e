// bindings/python/module/batch.cc
//
// Answers of batches are large: memory that is asked for anew costs more to
// touch than the answer to write. So the columns of an answer that nobody looks
// at any more serve the next one, if they are not huge.
//
// Tested by tests/bindings/python/batch_test.py.
#include "bindings/python/module/batch.h"

#include <pybind11/stl.h>
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "bindings/python/module/columns.h"
#include "bindings/python/module/instants.h"
#include "bindings/python/module/python_error.h"
#include "bindings/python/module/values.h"
#include "bookable/query/validate.h"
#include "bookable/time/civil.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

using std::chrono::days;
using std::chrono::local_days;

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
      Made(py::array(py::dtype::of<std::int64_t>(),
                     {static_cast<py::ssize_t>(counts.size())},
                     counts.data())));
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

// What starts can lie in, rounded outwards by dates: the bounds, and what
// notice and booking window leave of them.
Interval ReachOf(const EventType& event, const Window& window) {
  constexpr days kSlack{2};
  Interval reach{window.from, window.until};
  const BookingWindow& offered = event.booking_window;
  const auto instant_of = [](const Date& date) {
    return Instant{local_days{date}.time_since_epoch()};
  };
  if (offered.kind == BookingWindow::Kind::kRange) {
    reach.start = std::max(reach.start, instant_of(*offered.first) - kSlack);
    reach.end = std::min(reach.end, instant_of(*offered.last) + kSlack);
  } else if (offered.kind != BookingWindow::Kind::kNone && window.now) {
    const bool looks_ahead =
        offered.rolling || offered.counted == BookingWindow::Counted::kOpenDays;
    // Of seven dates five are counted, or as the engine's look-ahead.
    const int ahead =
        looks_ahead ? 8 * offered.days + 62 : offered.days * 7 / 5 + 7;
    reach.end = std::min(reach.end, *window.now + days{ahead} + kSlack);
  }
  if (window.now) {
    reach.start = std::max(reach.start, *window.now + event.minimum_notice);
  }
  reach.end = std::max(reach.start, reach.end);
  return reach;
}

void CheckBound(const BatchJob& job, const BatchAsked& asked,
                const CompiledEvent& compiled) {
  AnswerBound bound(asked.event.event, compiled, asked.window);
  const auto bytes = [&](bool looks_at_schedules) {
    std::size_t sum = 0;
    for (const BatchQuery& query : job.queries) {
      const HostView& host = query.groups.front().hosts.front();
      const std::size_t entries =
          host.busy.size() + host.bookings.size() + host.holds.size();
      sum += bound.BytesOf(
          bound.SlotsOf(looks_at_schedules ? host.schedule : nullptr, entries));
    }
    return sum;
  };
  // Most answers are far from it, whoever is asked; schedules cost time.
  const std::size_t most =
      bound.entries_add()
          ? bytes(false)
          : job.queries.size() * bound.BytesOf(bound.SlotsOf(nullptr, 0));
  if (most > kMaxAnswerBytes || !HasMemory(most)) CheckAnswerBytes(bytes(true));
}

std::size_t Steps(std::chrono::seconds length, std::chrono::seconds step) {
  return static_cast<std::size_t>(length / step);
}

}  // namespace

AnswerBound::AnswerBound(const EventType& event, const CompiledEvent& compiled,
                         const Window& window)
    : compiled_(compiled), reach_(ReachOf(event, window)) {
  const bool only_first = compiled.only_first_slot_of_date();
  // First and last date, and one that clocks go back to.
  dates_ = Steps(reach_.end - reach_.start, days{1}) + 3;
  // Starts are whole minutes. A fixed grid begins anew at midnight at most.
  points_ = compiled.has_fixed_grid()
                ? Steps(reach_.end - reach_.start, compiled.step()) + dates_
                : Steps(reach_.end - reach_.start, std::chrono::minutes{1}) + 1;
  // Fixed grids are found as bits and written once; others are written twice,
  // with a place for seats.
  as_bits_ = compiled.has_fixed_grid() && !compiled.is_seated() && !only_first;
  bytes_of_query_ = as_bits_ ? points_ / 8 : 0;
  bytes_of_slot_ = sizeof(Instant) +
                   (compiled.is_seated() ? sizeof(std::int32_t) : 0) +
                   (as_bits_ ? 0 : sizeof(Instant) + sizeof(std::int32_t));
}

std::size_t AnswerBound::OpenStarts(const CompiledSchedule& schedule) const {
  // A slot begins in open time. In each stretch of it the grid may begin anew,
  // at each of its midnights too.
  std::vector<Interval> open;
  if (!reach_.is_empty()) schedule.AppendOpen(reach_, open);
  std::size_t starts = 0;
  for (const Interval& stretch : open) {
    const std::chrono::seconds length = stretch.end - stretch.start;
    starts += Steps(length, compiled_.step()) + Steps(length, days{1}) + 1;
  }
  return std::min(starts, points_);
}

std::size_t AnswerBound::SlotsOf(const CompiledSchedule* schedule,
                                 std::size_t entries) {
  std::size_t slots = points_;
  if (schedule != nullptr) {
    const auto [it, is_new] = known_.try_emplace(schedule, 0);
    if (is_new) it->second = OpenStarts(*schedule);
    slots = it->second;
  }
  // Behind each entry a grid may begin anew, and a session may be joined.
  if (entries_add()) slots += 2 * entries;
  return compiled_.only_first_slot_of_date() ? std::min(slots, dates_) : slots;
}

bool HasMemory(std::size_t bytes) {
  constexpr std::size_t kLittle = std::size_t{1} << 24;
  if (bytes <= kLittle) return true;
  void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
  munmap(memory, bytes);
  return true;
}

void CheckAnswerBytes(std::size_t bytes) {
  if (bytes <= kMaxAnswerBytes) {
    if (!HasMemory(bytes)) throw std::bad_alloc();
    return;
  }
  Raise(absl::OutOfRangeError(absl::StrCat(
      "end: the answer could take ", bytes, " bytes, more than ",
      kMaxAnswerBytes, "; ask for a shorter range or fewer hosts")));
}

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
  // Also of no host: the length is checked, and told.
  const CompiledEvent compiled =
      CompileEvent(asked.event, asked.event_zone.value_or(asked.window.zone),
                   asked.duration);
  CheckBound(job, asked, compiled);
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
