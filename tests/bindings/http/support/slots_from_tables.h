// tests/bindings/http/support/slots_from_tables.h: slots without a memory.
//
// CONCEPT   What a list of slots must be: everything is read from the tables
//           for this one question, over the horizons that the engine names, and
//           asked in the form that validates. domain/host_memory.h answers from
//           what it keeps, and must say the same.
#ifndef BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_SLOTS_FROM_TABLES_H_
#define BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_SLOTS_FROM_TABLES_H_

#include "absl/status/statusor.h"
#include "bindings/http/domain/host_memory.h"
#include "bindings/http/domain/offer.h"
#include "bindings/http/store/store.h"
#include "bookable/query/slot_list.h"

namespace bookable::testing {

absl::StatusOr<SlotList> SlotsFromTables(store::Transaction& tx,
                                         const domain::Offer& offer,
                                         const domain::SlotsWanted& wanted);

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_SLOTS_FROM_TABLES_H_
