// Tested by tests/bindings/http/api/oauth_clients_test.cc.
#include "bindings/http/domain/oauth_clients.h"

#include <boost/json/array.hpp>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/error.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::OAuthClientRecord;
using store::Transaction;

// What may be said about a client. `required` is of JSON too.
std::string Schema(std::string_view required) {
  return R"({"type": "object", "required": )" + std::string(required) +
         R"(, "properties": {
    "name": {"type": "string", "minLength": 1},
    "redirectUris": {"type": "array", "items": {"type": "string"}},
    "permissions": {"type": "array", "items": {"type": "string",
        "enum": ["*", "EVENT_TYPE_READ", "EVENT_TYPE_WRITE", "BOOKING_READ",
        "BOOKING_WRITE", "SCHEDULE_READ", "SCHEDULE_WRITE", "APPS_READ",
        "APPS_WRITE", "PROFILE_READ", "PROFILE_WRITE"]}},
    "logo": {"type": "string"}, "bookingRedirectUri": {"type": "string"},
    "bookingCancelRedirectUri": {"type": "string"},
    "bookingRescheduleRedirectUri": {"type": "string"},
    "areEmailsEnabled": {"type": "boolean"},
    "areDefaultEventTypesEnabled": {"type": "boolean"}}})";
}

constexpr const char* kClient =
    R"({"$ref": "#/components/schemas/OAuthClient"})";

constexpr Access kReader{.tenant = Tenant::kClient,
                         .role = Role::kMember,
                         .managed_users = ManagedUsers::kMayNot};
constexpr Access kWriter{.tenant = Tenant::kClient,
                         .role = Role::kAdmin,
                         .managed_users = ManagedUsers::kMayNot};
constexpr Access kPlatformReader{.tenant = Tenant::kPlatform,
                                 .role = Role::kMember,
                                 .managed_users = ManagedUsers::kMayNot};
constexpr Access kPlatformWriter{.tenant = Tenant::kPlatform,
                                 .role = Role::kAdmin,
                                 .managed_users = ManagedUsers::kMayNot};

domain::OAuthClientFields FieldsOf(const json::object& body) {
  domain::OAuthClientFields fields{
      .name = TextOf(body, "name"),
      .logo = TextOf(body, "logo"),
      .booking_redirect_uri = TextOf(body, "bookingRedirectUri"),
      .booking_cancel_redirect_uri = TextOf(body, "bookingCancelRedirectUri"),
      .booking_reschedule_redirect_uri =
          TextOf(body, "bookingRescheduleRedirectUri"),
      .are_emails_enabled = FlagOf(body, "areEmailsEnabled"),
      .are_default_event_types_enabled =
          FlagOf(body, "areDefaultEventTypesEnabled")};
  if (const json::value* uris = body.if_contains("redirectUris")) {
    fields.redirect_uris.emplace();
    for (const json::value& uri : uris->as_array()) {
      fields.redirect_uris->emplace_back(uri.as_string());
    }
  }
  if (const json::value* names = body.if_contains("permissions")) {
    PermissionSet set;
    for (const json::value& name : names->as_array()) {
      const json::string& text = name.as_string();
      set = set | PermissionSet::FromName({text.data(), text.size()})
                      .value_or(PermissionSet());
    }
    fields.permissions = set.bits();
  }
  return fields;
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto made = context.store.Write([&](Transaction& tx) {
    return domain::CreateOAuthClient(tx, *caller.organization_id,
                                     FieldsOf(request.Fields()));
  });
  if (!made.ok()) return made.status();
  return Success(
      {{"clientId", made->client.id}, {"clientSecret", made->secret}});
}

absl::StatusOr<Response> List(const Context& context, const Request&,
                              const Caller& caller) {
  const auto clients = context.store.Read(
      [&](Transaction& tx) -> absl::StatusOr<std::vector<OAuthClientRecord>> {
        return domain::ListOAuthClients(tx, *caller.organization_id);
      });
  if (!clients.ok()) return clients.status();
  json::array data;
  for (const OAuthClientRecord& client : *clients) {
    data.emplace_back(ToJson(client));
  }
  return Success(data);
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller&) {
  const auto client = context.store.Read([&](Transaction& tx) {
    return domain::FindOAuthClient(tx, request.PathText("clientId"));
  });
  if (!client.ok()) return client.status();
  return Success(ToJson(*client));
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller&) {
  const auto client = context.store.Write([&](Transaction& tx) {
    return domain::UpdateOAuthClient(tx, request.PathText("clientId"),
                                     FieldsOf(request.Fields()));
  });
  if (!client.ok()) return client.status();
  return Success(ToJson(*client));
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller&) {
  const auto client = context.store.Write([&](Transaction& tx) {
    return domain::DeleteOAuthClient(tx, request.PathText("clientId"));
  });
  if (!client.ok()) return client.status();
  return Success(ToJson(*client));
}

absl::StatusOr<Response> Rotate(const Context& context, const Request& request,
                                const Caller&) {
  const auto secret = context.store.Write([&](Transaction& tx) {
    return domain::RotateSecret(tx, request.PathText("clientId"));
  });
  if (!secret.ok()) return secret.status();
  return Success(
      {{"clientId", request.PathText("clientId")}, {"clientSecret", *secret}});
}

}  // namespace

void AddOAuthClientRoutes(RouteTable& routes) {
  constexpr const char* kPath = "/v2/oauth-clients/{clientId}";
  constexpr const char* kWithSecret = R"({"type": "object", "properties": {
      "clientId": {"type": "string"}, "clientSecret": {"type": "string"}}})";
  routes.Add({.method = Method::kPost,
              .path = "/v2/oauth-clients",
              .id = "createOAuthClient",
              .tag = "OAuth clients",
              .summary = "Make an OAuth client; its secret is shown once",
              .access = kPlatformWriter,
              .request = Schema(R"(["name", "redirectUris", "permissions"])"),
              .answer = kWithSecret,
              .handler = Create});
  routes.Add({.method = Method::kGet,
              .path = "/v2/oauth-clients",
              .id = "listOAuthClients",
              .tag = "OAuth clients",
              .summary = "The organisation's OAuth clients",
              .access = kPlatformReader,
              .answer = R"({"type": "array", "items":
                  {"$ref": "#/components/schemas/OAuthClient"}})",
              .handler = List});
  routes.Add({.method = Method::kGet,
              .path = kPath,
              .id = "getOAuthClient",
              .tag = "OAuth clients",
              .summary = "One OAuth client",
              .access = kReader,
              .answer = kClient,
              .handler = Get});
  routes.Add({.method = Method::kPatch,
              .path = kPath,
              .id = "updateOAuthClient",
              .tag = "OAuth clients",
              .summary = "Change an OAuth client",
              .access = kWriter,
              .request = Schema("[]"),
              .answer = kClient,
              .handler = Update});
  routes.Add({.method = Method::kDelete,
              .path = kPath,
              .id = "deleteOAuthClient",
              .tag = "OAuth clients",
              .summary = "Delete an OAuth client and its tokens",
              .access = kWriter,
              .answer = kClient,
              .handler = Delete});
  routes.Add({.method = Method::kPost,
              .path = "/v2/oauth-clients/{clientId}/rotate-secret",
              .id = "rotateOAuthClientSecret",
              .tag = "OAuth clients",
              .summary = "Another secret in place of the old one, shown once",
              .access = kWriter,
              .status = 200,
              .answer = kWithSecret,
              .handler = Rotate});
}

}  // namespace bookable::http
