// bindings/http/domain/host_memory.h: hosts, compiled and kept in memory.
//
// CONCEPT   Lists of slots are asked far more often than anything changes. So
//           an event type with its hosts is read once, compiled, and kept with
//           the versions of the hosts it was read at (an OfferInMemory).
//           Whoever raises a host's version makes the offers with that host
//           stale: this process at once (Store::Observe), others through the
//           change feed (Watch). What is stale is read again when it is next
//           asked for: the host that changed, not the others. A node that has
//           not heard yet may offer a taken start; it cannot sell it, since
//           selling reads the tables (sale.h).
// BOUNDS    At most so many bytes, those not asked for longest go first. When
//           the database is not heard, what was known stays the answer for
//           `stale_time`; after that it is read from the tables, or fails.
// CLOCK     Now is the database's, as measured; holds end by it.
// THREADS   Share it; offers too. Find and FindAll wait for the store, Recall
//           never does.
#ifndef BOOKABLE_HTTP_DOMAIN_HOST_MEMORY_H_
#define BOOKABLE_HTTP_DOMAIN_HOST_MEMORY_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/http/domain/offer_in_memory.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

struct HostMemoryOptions {
  std::size_t most_bytes = std::size_t{256} << 20;
  std::chrono::milliseconds stale_time{30'000};
};

class HostMemory {
 public:
  using Offer = std::shared_ptr<const OfferInMemory>;

  // Sees the changes that `store` itself makes. One memory a store.
  explicit HostMemory(store::Store& store, HostMemoryOptions options = {});
  ~HostMemory();
  HostMemory(const HostMemory&) = delete;
  HostMemory& operator=(const HostMemory&) = delete;

  // From now on, sees the changes of others as well: a thread listens.
  // REQUIRES: it was not called before.
  void Watch();

  // The event type with its hosts as they are now.
  // Errors: NotFound; FailedPrecondition: nobody hosts it; those of the store.
  absl::StatusOr<Offer> Find(std::int64_t event_type);
  // All of these people at once, who are listed once each.
  absl::StatusOr<Offer> FindAll(const std::vector<std::int64_t>& users);
  // The same, if nothing has to be read for it; else null.
  Offer Recall(std::int64_t event_type);

  // What the database's clock shows.
  store::Moment Now() const;

  // False when what others change was not heard for `stale_time`: then nothing
  // is recalled.
  bool is_heard() const;

  struct Counters {
    std::int64_t offers = 0;   // that are kept
    std::int64_t bytes = 0;    // of these
    std::int64_t reads = 0;    // offers read from the tables
    std::int64_t changes = 0;  // of hosts, heard of
  };
  Counters counters() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_HOST_MEMORY_H_
