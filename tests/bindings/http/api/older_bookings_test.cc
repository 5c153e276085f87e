// Cases M of scheduling-cases: bookings, 2024-04-15, as the components send
// them.
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"
#include "tests/support/literals.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using bookable::testing::Answer;
using bookable::testing::Teacher;
using namespace std::chrono_literals;

class OlderBookingsTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    if (store_ == nullptr) return;
    version_ = "2024-06-14";
    hour_ = MakeType(alice_, "hour", 60);
  }
  // On 2050-09-05, in UTC.
  static std::string Day(const std::string& time) {
    return time.size() > 5 ? time : "2050-09-05T" + time + ":00Z";
  }
  // What the Booker sends; `more` are further members, `answers` of responses.
  static std::string Body(std::int64_t type, const std::string& time,
                          const std::string& more = "",
                          const std::string& answers = "",
                          const std::string& email = "marco@example.org") {
    return R"({"responses": {"name": "Marco", "email": ")" + email +
           R"(", "location": {"value": "integrations:daily",
              "optionValue": ""}, "guests": [])" +
           answers + R"(}, "user": "alice", "start": ")" + Day(time) +
           R"(", "eventTypeId": )" + std::to_string(type) +
           R"(, "eventTypeSlug": "hour", "timeZone": "Europe/Rome",
              "language": "it", "metadata": {}, "hasHashedBookingLink": false,
              "routedTeamMemberIds": null, "skipContactOwner": false,
              "_isDryRun": false, "dub_id": null)" +
           more + "}";
  }
  Answer Book(std::int64_t type, const std::string& time,
              const std::string& more = "", const std::string& answers = "",
              const std::string& email = "marco@example.org") {
    return Post("/v2/bookings", Body(type, time, more, answers, email));
  }
  std::size_t SlotCount(std::int64_t type) {
    const Answer slots =
        Get("/v2/slots/available?startTime=2050-09-05&endTime=2050-09-06"
            "&eventTypeId=" +
            std::to_string(type));
    EXPECT_EQ(slots.status, 200) << slots.message();
    const json::value day = slots.At("slots.2050-09-05");
    return day.is_array() ? day.get_array().size() : 0;
  }

  std::int64_t hour_ = 0;
};

TEST_P(OlderBookingsTest, Case160TheSameSlotAgainIs400InOneWord) {
  const Answer made =
      Post("/v2/bookings", Body(hour_, "2050-09-05T12:00:00+02:00",
                                R"(, "end": "2050-09-05T13:00:00+02:00")"));
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("uid").size(), 22U);
  EXPECT_EQ(made.Text("title"), "Italian lesson between Alice and Marco");
  EXPECT_EQ(made.Text("startTime"), "2050-09-05T10:00:00.000Z");
  EXPECT_EQ(made.Text("endTime"), "2050-09-05T11:00:00.000Z");
  EXPECT_EQ(made.Text("status"), "ACCEPTED");
  EXPECT_EQ(made.At("eventTypeId"), hour_);
  EXPECT_EQ(made.At("userId"), alice_.id);
  EXPECT_EQ(made.Text("user.username"), "alice");
  EXPECT_EQ(made.Text("user.email"), "null");
  EXPECT_EQ(made.Text("attendees.0.email"), "marco@example.org");
  EXPECT_EQ(made.Text("attendees.0.locale"), "it");
  EXPECT_EQ(made.Text("location"), "integrations:daily");
  EXPECT_EQ(made.Text("responses.location.value"), "integrations:daily");
  EXPECT_EQ(made.Text("paymentRequired"), "false");
  EXPECT_EQ(made.Text("isDryRun"), "false");
  const Answer other = Book(hour_, "10:00", "", "", "paola@example.org");
  EXPECT_EQ(other.status, 400);
  EXPECT_NE(
      other.message().find(R"("message":"no_available_users_found_error")"),
      std::string::npos)
      << other.message();
}

