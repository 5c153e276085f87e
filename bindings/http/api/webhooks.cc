// One set of handlers for all scopes: a Scope says whose webhooks are meant,
// and a webhook is of the scope whose column it fills.
// Tested by tests/bindings/http/api/webhooks_test.cc.
#include "bindings/http/domain/webhooks.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/booking_events.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/payload_template.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/subscriber_url.h"
#include "bindings/http/domain/roles.h"
#include "bindings/http/domain/uid.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeRecord;
using store::Transaction;
using store::WebhookRecord;

enum class ScopeKind : std::uint8_t {
  kUser,
  kEventType,
  kOAuthClient,
  kOrganization,
};

// Whose webhooks a request is about.
struct Scope {
  ScopeKind kind = ScopeKind::kUser;
  const char* column = "user_id";
  store::Value owner{};
};

Scope ScopeOf(ScopeKind kind, const Request& request, const Caller& caller) {
  switch (kind) {
    case ScopeKind::kUser:
      break;
    case ScopeKind::kEventType:
      return {kind, "event_type_id", request.PathInteger("eventTypeId")};
    case ScopeKind::kOAuthClient:
      return {kind, "oauth_client_id", request.PathText("clientId")};
    case ScopeKind::kOrganization:
      return {kind, "team_id", request.PathInteger("orgId")};
  }
  return {kind, "user_id", *caller.user_id};
}

// Owner of the event type, or admin of its team. Other scopes are asked by the
// route's Access.
absl::Status CheckScope(Transaction& tx, const Scope& scope,
                        const Caller& caller) {
  if (scope.kind != ScopeKind::kEventType) return absl::OkStatus();
  const auto event_type = store::Find<EventTypeRecord>(tx, scope.owner);
  if (!event_type) {
    return NotFound(absl::StrCat("Event type with id ", *scope.owner.integer(),
                                 " not found."));
  }
  if (caller.is_system_admin || event_type->user_id == *caller.user_id) {
    return absl::OkStatus();
  }
  if (event_type->team_id) {
    const auto team = store::Find<store::TeamRecord>(tx, *event_type->team_id);
    if (team && domain::RoleIn(tx, *caller.user_id, *team) >=
                    domain::TeamRole::kAdmin) {
      return absl::OkStatus();
    }
  }
  return Forbidden("the event type is another's");
}

ScopeKind KindOf(const WebhookRecord& webhook) {
  if (webhook.event_type_id) return ScopeKind::kEventType;
  if (webhook.oauth_client_id) return ScopeKind::kOAuthClient;
  return webhook.team_id ? ScopeKind::kOrganization : ScopeKind::kUser;
}

store::Value OwnerOf(const WebhookRecord& webhook) {
  if (webhook.event_type_id) return webhook.event_type_id;
  if (webhook.oauth_client_id) return webhook.oauth_client_id;
  return webhook.team_id ? webhook.team_id : webhook.user_id;
}

absl::StatusOr<WebhookRecord> FindWebhook(Transaction& tx, const Scope& scope,
                                          const Request& request) {
  const std::string_view id = request.PathText("webhookId");
  auto webhook = store::Find<WebhookRecord>(tx, id);
  if (!webhook) {
    return NotFound(
        absl::StrCat("Webhook with id ", std::string(id), " not found"));
  }
  if (OwnerOf(*webhook) == scope.owner && KindOf(*webhook) == scope.kind) {
    return *std::move(webhook);
  }
  if (scope.kind == ScopeKind::kEventType &&
      KindOf(*webhook) != ScopeKind::kEventType) {
    return BadRequest("the webhook is of no event type");
  }
  return Forbidden("the webhook is another's");
}

enum class SecretShown : std::uint8_t { kYes, kNo };

