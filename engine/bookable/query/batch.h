// bookable/query/batch.h: many queries in one call.
//
// CONCEPT   The queries of a batch share nothing but the call; the answers
//           stand one behind the other in columns. Threads take the queries in
//           small chunks; the columns are the same, byte for byte, whatever
//           their number.
// COST      That of the queries. Of fixed grids (CompiledEvent::has_fixed_grid)
//           bits are found first and starts written once, to where they stay.
// THREADS   A BatchScratch serves one call at a time, and starts its threads
//           for each. ERRORS: none in the compiled form, see compiled_query.h;
//           else those of FindSlots, each in the place of its query's answer.
#ifndef BOOKABLE_QUERY_BATCH_H_
#define BOOKABLE_QUERY_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/event/compiled_event.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/slot_list.h"
#include "bookable/query/slot_query.h"
#include "bookable/query/validate.h"
#include "bookable/team/group_view.h"
#include "bookable/time/instant.h"

namespace bookable {

// A query in the compiled form.
struct BatchQuery {
  const CompiledEvent* event = nullptr;
  std::span<const GroupView> groups{};
  Window window{};
};

// The slots of query i are those from offsets[i] up to offsets[i + 1].
struct BatchColumns {
  std::vector<std::size_t> offsets;  // one more than queries
  std::vector<Instant> starts;
  // One a slot, 0 where the query is not seated; empty if none is.
  std::vector<std::int32_t> seats_remaining;
  // Bit rows as in SlotColumns, of hosts and of those assigned. Those of query
  // i are the words from host_offsets[i] up to host_offsets[i + 1]; none for
  // one host, and none assigned unless asked for.
  std::vector<std::size_t> host_offsets;
  std::vector<std::uint64_t> hosts;
  std::vector<std::size_t> assigned_offsets;
  std::vector<std::uint64_t> assigned;

  friend bool operator==(const BatchColumns&, const BatchColumns&) = default;
};

// Working memory, and how many threads to use. Reuse one.
class BatchScratch {
 public:
  // REQUIRES: threads >= 1.
  explicit BatchScratch(int threads);
  ~BatchScratch();
  BatchScratch(BatchScratch&&) noexcept;
  BatchScratch& operator=(BatchScratch&&) noexcept;

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// Sets `out` to the answers of `queries`. REQUIRES: each query as FindSlots of
// compiled_query.h; nothing named is changed meanwhile.
void FindSlots(std::span<const BatchQuery> queries, BatchScratch& scratch,
               BatchColumns& out) noexcept;

// FindSlots of each query, in order; `max_bytes` is for each.
// REQUIRES: threads >= 1.
std::vector<absl::StatusOr<SlotList>> FindSlotsOfMany(
    std::span<const SlotQuery> queries, int threads,
    std::size_t max_bytes = kMaxAnswerBytes);

}  // namespace bookable

#endif  // BOOKABLE_QUERY_BATCH_H_
