// bindings/cli/check_command.cc: bookable check.
// Tested by tests/bindings/cli/check_cli_test.py.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "bindings/cli/ask.h"
#include "bindings/cli/commands.h"
#include "bindings/cli/exit_code.h"
#include "bindings/cli/input.h"
#include "bindings/cli/line_reader.h"
#include "bindings/cli/messages.h"
#include "bindings/cli/output.h"
#include "bindings/cli/query_parts.h"
#include "bindings/cli/terminal.h"
#include "bindings/cli/time_text.h"
#include "bookable/codec/request.h"

namespace bookable::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  bookable check data/samples/italian-teacher.json
  bookable check - < data/samples/surgery-team.json
  cat data/samples/*.json | tr -d '\n' | sed 's/}{/}\n{/g' | bookable check --lines -

An error is told as FILE:LINE: field: message; with --lines LINE is that of the
request, else that of the field.

Exit status: 0 all requests are valid; 1 at least one is not; 2 the command line
is in error; 3 the file could not be read or the output not be written.)";

struct CheckOptions {
  AskOptions ask;
  bool lines = false;
};

// "one host, Europe/Rome, 60 min, Mon 23 Nov – Sun 29 Nov 2026, 5 busy times".
std::string SummaryOf(const Request& request) {
  const SlotQuery& query = request.query;
  const std::vector<const Host*> hosts = HostsOf(query);
  std::size_t entry_count = 0;
  for (const Host* host : hosts) {
    entry_count +=
        host->busy.size() + host->bookings.size() + host->holds.size();
  }
  std::string text = request.form == Request::Form::kHost
                         ? "one host"
                         : CountText(hosts.size(), "host");
  if (request.form == Request::Form::kGroups) {
    text += " in " + CountText(query.groups.size(), "group");
  }
  if (request.form == Request::Form::kStages) {
    text += " in " + CountText(query.stages.size(), "stage");
  }
  text += ", ";
  text += AnswerZone(query).name();
  if (query.stages.empty()) {
    text += ", " + LengthText(query.duration.value_or(query.event.length));
  }
  text += ", ";
  const Style style =
      StyleFor(ReadEnvironment(STDOUT_FILENO), false, ColorChoice::kNever);
  text += query.from < query.until
              ? RangeText(AnswerZone(query), {query.from, query.until}, style)
              : std::string("an empty range");
  return text + ", " + CountText(entry_count, "busy time");
}

ExitCode CheckOne(const CheckOptions& options) {
  const std::string& path = options.ask.path;
  ExitCode exit_code = kOk;
  const std::optional<AskedRequest> asked =
      ReadRequest(options.ask, "check", exit_code);
  if (asked) {
    return Print(
        Printable(InputName(path) + ": ok: " + SummaryOf(asked->request)) +
        '\n');
  }
  if (exit_code == kInvalid && path.ends_with(".jsonl")) {
    Complain("for a file with a request a line use --lines");
  }
  return exit_code;
}

ExitCode CheckLines(const CheckOptions& options) {
  absl::StatusOr<InputFile> input = InputFile::Open(options.ask.path);
  if (!input.ok()) return ComplainOfFile(options.ask.path, input.status());
  const std::string file = InputName(options.ask.path);
  LineReader lines(input->fd());
  RequestReader reader;
  std::uint64_t line_count = 0;
  std::uint64_t bad_count = 0;
  for (;;) {
    const LineReader::Line line = lines.Next();
    if (line.kind == LineReader::Kind::kEnd) break;
    ++line_count;
    RequestFault fault;
    if (line.kind == LineReader::Kind::kTooLong) {
      fault.message = TooLongMessage(kMaxLineBytes);
    } else {
      const absl::StatusOr<Request> request = reader.Read(line.text);
      if (request.ok()) continue;
      fault = FaultOf(request.status(), "");
    }
    ++bad_count;
    fault.line = line_count;
    Complain(FaultText(file, fault));
  }
  if (!lines.status().ok())
    return ComplainOfFile(options.ask.path, lines.status());
  if (bad_count > 0) {
    Complain(file + ": " + std::to_string(bad_count) + " of " +
             CountText(line_count, "line") + " in error");
    HintAtHelp("check");
    return kInvalid;
  }
  return Print(Printable(file + ": ok: " + CountText(line_count, "line")) +
               '\n');
}

}  // namespace

void AddCheckCommand(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("check", "Is a request valid? Where is it wrong?");
  command->footer(kExamples);
  auto options = std::make_shared<CheckOptions>();
  AddRequest(*command, options->ask);
  CLI::Option* const lines = command->add_flag(
      "--lines", options->lines, "The file holds a request a line: check each");
  AddFieldOptions(*command, options->ask);
  for (const char* field : {"--from", "--until", "--time-zone", "--now"}) {
    lines->excludes(field);
  }
  command->callback([options, &exit_code] {
    exit_code = options->lines ? CheckLines(*options) : CheckOne(*options);
  });
}

}  // namespace bookable::cli
