// Cases E to K of scheduling-cases: bookings, 2024-08-13.
#include "bindings/http/domain/bookings.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <thread>

#include "bindings/http/store/sessions.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"
#include "tests/support/literals.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using bookable::testing::Answer;
using bookable::testing::Teacher;
using namespace std::chrono_literals;

constexpr const char* kMarco =
    R"("attendee": {"name": "Marco", "email": "marco@example.org",
        "timeZone": "Europe/Rome", "language": "it"})";
constexpr const char* kWeekly =
    R"(, "recurrence": {"interval": 1, "occurrences": 3,
        "frequency": "weekly"})";
constexpr const char* kSeats =
    R"(, "seats": {"seatsPerTimeSlot": 5, "showAttendeeInfo": true,
        "showAvailabilityCount": true})";
constexpr const char* kAlways =
    R"(, "confirmationPolicy": {"type": "always",
        "blockUnconfirmedBookingsInBooker": false})";

class BookingsTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    if (store_ == nullptr) return;
    hour_ = MakeType(alice_, "hour", 60);
  }
  static std::string At(const std::string& time) {
    return time.size() > 5 ? time : "2050-09-05T" + time + ":00Z";
  }
  // `more` are further members.
  Answer Book(std::int64_t type, const std::string& time,
              const std::string& more = "", const Teacher* who = nullptr) {
    const bool has_attendee = more.find("\"attendee\"") != std::string::npos;
    return Post("/v2/bookings",
                R"({"eventTypeId": )" + std::to_string(type) +
                    R"(, "start": ")" + At(time) + "\"" +
                    (has_attendee ? "" : std::string(", ") + kMarco) + more +
                    "}",
                who);
  }
  static std::string Someone(const std::string& name) {
    return R"(, "attendee": {"name": ")" + name + R"(", "email": ")" + name +
           R"(@example.org", "timeZone": "Europe/Rome"})";
  }
  Answer Act(const std::string& uid, const std::string& action,
             const std::string& body = "{}", const Teacher* who = nullptr) {
    return Post("/v2/bookings/" + uid + "/" + action, body, who);
  }
  Answer One(const std::string& uid, const Teacher* who = nullptr) {
    return Get("/v2/bookings/" + uid, who);
  }
  std::size_t Listed(const std::string& query, const Teacher* who = nullptr) {
    const Answer list =
        Get("/v2/bookings" + query, who == nullptr ? &alice_ : who);
    EXPECT_EQ(list.status, 200) << query << list.message();
    return list.data().is_array() ? list.data().get_array().size() : 9999;
  }
  std::string Slots(std::int64_t type) {
    return json::serialize(Get("/v2/slots?eventTypeId=" + std::to_string(type) +
                               "&start=2050-09-05&end=2050-09-05")
                               .data());
  }

  std::int64_t hour_ = 0;
};

// --- E: create ---------------------------------------------------------------

TEST_P(BookingsTest, Case62And64Metadata) {
  std::string many = R"(, "metadata": {"a0": "x")";
  for (int i = 1; i < 51; ++i) many += ", \"a" + std::to_string(i) + "\": 1";
  EXPECT_EQ(Book(hour_, "10:00", many + "}").status, 400);
  EXPECT_EQ(Book(hour_, "10:00",
                 R"(, "metadata": {"a": ")" + std::string(501, 'x') + "\"}")
                .status,
            400);
  EXPECT_EQ(Book(hour_, "10:00", R"(, "metadata": {"a": null})").status, 400);
}

TEST_P(BookingsTest, Case65AFullBody) {
  const std::int64_t type =
      MakeType(alice_, "full", 60,
               R"(, "bookingFields": [{"type": "text", "slug": "level", "label":
          "Level", "required": true}])");
  const std::string more =
      R"(, "location": "https://meet.example.org/x",
          "bookingFieldsResponses": {"level": "B1"},
          "metadata": {"userId": "100", "n": 5, "b": true},
          "guests": ["bob@example.org"])";
  const Answer made = Book(type, "10:00", more);
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("status"), "accepted");
  EXPECT_EQ(made.Text("uid").size(), 22U);
  EXPECT_EQ(made.Text("start"), "2050-09-05T10:00:00.000Z");
  EXPECT_EQ(made.Text("end"), "2050-09-05T11:00:00.000Z");
  EXPECT_EQ(made.Text("duration"), "60");
  EXPECT_EQ(made.Text("title"), "Italian lesson between Alice and Marco");
  EXPECT_EQ(made.At("hosts.0.id"), alice_.id);
  EXPECT_EQ(made.Text("hosts.0.timeZone"), "Europe/Rome");
  EXPECT_EQ(made.Text("attendees.0"),
            R"({"name":"Marco","email":"marco@example.org",)"
            R"("timeZone":"Europe/Rome","language":"it","absent":false})");
  EXPECT_EQ(made.Text("attendees.1.email"), "bob@example.org");
  EXPECT_EQ(made.Text("guests"), R"(["bob@example.org"])");
  EXPECT_EQ(made.Text("location"), "https://meet.example.org/x");
  EXPECT_EQ(made.At("meetingUrl"), made.At("location"));
  EXPECT_EQ(made.Text("bookingFieldsResponses.level"), "B1");
  EXPECT_EQ(made.Text("bookingFieldsResponses.location"),
            R"({"value":"link","optionValue":"https://meet.example.org/x"})");
  EXPECT_EQ(made.Text("metadata"), R"({"userId":"100","n":5,"b":true})");
  EXPECT_EQ(made.Text("eventType.slug"), "full");
  EXPECT_EQ(made.Text("icsUid"), made.Text("uid") + "@Cal.com");
  EXPECT_EQ(One(made.Text("uid")).data(), made.data());  // 88
  EXPECT_EQ(Slots(hour_).find("T10:00"), std::string::npos);
  // 76, and what is missing or of another type.
  EXPECT_EQ(Book(type, "12:00").status, 400);
  EXPECT_EQ(
      Book(type, "12:00", R"(, "bookingFieldsResponses": {"level": 5})").status,
      400);
  EXPECT_EQ(Book(type, "12:00", R"(, "colour": "red")").status, 400);
}

