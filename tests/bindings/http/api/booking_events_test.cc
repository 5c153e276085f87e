// What is owed to webhooks after each thing that happens to a booking, over the
// API (scheduling.md, "Webhooks for bookings").
#include "bindings/http/api/booking_events.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/webhook_delivery.h"
#include "bindings/http/domain/webhooks.h"
#include "bindings/http/store/outbox.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/scheduling_test_base.h"
#include "tests/support/literals.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using bookable::testing::Answer;
using bookable::testing::Teacher;
using Triggers = std::vector<std::string>;

constexpr const char* kAlways =
    R"(, "confirmationPolicy": {"type": "always",
        "blockUnconfirmedBookingsInBooker": false})";

class BookingEventsTest : public bookable::testing::SchedulingTest {
 protected:
  void SetUp() override {
    SchedulingTest::SetUp();
    if (store_ == nullptr) return;
    settings_.allow_private_webhooks = true;
    hour_ = MakeType(alice_, "hour", 60, R"(, "description": "Talk")");
    Subscribe(alice_);
  }
  // All triggers, to the user's webhook.
  void Subscribe(const Teacher& who, const std::string& more = "") {
    std::string triggers;
    for (const std::string_view trigger : kTriggers) {
      triggers +=
          (triggers.empty() ? "\"" : ", \"") + std::string(trigger) + "\"";
    }
    const Answer made = Post(
        "/v2/webhooks",
        R"({"active": true, "subscriberUrl": "https://a.example/", "triggers":
            [)" +
            triggers + "]" + more + "}",
        &who);
    ASSERT_EQ(made.status, 201) << made.message();
  }
  Answer Book(std::int64_t type, const std::string& time,
              const std::string& name = "marco", const std::string& more = "") {
    return Post("/v2/bookings",
                R"({"eventTypeId": )" + std::to_string(type) +
                    R"(, "start": "2050-09-05T)" + time +
                    R"(:00Z", "attendee": {"name": ")" + name +
                    R"(", "email": ")" + name +
                    R"(@example.org", "timeZone": "America/New_York",
                        "language": "it"})" +
                    more + "}");
  }
  Answer Act(const std::string& uid, const std::string& action,
             const std::string& body = "{}", const Teacher* who = nullptr) {
    return Post("/v2/bookings/" + uid + "/" + action, body, who);
  }

  struct Told {
    std::string trigger{};
    std::string subject{};
    WebhookDelivery delivery{};
    json::value body{};

    std::string At(const std::string& path) const {
      const json::value value = Answer{.body = {{"data", body}}}.At(path);
      return value.is_string() ? std::string(value.get_string())
                               : json::serialize(value);
    }
  };
  // What the outbox owes since this was last asked.
  std::vector<Told> Owed() {
    std::vector<Told> told;
    Change([&](store::Transaction& tx) {
      for (const auto& work : store::Select<store::OutboxRecord>(
               tx, "WHERE kind = 'webhook' ORDER BY id")) {
        const WebhookDelivery delivery = DeliveryOf(work.payload);
        json::error_code error;
        told.push_back({delivery.trigger, work.subject, delivery,
                        json::parse(delivery.body, error)});
      }
      tx.Run("DELETE FROM outbox");
      return absl::OkStatus();
    });
    return told;
  }
  Triggers OwedTriggers() {
    Triggers triggers;
    for (const Told& told : Owed()) triggers.push_back(told.trigger);
    return triggers;
  }
  std::int64_t Meetings() {
    std::int64_t told = 0;
    Change([&](store::Transaction& tx) {
      told = AnnounceMeetings(tx);
      return absl::OkStatus();
    });
    return told;
  }

  std::int64_t hour_ = 0;
};