TEST_P(OlderBookingsTest, Case160AnEqualBodyWithinTenMinutesIsTheSameBooking) {
  const Answer first = Book(hour_, "10:00", "", R"(, "notes": "A2")");
  ASSERT_EQ(first.status, 201) << first.message();
  database_->Advance(9min);
  const Answer again = Book(hour_, "10:00", "", R"(, "notes": "A2")");
  EXPECT_EQ(again.status, 201) << again.message();
  EXPECT_EQ(again.data(), first.data());
  EXPECT_EQ(Count("SELECT count(*) FROM booking"), 1);
  // Another answer, or a later time, is no repeat.
  EXPECT_EQ(Book(hour_, "10:00", "", R"(, "notes": "B1")").status, 400);
  database_->Advance(2min);
  EXPECT_EQ(Book(hour_, "10:00", "", R"(, "notes": "A2")").status, 400);
}

TEST_P(OlderBookingsTest, Case160TwoEqualBodiesAtOnceAreOneBooking) {
  std::array<std::string, 2> uids;
  std::thread other([&] { uids[1] = Book(hour_, "10:00").Text("uid"); });
  uids[0] = Book(hour_, "10:00").Text("uid");
  other.join();
  EXPECT_EQ(uids[0].size(), 22U);
  EXPECT_EQ(uids[0], uids[1]);
  EXPECT_EQ(Count("SELECT count(*) FROM booking"), 1);
}

TEST_P(OlderBookingsTest, Case160ACancelledBookingIsNoRepeat) {
  const Answer first = Book(hour_, "10:00");
  const std::string uid = first.Text("uid");
  EXPECT_EQ(Post("/v2/bookings/" + uid + "/cancel", "{}").status, 201);
  const Answer again = Book(hour_, "10:00");
  EXPECT_EQ(again.status, 201);
  EXPECT_NE(again.Text("uid"), uid);
}

TEST_P(OlderBookingsTest, Case161WithAnApiKey) {
  const Answer made =
      Post("/v2/bookings", Body(hour_, "2050-09-06T10:00:00Z"), &alice_);
  EXPECT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("startTime"), "2050-09-06T10:00:00.000Z");
}

TEST_P(OlderBookingsTest, Case162WithRescheduleUidItMoves) {
  const Answer made = Book(hour_, "10:00", R"(, "metadata": {"a": "1"})");
  ASSERT_EQ(made.status, 201) << made.message();
  const std::string uid = made.Text("uid");
  const std::string fetch = "/v2/bookings/" + uid + "/reschedule";
  const Answer form = Get(fetch);
  ASSERT_EQ(form.status, 200) << form.message();
  EXPECT_EQ(form.Text("uid"), uid);
  EXPECT_EQ(form.Text("responses.email"), "marco@example.org");
  EXPECT_EQ(form.Text("responses.guests"), "[]");
  EXPECT_EQ(form.Text("attendees.0"),
            R"({"name":"Marco","email":"marco@example.org",)"
            R"("bookingSeat":null})");
  EXPECT_EQ(form.Text("user.username"), "alice");
  const std::string move = R"(, "rescheduleUid": ")" + uid +
                           R"(", "bookingUid": ")" + uid +
                           R"(", "metadata": {"a": "2"})";
  const Answer moved =
      Book(hour_, "13:00", move, R"(, "rescheduleReason": "ill")");
  ASSERT_EQ(moved.status, 201) << moved.message();
  EXPECT_NE(moved.Text("uid"), uid);
  EXPECT_EQ(moved.Text("startTime"), "2050-09-05T13:00:00.000Z");
  EXPECT_EQ(moved.Text("metadata"), R"({"a":"2"})");
  EXPECT_EQ(moved.Text("fromReschedule"), uid);
  EXPECT_EQ(SlotCount(hour_), 7U);
  // The component sends it twice.
  const Answer twice =
      Book(hour_, "13:00", move, R"(, "rescheduleReason": "ill")");
  EXPECT_EQ(twice.status, 201) << twice.message();
  EXPECT_EQ(twice.Text("uid"), moved.Text("uid"));
  // The old one stays what it is: moved.
  const Answer old = Get("/v2/bookings/" + uid);
  EXPECT_EQ(old.Text("status"), "CANCELLED");
  EXPECT_EQ(old.Text("rescheduled"), "true");
  const Answer again = Book(hour_, "14:00", move);
  EXPECT_EQ(again.status, 400);
  EXPECT_NE(again.message().find("cancelled_bookings_cannot_be_rescheduled"),
            std::string::npos);
  EXPECT_EQ(Book(hour_, "14:00", R"(, "rescheduleUid": "unknown")").status,
            404);
  EXPECT_EQ(Get("/v2/bookings/unknown/reschedule").status, 404);
  version_ = "2024-08-13";
  const Answer newer = Get("/v2/bookings/" + moved.Text("uid"));
  EXPECT_EQ(newer.Text("reschedulingReason"), "ill");
  EXPECT_EQ(newer.Text("rescheduledFromUid"), uid);
}

