// Cases of "Schedules 2024-04-15", and what the availability components ask.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "bindings/http/domain/tokens.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using bookable::testing::Answer;
using bookable::testing::Platform;
using bookable::testing::Teacher;

// Wednesday from nine to noon, edited on some day; the rest is closed.
constexpr const char* kWednesday = R"([[], [], [],
    [{"start": "2026-11-23T09:00:00.000Z", "end": "2026-11-23T12:00:00.000Z"}],
    [], [], []])";

class OlderSchedulesTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    version_ = "";
  }
  // The schedule as 2024-06-11 writes it.
  Answer Newer(const std::string& id) {
    version_ = "2024-06-11";
    const Answer answer = Get("/v2/schedules/" + id, &alice_);
    version_ = "";
    return answer;
  }
};

TEST_P(OlderSchedulesTest, PostWithDayNamesAndPlainTimesIs400) {
  const Answer made = Post("/v2/schedules",
                           R"({"name": "x", "timeZone": "Europe/Rome",
                               "isDefault": true, "availabilities": [{"days":
                               ["Monday"], "startTime": "10:00",
                               "endTime": "12:00"}]})",
                           &alice_);
  EXPECT_EQ(made.status, 400);
  EXPECT_NE(made.message().find("ISO 8601 date-time"), std::string::npos);
  EXPECT_NE(made.message().find("10:00"), std::string::npos);
  const Answer names = Post("/v2/schedules",
                            R"({"name": "x", "timeZone": "Europe/Rome",
                                "isDefault": true, "availabilities": [{"days":
                                ["Monday"], "startTime": "2022-01-01T10:00:00Z",
                                "endTime": "2022-01-01T12:00:00Z"}]})",
                            &alice_);
  EXPECT_EQ(names.status, 400);
}

TEST_P(OlderSchedulesTest, PostWithoutAvailabilitiesIsMondayToFriday) {
  const Answer made = Post("/v2/schedules",
                           R"({"name": "Lezioni", "timeZone": "Europe/Rome",
                               "isDefault": true})",
                           &alice_);
  ASSERT_EQ(made.status, 201) << made.message();
  ASSERT_EQ(made.At("schedule").as_array().size(), 1U);
  EXPECT_EQ(made.Text("schedule.0.days"), "[1,2,3,4,5]");
  EXPECT_EQ(made.Text("schedule.0.startTime"), "1970-01-01T09:00:00.000Z");
  EXPECT_EQ(made.Text("schedule.0.endTime"), "1970-01-01T17:00:00.000Z");
  EXPECT_EQ(made.Text("workingHours"),
            R"([{"days":[1,2,3,4,5],"startTime":540,"endTime":1020}])");
  EXPECT_EQ(made.Text("isDefault"), "true");
  EXPECT_EQ(made.Text("isLastSchedule"), "false");
  EXPECT_EQ(Count("SELECT count(*) FROM app_user WHERE default_schedule_id = " +
                  made.Text("id")),
            1);
  EXPECT_EQ(Get("/v2/schedules/default", &alice_).data(), made.data());
  EXPECT_EQ(Get("/v2/schedules", &alice_).data().as_array().size(), 2U);
  const std::string path = "/v2/schedules/" + made.Text("id");
  EXPECT_EQ(Get(path, &alice_).data(), made.data());

  const Answer named = Patch(path, R"({"name": "Serali"})", &alice_);
  ASSERT_EQ(named.status, 200) << named.message();
  EXPECT_EQ(named.Text("schedule.name"), "Serali");
  EXPECT_EQ(named.At("availability"), made.At("availability"));
  EXPECT_EQ(named.At("currentDefaultId"), made.At("id"));
  EXPECT_EQ(named.At("prevDefaultId"), made.At("id"));
  EXPECT_EQ(Delete(path, &alice_).status, 200);
  EXPECT_EQ(Get(path, &alice_).status, 404);
}

TEST_P(OlderSchedulesTest, PostWithClocksOfInstants) {
  const Answer made =
      Post("/v2/schedules",
           R"({"name": "x", "timeZone": "Europe/Rome", "isDefault": false,
          "availabilities": [{"days": [1, 3],
            "startTime": "2022-06-14T16:00:00.000Z",
            "endTime": "2022-06-14T23:59:59.999Z"}]})",
           &alice_);
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("availability.3.0.end"), "2049-09-05T23:59:59.999Z");
  EXPECT_EQ(Newer(made.Text("id")).Text("availability"),
            R"([{"days":["Monday","Wednesday"],"startTime":"16:00",)"
            R"("endTime":"24:00"}])");
}