TEST_P(BookingsTest, Case66To68ASeries) {
  const std::int64_t weekly = MakeType(alice_, "weekly", 60, kWeekly);
  const Answer made =
      Book(weekly, "10:00", R"(, "metadata": {"userId": "100"})");
  ASSERT_EQ(made.status, 201) << made.message();
  ASSERT_EQ(made.data().as_array().size(), 3U);
  EXPECT_EQ(made.Text("0.start"), "2050-09-05T10:00:00.000Z");
  EXPECT_EQ(made.Text("1.start"), "2050-09-12T10:00:00.000Z");
  EXPECT_EQ(made.Text("2.start"), "2050-09-19T10:00:00.000Z");
  for (const char* i : {"0", "1", "2"}) {
    const std::string at = i;
    EXPECT_EQ(made.Text(at + ".status"), "accepted");
    EXPECT_EQ(made.At(at + ".recurringBookingUid"),
              made.At("0.recurringBookingUid"));
    EXPECT_EQ(made.Text(at + ".metadata.userId"), "100");
  }
  EXPECT_EQ(Book(weekly, "12:00", R"(, "recurrenceCount": 1000)").status, 400);
  EXPECT_EQ(Book(weekly, "12:00", R"(, "recurrenceCount": 2)")
                .data()
                .as_array()
                .size(),
            2U);
  // All of them or none: the third is taken.
  ASSERT_EQ(Book(hour_, "2050-09-19T08:00:00Z").status, 201);
  EXPECT_EQ(Book(weekly, "08:00").status, 400);
  EXPECT_NE(Slots(hour_).find("T08:00"), std::string::npos);
  // 91, 92
  EXPECT_EQ(One(made.Text("1.uid")).Text("recurringBookingUid"),
            made.Text("0.recurringBookingUid"));
  EXPECT_EQ(One(made.Text("0.recurringBookingUid")).data(), made.data());
}

TEST_P(BookingsTest, Case66TheHourOfASeriesIsTheAttendees) {
  const std::int64_t weekly = MakeType(alice_, "weekly", 60, kWeekly);
  // The clocks of Rome go back on 2050-10-30.
  const Answer made = Book(weekly, "2050-10-24T08:00:00Z");
  EXPECT_EQ(made.Text("0.start"), "2050-10-24T08:00:00.000Z");
  EXPECT_EQ(made.Text("1.start"), "2050-10-31T09:00:00.000Z");
}

TEST_P(BookingsTest, Case70To75Selectors) {
  const Answer none =
      Post("/v2/bookings",
           std::string(R"({"start": "2050-09-05T10:00:00Z", )") + kMarco + "}");
  EXPECT_EQ(none.status, 400);
  EXPECT_NE(none.message().find("Either eventTypeId or eventTypeSlug"),
            std::string::npos);
  const Answer named = Post(
      "/v2/bookings",
      std::string(R"({"start": "2050-09-05T10:00:00Z", "eventTypeSlug": "hour",
                      "username": "alice", )") +
          kMarco + "}");
  EXPECT_EQ(named.status, 201) << named.message();  // 71
  EXPECT_EQ(Book(hour_, "12:00", R"(, "lengthInMinutes": 30)").status, 400);
  const std::int64_t variable = MakeType(
      alice_, "variable", 15, R"(, "lengthInMinutesOptions": [15, 30, 60])");
  EXPECT_EQ(Book(variable, "12:00").Text("duration"), "15");  // 73
  const Answer half = Book(variable, "13:00", R"(, "lengthInMinutes": 30)");
  EXPECT_EQ(half.Text("duration"), "30");  // 74
  EXPECT_EQ(half.Text("end"), "2050-09-05T13:30:00.000Z");
  const Answer odd = Book(variable, "14:00", R"(, "lengthInMinutes": 20)");
  EXPECT_EQ(odd.status, 400);
  EXPECT_NE(odd.message().find("15, 30, 60"), std::string::npos);
  EXPECT_EQ(Book(999'999, "14:00").status, 404);
}

TEST_P(BookingsTest, Case77To85Locations) {
  const std::int64_t type = MakeType(alice_, "places", 30,
                                     R"(, "locations": [
        {"type": "integration", "integration": "cal-video"},
        {"type": "address", "address": "Via Po 1", "public": true},
        {"type": "link", "link": "https://meet.example.org/a", "public": true},
        {"type": "phone", "phone": "+390612345678", "public": true},
        {"type": "attendeeAddress"}, {"type": "attendeePhone"},
        {"type": "attendeeDefined"}])");
  int minute = 0;
  const auto place = [&](const std::string& location) {
    const std::string time = "2050-09-06T" + std::to_string(10 + minute / 60) +
                             ":" + (minute % 60 == 0 ? "00" : "30") + ":00Z";
    minute += 30;
    return Book(type, time, R"(, "location": )" + location);
  };
  EXPECT_EQ(place(R"({"type": "integration", "integration": "cal-video"})")
                .Text("location"),
            "integrations:daily");
  EXPECT_EQ(place(R"({"type": "address"})").Text("location"), "Via Po 1");
  EXPECT_EQ(place(R"({"type": "link"})").Text("location"),
            "https://meet.example.org/a");
  EXPECT_EQ(place(R"({"type": "phone"})").Text("location"), "+390612345678");
  EXPECT_EQ(place(R"({"type": "attendeeAddress", "address": "Corso 5"})")
                .Text("location"),
            "Corso 5");
  EXPECT_EQ(place(R"({"type": "attendeeDefined", "location": "the park"})")
                .Text("location"),
            "the park");
  EXPECT_EQ(place(R"({"type": "attendeePhone", "phone": "+37255555555"})")
                .Text("location"),
            "+37255555555");
  EXPECT_EQ(
      place(R"({"type": "integration", "integration": "google-meet"})").status,
      400);
  EXPECT_EQ(place(R"({"type": "moon"})").status, 400);
}

TEST_P(BookingsTest, Case86RefusalsAndRaces) {
  ASSERT_EQ(Book(hour_, "10:00", "", &alice_).status, 201);
  const Answer again = Book(hour_, "10:00", Someone("anna"));
  EXPECT_EQ(again.status, 400);
  EXPECT_NE(again.message().find("already has booking"), std::string::npos);
  EXPECT_EQ(Book(hour_, "20:00").status, 400);
  EXPECT_EQ(Book(hour_, "2049-09-01T10:00:00Z").status, 400);
  EXPECT_EQ(Book(hour_, "soon").status, 400);
  EXPECT_EQ(Book(hour_, "10:00:30").status, 400);
  const std::int64_t limited =
      MakeType(alice_, "limited", 30, R"(, "bookingLimitsCount": {"day": 1})");
  ASSERT_EQ(Book(limited, "12:00").status, 201);
  EXPECT_NE(Book(limited, "13:00").message().find("booking_limit_reached"),
            std::string::npos);
  EXPECT_EQ(Book(hour_, "14:00", R"(, "attendee": {"name": "X", "timeZone":
                                     "Europe/Rome"})")
                .status,
            400);
  EXPECT_EQ(Book(hour_, "14:00", R"(, "attendee": {"name": "X", "email": "x",
                                     "timeZone": "Europe/Rome"})")
                .status,
            400);
  std::vector<std::thread> rivals;
  std::atomic<int> sold{0};
  std::atomic<int> refused{0};
  for (int i = 0; i < 6; ++i) {
    rivals.emplace_back([&, i] {
      const Answer answer =
          Book(hour_, "14:00", Someone("rival" + std::to_string(i)));
      (answer.status == 201 ? sold : refused) += 1;
      if (answer.status != 201) {
        EXPECT_EQ(answer.status, 400);
      }
    });
  }
  for (std::thread& rival : rivals) rival.join();
  EXPECT_EQ(sold, 1);
  EXPECT_EQ(refused, 5);
}

