// bindings/http/store/backup.cc
// Tested by tests/bindings/http/store/backup_test.cc.
#include "bindings/http/store/backup.h"

#include <chrono>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "bindings/http/store/sqlite_connection.h"

namespace bookable::store {

absl::Status Backup(const Store& store, const std::string& path) {
  if (store.kind() != StoreKind::kSqlite) {
    return absl::FailedPreconditionError(
        "backup copies an embedded database; use pg_dump for PostgreSQL");
  }
  std::error_code error;
  if (std::filesystem::exists(path, error)) {
    return absl::AlreadyExistsError(
        absl::StrCat("backup: there is a file at ", path));
  }
  const std::string& url = store.options().url;
  try {
    CopySqlite(url.substr(url.find(':') + 1), path, std::chrono::hours{1});
  } catch (const StatementError& failed) {
    return failed.status();
  }
  return absl::OkStatus();
}

}  // namespace bookable::store
