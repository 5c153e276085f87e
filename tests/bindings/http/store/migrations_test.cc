#include "bindings/http/store/migrations.h"

#include <thread>

#include "tests/bindings/http/support/test_database.h"

namespace bookable::store {
namespace {

using bookable::testing::TestDatabase;

class MigrationsTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    if (!TestDatabase::IsThere(GetParam())) GTEST_SKIP() << "no PostgreSQL";
    database_ = std::make_unique<TestDatabase>(GetParam());
    store_ = database_->Open();
  }
  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<Store> store_;
};

TEST_P(MigrationsTest, AreAppliedOnceAndShown) {
  const auto before = ShowMigrations(*store_);
  ASSERT_TRUE(before.ok()) << before.status();
  ASSERT_GE(before->size(), 3u);
  std::vector<int> versions;
  for (const MigrationState& state : *before) {
    EXPECT_FALSE(state.applied_at.has_value());
    versions.push_back(state.version);
  }
  const auto applied = Migrate(*store_);
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(*applied, versions);
  EXPECT_TRUE(Migrate(*store_)->empty());
  const auto after = ShowMigrations(*store_);
  ASSERT_TRUE(after.ok()) << after.status();
  for (const MigrationState& state : *after) {
    EXPECT_TRUE(state.applied_at.has_value());
  }
  EXPECT_EQ((*after)[2].name, "sessions");
}

TEST_P(MigrationsTest, NodesMayStartTogether) {
  std::vector<std::thread> nodes;
  std::atomic<std::size_t> applied{0};
  for (int i = 0; i < 4; ++i) {
    nodes.emplace_back([&] {
      const auto done = Migrate(*store_);
      EXPECT_TRUE(done.ok()) << done.status();
      if (done.ok()) applied += done->size();
    });
  }
  for (std::thread& node : nodes) node.join();
  EXPECT_EQ(applied, ShowMigrations(*store_)->size());
}

TEST_P(MigrationsTest, ANewerDatabaseIsLeftAlone) {
  ASSERT_TRUE(Migrate(*store_).ok());
  ASSERT_TRUE(store_
                  ->Write([](Transaction& tx) {
                    tx.Run(
                        "INSERT INTO schema_version VALUES (99, 'later', 0)");
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(Migrate(*store_).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ShowMigrations(*store_)->back().name, "later");
}

TEST_P(MigrationsTest, OneThatFailsIsTakenBack) {
  ASSERT_TRUE(store_
                  ->Write([](Transaction& tx) {
                    tx.RunScript("CREATE TABLE event_type (id bigint)");
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_FALSE(Migrate(*store_).ok());
  const auto states = ShowMigrations(*store_);
  ASSERT_TRUE(states.ok()) << states.status();
  EXPECT_TRUE((*states)[0].applied_at.has_value());
  EXPECT_FALSE((*states)[1].applied_at.has_value());
}

BOOKABLE_ON_BOTH_STORES(MigrationsTest);

}  // namespace
}  // namespace bookable::store