TEST_P(OlderSchedulesTest, WithoutAScheduleTheDefaultIsNull) {
  Change([&](store::Transaction& tx) {
    tx.Run("DELETE FROM schedule WHERE user_id = ?1", {alice_.id});
    tx.Run("UPDATE app_user SET default_schedule_id = NULL WHERE id = ?1",
           {alice_.id});
    return absl::OkStatus();
  });
  for (const char* path :
       {"/v2/schedules/default", "/v2/schedules/default?for=atom",
        "/v2/atoms/schedules"}) {
    const Answer none = Get(path, &alice_);
    EXPECT_EQ(none.status, 200) << path;
    EXPECT_TRUE(none.data().is_null()) << path;
  }
}

TEST_P(OlderSchedulesTest, TheAvailabilityComponentLoadsAndSaves) {
  const Answer loaded = Get("/v2/atoms/schedules", &alice_);
  ASSERT_EQ(loaded.status, 200) << loaded.message();
  EXPECT_EQ(loaded.Text("name"), "Hours");
  EXPECT_EQ(loaded.Text("isLastSchedule"), "true");
  EXPECT_EQ(loaded.At("availability").as_array().size(), 7U);
  EXPECT_EQ(loaded.Text("availability.0"), "[]");
  EXPECT_EQ(loaded.Text("availability.1.0.start"), "2049-09-05T09:00:00.000Z");
  const std::string id = loaded.Text("id");
  EXPECT_EQ(Get("/v2/atoms/schedules?scheduleId=" + id, &alice_).data(),
            loaded.data());

  version_ = "2024-06-14";  // the components' own
  const Answer saved =
      Patch("/v2/atoms/schedules/" + id,
            R"({"name": "Ore", "timeZone": "Asia/Kathmandu", "isDefault": true,
                "dateOverrides": [
                  {"start": "2050-12-05T10:00:00.000Z",
                   "end": "2050-12-05T11:30:00.000Z"},
                  {"start": "2050-12-05T14:00:00.000Z",
                   "end": "2050-12-05T15:00:00.000Z"},
                  {"start": "2050-12-06T00:00:00.000Z",
                   "end": "2050-12-06T00:00:00.000Z"}],
                "schedule": )" +
                std::string(kWednesday) + "}",
            &alice_);
  ASSERT_EQ(saved.status, 200) << saved.message();
  EXPECT_EQ(saved.Text("timeZone"), "Asia/Kathmandu");
  EXPECT_EQ(saved.Text("availability.3.0.start"), "2049-09-05T09:00:00.000Z");
  EXPECT_EQ(saved.Text("availability.1"), "[]");
  EXPECT_EQ(saved.Text("schedule.0.days"), "[3]");
  EXPECT_EQ(saved.Text("dateOverrides"),
            R"([{"ranges":[{"start":"2050-12-05T10:00:00.000Z",)"
            R"("end":"2050-12-05T11:30:00.000Z"},)"
            R"({"start":"2050-12-05T14:00:00.000Z",)"
            R"("end":"2050-12-05T15:00:00.000Z"}]},)"
            R"({"ranges":[{"start":"2050-12-06T00:00:00.000Z",)"
            R"("end":"2050-12-06T00:00:00.000Z"}]}])");
  EXPECT_EQ(Get("/v2/atoms/schedules", &alice_).data(), saved.data());
  EXPECT_EQ(
      Newer(id).Text("availability"),
      R"([{"days":["Wednesday"],"startTime":"09:00","endTime":"12:00"}])");
  EXPECT_EQ(Newer(id).Text("overrides.2"),
            R"({"date":"2050-12-06","startTime":"00:00","endTime":"00:00"})");
}

TEST_P(OlderSchedulesTest, OnlyOverridesFromTodayOnAreShown) {
  const std::string path =
      "/v2/atoms/schedules/" + Get("/v2/atoms/schedules", &alice_).Text("id");
  const Answer saved = Patch(path,
                             R"({"dateOverrides": [
                                 {"start": "2049-09-04T10:00:00.000Z",
                                  "end": "2049-09-04T11:00:00.000Z"},
                                 {"start": "2049-09-05T22:00:00.000Z",
                                  "end": "2049-09-06T02:00:00.000Z"}]})",
                             &alice_);
  ASSERT_EQ(saved.status, 200) << saved.message();
  EXPECT_EQ(saved.Text("dateOverrides"),
            R"([{"ranges":[{"start":"2049-09-05T22:00:00.000Z",)"
            R"("end":"2049-09-06T02:00:00.000Z"}]}])");
}

