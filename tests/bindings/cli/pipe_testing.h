// tests/bindings/cli/pipe_testing.h: pipes and files for tests that read and
// write file descriptors.
#ifndef BOOKABLE_TESTS_BINDINGS_CLI_PIPE_TESTING_H_
#define BOOKABLE_TESTS_BINDINGS_CLI_PIPE_TESTING_H_

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

namespace bookable::cli::testing {

// A pipe; ends that are still open are closed at the end.
struct Pipe {
  Pipe() {
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    read_end = ends[0];
    write_end = ends[1];
  }
  ~Pipe() {
    CloseRead();
    CloseWrite();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void CloseRead() {
    if (read_end >= 0) close(read_end);
    read_end = -1;
  }
  void CloseWrite() {
    if (write_end >= 0) close(write_end);
    write_end = -1;
  }
  void Send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count = write(write_end, text.data(), text.size());
      if (count <= 0) std::abort();
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  // All that comes until the other end is closed.
  std::string Drain() const {
    std::string text;
    char chunk[65536];
    for (;;) {
      const ssize_t count = read(read_end, chunk, sizeof chunk);
      if (count <= 0) return text;
      text.append(chunk, static_cast<std::size_t>(count));
    }
  }

  int read_end = -1;
  int write_end = -1;
};

// A file with `text`, open for reading at its start; gone at the end.
class TextFile {
 public:
  explicit TextFile(std::string_view text) : file_(std::tmpfile()) {
    if (file_ == nullptr) std::abort();
    std::fwrite(text.data(), 1, text.size(), file_);
    std::rewind(file_);
  }
  ~TextFile() { std::fclose(file_); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  int fd() const { return fileno(file_); }

 private:
  std::FILE* file_;
};

}  // namespace bookable::cli::testing

#endif  // BOOKABLE_TESTS_BINDINGS_CLI_PIPE_TESTING_H_
