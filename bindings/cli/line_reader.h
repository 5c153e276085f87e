// bindings/cli/line_reader.h: lines of an endless input in bounded memory.
//
// CONCEPT   A line longer than the bound is told as too long as soon as that is
//           known, and then skipped without being kept.
// COST      Memory: twice the longest line allowed, and a chunk.
// THREADS   One reader is one thread's.
#ifndef BOOKABLE_CLI_LINE_READER_H_
#define BOOKABLE_CLI_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace bookable::cli {

// What the commands that read lines allow unless told otherwise.
inline constexpr std::size_t kMaxLineBytes = std::size_t{16} << 20;

// What is wrong with a longer line.
std::string TooLongMessage(std::size_t max_length);

class LineReader {
 public:
  enum class Kind : std::uint8_t {
    kLine,
    kTooLong,  // no text
    kEnd,      // of the input, also after an error: see status()
  };
  struct Line {
    Kind kind = Kind::kEnd;
    std::string_view text{};  // without the line end; valid until Next()
  };

  // Lines of `fd` up to `max_length` bytes. `wait`, called before each read
  // that may block, says whether to go on: false is the end. DEFAULT: always.
  explicit LineReader(int fd, std::size_t max_length = kMaxLineBytes,
                      std::function<bool()> wait = {});

  // The next line. The last may lack its line end.
  Line Next();

  // True iff Next() would not have to read.
  bool has_line();

  // Why the input ended, if it was an error.
  const absl::Status& status() const { return status_; }

 private:
  // Reads more; false at the end.
  bool Fill();

  int fd_;
  std::size_t max_length_;
  std::function<bool()> wait_;
  std::string buffer_;
  std::size_t begin_ = 0;    // of the line
  std::size_t scanned_ = 0;  // no line end in [begin_, scanned_)
  std::size_t end_ = 0;      // of what was read
  bool skipping_ = false;    // in a line that was too long
  bool is_at_end_ = false;
  absl::Status status_;
};

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_LINE_READER_H_
