// bindings/cli/slots_command.cc: bookable slots.
// Tested by tests/bindings/cli/slots_cli_test.py.
#include <memory>
#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "bindings/cli/ask.h"
#include "bindings/cli/commands.h"
#include "bindings/cli/exit_code.h"
#include "bindings/cli/output.h"
#include "bindings/cli/query_parts.h"
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
  AskOptions ask;
  bool csv = false;
  bool week = false;
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
  if (options.ask.json) {
    AppendAnswerJson(request, slots, out);
    return out + '\n';
  }
  if (options.csv) return FormatCsv(request, slots);
  const Style style = StyleOf(options.ask);
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

ExitCode RunSlots(const SlotsOptions& options) {
  ExitCode exit_code = kOk;
  const std::optional<AskedRequest> asked =
      ReadRequest(options.ask, "slots", exit_code);
  if (!asked) return exit_code;
  const auto refuse = [&](const absl::Status& error) {
    return Refuse(options.ask, "slots", error, asked->text);
  };
  const absl::StatusOr<SlotList> slots = FindSlots(asked->request.query);
  if (!slots.ok()) return refuse(slots.status());
  const absl::StatusOr<std::string> answer =
      FormatAnswer(options, asked->request, *slots);
  if (!answer.ok()) return refuse(answer.status());
  return Print(*answer);
}

}  // namespace

void AddSlotsCommand(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("slots", "The bookable slots of a request");
  command->footer(kExamples);
  auto options = std::make_shared<SlotsOptions>();
  AddRequest(*command, options->ask);
  CLI::Option* json =
      command->add_flag("--json", options->ask.json, "The answer in JSON");
  CLI::Option* csv =
      command->add_flag("--csv", options->csv, "Comma separated values");
  CLI::Option* week =
      command->add_flag("--week", options->week, "Pictures of the weeks");
  const char* const kForm = "Instead of a table of days, one of";
  json->excludes(csv)->excludes(week)->group(kForm);
  csv->excludes(week)->group(kForm);
  week->group(kForm);
  AddFieldOptions(*command, options->ask);
  AddLookOptions(*command, options->ask);
  command->callback([options, &exit_code] { exit_code = RunSlots(*options); });
}

}  // namespace bookable::cli