TEST_P(BookingsTest, Case86IdempotencyKey) {
  headers_ = {{"Idempotency-Key", "abc"}};
  const Answer first = Book(hour_, "10:00");
  ASSERT_EQ(first.status, 201) << first.message();
  const Answer second = Book(hour_, "10:00");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.data(), first.data());
  EXPECT_EQ(Count("SELECT count(*) FROM booking"), 1);
  EXPECT_EQ(Book(hour_, "12:00").status, 409);
  headers_ = {{"Idempotency-Key", std::string(256, 'k')}};
  EXPECT_EQ(Book(hour_, "12:00").status, 400);
  // What failed is not remembered.
  headers_ = {{"Idempotency-Key", "other"}};
  EXPECT_EQ(Book(hour_, "10:00").status, 400);
  EXPECT_EQ(Book(hour_, "12:00").status, 201);
}

TEST_P(BookingsTest, Case32ExclusiveReservations) {
  const auto reserve = [&](const char* time, const char* more,
                           const Teacher* who) {
    return Post("/v2/slots/reservations",
                R"({"eventTypeId": )" + std::to_string(hour_) +
                    R"(, "slotStart": ")" + At(time) + "\"" + more + "}",
                who);
  };
  const Answer held = reserve("10:00", R"(, "exclusive": true)", &alice_);
  ASSERT_EQ(held.status, 201) << held.message();
  EXPECT_EQ(Book(hour_, "10:00").status, 409);
  const std::string uid = held.Text("reservationUid");
  EXPECT_EQ(
      Book(hour_, "10:00", R"(, "reservationUid": ")" + uid + "\"").status,
      201);
  EXPECT_EQ(Get("/v2/slots/reservations/" + uid).status, 404);
  ASSERT_EQ(reserve("12:00", "", nullptr).status, 201);
  EXPECT_EQ(Book(hour_, "12:00").status, 201);
}

// --- F: get and list ---------------------------------------------------------

TEST_P(BookingsTest, Case96To109Lists) {
  const std::int64_t weekly = MakeType(alice_, "weekly", 60, kWeekly);
  const Answer single = Book(hour_, "10:00", Someone("anna"));
  ASSERT_EQ(single.status, 201);
  ASSERT_EQ(Book(weekly, "12:00").status, 201);
  ASSERT_EQ(Book(hour_, "2049-09-06T10:00:00Z").status, 201);
  database_->SetNow(bookable::testing::At("2049-10-01T12:00Z"));
  EXPECT_EQ(Listed(""), 5U);                                 // 96
  EXPECT_EQ(Listed("?take=3"), 3U);                          // 97
  EXPECT_EQ(Listed("?skip=2"), 3U);                          // 98
  EXPECT_EQ(Listed("?attendeeEmail=anna@example.org"), 1U);  // 100
  EXPECT_EQ(Listed("?attendeeName=Marco"), 4U);
  const std::string id = std::to_string(weekly);
  EXPECT_EQ(Listed("?eventTypeId=" + id), 3U);  // 101
  EXPECT_EQ(Listed("?eventTypeIds=" + id + "," + std::to_string(hour_)), 5U);
  EXPECT_EQ(Listed("?afterStart=2050-09-12T00:00:00Z"), 2U);  // 102
  EXPECT_EQ(Listed("?beforeEnd=2050-09-12T00:00:00Z"), 3U);
  EXPECT_EQ(Listed("?afterUpdatedAt=2049-09-05T00:00:00Z"), 5U);  // 103
  EXPECT_EQ(Listed("?beforeUpdatedAt=2049-09-05T00:00:00Z"), 0U);
  EXPECT_EQ(Listed("?afterCreatedAt=2049-09-05T00:00:00Z&beforeCreatedAt="
                   "2049-09-06T00:00:00Z"),
            5U);  // 104
  EXPECT_EQ(Listed("?afterCreatedAt=" + single.Text("createdAt") +
                   "&attendeeName=anna"),
            1U);
  EXPECT_EQ(Listed("?status=upcoming"), 4U);
  EXPECT_EQ(Listed("?status=past"), 1U);
  EXPECT_EQ(Listed("?status=recurring"), 3U);
  EXPECT_EQ(Listed("?status=cancelled"), 0U);
  EXPECT_EQ(Listed("?status=unconfirmed"), 0U);
  for (const char* both :
       {"?status=upcoming,past", "?status=upcoming&status=past",
        "?status[]=upcoming&status[]=past"}) {
    EXPECT_EQ(Listed(both), 5U) << both;  // 109
  }
  for (const char* wrong :
       {"?status=foo", "?take=0", "?take=251", "?sortStart=up",
        "?status=", "?eventTypeId=999999", "?afterStart=soon"}) {
    EXPECT_EQ(Get(std::string("/v2/bookings") + wrong, &alice_).status, 400)
        << wrong;
  }
  EXPECT_EQ(Get("/v2/bookings").status, 401);
  EXPECT_EQ(Get("/v2/bookings?sortStart=desc&take=1", &alice_).Text("0.start"),
            "2050-09-19T12:00:00.000Z");
  const Teacher stranger = MakePerson("bruno");
  EXPECT_EQ(Listed("", &stranger), 0U);
}

