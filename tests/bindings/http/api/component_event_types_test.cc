// What the Booker component shows of an event type.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>

#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using bookable::testing::Answer;
using bookable::testing::Teacher;

constexpr const char* kRich = R"(, "description": "Talk",
  "lengthInMinutesOptions": [30, 60],
  "locations": [{"type": "integration", "integration": "cal-video"},
    {"type": "address", "address": "Via Po 1", "public": true},
    {"type": "link", "link": "https://meet.example.org/x", "public": false},
    {"type": "phone", "phone": "+390612345", "public": true},
    {"type": "attendeePhone"}, {"type": "attendeeAddress"},
    {"type": "attendeeDefined"}],
  "bookingFields": [
    {"type": "splitName", "firstNameLabel": "Nome", "lastNameRequired": true},
    {"type": "select", "slug": "level", "label": "Level", "required": true,
     "options": ["A1", "B1"]},
    {"type": "boolean", "slug": "terms", "label": "I agree", "required": true},
    {"type": "text", "slug": "secret", "label": "Secret", "required": false,
     "hidden": true}],
  "bookerLayouts": {"defaultLayout": "week",
    "enabledLayouts": ["month", "week"]},
  "bookingWindow": {"type": "businessDays", "value": 30},
  "recurrence": {"interval": 2, "occurrences": 10, "frequency": "weekly"},
  "confirmationPolicy": {"type": "time", "noticeThreshold": {"unit": "hours",
    "count": 4}, "blockUnconfirmedBookingsInBooker": true},
  "successRedirectUrl": "https://example.org/ok")";

class ComponentEventTypesTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    version_ = "2024-06-14";
  }
};

TEST_P(ComponentEventTypesTest, TheBookerIsShownAnEventTypeInItsOwnForm) {
  const std::int64_t id = MakeType(alice_, "lesson", 30, kRich);
  const Answer shown =
      Get("/v2/atoms/event-types/lesson/public?username=alice");
  ASSERT_EQ(shown.status, 200) << shown.message();
  EXPECT_EQ(shown.At("id"), id);
  EXPECT_EQ(shown.Text("length"), "30");
  EXPECT_EQ(shown.Text("metadata.multipleDuration"), "[30,60]");
  EXPECT_EQ(shown.Text("locations"),
            R"([{"type":"integrations:daily"},)"
            R"({"type":"inPerson","displayLocationPublicly":true,)"
            R"("address":"Via Po 1"},)"
            R"({"type":"link","displayLocationPublicly":false},)"
            R"({"type":"userPhone","displayLocationPublicly":true,)"
            R"("hostPhoneNumber":"+390612345"},)"
            R"({"type":"phone"},{"type":"attendeeInPerson"},)"
            R"({"type":"somewhereElse"}])");
  EXPECT_EQ(shown.Text("recurringEvent"),
            R"({"freq":2,"count":10,"interval":2})");
  EXPECT_EQ(shown.Text("periodType"), "ROLLING");
  EXPECT_EQ(shown.Text("periodCountCalendarDays"), "false");
  EXPECT_EQ(shown.Text("profile.name"), "Alice");
  EXPECT_EQ(shown.Text("profile.bookerLayouts.defaultLayout"), "week_view");
  EXPECT_EQ(shown.Text("subsetOfUsers.0.username"), "alice");
  EXPECT_EQ(shown.Text("entity.considerUnpublished"), "false");
  EXPECT_EQ(shown.Text("schedule.timeZone"), "Europe/Rome");
  EXPECT_EQ(shown.Text("requiresConfirmation"), "true");
  EXPECT_EQ(shown.Text("successRedirectUrl"), "https://example.org/ok");

  std::string names;
  json::object by_name;
  const json::value fields = shown.At("bookingFields");
  for (const json::value& field : fields.as_array()) {
    const std::string name(field.at("name").as_string());
    names += name + " ";
    by_name[name] = field;
    EXPECT_TRUE(field.at("label").is_string()) << name;
  }
  // What is hidden is not sent.
  EXPECT_EQ(names,
            "name email location level terms notes guests "
            "rescheduleReason ");
  EXPECT_EQ(by_name["name"].at("variant").as_string(), "firstAndLastName");
  EXPECT_TRUE(by_name["location"].at("optionsInputs").is_object());
  EXPECT_EQ(json::serialize(by_name["level"].at("options")),
            R"([{"label":"A1","value":"A1"},{"label":"B1","value":"B1"}])");
  EXPECT_EQ(by_name["terms"].at("labelAsSafeHtml").as_string(), "I agree");
  EXPECT_EQ(by_name["rescheduleReason"].at("views").at(0).at("id").as_string(),
            "reschedule");
}

