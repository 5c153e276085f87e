// tests/bindings/http/support/test_service.h: the service without its sockets.
//
// CONCEPT   A request takes the server's own way, Dispatcher: target, route,
//           rate limit, caller, access, query and body, handler, headers. Only
//           what HttpServer does is left out: reading and writing bytes.
//           What the service hides behind a 500 goes to standard error.
// THREADS   As Dispatcher.
#ifndef BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_TEST_SERVICE_H_
#define BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_TEST_SERVICE_H_

#include <boost/json/array.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings/http/api/authorizer.h"
#include "bindings/http/api/context.h"
#include "bindings/http/api/response.h"
#include "bindings/http/api/route.h"
#include "bindings/http/server/dispatcher.h"
#include "bindings/http/server/log.h"
#include "bindings/http/server/metrics.h"
#include "bindings/http/server/settings.h"

namespace bookable::testing {

struct Sent {
  std::string method = "GET";
  std::string target{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  std::string peer = "192.0.2.1";
};

// Limits so wide that no test meets them by accident.
http::RateLimits WideRateLimits();

class TestService {
 public:
  // Adds the service's own routes and its pages to `routes`, which the caller
  // fills. All must outlive it.
  TestService(const http::Context& context, http::RouteTable& routes,
              http::Authorizer& authorizer,
              http::RateLimits limits = WideRateLimits());

  http::Response Send(const Sent& sent);
  // What is answered before a SQL thread is asked, if anything.
  std::optional<http::Response> Begin(const Sent& sent);
  // As if the route could say nothing at once (Route::at_once).
  http::Response SendToHandler(const Sent& sent);
  // Of the last request; null if it met none.
  const http::Route* last_route() const { return last_route_; }

  // What of the answer to the last request is not as its route declares it;
  // nothing of errors, and of routes that declare no data.
  boost::json::array Misfits(const http::Response& response) const;

  // Time passes for the rate limits.
  void Advance(std::chrono::seconds by) { shift_ += by; }

 private:
  static http::Exchange ExchangeOf(const Sent& sent);
  http::Response Send(const Sent& sent, bool to_handler);

  http::Settings settings_{};
  http::Log log_{http::LogLevel::kError};
  http::Metrics metrics_{};
  std::chrono::seconds shift_{0};
  const http::RouteTable& routes_;
  const http::Route* last_route_ = nullptr;
  http::Dispatcher dispatcher_;
};

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_TEST_SERVICE_H_
