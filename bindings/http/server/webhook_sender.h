// bindings/http/server/webhook_sender.h: pays what the outbox owes to webhooks.
//
// CONCEPT   One thread a node. It claims what is due for a while (other nodes
//           pass that over), sends many at once but few to one webhook, and
//           writes down how it went: done at an answer of 2xx; tried again
//           after a pause that grows, with jitter; after the last try a dead
//           letter. A node that dies loses its claims when their while is over,
//           and another sends again, with the same body and X-Cal-Delivery-Id:
//           at least once, never not at all.
//           It also tells which meetings have begun and ended.
// STOPPING  Stop claims nothing more, waits for what is under way, and gives
//           the rest back at once.
// THREADS   Start and Stop are one thread's.
#ifndef BOOKABLE_HTTP_SERVER_WEBHOOK_SENDER_H_
#define BOOKABLE_HTTP_SERVER_WEBHOOK_SENDER_H_

#include <chrono>
#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "bindings/http/server/log.h"
#include "bindings/http/server/metrics.h"
#include "bindings/http/server/settings.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

// The pause before try number `attempts` + 1: from `first`, three times longer
// each, to six hours at most; a quarter more or less by `jitter`, from 0 to 1.
std::chrono::milliseconds PauseAfter(std::int64_t attempts,
                                     std::chrono::milliseconds first,
                                     double jitter);

class WebhookSender {
 public:
  // All must outlive it.
  WebhookSender(store::Store& store, const Settings& settings, Metrics& metrics,
                Log& log);
  ~WebhookSender();  // stops
  WebhookSender(const WebhookSender&) = delete;
  WebhookSender& operator=(const WebhookSender&) = delete;

  absl::Status Start();
  void Stop();

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_WEBHOOK_SENDER_H_
