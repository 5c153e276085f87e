// Each rule of docs/semantics.md, worked by hand; the section stands above its
// tests. 2026-11-23 is a Monday.
#include "bookable/query/find_slots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
using testing::AlwaysOpen;
using testing::Ask;
using testing::AskTeam;
using testing::At;
using testing::Daily;
using testing::DateOf;
using testing::Dates;
using testing::DateTimes;
using testing::DateTimeTexts;
using ::testing::ElementsAre;
using testing::ErrorOf;
using testing::HostIn;
using testing::HostOf;
using ::testing::IsEmpty;
using testing::Names;
using ::testing::SizeIs;
using testing::Span;
using testing::Times;
using testing::Weekly;
using testing::ZoneOf;

// 2026-11-24, a Tuesday.
constexpr const char* kFrom = "2026-11-24T00:00Z";
constexpr const char* kUntil = "2026-11-25T00:00Z";

// Open 9 to 12 in UTC, asked for the 24th.
SlotQuery Morning(EventType event) {
  return Ask(Daily("UTC", 9h, 12h), std::move(event), kFrom, kUntil);
}

Instant On24(const char* time) {
  return At(std::string("2026-11-24T") + time + "Z");
}
BusyTime Busy(const char* start, const char* end) {
  return BusyTime(On24(start), On24(end));
}
Booking Booked(const char* start, const char* end, int seats = 1) {
  Booking booking;
  booking.start = On24(start);
  booking.end = On24(end);
  booking.seats_taken = seats;
  return booking;
}
Hold Held(const char* start, const char* end, const char* expires_at,
          std::string owner = {}) {
  Hold hold;
  hold.start = On24(start);
  hold.end = On24(end);
  hold.expires_at = On24(expires_at);
  hold.owner = std::move(owner);
  return hold;
}

// "09:00 3": start and seats left.
std::vector<std::string> Seats(const SlotQuery& query) {
  const SlotList slots = FindSlots(query).value();
  std::vector<std::string> texts;
  for (const Slot slot : slots) {
    texts.push_back(
        testing::DateTimeText(testing::ZoneOfAnswer(query), slot.start)
            .substr(6) +
        ' ' + std::to_string(slot.seats_remaining));
  }
  return texts;
}

// "09:00 ab": start and hosts; `ids[row]` names a row.
std::vector<std::string> WithHosts(const SlotQuery& query,
                                   std::string_view ids) {
  const SlotList slots = FindSlots(query).value();
  std::vector<std::string> texts;
  for (const Slot slot : slots) {
    texts.push_back(
        testing::DateTimeText(testing::ZoneOfAnswer(query), slot.start)
            .substr(6) +
        ' ' + Names(slot.hosts, ids));
  }
  return texts;
}

// "09:00 a": start and who takes it.
std::vector<std::string> Assigned(SlotQuery query, std::string_view ids) {
  query.assign = true;
  const SlotList slots = FindSlots(query).value();
  std::vector<std::string> texts;
  for (const Slot slot : slots) {
    texts.push_back(
        testing::DateTimeText(testing::ZoneOfAnswer(query), slot.start)
            .substr(6) +
        ' ' + Names(slot.assigned, ids));
  }
  return texts;
}

// ---- Section 2, through the answer ----

TEST(FindSlotsTest, SlotsLieInOpenTime) {
  EXPECT_THAT(Times(Morning({.length = 60min})),
              ElementsAre("09:00", "10:00", "11:00"));
  EXPECT_THAT(Times(Morning({.length = 90min})), ElementsAre("09:00", "10:30"));
  EXPECT_THAT(Times(Morning({.length = 180min})), ElementsAre("09:00"));
  EXPECT_THAT(Times(Morning({.length = 181min})), IsEmpty());
}

// Rome, 2026-03-29, clocks forward at 01:00Z: 02:00-03:00 does not exist.
TEST(FindSlotsTest, ASlotRunsAcrossAGap) {
  SlotQuery query = Ask(Daily("Europe/Rome", 0h, 5h), {.length = 60min},
                        "2026-03-28T23:00Z", "2026-03-29T22:00Z");
  EXPECT_THAT(DateTimes(query), ElementsAre("03-29 00:00", "03-29 01:00",
                                            "03-29 03:00", "03-29 04:00"));
  query.event.length = 90min;
  // 01:30 ends at 04:00 on the clock.
  EXPECT_THAT(DateTimes(query), ElementsAre("03-29 00:00", "03-29 01:30"));
}

// Rome, 2026-10-25, clocks back at 01:00Z: 02:00-03:00 comes twice.
TEST(FindSlotsTest, AFoldOffersItsHourTwice) {
  const SlotQuery query = Ask(Daily("Europe/Rome", 1h, 4h), {.length = 60min},
                              "2026-10-24T22:00Z", "2026-10-25T23:00Z");
  EXPECT_THAT(DateTimes(query), ElementsAre("10-25 01:00", "10-25 02:00",
                                            "10-25 02:00", "10-25 03:00"));
}

// ---- Section 3: busy time, buffers, seats, holds ----

TEST(FindSlotsTest, ASlotThatTouchesBusyTimeIsFine) {
  SlotQuery query = Morning({.length = 60min});
  HostIn(query).busy = {Busy("10:00", "11:00")};
  EXPECT_THAT(Times(query), ElementsAre("09:00", "11:00"));
  HostIn(query).busy = {Busy("10:00", "11:00:01")};
  EXPECT_THAT(Times(query), ElementsAre("09:00"));
}

TEST(FindSlotsTest, ZeroLengthEntriesAreIgnored) {
  SlotQuery query =
      Morning({.length = 60min, .before_buffer = 30min, .after_buffer = 30min});
  query.now = On24("00:00");
  HostIn(query).busy = {Busy("10:30", "10:30")};
  HostIn(query).bookings = {Booked("10:30", "10:30")};
  HostIn(query).holds = {Held("10:30", "10:30", "12:00")};
  EXPECT_THAT(Times(query), ElementsAre("09:00", "10:00", "11:00"));
}

TEST(FindSlotsTest, TransparentEntriesAndBookingsThatAreOffAreNotBusy) {
  SlotQuery query = Morning({.length = 60min});
  HostIn(query).busy = {Busy("09:00", "12:00")};
  HostIn(query).busy[0].transparent = true;
  HostIn(query).bookings = {Booked("09:00", "10:00"), Booked("10:00", "11:00"),
                            Booked("10:00", "11:00"), Booked("11:00", "12:00")};
  HostIn(query).bookings[0].status = BookingStatus::kCancelled;
  HostIn(query).bookings[1].status = BookingStatus::kRejected;
  HostIn(query).bookings[2].status = BookingStatus::kPending;
  HostIn(query).bookings[3].status = BookingStatus::kAccepted;
  EXPECT_THAT(Times(query), ElementsAre("09:00"));
}

TEST(FindSlotsTest, ABookingThatDoesNotBlockIsNotBusy) {
  SlotQuery query = Morning({.length = 60min});
  HostIn(query).bookings = {Booked("09:00", "10:00")};
  HostIn(query).bookings[0].blocks = false;
  EXPECT_THAT(Times(query), ElementsAre("09:00", "10:00", "11:00"));
}

// The candidate's buffers must not meet busy time; they need no open time.
TEST(FindSlotsTest, TheEventsBuffersStandAroundTheSlot) {
  SlotQuery query =
      Morning({.length = 30min, .before_buffer = 10min, .after_buffer = 20min});
  EXPECT_THAT(Times(query), ElementsAre("09:00", "09:30", "10:00", "10:30",
                                        "11:00", "11:30"));
  HostIn(query).busy = {Busy("10:20", "10:50")};
  // Free are [09:00, 10:00) and [11:00, 12:00).
  EXPECT_THAT(Times(query), ElementsAre("09:00", "09:30", "11:00", "11:30"));
}

// A stored booking is widened by its own buffers, not by the event's of today.
TEST(FindSlotsTest, ABookingsOwnBuffersBeatTheEventTypes) {
  SlotQuery query = Morning({.length = 30min, .after_buffer = 30min});
  HostIn(query).bookings = {Booked("10:00", "10:30")};
  // Made with the event type's buffers: [10:00, 11:00) of it, and 30 minutes
  // after each candidate.
  EXPECT_THAT(Times(query), ElementsAre("09:00", "11:00", "11:30"));
  HostIn(query).bookings[0].after_buffer = 0min;
  EXPECT_THAT(Times(query), ElementsAre("09:00", "10:30", "11:00", "11:30"));
  HostIn(query).bookings[0].before_buffer = 30min;
  EXPECT_THAT(Times(query), ElementsAre("10:30", "11:00", "11:30"));
}

