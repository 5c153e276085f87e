#include "tests/bindings/http/support/test_service.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "bindings/http/api/address.h"
#include "bindings/http/api/schema.h"
#include "bindings/http/server/service_routes.h"
#include "bindings/http/server/web_routes.h"

namespace bookable::testing {
namespace {

http::Settings SettingsOf(http::RateLimits limits) {
  http::Settings settings;
  settings.rate_limit = limits;
  return settings;
}

// All lines of the header as fields.
void Unfold(http::Response& response) {
  std::string_view lines = std::exchange(response.fixed_lines, {});
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find("\r\n"));
    lines.remove_prefix(line.size() + 2);
    const std::size_t colon = line.find(": ");
    response.headers.emplace_back(line.substr(0, colon),
                                  line.substr(colon + 2));
  }
}

}  // namespace

http::RateLimits WideRateLimits() {
  constexpr std::int64_t kMany = 1'000'000'000;
  return {.ip = kMany, .client = kMany, .token = kMany, .api_key = kMany};
}

TestService::TestService(const http::Context& context, http::RouteTable& routes,
                         http::Authorizer& authorizer, http::RateLimits limits)
    : settings_(SettingsOf(limits)),
      routes_(routes),
      dispatcher_({.routes = routes,
                   .authorizer = authorizer,
                   .context = context,
                   .settings = settings_,
                   .log = log_,
                   .metrics = metrics_,
                   .steady_now = [this] {
                     return std::chrono::steady_clock::now() + shift_;
                   }}) {
  http::AddServiceRoutes(routes, metrics_);
  http::AddWebRoutes(routes);
}

http::Response TestService::Send(const Sent& sent) { return Send(sent, false); }

http::Response TestService::SendToHandler(const Sent& sent) {
  return Send(sent, true);
}

http::Exchange TestService::ExchangeOf(const Sent& sent) {
  http::Exchange exchange;
  exchange.method = sent.method;
  exchange.peer = http::Address::Parse(sent.peer).value();
  exchange.request.target = sent.target;
  for (const auto& [name, value] : sent.headers) {
    exchange.request.headers.Add(name, value);
  }
  exchange.request.body_text = sent.body;
  return exchange;
}

std::optional<http::Response> TestService::Begin(const Sent& sent) {
  http::Exchange exchange = ExchangeOf(sent);
  return dispatcher_.Begin(exchange);
}

http::Response TestService::Send(const Sent& sent, bool to_handler) {
  http::Exchange exchange = ExchangeOf(sent);
  std::optional<http::Response> early = dispatcher_.Begin(exchange);
  if (to_handler) early.reset();
  http::Response response =
      early ? *std::move(early) : dispatcher_.Run(exchange);
  dispatcher_.Finish(exchange, response);
  Unfold(response);
  last_route_ = exchange.match.route;
  return response;
}

boost::json::array TestService::Misfits(const http::Response& response) const {
  namespace json = boost::json;
  if (response.status >= 300 || last_route_ == nullptr ||
      last_route_->answer.empty()) {
    return {};
  }
  const json::object body = json::parse(response.body).as_object();
  const json::value* data = body.if_contains("data");
  return http::SchemaErrors(json::parse(last_route_->answer),
                            data == nullptr ? json::value() : *data,
                            routes_.schemas());
}

}  // namespace bookable::testing