TEST_P(ComponentEventTypesTest, AllWaysToAskForItGiveTheSame) {
  const std::int64_t school = MakeOrganization("school");
  const Teacher carla = MakePerson("carla", school);
  MakeType(carla, "lesson", 30);
  MakeType(alice_, "lesson", 30);
  const std::string org = std::to_string(school);
  const std::string atoms = "/v2/atoms/event-types/lesson/public?username=";
  const Answer plain = Get(atoms + "alice");
  ASSERT_EQ(plain.status, 200) << plain.message();
  EXPECT_EQ(Get(atoms + "alice&orgId=" + org).data(), plain.data());
  EXPECT_EQ(Get(atoms + "alice&isTeamEvent=false").data(), plain.data());
  EXPECT_EQ(Get(atoms + "carla&orgId=" + org).status, 200);
  EXPECT_EQ(Get(atoms + "carla").status, 404);
  version_ = "";
  EXPECT_EQ(Get("/v2/event-types/alice/lesson/public?isTeamEvent=false").data(),
            plain.data());
  EXPECT_EQ(Get("/v2/event-types/carla/lesson/public?org=school").status, 200);
  EXPECT_EQ(Get("/v2/event-types/alice/public").data().as_array().size(), 1U);
  EXPECT_EQ(Get("/v2/event-types/alice/none/public").status, 404);
  EXPECT_EQ(Get("/v2/event-types/nobody/lesson/public").status, 404);
}

TEST_P(ComponentEventTypesTest, ATeamsEventTypeShowsItsHosts) {
  const Teacher bob = MakePerson("bob");
  const std::int64_t team =
      MakeTeam("italiano", std::nullopt, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  MakeTeamType(team, alice_, "group", "collective", HostsText({bob, alice_}));
  const Answer shown =
      Get("/v2/atoms/event-types/group/public?isTeamEvent=true&username="
          "&teamId=" +
          std::to_string(team));
  ASSERT_EQ(shown.status, 200) << shown.message();
  EXPECT_EQ(shown.Text("schedulingType"), "COLLECTIVE");
  EXPECT_EQ(shown.Text("subsetOfHosts.0.user.username"), "bob");
  EXPECT_EQ(shown.At("subsetOfHosts").as_array().size(), 2U);
  EXPECT_EQ(shown.Text("entity.teamSlug"), "italiano");
  EXPECT_EQ(shown.Text("profile.name"), "italiano");
  version_ = "";
  EXPECT_EQ(
      Get("/v2/event-types/italiano/group/public?isTeamEvent=true").data(),
      shown.data());
  EXPECT_EQ(Get("/v2/atoms/event-types/group/public?isTeamEvent=true&teamId="
                "999999")
                .status,
            404);
}

TEST_P(ComponentEventTypesTest, SeveralPeopleAreOneDynamicEventType) {
  MakePerson("bob");
  for (const char* names : {"alice%2Bbob", "alice+bob", "alice,bob"}) {
    const Answer both = Get(
        std::string("/v2/atoms/event-types/dynamic/public?username=") + names);
    ASSERT_EQ(both.status, 200) << names << both.message();
    EXPECT_EQ(both.Text("isDynamic"), "true");
    EXPECT_EQ(both.Text("id"), "0");
    EXPECT_EQ(both.Text("metadata.multipleDuration"), "[15,30,45,60,90]");
    EXPECT_EQ(both.At("subsetOfUsers").as_array().size(), 2U);
  }
  EXPECT_EQ(
      Get("/v2/atoms/event-types/dynamic/public?username=alice%2Bno").status,
      404);
}

BOOKABLE_ON_BOTH_STORES(ComponentEventTypesTest);

}  // namespace
}  // namespace bookable::http