TEST_P(BookingsTest, Case106To108Teams) {
  const Teacher bob = MakePerson("bob");
  const Teacher carla = MakePerson("carla");
  const auto team = [&](const char* name) {
    return MakeTeam(name, std::nullopt, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  };
  const std::int64_t one = team("one");
  const std::int64_t two = team("two");
  const std::string hosts = HostsText({alice_, bob});
  const auto a = MakeTeamType(one, alice_, "a", "collective", hosts);
  const auto b = MakeTeamType(one, alice_, "b", "roundRobin", hosts);
  const auto c = MakeTeamType(two, alice_, "c", "collective", hosts);
  const Answer collective = Book(a, "08:00");  // 142
  ASSERT_EQ(collective.status, 201) << collective.message();
  EXPECT_EQ(collective.At("hosts").as_array().size(), 1U);
  EXPECT_EQ(collective.Text("attendees.1.email"), "bob@example.org");
  ASSERT_EQ(Book(b, "10:00").status, 201);
  const Answer phone =
      Book(c, "12:00",
           R"(, "attendee": {"name": "Pia", "phoneNumber": "+39333333333",
               "timeZone": "Europe/Rome"})");
  ASSERT_EQ(phone.status, 201) << phone.message();  // 143
  EXPECT_EQ(phone.Text("attendees.0.email"), "39333333333@sms.cal.com");
  EXPECT_EQ(phone.Text("attendees.0.phoneNumber"), "+39333333333");
  EXPECT_EQ(phone.Text("bookingFieldsResponses.attendeePhoneNumber"),
            "+39333333333");
  const std::string first = std::to_string(one);
  const std::string second = std::to_string(two);
  EXPECT_EQ(Listed("?teamId=" + first), 2U);
  EXPECT_EQ(Listed("?teamId=" + second), 1U);
  EXPECT_EQ(Listed("?teamIds=" + first + "," + second), 3U);
  EXPECT_EQ(Listed("?teamsIds=" + first + "," + second), 3U);
  EXPECT_EQ(Listed("?teamId=" + first + "&eventTypeId=" + std::to_string(a)),
            1U);
  EXPECT_EQ(Get("/v2/bookings?teamId=" + first + "&eventTypeId=999999", &alice_)
                .status,
            400);
  EXPECT_EQ(Listed("", &carla), 0U);
  const Answer busy = Book(a, "08:00", Someone("anna"));
  EXPECT_NE(busy.message().find("One of the hosts"), std::string::npos);
}

// --- G: seats ----------------------------------------------------------------

TEST_P(BookingsTest, Case110To116Seats) {
  const std::int64_t seated = MakeType(alice_, "class", 60, kSeats);
  const Answer made = Book(seated, "11:00", R"(, "metadata": {"a": "1"})");
  ASSERT_EQ(made.status, 201) << made.message();
  const std::string uid = made.Text("uid");
  const std::string seat = made.Text("seatUid");
  EXPECT_EQ(seat.size(), 36U);
  EXPECT_EQ(made.Text("attendees.0.seatUid"), seat);
  EXPECT_EQ(made.Text("attendees.0.bookingFieldsResponses.name"), "Marco");
  EXPECT_EQ(made.Text("attendees.0.bookingFieldsResponses.email"), "null");
  EXPECT_EQ(made.Text("attendees.0.metadata.a"), "1");
  EXPECT_EQ(made.Text("guests"), "null");
  const Answer got = One(uid);  // 112
  EXPECT_EQ(got.Text("seatUid"), "null");
  EXPECT_EQ(got.At("attendees"), made.At("attendees"));
  EXPECT_EQ(Get("/v2/bookings?sortCreated=asc", &alice_).At("0"),
            got.data());                         // 113
  EXPECT_EQ(Book(seated, "11:00").status, 409);  // the same address
  const Answer anna = Book(seated, "11:00", Someone("anna"));
  ASSERT_EQ(anna.status, 201) << anna.message();
  EXPECT_EQ(anna.Text("uid"), uid);
  EXPECT_EQ(anna.At("attendees").as_array().size(), 2U);

  // 114: one seat moves, with what it said.
  EXPECT_EQ(
      Act(uid, "reschedule", R"({"start": "2050-09-05T13:00:00Z"})").status,
      401);
  const Answer moved =
      Act(uid, "reschedule",
          R"({"start": "2050-09-05T13:00:00Z", "seatUid": ")" + seat + "\"}");
  ASSERT_EQ(moved.status, 201) << moved.message();
  EXPECT_EQ(moved.Text("start"), "2050-09-05T13:00:00.000Z");
  EXPECT_EQ(moved.At("attendees").as_array().size(), 1U);
  EXPECT_EQ(moved.Text("attendees.0.metadata.a"), "1");
  const std::string moved_seat = moved.Text("seatUid");
  const std::string moved_uid = moved.Text("uid");
  EXPECT_EQ(One(uid).At("attendees").as_array().size(), 1U);
  EXPECT_EQ(Act(uid, "reschedule",
                R"({"start": "2050-09-05T14:00:00Z", "seatUid": "x"})")
                .status,
            404);  // 126

  // 116
  EXPECT_EQ(Act(uid, "cancel", R"({"seatUid": "wrong"})").status, 400);
  EXPECT_EQ(Act(uid, "cancel", R"({"seatUid": ")" + moved_seat + "\"}").status,
            400);
  EXPECT_EQ(Act(uid, "cancel").status, 401);
  EXPECT_EQ(Act(uid, "cancel",
                R"({"seatUid": ")" + anna.Text("seatUid") +
                    R"(", "cancellationReason": "x"})")
                .status,
            400);
  const Answer cancelled =
      Act(moved_uid, "cancel", R"({"seatUid": ")" + moved_seat + "\"}");  // 115
  EXPECT_EQ(cancelled.status, 200) << cancelled.message();
  EXPECT_EQ(cancelled.Text("status"), "cancelled");
  EXPECT_EQ(cancelled.Text("attendees"), "[]");
}

