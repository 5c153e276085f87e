// bindings/cli/output.h: bytes out, whole or with an error that is told.
//
// THREADS   As write(2). ERRORS: Cancelled when the reader of a pipe went
//           away; Unavailable, with the reason, for all else.
#ifndef BOOKABLE_CLI_OUTPUT_H_
#define BOOKABLE_CLI_OUTPUT_H_

#include <string_view>

#include "absl/status/status.h"
#include "bindings/cli/exit_code.h"

namespace bookable::cli {

// Writes all of `text` to `fd`. REQUIRES: SIGPIPE is ignored.
absl::Status WriteAll(int fd, std::string_view text);

// Writes `text` to standard output. kOk, or kIo after saying why on standard
// error; a reader that went away (`| head`) is not worth a message.
ExitCode Print(std::string_view text);

// Says on standard error that writing failed with `status`, unless the reader
// went away.
void ReportWriteError(const absl::Status& status);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_OUTPUT_H_
