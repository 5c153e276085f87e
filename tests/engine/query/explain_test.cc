// Each kind of reason, worked by hand; docs/semantics.md section 10.
#include "bookable/query/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::Ask;
using testing::AskTeam;
using testing::At;
using testing::Daily;
using testing::DateOf;
using testing::DayOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::HostIn;
using testing::HostOf;
using ::testing::IsEmpty;
using testing::Span;
using testing::ZoneOf;

// Open 9 to 12 in UTC on 2026-11-24, a Tuesday.
SlotQuery Morning(EventType event) {
  return Ask(Daily("UTC", 9h, 12h), std::move(event), "2026-11-24T00:00Z",
             "2026-11-25T00:00Z");
}

Explanation Why(const SlotQuery& query, const char* at) {
  return Explain(query, At(at)).value();
}

// "busy buffer", in order.
std::string Kinds(const std::vector<Reason>& reasons) {
  std::string kinds;
  for (const Reason& reason : reasons) {
    if (!kinds.empty()) kinds += ' ';
    kinds += ReasonKindName(reason.kind);
  }
  return kinds;
}
std::string KindsAt(const SlotQuery& query, const char* at) {
  return Kinds(Why(query, at).reasons);
}

TEST(ExplainTest, ASlotHasNoReason) {
  const Explanation explanation =
      Why(Morning({.length = 30min}), "2026-11-24T09:30Z");
  EXPECT_TRUE(explanation.is_bookable);
  EXPECT_TRUE(explanation.is_accepted);
  EXPECT_THAT(explanation.reasons, IsEmpty());
  EXPECT_THAT(explanation.groups, IsEmpty());
}

TEST(ExplainTest, AHostWithAnIdIsATeamOfOne) {
  EventType event{.length = 60min};
  event.limits.count[static_cast<std::size_t>(Period::kDay)] = 1;
  SlotQuery query = Morning(event);
  Host& host = query.groups[0].hosts[0];
  host.bookings = {
      {.start = At("2026-11-24T09:00Z"), .end = At("2026-11-24T10:00Z")}};
  query.from = At("2026-11-24T10:00Z");
  const Explanation alone = Why(query, "2026-11-24T09:30Z");
  EXPECT_EQ(Kinds(alone.reasons), "query busy limit");

  host.id = "ann";
  const Explanation team = Why(query, "2026-11-24T09:30Z");
  ASSERT_EQ(Kinds(team.reasons), "query group");
  EXPECT_EQ(team.reasons[0], alone.reasons[0]);
  EXPECT_EQ(team.reasons[1].current, 0);
  EXPECT_EQ(team.reasons[1].most, 1);
  ASSERT_EQ(team.groups.size(), 1u);
  EXPECT_EQ(team.groups[0].required, 1u);
  EXPECT_EQ(team.groups[0].able, 0u);
  ASSERT_EQ(team.groups[0].hosts.size(), 1u);
  EXPECT_FALSE(team.groups[0].hosts[0].is_able);
  EXPECT_THAT(team.groups[0].hosts[0].reasons,
              ElementsAre(alone.reasons[1], alone.reasons[2]));

  host.bookings.clear();
  const Explanation off_grid = Why(query, "2026-11-24T10:30Z");
  EXPECT_EQ(Kinds(off_grid.reasons), "grid");
  EXPECT_TRUE(off_grid.is_accepted);
  EXPECT_EQ(off_grid.groups[0].able, 1u);
  EXPECT_TRUE(off_grid.groups[0].hosts[0].is_able);
}

TEST(ExplainTest, QueryIsToldOutsideTheBoundsAndAccepted) {
  SlotQuery query = Morning({.length = 30min});
  query.from = At("2026-11-24T10:00Z");
  const Explanation explanation = Why(query, "2026-11-24T09:30Z");
  EXPECT_EQ(Kinds(explanation.reasons), "query");
  EXPECT_EQ(explanation.reasons[0].interval,
            Span("2026-11-24T10:00Z", "2026-11-25T00:00Z"));
  EXPECT_FALSE(explanation.is_bookable);
  EXPECT_TRUE(explanation.is_accepted);
  // The end is outside.
  EXPECT_EQ(KindsAt(query, "2026-11-25T00:00Z"), "query closed");
}

