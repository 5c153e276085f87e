// bindings/cli/input.cc
// Tested by tests/bindings/cli/input_test.cc.
#include "bindings/cli/input.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace bookable::cli {
namespace {

absl::Status SystemError() {
  return absl::UnavailableError(std::generic_category().message(errno));
}

}  // namespace

absl::StatusOr<InputFile> InputFile::Open(const std::string& path) {
  if (path == "-") return InputFile(STDIN_FILENO);
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return SystemError();
  return InputFile(fd);
}

InputFile::InputFile(InputFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {}

InputFile::~InputFile() {
  if (fd_ > STDIN_FILENO) close(fd_);
}

absl::StatusOr<std::string> ReadAll(const std::string& path) {
  absl::StatusOr<InputFile> file = InputFile::Open(path);
  if (!file.ok()) return file.status();
  constexpr std::size_t kChunk = std::size_t{64} << 10;
  std::string text;
  std::size_t size = 0;
  for (;;) {
    if (text.size() < size + kChunk) text.resize(2 * size + kChunk);
    const ssize_t count = read(file->fd(), text.data() + size, kChunk);
    if (count == 0) break;
    if (count < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) {
        pollfd input{.fd = file->fd(), .events = POLLIN, .revents = 0};
        poll(&input, 1, -1);
        continue;
      }
      return SystemError();
    }
    size += static_cast<std::size_t>(count);
    if (size > kMaxRequestBytes) {
      return absl::UnavailableError("longer than 1 GiB, which no request is");
    }
  }
  text.resize(size);
  return text;
}

std::string InputName(const std::string& path) {
  return path == "-" ? "standard input" : path;
}

}  // namespace bookable::cli
