// Cases of "Out of office".
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

using bookable::testing::Answer;
using bookable::testing::Teacher;

using OutOfOfficeTest = bookable::testing::SchedulingTest;

TEST_P(OutOfOfficeTest, TheLifeOfAnAbsence) {
  const std::int64_t school = MakeOrganization("school", {{alice_, "OWNER"}});
  const Teacher bob = MakePerson("bob", school);
  const Teacher stranger = MakePerson("carla");
  const std::string organization =
      "/v2/organizations/" + std::to_string(school);
  const std::string path =
      organization + "/users/" + std::to_string(bob.id) + "/ooo";
  const auto body = [](const char* start, const char* end,
                       const std::string& more = "") {
    return std::string(R"({"start": ")") + start + R"(", "end": ")" + end +
           "\"" + more + "}";
  };
  const std::string first =
      body("2050-09-05T10:00:00.000Z", "2050-09-06T11:00:00.000Z",
           R"(, "reason": "vacation")");
  const Answer made = Post(path, first, &alice_);
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("start"), "2050-09-05T00:00:00.000Z");
  EXPECT_EQ(made.Text("end"), "2050-09-06T23:59:59.999Z");
  EXPECT_EQ(made.Text("reason"), "vacation");
  EXPECT_EQ(Post(path, first, &alice_).status, 409);
  EXPECT_EQ(
      Post(path, body("2050-09-07T00:00:00Z", "2050-09-06T00:00:00Z"), &alice_)
          .status,
      400);
  const auto redirect = [&](std::int64_t to) {
    return Post(path,
                body("2050-10-05T00:00:00Z", "2050-10-06T00:00:00Z",
                     R"(, "toUserId": )" + std::to_string(to)),
                &alice_)
        .status;
  };
  EXPECT_EQ(redirect(bob.id), 400);
  EXPECT_EQ(redirect(stranger.id), 400);
  EXPECT_EQ(redirect(alice_.id), 201);
  EXPECT_EQ(Get(path, &alice_).data().as_array().size(), 2U);
  EXPECT_EQ(Get(organization + "/ooo", &alice_).data().as_array().size(), 2U);
  EXPECT_EQ(Get(path, &bob).status, 403);
  const std::string one = path + "/" + made.Text("id");
  EXPECT_EQ(Patch(one, R"({"start": "2050-09-05T00:00:00Z"})", &alice_).status,
            400);
  EXPECT_EQ(Patch(one, R"({"notes": "by the sea"})", &alice_).Text("notes"),
            "by the sea");
  EXPECT_EQ(Delete(one, &alice_).status, 200);
  EXPECT_EQ(Delete(one, &alice_).status, 404);
  EXPECT_EQ(Get(path, &alice_).data().as_array().size(), 1U);
}

BOOKABLE_ON_BOTH_STORES(OutOfOfficeTest);

}  // namespace
}  // namespace bookable::http
