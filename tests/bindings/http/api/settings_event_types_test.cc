// Cases of the older event types, and what the settings components ask.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using bookable::testing::Answer;
using bookable::testing::Teacher;

class SettingsEventTypesTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    version_ = "2024-06-14";
  }
  Answer Newer(const std::string& id) {
    const std::string before = version_;
    version_ = "2024-06-14";
    const Answer answer = Get("/v2/event-types/" + id, &alice_);
    version_ = before;
    return answer;
  }
};

TEST_P(SettingsEventTypesTest, TheComponentLoadsAndSavesWhatItChanged) {
  const std::string id = std::to_string(
      MakeType(alice_, "lesson", 30,
               R"(, "bookingLimitsCount": {"day": 3}, "slotInterval": 15)"));
  const std::string path = "/v2/atoms/event-types/" + id;
  const Answer loaded = Get(path, &alice_);
  ASSERT_EQ(loaded.status, 200) << loaded.message();
  for (const char* list : {"hosts", "children", "hashedLink", "users",
                           "bookingFields", "locations"}) {
    EXPECT_TRUE(loaded.At("eventType").as_object().at(list).is_array()) << list;
  }
  for (const char* object : {"metadata", "bookingLimits", "durationLimits"}) {
    EXPECT_TRUE(loaded.At("eventType").as_object().at(object).is_object())
        << object;
  }
  EXPECT_EQ(loaded.Text("eventType.bookingLimits"), R"({"PER_DAY":3})");
  EXPECT_EQ(loaded.Text("teamMembers"), "[]");
  EXPECT_EQ(loaded.Text("team"), "null");
  EXPECT_TRUE(loaded.At("locationOptions.0.options.0.value").is_string());

  const Answer saved = Patch(path,
                             R"({"title": "Lezione", "id": )" + id +
                                 R"(, "children": [],
                                      "multiplePrivateLinks": []})",
                             &alice_);
  ASSERT_EQ(saved.status, 200) << saved.message();
  EXPECT_EQ(saved.Text("eventType.title"), "Lezione");
  EXPECT_EQ(saved.Text("eventType.slotInterval"), "15");
  EXPECT_EQ(Newer(id).Text("title"), "Lezione");
  EXPECT_EQ(Newer(id).Text("bookingLimitsCount"), R"({"day":3})");
}

