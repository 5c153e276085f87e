// Tested by tests/reference/reference_test.cc.
#include "tests/reference/roles.h"

#include <algorithm>
#include <cstddef>

namespace bookable::reference {
namespace {

// Fills the roles from `role` on; those of `role` from its `next` host on.
bool Fill(const std::vector<Role>& roles, std::size_t role, std::size_t next,
          int needed, Hosts& able) {
  if (needed == 0) {
    if (role + 1 == roles.size()) return true;
    return Fill(roles, role + 1, 0, roles[role + 1].needed, able);
  }
  for (std::size_t i = next; i < roles[role].hosts.size(); ++i) {
    const int host = roles[role].hosts[i];
    if (able.erase(host) == 0) continue;
    const bool is_filled = Fill(roles, role, i + 1, needed - 1, able);
    able.insert(host);
    if (is_filled) return true;
  }
  return false;
}

// "hosts with a joinable session at the slot first; then by priority (higher
// first), then fewest (bookings + calibration) / weight, then least recently
// booked, then query order."
bool GoesFirst(const Candidate& a, const Candidate& b) {
  if (a.has_session != b.has_session) return a.has_session;
  if (a.priority != b.priority) return a.priority > b.priority;
  if (a.bookings * b.weight != b.bookings * a.weight) {
    return a.bookings * b.weight < b.bookings * a.weight;
  }
  if (a.last_booked_at.has_value() != b.last_booked_at.has_value()) {
    return !a.last_booked_at.has_value();  // never: longest ago
  }
  return a.last_booked_at && *a.last_booked_at < *b.last_booked_at;
}

}  // namespace

bool CanFill(const std::vector<Role>& roles, const Hosts& able) {
  // Too few for a role alone: no need to try.
  for (const Role& role : roles) {
    const auto able_in_role =
        std::count_if(role.hosts.begin(), role.hosts.end(),
                      [&](int host) { return able.contains(host); });
    if (able_in_role < role.needed) return false;
  }
  Hosts left = able;
  return Fill(roles, 0, 0, roles[0].needed, left);
}

Hosts Assign(std::vector<Role> roles, const Hosts& able,
             const std::vector<Candidate>& candidates) {
  Hosts left = able;
  Hosts assigned;
  for (std::size_t role = 0; role < roles.size(); ++role) {
    std::vector<int> order = roles[role].hosts;
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
      return GoesFirst(candidates[static_cast<std::size_t>(a)],
                       candidates[static_cast<std::size_t>(b)]);
    });
    for (const int host : order) {
      if (roles[role].needed == 0) break;
      if (!left.contains(host)) continue;
      left.erase(host);
      --roles[role].needed;
      if (CanFill(roles, left)) {
        assigned.insert(host);
      } else {
        left.insert(host);
        ++roles[role].needed;
      }
    }
  }
  return assigned;
}

}  // namespace bookable::reference
