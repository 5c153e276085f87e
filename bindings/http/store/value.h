// bindings/http/store/value.h: what goes into a statement and what comes back.
//
// CONCEPT   A Value is null, an integer, or text: all that our tables hold.
//           Times are integers (columns named _s hold epoch seconds, _ms epoch
//           milliseconds), truths are 0 and 1, JSON is text. The C++ types of
//           records turn into values and back without a word:
//
//     Rows rows = tx.Run("SELECT id, name FROM team WHERE id = ?1", {12});
//     for (const Row& row : rows) row.Into(team.id, team.name);
//
// THREADS   Plain values.
// ERRORS    A row that does not hold what it is read into throws StatementError
//           (store_error.h): the query and the code differ, a bug.
#ifndef BOOKABLE_HTTP_STORE_VALUE_H_
#define BOOKABLE_HTTP_STORE_VALUE_H_

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "bookable/time/instant.h"

namespace bookable::store {

// When something was made, changed or runs out: finer than an Instant.
using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

class Value {
  using Held = std::variant<std::monostate, std::int64_t, std::string>;

 public:
  Value() = default;  // null
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();
  Value(std::nullopt_t) {}
  template <std::integral T>
  Value(T number) : held_(static_cast<std::int64_t>(number)) {}
  Value(Instant t) : held_(std::int64_t{t.time_since_epoch().count()}) {}
  Value(Moment t) : held_(std::int64_t{t.time_since_epoch().count()}) {}
  Value(std::string text) : held_(std::move(text)) {}
  Value(std::string_view text) : held_(std::string(text)) {}
  Value(const char* text) : held_(std::string(text)) {}
  template <typename T>
  Value(const std::optional<T>& value) {
    if (!value) return;
    if constexpr (std::is_constructible_v<std::string, const T&>) {
      held_.template emplace<std::string>(*value);
    } else {
      held_.template emplace<std::int64_t>(*Value(*value).integer());
    }
  }

  bool is_null() const { return held_.index() == 0; }
  const std::int64_t* integer() const {
    return std::get_if<std::int64_t>(&held_);
  }
  const std::string* text() const { return std::get_if<std::string>(&held_); }

  friend bool operator==(const Value&, const Value&) = default;

 private:
  Held held_;
};

// The arguments of a statement, ?1 first: {41, "alice", std::nullopt}.
using Values = std::vector<Value>;

class Row {
 public:
  explicit Row(Values values) : values_(std::move(values)) {}

  std::size_t size() const { return values_.size(); }
  const Value& operator[](std::size_t column) const;

  // Reads the columns in order. An optional takes null, others do not.
  template <typename... T>
  void Into(T&... out) const {
    std::size_t column = 0;
    (Get(column++, out), ...);
  }

  // One column. DEFAULT: the first.
  template <typename T>
  T As(std::size_t column = 0) const {
    T out{};
    Get(column, out);
    return out;
  }

  template <typename T>
  void Get(std::size_t column, T& out) const {
    if constexpr (std::is_same_v<T, bool>) {
      out = Integer(column) != 0;
    } else if constexpr (std::integral<T>) {
      const std::int64_t number = Integer(column);
      if (!std::in_range<T>(number)) WrongType(column, "an integer in range");
      out = static_cast<T>(number);
    } else if constexpr (std::is_same_v<T, std::string>) {
      out = Text(column);
    } else if constexpr (std::is_same_v<T, Instant> ||
                         std::is_same_v<T, Moment>) {
      out = T{typename T::duration{Integer(column)}};
    } else {  // std::optional
      if ((*this)[column].is_null()) {
        out.reset();
      } else {
        Get(column, out.emplace());
      }
    }
  }

 private:
  std::int64_t Integer(std::size_t column) const;
  const std::string& Text(std::size_t column) const;
  [[noreturn]] void WrongType(std::size_t column,
                              std::string_view wanted) const;

  Values values_;
};

// What a statement gave: its rows, and how many rows it changed.
class Rows {
 public:
  Rows() = default;
  Rows(std::vector<Row> rows, std::int64_t changed)
      : rows_(std::move(rows)), changed_(changed) {}

  bool is_empty() const { return rows_.empty(); }
  std::size_t size() const { return rows_.size(); }
  const Row& operator[](std::size_t i) const { return rows_[i]; }
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }
  // Rows inserted, updated or deleted.
  std::int64_t changed() const { return changed_; }
  // The only row. REQUIRES: there is one; else throws StatementError.
  const Row& One() const;

 private:
  std::vector<Row> rows_;
  std::int64_t changed_ = 0;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_VALUE_H_
