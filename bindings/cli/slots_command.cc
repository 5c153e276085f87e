// bindings/cli/slots_command.cc: bookable slots.
// Tested by tests/bindings/cli/slots_cli_test.py.
#include <unistd.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "bindings/cli/commands.h"
#include "bindings/cli/exit_code.h"
#include "bindings/cli/input.h"
#include "bindings/cli/messages.h"
#include "bindings/cli/output.h"
#include "bindings/cli/query_parts.h"
#include "bindings/cli/request_file.h"
#include "bindings/cli/slot_table.h"
#include "bindings/cli/team_time.h"
#include "bindings/cli/terminal.h"
#include "bindings/cli/week_picture.h"
#include "bookable/codec/answer.h"
#include "bookable/codec/request.h"
#include "bookable/query/find_slots.h"

namespace bookable::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  bookable slots data/samples/italian-teacher.json
  bookable slots --week data/samples/italian-teacher.json
  bookable slots --json data/samples/seated-class.json
  bookable slots --csv data/samples/surgery-team.json > slots.csv
  bookable slots --time-zone America/New_York data/samples/night-shift.json
  bookable slots --week --from 2026-11-23 --until 2026-12-06 - < data/samples/italian-teacher.json

docs/request.md describes requests and answers.
The picture of --week: a line a day, a cell a quarter, half or whole hour.
A cell shows the first of: a slot begins, busy, buffer, free, closed.

Exit status: 0 answered, even if there are no slots; 1 the request is in error;
2 the command line is; 3 a file could not be read or the output not be written.)";

struct SlotsOptions {
  std::string path;
  RequestOptions request;
  bool json = false;
  bool csv = false;
  bool week = false;
  bool ascii = false;
  ColorChoice color = ColorChoice::kAuto;
  int width = 0;  // 0: the terminal's
};

absl::StatusOr<std::string> DrawAnswerWeeks(const Request& request,
                                            const SlotList& slots,
                                            const Style& style) {
  const SlotQuery& query = request.query;
  if (query.from == query.until) return std::string();
  absl::StatusOr<TeamTime> time = TeamTime::Create(query);
  if (!time.ok()) return time.status();
  Picture picture{.zone = AnswerZone(query),
                  .asked = {query.from, query.until},
                  .starts = slots.starts(),
                  .is_team = request.form != Request::Form::kHost};
  picture.weeks = WeeksOf(picture.zone, picture.asked,
                          FirstHost(query).schedule.week_start);
  for (PictureWeek& week : picture.weeks) week.sets = time->Within(week.range);
  return DrawWeeks(picture, style);
}

absl::StatusOr<std::string> FormatAnswer(const SlotsOptions& options,
                                         const Request& request,
                                         const SlotList& slots) {
  std::string out;
  if (options.json) {
    AppendAnswerJson(request, slots, out);
    return out + '\n';
  }
  if (options.csv) return FormatCsv(request, slots);
  Style style =
      StyleFor(ReadEnvironment(STDOUT_FILENO), options.ascii, options.color);
  if (options.width != 0) style.width = options.width;
  out += Heading(request, slots, style);
  if (options.week) {
    absl::StatusOr<std::string> weeks = DrawAnswerWeeks(request, slots, style);
    if (!weeks.ok()) return weeks.status();
    out += *weeks;
  } else {
    out += DrawTable(request, slots, style);
  }
  if (!slots.is_empty() && !options.week) out += '\n';
  return out + Summary(request, slots, style);
}

ExitCode Refuse(const SlotsOptions& options, const absl::Status& error,
                std::string_view text) {
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
  HintAtHelp("slots");
  if (options.json && Print(ErrorJson(error) + '\n') != kOk) return kIo;
  return kInvalid;
}

ExitCode RunSlots(const SlotsOptions& options) {
  absl::StatusOr<std::string> file = ReadAll(options.path);
  if (!file.ok()) return ComplainOfFile(options.path, file.status());
  const std::string text = WithOptions(*std::move(file), options.request);
  RequestReader reader;
  const absl::StatusOr<Request> request = reader.Read(text);
  if (!request.ok()) return Refuse(options, request.status(), text);
  const absl::StatusOr<SlotList> slots = FindSlots(request->query);
  if (!slots.ok()) return Refuse(options, slots.status(), text);
  const absl::StatusOr<std::string> answer =
      FormatAnswer(options, *request, *slots);
  if (!answer.ok()) return Refuse(options, answer.status(), text);
  return Print(*answer);
}

}  // namespace

void AddSlotsCommand(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("slots", "The bookable slots of a request");
  command->footer(kExamples);
  auto options = std::make_shared<SlotsOptions>();
  command
      ->add_option("REQUEST", options->path,
                   "File with a JSON request; - is standard input")
      ->type_name("")
      ->required();
  CLI::Option* json =
      command->add_flag("--json", options->json, "The answer in JSON");
  CLI::Option* csv =
      command->add_flag("--csv", options->csv, "Comma separated values");
  CLI::Option* week =
      command->add_flag("--week", options->week, "Pictures of the weeks");
  const char* const kForm = "Instead of a table of days, one of";
  json->excludes(csv)->excludes(week)->group(kForm);
  csv->excludes(week)->group(kForm);
  week->group(kForm);

  const auto add_field = [&](const char* name, std::string& field,
                             const char* type, const char* help) {
    command->add_option(name, field, help)
        ->type_name(type)
        ->check(CLI::Validator(
            [](const std::string& value) {
              return value.empty() ? "must not be empty" : "";
            },
            ""))
        ->group("In place of fields of the request");
  };
  add_field("--from", options->request.start, "START",
            "start: a date, or an instant with offset");
  add_field("--until", options->request.end, "END",
            "end: a date (included) or instant (excluded)");
  add_field("--time-zone", options->request.time_zone, "ZONE",
            "timeZone: zone of the answer");
  add_field("--now", options->request.now, "INSTANT",
            "now; \"now\" is the system clock's");

  const char* const kLook = "Look of table and pictures";
  command
      ->add_flag("--ascii", options->ascii,
                 "ASCII only, as where the locale is not UTF-8")
      ->group(kLook);
  const std::map<std::string, ColorChoice> colors = {
      {"auto", ColorChoice::kAuto},
      {"always", ColorChoice::kAlways},
      {"never", ColorChoice::kNever}};
  command
      ->add_option("--color", options->color,
                   "auto (on terminals, unless NO_COLOR), always, never")
      ->transform(CLI::CheckedTransformer(colors).description(""))
      ->type_name("WHEN")
      ->group(kLook);
  command
      ->add_option("--width", options->width,
                   "Fill N columns; else the terminal's, or 80")
      ->check(CLI::Range(kLeastWidth, 1000).description(""))
      ->type_name("N")
      ->group(kLook);
  command->callback([options, &exit_code] { exit_code = RunSlots(*options); });
}

}  // namespace bookable::cli
