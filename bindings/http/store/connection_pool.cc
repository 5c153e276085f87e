// bindings/http/store/connection_pool.cc
// Tested by tests/bindings/http/store/store_test.cc.
#include "bindings/http/store/connection_pool.h"

#include <utility>

#include "absl/status/status.h"
#include "bindings/http/store/store_error.h"

namespace bookable::store {

ConnectionPool::Loan ConnectionPool::Lend() {
  std::unique_lock lock(mutex_);
  if (!freed_.wait_for(lock, patience_, [&] { return free_places_ > 0; })) {
    throw StatementError(absl::DeadlineExceededError(
        "no connection to the database became free in time"));
  }
  --free_places_;
  if (!idle_.empty()) {
    std::unique_ptr<Connection> connection = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(connection)};
  }
  lock.unlock();
  try {
    return {*this, open_()};
  } catch (...) {
    lock.lock();
    ++free_places_;
    freed_.notify_one();
    throw;
  }
}

void ConnectionPool::DropIdle() {
  std::vector<std::unique_ptr<Connection>> dropped;
  const std::lock_guard lock(mutex_);
  dropped.swap(idle_);
}

void ConnectionPool::TakeBack(std::unique_ptr<Connection> connection) noexcept {
  const std::lock_guard lock(mutex_);
  ++free_places_;
  if (!connection->is_broken()) idle_.push_back(std::move(connection));
  freed_.notify_one();
}

}  // namespace bookable::store
