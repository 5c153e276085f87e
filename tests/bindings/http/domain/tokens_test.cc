#include "bindings/http/domain/tokens.h"

#include <functional>
#include <future>
#include <thread>
#include <vector>

#include "bindings/http/domain/account_error.h"
#include "bindings/http/domain/housekeeping.h"
#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/domain/people.h"
#include "bindings/http/domain/teams.h"
#include "tests/bindings/http/support/test_database.h"
#include "tests/support/literals.h"

namespace bookable::domain {
namespace {

using namespace std::chrono_literals;
using store::Transaction;

class TokensDomainTest : public bookable::testing::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (store_ == nullptr) return;
    database_->SetNow(bookable::testing::At("2030-01-07T07:00Z"));
    const absl::Status made =
        store_->Write([&](Transaction& tx) -> absl::Status {
          const auto organization = CreateOrganization(
              tx, {.name = "Lingua", .owner_email = "o@lingua.example"});
          if (!organization.ok()) return organization.status();
          const auto client =
              CreateOAuthClient(tx, organization->organization.id,
                                {.name = "App",
                                 .redirect_uris = std::vector<std::string>{},
                                 .permissions = 1023});
          if (!client.ok()) return client.status();
          const auto user = CreateManagedUser(
              tx, client->client, {.email = "a@b.example", .name = "A"});
          if (!user.ok()) return user.status();
          client_ = client->client.id;
          user_ = user->id;
          key_ = MakeTokenKey(tx, "");
          first_ = GiveTokens(tx, key_, client_, user_);
          return absl::OkStatus();
        });
    ASSERT_TRUE(made.ok()) << made;
  }
  Refreshed Refresh(const std::string& token) {
    return *store_->Write([&](Transaction& tx) -> absl::StatusOr<Refreshed> {
      return RefreshTokens(tx, key_, client_, token);
    });
  }
  absl::StatusOr<AccessGrant> Check(const std::string& token) {
    return store_->Read(
        [&](Transaction& tx) { return CheckAccessToken(tx, key_, token); });
  }

  std::string client_{};
  std::int64_t user_ = 0;
  std::string key_{};
  TokenPair first_{};
};

TEST_P(TokensDomainTest, TheKeyIsMadeOnceUnlessItIsGiven) {
  const auto key =
      store_->Write([](Transaction& tx) -> absl::StatusOr<std::string> {
        return MakeTokenKey(tx, "");
      });
  EXPECT_EQ(*key, key_);
  const auto given =
      store_->Write([](Transaction& tx) -> absl::StatusOr<std::string> {
        return MakeTokenKey(tx, "a secret of the settings");
      });
  EXPECT_NE(*given, key_);
  EXPECT_EQ(given->size(), 64u);
}

TEST_P(TokensDomainTest, EndOnAFullMinuteAndAtMidnight) {
  EXPECT_EQ(first_.access_expires_at,
            bookable::testing::At("2030-01-07T08:00Z"));
  EXPECT_EQ(first_.refresh_expires_at,
            bookable::testing::At("2031-01-07T00:00Z"));
}

TEST_P(TokensDomainTest, TabsThatAskAtOnceGetOneSuccessor) {
  std::vector<std::future<Refreshed>> tabs;
  for (int i = 0; i < 8; ++i) {
    tabs.push_back(std::async(
        std::launch::async, [this] { return Refresh(first_.refresh_token); }));
  }
  std::vector<Refreshed> answers;
  for (auto& tab : tabs) answers.push_back(tab.get());
  for (const Refreshed& answer : answers) {
    ASSERT_TRUE(answer.pair.has_value()) << answer.refusal;
    EXPECT_EQ(*answer.pair, *answers.front().pair);
  }
  EXPECT_EQ(Check(answers.front().pair->access_token)->user_id, user_);
}

// The second begins while the first has not yet committed what it made.
TEST_P(TokensDomainTest, OfTokensForcedAtOnceTheLastOnesAreGood) {
  const auto force = [&](const std::function<void()>& then) {
    return store_->Write([&](Transaction& tx) -> absl::StatusOr<TokenPair> {
      TokenPair pair = ForceRefresh(tx, key_, client_, user_);
      then();
      return pair;
    });
  };
  std::future<absl::StatusOr<TokenPair>> late;
  const auto early = force([&] {
    if (!late.valid()) {
      late = std::async(std::launch::async, [&] { return force([] {}); });
    }
    std::this_thread::sleep_for(300ms);
  });
  const auto last = late.get();
  ASSERT_TRUE(early.ok()) << early.status();
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_FALSE(Check(first_.access_token).ok());
  EXPECT_FALSE(Check(early->access_token).ok());
  EXPECT_TRUE(Check(last->access_token).ok());
}

TEST_P(TokensDomainTest, ATokenUsedLateRevokesItsFamilyOnly) {
  const TokenPair second = *Refresh(first_.refresh_token).pair;
  const TokenPair third = *Refresh(second.refresh_token).pair;
  const auto other =
      store_->Write([&](Transaction& tx) -> absl::StatusOr<TokenPair> {
        return GiveTokens(tx, key_, client_, user_);
      });
  database_->Advance(31s);
  EXPECT_FALSE(Refresh(first_.refresh_token).pair.has_value());
  for (const TokenPair& pair : {first_, second, third}) {
    EXPECT_FALSE(Check(pair.access_token).ok());
    EXPECT_FALSE(Refresh(pair.refresh_token).pair.has_value());
  }
  EXPECT_TRUE(Check(other->access_token).ok());
}

TEST_P(TokensDomainTest, ExpiredIsToldFromInvalid) {
  database_->Advance(1h);
  EXPECT_TRUE(IsTokenExpired(Check(first_.access_token).status()));
  EXPECT_FALSE(IsTokenExpired(Check(first_.refresh_token).status()));
  Refresh(first_.refresh_token);
  EXPECT_FALSE(IsTokenExpired(Check(first_.access_token).status()));
  EXPECT_EQ(Check(first_.access_token).status().message(),
            "Invalid Access Token.");
}

TEST_P(TokensDomainTest, HousekeepingForgetsWhatEnded) {
  Refresh(first_.refresh_token);
  EXPECT_TRUE(ForgetEnded(*store_)->empty());
  database_->Advance(std::chrono::days{400});
  EXPECT_EQ(*ForgetEnded(*store_),
            (Forgotten{{"refresh_token", 2}, {"token_family", 1}}));
  EXPECT_FALSE(Check(first_.access_token).ok());
}

BOOKABLE_ON_BOTH_STORES(TokensDomainTest);

}  // namespace
}  // namespace bookable::domain