TEST(FindSlotsTest, BusyTimesHaveNoBuffersUnlessGiven) {
  SlotQuery query = Morning({.length = 30min, .after_buffer = 30min});
  HostIn(query).busy = {Busy("10:00", "10:30")};
  EXPECT_THAT(Times(query), ElementsAre("09:00", "10:30", "11:00", "11:30"));
  HostIn(query).busy[0].after_buffer = 60min;
  EXPECT_THAT(Times(query), ElementsAre("09:00", "11:30"));
}

TEST(FindSlotsTest, AHoldIsWidenedAsTheBookingItWillBecome) {
  SlotQuery query = Morning({.length = 30min, .after_buffer = 30min});
  query.now = On24("08:00");
  HostIn(query).holds = {Held("10:00", "10:30", "09:00")};
  EXPECT_THAT(Times(query), ElementsAre("09:00", "11:00", "11:30"));
}

// Busy until the expiry instant; expired at now >= expiry.
TEST(FindSlotsTest, AHoldEndsAtItsExpiry) {
  SlotQuery query = Morning({.length = 60min});
  HostIn(query).holds = {Held("10:00", "11:00", "08:30")};
  query.now = On24("08:29:59");
  EXPECT_THAT(Times(query), ElementsAre("09:00", "11:00"));
  query.now = On24("08:30:00");
  EXPECT_THAT(Times(query), ElementsAre("09:00", "10:00", "11:00"));
}

TEST(FindSlotsTest, AHoldNeverBlocksItsOwner) {
  SlotQuery query = Morning({.length = 60min});
  query.now = On24("08:00");
  HostIn(query).holds = {Held("10:00", "11:00", "09:00", "guest"),
                         Held("11:00", "12:00", "09:00")};
  EXPECT_THAT(Times(query), ElementsAre("09:00"));
  query.owner = "guest";
  EXPECT_THAT(Times(query), ElementsAre("09:00", "10:00"));
  query.owner = "other";
  EXPECT_THAT(Times(query), ElementsAre("09:00"));
}

TEST(FindSlotsTest, RescheduleTakesOneBookingOutOfBusyTimeLimitsAndSeats) {
  SlotQuery query = Morning({.length = 60min});
  query.event.limits.count[0] = 1;
  HostIn(query).bookings = {Booked("10:00", "11:00")};
  HostIn(query).bookings[0].id = std::string("mine");
  HostIn(query).busy = {Busy("11:00", "12:00"), Busy("09:00", "09:30")};
  HostIn(query).busy[0].id = std::string("mine");
  EXPECT_THAT(Times(query), IsEmpty());
  query.ignore_booking = "mine";
  EXPECT_THAT(Times(query), ElementsAre("10:00", "11:00"));
  // Seats: the session is one seat emptier.
  query.event.limits = {};
  query.event.seats = 2;
  HostIn(query).busy.clear();
  HostIn(query).bookings.push_back(Booked("10:00", "11:00"));
  EXPECT_THAT(Seats(query), ElementsAre("09:00 2", "10:00 1", "11:00 2"));
  query.ignore_booking = "";
  EXPECT_THAT(Seats(query), ElementsAre("09:00 2", "11:00 2"));
}

TEST(FindSlotsTest, WithoutSeatsASessionIsSimplyBusy) {
  SlotQuery query = Morning({.length = 60min});
  HostIn(query).bookings = {Booked("10:00", "11:00")};
  EXPECT_THAT(Times(query), ElementsAre("09:00", "11:00"));
}

TEST(FindSlotsTest, ASessionWithSeatsLeftIsOfferedAtItsOwnStart) {
  SlotQuery query = Morning({.length = 60min, .seats = 3});
  HostIn(query).bookings = {Booked("10:00", "11:00"), Booked("10:00", "11:00")};
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "10:00 1", "11:00 3"));
  HostIn(query).bookings.push_back(Booked("10:00", "11:00"));
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "11:00 3"));  // full
}

// On the grid or not: a changed step must not hide it.
TEST(FindSlotsTest, ASessionOffTheGridIsOffered) {
  SlotQuery query = Morning({.length = 60min, .seats = 3});
  HostIn(query).bookings = {Booked("10:20", "11:20", 2)};
  // Free are [9:00, 10:20) and [11:20, 12:00).
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "10:20 1"));
}

TEST(FindSlotsTest, ASessionStartThatIsNoWholeMinuteIsNotOffered) {
  SlotQuery query = Morning({.length = 60min, .seats = 3});
  HostIn(query).bookings = {Booked("10:20:30", "11:20:30")};
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3"));
}

TEST(FindSlotsTest, ASessionOfAnotherLengthBlocks) {
  SlotQuery query = Morning({.length = 60min, .seats = 3});
  HostIn(query).bookings = {Booked("10:00", "10:30")};
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "11:00 3"));
}

TEST(FindSlotsTest, ASessionOutsideOpenTimeIsNotOffered) {
  SlotQuery query = Morning({.length = 60min, .seats = 3});
  HostIn(query).bookings = {Booked("11:30", "12:30")};
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "10:00 3"));
}

TEST(FindSlotsTest, ASessionThatMeetsOtherBusyTimeIsNotOffered) {
  SlotQuery query = Morning({.length = 60min, .seats = 3});
  HostIn(query).bookings = {Booked("10:00", "11:00")};
  HostIn(query).busy = {Busy("10:30", "10:31")};
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "11:00 3"));
}

TEST(FindSlotsTest, LiveHoldsOfOthersTakeSeats) {
  SlotQuery query = Morning({.length = 60min, .seats = 3});
  query.now = On24("08:00");
  HostIn(query).bookings = {Booked("10:00", "11:00")};
  HostIn(query).holds = {Held("10:00", "11:00", "09:00", "guest")};
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "10:00 1", "11:00 3"));
  query.owner = "guest";
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "10:00 2", "11:00 3"));
  query.owner.clear();
  query.now = On24("09:00");  // expired, and 9:00 is not past
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "10:00 2", "11:00 3"));
}

// sameEvent: false is busy but never part of a session.
TEST(FindSlotsTest, AHoldOfAnotherEventIsNeverASession) {
  SlotQuery query = Morning({.length = 60min, .seats = 3});
  query.now = On24("08:00");
  HostIn(query).holds = {Held("10:00", "11:00", "09:00")};
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "10:00 2", "11:00 3"));
  HostIn(query).holds[0].same_event = false;
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "11:00 3"));
}

TEST(FindSlotsTest, ABookingThatDoesNotBlockTakesNoSeat) {
  SlotQuery query = Morning({.length = 60min, .seats = 3});
  HostIn(query).bookings = {Booked("10:00", "11:00", 2)};
  HostIn(query).bookings[0].blocks = false;
  EXPECT_THAT(Seats(query), ElementsAre("09:00 3", "10:00 3", "11:00 3"));
}

// ---- Section 4 ----

TEST(FindSlotsTest, TheStepIsTheChosenLengthUnlessGiven) {
  SlotQuery query = Morning({.length = 60min, .length_options = {90min}});
  query.duration = 90min;
  EXPECT_THAT(Times(query), ElementsAre("09:00", "10:30"));
  query.event.slot_interval = 30min;
  EXPECT_THAT(Times(query), ElementsAre("09:00", "09:30", "10:00", "10:30"));
  query.duration = 60min;
  EXPECT_THAT(Times(query),
              ElementsAre("09:00", "09:30", "10:00", "10:30", "11:00"));
  query.duration.reset();
  EXPECT_EQ(FindSlots(query)->length(), 60min);
}

// ---- Section 5: grid ----

// 09:30-12:30 by the hour gives 09:30, 10:30, 11:30 with `window`.
TEST(FindSlotsTest, TheFiveAlignmentsOfOneWindow) {
  const auto times = [](Alignment alignment) {
    return Times(Ask(Daily("UTC", 9h + 30min, 12h + 30min),
                     {.length = 60min, .alignment = alignment}, kFrom, kUntil));
  };
  EXPECT_THAT(times(Alignment::kHour), ElementsAre("10:00", "11:00"));
  EXPECT_THAT(times(Alignment::kWindow),
              ElementsAre("09:30", "10:30", "11:30"));
  EXPECT_THAT(times(Alignment::kClock), ElementsAre("10:00", "11:00"));
  EXPECT_THAT(times(Alignment::kFree), ElementsAre("09:30", "10:30", "11:30"));
  EXPECT_THAT(times(Alignment::kPacked),
              ElementsAre("09:30", "10:30", "11:30"));
}

