// Tested by tests/bindings/http/api/explanation_test.cc.
#include "bindings/http/domain/explanation.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "bindings/http/domain/host_time.h"
#include "bookable/interval/interval.h"
#include "bookable/query/horizon.h"

namespace bookable::domain {

absl::StatusOr<OfferExplanation> ExplainOffer(
    store::Transaction& tx, const Offer& offer, Instant at,
    std::optional<std::chrono::minutes> length, const Zone& zone) {
  using std::chrono::seconds;
  OfferExplanation told{.query = {.event = offer.event,
                                  .groups = offer.groups,
                                  .from = at - kNearReason,
                                  .until = at + kNearReason + seconds{1},
                                  .now = std::chrono::floor<seconds>(tx.Now()),
                                  .duration = length,
                                  .zone = zone,
                                  .event_zone = offer.event_zone,
                                  .fairness_period = offer.fairness_period}};
  const absl::StatusOr<std::vector<std::int64_t>> users = UsersOf(offer);
  if (!users.ok()) return users.status();
  const absl::StatusOr<Interval> busy = BusyHorizon(told.query);
  if (!busy.ok()) return busy.status();
  const absl::StatusOr<Interval> counted = LimitHorizon(told.query);
  if (!counted.ok()) return counted.status();
  FillHosts(told.query, ReadHostTime(tx, *users, offer.event_type_id, *busy,
                                     *counted, HoldsRead::kAll));
  absl::StatusOr<Explanation> explanation = Explain(told.query, at);
  if (!explanation.ok()) return explanation.status();
  told.explanation = *std::move(explanation);
  return told;
}

}  // namespace bookable::domain
