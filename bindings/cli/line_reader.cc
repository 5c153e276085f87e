// bindings/cli/line_reader.cc
// Tested by tests/bindings/cli/line_reader_test.cc.
#include "bindings/cli/line_reader.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace bookable::cli {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10;

}  // namespace

std::string TooLongMessage(std::size_t max_length) {
  return "the line is longer than " + std::to_string(max_length) + " bytes";
}

LineReader::LineReader(int fd, std::size_t max_length,
                       std::function<bool()> wait)
    : fd_(fd), max_length_(max_length), wait_(std::move(wait)) {}

bool LineReader::has_line() {
  if (scanned_ < end_) {
    const void* found =
        std::memchr(buffer_.data() + scanned_, '\n', end_ - scanned_);
    if (found == nullptr) {
      scanned_ = end_;
    } else {
      scanned_ = static_cast<std::size_t>(static_cast<const char*>(found) -
                                          buffer_.data());
    }
  }
  return scanned_ < end_;
}

LineReader::Line LineReader::Next() {
  for (;;) {
    if (has_line()) {
      const std::string_view text(buffer_.data() + begin_, scanned_ - begin_);
      begin_ = ++scanned_;
      if (std::exchange(skipping_, false)) continue;
      if (text.size() > max_length_) return {Kind::kTooLong};
      return {Kind::kLine, text};
    }
    if (skipping_) {
      begin_ = scanned_ = end_ = 0;
    } else if (end_ - begin_ > max_length_) {
      skipping_ = true;
      return {Kind::kTooLong};
    }
    if (Fill()) continue;
    const std::string_view text(buffer_.data() + begin_, end_ - begin_);
    begin_ = scanned_ = end_;
    // After an error the line may have been cut: it is not answered.
    if (text.empty() || !status_.ok()) return {Kind::kEnd};
    return {Kind::kLine, text};
  }
}

bool LineReader::Fill() {
  if (is_at_end_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    scanned_ -= begin_;
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() < end_ + kChunk) buffer_.resize(2 * end_ + kChunk);
  for (;;) {
    if (wait_ && !wait_()) break;
    const ssize_t count = read(fd_, buffer_.data() + end_, kChunk);
    if (count > 0) {
      end_ += static_cast<std::size_t>(count);
      return true;
    }
    if (count == 0) break;
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd input{.fd = fd_, .events = POLLIN, .revents = 0};
      poll(&input, 1, -1);
      continue;
    }
    status_ = absl::UnavailableError(std::generic_category().message(errno));
    break;
  }
  is_at_end_ = true;
  return false;
}

}  // namespace bookable::cli
