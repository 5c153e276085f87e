// bindings/http/store/store.cc
//
// SQLite's own waiting for the write lock is a poll with growing pauses, in
// which the unlucky starve; so writers of one process queue up first (Turns).
//
// Tested by tests/bindings/http/store/store_test.cc and, changes, by
// tests/bindings/http/store/change_feed_test.cc.
#include "bindings/http/store/store.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "bindings/http/store/connection_pool.h"
#include "bindings/http/store/postgres_connection.h"
#include "bindings/http/store/sqlite_connection.h"
#include "bindings/http/store/table.h"

namespace bookable::store {
namespace {

constexpr int kMostRetries = 3;
constexpr std::string_view kSqliteScheme = "sqlite:";
constexpr const char* kHostChannel = "bookable_host";
// How often a feed looks whether another process has written an SQLite file,
// and whether PostgreSQL is still there: a cut connection says nothing by
// itself.
constexpr std::chrono::milliseconds kLookInterval{1000};

bool IsPostgres(std::string_view url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://") ||
         url.find('=') != std::string_view::npos;
}

std::map<std::int64_t, std::int64_t> ReadVersions(Connection& connection) {
  std::map<std::int64_t, std::int64_t> versions;
  for (const Row& row : connection.Run("SELECT id, version FROM host")) {
    versions.emplace(row.As<std::int64_t>(0), row.As<std::int64_t>(1));
  }
  return versions;
}

// What of `now` is later than `seen`, which becomes `now`. A host that is gone
// has changed as well.
std::vector<HostChange> Compare(std::map<std::int64_t, std::int64_t> now,
                                std::map<std::int64_t, std::int64_t>& seen) {
  std::vector<HostChange> changes;
  for (const auto& [host, version] : seen) {
    if (!now.contains(host)) changes.push_back({host, version + 1});
  }
  for (const auto& [host, version] : now) {
    const auto found = seen.find(host);
    if (found == seen.end() || found->second < version) {
      changes.push_back({host, version});
    }
  }
  seen = std::move(now);
  return changes;
}

void Note(const std::vector<HostChange>& changes,
          std::map<std::int64_t, std::int64_t>& seen) {
  for (const HostChange& change : changes) {
    std::int64_t& version = seen[change.host];
    version = std::max(version, change.version);
  }
}

class PostgresFeed final : public ChangeFeed {
 public:
  explicit PostgresFeed(std::function<std::unique_ptr<Connection>()> connect)
      : connect_(std::move(connect)), connection_(connect_()) {
    connection_->Listen(kHostChannel);
    seen_ = ReadVersions(*connection_);
  }

  absl::StatusOr<std::vector<HostChange>> Wait(
      std::chrono::milliseconds timeout) override {
    try {
      if (connection_ == nullptr || connection_->is_broken()) {
        connection_.reset();
        connection_ = connect_();
        // Listening first: what is committed after the reading is heard.
        connection_->Listen(kHostChannel);
        heard_at_ = std::chrono::steady_clock::now();
        return Compare(ReadVersions(*connection_), seen_);
      }
      std::vector<HostChange> changes;
      const std::vector<Notification> heard = connection_->Wait(timeout);
      const auto now = std::chrono::steady_clock::now();
      if (heard.empty() && now - heard_at_ >= kLookInterval) {
        connection_->Run("SELECT 1");
      }
      if (!heard.empty() || now - heard_at_ >= kLookInterval) heard_at_ = now;
      for (const Notification& told : heard) {
        HostChange change;
        const char* end = told.payload.data() + told.payload.size();
        const auto host =
            std::from_chars(told.payload.data(), end, change.host);
        if (host.ec != std::errc{} || host.ptr == end || *host.ptr != ':') {
          continue;  // not of ours
        }
        if (std::from_chars(host.ptr + 1, end, change.version).ec !=
            std::errc{}) {
          continue;
        }
        changes.push_back(change);
      }
      Note(changes, seen_);
      return changes;
    } catch (const StatementError& error) {
      connection_.reset();
      return error.status();
    }
  }

