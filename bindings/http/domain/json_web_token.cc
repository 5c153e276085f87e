// bindings/http/domain/json_web_token.cc
//
// libjwt signs and verifies. It knows more kinds of token than we make, so what
// it accepts is looked at again: the algorithm, and every claim's type. The
// last test is the strictest: what was read, signed again, must be the very
// token (no second spelling of one token, no claims that we do not write).
//
// Tested by tests/bindings/http/domain/json_web_token_test.cc and
// tests/fuzz/json_web_token_fuzz.cc.
#include "bindings/http/domain/json_web_token.h"

#include <jwt.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <new>
#include <optional>

namespace bookable::domain {
namespace {

struct FreeToken {
  void operator()(jwt_t* token) const { jwt_free(token); }
};
struct FreeText {
  void operator()(char* text) const { std::free(text); }
};
using Token = std::unique_ptr<jwt_t, FreeToken>;

const unsigned char* Bytes(std::string_view key) {
  return reinterpret_cast<const unsigned char*>(key.data());
}

void Check(int error) {
  if (error != 0) throw std::bad_alloc();  // its only reason, said REQUIRES
}

std::string_view KindName(TokenKind kind) {
  return kind == TokenKind::kAccess ? "access_token" : "refresh_token";
}

// Our tokens have three parts of base64url.
bool LooksLikeToken(std::string_view token) {
  if (token.empty() || token.size() > kLongestToken) return false;
  return std::count(token.begin(), token.end(), '.') == 2 &&
         std::all_of(token.begin(), token.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
         });
}

std::optional<std::string> TextClaim(jwt_t* token, const char* name) {
  const char* text = jwt_get_grant(token, name);
  if (text == nullptr) return std::nullopt;
  return text;
}

std::optional<long> NumberClaim(jwt_t* token, const char* name) {
  errno = 0;
  const long number = jwt_get_grant_int(token, name);
  if (errno != 0) return std::nullopt;
  return number;
}

std::optional<TokenClaims> Claims(jwt_t* token) {
  const auto kind = TextClaim(token, "type");
  auto client_id = TextClaim(token, "clientId");
  const auto owner_id = NumberClaim(token, "ownerId");
  const auto expires_at = NumberClaim(token, "expiresAt");
  const auto issued_at = NumberClaim(token, "iat");
  auto jti = TextClaim(token, "jti");
  if (!kind || !client_id || !owner_id || !expires_at || !issued_at || !jti) {
    return std::nullopt;
  }
  TokenClaims claims;
  if (*kind == KindName(TokenKind::kAccess)) {
    claims.kind = TokenKind::kAccess;
  } else if (*kind == KindName(TokenKind::kRefresh)) {
    claims.kind = TokenKind::kRefresh;
  } else {
    return std::nullopt;
  }
  claims.client_id = *std::move(client_id);
  claims.owner_id = *owner_id;
  claims.expires_at = store::Moment{std::chrono::milliseconds{*expires_at}};
  claims.issued_at = Instant{std::chrono::seconds{*issued_at}};
  claims.jti = *std::move(jti);
  claims.is_refreshed = NumberClaim(token, "userId").has_value();
  return claims;
}

}  // namespace

std::string SignToken(const TokenClaims& claims, std::string_view key) {
  jwt_t* made = nullptr;
  Check(jwt_new(&made));
  const Token token(made);
  Check(jwt_set_alg(made, JWT_ALG_HS256, Bytes(key),
                    static_cast<int>(key.size())));
  Check(jwt_add_grant(made, "type", KindName(claims.kind).data()));
  Check(jwt_add_grant(made, "clientId", claims.client_id.c_str()));
  Check(jwt_add_grant_int(made, "ownerId", claims.owner_id));
  Check(jwt_add_grant_int(made, "expiresAt",
                          claims.expires_at.time_since_epoch().count()));
  Check(jwt_add_grant_int(made, "iat",
                          claims.issued_at.time_since_epoch().count()));
  Check(jwt_add_grant(made, "jti", claims.jti.c_str()));
  if (claims.is_refreshed) {
    Check(jwt_add_grant_int(made, "userId", claims.owner_id));
  }
  const std::unique_ptr<char, FreeText> text(jwt_encode_str(made));
  if (text == nullptr) throw std::bad_alloc();
  return text.get();
}

absl::StatusOr<TokenClaims> ReadToken(std::string_view token,
                                      std::string_view key) {
  const absl::Status refused =
      absl::UnauthenticatedError("not a token of ours");
  // Without a key, libjwt would take tokens that are not signed.
  if (key.size() < kShortestKey || !LooksLikeToken(token)) return refused;
  const std::string text(token);
  jwt_t* read = nullptr;
  if (jwt_decode(&read, text.c_str(), Bytes(key),
                 static_cast<int>(key.size())) != 0) {
    return refused;
  }
  const Token owner(read);
  if (jwt_get_alg(read) != JWT_ALG_HS256) return refused;
  std::optional<TokenClaims> claims = Claims(read);
  if (!claims || SignToken(*claims, key) != token) return refused;
  return *std::move(claims);
}

}  // namespace bookable::domain
