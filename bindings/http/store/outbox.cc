// bindings/http/store/outbox.cc
// Tested by tests/bindings/http/store/outbox_test.cc.
#include "bindings/http/store/outbox.h"

#include "bindings/http/store/table.h"

namespace bookable::store {
namespace {

// True iff `work` is still the caller's.
constexpr const char* kIsMine =
    " WHERE id = ?1 AND claimed_by = ?2 AND attempts = ?3 AND done_ms IS NULL";

// What is due and not claimed, of ?1 at ?2; targets from ?`first` on are passed
// over.
std::string DueClause(const ClaimRequest& request, std::size_t first) {
  std::string clause =
      "kind = ?1 AND due_ms <= ?2 AND done_ms IS NULL AND dead_ms IS NULL AND "
      "(claimed_until_ms IS NULL OR claimed_until_ms <= ?2)";
  if (!request.passed_over.empty()) {
    clause += " AND target NOT IN (" +
              Places(first, request.passed_over.size()) + ")";
  }
  return clause;
}

// How many of the oldest are looked at to find some for many targets.
constexpr const char* kLookedAt = "1000";

}  // namespace

void Enqueue(Transaction& tx, const OwedWork& work) {
  tx.Run(
      "INSERT INTO outbox (kind, subject, target, payload, due_ms, attempts, "
      "created_ms) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
      {work.kind, work.subject, work.target, work.payload,
       work.due_at.value_or(tx.Now()), tx.Now()});
}

std::vector<OutboxRecord> ClaimDue(Transaction& tx,
                                   const ClaimRequest& request) {
  const std::string due = DueClause(request, 5);
  // The clause stands outside, too: there it is asked again of a row that
  // another node has changed meanwhile.
  std::string sql =
      "SELECT id FROM outbox WHERE " + due +
      " AND id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY "
      "target ORDER BY due_ms, id) AS place FROM (SELECT id, target, due_ms "
      "FROM outbox WHERE " +
      due + " ORDER BY due_ms, id LIMIT " + kLookedAt +
      ") AS oldest) AS placed WHERE place <= ?3) ORDER BY due_ms, id LIMIT ?4";
  // Other nodes' rows are passed over, not waited for.
  if (tx.kind() == StoreKind::kPostgres) sql += " FOR UPDATE SKIP LOCKED";
  Values arguments{request.kind, tx.Now(),
                   request.most_of_target.value_or(request.most), request.most};
  arguments.insert(arguments.end(), request.passed_over.begin(),
                   request.passed_over.end());
  std::vector<OutboxRecord> claimed;
  for (const Row& row : tx.Run(sql, arguments)) {
    claimed.push_back(FromRow<OutboxRecord>(
        tx.Run("UPDATE outbox SET claimed_by = ?2, claimed_until_ms = ?3, "
               "attempts = attempts + 1 WHERE id = ?1 RETURNING " +
                   ColumnList<OutboxRecord>(),
               {row.As<std::int64_t>(), request.node, tx.Now() + request.lease})
            .One()));
  }
  return claimed;
}

bool IsAnythingDue(Transaction& tx, const ClaimRequest& request) {
  Values arguments{request.kind, tx.Now()};
  arguments.insert(arguments.end(), request.passed_over.begin(),
                   request.passed_over.end());
  return !tx.Run("SELECT 1 FROM outbox WHERE " + DueClause(request, 3) +
                     " LIMIT 1",
                 arguments)
              .is_empty();
}

bool Complete(Transaction& tx, const OutboxRecord& work) {
  return tx.Run(
               std::string("UPDATE outbox SET done_ms = ?4, claimed_until_ms = "
                           "NULL, last_error = NULL") +
                   kIsMine,
               {work.id, work.claimed_by, work.attempts, tx.Now()})
             .changed() > 0;
}

bool RetryAt(Transaction& tx, const OutboxRecord& work, Moment due_at,
             std::string_view error) {
  return tx.Run(std::string("UPDATE outbox SET due_ms = ?4, claimed_until_ms = "
                            "NULL, last_error = ?5") +
                    kIsMine,
                {work.id, work.claimed_by, work.attempts, due_at, error})
             .changed() > 0;
}

bool GiveUp(Transaction& tx, const OutboxRecord& work, std::string_view error) {
  return tx.Run(
               std::string("UPDATE outbox SET dead_ms = ?4, claimed_until_ms = "
                           "NULL, last_error = ?5") +
                   kIsMine,
               {work.id, work.claimed_by, work.attempts, tx.Now(), error})
             .changed() > 0;
}

bool Release(Transaction& tx, const OutboxRecord& work) {
  return tx.Run(std::string("UPDATE outbox SET claimed_until_ms = NULL, "
                            "attempts = attempts - 1") +
                    kIsMine,
                {work.id, work.claimed_by, work.attempts})
             .changed() > 0;
}

bool Replay(Transaction& tx, std::int64_t id) {
  return tx.Run(
               "UPDATE outbox SET dead_ms = NULL, attempts = 0, due_ms = ?2 "
               "WHERE id = ?1 AND dead_ms IS NOT NULL",
               {id, tx.Now()})
             .changed() > 0;
}

Backlog ReadBacklog(Transaction& tx, std::string_view kind) {
  Backlog backlog;
  tx.Run(
        "SELECT count(*), min(CASE WHEN due_ms <= ?2 THEN due_ms END) FROM "
        "outbox WHERE kind = ?1 AND done_ms IS NULL AND dead_ms IS NULL",
        {kind, tx.Now()})
      .One()
      .Into(backlog.waiting, backlog.due_since);
  tx.Run("SELECT count(*) FROM outbox WHERE kind = ?1 AND dead_ms IS NOT NULL",
         {kind})
      .One()
      .Into(backlog.dead);
  return backlog;
}

std::int64_t ForgetDone(Transaction& tx, Moment before) {
  return tx.Run("DELETE FROM outbox WHERE done_ms < ?1", {before}).changed();
}

}  // namespace bookable::store