TEST_P(BookingEventsTest, CreatedWithAllThatTheContractNames) {
  const std::int64_t type =
      MakeType(alice_, "full", 60,
               R"(, "description": "Talk", "bookingFields": [{"type": "text",
          "slug": "level", "label": "Level", "required": true}])");
  const Answer made = Book(type, "10:00", "marco",
                           R"(, "location": "https://meet.example.org/x",
      "bookingFieldsResponses": {"level": "B1", "notes": "please"},
      "metadata": {"order": "7"}, "guests": ["bob@example.org"])");
  ASSERT_EQ(made.status, 201) << made.message();
  const std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 1u);
  const Told& told = all.front();
  EXPECT_EQ(told.subject, made.Text("uid"));
  EXPECT_EQ(told.delivery.content_type, "application/json");
  EXPECT_EQ(told.delivery.id.size(), 36u);
  EXPECT_EQ(told.At("triggerEvent"), "BOOKING_CREATED");
  EXPECT_EQ(told.At("createdAt").size(), 24u);
  const auto is = [&](const char* path, const std::string& wanted) {
    EXPECT_EQ(told.At(std::string("payload.") + path), wanted) << path;
  };
  is("type", "full");
  is("title", "Italian lesson between Alice and marco");
  is("description", "Talk");
  is("additionalNotes", "please");
  is("customInputs", "{}");
  is("startTime", "2050-09-05T10:00:00.000Z");
  is("endTime", "2050-09-05T11:00:00.000Z");
  is("length", "60");
  is("organizer.id", std::to_string(alice_.id));
  is("organizer.name", "Alice");
  is("organizer.email", alice_.email);
  is("organizer.username", "alice");
  is("organizer.timeZone", "Europe/Rome");
  is("organizer.language.locale", "en");
  is("organizer.timeFormat", "h:mma");
  is("organizer.utcOffset", "120");
  is("attendees.0.name", "marco");
  is("attendees.0.email", "marco@example.org");
  is("attendees.0.timeZone", "America/New_York");
  is("attendees.0.language.locale", "it");
  is("attendees.0.utcOffset", "-240");
  is("attendees.1.email", "bob@example.org");
  is("team", "null");
  is("location", "https://meet.example.org/x");
  is("uid", made.Text("uid"));
  is("bookingId", made.Text("id"));
  is("iCalUID", made.Text("uid") + "@Cal.com");
  is("iCalSequence", "0");
  is("responses.level", R"({"label":"Level","value":"B1","isHidden":false})");
  is("responses.name.label", "your_name");
  is("responses.email.value", "marco@example.org");
  is("userFieldsResponses",
     R"({"level":{"label":"Level","value":"B1","isHidden":false}})");
  is("requiresConfirmation", "false");
  is("recurringEvent", "null");
  is("hideOrganizerEmail", "false");
  is("eventTypeId", std::to_string(type));
  is("eventTitle", "Italian lesson");
  is("eventDescription", "Talk");
  is("price", "0");
  is("currency", "usd");
  is("metadata",
     R"({"order":"7","videoCallUrl":"https://meet.example.org/x"})");
  is("status", "ACCEPTED");
  const json::object& payload = told.body.as_object().at("payload").as_object();
  for (const char* name :
       {"conferenceCredentialId", "destinationCalendar", "seatsPerTimeSlot",
        "seatsShowAttendees", "attendeeSeatId", "appsStatus",
        "smsReminderNumber", "platformClientId", "platformBookingUrl",
        "platformCancelUrl", "platformRescheduleUrl"}) {
    EXPECT_TRUE(payload.contains(name)) << name;
  }
}

TEST_P(BookingEventsTest, WhatIsRefusedOrRepeatedTellsNothing) {
  EXPECT_EQ(Book(hour_, "10:00").status, 201);
  EXPECT_EQ(OwedTriggers(), Triggers{"BOOKING_CREATED"});
  EXPECT_EQ(Book(hour_, "10:00", "luca").status, 400);
  EXPECT_EQ(Book(hour_, "10:00", "luca", R"(, "unknown": 1)").status, 400);
  EXPECT_EQ(OwedTriggers(), Triggers{});
  headers_ = {{"idempotency-key", "one"}};
  EXPECT_EQ(Book(hour_, "12:00").status, 201);
  EXPECT_EQ(Book(hour_, "12:00").status, 201);
  EXPECT_EQ(OwedTriggers(), Triggers{"BOOKING_CREATED"});
}

