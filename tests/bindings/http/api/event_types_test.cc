// Cases of "Event types 2024-06-14" and "Team event types".
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using bookable::testing::Answer;
using bookable::testing::Teacher;

constexpr const char* kRich = R"({
  "title": "Conversazione", "slug": "Conversazione Libera",
  "description": "Talk", "lengthInMinutes": 60,
  "lengthInMinutesOptions": [30, 60, 90],
  "locations": [{"type": "address", "address": "Via Po 1", "public": true},
    {"type": "link", "link": "https://meet.example.org/x", "public": true},
    {"type": "phone", "phone": "+390612345", "public": true},
    {"type": "attendeeDefined"}],
  "bookingFields": [{"type": "name", "label": "Your name"},
    {"type": "select", "slug": "level", "label": "Level", "required": true,
     "options": ["A1", "B1"]},
    {"type": "url", "slug": "site", "label": "Site", "required": false}],
  "minimumBookingNotice": 60, "beforeEventBuffer": 5, "afterEventBuffer": 10,
  "slotInterval": 45,
  "bookingLimitsCount": {"day": 3, "week": 9},
  "bookingLimitsDuration": {"day": 120}, "offsetStart": 30,
  "bookingWindow": {"type": "calendarDays", "value": 30, "rolling": true},
  "bookerLayouts": {"defaultLayout": "week",
    "enabledLayouts": ["month", "week"]},
  "confirmationPolicy": {"type": "time", "noticeThreshold": {"unit": "hours",
    "count": 4}, "blockUnconfirmedBookingsInBooker": true},
  "recurrence": {"interval": 1, "occurrences": 10, "frequency": "weekly"},
  "color": {"lightThemeHex": "#aabbcc", "darkThemeHex": "#112233"},
  "customName": "{Event type title} with {Organiser}",
  "hideCalendarNotes": true, "successRedirectUrl": "https://example.org/ok"})";

class EventTypesTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    version_ = "2024-06-14";
  }
  Answer Make(const std::string& more) {
    return Post("/v2/event-types",
                R"({"title": "Lesson", "slug": "lesson",
                    "lengthInMinutes": 30)" +
                    more + "}",
                &alice_);
  }
};

TEST_P(EventTypesTest, EveryFieldIsEchoed) {
  const Answer made = Post("/v2/event-types", kRich, &alice_);
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("slug"), "conversazione-libera");
  EXPECT_EQ(made.At("ownerId"), alice_.id);
  const json::value rich = json::parse(kRich);
  for (const char* name :
       {"title", "description", "lengthInMinutes", "lengthInMinutesOptions",
        "locations", "minimumBookingNotice", "beforeEventBuffer",
        "afterEventBuffer", "slotInterval", "bookingLimitsCount",
        "bookingLimitsDuration", "offsetStart", "bookingWindow",
        "bookerLayouts", "confirmationPolicy", "color", "customName",
        "hideCalendarNotes", "successRedirectUrl"}) {
    EXPECT_EQ(made.At(name), rich.at(name)) << name;
  }
  EXPECT_EQ(made.Text("recurrence"),
            R"({"interval":1,"occurrences":10,"frequency":"weekly",)"
            R"("disabled":false})");
  std::string slugs;
  const json::value fields = made.At("bookingFields");
  for (const json::value& field : fields.as_array()) {
    slugs += std::string(field.at("slug").as_string()) + " ";
  }
  EXPECT_EQ(slugs,
            "name email location level site title notes guests "
            "rescheduleReason ");
  EXPECT_EQ(made.Text("bookingFields.0.label"), "Your name");
  // A label of one does not show up in another's.
  EXPECT_EQ(Make("").Text("bookingFields.0.label"), "null");

  const std::string path = "/v2/event-types/" + made.Text("id");
  EXPECT_EQ(Get(path, &alice_).data(), made.data());
  EXPECT_EQ(Get(path).status, 401);
  const Answer listed =
      Get("/v2/event-types?username=alice&eventSlug=conversazione-libera");
  ASSERT_EQ(listed.data().as_array().size(), 1U);
  EXPECT_EQ(listed.At("0.id"), made.At("id"));
  EXPECT_EQ(json::serialize(listed.data()).find(R"("slug":"title")"),
            std::string::npos);
  EXPECT_EQ(Get("/v2/event-types?username=alice").data().as_array().size(), 2U);
  EXPECT_EQ(Get("/v2/event-types?username=nobody").Text(""), "[]");
  EXPECT_EQ(Get("/v2/event-types").Text(""), "[]");

  const Answer deleted = Delete(path, &alice_);
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.Text("slug"), "conversazione-libera");
  EXPECT_EQ(Get(path, &alice_).status, 404);
  EXPECT_EQ(Delete(path, &alice_).status, 404);
}

