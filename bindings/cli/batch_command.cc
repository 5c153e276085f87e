// bindings/cli/batch_command.cc: bookable batch.
// Tested by tests/bindings/cli/batch_cli_test.py.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "bindings/cli/batch.h"
#include "bindings/cli/commands.h"
#include "bindings/cli/exit_code.h"
#include "bindings/cli/messages.h"
#include "bindings/cli/output.h"
#include "bindings/cli/progress_line.h"
#include "bindings/cli/time_text.h"

namespace bookable::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  bookable batch < requests.jsonl > answers.jsonl
  cat data/samples/*.json | tr -d '\n' | sed 's/}{/}\n{/g' | bookable batch
  bookable batch --threads 1 < requests.jsonl | grep -c '^{"error"'

Line n of the output answers line n of the input, with slots or with an error
object (docs/request.md); a bad line does not stop the others. A blank line and
one longer than --max-line are bad lines. Lines that have come are answered at
once, also when the input goes on for ever; memory does not grow with it.

Exit status: 0 every line is answered with slots; 1 every line is answered, some
with an error; 2 the command line is in error; 3 the input could not be read, or
the output not be written.)";

constexpr int kMaxThreads = 256;
constexpr int kMaxLineMiB = 1024;

struct BatchCommandOptions {
  int threads = 0;  // 0: one a processor
  int max_line_mib = static_cast<int>(kMaxLineBytes >> 20);
};

// Twice a second: what has been done, and how much of it since the last time.
std::string HowFar(const BatchProgress& progress, std::uint64_t& lines_before) {
  const std::uint64_t lines = progress.lines;
  const std::uint64_t since = lines - std::exchange(lines_before, lines);
  return CountText(lines, "line") + ", " + CountText(since * 2, "line") +
         " a second, " + CountText(progress.errors, "error");
}

ExitCode RunBatchCommand(const BatchCommandOptions& options) {
  if (isatty(STDIN_FILENO) == 1) {
    Complain("reading requests from the terminal, one a line, up to Ctrl-D");
  }
  BatchProgress progress;
  BatchResult result;
  {
    // Not among answers that are themselves shown on the terminal.
    std::optional<ProgressLine> line;
    if (WantsProgress() && isatty(STDOUT_FILENO) != 1) {
      line.emplace([&progress, before = std::uint64_t{0}]() mutable {
        return HowFar(progress, before);
      });
    }
    const int processors =
        static_cast<int>(std::thread::hardware_concurrency());
    result = RunBatch(
        STDIN_FILENO, STDOUT_FILENO,
        {.threads = options.threads != 0
                        ? options.threads
                        : std::clamp(processors, 1, kMaxThreads),
         .max_line = static_cast<std::size_t>(options.max_line_mib) << 20},
        progress);
  }
  if (absl::IsResourceExhausted(result.output)) {
    Complain(std::string(result.output.message()));
    return kIo;
  }
  if (!result.output.ok()) {
    ReportWriteError(result.output);
    return kIo;
  }
  if (!result.input.ok()) return ComplainOfFile("-", result.input);
  if (progress.errors == 0) return kOk;
  Complain(std::to_string(progress.errors) + " of " +
           CountText(progress.lines, "line") + " in error");
  return kInvalid;
}

}  // namespace

void AddBatchCommand(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("batch", "Answers requests, one a line, in order");
  command->footer(kExamples);
  auto options = std::make_shared<BatchCommandOptions>();
  command
      ->add_option("--threads", options->threads,
                   "Workers, 1 to 256; one a processor by default")
      ->check(CLI::Range(1, kMaxThreads).description(""))
      ->type_name("N");
  command
      ->add_option("--max-line", options->max_line_mib,
                   "Longest line, in MiB, 1 to 1024; 16 by default")
      ->check(CLI::Range(1, kMaxLineMiB).description(""))
      ->type_name("MIB");
  command->callback(
      [options, &exit_code] { exit_code = RunBatchCommand(*options); });
}

}  // namespace bookable::cli
