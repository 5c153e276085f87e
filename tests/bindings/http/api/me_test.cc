// The contract's cases of /v2/me.
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

using MeTest = ApiTest;

TEST_P(MeTest, TellsWhoAsks) {
  const Person alice = MakeManaged(lingua_, "alice");
  const Reply me = Get("/v2/me", Bearer(alice.token));
  EXPECT_EQ(me.status, 200);
  EXPECT_EQ(me.Number("/data/id"), alice.id);
  EXPECT_EQ(me.Text("/data/email"), alice.email);
  EXPECT_EQ(me.Number("/data/timeFormat"), 12);
  EXPECT_EQ(me.Text("/data/defaultScheduleId"), "null");
  EXPECT_EQ(me.Text("/data/weekStart"), "Sunday");
  EXPECT_EQ(me.Text("/data/timeZone"), "Europe/London");
  EXPECT_EQ(me.Number("/data/organizationId"), lingua_.organization);
  EXPECT_EQ(me.Number("/data/organization/id"), lingua_.organization);
  EXPECT_TRUE(me.Flag("/data/organization/isPlatform"));
  // A client is its organisation's owner.
  EXPECT_EQ(Get("/v2/me", Secret(lingua_)).Number("/data/id"), lingua_.owner);
}

TEST_P(MeTest, ANewZoneIsTheDefaultSchedulesToo) {
  const Person alice =
      MakeManaged(lingua_, "alice", R"(, "timeZone": "Europe/London")");
  const Reply moved =
      Patch("/v2/me", Bearer(alice.token), R"({"timeZone": "Europe/Rome"})");
  EXPECT_EQ(moved.status, 200);
  EXPECT_EQ(moved.Text("/data/timeZone"), "Europe/Rome");
  EXPECT_TRUE(moved.Has("/data/organization/id"));
  EXPECT_EQ(Count("SELECT count(*) FROM schedule WHERE time_zone = "
                  "'Europe/Rome'"),
            1);
  EXPECT_EQ(Patch("/v2/me", Bearer(alice.token),
                  R"({"timeZone": "America/New_york"})")
                .Text("/data/timeZone"),
            "America/New_York");
}

TEST_P(MeTest, WhatDoesNotFitIs400) {
  const Person alice = MakeManaged(lingua_, "alice");
  for (const char* body :
       {R"({"timeZone": "Narnia/Woods"})", R"({"timeFormat": 100})",
        R"({"weekStart": "Caturday"})", R"({"timeFormat": "24"})",
        R"({"name": 7})"}) {
    EXPECT_EQ(Patch("/v2/me", Bearer(alice.token), body).status, 400) << body;
  }
}

TEST_P(MeTest, TheAddressKeepsTheClientsMark) {
  const Person alice = MakeManaged(lingua_, "alice");
  EXPECT_EQ(
      Patch("/v2/me", Bearer(alice.token), R"({"email": "alba@example.com"})")
          .Text("/data/email"),
      "alba+" + lingua_.client + "@example.com");
}

TEST_P(MeTest, TouchesTheHost) {
  const Person alice =
      MakeManaged(lingua_, "alice", R"(, "timeZone": "Europe/London")");
  const std::string version =
      "SELECT version FROM host WHERE id = " + std::to_string(alice.id);
  const std::int64_t before = Count(version);
  Patch("/v2/me", Bearer(alice.token), R"({"timeZone": "Europe/Rome"})");
  EXPECT_GT(Count(version), before);
}

BOOKABLE_ON_BOTH_STORES(MeTest);

}  // namespace
}  // namespace bookable::testing
