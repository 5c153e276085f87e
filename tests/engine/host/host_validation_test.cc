#include "bookable/host/host_validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;
using testing::AlwaysOpen;
using testing::At;

std::string MessageOf(
    const absl::Status& status,
    absl::StatusCode code = absl::StatusCode::kInvalidArgument) {
  if (!status.ok()) {
    EXPECT_EQ(status.code(), code);
  }
  return std::string(status.message());
}

BusyTime Busy(const char* start, const char* end) {
  return BusyTime(At(start), At(end));
}
Booking Booked(const char* start, const char* end) {
  Booking booking;
  booking.start = At(start);
  booking.end = At(end);
  return booking;
}
Hold Held(const char* start, const char* end) {
  Hold hold;
  hold.start = At(start);
  hold.end = At(end);
  hold.expires_at = At(start);
  return hold;
}

TEST(HostValidationTest, EntriesEndWhereTheyStartOrLater) {
  EXPECT_EQ(MessageOf(ValidateBusyTime(
                Busy("2026-11-24T10:00Z", "2026-11-24T10:00Z"), "busy[0]")),
            "");
  EXPECT_EQ(MessageOf(ValidateBusyTime(
                Busy("2026-11-24T10:00Z", "2026-11-24T09:00Z"), "busy[0]")),
            "busy[0].end: must not be before start 2026-11-24T10:00:00Z, got "
            "2026-11-24T09:00:00Z");
  EXPECT_EQ(
      MessageOf(ValidateBooking(
          Booked("2026-11-24T10:00Z", "2026-11-24T09:00Z"), "bookings[3]")),
      "bookings[3].end: must not be before start 2026-11-24T10:00:00Z, got "
      "2026-11-24T09:00:00Z");
  EXPECT_EQ(MessageOf(ValidateHold(
                Held("2026-11-24T10:00Z", "2026-11-24T09:00Z"), "holds[1]")),
            "holds[1].end: must not be before start 2026-11-24T10:00:00Z, got "
            "2026-11-24T09:00:00Z");
}

// Section 9: OutOfRange outside 1900...2200.
TEST(HostValidationTest, EntriesLieInTheYears1900To2200) {
  const BusyTime whole(kFirstInstant, kEndOfTime);
  EXPECT_TRUE(ValidateBusyTime(whole, "busy[0]").ok());
  EXPECT_EQ(MessageOf(ValidateBusyTime(
                          BusyTime(kFirstInstant - seconds{1}, kEndOfTime),
                          "busy[0]"),
                      absl::StatusCode::kOutOfRange),
            "busy[0].start: must be in a year from 1900 to 2200, got "
            "1899-12-31T23:59:59Z");
  EXPECT_EQ(MessageOf(ValidateBusyTime(
                          BusyTime(kFirstInstant, kEndOfTime + seconds{1}),
                          "busy[0]"),
                      absl::StatusCode::kOutOfRange),
            "busy[0].end: must be in a year from 1900 to 2200, got "
            "2201-01-01T00:00:01Z");
  Hold hold = Held("2026-11-24T10:00Z", "2026-11-24T11:00Z");
  hold.expires_at = Instant::max();
  EXPECT_EQ(ValidateHold(hold, "holds[0]").code(),
            absl::StatusCode::kOutOfRange);
  EXPECT_TRUE(
      MessageOf(ValidateHold(hold, "holds[0]"), absl::StatusCode::kOutOfRange)
          .starts_with("holds[0].expiresAt: must be in a year"));
}

TEST(HostValidationTest, BuffersAreAtMostAWeek) {
  BusyTime busy = Busy("2026-11-24T10:00Z", "2026-11-24T11:00Z");
  busy.before_buffer = 10'080min;
  EXPECT_TRUE(ValidateBusyTime(busy, "busy[0]").ok());
  busy.before_buffer = 10'081min;
  EXPECT_EQ(MessageOf(ValidateBusyTime(busy, "busy[0]")),
            "busy[0].beforeEventBuffer: must be from 0 to 10080, got 10081");
  Booking booking = Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z");
  booking.after_buffer = -1min;
  EXPECT_EQ(MessageOf(ValidateBooking(booking, "bookings[0]")),
            "bookings[0].afterEventBuffer: must be from 0 to 10080, got -1");
  Hold hold = Held("2026-11-24T10:00Z", "2026-11-24T11:00Z");
  hold.before_buffer = -1min;
  EXPECT_EQ(MessageOf(ValidateHold(hold, "holds[0]")),
            "holds[0].beforeEventBuffer: must be from 0 to 10080, got -1");
}

