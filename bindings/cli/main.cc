// bindings/cli/main.cc: the command `bookable`.
// Tested by tests/bindings/cli/help_cli_test.py.
#include <csignal>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "bindings/cli/commands.h"
#include "bindings/cli/exit_code.h"
#include "bindings/cli/messages.h"
#include "bindings/cli/output.h"
#include "bindings/cli/suggestion.h"
#include "bookable/time/zone.h"

namespace bookable::cli {
namespace {

constexpr const char* kFooter = R"(Examples:
  bookable slots --week data/samples/italian-teacher.json
  bookable explain data/samples/italian-teacher.json --at 2026-11-24T10:30
  bookable what-if data/samples/italian-teacher.json
  bookable check data/samples/italian-teacher.json
  bookable batch < requests.jsonl > answers.jsonl
  bookable zones Europe/Rome
  bookable slots --help

Exit status, of all commands: 0 done; 1 a request is in error; 2 the command
line is in error; 3 a file could not be read or the output not be written.)";

// The subcommand that was being read when parsing stopped; empty if none.
std::string CommandOf(const CLI::App& app) {
  const std::vector<CLI::App*> called = app.get_subcommands();
  return called.empty() ? "" : called.front()->get_name();
}

// A first word that is no command: says so, with the one that was meant.
bool ComplainOfCommand(const CLI::App& app, const std::string& word) {
  if (word.empty() || word.starts_with('-')) return false;
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() == word) return false;
    names.push_back(command->get_name());
  }
  std::string message = "no command \"" + word + '"';
  const std::vector<std::string> close = ClosestNames(word, names, 1);
  if (!close.empty()) message += "; did you mean \"" + close.front() + "\"?";
  Complain(message);
  HintAtHelp("");
  return true;
}

int Run(int argc, char** argv) {
  CLI::App app("Schedules, time zones and bookings become bookable slots.",
               "bookable");
  int exit_code = kOk;
  bool version = false;
  app.footer(kFooter);
  app.add_flag("--version", version,
               "Print the version, and that of the time "
               "zone data");
  AddSlotsCommand(app, exit_code);
  AddExplainCommand(app, exit_code);
  AddWhatIfCommand(app, exit_code);
  AddBatchCommand(app, exit_code);
  AddCheckCommand(app, exit_code);
  AddZonesCommand(app, exit_code);
  app.require_subcommand(0, 1);

  if (argc > 1 && ComplainOfCommand(app, argv[1])) return kUsage;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const std::vector<CLI::App*> called = app.get_subcommands();
    return Print(called.empty() ? app.help()
                                : called.front()->help("bookable"));
  } catch (const CLI::ParseError& error) {
    Complain(error.what());
    HintAtHelp(CommandOf(app));
    return kUsage;
  }
  if (version) {
    return Print("bookable " BOOKABLE_VERSION " (tzdata " + TzdbVersion() +
                 ")\n");
  }
  if (app.get_subcommands().empty()) {
    std::cerr << app.help();
    return kUsage;
  }
  return exit_code;
}

}  // namespace
}  // namespace bookable::cli

int main(int argc, char** argv) {
  // Writing to a closed pipe is an error like any other, told where it is met.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return bookable::cli::Run(argc, argv);
  } catch (const std::bad_alloc&) {
    bookable::cli::Complain("not enough memory");
    return bookable::cli::kIo;
  }
}