// The same after a meeting that ends at 10:10.
TEST(FindSlotsTest, TheFiveAlignmentsAfterBusyTime) {
  const auto times = [](Alignment alignment) {
    SlotQuery query =
        Ask(Daily("UTC", 9h + 30min, 13h),
            {.length = 30min, .alignment = alignment}, kFrom, kUntil);
    HostIn(query).busy = {Busy("09:30", "10:10")};
    return Times(query);
  };
  // Starts from 10:10 to 12:30.
  EXPECT_THAT(times(Alignment::kHour),
              ElementsAre("10:30", "11:00", "11:30", "12:00", "12:30"));
  EXPECT_THAT(times(Alignment::kWindow),
              ElementsAre("10:30", "11:00", "11:30", "12:00", "12:30"));
  EXPECT_THAT(times(Alignment::kClock),
              ElementsAre("10:30", "11:00", "11:30", "12:00", "12:30"));
  EXPECT_THAT(times(Alignment::kFree),
              ElementsAre("10:10", "10:40", "11:10", "11:40", "12:10"));
  // Slack 140 mod 30 = 20: to 10:30.
  EXPECT_THAT(times(Alignment::kPacked),
              ElementsAre("10:30", "11:00", "11:30", "12:00", "12:30"));
}

TEST(FindSlotsTest, OffsetStartShiftsEveryStart) {
  const auto times = [](Alignment alignment) {
    return Times(
        Ask(Daily("UTC", 9h, 12h),
            {.length = 60min, .offset_start = 10min, .alignment = alignment},
            kFrom, kUntil));
  };
  EXPECT_THAT(times(Alignment::kHour), ElementsAre("09:10", "10:10"));
  EXPECT_THAT(times(Alignment::kWindow), ElementsAre("09:10", "10:10"));
  EXPECT_THAT(times(Alignment::kClock), ElementsAre("09:10", "10:10"));
  EXPECT_THAT(times(Alignment::kFree), ElementsAre("09:10", "10:10"));
  // It would cost the third slot.
  EXPECT_THAT(times(Alignment::kPacked),
              ElementsAre("09:00", "10:00", "11:00"));
}

// Free intervals that touch are one: two windows, 9-10:30 and 10:30-12.
TEST(FindSlotsTest, ASlotMayCrossWindowsThatTouch) {
  SlotQuery query = Morning({.length = 60min});
  HostIn(query).schedule.weekly = {
      {.days = kEveryDay, .start = 9h, .end = 10h + 30min},
      {.days = kEveryDay, .start = 10h + 30min, .end = 12h}};
  EXPECT_THAT(Times(query), ElementsAre("09:00", "10:00", "11:00"));
}

// Midnight restart: a host always open has the same starts every day, whatever
// the step: 45 and 90 divide a day of 24 hours, 50 does not.
TEST(FindSlotsTest, AnAlwaysOpenHostRestartsAtMidnight) {
  const auto of_25th = [](int step) {
    std::vector<std::string> times = DateTimes(Ask(
        AlwaysOpen("UTC"), {.length = 30min, .slot_interval = minutes{step}},
        "2026-11-24T22:00Z", "2026-11-25T02:00Z"));
    return times;
  };
  EXPECT_THAT(of_25th(45),
              ElementsAre("11-24 22:30", "11-24 23:15", "11-25 00:00",
                          "11-25 00:45", "11-25 01:30"));
  EXPECT_THAT(of_25th(90),
              ElementsAre("11-24 22:30", "11-25 00:00", "11-25 01:30"));
  EXPECT_THAT(of_25th(50),
              ElementsAre("11-24 22:30", "11-24 23:20", "11-25 00:00",
                          "11-25 00:50", "11-25 01:40"));
}

// Monday's meeting never moves Tuesday's times.
TEST(FindSlotsTest, YesterdaysMeetingMovesNothingToday) {
  SlotQuery query =
      Ask(AlwaysOpen("UTC"), {.length = 30min, .alignment = Alignment::kFree},
          "2026-11-24T00:00Z", "2026-11-24T02:00Z");
  EXPECT_THAT(Times(query), ElementsAre("00:00", "00:30", "01:00", "01:30"));
  HostIn(query).busy = {{At("2026-11-23T09:00Z"), At("2026-11-23T23:17Z")}};
  EXPECT_THAT(Times(query), ElementsAre("00:00", "00:30", "01:00", "01:30"));
  // Today's does.
  HostIn(query).busy = {{At("2026-11-23T09:00Z"), At("2026-11-24T00:17Z")}};
  EXPECT_THAT(Times(query), ElementsAre("00:17", "00:47", "01:17", "01:47"));
}

TEST(FindSlotsTest, ANightShiftKeepsItsStepsPastMidnight) {
  EXPECT_THAT(
      DateTimes(Ask(Daily("UTC", 22h, 2h), {.length = 50min},
                    "2026-11-24T12:00Z", "2026-11-25T12:00Z")),
      ElementsAre("11-24 22:00", "11-24 22:50", "11-24 23:40", "11-25 00:30"));
}

// Australia/Lord_Howe, 2026-04-04T15:00Z, 02:00 to 01:30: not a multiple of 60.
TEST(FindSlotsTest, HourAlignsAnewAfterLordHowesHalfHour) {
  SlotQuery query = Ask(Daily("Australia/Lord_Howe", 0h, 4h), {.length = 60min},
                        "2026-04-04T13:00Z", "2026-04-04T19:00Z");
  // [00:00, 04:00) lasts 4.5 hours. 02:00 (+11) is 01:30 (+10:30).
  EXPECT_THAT(DateTimes(query), ElementsAre("04-05 00:00", "04-05 01:00",
                                            "04-05 02:00", "04-05 03:00"));
  query.event.alignment = Alignment::kWindow;
  EXPECT_THAT(DateTimes(query), ElementsAre("04-05 00:00", "04-05 01:00",
                                            "04-05 01:30", "04-05 02:30"));
  query.event.alignment = Alignment::kClock;
  EXPECT_THAT(DateTimes(query), ElementsAre("04-05 00:00", "04-05 01:00",
                                            "04-05 02:00", "04-05 03:00"));
}

// The grid shows second 0.
TEST(FindSlotsTest, BusyTimeThatEndsAtASecondRoundsUp) {
  SlotQuery query = Morning({.length = 30min, .alignment = Alignment::kFree});
  HostIn(query).busy = {Busy("09:00", "10:00:01")};
  EXPECT_THAT(Times(query), ElementsAre("10:01", "10:31", "11:01"));
}

// ---- Section 5: filters ----

TEST(FindSlotsTest, BoundsAreHalfOpenAndAreBoundsOfStarts) {
  SlotQuery query = Morning({.length = 60min});
  query.from = On24("10:00");
  query.until = On24("11:00");
  EXPECT_THAT(Times(query), ElementsAre("10:00"));  // its end is `until`
  query.until = On24("11:00:01");
  EXPECT_THAT(Times(query), ElementsAre("10:00", "11:00"));  // beyond `until`
  query.from = On24("10:00:01");
  EXPECT_THAT(Times(query), ElementsAre("11:00"));
  query.until = query.from;
  EXPECT_THAT(Times(query), IsEmpty());
}

// Bounds do not cut free time: a query from 09:20 has no start at 09:20.
TEST(FindSlotsTest, BoundsAndNoticeDoNotMoveTheGrid) {
  SlotQuery query = Morning({.length = 30min, .alignment = Alignment::kFree});
  query.from = On24("09:20");
  EXPECT_THAT(Times(query),
              ElementsAre("09:30", "10:00", "10:30", "11:00", "11:30"));
  query.now = On24("10:05");
  EXPECT_THAT(Times(query), ElementsAre("10:30", "11:00", "11:30"));
}

// start >= now + notice.
TEST(FindSlotsTest, NoticeIsKeptToTheSecond) {
  SlotQuery query = Morning({.length = 60min, .minimum_notice = 2h});
  query.now = On24("08:00:00");
  EXPECT_THAT(Times(query), ElementsAre("10:00", "11:00"));
  query.now = On24("08:00:01");
  EXPECT_THAT(Times(query), ElementsAre("11:00"));
  query.event.minimum_notice = 0min;
  query.now = On24("10:00:00");
  EXPECT_THAT(Times(query), ElementsAre("10:00", "11:00"));
  query.now = On24("10:00:01");
  EXPECT_THAT(Times(query), ElementsAre("11:00"));
  query.now.reset();
  EXPECT_THAT(Times(query), ElementsAre("09:00", "10:00", "11:00"));
}

