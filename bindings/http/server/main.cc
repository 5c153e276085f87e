// bookabled: reads the command line and the settings, runs one command.
// Tested by tests/bindings/http/server/command_test.py.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bindings/http/api/text.h"
#include "bindings/http/server/commands.h"

namespace bookable::http {
namespace {

constexpr const char* kExamples = R"(
Examples:
  bookabled serve
      on a database bookable.db beside it, at http://127.0.0.1:5555
  bookabled serve --store sqlite:/var/lib/bookable/bookable.db --port 8080
  BOOKABLED_STORE=postgresql://bookable@db/bookable bookabled serve
  bookabled serve --config /etc/bookabled.toml
  bookabled backup /backup/bookable.db
  bookabled settings > bookabled.toml
      every setting with its default, to be filled in

A setting is a flag, a variable, or a line of the settings file; the first of
these wins. Names differ only in spelling: --rate-limit-ip,
BOOKABLED_RATE_LIMIT_IP, and in the file "ip = 120" below "[rate_limit]".
Secrets do not belong on a command line, which others can see.)";

constexpr int kFailed = 1;
constexpr int kMisused = 2;

absl::StatusOr<std::optional<std::string>> ReadFile(const std::string& path) {
  if (path.empty()) return std::optional<std::string>();
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)),
                   std::istreambuf_iterator<char>());
  if (!file.good() && !file.eof()) {
    return absl::NotFoundError("cannot read the settings file " + path);
  }
  return std::optional<std::string>(std::move(text));
}

std::optional<std::string> Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

int Complain(const absl::Status& status, int code) {
  // A command that has told all itself fails without a message.
  if (!status.message().empty()) {
    std::cerr << "bookabled: " << ToString(status.message()) << "\n";
  }
  return code;
}

int Main(int argc, char** argv) {
  CLI::App app(
      "bookabled, the scheduling service: the platform API v2 over "
      "SQLite or PostgreSQL");
  app.name("bookabled");
  app.footer(kExamples);
  app.require_subcommand(1);
  app.set_version_flag("--version",
                       std::string("bookabled ") + BOOKABLE_VERSION);
  std::string config;
  app.add_option("--config", config, "The settings file (or BOOKABLED_CONFIG)")
      ->group("Settings");
  std::vector<std::unique_ptr<std::vector<std::string>>> values;
  std::vector<CLI::Option*> options;
  for (const SettingField& field : SettingFields()) {
    values.push_back(std::make_unique<std::vector<std::string>>());
    std::string help = field.help;
    if (!field.initial.empty()) help += " [" + field.initial + "]";
    CLI::Option* option =
        app.add_option(FlagOf(field.name), *values.back(), help);
    // One value a flag; a list is the flag again, or commas.
    option->group("Settings")->type_name("")->allow_extra_args(false);
    if (field.is_list) option->delimiter(',');
    options.push_back(option);
  }
  CommandLine line(app);
  AddCommands(line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // To who mistyped a command, CLI11 says only that one is missing.
    const std::vector<std::string> unread = app.remaining(true);
    if (!unread.empty() && !unread.front().starts_with('-') &&
        error.what() == std::string_view("A subcommand is required")) {
      return Complain(
          absl::InvalidArgumentError("no command \"" + unread.front() +
                                     "\"; bookabled --help shows them"),
          kMisused);
    }
    return app.exit(error) == 0 ? 0 : kMisused;
  }

  Given flags;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (options[i]->count() > 0) {
      flags.emplace(SettingFields()[i].name, *values[i]);
    }
  }
  if (config.empty()) config = Variable("BOOKABLED_CONFIG").value_or("");
  const auto file = ReadFile(config);
  if (!file.ok()) return Complain(file.status(), kMisused);
  const absl::StatusOr<Settings> settings =
      MakeSettings(flags, Variable, *file, config);
  if (!settings.ok()) return Complain(settings.status(), kMisused);
  Invocation run{*settings, std::cout, std::cerr};
  const absl::Status status = line.chosen()(run);
  return status.ok() ? 0 : Complain(status, kFailed);
}

}  // namespace
}  // namespace bookable::http

int main(int argc, char** argv) {
  try {
    return bookable::http::Main(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "bookabled: " << error.what() << "\n";
    return 1;
  }
}
