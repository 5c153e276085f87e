// Limit 2, window and block 60 s: at 0 s allowed (1 left), at 10 s allowed (0
// left), at 20 s refused until 80 s, at 80 s allowed (1 left).
// Tested by tests/bindings/http/server/rate_limiter_test.cc.
#include "bindings/http/server/rate_limiter.h"

#include <algorithm>
#include <functional>

namespace bookable::http {

RateStanding RateLimiter::CountIn(Bucket& bucket, const RateLimit& limit,
                                  Time now, bool& is_allowed) {
  if (now >= bucket.until) {
    bucket = {.used = 0, .until = now + limit.window, .is_blocked = false};
  }
  is_allowed = !bucket.is_blocked && bucket.used < limit.limit;
  if (is_allowed) {
    ++bucket.used;
  } else if (!bucket.is_blocked) {
    bucket.is_blocked = true;
    bucket.until = now + limit.block;
  }
  return {
      .name = limit.name,
      .limit = limit.limit,
      .remaining = is_allowed ? limit.limit - bucket.used : 0,
      .reset_s =
          std::chrono::ceil<std::chrono::seconds>(bucket.until - now).count()};
}

RateVerdict RateLimiter::Count(std::string_view bucket,
                               const std::vector<RateLimit>& limits, Time now) {
  RateVerdict verdict{.is_allowed = false};
  for (const RateLimit& limit : limits) {
    std::string key(bucket);
    key += '#';
    key += limit.name;
    Shard& shard = shards_[std::hash<std::string>()(key) % kShards];
    const std::lock_guard lock(shard.mutex);
    if (shard.buckets.size() >= shard.sweep_at) Sweep(shard, now);
    bool is_allowed = false;
    verdict.standings.push_back(
        CountIn(shard.buckets[std::move(key)], limit, now, is_allowed));
    verdict.is_allowed = verdict.is_allowed || is_allowed;
  }
  return verdict;
}

// Forgets what has ended; of too many that have not, those that end first.
void RateLimiter::Sweep(Shard& shard, Time now) {
  std::erase_if(shard.buckets,
                [&](const auto& entry) { return now >= entry.second.until; });
  constexpr std::size_t kMost = kMostBuckets / kShards;
  if (shard.buckets.size() >= kMost) {
    std::vector<Time> ends;
    ends.reserve(shard.buckets.size());
    for (const auto& [key, bucket] : shard.buckets)
      ends.push_back(bucket.until);
    const auto middle =
        ends.begin() + static_cast<std::ptrdiff_t>(ends.size() / 2);
    std::nth_element(ends.begin(), middle, ends.end());
    std::erase_if(shard.buckets, [&](const auto& entry) {
      return entry.second.until <= *middle;
    });
  }
  shard.sweep_at =
      std::clamp<std::size_t>(2 * shard.buckets.size(), 1024, kMost);
}

}  // namespace bookable::http
