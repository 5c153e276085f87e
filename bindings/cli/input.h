// bindings/cli/input.h: files named on the command line.
//
// ERRORS    Unavailable, with the reason.
#ifndef BOOKABLE_CLI_INPUT_H_
#define BOOKABLE_CLI_INPUT_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace bookable::cli {

// A file open for reading: that of `path`, or standard input for "-".
class InputFile {
 public:
  static absl::StatusOr<InputFile> Open(const std::string& path);
  ~InputFile();
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;

  int fd() const { return fd_; }

 private:
  explicit InputFile(int fd) : fd_(fd) {}

  int fd_;  // -1: moved from
};

// What one request may take; far above what its bound of a million entries
// needs.
inline constexpr std::size_t kMaxRequestBytes = std::size_t{1} << 30;

// All of the file at `path`, or of standard input for "-".
absl::StatusOr<std::string> ReadAll(const std::string& path);

// The name of the file in messages: the path, or "standard input".
std::string InputName(const std::string& path);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_INPUT_H_
