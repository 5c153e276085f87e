// Cases A and C of scheduling-cases: GET /v2/slots.
#include <boost/json/serialize.hpp>

#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/bookings.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"
#include "tests/support/literals.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using bookable::testing::Answer;
using bookable::testing::Teacher;

constexpr const char* kWeek = "&start=2050-09-05&end=2050-09-09";
constexpr const char* kRome = "&timeZone=Europe/Rome";

class SlotsTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    version_ = "2024-09-04";
    hour_ = MakeType(alice_, "hour", 60);
  }
  Answer Slots(std::int64_t type, const std::string& more) {
    return Get("/v2/slots?eventTypeId=" + std::to_string(type) + more);
  }
  Answer SlotsByName(const std::string& more) {
    return Get("/v2/slots?eventTypeSlug=hour&username=alice" + more);
  }
  // How many slots each date has: "8,8,8,8,8".
  static std::string Counts(const Answer& answer) {
    std::string counts;
    if (!answer.data().is_object()) return answer.message();
    for (const auto& day : answer.data().get_object()) {
      if (!counts.empty()) counts += ',';
      counts += std::to_string(day.value().as_array().size());
    }
    return counts;
  }
  static bool Has(const Answer& answer, const std::string& start) {
    return json::serialize(answer.data()).find(start) != std::string::npos;
  }
  // A booking at `start`, in the tables.
  std::string Book(std::int64_t type, std::string_view start,
                   std::optional<std::int64_t> only_host = std::nullopt) {
    std::string uid;
    Change([&](store::Transaction& tx) {
      const auto record = store::Find<store::EventTypeRecord>(tx, type);
      auto offer = domain::OfferOf(tx, *record);
      if (!offer.ok()) return offer.status();
      if (only_host) {
        for (Group& group : offer->groups) {
          std::erase_if(group.hosts, [&](const Host& host) {
            return host.id != domain::HostName(*only_host);
          });
        }
        std::erase_if(offer->groups,
                      [](const Group& group) { return group.hosts.empty(); });
      }
      const auto booked = domain::Book(
          tx, *offer,
          {.start = bookable::testing::At(start),
           .attendees = {{.name = "Bob", .email = "bob@example.org"}}});
      if (booked.ok()) uid = booked->session.uid;
      return booked.status();
    });
    return uid;
  }

  std::int64_t hour_ = 0;
};

TEST_P(SlotsTest, Case1ByEventTypeId) {
  const Answer answer = Slots(hour_, kWeek);
  ASSERT_EQ(answer.status, 200) << answer.message();
  EXPECT_EQ(Counts(answer), "8,8,8,8,8");
  EXPECT_EQ(answer.Text("2050-09-05.0.start"), "2050-09-05T07:00:00.000Z");
  EXPECT_EQ(answer.Text("2050-09-09.7.start"), "2050-09-09T14:00:00.000Z");
}

TEST_P(SlotsTest, Case2And4WithTimeZone) {
  const Answer answer = Slots(hour_, std::string(kWeek) + kRome);
  EXPECT_EQ(Counts(answer), "8,8,8,8,8");
  EXPECT_EQ(answer.Text("2050-09-05.0.start"), "2050-09-05T09:00:00.000+02:00");
  EXPECT_EQ(answer.Text("2050-09-05.7.start"), "2050-09-05T16:00:00.000+02:00");
  EXPECT_EQ(SlotsByName(std::string(kWeek) + kRome).data(), answer.data());
}

TEST_P(SlotsTest, Case5And7StartCutsTheFirstDay) {
  const std::string query = "&start=2050-09-05T09:00:00Z&end=2050-09-09";
  EXPECT_EQ(Counts(Slots(hour_, query)), "6,8,8,8,8");
  EXPECT_EQ(Slots(hour_, query + kRome).Text("2050-09-05.0.start"),
            "2050-09-05T11:00:00.000+02:00");
}

TEST_P(SlotsTest, Case6And8EndIsTheEndOfTheLastSlot) {
  const std::string query = "&start=2050-09-05&end=2050-09-09T12:00:00Z";
  const Answer answer = Slots(hour_, query);
  EXPECT_EQ(Counts(answer), "8,8,8,8,5");
  EXPECT_EQ(answer.Text("2050-09-09.4.start"), "2050-09-09T11:00:00.000Z");
  EXPECT_EQ(Counts(Slots(hour_, query + kRome)), "8,8,8,8,5");
  // The one from 11 to 12 ends after it.
  EXPECT_EQ(Counts(Slots(hour_, "&start=2050-09-09&end=2050-09-09T11:30:00Z")),
            "4");
  // What is past counts for nothing, however much of it is asked for.
  EXPECT_EQ(Counts(Slots(hour_, "&start=2030-01-01&end=2049-09-06")), "8");
}

