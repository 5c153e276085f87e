#include "bindings/http/domain/housekeeping.h"

#include <thread>

#include "bindings/http/domain/sign_in.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/outbox.h"
#include "bindings/http/store/service.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/domain_test_base.h"

namespace bookable::domain {
namespace {

using namespace std::chrono_literals;
using bookable::testing::Lessons;
using store::Transaction;

class HousekeepingTest : public bookable::testing::DomainTest {
 protected:
  void Change(const std::function<void(Transaction&)>& change) {
    const absl::Status status =
        store_->Write([&](Transaction& tx) -> absl::Status {
          change(tx);
          return absl::OkStatus();
        });
    ASSERT_TRUE(status.ok()) << status;
  }
  void AddKeys(int count, std::chrono::hours life) {
    Change([&](Transaction& tx) {
      for (int i = 0; i < count; ++i) {
        store::IdempotencyRecord record{
            .id = std::to_string(life.count()) + "h" + std::to_string(i),
            .expires_at = tx.Now() + life};
        store::Insert(tx, record);
      }
    });
  }
  Forgotten Keep() {
    const auto forgotten = ForgetEnded(*store_);
    EXPECT_TRUE(forgotten.ok()) << forgotten.status();
    return forgotten.value_or(Forgotten{});
  }
};

TEST_P(HousekeepingTest, ForgetsWhatEndedAndNothingElse) {
  Change([&](Transaction& tx) {
    BeginSession(tx, users_[0]);
    const Attempt attempt = BeginAttempt(tx, "a@b.example", "ip:a");
    ForgiveAttempt(tx, {.holder = {.user_id = users_[0]}}, "ip:a");
    EXPECT_EQ(attempt.wait, 0ms);
    store::Enqueue(tx, {.kind = "webhook", .subject = "done"});
    store::Enqueue(tx, {.kind = "webhook", .subject = "not done"});
    tx.Run("UPDATE outbox SET done_ms = ?1 WHERE subject = 'done'", {tx.Now()});
  });
  AddKeys(3, 24h);
  AddKeys(2, 24h * 365);
  ASSERT_TRUE(Hold(Lessons(lesson_, {users_[0]}),
                   {.start = Today("09:00"), .kind = HoldKind::kExclusive})
                  .ok());
  EXPECT_EQ(Keep(), Forgotten{});
  database_->Advance(24h * 91);
  EXPECT_EQ(Keep(), (Forgotten{{"web_session", 1},
                               {"idempotency_key", 3},
                               {"sign_in_guess", 2},
                               {"sign_in_address", 1},
                               {"hold", 1},
                               {"outbox", 1}}));
  EXPECT_EQ(Keep(), Forgotten{});
  EXPECT_EQ(Count("SELECT count(*) FROM idempotency_key"), 2);
  EXPECT_EQ(Count("SELECT count(*) FROM session"), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM outbox"), 1);
}

TEST_P(HousekeepingTest, DoesManyInBatchesAndStopsBetweenThem) {
  const int many = static_cast<int>(kHousekeepingBatch) * 2 + 7;
  AddKeys(many, 1h);
  database_->Advance(1h);
  int asked = 0;
  // Three tables come before, each asks once.
  const auto some = ForgetEnded(*store_, [&] { return ++asked > 5; });
  ASSERT_TRUE(some.ok()) << some.status();
  EXPECT_EQ(Count("SELECT count(*) FROM idempotency_key"),
            many - kHousekeepingBatch);
  EXPECT_EQ(Keep(),
            (Forgotten{{"idempotency_key", many - kHousekeepingBatch}}));
}

TEST_P(HousekeepingTest, NodesMayDoItTogether) {
  const int many = static_cast<int>(kHousekeepingBatch) * 4;
  AddKeys(many, 1h);
  database_->Advance(1h);
  std::vector<std::thread> nodes;
  std::atomic<std::int64_t> forgotten{0};
  for (int i = 0; i < 4; ++i) {
    nodes.emplace_back([&] {
      for (const auto& [table, count] : Keep()) forgotten += count;
    });
  }
  for (std::thread& node : nodes) node.join();
  for (const auto& [table, count] : Keep()) forgotten += count;
  EXPECT_EQ(forgotten, many);
  EXPECT_EQ(store_->counters().deadlocks, 0);
  EXPECT_EQ(Count("SELECT count(*) FROM idempotency_key"), 0);
}

TEST_P(HousekeepingTest, OneNodeAtATime) {
  if (store_->kind() != store::StoreKind::kPostgres) {
    GTEST_SKIP() << "SQLite has one writer anyway";
  }
  AddKeys(1, 1h);
  database_->Advance(1h);
  Change([&](Transaction& tx) {
    tx.Run("SELECT pg_advisory_xact_lock(30228074246008423)");
    EXPECT_EQ(Keep(), Forgotten{});
  });
  EXPECT_EQ(Keep(), (Forgotten{{"idempotency_key", 1}}));
}

BOOKABLE_ON_BOTH_STORES(HousekeepingTest);

}  // namespace
}  // namespace bookable::domain