 private:
  std::function<std::unique_ptr<Connection>()> connect_;
  std::unique_ptr<Connection> connection_;
  std::chrono::steady_clock::time_point heard_at_ =
      std::chrono::steady_clock::now();
  std::map<std::int64_t, std::int64_t> seen_;
};

}  // namespace

std::string Places(std::size_t first, std::size_t count) {
  std::string places;
  for (std::size_t i = 0; i < count; ++i) {
    absl::StrAppend(&places, i == 0 ? "?" : ", ?", first + i);
  }
  return places;
}

std::string_view StoreKindName(StoreKind kind) {
  return kind == StoreKind::kSqlite ? "SQLite" : "PostgreSQL";
}

Moment Transaction::Now() {
  if (!now_) {
    const Rows rows =
        Run(kind() == StoreKind::kSqlite
                ? "SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000 + "
                  "CAST(substr(strftime('%f', 'now'), 4) AS INTEGER)"
                : "SELECT floor(extract(epoch FROM clock_timestamp()) * "
                  "1000)::int8");
    now_ = rows.One().As<Moment>() + clock_shift_;
  }
  return *now_;
}

void Transaction::HostsChanged(const std::vector<std::int64_t>& hosts) {
  if (hosts.empty()) return;
  const std::string raise =
      "UPDATE host SET version = version + 1 WHERE id IN (" +
      Places(1, hosts.size()) + ") RETURNING id, version";
  // One statement: while hosts are locked, every round trip counts.
  const Rows rows =
      Run(kind() == StoreKind::kSqlite
              ? raise
              : absl::StrCat("WITH raised AS (", raise,
                             ") SELECT id, version, pg_notify('", kHostChannel,
                             "', id || ':' || version) FROM raised"),
          Values(hosts.begin(), hosts.end()));
  for (const Row& row : rows) {
    changes_.push_back({row.As<std::int64_t>(0), row.As<std::int64_t>(1)});
  }
}

// --- SQLite: turns, and feeds of this process --------------------------------

class Store::Turns {
 public:
  // Waits for the caller's turn; false when it did not come in time.
  bool Take(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    if (!is_taken_ && waiting_.empty()) {
      is_taken_ = true;
      return true;
    }
    Waiter waiter;
    waiting_.push_back(&waiter);
    if (waiter.called.wait_for(lock, patience,
                               [&] { return waiter.is_called; })) {
      return true;
    }
    waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &waiter));
    return false;
  }

  void Give() {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      is_taken_ = false;
      return;
    }
    Waiter& next = *waiting_.front();
    waiting_.pop_front();
    next.is_called = true;
    next.called.notify_one();
  }

 private:
  struct Waiter {
    std::condition_variable called;
    bool is_called = false;
  };

  std::mutex mutex_;
  bool is_taken_ = false;
  std::deque<Waiter*> waiting_;
};

class Store::ChangeHub {
 public:
  // What was told since the feed last asked.
  struct Inbox {
    std::vector<HostChange> changes;
  };

  void Add(Inbox* inbox) {
    const std::lock_guard lock(mutex_);
    inboxes_.push_back(inbox);
  }
  void Remove(Inbox* inbox) {
    const std::lock_guard lock(mutex_);
    std::erase(inboxes_, inbox);
  }
  void Tell(const std::vector<HostChange>& changes) {
    const std::lock_guard lock(mutex_);
    for (Inbox* inbox : inboxes_) {
      inbox->changes.insert(inbox->changes.end(), changes.begin(),
                            changes.end());
    }
    told_.notify_all();
  }
  std::vector<HostChange> Wait(Inbox* inbox,
                               std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    told_.wait_for(lock, timeout, [&] { return !inbox->changes.empty(); });
    return std::exchange(inbox->changes, {});
  }

  class Feed;

 private:
  std::mutex mutex_;
  std::condition_variable told_;
  std::vector<Inbox*> inboxes_;
};