TEST_P(BookingEventsTest, RescheduledNamesWhatWasBefore) {
  const std::string uid = Book(hour_, "10:00").Text("uid");
  Owed();
  const Answer moved =
      Act(uid, "reschedule",
          R"({"start": "2050-09-05T12:00:00Z", "reschedulingReason": "ill",
              "rescheduledBy": "marco@example.org"})");
  ASSERT_EQ(moved.status, 201) << moved.message();
  const std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 1u);
  const Told& told = all.front();
  EXPECT_EQ(told.trigger, "BOOKING_RESCHEDULED");
  EXPECT_EQ(told.At("payload.uid"), moved.Text("uid"));
  EXPECT_EQ(told.At("payload.startTime"), "2050-09-05T12:00:00.000Z");
  EXPECT_EQ(told.At("payload.rescheduleUid"), uid);
  EXPECT_EQ(told.At("payload.rescheduleStartTime"), "2050-09-05T10:00:00.000Z");
  EXPECT_EQ(told.At("payload.rescheduleEndTime"), "2050-09-05T11:00:00.000Z");
  EXPECT_EQ(told.At("payload.rescheduledBy"), "marco@example.org");
  EXPECT_NE(told.At("payload.rescheduleId"), told.At("payload.bookingId"));
  EXPECT_EQ(told.At("payload.iCalUID"), uid + "@Cal.com");
  EXPECT_EQ(told.At("payload.iCalSequence"), "1");
  EXPECT_EQ(told.At("payload.status"), "ACCEPTED");
}

TEST_P(BookingEventsTest, CancelledSaysWhy) {
  const std::string uid = Book(hour_, "10:00").Text("uid");
  Owed();
  EXPECT_EQ(Act(uid, "cancel", R"({"cancellationReason": "rain"})").status,
            200);
  const std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].trigger, "BOOKING_CANCELLED");
  EXPECT_EQ(all[0].At("payload.status"), "CANCELLED");
  EXPECT_EQ(all[0].At("payload.cancellationReason"), "rain");
  EXPECT_EQ(all[0].At("payload.attendees.0.name"), "marco");
  EXPECT_EQ(Act(uid, "cancel").status, 400);
  EXPECT_EQ(OwedTriggers(), Triggers{});
}

TEST_P(BookingEventsTest, RequestedThenCreatedOrRejected) {
  const std::int64_t type = MakeType(alice_, "asks", 60, kAlways);
  const std::string first = Book(type, "10:00").Text("uid");
  const std::string second = Book(type, "12:00").Text("uid");
  std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].trigger, "BOOKING_REQUESTED");
  EXPECT_EQ(all[0].At("payload.status"), "PENDING");
  EXPECT_EQ(all[0].At("payload.requiresConfirmation"), "true");
  EXPECT_EQ(Book(type, "10:00").Text("uid"), first);  // a repeat
  EXPECT_EQ(OwedTriggers(), Triggers{});
  EXPECT_EQ(Act(first, "confirm", "", &alice_).status, 200);
  EXPECT_EQ(Act(second, "decline", R"({"reason": "full"})", &alice_).status,
            200);
  all = Owed();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].trigger, "BOOKING_CREATED");
  EXPECT_EQ(all[0].At("payload.status"), "ACCEPTED");
  EXPECT_EQ(all[1].trigger, "BOOKING_REJECTED");
  EXPECT_EQ(all[1].At("payload.status"), "REJECTED");
  EXPECT_EQ(all[1].At("payload.rejectionReason"), "full");
  // A move that needs a yes asks again.
  EXPECT_EQ(
      Act(first, "reschedule", R"({"start": "2050-09-06T10:00:00Z"})").status,
      201);
  all = Owed();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].trigger, "BOOKING_REQUESTED");
  EXPECT_EQ(all[0].At("payload.rescheduleUid"), first);
}

TEST_P(BookingEventsTest, ASeriesIsToldByItsOccurrencesAndCancelledOnce) {
  const std::int64_t type =
      MakeType(alice_, "weekly", 60,
               R"(, "recurrence": {"interval": 1, "occurrences": 3,
                   "frequency": "weekly"})");
  const Answer made = Book(type, "10:00");
  const std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[2].At("payload.startTime"), "2050-09-19T10:00:00.000Z");
  EXPECT_EQ(all[2].At("payload.recurringEvent"),
            R"({"freq":2,"count":3,"interval":1})");
  const std::string series = made.Text("0.recurringBookingUid");
  EXPECT_EQ(Act(series, "cancel").status, 200);
  EXPECT_EQ(OwedTriggers(), Triggers{"BOOKING_CANCELLED"});
}

