#include "tests/bindings/http/support/test_database.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bindings/http/domain/uid.h"
#include "bindings/http/store/migrations.h"
#include "bindings/http/store/postgres_connection.h"

namespace bookable::testing {
namespace {

using store::StoreKind;

constexpr const char* kDatabase = "dbname=postgres";

// The cluster's address, or nothing.
std::string ClusterUrl() {
  const char* path = std::getenv("BOOKABLE_POSTGRES_FILE");
  if (path == nullptr) return "";
  std::ifstream file(path);
  std::string url;
  std::getline(file, url);
  return url;
}

}  // namespace

bool TestDatabase::IsThere(StoreKind kind) {
  return kind == StoreKind::kSqlite || !ClusterUrl().empty();
}

TestDatabase::TestDatabase(StoreKind kind) {
  std::string folder =
      (std::filesystem::temp_directory_path() / "bookable-test-XXXXXX")
          .string();
  if (mkdtemp(folder.data()) == nullptr) std::abort();
  folder_ = folder;
  if (kind == StoreKind::kSqlite) {
    url_ = "sqlite:" + folder_ + "/test.db";
    return;
  }
  url_ = ClusterUrl();
  name_ = "test_" + domain::NewUuid();
  store::OpenPostgres(url_, std::chrono::seconds{60})
      ->RunScript("CREATE DATABASE \"" + name_ + "\"");
  url_.replace(url_.find(kDatabase), std::string(kDatabase).size(),
               "dbname=" + name_);
}

TestDatabase::~TestDatabase() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  if (name_.empty()) return;
  try {
    store::OpenPostgres(ClusterUrl(), std::chrono::seconds{60})
        ->RunScript("DROP DATABASE \"" + name_ + "\" WITH (FORCE)");
  } catch (const store::StatementError&) {
    // It goes with the cluster.
  }
}

std::unique_ptr<store::Store> TestDatabase::Open(int connections) {
  auto opened = store::Store::Open(
      {.url = url_, .connections = connections, .clock_shift = [this] {
         return std::chrono::milliseconds{shift_ms_.load()};
       }});
  if (!opened.ok()) {
    ADD_FAILURE() << opened.status();
    std::abort();
  }
  return *std::move(opened);
}

store::Moment TestDatabase::Now() const {
  return std::chrono::floor<std::chrono::milliseconds>(
             std::chrono::system_clock::now()) +
         std::chrono::milliseconds{shift_ms_.load()};
}

void TestDatabase::SetNow(Instant now) {
  shift_ms_ += (store::Moment(now) - Now()).count();
}

void StoreTest::SetUp() {
  if (!TestDatabase::IsThere(GetParam())) {
    GTEST_SKIP() << "no PostgreSQL: BOOKABLE_POSTGRES_FILE is not set";
  }
  database_ = std::make_unique<TestDatabase>(GetParam());
  store_ = database_->Open();
  const auto migrated = store::Migrate(*store_);
  ASSERT_TRUE(migrated.ok()) << migrated.status();
}

}  // namespace bookable::testing
