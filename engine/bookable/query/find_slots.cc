// bookable/query/find_slots.cc
// Tested by tests/engine/query/find_slots_test.cc.
#include "bookable/query/find_slots.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "bookable/internal/error.h"
#include "bookable/query/internal/bound_query.h"
#include "bookable/query/internal/slot_search.h"
#include "bookable/query/validate.h"

namespace bookable {

absl::StatusOr<SlotList> FindSlots(const SlotQuery& query,
                                   std::size_t max_bytes) {
  Scratch scratch;
  return FindSlots(query, scratch, max_bytes);
}

absl::StatusOr<SlotList> FindSlots(const SlotQuery& query, Scratch& scratch,
                                   std::size_t max_bytes) {
  absl::StatusOr<internal::BoundQuery> bound =
      internal::BoundQuery::Create(query);
  if (!bound.ok()) return bound.status();
  SlotColumns columns;
  if (!scratch.search().FindSlots(bound->event(), bound->stages(),
                                  bound->window(), columns, max_bytes)) {
    return internal::OutOfRangeField(
        "end", absl::StrCat("the answer would take more than ", max_bytes,
                            " bytes; ask for a shorter range or fewer hosts"));
  }
  return SlotList(std::move(columns), bound->stages().front().length);
}

}  // namespace bookable
