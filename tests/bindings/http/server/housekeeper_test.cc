#include "bindings/http/server/housekeeper.h"

#include <chrono>
#include <thread>

#include "bindings/http/store/service.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/test_database.h"

namespace bookable::http {
namespace {

using namespace std::chrono_literals;

class HousekeeperTest : public bookable::testing::StoreTest {
 protected:
  void AddKey(std::chrono::hours life) {
    ASSERT_TRUE(store_
                    ->Write([&](store::Transaction& tx) -> absl::Status {
                      store::IdempotencyRecord record{
                          .id = std::to_string(next_++),
                          .expires_at = tx.Now() + life};
                      store::Insert(tx, record);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  // Waits until so many are left.
  bool ComesTo(std::int64_t wanted) {
    for (int i = 0; i < 200; ++i) {
      const auto count = store_->Read(
          [](store::Transaction& tx) -> absl::StatusOr<std::int64_t> {
            return tx.Run("SELECT count(*) FROM idempotency_key")
                .One()
                .As<std::int64_t>();
          });
      if (count.ok() && *count == wanted) return true;
      std::this_thread::sleep_for(50ms);
    }
    return false;
  }

  Log log_{LogLevel::kOff};
  int next_ = 0;
};

TEST_P(HousekeeperTest, KeepsHouseAtOnceAndAgain) {
  AddKey(1h);
  AddKey(3h);
  database_->Advance(2h);
  const Housekeeper housekeeper(*store_, log_, 1s);
  EXPECT_TRUE(ComesTo(1));
  database_->Advance(2h);
  EXPECT_TRUE(ComesTo(0));
}

TEST_P(HousekeeperTest, StopsWithoutWaitingForItsTurn) {
  const auto begun = std::chrono::steady_clock::now();
  { const Housekeeper housekeeper(*store_, log_, 86'400s); }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
}

BOOKABLE_ON_BOTH_STORES(HousekeeperTest);

}  // namespace
}  // namespace bookable::http
