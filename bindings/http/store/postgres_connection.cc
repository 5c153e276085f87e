// bindings/http/store/postgres_connection.cc
//
// Arguments go as text, their types are the server's to infer; the columns that
// come back are read by their type: integers, booleans (0 and 1), text.
// Statements are kept prepared by their text, under names s0, s1, ...
//
// Tested by tests/bindings/http/store/store_test.cc.
#include "bindings/http/store/postgres_connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "bindings/http/store/store_error.h"

namespace bookable::store {
namespace {

constexpr std::size_t kMostKept = 1000;
// How much longer than the server's own limit an answer is waited for.
constexpr std::chrono::seconds kGrace{5};

// Of pg_type, where they never change.
constexpr Oid kBool = 16;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

std::string Trimmed(const char* text) {
  std::string trimmed = text == nullptr ? "" : text;
  while (!trimmed.empty() && trimmed.back() == '\n') trimmed.pop_back();
  return trimmed;
}

std::string Field(const PGresult* result, int field) {
  return Trimmed(PQresultErrorField(result, field));
}

absl::Status ErrorOf(PGconn* connection, const PGresult* result,
                     std::string_view doing) {
  const std::string state = Field(result, PG_DIAG_SQLSTATE);
  std::string said = Field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (said.empty()) said = Trimmed(PQerrorMessage(connection));
  const std::string message =
      absl::StrCat("PostgreSQL, ", std::string(doing), ": ", said,
                   state.empty() ? "" : absl::StrCat(" (", state, ")"));
  const std::string constraint = Field(result, PG_DIAG_CONSTRAINT_NAME);
  if (state.empty() || state.starts_with("08") || state == "57P01" ||
      state == "57P02" || state == "57P03" || state == "25P03") {
    return absl::UnavailableError(message);
  }
  if (state == "40P01") return DeadlockError(message);
  if (state == "40001" || state == "23P01" || state == "55P03") {
    return WithConstraint(absl::AbortedError(message), constraint);
  }
  if (state == "23505") {
    return WithConstraint(absl::AlreadyExistsError(message), constraint);
  }
  if (state.starts_with("23")) {
    return WithConstraint(absl::FailedPreconditionError(message), constraint);
  }
  if (state == "57014") return absl::DeadlineExceededError(message);
  if (state.starts_with("53")) return absl::ResourceExhaustedError(message);
  return absl::InternalError(message);
}

// ?1 becomes $1; quoted texts are left alone.
std::string WithDollars(std::string_view sql) {
  std::string text(sql);
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') is_quoted = !is_quoted;
    if (!is_quoted && text[i] == '?') text[i] = '$';
  }
  return text;
}

class PostgresConnection final : public Connection {
 public:
  PostgresConnection(const std::string& url, std::chrono::milliseconds patience)
      : patience_(patience) {
    const std::string seconds =
        std::to_string(std::max<std::int64_t>(2, patience.count() / 1000));
    const std::string milliseconds = std::to_string(patience.count());
    // What the URL says overrides what stands before it.
    const std::array<const char*, 6> names = {
        "connect_timeout",  "tcp_user_timeout", "keepalives_idle",
        "application_name", "dbname",           nullptr};
    const std::array<const char*, 6> values = {
        seconds.c_str(), milliseconds.c_str(), seconds.c_str(),
        "bookabled",     url.c_str(),          nullptr};
    connection_ = PQconnectdbParams(names.data(), values.data(), 1);
    if (PQstatus(connection_) != CONNECTION_OK) {
      const absl::Status error = absl::UnavailableError(absl::StrCat(
          "PostgreSQL, connecting: ", Trimmed(PQerrorMessage(connection_))));
      PQfinish(connection_);
      throw StatementError(error);
    }
    PQsetNoticeProcessor(
        connection_, [](void*, const char*) {}, nullptr);
    try {
      if (PQserverVersion(connection_) < 150000) {
        throw StatementError(absl::FailedPreconditionError(
            absl::StrCat("PostgreSQL 15 or later is needed, this one says ",
                         PQserverVersion(connection_))));
      }
      RunScript(absl::StrCat("SET statement_timeout = ", milliseconds,
                             "; SET idle_in_transaction_session_timeout = ",
                             3 * patience.count(), "; SET jit = off"));
    } catch (...) {
      PQfinish(connection_);
      throw;
    }
  }
  ~PostgresConnection() override { PQfinish(connection_); }

  StoreKind kind() const override { return StoreKind::kPostgres; }

  Rows Run(std::string_view sql, const Values& arguments) override {
    const std::string& name = Prepared(sql, arguments.size());
    std::vector<std::string> numbers;
    numbers.reserve(arguments.size());
    std::vector<const char*> values;
    values.reserve(arguments.size());
    for (const Value& value : arguments) {
      if (const std::string* text = value.text()) {
        // The server's texts hold no zero byte.
        if (text->find('\0') != std::string::npos) {
          throw StatementError(absl::InvalidArgumentError(
              "a text must not contain a zero byte"));
        }
        values.push_back(text->c_str());
      } else if (const std::int64_t* number = value.integer()) {
        values.push_back(numbers.emplace_back(std::to_string(*number)).c_str());
      } else {
        values.push_back(nullptr);
      }
    }
    const Result result = Await(PQsendQueryPrepared(
        connection_, name.c_str(), static_cast<int>(values.size()),
        values.data(), nullptr, nullptr, 0));
    Check(result.get(), sql);
    return ReadRows(result.get());
  }

  void RunScript(const std::string& sql) override {
    const Result result = Await(PQsendQuery(connection_, sql.c_str()));
    Check(result.get(), "running a script");
  }

