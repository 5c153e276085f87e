// Tested by tests/bindings/http/domain/housekeeping_test.cc, and running by
// tests/bindings/http/server/service_test.py.
#include "bindings/http/domain/housekeeping.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/domain/email_codes.h"
#include "bindings/http/domain/holds.h"
#include "bindings/http/store/outbox.h"

namespace bookable::domain {
namespace {

using store::Transaction;

// "keeping" in bytes.
constexpr const char* kTryLock =
    "SELECT CASE WHEN pg_try_advisory_xact_lock(30228074246008423) THEN 1 ELSE "
    "0 END";

struct Ended {
  const char* table;
  const char* key;
  const char* condition;  // ?1 is now
};
// An access token goes with the refresh token of its pair, which outlives it;
// a family when it has none left.
constexpr std::array kEnded = {
    Ended{"authorization_code", "code_hash", "expires_ms <= ?1"},
    Ended{"web_session", "token_hash", "expires_ms <= ?1"},
    Ended{"refresh_token", "id", "expires_ms <= ?1"},
    Ended{"token_family", "id",
          "created_ms < ?1 AND NOT EXISTS (SELECT 1 FROM refresh_token r "
          "WHERE r.family_id = token_family.id)"},
    Ended{"idempotency_key", "id", "expires_ms <= ?1"},
    Ended{"sign_in_guess", "subject", "expires_ms <= ?1"},
    Ended{"sign_in_address", "id", "expires_ms <= ?1"},
};

// True if another node is at it; else none is until the transaction ends.
bool IsBeingDone(Transaction& tx) {
  return tx.kind() == store::StoreKind::kPostgres &&
         tx.Run(kTryLock).One().As<std::int64_t>() == 0;
}

// One batch; how many it were, nothing if another node is at it.
using Batch = std::function<std::int64_t(Transaction&)>;

std::vector<std::pair<std::string, Batch>> Batches() {
  std::vector<std::pair<std::string, Batch>> batches;
  for (const Ended& ended : kEnded) {
    std::string sql = absl::StrCat(
        "DELETE FROM ", ended.table, " WHERE ", ended.key, " IN (SELECT ",
        ended.key, " FROM ", ended.table, " WHERE ", ended.condition, " LIMIT ",
        kHousekeepingBatch, ")");
    batches.emplace_back(ended.table, [sql = std::move(sql)](Transaction& tx) {
      return tx.Run(sql, {tx.Now()}).changed();
    });
  }
  batches.emplace_back("hold", [](Transaction& tx) {
    return ExpireHolds(tx, kHousekeepingBatch);
  });
  batches.emplace_back("email_code", ForgetEndedEmailCodes);
  batches.emplace_back("outbox", [](Transaction& tx) {
    return store::ForgetDone(tx, tx.Now() - kDoneWorkKept);
  });
  return batches;
}

}  // namespace

absl::StatusOr<Forgotten> ForgetEnded(store::Store& store,
                                      const std::function<bool()>& stops) {
  Forgotten forgotten;
  for (const auto& [table, forget] : Batches()) {
    const auto& batch = forget;  // clang 14 captures no structured binding
    bool is_first = true;
    std::int64_t count = kHousekeepingBatch;
    while (count >= kHousekeepingBatch) {
      if (stops && stops()) return forgotten;
      const auto done = store.Write(
          [&](Transaction& tx) -> absl::StatusOr<std::optional<std::int64_t>> {
            if (IsBeingDone(tx)) return std::optional<std::int64_t>();
            return std::optional<std::int64_t>(batch(tx));
          });
      if (!done.ok()) return done.status();
      if (!*done) return forgotten;
      count = **done;
      if (count == 0) break;
      if (std::exchange(is_first, false)) forgotten.emplace_back(table, 0);
      forgotten.back().second += count;
    }
  }
  return forgotten;
}

}  // namespace bookable::domain
