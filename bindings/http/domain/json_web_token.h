// bindings/http/domain/json_web_token.h: the tokens that users carry.
//
// CONCEPT   A JSON Web Token (RFC 7519) of one kind only: HMAC-SHA-256 (HS256)
//           with the service's key. The same claims and key always give the
//           same token, so that none has to be stored. A token that reads well
//           was made by us, no more: whether it is still good, the tables say
//           (tokens.h).
// UNITS     expiresAt in epoch milliseconds, iat in epoch seconds; no exp.
// THREADS   Pure.
// ERRORS    ReadToken: Unauthenticated for anything that SignToken with this
//           key did not make, whatever it is.
#ifndef BOOKABLE_HTTP_DOMAIN_JSON_WEB_TOKEN_H_
#define BOOKABLE_HTTP_DOMAIN_JSON_WEB_TOKEN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "bindings/http/store/value.h"
#include "bookable/time/instant.h"

namespace bookable::domain {

enum class TokenKind : std::uint8_t { kAccess, kRefresh };

struct TokenClaims {
  TokenKind kind = TokenKind::kAccess;
  std::string client_id{};
  std::int64_t owner_id = 0;
  store::Moment expires_at{};
  Instant issued_at{};
  std::string jti{};
  // Made by refreshing: then it also says userId, as clients expect.
  bool is_refreshed = false;

  friend bool operator==(const TokenClaims&, const TokenClaims&) = default;
};

// Tokens are shorter than this; longer ones are not looked into.
inline constexpr std::size_t kLongestToken = 1024;
inline constexpr std::size_t kShortestKey = 32;

// REQUIRES: key.size() >= kShortestKey; client_id and jti are ASCII without
// controls, together shorter than 256.
std::string SignToken(const TokenClaims& claims, std::string_view key);

absl::StatusOr<TokenClaims> ReadToken(std::string_view token,
                                      std::string_view key);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_JSON_WEB_TOKEN_H_