TEST_P(SettingsEventTypesTest, EverySettingComesBackAsItWasLoaded) {
  const std::string id =
      std::to_string(MakeType(alice_, "rich", 30,
                              R"(, "lengthInMinutesOptions": [30, 60],
          "locations": [{"type": "address", "address": "Via Po 1",
            "public": true}, {"type": "phone", "phone": "+390612345",
            "public": false}, {"type": "attendeeDefined"},
            {"type": "integration", "integration": "cal-video"}],
          "bookingFields": [{"type": "splitName", "firstNameLabel": "Nome"},
            {"type": "select", "slug": "level", "label": "Level",
             "required": true, "options": ["A1", "B1"]},
            {"type": "textarea", "slug": "notes", "label": "Note",
             "required": true}],
          "bookingWindow": {"type": "range",
            "value": ["2050-09-05", "2050-09-09"]},
          "bookingLimitsDuration": {"week": 600},
          "bookerLayouts": {"defaultLayout": "week",
            "enabledLayouts": ["month", "week"]},
          "confirmationPolicy": {"type": "time", "noticeThreshold":
            {"unit": "hours", "count": 4},
            "blockUnconfirmedBookingsInBooker": true},
          "recurrence": {"interval": 1, "occurrences": 3,
            "frequency": "monthly"},
          "customName": "{Event type title}", "hideOrganizerEmail": true,
          "successRedirectUrl": "https://example.org/ok")"));
  const Answer before = Newer(id);
  const std::string path = "/v2/atoms/event-types/" + id;
  json::object form = Get(path, &alice_).At("eventType").as_object();
  form.erase("schedule");  // an object there, an id when it is saved
  const Answer saved = Patch(path, json::serialize(form), &alice_);
  ASSERT_EQ(saved.status, 200) << saved.message();
  const Answer after = Newer(id);
  for (const char* name :
       {"title", "slug", "lengthInMinutes", "lengthInMinutesOptions",
        "locations", "bookingWindow", "bookingLimitsDuration", "bookerLayouts",
        "confirmationPolicy", "recurrence", "customName", "hideOrganizerEmail",
        "successRedirectUrl", "minimumBookingNotice", "scheduleId"}) {
    EXPECT_EQ(after.At(name), before.At(name)) << name;
  }
  const auto field = [](const Answer& answer, const std::string& slug) {
    const json::value fields = answer.At("bookingFields");
    for (const json::value& one : fields.as_array()) {
      if (one.at("slug").as_string() == slug) return one;
    }
    return json::value();
  };
  EXPECT_EQ(field(after, "level").at("options"),
            field(before, "level").at("options"));
  EXPECT_EQ(field(after, "notes").at("label").as_string(), "Note");
  EXPECT_EQ(field(after, "name").at("type").as_string(), "splitName");
}

TEST_P(SettingsEventTypesTest, WhatTheRulesRefuseIs400) {
  const std::string id = std::to_string(MakeType(alice_, "lesson", 30));
  const std::string path = "/v2/atoms/event-types/" + id;
  for (const char* wrong :
       {R"({"length": 0})", R"({"length": "long"})", R"({"title": ""})",
        R"({"locations": [{"type": "integrations:zoom"}]})",
        R"({"bookingLimits": {"PER_DAY": 5, "PER_WEEK": 3}})",
        R"({"seatsPerTimeSlot": 5, "requiresConfirmation": true})",
        R"({"minimumBookingNotice": -1})",
        R"({"metadata": {"multipleDuration": [30, 30]}})"}) {
    EXPECT_EQ(Patch(path, wrong, &alice_).status, 400) << wrong;
  }
  EXPECT_EQ(Patch(path, R"({"schedule": 999999})", &alice_).status, 404);
  const Teacher bob = MakePerson("bob");
  EXPECT_EQ(Get(path, &bob).status, 404);
  EXPECT_EQ(Patch(path, "{}", &bob).status, 404);
  EXPECT_EQ(Get(path).status, 401);
}

TEST_P(SettingsEventTypesTest, SettingsInTheComponentsWords) {
  const std::string id = std::to_string(MakeType(alice_, "lesson", 30));
  const std::string path = "/v2/atoms/event-types/" + id;
  const auto save = [&](const char* body) {
    const Answer saved = Patch(path, body, &alice_);
    EXPECT_EQ(saved.status, 200) << body << saved.message();
  };
  save(R"({"hidden": true, "length": 45, "description": "Talk",
           "slotInterval": 20, "eventName": "{HOST}"})");
  EXPECT_EQ(Newer(id).Text("hidden"), "true");
  EXPECT_EQ(Newer(id).Text("lengthInMinutes"), "45");
  EXPECT_EQ(Newer(id).Text("customName"), "{HOST}");
  save(R"({"slotInterval": -1, "eventName": "", "hidden": false})");
  EXPECT_EQ(Newer(id).Text("slotInterval"), "null");
  EXPECT_EQ(Newer(id).Text("customName"), "null");
  save(R"({"periodType": "ROLLING", "periodDays": 14,
           "periodCountCalendarDays": "1"})");
  EXPECT_EQ(Newer(id).Text("bookingWindow"),
            R"({"type":"calendarDays","value":14,"rolling":false})");
  save(R"({"periodCountCalendarDays": false})");
  EXPECT_EQ(Newer(id).Text("bookingWindow.type"), "businessDays");
  save(R"({"periodType": "UNLIMITED"})");
  EXPECT_EQ(Newer(id).Text("bookingWindow"), R"({"disabled":true})");
  save(R"({"seatsPerTimeSlot": 4, "seatsShowAttendees": true})");
  EXPECT_EQ(Newer(id).Text("seats.seatsPerTimeSlot"), "4");
  save(R"({"seatsPerTimeSlot": null})");
  EXPECT_EQ(Newer(id).Text("seats"), R"({"disabled":true})");
  save(R"({"requiresConfirmation": true})");
  EXPECT_EQ(Newer(id).Text("confirmationPolicy.type"), "always");
  save(R"({"requiresConfirmation": false})");
  EXPECT_EQ(Newer(id).Text("confirmationPolicy"), R"({"disabled":true})");
  save(R"({"recurringEvent": {"freq": 2, "count": 6, "interval": 2}})");
  EXPECT_EQ(Newer(id).Text("recurrence.frequency"), "weekly");
  save(R"({"recurringEvent": null})");
  EXPECT_EQ(Newer(id).Text("recurrence"), "null");
  save(R"({"bookingLimits": {}})");
  EXPECT_EQ(Newer(id).Text("bookingLimitsCount"), "null");
}