TEST_P(SlotsTest, Case10To12Range) {
  const std::string query = std::string(kWeek) + "&format=range";
  const Answer utc = Slots(hour_, query);
  EXPECT_EQ(utc.Text("2050-09-05.0.end"), "2050-09-05T08:00:00.000Z");
  EXPECT_EQ(SlotsByName(query).data(), utc.data());
  const Answer rome = Slots(hour_, query + kRome);
  EXPECT_EQ(rome.Text("2050-09-05.0.end"), "2050-09-05T10:00:00.000+02:00");
  EXPECT_EQ(SlotsByName(query + kRome).data(), rome.data());
}

TEST_P(SlotsTest, Case13ABookingTakesItsSlot) {
  const std::string uid = Book(hour_, "2050-09-05T11:00Z");
  const Answer answer = Slots(hour_, kWeek);
  EXPECT_EQ(Counts(answer), "7,8,8,8,8");
  EXPECT_FALSE(Has(answer, "2050-09-05T11:00"));
  // Who moves it sees it.
  EXPECT_EQ(Counts(Slots(
                hour_, std::string(kWeek) + "&bookingUidToReschedule=" + uid)),
            "8,8,8,8,8");
}

TEST_P(SlotsTest, Case14Seats) {
  const std::int64_t seated =
      MakeType(alice_, "class", 60,
               R"(, "seats": {"seatsPerTimeSlot": 5, "showAttendeeInfo": true,
                   "showAvailabilityCount": true})");
  const std::string uid = Book(seated, "2050-09-05T11:00Z");
  const Answer answer = Slots(seated, kWeek);
  EXPECT_EQ(Counts(answer), "8,8,8,8,8");
  EXPECT_EQ(answer.Text("2050-09-05.4"),
            R"({"start":"2050-09-05T11:00:00.000Z","seatsBooked":1,)"
            R"("seatsRemaining":4,"seatsTotal":5,"bookingUid":")" +
                uid + "\"}");
  EXPECT_EQ(answer.Text("2050-09-05.0"),
            R"({"start":"2050-09-05T07:00:00.000Z","seatsBooked":0,)"
            R"("seatsRemaining":5,"seatsTotal":5})");
  const std::int64_t quiet = MakeType(alice_, "quiet", 60,
                                      R"(, "seats": {"seatsPerTimeSlot": 5,
                   "showAvailabilityCount": false})");
  EXPECT_EQ(Slots(quiet, kWeek).Text("2050-09-05.0"),
            R"({"start":"2050-09-05T07:00:00.000Z"})");
}

TEST_P(SlotsTest, Case16OutOfOffice) {
  Change([&](store::Transaction& tx) {
    store::OutOfOfficeRecord away{
        .uuid = "a",
        .user_id = alice_.id,
        .starts_at = bookable::testing::At("2050-09-06T00:00Z"),
        .ends_at = bookable::testing::At("2050-09-09T23:59:59Z"),
        .created_at = tx.Now(),
        .updated_at = tx.Now()};
    store::Insert(tx, away);
    return absl::OkStatus();
  });
  const Answer answer = Slots(hour_, kWeek);
  EXPECT_EQ(Counts(answer), "8");
  EXPECT_TRUE(Has(answer, "2050-09-05T07:00"));
}

TEST_P(SlotsTest, Case17TheSameNameWithinAnOrganisationAndWithout) {
  const std::int64_t school = MakeOrganization("school");
  Teacher inside = MakePerson("paola", school);
  MakeType(inside, "hour", 60);
  Teacher outside = MakePerson("paolo");
  Change([&](store::Transaction& tx) {
    tx.Run("UPDATE app_user SET username = 'paola' WHERE id = ?1",
           {outside.id});
    tx.Run("UPDATE schedule SET availability = ?2 WHERE user_id = ?1",
           {outside.id, R"([{"days":["Monday"],"startTime":"09:00",)"
                        R"("endTime":"17:00"}])"});
    return absl::OkStatus();
  });
  MakeType(outside, "hour", 60);
  const std::string query =
      std::string("/v2/slots?eventTypeSlug=hour&username=paola") + kWeek;
  EXPECT_EQ(Counts(Get(query)), "8");
  EXPECT_EQ(Counts(Get(query + "&organizationSlug=school")), "8,8,8,8,8");
  // 49: both at once, with a length.
  const std::string both =
      std::string("/v2/slots?usernames=paola,carla") + kWeek + "&duration=60";
  MakePerson("carla", school);
  EXPECT_EQ(Counts(Get(both + "&organizationSlug=school")), "8,8,8,8,8");
  EXPECT_EQ(
      Get(both + "&organizationSlug=school" + kRome).Text("2050-09-05.0.start"),
      "2050-09-05T09:00:00.000+02:00");
  EXPECT_EQ(Get(both).status, 400);
}

