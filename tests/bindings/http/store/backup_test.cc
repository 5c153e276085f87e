#include "bindings/http/store/backup.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/bindings/http/support/test_database.h"

namespace bookable::store {
namespace {

using BackupTest = bookable::testing::StoreTest;

TEST_P(BackupTest, IsOneMomentOfADatabaseInUse) {
  const std::string path = database_->folder() + "/copy.db";
  if (GetParam() == StoreKind::kPostgres) {
    EXPECT_EQ(Backup(*store_, path).code(),
              absl::StatusCode::kFailedPrecondition);
    return;
  }
  std::atomic<bool> stop{false};
  // Each transaction writes two rows: a copy with an odd number is torn.
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      const absl::Status status = store_->Write([&](Transaction& tx) {
        for (const char* end : {"a", "b"}) {
          tx.Run(
              "INSERT INTO setting (name, value, updated_ms) VALUES (?1, '', "
              "0)",
              {std::to_string(i) + end});
        }
        return absl::OkStatus();
      });
      EXPECT_TRUE(status.ok()) << status;
    }
  });
  for (int i = 0; i < 5; ++i) {
    const std::string copy = path + std::to_string(i);
    const absl::Status made = Backup(*store_, copy);
    EXPECT_TRUE(made.ok()) << made;
    const auto opened = Store::Open({.url = "sqlite:" + copy});
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(
        *(*opened)->Read([](Transaction& tx) -> absl::StatusOr<std::int64_t> {
          return tx.Run("SELECT count(*) % 2 FROM setting")
              .One()
              .As<std::int64_t>();
        }),
        0);
  }
  stop = true;
  writer.join();
}

TEST_P(BackupTest, NeverOverwritesAndLeavesNothingBehind) {
  if (GetParam() == StoreKind::kPostgres) return;
  const std::string path = database_->folder() + "/kept";
  std::ofstream(path) << "precious";
  EXPECT_EQ(Backup(*store_, path).code(), absl::StatusCode::kAlreadyExists);
  const std::string nowhere = database_->folder() + "/no/folder.db";
  EXPECT_FALSE(Backup(*store_, nowhere).ok());
  EXPECT_FALSE(std::filesystem::exists(nowhere));
}

BOOKABLE_ON_BOTH_STORES(BackupTest);

}  // namespace
}  // namespace bookable::store
