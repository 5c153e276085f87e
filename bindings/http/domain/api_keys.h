// bindings/http/domain/api_keys.h: keys by which a user's own programs ask.
//
// CONCEPT   A key is PREFIX and a secret ("cal_..."), shown once and kept as a
//           hash of the secret. It may what its user may, to the end of its
//           last day (UTC). Each function is a part of a transaction.
// THREADS   As Transaction.
// ERRORS    Status as account_error.h; throws StatementError.
#ifndef BOOKABLE_HTTP_DOMAIN_API_KEYS_H_
#define BOOKABLE_HTTP_DOMAIN_API_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/limits.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

inline constexpr std::int64_t kApiKeyDays = 30;
inline constexpr std::int64_t kMostApiKeyDays = 36'500;

// "burst=10/1, hour=1000/3600/60": NAME=REQUESTS/WINDOW or with /BLOCK,
// seconds; the block is as long as the window, unless given. A caller is
// refused only when all of its limits are spent. InvalidArgument: not of that
// form, a name twice, a number out of range, more than ten.
absl::StatusOr<std::vector<store::ApiKeyLimitRecord>> ParseKeyLimits(
    std::string_view text);

// The same the other way: what ParseKeyLimits reads as these. Empty for none.
std::string KeyLimitsText(const std::vector<store::ApiKeyLimitRecord>& limits);

struct ApiKeyTerms {
  std::optional<std::int64_t> days{};  // DEFAULT: kApiKeyDays, unless never
  bool is_endless = false;
  std::optional<std::string> note{};
  std::optional<std::int64_t> team_id{};
  // DEFAULT: the service's setting.
  std::vector<store::ApiKeyLimitRecord> limits{};
};

struct NewApiKey {
  store::ApiKeyRecord record{};
  std::string key{};
};

// InvalidArgument: both days and endless, days out of 1...36,500, or limits
// that are none. NotFound: no such user.
absl::StatusOr<NewApiKey> MakeApiKey(store::Transaction& tx,
                                     std::string_view prefix,
                                     std::int64_t user_id,
                                     const ApiKeyTerms& terms);

// The live key of that text. Unauthenticated: unknown, or expired.
absl::StatusOr<store::ApiKeyRecord> CheckApiKey(store::Transaction& tx,
                                                std::string_view prefix,
                                                std::string_view key);

// The limits that a key has of its own.
std::vector<store::ApiKeyLimitRecord> LimitsOf(store::Transaction& tx,
                                               std::int64_t api_key_id);

// Another key in place of `old`, with its note, team and limits.
absl::StatusOr<NewApiKey> ReplaceApiKey(store::Transaction& tx,
                                        std::string_view prefix,
                                        const store::ApiKeyRecord& old,
                                        ApiKeyTerms terms);

std::vector<store::ApiKeyRecord> ListApiKeys(
    store::Transaction& tx, std::optional<std::int64_t> user_id);

// NotFound if there is none of that id.
absl::Status RevokeApiKey(store::Transaction& tx, std::int64_t id);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_API_KEYS_H_
