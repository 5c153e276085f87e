// bindings/python/module/batch.h: many hosts in one call, columns out.
#ifndef BOOKABLE_PYTHON_MODULE_BATCH_H_
#define BOOKABLE_PYTHON_MODULE_BATCH_H_

#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "bindings/python/module/event.h"
#include "bindings/python/module/host.h"
#include "bookable/event/compiled_event.h"
#include "bookable/event/event_type.h"
#include "bookable/host/host_view.h"
#include "bookable/interval/interval.h"
#include "bookable/query/batch.h"
#include "bookable/schedule/compiled_schedule.h"
#include "bookable/time/zone.h"

namespace bookable::python {

// What is asked of every host.
struct BatchAsked {
  const EventCore& event;
  Window window;
  std::optional<Zone> event_zone;
  std::optional<std::int64_t> duration;
  int threads = 1;
};

// The event compiled for each zone it is asked in.
class EventsByZone {
 public:
  explicit EventsByZone(const BatchAsked& asked) : asked_(asked) {}
  const CompiledEvent* For(const Zone& host_zone);

 private:
  const BatchAsked& asked_;
  std::vector<std::pair<Zone, std::unique_ptr<CompiledEvent>>> events_;
};

// The most memory an answer can take: refused before it is begun, for the
// engine's compiled form has no way to fail. An upper estimate: by hosts' open
// time, whatever is busy in it.
class AnswerBound {
 public:
  AnswerBound(const EventType& event, const CompiledEvent& compiled,
              const Window& window);

  // Of one host with so many entries: the slots, at most; without a schedule
  // those of one that is always open.
  std::size_t SlotsOf(const CompiledSchedule* schedule, std::size_t entries);
  // Can entries add slots? Those of a fixed grid only take some.
  bool entries_add() const { return !as_bits_; }
  // The memory of a query of one host with so many slots.
  std::size_t BytesOf(std::size_t slots) const {
    return bytes_of_query_ + slots * bytes_of_slot_;
  }

 private:
  std::size_t OpenStarts(const CompiledSchedule& schedule) const;

  const CompiledEvent& compiled_;
  Interval reach_;  // what starts lie in
  std::size_t dates_ = 0;
  std::size_t points_ = 0;  // where starts can be, whatever is open
  bool as_bits_ = false;
  std::size_t bytes_of_query_ = 0;
  std::size_t bytes_of_slot_ = 0;
  absl::flat_hash_map<const CompiledSchedule*, std::size_t> known_;
};

// OutOfRangeError if it is more than kMaxAnswerBytes, MemoryError if it is more
// than there is now.
void CheckAnswerBytes(std::size_t bytes);
// Is there as much memory? It is asked for and given back untouched: the engine
// could only end the process. Little is taken for granted.
bool HasMemory(std::size_t bytes);

// How many threads: from 1 to 1024.
int ReadThreads(pybind11::handle threads);

// The working memory of one batch, kept for the next.
struct BatchJob {
  std::vector<HostView> views;
  std::vector<GroupView> groups;
  std::vector<BookingRow> bookings;
  std::vector<BatchQuery> queries;
  std::unique_ptr<BatchScratch> scratch;
  int threads = 0;  // of scratch
};

// Lends a job and takes it back. Holds the interpreter's lock or not.
class LentJob {
 public:
  LentJob();
  ~LentJob();
  LentJob(const LentJob&) = delete;
  LentJob& operator=(const LentJob&) = delete;

  BatchJob* operator->() const { return job_.get(); }
  BatchJob& operator*() const { return *job_; }

 private:
  std::unique_ptr<BatchJob> job_;
};

// Answers job.queries: (offsets, starts, seats or none, length, zone). The
// columns are the engine's own, kept by the arrays.
pybind11::tuple AnswerBatch(BatchJob& job, const BatchAsked& asked);

void DefineBatch(pybind11::module_& module);

}  // namespace bookable::python

#endif  // BOOKABLE_PYTHON_MODULE_BATCH_H_
