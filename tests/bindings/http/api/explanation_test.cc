// GET /v2/event-types/{id}/explanation: the engine's words about one start.
#include "bindings/http/domain/explanation.h"

#include <boost/json/array.hpp>
#include <string>

#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

using bookable::testing::Answer;
using bookable::testing::Teacher;

class ExplanationTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    if (store_ == nullptr) return;
    version_ = "2024-08-13";
  }
  Answer Why(std::int64_t type, const std::string& start,
             const Teacher* who = nullptr, const std::string& more = "") {
    return Get("/v2/event-types/" + std::to_string(type) +
                   "/explanation?start=" + start + more,
               who == nullptr ? &alice_ : who);
  }
  // The kinds of all reasons, those of hosts behind a bar: "group|busy,short".
  static std::string Kinds(const Answer& answer) {
    std::string kinds;
    const auto add = [&](const boost::json::value& reasons) {
      bool is_first = true;
      for (const auto& reason : reasons.as_array()) {
        if (!is_first) kinds += ',';
        kinds += std::string(reason.at("kind").as_string());
        is_first = false;
      }
    };
    if (!answer.data().is_object()) return answer.message();
    add(answer.At("reasons"));
    const boost::json::value groups = answer.At("groups");
    for (const auto& group : groups.as_array()) {
      for (const auto& host : group.at("hosts").as_array()) {
        kinds += '|';
        add(host.at("reasons"));
      }
    }
    return kinds;
  }
  std::string Book(std::int64_t type, const std::string& start) {
    const Answer booked = Post(
        "/v2/bookings",
        R"({"eventTypeId":)" + std::to_string(type) + R"(,"start":")" + start +
            R"(","attendee":{"name":"Bob","email":"bob@example.org",)"
            R"("timeZone":"Europe/Rome"}})");
    EXPECT_EQ(booked.status, 201) << booked.message();
    return booked.Text("uid");
  }
};

TEST_P(ExplanationTest, AStartThatIsOfferedHasNoReasons) {
  const std::int64_t hour = MakeType(alice_, "hour", 60);
  const Answer answer = Why(hour, "2050-09-05T07:00:00Z");
  ASSERT_EQ(answer.status, 200) << answer.message();
  EXPECT_EQ(answer.Text("bookable"), "true");
  EXPECT_EQ(answer.Text("accepted"), "true");
  EXPECT_EQ(answer.Text("timeZone"), "Europe/Rome");
  EXPECT_EQ(answer.Text("at"), "2050-09-05T09:00:00.000+02:00");
  EXPECT_EQ(Kinds(answer), "|");
  EXPECT_EQ(answer.Text("groups.0.hosts.0.id"), std::to_string(alice_.id));
}

TEST_P(ExplanationTest, ClosedBusyGridNoticeAreTold) {
  const std::int64_t hour = MakeType(alice_, "hour", 60);
  const std::string uid = Book(hour, "2050-09-05T08:00:00Z");
  const Answer busy = Why(hour, "2050-09-05T08:00:00Z");
  EXPECT_EQ(busy.Text("bookable"), "false");
  EXPECT_EQ(Kinds(busy), "group|busy");
  EXPECT_EQ(busy.Text("groups.0.hosts.0.reasons.0.id"), uid);
  EXPECT_EQ(Kinds(Why(hour, "2050-09-05T05:00:00Z")), "group|closed");
  EXPECT_EQ(Kinds(Why(hour, "2050-09-05T09:10:00Z")), "grid|");
  // Sunday; and in the past.
  EXPECT_EQ(Kinds(Why(hour, "2050-09-04T08:00:00Z")), "group|closed");
  EXPECT_THAT(Kinds(Why(hour, "2049-09-03T08:00:00Z")),
              ::testing::HasSubstr("notice"));
}

TEST_P(ExplanationTest, EachHostOfATeamHasReasonsOfTheirOwn) {
  const Teacher bruno = MakePerson("bruno");
  const std::int64_t team =
      MakeTeam("crew", std::nullopt, {{alice_, "OWNER"}, {bruno, "MEMBER"}});
  const std::int64_t both =
      MakeTeamType(team, alice_, "both", "collective",
                   R"([{"userId":)" + std::to_string(alice_.id) +
                       R"(},{"userId":)" + std::to_string(bruno.id) + "}]");
  version_ = "2024-08-13";
  Book(MakeType(bruno, "own", 30), "2050-09-05T08:00:00Z");
  version_ = "2024-08-13";
  const Answer answer = Why(both, "2050-09-05T08:00:00Z");
  ASSERT_EQ(answer.status, 200) << answer.message();
  EXPECT_EQ(Kinds(answer), "group||busy");
  EXPECT_EQ(answer.Text("groups.0.hosts.0.able"), "true");
  EXPECT_EQ(answer.Text("groups.0.hosts.1.name"), "Bruno");
}

TEST_P(ExplanationTest, OnlyWhoManagesTheEventTypeIsTold) {
  const std::int64_t hour = MakeType(alice_, "hour", 60);
  const Teacher bruno = MakePerson("bruno");
  const std::string start = "2050-09-05T08:00:00Z";
  EXPECT_EQ(Why(hour, start, &bruno).status, 404);
  EXPECT_EQ(Why(hour + 1000, start).status, 404);
  EXPECT_EQ(Get("/v2/event-types/" + std::to_string(hour) +
                "/explanation?start=" + start)
                .status,
            401);
  // An admin of the organisation is.
  const Teacher dora = MakePerson("dora");
  const std::int64_t school =
      MakeOrganization("school", {{dora, "ADMIN"}, {alice_, "MEMBER"}});
  Change([&](store::Transaction& tx) {
    tx.Run("UPDATE app_user SET organization_id = ?1 WHERE id = ?2",
           {school, alice_.id});
    return absl::OkStatus();
  });
  EXPECT_EQ(Why(hour, start, &dora).status, 200);
}

TEST_P(ExplanationTest, BadQuestionsAreRefused) {
  const std::int64_t hour =
      MakeType(alice_, "hour", 60, R"(,"lengthInMinutesOptions":[30,60])");
  EXPECT_EQ(Why(hour, "soon").status, 400);
  EXPECT_EQ(Why(hour, "2050-09-05T08:00:00Z", nullptr, "&timeZone=Mars").status,
            400);
  EXPECT_EQ(Why(hour, "2050-09-05T08:00:00Z", nullptr, "&duration=45").status,
            400);
  EXPECT_EQ(Why(hour, "2050-09-05T08:00:00Z", nullptr, "&duration=30").status,
            200);
}

BOOKABLE_ON_BOTH_STORES(ExplanationTest);

}  // namespace
}  // namespace bookable::http
