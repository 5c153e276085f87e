#include "bindings/http/domain/webhooks.h"

#include <algorithm>

#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/test_database.h"

namespace bookable::domain {
namespace {

using store::EventTypeRecord;
using store::TeamRecord;
using store::Transaction;
using store::UserRecord;
using store::WebhookRecord;
using Names = std::vector<std::string>;

// An organisation with a client, a team of it, a managed user Alice, and a
// webhook of every kind, each called by whose it is.
class WebhooksTest : public bookable::testing::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (store_ == nullptr) return;
    Write([&](Transaction& tx) {
      organization_ = MakeTeam(tx, "org", std::nullopt);
      other_ = MakeTeam(tx, "other", std::nullopt);
      team_ = MakeTeam(tx, "team", organization_);
      store::OAuthClientRecord client{.id = "cm1",
                                      .organization_id = organization_};
      store::Insert(tx, client);
      alice_ = MakeUser(tx, "alice", organization_, "cm1");
      bruno_ = MakeUser(tx, "bruno", other_, std::nullopt);
      lesson_ = MakeType(tx, {.user_id = alice_, .slug = "lesson"});
      parent_ = MakeType(tx, {.team_id = team_, .slug = "parent"});
      child_ = MakeType(
          tx, {.user_id = alice_, .parent_id = parent_, .slug = "child"});
      Hook(tx, {.id = "alice", .user_id = alice_});
      Hook(tx, {.id = "bruno", .user_id = bruno_});
      Hook(tx, {.id = "lesson", .event_type_id = lesson_});
      Hook(tx, {.id = "parent", .event_type_id = parent_});
      Hook(tx, {.id = "client", .oauth_client_id = "cm1"});
      Hook(tx, {.id = "team", .team_id = team_});
      Hook(tx, {.id = "org", .team_id = organization_});
      Hook(tx, {.id = "other", .team_id = other_});
    });
  }
  void Write(const std::function<void(Transaction&)>& work) {
    const absl::Status status = store_->Write([&](Transaction& tx) {
      work(tx);
      return absl::OkStatus();
    });
    ASSERT_TRUE(status.ok()) << status;
  }
  static std::int64_t MakeTeam(Transaction& tx, const std::string& name,
                               std::optional<std::int64_t> parent) {
    TeamRecord team{.parent_id = parent,
                    .is_organization = !parent,
                    .is_platform = !parent,
                    .name = name,
                    .slug = name};
    store::Insert(tx, team);
    return team.id;
  }
  static std::int64_t MakeUser(Transaction& tx, const std::string& name,
                               std::int64_t organization,
                               std::optional<std::string> client) {
    UserRecord user{.email = name + "@example.org",
                    .organization_id = organization,
                    .oauth_client_id = std::move(client)};
    store::Insert(tx, user);
    return user.id;
  }
  static std::int64_t MakeType(Transaction& tx, EventTypeRecord type) {
    store::Insert(tx, type);
    return type.id;
  }
  static void Hook(Transaction& tx, WebhookRecord webhook) {
    webhook.subscriber_url = "https://a.example/" + webhook.id;
    webhook.triggers = R"(["BOOKING_CREATED","MEETING_ENDED"])";
    store::Insert(tx, webhook);
  }
  Names Heard(std::string_view trigger, std::optional<std::int64_t> type,
              std::int64_t organizer) {
    Names names;
    Write([&](Transaction& tx) {
      for (const auto& webhook : Subscribers(tx, trigger, type, organizer)) {
        names.push_back(webhook.id);
      }
    });
    std::sort(names.begin(), names.end());
    return names;
  }
  std::int64_t Die(const std::string& webhook) {
    std::int64_t id = 0;
    Write([&](Transaction& tx) {
      store::Enqueue(tx, {.kind = kWebhookWork, .target = webhook});
      const auto claimed = store::ClaimDue(
          tx, {.kind = kWebhookWork, .node = "node", .most = 1});
      ASSERT_EQ(claimed.size(), 1u);
      id = claimed[0].id;
      EXPECT_TRUE(store::GiveUp(tx, claimed[0], "no"));
    });
    return id;
  }
  std::vector<std::int64_t> Dead(const DeadLetterFilter& filter) {
    std::vector<std::int64_t> ids;
    Write([&](Transaction& tx) {
      for (const auto& letter : ListDeadLetters(tx, filter, {})) {
        ids.push_back(letter.work.id);
      }
    });
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  std::int64_t organization_ = 0;
  std::int64_t other_ = 0;
  std::int64_t team_ = 0;
  std::int64_t alice_ = 0;
  std::int64_t bruno_ = 0;
  std::int64_t lesson_ = 0;
  std::int64_t parent_ = 0;
  std::int64_t child_ = 0;
};

TEST_P(WebhooksTest, AnEventOfAUserIsHeardByAllAboveIt) {
  EXPECT_EQ(Heard("BOOKING_CREATED", lesson_, alice_),
            (Names{"alice", "client", "lesson", "org"}));
  EXPECT_EQ(Heard("MEETING_ENDED", lesson_, alice_),
            (Names{"alice", "client", "lesson", "org"}));
  EXPECT_TRUE(Heard("BOOKING_CANCELLED", lesson_, alice_).empty());
  EXPECT_TRUE(Heard("CREATED", lesson_, alice_).empty());
}

TEST_P(WebhooksTest, AnEventOfATeamIsNotHeardByItsOrganiser) {
  EXPECT_EQ(Heard("BOOKING_CREATED", parent_, alice_),
            (Names{"client", "org", "parent", "team"}));
}

TEST_P(WebhooksTest, ACopyOfAManagedEventIsHeardByItsParent) {
  EXPECT_EQ(Heard("BOOKING_CREATED", child_, alice_),
            (Names{"alice", "client", "org", "parent"}));
}

TEST_P(WebhooksTest, OfADeletedEventTypeTheOrganisersOwnHear) {
  EXPECT_EQ(Heard("BOOKING_CREATED", std::nullopt, alice_),
            (Names{"alice", "client", "org"}));
  EXPECT_EQ(Heard("BOOKING_CREATED", std::nullopt, bruno_),
            (Names{"bruno", "other"}));
}

TEST_P(WebhooksTest, OneThatIsOffHearsNothing) {
  Write([](Transaction& tx) {
    tx.Run("UPDATE webhook SET is_active = FALSE WHERE id <> 'org'");
  });
  EXPECT_EQ(Heard("BOOKING_CREATED", lesson_, alice_), Names{"org"});
  Write([](Transaction& tx) {
    EXPECT_TRUE(IsAnyoneInterested(tx, "MEETING_"));
    EXPECT_FALSE(IsAnyoneInterested(tx, "OOO_"));
    tx.Run("UPDATE webhook SET is_active = FALSE");
    EXPECT_FALSE(IsAnyoneInterested(tx, "MEETING_"));
  });
}

TEST_P(WebhooksTest, DeadLettersAreSeenAndReplayedByTheirOrganisation) {
  std::vector<std::int64_t> ours;
  for (const char* webhook :
       {"alice", "lesson", "parent", "client", "team", "org"}) {
    ours.push_back(Die(webhook));
  }
  const std::int64_t theirs = Die("other");
  EXPECT_EQ(Dead({.organization_id = organization_}), ours);
  EXPECT_EQ(Dead({.organization_id = other_}),
            std::vector<std::int64_t>{theirs});
  EXPECT_EQ(Dead({}).size(), 7u);
  Write([&](Transaction& tx) {
    EXPECT_EQ(
        ReplayDeadLetters(tx, {.organization_id = organization_, .id = theirs}),
        0);
    EXPECT_EQ(ReplayDeadLetters(
                  tx, {.organization_id = organization_, .id = ours[0]}),
              1);
    EXPECT_EQ(ReplayDeadLetters(tx, {.organization_id = organization_}), 5);
  });
  EXPECT_EQ(Dead({}), std::vector<std::int64_t>{theirs});
}

TEST_P(WebhooksTest, WhatADeletedOneIsOwedGoesWithIt) {
  Die("alice");
  Write([](Transaction& tx) {
    store::Enqueue(tx, {.kind = kWebhookWork, .target = "alice"});
    store::Enqueue(tx, {.kind = kWebhookWork, .target = "bruno"});
    EXPECT_TRUE(DeleteWebhook(tx, "alice"));
    EXPECT_FALSE(DeleteWebhook(tx, "alice"));
    EXPECT_EQ(tx.Run("SELECT count(*) FROM outbox").One().As<int>(), 1);
  });
}

BOOKABLE_ON_BOTH_STORES(WebhooksTest);

}  // namespace
}  // namespace bookable::domain
