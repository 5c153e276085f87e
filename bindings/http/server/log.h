// bindings/http/server/log.h: what happened, a JSON object a line.
//
// CONCEPT   {"time":"...","level":"info","event":"request","request_id":...}.
//           Lines go to standard error by a thread of their own, some
//           milliseconds later and many at once; when that is too slow, the
//           oldest lines are dropped, never a request delayed.
// SECRETS   Callers log the pattern of a route, not its path (a booking's uid
//           opens the booking), never a query, a header or a body.
// THREADS   Share it freely.
#ifndef BOOKABLE_HTTP_SERVER_LOG_H_
#define BOOKABLE_HTTP_SERVER_LOG_H_

#include <boost/json/object.hpp>
#include <cstdint>
#include <memory>
#include <string_view>

namespace bookable::http {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError, kOff };

class Log {
 public:
  explicit Log(LogLevel least);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  bool Takes(LogLevel level) const { return level >= least_; }
  void Write(LogLevel level, std::string_view event,
             const boost::json::object& fields = {});
  // The same with fields that are text already: "\"status\":200,\"bytes\":7".
  // REQUIRES: names and texts need no escape.
  void WriteText(LogLevel level, std::string_view event,
                 std::string_view fields);

 private:
  struct Queue;
  LogLevel least_;
  std::unique_ptr<Queue> queue_;
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_LOG_H_
