// bookable/team/assignment.h: who takes the slot.
//
// CONCEPT   semantics.md section 8: hosts with a joinable session first; then
//           higher priority; then fewer (bookings + calibration) / weight in
//           the fairness period; then least recently booked; then query order.
//           Groups are filled in order; a host already taken, or whose loss
//           would leave a role empty, is passed over. Deterministic.
// THREADS   An Assigner is one per thread (it keeps its working memory).
#ifndef BOOKABLE_TEAM_ASSIGNMENT_H_
#define BOOKABLE_TEAM_ASSIGNMENT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/team/roles.h"
#include "bookable/time/instant.h"

namespace bookable {

// What decides between two hosts at one slot.
struct Standing {
  bool has_session = false;
  std::int32_t priority = 2;
  std::int64_t bookings = 0;  // in the fairness period, calibration included
  std::int32_t weight = 100;
  Instant last_booked_at = Instant::min();
};

// True iff a host with standing `a` goes before one with `b`; exact.
bool GoesBefore(const Standing& a, const Standing& b);

class Assigner {
 public:
  // Sets the bits of `assigned` to those who take the slot.
  // REQUIRES: roles.CanFill(able); one standing a row; `assigned` has
  // roles.words() words, all 0.
  void Assign(Roles& roles, std::span<const std::uint64_t> able,
              std::span<const Standing> standings,
              std::span<std::uint64_t> assigned);

 private:
  std::vector<std::uint64_t> left_;
  std::vector<std::size_t> needed_;
  std::vector<std::uint32_t> order_;  // positions in the group
};

}  // namespace bookable

#endif  // BOOKABLE_TEAM_ASSIGNMENT_H_