TEST_P(OlderBookingsTest, Case163Lists) {
  const std::string uid = Book(hour_, "10:00").Text("uid");
  ASSERT_EQ(Book(hour_, "12:00", "", "", "paola@example.org").status, 201);
  const std::string gone =
      Book(hour_, "14:00", "", "", "anna@example.org").Text("uid");
  ASSERT_EQ(Post("/v2/bookings/" + gone + "/cancel", "{}").status, 201);
  const Answer list = Get("/v2/bookings?filters[status]=upcoming", &alice_);
  ASSERT_EQ(list.status, 200) << list.message();
  EXPECT_EQ(list.At("bookings").as_array().size(), 2U);
  EXPECT_EQ(list.Text("bookings.0.uid"), uid);
  EXPECT_EQ(list.Text("totalCount"), "2");
  EXPECT_EQ(list.Text("recurringInfo"), "[]");
  const Answer page =
      Get("/v2/bookings?filters[status]=upcoming&limit=1&cursor=1", &alice_);
  EXPECT_EQ(page.At("bookings").as_array().size(), 1U);
  EXPECT_EQ(page.Text("bookings.0.attendees.0.email"), "paola@example.org");
  for (const auto& [status, count] : {std::pair{"upcoming", 2U},
                                      {"past", 0U},
                                      {"cancelled", 1U},
                                      {"unconfirmed", 0U}}) {
    const Answer word = Get(std::string("/v2/bookings/") + status, &alice_);
    EXPECT_EQ(word.status, 200) << status << word.message();
    EXPECT_EQ(word.At("bookings").as_array().size(), count) << status;
  }
  EXPECT_EQ(Get("/v2/bookings", &alice_).status, 400);
  EXPECT_EQ(Get("/v2/bookings?filters[status]=foo", &alice_).status, 400);
  EXPECT_EQ(Get("/v2/bookings?filters[status]=past&limit=101", &alice_).status,
            400);
  EXPECT_EQ(Get("/v2/bookings?filters[status]=past").status, 401);
}

TEST_P(OlderBookingsTest, Case164GetByUid) {
  const Answer made = Book(hour_, "10:00");
  const Answer got = Get("/v2/bookings/" + made.Text("uid"));
  ASSERT_EQ(got.status, 200) << got.message();
  for (const char* name : {"id", "uid", "eventTypeId", "startTime"}) {
    EXPECT_EQ(got.At(name), made.At(name)) << name;
  }
  EXPECT_EQ(got.Text("eventType.slug"), "hour");
  const Answer unknown = Get("/v2/bookings/unknown");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_NE(unknown.message().find("Booking with UID=unknown does not exist."),
            std::string::npos);
}

