// bindings/cli/ask.h: what the commands that ask about one request share: its
// file, fields put in its place, how the output looks, what is said of errors.
#ifndef BOOKABLE_CLI_ASK_H_
#define BOOKABLE_CLI_ASK_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "bindings/cli/exit_code.h"
#include "bindings/cli/request_file.h"
#include "bindings/cli/terminal.h"
#include "bookable/codec/request.h"

namespace CLI {
class App;
}  // namespace CLI

namespace bookable::cli {

struct AskOptions {
  std::string path;
  RequestOptions request;
  bool json = false;  // each command has a --json of its own
  bool ascii = false;
  ColorChoice color = ColorChoice::kAuto;
  int width = 0;  // 0: the terminal's
};

// Adds REQUEST; --from, --until, --time-zone and --now; --ascii, --color and
// --width. REQUIRES: `options` lives as long as `command`.
void AddRequest(CLI::App& command, AskOptions& options);
void AddFieldOptions(CLI::App& command, AskOptions& options);
void AddLookOptions(CLI::App& command, AskOptions& options);

// The look of standard output.
Style StyleOf(const AskOptions& options);

struct AskedRequest {
  std::string text;  // with the options in place
  Request request;
};

// The request, or none after saying why; `exit_code` is then set.
std::optional<AskedRequest> ReadRequest(const AskOptions& options,
                                        std::string_view command,
                                        ExitCode& exit_code);

// Says on standard error what is wrong with the request `text`, or with the
// option that gave a field its value; with --json an error object besides.
ExitCode Refuse(const AskOptions& options, std::string_view command,
                const absl::Status& error, std::string_view text);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_ASK_H_
