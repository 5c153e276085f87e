// bindings/http/store/sqlite_connection.cc
//
// Statements are kept prepared by their text. A statement that waits for a lock
// is SQLite's busy handler's matter; one that takes too long is interrupted by
// the progress handler.
//
// Tested by tests/bindings/http/store/store_test.cc and
// tests/bindings/http/store/backup_test.cc.
#include "bindings/http/store/sqlite_connection.h"

#include <sqlite3.h>

#include <cstdio>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "bindings/http/store/store_error.h"

namespace bookable::store {
namespace {

using Clock = std::chrono::steady_clock;

// More texts than the program has; a guard against texts made at run time.
constexpr std::size_t kMostKept = 1000;
// Virtual machine steps between two looks at the clock.
constexpr int kStepsBetweenLooks = 10'000;

absl::Status Error(sqlite3* database, int code, std::string_view doing) {
  const std::string said =
      database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  const std::string message =
      absl::StrCat("SQLite, ", std::string(doing), ": ", said);
  // "UNIQUE constraint failed: app_user.email" or "...: index 'name'".
  const auto constraint = [&]() -> std::string {
    const std::size_t colon = said.find("failed: ");
    if (colon == std::string::npos) return "";
    std::string name = said.substr(colon + 8);
    if (name.rfind("index '", 0) == 0 && name.size() > 8) {
      name = name.substr(7, name.size() - 8);
    }
    return name;
  };
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
      return WithConstraint(absl::AlreadyExistsError(message), constraint());
    case SQLITE_CONSTRAINT_TRIGGER:  // the triggers against overlap
      return absl::AbortedError(message);
    default:
      break;
  }
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return WithConstraint(absl::FailedPreconditionError(message),
                            constraint());
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::AbortedError(message);
    case SQLITE_INTERRUPT:
      return absl::DeadlineExceededError(message);
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return absl::ResourceExhaustedError(message);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return absl::UnavailableError(message);
    default:
      return absl::InternalError(message);
  }
}

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const std::string& path, std::chrono::milliseconds patience)
      : patience_(patience) {
    const int code = sqlite3_open_v2(
        path.c_str(), &database_,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
        nullptr);
    if (code != SQLITE_OK) {
      const absl::Status error =
          Error(database_, code, absl::StrCat("opening ", path));
      sqlite3_close(database_);
      throw StatementError(error);
    }
    try {
      sqlite3_extended_result_codes(database_, 1);
      sqlite3_busy_timeout(database_, static_cast<int>(patience.count()));
      sqlite3_progress_handler(database_, kStepsBetweenLooks, &IsTooLate, this);
      RunScript(
          "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
          "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY");
    } catch (...) {
      Close();
      throw;
    }
  }
  ~SqliteConnection() override { Close(); }

  StoreKind kind() const override { return StoreKind::kSqlite; }

  Rows Run(std::string_view sql, const Values& arguments) override {
    SetDeadline();
    sqlite3_stmt* statement = Prepared(sql);
    Reset reset(statement);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      Bind(statement, static_cast<int>(i + 1), arguments[i]);
    }
    const int before = sqlite3_total_changes(database_);
    std::vector<Row> rows;
    int code = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      rows.emplace_back(ReadRow(statement));
    }
    if (code != SQLITE_DONE) throw StatementError(Error(database_, code, sql));
    // What triggers and cascades changed is not counted: changes() is only of
    // the statement itself, but is left over where it changed nothing.
    const bool changed = sqlite3_total_changes(database_) != before;
    return {std::move(rows), changed ? sqlite3_changes64(database_) : 0};
  }

  void RunScript(const std::string& sql) override {
    SetDeadline();
    const int code =
        sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
      throw StatementError(Error(database_, code, "running a script"));
    }
  }

  void Begin(TransactionKind kind) override {
    Run(kind == TransactionKind::kWrite ? "BEGIN IMMEDIATE" : "BEGIN", {});
  }
  void Commit() override { Run("COMMIT", {}); }
  void Rollback() noexcept override {
    if (sqlite3_get_autocommit(database_) != 0) return;  // ended by an error
    SetDeadline();
    if (sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr) !=
        SQLITE_OK) {
      is_broken_ = true;
    }
  }

  bool is_broken() const override { return is_broken_; }

  void Listen(std::string_view) override {}
  std::vector<Notification> Wait(std::chrono::milliseconds) override {
    return {};
  }

 private:
  // Leaves a statement ready for its next use, whatever happens.
  class Reset {
   public:
    explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;
    ~Reset() {
      sqlite3_reset(statement_);
      sqlite3_clear_bindings(statement_);
    }

   private:
    sqlite3_stmt* statement_;
  };

  static int IsTooLate(void* self) {
    return Clock::now() > static_cast<SqliteConnection*>(self)->deadline_ ? 1
                                                                          : 0;
  }
  void SetDeadline() { deadline_ = Clock::now() + patience_; }

  sqlite3_stmt* Prepared(std::string_view sql) {
    const auto found = statements_.find(std::string(sql));
    if (found != statements_.end()) return found->second;
    if (statements_.size() >= kMostKept) FinalizeAll();
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) throw StatementError(Error(database_, code, sql));
    statements_.emplace(sql, statement);
    return statement;
  }

  void Bind(sqlite3_stmt* statement, int index, const Value& value) {
    int code = 0;
    if (const std::int64_t* number = value.integer()) {
      code = sqlite3_bind_int64(statement, index, *number);
    } else if (const std::string* text = value.text()) {
      // SQLite would store it; PostgreSQL cannot.
      if (text->find('\0') != std::string::npos) {
        throw StatementError(
            absl::InvalidArgumentError("a text must not contain a zero byte"));
      }
      // The text outlives the statement's run; Reset unbinds it.
      code = sqlite3_bind_text64(statement, index, text->data(), text->size(),
                                 SQLITE_STATIC, SQLITE_UTF8);
    } else {
      code = sqlite3_bind_null(statement, index);
    }
    if (code != SQLITE_OK) {
      throw StatementError(Error(database_, code, "binding an argument"));
    }
  }

  static Row ReadRow(sqlite3_stmt* statement) {
    Values values;
    const int columns = sqlite3_column_count(statement);
    values.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) {
      switch (sqlite3_column_type(statement, i)) {
        case SQLITE_NULL:
          values.emplace_back();
          break;
        case SQLITE_INTEGER:
          values.emplace_back(std::int64_t{sqlite3_column_int64(statement, i)});
          break;
        default: {
          const void* text = sqlite3_column_blob(statement, i);
          values.emplace_back(std::string(
              text == nullptr ? "" : static_cast<const char*>(text),
              static_cast<std::size_t>(sqlite3_column_bytes(statement, i))));
        }
      }
    }
    return Row(std::move(values));
  }

  void FinalizeAll() {
    for (const auto& [sql, statement] : statements_)
      sqlite3_finalize(statement);
    statements_.clear();
  }
  void Close() {
    FinalizeAll();
    sqlite3_close(database_);
    database_ = nullptr;
  }

  sqlite3* database_ = nullptr;
  std::chrono::milliseconds patience_;
  Clock::time_point deadline_{};
  bool is_broken_ = false;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

}  // namespace

std::unique_ptr<Connection> OpenSqlite(const std::string& path,
                                       std::chrono::milliseconds patience) {
  return std::make_unique<SqliteConnection>(path, patience);
}

void CopySqlite(const std::string& path, const std::string& copy,
                std::chrono::milliseconds patience) {
  SqliteConnection source(path, patience);
  try {
    // One statement, one snapshot; and the copy comes out without holes.
    source.Run("VACUUM INTO ?1", {copy});
    SqliteConnection made(copy, patience);
    const Rows verdict = made.Run("PRAGMA integrity_check", {});
    if (verdict.is_empty() || verdict[0].As<std::string>() != "ok") {
      throw StatementError(absl::InternalError("the copy is damaged"));
    }
    // A backup is one file: no WAL beside it.
    made.RunScript("PRAGMA journal_mode=DELETE");
  } catch (...) {
    for (const char* end : {"", "-wal", "-shm", "-journal"}) {
      static_cast<void>(
          std::remove((copy + end).c_str()));  // as far as it goes
    }
    throw;
  }
}

}  // namespace bookable::store
