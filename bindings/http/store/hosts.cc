// bindings/http/store/hosts.cc
// Tested by tests/bindings/http/store/hosts_test.cc.
#include "bindings/http/store/hosts.h"

#include <algorithm>
#include <string>

#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"

namespace bookable::store {

std::vector<HostRecord> LockHosts(Transaction& tx,
                                  std::vector<std::int64_t> hosts) {
  std::sort(hosts.begin(), hosts.end());
  hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
  if (hosts.empty()) return {};
  // PostgreSQL sorts first, then locks in that order: ids do not change.
  std::string clause =
      "WHERE id IN (" + Places(1, hosts.size()) + ") ORDER BY id";
  if (tx.kind() == StoreKind::kPostgres) clause += " FOR UPDATE";
  return Select<HostRecord>(tx, clause, Values(hosts.begin(), hosts.end()));
}

void TouchHosts(Transaction& tx, const std::vector<std::int64_t>& hosts) {
  std::vector<std::int64_t> locked;
  for (const HostRecord& host : LockHosts(tx, hosts)) locked.push_back(host.id);
  tx.HostsChanged(locked);
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