json::object WebhookJson(const WebhookRecord& webhook, SecretShown shown) {
  json::object object;
  object["id"] = webhook.id;
  object["triggers"] = StoredArray(webhook.triggers);
  object["subscriberUrl"] = webhook.subscriber_url;
  object["active"] = webhook.is_active;
  object["payloadTemplate"] = OrNull(webhook.payload_template);
  if (webhook.user_id) object["userId"] = *webhook.user_id;
  if (webhook.event_type_id) object["eventTypeId"] = *webhook.event_type_id;
  if (webhook.oauth_client_id) {
    object["oAuthClientId"] = *webhook.oauth_client_id;
  }
  if (webhook.team_id) object["teamId"] = *webhook.team_id;
  if (shown == SecretShown::kYes) {
    object["secret"] = OrNull(webhook.secret);
  } else {
    object["hasSecret"] = webhook.secret.has_value();
  }
  return object;
}

std::string TriggersText(const json::value& given) {
  json::array triggers;  // each once
  for (const json::value& trigger : given.as_array()) {
    if (std::find(triggers.begin(), triggers.end(), trigger) ==
        triggers.end()) {
      triggers.push_back(trigger);
    }
  }
  return json::serialize(triggers);
}

// Empty is none.
std::optional<std::string> Clearable(const json::object& fields,
                                     std::string_view name) {
  auto text = TextOf(fields, name);
  if (text && text->empty()) text.reset();
  return text;
}

absl::Status Apply(Transaction& tx, const Context& context, const Scope& scope,
                   const json::object& fields, WebhookRecord& webhook) {
  if (const auto url = TextOf(fields, "subscriberUrl")) {
    absl::Status checked =
        CheckSubscriberUrl(*url, context.settings.allow_private_webhooks
                                     ? PrivateNetworks::kAllowed
                                     : PrivateNetworks::kRefused);
    if (!checked.ok()) return checked;
    webhook.subscriber_url = *url;
  }
  if (const auto active = FlagOf(fields, "active")) {
    webhook.is_active = *active;
  }
  if (const json::value* triggers = fields.if_contains("triggers")) {
    webhook.triggers = TriggersText(*triggers);
  }
  if (fields.contains("payloadTemplate")) {
    webhook.payload_template = Clearable(fields, "payloadTemplate");
    if (webhook.payload_template) {
      absl::Status checked = CheckPayloadTemplate(*webhook.payload_template);
      if (!checked.ok()) return checked;
    }
  }
  if (fields.contains("secret")) webhook.secret = Clearable(fields, "secret");
  const bool is_there =
      !tx.Run(absl::StrCat("SELECT 1 FROM webhook WHERE ", scope.column,
                           " = ?1 AND subscriber_url = ?2 AND id <> ?3"),
              {scope.owner, webhook.subscriber_url, webhook.id})
           .is_empty();
  return is_there ? Conflict("there is a webhook with this subscriberUrl")
                  : absl::OkStatus();
}

WebhookRecord NewWebhook(Transaction& tx, const Scope& scope) {
  WebhookRecord webhook{.id = domain::NewUuid(), .created_at = tx.Now()};
  switch (scope.kind) {
    case ScopeKind::kUser:
      webhook.user_id = *scope.owner.integer();
      break;
    case ScopeKind::kEventType:
      webhook.event_type_id = *scope.owner.integer();
      break;
    case ScopeKind::kOAuthClient:
      webhook.oauth_client_id = *scope.owner.text();
      break;
    case ScopeKind::kOrganization:
      webhook.team_id = *scope.owner.integer();
      break;
  }
  return webhook;
}

absl::StatusOr<Response> Create(ScopeKind kind, const Context& context,
                                const Request& request, const Caller& caller) {
  const Scope scope = ScopeOf(kind, request, caller);
  const auto made =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const absl::Status checked = CheckScope(tx, scope, caller);
        if (!checked.ok()) return checked;
        WebhookRecord webhook = NewWebhook(tx, scope);
        const absl::Status applied =
            Apply(tx, context, scope, request.Fields(), webhook);
        if (!applied.ok()) return applied;
        store::Insert(tx, webhook);
        return WebhookJson(webhook, SecretShown::kYes);
      });
  if (!made.ok()) return made.status();
  return Success(*made);
}