class Store::ChangeHub::Feed final : public ChangeFeed {
 public:
  Feed(std::shared_ptr<ChangeHub> hub, std::unique_ptr<Connection> connection)
      : hub_(std::move(hub)), connection_(std::move(connection)) {
    hub_->Add(&inbox_);
    try {
      file_version_ = FileVersion();
      seen_ = ReadVersions(*connection_);
    } catch (...) {
      hub_->Remove(&inbox_);
      throw;
    }
  }
  ~Feed() override { hub_->Remove(&inbox_); }

  absl::StatusOr<std::vector<HostChange>> Wait(
      std::chrono::milliseconds timeout) override {
    const auto until = std::chrono::steady_clock::now() + timeout;
    try {
      for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            until - std::chrono::steady_clock::now());
        std::vector<HostChange> changes = hub_->Wait(
            &inbox_,
            std::clamp(left, std::chrono::milliseconds{0}, kLookInterval));
        Note(changes, seen_);
        // However busy this process is, others are looked at.
        const auto now = std::chrono::steady_clock::now();
        if (changes.empty() || now - looked_at_ >= kLookInterval) {
          looked_at_ = now;
          // Any other connection's commit, of this process too.
          if (const std::int64_t version = FileVersion();
              version != file_version_) {
            file_version_ = version;
            const std::vector<HostChange> more =
                Compare(ReadVersions(*connection_), seen_);
            changes.insert(changes.end(), more.begin(), more.end());
          }
        }
        if (!changes.empty() || left <= std::chrono::milliseconds{0}) {
          return changes;
        }
      }
    } catch (const StatementError& error) {
      return error.status();
    }
  }

 private:
  std::int64_t FileVersion() {
    return connection_->Run("PRAGMA data_version").One().As<std::int64_t>();
  }

  std::shared_ptr<ChangeHub> hub_;
  std::unique_ptr<Connection> connection_;
  Inbox inbox_;
  std::chrono::steady_clock::time_point looked_at_{};
  std::int64_t file_version_ = 0;
  std::map<std::int64_t, std::int64_t> seen_;
};

// --- the store ---------------------------------------------------------------

struct Store::AtomicCounters {
  std::atomic<std::int64_t> retries{0};
  std::atomic<std::int64_t> deadlocks{0};
  std::atomic<std::int64_t> writes{0};
};

class Store::Observed {
 public:
  void Set(Observer observer) {
    const std::lock_guard lock(mutex_);
    observer_ = std::move(observer);
  }
  void Tell(const std::vector<HostChange>& changes) {
    if (changes.empty()) return;
    const std::lock_guard lock(mutex_);
    if (observer_) observer_(changes);
  }

 private:
  std::mutex mutex_;
  Observer observer_;
};

Store::Store(StoreOptions options)
    : options_(std::move(options)),
      pool_(std::make_unique<ConnectionPool>([this] { return Connect(); },
                                             options_.connections,
                                             options_.patience)),
      counters_(std::make_unique<AtomicCounters>()),
      observed_(std::make_unique<Observed>()) {
  if (kind() == StoreKind::kSqlite) {
    turns_ = std::make_unique<Turns>();
    hub_ = std::make_shared<ChangeHub>();
  }
}

Store::~Store() = default;

absl::StatusOr<std::unique_ptr<Store>> Store::Open(StoreOptions options) {
  const std::string_view url = options.url;
  if (!(url.starts_with(kSqliteScheme) && url.size() > kSqliteScheme.size()) &&
      !IsPostgres(url)) {
    return absl::InvalidArgumentError(
        "store: must be sqlite:PATH or postgresql://USER@HOST/DATABASE");
  }
  if (url == "sqlite::memory:") {
    return absl::InvalidArgumentError(
        "database: each connection would have a memory of its own; name a "
        "file");
  }
  if (options.connections < 1 || options.connections > 1000) {
    return absl::InvalidArgumentError(absl::StrCat(
        "connections: must be 1 to 1000, got ", options.connections));
  }
  if (options.patience < std::chrono::milliseconds{1} ||
      options.patience > std::chrono::hours{1}) {
    return absl::InvalidArgumentError(
        "patience: must be from a millisecond to an hour");
  }
  std::unique_ptr<Store> store(new Store(std::move(options)));
  try {
    store->pool_->Lend();
  } catch (const StatementError& error) {
    return error.status();
  }
  return store;
}

