// bindings/http/store/migrations.h: the tables, version by version.
//
// CONCEPT   A migration has a number and a name, the same on both stores, and
//           is never changed once released. The table schema_version says which
//           were applied. Each is applied in a transaction of its own, under a
//           lock, so that nodes may start together.
// THREADS   Any.
// ERRORS    Those of store_error.h; FailedPrecondition when the database is of
//           a newer program than this one.
#ifndef BOOKABLE_HTTP_STORE_MIGRATIONS_H_
#define BOOKABLE_HTTP_STORE_MIGRATIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/store/store.h"

namespace bookable::store {

struct MigrationState {
  int version = 0;
  std::string name{};
  std::optional<Moment> applied_at{};  // absent: not yet
};

// All migrations this program knows, in order, and those it does not know that
// the database has.
absl::StatusOr<std::vector<MigrationState>> ShowMigrations(Store& store);

// Applies what is missing, in order; the versions that were.
absl::StatusOr<std::vector<int>> Migrate(Store& store);

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_MIGRATIONS_H_
