// bindings/http/store/hosts.cc
// Tested by tests/bindings/http/store/hosts_test.cc.
#include "bindings/http/store/hosts.h"

#include <algorithm>
#include <optional>

#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"

namespace bookable::store {

std::vector<HostRecord> LockHosts(Transaction& tx,
                                  std::vector<std::int64_t> hosts) {
  std::sort(hosts.begin(), hosts.end());
  hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
  std::vector<HostRecord> locked;
  // One by one: a statement with many ids may lock them in any order.
  for (const std::int64_t id : hosts) {
    const std::optional<HostRecord> host = SelectOne<HostRecord>(
        tx,
        tx.kind() == StoreKind::kPostgres ? "WHERE id = ?1 FOR UPDATE"
                                          : "WHERE id = ?1",
        {id});
    if (host) locked.push_back(*host);
  }
  return locked;
}

void TouchHosts(Transaction& tx, const std::vector<std::int64_t>& hosts) {
  for (const HostRecord& host : LockHosts(tx, hosts)) tx.HostChanged(host.id);
}

std::vector<std::int64_t> HostsOfEventType(Transaction& tx,
                                           std::int64_t event_type) {
  std::vector<std::int64_t> hosts;
  for (const Row& row : tx.Run(
           "SELECT user_id FROM event_type WHERE id = ?1 AND user_id IS NOT "
           "NULL "
           "UNION SELECT user_id FROM event_type_host WHERE event_type_id = ?1 "
           "ORDER BY 1",
           {event_type})) {
    hosts.push_back(row.As<std::int64_t>());
  }
  return hosts;
}

}  // namespace bookable::store
