// bindings/cli/request_file.h: one request from a file, and what is wrong with
// it, said so that the place is found.
//
// THREADS   Pure, but for reading the file.
#ifndef BOOKABLE_CLI_REQUEST_FILE_H_
#define BOOKABLE_CLI_REQUEST_FILE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace bookable::cli {

// An error of a request in its parts.
struct RequestFault {
  std::string field{};  // empty when the text is no JSON
  std::string message{};
  std::optional<std::size_t> line{};  // from 1, when the text has it
};

// The parts of `error`, which RequestReader gave for `text`.
RequestFault FaultOf(const absl::Status& error, std::string_view text);

// "FILE:LINE: field: message", printable.
std::string FaultText(std::string_view file, const RequestFault& fault);

// Options that replace fields of a request.
struct RequestOptions {
  std::string start{};      // --from
  std::string end{};        // --until
  std::string time_zone{};  // --time-zone
  std::string now{};        // --now; "now" is the system clock's time
};

// `text` with the fields of `options` in place of its own.
std::string WithOptions(std::string text, const RequestOptions& options);

// The option that gave `field` its value; empty if none did.
std::string_view OptionOf(std::string_view field,
                          const RequestOptions& options);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_REQUEST_FILE_H_