TEST_P(OlderSchedulesTest, TheOlderComponentSavesTwice) {
  const Answer loaded = Get("/v2/schedules/default?for=atom", &alice_);
  ASSERT_EQ(loaded.status, 200) << loaded.message();
  const std::string path = "/v2/schedules/" + loaded.Text("id") + "?for=atom";
  EXPECT_EQ(Get(path, &alice_).data(), loaded.data());
  // 1.0.47 sends all it has, the seven lists under two names.
  json::object body = loaded.data().as_object();
  body["scheduleId"] = loaded.At("id");
  body["schedule"] = json::parse(kWednesday);
  body["dateOverrides"] = json::array();
  const Answer first = Patch(path, json::serialize(body), &alice_);
  ASSERT_EQ(first.status, 200) << first.message();
  EXPECT_EQ(first.Text("schedule.0.days"), "[3]");
  const Answer second = Patch(path, json::serialize(body), &alice_);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.data(), first.data());
  // The day has gone from the slots, another has come.
  const std::int64_t lesson = MakeType(alice_, "lesson", 60);
  const Answer slots =
      Get("/v2/slots?eventTypeId=" + std::to_string(lesson) +
          "&start=2050-09-05&end=2050-09-09&timeZone=Europe/Rome");
  ASSERT_EQ(slots.status, 200) << slots.message();
  EXPECT_EQ(slots.data().as_object().size(), 1U);
  EXPECT_EQ(slots.At("2050-09-07").as_array().size(), 3U);
}

TEST_P(OlderSchedulesTest, WhatIsWrongIs400) {
  const std::string path =
      "/v2/atoms/schedules/" + Get("/v2/atoms/schedules", &alice_).Text("id");
  for (const char* wrong :
       {R"({"schedule": [[], [], []]})", R"({"timeZone": "Mars"})",
        R"({"name": ""})", R"({"dateOverrides": [{"start": "x", "end": "y"}]})",
        R"({"schedule": [[{"start": "2026-11-23T09:00:00.000Z",
            "end": "2026-11-23T09:00:00.000Z"}], [], [], [], [], [], []]})"}) {
    EXPECT_EQ(Patch(path, wrong, &alice_).status, 400) << wrong;
  }
  const Teacher bob = MakePerson("bob");
  EXPECT_EQ(Patch(path, "{}", &bob).status, 403);
  EXPECT_EQ(Patch("/v2/atoms/schedules/999999", "{}", &alice_).status, 404);
  EXPECT_EQ(Get("/v2/atoms/schedules?scheduleId=999999", &alice_).status, 404);
}

TEST_P(OlderSchedulesTest, TheListComponentListsMakesAndCopies) {
  const Answer made =
      Post("/v2/atoms/schedules/create", R"({"name": "Evenings"})", &alice_);
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("schedule.name"), "Evenings");
  const std::string id = made.Text("schedule.id");
  EXPECT_EQ(Newer(id).Text("timeZone"), "Europe/Rome");
  const Answer copied =
      Post("/v2/atoms/schedules/" + id + "/duplicate", "", &alice_);
  ASSERT_EQ(copied.status, 201) << copied.message();
  EXPECT_EQ(copied.Text("schedule.name"), "Evenings (Copy)");
  const Answer all = Get("/v2/atoms/schedules/all", &alice_);
  ASSERT_EQ(all.At("schedules").as_array().size(), 3U);
  EXPECT_EQ(all.Text("schedules.0.isDefault"), "true");
  EXPECT_EQ(all.Text("schedules.2.availability.0.days"), "[1,2,3,4,5]");
  EXPECT_EQ(all.Text("schedules.2.isDefault"), "false");
  EXPECT_EQ(Delete("/v2/schedules/" + id, &alice_).status, 200);

  MakeType(alice_, "evening", 30,
           R"(, "scheduleId": )" + copied.Text("schedule.id"));
  EXPECT_EQ(Get("/v2/atoms/schedules/event-type/evening", &alice_).Text("name"),
            "Evenings (Copy)");
  MakeType(alice_, "day", 30);
  EXPECT_EQ(Get("/v2/atoms/schedules/event-type/day", &alice_).Text("name"),
            "Hours");
  EXPECT_EQ(Get("/v2/atoms/schedules/event-type/none", &alice_).status, 404);
}

TEST_P(OlderSchedulesTest, ATokenWithoutScheduleReadIs403AnApiKeyIsNot) {
  const Platform lingua = MakePlatform("lingua", Permission::kBookingRead);
  const Teacher bruno = MakePerson("bruno", lingua.organization, lingua.client);
  Teacher token = bruno;
  Change([&](store::Transaction& tx) {
    token.key =
        domain::GiveTokens(tx, domain::MakeTokenKey(tx, settings_.token_secret),
                           lingua.client, bruno.id)
            .access_token;
    return absl::OkStatus();
  });
  for (const char* path : {"/v2/schedules", "/v2/atoms/schedules"}) {
    const Answer refused = Get(path, &token);
    EXPECT_EQ(refused.status, 403) << path;
    EXPECT_NE(refused.message().find("SCHEDULE_READ"), std::string::npos);
    EXPECT_EQ(Get(path, &bruno).status, 200) << path;
  }
}

BOOKABLE_ON_BOTH_STORES(OlderSchedulesTest);

}  // namespace
}  // namespace bookable::http
