// bindings/cli/what_if_command.cc: bookable what-if.
// Tested by tests/bindings/cli/what_if_cli_test.py.
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "bindings/cli/ask.h"
#include "bindings/cli/commands.h"
#include "bindings/cli/exit_code.h"
#include "bindings/cli/output.h"
#include "bindings/cli/progress_line.h"
#include "bindings/cli/slot_table.h"
#include "bindings/cli/time_text.h"
#include "bindings/cli/what_if_table.h"
#include "bookable/codec/explanation.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/what_if.h"

namespace bookable::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  bookable what-if data/samples/italian-teacher.json
  bookable what-if --json data/samples/seated-class.json
  bookable what-if --from 2026-11-24 --until 2026-11-24 data/samples/italian-teacher.json

A line for each rule, entry or limit that changes the answer, in the order of
the request: the starts that would be gained and lost if it alone were not
there. Both occur, since free time that grows may be cut by another grid.

Exit status: 0 answered, even if no rule changes anything; 1 the request is in
error; 2 the command line is; 3 a file could not be read or the output not be
written.)";

ExitCode RunWhatIf(const AskOptions& options) {
  ExitCode exit_code = kOk;
  const std::optional<AskedRequest> asked =
      ReadRequest(options, "what-if", exit_code);
  if (!asked) return exit_code;
  const Request& request = asked->request;
  const auto refuse = [&](const absl::Status& error) {
    return Refuse(options, "what-if", error, asked->text);
  };
  std::atomic<std::size_t> tried = 0;
  std::optional<ProgressLine> line;
  if (WantsProgress()) {
    line.emplace([&tried] { return CountText(tried, "rule") + " tried"; });
  }
  absl::StatusOr<std::vector<RuleEffect>> effects =
      WhatIf(request.query, &tried);
  line.reset();
  if (!effects.ok()) return refuse(effects.status());
  SortByText(asked->text, *effects);
  std::string out;
  if (options.json) {
    AppendWhatIfJson(request, *effects, out);
    return Print(out + '\n');
  }
  const absl::StatusOr<SlotList> slots = FindSlots(request.query);
  if (!slots.ok()) return refuse(slots.status());
  const Style style = StyleOf(options);
  out = Heading(request, *slots, style) + Summary(request, *slots, style);
  out += '\n' + DrawWhatIf(request, *effects, style);
  return Print(out);
}

}  // namespace

void AddWhatIfCommand(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "what-if", "What would each rule's absence gain or lose?");
  command->footer(kExamples);
  auto options = std::make_shared<AskOptions>();
  AddRequest(*command, *options);
  command->add_flag("--json", options->json, "The effects in JSON");
  AddFieldOptions(*command, *options);
  AddLookOptions(*command, *options);
  command->callback([options, &exit_code] { exit_code = RunWhatIf(*options); });
}

}  // namespace bookable::cli