TEST_P(EventTypesTest, DefaultsAreWritten) {
  const Answer made = Make("");
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("minimumBookingNotice"), "120");
  EXPECT_EQ(made.Text("bookingWindow"), R"({"disabled":true})");
  EXPECT_EQ(made.Text("seats"), R"({"disabled":true})");
  EXPECT_EQ(made.Text("locations"),
            R"([{"type":"integration","integration":"cal-video"}])");
  EXPECT_EQ(made.Text("slotInterval"), "null");
  EXPECT_EQ(made.Text("users.0.username"), "alice");
}

TEST_P(EventTypesTest, WhatIsWrongIs400) {
  EXPECT_EQ(Make(R"(, "locations": [{"type": "integration", "integration":
                     "google-meet"}])")
                .status,
            400);
  EXPECT_EQ(Make(R"(, "locations": [])").status, 400);
  EXPECT_EQ(Make(R"(, "bookingFields": [{"type": "email", "required": false},
                     {"type": "phone", "slug": "attendeePhoneNumber", "label":
                      "Phone", "required": true}])")
                .status,
            400);
  EXPECT_EQ(
      Make(R"(, "bookingFields": [{"type": "email", "hidden": true}])").status,
      400);
  EXPECT_EQ(Make(R"(, "bookingFields": [{"type": "magic", "slug": "m",
                     "label": "M", "required": true}])")
                .status,
            400);
  const std::string seats = R"(, "seats": {"seatsPerTimeSlot": 5})";
  const std::string confirm =
      R"(, "confirmationPolicy": {"type": "always",
           "blockUnconfirmedBookingsInBooker": false})";
  EXPECT_EQ(Make(seats + confirm).status, 400);
  EXPECT_EQ(Make(seats + R"(, "recurrence": {"interval": 1, "occurrences": 3,
                             "frequency": "weekly"})")
                .status,
            400);
  EXPECT_EQ(Make(R"(, "lengthInMinutesOptions": [])").status, 400);
  EXPECT_EQ(Make(R"(, "lengthInMinutesOptions": [30, 30])").status, 400);
  EXPECT_EQ(Make(R"(, "lengthInMinutesOptions": [0])").status, 400);
  const Answer limits =
      Make(R"(, "bookingLimitsCount": {"day": 5, "week": 3})");
  EXPECT_EQ(limits.status, 400);
  EXPECT_NE(limits.message().find("day"), std::string::npos);
  EXPECT_NE(limits.message().find("week"), std::string::npos);
  EXPECT_EQ(Make(R"(, "bookingWindow": {"type": "weeks", "value": 3})").status,
            400);
  EXPECT_EQ(
      Make(R"(, "bookingWindow": {"type": "range", "value": ["x"]})").status,
      400);
  EXPECT_EQ(Make(R"(, "customName": "{Weather}")").status, 400);
  EXPECT_EQ(Make(R"(, "offsetStart": 1440)").status, 400);
  EXPECT_EQ(Make(R"(, "scheduleId": 999999)").status, 404);
  EXPECT_EQ(Post("/v2/event-types",
                 R"({"title": "x", "slug": "x", "length": 30})", &alice_)
                .status,
            400);
  EXPECT_EQ(Make("").status, 201);
  EXPECT_EQ(Make("").status, 400);  // the slug is taken
}

