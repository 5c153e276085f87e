// bench/contestants/ours.cc
// Tested by the comparison of answers in bench/support/row.h.
#include "bench/contestants/ours.h"

#include <cstdlib>
#include <iostream>

namespace bookable::bench {

CompiledWorkload::CompiledWorkload(const workloads::Workload& workload,
                                   Way way)
    : window_{.from = workload.from,
              .until = workload.until,
              .now = workload.now,
              .zone = workload.zone},
      team_size_(workload.team_size),
      require_(workload.require) {
  EventType event = workload.event;
  // Opening hours of the workloads begin on the grid: counted from there, the
  // starts are the same.
  if (way == Way::kSweep) event.alignment = Alignment::kWindow;
  event_ = CompiledEvent::Create(event, workload.zone).value();
  if (event_->has_fixed_grid() != (way == Way::kAsAsked)) {
    std::cerr << workload.name << ": the engine would not go the way it "
              << "should be timed on\n";
    std::abort();
  }
  for (const Schedule& schedule : workload.schedules) {
    schedules_.push_back(CompiledSchedule::Create(schedule).value());
  }
  for (const workloads::HostRows& host : workload.hosts) {
    hosts_.push_back({.schedule = &schedules_[host.schedule],
                      .busy = std::span(host.busy),
                      .bookings = host.bookings});
  }
}

}  // namespace bookable::bench
