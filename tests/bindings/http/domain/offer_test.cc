#include "bindings/http/domain/offer.h"

#include "tests/bindings/http/support/world.h"

namespace bookable::domain {
namespace {

TEST(OfferTest, HostsAreNamedByTheirUsers) {
  EXPECT_EQ(HostName(41), "41");
  EXPECT_EQ(*UserOfHost("41"), 41);
  for (const char* bad :
       {"", "alice", "41x", "-1", "0", "99999999999999999999"}) {
    EXPECT_EQ(UserOfHost(bad).status().code(),
              absl::StatusCode::kInvalidArgument)
        << bad;
  }
}

TEST(OfferTest, UsersAreSortedEachOnce) {
  Offer offer = testing::Lessons(1, {7, 3});
  offer.groups.push_back(testing::Lessons(1, {3, 5}).groups.front());
  EXPECT_EQ(*UsersOf(offer), (std::vector<std::int64_t>{3, 5, 7}));
  EXPECT_FALSE(UsersOf(Offer{}).ok());
}

}  // namespace
}  // namespace bookable::domain
