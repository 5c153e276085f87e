#include "bindings/http/store/store.h"

#include <future>
#include <thread>

#include "bindings/http/store/postgres_connection.h"
#include "bindings/http/store/service.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/test_database.h"

namespace bookable::store {
namespace {

using namespace std::chrono_literals;

using StoreTest = bookable::testing::StoreTest;

void SetColour(Transaction& tx, std::string_view colour) {
  tx.Run(
      "INSERT INTO setting (name, value, updated_ms) VALUES ('colour', ?1, 0) "
      "ON CONFLICT (name) DO UPDATE SET value = ?1",
      {colour});
}

std::string Colour(Store& store) {
  return *store.Read([](Transaction& tx) -> absl::StatusOr<std::string> {
    const auto setting = Find<SettingRecord>(tx, "colour");
    return setting ? setting->value : "none";
  });
}

TEST_P(StoreTest, WhatIsNotOkIsTakenBack) {
  const absl::Status refused = store_->Write([](Transaction& tx) {
    SetColour(tx, "red");
    return absl::NotFoundError("no");
  });
  EXPECT_EQ(refused, absl::NotFoundError("no"));
  EXPECT_EQ(Colour(*store_), "none");
  const absl::Status failed = store_->Write([](Transaction& tx) {
    SetColour(tx, "red");
    tx.Run("SELECT nothing FROM nowhere");
    return absl::OkStatus();
  });
  EXPECT_EQ(failed.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Colour(*store_), "none");
  EXPECT_TRUE(store_
                  ->Write([](Transaction& tx) {
                    SetColour(tx, "blue");
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(Colour(*store_), "blue");
}

TEST_P(StoreTest, ExceptionsOfOthersTakeBackToo) {
  const auto throwing = [](Transaction& tx) -> absl::Status {
    SetColour(tx, "red");
    throw std::runtime_error("oh");
  };
  EXPECT_THROW(store_->Write(throwing).IgnoreError(), std::runtime_error);
  EXPECT_EQ(Colour(*store_), "none");
}

TEST_P(StoreTest, WorkThatMetAnotherIsRunFourTimesAtMost) {
  int runs = 0;
  const absl::Status status = store_->Write([&](Transaction&) {
    ++runs;
    return absl::AbortedError("met");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(runs, 4);
  EXPECT_EQ(store_->counters().retries, 3);
  runs = 0;
  EXPECT_TRUE(store_
                  ->Write([&](Transaction&) {
                    return ++runs < 3 ? absl::AbortedError("met")
                                      : absl::OkStatus();
                  })
                  .ok());
}

TEST_P(StoreTest, ReadsDoNotWrite) {
  if (GetParam() == StoreKind::kSqlite) return;  // a reader may become a writer
  const absl::Status status = store_->Read([](Transaction& tx) {
    SetColour(tx, "red");
    return absl::OkStatus();
  });
  EXPECT_FALSE(status.ok());
}

TEST_P(StoreTest, ReadersSeeOneMomentWhileOthersWrite) {
  std::promise<void> has_read;
  std::promise<void> has_written;
  std::thread reader([&] {
    const absl::Status status = store_->Read([&](Transaction& tx) {
      EXPECT_FALSE(Find<SettingRecord>(tx, "colour").has_value());
      has_read.set_value();
      has_written.get_future().wait();
      EXPECT_FALSE(Find<SettingRecord>(tx, "colour").has_value());
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  });
  has_read.get_future().wait();
  EXPECT_TRUE(store_
                  ->Write([](Transaction& tx) {
                    SetColour(tx, "red");
                    return absl::OkStatus();
                  })
                  .ok());
  has_written.set_value();
  reader.join();
}

TEST_P(StoreTest, ErrorsHaveCodesAndNamesOfConstraints) {
  const auto run = [&](std::string_view sql, const Values& arguments) {
    return store_->Write([&](Transaction& tx) {
      tx.Run(sql, arguments);
      return absl::OkStatus();
    });
  };
  EXPECT_EQ(
      run("INSERT INTO membership (team_id, user_id, role, is_accepted, "
          "disable_impersonation, created_ms) VALUES (1, 1, 'OWNER', TRUE, "
          "FALSE, 0)",
          {})
          .code(),
      absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(run("INSERT INTO setting (name, value, updated_ms) "
                "VALUES ('a', NULL, 0)",
                {})
                .code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(run("nonsense", {}).code(), absl::StatusCode::kInternal);
  // Too few arguments.
  EXPECT_FALSE(run("INSERT INTO setting (name, value, updated_ms) "
                   "VALUES ('b', ?1, 0)",
                   {})
                   .ok());
  // PostgreSQL's texts hold no zero byte, so ours do not.
  EXPECT_EQ(run("INSERT INTO setting (name, value, updated_ms) "
                "VALUES ('a', ?1, 0)",
                {std::string("a\0b", 3)})
                .code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(StoreTest, TheClockIsTheDatabasesAndCanBeShifted) {
  const auto now = [&] {
    return *store_->Read([](Transaction& tx) -> absl::StatusOr<Moment> {
      const Moment first = tx.Now();
      EXPECT_EQ(tx.Now(), first);
      return first;
    });
  };
  const Moment system = std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
  EXPECT_LT(now() - system, 5s);
  EXPECT_LT(system - now(), 5s);
  database_->Advance(1h);
  EXPECT_GT(now() - system, 59min);
}

TEST_P(StoreTest, WritersOfManyThreadsAllGetTheirTurn) {
  ASSERT_TRUE(store_
                  ->Write([](Transaction& tx) {
                    tx.Run(
                        "INSERT INTO setting (name, value, updated_ms) "
                        "VALUES ('n', '', 0)");
                    return absl::OkStatus();
                  })
                  .ok());
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 25; ++j) {
        const absl::Status status = store_->Write([](Transaction& tx) {
          tx.Run(
              "UPDATE setting SET updated_ms = updated_ms + 1 WHERE name = "
              "'n'");
          return absl::OkStatus();
        });
        EXPECT_TRUE(status.ok()) << status;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(*store_->Read([](Transaction& tx) -> absl::StatusOr<std::int64_t> {
    return tx.Run("SELECT updated_ms FROM setting").One().As<std::int64_t>();
  }),
            200);
}

TEST_P(StoreTest, AStoreWithOneConnectionLendsItInTurn) {
  const auto store = database_->Open(1);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(Colour(*store), "none"); });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_P(StoreTest, LostConnectionsAreReplaced) {
  if (GetParam() == StoreKind::kSqlite) return;  // has none
  EXPECT_EQ(Colour(*store_), "none");
  OpenPostgres(database_->url(), 10s)
      ->RunScript(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  EXPECT_EQ(Colour(*store_), "none");
}

TEST_P(StoreTest, DeadlocksAreRetriedAndCounted) {
  if (GetParam() == StoreKind::kSqlite) return;  // has one writer
  ASSERT_TRUE(store_
                  ->Write([](Transaction& tx) {
                    tx.Run(
                        "INSERT INTO setting (name, value, updated_ms) "
                        "VALUES ('a', '', 0), ('b', '', 0)");
                    return absl::OkStatus();
                  })
                  .ok());
  std::atomic<int> arrived{0};
  const auto cross = [&](const char* first, const char* second) {
    const absl::Status status = store_->Write([&](Transaction& tx) {
      tx.Run("UPDATE setting SET updated_ms = updated_ms + 1 WHERE name = ?1",
             {first});
      ++arrived;
      while (arrived < 2) std::this_thread::sleep_for(1ms);
      tx.Run("UPDATE setting SET updated_ms = updated_ms + 1 WHERE name = ?1",
             {second});
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  };
  std::thread other([&] { cross("b", "a"); });
  cross("a", "b");
  other.join();
  EXPECT_EQ(store_->counters().deadlocks, 1);
}

TEST_P(StoreTest, DiskAndFolderErrorsAreUnavailable) {
  if (GetParam() == StoreKind::kPostgres) return;
  EXPECT_EQ(
      Store::Open({.url = "sqlite:" + database_->folder() + "/no/such.db"})
          .status()
          .code(),
      absl::StatusCode::kUnavailable);
}

TEST(StoreOpenTest, BadAddressesAreRefused) {
  for (const char* url :
       {"", "sqlite:", "sqlite::memory:", "mysql://x", "test.db"}) {
    EXPECT_EQ(Store::Open({.url = url}).status().code(),
              absl::StatusCode::kInvalidArgument)
        << url;
  }
  EXPECT_EQ(
      Store::Open({.url = "sqlite:/tmp/x", .connections = 0}).status().code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Store::Open({.url = "host=/nowhere dbname=x", .patience = 2s})
                .status()
                .code(),
            absl::StatusCode::kUnavailable);
}

TEST(PlacesTest, AreNumbered) {
  EXPECT_EQ(Places(1, 1), "?1");
  EXPECT_EQ(Places(3, 3), "?3, ?4, ?5");
}

BOOKABLE_ON_BOTH_STORES(StoreTest);

}  // namespace
}  // namespace bookable::store
