// Cases of "Calendars" that a service without any can show.
#include <string>

#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

class CalendarsTest : public bookable::testing::SchedulingTest {};

TEST_P(CalendarsTest, WithoutAnAccountTheDestinationIsAnEmptyObject) {
  const auto none = Get("/v2/calendars", &alice_);
  EXPECT_EQ(none.status, 200);
  EXPECT_EQ(none.Text(""),
            R"({"connectedCalendars":[],"destinationCalendar":{}})");
  EXPECT_EQ(Get("/v2/calendars").status, 401);
}

TEST_P(CalendarsTest, CheckIs401WithoutATokenAnd400WithoutACredential) {
  for (const char* path :
       {"/v2/calendars/google/check", "/v2/calendars/office365/check",
        "/v2/calendars/apple/check", "/v2/calendars/ics-feed/check",
        "/v2/gcal/check"}) {
    EXPECT_EQ(Get(path).status, 401) << path;
    EXPECT_EQ(Get(path, &alice_).status, 400) << path;
  }
  EXPECT_EQ(Get("/v2/calendars/lotus/check", &alice_).status, 400);
  EXPECT_EQ(Get("/v2/calendars/google/connect?redir=https://a.example", &alice_)
                .status,
            400);
}

TEST_P(CalendarsTest, BusyTimesAreEmptyAndForeignCredentialsAre401) {
  const std::string path =
      "/v2/calendars/busy-times?loggedInUsersTz=Europe/Rome"
      "&dateFrom=2050-09-05&dateTo=2050-09-06";
  const auto none = Get(path, &alice_);
  EXPECT_EQ(none.status, 200) << none.message();
  EXPECT_EQ(none.Text(""), "[]");
  EXPECT_EQ(Get(path + "&calendarsToLoad[0][credentialId]=7"
                       "&calendarsToLoad[0][externalId]=x",
                &alice_)
                .status,
            401);
  EXPECT_EQ(
      Get("/v2/calendars/busy-times?dateFrom=x&dateTo=2050-09-06", &alice_)
          .status,
      400);
  EXPECT_EQ(Get("/v2/calendars/busy-times?dateFrom=2050-09-05", &alice_).status,
            400);
}

TEST_P(CalendarsTest, DisconnectOfAForeignCredentialIs404) {
  EXPECT_EQ(
      Post("/v2/calendars/google/disconnect", R"({"id": 7})", &alice_).status,
      404);
}

BOOKABLE_ON_BOTH_STORES(CalendarsTest);

}  // namespace
}  // namespace bookable::http
