#include "bookable/query/what_if.h"

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
using ::testing::ElementsAre;
using testing::HostIn;
using testing::HostOf;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::Texts;

SlotQuery Morning(EventType event) {
  return Ask(Daily("UTC", 9h, 11h), std::move(event), "2026-11-24T00:00Z",
             "2026-11-25T00:00Z");
}

std::vector<std::string> Rules(const std::vector<RuleEffect>& effects) {
  std::vector<std::string> rules;
  for (const RuleEffect& effect : effects) rules.push_back(effect.rule);
  return rules;
}

TEST(WhatIfTest, ABusyTimeCostsTheStartsItMeets) {
  SlotQuery query = Morning({.length = 30min});
  HostIn(query).busy = {{At("2026-11-24T09:10Z"), At("2026-11-24T09:40Z")},
                        {At("2026-11-24T20:00Z"), At("2026-11-24T21:00Z")}};
  const std::vector<RuleEffect> effects = WhatIf(query).value();
  // The second costs nothing: it lies in closed time.
  EXPECT_THAT(Rules(effects),
              ElementsAre("schedule.availability[0]", "busy[0]"));
  EXPECT_THAT(effects[0].gained, IsEmpty());
  EXPECT_THAT(effects[0].lost, SizeIs(2));
  EXPECT_THAT(Texts(effects[1].gained),
              ElementsAre("2026-11-24T09:00:00Z", "2026-11-24T09:30:00Z"));
  EXPECT_THAT(effects[1].lost, IsEmpty());
}

TEST(WhatIfTest, WithoutABookingTheGridMayMove) {
  // Step 45: what is free from 9:30 on has starts at 9:30 and 10:15; from 9 on,
  // 9:00 and 9:45.
  SlotQuery query = Morning({.length = 45min, .slot_interval = 45min});
  HostIn(query).bookings = {
      {.start = At("2026-11-24T09:00Z"), .end = At("2026-11-24T09:30Z")}};
  const std::vector<RuleEffect> effects = WhatIf(query).value();
  ASSERT_THAT(Rules(effects),
              ElementsAre("schedule.availability[0]", "bookings[0]"));
  EXPECT_THAT(Texts(effects[1].gained),
              ElementsAre("2026-11-24T09:00:00Z", "2026-11-24T09:45:00Z"));
  EXPECT_THAT(Texts(effects[1].lost),
              ElementsAre("2026-11-24T09:30:00Z", "2026-11-24T10:15:00Z"));
}

TEST(WhatIfTest, EachRuleOfTheEventTypeInItsOrder) {
  SlotQuery query = Ask(Daily("UTC", 9h, 12h), {.length = 30min},
                        "2026-11-24T00:00Z", "2026-11-25T00:00Z");
  EventType& event = query.event;
  event.offset_start = 10min;
  event.minimum_notice = 1h;
  event.before_buffer = 15min;
  event.after_buffer = 5min;
  event.booking_window = {.kind = BookingWindow::Kind::kRange,
                          .first = DateOf("2026-11-24"),
                          .last = DateOf("2026-11-24")};
  event.limits.count[static_cast<std::size_t>(Period::kMonth)] = 5;
  event.only_first_slot_of_date = true;
  query.now = At("2026-11-24T09:00Z");
  // 10:10 is shown, the first that notice leaves. Buffers, window, limit and
  // busy time cost nothing.
  HostIn(query).busy = {{At("2026-11-24T09:00Z"), At("2026-11-24T09:01Z")}};
  const std::vector<RuleEffect> effects = WhatIf(query).value();
  EXPECT_THAT(
      Rules(effects),
      ElementsAre("eventType.offsetStart", "eventType.minimumBookingNotice",
                  "eventType.onlyShowFirstAvailableSlot",
                  "schedule.availability[0]"));
}

TEST(WhatIfTest, AnOverrideThatClosesADateAndOneThatOpensIt) {
  SlotQuery query = Ask(Daily("UTC", 9h, 10h), {.length = 60min},
                        "2026-11-24T00:00Z", "2026-11-27T00:00Z");
  Schedule& schedule = HostIn(query).schedule;
  schedule.overrides = {{.date = DateOf("2026-11-25")},
                        {.date = DateOf("2027-11-25")}};
  schedule.holidays = {{.date = DateOf("2026-11-24")}};
  schedule.out_of_office = {
      {.start = DateOf("2026-11-26"), .end = DateOf("2026-11-26")}};
  const std::vector<RuleEffect> effects = WhatIf(query).value();
  ASSERT_THAT(Rules(effects),
              ElementsAre("schedule.overrides[0]", "schedule.holidays[0]",
                          "schedule.outOfOffice[0]"));
  EXPECT_THAT(Texts(effects[0].gained), ElementsAre("2026-11-25T09:00:00Z"));
}

TEST(WhatIfTest, HostsOfATeamAreNamedWhereTheyStandFirst) {
  Host ann = HostOf("ann", Daily("UTC", 9h, 10h));
  ann.busy = {{At("2026-11-24T09:00Z"), At("2026-11-24T09:30Z")}};
  Group first;
  first.hosts = {HostOf("ben", Daily("UTC", 9h, 10h)), ann};
  Group second;
  second.require = 1;
  second.hosts = {ann, HostOf("eva", Daily("UTC", 9h, 10h))};
  const std::vector<RuleEffect> effects =
      WhatIf(AskTeam({first, second}, {.length = 30min}, "2026-11-24T00:00Z",
                     "2026-11-25T00:00Z"))
          .value();
  EXPECT_THAT(Rules(effects),
              ElementsAre("groups[0].hosts[0].schedule.availability[0]",
                          "groups[0].hosts[1].schedule.availability[0]",
                          "groups[0].hosts[1].busy[0]",
                          "groups[1].hosts[1].schedule.availability[0]"));
}

TEST(WhatIfTest, AnInvalidQueryIsAnError) {
  EXPECT_FALSE(WhatIf(Morning({.length = 0min})).ok());
}

}  // namespace
}  // namespace bookable
