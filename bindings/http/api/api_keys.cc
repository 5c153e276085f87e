// Tested by tests/bindings/http/api/api_keys_test.cc.
#include "bindings/http/domain/api_keys.h"

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/error.h"

namespace bookable::http {
namespace {

using store::Transaction;

absl::StatusOr<Response> Refresh(const Context& context, const Request& request,
                                 const Caller&) {
  const std::string& prefix = context.settings.api_key_prefix;
  const boost::json::object& fields = request.Fields();
  const auto made = context.store.Write(
      [&](Transaction& tx) -> absl::StatusOr<domain::NewApiKey> {
        const auto old = domain::CheckApiKey(tx, prefix, request.BearerToken());
        if (!old.ok()) return old.status();
        return domain::ReplaceApiKey(
            tx, prefix, *old,
            {.days = IntegerOf(fields, "apiKeyDaysValid"),
             .is_endless =
                 FlagOf(fields, "apiKeyNeverExpires").value_or(false)});
      });
  if (!made.ok()) return made.status();
  return Success({{"apiKey", made->key}});
}

}  // namespace

void AddApiKeyRoutes(RouteTable& routes) {
  routes.Add({.method = Method::kPost,
              .path = "/v2/api-keys/refresh",
              .id = "refreshApiKey",
              .tag = "API keys",
              .summary = "Another key in place of the caller's, shown once",
              .access = Access{.kinds = CallerKind::kApiKey},
              .request = R"({"type": ["object", "null"], "properties": {
                  "apiKeyDaysValid": {"type": "integer", "minimum": 1},
                  "apiKeyNeverExpires": {"type": "boolean"}}})",
              .status = 200,
              .answer = R"({"type": "object",
                  "properties": {"apiKey": {"type": "string"}}})",
              .handler = Refresh});
}

}  // namespace bookable::http
