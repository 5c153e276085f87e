// bindings/cli/exit_code.h: what the command's exit status says.
#ifndef BOOKABLE_CLI_EXIT_CODE_H_
#define BOOKABLE_CLI_EXIT_CODE_H_

namespace bookable::cli {

// Written down in docs/cli.md and at the end of `bookable --help`.
enum ExitCode : int {
  kOk = 0,
  kInvalid = 1,  // a request, or a line of a batch, is in error
  kUsage = 2,    // the command line is in error
  kIo = 3,       // a file cannot be read, or output not be written
};

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_EXIT_CODE_H_
