// bindings/http/server/rate_limiter.h: how often each caller may ask.
//
// CONCEPT   A bucket counts requests of a window that begins with the first.
//           The request that exceeds the limit is refused, and so is every one
//           of the block time that follows; then a new window begins.
//           A caller with several limits is refused only when all are spent;
//           each counts for itself.
// UNITS     Steady time. Buckets are this process's own: nodes do not share
//           them.
// COST      O(1) a request; memory is bounded (kMostBuckets), the buckets
//           nearest their end are forgotten first.
// THREADS   Share it freely.
#ifndef BOOKABLE_HTTP_SERVER_RATE_LIMITER_H_
#define BOOKABLE_HTTP_SERVER_RATE_LIMITER_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bindings/http/api/authorizer.h"

namespace bookable::http {

// How a caller stands with one limit; what the headers say.
struct RateStanding {
  std::string name{};
  std::int64_t limit = 0;
  std::int64_t remaining = 0;
  std::int64_t reset_s = 0;  // until the window or the block ends, rounded up
};

struct RateVerdict {
  bool is_allowed = true;
  std::vector<RateStanding> standings{};
};

class RateLimiter {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kMostBuckets = std::size_t{256} * 1024;

  // Counts a request of the bucket. REQUIRES: limits is not empty.
  RateVerdict Count(std::string_view bucket,
                    const std::vector<RateLimit>& limits, Time now);

 private:
  struct Bucket {
    std::int64_t used = 0;
    Time until{};  // of the window, or of the block
    bool is_blocked = false;
  };
  static constexpr std::size_t kShards = 16;
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Bucket> buckets;
    std::size_t sweep_at = 1024;
  };

  static RateStanding CountIn(Bucket& bucket, const RateLimit& limit, Time now,
                              bool& is_allowed);
  static void Sweep(Shard& shard, Time now);

  std::array<Shard, kShards> shards_;
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_RATE_LIMITER_H_
