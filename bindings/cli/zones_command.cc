// bindings/cli/zones_command.cc: bookable zones.
// Tested by tests/bindings/cli/zones_cli_test.py.
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "bindings/cli/commands.h"
#include "bindings/cli/exit_code.h"
#include "bindings/cli/messages.h"
#include "bindings/cli/output.h"
#include "bindings/cli/suggestion.h"
#include "bindings/cli/terminal.h"
#include "bindings/cli/transition_table.h"
#include "bookable/time/zone.h"

namespace bookable::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  bookable zones
  bookable zones Europe/Rome
  bookable zones Australia/Lord_Howe --from 2026 --until 2027
  bookable zones Pacific/Apia --from 2011 --until 2011 --json
  bookable zones --version

Years are those of UTC, 1900 to 2200. Without --from: the year of the time zone
data's release; without --until: nine years later.

Exit status: 0 done; 2 the command line is in error, or the zone is unknown;
3 the output could not be written.)";

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;
constexpr int kYearsShown = 10;

struct ZonesOptions {
  std::string name;
  int from = 0;   // 0: not given
  int until = 0;  // 0: not given
  bool json = false;
  bool version = false;
  bool ascii = false;
};

// "2026f" is of 2026. Where the release is unknown, of a year that has been.
int YearOfRelease(const std::string& version) {
  constexpr int kSomeYear = 2020;
  int year = 0;
  const bool is_year =
      version.size() >= 4 && absl::SimpleAtoi(version.substr(0, 4), &year);
  return is_year && kFirstYear <= year && year <= kLastYear - kYearsShown
             ? year
             : kSomeYear;
}

ExitCode PrintNames(bool json) {
  std::string out;
  const std::vector<std::string> names = ZoneNames();
  if (!json) {
    for (const std::string& name : names) out += name + '\n';
    return Print(out);
  }
  out = "{\"tzdb\": \"" + TzdbVersion() + "\", \"zones\": [";
  for (const std::string& name : names) {
    if (&name != &names.front()) out += ", ";
    out += '"' + name + '"';
  }
  return Print(out + "]}\n");
}

ExitCode ComplainOfZone(const std::string& name) {
  std::string message = "unknown time zone \"" + name + '"';
  const std::vector<std::string> names = ZoneNames();
  const std::vector<std::string> close = ClosestNames(name, names, 5);
  for (const std::string& candidate : close) {
    message += &candidate == &close.front() ? "; did you mean " : ", ";
    message += candidate;
  }
  if (!close.empty()) message += '?';
  Complain(message);
  HintAtHelp("zones");
  return kUsage;
}

ExitCode RunZones(const ZonesOptions& options) {
  const std::string version = TzdbVersion();
  if (options.version) return Print(version + '\n');
  if (options.name.empty()) {
    if (options.from == 0 && options.until == 0) {
      return PrintNames(options.json);
    }
    Complain("--from and --until need the name of a zone");
    HintAtHelp("zones");
    return kUsage;
  }
  const absl::StatusOr<Zone> zone = Zone::Find(options.name);
  if (!zone.ok()) return ComplainOfZone(options.name);
  YearRange years{.first = YearOfRelease(version)};
  if (options.from != 0) {
    years.first = options.from;
  } else if (options.until != 0) {
    years.first = std::min(years.first, options.until);
  }
  years.last = options.until != 0
                   ? options.until
                   : std::min(years.first + kYearsShown - 1, kLastYear);
  if (years.last < years.first) {
    Complain("--until is before --from");
    HintAtHelp("zones");
    return kUsage;
  }
  if (options.json) return Print(TransitionsJson(*zone, years, version));
  const Style style = StyleFor(ReadEnvironment(STDOUT_FILENO), options.ascii,
                               ColorChoice::kAuto);
  return Print(DrawTransitions(*zone, years, version, style));
}

}  // namespace

void AddZonesCommand(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "zones", "Time zones: their names, the clock changes of one");
  command->footer(kExamples);
  auto options = std::make_shared<ZonesOptions>();
  command
      ->add_option("NAME", options->name,
                   "A zone: its clock changes. Without: all names")
      ->type_name("");
  command->add_option("--from", options->from, "First year")
      ->check(CLI::Range(kFirstYear, kLastYear).description(""))
      ->type_name("YEAR");
  command->add_option("--until", options->until, "Last year")
      ->check(CLI::Range(kFirstYear, kLastYear).description(""))
      ->type_name("YEAR");
  command->add_flag("--json", options->json, "In JSON");
  command->add_flag("--ascii", options->ascii, "ASCII only");
  command->add_flag("--version", options->version,
                    "Print the release of the time zone data");
  command->callback([options, &exit_code] { exit_code = RunZones(*options); });
}

}  // namespace bookable::cli
