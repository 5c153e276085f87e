#include "bindings/http/store/hosts.h"

#include <thread>

#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/test_database.h"
#include "tests/bindings/http/support/world.h"

namespace bookable::store {
namespace {

using bookable::testing::MakeEventType;
using bookable::testing::MakeUsers;

using HostsTest = bookable::testing::StoreTest;

TEST_P(HostsTest, AreLockedInAscendingOrderEachOnce) {
  const std::vector<std::int64_t> ids = MakeUsers(*store_, 3);
  const absl::Status status = store_->Write([&](Transaction& tx) {
    const auto locked = LockHosts(tx, {ids[2], 999'999, ids[0], ids[2]});
    EXPECT_EQ(locked.size(), 2u);
    EXPECT_EQ(locked.front().id, ids[0]);
    EXPECT_EQ(locked.back().id, ids[2]);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_P(HostsTest, ThoseWhoLockInAnyOrderDoNotDeadlock) {
  const std::vector<std::int64_t> ids = MakeUsers(*store_, 3);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (std::size_t j = 0; j < 20; ++j) {
        const absl::Status status = store_->Write([&](Transaction& tx) {
          TouchHosts(tx, {ids[(i + j) % 3], ids[(i + j + 1) % 3]});
          return absl::OkStatus();
        });
        EXPECT_TRUE(status.ok()) << status;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(store_->counters().deadlocks, 0);
  EXPECT_EQ(*store_->Read([](Transaction& tx) -> absl::StatusOr<std::int64_t> {
    return tx.Run("SELECT CAST(sum(version) AS bigint) FROM host")
        .One()
        .As<std::int64_t>();
  }),
            160);
}

TEST_P(HostsTest, OfAnEventTypeAreItsOwnerAndItsHosts) {
  const std::vector<std::int64_t> ids = MakeUsers(*store_, 3);
  const std::int64_t type = MakeEventType(*store_, ids[1], "lesson");
  const absl::Status status = store_->Write([&](Transaction& tx) {
    EXPECT_EQ(HostsOfEventType(tx, type), std::vector<std::int64_t>{ids[1]});
    EventTypeHostRecord host{.event_type_id = type, .user_id = ids[0]};
    Insert(tx, host);
    EXPECT_EQ(HostsOfEventType(tx, type),
              (std::vector<std::int64_t>{ids[0], ids[1]}));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

BOOKABLE_ON_BOTH_STORES(HostsTest);

}  // namespace
}  // namespace bookable::store
