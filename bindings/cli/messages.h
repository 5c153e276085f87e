// bindings/cli/messages.h: errors on standard error, all in one form:
// "bookable: FILE:LINE: field: message", then where to read more.
#ifndef BOOKABLE_CLI_MESSAGES_H_
#define BOOKABLE_CLI_MESSAGES_H_

#include <string_view>

#include "absl/status/status.h"
#include "bindings/cli/exit_code.h"

namespace bookable::cli {

// "bookable: MESSAGE".
void Complain(std::string_view message);

// "Try 'bookable COMMAND --help'."; COMMAND empty: of bookable itself.
void HintAtHelp(std::string_view command);

// The file at `path` cannot be read, for this reason.
ExitCode ComplainOfFile(std::string_view path, const absl::Status& reason);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_MESSAGES_H_
