// http_load: asks for one path over and over, on many connections, and says how
// long answers took.
//
//   http_load PORT CONNECTIONS REQUESTS PER_SECOND TARGET [HEADER...]
//
// One thread. Each connection has one request under way; together they send
// REQUESTS, to the loopback: PER_SECOND of them at even distances, or with 0 as
// fast as answers come. The time of an answer counts from when it was to be
// asked for. Prints a line of JSON: answers that were 200,
// others, bytes of the last body, seconds in all, and the times of answers in
// microseconds (p50, p90, p99, most). Exit code 1 unless all were 200.
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;

struct Tally {
  std::int64_t left = 0;                  // requests that may still be sent
  std::chrono::nanoseconds distance{};    // between two of them; 0: none
  Clock::time_point next = Clock::now();  // when the next is to be sent
  std::int64_t good = 0;
  std::int64_t bad = 0;
  std::size_t body = 0;
  std::vector<std::int64_t> microseconds;
};

class Client : public std::enable_shared_from_this<Client> {
 public:
  Client(asio::io_context& io, const std::string& request, Tally& tally)
      : socket_(io), timer_(io), request_(request), tally_(tally) {}

  void Connect(std::uint16_t port) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
    socket_.set_option(Tcp::no_delay(true));
    Turn();
  }

 private:
  void Turn() {
    if (tally_.left == 0) return;
    --tally_.left;
    began_ = Clock::now();
    if (tally_.distance.count() == 0) return Send();
    began_ = tally_.next;
    tally_.next += tally_.distance;
    timer_.expires_at(began_);
    timer_.async_wait([self = shared_from_this()](boost::system::error_code) {
      self->Send();
    });
  }

  void Send() {
    size_ = 0;
    wanted_ = 0;
    asio::async_write(socket_, asio::buffer(request_),
                      [self = shared_from_this()](
                          boost::system::error_code error, std::size_t) {
                        error ? self->Fail() : self->Receive();
                      });
  }

  void Receive() {
    if (buffer_.size() < size_ + 65536) buffer_.resize(size_ + 65536);
    socket_.async_read_some(
        asio::buffer(buffer_.data() + size_, buffer_.size() - size_),
        [self = shared_from_this()](boost::system::error_code error,
                                    std::size_t received) {
          if (error) return self->Fail();
          self->size_ += received;
          self->Look();
        });
  }

  // An answer is a head with a Content-Length, and that many bytes.
  void Look() {
    const std::string_view have(buffer_.data(), size_);
    if (wanted_ == 0) {
      const std::size_t end = have.find("\r\n\r\n");
      if (end == std::string_view::npos) return Receive();
      constexpr std::string_view kLength = "Content-Length: ";
      const std::size_t at = have.find(kLength);
      if (at == std::string_view::npos || at > end) return Fail();
      std::from_chars(have.data() + at + kLength.size(), have.data() + end,
                      body_);
      wanted_ = end + 4 + body_;
    }
    if (size_ < wanted_) return Receive();
    tally_.microseconds.push_back(
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() -
                                                              began_)
            .count());
    tally_.body = body_;
    ++(have.starts_with("HTTP/1.1 200 ") ? tally_.good : tally_.bad);
    Turn();
  }

  void Fail() { ++tally_.bad; }

  Tcp::socket socket_;
  asio::steady_timer timer_;
  const std::string& request_;
  Tally& tally_;
  std::vector<char> buffer_;
  std::size_t size_ = 0;
  std::size_t wanted_ = 0;
  std::size_t body_ = 0;
  Clock::time_point began_{};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) {
    std::cerr << "http_load PORT CONNECTIONS REQUESTS PER_SECOND TARGET "
                 "[HEADER...]\n";
    return 2;
  }
  std::string request =
      std::string("GET ") + argv[5] + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  for (int i = 6; i < argc; ++i) request += std::string(argv[i]) + "\r\n";
  request += "\r\n";
  Tally tally{.left = std::atoll(argv[3]), .microseconds = {}};
  if (const double rate = std::atof(argv[4]); rate > 0) {
    tally.distance = std::chrono::nanoseconds(
        static_cast<std::int64_t>(std::nano::den / rate));
  }
  tally.microseconds.reserve(static_cast<std::size_t>(tally.left));
  asio::io_context io(1);
  const auto began = Clock::now();
  for (int i = 0; i < std::atoi(argv[2]); ++i) {
    std::make_shared<Client>(io, request, tally)
        ->Connect(static_cast<std::uint16_t>(std::atoi(argv[1])));
  }
  io.run();
  const std::chrono::duration<double> took = Clock::now() - began;
  std::sort(tally.microseconds.begin(), tally.microseconds.end());
  const auto at = [&](double share) -> std::int64_t {
    if (tally.microseconds.empty()) return 0;
    const auto i = static_cast<std::size_t>(
        share * static_cast<double>(tally.microseconds.size()));
    return tally.microseconds[std::min(i, tally.microseconds.size() - 1)];
  };
  std::cout << "{\"good\":" << tally.good << ",\"bad\":" << tally.bad
            << ",\"body\":" << tally.body << ",\"seconds\":" << took.count()
            << ",\"p50\":" << at(0.5) << ",\"p90\":" << at(0.9)
            << ",\"p99\":" << at(0.99) << ",\"most\":" << at(1) << "}\n";
  return tally.bad == 0 ? 0 : 1;
}
