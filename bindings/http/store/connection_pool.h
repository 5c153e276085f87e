// bindings/http/store/connection_pool.h: a bounded number of connections.
//
// CONCEPT   Connections are opened when they are first needed, kept, and closed
//           when they break. THREADS: share it.
// ERRORS    Lend throws StatementError: DeadlineExceeded after waiting too long
//           for one that is free, Unavailable when none can be opened.
#ifndef BOOKABLE_HTTP_STORE_CONNECTION_POOL_H_
#define BOOKABLE_HTTP_STORE_CONNECTION_POOL_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "bindings/http/store/connection.h"

namespace bookable::store {

class ConnectionPool {
 public:
  using Opener = std::function<std::unique_ptr<Connection>()>;

  // REQUIRES: most > 0.
  ConnectionPool(Opener open, int most, std::chrono::milliseconds patience)
      : open_(std::move(open)), free_places_(most), patience_(patience) {}

  // A connection on loan; gives itself back.
  class Loan {
   public:
    Loan(ConnectionPool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Loan(Loan&&) = default;
    Loan& operator=(Loan&&) = delete;
    ~Loan() {
      if (connection_ != nullptr) pool_->TakeBack(std::move(connection_));
    }
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }

   private:
    ConnectionPool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  Loan Lend();

  // Closes the connections that are not on loan: they went stale together.
  void DropIdle();

 private:
  void TakeBack(std::unique_ptr<Connection> connection) noexcept;

  Opener open_;
  std::mutex mutex_;
  std::condition_variable freed_;
  int free_places_;  // connections that may still be lent
  std::chrono::milliseconds patience_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_CONNECTION_POOL_H_
