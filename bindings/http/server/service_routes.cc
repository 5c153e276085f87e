// Tested by tests/bindings/http/server/dispatcher_test.cc.
#include "bindings/http/server/service_routes.h"

#include <boost/json/serialize.hpp>
#include <memory>
#include <mutex>
#include <string>

#include "bindings/http/api/error.h"
#include "bindings/http/server/openapi.h"

namespace bookable::http {
namespace {

// Whether the store answers, too: a node without it can do nothing.
absl::StatusOr<Response> Health(const Context& context, const Request&,
                                const Caller&) {
  absl::Status status =
      context.store.Read([](store::Transaction& tx) -> absl::Status {
        tx.Run("SELECT 1");
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return Text(200, "text/plain; charset=utf-8", "OK");
}

}  // namespace

void AddServiceRoutes(RouteTable& routes, const Metrics& metrics) {
  const auto add = [&](std::string path, std::string id, std::string summary,
                       std::string type, Handler handler) {
    routes.Add({.method = Method::kGet,
                .path = std::move(path),
                .id = std::move(id),
                .tag = "Service",
                .summary = std::move(summary),
                .access = kPublic,
                .answer_type = std::move(type),
                .handler = std::move(handler)});
  };
  add("/health", "getHealth", "Whether the service and its store answer",
      "text/plain", Health);
  add("/metrics", "getMetrics", "Measurements, for Prometheus", "text/plain",
      [&metrics](const Context& context, const Request&,
                 const Caller&) -> absl::StatusOr<Response> {
        return Text(200, "text/plain; version=0.0.4; charset=utf-8",
                    metrics.Text(context.store));
      });
  auto once = std::make_shared<std::once_flag>();
  auto document = std::make_shared<std::string>();
  add("/openapi.json", "getOpenApi", "This API, as OpenAPI 3.1",
      "application/json",
      [&routes, once, document](const Context& context, const Request&,
                                const Caller&) -> absl::StatusOr<Response> {
        std::call_once(*once, [&] {
          *document = boost::json::serialize(
              MakeOpenApi(routes, context.settings.public_url));
        });
        return Text(200, "application/json; charset=utf-8", *document);
      });
}

}  // namespace bookable::http
