// bookable/query/horizon.h: what must be loaded before a query is asked.
//
// CONCEPT   The grid looks back and ahead of the query's bounds, and limits
//           count whole periods. These say how far, so that a caller can load
//           that much from a database and no more.
// THREADS   Pure.
#ifndef BOOKABLE_QUERY_HORIZON_H_
#define BOOKABLE_QUERY_HORIZON_H_

#include "absl/status/statusor.h"
#include "bookable/interval/interval.h"
#include "bookable/query/slot_query.h"

namespace bookable {

// Busy times, bookings and holds whose occupied range (their own buffers
// included) meets this interval can change the answer; others cannot.
// Errors: those of Validate; busy times, bookings and holds need not be there.
absl::StatusOr<Interval> BusyHorizon(const SlotQuery& query);

// Bookings that start in this interval can change what limits (and, when
// hosts are assigned, fairness) say; others cannot. Empty when nothing counts
// bookings.
absl::StatusOr<Interval> LimitHorizon(const SlotQuery& query);

}  // namespace bookable

#endif  // BOOKABLE_QUERY_HORIZON_H_
