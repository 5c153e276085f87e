// bench/contestants/ours.cc
// Tested by the comparison of answers in bench/support/row.h.
#include "bench/contestants/ours.h"

namespace bookable::bench {

CompiledWorkload::CompiledWorkload(const workloads::Workload& workload)
    : event_(CompiledEvent::Create(workload.event, workload.zone).value()),
      window_{.from = workload.from,
              .until = workload.until,
              .now = workload.now,
              .zone = workload.zone},
      team_size_(workload.team_size),
      require_(workload.require) {
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
