// bindings/http/domain/tokens.cc
//
// Refreshing locks the family first, by writing its row, and reads the token
// afterwards: of two requests with one token the second waits, and then sees
// that it was used a moment ago.
//
// Tested by tests/bindings/http/domain/tokens_test.cc.
#include "bindings/http/domain/tokens.h"

#include <utility>

#include "bindings/http/domain/account_error.h"
#include "bindings/http/domain/json_web_token.h"
#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/domain/uid.h"
#include "bindings/http/store/service.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {
namespace {

using store::AccessTokenRecord;
using store::AuthorizationCodeRecord;
using store::Moment;
using store::RefreshTokenRecord;
using store::TokenFamilyRecord;
using store::Transaction;

constexpr const char* kKeySetting = "token_key";
constexpr const char* kInvalid = "Invalid Access Token.";

TokenPair Sign(std::string_view key, const TokenFamilyRecord& family,
               const RefreshTokenRecord& refresh,
               const AccessTokenRecord& access, bool is_refreshed) {
  return {.access_token = SignToken({.kind = TokenKind::kAccess,
                                     .client_id = family.client_id,
                                     .owner_id = family.user_id,
                                     .expires_at = access.expires_at,
                                     .issued_at = access.issued_at,
                                     .jti = access.jti,
                                     .is_refreshed = is_refreshed},
                                    key),
          .refresh_token = SignToken({.kind = TokenKind::kRefresh,
                                      .client_id = family.client_id,
                                      .owner_id = family.user_id,
                                      .expires_at = refresh.expires_at,
                                      .issued_at = refresh.issued_at,
                                      .jti = refresh.jti,
                                      .is_refreshed = is_refreshed},
                                     key),
          .access_expires_at = access.expires_at,
          .refresh_expires_at = refresh.expires_at};
}

struct Pair {
  RefreshTokenRecord refresh;
  AccessTokenRecord access;
};

// What others do with this user's tokens and codes waits for this transaction.
void LockUser(Transaction& tx, std::int64_t user_id) {
  tx.Run("UPDATE app_user SET updated_ms = updated_ms WHERE id = ?1",
         {user_id});
}

Pair NewPair(Transaction& tx, const TokenFamilyRecord& family) {
  using std::chrono::floor;
  const Moment now = tx.Now();
  const Instant issued_at = floor<std::chrono::seconds>(now);
  Pair pair{.refresh = {.family_id = family.id,
                        .jti = NewUuid(),
                        .issued_at = issued_at,
                        .expires_at =
                            floor<std::chrono::days>(now + kRefreshTokenLife)},
            .access = {.family_id = family.id,
                       .jti = NewUuid(),
                       .issued_at = issued_at,
                       .expires_at = floor<std::chrono::minutes>(
                           now + kAccessTokenLife)}};
  store::Insert(tx, pair.refresh);
  pair.access.refresh_token_id = pair.refresh.id;
  store::Insert(tx, pair.access);
  return pair;
}

}  // namespace

std::string FindTokenKey(Transaction& tx, std::string_view token_secret) {
  if (!token_secret.empty()) return HashOfSecret(token_secret);
  const auto found = store::Find<store::SettingRecord>(tx, kKeySetting);
  return found ? found->value : "";
}

std::string MakeTokenKey(Transaction& tx, std::string_view token_secret) {
  std::string key = FindTokenKey(tx, token_secret);
  if (!key.empty()) return key;
  tx.Run(
      "INSERT INTO setting (name, value, updated_ms) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (name) DO NOTHING",
      {kKeySetting, NewSecret(), tx.Now()});
  return FindTokenKey(tx, token_secret);
}

TokenPair GiveTokens(Transaction& tx, std::string_view key,
                     std::string_view client_id, std::int64_t user_id) {
  TokenFamilyRecord family{.client_id = std::string(client_id),
                           .user_id = user_id,
                           .created_at = tx.Now()};
  store::Insert(tx, family);
  const Pair pair = NewPair(tx, family);
  return Sign(key, family, pair.refresh, pair.access, false);
}

