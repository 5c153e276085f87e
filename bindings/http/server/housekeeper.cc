// Tested by tests/bindings/http/server/housekeeper_test.cc.
#include "bindings/http/server/housekeeper.h"

#include <boost/json/object.hpp>

#include "bindings/http/api/text.h"
#include "bindings/http/domain/housekeeping.h"

namespace bookable::http {

Housekeeper::Housekeeper(store::Store& store, Log& log,
                         std::chrono::seconds interval)
    : store_(store),
      log_(log),
      interval_(interval),
      thread_([this] { Keep(); }) {}

Housekeeper::~Housekeeper() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  stopped_.notify_all();
  thread_.join();
}

bool Housekeeper::IsStopping() {
  const std::lock_guard lock(mutex_);
  return is_stopping_;
}

void Housekeeper::Keep() {
  for (;;) {
    const auto forgotten =
        domain::ForgetEnded(store_, [this] { return IsStopping(); });
    if (!forgotten.ok()) {
      log_.Write(LogLevel::kWarning, "housekeeping_failed",
                 {{"message", ToString(forgotten.status().message())}});
    } else if (!forgotten->empty()) {
      boost::json::object rows;
      for (const auto& [table, count] : *forgotten) rows[table] = count;
      log_.Write(LogLevel::kInfo, "housekeeping", {{"forgotten", rows}});
    }
    std::unique_lock lock(mutex_);
    if (stopped_.wait_for(lock, interval_, [this] { return is_stopping_; })) {
      return;
    }
  }
}

}  // namespace bookable::http
