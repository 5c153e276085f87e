// A line is formatted by who logs it, into a buffer; its first line wakes the
// writer, who waits for more to come and writes them in one go. Handing each
// line over by itself costs more than a small request: two threads wake each
// other. Tested by tests/bindings/http/server/service_test.py.
#include "bindings/http/server/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <array>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace bookable::http {
namespace {

constexpr std::array<spdlog::level::level_enum, 5> kLevels = {
    spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
    spdlog::level::err, spdlog::level::off};

constexpr std::size_t kMostBytes = std::size_t{4} << 20;
constexpr std::chrono::milliseconds kGather{10};

void WriteAll(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody reads any more
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

class BufferedSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  BufferedSink() : writer_([this] { Run(); }) {}
  ~BufferedSink() override {
    {
      const std::lock_guard lock(buffer_mutex_);
      is_stopping_ = true;
    }
    wake_.notify_one();
    writer_.join();
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    line_.clear();
    formatter_->format(message, line_);
    bool is_first = false;
    {
      const std::lock_guard lock(buffer_mutex_);
      if (buffer_.size() + line_.size() > kMostBytes) DropOldest();
      is_first = buffer_.empty();
      buffer_.append(line_.data(), line_.size());
    }
    if (is_first) wake_.notify_one();
  }
  void flush_() override {}  // the writer does it

 private:
  void DropOldest() {
    const std::size_t half = buffer_.find('\n', buffer_.size() / 2);
    buffer_.erase(0, half == std::string::npos ? half : half + 1);
  }

  void Run() {
    std::string text;
    std::unique_lock lock(buffer_mutex_);
    for (;;) {
      wake_.wait(lock, [&] { return is_stopping_ || !buffer_.empty(); });
      wake_.wait_for(lock, kGather, [&] { return is_stopping_; });
      const bool is_last = is_stopping_;
      text.clear();
      std::swap(text, buffer_);
      lock.unlock();
      WriteAll(text);
      if (is_last) return;
      lock.lock();
    }
  }

  spdlog::memory_buf_t line_;  // of the line that is being formatted
  std::mutex buffer_mutex_;
  std::condition_variable wake_;
  std::string buffer_;
  bool is_stopping_ = false;
  std::thread writer_;  // last: it uses the others
};

}  // namespace

struct Log::Queue {
  spdlog::logger logger{"bookabled", std::make_shared<BufferedSink>()};
};

Log::Log(LogLevel least) : least_(least), queue_(std::make_unique<Queue>()) {
  queue_->logger.set_pattern(
      R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})",
      spdlog::pattern_time_type::utc);
  queue_->logger.set_level(kLevels[static_cast<std::size_t>(least)]);
}

Log::~Log() = default;

void Log::Write(LogLevel level, std::string_view event,
                const boost::json::object& fields) {
  if (!Takes(level)) return;
  // Without its braces: the pattern writes the first and the last.
  const std::string text = boost::json::serialize(fields);
  WriteText(level, event, std::string_view(text).substr(1, text.size() - 2));
}

void Log::WriteText(LogLevel level, std::string_view event,
                    std::string_view fields) {
  if (!Takes(level)) return;
  thread_local std::string line;
  (line = "\"event\":\"").append(event) += '"';
  if (!fields.empty()) (line += ',').append(fields);
  queue_->logger.log(kLevels[static_cast<std::size_t>(level)],
                     spdlog::string_view_t(line));
}

}  // namespace bookable::http
