// bindings/cli/messages.cc
// Tested by tests/bindings/cli/check_cli_test.py.
#include "bindings/cli/messages.h"

#include <iostream>
#include <string>

#include "bindings/cli/input.h"
#include "bindings/cli/terminal.h"

namespace bookable::cli {

void Complain(std::string_view message) {
  std::cerr << "bookable: " << Printable(message) << '\n';
}

void HintAtHelp(std::string_view command) {
  std::cerr << "Try 'bookable " << command << (command.empty() ? "" : " ")
            << "--help'.\n";
}

ExitCode ComplainOfFile(std::string_view path, const absl::Status& reason) {
  Complain(InputName(std::string(path)) + ": " + std::string(reason.message()));
  return kIo;
}

}  // namespace bookable::cli
