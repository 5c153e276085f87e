// Tested by tests/bindings/http/server/service_test.py.
#include "bindings/http/server/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <functional>
#include <map>
#include <mutex>
#include <tuple>

namespace bookable::http {

namespace {

// The series that requests of one kind are counted in.
using Key = std::tuple<std::string_view, std::string_view, int>;

// Of keys that own their texts and of those that do not.
struct ByKey {
  using is_transparent = void;
  bool operator()(const auto& a, const auto& b) const {
    return Key(a) < Key(b);
  }
};

struct Known {
  prometheus::Counter* requests = nullptr;
  prometheus::Histogram* seconds = nullptr;
};

}  // namespace

struct Metrics::Series {
  // Looking a series up by its labels costs microseconds: kinds of requests are
  // few, and each is looked up once.
  Known& Find(std::string_view method, std::string_view route, int status) {
    const std::lock_guard lock(mutex);
    const auto found = known.find(Key(method, route, status));
    if (found != known.end()) return found->second;
    const std::string pattern(route.empty() ? "none" : route);
    Known made{
        .requests = &requests.Add({{"method", std::string(method)},
                                   {"route", pattern},
                                   {"status", std::to_string(status)}}),
        .seconds = &seconds.Add({{"route", pattern}},
                                prometheus::Histogram::BucketBoundaries{
                                    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                    0.1, 0.25, 0.5, 1, 2.5, 5, 10})};
    return known
        .emplace(std::tuple(std::string(method), std::string(route), status),
                 made)
        .first->second;
  }

  std::mutex mutex{};
  std::map<std::tuple<std::string, std::string, int>, Known, ByKey> known{};
  prometheus::Registry registry{};
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter()
          .Name("bookabled_requests_total")
          .Help("Requests answered")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds =
      prometheus::BuildHistogram()
          .Name("bookabled_request_seconds")
          .Help("From a request's last byte to its answer")
          .Register(registry);
  prometheus::Counter& rate_limited = prometheus::BuildCounter()
                                          .Name("bookabled_rate_limited_total")
                                          .Help("Requests answered 429")
                                          .Register(registry)
                                          .Add({});
  prometheus::Counter& slow_clients =
      prometheus::BuildCounter()
          .Name("bookabled_slow_clients_total")
          .Help("Connections closed because a client took too long")
          .Register(registry)
          .Add({});
  prometheus::Counter& refused_connections =
      prometheus::BuildCounter()
          .Name("bookabled_refused_connections_total")
          .Help("Connections over a limit")
          .Register(registry)
          .Add({});
  prometheus::Gauge& connections = prometheus::BuildGauge()
                                       .Name("bookabled_connections")
                                       .Help("Open connections")
                                       .Register(registry)
                                       .Add({});
  prometheus::Gauge& queued =
      prometheus::BuildGauge()
          .Name("bookabled_requests_queued")
          .Help("Requests that wait for a SQL thread or run on one")
          .Register(registry)
          .Add({});
  prometheus::Family<prometheus::Counter>& deliveries =
      prometheus::BuildCounter()
          .Name("bookabled_webhook_tries_total")
          .Help("Deliveries of webhooks tried by this node, by how they went")
          .Register(registry);
  prometheus::Gauge& webhooks_waiting =
      prometheus::BuildGauge()
          .Name("bookabled_webhooks_waiting")
          .Help("Deliveries owed to webhooks, of all nodes")
          .Register(registry)
          .Add({});
  prometheus::Gauge& webhooks_dead =
      prometheus::BuildGauge()
          .Name("bookabled_webhooks_dead")
          .Help("Deliveries given up, of all nodes")
          .Register(registry)
          .Add({});
  prometheus::Gauge& webhook_lag =
      prometheus::BuildGauge()
          .Name("bookabled_webhook_lag_seconds")
          .Help("For how long the oldest delivery that is due has been due")
          .Register(registry)
          .Add({});
  prometheus::Gauge& retries =
      prometheus::BuildGauge()
          .Name("bookabled_store_retries")
          .Help("Transactions that were run again, since the start")
          .Register(registry)
          .Add({});
  prometheus::Gauge& deadlocks =
      prometheus::BuildGauge()
          .Name("bookabled_store_deadlocks")
          .Help("Deadlocks among the reasons, since the start")
          .Register(registry)
          .Add({});
};

// Of what may never happen there is a 0 from the start.
Metrics::Metrics() : series_(std::make_unique<Series>()) {
  for (const char* result : {"delivered", "failed", "dead"}) {
    series_->deliveries.Add({{"result", result}});
  }
}
Metrics::~Metrics() = default;

void Metrics::CountRequest(std::string_view method, std::string_view route,
                           int status, std::chrono::duration<double> took) {
  Known& found = series_->Find(method, route, status);
  found.requests->Increment();
  found.seconds->Observe(took.count());
}

void Metrics::CountRateLimited() { series_->rate_limited.Increment(); }
void Metrics::CountSlowClient() { series_->slow_clients.Increment(); }
void Metrics::CountRefusedConnection() {
  series_->refused_connections.Increment();
}
void Metrics::ConnectionOpened() { series_->connections.Increment(); }
void Metrics::ConnectionClosed() { series_->connections.Decrement(); }
void Metrics::RequestQueued() { series_->queued.Increment(); }
void Metrics::RequestLeftQueue() { series_->queued.Decrement(); }

void Metrics::CountDelivery(std::string_view result) {
  series_->deliveries.Add({{"result", std::string(result)}}).Increment();
}

void Metrics::SetWebhookBacklog(std::int64_t waiting, std::int64_t dead,
                                double lag_seconds) {
  series_->webhooks_waiting.Set(static_cast<double>(waiting));
  series_->webhooks_dead.Set(static_cast<double>(dead));
  series_->webhook_lag.Set(lag_seconds);
}

std::string Metrics::Text(const store::Store& store) const {
  const store::Store::Counters counters = store.counters();
  series_->retries.Set(static_cast<double>(counters.retries));
  series_->deadlocks.Set(static_cast<double>(counters.deadlocks));
  return prometheus::TextSerializer().Serialize(series_->registry.Collect());
}

}  // namespace bookable::http
