#include "tests/bindings/http/support/slots_from_tables.h"

#include <algorithm>
#include <chrono>

#include "bindings/http/domain/host_time.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/horizon.h"

namespace bookable::testing {

absl::StatusOr<SlotList> SlotsFromTables(store::Transaction& tx,
                                         const domain::Offer& offer,
                                         const domain::SlotsWanted& wanted) {
  using std::chrono::seconds;
  const auto length = wanted.length.value_or(offer.event.length);
  SlotQuery query{.event = offer.event,
                  .groups = offer.groups,
                  .from = wanted.from,
                  .until = wanted.until - length + seconds{1},
                  .now = std::chrono::floor<seconds>(tx.Now()),
                  .duration = wanted.length,
                  .zone = wanted.zone.value_or(Zone()),
                  .event_zone = offer.event_zone,
                  .owner = wanted.hold_owner,
                  .ignore_booking = wanted.ignore_booking};
  query.from = std::max(query.from, *query.now);
  if (query.until <= query.from) return SlotList({}, length);
  const auto users = domain::UsersOf(offer);
  if (!users.ok()) return users.status();
  const auto busy = BusyHorizon(query);
  if (!busy.ok()) return busy.status();
  const auto counted = LimitHorizon(query);
  if (!counted.ok()) return counted.status();
  domain::FillHosts(query,
                    domain::ReadHostTime(tx, *users, offer.event_type_id, *busy,
                                         *counted, domain::HoldsRead::kAll));
  return FindSlots(query);
}

}  // namespace bookable::testing
