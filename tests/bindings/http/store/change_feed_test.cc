#include "bindings/http/store/change_feed.h"

#include "bindings/http/store/hosts.h"
#include "bindings/http/store/postgres_connection.h"
#include "tests/bindings/http/support/test_database.h"
#include "tests/bindings/http/support/world.h"

namespace bookable::store {
namespace {

using bookable::testing::MakeUsers;
using std::chrono::milliseconds;
using std::chrono::seconds;

using ChangeFeedTest = bookable::testing::StoreTest;

void Touch(Store& store, const std::vector<std::int64_t>& hosts) {
  const absl::Status status = store.Write([&](Transaction& tx) {
    TouchHosts(tx, hosts);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_P(ChangeFeedTest, TellsCommittedChangesOnly) {
  const std::int64_t host = MakeUsers(*store_, 1).front();
  auto feed = store_->Changes();
  ASSERT_TRUE(feed.ok()) << feed.status();
  EXPECT_TRUE((*feed)->Wait(milliseconds{0})->empty());
  EXPECT_FALSE(store_
                   ->Write([&](Transaction& tx) {
                     TouchHosts(tx, {host});
                     return absl::CancelledError("no");
                   })
                   .ok());
  EXPECT_TRUE((*feed)->Wait(milliseconds{50})->empty());
  Touch(*store_, {host});
  EXPECT_EQ(*(*feed)->Wait(seconds{5}), (std::vector<HostChange>{{host, 1}}));
  EXPECT_TRUE((*feed)->Wait(milliseconds{0})->empty());
}

TEST_P(ChangeFeedTest, TellsWhatOtherNodesWrite) {
  const std::int64_t host = MakeUsers(*store_, 1).front();
  auto feed = store_->Changes();
  ASSERT_TRUE(feed.ok()) << feed.status();
  const auto other = database_->Open();
  Touch(*other, {host});
  EXPECT_EQ(*(*feed)->Wait(seconds{5}), (std::vector<HostChange>{{host, 1}}));
}

TEST_P(ChangeFeedTest, MissesNothingOverALostConnection) {
  if (GetParam() == StoreKind::kSqlite) return;
  const std::vector<std::int64_t> hosts = MakeUsers(*store_, 2);
  auto feed = store_->Changes();
  ASSERT_TRUE(feed.ok()) << feed.status();
  OpenPostgres(database_->url(), seconds{10})
      ->RunScript(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  Touch(*store_, {hosts[1]});
  // The loss may be noticed at once or by the second look.
  bool was_lost = false;
  for (int i = 0; i < 10; ++i) {
    const auto changes = (*feed)->Wait(milliseconds{200});
    if (!changes.ok()) {
      EXPECT_EQ(changes.status().code(), absl::StatusCode::kUnavailable);
      was_lost = true;
    } else if (!changes->empty()) {
      EXPECT_EQ(*changes, (std::vector<HostChange>{{hosts[1], 1}}));
      EXPECT_TRUE(was_lost);
      return;
    }
  }
  FAIL() << "the change was not told";
}

TEST_P(ChangeFeedTest, TellsOfHostsThatWentWhileItWasNotHeard) {
  const std::vector<std::int64_t> hosts = MakeUsers(*store_, 2);
  auto feed = store_->Changes();
  ASSERT_TRUE(feed.ok()) << feed.status();
  if (GetParam() == StoreKind::kPostgres) {
    OpenPostgres(database_->url(), seconds{10})
        ->RunScript(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }
  const auto other = database_->Open();
  const absl::Status status = other->Write([&](Transaction& tx) {
    tx.Run("DELETE FROM app_user WHERE id = ?1", {hosts[0]});
    return absl::OkStatus();
  });
  ASSERT_TRUE(status.ok()) << status;
  for (int i = 0; i < 20; ++i) {
    const auto changes = (*feed)->Wait(milliseconds{200});
    if (!changes.ok() || changes->empty()) continue;
    EXPECT_EQ(*changes, (std::vector<HostChange>{{hosts[0], 1}}));
    return;
  }
  FAIL() << "nothing was told";
}

TEST_P(ChangeFeedTest, TheObserverSeesOwnWritesBeforeTheyReturn) {
  const std::vector<std::int64_t> hosts = MakeUsers(*store_, 1);
  std::vector<HostChange> seen;
  store_->Observe([&](const std::vector<HostChange>& changes) {
    seen.insert(seen.end(), changes.begin(), changes.end());
  });
  const std::int64_t before = store_->writes();
  Touch(*store_, hosts);
  EXPECT_EQ(seen, (std::vector<HostChange>{{hosts[0], 1}}));
  EXPECT_EQ(store_->writes(), before + 1);
  EXPECT_FALSE(store_
                   ->Write([&](Transaction& tx) {
                     TouchHosts(tx, hosts);
                     return absl::CancelledError("no");
                   })
                   .ok());
  EXPECT_EQ(seen.size(), 1u);
  EXPECT_EQ(store_->writes(), before + 1);
  store_->Observe({});
  Touch(*store_, hosts);
  EXPECT_EQ(seen.size(), 1u);
}

BOOKABLE_ON_BOTH_STORES(ChangeFeedTest);

}  // namespace
}  // namespace bookable::store
