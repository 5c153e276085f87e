// bookable/query/find_slots.h: the bookable starts of a query.
//
// CONCEPT   semantics.md section 5: open time minus occupied time is free time;
//           a grid cuts starts from it; query bounds, notice, booking window
//           and limits filter them. Starts are strictly increasing.
// THREADS   Pure: same input, same output, on every machine and thread.
// EXAMPLE   docs/examples/first_slots.cc
#ifndef BOOKABLE_QUERY_FIND_SLOTS_H_
#define BOOKABLE_QUERY_FIND_SLOTS_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/slot_list.h"
#include "bookable/query/slot_query.h"
#include "bookable/query/validate.h"

namespace bookable {

// The slots of `query`. Validates and compiles it first; hot paths keep the
// compiled parts (query/compiled_query.h).
//
// Errors: those of Validate (query/validate.h), and OutOfRange when the answer
// would take more than `max_bytes`.
absl::StatusOr<SlotList> FindSlots(const SlotQuery& query,
                                   std::size_t max_bytes = kMaxAnswerBytes);

// The same in working memory of your own, for many queries one by one.
absl::StatusOr<SlotList> FindSlots(const SlotQuery& query, Scratch& scratch,
                                   std::size_t max_bytes = kMaxAnswerBytes);

}  // namespace bookable

#endif  // BOOKABLE_QUERY_FIND_SLOTS_H_
