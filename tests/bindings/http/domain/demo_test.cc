#include "bindings/http/domain/demo.h"

#include "bindings/http/domain/account_error.h"
#include "tests/bindings/http/support/test_database.h"

namespace bookable::domain {
namespace {

using DemoTest = bookable::testing::StoreTest;
using store::Transaction;

TEST_P(DemoTest, AliceTeachesItalianAndIsMadeOnce) {
  const auto make = [&] {
    return store_->Write([](Transaction& tx) {
      return MakeDemo(tx, MakeTokenKey(tx, ""), "cal_");
    });
  };
  const auto demo = make();
  ASSERT_TRUE(demo.ok()) << demo.status();
  EXPECT_EQ(demo->alice.name, "Alice Conti");
  EXPECT_EQ(demo->alice.username, kDemoUsername);
  EXPECT_EQ(demo->alice.time_zone, "Europe/Rome");
  EXPECT_TRUE(demo->alice.default_schedule_id.has_value());
  const auto grant = store_->Read([&](Transaction& tx) {
    return CheckAccessToken(tx, FindTokenKey(tx, ""),
                            demo->alice_tokens.access_token);
  });
  ASSERT_TRUE(grant.ok());
  EXPECT_EQ(grant->user_id, demo->alice.id);
  EXPECT_TRUE(IsTaken(make().status()));
}

BOOKABLE_ON_BOTH_STORES(DemoTest);

}  // namespace
}  // namespace bookable::domain
