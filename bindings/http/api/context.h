// bindings/http/api/context.h: what a handler has at hand.
//
// CONCEPT   The store, the clock, the settings of the service, the hosts in
//           memory. The engine needs no handle: handlers and the domain call
//           its functions.
// THREADS   Shared by all handlers; they run on the SQL threads and may wait
//           for the store.
#ifndef BOOKABLE_HTTP_API_CONTEXT_H_
#define BOOKABLE_HTTP_API_CONTEXT_H_

#include <functional>
#include <string>

#include "bindings/http/store/store.h"
#include "bindings/http/store/value.h"

namespace bookable::domain {
class HostMemory;
}  // namespace bookable::domain

namespace bookable::http {

// Settings that handlers read; all settings: server/settings.h.
struct ServiceSettings {
  // Where others reach this service, without a slash at the end.
  std::string public_url = "http://127.0.0.1:5555";
  std::string api_key_prefix = "cal_";
  // Signs access tokens. DEFAULT: empty, one made at the first start is kept in
  // the store.
  std::string token_secret{};
  bool allow_private_webhooks = false;  // to addresses of private networks
};

struct Context {
  store::Store& store;
  const ServiceSettings& settings;
  // The time of day outside a transaction; inside, Transaction::Now is the one
  // that counts.
  std::function<store::Moment()> now;
  domain::HostMemory& hosts;  // of `store`
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_CONTEXT_H_
