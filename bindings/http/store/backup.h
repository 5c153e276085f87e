// bindings/http/store/backup.h: a copy of an embedded database.
//
// CONCEPT   One consistent moment of the database, in a file of its own, while
//           others read and write. (PostgreSQL has pg_dump and its kin.)
// THREADS   Any.
#ifndef BOOKABLE_HTTP_STORE_BACKUP_H_
#define BOOKABLE_HTTP_STORE_BACKUP_H_

#include <string>

#include "absl/status/status.h"
#include "bindings/http/store/store.h"

namespace bookable::store {

// Writes the copy to `path`, which must not exist yet, and checks it.
// Errors: FailedPrecondition on PostgreSQL, AlreadyExists if there is a file,
// those of store_error.h. No file is left behind.
absl::Status Backup(const Store& store, const std::string& path);

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_BACKUP_H_
