// bindings/http/server/dispatcher.h: from a request as it was read to its
// answer, without a socket.
//
// CONCEPT   An Exchange is one request and what is found out about it. Its way:
//
//     Begin   on an I/O thread: takes the target apart, finds the route, counts
//             requests without credentials. Answers what needs no store:
//             preflights, unknown routes, callers over their limit; and what a
//             route can answer at once, of anyone or of a caller it recalls.
//     Run     on a SQL thread: authenticates, counts, authorizes, holds query
//             and body against the route, calls its handler.
//     Finish  on an I/O thread: the headers that every answer has, the log, the
//             metrics.
//
//           Whatever happens, there is an answer, and errors are envelopes.
// THREADS   Share it freely; an Exchange is one thread's at a time.
#ifndef BOOKABLE_HTTP_SERVER_DISPATCHER_H_
#define BOOKABLE_HTTP_SERVER_DISPATCHER_H_

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "bindings/http/api/address.h"
#include "bindings/http/api/authorizer.h"
#include "bindings/http/api/context.h"
#include "bindings/http/api/request.h"
#include "bindings/http/api/response.h"
#include "bindings/http/api/route.h"
#include "bindings/http/server/log.h"
#include "bindings/http/server/metrics.h"
#include "bindings/http/server/rate_limiter.h"
#include "bindings/http/server/settings.h"

namespace bookable::http {

struct Exchange {
  // Set by who read the request: the method's name as it was sent; of
  // `request` the target, headers and body_text.
  std::string method{};
  Address peer{};
  Request request{};
  std::chrono::steady_clock::time_point began =
      std::chrono::steady_clock::now();

  // Set on the way.
  Address client{};
  RouteTable::Match match{};
  Caller caller{};
  std::vector<RateStanding> standings{};
  bool is_caller_counted = false;
};

class Dispatcher {
 public:
  struct Parts {
    const RouteTable& routes;
    Authorizer& authorizer;
    const Context& context;
    const Settings& settings;
    Log& log;
    Metrics& metrics;
    // The clock of the rate limits. DEFAULT: the steady clock as it is.
    std::function<std::chrono::steady_clock::time_point()> steady_now{};
  };
  explicit Dispatcher(const Parts& parts);

  // The answer, if it needs no store; otherwise call Run.
  std::optional<Response> Begin(Exchange& exchange);
  Response Run(Exchange& exchange);
  // An answer to what could not be read: `status` is an error of error.h.
  Response Refuse(const Exchange& exchange, const absl::Status& status);
  void Finish(const Exchange& exchange, Response& response);

 private:
  absl::StatusOr<Response> Handle(Exchange& exchange);
  bool Count(Exchange& exchange, const std::string& bucket,
             const std::vector<RateLimit>& limits);
  bool CountAddress(Exchange& exchange);
  bool CountCaller(Exchange& exchange);
  std::optional<Response> AnswerAtOnce(Exchange& exchange);
  absl::Status ReadQuery(const Exchange& exchange) const;
  absl::Status ReadBody(Exchange& exchange) const;
  Response Fail(const Exchange& exchange, const absl::Status& status);

  Parts parts_;
  std::vector<Network> trusted_{};
  std::vector<Network> metrics_clients_{};
  RateLimiter limiter_{};
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_DISPATCHER_H_