TEST_P(EventTypesTest, PatchMerges) {
  const Answer made =
      Make(R"(, "seats": {"seatsPerTimeSlot": 5, "showAttendeeInfo": true,
               "showAvailabilityCount": true}, "disableGuests": true,
               "lengthInMinutesOptions": [30, 60],
               "bookingLimitsCount": {"day": 5}, "offsetStart": 15)");
  ASSERT_EQ(made.status, 201) << made.message();
  const std::string path = "/v2/event-types/" + made.Text("id");
  const Answer renamed = Patch(path, R"({"title": "New"})", &alice_);
  ASSERT_EQ(renamed.status, 200) << renamed.message();
  for (const char* name : {"seats", "disableGuests", "lengthInMinutesOptions",
                           "bookingLimitsCount", "slug"}) {
    EXPECT_EQ(renamed.At(name), made.At(name)) << name;
  }
  EXPECT_EQ(renamed.Text("title"), "New");
  EXPECT_EQ(Patch(path,
                  R"({"confirmationPolicy": {"type": "always",
                      "blockUnconfirmedBookingsInBooker": true}})",
                  &alice_)
                .status,
            400);
  EXPECT_EQ(Patch(path, R"({"offsetStart": 0})", &alice_).Text("offsetStart"),
            "0");
  const Answer cleared = Patch(path,
                               R"({"bookingLimitsCount": {"disabled": true},
                                   "seats": {"disabled": true}})",
                               &alice_);
  EXPECT_EQ(cleared.Text("bookingLimitsCount"), "null");
  EXPECT_EQ(cleared.Text("seats"), R"({"disabled":true})");
  const Answer window = Patch(path,
                              R"({"bookingWindow": {"type": "range",
          "value": ["2050-09-05T00:00:00.000Z", "2050-09-09"]}})",
                              &alice_);
  EXPECT_EQ(window.Text("bookingWindow.value"),
            R"(["2050-09-05","2050-09-09"])");
  const Teacher bob = MakePerson("bob");
  EXPECT_EQ(Patch(path, R"({"title": "x"})", &bob).status, 404);
  EXPECT_EQ(Delete(path, &bob).status, 403);
  EXPECT_EQ(Patch("/v2/event-types/abc", "{}", &alice_).status, 400);
}

TEST_P(EventTypesTest, SeveralPeopleAreOneDynamicEventType) {
  MakePerson("bob");
  const Answer both = Get("/v2/event-types?usernames=alice,bob");
  ASSERT_EQ(both.status, 200) << both.message();
  EXPECT_EQ(both.Text("0.id"), "0");
  EXPECT_EQ(both.Text("0.lengthInMinutesOptions"), "[15,30,45,60,90]");
  EXPECT_EQ(both.At("0.users").as_array().size(), 2U);
  EXPECT_EQ(Get("/v2/event-types?usernames=alice,nobody").status, 404);
}

