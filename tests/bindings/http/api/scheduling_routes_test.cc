// Every route of scheduling is asked in every wrong way.
#include "bindings/http/api/scheduling_routes.h"

#include "bindings/http/api/routes.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

using bookable::testing::Teacher;

TEST(SchedulingRoutesTest, TheDeclarationsHaveNoMistakes) {
  RouteTable routes;
  AddRoutes(routes);
  EXPECT_THAT(routes.Mistakes(), ::testing::IsEmpty());
}

class SchedulingAccessTest : public bookable::testing::SchedulingTest {
 protected:
  // The route's path with things in it that are another's.
  std::string PathOf(const Route& route) {
    std::string path = route.path;
    for (std::size_t at = path.find('{'); at != std::string::npos;
         at = path.find('{', at)) {
      const std::size_t end = path.find('}', at);
      const std::string name = path.substr(at + 1, end - at - 1);
      const bool is_integer = name.ends_with(":integer");
      std::string value = "unknown";
      if (name == "orgId:integer") {
        value = std::to_string(school_);
      } else if (name == "teamId:integer") {
        value = std::to_string(team_);
      } else if (name == "userId:integer") {
        value = std::to_string(alice_.id);
      } else if (is_integer) {
        value = "999999";
      }
      path.replace(at, end - at + 1, value);
    }
    return path;
  }
  void SetUp() override {
    SchedulingTest::SetUp();
    if (store_ == nullptr) return;
    school_ = MakeTeam("school", std::nullopt, {{alice_, "OWNER"}});
    Change([&](store::Transaction& tx) {
      tx.Run("UPDATE team SET is_organization = TRUE WHERE id = ?1", {school_});
      return absl::OkStatus();
    });
    team_ = MakeTeam("team", school_, {{alice_, "OWNER"}});
  }

  std::int64_t school_ = 0;
  std::int64_t team_ = 0;
};

TEST_P(SchedulingAccessTest, WithoutCredentialsWithBadOnesAndAsAStranger) {
  const Teacher nonsense{.key = "cal_nonsense"};
  const Teacher stranger = MakePerson("bruno");
  for (const auto& route : routes_.routes()) {
    version_ = std::string(ApiVersionName(route->since));
    const auto ask = [&](const Teacher* who) {
      return Call(route->method, PathOf(*route), "{}", who).status;
    };
    const int anonymous = ask(nullptr);
    if (route->access->credentials == Credentials::kRequired) {
      EXPECT_EQ(anonymous, 401) << route->id;
    } else {
      EXPECT_LT(anonymous, 500) << route->id;
    }
    EXPECT_EQ(ask(&nonsense), 401) << route->id;
    const int others = ask(&stranger);
    EXPECT_LT(others, 500) << route->id;
    const bool is_of_tenant = route->access->tenant != Tenant::kSelf;
    if (is_of_tenant) {
      EXPECT_TRUE(others == 403 || others == 404) << route->id << others;
    }
  }
}

BOOKABLE_ON_BOTH_STORES(SchedulingAccessTest);

}  // namespace
}  // namespace bookable::http