// onlyShowFirstAvailableSlot: of each whole date of the output zone, wherever
// the query begins.
TEST(FindSlotsTest, TheFirstOfADateMayLieBeforeTheQuery) {
  SlotQuery query = Ask(Daily("UTC", 9h, 12h),
                        {.length = 60min, .only_first_slot_of_date = true},
                        "2026-11-24T00:00Z", "2026-11-27T00:00Z");
  EXPECT_THAT(DateTimes(query),
              ElementsAre("11-24 09:00", "11-25 09:00", "11-26 09:00"));
  query.from = At("2026-11-24T09:00:01Z");
  EXPECT_THAT(DateTimes(query), ElementsAre("11-25 09:00", "11-26 09:00"));
  // The first bookable one: notice passes 9:00 over.
  query.from = At("2026-11-24T00:00Z");
  query.now = At("2026-11-24T09:30Z");
  EXPECT_THAT(DateTimes(query),
              ElementsAre("11-24 10:00", "11-25 09:00", "11-26 09:00"));
}

TEST(FindSlotsTest, TheFirstOfADateIsOfTheOutputZone) {
  SlotQuery query = Ask(AlwaysOpen("UTC"),
                        {.length = 120min, .only_first_slot_of_date = true},
                        "2026-11-24T00:00Z", "2026-11-25T12:00Z");
  query.zone = ZoneOf("Asia/Tokyo");
  // Tokyo's 24th begins at 15:00Z of the 23rd: its first slot, 01:00, is past.
  EXPECT_THAT(DateTimes(query), ElementsAre("11-25 01:00"));
}

// America/St_Johns read 2010-11-07 00:00-00:01, then the 6th from 23:01 again.
TEST(FindSlotsTest, ADateReadTwiceHasOneFirstSlot) {
  SlotQuery query = Ask(AlwaysOpen("America/St_Johns"),
                        {.length = 30min, .only_first_slot_of_date = true},
                        "2010-11-06T02:30Z", "2010-11-08T12:00Z");
  EXPECT_THAT(DateTimes(query),
              ElementsAre("11-06 00:00", "11-07 00:00", "11-08 00:00"));
  // Both later bounds lie in the second reading of the 6th.
  query.from = At("2010-11-07T02:45Z");
  EXPECT_THAT(DateTimes(query), ElementsAre("11-08 00:00"));
}

// ---- Section 6 ----

EventType WithWindow(BookingWindow window) {
  return {.length = 60min, .booking_window = window};
}
using Kind = BookingWindow::Kind;
using Counted = BookingWindow::Counted;

TEST(FindSlotsTest, ARangeOffersBothItsDates) {
  SlotQuery query = Ask(Daily("Asia/Tokyo", 8h, 9h),
                        WithWindow({.kind = Kind::kRange,
                                    .first = DateOf("2026-11-24"),
                                    .last = DateOf("2026-11-25")}),
                        "2026-11-20T00:00Z", "2026-11-30T00:00Z");
  // 08:00 in Tokyo is 23:00Z of the day before.
  EXPECT_THAT(Dates(query), ElementsAre("11-24", "11-25"));
  // Dates of the event's zone, not of the host's or of the answer.
  query.event_zone = Zone();
  query.zone = ZoneOf("Asia/Tokyo");
  EXPECT_THAT(Dates(query), ElementsAre("11-25", "11-26"));
}

// Monday 23rd, 12:00; open every day.
SlotQuery FromMonday(BookingWindow window, DaySet days = kEveryDay) {
  SlotQuery query = Ask(Weekly("UTC", days, 9h, 10h), WithWindow(window),
                        "2026-11-20T00:00Z", "2027-11-20T00:00Z");
  query.now = At("2026-11-23T12:00Z");
  return query;
}

TEST(FindSlotsTest, CalendarDaysReachTheEndOfTodayPlusN) {
  // Today's 9:00 is past.
  EXPECT_THAT(Dates(FromMonday({.kind = Kind::kCalendarDays, .days = 2})),
              ElementsAre("11-24", "11-25"));
}

TEST(FindSlotsTest, BusinessDaysCountMondayToFridayAndOfferAllBetween) {
  EXPECT_THAT(Dates(FromMonday({.kind = Kind::kBusinessDays, .days = 5})),
              ElementsAre("11-24", "11-25", "11-26", "11-27", "11-28", "11-29",
                          "11-30"));
}

TEST(FindSlotsTest, OpenDaysCountDatesWithOpenTime) {
  // Tuesdays and Saturdays: the third after today is Tuesday 1 December.
  SlotQuery query = FromMonday(
      {.kind = Kind::kBusinessDays, .days = 3, .counted = Counted::kOpenDays},
      kTuesday | kSaturday);
  EXPECT_THAT(Dates(query), ElementsAre("11-24", "11-28", "12-01"));
  // Open is enough to count, whether it is busy or not.
  HostIn(query).busy = {{At("2026-11-28T00:00Z"), At("2026-11-29T00:00Z")}};
  EXPECT_THAT(Dates(query), ElementsAre("11-24", "12-01"));
}

TEST(FindSlotsTest, RollingAlwaysOffersNDatesTodayIncluded) {
  SlotQuery query =
      FromMonday({.kind = Kind::kCalendarDays, .days = 3, .rolling = true});
  EXPECT_THAT(Dates(query), ElementsAre("11-24", "11-25", "11-26"));
  query.now = At("2026-11-23T09:00Z");  // today still has a start
  EXPECT_THAT(Dates(query), ElementsAre("11-23", "11-24", "11-25"));
  // A full date does not count, a date past a limit neither.
  HostIn(query).busy = {{At("2026-11-24T00:00Z"), At("2026-11-25T00:00Z")}};
  EXPECT_THAT(Dates(query), ElementsAre("11-23", "11-25", "11-26"));
  query.event.limits.count[0] = 1;
  HostIn(query).bookings.resize(1);
  HostIn(query).bookings[0].start = At("2026-11-25T20:00Z");
  HostIn(query).bookings[0].end = At("2026-11-25T21:00Z");
  EXPECT_THAT(Dates(query), ElementsAre("11-23", "11-26", "11-27"));
  // Notice passes the first dates over.
  query.event.minimum_notice = 72h;
  EXPECT_THAT(Dates(query), ElementsAre("11-26", "11-27", "11-28"));
}

// What the query asks for does not move the window.
TEST(FindSlotsTest, RollingDoesNotDependOnTheBounds) {
  SlotQuery query =
      FromMonday({.kind = Kind::kCalendarDays, .days = 3, .rolling = true});
  query.from = At("2026-11-25T00:00Z");
  EXPECT_THAT(Dates(query), ElementsAre("11-25", "11-26"));
  query.from = At("2026-11-27T00:00Z");
  EXPECT_THAT(Dates(query), IsEmpty());
}

TEST(FindSlotsTest, RollingBusinessDaysPassOverTheWeekendButOfferIt) {
  SlotQuery query =
      FromMonday({.kind = Kind::kBusinessDays, .days = 5, .rolling = true});
  EXPECT_THAT(Dates(query), ElementsAre("11-24", "11-25", "11-26", "11-27",
                                        "11-28", "11-29", "11-30"));
}

// A host open once a week still offers n dates; the look-ahead is 8 n + 62.
TEST(FindSlotsTest, RollingLooksFarEnoughForOneDateAWeek) {
  EXPECT_THAT(Dates(FromMonday(
                  {.kind = Kind::kCalendarDays, .days = 40, .rolling = true},
                  kTuesday)),
              SizeIs(40));
  EXPECT_THAT(Dates(FromMonday({.kind = Kind::kBusinessDays,
                                .days = 40,
                                .counted = Counted::kOpenDays},
                               kTuesday)),
              SizeIs(40));
}

// One date in a year: found up to 70 dates ahead, and no further.
TEST(FindSlotsTest, RollingLooksNoFurtherThanEightNAnd62Dates) {
  const auto dates = [](const char* open_on, Counted counted, bool rolling) {
    SlotQuery query = FromMonday({.kind = Kind::kBusinessDays,
                                  .days = 1,
                                  .rolling = rolling,
                                  .counted = counted});
    HostIn(query).schedule.weekly.clear();
    HostIn(query).schedule.overrides = {
        {.date = DateOf(open_on), .start = 9h, .end = 10h}};
    return Dates(query);
  };
  // 23 November and 70 dates: 1 February.
  EXPECT_THAT(dates("2027-02-01", Counted::kMondayToFriday, true),
              ElementsAre("02-01"));
  EXPECT_THAT(dates("2027-02-02", Counted::kMondayToFriday, true), IsEmpty());
  EXPECT_THAT(dates("2027-02-01", Counted::kOpenDays, false),
              ElementsAre("02-01"));
  EXPECT_THAT(dates("2027-02-02", Counted::kOpenDays, false), IsEmpty());
}

