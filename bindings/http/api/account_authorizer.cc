// Tested by tests/bindings/http/api/account_authorizer_test.cc.
#include "bindings/http/api/account_authorizer.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/api_keys.h"
#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/domain/roles.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/domain/sign_in.h"
#include "bindings/http/domain/tokens.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

using domain::TeamRole;
using store::OAuthClientRecord;
using store::TeamRecord;
using store::Transaction;
using store::UserRecord;

constexpr const char* kNobody =
    "no authentication was provided: send an access token or API key as "
    "\"Authorization: Bearer\", or x-cal-client-id and x-cal-secret-key";

// How often it is written down that a key was used.
constexpr std::chrono::hours kUseNoted{1};

const std::string* PathPart(const Request& request, std::string_view name) {
  for (const auto& [key, value] : request.path_parameters) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::optional<std::int64_t> PathId(const Request& request,
                                   std::string_view name) {
  const std::string* text = PathPart(request, name);
  if (text == nullptr) return std::nullopt;
  // A route whose ids are no integers cannot be any tenant's: no id is -1.
  return ParseInteger(*text).value_or(-1);
}

TeamRole AsTeamRole(Role role) {
  switch (role) {
    case Role::kNone:
      return TeamRole::kNone;
    case Role::kMember:
      return TeamRole::kMember;
    case Role::kAdmin:
      return TeamRole::kAdmin;
    case Role::kOwner:
      return TeamRole::kOwner;
  }
  return TeamRole::kOwner;
}

absl::Status RoleTooLow() {
  return Forbidden("the caller's role there is too low for this");
}

// --- who is it ---------------------------------------------------------------

absl::StatusOr<Caller> CallerOfClient(Transaction& tx,
                                      const OAuthClientRecord& client) {
  const auto owner = domain::OwnerOf(tx, client.organization_id);
  if (!owner) {
    return Unauthorized("the organisation of the OAuth client has no owner");
  }
  return Caller{.kind = CallerKind::kOauthClient,
                .user_id = *owner,
                .organization_id = client.organization_id,
                .client_id = client.id,
                .permissions = PermissionSet::FromBits(client.permissions),
                .bucket = "client:" + client.id};
}

absl::StatusOr<Caller> ByClientSecret(Transaction& tx, const Request& request,
                                      std::string_view secret) {
  const std::string* in_path = PathPart(request, "clientId");
  const std::string* in_header = request.headers.Find("x-cal-client-id");
  if (in_path == nullptr && in_header == nullptr) {
    return Unauthorized("x-cal-secret-key was sent without x-cal-client-id");
  }
  std::optional<OAuthClientRecord> found;
  // The path's wins; a secret of another client is that client's, whom the path
  // then does not concern.
  for (const std::string* id : {in_path, in_header}) {
    if (id == nullptr) continue;
    const auto client = store::Find<OAuthClientRecord>(tx, *id);
    if (client && domain::IsSecretOf(secret, client->secret_hash)) {
      return CallerOfClient(tx, *client);
    }
    if (!found) found = client;
  }
  if (!found) return Unauthorized("there is no such OAuth client");
  return Unauthorized("the secret is not that of the OAuth client");
}

Caller CallerOfUser(const UserRecord& user, CallerKind kind) {
  return {.kind = kind,
          .user_id = user.id,
          .organization_id = user.organization_id,
          .permissions = PermissionSet::FromBits(PermissionSet::kAllBits),
          .is_managed = user.oauth_client_id.has_value(),
          .is_system_admin = user.is_system_admin};
}

// Keys and sessions say no organisation: a platform, if the user is of one.
void FindOrganizationOf(Transaction& tx, const UserRecord& user,
                        Caller& caller) {
  if (const auto platform = domain::PlatformOf(tx, user)) {
    caller.organization_id = platform->id;
  }
}

absl::StatusOr<Caller> ByAccessToken(Transaction& tx, const Request& request,
                                     std::string_view token,
                                     std::string_view token_secret) {
  const auto grant = domain::CheckAccessToken(
      tx, domain::FindTokenKey(tx, token_secret), token);
  if (!grant.ok()) return grant.status();
  const auto client = store::Find<OAuthClientRecord>(tx, grant->client_id);
  const auto user = store::Find<UserRecord>(tx, grant->user_id);
  if (!client || !user) return Unauthorized("Invalid Access Token.");
  const std::string* origin = request.headers.Find("origin");
  if (origin != nullptr && !domain::IsAllowedOrigin(*client, *origin)) {
    return Unauthorized(absl::StrCat(
        "the origin ", *origin, " is not allowed for the OAuth client ",
        client->id, ": add it to the client's redirectUris"));
  }
  Caller caller = CallerOfUser(*user, CallerKind::kAccessToken);
  caller.organization_id = client->organization_id;
  caller.client_id = client->id;
  caller.permissions = PermissionSet::FromBits(client->permissions);
  caller.bucket = absl::StrCat("token:", user->id, ":", client->id);
  return caller;
}

struct Identity {
  Caller caller{};
  std::optional<std::int64_t> key_used{};  // to be noted
};

absl::StatusOr<Identity> ByApiKey(Transaction& tx, std::string_view key,
                                  std::string_view prefix) {
  const auto record = domain::CheckApiKey(tx, prefix, key);
  if (!record.ok()) return record.status();
  const auto user = store::Find<UserRecord>(tx, record->user_id);
  if (!user) return Unauthorized("the API key is not known");
  Identity identity{.caller = CallerOfUser(*user, CallerKind::kApiKey)};
  FindOrganizationOf(tx, *user, identity.caller);
  identity.caller.bucket = absl::StrCat("key:", record->id);
  for (const auto& limit : domain::LimitsOf(tx, record->id)) {
    identity.caller.limits.push_back(
        {.name = limit.name,
         .limit = limit.requests,
         .window = std::chrono::seconds{limit.window_s},
         .block = std::chrono::seconds{limit.block_s}});
  }
  if (record->team_id && domain::FindOrganization(tx, *record->team_id)) {
    identity.caller.organization_id = record->team_id;
  }
  if (!record->last_used_at || *record->last_used_at + kUseNoted < tx.Now()) {
    identity.key_used = record->id;
  }
  return identity;
}

absl::StatusOr<Caller> BySession(Transaction& tx, const Request& request,
                                 std::string_view token) {
  const auto session = domain::CheckSession(tx, token);
  if (!session.ok()) return session.status();
  if (request.method != Method::kGet &&
      !domain::IsCsrfTokenOf(*session, request.headers.Text(kCsrfHeader))) {
    return Forbidden(
        "the header x-csrf-token must hold the token that signing in gave");
  }
  const auto user = store::Find<UserRecord>(tx, session->user_id);
  if (!user) return Unauthorized("the session is unknown or over");
  Caller caller = CallerOfUser(*user, CallerKind::kOperator);
  FindOrganizationOf(tx, *user, caller);
  caller.bucket = absl::StrCat("operator:", user->id);
  return caller;
}

// What a caller of a kind sends.
std::string_view WhatToSend(CallerKind kind) {
  switch (kind) {
    case CallerKind::kAnonymous:
      return "nothing";
    case CallerKind::kOauthClient:
      return "x-cal-client-id and x-cal-secret-key";
    case CallerKind::kAccessToken:
      return "a managed user's access token";
    case CallerKind::kApiKey:
      return "an API key";
    case CallerKind::kOperator:
      return "the cookie and x-csrf-token of POST /v2/session";
  }
  return "nothing";
}

// --- may they ----------------------------------------------------------------

// The tenant of OAuth clients: a platform organisation.
absl::Status CheckPlatform(Transaction& tx, const Access& access,
                           Caller& caller) {
  const auto organization =
      domain::FindOrganization(tx, caller.organization_id.value_or(0));
  if (!organization || !organization->is_platform) {
    return Forbidden("the caller is of no platform organisation");
  }
  const TeamRole role = domain::OwnRole(tx, *caller.user_id, organization->id);
  if (caller.is_system_admin) return absl::OkStatus();
  if (role == TeamRole::kNone) {
    return Forbidden("the caller is of no platform organisation");
  }
  return role < AsTeamRole(access.role) ? RoleTooLow() : absl::OkStatus();
}

absl::Status CheckClient(Transaction& tx, const Access& access,
                         const Request& request, Caller& caller) {
  const std::string id(request.PathText("clientId"));
  const auto client = store::Find<OAuthClientRecord>(tx, id);
  if (caller.kind == CallerKind::kOauthClient && caller.client_id == id) {
    return absl::OkStatus();
  }
  absl::Status platform = CheckPlatform(tx, {}, caller);
  if (!platform.ok()) return platform;
  if (!client) {
    return NotFound(absl::StrCat("there is no OAuth client ", id));
  }
  if (client->organization_id != caller.organization_id) {
    return Forbidden(absl::StrCat(
        "the OAuth client ", id, " is of another organisation than ",
        caller.organization_id.value_or(0), ", the caller's"));
  }
  if (caller.kind == CallerKind::kOauthClient) {
    return Unauthorized("the secret is not that of the OAuth client");
  }
  return CheckPlatform(tx, access, caller);
}

absl::Status CheckOrganization(Transaction& tx, const Access& access,
                               const Request& request, Caller& caller) {
  const std::int64_t id = PathId(request, "orgId").value_or(0);
  const auto organization = domain::FindOrganization(tx, id);
  const bool is_others =
      !caller.client_id.empty() && caller.organization_id != id;
  if (!organization || is_others) {
    return Forbidden(absl::StrCat("the caller is of no organisation ", id));
  }
  caller.organization_id = id;
  const bool is_of_team = access.tenant == Tenant::kTeam;
  const TeamRole needed =
      is_of_team ? TeamRole::kMember : AsTeamRole(access.role);
  const TeamRole role = domain::OwnRole(tx, *caller.user_id, id);
  if (!caller.is_system_admin && role == TeamRole::kNone) {
    return Forbidden(absl::StrCat("the caller is of no organisation ", id));
  }
  if (!caller.is_system_admin && role < needed) return RoleTooLow();
  if (const auto team_id = PathId(request, "teamId")) {
    const auto team = store::Find<TeamRecord>(tx, *team_id);
    if (!team || team->parent_id != id) {
      return NotFound(absl::StrCat("the organisation has no team ", *team_id));
    }
    if (is_of_team && !caller.is_system_admin &&
        domain::RoleIn(tx, *caller.user_id, *team) < AsTeamRole(access.role)) {
      return RoleTooLow();
    }
  }
  if (const auto user_id = PathId(request, "userId")) {
    const bool is_of_it =
        !tx.Run("SELECT 1 FROM membership WHERE team_id = ?1 AND user_id = ?2",
                {id, *user_id})
             .is_empty();
    if (!is_of_it) {
      return Forbidden(absl::StrCat("the organisation has no user ", *user_id));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTeam(Transaction& tx, const Access& access,
                       const Request& request, Caller& caller) {
  if (PathPart(request, "orgId") != nullptr) {
    return CheckOrganization(tx, access, request, caller);
  }
  const std::int64_t id = PathId(request, "teamId").value_or(0);
  const auto team = store::Find<TeamRecord>(tx, id);
  if (!team || team->is_organization) {
    return NotFound(absl::StrCat("there is no team ", id));
  }
  if (caller.is_system_admin) return absl::OkStatus();
  const bool is_others = team->parent_id && !caller.client_id.empty() &&
                         caller.organization_id != team->parent_id;
  const TeamRole role = domain::RoleIn(tx, *caller.user_id, *team);
  if (is_others || role == TeamRole::kNone) {
    return Forbidden(absl::StrCat("the caller is not of the team ", id));
  }
  return role < AsTeamRole(access.role) ? RoleTooLow() : absl::OkStatus();
}

// --- who was it --------------------------------------------------------------

constexpr std::size_t kMostRemembered = 10'000;
constexpr std::chrono::seconds kRemembered{5};

bool IsNobody(const Request& request) {
  return request.headers.Find("x-cal-secret-key") == nullptr &&
         request.headers.Find("authorization") == nullptr &&
         request.Cookie(kSessionCookie).empty();
}

// The name of a header that says who it is and came twice, or "". RFC 9110, 5.3
// forbids it; taking the first in silence, we and a proxy before us could each
// mean another caller.
std::string_view RepeatedCredential(const Headers& headers) {
  for (const std::string_view name :
       {"authorization", "x-cal-secret-key", "x-cal-client-id"}) {
    const auto count =
        std::ranges::count_if(headers.fields(), [&](const auto& field) {
          return EqualsIgnoringCase(field.first, name);
        });
    if (count > 1) return name;
  }
  return "";
}

// What stands for all that decides who it is; "" for what is not remembered:
// what is refused, sessions, which answer for the form they come with, and
// secrets whose client the path names.
std::string CredentialOf(const Request& request) {
  const std::string_view bearer = request.BearerToken();
  const std::string* secret = request.headers.Find("x-cal-secret-key");
  if (PathPart(request, "clientId") != nullptr) return "";
  if (!RepeatedCredential(request.headers).empty()) return "";
  if (secret == nullptr && bearer.empty()) return "";
  std::string all;
  for (const std::string_view part : {request.headers.Text("x-cal-secret-key"),
                                      request.headers.Text("x-cal-client-id"),
                                      bearer, request.headers.Text("origin")}) {
    absl::StrAppend(&all, part.size(), ":", std::string(part), ";");
  }
  return domain::MemoryKeyOf(all);
}

}  // namespace

absl::StatusOr<Caller> AccountAuthorizer::Authenticate(const Request& request) {
  const ServiceSettings& settings = context_.settings;
  if (IsNobody(request)) return Caller{};
  const std::string_view repeated = RepeatedCredential(request.headers);
  if (!repeated.empty()) {
    return BadRequest(absl::StrCat("the header ", std::string(repeated),
                                   " must not come twice"));
  }
  const std::string* secret = request.headers.Find("x-cal-secret-key");
  const std::string_view bearer = request.BearerToken();
  const std::string_view cookie = request.Cookie(kSessionCookie);
  const bool has_authorization =
      request.headers.Find("authorization") != nullptr;
  if (secret == nullptr && has_authorization && bearer.empty()) {
    return Unauthorized(
        "the header Authorization must be \"Bearer\" and a token or key");
  }
  const std::int64_t writes = context_.store.writes();
  absl::StatusOr<Identity> identity =
      context_.store.Read([&](Transaction& tx) -> absl::StatusOr<Identity> {
        absl::StatusOr<Caller> caller;
        if (secret != nullptr) {
          caller = ByClientSecret(tx, request, *secret);
        } else if (!bearer.empty() &&
                   bearer.starts_with(settings.api_key_prefix)) {
          return ByApiKey(tx, bearer, settings.api_key_prefix);
        } else if (!bearer.empty()) {
          caller = ByAccessToken(tx, request, bearer, settings.token_secret);
        } else {
          caller = BySession(tx, request, cookie);
        }
        if (!caller.ok()) return caller.status();
        return Identity{.caller = *std::move(caller)};
      });
  if (!identity.ok()) return identity.status();
  if (identity->key_used) {
    // Good to know, not worth a refusal.
    context_.store
        .Write([&](Transaction& tx) -> absl::Status {
          tx.Run("UPDATE api_key SET last_used_ms = ?2 WHERE id = ?1",
                 {*identity->key_used, tx.Now()});
          return absl::OkStatus();
        })
        .IgnoreError();
  }
  Remember(request, identity->caller, writes);
  return std::move(identity->caller);
}

void AccountAuthorizer::Remember(const Request& request, const Caller& caller,
                                 std::int64_t writes) {
  const std::string key = CredentialOf(request);
  if (key.empty()) return;
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  if (remembered_.size() >= kMostRemembered) remembered_.clear();
  remembered_[key] = {
      .caller = caller, .writes = writes, .until = now + kRemembered};
}

std::optional<Caller> AccountAuthorizer::Recall(const Request& request) {
  if (IsNobody(request)) return Caller{};
  const std::string key = CredentialOf(request);
  if (key.empty()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto found = remembered_.find(key);
  if (found == remembered_.end()) return std::nullopt;
  if (found->second.writes != context_.store.writes() ||
      std::chrono::steady_clock::now() >= found->second.until) {
    remembered_.erase(found);
    return std::nullopt;
  }
  return found->second.caller;
}

absl::Status AccountAuthorizer::Authorize(const Access& access,
                                          const Request& request,
                                          Caller& caller) {
  if (access.credentials == Credentials::kIgnored) return absl::OkStatus();
  if (caller.kind == CallerKind::kAnonymous) {
    if (access.credentials == Credentials::kOptional) return absl::OkStatus();
    return Unauthorized(kNobody);
  }
  if (!access.kinds.Contains(caller.kind)) {
    std::vector<std::string> allowed;
    for (const CallerKind kind :
         {CallerKind::kOauthClient, CallerKind::kAccessToken,
          CallerKind::kApiKey, CallerKind::kOperator}) {
      if (access.kinds.Contains(kind)) {
        allowed.emplace_back(WhatToSend(kind));
      }
    }
    return Unauthorized(absl::StrCat("this route takes other credentials: ",
                                     absl::StrJoin(allowed, ", or ")));
  }
  if (access.managed_users == ManagedUsers::kMayNot && caller.is_managed) {
    return Forbidden("managed users may not do this");
  }
  if (!caller.client_id.empty() &&
      !caller.permissions.Contains(access.permissions)) {
    return Forbidden(absl::StrCat(
        "the OAuth client ", caller.client_id, " lacks the permission ",
        absl::StrJoin(access.permissions.Without(caller.permissions).Names(),
                      ", ")));
  }
  if (access.tenant == Tenant::kSelf) return absl::OkStatus();
  return context_.store.Read([&](Transaction& tx) -> absl::Status {
    switch (access.tenant) {
      case Tenant::kSelf:
        return absl::OkStatus();
      case Tenant::kPlatform:
        return CheckPlatform(tx, access, caller);
      case Tenant::kClient:
        return CheckClient(tx, access, request, caller);
      case Tenant::kOrganization:
        return CheckOrganization(tx, access, request, caller);
      case Tenant::kTeam:
        return CheckTeam(tx, access, request, caller);
    }
    return absl::InternalError("a route of no tenant");
  });
}

}  // namespace bookable::http
