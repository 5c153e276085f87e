// bindings/cli/batch.h: many requests, one a line, answered in order.
//
// CONCEPT   One thread cuts the input into blocks of a few lines, workers
//           answer them, and whoever finishes the oldest block writes it and
//           all finished ones behind it. Lines that have come are answered
//           without waiting for more.
// COST      Memory does not grow with the input: at most kBlocksInFlight blocks
//           and kBytesInFlight bytes of requests (or one line) are read ahead,
//           of answers each block in flight keeps kHeldBytes at most, and a
//           worker one more large answer, or some small ones.
// THREADS   RunBatch starts its own. ERRORS: see BatchResult.
#ifndef BOOKABLE_CLI_BATCH_H_
#define BOOKABLE_CLI_BATCH_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "bindings/cli/line_reader.h"

namespace bookable::cli {

inline constexpr std::size_t kLinesOfBlock = 16;
inline constexpr std::size_t kBlocksInFlight = 256;
inline constexpr std::size_t kBytesInFlight = std::size_t{32} << 20;
inline constexpr std::size_t kHeldBytes = std::size_t{256} << 10;
// Of the columns of one answer: some eight million slots of one host. An answer
// that would take more is an error.
inline constexpr std::size_t kMaxColumnBytes = std::size_t{64} << 20;

struct BatchOptions {
  int threads = 1;  // workers, 1...
  std::size_t max_line = kMaxLineBytes;
};

// How far a batch is; read it while it runs.
struct BatchProgress {
  std::atomic<std::uint64_t> lines = 0;   // answered
  std::atomic<std::uint64_t> errors = 0;  // of these, with an error object
};

struct BatchResult {
  absl::Status input;  // not OK: reading failed; what came before is answered
  // Not OK: writing failed. Cancelled: nobody reads. ResourceExhausted: there
  // was no memory, or no thread.
  absl::Status output;
};

// Answers each line of `input_fd` by a line of `output_fd`: the answer, or an
// error object (docs/request.md). Blank lines and those that are too long are
// errors too: as many lines come out as went in.
// REQUIRES: SIGPIPE is ignored.
BatchResult RunBatch(int input_fd, int output_fd, const BatchOptions& options,
                     BatchProgress& progress);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_BATCH_H_
