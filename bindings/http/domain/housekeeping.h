// bindings/http/domain/housekeeping.h: what has ended is forgotten.
//
// CONCEPT   Rows that nothing can ask for any more, since their time is over,
//           are deleted, and holds that ran out are ended. Nothing depends on
//           it but the size of the tables: whoever reads such a row looks at
//           its time.
//           In small transactions, so that nobody waits long. On PostgreSQL one
//           node at a time does it: the others find that it is being done.
// COST      A deletion by index for each kind, so many rows at once.
// THREADS   Any. ERRORS: those of store_error.h.
#ifndef BOOKABLE_HTTP_DOMAIN_HOUSEKEEPING_H_
#define BOOKABLE_HTTP_DOMAIN_HOUSEKEEPING_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

inline constexpr std::int64_t kHousekeepingBatch = 500;
// How long one can still see that work of the outbox was done.
inline constexpr std::chrono::days kDoneWorkKept{30};

// How many of each table, those with none left out: {"web_session", 12}.
using Forgotten = std::vector<std::pair<std::string, std::int64_t>>;

// Forgets what has ended by the database's clock. `stops` is asked between
// transactions. DEFAULT: to the end.
absl::StatusOr<Forgotten> ForgetEnded(store::Store& store,
                                      const std::function<bool()>& stops = {});

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_HOUSEKEEPING_H_
