// bindings/http/store/connection.h: one connection to a database, of either
// kind.
//
// CONCEPT   The thin layer over SQLite's and PostgreSQL's own C interfaces: run
//           a statement, begin and end a transaction. One SQL for both: what
//           the two understand alike, arguments written ?1, ?2, ...; the
//           migrations hide the rest (the types of columns).
//           Statements are prepared once a connection and kept.
//           Most code sees a Transaction (store.h), not a Connection.
// THREADS   One thread at a time.
// ERRORS    Throws StatementError (store_error.h).
#ifndef BOOKABLE_HTTP_STORE_CONNECTION_H_
#define BOOKABLE_HTTP_STORE_CONNECTION_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/http/store/value.h"

namespace bookable::store {

enum class StoreKind : std::uint8_t { kSqlite, kPostgres };

// "SQLite", "PostgreSQL".
std::string_view StoreKindName(StoreKind kind);

enum class TransactionKind : std::uint8_t {
  kRead,   // one consistent snapshot
  kWrite,  // SQLite: the only writer (BEGIN IMMEDIATE); PostgreSQL: READ
           // COMMITTED
};

// What another session, or this one, has told the listeners of a channel.
struct Notification {
  std::string channel;
  std::string payload;
};

class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual StoreKind kind() const = 0;

  // Runs one statement. REQUIRES: `sql` is text of the program, never of users:
  // what users give goes into `arguments`.
  virtual Rows Run(std::string_view sql, const Values& arguments) = 0;
  Rows Run(std::string_view sql) { return Run(sql, {}); }

  // Runs several statements without arguments, separated by semicolons.
  virtual void RunScript(const std::string& sql) = 0;

  virtual void Begin(TransactionKind kind) = 0;
  virtual void Commit() = 0;
  // Never throws: a connection that cannot roll back is broken.
  virtual void Rollback() noexcept = 0;

  // True once the connection is of no more use.
  virtual bool is_broken() const = 0;

  // PostgreSQL: hears the channel from now on; the next notifications, or none
  // when none come within `timeout`. SQLite: nothing is ever heard, the store
  // tells its listeners itself.
  virtual void Listen(std::string_view channel) = 0;
  virtual std::vector<Notification> Wait(std::chrono::milliseconds timeout) = 0;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_CONNECTION_H_