TEST_P(BookingsTest, Case116OneOfTwoCancels) {
  const std::int64_t seated =
      MakeType(alice_, "pair", 60, R"(, "seats": {"seatsPerTimeSlot": 2,
          "showAttendeeInfo": false})");
  const Answer first = Book(seated, "11:00", Someone("anna"));
  const Answer second = Book(seated, "11:00", Someone("bruno"));
  ASSERT_EQ(second.status, 201) << second.message();
  EXPECT_EQ(Book(seated, "11:00", Someone("carla")).status, 409);
  // Others do not see who comes; the host does.
  EXPECT_EQ(second.At("attendees").as_array().size(), 1U);
  const std::string uid = first.Text("uid");
  EXPECT_EQ(One(uid).Text("attendees"), "[]");
  EXPECT_EQ(One(uid, &alice_).At("attendees").as_array().size(), 2U);
  const Answer left =
      Act(uid, "cancel", R"({"seatUid": ")" + first.Text("seatUid") + "\"}");
  EXPECT_EQ(left.status, 200) << left.message();
  EXPECT_EQ(left.Text("status"), "accepted");
  EXPECT_EQ(One(uid, &alice_).At("attendees").as_array().size(), 1U);
  EXPECT_EQ(Act(uid, "cancel", R"({"cancellationReason": "ill"})", &alice_)
                .Text("status"),
            "cancelled");
}

// --- H: reschedule -----------------------------------------------------------

TEST_P(BookingsTest, Case118Reschedule) {
  const Answer made = Book(hour_, "10:00", R"(, "metadata": {"a": "1"})");
  const std::string uid = made.Text("uid");
  const Answer moved =
      Act(uid, "reschedule",
          R"({"start": "2050-09-05T13:00:00Z", "reschedulingReason": "late",
              "rescheduledBy": "marco@example.org"})");
  ASSERT_EQ(moved.status, 201) << moved.message();
  EXPECT_NE(moved.Text("uid"), uid);
  EXPECT_EQ(moved.Text("rescheduledFromUid"), uid);
  EXPECT_EQ(moved.Text("reschedulingReason"), "late");
  EXPECT_EQ(moved.Text("rescheduledByEmail"), "marco@example.org");  // 95
  EXPECT_EQ(moved.Text("bookingFieldsResponses.rescheduledReason"), "late");
  EXPECT_EQ(moved.At("metadata"), made.At("metadata"));
  EXPECT_EQ(moved.At("attendees"), made.At("attendees"));
  EXPECT_EQ(moved.At("icsUid"), made.At("icsUid"));
  EXPECT_EQ(One(uid).Text("status"), "cancelled");  // 118
  EXPECT_NE(Slots(hour_).find("T10:00"), std::string::npos);
  const auto to = [](const char* time) {
    return R"({"start": ")" + At(time) + "\"}";
  };
  EXPECT_EQ(Act("unknown", "reschedule", to("14:00")).status, 404);  // 126
  const Answer forked = Act(uid, "reschedule", to("14:00"));
  EXPECT_EQ(forked.status, 400);
  EXPECT_NE(forked.message().find(moved.Text("uid")), std::string::npos);
  ASSERT_EQ(Book(hour_, "08:00", Someone("anna")).status, 201);
  EXPECT_EQ(Act(moved.Text("uid"), "reschedule", to("08:00")).status, 400);
  EXPECT_EQ(Act(moved.Text("uid"), "reschedule",
                R"({"start": "2050-09-05T14:00:00Z", "rescheduledBy": "x"})")
                .status,
            400);
  // Its own time is not in its way.
  EXPECT_EQ(Act(moved.Text("uid"), "reschedule", to("13:30")).status, 201);
}

TEST_P(BookingsTest, Case119And120AnOccurrenceMoves) {
  const std::int64_t weekly = MakeType(alice_, "weekly", 60, kWeekly);
  const Answer made = Book(weekly, "10:00");
  const std::string series = made.Text("0.recurringBookingUid");
  const Answer moved = Act(made.Text("1.uid"), "reschedule",
                           R"({"start": "2050-09-13T10:00:00Z"})");
  ASSERT_EQ(moved.status, 201) << moved.message();
  EXPECT_EQ(moved.Text("recurringBookingUid"), series);
  EXPECT_EQ(One(made.Text("1.uid")).Text("status"), "cancelled");
  EXPECT_EQ(One(series).data().as_array().size(), 4U);
}

TEST_P(BookingsTest, Case122ALengthIsKept) {
  const std::int64_t variable = MakeType(
      alice_, "variable", 15, R"(, "lengthInMinutesOptions": [15, 60])");
  const Answer made =
      Book(variable, "10:00",
           R"(, "lengthInMinutes": 60, "attendee": {"name": "Pia",
               "phoneNumber": "+39333333333", "timeZone": "Europe/Rome"})");
  const Answer moved = Act(made.Text("uid"), "reschedule",
                           R"({"start": "2050-09-05T13:00:00Z"})");
  EXPECT_EQ(moved.Text("duration"), "60");
  EXPECT_EQ(moved.Text("attendees.0.phoneNumber"), "+39333333333");
  EXPECT_EQ(moved.Text("attendees.0.email"), "39333333333@sms.cal.com");
}

TEST_P(BookingsTest, Case124And125WhoMovesDecidesWhetherItWaits) {
  const std::int64_t asks = MakeType(alice_, "asks", 60, kAlways);
  const Answer made = Book(asks, "10:00");
  EXPECT_EQ(made.Text("status"), "pending");
  ASSERT_EQ(Act(made.Text("uid"), "confirm", "{}", &alice_).status, 200);
  const Answer guest = Act(made.Text("uid"), "reschedule",
                           R"({"start": "2050-09-05T12:00:00Z"})");
  EXPECT_EQ(guest.Text("status"), "pending") << guest.message();  // 125
  const Answer claims = Act(guest.Text("uid"), "reschedule",
                            R"({"start": "2050-09-05T13:00:00Z",
              "rescheduledBy": "alice@example.org"})");
  EXPECT_EQ(claims.Text("status"), "pending");  // a claim is not a token
  const Answer host = Act(claims.Text("uid"), "reschedule",
                          R"({"start": "2050-09-05T14:00:00Z",
              "rescheduledBy": "alice@example.org"})",
                          &alice_);
  EXPECT_EQ(host.Text("status"), "accepted") << host.message();  // 124
}