TEST_P(OlderBookingsTest, Case166ASeriesIsBookedWholeOrNotAtAll) {
  const std::int64_t weekly =
      MakeType(alice_, "weekly", 60,
               R"(, "recurrence": {"interval": 1, "occurrences": 3,
                    "frequency": "weekly"})");
  const auto series = [&](const std::string& more) {
    std::string all = "[";
    for (const char* day : {"05", "12", "19"}) {
      if (all.size() > 1) all += ", ";
      all += Body(weekly, std::string("2050-09-") + day + "T10:00:00Z", more);
    }
    return all + "]";
  };
  const std::string with_id =
      R"(, "recurringEventId": "0a51d0c8-17b4-4ea5-9c04-6e5a2f6a5d37",
          "recurringCount": 3, "schedulingType": null)";
  const Answer made = Post("/v2/bookings/recurring", series(with_id));
  ASSERT_EQ(made.status, 201) << made.message();
  ASSERT_EQ(made.data().as_array().size(), 3U);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(made.Text(std::to_string(i) + ".recurringEventId"),
              "0a51d0c8-17b4-4ea5-9c04-6e5a2f6a5d37");
  }
  EXPECT_EQ(made.Text("2.startTime"), "2050-09-19T10:00:00.000Z");
  EXPECT_EQ(Post("/v2/bookings/recurring", series(with_id)).data(),
            made.data());
  EXPECT_EQ(Count("SELECT count(*) FROM session"), 3);
  const Answer list = Get("/v2/bookings?filters[status]=recurring", &alice_);
  EXPECT_EQ(list.At("bookings").as_array().size(), 3U);
  EXPECT_EQ(list.Text("recurringInfo.0.count"), "3");
  // Another's: the first day is taken, so none is booked. And more than there
  // may be.
  std::string others = series("");
  for (std::size_t at = others.find("marco"); at != std::string::npos;
       at = others.find("marco", at)) {
    others.replace(at, 5, "paola");
  }
  const Answer busy = Post("/v2/bookings/recurring", others);
  EXPECT_EQ(busy.status, 400) << busy.message();
  EXPECT_EQ(Count("SELECT count(*) FROM session"), 3);
  std::string four = series("");
  four.back() = ',';
  four += Body(weekly, "2050-09-26T10:00:00Z") + "]";
  EXPECT_EQ(Post("/v2/bookings/recurring", four).status, 400);
  EXPECT_EQ(Post("/v2/bookings/recurring", "[]").status, 400);
  // All that remains goes at once.
  const Answer cancelled =
      Post("/v2/bookings/" + made.Text("1.uid") + "/cancel",
           R"({"allRemainingBookings": true, "cancellationReason": "moved"})");
  EXPECT_EQ(cancelled.status, 201) << cancelled.message();
  EXPECT_EQ(Count("SELECT count(*) FROM booking WHERE status = 'cancelled'"),
            3);
}

TEST_P(OlderBookingsTest, Case166CancelByUidAndByNumber) {
  const Answer made = Book(hour_, "10:00");
  const std::string id = made.Text("id");
  const Answer anonymous = Post("/v2/bookings/" + id + "/cancel", "{}");
  EXPECT_EQ(anonymous.status, 400);
  EXPECT_NE(anonymous.message().find(
                "Please provide booking uid instead of booking id."),
            std::string::npos);
  const Teacher bob = MakePerson("bob");
  EXPECT_EQ(Post("/v2/bookings/" + id + "/cancel", "{}", &bob).status, 400);
  const Answer cancelled =
      Post("/v2/bookings/" + id + "/cancel",
           R"({"id": )" + id + R"(, "cancellationReason": "ill",
               "cancelledBy": "alice@example.org"})",
           &alice_);
  ASSERT_EQ(cancelled.status, 201) << cancelled.message();
  EXPECT_EQ(cancelled.Text("bookingId"), id);
  EXPECT_EQ(cancelled.At("bookingUid"), made.At("uid"));
  EXPECT_EQ(cancelled.Text("onlyRemovedAttendee"), "false");
  EXPECT_EQ(SlotCount(hour_), 8U);
  EXPECT_EQ(Post("/v2/bookings/unknown/cancel", "{}").status, 404);
  // 94: who cancelled is shown.
  version_ = "2024-08-13";
  EXPECT_EQ(Get("/v2/bookings/" + made.Text("uid")).Text("cancelledByEmail"),
            "alice@example.org");
}

TEST_P(OlderBookingsTest, Case166ADryRunStoresNothing) {
  const Answer made = Book(hour_, "10:00", R"(, "_isDryRun": true)");
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("uid"), "DRY_RUN_UID");
  EXPECT_EQ(made.Text("id"), "-101");
  EXPECT_EQ(made.Text("isDryRun"), "true");
  EXPECT_EQ(Count("SELECT count(*) FROM session"), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM outbox"), 0);
  EXPECT_EQ(SlotCount(hour_), 8U);
  EXPECT_EQ(Book(hour_, "03:00", R"(, "_isDryRun": true)").status, 400);
}

TEST_P(OlderBookingsTest, TheLengthIsThatOfTheSlot) {
  const Answer wrong =
      Book(hour_, "10:00", R"(, "end": "2050-09-05T10:45:00Z")");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.message().find("invalid_event_length"), std::string::npos);
  const std::int64_t various = MakeType(
      alice_, "various", 30, R"(, "lengthInMinutesOptions": [30, 60])");
  const Answer half =
      Book(various, "08:00", R"(, "end": "2050-09-05T08:30:00Z")");
  ASSERT_EQ(half.status, 201) << half.message();
  // An hour for a start that was offered for half an hour.
  EXPECT_EQ(Book(various, "07:30", R"(, "end": "2050-09-05T08:30:00Z")", "",
                 "paola@example.org")
                .status,
            400);
  const Answer longer =
      Book(various, "09:00",
           R"(, "end": "2050-09-05T10:00:00Z", "rescheduleUid": ")" +
               half.Text("uid") + "\"");
  ASSERT_EQ(longer.status, 201) << longer.message();
  EXPECT_EQ(longer.Text("endTime"), "2050-09-05T10:00:00.000Z");
}