// Today is the date of `now` in the event's zone.
TEST(FindSlotsTest, TodayIsOfTheEventsZone) {
  SlotQuery query = FromMonday({.kind = Kind::kCalendarDays, .days = 1});
  query.now = At("2026-11-23T16:00Z");  // the 24th in Tokyo
  query.event_zone = ZoneOf("Asia/Tokyo");
  query.zone = Zone();
  EXPECT_THAT(Dates(query), ElementsAre("11-24", "11-25"));
}

// ---- Section 7 ----

TEST(FindSlotsTest, ADayAtItsLimitHasNoStarts) {
  SlotQuery query = Ask(Daily("UTC", 9h, 12h), {.length = 60min},
                        "2026-11-23T00:00Z", "2026-11-26T00:00Z");
  query.event.limits.count[0] = 2;
  HostIn(query).bookings = {Booked("09:00", "10:00"), Booked("20:00", "21:00")};
  EXPECT_THAT(Dates(query), ElementsAre("11-23", "11-25"));
  HostIn(query).bookings[1].status = BookingStatus::kPending;
  EXPECT_THAT(Dates(query), ElementsAre("11-23", "11-25"));
  HostIn(query).bookings[1].status = BookingStatus::kRejected;
  EXPECT_THAT(Dates(query), ElementsAre("11-23", "11-24", "11-25"));
}

TEST(FindSlotsTest, WeeklyLimitsGoByWeekStart) {
  SlotQuery query = Ask(Daily("UTC", 9h, 10h), {.length = 60min},
                        "2026-11-20T00:00Z", "2026-12-02T00:00Z");
  query.event.limits.count[1] = 1;
  HostIn(query).bookings = {Booked("20:00", "21:00")};  // Tuesday 24th
  HostIn(query).schedule.week_start = std::chrono::Monday;
  EXPECT_THAT(Dates(query),
              ElementsAre("11-20", "11-21", "11-22", "11-30", "12-01"));
  HostIn(query).schedule.week_start = std::chrono::Sunday;
  EXPECT_THAT(Dates(query),
              ElementsAre("11-20", "11-21", "11-29", "11-30", "12-01"));
  HostIn(query).schedule.week_start = std::chrono::Wednesday;
  EXPECT_THAT(Dates(query), ElementsAre("11-25", "11-26", "11-27", "11-28",
                                        "11-29", "11-30", "12-01"));
}

TEST(FindSlotsTest, MonthAndYearLimits) {
  SlotQuery query = Ask(Daily("UTC", 9h, 10h), {.length = 60min},
                        "2026-10-31T00:00Z", "2026-12-02T00:00Z");
  query.event.limits.count[2] = 1;
  HostIn(query).bookings = {Booked("20:00", "21:00")};
  EXPECT_THAT(Dates(query), ElementsAre("10-31", "12-01"));
  query.event.limits = {};
  query.event.limits.count[3] = 1;
  EXPECT_THAT(Dates(query), IsEmpty());
}

TEST(FindSlotsTest, DurationLimitsCountMinutes) {
  SlotQuery query =
      Ask(Daily("UTC", 9h, 10h), {.length = 60min, .length_options = {30min}},
          "2026-11-23T00:00Z", "2026-11-26T00:00Z");
  query.event.limits.minutes[0] = 90;
  HostIn(query).bookings = {Booked("20:00", "20:45")};
  EXPECT_THAT(Dates(query), ElementsAre("11-23", "11-25"));  // 45 + 60 > 90
  query.duration = 30min;
  EXPECT_THAT(Dates(query), ElementsAre("11-23", "11-24", "11-25"));
}

// A limit cuts neither free time nor the grid: 23:30-00:30 is judged by its
// first date.
TEST(FindSlotsTest, ASlotOverMidnightIsJudgedByItsFirstDate) {
  SlotQuery query = Ask(Daily("UTC", 22h + 30min, 2h),
                        {.length = 60min, .alignment = Alignment::kWindow},
                        "2026-11-23T12:00Z", "2026-11-24T12:00Z");
  query.event.limits.count[0] = 1;
  HostIn(query).bookings = {Booked("12:00", "13:00")};  // the 24th is full
  EXPECT_THAT(DateTimes(query), ElementsAre("11-23 22:30", "11-23 23:30"));
  HostIn(query).bookings[0].start = At("2026-11-23T12:00Z");
  HostIn(query).bookings[0].end = At("2026-11-23T13:00Z");
  EXPECT_THAT(DateTimes(query), ElementsAre("11-24 00:30"));
}

TEST(FindSlotsTest, ASessionCountsOnceAndJoiningItIsNoNewBooking) {
  SlotQuery query = Morning({.length = 60min, .seats = 4});
  query.event.limits.count[0] = 2;
  HostIn(query).bookings = {Booked("10:00", "11:00"), Booked("10:00", "11:00")};
  EXPECT_THAT(Seats(query), ElementsAre("09:00 4", "10:00 2", "11:00 4"));
  query.event.limits.count[0] = 1;
  EXPECT_THAT(Seats(query), ElementsAre("10:00 2"));
}

// A session of holds alone is no booking yet: limits refuse to make it one.
TEST(FindSlotsTest, LimitsDoNotSeeHolds) {
  SlotQuery query = Morning({.length = 60min, .seats = 4});
  query.now = On24("08:00");
  query.event.limits.count[0] = 1;
  HostIn(query).holds = {Held("10:00", "11:00", "09:00")};
  EXPECT_THAT(Seats(query), ElementsAre("09:00 4", "10:00 3", "11:00 4"));
  HostIn(query).bookings = {Booked("20:00", "21:00")};
  EXPECT_THAT(Seats(query), IsEmpty());
}

TEST(FindSlotsTest, LimitsSeeBookingsThatDoNotBlock) {
  SlotQuery query = Morning({.length = 60min});
  query.event.limits.count[0] = 1;
  HostIn(query).bookings = {Booked("10:00", "11:00")};
  HostIn(query).bookings[0].blocks = false;
  EXPECT_THAT(Times(query), IsEmpty());
}

// ---- Section 8: teams ----

// a is open 9-12, b 10-13, c 11-14.
std::vector<Host> Three() {
  return {HostOf("a", Daily("UTC", 9h, 12h)),
          HostOf("b", Daily("UTC", 10h, 13h)),
          HostOf("c", Daily("UTC", 11h, 14h))};
}
Group GroupOf(std::vector<Host> hosts, int require = kAll) {
  Group group;
  group.hosts = std::move(hosts);
  group.require = require;
  return group;
}

TEST(FindSlotsTest, ACollectiveNeedsAllItsHosts) {
  EXPECT_THAT(
      WithHosts(AskTeam({GroupOf(Three())}, {.length = 30min}, kFrom, kUntil),
                "abc"),
      ElementsAre("11:00 abc", "11:30 abc"));
}

TEST(FindSlotsTest, RoundRobinNeedsOneAndNamesAllWhoCan) {
  EXPECT_THAT(
      WithHosts(
          AskTeam({GroupOf(Three(), 1)}, {.length = 60min}, kFrom, kUntil),
          "abc"),
      ElementsAre("09:00 a", "10:00 ab", "11:00 abc", "12:00 bc", "13:00 c"));
  EXPECT_THAT(WithHosts(AskTeam({GroupOf(Three(), 2)}, {.length = 60min}, kFrom,
                                kUntil),
                        "abc"),
              ElementsAre("10:00 ab", "11:00 abc", "12:00 bc"));
}

TEST(FindSlotsTest, FixedHostsAndRoundRobinAreTwoGroups) {
  std::vector<Host> hosts = Three();
  EXPECT_THAT(
      WithHosts(AskTeam({GroupOf({hosts[1]}), GroupOf({hosts[0], hosts[2]}, 1)},
                        {.length = 60min}, kFrom, kUntil),
                "bac"),
      ElementsAre("10:00 ba", "11:00 bac", "12:00 bc"));
}

