// bindings/http/domain/holds.h: reservations, which end by themselves.
//
// CONCEPT   An ordinary hold hides its start from other people's lists and
//           refuses no booking. An exclusive one takes its time, or its seats,
//           as a booking would, until the database's clock reaches its end or a
//           booking consumes it.
//           Each function is a transaction's part, as those of bookings.h.
// ERRORS    As bookings.h. THREADS: as Transaction.
#ifndef BOOKABLE_HTTP_DOMAIN_HOLDS_H_
#define BOOKABLE_HTTP_DOMAIN_HOLDS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/http/domain/offer.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/store.h"
#include "bookable/time/instant.h"

namespace bookable::domain {

enum class HoldKind : std::uint8_t { kOrdinary, kExclusive };

struct HoldRequest {
  Instant start{};
  std::optional<std::chrono::minutes> length{};  // DEFAULT: the event type's
  std::chrono::milliseconds lasts{std::chrono::minutes{5}};  // > 0
  HoldKind kind = HoldKind::kOrdinary;
  std::int64_t seats = 1;
  std::string owner{};  // whose lists still show the start
  // A hold that this one replaces, whose uid it keeps. DEFAULT: none.
  std::string replaces{};
};

// Refused as a booking would be; of an event type that is not seated also with
// kHeld when a live hold of the same event type and host overlaps. NotFound
// when `replaces` names no live hold.
absl::StatusOr<store::HoldRecord> PlaceHold(store::Transaction& tx,
                                            const Offer& offer,
                                            const HoldRequest& request);

// The live hold of that uid, if any.
std::optional<store::HoldRecord> FindHold(store::Transaction& tx,
                                          std::string_view uid);

// Ends a hold. False if there is none.
bool ReleaseHold(store::Transaction& tx, std::string_view uid);

// Ends what has expired, at most `most` holds; how many it was. Bookings end
// those in their way by themselves: this is housekeeping.
std::int64_t ExpireHolds(store::Transaction& tx, std::int64_t most);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_HOLDS_H_