absl::StatusOr<Response> List(ScopeKind kind, const Context& context,
                              const Request& request, const Caller& caller) {
  const Scope scope = ScopeOf(kind, request, caller);
  const domain::Page page = PageOf(request);
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const absl::Status checked = CheckScope(tx, scope, caller);
        if (!checked.ok()) return checked;
        json::array webhooks;
        for (const WebhookRecord& webhook : store::Select<WebhookRecord>(
                 tx,
                 absl::StrCat("WHERE ", scope.column,
                              " = ?1 ORDER BY created_ms, id LIMIT ?2 "
                              "OFFSET ?3"),
                 {scope.owner, page.take, page.skip})) {
          webhooks.push_back(WebhookJson(webhook, SecretShown::kNo));
        }
        return webhooks;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

absl::StatusOr<Response> Get(ScopeKind kind, const Context& context,
                             const Request& request, const Caller& caller) {
  const Scope scope = ScopeOf(kind, request, caller);
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const absl::Status checked = CheckScope(tx, scope, caller);
        if (!checked.ok()) return checked;
        const auto webhook = FindWebhook(tx, scope, request);
        if (!webhook.ok()) return webhook.status();
        return WebhookJson(*webhook, SecretShown::kNo);
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> Update(ScopeKind kind, const Context& context,
                                const Request& request, const Caller& caller) {
  const Scope scope = ScopeOf(kind, request, caller);
  const auto updated =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const absl::Status checked = CheckScope(tx, scope, caller);
        if (!checked.ok()) return checked;
        auto webhook = FindWebhook(tx, scope, request);
        if (!webhook.ok()) return webhook.status();
        const absl::Status applied =
            Apply(tx, context, scope, request.Fields(), *webhook);
        if (!applied.ok()) return applied;
        store::Update(tx, *webhook);
        return WebhookJson(*webhook, SecretShown::kNo);
      });
  if (!updated.ok()) return updated.status();
  return Success(*updated);
}

absl::StatusOr<Response> Delete(ScopeKind kind, const Context& context,
                                const Request& request, const Caller& caller) {
  const Scope scope = ScopeOf(kind, request, caller);
  const auto deleted =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const absl::Status checked = CheckScope(tx, scope, caller);
        if (!checked.ok()) return checked;
        const auto webhook = FindWebhook(tx, scope, request);
        if (!webhook.ok()) return webhook.status();
        domain::DeleteWebhook(tx, webhook->id);
        return WebhookJson(*webhook, SecretShown::kNo);
      });
  if (!deleted.ok()) return deleted.status();
  return Success(*deleted);
}

absl::StatusOr<Response> DeleteAll(ScopeKind kind, const Context& context,
                                   const Request& request,
                                   const Caller& caller) {
  const Scope scope = ScopeOf(kind, request, caller);
  const auto deleted =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<std::string> {
        const absl::Status checked = CheckScope(tx, scope, caller);
        if (!checked.ok()) return checked;
        const std::vector<WebhookRecord> all = store::Select<WebhookRecord>(
            tx, absl::StrCat("WHERE ", scope.column, " = ?1"), {scope.owner});
        for (const WebhookRecord& webhook : all) {
          domain::DeleteWebhook(tx, webhook.id);
        }
        return absl::StrCat(all.size(), " webhooks deleted");
      });
  if (!deleted.ok()) return deleted.status();
  return Success(json::value(*deleted));
}

// `required` is of JSON too.
std::string Schema(std::string_view required) {
  std::string triggers;
  for (const std::string_view trigger : kTriggers) {
    absl::StrAppend(&triggers, triggers.empty() ? "\"" : ", \"",
                    std::string(trigger), "\"");
  }
  return absl::StrCat(R"({"type": "object", "required": )",
                      std::string(required),
                      R"(, "properties": {"active": {"type": "boolean"},
        "subscriberUrl": {"type": "string", "format": "uri",
          "maxLength": 2000},
        "triggers": {"type": "array", "maxItems": 100,
          "items": {"type": "string", "enum": [)",
                      triggers, R"(]}},
        "payloadTemplate": {"type": ["string", "null"], "maxLength": 20000},
        "secret": {"type": ["string", "null"], "maxLength": 1000}}})");
}