// A slot never straddles two hosts' half-free times: a to 10:30, b from 10:30.
TEST(FindSlotsTest, ASlotNeverStraddlesTwoHosts) {
  const SlotQuery query =
      AskTeam({GroupOf({HostOf("a", Daily("UTC", 9h, 10h + 30min)),
                        HostOf("b", Daily("UTC", 10h + 30min, 12h))},
                       1)},
              {.length = 60min, .slot_interval = 30min}, kFrom, kUntil);
  EXPECT_THAT(WithHosts(query, "ab"),
              ElementsAre("09:00 a", "09:30 a", "10:30 b", "11:00 b"));
}

// Pieces are of whole seconds: [9:00:00, 9:10:00] and [9:10:01, ...] are one,
// [.., 9:10] and [9:11, ..] are two. `free` shows where a piece begins.
TEST(FindSlotsTest, PiecesOfATeamAreOfWholeSeconds) {
  SlotQuery query = AskTeam(
      {GroupOf({HostOf("a", Daily("UTC", 9h, 10h)),
                HostOf("b", Daily("UTC", 9h, 12h))},
               1)},
      {.length = 50min, .slot_interval = 7min, .alignment = Alignment::kFree},
      "2026-11-24T09:00Z", "2026-11-24T09:30Z");
  // a can start in [9:00, 9:10]; b from 9:10:01 on.
  HostIn(query, 1).busy = {Busy("09:00", "09:10:01")};
  EXPECT_THAT(
      WithHosts(query, "ab"),
      ElementsAre("09:00 a", "09:07 a", "09:14 b", "09:21 b", "09:28 b"));
  HostIn(query, 1).busy = {Busy("09:00", "09:11")};
  EXPECT_THAT(
      WithHosts(query, "ab"),
      ElementsAre("09:00 a", "09:07 a", "09:11 b", "09:18 b", "09:25 b"));
}

// One person, one role.
TEST(FindSlotsTest, AHostInTwoGroupsFillsOneOfThem) {
  const Host a = HostOf("a", Daily("UTC", 9h, 12h));
  const Host b = HostOf("b", Daily("UTC", 10h, 12h));
  // The surgeon is a; the assistant a or b: only with b there are two.
  EXPECT_THAT(WithHosts(AskTeam({GroupOf({a}), GroupOf({a, b}, 1)},
                                {.length = 60min}, kFrom, kUntil),
                        "ab"),
              ElementsAre("10:00 ab", "11:00 ab"));
  // In the pieces a counts in both groups: by `free` the grid begins at 9:00.
  EXPECT_THAT(
      WithHosts(AskTeam({GroupOf({a}), GroupOf({a, b}, 1)},
                        {.length = 50min, .alignment = Alignment::kFree}, kFrom,
                        kUntil),
                "ab"),
      ElementsAre("10:40 ab"));
}

TEST(FindSlotsTest, OneHostListedInTwoGroupsIsNotTwo) {
  const Host a = HostOf("a", Daily("UTC", 9h, 12h));
  EXPECT_THAT(Times(AskTeam({GroupOf({a}), GroupOf({a})}, {.length = 60min},
                            kFrom, kUntil)),
              IsEmpty());
}

// Each host has its own schedule and zone.
TEST(FindSlotsTest, HostsLiveInTheirOwnZones) {
  const SlotQuery query =
      AskTeam({GroupOf({HostOf("rome", Daily("Europe/Rome", 9h, 17h)),
                        HostOf("york", Daily("America/New_York", 9h, 17h))})},
              {.length = 60min}, kFrom, kUntil);
  // 08-16Z and 14-22Z; answered in Rome (+01:00).
  EXPECT_THAT(DateTimes(query), ElementsAre("11-24 15:00", "11-24 16:00"));
}

// The event's zone serves the grid: Kathmandu is at +05:45.
TEST(FindSlotsTest, TheGridIsLaidInTheEventsZone) {
  SlotQuery query =
      Ask(Daily("Asia/Kathmandu", 9h, 12h), {.length = 60min}, kFrom, kUntil);
  EXPECT_THAT(Times(query), ElementsAre("09:00", "10:00", "11:00"));
  query.event_zone = Zone();
  // Round in UTC: 04:00Z is 09:45; written in the event's zone.
  EXPECT_THAT(Times(query), ElementsAre("04:00", "05:00"));
  query.zone = ZoneOf("Asia/Kathmandu");
  EXPECT_THAT(Times(query), ElementsAre("09:45", "10:45"));
}

// For `window`, anchors are where every group has enough open hosts.
TEST(FindSlotsTest, ATeamsWindowOpensWhenEnoughHostsAreOpen) {
  SlotQuery query = AskTeam(
      {GroupOf({HostOf("a", Daily("UTC", 9h, 12h)),
                HostOf("b", Daily("UTC", 9h + 20min, 12h))})},
      {.length = 60min, .alignment = Alignment::kWindow}, kFrom, kUntil);
  EXPECT_THAT(Times(query), ElementsAre("09:20", "10:20"));
  // Busy time does not move it.
  HostIn(query, 0).busy = {Busy("09:00", "10:00")};
  EXPECT_THAT(Times(query), ElementsAre("10:20"));
}

// The midnight restart of a team: two hosts in turn keep it open for ever.
TEST(FindSlotsTest, ATeamThatIsAlwaysOpenRestartsAtMidnight) {
  const SlotQuery query =
      AskTeam({GroupOf({HostOf("a", Daily("UTC", 6h, 18h + 50min)),
                        HostOf("b", Daily("UTC", 18h, 6h + 50min))},
                       1)},
              {.length = 50min}, "2026-11-24T22:00Z", "2026-11-25T02:00Z");
  EXPECT_THAT(DateTimes(query),
              ElementsAre("11-24 22:30", "11-24 23:20", "11-25 00:00",
                          "11-25 00:50", "11-25 01:40"));
}

// Limits do not shape the pieces: a point is a slot iff enough hosts within
// their limits are able.
TEST(FindSlotsTest, AHostAtItsLimitIsNotOffered) {
  SlotQuery query =
      AskTeam({GroupOf(Three(), 1)}, {.length = 60min}, kFrom, kUntil);
  query.event.limits.count[0] = 1;
  HostIn(query, 0).bookings = {Booked("20:00", "21:00")};
  EXPECT_THAT(WithHosts(query, "abc"),
              ElementsAre("10:00 b", "11:00 bc", "12:00 bc", "13:00 c"));
  // The grid of `free` still begins at 9:00, where a was able.
  query.event.alignment = Alignment::kFree;
  query.event.length = 50min;
  EXPECT_THAT(WithHosts(query, "abc"),
              ElementsAre("10:40 b", "11:30 bc", "12:20 c", "13:10 c"));
}

// ---- Section 8: assignment ----

std::vector<Host> Pair() {
  return {HostOf("a", Daily("UTC", 9h, 10h)),
          HostOf("b", Daily("UTC", 9h, 10h))};
}
SlotQuery AskPair() {
  return AskTeam({GroupOf(Pair(), 1)}, {.length = 60min}, kFrom, kUntil);
}
// A past booking of November that is not on the 24th.
Booking InNovember(const char* date) {
  Booking booking;
  booking.start = At(std::string(date) + "T20:00Z");
  booking.end = booking.start + 60min;
  return booking;
}

TEST(FindSlotsTest, AssignmentFallsBackToTheOrderOfTheRequest) {
  EXPECT_THAT(Assigned(AskPair(), "ab"), ElementsAre("09:00 a"));
}

TEST(FindSlotsTest, AssignmentBalancesBookings) {
  SlotQuery query = AskPair();
  HostIn(query, 0).bookings = {InNovember("2026-11-03")};
  EXPECT_THAT(Assigned(query, "ab"), ElementsAre("09:00 b"));
  // calibration credits a newcomer; weight is a share.
  HostIn(query, 1).calibration = 2;
  EXPECT_THAT(Assigned(query, "ab"), ElementsAre("09:00 a"));
  HostIn(query, 1).weight = 300;
  EXPECT_THAT(Assigned(query, "ab"), ElementsAre("09:00 b"));
}

TEST(FindSlotsTest, AssignmentPutsPriorityAndSessionsFirst) {
  SlotQuery query = AskPair();
  HostIn(query, 0).bookings = {InNovember("2026-11-03")};
  HostIn(query, 0).priority = 3;
  EXPECT_THAT(Assigned(query, "ab"), ElementsAre("09:00 a"));
  query.event.seats = 2;
  HostIn(query, 1).bookings = {Booked("09:00", "10:00")};
  EXPECT_THAT(Assigned(query, "ab"), ElementsAre("09:00 b"));
}

