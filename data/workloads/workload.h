// data/workloads/workload.h: the questions that are timed, with their data.
//
// CONCEPT   A workload is one question (event type, rules, bounds) asked of
//           many hosts or teams in rotation, each with busy time of its own: a
//           branch predictor learns fewer than about a thousand hosts by heart.
//           data/workloads/README.md lists them with a checksum each.
// SEED      Fixed, and std::mt19937_64 alone decides: every machine makes the
//           same bytes.
// THREADS   Plain values.
#ifndef BOOKABLE_DATA_WORKLOADS_WORKLOAD_H_
#define BOOKABLE_DATA_WORKLOADS_WORKLOAD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "bookable/event/event_type.h"
#include "bookable/host/host_view.h"
#include "bookable/interval/interval.h"
#include "bookable/schedule/schedule.h"
#include "bookable/team/group.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::workloads {

// Busy times and bookings are sorted by start, and no two of them overlap.
struct HostRows {
  std::size_t schedule = 0;  // index into Workload::schedules
  std::vector<Interval> busy{};
  std::vector<BookingRow> bookings{};
};

struct Workload {
  std::string_view name{};
  EventType event{};
  Zone zone{};  // of event and answer
  Instant from{};
  Instant until{};
  std::optional<Instant> now{};
  std::vector<Schedule> schedules{};
  std::vector<HostRows> hosts{};
  // Query q asks one group, hosts [q * team_size, (q + 1) * team_size).
  std::size_t team_size = 1;
  int require = kAll;

  std::size_t query_count() const { return hosts.size() / team_size; }
  std::span<const HostRows> HostsOf(std::size_t query) const {
    return std::span(hosts).subspan(query * team_size, team_size);
  }
};

// A host, a month of 31 days with a change of clocks, Monday to Friday 9 to 17,
// 60 busy times, slots of 30 minutes every 30 minutes.
Workload MakeW1();
// The same for 365 days and 700 busy times.
Workload MakeW2();
// W1 every 5 minutes.
Workload MakeW8();
// W1 with buffers, notice, a booking window and a limit a week, and bookings
// that the limit counts.
Workload MakeW1Rules();
// All of 10 hosts, W1's month, 60 busy times each. Light: mostly outside the
// opening hours, so that about half the slots are left. Heavy: inside.
Workload MakeW3Light();
Workload MakeW3Heavy();
// W3 light, the hosts in three zones with opening hours of their own.
Workload MakeW3Zones();
// One of 50 hosts, 14 days, 27 busy times each.
Workload MakeW4();
// 6,800 of 10,000 hosts, W1's month, 60 busy times each: one query.
Workload MakeKOfN();
// 10,000 hosts of W1, to be asked in one batch.
Workload MakeW6();

// All of them, by name.
struct NamedWorkload {
  std::string_view name{};
  Workload (*make)() = nullptr;
};
std::span<const NamedWorkload> AllWorkloads();

// Of the hosts' rows: what README.md lists.
std::uint64_t Checksum(const Workload& workload);

}  // namespace bookable::workloads

#endif  // BOOKABLE_DATA_WORKLOADS_WORKLOAD_H_
