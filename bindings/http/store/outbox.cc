// bindings/http/store/outbox.cc
// Tested by tests/bindings/http/store/outbox_test.cc.
#include "bindings/http/store/outbox.h"

#include "bindings/http/store/table.h"

namespace bookable::store {
namespace {

// True iff `work` is still the caller's.
constexpr const char* kIsMine =
    " WHERE id = ?1 AND claimed_by = ?2 AND attempts = ?3 AND done_ms IS NULL";

}  // namespace

void Enqueue(Transaction& tx, std::string_view kind, std::string_view subject,
             std::string_view payload, std::optional<Moment> due_at) {
  tx.Run(
      "INSERT INTO outbox (kind, subject, payload, due_ms, attempts, "
      "created_ms) "
      "VALUES (?1, ?2, ?3, ?4, 0, ?5)",
      {kind, subject, payload, due_at.value_or(tx.Now()), tx.Now()});
}

std::int64_t Withdraw(Transaction& tx, std::string_view kind,
                      std::string_view subject) {
  return tx
      .Run(
          "DELETE FROM outbox WHERE kind = ?1 AND subject = ?2 "
          "AND done_ms IS NULL",
          {kind, subject})
      .changed();
}

std::vector<OutboxRecord> ClaimDue(Transaction& tx, std::string_view kind,
                                   std::string_view node, std::int64_t most,
                                   std::chrono::milliseconds lease) {
  // Other nodes' rows are passed over, not waited for.
  std::string due =
      "SELECT id FROM outbox WHERE kind = ?1 AND due_ms <= ?2 AND done_ms IS "
      "NULL AND dead_ms IS NULL AND (claimed_until_ms IS NULL OR "
      "claimed_until_ms <= ?2) ORDER BY due_ms, id LIMIT ?3";
  if (tx.kind() == StoreKind::kPostgres) due += " FOR UPDATE SKIP LOCKED";
  std::vector<OutboxRecord> claimed;
  for (const Row& row : tx.Run(due, {kind, tx.Now(), most})) {
    claimed.push_back(FromRow<OutboxRecord>(
        tx.Run("UPDATE outbox SET claimed_by = ?2, claimed_until_ms = ?3, "
               "attempts = attempts + 1 WHERE id = ?1 RETURNING " +
                   ColumnList<OutboxRecord>(),
               {row.As<std::int64_t>(), node, tx.Now() + lease})
            .One()));
  }
  return claimed;
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

bool Replay(Transaction& tx, std::int64_t id) {
  return tx.Run(
               "UPDATE outbox SET dead_ms = NULL, attempts = 0, due_ms = ?2 "
               "WHERE id = ?1 AND dead_ms IS NOT NULL",
               {id, tx.Now()})
             .changed() > 0;
}

std::int64_t ForgetDone(Transaction& tx, Moment before) {
  return tx.Run("DELETE FROM outbox WHERE done_ms < ?1", {before}).changed();
}

}  // namespace bookable::store
