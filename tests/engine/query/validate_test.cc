#include "bookable/query/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::AlwaysOpen;
using testing::Ask;
using testing::At;
using testing::HostIn;
using testing::HostOf;

SlotQuery OneDay(EventType event = {.length = 30min}) {
  return Ask(AlwaysOpen("UTC"), std::move(event), "2026-11-24T00:00Z",
             "2026-11-25T00:00Z");
}
SlotQuery TeamOf(std::vector<Host> hosts, int require = kAll) {
  SlotQuery query = OneDay();
  query.groups[0].hosts = std::move(hosts);
  query.groups[0].require = require;
  return query;
}
Host Named(const char* id) { return HostOf(id, AlwaysOpen("UTC")); }

std::string ErrorOf(
    const SlotQuery& query,
    absl::StatusCode code = absl::StatusCode::kInvalidArgument) {
  const absl::Status status = Validate(query);
  if (!status.ok()) {
    EXPECT_EQ(status.code(), code);
  }
  return std::string(status.message());
}

TEST(ValidateTest, AnOrdinaryQueryIsFine) {
  EXPECT_EQ(ErrorOf(OneDay()), "");
  EXPECT_EQ(ErrorOf(TeamOf({Named("a"), Named("b")}, 1)), "");
}

TEST(ValidateTest, HostsAreGivenOnce) {
  SlotQuery query = OneDay();
  query.groups.clear();
  EXPECT_EQ(ErrorOf(query),
            "groups: give hosts: a schedule, groups, or stages");
  query = OneDay();
  query.stages.resize(1);
  EXPECT_EQ(ErrorOf(query), "stages: give groups or stages, not both");
}

// The host of a query with one host needs no id, and no prefix.
TEST(ValidateTest, TheFieldsOfOneHostHaveNoPrefix) {
  SlotQuery query = OneDay();
  HostIn(query).weight = 0;
  EXPECT_EQ(ErrorOf(query), "weight: must be from 1 to 1000000, got 0");
  HostIn(query).id = std::string("a");
  EXPECT_EQ(ErrorOf(query),
            "groups[0].hosts[0].weight: must be from 1 to 1000000, got 0");
}

TEST(ValidateTest, GroupsHaveHostsWithIds) {
  EXPECT_EQ(ErrorOf(TeamOf({})),
            "groups[0].hosts: must list at least one host");
  EXPECT_EQ(ErrorOf(TeamOf({Named("a"), Named("")})),
            "groups[0].hosts[1].id: must not be empty; hosts are told apart by "
            "it");
  EXPECT_EQ(ErrorOf(TeamOf({Named("a"), Named("b"), Named("a")})),
            "groups[0].hosts[2].id: \"a\" is listed twice in this group");
}

TEST(ValidateTest, RequireIsAllOrANumberOfHosts) {
  EXPECT_EQ(ErrorOf(TeamOf({Named("a"), Named("b")}, 2)), "");
  EXPECT_EQ(ErrorOf(TeamOf({Named("a"), Named("b")}, 3)),
            "groups[0].require: must be from 1 to 2, got 3");
  EXPECT_EQ(ErrorOf(TeamOf({Named("a"), Named("b")}, -1)),
            "groups[0].require: must be from 1 to 2, got -1");
}

TEST(ValidateTest, AHostListedAgainHasEqualData) {
  SlotQuery query = TeamOf({Named("a")});
  query.groups.push_back(query.groups[0]);
  EXPECT_EQ(ErrorOf(query), "");
  query.groups[1].hosts[0].weight = 7;
  EXPECT_EQ(ErrorOf(query),
            "groups[1].hosts[0].id: \"a\" was listed before with other data; "
            "repeat it unchanged or give the id alone");
}

SlotQuery TwoStages() {
  SlotQuery query = OneDay({});
  Group group;
  group.hosts = {Named("a")};
  query.groups.clear();
  query.stages.resize(2);
  query.stages[0] = {.length = 30min, .groups = {group}};
  query.stages[1] = {.length = 30min, .groups = {group}};
  return query;
}

TEST(ValidateTest, StagesHaveLengthsGroupsAndGaps) {
  EXPECT_EQ(ErrorOf(TwoStages()), "");
  SlotQuery query = TwoStages();
  query.stages[1].length = 0min;
  EXPECT_EQ(ErrorOf(query),
            "stages[1].lengthInMinutes: must be from 1 to 10080, got 0");
  query = TwoStages();
  query.stages[1].groups.clear();
  EXPECT_EQ(ErrorOf(query), "stages[1].groups: must list at least one group");
  query = TwoStages();
  query.stages[0].max_gap = 5min;
  EXPECT_EQ(ErrorOf(query),
            "stages[0].gapBefore: nothing comes before the first stage");
  query = TwoStages();
  query.stages[1].min_gap = -1min;
  EXPECT_EQ(ErrorOf(query),
            "stages[1].gapBefore.min: must be from 0 to 5256000, got -1");
  query.stages[1].min_gap = 10min;
  query.stages[1].max_gap = 5min;
  EXPECT_EQ(ErrorOf(query),
            "stages[1].gapBefore.max: must be from 10 to 5256000, got 5");
}

