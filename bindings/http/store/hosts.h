// bindings/http/store/hosts.h: the rows that are locked first.
//
// CONCEPT   Everything that touches a host's time locks the host's row first,
//           several rows in ascending id: so nothing deadlocks, and what is
//           read afterwards stays true to the end of the transaction.
// THREADS   As Transaction. ERRORS: throw StatementError.
#ifndef BOOKABLE_HTTP_STORE_HOSTS_H_
#define BOOKABLE_HTTP_STORE_HOSTS_H_

#include <cstdint>
#include <vector>

#include "bindings/http/store/sessions.h"
#include "bindings/http/store/store.h"

namespace bookable::store {

// Locks the hosts, in ascending id whatever their order here, to the end of the
// transaction; those that exist, with their versions. In SQLite the whole
// database is locked already.
// REQUIRES: a write transaction that has locked no other host before.
std::vector<HostRecord> LockHosts(Transaction& tx,
                                  std::vector<std::int64_t> hosts);

// Locks the hosts, raises their versions and tells the feeds. For changes of
// hours, event types and absences; bookings do it themselves.
void TouchHosts(Transaction& tx, const std::vector<std::int64_t>& hosts);

// The hosts whose time an event type depends on: its owner, or its team's.
std::vector<std::int64_t> HostsOfEventType(Transaction& tx,
                                           std::int64_t event_type);

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_HOSTS_H_