TEST(ExplainTest, ClosedNamesThePartsAndTheWeeklyRules) {
  const Explanation explanation =
      Why(Morning({.length = 4h}), "2026-11-24T08:30Z");
  ASSERT_EQ(Kinds(explanation.reasons), "closed closed");
  EXPECT_EQ(explanation.reasons[0].interval,
            Span("2026-11-24T08:30Z", "2026-11-24T09:00Z"));
  EXPECT_EQ(explanation.reasons[1].interval,
            Span("2026-11-24T12:00Z", "2026-11-24T12:30Z"));
  EXPECT_EQ(explanation.reasons[0].dates.first, DayOf("2026-11-24"));
  EXPECT_EQ(explanation.reasons[0].hours, HoursSource::kWeekly);
  EXPECT_EQ(SourcePath(explanation.reasons[0]), "schedule.availability");
}

TEST(ExplainTest, ClosedNamesOverrideHolidayAndOutOfOffice) {
  SlotQuery query = Morning({.length = 30min});
  Schedule& schedule = HostIn(query).schedule;
  schedule.overrides = {
      {.date = DateOf("2026-12-01")},
      {.date = DateOf("2026-11-25")},
      {.date = DateOf("2026-11-25"), .start = 14h, .end = 15h}};
  schedule.holidays = {{.date = DateOf("2026-12-25")},
                       {.date = DateOf("2026-11-26")}};
  schedule.out_of_office = {
      {.start = DateOf("2026-12-01"), .end = DateOf("2026-12-02")},
      {.start = DateOf("2026-11-27"), .end = DateOf("2026-11-28")}};
  const auto source = [&](const char* at) {
    const Explanation explanation = Why(query, at);
    return SourcePath(explanation.reasons.at(1));  // after query
  };
  EXPECT_EQ(source("2026-11-25T09:30Z"), "schedule.overrides[1]");
  EXPECT_EQ(source("2026-11-26T09:30Z"), "schedule.holidays[1]");
  EXPECT_EQ(source("2026-11-27T09:30Z"), "schedule.outOfOffice[1]");
  // Out of office beats the override of its date.
  EXPECT_EQ(source("2026-12-01T09:30Z"), "schedule.outOfOffice[0]");
}

TEST(ExplainTest, ClosedTellsTheZoneOfTravel) {
  SlotQuery query = Morning({.length = 30min});
  HostIn(query).schedule.travel = {{.zone = ZoneOf("Asia/Tokyo"),
                                    .start = DateOf("2026-11-24"),
                                    .end = DateOf("2026-11-24")}};
  // 04:00Z is 13:00 of the 24th in Tokyo, after hours; the date there ends at
  // 15:00Z, and home reads on.
  const Explanation explanation = Why(query, "2026-11-24T04:00Z");
  ASSERT_EQ(Kinds(explanation.reasons), "closed");
  EXPECT_EQ(explanation.reasons[0].zone, ZoneOf("Asia/Tokyo"));
  EXPECT_EQ(Why(query, "2026-11-24T16:00Z").reasons.at(0).zone, ZoneOf("UTC"));
}

