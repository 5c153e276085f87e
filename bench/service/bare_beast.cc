// bare_beast: the least that a server of Boost.Beast does for an answer. It
// reads a request and sends bytes that it holds ready, as many connections at
// once as there are: what bookabled's CPU time is a multiple of.
//
//   bare_beast FILE [PORT_FILE]
//
// FILE holds the whole answer, head and body. One thread, HTTP/1.1 with
// keep-alive, on a free port of the loopback, which it prints (and writes to
// PORT_FILE) once it listens. It ends at SIGTERM.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Tcp::socket socket, const std::string& answer)
      : socket_(std::move(socket)), answer_(answer) {}

  void Read() {
    request_ = {};
    beast::http::async_read(socket_, buffer_, request_,
                            [self = shared_from_this()](
                                boost::system::error_code error, std::size_t) {
                              if (!error) self->Write();
                            });
  }

 private:
  void Write() {
    asio::async_write(socket_, asio::buffer(answer_),
                      [self = shared_from_this()](
                          boost::system::error_code error, std::size_t) {
                        if (!error) self->Read();
                      });
  }

  Tcp::socket socket_;
  const std::string& answer_;
  beast::flat_buffer buffer_;
  beast::http::request<beast::http::empty_body> request_;
};

void Accept(Tcp::acceptor& acceptor, const std::string& answer) {
  acceptor.async_accept(
      [&](boost::system::error_code error, Tcp::socket socket) {
        if (error) return;
        socket.set_option(Tcp::no_delay(true), error);
        std::make_shared<Session>(std::move(socket), answer)->Read();
        Accept(acceptor, answer);
      });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "bare_beast FILE [PORT_FILE]\n";
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string answer((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
  if (answer.empty()) {
    std::cerr << "bare_beast: cannot read " << argv[1] << "\n";
    return 1;
  }
  asio::io_context io(1);
  Tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&](boost::system::error_code, int) { io.stop(); });
  Accept(acceptor, answer);
  std::cout << acceptor.local_endpoint().port() << std::endl;
  if (argc > 2) {
    std::ofstream(argv[2]) << acceptor.local_endpoint().port() << "\n";
  }
  io.run();
}