TEST_P(OlderBookingsTest, LocationsNamesAndAnswersInTheComponentsWords) {
  const std::int64_t type =
      MakeType(alice_, "rich", 60,
               R"(, "locations": [{"type": "address", "address": "Via Po 1",
          "public": true}, {"type": "attendeePhone"},
          {"type": "attendeeDefined"}],
        "bookingFields": [{"type": "splitName"},
          {"type": "select", "slug": "level", "label": "Level",
           "required": true, "options": ["A1", "B1"]},
          {"type": "number", "slug": "age", "label": "Age",
           "required": false}])");
  const auto book = [&](const std::string& time, const std::string& location,
                        const std::string& answers) {
    return Post("/v2/bookings",
                R"({"start": ")" + Day(time) + R"(", "eventTypeId": )" +
                    std::to_string(type) +
                    R"(, "timeZone": "Europe/Rome", "language": "it",
                      "responses": {"name": {"firstName": "Marco",
                      "lastName": "Rossi"}, "email": "marco@example.org",
                      "guests": ["", "bob@example.org"], "location": )" +
                    location + answers + "}}");
  };
  const std::string level = R"(, "level": "B1", "age": "")";
  const Answer here =
      book("08:00", R"({"value": "inPerson", "optionValue": ""})", level);
  ASSERT_EQ(here.status, 201) << here.message();
  EXPECT_EQ(here.Text("location"), "Via Po 1");
  EXPECT_EQ(here.Text("attendees.0.name"), "Marco Rossi");
  EXPECT_EQ(here.Text("attendees.1.email"), "bob@example.org");
  EXPECT_EQ(here.Text("responses.name"),
            R"({"firstName":"Marco","lastName":"Rossi"})");
  EXPECT_EQ(here.Text("responses.location.value"), "inPerson");
  const Answer phone = book(
      "09:00", R"({"value": "phone", "optionValue": "+39061234567"})", level);
  ASSERT_EQ(phone.status, 201) << phone.message();
  EXPECT_EQ(phone.Text("location"), "+39061234567");
  EXPECT_EQ(phone.Text("responses.location.value"), "phone");
  const Answer there = book(
      "10:00", R"({"value": "somewhereElse", "optionValue": "Bar"})", level);
  EXPECT_EQ(there.Text("location"), "Bar") << there.message();
  EXPECT_EQ(book("11:00", R"({"value": "integrations:zoom"})", level).status,
            400);
  EXPECT_EQ(book("11:00", R"({"value": "inPerson"})", "").status, 400);
  EXPECT_EQ(Book(type, "11:00", R"(, "routedTeamMemberIds": [12])").status,
            400);
  EXPECT_EQ(Post("/v2/bookings", R"({"start": "x"})").status, 400);
}

