// What each route does when it is asked wrongly: server/all_routes_test.cc.
#include "bindings/http/api/account_routes.h"

#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

TEST(AccountRoutesDeclarationTest, MakeNoMistakesAlone) {
  http::RouteTable routes;
  http::AddAccountRoutes(routes);
  EXPECT_EQ(routes.Mistakes(), std::vector<std::string>());
  EXPECT_GE(routes.routes().size(), 50u);
}

using AccountRoutesTest = ApiTest;

TEST_P(AccountRoutesTest, IdsThatAreNoneAre400) {
  EXPECT_EQ(Get("/v2/teams/abc", Owner()).status, 400);
  EXPECT_EQ(Get(Users(lingua_) + "/abc", Owner()).status, 400);
  EXPECT_EQ(Get("/v2/teams/99999999999999999999", Owner()).status, 400);
  EXPECT_EQ(Get("/v2/nothing", Owner()).status, 404);
}

BOOKABLE_ON_BOTH_STORES(AccountRoutesTest);

}  // namespace
}  // namespace bookable::testing
