#include "bindings/http/api/scheduling_json.h"

#include "gtest/gtest.h"
#include "tests/support/literals.h"

namespace bookable::http {
namespace {

using bookable::testing::At;
using bookable::testing::ZoneOf;

TEST(SchedulingJsonTest, InstantsHaveMillisecondsAndTheOffsetOfTheZone) {
  const Instant t = At("2050-09-05T07:00Z");
  EXPECT_EQ(InstantText(t), "2050-09-05T07:00:00.000Z");
  EXPECT_EQ(InstantText(t, ZoneOf("Europe/Rome")),
            "2050-09-05T09:00:00.000+02:00");
  EXPECT_EQ(InstantText(t, ZoneOf("America/St_Johns")),
            "2050-09-05T04:30:00.000-02:30");
}

TEST(SchedulingJsonTest, InstantsWithoutAZoneAreUtc) {
  EXPECT_EQ(*ReadInstant("2050-09-05", "start"), At("2050-09-05T00:00Z"));
  EXPECT_EQ(*ReadInstant("2050-09-05T09:30:00", "start"),
            At("2050-09-05T09:30Z"));
  EXPECT_EQ(*ReadInstant("2050-09-05T09:30:00+02:00", "start"),
            At("2050-09-05T07:30Z"));
  EXPECT_FALSE(ReadInstant("", "start").ok());
  EXPECT_FALSE(ReadInstant("2050-02-30", "start").ok());
  EXPECT_FALSE(ReadInstant("soon", "start").ok());
}

TEST(SchedulingJsonTest, WhatIsNoInstantOrZoneIsNamedAndShown) {
  EXPECT_EQ(
      ReadInstant("tomorrow", "start").status().message(),
      "Invalid start date: must be an ISO 8601 date or time, not \"tomorrow\"");
  EXPECT_EQ(ReadZone("Mars/X", "timeZone").status().message(),
            "timeZone must be the name of an IANA zone, not \"Mars/X\"");
  EXPECT_EQ(ReadZone("europe/rome", "timeZone")->name(), "Europe/Rome");
}

TEST(SchedulingJsonTest, SettingsThatAreDisabledAreNotThere) {
  const boost::json::object settings =
      StoredValue(R"({"seats": {"disabled": true}, "recurrence": {"interval":
                      1}, "bookingWindow": null})")
          .as_object();
  EXPECT_EQ(EnabledOf(settings, "seats"), nullptr);
  EXPECT_NE(EnabledOf(settings, "recurrence"), nullptr);
  EXPECT_EQ(EnabledOf(settings, "bookingWindow"), nullptr);
  EXPECT_EQ(EnabledOf(settings, "other"), nullptr);
}

}  // namespace
}  // namespace bookable::http
