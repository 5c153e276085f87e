// bindings/http/store/value.cc
// Tested by tests/bindings/http/store/value_test.cc.
#include "bindings/http/store/value.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "bindings/http/store/store_error.h"

namespace bookable::store {

// Here, for inline g++ 12 sees uninitialised strings in them.
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

const Value& Row::operator[](std::size_t column) const {
  if (column >= values_.size()) WrongType(column, "a column");
  return values_[column];
}

std::int64_t Row::Integer(std::size_t column) const {
  const std::int64_t* number = (*this)[column].integer();
  if (number == nullptr) WrongType(column, "an integer");
  return *number;
}

const std::string& Row::Text(std::size_t column) const {
  const std::string* text = (*this)[column].text();
  if (text == nullptr) WrongType(column, "a text");
  return *text;
}

void Row::WrongType(std::size_t column, std::string_view wanted) const {
  throw StatementError(absl::InternalError(
      absl::StrCat("column ", column, " of ", values_.size(), " is not ",
                   std::string(wanted))));
}

const Row& Rows::One() const {
  if (rows_.size() != 1) {
    throw StatementError(absl::InternalError(
        absl::StrCat("one row was expected, there are ", rows_.size())));
  }
  return rows_.front();
}

}  // namespace bookable::store