StoreKind Store::kind() const {
  return options_.url.starts_with(kSqliteScheme) ? StoreKind::kSqlite
                                                 : StoreKind::kPostgres;
}

std::unique_ptr<Connection> Store::Connect() const {
  if (kind() == StoreKind::kSqlite) {
    return OpenSqlite(options_.url.substr(kSqliteScheme.size()),
                      options_.patience);
  }
  return OpenPostgres(options_.url, options_.patience);
}

absl::StatusOr<std::unique_ptr<ChangeFeed>> Store::Changes() {
  try {
    if (kind() == StoreKind::kSqlite) {
      return std::make_unique<ChangeHub::Feed>(hub_, Connect());
    }
    return std::make_unique<PostgresFeed>(
        [url = options_.url, patience = options_.patience] {
          return OpenPostgres(url, patience);
        });
  } catch (const StatementError& error) {
    return error.status();
  }
}

void Store::Observe(Observer observer) { observed_->Set(std::move(observer)); }

std::int64_t Store::writes() const { return counters_->writes.load(); }

Store::Counters Store::counters() const {
  return {counters_->retries.load(), counters_->deadlocks.load()};
}

absl::Status Store::Run(TransactionKind kind,
                        const std::function<absl::Status(Transaction&)>& work) {
  thread_local std::minstd_rand random{std::random_device{}()};
  for (int attempt = 0;; ++attempt) {
    absl::Status status = RunOnce(kind, work);
    if (IsDeadlock(status)) ++counters_->deadlocks;
    if (status.code() != absl::StatusCode::kAborted ||
        attempt == kMostRetries) {
      return status;
    }
    ++counters_->retries;
    // Those who met do not meet again at once.
    std::this_thread::sleep_for(
        std::chrono::milliseconds{1 + random() % (5u << attempt)});
  }
}

absl::Status Store::RunOnce(
    TransactionKind kind,
    const std::function<absl::Status(Transaction&)>& work) {
  struct Turn {
    explicit Turn(Turns* taken) : turns(taken) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
      if (turns != nullptr) turns->Give();
    }
    Turns* turns;
  };
  Turns* turns = kind == TransactionKind::kWrite ? turns_.get() : nullptr;
  if (turns != nullptr && !turns->Take(options_.patience)) {
    return absl::DeadlineExceededError(
        "the database was busy writing for too long");
  }
  const Turn turn(turns);
  try {
    std::optional<ConnectionPool::Loan> loan(pool_->Lend());
    try {
      (*loan)->Begin(kind);
    } catch (const StatementError& error) {
      // A connection that died while it was idle has done nothing yet. Its
      // kin have died with it.
      if (error.status().code() != absl::StatusCode::kUnavailable) throw;
      pool_->DropIdle();
      loan.reset();
      loan.emplace(pool_->Lend());
      (*loan)->Begin(kind);
    }
    Connection& connection = **loan;
    try {
      Transaction tx(connection, options_.clock_shift
                                     ? options_.clock_shift()
                                     : std::chrono::milliseconds{0});
      absl::Status status = work(tx);
      if (!status.ok()) {
        connection.Rollback();
        return status;
      }
      if (kind == TransactionKind::kRead) {
        connection.Commit();
        return status;
      }
      struct Told {
        Store& store;
        Transaction& tx;
        ~Told() {
          ++store.counters_->writes;
          store.observed_->Tell(tx.changes());
        }
      } told{*this, tx};
      connection.Commit();
      if (hub_ != nullptr && !tx.changes().empty()) hub_->Tell(tx.changes());
      return status;
    } catch (...) {
      connection.Rollback();
      throw;
    }
  } catch (const StatementError& error) {
    return error.status();
  }
}

}  // namespace bookable::store
