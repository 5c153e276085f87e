// bindings/http/store/store.h: the database of the service, SQLite or
// PostgreSQL.
//
// CONCEPT   A Store opens a database by its URL and runs transactions on it:
//
//     absl::StatusOr<std::string> name = store.Read(
//         [&](Transaction& tx) -> absl::StatusOr<std::string> {
//           const auto user = Find<UserRecord>(tx, 41);
//           if (!user) return absl::NotFoundError("no such user");
//           return user->name;
//         });
//
//           The work returns a Status or a StatusOr; unless it is ok, all that
//           was written is taken back. A statement that fails inside throws
//           StatementError, which becomes the Status (store_error.h).
//           Work that met another transaction (Aborted) is run again, at most
//           three times more: it must have no effect but on the database.
// SQLITE    A file in WAL mode, synchronous=FULL. Writers of this process take
//           turns in the order they came; those of other processes (the
//           command line) are waited for by the busy timeout.
// POSTGRES  15 or later. Writes are READ COMMITTED, reads one snapshot.
// THREADS   Share a Store freely. A Transaction belongs to its work's thread.
//           Read and Write block: call them on threads that may wait.
#ifndef BOOKABLE_HTTP_STORE_STORE_H_
#define BOOKABLE_HTTP_STORE_STORE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/store/change_feed.h"
#include "bindings/http/store/connection.h"
#include "bindings/http/store/store_error.h"
#include "bindings/http/store/value.h"

namespace bookable::store {

class ConnectionPool;

struct StoreOptions {
  // "sqlite:PATH" (made if it is not there; the folder must exist), or
  // "postgresql://USER@HOST/DATABASE" in all the forms that libpq reads,
  // "host=... dbname=..." included.
  std::string url{};
  int connections = 4;  // at most so many at once; 1...1000
  // The longest wait for a free connection, for SQLite's lock, for a statement.
  std::chrono::milliseconds patience{10'000};
  // Added to the database's clock by Transaction::Now. Read at each
  // transaction. For tests only. DEFAULT: none, the clock as it is.
  std::function<std::chrono::milliseconds()> clock_shift{};
};

class Transaction {
 public:
  explicit Transaction(Connection& connection,
                       std::chrono::milliseconds clock_shift)
      : connection_(connection), clock_shift_(clock_shift) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  StoreKind kind() const { return connection_.kind(); }

  // Runs one statement; arguments are ?1, ?2, ... See Connection::Run.
  Rows Run(std::string_view sql, const Values& arguments = {}) {
    return connection_.Run(sql, arguments);
  }

  // Runs several statements without arguments, separated by semicolons.
  void RunScript(const std::string& sql) { connection_.RunScript(sql); }

  // What the database's clock shows; the same until RestartClock.
  Moment Now();
  // After waiting for a lock: the next Now reads the clock again.
  void RestartClock() { now_.reset(); }

  // Raises the hosts' versions and, once committed, tells every ChangeFeed.
  // REQUIRES: the hosts' rows are locked (hosts.h).
  void HostsChanged(const std::vector<std::int64_t>& hosts);

  // What HostsChanged has collected, for the store.
  const std::vector<HostChange>& changes() const { return changes_; }

 private:
  Connection& connection_;
  std::chrono::milliseconds clock_shift_;
  std::optional<Moment> now_;
  std::vector<HostChange> changes_;
};

class Store {
 public:
  // Opens the database; does not migrate it (migrations.h).
  // Errors: InvalidArgument for a URL of no known kind, Unavailable.
  static absl::StatusOr<std::unique_ptr<Store>> Open(StoreOptions options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  StoreKind kind() const;
  const StoreOptions& options() const { return options_; }

  // Runs `work`, a callable of Transaction& that returns a Status or StatusOr,
  // and returns what it returned.
  template <typename Work>
  auto Read(Work&& work) {
    return Transact(TransactionKind::kRead, std::forward<Work>(work));
  }
  template <typename Work>
  auto Write(Work&& work) {
    return Transact(TransactionKind::kWrite, std::forward<Work>(work));
  }

  // A feed of its own for the caller: every change after this call.
  absl::StatusOr<std::unique_ptr<ChangeFeed>> Changes();

  // Called with the hosts that a Write of this Store has changed, on its
  // thread, before Write returns; also when it is not known whether the commit
  // arrived. It must not use the store. One at a time; {} for none.
  using Observer = std::function<void(const std::vector<HostChange>&)>;
  void Observe(Observer observer);

  // Rises with each Write that has committed, or may have: what was read before
  // may be another now.
  std::int64_t writes() const;

  // Transactions that were run again, and deadlocks among the reasons.
  struct Counters {
    std::int64_t retries = 0;
    std::int64_t deadlocks = 0;
  };
  Counters counters() const;

  // A connection of its own, outside the pool, for migrations and backups.
  // Throws StatementError.
  std::unique_ptr<Connection> Connect() const;

 private:
  class Turns;
  class ChangeHub;

  explicit Store(StoreOptions options);

  template <typename Work>
  auto Transact(TransactionKind kind, Work&& work) {
    using Result = std::invoke_result_t<Work&, Transaction&>;
    std::optional<Result> result;
    absl::Status status = Run(kind, [&](Transaction& tx) -> absl::Status {
      result.reset();  // of the attempt before
      result.emplace(work(tx));
      if constexpr (std::is_same_v<Result, absl::Status>) {
        return *result;
      } else {
        return result->status();
      }
    });
    if (!status.ok()) return Result(std::move(status));
    return *std::move(result);
  }

  absl::Status Run(TransactionKind kind,
                   const std::function<absl::Status(Transaction&)>& work);
  absl::Status RunOnce(TransactionKind kind,
                       const std::function<absl::Status(Transaction&)>& work);

  StoreOptions options_;
  std::unique_ptr<ConnectionPool> pool_;
  std::unique_ptr<Turns> turns_;    // SQLite: whose turn it is to write
  std::shared_ptr<ChangeHub> hub_;  // SQLite: feeds of this process
  struct AtomicCounters;
  std::unique_ptr<AtomicCounters> counters_;
  class Observed;
  std::unique_ptr<Observed> observed_;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_STORE_H_