// --- I: cancel ---------------------------------------------------------------

TEST_P(BookingsTest, Case127And131And132Cancel) {
  const Answer made = Book(hour_, "10:00");
  const std::string uid = made.Text("uid");
  EXPECT_EQ(Act("unknown", "cancel").status, 404);
  EXPECT_EQ(Act(uid, "cancel", R"({"cancelSubsequentBookings": true})").status,
            400);
  EXPECT_EQ(One(uid).Text("status"), "accepted");
  EXPECT_EQ(Act(uid, "cancel", "{}", &alice_).status, 400);  // a host says why
  const Answer cancelled =
      Act(uid, "cancel", R"({"cancellationReason": "ill"})");
  ASSERT_EQ(cancelled.status, 200) << cancelled.message();
  EXPECT_EQ(cancelled.Text("status"), "cancelled");
  EXPECT_EQ(cancelled.Text("cancellationReason"), "ill");
  EXPECT_EQ(cancelled.At("attendees"), made.At("attendees"));
  EXPECT_EQ(Count("SELECT count(*) FROM booking WHERE status = 'cancelled'"),
            1);
  EXPECT_NE(Slots(hour_).find("T10:00"), std::string::npos);
  EXPECT_EQ(Act(uid, "cancel").status, 400);
  EXPECT_EQ(
      Act(uid, "reschedule", R"({"start": "2050-09-05T12:00:00Z"})").status,
      400);
  const Answer soon = Book(hour_, "2049-09-06T10:00:00Z");
  database_->SetNow(bookable::testing::At("2049-09-06T12:00Z"));
  EXPECT_EQ(Act(soon.Text("uid"), "cancel").status, 400);
  EXPECT_EQ(Book(hour_, "10:00", "", &alice_).status, 201);  // 131, sold again
}

TEST_P(BookingsTest, Case128And130And132Series) {
  const std::int64_t weekly = MakeType(alice_, "weekly", 60, kWeekly);
  const Answer made = Book(weekly, "10:00");
  const std::string series = made.Text("0.recurringBookingUid");
  EXPECT_EQ(
      Act(series, "cancel", R"({"cancelSubsequentBookings": true})").status,
      400);
  const Answer later = Act(made.Text("1.uid"), "cancel",
                           R"({"cancelSubsequentBookings": true})");
  ASSERT_EQ(later.status, 200) << later.message();
  EXPECT_EQ(later.Text("0.status"), "accepted");
  EXPECT_EQ(later.Text("1.status"), "cancelled");
  EXPECT_EQ(later.Text("2.status"), "cancelled");
  const Answer all = Act(series, "cancel", R"({"cancellationReason": "ill"})");
  EXPECT_EQ(all.Text("0.status"), "cancelled");
  EXPECT_EQ(all.Text("0.cancellationReason"), "ill");
  const Answer next = Book(weekly, "12:00");
  const Answer empty = Act(next.Text("0.recurringBookingUid"), "cancel", "");
  EXPECT_EQ(empty.status, 200);
  EXPECT_EQ(empty.Text("2.status"), "cancelled");
}

// --- J: confirm, decline, absent, reassign, links ----------------------------

TEST_P(BookingsTest, Case133And134ConfirmAndDecline) {
  const std::int64_t asks = MakeType(alice_, "asks", 60, kAlways);
  const Answer made = Book(asks, "10:00");
  EXPECT_EQ(made.Text("status"), "pending");
  EXPECT_EQ(Book(asks, "10:00").Text("uid"), made.Text("uid"));  // a repeat
  const Answer rival = Book(asks, "10:00", Someone("anna"));
  EXPECT_EQ(rival.Text("status"), "pending");
  EXPECT_EQ(Listed("?status=unconfirmed"), 2U);
  const Teacher bob = MakePerson("bob");
  EXPECT_EQ(Act(made.Text("uid"), "confirm").status, 401);
  EXPECT_EQ(Act(made.Text("uid"), "confirm", "{}", &bob).status, 401);
  EXPECT_EQ(Act("unknown", "confirm", "{}", &alice_).status, 404);
  const Answer yes = Act(made.Text("uid"), "confirm", "{}", &alice_);
  ASSERT_EQ(yes.status, 200) << yes.message();
  EXPECT_EQ(yes.Text("status"), "accepted");
  EXPECT_EQ(Act(made.Text("uid"), "confirm", "{}", &alice_).status, 400);
  EXPECT_EQ(Act(made.Text("uid"), "decline", "{}", &alice_).status, 400);
  EXPECT_EQ(Act(rival.Text("uid"), "confirm", "{}", &alice_).status, 409);
  const Answer no =
      Act(rival.Text("uid"), "decline", R"({"reason": "taken"})", &alice_);
  EXPECT_EQ(no.status, 200) << no.message();
  EXPECT_EQ(no.Text("status"), "rejected");
  EXPECT_EQ(no.Text("rejectionReason"), "taken");
  EXPECT_EQ(Act(rival.Text("uid"), "reschedule",
                R"({"start": "2050-09-05T12:00:00Z"})")
                .status,
            404);
}

TEST_P(BookingsTest, Case136MarkAbsent) {
  const Answer made =
      Book(hour_, "2049-09-06T10:00:00Z", R"(, "guests": ["bob@example.org"])");
  const std::string uid = made.Text("uid");
  const std::string marco =
      R"({"attendees": [{"email": "marco@example.org", "absent": true}]})";
  EXPECT_EQ(Act(uid, "mark-absent", marco, &alice_).status, 400);
  EXPECT_EQ(Act(uid, "mark-absent", R"({"host": true})", &alice_).status, 400);
  database_->SetNow(bookable::testing::At("2049-09-06T10:05Z"));
  EXPECT_EQ(Act(uid, "mark-absent", marco).status, 401);
  const Answer marked = Act(uid, "mark-absent", marco, &alice_);
  ASSERT_EQ(marked.status, 200) << marked.message();
  EXPECT_EQ(marked.Text("attendees.0.absent"), "true");
  EXPECT_EQ(marked.Text("attendees.1.absent"), "false");
  EXPECT_EQ(marked.Text("absentHost"), "false");
  EXPECT_EQ(
      Act(uid, "mark-absent", R"({"host": true})", &alice_).Text("absentHost"),
      "true");
  EXPECT_EQ(
      Act(uid, "mark-absent", R"({"host": false})", &alice_).Text("absentHost"),
      "false");
}