TEST_P(SlotsTest, Case18Mistakes) {
  EXPECT_EQ(Slots(hour_, std::string(kWeek) + "&slotFormat=range")
                .Text("2050-09-05.0.end"),
            "2050-09-05T08:00:00.000Z");
  EXPECT_EQ(Slots(hour_, std::string(kWeek) + "&format=table").status, 400);
  EXPECT_EQ(Slots(999'999, kWeek).status, 404);
  EXPECT_EQ(Slots(hour_, std::string(kWeek) + "&timeZone=Mars").status, 400);
  EXPECT_EQ(Slots(hour_, std::string(kWeek) + "&colour=red").status, 400);
  EXPECT_EQ(Slots(hour_, std::string(kWeek) + "&duration=30").status, 400);
  EXPECT_EQ(Slots(hour_, "&start=2050-09-05").status, 400);
  EXPECT_EQ(Slots(hour_, "&start=soon&end=2050-09-05").status, 400);
  const Answer none = Get(std::string("/v2/slots?x") + kWeek);
  EXPECT_EQ(none.status, 400);
  const Answer nobody = Get(std::string("/v2/slots?duration=30") + kWeek);
  EXPECT_EQ(nobody.status, 400);
  EXPECT_NE(nobody.message().find("usernames"), std::string::npos);
  EXPECT_EQ(
      Get(std::string("/v2/slots?eventTypeSlug=hour&username=nobody") + kWeek)
          .status,
      404);
}

TEST_P(SlotsTest, Case18ASlotThatEndsAtMidnightIsThere) {
  Change([&](store::Transaction& tx) {
    tx.Run(
        "UPDATE schedule SET time_zone = 'UTC', availability = ?2 WHERE "
        "user_id = ?1",
        {alice_.id, R"([{"days":["Monday"],"startTime":"22:00",)"
                    R"("endTime":"24:00"}])"});
    return absl::OkStatus();
  });
  const Answer answer = Slots(hour_, "&start=2050-09-05&end=2050-09-05");
  EXPECT_EQ(Counts(answer), "2");
  EXPECT_TRUE(Has(answer, "2050-09-05T23:00"));
}

TEST_P(SlotsTest, Case34To36And41To48Teams) {
  const Teacher bob = MakePerson("bob");
  const std::int64_t team =
      MakeTeam("italiano", std::nullopt, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  const auto host = [](const Teacher& person, const char* more) {
    return R"({"userId": )" + std::to_string(person.id) + more + "}";
  };
  const std::string both = "[" + host(alice_, "") + "," + host(bob, "") + "]";
  const std::string fixed = "[" + host(alice_, R"(, "mandatory": true)") + "," +
                            host(bob, R"(, "mandatory": true)") + "]";
  const auto collective =
      MakeTeamType(team, alice_, "collective", "collective", both);
  const auto rotating = MakeTeamType(team, alice_, "rr", "roundRobin", both);
  const auto mandatory =
      MakeTeamType(team, alice_, "fixed", "roundRobin", fixed);
  EXPECT_EQ(Counts(Slots(collective, kWeek)), "8,8,8,8,8");
  EXPECT_EQ(Counts(Slots(rotating, kWeek)), "8,8,8,8,8");
  EXPECT_EQ(
      Get(std::string("/v2/slots?eventTypeSlug=collective&teamSlug=italiano") +
          kWeek)
          .data(),
      Slots(collective, kWeek).data());
  EXPECT_EQ(
      Get(std::string("/v2/slots?eventTypeSlug=rr&teamSlug=nobody") + kWeek)
          .status,
      404);
  Book(hour_, "2050-09-05T11:00Z");  // Alice's
  EXPECT_EQ(Counts(Slots(collective, kWeek)), "7,8,8,8,8");
  EXPECT_EQ(Counts(Slots(mandatory, kWeek)), "7,8,8,8,8");
  EXPECT_EQ(Counts(Slots(rotating, kWeek)), "8,8,8,8,8");
  const std::int64_t bobs = MakeType(bob, "hour", 60);
  Book(bobs, "2050-09-05T11:00Z");
  EXPECT_EQ(Counts(Slots(rotating, kWeek)), "7,8,8,8,8");
  const auto empty = MakeTeamType(team, alice_, "empty", "collective", "[]");
  EXPECT_EQ(Slots(empty, kWeek).Text(""), "{}");
}

TEST_P(SlotsTest, WithoutNoticeTodaysFirstSlotIsTheNext) {
  const std::int64_t type = MakeType(alice_, "now", 30,
                                     R"(, "minimumBookingNotice": 0,
                    "onlyShowFirstAvailableSlot": true)");
  // Monday, 10:10 in Rome: the day's slots have begun at 9.
  database_->SetNow(bookable::testing::At("2050-09-05T08:10Z"));
  const Answer days = Slots(type, "&start=2050-09-05&end=2050-09-06");
  EXPECT_EQ(days.Text("2050-09-05"),
            R"([{"start":"2050-09-05T08:30:00.000Z"}])");
  EXPECT_EQ(days.Text("2050-09-06"),
            R"([{"start":"2050-09-06T07:00:00.000Z"}])");
}

TEST_P(SlotsTest, Case43To48TeamsOfAnOrganisation) {
  const std::int64_t school = MakeOrganization("school", {{alice_, "OWNER"}});
  const Teacher bob = MakePerson("bob", school);
  const std::int64_t team =
      MakeTeam("italiano", school, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  const std::string both = HostsText({alice_, bob});
  const auto collective =
      MakeTeamType(team, alice_, "collective", "collective", both);
  const auto rotating = MakeTeamType(team, alice_, "rr", "roundRobin", both);
  const std::string named =
      "/v2/slots?eventTypeSlug=collective&teamSlug=italiano";
  EXPECT_EQ(Counts(Slots(collective, kWeek)), "8,8,8,8,8");  // 43
  EXPECT_EQ(Get(named + "&organizationSlug=school" + kWeek).data(),
            Slots(collective, kWeek).data());
  EXPECT_EQ(Get(named + kWeek).status, 404);                 // 44
  Book(hour_, "2050-09-05T11:00Z");                          // Alice's
  EXPECT_EQ(Counts(Slots(collective, kWeek)), "7,8,8,8,8");  // 46
  EXPECT_EQ(Counts(Slots(rotating, kWeek)), "8,8,8,8,8");    // 47
  Book(MakeType(bob, "hour", 60), "2050-09-05T11:00Z");
  EXPECT_EQ(Counts(Slots(rotating, kWeek)), "7,8,8,8,8");  // 48
}

// Cases D: the routes of 2024-04-15.
class ComponentSlotsTest : public SlotsTest {
 protected:
  void SetUp() override {
    SlotsTest::SetUp();
    version_ = "none";
  }
  static constexpr const char* kDays =
      "&startTime=2050-09-05&endTime=2050-09-10";
  Answer Available(const std::string& more, std::int64_t type = 0) {
    return Get("/v2/slots/available?eventTypeId=" +
               std::to_string(type ? type : hour_) + kDays + more);
  }
  static std::string Sizes(const Answer& answer) {
    std::string sizes;
    const json::value days = answer.At("slots");
    if (!days.is_object()) return answer.message();
    for (const auto& day : days.get_object()) {
      if (!sizes.empty()) sizes += ',';
      sizes += std::to_string(day.value().as_array().size());
    }
    return sizes;
  }
};

TEST_P(ComponentSlotsTest, Case50To55Lists) {
  const Answer plain = Available("");
  EXPECT_EQ(Sizes(plain), "8,8,8,8,8");
  EXPECT_EQ(plain.Text("slots.2050-09-05.0"),
            R"({"time":"2050-09-05T07:00:00.000Z"})");
  EXPECT_EQ(Available("&slotFormat=range").Text("slots.2050-09-05.0"),
            R"({"startTime":"2050-09-05T07:00:00.000Z",)"
            R"("endTime":"2050-09-05T08:00:00.000Z"})");
  const Answer rome = Available(std::string("&slotFormat=range") + kRome);
  EXPECT_EQ(rome.Text("slots.2050-09-05.0.endTime"),
            "2050-09-05T10:00:00.000+02:00");
  const std::string named =
      std::string(
          "/v2/slots/available?eventTypeSlug=hour&usernameList[]="
          "alice") +
      kDays;
  EXPECT_EQ(Get(named).data(), plain.data());
  EXPECT_EQ(Get(named + kRome).data(), Available(kRome).data());
  EXPECT_EQ(Available("", 999'999).status, 404);
  EXPECT_EQ(Get(std::string("/v2/slots/available?x=1") + kDays).status, 400);
  EXPECT_EQ(Available("&duration=45").status, 400);
}

TEST_P(ComponentSlotsTest, AnIdOfZeroIsNone) {
  const std::string zero =
      std::string("/v2/slots/available?eventTypeId=0") + kDays;
  EXPECT_EQ(Sizes(Get(zero + "&eventTypeSlug=hour&usernameList[]=alice")),
            "8,8,8,8,8");
  EXPECT_EQ(Get(zero).status, 400);
  // So the first version asks before it knows the event type.
  const Answer early = Get(zero + "&usernameList[]=alice");
  EXPECT_EQ(early.status, 200);
  EXPECT_EQ(early.Text("slots"), "{}");
}

TEST_P(ComponentSlotsTest, Case56And61AVisitorsHoldHidesTheStartFromOthers) {
  const std::string body = R"({"eventTypeId": )" + std::to_string(hour_) +
                           R"(, "slotUtcStartDate": "2050-09-05T10:00:00Z",
                               "slotUtcEndDate": "2050-09-05T11:00:00Z"})";
  const Answer held = Post("/v2/slots/reserve", body);
  ASSERT_EQ(held.status, 201) << held.message();
  EXPECT_EQ(held.Text("").size(), 36U);
  EXPECT_EQ(Sizes(Available("")), "7,8,8,8,8");
  headers_ = {{"cookie", "uid=" + held.Text("")}};
  EXPECT_EQ(Sizes(Available("")), "8,8,8,8,8");  // 61
  EXPECT_EQ(Post("/v2/slots/reserve", body).Text(""), held.Text(""));
  headers_.clear();
  // Another visitor is not stopped, and holds nothing.
  const Answer other = Post("/v2/slots/reserve", body);
  EXPECT_EQ(other.status, 201);
  EXPECT_EQ(Count("SELECT count(*) FROM hold"), 1);
  EXPECT_EQ(Delete("/v2/slots/selected-slot?uid=" + held.Text("")).status, 200);
  EXPECT_EQ(Delete("/v2/slots/selected-slot?uid=unknown").status, 200);
  EXPECT_EQ(Sizes(Available("")), "8,8,8,8,8");
  EXPECT_EQ(Post("/v2/slots/reserve",
                 R"({"eventTypeId": 999999,
                     "slotUtcStartDate": "2050-09-05T10:00:00Z",
                     "slotUtcEndDate": "2050-09-05T11:00:00Z"})")
                .status,
            404);
}

TEST_P(ComponentSlotsTest, Case58To60Bookings) {
  const std::string uid = Book(hour_, "2050-09-05T11:00Z");
  EXPECT_EQ(Sizes(Available("")), "7,8,8,8,8");
  EXPECT_EQ(Sizes(Available("&rescheduleUid=" + uid)), "8,8,8,8,8");
  const std::int64_t seated =
      MakeType(alice_, "class", 60, R"(, "seats": {"seatsPerTimeSlot": 5})");
  const std::string session = Book(seated, "2050-09-06T11:00Z");
  const Answer plain = Available("", seated);
  EXPECT_EQ(plain.Text("slots.2050-09-06.4"),
            R"({"time":"2050-09-06T11:00:00.000Z","attendees":1,)"
            R"("bookingUid":")" +
                session + "\"}");
  EXPECT_EQ(plain.Text("slots.2050-09-06.3"),
            R"({"time":"2050-09-06T10:00:00.000Z"})");
  const Answer range = Available("&slotFormat=range", seated);
  EXPECT_EQ(range.Text("slots.2050-09-06.4.attendees"), "1");
}

BOOKABLE_ON_BOTH_STORES(ComponentSlotsTest);
BOOKABLE_ON_BOTH_STORES(SlotsTest);

}  // namespace
}  // namespace bookable::http