TEST(HostValidationTest, SeatsTakenAreAtLeastOne) {
  Booking booking = Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z");
  booking.seats_taken = 0;
  EXPECT_EQ(MessageOf(ValidateBooking(booking, "bookings[0]")),
            "bookings[0].seatsTaken: must be from 1 to 1000000, got 0");
  Hold hold = Held("2026-11-24T10:00Z", "2026-11-24T11:00Z");
  hold.seats = 0;
  EXPECT_EQ(MessageOf(ValidateHold(hold, "holds[0]")),
            "holds[0].seats: must be from 1 to 1000000, got 0");
}

TEST(HostValidationTest, StandingHasBounds) {
  Host host;
  host.weight = 1'000'000;
  host.calibration = 1'000'000;
  host.priority = 4;
  host.last_booked_at = kFirstInstant;
  EXPECT_TRUE(ValidateStanding(host, "h").ok());
  host.weight = 0;
  EXPECT_EQ(MessageOf(ValidateStanding(host, "h")),
            "h.weight: must be from 1 to 1000000, got 0");
  host.weight = 1;
  host.calibration = -1;
  EXPECT_EQ(MessageOf(ValidateStanding(host, "h")),
            "h.calibration: must be from 0 to 1000000, got -1");
  host.calibration = 0;
  host.priority = 5;
  EXPECT_EQ(MessageOf(ValidateStanding(host, "")),
            "priority: must be from 0 to 4, got 5");
  host.priority = 0;
  host.last_booked_at = Instant::min();
  EXPECT_TRUE(
      MessageOf(ValidateStanding(host, "h"), absl::StatusCode::kOutOfRange)
          .starts_with("h.lastBookedAt: "));
}

// Section 3: two bookings of one host with the same non-empty id are an error.
TEST(HostValidationTest, BookingsOfOneHostHaveDistinctIds) {
  Host host = testing::HostOf("a", AlwaysOpen("UTC"));
  host.bookings.assign(3, Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z"));
  EXPECT_TRUE(ValidateHost(host, "").ok());  // none is named
  host.bookings[0].id = std::string("x");
  host.bookings[1].id = std::string("y");
  host.bookings[2].id = std::string("x");
  EXPECT_EQ(MessageOf(ValidateHost(host, "groups[0].hosts[1]")),
            "groups[0].hosts[1].bookings[2].id: \"x\" is the id of "
            "bookings[0] too; two bookings of one host need two ids");
  // Busy times may share one.
  host.bookings.clear();
  host.busy.assign(2, Busy("2026-11-24T10:00Z", "2026-11-24T11:00Z"));
  host.busy[0].id = host.busy[1].id = std::string("x");
  EXPECT_TRUE(ValidateHost(host, "").ok());
}

TEST(HostValidationTest, ReportsTheListAndTheEntry) {
  Host host = testing::HostOf("a", AlwaysOpen("UTC"));
  host.schedule.weekly[0].days = {};
  EXPECT_EQ(MessageOf(ValidateHost(host, "groups[0].hosts[1]")),
            "groups[0].hosts[1].schedule.availability[0].days: must name at "
            "least one day");
  host.schedule = AlwaysOpen("UTC");
  host.busy.assign(2, Busy("2026-11-24T10:00Z", "2026-11-24T11:00Z"));
  host.busy[1].after_buffer = -1min;
  EXPECT_EQ(MessageOf(ValidateHost(host, "")),
            "busy[1].afterEventBuffer: must be from 0 to 10080, got -1");
  host.busy.clear();
  host.holds.assign(1, Held("2026-11-24T10:00Z", "2026-11-24T11:00Z"));
  host.holds[0].seats = 0;
  EXPECT_EQ(MessageOf(ValidateHost(host, "")),
            "holds[0].seats: must be from 1 to 1000000, got 0");
}

}  // namespace
}  // namespace bookable
