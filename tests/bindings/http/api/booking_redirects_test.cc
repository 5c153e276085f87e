// Real redirects to a customer's pages (scheduling.md, "Redirect URIs and links
// of an OAuth client").
#include "bindings/http/api/scheduling_routes.h"
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

class BookingRedirectsTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    if (store_ == nullptr) return;
    http::AddSchedulingRoutes(routes_);
    EXPECT_EQ(Patch("/v2/oauth-clients/" + lingua_.client, Owner(),
                    R"({"bookingRedirectUri": "https://lingua.example/b",
                        "bookingCancelRedirectUri":
                          "https://lingua.example/c"})")
                  .status,
              200);
    alice_ = MakeManaged(lingua_, "alice", R"(, "timeZone": "Europe/Rome")");
    username_ = Get("/v2/me", Bearer(alice_.token)).Text("/data/username");
  }
  // Books an event type of that name.
  Reply Book(const Fields& who, const std::string& slug,
             const std::string& more = "") {
    Fields newest = who;
    newest.emplace_back("cal-api-version", "2024-06-14");
    const Reply type = Post("/v2/event-types", newest,
                            R"({"title": "Lesson", "lengthInMinutes": 60,
                                "slug": ")" +
                                slug + "\"" + more + "}");
    EXPECT_EQ(type.status, 201) << type.message();
    Reply made =
        Post("/v2/bookings", {{"cal-api-version", "2024-08-13"}},
             R"({"eventTypeId": )" + std::to_string(type.Number("/data/id")) +
                 R"(, "start": "2030-01-09T10:00:00Z", "attendee": {
                     "name": "Bob", "email": "bob@example.org",
                     "timeZone": "UTC"}})");
    EXPECT_EQ(made.status, 201) << made.message();
    return made;
  }
  // Where it leads to, or the status.
  std::string Go(const std::string& uid, const std::string& page) {
    const Reply reply = Get("/v2/bookings/" + uid + "/redirect/" + page);
    return reply.status == 303 ? reply.Header("Location")
                               : std::to_string(reply.status);
  }

  Person alice_{};
  std::string username_{};
};

TEST_P(BookingRedirectsTest, LeadToTheClientsPages) {
  const std::string uid = Book(Bearer(alice_.token), "hour").Text("/data/uid");
  EXPECT_EQ(Go(uid, "booking"), "https://lingua.example/b/" + uid +
                                    "?slug=hour&username=" + username_ +
                                    "&changes=true&bookingUid=" + uid);
  EXPECT_EQ(Go(uid, "cancel?seatUid=seat%201"),
            "https://lingua.example/c/" + uid +
                "?slug=hour&username=" + username_ +
                "&cancel=true&allRemainingBookings=false&seatReferenceUid="
                "seat%201&bookingUid=" +
                uid);
}

TEST_P(BookingRedirectsTest, ASeriesIsCancelledWhole) {
  const Reply made = Book(Bearer(alice_.token), "weekly",
                          R"(, "recurrence": {"interval": 1, "occurrences": 2,
                              "frequency": "weekly"})");
  const std::string first = made.Text("/data/0/uid");
  EXPECT_EQ(Go(made.Text("/data/0/recurringBookingUid"), "cancel"),
            "https://lingua.example/c/" + first +
                "?slug=weekly&username=" + username_ +
                "&cancel=true&allRemainingBookings=true&bookingUid=" + first);
}

TEST_P(BookingRedirectsTest, WhatHasNoPageIs404) {
  const std::string uid = Book(Bearer(alice_.token), "hour").Text("/data/uid");
  EXPECT_EQ(Go(uid, "reschedule"), "404");  // the client names none
  EXPECT_EQ(Go("unknown", "booking"), "404");
  EXPECT_EQ(Go(uid, "elsewhere"), "404");
}

BOOKABLE_ON_BOTH_STORES(BookingRedirectsTest);

}  // namespace
}  // namespace bookable::testing
