// Tested by tests/bindings/http/server/command_test.py.
#include "bindings/http/server/command.h"

#include <utility>

#include "bindings/http/store/migrations.h"

namespace bookable::http {

CLI::App* CommandLine::Group(const std::string& name,
                             const std::string& description) {
  for (CLI::App* group : app_.get_subcommands({})) {
    if (group->get_name() == name) return group;
  }
  CLI::App* group = app_.add_subcommand(name, description);
  group->require_subcommand(1);
  group->fallthrough();
  return group;
}

CLI::App* CommandLine::Command(CLI::App* group, const std::string& name,
                               const std::string& description, RunCommand run) {
  CLI::App* command =
      (group == nullptr ? &app_ : group)->add_subcommand(name, description);
  command->fallthrough();  // settings may stand before and after the word
  command->callback([this, run = std::move(run)] { chosen_ = run; });
  return command;
}

absl::StatusOr<std::unique_ptr<store::Store>> OpenStore(
    const Settings& settings,
    std::function<std::chrono::milliseconds()> clock_shift) {
  auto store = store::Store::Open({.url = settings.store,
                                   .connections = settings.sql_threads + 1,
                                   .clock_shift = std::move(clock_shift)});
  if (!store.ok()) return store.status();
  if (auto applied = store::Migrate(**store); !applied.ok()) {
    return applied.status();
  }
  return store;
}

}  // namespace bookable::http
