// tests/reference/roles.h: who fills which role.
//
// CONCEPT   semantics.md section 8: "One person, one role": every way to choose
//           distinct hosts for all groups is tried.
// THREADS   Pure.
#ifndef BOOKABLE_TESTS_REFERENCE_ROLES_H_
#define BOOKABLE_TESTS_REFERENCE_ROLES_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "bookable/time/instant.h"

namespace bookable::reference {

// Hosts by number.
using Hosts = std::set<int>;

struct Role {
  std::vector<int> hosts;  // in the order listed
  int needed = 0;
};

// True iff distinct hosts of `able` fill every role.
bool CanFill(const std::vector<Role>& roles, const Hosts& able);

// What assignment looks at.
struct Candidate {
  bool has_session = false;
  int priority = 0;
  std::int64_t bookings = 0;  // calibration included
  std::int64_t weight = 1;
  std::optional<Instant> last_booked_at{};
};

// "Groups are filled in order; a host already taken, or whose loss would leave
// a role empty, is passed over." `candidates` by host number.
Hosts Assign(std::vector<Role> roles, const Hosts& able,
             const std::vector<Candidate>& candidates);

}  // namespace bookable::reference

#endif  // BOOKABLE_TESTS_REFERENCE_ROLES_H_
