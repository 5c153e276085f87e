// bindings/cli/ask.cc
// Tested by tests/bindings/cli/slots_cli_test.py and explain_cli_test.py.
#include "bindings/cli/ask.h"

#include <unistd.h>

#include <map>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "bindings/cli/input.h"
#include "bindings/cli/messages.h"
#include "bindings/cli/output.h"

namespace bookable::cli {

void AddRequest(CLI::App& command, AskOptions& options) {
  command
      .add_option("REQUEST", options.path,
                  "File with a JSON request; - is standard input")
      ->type_name("")
      ->required();
}

void AddFieldOptions(CLI::App& command, AskOptions& options) {
  const auto add_field = [&](const char* name, std::string& field,
                             const char* type, const char* help) {
    command.add_option(name, field, help)
        ->type_name(type)
        ->check(CLI::Validator(
            [](const std::string& value) {
              return value.empty() ? "must not be empty" : "";
            },
            ""))
        ->group("In place of fields of the request");
  };
  add_field("--from", options.request.start, "START",
            "start: a date, or an instant with offset");
  add_field("--until", options.request.end, "END",
            "end: a date (included) or instant (excluded)");
  add_field("--time-zone", options.request.time_zone, "ZONE",
            "timeZone: zone of the answer");
  add_field("--now", options.request.now, "INSTANT",
            "now; \"now\" is the system clock's");
}

void AddLookOptions(CLI::App& command, AskOptions& options) {
  const char* const kLook = "Look of the output";
  command
      .add_flag("--ascii", options.ascii,
                "ASCII only, as where the locale is not UTF-8")
      ->group(kLook);
  const std::map<std::string, ColorChoice> colors = {
      {"auto", ColorChoice::kAuto},
      {"always", ColorChoice::kAlways},
      {"never", ColorChoice::kNever}};
  command
      .add_option("--color", options.color,
                  "auto (on terminals, unless NO_COLOR), always, never")
      ->transform(CLI::CheckedTransformer(colors).description(""))
      ->type_name("WHEN")
      ->group(kLook);
  command
      .add_option("--width", options.width,
                  "Fill N columns; else the terminal's, or 80")
      ->check(CLI::Range(kLeastWidth, 1000).description(""))
      ->type_name("N")
      ->group(kLook);
}

Style StyleOf(const AskOptions& options) {
  Style style =
      StyleFor(ReadEnvironment(STDOUT_FILENO), options.ascii, options.color);
  if (options.width != 0) style.width = options.width;
  return style;
}

std::optional<AskedRequest> ReadRequest(const AskOptions& options,
                                        std::string_view command,
                                        ExitCode& exit_code) {
  absl::StatusOr<std::string> file = ReadAll(options.path);
  if (!file.ok()) {
    exit_code = ComplainOfFile(options.path, file.status());
    return std::nullopt;
  }
  std::string text = WithOptions(*std::move(file), options.request);
  RequestReader reader;
  absl::StatusOr<Request> request = reader.Read(text);
  if (!request.ok()) {
    exit_code = Refuse(options, command, request.status(), text);
    return std::nullopt;
  }
  return AskedRequest{.text = std::move(text), .request = *std::move(request)};
}

ExitCode Refuse(const AskOptions& options, std::string_view command,
                const absl::Status& error, std::string_view text) {
  RequestFault fault = FaultOf(error, text);
  std::string file = InputName(options.path);
  const std::string_view option = OptionOf(fault.field, options.request);
  if (!option.empty()) {
    // The value came from the command line, not from a line of the file.
    file = option;
    fault.field.clear();
    fault.line.reset();
  }
  Complain(FaultText(file, fault));
  if (fault.field == "now") {
    Complain("give now in the request, or --now now for the system clock");
  }
  if (fault.field == "end" && !options.request.start.empty()) {
    Complain("--from moved the start; give --until as well");
  }
  HintAtHelp(command);
  if (options.json && Print(ErrorJson(error) + '\n') != kOk) return kIo;
  return kInvalid;
}

}  // namespace bookable::cli
