// bindings/http/store/change_feed.h: which hosts have changed, on any node.
//
// CONCEPT   Each node keeps hosts in memory with the version they were read at.
//           A feed says whose version has risen, whoever wrote it: this
//           process, another one, another machine. Changes of one host may be
//           told together (the last version counts) and twice, never not at
//           all.
// POSTGRES  NOTIFY, on a connection of the feed's own, which is tried every
//           second. When it was lost, the next Wait connects again and compares
//           all versions.
// SQLITE    Writes of this process are told at once; those of other processes
//           are noticed within a second.
// THREADS   One thread at a time; a feed a thread.
#ifndef BOOKABLE_HTTP_STORE_CHANGE_FEED_H_
#define BOOKABLE_HTTP_STORE_CHANGE_FEED_H_

#include <chrono>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

namespace bookable::store {

struct HostChange {
  std::int64_t host = 0;
  std::int64_t version = 0;

  friend bool operator==(const HostChange&, const HostChange&) = default;
};

class ChangeFeed {
 public:
  virtual ~ChangeFeed() = default;

  // The next changes; none when `timeout` passes without one.
  // Errors: Unavailable while the database cannot be reached; call again.
  virtual absl::StatusOr<std::vector<HostChange>> Wait(
      std::chrono::milliseconds timeout) = 0;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_CHANGE_FEED_H_