TEST_P(EventTypesTest, TeamsCollectiveRoundRobinAndManaged) {
  const Teacher bob = MakePerson("bob");
  const Teacher carla = MakePerson("carla");
  const std::int64_t team =
      MakeTeam("italiano", std::nullopt, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  const std::string path = "/v2/teams/" + std::to_string(team) + "/event-types";
  const auto body = [&](const char* slug, const char* type,
                        const std::string& more) {
    return std::string(R"({"title": "T", "lengthInMinutes": 30, "slug": ")") +
           slug + R"(", "schedulingType": ")" + type + "\"" + more + "}";
  };
  const std::string a = R"({"userId": )" + std::to_string(alice_.id);
  const std::string b = R"({"userId": )" + std::to_string(bob.id);
  const std::string hosts = R"(, "hosts": [)" + a + "}, " + b + "}]";
  const Answer collective = Post(path, body("c", "collective", hosts), &alice_);
  ASSERT_EQ(collective.status, 201) << collective.message();
  EXPECT_EQ(collective.Text("schedulingType"), "collective");
  EXPECT_EQ(collective.At("hosts").as_array().size(), 2U);
  EXPECT_EQ(collective.At("teamId"), team);
  const Answer rotating =
      Post(path,
           body("r", "roundRobin",
                R"(, "hosts": [)" + a + R"(, "mandatory": true}, )" + b +
                    R"(, "priority": "highest"}])"),
           &alice_);
  EXPECT_EQ(rotating.Text("hosts.0.mandatory"), "true");
  EXPECT_EQ(rotating.Text("hosts.1.priority"), "highest");
  EXPECT_EQ(
      Post(path,
           body("x", "collective",
                R"(, "hosts": [{"userId": )" + std::to_string(carla.id) + "}]"),
           &alice_)
          .status,
      404);
  EXPECT_EQ(Post(path, body("y", "collective", hosts), &bob).status, 403);
  EXPECT_EQ(Get(path).data().as_array().size(), 2U);
  EXPECT_EQ(Get(path + "?eventSlug=r").data().as_array().size(), 1U);

  const Answer managed = Post(path, body("m", "managed", hosts), &alice_);
  ASSERT_EQ(managed.status, 201) << managed.message();
  ASSERT_EQ(managed.data().as_array().size(), 3U);
  EXPECT_EQ(managed.At("1.parentEventTypeId"), managed.At("0.id"));
  EXPECT_EQ(Get("/v2/event-types?username=bob&eventSlug=m").At("0.ownerId"),
            bob.id);
  const std::string one = path + "/" + managed.Text("0.id");
  const Answer cut = Patch(one, R"({"hosts": [)" + a + "}]}", &alice_);
  EXPECT_EQ(cut.data().as_array().size(), 2U);
  EXPECT_EQ(Get("/v2/event-types?username=bob&eventSlug=m").Text(""), "[]");
  EXPECT_EQ(Patch(one, R"({"assignAllTeamMembers": true})", &alice_)
                .data()
                .as_array()
                .size(),
            3U);
  EXPECT_EQ(Delete(one, &alice_).status, 200);
  EXPECT_EQ(Get("/v2/event-types?username=bob&eventSlug=m").Text(""), "[]");
  EXPECT_EQ(Patch(path + "/999999", "{}", &alice_).status, 404);
}

TEST_P(EventTypesTest, AnOrganisationsUserIsFoundBySlugAndById) {
  const std::int64_t school = MakeOrganization("school");
  const Teacher bob = MakePerson("bob", school);
  const std::int64_t id = MakeType(bob, "lesson", 30);
  const std::string path = "/v2/event-types?username=bob";
  for (const std::string& more :
       {std::string("&orgSlug=school"),
        std::string("&orgSlug=school&eventSlug=lesson"),
        "&orgId=" + std::to_string(school)}) {
    EXPECT_EQ(Get(path + more).At("0.id"), id) << more;
  }
  EXPECT_EQ(Get(path).Text(""), "[]");
  EXPECT_EQ(Get(path + "&orgId=999999").status, 404);
}

TEST_P(EventTypesTest, SeatsConfirmationAndRecurrenceInAnyOrder) {
  const std::string seats = R"("seats": {"seatsPerTimeSlot": 5})";
  const std::string confirm =
      R"("confirmationPolicy": {"type": "always",
          "blockUnconfirmedBookingsInBooker": true})";
  EXPECT_EQ(Make(", " + confirm + ", " + seats).status, 400);
  const std::string path = "/v2/event-types/" + Make(", " + confirm).Text("id");
  EXPECT_EQ(Patch(path, "{" + seats + "}", &alice_).status, 400);
  const Answer recurs =
      Patch(path,
            R"({"recurrence": {"interval": 1, "occurrences": 3,
                "frequency": "monthly"}})",
            &alice_);
  EXPECT_EQ(recurs.Text("recurrence.frequency"), "monthly");
  const Answer once =
      Patch(path, R"({"recurrence": {"disabled": true}})", &alice_);
  EXPECT_EQ(once.Text("recurrence"), "null");
  const Teacher bob = MakePerson("bob");
  const json::value foreign = [&] {
    const Answer list = Get("/v2/schedules", &bob);
    return list.At("0.id");
  }();
  EXPECT_EQ(Patch(path, R"({"scheduleId": )" + json::serialize(foreign) + "}",
                  &alice_)
                .status,
            404);
  EXPECT_EQ(Patch(path,
                  R"({"locations": [{"type": "integration", "integration":
                      "zoom"}]})",
                  &alice_)
                .status,
            400);
}

