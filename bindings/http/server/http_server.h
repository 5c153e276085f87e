// bindings/http/server/http_server.h: connections, and the bytes on them.
//
// CONCEPT   HTTP/1.1 with keep-alive and pipelining. Each connection is a
//           coroutine on one I/O thread; requests run on the SQL threads, and a
//           connection reads its next request when the last was answered.
//           An idle connection holds no buffer.
// LIMITS    settings.h: bytes of header and body, time for each, connections,
//           requests that wait. What goes over is answered (408, 413, 431, 503,
//           in the envelope) and the connection closed.
// STOPPING  Stop, or SIGTERM or SIGINT: no new connections, idle ones close,
//           requests under way are read, run and answered with "Connection:
//           close"; after limits.shutdown_time, or at a second signal, what is
//           left is cut off.
// THREADS   Run blocks; Stop may be called from any thread.
#ifndef BOOKABLE_HTTP_SERVER_HTTP_SERVER_H_
#define BOOKABLE_HTTP_SERVER_HTTP_SERVER_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "bindings/http/server/dispatcher.h"
#include "bindings/http/server/log.h"
#include "bindings/http/server/metrics.h"
#include "bindings/http/server/settings.h"

namespace bookable::http {

class HttpServer {
 public:
  // All must outlive it.
  HttpServer(const Settings& settings, Dispatcher& dispatcher, Metrics& metrics,
             Log& log);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Errors: InvalidArgument for what is no address, Unavailable when it cannot
  // be listened on.
  absl::Status Listen();
  // REQUIRES: Listen was ok.
  std::uint16_t port() const;
  // Returns when everything has stopped.
  void Run();
  void Stop();

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_HTTP_SERVER_H_
