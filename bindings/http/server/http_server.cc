// A worker is an I/O thread with an io_context of its own and the connections
// that were given to it; nothing of a connection is shared, so nothing is
// locked. Instead of a timer a connection, a worker looks once a second at the
// deadlines of all of its own, and cancels what is late; the coroutine then
// sees that its operation was aborted, and why.
// Tested by tests/bindings/http/server/service_test.py, and by
// tests/bindings/http/server/idle_connections.py.
#include "bindings/http/server/http_server.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <exception>
#include <functional>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "bindings/http/api/body_memory.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/text.h"

namespace bookable::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
template <typename T>
using Awaitable = asio::awaitable<T, Executor>;
using Clock = std::chrono::steady_clock;
using Parser = beast::http::request_parser<beast::http::string_body>;
using ErrorCode = boost::system::error_code;

constexpr asio::use_awaitable_t<Executor> kAwait;
constexpr std::size_t kMostFields = 100;
// Room for a beginning body beside the longest header.
constexpr std::size_t kBeyondHeader = 8192;
// What a connection holds while nothing comes; many requests fit.
constexpr std::size_t kIdleBuffer = 1024;
// After an early answer, what the client still sends is read so far and so
// long, so that the answer is not lost with the connection.
constexpr std::size_t kMostDrained = 1'000'000;
constexpr std::chrono::seconds kDrainTime{2};
constexpr std::chrono::seconds kLateAnswerTime{5};

enum class Phase : std::uint8_t { kIdle, kReading, kRunning, kWriting };

struct Connection {
  explicit Connection(Socket accepted) : socket(std::move(accepted)) {}

  Socket socket;
  beast::flat_buffer buffer{};
  Address peer{};
  std::string peer_bucket{};
  Phase phase = Phase::kIdle;
  Clock::time_point deadline = Clock::time_point::max();
  bool is_late = false;  // the deadline has passed, the operation was aborted
  bool is_cut_off = false;  // the server ends
};

// What is known of a request when it was read, or could not be.
struct Reading {
  enum Result : std::uint8_t { kRequest, kClosed, kRefused } result = kClosed;
  absl::Status refusal{};
  bool keeps_alive = false;
  bool is_head = false;
  unsigned version = 11;
};