TEST(FindSlotsTest, AssignmentThenTakesWhoWasBookedLeastRecently) {
  SlotQuery query = AskPair();
  HostIn(query, 0).last_booked_at = At("2026-11-01T00:00Z");
  EXPECT_THAT(Assigned(query, "ab"), ElementsAre("09:00 b"));  // never
  HostIn(query, 1).last_booked_at = At("2026-11-02T00:00Z");
  EXPECT_THAT(Assigned(query, "ab"), ElementsAre("09:00 a"));
}

// The fairness period is the host's own week, month or year of the slot.
TEST(FindSlotsTest, FairnessCountsThePeriodOfTheSlot) {
  const auto assigned = [](FairnessPeriod period, const char* booked) {
    SlotQuery query = AskPair();
    query.fairness_period = period;
    HostIn(query, 0).bookings = {InNovember(booked)};
    return Assigned(query, "ab")[0];
  };
  EXPECT_EQ(assigned(FairnessPeriod::kWeek, "2026-11-22"), "09:00 b");
  EXPECT_EQ(assigned(FairnessPeriod::kWeek, "2026-11-21"), "09:00 a");
  EXPECT_EQ(assigned(FairnessPeriod::kMonth, "2026-11-01"), "09:00 b");
  EXPECT_EQ(assigned(FairnessPeriod::kMonth, "2026-10-31"), "09:00 a");
  EXPECT_EQ(assigned(FairnessPeriod::kMonth, "2026-12-01"), "09:00 a");
  EXPECT_EQ(assigned(FairnessPeriod::kYear, "2026-01-01"), "09:00 b");
  EXPECT_EQ(assigned(FairnessPeriod::kYear, "2025-12-31"), "09:00 a");
  EXPECT_EQ(assigned(FairnessPeriod::kAllTime, "1999-01-01"), "09:00 b");
}

TEST(FindSlotsTest, AssignmentFillsGroupsInOrderAndLeavesNoRoleEmpty) {
  const Host a = HostOf("a", Daily("UTC", 9h, 10h));
  const Host b = HostOf("b", Daily("UTC", 9h, 10h));
  const Host c = HostOf("c", Daily("UTC", 9h, 10h));
  EXPECT_THAT(Assigned(AskTeam({GroupOf({a, b}, 1), GroupOf({a, b, c}, 1)},
                               {.length = 60min}, kFrom, kUntil),
                       "abc"),
              ElementsAre("09:00 ab"));
  EXPECT_THAT(Assigned(AskTeam({GroupOf({a, b, c}, 2), GroupOf({a}, 1)},
                               {.length = 60min}, kFrom, kUntil),
                       "abc"),
              ElementsAre("09:00 abc"));
}

// Seats of a team slot: the largest r such that distinct hosts with r seats
// left fill every group.
TEST(FindSlotsTest, SeatsOfATeamSlot) {
  const auto seats = [](int require, std::vector<int> taken) {
    std::vector<Host> hosts;
    for (std::size_t i = 0; i < taken.size(); ++i) {
      hosts.push_back(HostOf(std::string(1, static_cast<char>('a' + i)),
                             Daily("UTC", 9h, 10h)));
      if (taken[i] > 0) {
        hosts.back().bookings = {Booked("09:00", "10:00", taken[i])};
      }
    }
    return Seats(AskTeam({GroupOf(hosts, require)},
                         {.length = 60min, .seats = 5}, kFrom, kUntil));
  };
  EXPECT_THAT(seats(1, {0, 0}), ElementsAre("09:00 5"));
  EXPECT_THAT(seats(1, {3, 0}), ElementsAre("09:00 5"));
  EXPECT_THAT(seats(kAll, {3, 0}), ElementsAre("09:00 2"));
  EXPECT_THAT(seats(kAll, {3, 1}), ElementsAre("09:00 2"));
  EXPECT_THAT(seats(2, {3, 1, 4}), ElementsAre("09:00 2"));
  EXPECT_THAT(seats(1, {5, 4}), ElementsAre("09:00 1"));
  EXPECT_THAT(seats(kAll, {5, 4}), IsEmpty());
}

// Each group by its own: one group of two with 1 and 4 seats left, one with 3.
TEST(FindSlotsTest, SeatsOfATeamSlotAreThoseOfItsScarcestRole) {
  std::vector<Host> hosts = {HostOf("a", Daily("UTC", 9h, 10h)),
                             HostOf("b", Daily("UTC", 9h, 10h)),
                             HostOf("c", Daily("UTC", 9h, 10h))};
  hosts[0].bookings = {Booked("09:00", "10:00", 4)};
  hosts[1].bookings = {Booked("09:00", "10:00", 1)};
  hosts[2].bookings = {Booked("09:00", "10:00", 2)};
  EXPECT_THAT(
      Seats(AskTeam({GroupOf({hosts[0], hosts[1]}, 1), GroupOf({hosts[2]})},
                    {.length = 60min, .seats = 5}, kFrom, kUntil)),
      ElementsAre("09:00 3"));
}

// ---- Section 8: sequences ----

Stage StageOf(minutes length, std::vector<Group> groups, minutes min_gap = 0min,
              minutes max_gap = 0min) {
  return {.length = length,
          .groups = std::move(groups),
          .min_gap = min_gap,
          .max_gap = max_gap};
}
SlotQuery AskStages(std::vector<Stage> stages, EventType event = {}) {
  SlotQuery query;
  query.event = std::move(event);
  query.stages = std::move(stages);
  query.from = At(kFrom);
  query.until = At(kUntil);
  return query;
}
// "09:00 a 10:00 b": each stage's start and hosts.
std::vector<std::string> StagesOf(const SlotQuery& query,
                                  std::string_view ids) {
  const SlotList slots = FindSlots(query).value();
  const std::size_t words = slots.columns().words_per_row;
  std::vector<std::string> texts;
  for (const Slot slot : slots) {
    std::string text;
    for (std::size_t i = 0; i < slot.stage_starts.size(); ++i) {
      if (i > 0) text += ' ';
      text += testing::DateTimeText(Zone(), slot.stage_starts[i]).substr(6);
      text += ' ';
      text += Names(HostBits(slot.stage_hosts.subspan(i * words, words)), ids);
    }
    texts.push_back(text);
  }
  return texts;
}

TEST(FindSlotsTest, ASequenceStartsItsStagesInTheirGaps) {
  const Host surgeon = HostOf("s", Daily("UTC", 9h, 12h));
  const Host room = HostOf("r", Daily("UTC", 11h, 14h));
  EXPECT_THAT(StagesOf(AskStages({StageOf(60min, {GroupOf({surgeon})}),
                                  StageOf(90min, {GroupOf({room})})}),
                       "sr"),
              ElementsAre("10:00 s 11:00 r", "11:00 s 12:00 r"));
  // With a gap of ten minutes to an hour and a quarter, the least start.
  EXPECT_THAT(
      StagesOf(AskStages({StageOf(60min, {GroupOf({surgeon})}),
                          StageOf(90min, {GroupOf({room})}, 10min, 75min)}),
               "sr"),
      ElementsAre("09:00 s 11:00 r", "10:00 s 11:10 r", "11:00 s 12:10 r"));
}

// Off the grid, but at whole minutes; the lexicographically least tuple.
TEST(FindSlotsTest, ASequenceTakesTheLeastTuple) {
  const Host a = HostOf("a", Daily("UTC", 9h, 10h));
  Host b = HostOf("b", Daily("UTC", 9h, 16h));
  b.busy = {Busy("09:00", "10:12:30")};
  const Host c = HostOf("c", Daily("UTC", 12h, 13h));
  EXPECT_THAT(StagesOf(AskStages({StageOf(60min, {GroupOf({a})}),
                                  StageOf(30min, {GroupOf({b})}, 0min, 180min),
                                  StageOf(60min, {GroupOf({c})}, 0min, 60min)}),
                       "abc"),
              // b could at 10:13, but then c would have to start by 11:43.
              ElementsAre("09:00 a 10:30 b 12:00 c"));
}

TEST(FindSlotsTest, AHostMayServeSeveralStagesAndBuffersStandAroundThem) {
  const Host a = HostOf("a", Daily("UTC", 9h, 12h));
  SlotQuery query = AskStages(
      {StageOf(60min, {GroupOf({a})}), StageOf(60min, {GroupOf({a})})},
      {.before_buffer = 15min, .after_buffer = 15min});
  // Its own stages do not meet each other.
  EXPECT_THAT(StagesOf(query, "a"),
              ElementsAre("09:00 a 10:00 a", "10:00 a 11:00 a"));
  query.stages[0].groups[0].hosts[0].busy = {Busy("12:10", "13:00")};
  query.stages[1].groups[0].hosts[0].busy = {Busy("12:10", "13:00")};
  EXPECT_THAT(StagesOf(query, "a"), ElementsAre("09:00 a 10:00 a"));
}