Refreshed RefreshTokens(Transaction& tx, std::string_view key,
                        std::string_view client_id,
                        std::string_view refresh_token) {
  Refreshed unknown{.refusal = "the refresh token is not known"};
  const auto claims = ReadToken(refresh_token, key);
  if (!claims.ok() || claims->kind != TokenKind::kRefresh ||
      claims->client_id != client_id) {
    return unknown;
  }
  constexpr std::string_view kByJti = "WHERE jti = ?1";
  auto token = store::SelectOne<RefreshTokenRecord>(tx, kByJti, {claims->jti});
  if (!token) return unknown;
  tx.Run("UPDATE token_family SET created_ms = created_ms WHERE id = ?1",
         {token->family_id});
  const auto family = store::Find<TokenFamilyRecord>(tx, token->family_id);
  token = store::SelectOne<RefreshTokenRecord>(tx, kByJti, {claims->jti});
  if (!token || !family) return unknown;  // deleted meanwhile
  if (family->client_id != client_id) return unknown;
  if (family->revoked_at) {
    return {.refusal = "the refresh token was revoked"};
  }
  const Moment now = tx.Now();
  if (token->used_at) {
    if (now - *token->used_at > kRefreshGrace) {
      tx.Run("UPDATE token_family SET revoked_ms = ?2 WHERE id = ?1",
             {family->id, now});
      return {.refusal =
                  "the refresh token was used before: it and what came of it "
                  "are revoked"};
    }
    const auto next = store::Find<RefreshTokenRecord>(tx, token->successor_id);
    const auto access = store::SelectOne<AccessTokenRecord>(
        tx, "WHERE refresh_token_id = ?1", {token->successor_id});
    if (!next || !access) return unknown;
    return {.pair = Sign(key, *family, *next, *access, true)};
  }
  if (token->expires_at <= now) {
    return {.refusal = "the refresh token has expired"};
  }
  const Pair pair = NewPair(tx, *family);
  token->used_at = now;
  token->successor_id = pair.refresh.id;
  store::Update(tx, *token);
  return {.pair = Sign(key, *family, pair.refresh, pair.access, true)};
}

TokenPair ForceRefresh(Transaction& tx, std::string_view key,
                       std::string_view client_id, std::int64_t user_id) {
  // Two at once, and each would leave the other's: they take turns.
  LockUser(tx, user_id);
  tx.Run("DELETE FROM token_family WHERE client_id = ?1 AND user_id = ?2",
         {client_id, user_id});
  return GiveTokens(tx, key, client_id, user_id);
}

absl::StatusOr<AccessGrant> CheckAccessToken(Transaction& tx,
                                             std::string_view key,
                                             std::string_view token) {
  const absl::Status invalid = absl::UnauthenticatedError(kInvalid);
  const auto claims = ReadToken(token, key);
  if (!claims.ok() || claims->kind != TokenKind::kAccess) return invalid;
  const store::Rows rows = tx.Run(
      "SELECT a.expires_ms, f.client_id, f.user_id, r.used_ms, f.revoked_ms "
      "FROM access_token a "
      "JOIN token_family f ON f.id = a.family_id "
      "JOIN refresh_token r ON r.id = a.refresh_token_id WHERE a.jti = ?1",
      {claims->jti});
  if (rows.is_empty()) return invalid;
  AccessGrant grant;
  Moment expires_at;
  std::optional<Moment> refreshed_at;
  std::optional<Moment> revoked_at;
  rows.One().Into(expires_at, grant.client_id, grant.user_id, refreshed_at,
                  revoked_at);
  if (revoked_at) return invalid;
  if (expires_at <= tx.Now()) {
    if (refreshed_at) return invalid;
    return TokenExpiredError();
  }
  return grant;
}

absl::StatusOr<std::string> Authorize(Transaction& tx,
                                      const store::OAuthClientRecord& client,
                                      std::int64_t user_id,
                                      std::string_view redirect_uri) {
  if (!IsRegisteredRedirect(client, redirect_uri)) {
    return absl::InvalidArgumentError(
        "redirectUri: the client has not registered it");
  }
  const Moment now = tx.Now();
  LockUser(tx, user_id);  // one waiting code a user and client
  tx.Run("DELETE FROM authorization_code WHERE expires_ms <= ?1", {now});
  if (!tx.Run("SELECT 1 FROM authorization_code WHERE client_id = ?1 AND "
              "user_id = ?2",
              {client.id, user_id})
           .is_empty()) {
    return absl::InvalidArgumentError(
        "a code that was given before has not been exchanged yet");
  }
  std::string code = NewSecret();
  AuthorizationCodeRecord record{.code_hash = HashOfSecret(code),
                                 .client_id = client.id,
                                 .user_id = user_id,
                                 .redirect_uri = std::string(redirect_uri),
                                 .expires_at = now + kAuthorizationCodeLife,
                                 .created_at = now};
  store::Insert(tx, record);
  return code;
}

absl::StatusOr<TokenPair> Exchange(Transaction& tx, std::string_view key,
                                   std::string_view client_id,
                                   std::string_view client_secret,
                                   std::string_view code) {
  const auto client = store::Find<store::OAuthClientRecord>(tx, client_id);
  if (!client || !IsSecretOf(client_secret, client->secret_hash)) {
    return absl::InvalidArgumentError(
        "the client id or the client secret is wrong");
  }
  const store::Rows taken = tx.Run(
      "DELETE FROM authorization_code WHERE code_hash = ?1 AND client_id = ?2 "
      "AND expires_ms > ?3 RETURNING user_id",
      {HashOfSecret(code), client_id, tx.Now()});
  if (taken.is_empty()) {
    return absl::InvalidArgumentError(
        "the authorization code is unknown, used or expired");
  }
  return GiveTokens(tx, key, client_id, taken.One().As<std::int64_t>());
}

}  // namespace bookable::domain