std::string_view Reason(int status) {
  if (status == 498) return "Invalid Token";
  const auto text =
      beast::http::obsolete_reason(static_cast<beast::http::status>(status));
  return {text.data(), text.size()};
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string HttpDate(std::time_t now) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed",
                                "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts{};
  gmtime_r(&now, &parts);
  return absl::StrFormat(
      "%s, %02d %s %04d %02d:%02d:%02d GMT",
      kDays[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
      kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
      parts.tm_hour, parts.tm_min, parts.tm_sec);
}

// The date of now, made once a second.
std::string_view DateNow() {
  thread_local std::time_t shown = -1;
  thread_local std::string text;
  const std::time_t now =
      std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  if (now != shown) {
    shown = now;
    text = HttpDate(now);
  }
  return text;
}

bool IsControl(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// Without an early end, so that many are looked at in one step.
bool HasControl(std::string_view text) {
  bool has = false;
  for (const char c : text) has |= IsControl(c);
  return has;
}

// The head of an answer. Control characters of a value are left out: no value
// can end its line.
std::string Head(const Response& response, bool keeps_alive, unsigned version) {
  std::string head;
  head.reserve(1536);
  const auto add = [&](std::string_view name, std::string_view value) {
    head.append(name).append(": ");
    if (HasControl(value)) {
      std::ranges::remove_copy_if(value, std::back_inserter(head), IsControl);
    } else {
      head += value;
    }
    head += "\r\n";
  };
  head += "HTTP/1.1 ";
  head += std::to_string(response.status);
  head += ' ';
  head += Reason(response.status);
  head += "\r\n";
  add("Date", DateNow());
  if (response.status != 204) {
    add("Content-Length", std::to_string(response.body.size()));
    if (!response.content_type.empty()) {
      add("Content-Type", response.content_type);
    }
  }
  if (!keeps_alive) {
    add("Connection", "close");
  } else if (version == 10) {
    add("Connection", "keep-alive");
  }
  for (const auto& [name, value] : response.headers) add(name, value);
  head += response.fixed_lines;
  head += "\r\n";
  return head;
}

bool IsHttpError(const ErrorCode& error) {
  return error.category() ==
         beast::http::make_error_code(beast::http::error::bad_method)
             .category();
}

// As many files as the system lets this process have: a connection is one.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

class HttpServer::Core {
 public:
  Core(const Settings& settings, Dispatcher& dispatcher, Metrics& metrics,
       Log& log)
      : settings_(settings),
        limits_(settings.limits),
        dispatcher_(dispatcher),
        metrics_(metrics),
        log_(log),
        trusted_(ParseNetworks(settings.trusted_proxies)),
        sql_threads_(static_cast<std::size_t>(settings.sql_threads)) {
    for (int i = 0; i < settings.io_threads; ++i) {
      workers_.push_back(std::make_unique<Worker>());
    }
    acceptor_.emplace(workers_[0]->io);
    signals_.emplace(workers_[0]->io);
  }

  absl::Status Listen() {
    ErrorCode error;
    const auto address = asio::ip::make_address(settings_.address, error);
    if (error) {
      return absl::InvalidArgumentError("address: " + settings_.address +
                                        " is no IP address");
    }
    const Tcp::endpoint endpoint(address, settings_.port);
    acceptor_->open(endpoint.protocol(), error);
    if (!error)
      acceptor_->set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(4096, error);
    if (error) {
      return absl::UnavailableError("cannot listen on " + settings_.address +
                                    " port " + std::to_string(settings_.port) +
                                    ": " + error.message());
    }
    port_ = acceptor_->local_endpoint().port();
    return absl::OkStatus();
  }

  std::uint16_t port() const { return port_; }

  void Run() {
    RaiseFileLimit();
    signals_->add(SIGTERM);
    signals_->add(SIGINT);
    Await(*workers_[0], Signals());
    Await(*workers_[0], Accept());
    for (auto& worker : workers_) Await(*worker, WatchDeadlines(*worker));
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < workers_.size(); ++i) {
      threads.emplace_back([this, i] { workers_[i]->io.run(); });
    }
    workers_[0]->io.run();
    for (std::thread& thread : threads) thread.join();
    sql_threads_.join();
  }

  void Stop() {
    asio::post(workers_[0]->io, [this] { BeginStop(); });
  }

 private:
  struct Worker {
    asio::io_context io{1};
    std::unordered_set<Connection*> connections{};
    asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor> watch{
        io.get_executor()};
  };

  // Starts a coroutine; one that throws is a bug that must be seen.
  void Await(Worker& worker, Awaitable<void> coroutine) {
    asio::co_spawn(worker.io, std::move(coroutine),
                   [this](const std::exception_ptr& thrown) {
                     if (thrown == nullptr) return;
                     try {
                       std::rethrow_exception(thrown);
                     } catch (const std::exception& error) {
                       log_.Write(LogLevel::kError, "connection_failed",
                                  {{"message", error.what()}});
                     }
                   });
  }

  // --- the life of the server -----------------------------------------------

  Awaitable<void> Signals() {
    for (int count = 1;; ++count) {
      ErrorCode error;
      co_await signals_->async_wait(asio::redirect_error(kAwait, error));
      if (error) co_return;
      if (count == 1) {
        BeginStop();
      } else {
        stop_deadline_ = Clock::now();
        for (auto& worker : workers_) WakeWatch(*worker);
      }
    }
  }

  // On the first worker's thread.
  void BeginStop() {
    if (is_stopping_.exchange(true)) return;
    log_.Write(LogLevel::kInfo, "stopping");
    stop_deadline_ = Clock::now() + limits_.shutdown_time;
    ErrorCode ignored;
    acceptor_->close(ignored);
    for (auto& worker : workers_) WakeWatch(*worker);
  }

  static void WakeWatch(Worker& worker) {
    asio::post(worker.io, [&worker] { worker.watch.cancel(); });
  }

  Awaitable<void> WatchDeadlines(Worker& worker) {
    while (true) {
      const bool was_stopping = is_stopping_;
      if (was_stopping && worker.connections.empty()) break;
      worker.watch.expires_after(was_stopping
                                     ? std::chrono::milliseconds(100)
                                     : std::chrono::milliseconds(1000));
      ErrorCode error;
      co_await worker.watch.async_wait(asio::redirect_error(kAwait, error));
      const bool is_stopping = is_stopping_;
      const Clock::time_point now = Clock::now();
      for (Connection* connection : worker.connections) {
        const bool cut_off = is_stopping && now >= stop_deadline_.load();
        const bool is_idle =
            connection->phase == Phase::kIdle && !HasBytes(*connection);
        if (cut_off || (is_stopping && is_idle)) {
          connection->is_cut_off = true;
          ErrorCode ignored;
          connection->socket.cancel(ignored);
        } else if (now >= connection->deadline) {
          connection->is_late = true;
          connection->deadline = Clock::time_point::max();
          ErrorCode ignored;
          connection->socket.cancel(ignored);
        }
      }
    }
    if (&worker == workers_[0].get()) {
      ErrorCode ignored;
      signals_->cancel(ignored);
    }
  }

  static bool HasBytes(Connection& connection) {
    ErrorCode ignored;
    return connection.buffer.size() > 0 ||
           connection.socket.available(ignored) > 0;
  }

  // --- accepting ------------------------------------------------------------

  Awaitable<void> Accept() {
    std::size_t next = 0;
    while (!is_stopping_) {
      Worker& worker = *workers_[next++ % workers_.size()];
      ErrorCode error;
      Socket socket = co_await acceptor_->async_accept(
          worker.io, asio::redirect_error(kAwait, error));
      if (error == asio::error::operation_aborted ||
          error == asio::error::bad_descriptor) {
        co_return;
      }
      if (error) {  // no file left, or the client is gone already
        log_.Write(LogLevel::kWarning, "accept_failed",
                   {{"message", error.message()}});
        asio::steady_timer pause(workers_[0]->io,
                                 std::chrono::milliseconds(50));
        co_await pause.async_wait(asio::redirect_error(kAwait, error));
        continue;
      }
      auto connection = std::make_unique<Connection>(std::move(socket));
      if (!Admit(*connection)) continue;
      Await(worker, Serve(worker, std::move(connection)));
    }
  }

  // Whether the connection is within the limits, and if so, counts it.
  bool Admit(Connection& connection) {
    ErrorCode error;
    const auto endpoint = connection.socket.remote_endpoint(error);
    if (error) return false;
    connection.peer =
        Address::Parse(endpoint.address().to_string()).value_or(Address());
    connection.peer_bucket = connection.peer.Bucket();
    {
      const std::lock_guard lock(counts_mutex_);
      const auto same = per_address_.find(connection.peer_bucket);
      const bool is_many = same != per_address_.end() &&
                           same->second >= limits_.connections_per_address &&
                           !Contains(trusted_, connection.peer);
      if (open_ < limits_.connections && !is_many) {
        ++open_;
        ++per_address_[connection.peer_bucket];
        metrics_.ConnectionOpened();
        connection.socket.set_option(Tcp::no_delay(true), error);
        return true;
      }
    }
    metrics_.CountRefusedConnection();
    Exchange exchange;
    exchange.peer = connection.peer;
    Response response = dispatcher_.Refuse(
        exchange, HttpError(503, "ServiceUnavailableException",
                            "too many connections; try again later"));
    const std::string head = Head(response, false, 11);
    connection.socket.non_blocking(true, error);
    connection.socket.write_some(
        std::array<asio::const_buffer, 2>{asio::buffer(head),
                                          asio::buffer(response.body)},
        error);
    return false;
  }

  void Dismiss(const Connection& connection) {
    metrics_.ConnectionClosed();
    const std::lock_guard lock(counts_mutex_);
    --open_;
    const auto count = per_address_.find(connection.peer_bucket);
    if (--count->second == 0) per_address_.erase(count);
  }

  // --- one connection -------------------------------------------------------

  Awaitable<void> Serve(Worker& worker, std::unique_ptr<Connection> owned) {
    Connection& connection = *owned;
    worker.connections.insert(&connection);
    struct Leave {
      Core& core;
      Worker& worker;
      Connection& connection;
      ~Leave() {
        worker.connections.erase(&connection);
        core.Dismiss(connection);
      }
    } leave{*this, worker, connection};

    connection.deadline = Clock::now() + limits_.header_time;
    // Once the server ends, nobody may look at the deadlines any more.
    while (!is_stopping_ && co_await AwaitBytes(connection)) {
      if (!co_await AnswerOne(connection)) break;
      connection.phase = Phase::kIdle;
      connection.deadline = Clock::now() + limits_.idle_time;
    }
    ErrorCode ignored;
    connection.socket.shutdown(Tcp::socket::shutdown_both, ignored);
    connection.socket.close(ignored);
  }

  // True when there is something to read; meanwhile little memory is held.
  Awaitable<bool> AwaitBytes(Connection& connection) {
    if (connection.buffer.size() > 0) co_return true;
    if (is_stopping_ && !HasBytes(connection)) co_return false;
    if (connection.buffer.capacity() > kIdleBuffer) {
      connection.buffer.shrink_to_fit();  // it is empty
    }
    ErrorCode error;
    // Reading at once costs a call of the system less than waiting first.
    const std::size_t bytes = co_await connection.socket.async_read_some(
        connection.buffer.prepare(kIdleBuffer),
        asio::redirect_error(kAwait, error));
    connection.buffer.commit(bytes);
    if (bytes == 0) co_return false;
    // They came before the deadline, or the end, was looked at.
    connection.is_late = connection.is_cut_off = false;
    co_return true;
  }

  // Reads a request and answers it. True if another may follow.
  Awaitable<bool> AnswerOne(Connection& connection) {
    Exchange exchange;
    exchange.peer = connection.peer;
    const Reading reading = co_await Read(connection, exchange);
    if (reading.result == Reading::kClosed) co_return false;

    Response response;
    bool keeps_alive = reading.keeps_alive;
    exchange.began = Clock::now();
    connection.phase = Phase::kRunning;
    connection.deadline = Clock::time_point::max();
    std::optional<Response> early = dispatcher_.Begin(exchange);
    if (reading.result == Reading::kRefused) {
      keeps_alive = false;
      const bool is_limited = early && early->status == 429;
      response = is_limited ? *std::move(early)
                            : dispatcher_.Refuse(exchange, reading.refusal);
    } else if (early) {
      response = *std::move(early);
    } else {
      response = co_await RunOnSqlThread(exchange);
    }
    keeps_alive = keeps_alive && !is_stopping_;
    dispatcher_.Finish(exchange, response);

    connection.phase = Phase::kWriting;
    connection.deadline =
        Clock::now() +
        (connection.is_late ? kLateAnswerTime : limits_.write_time);
    connection.is_late = false;
    const std::string head = Head(response, keeps_alive, reading.version);
    const std::string_view body = reading.is_head || response.status == 204
                                      ? std::string_view()
                                      : response.body;
    ErrorCode error;
    co_await asio::async_write(
        connection.socket,
        std::array<asio::const_buffer, 2>{
            asio::buffer(head), asio::buffer(body.data(), body.size())},
        asio::redirect_error(kAwait, error));
    KeepBody(std::move(response.body));
    if (connection.is_late) metrics_.CountSlowClient();
    if (error || connection.is_late) co_return false;
    if (!keeps_alive && reading.result == Reading::kRefused) {
      co_await Drain(connection);
    }
    co_return keeps_alive;
  }

  Awaitable<Reading> Read(Connection& connection, Exchange& exchange) {
    Reading reading;
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
    parser.body_limit(limits_.body_bytes);
    connection.phase = Phase::kReading;
    connection.deadline = Clock::now() + limits_.header_time;
    connection.buffer.max_size(limits_.header_bytes + kBeyondHeader);
    ErrorCode error;
    // Most headers came whole: what Beast would do with them on its way through
    // the scheduler is done here at once.
    parser.eager(false);
    connection.buffer.consume(parser.put(connection.buffer.data(), error));
    if (error == beast::http::error::need_more) {
      co_await beast::http::async_read_header(
          connection.socket, connection.buffer, parser,
          asio::redirect_error(kAwait, error));
    }
    Describe(parser, exchange, reading);
    if (error) {
      Refuse(connection, parser, error, reading);
      co_return reading;
    }
    const absl::Status acceptable = CheckHeader(parser);
    if (!acceptable.ok()) {
      reading.result = Reading::kRefused;
      reading.refusal = acceptable;
      co_return reading;
    }
    if (!parser.is_done()) {
      connection.deadline = Clock::now() + limits_.body_time;
      if (EqualsIgnoringCase(exchange.request.headers.Text("expect"),
                             "100-continue")) {
        constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await asio::async_write(
            connection.socket, asio::buffer(kContinue.data(), kContinue.size()),
            asio::redirect_error(kAwait, error));
      }
      if (!error) {
        co_await beast::http::async_read(connection.socket, connection.buffer,
                                         parser,
                                         asio::redirect_error(kAwait, error));
      }
      if (error) {
        Refuse(connection, parser, error, reading);
        co_return reading;
      }
    }
    exchange.request.body_text = std::move(parser.get().body());
    reading.result = Reading::kRequest;
    reading.keeps_alive = parser.get().keep_alive();
    co_return reading;
  }

  // What the parser has read so far, for the exchange.
  static void Describe(const Parser& parser, Exchange& exchange,
                       Reading& reading) {
    const auto& header = parser.get();
    exchange.method = std::string(header.method_string());
    exchange.request.target = std::string(header.target());
    reading.is_head = header.method() == beast::http::verb::head;
    reading.version = header.version() == 10 ? 10 : 11;
    for (const auto& field : header) {
      const auto name = field.name_string();
      const auto value = field.value();
      exchange.request.headers.Add({name.data(), name.size()},
                                   {value.data(), value.size()});
    }
  }

  static absl::Status CheckHeader(const Parser& parser) {
    const auto& header = parser.get();
    const auto fields = std::distance(header.begin(), header.end());
    if (fields > static_cast<std::ptrdiff_t>(kMostFields)) {
      return HttpError(431, "RequestHeaderFieldsTooLargeException",
                       "the header has more than 100 fields");
    }
    if (header.version() == 11 && header.count(beast::http::field::host) != 1) {
      return BadRequest("a request has exactly one Host");
    }
    if (header.count(beast::http::field::transfer_encoding) > 0 &&
        !parser.chunked()) {
      return HttpError(501, "NotImplementedException",
                       "the only transfer encoding taken is chunked");
    }
    return absl::OkStatus();
  }

  // Why a request could not be read.
  void Refuse(const Connection& connection, const Parser& parser,
              const ErrorCode& error, Reading& reading) {
    if (connection.is_cut_off) return;  // as closed
    reading.result = Reading::kRefused;
    if (connection.is_late) {
      metrics_.CountSlowClient();
      const bool has_begun = parser.got_some() || connection.buffer.size() > 0;
      if (!has_begun) reading.result = Reading::kClosed;
      reading.refusal = HttpError(408, "RequestTimeoutException",
                                  "the request was not complete in time");
    } else if (error == beast::http::error::body_limit) {
      reading.refusal =
          HttpError(413, "PayloadTooLargeException",
                    "the body is longer than " +
                        std::to_string(limits_.body_bytes) + " bytes");
    } else if (error == beast::http::error::header_limit ||
               error == beast::http::error::buffer_overflow) {
      reading.refusal =
          HttpError(431, "RequestHeaderFieldsTooLargeException",
                    "the header is longer than " +
                        std::to_string(limits_.header_bytes) + " bytes");
    } else if (error == beast::http::error::bad_version) {
      reading.refusal = HttpError(505, "HttpVersionNotSupportedException",
                                  "the service speaks HTTP/1.1 and HTTP/1.0");
    } else if (IsHttpError(error) &&
               error != beast::http::error::end_of_stream &&
               error != beast::http::error::partial_message) {
      reading.refusal =
          BadRequest("the request is no HTTP: " + error.message());
    } else {
      reading.result = Reading::kClosed;  // the client is gone
    }
  }

  // Lets the client finish what it was sending, within bounds.
  Awaitable<void> Drain(Connection& connection) {
    ErrorCode error;
    connection.socket.shutdown(Tcp::socket::shutdown_send, error);
    connection.deadline = Clock::now() + kDrainTime;
    std::array<char, 4096> scrap;
    std::size_t drained = 0;
    while (!error && drained < kMostDrained) {
      drained += co_await connection.socket.async_read_some(
          asio::buffer(scrap), asio::redirect_error(kAwait, error));
    }
  }

  // --- the SQL threads ------------------------------------------------------

  Awaitable<Response> RunOnSqlThread(Exchange& exchange) {
    if (queued_.fetch_add(1) >= limits_.queue) {
      --queued_;
      co_return dispatcher_.Refuse(
          exchange, HttpError(503, "ServiceUnavailableException",
                              "too many requests are waiting; try again"));
    }
    metrics_.RequestQueued();
    const Executor executor = co_await asio::this_coro::executor;
    Response response =
        co_await asio::async_initiate<const asio::use_awaitable_t<Executor>&,
                                      void(Response)>(
            [this, &exchange, executor](auto handler) {
              asio::post(
                  sql_threads_,
                  [this, &exchange, guard = asio::make_work_guard(executor),
                   handler = std::move(handler)]() mutable {
                    Response made = dispatcher_.Run(exchange);
                    asio::post(guard.get_executor(),
                               [handler = std::move(handler),
                                made = std::move(made)]() mutable {
                                 std::move(handler)(std::move(made));
                               });
                  });
            },
            kAwait);
    --queued_;
    metrics_.RequestLeftQueue();
    co_return response;
  }

  const Settings& settings_;
  const Limits& limits_;
  Dispatcher& dispatcher_;
  Metrics& metrics_;
  Log& log_;
  std::vector<Network> trusted_;  // proxies bring the connections of many
  std::vector<std::unique_ptr<Worker>> workers_{};
  asio::thread_pool sql_threads_;
  std::optional<Acceptor> acceptor_{};
  std::optional<asio::basic_signal_set<Executor>> signals_{};
  std::uint16_t port_ = 0;
  std::atomic<bool> is_stopping_{false};
  std::atomic<Clock::time_point> stop_deadline_{Clock::time_point::max()};
  std::atomic<std::int64_t> queued_{0};
  std::mutex counts_mutex_{};
  std::int64_t open_ = 0;
  std::map<std::string, std::int64_t> per_address_{};
};

HttpServer::HttpServer(const Settings& settings, Dispatcher& dispatcher,
                       Metrics& metrics, Log& log)
    : core_(std::make_unique<Core>(settings, dispatcher, metrics, log)) {}
HttpServer::~HttpServer() = default;
absl::Status HttpServer::Listen() { return core_->Listen(); }
std::uint16_t HttpServer::port() const { return core_->port(); }
void HttpServer::Run() { core_->Run(); }
void HttpServer::Stop() { core_->Stop(); }

}  // namespace bookable::http