TEST(ExplainTest, BusyNamesTheEntriesInTheOrderGiven) {
  SlotQuery query = Morning({.length = 60min});
  Host& host = HostIn(query);
  host.busy = {{At("2026-11-24T10:30Z"), At("2026-11-24T10:40Z")},
               {At("2026-11-24T10:00Z"), At("2026-11-24T10:10Z")}};
  host.busy[0].transparent = true;
  host.bookings = {
      {.start = At("2026-11-24T10:15Z"),
       .end = At("2026-11-24T10:20Z"),
       .status = BookingStatus::kCancelled},
      {.start = At("2026-11-24T10:50Z"), .end = At("2026-11-24T11:20Z")}};
  const Explanation explanation = Why(query, "2026-11-24T10:00Z");
  ASSERT_EQ(Kinds(explanation.reasons), "busy busy");
  EXPECT_EQ(SourcePath(explanation.reasons[0]), "busy[1]");
  EXPECT_EQ(SourcePath(explanation.reasons[1]), "bookings[1]");
  EXPECT_EQ(explanation.reasons[1].interval,
            Span("2026-11-24T10:50Z", "2026-11-24T11:20Z"));
}

TEST(ExplainTest, BufferTellsTheSide) {
  SlotQuery query = Morning({.length = 30min, .before_buffer = 10min});
  HostIn(query).busy = {{At("2026-11-24T09:25Z"), At("2026-11-24T09:55Z")}};
  HostIn(query).busy[0].before_buffer = 20min;
  const Explanation after = Why(query, "2026-11-24T10:00Z");
  ASSERT_EQ(Kinds(after.reasons), "buffer");
  EXPECT_EQ(after.reasons[0].side, BufferSide::kBefore);
  // Open since 9; the entry begins at 9:25 and keeps 20 minutes clear.
  SlotQuery shorter = query;
  shorter.event.length = 15min;
  const Explanation before = Why(shorter, "2026-11-24T09:00Z");
  ASSERT_EQ(Kinds(before.reasons), "buffer short");
  EXPECT_EQ(before.reasons[0].side, BufferSide::kAfter);
  EXPECT_FALSE(before.is_accepted);
}

TEST(ExplainTest, AFullSessionIsToldAsFull) {
  SlotQuery query = Morning({.length = 30min, .seats = 2});
  HostIn(query).bookings = {{.start = At("2026-11-24T10:00Z"),
                             .end = At("2026-11-24T10:30Z"),
                             .seats_taken = 2}};
  const Explanation explanation = Why(query, "2026-11-24T10:00Z");
  ASSERT_EQ(Kinds(explanation.reasons), "full");
  EXPECT_EQ(explanation.reasons[0].current, 2);
  EXPECT_EQ(explanation.reasons[0].most, 2);
  query.event.seats = 3;
  EXPECT_TRUE(Why(query, "2026-11-24T10:00Z").is_bookable);
  // Other starts are busy, and an unseated event knows no session.
  EXPECT_EQ(KindsAt(query, "2026-11-24T09:45Z"), "busy short");
  query.event.seats.reset();
  EXPECT_EQ(KindsAt(query, "2026-11-24T10:00Z"), "busy");
}

TEST(ExplainTest, ShortTellsTheFreeTime) {
  const Explanation explanation =
      Why(Morning({.length = 60min}), "2026-11-24T11:30Z");
  ASSERT_EQ(Kinds(explanation.reasons), "closed short");
  EXPECT_EQ(explanation.reasons[1].interval,
            Span("2026-11-24T09:00Z", "2026-11-24T12:00Z"));
}

TEST(ExplainTest, GridTellsTheNearestSlots) {
  SlotQuery query = Morning({.length = 30min});
  HostIn(query).busy = {{At("2026-11-24T10:00Z"), At("2026-11-24T11:00Z")}};
  query.until = At("2026-11-24T10:00Z");  // does not hide the slot after
  const Explanation explanation = Why(query, "2026-11-24T09:20Z");
  ASSERT_EQ(Kinds(explanation.reasons), "grid");
  EXPECT_EQ(explanation.reasons[0].before, At("2026-11-24T09:00Z"));
  EXPECT_EQ(explanation.reasons[0].after, At("2026-11-24T09:30Z"));
  EXPECT_TRUE(explanation.is_accepted);
  const Explanation later = Why(query, "2026-11-24T11:10Z");
  EXPECT_EQ(Kinds(later.reasons), "query grid");
  EXPECT_EQ(later.reasons[1].before, At("2026-11-24T11:00Z"));
  EXPECT_EQ(later.reasons[1].after, At("2026-11-24T11:30Z"));
}

