// bindings/http/server/housekeeper.h: housekeeping, now and then, while the
// service runs.
//
// CONCEPT   A thread that calls domain::ForgetEnded at once and then at every
//           interval. What it did is logged, and what failed; it tries again.
// THREADS   Its own; made and destroyed on one. Destroying waits for the
//           transaction under way.
#ifndef BOOKABLE_HTTP_SERVER_HOUSEKEEPER_H_
#define BOOKABLE_HTTP_SERVER_HOUSEKEEPER_H_

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "bindings/http/server/log.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

class Housekeeper {
 public:
  Housekeeper(store::Store& store, Log& log, std::chrono::seconds interval);
  ~Housekeeper();
  Housekeeper(const Housekeeper&) = delete;
  Housekeeper& operator=(const Housekeeper&) = delete;

 private:
  void Keep();
  bool IsStopping();

  store::Store& store_;
  Log& log_;
  std::chrono::seconds interval_;
  std::mutex mutex_{};
  std::condition_variable stopped_{};
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_HOUSEKEEPER_H_
