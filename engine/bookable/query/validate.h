// bookable/query/validate.h: every rule a query must keep, in one place.
//
// CONCEPT   What users give is checked once, before it is compiled; after that
//           nothing fails. Parts are in schedule/, event/ and host/.
// THREADS   Pure. ERRORS: InvalidArgument or OutOfRange (docs/errors.md).
#ifndef BOOKABLE_QUERY_VALIDATE_H_
#define BOOKABLE_QUERY_VALIDATE_H_

#include <chrono>
#include <cstddef>

#include "absl/status/status.h"
#include "bookable/query/slot_query.h"

namespace bookable {

inline constexpr std::chrono::days kMaxQueryLength{3653};  // ten years
inline constexpr std::size_t kMaxBusyEntries = 1'000'000;  // of all lists
inline constexpr std::size_t kMaxHosts = 100'000;
inline constexpr int kMaxGapMinutes = 5'256'000;  // ten years
inline constexpr std::size_t kMaxAnswerBytes = std::size_t{1} << 32;

// OK, or the first thing wrong. The message begins with the path of the field
// in the words of docs/errors.md ("schedule.availability[1].endTime: ...");
// the host fields of a query with one host without an id have no prefix, those
// of teams begin with "groups[0].hosts[2].".
absl::Status Validate(const SlotQuery& query);

// Parts of Validate, for readers that know the rest. The event type, with the
// length that was chosen or that stages give:
absl::Status ValidateEvent(const SlotQuery& query);
// What must not stand beside stages:
absl::Status ValidateBesideStages(const SlotQuery& query);
// From and until:
absl::Status ValidateBounds(const SlotQuery& query);
// That `now` is given where it is needed:
absl::Status ValidateNow(const SlotQuery& query, bool has_holds);

}  // namespace bookable

#endif  // BOOKABLE_QUERY_VALIDATE_H_