TEST(ExplainTest, NearMeansWithinADay) {
  SlotQuery query =
      Ask(testing::Weekly("UTC", kTuesday, 9h, 9h + 50min), {.length = 30min},
          "2026-11-24T00:00Z", "2026-12-24T00:00Z");
  const Explanation explanation = Why(query, "2026-11-24T09:10Z");
  ASSERT_EQ(Kinds(explanation.reasons), "grid");
  EXPECT_EQ(explanation.reasons[0].before, At("2026-11-24T09:00Z"));
  EXPECT_EQ(explanation.reasons[0].after, std::nullopt);
}

TEST(ExplainTest, NoticeAndWindowAreToldWhateverElseIs) {
  SlotQuery query = Morning({.length = 30min, .minimum_notice = 2h});
  query.event.booking_window = {.kind = BookingWindow::Kind::kRange,
                                .first = DateOf("2026-11-25"),
                                .last = DateOf("2026-11-26")};
  query.now = At("2026-11-24T08:00Z");
  const Explanation explanation = Why(query, "2026-11-24T09:40Z");
  ASSERT_EQ(Kinds(explanation.reasons), "grid notice window");
  EXPECT_EQ(explanation.reasons[1].instant, At("2026-11-24T10:00Z"));
  EXPECT_EQ(explanation.reasons[2].dates,
            (DateRange{DayOf("2026-11-25"), DayOf("2026-11-26")}));
  EXPECT_EQ(KindsAt(query, "2026-11-24T10:00Z"), "window");
}

TEST(ExplainTest, LimitTellsPeriodCountAndMost) {
  SlotQuery query = Morning({.length = 30min});
  query.event.limits.count[static_cast<std::size_t>(Period::kWeek)] = 2;
  query.event.limits.minutes[static_cast<std::size_t>(Period::kDay)] = 50;
  HostIn(query).schedule.week_start = std::chrono::Monday;
  HostIn(query).bookings = {
      {.start = At("2026-11-23T09:00Z"), .end = At("2026-11-23T09:30Z")},
      {.start = At("2026-11-24T09:00Z"), .end = At("2026-11-24T09:30Z")}};
  const Explanation explanation = Why(query, "2026-11-24T10:00Z");
  ASSERT_EQ(Kinds(explanation.reasons), "limit limit");
  const Reason& day = explanation.reasons[0];
  EXPECT_EQ(day.limit, LimitKind::kDuration);
  EXPECT_EQ(day.period, Period::kDay);
  EXPECT_EQ(day.dates, (DateRange{DayOf("2026-11-24"), DayOf("2026-11-24")}));
  EXPECT_EQ(day.current, 30);
  EXPECT_EQ(day.most, 50);
  const Reason& week = explanation.reasons[1];
  EXPECT_EQ(week.limit, LimitKind::kCount);
  EXPECT_EQ(week.dates, (DateRange{DayOf("2026-11-23"), DayOf("2026-11-29")}));
  EXPECT_EQ(week.current, 2);
  EXPECT_EQ(week.most, 2);
}

TEST(ExplainTest, NotFirstTellsTheSlotThatIsShown) {
  SlotQuery query = Morning({.length = 30min, .only_first_slot_of_date = true});
  HostIn(query).busy = {{At("2026-11-24T09:00Z"), At("2026-11-24T09:15Z")}};
  query.from = At("2026-11-24T10:00Z");
  const Explanation explanation = Why(query, "2026-11-24T10:00Z");
  ASSERT_EQ(Kinds(explanation.reasons), "notFirst");
  EXPECT_EQ(explanation.reasons[0].instant, At("2026-11-24T09:30Z"));
  EXPECT_TRUE(explanation.is_accepted);
  EXPECT_EQ(KindsAt(query, "2026-11-24T09:30Z"), "query");
  EXPECT_EQ(KindsAt(query, "2026-11-24T09:00Z"), "query busy");
}

