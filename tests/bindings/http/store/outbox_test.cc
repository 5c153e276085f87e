#include "bindings/http/store/outbox.h"

#include <set>
#include <thread>

#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/test_database.h"

namespace bookable::store {
namespace {

using std::chrono::minutes;

class OutboxTest : public bookable::testing::StoreTest {
 protected:
  void Write(const std::function<void(Transaction&)>& work) {
    const absl::Status status = store_->Write([&](Transaction& tx) {
      work(tx);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  }
  std::vector<OutboxRecord> Claim(std::string_view node,
                                  std::int64_t most = 10) {
    std::vector<OutboxRecord> claimed;
    Write([&](Transaction& tx) {
      claimed = ClaimDue(
          tx,
          {.kind = "webhook", .node = node, .most = most, .lease = minutes{1}});
    });
    return claimed;
  }
};

TEST_P(OutboxTest, WorkIsClaimedByOneNodeAndDoneOnce) {
  Write([](Transaction& tx) {
    Enqueue(tx, {.kind = "webhook", .subject = "uid", .payload = R"({"a":1})"});
  });
  Write(
      [](Transaction& tx) { Enqueue(tx, {.kind = "mail", .subject = "uid"}); });
  const auto claimed = Claim("one");
  ASSERT_EQ(claimed.size(), 1u);
  EXPECT_EQ(claimed[0].payload, R"({"a":1})");
  EXPECT_EQ(claimed[0].attempts, 1);
  EXPECT_TRUE(Claim("two").empty());
  Write([&](Transaction& tx) {
    EXPECT_TRUE(Complete(tx, claimed[0]));
    EXPECT_FALSE(Complete(tx, claimed[0]));
  });
  database_->Advance(minutes{2});
  EXPECT_TRUE(Claim("two").empty());
  Write([](Transaction& tx) { EXPECT_EQ(ForgetDone(tx, tx.Now()), 1); });
}

TEST_P(OutboxTest, ADeadNodesWorkIsTakenOverAndItsLateWordIgnored) {
  Write([](Transaction& tx) {
    Enqueue(tx, {.kind = "webhook", .subject = "uid"});
  });
  const auto first = Claim("one");
  ASSERT_EQ(first.size(), 1u);
  database_->Advance(minutes{2});
  const auto second = Claim("two");
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].attempts, 2);
  Write([&](Transaction& tx) {
    EXPECT_FALSE(Complete(tx, first[0]));
    EXPECT_FALSE(GiveUp(tx, first[0], "late"));
    EXPECT_TRUE(RetryAt(tx, second[0], tx.Now() + minutes{5}, "refused"));
  });
  EXPECT_TRUE(Claim("two").empty());
  database_->Advance(minutes{6});
  const auto third = Claim("two");
  ASSERT_EQ(third.size(), 1u);
  EXPECT_EQ(third[0].last_error, "refused");
}

TEST_P(OutboxTest, DeadWorkIsSeenAndReplayed) {
  Write([](Transaction& tx) {
    Enqueue(tx, {.kind = "webhook", .subject = "uid"});
  });
  const auto claimed = Claim("one");
  Write([&](Transaction& tx) {
    EXPECT_FALSE(Replay(tx, claimed[0].id));
    EXPECT_TRUE(GiveUp(tx, claimed[0], "gone"));
  });
  database_->Advance(minutes{2});
  EXPECT_TRUE(Claim("one").empty());
  Write([&](Transaction& tx) {
    EXPECT_EQ(Select<OutboxRecord>(tx, "WHERE dead_ms IS NOT NULL").size(), 1u);
    EXPECT_TRUE(Replay(tx, claimed[0].id));
  });
  EXPECT_EQ(Claim("one").size(), 1u);
}

TEST_P(OutboxTest, ManyNodesShareTheWork) {
  Write([](Transaction& tx) {
    for (int i = 0; i < 60; ++i)
      Enqueue(tx, {.kind = "webhook", .subject = std::to_string(i)});
  });
  std::mutex mutex;
  std::multiset<std::int64_t> seen;
  std::vector<std::thread> nodes;
  for (int i = 0; i < 4; ++i) {
    nodes.emplace_back([&, i] {
      for (auto claimed = Claim(std::to_string(i), 5); !claimed.empty();
           claimed = Claim(std::to_string(i), 5)) {
        const std::lock_guard lock(mutex);
        for (const OutboxRecord& work : claimed) seen.insert(work.id);
      }
    });
  }
  for (std::thread& node : nodes) node.join();
  EXPECT_EQ(seen.size(), 60u);
  EXPECT_EQ(std::set<std::int64_t>(seen.begin(), seen.end()).size(), 60u);
}

TEST_P(OutboxTest, OneTargetDoesNotKeepTheOthersWaiting) {
  Write([](Transaction& tx) {
    for (int i = 0; i < 9; ++i) {
      Enqueue(tx, {.kind = "webhook", .subject = "a", .target = "slow"});
    }
    Enqueue(tx, {.kind = "webhook", .subject = "b", .target = "quick"});
  });
  const auto targets = [&](std::vector<std::string> passed_over) {
    std::multiset<std::string> seen;
    Write([&](Transaction& tx) {
      const ClaimRequest request{.kind = "webhook",
                                 .node = "one",
                                 .most = 5,
                                 .most_of_target = 2,
                                 .passed_over = passed_over};
      const bool is_due = IsAnythingDue(tx, request);
      for (const OutboxRecord& work : ClaimDue(tx, request)) {
        seen.insert(work.target);
      }
      EXPECT_EQ(is_due, !seen.empty());
    });
    return seen;
  };
  EXPECT_EQ(targets({}), (std::multiset<std::string>{"quick", "slow", "slow"}));
  EXPECT_TRUE(targets({"slow", "other"}).empty());
  EXPECT_EQ(targets({}), (std::multiset<std::string>{"slow", "slow"}));
}

TEST_P(OutboxTest, WhatIsReleasedIsAnothersAtOnceAndCostsNoAttempt) {
  Write([](Transaction& tx) {
    Enqueue(tx, {.kind = "webhook", .subject = "uid"});
  });
  const auto first = Claim("one");
  ASSERT_EQ(first.size(), 1u);
  Write([&](Transaction& tx) {
    EXPECT_TRUE(Release(tx, first[0]));
    EXPECT_FALSE(Release(tx, first[0]));
  });
  const auto second = Claim("two");
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].attempts, 1);
}

TEST_P(OutboxTest, TheBacklogIsCounted) {
  Write([](Transaction& tx) {
    Enqueue(tx, {.kind = "webhook", .subject = "now"});
    Enqueue(tx, {.kind = "webhook", .subject = "dead"});
    Enqueue(tx, {.kind = "webhook",
                 .subject = "later",
                 .due_at = tx.Now() + minutes{5}});
    Enqueue(tx, {.kind = "mail", .subject = "other"});
  });
  Write([](Transaction& tx) {
    const auto all = ClaimDue(
        tx,
        {.kind = "webhook", .node = "one", .most = 10, .lease = minutes{1}});
    ASSERT_EQ(all.size(), 2u);
    EXPECT_TRUE(GiveUp(tx, all[1], "no"));
    const Backlog backlog = ReadBacklog(tx, "webhook");
    EXPECT_EQ(backlog.waiting, 2);
    EXPECT_EQ(backlog.dead, 1);
    EXPECT_EQ(backlog.due_since, all[0].due_at);
    EXPECT_EQ(ReadBacklog(tx, "calendar").due_since, std::nullopt);
  });
}

BOOKABLE_ON_BOTH_STORES(OutboxTest);

}  // namespace
}  // namespace bookable::store