TEST_P(SettingsEventTypesTest, ListsAndTheDefaultLocation) {
  const std::string id = std::to_string(MakeType(
      alice_, "lesson", 30, R"(, "locations": [{"type": "attendeeDefined"}])"));
  const Answer list = Get("/v2/atoms/event-types", &alice_);
  ASSERT_EQ(list.status, 200) << list.message();
  EXPECT_EQ(list.Text("eventTypes.0.id"), id);
  EXPECT_EQ(list.Text("eventTypes.0.length"), "30");
  const std::string bulk =
      "/v2/atoms/event-types/bulk-update-to-default-location";
  EXPECT_EQ(Patch(bulk, R"({"eventTypeIds": []})", &alice_).status, 400);
  EXPECT_EQ(Patch(bulk, R"({"eventTypeIds": [999999]})", &alice_).status, 404);
  EXPECT_EQ(Patch(bulk, R"({"eventTypeIds": [)" + id + "]}", &alice_).status,
            200);
  EXPECT_EQ(Newer(id).Text("locations.0.integration"), "cal-video");

  const Teacher bob = MakePerson("bob");
  const std::int64_t school = MakeOrganization("school", {{alice_, "OWNER"}});
  const std::int64_t team =
      MakeTeam("italiano", school, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  const std::int64_t group =
      MakeTeamType(team, alice_, "group", "collective", HostsText({bob}));
  const Answer hosted = Get("/v2/atoms/event-types/list-with-team", &bob);
  ASSERT_EQ(hosted.status, 200) << hosted.message();
  EXPECT_EQ(hosted.At("0.id"), group);
  EXPECT_EQ(hosted.At("0.team.id"), team);
  const std::string of_team = "/v2/atoms/organizations/" +
                              std::to_string(school) + "/teams/" +
                              std::to_string(team) + "/event-types";
  EXPECT_EQ(Get(of_team, &alice_).At("eventTypes.0.id"), group);
  const Answer renamed = Patch(of_team + "/" + std::to_string(group),
                               R"({"title": "Gruppo"})", &alice_);
  EXPECT_EQ(renamed.Text("eventType.title"), "Gruppo") << renamed.message();
  EXPECT_EQ(renamed.At("eventType.hosts").as_array().size(), 1U);
  EXPECT_EQ(Get(of_team, &bob).status, 403);
  EXPECT_EQ(Patch(of_team + "/" + id, "{}", &alice_).status, 404);
}

TEST_P(SettingsEventTypesTest, TheOlderShapeOfEventTypes) {
  for (const char* version : {"", "2024-04-15", "2024-06-11"}) {
    version_ = version;
    const Answer made = Post("/v2/event-types",
                             R"({"length": 60, "slug": "Una Lezione", "title":
                                 "Lezione", "hidden": true, "locations":
                                 [{"type": "link", "link":
                                   "https://meet.example.org/x"}],
                                 "minimumBookingNotice": 0})",
                             &alice_);
    ASSERT_EQ(made.status, 201) << version << made.message();
    EXPECT_EQ(made.Text("length"), "60");
    EXPECT_EQ(made.Text("slug"), "una-lezione");
    EXPECT_EQ(made.Text("hidden"), "true");
    const std::string path = "/v2/event-types/" + made.Text("id");
    EXPECT_EQ(Get(path, &alice_).Text("eventType.title"), "Lezione");
    EXPECT_EQ(Get(path + "?for=atom", &alice_).At("eventType.id"),
              made.At("id"));
    const Answer list = Get("/v2/event-types", &alice_);
    EXPECT_EQ(list.At("eventTypeGroups.0.eventTypes").as_array().size(), 1U)
        << list.message();
    EXPECT_EQ(Patch(path, R"({"length": 45})", &alice_).Text("length"), "45");
    const Answer deleted = Delete(path, &alice_);
    EXPECT_EQ(deleted.Text("length"), "45");
    EXPECT_EQ(Get(path, &alice_).status, 404);
    // A newer body is none of this age.
    EXPECT_EQ(
        Post("/v2/event-types",
             R"({"lengthInMinutes": 60, "slug": "x", "title": "x"})", &alice_)
            .status,
        400);
    EXPECT_EQ(Get("/v2/event-types").status, 401);
  }
}

TEST_P(SettingsEventTypesTest, ConferencingAndPaymentAreEmpty) {
  EXPECT_EQ(Get("/v2/atoms/conferencing", &alice_).Text("items"), "[]");
  EXPECT_EQ(Get("/v2/conferencing", &alice_).Text(""), "[]");
  EXPECT_EQ(Get("/v2/conferencing/default", &alice_).status, 200);
  EXPECT_EQ(Post("/v2/conferencing/daily-video/default", "", &alice_).status,
            200);
  EXPECT_EQ(Post("/v2/conferencing/zoom/default", "", &alice_).status, 400);
  // Cases of "Conferencing".
  EXPECT_EQ(Post("/v2/conferencing/google-meet/connect", "", &alice_).status,
            400);
  EXPECT_EQ(Post("/v2/conferencing/zoom/connect", "", &alice_).status, 400);
  EXPECT_EQ(Delete("/v2/conferencing/google-meet/disconnect", &alice_).status,
            400);
  EXPECT_EQ(Get("/v2/stripe/check", &alice_).status, 404);
  EXPECT_EQ(Get("/v2/conferencing").status, 401);
}

BOOKABLE_ON_BOTH_STORES(SettingsEventTypesTest);

}  // namespace
}  // namespace bookable::http