TEST(ExplainTest, ATeamTellsGroupsAndHosts) {
  Host ann = HostOf("ann", Daily("UTC", 9h, 12h));
  Host ben = HostOf("ben", Daily("UTC", 10h, 12h));
  ann.busy = {{At("2026-11-24T11:00Z"), At("2026-11-24T12:00Z")}};
  Group both;
  both.hosts = {ann, ben};
  Group any;
  any.require = 1;
  any.hosts = {HostOf("room", Daily("UTC", 9h, 12h))};
  const SlotQuery query = AskTeam({both, any}, {.length = 30min},
                                  "2026-11-24T00:00Z", "2026-11-25T00:00Z");
  EXPECT_TRUE(Why(query, "2026-11-24T10:30Z").is_bookable);
  const Explanation explanation = Why(query, "2026-11-24T11:00Z");
  ASSERT_EQ(Kinds(explanation.reasons), "group");
  EXPECT_EQ(explanation.reasons[0].index, 0u);
  EXPECT_EQ(explanation.reasons[0].current, 1);
  EXPECT_EQ(explanation.reasons[0].most, 2);
  ASSERT_EQ(explanation.groups.size(), 2u);
  EXPECT_EQ(explanation.groups[0].able, 1u);
  EXPECT_EQ(Kinds(explanation.groups[0].hosts[0].reasons), "busy");
  EXPECT_TRUE(explanation.groups[0].hosts[1].is_able);
  EXPECT_EQ(explanation.groups[1].hosts[0].row, 2u);
  EXPECT_EQ(KindsAt(query, "2026-11-24T10:10Z"), "grid");
}

TEST(ExplainTest, OnePersonInTwoRolesLeavesOneGroupUnfilled) {
  Group surgeon;
  surgeon.hosts = {HostOf("ann", Daily("UTC", 9h, 12h))};
  Group assistant;
  assistant.require = 1;
  assistant.hosts = surgeon.hosts;
  const Explanation explanation =
      Why(AskTeam({surgeon, assistant}, {.length = 30min}, "2026-11-24T00:00Z",
                  "2026-11-25T00:00Z"),
          "2026-11-24T09:00Z");
  ASSERT_EQ(Kinds(explanation.reasons), "group");
  EXPECT_EQ(explanation.reasons[0].index, 1u);
  EXPECT_EQ(explanation.reasons[0].current, 0);
  EXPECT_EQ(explanation.groups[1].able, 1u);  // ann, were she not the surgeon
}

TEST(ExplainTest, ManyInstantsInAnyOrder) {
  const SlotQuery query = Morning({.length = 30min});
  const std::vector<Instant> at = {At("2026-11-24T11:00Z"),
                                   At("2026-11-24T08:00Z"),
                                   At("2026-11-24T11:00Z")};
  const std::vector<Explanation> all = Explain(query, at).value();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].at, at[0]);
  EXPECT_EQ(all[0], all[2]);
  EXPECT_EQ(Kinds(all[1].reasons), "closed");
}

TEST(ExplainTest, ErrorsNameTheField) {
  const SlotQuery query = Morning({.length = 30min});
  EXPECT_THAT(std::string(Explain(query, kEndOfTime + 1s).status().message()),
              HasSubstr("at: must be in a year from 1900 to 2200"));
  const std::vector<Instant> far = {At("1990-01-01T00:00Z"),
                                    At("2026-11-24T08:00Z")};
  EXPECT_THAT(std::string(Explain(query, far).status().message()),
              HasSubstr("at: the instants must be within ten years"));
  SlotQuery sequence = query;
  sequence.stages = {{.length = 30min, .groups = query.groups}};
  sequence.stages[0].groups[0].hosts[0].id = "ann";
  sequence.groups.clear();
  EXPECT_THAT(std::string(Explain(sequence, query.from).status().message()),
              HasSubstr("stages: "));
}

}  // namespace
}  // namespace bookable
