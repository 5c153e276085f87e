// Tested by tests/bindings/http/server/service_test.py.
#include "bindings/http/server/log.h"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <boost/json/serialize.hpp>
#include <cstddef>

namespace bookable::http {
namespace {

constexpr std::array<spdlog::level::level_enum, 5> kLevels = {
    spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
    spdlog::level::err, spdlog::level::off};

}  // namespace

struct Log::Queue {
  std::shared_ptr<spdlog::details::thread_pool> thread =
      std::make_shared<spdlog::details::thread_pool>(8192, 1);
  std::shared_ptr<spdlog::async_logger> logger =
      std::make_shared<spdlog::async_logger>(
          "bookabled", std::make_shared<spdlog::sinks::stderr_sink_mt>(),
          thread, spdlog::async_overflow_policy::overrun_oldest);
};

Log::Log(LogLevel least) : least_(least), queue_(std::make_unique<Queue>()) {
  queue_->logger->set_pattern(
      R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})",
      spdlog::pattern_time_type::utc);
  queue_->logger->set_level(kLevels[static_cast<std::size_t>(least)]);
}

Log::~Log() { queue_->logger->flush(); }

void Log::Write(LogLevel level, std::string_view event,
                const boost::json::object& fields) {
  if (!Takes(level)) return;
  boost::json::object line{{"event", event}};
  for (const boost::json::key_value_pair& field : fields) {
    line.insert(field);
  }
  std::string text = boost::json::serialize(line);
  // Without its braces: the pattern writes the first and the last.
  text = text.substr(1, text.size() - 2);
  queue_->logger->log(kLevels[static_cast<std::size_t>(level)],
                      spdlog::string_view_t(text));
}

}  // namespace bookable::http
