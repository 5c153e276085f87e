// bindings/http/server/command.h: what a subcommand of bookabled is made of.
//
// CONCEPT   A file of commands has one function that adds its subcommands to
//           the line; commands.cc calls them all. Settings are read (file,
//           environment, flags) between parsing and running:
//
//     void AddOrgCommands(CommandLine& line) {
//       CLI::App* org = line.Group("org", "Organisations");
//       auto name = std::make_shared<std::string>();
//       CLI::App* create = line.Command(
//           org, "create", "Make an organisation and its owner",
//           [name](Invocation& run) -> absl::Status {
//             absl::StatusOr<std::unique_ptr<store::Store>> store =
//                 OpenStore(run.settings);
//             if (!store.ok()) return store.status();
//             ...
//             run.out << "organisation 7\n";
//             return absl::OkStatus();
//           });
//       create->add_option("name", *name, "Its name")->required();
//     }
//
// ERRORS    A command's Status is printed as "bookabled: MESSAGE", exit 1; a
//           mistake on the command line exits 2.
// THREADS   One.
#ifndef BOOKABLE_HTTP_SERVER_COMMAND_H_
#define BOOKABLE_HTTP_SERVER_COMMAND_H_

#include <CLI/CLI.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/server/settings.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

struct Invocation {
  const Settings& settings;
  std::ostream& out;
  std::ostream& err;
};

using RunCommand = std::function<absl::Status(Invocation&)>;

class CommandLine {
 public:
  explicit CommandLine(CLI::App& app) : app_(app) {}
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  CLI::App& app() { return app_; }
  // A word that others stand below: "bookabled org ...".
  CLI::App* Group(const std::string& name, const std::string& description);
  // `group` null: a word of the first level.
  CLI::App* Command(CLI::App* group, const std::string& name,
                    const std::string& description, RunCommand run);

  // The command that was asked for; empty if none was.
  const RunCommand& chosen() const { return chosen_; }

 private:
  CLI::App& app_;
  RunCommand chosen_;
};

// The store of the settings, opened and migrated. `clock_shift` is for tests:
// StoreOptions::clock_shift.
absl::StatusOr<std::unique_ptr<store::Store>> OpenStore(
    const Settings& settings,
    std::function<std::chrono::milliseconds()> clock_shift = {});

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_COMMAND_H_
