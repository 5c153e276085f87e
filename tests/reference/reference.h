// tests/reference/reference.h: the slow, obvious engine.
//
// CONCEPT   semantics.md sections 2 to 9, cell by cell of at most a minute (see
//           cells.h). It takes the engine's value types and shares no code with
//           it: own wall clocks (Abseil), dates, busy time, grid, matching.
//           Where the engine and this one disagree, the text decides.
// COST      Milliseconds a host and week.
// THREADS   Pure. ERRORS: none; the query must be valid (Validate).
#ifndef BOOKABLE_TESTS_REFERENCE_REFERENCE_H_
#define BOOKABLE_TESTS_REFERENCE_REFERENCE_H_

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "bookable/query/can_book.h"
#include "bookable/query/slot_list.h"
#include "bookable/query/slot_query.h"
#include "bookable/time/instant.h"

namespace bookable::reference {

// A slot with hosts named by id, in the order of their first mention.
struct Slot {
  Instant start{};
  std::vector<std::string> hosts{};
  std::vector<std::string> assigned{};   // empty unless asked for
  std::optional<int> seats_remaining{};  // if seated
  // Of a sequence, the first stage included.
  std::vector<Instant> stage_starts{};
  std::vector<std::vector<std::string>> stage_hosts{};

  friend bool operator==(const Slot&, const Slot&) = default;
};

std::ostream& operator<<(std::ostream& os, const Slot& slot);

using Answer = std::vector<Slot>;

Answer FindSlots(const SlotQuery& query);

bool CanBook(const SlotQuery& query, Instant start, GridRule grid_rule);

// The engine's answer to `query` in the reference's words.
Answer ToAnswer(const SlotQuery& query, const SlotColumns& columns);

// What differs, in a line or two; empty if nothing does.
std::string Difference(const Answer& engine, const Answer& reference);

}  // namespace bookable::reference

#endif  // BOOKABLE_TESTS_REFERENCE_REFERENCE_H_
