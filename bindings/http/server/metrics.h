// bindings/http/server/metrics.h: what Prometheus is told.
//
// CONCEPT   Counters and histograms by method, route pattern and status: few
//           series, whatever clients send.
// THREADS   Share it freely.
#ifndef BOOKABLE_HTTP_SERVER_METRICS_H_
#define BOOKABLE_HTTP_SERVER_METRICS_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "bindings/http/store/store.h"

namespace bookable::http {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // `route`: a pattern, or "" of a request that met none.
  void CountRequest(std::string_view method, std::string_view route, int status,
                    std::chrono::duration<double> took);
  void CountRateLimited();
  void CountSlowClient();
  void CountRefusedConnection();
  void ConnectionOpened();
  void ConnectionClosed();
  void RequestQueued();
  void RequestLeftQueue();
  // `result`: "delivered", "failed" (to be tried again), "dead".
  void CountDelivery(std::string_view result);
  void SetWebhookBacklog(std::int64_t waiting, std::int64_t dead,
                         double lag_seconds);

  // The text of /metrics; the store's counters as they are now.
  std::string Text(const store::Store& store) const;

 private:
  struct Series;
  std::unique_ptr<Series> series_;
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_METRICS_H_
