// Tested by tests/bindings/http/api/tokens_test.cc.
#include "bindings/http/domain/tokens.h"

#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/error.h"
#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/domain/roles.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

using store::Transaction;

// The address with "code=CODE" in its query, before a fragment.
std::string WithCode(std::string uri, std::string_view code) {
  std::string fragment;
  if (const auto hash = uri.find('#'); hash != std::string::npos) {
    fragment = uri.substr(hash);
    uri.erase(hash);
  }
  uri += uri.find('?') == std::string::npos ? '?' : '&';
  uri += "code=";
  uri += code;  // base64url: nothing to escape
  return uri + fragment;
}

absl::StatusOr<Response> Authorize(const Context& context,
                                   const Request& request,
                                   const Caller& caller) {
  const std::string uri = TextOf(request.Fields(), "redirectUri").value_or("");
  const auto code =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<std::string> {
        const auto client = store::Find<store::OAuthClientRecord>(
            tx, request.PathText("clientId"));
        if (!client) return BadRequest("there is no such OAuth client");
        if (domain::OwnRole(tx, *caller.user_id, client->organization_id) ==
            domain::TeamRole::kNone) {
          return Forbidden("the OAuth client is of another organisation");
        }
        return domain::Authorize(tx, *client, *caller.user_id, uri);
      });
  if (!code.ok()) return code.status();
  return Redirect(WithCode(uri, *code));
}

absl::StatusOr<Response> Exchange(const Context& context,
                                  const Request& request, const Caller&) {
  const std::string_view code = request.BearerToken();
  if (code.empty()) {
    return BadRequest(
        "the authorization code must come as \"Authorization: Bearer\"");
  }
  const std::string secret =
      TextOf(request.Fields(), "clientSecret").value_or("");
  const auto tokens = context.store.Write([&](Transaction& tx) {
    return domain::Exchange(tx, TokenKeyOf(tx, context),
                            request.PathText("clientId"), secret, code);
  });
  if (!tokens.ok()) return tokens.status();
  return Success(ToJson(*tokens));
}

absl::StatusOr<Response> Refresh(const Context& context, const Request& request,
                                 const Caller&) {
  const std::string token =
      TextOf(request.Fields(), "refreshToken").value_or("");
  const auto refreshed = context.store.Write(
      [&](Transaction& tx) -> absl::StatusOr<domain::Refreshed> {
        return domain::RefreshTokens(tx, TokenKeyOf(tx, context),
                                     request.PathText("clientId"), token);
      });
  if (!refreshed.ok()) return refreshed.status();
  if (!refreshed->pair) {
    return BadRequest(refreshed->refusal, "refresh_token_refused");
  }
  return Success(ToJson(*refreshed->pair));
}

}  // namespace

void AddTokenRoutes(RouteTable& routes) {
  constexpr const char* kTokens = R"({"$ref": "#/components/schemas/Tokens"})";
  routes.Add({.method = Method::kPost,
              .path = "/v2/oauth/{clientId}/authorize",
              .id = "authorize",
              .tag = "Tokens",
              .summary = "A code for the client, by way of its address",
              .access = Access{.kinds = CallerKind::kOperator},
              .request = R"({"type": "object", "required": ["redirectUri"],
                  "properties": {"redirectUri": {"type": "string"}}})",
              .status = 303,
              .handler = Authorize});
  routes.Add({.method = Method::kPost,
              .path = "/v2/oauth/{clientId}/exchange",
              .id = "exchange",
              .tag = "Tokens",
              .summary = "Tokens for a code",
              .access = kPublic,  // the bearer is the code
              .request = R"({"type": "object", "required": ["clientSecret"],
                  "properties": {"clientSecret": {"type": "string"}}})",
              .status = 200,
              .answer = kTokens,
              .handler = Exchange});
  routes.Add({.method = Method::kPost,
              .path = "/v2/oauth/{clientId}/refresh",
              .id = "refresh",
              .tag = "Tokens",
              .summary = "The next tokens for a refresh token",
              .access = Access{.kinds = CallerKind::kOauthClient,
                               .tenant = Tenant::kClient,
                               .role = Role::kOwner},
              .request = R"({"type": "object", "required": ["refreshToken"],
                  "properties": {"refreshToken": {"type": "string"}}})",
              .status = 200,
              .answer = kTokens,
              .handler = Refresh});
}

}  // namespace bookable::http
