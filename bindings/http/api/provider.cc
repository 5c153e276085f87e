// Tested by tests/bindings/http/api/provider_test.cc.
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/error.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

using store::OAuthClientRecord;
using store::Transaction;

// What the browser's provider asks first; 401 is its sign of a wrong client.
absl::StatusOr<Response> Client(const Context& context, const Request& request,
                                const Caller&) {
  const auto client = context.store.Read(
      [&](Transaction& tx) -> absl::StatusOr<OAuthClientRecord> {
        auto found =
            store::Find<OAuthClientRecord>(tx, request.PathText("clientId"));
        if (!found) return Unauthorized("there is no such OAuth client");
        return *std::move(found);
      });
  if (!client.ok()) return client.status();
  return Success({{"clientId", client->id},
                  {"organizationId", client->organization_id},
                  {"name", client->name}});
}

absl::StatusOr<Response> Token(const Context&, const Request& request,
                               const Caller& caller) {
  if (!caller.client_id.empty() &&
      caller.client_id != request.PathText("clientId")) {
    return Unauthorized("the token is of another OAuth client");
  }
  return Success();
}

}  // namespace

void AddProviderRoutes(RouteTable& routes) {
  routes.Add({.method = Method::kGet,
              .path = "/v2/provider/{clientId}",
              .id = "getProvider",
              .tag = "Provider",
              .summary = "Whether there is such an OAuth client",
              .access = kPublic,
              .answer = R"({"type": "object", "properties": {
                  "clientId": {"type": "string"},
                  "organizationId": {"type": "integer"},
                  "name": {"type": "string"}}})",
              .handler = Client});
  routes.Add({.method = Method::kGet,
              .path = "/v2/provider/{clientId}/access-token",
              .id = "checkAccessToken",
              .tag = "Provider",
              .summary = "Whether the token is good; 498 when it has expired",
              .access = Access{},
              .handler = Token});
}

}  // namespace bookable::http
