// Tested by tests/bindings/http/server/command_test.py.
#include <memory>
#include <string>

#include "bindings/http/server/commands.h"
#include "bindings/http/store/commands.h"

namespace bookable::http {
namespace {

absl::StatusOr<std::unique_ptr<store::Store>> OpenAsItIs(
    const Settings& settings) {
  return store::Store::Open({.url = settings.store, .connections = 2});
}

// Of a command that has written what was wrong.
absl::Status StatusOf(int exit_code) {
  return exit_code == 0 ? absl::OkStatus() : absl::InternalError("");
}

absl::Status MigrateStore(Invocation& run, store::MigrateAction action) {
  auto store = OpenAsItIs(run.settings);
  if (!store.ok()) return store.status();
  return StatusOf(store::MigrateCommand(**store, action, run.out, run.err));
}

absl::Status BackUp(Invocation& run, const std::string& path) {
  auto store = OpenAsItIs(run.settings);
  if (!store.ok()) return store.status();
  return StatusOf(store::BackupCommand(**store, path, run.out, run.err));
}

absl::Status ShowSettings(Invocation& run) {
  for (const SettingField& field : SettingFields()) {
    run.out << "# " << field.help << "\n# default: "
            << (field.initial.empty() ? "none" : field.initial) << "; "
            << FlagOf(field.name) << ", " << VariableOf(field.name) << "\n# "
            << field.name << " =\n\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddStoreCommands(CommandLine& line) {
  auto show = std::make_shared<bool>(false);
  CLI::App* migrate = line.Command(
      nullptr, "migrate", "Bring the database to this version, and show it",
      [show](Invocation& run) {
        return MigrateStore(run, *show ? store::MigrateAction::kShow
                                       : store::MigrateAction::kApply);
      });
  migrate->add_flag("--show", *show, "Show only; change nothing");

  auto path = std::make_shared<std::string>();
  CLI::App* backup = line.Command(
      nullptr, "backup", "Copy an embedded database while it is in use",
      [path](Invocation& run) { return BackUp(run, *path); });
  backup->add_option("file", *path, "The copy; must not exist yet")->required();

  line.Command(nullptr, "settings",
               "Print every setting, as the beginning of a settings file",
               ShowSettings);
}

}  // namespace bookable::http
