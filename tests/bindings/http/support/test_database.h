// tests/bindings/http/support/test_database.h: an empty database for each test.
#ifndef BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_TEST_DATABASE_H_
#define BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_TEST_DATABASE_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>

#include "bindings/http/store/store.h"
#include "bookable/time/instant.h"
#include "gtest/gtest.h"

namespace bookable::store {

// How GoogleTest prints it.
inline void PrintTo(StoreKind kind, std::ostream* out) {
  *out << StoreKindName(kind);
}

}  // namespace bookable::store

namespace bookable::testing {

// A database of its own, gone with it. SQLite: a file in a temporary folder.
// PostgreSQL: made in the cluster that the file named by the environment's
// BOOKABLE_POSTGRES_FILE tells of (tools/postgres_cluster.py).
class TestDatabase {
 public:
  explicit TestDatabase(store::StoreKind kind);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  // False where there is no PostgreSQL to test with.
  static bool IsThere(store::StoreKind kind);

  const std::string& url() const { return url_; }
  // A folder for the test's files.
  const std::string& folder() const { return folder_; }

  // A store on it; its clock is shifted by what SetNow said last.
  std::unique_ptr<store::Store> Open(int connections = 4);
  void SetNow(Instant now);
  // The time of day by that clock.
  store::Moment Now() const;
  void Advance(std::chrono::seconds by) { shift_ms_ += by.count() * 1000; }

 private:
  std::string folder_;
  std::string url_;
  std::string name_;  // of the PostgreSQL database
  std::atomic<std::int64_t> shift_ms_{0};
};

// Fixture: the same tests on both stores, migrated.
class StoreTest : public ::testing::TestWithParam<store::StoreKind> {
 protected:
  void SetUp() override;

  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<store::Store> store_;
};

inline constexpr auto kBothStores = [](const auto& info) {
  return std::string(store::StoreKindName(info.param));
};

#define BOOKABLE_ON_BOTH_STORES(Fixture)                          \
  INSTANTIATE_TEST_SUITE_P(                                       \
      On, Fixture,                                                \
      ::testing::Values(::bookable::store::StoreKind::kSqlite,    \
                        ::bookable::store::StoreKind::kPostgres), \
      ::bookable::testing::kBothStores)

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_TEST_DATABASE_H_
