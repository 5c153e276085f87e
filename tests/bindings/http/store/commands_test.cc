#include "bindings/http/store/commands.h"

#include <sstream>

#include "tests/bindings/http/support/test_database.h"

namespace bookable::store {
namespace {

using bookable::testing::TestDatabase;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class CommandsTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    if (!TestDatabase::IsThere(GetParam())) GTEST_SKIP() << "no PostgreSQL";
    database_ = std::make_unique<TestDatabase>(GetParam());
    store_ = database_->Open();
  }
  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<Store> store_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_P(CommandsTest, MigrateShowsAndApplies) {
  EXPECT_EQ(MigrateCommand(*store_, MigrateAction::kShow, out_, err_), 0);
  EXPECT_THAT(out_.str(), StartsWith("   1  accounts      not applied\n"));
  out_.str("");
  EXPECT_EQ(MigrateCommand(*store_, MigrateAction::kApply, out_, err_), 0);
  EXPECT_THAT(out_.str(), HasSubstr("3  sessions      applied 2"));
  EXPECT_THAT(out_.str(), HasSubstr("Z, just now\n"));
  out_.str("");
  EXPECT_EQ(MigrateCommand(*store_, MigrateAction::kApply, out_, err_), 0);
  EXPECT_THAT(out_.str(), Not(HasSubstr("just now")));
  EXPECT_EQ(err_.str(), "");
}

TEST_P(CommandsTest, MigrateSaysWhatIsWrong) {
  ASSERT_TRUE(store_
                  ->Write([](Transaction& tx) {
                    tx.RunScript("CREATE TABLE team (id bigint)");
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(MigrateCommand(*store_, MigrateAction::kApply, out_, err_), 1);
  EXPECT_THAT(err_.str(), StartsWith("error: migration 1 (accounts): "));
}

TEST_P(CommandsTest, BackupSaysWhereTheCopyIsOrWhyThereIsNone) {
  const std::string path = database_->folder() + "/copy.db";
  const bool is_sqlite = GetParam() == StoreKind::kSqlite;
  EXPECT_EQ(BackupCommand(*store_, path, out_, err_), is_sqlite ? 0 : 1);
  if (is_sqlite) {
    EXPECT_EQ(out_.str(), "copied to " + path + "\n");
    EXPECT_EQ(BackupCommand(*store_, path, out_, err_), 1);
    EXPECT_THAT(err_.str(), HasSubstr("there is a file at"));
  } else {
    EXPECT_THAT(err_.str(), HasSubstr("pg_dump"));
  }
}

BOOKABLE_ON_BOTH_STORES(CommandsTest);

}  // namespace
}  // namespace bookable::store
