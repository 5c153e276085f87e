// bindings/http/domain/api_keys.cc
// Tested by tests/bindings/http/domain/api_keys_test.cc.
#include "bindings/http/domain/api_keys.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {

using store::ApiKeyRecord;
using store::Transaction;

absl::StatusOr<NewApiKey> MakeApiKey(Transaction& tx, std::string_view prefix,
                                     std::int64_t user_id,
                                     const ApiKeyTerms& terms) {
  if (terms.days && terms.is_endless) {
    return absl::InvalidArgumentError(
        "apiKeyDaysValid and apiKeyNeverExpires exclude each other");
  }
  const std::int64_t days = terms.days.value_or(kApiKeyDays);
  if (days < 1 || days > kMostApiKeyDays) {
    return absl::InvalidArgumentError(
        absl::StrCat("apiKeyDaysValid: must be 1 to ", kMostApiKeyDays));
  }
  if (!store::Find<store::UserRecord>(tx, user_id)) {
    return absl::NotFoundError(absl::StrCat("there is no user ", user_id));
  }
  const std::string secret = NewSecret();
  NewApiKey made{.record = {.user_id = user_id,
                            .team_id = terms.team_id,
                            .key_hash = HashOfSecret(secret),
                            .note = terms.note,
                            .created_at = tx.Now()},
                 .key = std::string(prefix) + secret};
  if (!terms.is_endless) {
    // The end of the day: the first midnight after its last instant.
    made.record.expires_at = std::chrono::floor<std::chrono::days>(tx.Now()) +
                             std::chrono::days{days + 1};
  }
  store::Insert(tx, made.record);
  return made;
}

absl::StatusOr<ApiKeyRecord> CheckApiKey(Transaction& tx,
                                         std::string_view prefix,
                                         std::string_view key) {
  std::optional<ApiKeyRecord> found;
  if (key.starts_with(prefix)) {
    found = store::SelectOne<ApiKeyRecord>(
        tx, "WHERE key_hash = ?1", {HashOfSecret(key.substr(prefix.size()))});
  }
  if (!found) return absl::UnauthenticatedError("the API key is not known");
  if (found->expires_at && *found->expires_at <= tx.Now()) {
    return absl::UnauthenticatedError("the API key has expired");
  }
  return *std::move(found);
}

absl::StatusOr<NewApiKey> ReplaceApiKey(Transaction& tx,
                                        std::string_view prefix,
                                        const ApiKeyRecord& old,
                                        ApiKeyTerms terms) {
  if (!store::Delete<ApiKeyRecord>(tx, old.id)) {
    return absl::UnauthenticatedError("the API key is not known");
  }
  terms.note = old.note;
  terms.team_id = old.team_id;
  return MakeApiKey(tx, prefix, old.user_id, terms);
}

std::vector<ApiKeyRecord> ListApiKeys(Transaction& tx,
                                      std::optional<std::int64_t> user_id) {
  if (user_id) {
    return store::Select<ApiKeyRecord>(tx, "WHERE user_id = ?1 ORDER BY id",
                                       {*user_id});
  }
  return store::Select<ApiKeyRecord>(tx, "ORDER BY id");
}

absl::Status RevokeApiKey(Transaction& tx, std::int64_t id) {
  if (!store::Delete<ApiKeyRecord>(tx, id)) {
    return absl::NotFoundError(absl::StrCat("there is no API key ", id));
  }
  return absl::OkStatus();
}

}  // namespace bookable::domain
