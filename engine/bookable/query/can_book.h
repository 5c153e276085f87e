// bookable/query/can_book.h: may this start be sold?
//
// CONCEPT   What a booking transaction asks. A start can be booked iff it is
//           admissible (or joins a session with seats left), within limits,
//           notice and booking window. It need be neither on the grid, nor
//           within the query's bounds, nor the first of its date: a grid may
//           have moved since the guest saw it, and a time that is free must be
//           sellable. Every start of FindSlots can be booked.
// THREADS   Pure.
#ifndef BOOKABLE_QUERY_CAN_BOOK_H_
#define BOOKABLE_QUERY_CAN_BOOK_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "bookable/query/slot_query.h"
#include "bookable/time/instant.h"

namespace bookable {

enum class GridRule : std::uint8_t {
  kAnyTime,  // any second
  kOnGrid,   // refuses what FindSlots would not show for want of a grid point
};

// Errors: those of Validate (query/validate.h).
absl::StatusOr<bool> CanBook(const SlotQuery& query, Instant start,
                             GridRule grid_rule = GridRule::kAnyTime);

}  // namespace bookable

#endif  // BOOKABLE_QUERY_CAN_BOOK_H_
