// bookable/team/assignment.cc
// Tested by tests/engine/team/assignment_test.cc.
#include "bookable/team/assignment.h"

#include <algorithm>

#include "bookable/internal/dcheck.h"

namespace bookable {

bool GoesBefore(const Standing& a, const Standing& b) {
  if (a.has_session != b.has_session) return a.has_session;
  if (a.priority != b.priority) return a.priority > b.priority;
  // a.bookings / a.weight against b.bookings / b.weight, without division.
  const std::int64_t share_a = a.bookings * b.weight;
  const std::int64_t share_b = b.bookings * a.weight;
  if (share_a != share_b) return share_a < share_b;
  return a.last_booked_at < b.last_booked_at;
}

void Assigner::Assign(Roles& roles, std::span<const std::uint64_t> able,
                      std::span<const Standing> standings,
                      std::span<std::uint64_t> assigned) {
  left_.assign(able.begin(), able.end());
  needed_.clear();
  for (std::size_t g = 0; g < roles.group_count(); ++g) {
    needed_.push_back(roles.needed(g));
  }
  for (std::size_t g = 0; g < roles.group_count(); ++g) {
    const std::span<const std::uint32_t> rows = roles.rows(g);
    order_.clear();
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
      if (TestBit(left_, rows[i])) order_.push_back(i);
    }
    // Positions, which break ties: std::stable_sort would allocate.
    std::sort(order_.begin(), order_.end(),
              [&](std::uint32_t a, std::uint32_t b) {
                const Standing& of_a = standings[rows[a]];
                const Standing& of_b = standings[rows[b]];
                if (GoesBefore(of_a, of_b)) return true;
                return !GoesBefore(of_b, of_a) && a < b;
              });
    for (const std::uint32_t position : order_) {
      if (needed_[g] == 0) break;
      const std::uint32_t row = rows[position];
      --needed_[g];
      ClearBit(left_, row);
      if (roles.are_disjoint() || roles.CanFill(left_, needed_)) {
        SetBit(assigned, row);
      } else {
        ++needed_[g];
        SetBit(left_, row);
      }
    }
    BOOKABLE_DCHECK(needed_[g] == 0);
  }
}

}  // namespace bookable
