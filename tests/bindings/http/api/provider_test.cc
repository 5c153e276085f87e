// The contract's cases of the provider's checks.
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

using namespace std::chrono_literals;
using ProviderTest = ApiTest;

TEST_P(ProviderTest, KnownIs200UnknownIs401) {
  const Reply known = Get("/v2/provider/" + lingua_.client);
  EXPECT_EQ(known.status, 200);
  EXPECT_EQ(known.Text("/data/clientId"), lingua_.client);
  EXPECT_EQ(known.Number("/data/organizationId"), lingua_.organization);
  EXPECT_EQ(known.Text("/data/name"), "lingua");
  EXPECT_EQ(Get("/v2/provider/cmunknown").status, 401);
}

TEST_P(ProviderTest, TokenIsCheckedAgainstTheClient) {
  const Person alice = MakeManaged(lingua_, "alice");
  const std::string path = "/v2/provider/" + lingua_.client + "/access-token";
  EXPECT_EQ(Get(path, Bearer(alice.token)).status, 200);
  EXPECT_FALSE(Get(path, Bearer(alice.token)).Has("/data"));
  EXPECT_EQ(Get(path).status, 401);
  EXPECT_EQ(Get(path, Bearer("nonsense")).status, 401);
  EXPECT_EQ(Get("/v2/provider/" + other_.client + "/access-token",
                Bearer(alice.token))
                .status,
            401);
  Advance(61min);
  EXPECT_EQ(Get(path, Bearer(alice.token)).status, 498);
}

BOOKABLE_ON_BOTH_STORES(ProviderTest);

}  // namespace
}  // namespace bookable::testing