TEST_P(BookingsTest, Case137And138Reassign) {
  const Teacher bob = MakePerson("bob");
  const std::int64_t team =
      MakeTeam("italiano", std::nullopt, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  const std::int64_t type =
      MakeTeamType(team, alice_, "rr", "roundRobin", HostsText({alice_, bob}));
  const Answer made = Book(type, "10:00");
  const std::string uid = made.Text("uid");
  const bool was_alice = made.At("hosts.0.id") == json::value(alice_.id);
  const Teacher& first = was_alice ? alice_ : bob;
  const Teacher& second = was_alice ? bob : alice_;
  const Answer moved = Act(uid, "reassign", "{}", &alice_);
  ASSERT_EQ(moved.status, 200) << moved.message();
  EXPECT_EQ(moved.At("reassignedTo.id"), second.id);
  EXPECT_EQ(One(uid).At("hosts.0.id"), second.id);
  const Answer back = Act(uid, "reassign/" + std::to_string(first.id),
                          R"({"reason": "x", "other": 1})", &alice_);
  EXPECT_EQ(back.status, 200) << back.message();
  EXPECT_EQ(back.At("reassignedTo.id"), first.id);
  EXPECT_EQ(Act(uid, "reassign/999999", "{}", &alice_).status, 404);
  const Teacher carla = MakePerson("carla");
  EXPECT_EQ(
      Act(uid, "reassign/" + std::to_string(carla.id), "{}", &alice_).status,
      400);
  EXPECT_EQ(Act(uid, "reassign", "{}", &carla).status, 401);
  const std::int64_t hers = MakeType(second, "own", 60);
  ASSERT_EQ(Book(hers, "10:00", Someone("anna")).status, 201);
  EXPECT_EQ(Act(uid, "reassign", "{}", &alice_).status, 400);
}

TEST_P(BookingsTest, Case139And140CalendarLinks) {
  const Answer made = Book(hour_, "10:00");
  const std::string path = "/v2/bookings/" + made.Text("uid");
  EXPECT_EQ(Get(path + "/calendar-links").status, 401);
  const Teacher bob = MakePerson("bob");
  EXPECT_EQ(Get(path + "/calendar-links", &bob).status, 401);
  const Answer links = Get(path + "/calendar-links", &alice_);
  ASSERT_EQ(links.status, 200) << links.message();
  ASSERT_EQ(links.data().as_array().size(), 4U);
  EXPECT_EQ(links.Text("0.link").find("https://calendar.google.com/"), 0U);
  EXPECT_NE(links.Text("0.link").find("20500905T100000Z"), std::string::npos);
  EXPECT_EQ(links.Text("1.link").find("https://outlook.office.com/"), 0U);
  EXPECT_EQ(links.Text("2.link").find("https://outlook.live.com/"), 0U);
  EXPECT_EQ(links.Text("3.link").find("data:text/calendar,"), 0U);
  // An app is no place that a calendar could show; an address is.
  EXPECT_EQ(made.Text("location"), "integrations:daily");
  for (const char* link : {"0.link", "1.link", "2.link", "3.link"}) {
    EXPECT_EQ(links.Text(link).find("integrations"), std::string::npos);
  }
  const Answer met =
      Book(hour_, "12:00", R"(, "location": "https://meet.example.org/x")");
  EXPECT_NE(Get("/v2/bookings/" + met.Text("uid") + "/calendar-links", &alice_)
                .Text("0.link")
                .find("location=https%3A%2F%2Fmeet.example.org%2Fx"),
            std::string::npos);
  EXPECT_EQ(Get("/v2/bookings/unknown/calendar-links", &alice_).status, 404);
}

TEST_P(BookingsTest, ReferencesAreForTheOrganiser) {
  const Answer made = Book(hour_, "10:00");
  const std::string path = "/v2/bookings/" + made.Text("uid") + "/references";
  Change([&](store::Transaction& tx) {
    store::BookingReferenceRecord reference{
        .session_id = made.At("id").as_int64(),
        .type = "google_calendar",
        .event_uid = "abc"};
    store::Insert(tx, reference);
    return absl::OkStatus();
  });
  EXPECT_EQ(Get(path).status, 401);
  const Teacher bob = MakePerson("bob");
  EXPECT_EQ(Get(path, &bob).status, 403);
  EXPECT_EQ(Get(path, &alice_).Text("0.eventUid"), "abc");
  EXPECT_EQ(Get(path, &alice_).Text("0.destinationCalendarId"), "null");
  EXPECT_EQ(Get(path + "?type=zoom_video", &alice_).Text(""), "[]");
  EXPECT_EQ(Get("/v2/bookings/unknown/references", &alice_).status, 404);
}

TEST_P(BookingsTest, Case89And90RatingAndCalendarUid) {
  const Answer made = Book(hour_, "10:00");
  EXPECT_EQ(made.Text("rating"), "null");
  EXPECT_EQ(made.Text("icsUid"), made.Text("uid") + "@Cal.com");
  Change([&](store::Transaction& tx) {
    tx.Run(
        "UPDATE session SET rating = 10, ical_uid = 'x@google.com' WHERE id "
        "= ?1",
        {made.At("id").as_int64()});
    return absl::OkStatus();
  });
  EXPECT_EQ(One(made.Text("uid")).Text("rating"), "10");
  EXPECT_EQ(One(made.Text("uid")).Text("icsUid"), "x@google.com");
  const Answer moved = Act(made.Text("uid"), "reschedule",
                           R"({"start": ")" + At("12:00") + R"("})");
  EXPECT_EQ(moved.Text("icsUid"), "x@google.com");
}

TEST_P(BookingsTest, Case121UnusableResponsesAreReplacedByTheAttendee) {
  const Answer made = Book(hour_, "10:00");
  Change([&](store::Transaction& tx) {
    tx.Run("UPDATE booking SET responses = '{}' WHERE uid = ?1",
           {made.Text("uid")});
    return absl::OkStatus();
  });
  const Answer moved = Act(
      made.Text("uid"), "reschedule",
      R"({"start": ")" + At("12:00") + R"(", "reschedulingReason": "ill"})");
  ASSERT_EQ(moved.status, 201) << moved.message();
  EXPECT_EQ(moved.Text("attendees.0.email"), "marco@example.org");
  EXPECT_EQ(moved.Text("bookingFieldsResponses"),
            R"({"name":"Marco","email":"marco@example.org","guests":[],)"
            R"("rescheduledReason":"ill"})");
}

// --- K, L: organisations and managed users -----------------------------------

TEST_P(BookingsTest, Case145To154Organisations) {
  const std::int64_t school = MakeOrganization("school", {{alice_, "OWNER"}});
  const Teacher bob = MakePerson("bob", school);
  const Teacher carla = MakePerson("carla", school);
  const Teacher stranger = MakePerson("dora");
  const std::int64_t team =
      MakeTeam("italiano", school, {{alice_, "OWNER"}, {bob, "MEMBER"}});
  const std::int64_t shared =
      MakeTeamType(team, alice_, "shared", "collective", HostsText({bob}));
  const std::int64_t bobs = MakeType(bob, "own", 60);
  const std::int64_t carlas = MakeType(carla, "own", 60);
  const auto named = [&](const char* organization) {
    return Post("/v2/bookings", std::string(R"({"start": "2050-09-05T10:00:00Z",
                    "eventTypeSlug": "shared", "teamSlug": "italiano")") +
                                    organization + ", " + kMarco + "}");
  };
  EXPECT_EQ(named("").status, 404);                                   // 145
  EXPECT_EQ(named(R"(, "organizationSlug": "school")").status, 201);  // 146
  ASSERT_EQ(Book(bobs, "12:00").status, 201);
  ASSERT_EQ(Book(carlas, "12:00").status, 201);
  const std::string path = "/v2/organizations/" + std::to_string(school);
  const auto count = [&](const std::string& more) {
    const Answer list = Get(path + more, &alice_);
    EXPECT_EQ(list.status, 200) << more << list.message();
    return list.data().is_array() ? list.data().get_array().size() : 999;
  };
  EXPECT_EQ(count("/bookings"), 3U);
  EXPECT_EQ(count("/bookings?userIds=" + std::to_string(bob.id)), 2U);  // 148
  EXPECT_EQ(count("/bookings?userIds=" + std::to_string(bob.id) + "," +
                  std::to_string(carla.id)),
            3U);
  EXPECT_EQ(Get(path + "/bookings?userIds=999999", &alice_).status, 400);
  EXPECT_EQ(
      Get(path + "/bookings?userIds=" + std::to_string(stranger.id), &alice_)
          .status,
      403);  // 150
  EXPECT_EQ(count("/bookings?eventTypeIds=" + std::to_string(bobs)), 1U);
  EXPECT_EQ(count("/bookings?eventTypeIds=" + std::to_string(bobs) + "," +
                  std::to_string(shared)),
            2U);  // 151
  EXPECT_EQ(count("/users/" + std::to_string(bob.id) + "/bookings"),
            2U);  // 152
  const std::string teams = "/teams/" + std::to_string(team) + "/bookings";
  EXPECT_EQ(count(teams), 1U);  // 154
  EXPECT_EQ(count(teams + "?eventTypeId=" + std::to_string(shared)), 1U);
  EXPECT_EQ(Get(path + teams + "?eventTypeId=999999", &alice_).status, 400);
  EXPECT_EQ(Get(path + "/teams/999999/bookings", &alice_).status, 404);
  EXPECT_EQ(Get(path + "/bookings", &bob).status, 403);
}

TEST_P(BookingsTest, Case155To158ManagedUsers) {
  const std::int64_t school = MakeOrganization("school");
  Change([&](store::Transaction& tx) {
    tx.Run("UPDATE team SET is_platform = TRUE WHERE id = ?1", {school});
    store::OAuthClientRecord client{.id = "cmclient",
                                    .organization_id = school,
                                    .name = "Lingua",
                                    .secret_hash = "x",
                                    .created_at = tx.Now()};
    store::Insert(tx, client);
    return absl::OkStatus();
  });
  const Teacher a = MakePerson("anna", school, "cmclient");
  const Teacher b = MakePerson("bruno", school, "cmclient");
  const Teacher c = MakePerson("carla", school, "cmclient");
  const std::int64_t type = MakeType(a, "hour", 60);
  const auto book = [&](const char* time, const std::string& email,
                        const std::string& guest) {
    return Book(type, time,
                R"(, "attendee": {"name": "X", "email": ")" + email +
                    R"(", "timeZone": "Europe/Rome"})" +
                    (guest.empty() ? "" : R"(, "guests": [")" + guest + "\"]"));
  };
  const Answer plain = book("08:00", "bruno@example.org", "");  // 155
  ASSERT_EQ(plain.status, 201) << plain.message();
  EXPECT_EQ(plain.Text("attendees.0.email"), b.email);
  ASSERT_EQ(book("10:00", "carla@example.org", "bruno@example.org").status,
            201);                                     // 156
  ASSERT_EQ(book("12:00", b.email, "").status, 201);  // 157
  ASSERT_EQ(book("13:00", c.email, b.email).status, 201);
  EXPECT_EQ(Listed("", &a), 4U);
  EXPECT_EQ(Listed("", &b), 4U);
  EXPECT_EQ(Listed("", &c), 2U);
  // 158
  EXPECT_EQ(Listed("?attendeeEmail=carla@example.org", &a), 2U);
  EXPECT_EQ(Listed("?attendeeEmail=carla%2Bcmclient@example.org", &a), 2U);
  EXPECT_EQ(Listed("?attendeeEmail=carla+cmclient@example.org", &a), 2U);
  EXPECT_EQ(Listed("?attendeeEmail=bruno@example.org", &a), 4U);
  // 18: a managed user is found without the organisation.
  EXPECT_EQ(Get("/v2/slots?eventTypeSlug=hour&username=anna&start=2050-09-05&"
                "end=2050-09-05")
                .status,
            200);
}

BOOKABLE_ON_BOTH_STORES(BookingsTest);

}  // namespace
}  // namespace bookable::http