TEST_P(BookingEventsTest, SeatsAreToldOneByOne) {
  const std::int64_t type =
      MakeType(alice_, "class", 60,
               R"(, "seats": {"seatsPerTimeSlot": 5, "showAttendeeInfo": true,
          "showAvailabilityCount": true})");
  const Answer first = Book(type, "10:00", "marco");
  const Answer second = Book(type, "10:00", "luca");
  ASSERT_EQ(second.status, 201) << second.message();
  std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].trigger, "BOOKING_CREATED");
  EXPECT_EQ(all[1].At("payload.attendeeSeatId"), second.Text("seatUid"));
  EXPECT_EQ(all[1].At("payload.seatsPerTimeSlot"), "5");
  EXPECT_EQ(all[1].At("payload.attendees.1.name"), "luca");
  EXPECT_EQ(all[1].At("payload.responses.name.value"), "luca");
  const std::string seat = second.Text("seatUid");
  EXPECT_EQ(Act(first.Text("uid"), "cancel", R"({"seatUid": ")" + seat + "\"}")
                .status,
            200);
  all = Owed();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].trigger, "BOOKING_CANCELLED");
  EXPECT_EQ(all[0].At("payload.status"), "CANCELLED");
  EXPECT_EQ(all[0].At("payload.attendees.0.name"), "luca");
  EXPECT_EQ(all[0].At("payload.attendees.1"), "null");
}

TEST_P(BookingEventsTest, WhoDidNotComeIsTold) {
  const Answer made = Book(hour_, "10:00");
  Owed();
  database_->SetNow(bookable::testing::At("2050-09-05T10:30Z"));
  EXPECT_EQ(Act(made.Text("uid"), "mark-absent",
                R"({"attendees": [{"email": "marco@example.org",
                    "absent": true}]})",
                &alice_)
                .status,
            200);
  const std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].trigger, "BOOKING_NO_SHOW_UPDATED");
  EXPECT_EQ(all[0].At("payload.bookingUid"), made.Text("uid"));
  EXPECT_EQ(all[0].At("payload.bookingId"), made.Text("id"));
  EXPECT_EQ(all[0].At("payload.attendees"),
            R"([{"email":"marco@example.org","noShow":true}])");
  EXPECT_EQ(all[0].At("payload.message"), "marco@example.org did not come");
  EXPECT_EQ(
      Act(made.Text("uid"), "mark-absent", R"({"host": true})", &alice_).status,
      200);
  EXPECT_EQ(OwedTriggers(), Triggers{});
}

TEST_P(BookingEventsTest, MeetingsBeginAndEndOnce) {
  EXPECT_EQ(Meetings(), 0);  // sets the mark
  const std::string uid = Book(hour_, "10:00").Text("uid");
  const std::string cancelled = Book(hour_, "12:00").Text("uid");
  EXPECT_EQ(Act(cancelled, "cancel").status, 200);
  Owed();
  // The mark is a year old: not more than a day is looked back.
  database_->SetNow(bookable::testing::At("2050-09-05T09:59Z"));
  EXPECT_EQ(Meetings(), 0);
  database_->SetNow(bookable::testing::At("2050-09-05T10:00Z") +
                    std::chrono::seconds{4});
  EXPECT_EQ(Meetings(), 1);
  EXPECT_EQ(Meetings(), 0);
  database_->SetNow(bookable::testing::At("2050-09-05T14:00Z"));
  EXPECT_EQ(Meetings(), 1);
  const std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].trigger, "MEETING_STARTED");
  EXPECT_EQ(all[0].At("payload.uid"), uid);
  EXPECT_EQ(all[1].trigger, "MEETING_ENDED");
  EXPECT_EQ(all[1].At("payload.attendees.0.name"), "marco");
}