TEST_P(EventTypesTest, WhatIsStoredButUnknownIsShownAsItIs) {
  const Answer made = Make("");
  Change([&](store::Transaction& tx) {
    tx.Run("UPDATE event_type SET settings = ?2 WHERE id = ?1",
           {made.At("id").as_int64(),
            R"({"locations": [{"type": "hologram", "room": 1},
                {"type": "integration", "integration": "jitsi",
                 "link": "https://jitsi.example.org/x", "credentialId": 7}],
                "bookingFields": ["odd", {"type": "text", "slug": "level",
                 "label": "Level", "required": true}]})"});
    return absl::OkStatus();
  });
  const Answer got = Get("/v2/event-types/" + made.Text("id"), &alice_);
  ASSERT_EQ(got.status, 200) << got.message();
  EXPECT_EQ(got.Text("locations.0"),
            R"({"type":"unknown",)"
            R"("location":"{\"type\":\"hologram\",\"room\":1}"})");
  EXPECT_EQ(got.Text("locations.1.credentialId"), "7");
  EXPECT_EQ(got.Text("locations.1.link"), "https://jitsi.example.org/x");
  EXPECT_EQ(got.Text("bookingFields.3"),
            R"({"type":"unknown","slug":"unknown","bookingField":"\"odd\""})");
  EXPECT_EQ(got.Text("bookingFields.4.slug"), "level");
}

TEST_P(EventTypesTest, ATeamOfAnOAuthClientAssignsItsManagedUsers) {
  const bookable::testing::Platform lingua =
      MakePlatform("lingua", PermissionSet::FromBits(PermissionSet::kAllBits));
  const std::int64_t organization = lingua.organization;
  Change([&](store::Transaction& tx) {
    store::MembershipRecord owner{.team_id = organization,
                                  .user_id = alice_.id,
                                  .role = "OWNER",
                                  .is_accepted = true,
                                  .created_at = tx.Now()};
    store::Insert(tx, owner);
    return absl::OkStatus();
  });
  const Teacher bob = MakePerson("bob", organization, lingua.client);
  const Teacher carla = MakePerson("carla", organization, lingua.client);
  const std::int64_t team =
      MakeTeam("italiano", organization,
               {{alice_, "OWNER"}, {bob, "MEMBER"}, {carla, "MEMBER"}});
  Change([&](store::Transaction& tx) {
    tx.Run("UPDATE team SET oauth_client_id = ?2 WHERE id = ?1",
           {team, lingua.client});
    return absl::OkStatus();
  });
  const std::string path = "/v2/organizations/" + std::to_string(organization) +
                           "/teams/" + std::to_string(team) + "/event-types";
  const auto make = [&](const char* slug, const char* type,
                        const std::string& more) {
    return Post(path,
                R"({"title": "T", "lengthInMinutes": 30, "slug": ")" +
                    std::string(slug) + R"(", "schedulingType": ")" + type +
                    "\"" + more + "}",
                &alice_);
  };
  const std::string all = R"(, "assignAllTeamMembers": true)";
  const Answer empty = make("none", "collective", "");
  ASSERT_EQ(empty.status, 201) << empty.message();
  EXPECT_EQ(empty.Text("hosts"), "[]");
  const Answer collective = make("c", "collective", all);
  EXPECT_EQ(collective.At("hosts").as_array().size(), 2U);
  const Answer rotating = make("r", "roundRobin", all);
  ASSERT_EQ(rotating.At("hosts").as_array().size(), 2U) << rotating.message();
  EXPECT_EQ(rotating.Text("hosts.0.mandatory"), "false");
  EXPECT_EQ(rotating.Text("hosts.0.priority"), "medium");
  const Answer kept =
      Patch(path + "/" + rotating.Text("id"), R"({"title": "New"})", &alice_);
  EXPECT_EQ(kept.At("hosts"), rotating.At("hosts"));
  EXPECT_EQ(make("m", "managed", all).data().as_array().size(), 3U);
  EXPECT_EQ(make("z", "collective",
                 R"(, "locations": [{"type": "integration", "integration":
                     "zoom"}])")
                .status,
            400);
  // Of another team, and of one outside the organisation.
  const std::int64_t other = MakeTeam("other", organization, {});
  const std::string others = "/v2/organizations/" +
                             std::to_string(organization) + "/teams/" +
                             std::to_string(other) + "/event-types";
  EXPECT_EQ(Delete(others + "/" + collective.Text("id"), &alice_).status, 404);
  const std::int64_t outside = MakeTeam("outside", std::nullopt, {});
  EXPECT_EQ(Post("/v2/organizations/" + std::to_string(organization) +
                     "/teams/" + std::to_string(outside) + "/event-types",
                 R"({"title": "T", "lengthInMinutes": 30, "slug": "o",
                     "schedulingType": "collective"})",
                 &alice_)
                .status,
            404);
  EXPECT_EQ(Delete(path + "/" + collective.Text("id"), &alice_).status, 200);
}