TEST(FindSlotsTest, StagesMayBeTeams) {
  const Host a = HostOf("a", Daily("UTC", 9h, 12h));
  const Host b = HostOf("b", Daily("UTC", 9h, 11h));
  EXPECT_THAT(
      StagesOf(AskStages({StageOf(60min, {GroupOf({a, b}, 1)}),
                          StageOf(60min, {GroupOf({a}), GroupOf({a, b}, 1)})}),
               "ab"),
      ElementsAre("09:00 ab 10:00 ab"));
}

// Limits see each stage; notice and window look at the first alone.
TEST(FindSlotsTest, LimitsSeeEveryStageNoticeOnlyTheFirst) {
  const Host a = HostOf("a", Daily("UTC", 22h, 23h));
  const Host b = HostOf("b", Daily("UTC", 0h, 1h));
  SlotQuery query =
      AskStages({StageOf(60min, {GroupOf({a})}),
                 StageOf(60min, {GroupOf({b})}, 0min, 120min)},
                {.booking_window = {.kind = Kind::kRange,
                                    .first = DateOf("2026-11-24"),
                                    .last = DateOf("2026-11-24")}});
  EXPECT_THAT(StagesOf(query, "ab"), ElementsAre("22:00 a 00:00 b"));
  query.event.limits.count[0] = 1;
  query.stages[1].groups[0].hosts[0].bookings = {InNovember("2026-11-25")};
  EXPECT_THAT(StagesOf(query, "ab"), IsEmpty());
}

// ---- Section 9: ends of time and of patience ----

TEST(FindSlotsTest, TheFirstAndLastInstantsAnswer) {
  for (const char* zone : {"UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago",
                           "Europe/Amsterdam", "Africa/Monrovia"}) {
    for (int alignment = 0; alignment < 5; ++alignment) {
      for (const bool first_only : {false, true}) {
        SlotQuery query = Ask(AlwaysOpen(zone),
                              {.length = 10'080min,
                               .slot_interval = 60min,
                               .alignment = static_cast<Alignment>(alignment),
                               .before_buffer = 10'080min,
                               .after_buffer = 10'080min,
                               .only_first_slot_of_date = first_only},
                              "1900-01-01T00:00Z", "1900-01-03T00:00Z");
        query.now = kFirstInstant;
        query.event.limits.count[3] = 1'000'000;
        EXPECT_GE(FindSlots(query)->size(), 1u) << zone;
        query.from = kEndOfTime - 48h;
        query.until = kEndOfTime;
        query.now = kEndOfTime - 48h;
        EXPECT_GE(FindSlots(query)->size(), 1u) << zone;
        // Windows that look years beyond the end.
        query.event.booking_window = {
            .kind = Kind::kCalendarDays, .days = 366, .rolling = true};
        EXPECT_GE(FindSlots(query)->size(), 1u) << zone;
        query.event.booking_window = {.kind = Kind::kBusinessDays,
                                      .days = 366,
                                      .counted = Counted::kOpenDays};
        EXPECT_GE(FindSlots(query)->size(), 1u) << zone;
        query.event.booking_window = {.kind = Kind::kBusinessDays,
                                      .days = 3650};
        EXPECT_GE(FindSlots(query)->size(), 1u) << zone;
        query.event.booking_window = {};
        query.event.minimum_notice = 5'256'000min;
        EXPECT_THAT(FindSlots(query)->starts(), IsEmpty()) << zone;
        query.from = query.until = kEndOfTime;
        EXPECT_THAT(FindSlots(query)->starts(), IsEmpty()) << zone;
      }
    }
  }
}

TEST(FindSlotsTest, TenYearsOfMinutesAnswer) {
  SlotQuery query = Ask(AlwaysOpen("UTC"), {.length = 1min},
                        "2020-01-01T00:00Z", "2030-01-01T00:00Z");
  EXPECT_EQ(FindSlots(query)->size(), 3653u * 1440u);
}

TEST(FindSlotsTest, LongQueriesOfManyHostsAreAnsweredInSlicesAlike) {
  // Slices of 1,747 days; the answer is that of one host.
  std::vector<Host> hosts;
  for (int i = 0; i < 600; ++i) {
    hosts.push_back(HostOf(std::to_string(i), Daily("Europe/Rome", 9h, 12h)));
  }
  SlotQuery query = AskTeam({GroupOf(hosts, 1)}, {.length = 50min},
                            "2026-01-01T00:00Z", "2035-12-31T00:00Z");
  SlotQuery one = Ask(Daily("Europe/Rome", 9h, 12h), {.length = 50min},
                      "2026-01-01T00:00Z", "2035-12-31T00:00Z");
  const SlotList expected = FindSlots(one).value();
  const SlotList slots = FindSlots(query).value();
  EXPECT_TRUE(std::ranges::equal(slots.starts(), expected.starts()));
}

TEST(FindSlotsTest, AnAnswerThatWouldTakeTooManyBytesIsOutOfRange) {
  const SlotQuery query =
      AskTeam({GroupOf(Three(), 1)}, {.length = 60min}, kFrom, kUntil);
  const auto slots = FindSlots(query, 100);
  ASSERT_FALSE(slots.ok());
  EXPECT_EQ(slots.status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(std::string(slots.status().message()),
            "end: the answer would take more than 100 bytes; ask for a shorter "
            "range or fewer hosts");
  EXPECT_TRUE(FindSlots(query, 1000).ok());
}

// 100,000 bookings of a seated event type: sessions are not compared with all
// rows.
TEST(FindSlotsTest, ManyBookingsOfASeatedEventAreFast) {
  SlotQuery query = Ask(AlwaysOpen("UTC"), {.length = 30min, .seats = 3},
                        "2026-01-01T00:00Z", "2032-01-01T00:00Z");
  for (int i = 0; i < 100'000; ++i) {
    Booking booking;
    booking.start = query.from + i * 30min;
    booking.end = booking.start + 30min;
    HostIn(query).bookings.push_back(booking);
  }
  query.event.limits.count[3] = 1'000'000;
  const auto before = std::chrono::steady_clock::now();
  const SlotList slots = FindSlots(query).value();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
  EXPECT_EQ(slots.size(),
            static_cast<std::size_t>((query.until - query.from) / 30min));
  EXPECT_EQ(slots[0].seats_remaining, 2);
  EXPECT_EQ(slots[100'000].seats_remaining, 3);
}

TEST(FindSlotsTest, AnErrorIsThatOfValidate) {
  SlotQuery query = Morning({});
  EXPECT_EQ(ErrorOf(query),
            "eventType.lengthInMinutes: must be from 1 to 10080, got 0");
}

// The start of a session with seats left is a point of the grid. A limit keeps
// its own host from it, another may take it (section 7: limits cut no grid).
TEST(FindSlotsTest, ASessionStartThatItsHostMayNotTakeIsOneForOthers) {
  EventType event{.length = 30min, .slot_interval = 480min, .seats = 3};
  event.limits.count[static_cast<std::size_t>(Period::kDay)] = 1;
  SlotQuery query = Ask(testing::AlwaysOpen("UTC"), event, "2026-11-24T18:00Z",
                        "2026-11-24T19:00Z");
  query.now = At("2026-11-24T00:00Z");
  Host& free = HostIn(query);
  free.id = "free";
  Host held = free;
  held.id = "held";
  held.bookings = {
      {.start = At("2026-11-24T07:30Z"), .end = At("2026-11-24T08:00Z")}};
  held.holds = {{.start = At("2026-11-24T18:30Z"),
                 .end = At("2026-11-24T19:00Z"),
                 .expires_at = At("2026-11-24T00:10Z"),
                 .owner = "bob"}};
  query.groups[0].require = 1;
  query.groups[0].hosts.push_back(held);
  const SlotList slots = FindSlots(query).value();
  ASSERT_EQ(slots.size(), 1u);
  EXPECT_EQ(slots[0].start, At("2026-11-24T18:30Z"));
  EXPECT_THAT(slots[0].hosts.rows(), ElementsAre(0));
  // Alone it has no start there.
  query.groups[0].hosts = {held};
  EXPECT_TRUE(FindSlots(query).value().is_empty());
}

}  // namespace
}  // namespace bookable
