// bindings/http/store/commands.cc
// Tested by tests/bindings/http/store/commands_test.cc.
#include "bindings/http/store/commands.h"

#include <algorithm>
#include <chrono>
#include <iomanip>
#include <vector>

#include "bindings/http/store/backup.h"
#include "bindings/http/store/migrations.h"

namespace bookable::store {
namespace {

int Fail(const absl::Status& status, std::ostream& err) {
  err << "error: " << std::string(status.message()) << "\n";
  return 1;
}

}  // namespace

int MigrateCommand(Store& store, MigrateAction action, std::ostream& out,
                   std::ostream& err) {
  std::vector<int> applied;
  if (action == MigrateAction::kApply) {
    absl::StatusOr<std::vector<int>> done = Migrate(store);
    if (!done.ok()) return Fail(done.status(), err);
    applied = *std::move(done);
  }
  const absl::StatusOr<std::vector<MigrationState>> states =
      ShowMigrations(store);
  if (!states.ok()) return Fail(states.status(), err);
  for (const MigrationState& state : *states) {
    out << std::setw(4) << state.version << "  " << std::left << std::setw(12)
        << state.name << std::right << "  ";
    if (!state.applied_at) {
      out << "not applied";
    } else {
      out << "applied "
          << FormatInstant(
                 std::chrono::floor<std::chrono::seconds>(*state.applied_at));
      if (std::find(applied.begin(), applied.end(), state.version) !=
          applied.end()) {
        out << ", just now";
      }
    }
    out << "\n";
  }
  return 0;
}

int BackupCommand(const Store& store, const std::string& path,
                  std::ostream& out, std::ostream& err) {
  const absl::Status status = Backup(store, path);
  if (!status.ok()) return Fail(status, err);
  out << "copied to " << path << "\n";
  return 0;
}

}  // namespace bookable::store