TEST_P(BookingEventsTest, ATemplateMakesTheBody) {
  const Teacher bruno = MakePerson("bruno");
  const std::int64_t type = MakeType(bruno, "hour", 60);
  Subscribe(bruno, R"(, "payloadTemplate":
      "{\"content\": \"{{triggerEvent}}: {{attendees.0.name}}\"}")");
  EXPECT_EQ(
      Book(type, "10:00", R"(Mar\"co)", R"(, "bookingFieldsResponses": {})")
          .status,
      400);  // no address
  EXPECT_EQ(
      Post("/v2/bookings", R"({"eventTypeId": )" + std::to_string(type) +
                               R"(, "start": "2050-09-05T10:00:00Z", "attendee":
                     {"name": "Mar\"co", "email": "m@example.org",
                      "timeZone": "Europe/Rome"}})")
          .status,
      201);
  const std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].delivery.body, R"({"content":"BOOKING_CREATED: Mar\"co"})");
}

TEST_P(BookingEventsTest, AClientHearsOfItsUsersWithLinksToItsPages) {
  const std::int64_t school = MakeOrganization("school");
  Change([&](store::Transaction& tx) {
    tx.Run("UPDATE team SET is_platform = TRUE WHERE id = ?1", {school});
    store::OAuthClientRecord client{
        .id = "cm1",
        .organization_id = school,
        .booking_redirect_uri = "https://lingua.example/b",
        .booking_cancel_redirect_uri = "https://lingua.example/c",
        .booking_reschedule_redirect_uri = "https://lingua.example/r"};
    store::Insert(tx, client);
    store::WebhookRecord webhook{.id = "hook",
                                 .oauth_client_id = "cm1",
                                 .subscriber_url = "https://a.example/",
                                 .triggers = R"(["BOOKING_CREATED"])"};
    store::Insert(tx, webhook);
    return absl::OkStatus();
  });
  const Teacher carla = MakePerson("carla", school, "cm1");
  const std::int64_t type = MakeType(carla, "hour", 60);
  const Answer made = Book(type, "10:00");
  ASSERT_EQ(made.status, 201) << made.message();
  const std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].At("payload.platformClientId"), "cm1");
  const std::string uid = made.Text("uid");
  EXPECT_EQ(all[0].At("payload.platformBookingUrl"),
            "https://lingua.example/b/" + uid +
                "?slug=hour&username=carla&changes=true&bookingUid=" + uid);
  EXPECT_TRUE(all[0]
                  .At("payload.platformCancelUrl")
                  .starts_with("https://lingua.example/c/" + uid));
  EXPECT_TRUE(all[0]
                  .At("payload.platformRescheduleUrl")
                  .starts_with("https://lingua.example/r/" + uid));
  EXPECT_EQ(Book(hour_, "12:00").status, 201);  // Alice is not of the client
  for (const Told& told : Owed()) {
    EXPECT_EQ(told.At("payload.platformClientId"), "null");
  }
}

TEST_P(BookingEventsTest, AReassignedBookingNamesTheHostBefore) {
  const Teacher bruno = MakePerson("bruno");
  const std::int64_t team =
      MakeTeam("team", std::nullopt, {{alice_, "OWNER"}, {bruno, "MEMBER"}});
  const std::int64_t type = MakeTeamType(team, alice_, "turns", "roundRobin",
                                         HostsText({alice_, bruno}));
  Change([&](store::Transaction& tx) {
    store::WebhookRecord webhook{
        .id = "hook",
        .event_type_id = type,
        .subscriber_url = "https://a.example/",
        .triggers = R"(["BOOKING_CREATED","BOOKING_RESCHEDULED"])"};
    store::Insert(tx, webhook);
    return absl::OkStatus();
  });
  const Answer made = Book(type, "10:00");
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(OwedTriggers(), Triggers{"BOOKING_CREATED"});
  const Answer moved = Act(made.Text("uid"), "reassign", "", &alice_);
  ASSERT_EQ(moved.status, 200) << moved.message();
  const std::vector<Told> all = Owed();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].trigger, "BOOKING_RESCHEDULED");
  EXPECT_EQ(all[0].At("payload.reassignedFrom.id"), made.Text("hosts.0.id"));
  EXPECT_NE(all[0].At("payload.organizer.id"), made.Text("hosts.0.id"));
  EXPECT_EQ(all[0].At("payload.rescheduleUid"), made.Text("uid"));
  EXPECT_EQ(all[0].At("payload.team.name"), "team");
}

BOOKABLE_ON_BOTH_STORES(BookingEventsTest);

}  // namespace
}  // namespace bookable::http
