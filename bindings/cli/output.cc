// bindings/cli/output.cc
// Tested by tests/bindings/cli/slots_cli_test.py (full disk, closed pipe).
#include "bindings/cli/output.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <string>
#include <system_error>

namespace bookable::cli {

absl::Status WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      // Whoever started us left the pipe non-blocking.
      pollfd room{.fd = fd, .events = POLLOUT, .revents = 0};
      poll(&room, 1, -1);
      continue;
    }
    if (errno == EPIPE) return absl::CancelledError("closed");
    return absl::UnavailableError(std::generic_category().message(errno));
  }
  return absl::OkStatus();
}

void ReportWriteError(const absl::Status& status) {
  if (absl::IsCancelled(status)) return;
  std::cerr << "bookable: cannot write the output: "
            << std::string(status.message()) << '\n';
}

ExitCode Print(std::string_view text) {
  const absl::Status status = WriteAll(STDOUT_FILENO, text);
  if (status.ok()) return kOk;
  ReportWriteError(status);
  return kIo;
}

}  // namespace bookable::cli
