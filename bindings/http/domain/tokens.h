// bindings/http/domain/tokens.h: access and refresh tokens of managed users.
//
// CONCEPT   A pair of tokens is one of a family: all pairs that come from one
//           act of giving them. An access token lives for an hour, a refresh
//           token for a year or until it is used, which gives the next pair.
//           Used again within 30 seconds it gives that same pair once more (the
//           answer was lost, or two tabs asked); later, it was stolen, from its
//           owner or by him: the family is revoked.
//           Each function is a part of a transaction.
// TIME      Transaction::Now. Access tokens end on a full minute, refresh
//           tokens at midnight UTC.
// THREADS   As Transaction.
// ERRORS    Status as account_error.h; throws StatementError.
#ifndef BOOKABLE_HTTP_DOMAIN_TOKENS_H_
#define BOOKABLE_HTTP_DOMAIN_TOKENS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

inline constexpr std::chrono::minutes kAccessTokenLife{60};
inline constexpr std::chrono::days kRefreshTokenLife{365};
inline constexpr std::chrono::seconds kRefreshGrace{30};
inline constexpr std::chrono::minutes kAuthorizationCodeLife{10};

struct TokenPair {
  std::string access_token{};
  std::string refresh_token{};
  store::Moment access_expires_at{};
  store::Moment refresh_expires_at{};

  friend bool operator==(const TokenPair&, const TokenPair&) = default;
};

// The key that signs: made of the setting `token_secret`, or, when that is
// empty, kept in the database. MakeTokenKey makes it when it is first asked
// for. FindTokenKey gives an empty one then, with which no token is good.
// REQUIRES: MakeTokenKey: a write transaction.
std::string MakeTokenKey(store::Transaction& tx, std::string_view token_secret);
std::string FindTokenKey(store::Transaction& tx, std::string_view token_secret);

// Begins a family.
TokenPair GiveTokens(store::Transaction& tx, std::string_view key,
                     std::string_view client_id, std::int64_t user_id);

// The next pair, or why there is none. The family of a token that was used too
// often is revoked by the same transaction, which must commit: hence the reason
// is not the Status.
struct Refreshed {
  std::optional<TokenPair> pair{};
  std::string refusal{};  // when there is no pair
};
Refreshed RefreshTokens(store::Transaction& tx, std::string_view key,
                        std::string_view client_id,
                        std::string_view refresh_token);

// Ends all tokens that the client's user has, and begins a family.
TokenPair ForceRefresh(store::Transaction& tx, std::string_view key,
                       std::string_view client_id, std::int64_t user_id);

// Whose an access token is. Errors: TokenExpiredError when refreshing would
// help, else Unauthenticated.
struct AccessGrant {
  std::string client_id{};
  std::int64_t user_id = 0;
};
absl::StatusOr<AccessGrant> CheckAccessToken(store::Transaction& tx,
                                             std::string_view key,
                                             std::string_view token);

// A code that the client exchanges for the user's tokens, within ten minutes,
// once. InvalidArgument when the client does not know the address or an
// earlier code waits to be exchanged.
absl::StatusOr<std::string> Authorize(store::Transaction& tx,
                                      const store::OAuthClientRecord& client,
                                      std::int64_t user_id,
                                      std::string_view redirect_uri);
absl::StatusOr<TokenPair> Exchange(store::Transaction& tx, std::string_view key,
                                   std::string_view client_id,
                                   std::string_view client_secret,
                                   std::string_view code);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_TOKENS_H_
