// bookable/query/can_book.cc
// Tested by tests/engine/query/can_book_test.cc.
#include "bookable/query/can_book.h"

#include "bookable/query/internal/bound_query.h"
#include "bookable/query/internal/slot_search.h"

namespace bookable {

absl::StatusOr<bool> CanBook(const SlotQuery& query, Instant start,
                             GridRule grid_rule) {
  absl::StatusOr<internal::BoundQuery> bound =
      internal::BoundQuery::Create(query);
  if (!bound.ok()) return bound.status();
  if (!IsInRange(start) || start == kEndOfTime) return false;
  internal::SlotSearch search;
  return search.CanBook(bound->event(), bound->stages(), bound->window(), start,
                        grid_rule);
}

}  // namespace bookable
