// bindings/http/store/outbox.h: work that is owed to others.
//
// CONCEPT   Webhooks, mails and calendar entries are written down in the
//           transaction that owes them, and done later by exactly one node at a
//           time: a node claims what is due for a while, tries it, and says how
//           it went. A node that dies loses its claim when the while is over,
//           so work may be done twice, never not at all. What failed too often
//           is dead: it stays to be seen and can be replayed.
// THREADS   As Transaction. ERRORS: throw StatementError.
#ifndef BOOKABLE_HTTP_STORE_OUTBOX_H_
#define BOOKABLE_HTTP_STORE_OUTBOX_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/http/store/store.h"
#include "bindings/http/store/value.h"

namespace bookable::store {

// Work that is owed to others, written in the transaction that owes it.
struct OutboxRecord {
  std::int64_t id = 0;
  std::string kind{};          // webhook, mail, calendar, ...
  std::string subject{};       // what it is about: a booking's uid
  std::string target{};        // whom it is for: a webhook's id
  std::string payload = "{}";  // JSON
  Moment due_at{};             // not to be tried before
  std::int64_t attempts = 0;
  std::optional<std::string> claimed_by{};  // the node that tries it
  std::optional<Moment> claimed_until_at{};
  std::optional<std::string> last_error{};
  std::optional<Moment> done_at{};
  std::optional<Moment> dead_at{};  // given up; can be replayed
  Moment created_at{};

  static constexpr std::string_view kTable = "outbox";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("kind", self.kind);
    visit("subject", self.subject);
    visit("target", self.target);
    visit("payload", self.payload);
    visit("due_ms", self.due_at);
    visit("attempts", self.attempts);
    visit("claimed_by", self.claimed_by);
    visit("claimed_until_ms", self.claimed_until_at);
    visit("last_error", self.last_error);
    visit("done_ms", self.done_at);
    visit("dead_ms", self.dead_at);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const OutboxRecord&, const OutboxRecord&) = default;
};

// Work that is new.
struct OwedWork {
  std::string_view kind{};
  std::string_view subject{};
  std::string_view target{};
  std::string_view payload = "{}";
  std::optional<Moment> due_at{};  // DEFAULT: now
};

// Writes work down.
void Enqueue(Transaction& tx, const OwedWork& work);

struct ClaimRequest {
  std::string_view kind{};
  std::string_view node{};  // who claims: a name of its own for each process
  std::int64_t most = 1;
  std::chrono::milliseconds lease{60'000};
  // Of one target at most so many at once, so that one that is slow does not
  // keep the others waiting. DEFAULT: as many as `most`.
  std::optional<std::int64_t> most_of_target{};
  // Targets of which nothing is claimed now.
  std::vector<std::string> passed_over{};
};

// Claims works that are due, oldest first. Each has its attempts raised
// already.
std::vector<OutboxRecord> ClaimDue(Transaction& tx,
                                   const ClaimRequest& request);

// True iff there is work for ClaimDue; writes nothing.
bool IsAnythingDue(Transaction& tx, const ClaimRequest& request);

// How it went. False when another node has claimed the work since: then this
// one's word does not count.
bool Complete(Transaction& tx, const OutboxRecord& work);
bool RetryAt(Transaction& tx, const OutboxRecord& work, Moment due_at,
             std::string_view error);
bool GiveUp(Transaction& tx, const OutboxRecord& work, std::string_view error);
// As if it had not been claimed: a node that stops leaves it to others.
bool Release(Transaction& tx, const OutboxRecord& work);

// Makes dead work due again, its attempts forgotten. False if it is not dead.
bool Replay(Transaction& tx, std::int64_t id);

struct Backlog {
  std::int64_t waiting = 0;  // neither done nor dead
  std::int64_t dead = 0;
  std::optional<Moment> due_since{};  // of the oldest that is due
};

Backlog ReadBacklog(Transaction& tx, std::string_view kind);

// Forgets what was done before `before`. How much it was.
std::int64_t ForgetDone(Transaction& tx, Moment before);

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_OUTBOX_H_
