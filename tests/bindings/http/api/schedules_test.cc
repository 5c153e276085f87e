// Cases of "Schedules 2024-06-11".
#include <boost/json/serialize.hpp>

#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

using bookable::testing::Answer;
using bookable::testing::Teacher;

class SchedulesTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    version_ = "2024-06-11";
  }
  Answer Make(const std::string& more) {
    return Post("/v2/schedules",
                R"({"name": "Lezioni", "timeZone": "Europe/Rome",
                    "isDefault": false)" +
                    more + "}",
                &alice_);
  }
};

TEST_P(SchedulesTest, PostWithoutAvailabilityIsMondayToFridayNineToFive) {
  const Answer made = Post("/v2/schedules",
                           R"({"name": "Lezioni", "timeZone": "europe/rome",
                               "isDefault": true})",
                           &alice_);
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.At("ownerId"), alice_.id);
  EXPECT_EQ(made.Text("timeZone"), "Europe/Rome");
  EXPECT_EQ(made.Text("isDefault"), "true");
  EXPECT_EQ(made.Text("availability"),
            R"([{"days":["Monday","Tuesday","Wednesday","Thursday","Friday"],)"
            R"("startTime":"09:00","endTime":"17:00"}])");
  EXPECT_EQ(made.Text("overrides"), "[]");
  const Answer got = Get("/v2/schedules/default", &alice_);
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.data(), made.data());
  EXPECT_EQ(Get("/v2/schedules", &alice_).data().as_array().size(), 2U);
}

TEST_P(SchedulesTest, PatchOverridesLeavesAvailability) {
  const std::string path = "/v2/schedules/" + Make("").Text("id");
  const Answer patched = Patch(path,
                               R"({"overrides": [{"date": "2050-06-02",
                                   "startTime": "10:00",
                                   "endTime": "12:00"}]})",
                               &alice_);
  ASSERT_EQ(patched.status, 200) << patched.message();
  EXPECT_EQ(patched.Text("overrides"),
            R"([{"date":"2050-06-02","startTime":"10:00","endTime":"12:00"}])");
  EXPECT_EQ(patched.Text("availability.0.startTime"), "09:00");
  const Answer cleared =
      Patch(path, R"({"availability": [], "overrides": []})", &alice_);
  EXPECT_EQ(cleared.status, 200);
  EXPECT_EQ(cleared.Text("availability"), "[]");
  EXPECT_EQ(cleared.Text("overrides"), "[]");
}

TEST_P(SchedulesTest, TimesAreCheckedAndNamed) {
  const auto rule = [&](const std::string& start, const std::string& end,
                        const std::string& day = "Monday") {
    return Make(R"(, "availability": [{"days": [")" + day +
                R"("], "startTime": ")" + start + R"(", "endTime": ")" + end +
                R"("}])");
  };
  for (const char* wrong : {"9:00", "24:00", "09:60"}) {
    const Answer answer = rule(wrong, "17:00");
    EXPECT_EQ(answer.status, 400) << wrong;
    EXPECT_NE(answer.message().find("startTime"), std::string::npos);
  }
  EXPECT_EQ(rule("09:00", "09:00").status, 400);
  EXPECT_EQ(rule("09:00", "17:00", "Lunedi").status, 400);
  EXPECT_EQ(rule("09:00", "24:00").status, 201);
  EXPECT_EQ(rule("09:00", "23:59").Text("availability.0.endTime"), "23:59");
  EXPECT_EQ(rule("22:00", "02:00").status, 201);
  EXPECT_EQ(Make(R"(, "overrides": [{"date": "2025-02-30", "startTime":
                     "09:00", "endTime": "10:00"}])")
                .status,
            400);
  EXPECT_EQ(Make(R"(, "overrides": [{"date": "2025-02-28", "startTime":
                     "00:00", "endTime": "00:00"}])")
                .status,
            201);
  EXPECT_EQ(
      Post("/v2/schedules", R"({"name": "x", "timeZone": "UTC"})", &alice_)
          .status,
      400);
  EXPECT_EQ(
      Post("/v2/schedules",
           R"({"name": "x", "timeZone": "Mars", "isDefault": true})", &alice_)
          .status,
      400);
}

TEST_P(SchedulesTest, ForeignIs403UnknownIs404) {
  const Teacher bob = MakePerson("bob");
  const std::string path = "/v2/schedules/" + Make("").Text("id");
  EXPECT_EQ(Get(path, &bob).status, 403);
  EXPECT_EQ(Delete(path, &bob).status, 403);
  EXPECT_EQ(Get("/v2/schedules/999999", &alice_).status, 404);
  EXPECT_EQ(Delete("/v2/schedules/999999", &alice_).status, 404);
  EXPECT_EQ(Get(path).status, 401);
  version_ = "2024-08-13";
  EXPECT_EQ(Get("/v2/schedules", &alice_).status, 200);
}

TEST_P(SchedulesTest, ASecondDefaultReplacesTheFirst) {
  const Answer first = Get("/v2/schedules/default", &alice_);
  const Answer second = Post("/v2/schedules",
                             R"({"name": "Neu", "timeZone": "Europe/Berlin",
                                 "isDefault": true})",
                             &alice_);
  EXPECT_EQ(Get("/v2/schedules/" + first.Text("id"), &alice_).Text("isDefault"),
            "false");
  EXPECT_EQ(Delete("/v2/schedules/" + second.Text("id"), &alice_).status, 200);
  EXPECT_EQ(Get("/v2/schedules/default", &alice_).Text("id"), first.Text("id"));
}

TEST_P(SchedulesTest, OfAnOrganisationsUsersByItsAdmins) {
  const std::int64_t school = MakeOrganization("school", {{alice_, "OWNER"}});
  const Teacher bob = MakePerson("bob", school);
  const Teacher carla = MakePerson("carla", school);
  const std::string organization =
      "/v2/organizations/" + std::to_string(school);
  const std::string path =
      organization + "/users/" + std::to_string(bob.id) + "/schedules";
  const std::string body =
      R"({"name": "Serali", "timeZone": "Europe/Rome", "isDefault": false})";
  EXPECT_EQ(Post(path, body, &bob).status, 403);
  EXPECT_EQ(Get(organization + "/schedules", &bob).status, 403);
  const Answer made = Post(path, body, &alice_);
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.At("ownerId"), bob.id);
  const std::string one = path + "/" + made.Text("id");
  EXPECT_EQ(Get(one, &alice_).data(), made.data());
  EXPECT_EQ(Get(path, &alice_).data().as_array().size(), 2U);
  EXPECT_EQ(Get(organization + "/schedules", &alice_).data().as_array().size(),
            4U);
  EXPECT_EQ(Patch(one, R"({"name": "Sera"})", &alice_).Text("name"), "Sera");
  // A team's admin may look at its members', not at others'.
  const std::int64_t team =
      MakeTeam("italiano", school, {{carla, "ADMIN"}, {bob, "MEMBER"}});
  const std::string teams = organization + "/teams/" + std::to_string(team);
  const auto of_team = [&](const Teacher& person) {
    return teams + "/users/" + std::to_string(person.id) + "/schedules";
  };
  EXPECT_EQ(Get(of_team(bob), &carla).data().as_array().size(), 2U);
  EXPECT_EQ(Get(of_team(bob), &bob).status, 403);
  EXPECT_EQ(Get(of_team(alice_), &carla).status, 403);
  EXPECT_EQ(Delete(one, &alice_).status, 200);
  EXPECT_EQ(Get(one, &alice_).status, 404);
}

BOOKABLE_ON_BOTH_STORES(SchedulesTest);

}  // namespace
}  // namespace bookable::http
