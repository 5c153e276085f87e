#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/webhook_delivery.h"
#include "bindings/http/domain/webhooks.h"
#include "bindings/http/store/outbox.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

class DeadLettersTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    if (store_ == nullptr) return;
    http::AddSchedulingRoutes(routes_);
    path_ = "/v2/organizations/" + std::to_string(lingua_.organization) +
            "/dead-letters";
  }
  // A delivery to a webhook of the organisation, given up.
  std::int64_t Die(std::int64_t organization, const std::string& name) {
    const auto id = store_->Write(
        [&](store::Transaction& tx) -> absl::StatusOr<std::int64_t> {
          store::WebhookRecord webhook{
              .id = name,
              .team_id = organization,
              .subscriber_url = "https://a.example/" + name};
          store::Insert(tx, webhook);
          http::OweDelivery(tx, webhook, "BOOKING_CREATED", "uid1",
                            {{"title", "Lesson"}});
          const auto claimed = store::ClaimDue(
              tx, {.kind = domain::kWebhookWork, .node = "node", .most = 9});
          store::GiveUp(tx, claimed.front(), "answered 500");
          return claimed.front().id;
        });
    EXPECT_TRUE(id.ok()) << id.status();
    return id.value_or(0);
  }

  std::string path_{};
};

TEST_P(DeadLettersTest, AreSeenWithWhatWasSentAndWhyItFailed) {
  const std::int64_t id = Die(lingua_.organization, "hook");
  const Reply list = Get(path_, Owner());
  ASSERT_EQ(list.Count(), 1u) << list.message();
  EXPECT_EQ(list.Number("/data/0/id"), id);
  EXPECT_EQ(list.Text("/data/0/triggerEvent"), "BOOKING_CREATED");
  EXPECT_EQ(list.Text("/data/0/bookingUid"), "uid1");
  EXPECT_EQ(list.Text("/data/0/webhookId"), "hook");
  EXPECT_EQ(list.Text("/data/0/subscriberUrl"), "https://a.example/hook");
  EXPECT_EQ(list.Number("/data/0/attempts"), 1);
  EXPECT_EQ(list.Text("/data/0/lastError"), "answered 500");
  EXPECT_EQ(list.Text("/data/0/deliveryId").size(), 36u);
  EXPECT_FALSE(list.Has("/data/0/body"));
  const Reply one = Get(path_ + "/" + std::to_string(id), Owner());
  EXPECT_EQ(one.Text("/data/contentType"), "application/json");
  EXPECT_NE(one.Text("/data/body").find(R"("payload":{"title":"Lesson"})"),
            std::string::npos);
}

TEST_P(DeadLettersTest, OneOrAllAreReplayedAsNew) {
  const std::int64_t first = Die(lingua_.organization, "a");
  Die(lingua_.organization, "b");
  Die(lingua_.organization, "c");
  const std::string one = path_ + "/" + std::to_string(first) + "/replay";
  const Reply replayed = Post(one, Owner());
  EXPECT_EQ(replayed.status, 200) << replayed.message();
  EXPECT_EQ(replayed.Number("/data/replayed"), 1);
  EXPECT_EQ(Post(one, Owner()).status, 404);
  EXPECT_EQ(Get(path_, Owner()).Count(), 2u);
  EXPECT_EQ(Post(path_ + "/replay", Owner()).Number("/data/replayed"), 2);
  EXPECT_EQ(Get(path_, Owner()).Count(), 0u);
  EXPECT_EQ(Count("SELECT count(*) FROM outbox WHERE dead_ms IS NULL AND "
                  "attempts = 0"),
            3);
}

TEST_P(DeadLettersTest, AreTheOrganisationsAdminsAlone) {
  const std::int64_t id = Die(other_.organization, "theirs");
  EXPECT_EQ(Get(path_, Owner()).Count(), 0u);
  const std::string one = path_ + "/" + std::to_string(id);
  EXPECT_EQ(Get(one, Owner()).status, 404);
  EXPECT_EQ(Post(one + "/replay", Owner()).status, 404);
  EXPECT_EQ(Post(path_ + "/replay", Owner()).Number("/data/replayed"), 0);
  const Person member = MakeMember(lingua_.organization, "mia");
  EXPECT_EQ(Get(path_, Bearer(member.key)).status, 403);
  EXPECT_EQ(Get(path_, Bearer(other_.owner_key)).status, 403);
  EXPECT_EQ(Get(path_).status, 401);
  const Person alice = MakeManaged(lingua_, "alice");
  EXPECT_EQ(Get(path_, Bearer(alice.token)).status, 403);
}

BOOKABLE_ON_BOTH_STORES(DeadLettersTest);

}  // namespace
}  // namespace bookable::testing
