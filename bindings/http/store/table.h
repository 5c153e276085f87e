// bindings/http/store/table.h: records and their tables.
//
// CONCEPT   A record is a plain struct that says its table and, once, which
//           column goes with which member:
//
//     struct TeamRecord {
//       std::int64_t id = 0;
//       std::string name{};
//       static constexpr std::string_view kTable = "team";
//       template <typename Self, typename Visit>
//       static void Columns(Self& self, Visit&& visit) {
//         visit("id", self.id);
//         visit("name", self.name);
//       }
//     };
//
//           The functions below read and write whole records; what they cannot
//           say is a statement of its own (Transaction::Run). The first column
//           is the key: an integer that the database gives when it is 0, or a
//           text that the caller gives.
// THREADS   As Transaction. ERRORS: throw StatementError, as Transaction::Run.
#ifndef BOOKABLE_HTTP_STORE_TABLE_H_
#define BOOKABLE_HTTP_STORE_TABLE_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/http/store/store.h"
#include "bindings/http/store/value.h"

namespace bookable::store {

// "a, b, c": the columns of a record, each after `prefix` ("u.").
template <typename Record>
std::string ColumnList(std::string_view prefix = "") {
  std::string list;
  const Record record{};
  Record::Columns(record, [&](std::string_view name, const auto&) {
    if (!list.empty()) list += ", ";
    list += prefix;
    list += name;
  });
  return list;
}

// The record in a row that begins with its columns, in order.
template <typename Record>
Record FromRow(const Row& row) {
  Record record{};
  std::size_t column = 0;
  Record::Columns(record, [&](std::string_view, auto& member) {
    row.Get(column++, member);
  });
  return record;
}

// The records for which `clause` holds: "WHERE email = ?1 ORDER BY id LIMIT 9".
template <typename Record>
std::vector<Record> Select(Transaction& tx, std::string_view clause,
                           const Values& arguments = {}) {
  static const std::string kBegin = "SELECT " + ColumnList<Record>() +
                                    " FROM " + std::string(Record::kTable) +
                                    " ";
  std::vector<Record> records;
  for (const Row& row : tx.Run(kBegin + std::string(clause), arguments)) {
    records.push_back(FromRow<Record>(row));
  }
  return records;
}

// The first of them, if any.
template <typename Record>
std::optional<Record> SelectOne(Transaction& tx, std::string_view clause,
                                const Values& arguments = {}) {
  std::vector<Record> records = Select<Record>(tx, clause, arguments);
  if (records.empty()) return std::nullopt;
  return std::move(records.front());
}

namespace internal {

// The columns of a record with their values; the key comes first.
template <typename Record>
std::vector<std::pair<std::string, Value>> ColumnValues(const Record& record) {
  std::vector<std::pair<std::string, Value>> columns;
  Record::Columns(record, [&](std::string_view name, const auto& member) {
    columns.emplace_back(name, Value(member));
  });
  return columns;
}

}  // namespace internal

// The record with that key, if any.
template <typename Record>
std::optional<Record> Find(Transaction& tx, const Value& key) {
  static const std::string kClause =
      "WHERE " + internal::ColumnValues(Record{}).front().first + " = ?1";
  return SelectOne<Record>(tx, kClause, {key});
}

// Inserts the record; sets a key that is 0 to the one the database gave.
template <typename Record>
void Insert(Transaction& tx, Record& record) {
  auto columns = internal::ColumnValues(record);
  const std::string key = columns.front().first;
  const bool is_key_given = columns.front().second != Value(0);
  if (!is_key_given) columns.erase(columns.begin());
  std::string names;
  std::string places;
  Values arguments;
  for (auto& [name, value] : columns) {
    if (!names.empty()) names += ", ", places += ", ";
    names += name;
    places += "?";
    places += std::to_string(arguments.size() + 1);
    arguments.push_back(std::move(value));
  }
  std::string sql = "INSERT INTO " + std::string(Record::kTable) + " (" +
                    names + ") VALUES (" + places + ")";
  if (is_key_given) {
    tx.Run(sql, arguments);
    return;
  }
  const Rows rows = tx.Run(sql + " RETURNING " + key, arguments);
  bool is_first = true;
  Record::Columns(record, [&](std::string_view, auto& member) {
    if (std::exchange(is_first, false)) rows.One().Get(0, member);
  });
}

// Writes all columns of the record with its key. False if there is none.
template <typename Record>
bool Update(Transaction& tx, const Record& record) {
  auto columns = internal::ColumnValues(record);
  std::string sql = "UPDATE " + std::string(Record::kTable) + " SET ";
  Values arguments{columns.front().second};
  for (std::size_t i = 1; i < columns.size(); ++i) {
    if (i > 1) sql += ", ";
    sql += columns[i].first;
    sql += " = ?";
    sql += std::to_string(i + 1);
    arguments.push_back(std::move(columns[i].second));
  }
  sql += " WHERE " + columns.front().first + " = ?1";
  return tx.Run(sql, arguments).changed() > 0;
}

// Deletes the record with that key. False if there is none.
template <typename Record>
bool Delete(Transaction& tx, const Value& key) {
  static const std::string kSql =
      "DELETE FROM " + std::string(Record::kTable) + " WHERE " +
      internal::ColumnValues(Record{}).front().first + " = ?1";
  return tx.Run(kSql, {key}).changed() > 0;
}

// "?2, ?3, ?4": places for `count` arguments from number `first` on, for IN.
// REQUIRES: count > 0.
std::string Places(std::size_t first, std::size_t count);

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_TABLE_H_