struct ScopeRoutes {
  ScopeKind kind;
  std::string path;
  std::string name;  // of ids of operations: "createUserWebhook"
  std::string whose;
  Access read{};
  Access write{};
  bool has_delete_all = false;
};

void AddScope(RouteTable& routes, const ScopeRoutes& scope) {
  const ScopeKind kind = scope.kind;
  const std::string one = scope.path + "/{webhookId}";
  const auto with = [kind](auto handler) {
    return [kind, handler](const Context& context, const Request& request,
                           const Caller& caller) {
      return handler(kind, context, request, caller);
    };
  };
  const auto add = [&](Route route) {
    route.tag = "Webhooks";
    routes.Add(std::move(route));
  };
  add({.method = Method::kPost,
       .path = scope.path,
       .id = "create" + scope.name + "Webhook",
       .summary = "Have events sent to an address: " + scope.whose,
       .description =
           "The secret, if one is given, is shown in this answer only; "
           "deliveries are signed with it: X-Cal-Signature-256 is the "
           "HMAC-SHA256 of the body, in hex.",
       .access = scope.write,
       .request = Schema(R"(["active", "subscriberUrl", "triggers"])"),
       .handler = with(Create)});
  add({.method = Method::kGet,
       .path = scope.path,
       .id = "list" + scope.name + "Webhooks",
       .summary = "The webhooks " + scope.whose,
       .access = scope.read,
       .query = PageParameters(),
       .handler = with(List)});
  add({.method = Method::kGet,
       .path = one,
       .id = "get" + scope.name + "Webhook",
       .summary = "A webhook " + scope.whose,
       .access = scope.read,
       .handler = with(Get)});
  add({.method = Method::kPatch,
       .path = one,
       .id = "update" + scope.name + "Webhook",
       .summary = "Change a webhook " + scope.whose,
       .access = scope.write,
       .request = Schema("[]"),
       .handler = with(Update)});
  add({.method = Method::kDelete,
       .path = one,
       .id = "delete" + scope.name + "Webhook",
       .summary = "Delete a webhook " + scope.whose,
       .access = scope.write,
       .handler = with(Delete)});
  if (!scope.has_delete_all) return;
  add({.method = Method::kDelete,
       .path = scope.path,
       .id = "deleteAll" + scope.name + "Webhooks",
       .summary = "Delete all webhooks " + scope.whose,
       .access = scope.write,
       .handler = with(DeleteAll)});
}

}  // namespace

void AddWebhookRoutes(RouteTable& routes) {
  AddScope(routes, {.kind = ScopeKind::kUser,
                    .path = "/v2/webhooks",
                    .name = "User",
                    .whose = "of the caller",
                    .read = Access{},
                    .write = Access{}});
  AddScope(routes, {.kind = ScopeKind::kEventType,
                    .path = "/v2/event-types/{eventTypeId:integer}/webhooks",
                    .name = "EventType",
                    .whose = "of an event type",
                    .read = Access{},
                    .write = Access{},
                    .has_delete_all = true});
  AddScope(routes, {.kind = ScopeKind::kOAuthClient,
                    .path = "/v2/oauth-clients/{clientId}/webhooks",
                    .name = "OAuthClient",
                    .whose = "of an OAuth client",
                    .read = {.tenant = Tenant::kClient,
                             .role = Role::kMember,
                             .managed_users = ManagedUsers::kMayNot},
                    .write = {.tenant = Tenant::kClient,
                              .role = Role::kAdmin,
                              .managed_users = ManagedUsers::kMayNot},
                    .has_delete_all = true});
  const Access admin{.tenant = Tenant::kOrganization, .role = Role::kAdmin};
  AddScope(routes, {.kind = ScopeKind::kOrganization,
                    .path = "/v2/organizations/{orgId:integer}/webhooks",
                    .name = "Organization",
                    .whose = "of an organisation",
                    .read = admin,
                    .write = admin});
}

}  // namespace bookable::http
