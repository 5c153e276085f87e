// bindings/http/domain/explanation.h: why a time of an offer is missing.
//
// CONCEPT   What fills the hosts' time is read as for a list of slots, and the
//           engine is asked about one instant (bookable/query/explain.h). Ids
//           of bookings are the uids of sessions, ids of hosts are users.
// THREADS   As Transaction. ERRORS: those of Explain.
#ifndef BOOKABLE_HTTP_DOMAIN_EXPLANATION_H_
#define BOOKABLE_HTTP_DOMAIN_EXPLANATION_H_

#include <chrono>
#include <optional>

#include "absl/status/statusor.h"
#include "bindings/http/domain/offer.h"
#include "bindings/http/store/store.h"
#include "bookable/query/explain.h"
#include "bookable/query/slot_query.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::domain {

struct OfferExplanation {
  SlotQuery query{};
  Explanation explanation{};
};

// `length` DEFAULT: the offer's. `zone` is that of the answer's dates.
absl::StatusOr<OfferExplanation> ExplainOffer(
    store::Transaction& tx, const Offer& offer, Instant at,
    std::optional<std::chrono::minutes> length, const Zone& zone);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_EXPLANATION_H_
