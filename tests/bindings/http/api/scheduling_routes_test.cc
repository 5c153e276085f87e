// What each route does when it is asked wrongly: server/all_routes_test.cc.
#include "bindings/http/api/scheduling_routes.h"

#include "bindings/http/api/routes.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace bookable::http {
namespace {

TEST(SchedulingRoutesTest, TheDeclarationsHaveNoMistakes) {
  RouteTable routes;
  AddRoutes(routes);
  EXPECT_THAT(routes.Mistakes(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace bookable::http
