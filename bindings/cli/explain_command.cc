// bindings/cli/explain_command.cc: bookable explain.
// Tested by tests/bindings/cli/explain_cli_test.py.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "bindings/cli/ask.h"
#include "bindings/cli/commands.h"
#include "bindings/cli/day_picture.h"
#include "bindings/cli/exit_code.h"
#include "bindings/cli/explanation_text.h"
#include "bindings/cli/local_time.h"
#include "bindings/cli/messages.h"
#include "bindings/cli/output.h"
#include "bindings/cli/progress_line.h"
#include "bindings/cli/time_text.h"
#include "bookable/codec/explanation.h"
#include "bookable/query/explain.h"
#include "bookable/query/find_slots.h"
#include "bookable/time/civil.h"

namespace bookable::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  bookable explain data/samples/italian-teacher.json --at 2026-11-24T10:30
  bookable explain data/samples/italian-teacher.json --day 2026-11-24
  bookable explain data/samples/surgery-team.json --at 2026-03-16T08:30-05:00
  bookable explain --json data/samples/seated-class.json --at 2026-05-12T17:30
  bookable explain --ascii data/samples/night-shift.json --day 2026-10-25

A TIME without an offset is a local time of the answer's timeZone. One that its
clocks skip is an error; so is one that they show twice, and the message has
both with their offsets. A time outside start and end is explained as well.

Each reason is a sentence, and names the field of the request in brackets; of a
team's host the field is one of its own. "Can be booked" is what CanBook says:
a time that is free can be sold, on the grid of starts or not.

Exit status: 0 explained, offered or not; 1 the request is in error; 2 the
command line is; 3 a file could not be read or the output not be written.)";

struct ExplainOptions {
  AskOptions ask;
  std::string at;
  std::string day;
};

ExitCode RefuseOption(std::string_view option, const absl::Status& error) {
  Complain(std::string(option) + ": " + std::string(error.message()));
  HintAtHelp("explain");
  return kUsage;
}

ExitCode ExplainTime(const ExplainOptions& options, const AskedRequest& asked) {
  const SlotQuery& query = asked.request.query;
  const absl::StatusOr<Instant> at = ReadTime(options.at, AnswerZone(query));
  if (!at.ok()) return RefuseOption("--at", at.status());
  const absl::StatusOr<Explanation> explanation = Explain(query, *at);
  if (!explanation.ok()) {
    return Refuse(options.ask, "explain", explanation.status(), asked.text);
  }
  std::string out;
  if (options.ask.json) {
    AppendExplanationJson(asked.request, *explanation, out);
    out += '\n';
  } else {
    out = DrawExplanation(asked.request, *explanation, StyleOf(options.ask));
  }
  return Print(out);
}

// The slots of the date that the request asks for.
absl::StatusOr<SlotList> SlotsOfDay(const SlotQuery& query,
                                    const std::vector<Instant>& times) {
  SlotQuery day = query;
  const Instant end = times.back() + kDayCell;
  day.from = std::clamp(times.front(), query.from, query.until);
  day.until = std::clamp(end, day.from, query.until);
  return FindSlots(day);
}

ExitCode ExplainDay(const ExplainOptions& options, const AskedRequest& asked) {
  const SlotQuery& query = asked.request.query;
  const Zone& zone = AnswerZone(query);
  const absl::StatusOr<Date> date = ParseDate(options.day);
  if (!date.ok()) return RefuseOption("--day", date.status());
  const std::chrono::local_days day{*date};
  const std::vector<Instant> times = TimesOfDay(zone, day);
  if (times.empty()) {
    return RefuseOption(
        "--day",
        absl::InvalidArgumentError(std::string(zone.name()) + " has no " +
                                   options.day + ": its clocks skip the date"));
  }
  if (!IsInRange(times.front()) || !IsInRange(times.back())) {
    return RefuseOption(
        "--day", absl::OutOfRangeError("must lie in the years 1900 to 2200"));
  }
  std::atomic<std::size_t> explained = 0;
  std::optional<ProgressLine> line;
  const auto refuse = [&](const absl::Status& error) {
    line.reset();
    return Refuse(options.ask, "explain", error, asked.text);
  };
  // Explained in parts, so that ten thousand hosts fit the memory.
  constexpr std::size_t kMostAtOnce = 200'000;
  const std::size_t part = std::clamp(kMostAtOnce / HostsOf(query).size(),
                                      std::size_t{12}, times.size());
  std::optional<DayPicture> picture;
  SlotList slots;
  if (WantsProgress()) {
    line.emplace([&explained, of = times.size()] {
      return std::to_string(explained) + " of " + CountText(of, "time") +
             " explained";
    });
  }
  for (std::size_t i = 0; i < times.size(); i += part) {
    const absl::StatusOr<std::vector<Explanation>> explanations = Explain(
        query, std::span(times).subspan(i, std::min(part, times.size() - i)));
    if (!explanations.ok()) return refuse(explanations.status());
    if (!picture) {
      absl::StatusOr<SlotList> found = SlotsOfDay(query, times);
      if (!found.ok()) return refuse(found.status());
      slots = *std::move(found);
      picture.emplace(asked.request, day, slots.starts());
    }
    picture->Add(*explanations);
    explained += explanations->size();
  }
  line.reset();
  return Print(picture->Draw(StyleOf(options.ask)));
}

ExitCode RunExplain(const ExplainOptions& options) {
  if (options.at.empty() == options.day.empty()) {
    Complain("give --at TIME or --day DATE");
    HintAtHelp("explain");
    return kUsage;
  }
  ExitCode exit_code = kOk;
  const std::optional<AskedRequest> asked =
      ReadRequest(options.ask, "explain", exit_code);
  if (!asked) return exit_code;
  return options.at.empty() ? ExplainDay(options, *asked)
                            : ExplainTime(options, *asked);
}

}  // namespace

void AddExplainCommand(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("explain", "Why is a time offered, or why is it not?");
  command->footer(kExamples);
  auto options = std::make_shared<ExplainOptions>();
  AddRequest(*command, options->ask);
  const char* const kWhat = "One of";
  CLI::Option* at = command->add_option(
      "--at", options->at,
      "All reasons at a time: 2026-11-24T10:30, or with an offset");
  at->type_name("TIME")->group(kWhat);
  CLI::Option* day = command->add_option(
      "--day", options->day,
      "Picture of a local date: why no slot begins, every five minutes");
  day->type_name("DATE")->group(kWhat)->excludes(at);
  command->add_flag("--json", options->ask.json, "The explanation in JSON")
      ->excludes(day);
  AddFieldOptions(*command, options->ask);
  AddLookOptions(*command, options->ask);
  command->callback(
      [options, &exit_code] { exit_code = RunExplain(*options); });
}

}  // namespace bookable::cli
