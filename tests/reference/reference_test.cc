// tests/reference/reference_test.cc: the reference engine against answers
// worked out by hand from semantics.md. Sections are named by number.
#include "tests/reference/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "bookable/time/week.h"
#include "tests/reference/cells.h"
#include "tests/reference/clock.h"
#include "tests/reference/open_time.h"
#include "tests/reference/roles.h"
#include "tests/support/literals.h"

namespace bookable::reference {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
using testing::At;
using testing::DateOf;
using testing::DayOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ZoneOf;

// A host in UTC, open every day from `start` to `end`.
Host Open(minutes start, minutes end, const char* id = "") {
  Host host;
  host.id = id;
  host.schedule.weekly = {{.days = kEveryDay, .start = start, .end = end}};
  return host;
}

// Slots of 2026-11-24 (a Tuesday), UTC.
SlotQuery Ask(Host host, minutes length) {
  SlotQuery query;
  query.event.length = length;
  query.groups = {OneHost(std::move(host))};
  query.from = At("2026-11-24T00:00Z");
  query.until = At("2026-11-25T00:00Z");
  return query;
}

SlotQuery AskTeam(std::vector<Group> groups, minutes length) {
  SlotQuery query = Ask({}, length);
  query.groups = std::move(groups);
  return query;
}

// "09:30" on 2026-11-24; other dates and seconds in full.
std::vector<std::string> Starts(const SlotQuery& query) {
  std::vector<std::string> texts;
  for (const Slot& slot : FindSlots(query)) {
    std::string text = FormatInstant(slot.start);
    if (text.starts_with("2026-11-24T") && text.ends_with(":00Z")) {
      text = text.substr(11, 5);
    }
    texts.push_back(text);
  }
  return texts;
}

BusyTime Busy(const char* start, const char* end) {
  return {At(std::string("2026-11-24T") + start + "Z"),
          At(std::string("2026-11-24T") + end + "Z")};
}

Booking Booked(const char* start, const char* end) {
  Booking booking;
  booking.start = Busy(start, end).start;
  booking.end = Busy(start, end).end;
  return booking;
}

// The open minutes in [from, until), by the wall clock of UTC, as
// "09:00-16:00".
std::vector<std::string> OpenIn(const Schedule& schedule, const char* from,
                                const char* until) {
  OpenTime open_time(schedule);
  const TimeLine line(At(from), At(until), {});
  Cells open(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    open[i] = open_time.IsOpen(line[i]);
  }
  std::vector<std::string> texts;
  for (const Run& run : RunsOf(line, open, {})) {
    texts.push_back(FormatInstant(run.first).substr(5, 11) + "-" +
                    FormatInstant(run.last + 1s).substr(5, 11));
  }
  return texts;
}

TEST(ClockTest, LordHoweShiftsByHalfAnHour) {
  const Clock clock(ZoneOf("Australia/Lord_Howe"));
  const std::vector<Instant> transitions =
      clock.Transitions(At("2026-04-01T00:00Z"), At("2026-11-01T00:00Z"));
  EXPECT_THAT(transitions,
              ElementsAre(At("2026-04-04T15:00Z"), At("2026-10-03T15:30Z")));
  EXPECT_EQ(clock.Read(transitions[0]).time, 1h + 30min);
  EXPECT_EQ(clock.Read(transitions[1]).time, 2h + 30min);
}

TEST(ClockTest, TheRuleGoesOnAfter2037) {
  const Clock clock(ZoneOf("Europe/Rome"));
  EXPECT_EQ(clock.OffsetAt(At("2050-07-01T00:00Z")), 2h);
  EXPECT_EQ(clock.OffsetAt(At("2050-12-01T00:00Z")), 1h);
}

TEST(TimeLineTest, CellsBeginAtEdgesAndTheSecondAfter) {
  const TimeLine line(At("2026-11-24T09:00Z"), At("2026-11-24T09:02Z"), {30});
  // Seconds 0, 30, 31 of each minute.
  ASSERT_EQ(line.size(), 6u);
  EXPECT_EQ(line[2], At("2026-11-24T09:00:31Z"));
  EXPECT_EQ(line.CellAt(At("2026-11-24T09:01:29Z")), 3u);
}

TEST(OpenTimeTest, SectionTwoWindowsPastMidnightAndOverrides) {
  Schedule schedule;
  schedule.weekly = {{.days = kMonday, .start = 22h, .end = 6h}};
  // Monday 23rd; its tail lies on the 24th.
  EXPECT_THAT(OpenIn(schedule, "2026-11-23T00:00Z", "2026-11-25T00:00Z"),
              ElementsAre("11-23T22:00-11-24T06:00"));
  // An override of the 24th cuts the tail; its own may run on.
  schedule.overrides = {
      {.date = DateOf("2026-11-24"), .start = 23h, .end = 1h}};
  EXPECT_THAT(
      OpenIn(schedule, "2026-11-23T00:00Z", "2026-11-26T00:00Z"),
      ElementsAre("11-23T22:00-11-24T00:00", "11-24T23:00-11-25T01:00"));
  // "Closed + hours = hours", and a holiday yields to an override.
  schedule.overrides.push_back({.date = DateOf("2026-11-24")});
  schedule.holidays = {{.date = DateOf("2026-11-24")}};
  EXPECT_THAT(OpenIn(schedule, "2026-11-24T00:00Z", "2026-11-26T00:00Z"),
              ElementsAre("11-24T23:00-11-25T01:00"));
  // Out of office beats all, on the 25th too: the tail is cut.
  schedule.out_of_office = {
      {.start = DateOf("2026-11-25"), .end = DateOf("2026-11-25")}};
  EXPECT_THAT(OpenIn(schedule, "2026-11-24T00:00Z", "2026-11-26T00:00Z"),
              ElementsAre("11-24T23:00-11-25T00:00"));
}

TEST(OpenTimeTest, SectionTwoEveryOtherWeekFromTheAnchorsWeek) {
  Schedule schedule;
  schedule.weekly = {{.days = kSunday | kMonday,
                      .start = 9h,
                      .end = 10h,
                      .interval = 2,
                      .anchor = DateOf("2026-11-25")}};
  // Weeks from Sunday: the anchor's is 22nd to 28th; so is that two before.
  EXPECT_THAT(
      OpenIn(schedule, "2026-11-08T00:00Z", "2026-12-06T00:00Z"),
      ElementsAre("11-08T09:00-11-08T10:00", "11-09T09:00-11-09T10:00",
                  "11-22T09:00-11-22T10:00", "11-23T09:00-11-23T10:00"));
  // Weeks from Monday: 23rd to 29th.
  schedule.week_start = std::chrono::Monday;
  EXPECT_THAT(
      OpenIn(schedule, "2026-11-16T00:00Z", "2026-12-06T00:00Z"),
      ElementsAre("11-23T09:00-11-23T10:00", "11-29T09:00-11-29T10:00"));
}

TEST(OpenTimeTest, SectionTwoGapAndFold) {
  Schedule schedule;
  schedule.zone = ZoneOf("America/New_York");
  schedule.weekly = {{.days = kSunday, .start = 1h + 30min, .end = 2h + 30min}};
  // Gap: 02:00 is skipped on 2026-03-08. Fold: 01:30-02:00 twice on 11-01.
  EXPECT_THAT(OpenIn(schedule, "2026-03-08T00:00Z", "2026-03-09T00:00Z"),
              ElementsAre("03-08T06:30-03-08T07:00"));
  EXPECT_THAT(
      OpenIn(schedule, "2026-11-01T00:00Z", "2026-11-02T00:00Z"),
      ElementsAre("11-01T05:30-11-01T06:00", "11-01T06:30-11-01T07:30"));
}

TEST(OpenTimeTest, SectionTwoADateTheZoneSkippedMayHaveATail) {
  Schedule schedule;
  schedule.zone = ZoneOf("Pacific/Apia");
  // Friday 2011-12-30 was skipped: Thursday ends at 2011-12-30T10:00Z.
  schedule.weekly = {{.days = kFriday, .start = 22h, .end = 2h}};
  EXPECT_THAT(OpenIn(schedule, "2011-12-28T00:00Z", "2011-12-31T12:00Z"),
              ElementsAre("12-30T10:00-12-30T12:00"));
}

TEST(OpenTimeTest, SectionTwoWhileTravelling) {
  Schedule schedule;
  schedule.weekly = {{.days = kEveryDay, .start = 9h, .end = 10h}};
  schedule.travel = {{.zone = ZoneOf("Asia/Tokyo"),
                      .start = DateOf("2026-11-24"),
                      .end = DateOf("2026-11-24")}};
  // The 24th of Tokyo is [23T15:00Z, 24T15:00Z); 09:00 there is 00:00Z.
  EXPECT_THAT(OpenIn(schedule, "2026-11-23T00:00Z", "2026-11-26T00:00Z"),
              ElementsAre("11-23T09:00-11-23T10:00", "11-24T00:00-11-24T01:00",
                          "11-25T09:00-11-25T10:00"));
}

TEST(ReferenceTest, SectionThreeBuffersOfBothSides) {
  Host host = Open(9h, 13h);
  host.busy = {Busy("10:30", "11:00")};
  host.busy[0].after_buffer = 10min;
  SlotQuery query = Ask(host, 30min);
  query.event.slot_interval = 10min;
  query.event.before_buffer = 5min;
  query.event.after_buffer = 20min;
  // Ends by 10:10; begins from 11:15.
  EXPECT_THAT(
      Starts(query),
      ElementsAre("09:00", "09:10", "09:20", "09:30", "09:40", "11:20", "11:30",
                  "11:40", "11:50", "12:00", "12:10", "12:20", "12:30"));
}

TEST(ReferenceTest, SectionThreeASessionIsOfferedAtItsOwnStart) {
  Host host = Open(9h, 12h);
  host.bookings = {Booked("10:10", "11:10")};
  host.bookings[0].seats_taken = 2;
  SlotQuery query = Ask(host, 60min);
  query.event.seats = 3;
  EXPECT_THAT(Starts(query), ElementsAre("09:00", "10:10"));
  EXPECT_EQ(FindSlots(query)[0].seats_remaining, 3);
  EXPECT_EQ(FindSlots(query)[1].seats_remaining, 1);
  // A hold of another takes the last seat, until it expires.
  query.groups[0].hosts[0].holds = {{.start = At("2026-11-24T10:10Z"),
                                     .end = At("2026-11-24T11:10Z"),
                                     .expires_at = At("2026-11-24T08:00Z")}};
  query.now = At("2026-11-24T07:59:59Z");
  EXPECT_THAT(Starts(query), ElementsAre("09:00"));
  query.now = At("2026-11-24T08:00Z");
  EXPECT_THAT(Starts(query), ElementsAre("09:00", "10:10"));
  // Moving that booking frees its time.
  query.groups[0].hosts[0].bookings[0].id = "b";
  query.ignore_booking = "b";
  EXPECT_THAT(Starts(query), ElementsAre("09:00", "10:00", "11:00"));
}

TEST(ReferenceTest, SectionFiveHour) {
  // Step 45 (grain 15): 09:07 begins at 09:15.
  SlotQuery query = Ask(Open(9h + 7min, 12h), 45min);
  EXPECT_THAT(Starts(query), ElementsAre("09:15", "10:00", "10:45"));
  // Offset 10: r = 09:00 gives 09:10.
  query.event.offset_start = 10min;
  EXPECT_THAT(Starts(query), ElementsAre("09:10", "09:55", "10:40"));
  query.event.offset_start = 5min;  // r = 09:00 gives 09:05, before f
  EXPECT_THAT(Starts(query), ElementsAre("09:20", "10:05", "10:50"));
}

TEST(ReferenceTest, SectionFiveWindow) {
  Host host = Open(9h + 30min, 12h + 30min);
  SlotQuery query = Ask(host, 60min);
  query.event.alignment = Alignment::kWindow;
  EXPECT_THAT(Starts(query), ElementsAre("09:30", "10:30", "11:30"));
  query.groups[0].hosts[0].busy = {Busy("10:00", "10:40")};
  EXPECT_THAT(Starts(query), ElementsAre("11:30"));
}

TEST(ReferenceTest, SectionFiveClock) {
  SlotQuery query = Ask(Open(9h + 30min, 15h), 90min);
  query.event.alignment = Alignment::kClock;
  query.event.offset_start = 10min;
  // 10 + 90k minutes: 09:10, 10:40, 12:10, 13:40.
  EXPECT_THAT(Starts(query), ElementsAre("10:40", "12:10"));
}

TEST(ReferenceTest, SectionFiveFree) {
  Host host = Open(9h, 12h);
  host.busy = {Busy("09:00", "09:20:30")};
  SlotQuery query = Ask(host, 60min);
  query.event.alignment = Alignment::kFree;
  EXPECT_THAT(Starts(query), ElementsAre("09:21", "10:21"));
}

TEST(ReferenceTest, SectionFivePacked) {
  // f = 09:10, l = 11:00 + 5: slack 55 mod 60 = 55 -> 10:00 loses none.
  SlotQuery query = Ask(Open(9h + 10min, 12h + 5min), 60min);
  query.event.alignment = Alignment::kPacked;
  EXPECT_THAT(Starts(query), ElementsAre("10:00", "11:00"));
  // f = 09:10, l = 10:20: slack 10; 60 no, 15: 09:15 <= 09:20.
  query.groups[0] = OneHost(Open(9h + 10min, 11h + 20min));
  EXPECT_THAT(Starts(query), ElementsAre("09:15", "10:15"));
  // f = 09:11, l = 10:13: slack 2; none: f.
  query.groups[0] = OneHost(Open(9h + 11min, 11h + 13min));
  EXPECT_THAT(Starts(query), ElementsAre("09:11", "10:11"));
}

TEST(ReferenceTest, SectionFiveMidnightRestart) {
  // Always open, step 7 hours: the same starts every day.
  SlotQuery query = Ask(Open(0h, 24h), 7h);
  query.event.slot_interval = 7h;
  query.until = At("2026-11-26T00:00Z");
  EXPECT_THAT(Starts(query),
              ElementsAre("00:00", "07:00", "14:00", "21:00",
                          "2026-11-25T00:00:00Z", "2026-11-25T07:00:00Z",
                          "2026-11-25T14:00:00Z", "2026-11-25T21:00:00Z"));
  // A window past midnight keeps its own steps.
  query.groups[0] = OneHost(Open(20h, 5h));
  query.event.slot_interval = 3h;
  query.event.length = 1h;
  query.event.alignment = Alignment::kWindow;
  EXPECT_THAT(Starts(query),
              ElementsAre("02:00", "20:00", "23:00", "2026-11-25T02:00:00Z",
                          "2026-11-25T20:00:00Z", "2026-11-25T23:00:00Z"));
}

TEST(ReferenceTest, SectionFiveAfterAHalfHourShift) {
  // Lord Howe, 2026-04-05: 02:00 (+11) goes back to 01:30 (+10:30) at 15:00Z.
  Host host = Open(1h, 4h);
  host.schedule.zone = ZoneOf("Australia/Lord_Howe");
  SlotQuery query = Ask(host, 60min);
  query.from = At("2026-04-04T13:00Z");
  query.until = At("2026-04-05T10:00Z");
  // 01:00 (+11); then from 01:30 (+10:30): 02:00, 03:00.
  EXPECT_THAT(Starts(query),
              ElementsAre("2026-04-04T14:00:00Z", "2026-04-04T15:30:00Z",
                          "2026-04-04T16:30:00Z"));
  // `window` keeps its anchor: an hour after 01:00 is 01:30, then 02:30.
  query.event.alignment = Alignment::kWindow;
  EXPECT_THAT(Starts(query),
              ElementsAre("2026-04-04T14:00:00Z", "2026-04-04T15:00:00Z",
                          "2026-04-04T16:00:00Z"));
}

TEST(ReferenceTest, SectionFiveNoticeAndFirstOfDate) {
  SlotQuery query = Ask(Open(9h, 12h), 60min);
  query.now = At("2026-11-24T08:30Z");
  query.event.minimum_notice = 60min;
  EXPECT_THAT(Starts(query), ElementsAre("10:00", "11:00"));
  query.event.only_first_slot_of_date = true;
  EXPECT_THAT(Starts(query), ElementsAre("10:00"));
  query.from = At("2026-11-24T10:30Z");  // the first of the date lies before
  EXPECT_THAT(Starts(query), IsEmpty());
}

TEST(ReferenceTest, SectionSixWindowsOfDays) {
  // Now is Friday 2026-11-20; open on Tuesdays only.
  Host host = Open(9h, 10h);
  host.schedule.weekly[0].days = kTuesday;
  SlotQuery query = Ask(host, 60min);
  query.now = At("2026-11-20T12:00Z");
  query.until = At("2026-12-31T00:00Z");
  const auto last = [&] {
    const std::vector<std::string> starts = Starts(query);
    return starts.empty() ? "none" : starts.back();
  };
  BookingWindow& window = query.event.booking_window;
  window = {.kind = BookingWindow::Kind::kCalendarDays, .days = 4};
  EXPECT_EQ(last(), "09:00");  // to the 24th
  window.days = 3;
  EXPECT_EQ(last(), "none");
  window = {.kind = BookingWindow::Kind::kBusinessDays, .days = 2};
  EXPECT_EQ(last(), "09:00");  // Monday, Tuesday
  window.days = 1;
  EXPECT_EQ(last(), "none");
  window.counted = BookingWindow::Counted::kOpenDays;
  window.days = 2;
  EXPECT_EQ(last(), "2026-12-01T09:00:00Z");
  window = {
      .kind = BookingWindow::Kind::kCalendarDays, .days = 3, .rolling = true};
  EXPECT_EQ(last(), "2026-12-08T09:00:00Z");
  window = {.kind = BookingWindow::Kind::kRange,
            .first = DateOf("2026-11-25"),
            .last = DateOf("2026-12-01")};
  EXPECT_EQ(last(), "2026-12-01T09:00:00Z");
}

TEST(ReferenceTest, SectionSevenLimits) {
  Host host = Open(9h, 12h);
  host.bookings = {Booked("18:00", "19:00"), Booked("20:00", "20:30")};
  host.bookings[1].blocks = false;  // seen by limits
  SlotQuery query = Ask(host, 60min);
  query.event.limits.count[0] = 2;
  EXPECT_THAT(Starts(query), IsEmpty());
  query.event.limits.count[0] = 3;
  EXPECT_THAT(Starts(query), ElementsAre("09:00", "10:00", "11:00"));
  query.event.limits.minutes[0] = 149;
  EXPECT_THAT(Starts(query), IsEmpty());
  query.event.limits.minutes[0] = 150;
  EXPECT_THAT(Starts(query), ElementsAre("09:00", "10:00", "11:00"));
}

TEST(RolesTest, SectionEightOnePersonOneRole) {
  const std::vector<Role> roles{{.hosts = {0, 1}, .needed = 1},
                                {.hosts = {0, 2}, .needed = 1}};
  EXPECT_FALSE(CanFill(roles, {0}));
  EXPECT_TRUE(CanFill(roles, {0, 1}));
  EXPECT_FALSE(CanFill(roles, {1}));
  // 0 goes first; but if it took the first role the second would be empty.
  std::vector<Candidate> candidates(3);
  candidates[0].priority = 4;
  EXPECT_EQ(Assign(roles, {0, 1}, candidates), (Hosts{0, 1}));
  EXPECT_EQ(Assign(roles, {0, 1, 2}, candidates), (Hosts{0, 2}));
}

TEST(ReferenceTest, SectionEightPiecesOfWholeSeconds) {
  // Round robin of two: starts to 10:00:00 of one, from 10:00:01 of the other.
  Host one = Open(9h, 11h, "a");
  Host other = Open(9h, 13h, "b");
  other.busy = {Busy("09:00", "10:00:01")};
  SlotQuery query = AskTeam({{.require = 1, .hosts = {one, other}}}, 60min);
  query.event.alignment = Alignment::kFree;
  query.event.slot_interval = 50min;
  EXPECT_THAT(Starts(query), ElementsAre("09:00", "09:50", "10:40", "11:30"));
  query.groups[0].hosts[1].busy = {Busy("09:00", "10:00:02")};
  EXPECT_THAT(Starts(query),
              ElementsAre("09:00", "09:50", "10:01", "10:51", "11:41"));
}

TEST(ReferenceTest, SectionEightSequence) {
  Host surgeon = Open(9h, 12h, "surgeon");
  Host nurse = Open(9h, 12h, "nurse");
  nurse.busy = {Busy("10:00", "10:20")};
  SlotQuery query;
  query.from = At("2026-11-24T00:00Z");
  query.until = At("2026-11-25T00:00Z");
  query.stages = {{.length = 60min, .groups = {OneHost(surgeon)}},
                  {.length = 45min,
                   .groups = {OneHost(nurse)},
                   .min_gap = 5min,
                   .max_gap = 30min}};
  const Answer answer = FindSlots(query);
  ASSERT_EQ(answer.size(), 2u);  // 11:00 would leave the nurse no time
  EXPECT_EQ(answer[0].stage_starts[1], At("2026-11-24T10:20Z"));
  EXPECT_EQ(answer[1].stage_starts[1], At("2026-11-24T11:05Z"));
  EXPECT_THAT(answer[0].stage_hosts,
              ElementsAre(ElementsAre("surgeon"), ElementsAre("nurse")));
}

TEST(ReferenceTest, SectionTenCanBook) {
  SlotQuery query = Ask(Open(9h, 12h), 60min);
  const Instant odd = At("2026-11-24T09:17:05Z");
  EXPECT_TRUE(reference::CanBook(query, odd, GridRule::kAnyTime));
  EXPECT_FALSE(reference::CanBook(query, odd, GridRule::kOnGrid));
  EXPECT_TRUE(
      reference::CanBook(query, At("2026-11-24T10:00Z"), GridRule::kOnGrid));
  EXPECT_FALSE(reference::CanBook(query, At("2026-11-24T11:00:01Z"),
                                  GridRule::kAnyTime));
  // Bounds of the query do not matter.
  EXPECT_TRUE(
      reference::CanBook(query, At("2026-11-29T10:00Z"), GridRule::kOnGrid));
}

}  // namespace
}  // namespace bookable::reference
