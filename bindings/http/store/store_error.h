// bindings/http/store/store_error.h: how the store says that something failed.
//
// CONCEPT   Callers of the store get an absl::Status. Inside a transaction a
//           statement that fails throws a StatementError, which unwinds to
//           Store::Write or Store::Read; there the transaction is rolled back
//           and the error becomes a Status. No StatementError leaves the store.
// ERRORS    The codes, the same on both stores:
//   AlreadyExists       a unique value is taken; ConstraintOf names which
//   FailedPrecondition  a row that is referred to does not exist, or a CHECK
//   Aborted             two transactions met: overlap, deadlock, serialisation,
//                       a locked database. Store::Write has retried it.
//   Unavailable         no connection; after a COMMIT was sent, its outcome is
//                       unknown and the message says so
//   ResourceExhausted   disk full, too many connections
//   DeadlineExceeded    a statement, or waiting for a connection, was too long
//   Internal            anything else: a bug or a broken database
// THREADS   Plain values.
#ifndef BOOKABLE_HTTP_STORE_STORE_ERROR_H_
#define BOOKABLE_HTTP_STORE_STORE_ERROR_H_

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"

namespace bookable::store {

class StatementError : public std::exception {
 public:
  // REQUIRES: !status.ok().
  explicit StatementError(absl::Status status)
      : status_(std::move(status)), what_(status_.message()) {}

  const absl::Status& status() const { return status_; }
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  absl::Status status_;
  std::string what_;
};

// A status that names the constraint that was violated: on PostgreSQL its name
// ("app_user_email"), on SQLite the index's name, or "table.column, ..." of a
// column that is unique by itself.
absl::Status WithConstraint(absl::Status status, std::string_view constraint);
std::optional<std::string> ConstraintOf(const absl::Status& status);

// A status of a deadlock, which the order of locks rules out: counted by the
// races. Its code is Aborted.
absl::Status DeadlockError(std::string_view message);
bool IsDeadlock(const absl::Status& status);

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_STORE_ERROR_H_
