// bindings/python/module/batch.h: many hosts in one call, columns out.
#ifndef BOOKABLE_PYTHON_MODULE_BATCH_H_
#define BOOKABLE_PYTHON_MODULE_BATCH_H_

#include <pybind11/pybind11.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "bindings/python/module/event.h"
#include "bindings/python/module/host.h"
#include "bookable/event/compiled_event.h"
#include "bookable/host/host_view.h"
#include "bookable/query/batch.h"
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