  void Begin(TransactionKind kind) override {
    RunScript(kind == TransactionKind::kWrite
                  ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                  : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }

  void Commit() override {
    Result result;
    std::string lost;
    try {
      result = Await(PQsendQuery(connection_, "COMMIT"));
      if (PQstatus(connection_) != CONNECTION_OK) {
        lost = Trimmed(PQerrorMessage(connection_));
      }
    } catch (const StatementError& error) {
      lost = error.what();
    }
    if (!lost.empty()) {
      throw StatementError(absl::UnavailableError(absl::StrCat(
          "PostgreSQL, committing: the connection was lost, whether it was "
          "committed is not known: ",
          lost)));
    }
    Check(result.get(), "committing");
    // COMMIT of a transaction that failed answers ROLLBACK.
    if (std::strcmp(PQcmdStatus(result.get()), "COMMIT") != 0) {
      throw StatementError(absl::InternalError(
          "PostgreSQL, committing: the transaction had failed before"));
    }
  }

  void Rollback() noexcept override {
    if (is_broken() || PQtransactionStatus(connection_) == PQTRANS_IDLE) return;
    try {
      const Result result = Await(PQsendQuery(connection_, "ROLLBACK"));
      if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) is_broken_ = true;
    } catch (const StatementError&) {
      is_broken_ = true;
    }
  }

  bool is_broken() const override {
    return is_broken_ || PQstatus(connection_) != CONNECTION_OK;
  }

  void Listen(std::string_view channel) override {
    RunScript(absl::StrCat("LISTEN ", std::string(channel)));
  }

  std::vector<Notification> Wait(std::chrono::milliseconds timeout) override {
    std::vector<Notification> heard = Heard();
    if (!heard.empty()) return heard;
    pollfd socket{.fd = PQsocket(connection_), .events = POLLIN, .revents = 0};
    const int ready = poll(&socket, 1, static_cast<int>(timeout.count()));
    if (ready > 0 && PQconsumeInput(connection_) == 0) {
      is_broken_ = true;
      throw StatementError(absl::UnavailableError(absl::StrCat(
          "PostgreSQL, listening: ", Trimmed(PQerrorMessage(connection_)))));
    }
    return Heard();
  }

 private:
  // What was sent is answered: as PQexec, which would wait for ever for a
  // server that is there and does not answer (frozen, or cut off behind a
  // proxy). One that lives ends a statement by itself, before the time is over.
  Result Await(int is_sent) {
    const auto end = std::chrono::steady_clock::now() + patience_ + kGrace;
    Result last;
    while (is_sent != 0) {
      while (PQisBusy(connection_) != 0) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        pollfd socket{
            .fd = PQsocket(connection_), .events = POLLIN, .revents = 0};
        const int ready =
            left.count() <= 0
                ? 0
                : poll(&socket, 1, static_cast<int>(left.count()));
        if (ready == 0) {
          is_broken_ = true;
          throw StatementError(
              absl::UnavailableError("PostgreSQL does not answer"));
        }
        if (ready > 0 && PQconsumeInput(connection_) == 0) break;
      }
      PGresult* next = PQgetResult(connection_);
      if (next == nullptr) break;
      last.reset(next);
    }
    return last;
  }

  std::vector<Notification> Heard() {
    std::vector<Notification> heard;
    while (PGnotify* notify = PQnotifies(connection_)) {
      heard.push_back({notify->relname, notify->extra});
      PQfreemem(notify);
    }
    return heard;
  }

  void Check(const PGresult* result, std::string_view doing) {
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
    throw StatementError(ErrorOf(connection_, result, doing));
  }

  const std::string& Prepared(std::string_view sql, std::size_t arguments) {
    const auto found = statements_.find(std::string(sql));
    if (found != statements_.end()) return found->second;
    if (statements_.size() >= kMostKept) {
      RunScript("DEALLOCATE ALL");
      statements_.clear();
    }
    std::string name = absl::StrCat("s", next_statement_++);
    const Result result =
        Await(PQsendPrepare(connection_, name.c_str(), WithDollars(sql).c_str(),
                            static_cast<int>(arguments), nullptr));
    Check(result.get(), sql);
    return statements_.emplace(sql, std::move(name)).first->second;
  }

  static Rows ReadRows(PGresult* result) {
    std::vector<Row> rows;
    const int columns = PQnfields(result);
    for (int i = 0; i < PQntuples(result); ++i) {
      Values values;
      values.reserve(static_cast<std::size_t>(columns));
      for (int j = 0; j < columns; ++j) {
        values.push_back(
            PQgetisnull(result, i, j) != 0 ? Value() : ReadValue(result, i, j));
      }
      rows.emplace_back(std::move(values));
    }
    std::int64_t count = 0;
    if (!std::string_view(PQcmdStatus(result)).starts_with("SELECT")) {
      const std::string_view changed = PQcmdTuples(result);
      std::from_chars(changed.data(), changed.data() + changed.size(), count);
    }
    return {std::move(rows), count};
  }

  static Value ReadValue(const PGresult* result, int row, int column) {
    const std::string_view text(
        PQgetvalue(result, row, column),
        static_cast<std::size_t>(PQgetlength(result, row, column)));
    switch (PQftype(result, column)) {
      case kBool:
        return text == "t";
      case kInt8:
      case kInt4:
      case kInt2: {
        std::int64_t number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        return number;
      }
      default:
        return text;
    }
  }

  std::chrono::milliseconds patience_;
  PGconn* connection_ = nullptr;
  bool is_broken_ = false;
  std::int64_t next_statement_ = 0;
  std::unordered_map<std::string, std::string> statements_;  // text to name
};

}  // namespace

std::unique_ptr<Connection> OpenPostgres(const std::string& url,
                                         std::chrono::milliseconds patience) {
  return std::make_unique<PostgresConnection>(url, patience);
}

}  // namespace bookable::store