TEST_P(OlderBookingsTest, SeatsAreJoinedMovedAndGivenBack) {
  const std::int64_t type =
      MakeType(alice_, "class", 60,
               R"(, "seats": {"seatsPerTimeSlot": 2, "showAttendeeInfo": false,
                    "showAvailabilityCount": true})");
  const Answer marco = Book(type, "10:00");
  ASSERT_EQ(marco.status, 201) << marco.message();
  const std::string seat = marco.Text("seatReferenceUid");
  EXPECT_EQ(seat.size(), 36U);
  const Answer paola =
      Book(type, "10:00", R"(, "bookingUid": ")" + marco.Text("uid") + "\"", "",
           "paola@example.org");
  ASSERT_EQ(paola.status, 201) << paola.message();
  EXPECT_EQ(paola.At("uid"), marco.At("uid"));
  EXPECT_EQ(paola.At("attendees").as_array().size(), 1U);
  const Answer full = Book(type, "10:00", "", "", "anna@example.org");
  EXPECT_EQ(full.status, 409);
  EXPECT_NE(full.message().find("booking_seats_full_error"), std::string::npos);
  // Each knows its own: by the seat, not by the booking.
  const std::string uid = marco.Text("uid");
  EXPECT_EQ(Get("/v2/bookings/" + uid + "/reschedule").status, 404);
  EXPECT_EQ(Get("/v2/bookings/" + uid + "/reschedule", &alice_)
                .At("attendees")
                .as_array()
                .size(),
            2U);
  const Answer form = Get("/v2/bookings/" + seat + "/reschedule");
  ASSERT_EQ(form.status, 200) << form.message();
  EXPECT_EQ(form.At("attendees").as_array().size(), 1U);
  EXPECT_EQ(form.Text("attendees.0.bookingSeat.referenceUid"), seat);
  const Answer moved =
      Book(type, "12:00", R"(, "rescheduleUid": ")" + seat + "\"");
  ASSERT_EQ(moved.status, 201) << moved.message();
  EXPECT_EQ(moved.Text("seatReferenceUid"), seat);
  EXPECT_NE(moved.Text("uid"), uid);
  const Answer gone = Post("/v2/bookings/" + moved.Text("uid") + "/cancel",
                           R"({"seatReferenceUid": ")" + seat + "\"}");
  EXPECT_EQ(gone.status, 201) << gone.message();
  EXPECT_EQ(Post("/v2/bookings/" + uid + "/cancel", "{}").status, 401);
  EXPECT_EQ(Get("/v2/bookings/" + uid).Text("attendees"), "[]");
}

TEST_P(OlderBookingsTest, MarkNoShowOnceItHasBegun) {
  const Answer made = Book(hour_, "10:00");
  const std::string path = "/v2/bookings/" + made.Text("uid") + "/mark-no-show";
  const std::string body =
      R"({"noShowHost": true, "attendees": [{"email": "marco@example.org",
          "noShow": true}]})";
  EXPECT_EQ(Post(path, body).status, 401);
  EXPECT_EQ(Post(path, body, &alice_).status, 400);
  database_->SetNow(bookable::testing::At("2050-09-05T10:30Z"));
  const Answer marked = Post(path, body, &alice_);
  ASSERT_EQ(marked.status, 201) << marked.message();
  EXPECT_EQ(marked.Text("noShowHost"), "true");
  EXPECT_EQ(marked.Text("attendees"),
            R"([{"email":"marco@example.org","noShow":true}])");
}

TEST_P(OlderBookingsTest, InstantBookingsAreNotOffered) {
  const Answer instant = Post("/v2/bookings/instant", Body(hour_, "10:00"));
  EXPECT_EQ(instant.status, 400);
  EXPECT_EQ(Post("/v2/bookings/instant", Body(999999, "10:00")).status, 404);
}

TEST_P(OlderBookingsTest, AnEventTypeMayAskThatTheAddressBeProved) {
  const std::int64_t type = MakeType(
      alice_, "proved", 60, R"(, "requiresBookerEmailVerification": true)");
  const Answer without = Book(type, "10:00");
  EXPECT_EQ(without.status, 400);
  EXPECT_NE(without.message().find("email_verification_required"),
            std::string::npos);
  ASSERT_EQ(Post("/v2/atoms/verification/email/send-code",
                 R"({"email": "marco@example.org", "username": "Marco",
                     "eventTypeId": 1})")
                .status,
            200);
  const auto mail =
      store_->Read([](store::Transaction& tx) -> absl::StatusOr<std::string> {
        return tx.Run("SELECT payload FROM outbox WHERE kind = 'mail'")
            .One()
            .As<std::string>();
      });
  ASSERT_TRUE(mail.ok()) << mail.status();
  const std::string code(json::parse(*mail).at("code").as_string());
  const std::string wrong = code == "000000" ? "000001" : "000000";
  const auto with = [&](const std::string& given) {
    return Book(type, "10:00", R"(, "verificationCode": ")" + given + "\"");
  };
  EXPECT_EQ(with(wrong).status, 400);
  EXPECT_NE(with(wrong).message().find("invalid_verification_code"),
            std::string::npos);
  EXPECT_EQ(with(code).status, 201);
  EXPECT_EQ(with(code).status, 201);  // sent twice
  EXPECT_EQ(Count("SELECT count(*) FROM booking"), 1);
}

BOOKABLE_ON_BOTH_STORES(OlderBookingsTest);

}  // namespace
}  // namespace bookable::http