TEST_P(EventTypesTest, OfAnOrganisationsUsersByItsAdmins) {
  const std::int64_t school = MakeOrganization("school", {{alice_, "OWNER"}});
  const Teacher bob = MakePerson("bob", school);
  const Teacher stranger = MakePerson("stranger");
  const auto path_of = [&](const Teacher& person) {
    return "/v2/organizations/" + std::to_string(school) + "/users/" +
           std::to_string(person.id) + "/event-types";
  };
  const std::string path = path_of(bob);
  const std::string body =
      R"({"title": "Sera", "slug": "sera", "lengthInMinutes": 45,
          "hidden": true})";
  for (const Teacher* who : {&bob, &stranger}) {
    EXPECT_EQ(Post(path, body, who).status, 403);
    EXPECT_EQ(Get(path, who).status, 403);
  }
  EXPECT_EQ(Get(path).status, 401);
  EXPECT_EQ(Get(path_of(stranger), &alice_).status, 403);
  const Answer made = Post(path, body, &alice_);
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.At("ownerId"), bob.id);
  EXPECT_EQ(made.Text("hidden"), "true");
  const std::string one = path + "/" + made.Text("id");
  const std::string list = "/v2/event-types?orgId=" + std::to_string(school) +
                           "&username=" + bob.username;
  // Who books does not see it, who governs does, and to its owner it belongs.
  EXPECT_EQ(Get(list).data().as_array().size(), 0U);
  EXPECT_EQ(Get(path, &alice_).data().as_array().size(), 1U);
  EXPECT_EQ(Get(one, &alice_).data(), made.data());
  EXPECT_EQ(Get("/v2/event-types/" + made.Text("id"), &bob).data(),
            made.data());
  const Answer changed =
      Patch(one, R"({"hidden": false, "lengthInMinutes": 60})", &alice_);
  ASSERT_EQ(changed.status, 200) << changed.message();
  EXPECT_EQ(changed.At("lengthInMinutes"), 60);
  EXPECT_EQ(Get(list).data().as_array().size(), 1U);
  EXPECT_EQ(Patch(one, R"({"hidden": "yes"})", &alice_).status, 400);
  // Elsewhere the field means nothing, as ever.
  EXPECT_EQ(
      Patch("/v2/event-types/" + made.Text("id"), R"({"hidden": true})", &bob)
          .Text("hidden"),
      "false");
  // Another's is not there under this person's name, not even the admin's own.
  const std::string own = std::to_string(MakeType(alice_, "own", 30));
  EXPECT_EQ(Get(path + "/" + own, &alice_).status, 404);
  EXPECT_EQ(Patch(path + "/" + own, "{}", &alice_).status, 404);
  EXPECT_EQ(Delete(path + "/" + own, &alice_).status, 403);
  EXPECT_EQ(Delete(one, &alice_).status, 200);
  EXPECT_EQ(Get(one, &alice_).status, 404);
}

BOOKABLE_ON_BOTH_STORES(EventTypesTest);

}  // namespace
}  // namespace bookable::http