TEST(ValidateTest, StagesGoWithoutDurationAssignAndSeats) {
  SlotQuery query = TwoStages();
  query.duration = 30min;
  EXPECT_EQ(ErrorOf(query), "duration: not with stages, which have lengths");
  query = TwoStages();
  query.assign = true;
  EXPECT_EQ(ErrorOf(query), "assign: not with stages");
  query = TwoStages();
  query.event.seats = 2;
  EXPECT_EQ(ErrorOf(query), "eventType.seats: not with stages");
}

// The first stage's length is the step, which bounds the offset.
TEST(ValidateTest, TheEventOfASequenceHasTheFirstStagesLength) {
  SlotQuery query = TwoStages();
  query.event.offset_start = 29min;
  EXPECT_EQ(ErrorOf(query), "");
  query.event.offset_start = 30min;
  EXPECT_EQ(ErrorOf(query),
            "eventType.offsetStart: must be from 0 to 29, got 30");
}

TEST(ValidateTest, BoundsAreInOrderInRangeAndTenYearsApart) {
  SlotQuery query = OneDay();
  query.until = query.from;
  EXPECT_EQ(ErrorOf(query), "");
  query.until = query.from - 1s;
  EXPECT_EQ(ErrorOf(query),
            "end: must not be before start 2026-11-24T00:00:00Z, got "
            "2026-11-23T23:59:59Z");
  query.until = query.from + kMaxQueryLength;
  EXPECT_EQ(ErrorOf(query), "");
  query.until += 1s;
  EXPECT_EQ(ErrorOf(query, absl::StatusCode::kOutOfRange),
            "end: must be at most ten years after start 2026-11-24T00:00:00Z, "
            "got 2036-11-24T00:00:01Z");
  query.from = kFirstInstant - 1s;
  EXPECT_EQ(ErrorOf(query, absl::StatusCode::kOutOfRange),
            "start: must be in a year from 1900 to 2200, got "
            "1899-12-31T23:59:59Z");
  query.from = query.until = kEndOfTime;
  EXPECT_EQ(ErrorOf(query), "");
  query.until += 1s;
  EXPECT_EQ(ErrorOf(query, absl::StatusCode::kOutOfRange),
            "end: must be in a year from 1900 to 2200, got "
            "2201-01-01T00:00:01Z");
}

// request.md: now is required with a notice, holds, or a window of days.
TEST(ValidateTest, NowIsRequiredWhereItDecides) {
  SlotQuery query = OneDay({.length = 30min, .minimum_notice = 1min});
  EXPECT_EQ(ErrorOf(query), "now: required with minimumBookingNotice");
  query.now = kEndOfTime;
  EXPECT_EQ(ErrorOf(query), "");
  query.now = Instant::max();
  EXPECT_EQ(ErrorOf(query, absl::StatusCode::kOutOfRange).substr(0, 33),
            "now: must be in a year from 1900 ");

  query = OneDay();
  HostIn(query).holds.resize(1);
  HostIn(query).holds[0].start = query.from;
  HostIn(query).holds[0].end = query.until;
  HostIn(query).holds[0].expires_at = query.from;
  EXPECT_EQ(ErrorOf(query), "now: required with holds");

  query = OneDay();
  query.event.booking_window = {.kind = BookingWindow::Kind::kCalendarDays,
                                .days = 1};
  EXPECT_EQ(ErrorOf(query), "now: required with a booking window of days");
  query.event.booking_window = {.kind = BookingWindow::Kind::kRange,
                                .first = testing::DateOf("2026-11-24"),
                                .last = testing::DateOf("2026-11-24")};
  EXPECT_EQ(ErrorOf(query), "");
}

// Section 9: 1,000,000 busy, booking and hold entries in a request.
TEST(ValidateTest, ARequestHasAtMostAMillionEntries) {
  SlotQuery query = OneDay();
  HostIn(query).busy.assign(1'000'000, BusyTime(query.from, query.until));
  EXPECT_EQ(ErrorOf(query), "");
  HostIn(query).bookings.resize(1);
  HostIn(query).bookings[0].start = query.from;
  HostIn(query).bookings[0].end = query.until;
  EXPECT_EQ(ErrorOf(query, absl::StatusCode::kOutOfRange),
            "busy: at most 1000000 busy, booking and hold entries in a "
            "request, got more");
}

// Section 9: 100,000 hosts. A host listed again counts once.
TEST(ValidateTest, ARequestHasAtMostAHundredThousandHosts) {
  SlotQuery query = OneDay();
  std::vector<Host>& hosts = query.groups[0].hosts;
  hosts.clear();
  for (int i = 0; i < 100'000; ++i) {
    hosts.emplace_back();
    hosts.back().id = std::to_string(i);
  }
  query.groups.push_back(query.groups[0]);
  EXPECT_EQ(ErrorOf(query), "");
  query.groups[1].hosts.emplace_back();
  query.groups[1].hosts.back().id = std::string("one more");
  EXPECT_EQ(ErrorOf(query, absl::StatusCode::kOutOfRange),
            "groups[1].hosts[100000]: at most 100000 hosts in a request, got "
            "more");
}

}  // namespace
}  // namespace bookable
