#include "bookable/query/compiled_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "bookable/internal/path.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/horizon.h"
#include "bookable/query/internal/bound_query.h"
#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::Ask;
using testing::AskTeam;
using testing::At;
using testing::Daily;
using testing::DateTimeTexts;
using ::testing::ElementsAre;
using testing::HostOf;
using testing::Span;

// The form of hot paths as a user writes it: rows and two columns.
TEST(CompiledQueryTest, AnswersFromViews) {
  const CompiledSchedule schedule =
      CompiledSchedule::Create(Daily("UTC", 9h, 12h)).value();
  const CompiledEvent event =
      CompiledEvent::Create({.length = 30min}, Zone()).value();
  const std::vector<Instant> starts = {At("2026-11-24T09:30Z")};
  const std::vector<Instant> ends = {At("2026-11-24T10:40Z")};
  const HostView host{.schedule = &schedule,
                      .busy = IntervalColumns(starts, ends)};
  const GroupView group{.hosts = std::span(&host, 1)};
  const Window window{.from = At("2026-11-24T00:00Z"),
                      .until = At("2026-11-25T00:00Z")};
  Scratch scratch;
  SlotColumns out;
  FindSlots(event, std::span(&group, 1), window, scratch, out);
  EXPECT_THAT(DateTimeTexts(Zone(), out.starts),
              ElementsAre("11-24 09:00", "11-24 11:00", "11-24 11:30"));
  EXPECT_EQ(out.words_per_row, 0u);
  EXPECT_TRUE(CanBook(event, std::span(&group, 1), window,
                      At("2026-11-24T10:41Z"), GridRule::kAnyTime, scratch));
  EXPECT_FALSE(CanBook(event, std::span(&group, 1), window,
                       At("2026-11-24T10:41Z"), GridRule::kOnGrid, scratch));
}

// By each path: rows with buffers, columns, and so few that no four fit.
TEST(CompiledQueryTest, BusySinceEverOrForEver) {
  const CompiledSchedule schedule =
      CompiledSchedule::Create(Daily("UTC", 9h, 12h)).value();
  const CompiledEvent event =
      CompiledEvent::Create({.length = 30min, .before_buffer = 10min}, Zone())
          .value();
  const Window window{.from = At("2026-11-24T00:00Z"),
                      .until = At("2026-11-25T00:00Z")};
  const auto starts_with = [&](Interval entry, int others, bool own) {
    std::vector<Interval> busy(static_cast<std::size_t>(others),
                               Span("2026-11-20T09:00Z", "2026-11-20T10:00Z"));
    busy.push_back(entry);
    const std::vector<Buffers> buffers(busy.size(),
                                       Buffers{604'800s, 604'800s});
    const HostView host{
        .schedule = &schedule,
        .busy = IntervalColumns(busy),
        .busy_buffers = own ? std::span(buffers) : std::span<const Buffers>()};
    const GroupView group{.hosts = std::span(&host, 1)};
    Scratch scratch;
    SlotColumns out;
    FindSlots(event, std::span(&group, 1), window, scratch, out);
    return DateTimeTexts(Zone(), out.starts);
  };
  for (const internal::Path path :
       {internal::Path::kBest, internal::Path::kPlain,
        internal::Path::kSweep}) {
    const internal::PathScope scope(path);
    for (const int others : {0, 3, 6}) {
      SCOPED_TRACE(others);
      const auto ever = Instant::min();
      EXPECT_THAT(starts_with({ever, Instant::max()}, others, false),
                  ElementsAre());
      EXPECT_THAT(starts_with({ever, Instant::max()}, others, true),
                  ElementsAre());
      EXPECT_THAT(starts_with({ever, At("2026-11-24T11:00Z")}, others, false),
                  ElementsAre("11-24 11:30"));
      EXPECT_THAT(
          starts_with({At("2026-11-24T10:00Z"), Instant::max()}, others, false),
          ElementsAre("11-24 09:00", "11-24 09:30"));
      EXPECT_EQ(starts_with({ever, kFirstInstant}, others, false).size(), 6u);
      EXPECT_EQ(starts_with({ever, ever + 5s}, others, true).size(),
                others == 0 ? 6u : 0u);
    }
  }
}

// Hosts listed once need no row: they are counted through the groups.
TEST(CompiledQueryTest, HostsAreCountedThroughTheGroups) {
  const CompiledSchedule early =
      CompiledSchedule::Create(Daily("UTC", 9h, 11h)).value();
  const CompiledSchedule late =
      CompiledSchedule::Create(Daily("UTC", 10h, 12h)).value();
  const CompiledEvent event =
      CompiledEvent::Create({.length = 60min}, Zone()).value();
  const std::vector<HostView> fixed = {{.schedule = &early}};
  const std::vector<HostView> any = {{.schedule = &late}, {.schedule = &early}};
  const std::vector<GroupView> groups = {{.hosts = fixed},
                                         {.hosts = any, .require = 1}};
  const Window window{.from = At("2026-11-24T00:00Z"),
                      .until = At("2026-11-25T00:00Z"),
                      .assign = true};
  Scratch scratch;
  SlotColumns out;
  FindSlots(event, groups, window, scratch, out);
  EXPECT_THAT(DateTimeTexts(Zone(), out.starts),
              ElementsAre("11-24 09:00", "11-24 10:00"));
  EXPECT_EQ(out.words_per_row, 1u);
  EXPECT_THAT(out.hosts, ElementsAre(0b101, 0b111));
  EXPECT_THAT(out.assigned, ElementsAre(0b101, 0b011));
}

// This form is not bound to ten years: three centuries in one call are the
// decades of it one by one, whatever the step.
TEST(CompiledQueryTest, CenturiesAreTheirDecades) {
  const CompiledSchedule schedule =
      CompiledSchedule::Create(testing::AlwaysOpen("UTC")).value();
  std::vector<Interval> busy;
  for (Instant t = kFirstInstant + 100min; t < kEndOfTime;
       t += std::chrono::days{97}) {
    busy.push_back({t, t + 2000min});
  }
  const HostView host{.schedule = &schedule, .busy = IntervalColumns(busy)};
  const GroupView group{.hosts = std::span(&host, 1)};
  Scratch scratch;
  SlotColumns whole;
  SlotColumns decade;
  for (const EventType& type :
       {EventType{.length = 60min},
        EventType{.length = 1440min, .alignment = Alignment::kClock},
        EventType{.length = 90min}}) {
    const CompiledEvent event = CompiledEvent::Create(type, Zone()).value();
    FindSlots(event, std::span(&group, 1),
              {.from = kFirstInstant, .until = kEndOfTime}, scratch, whole);
    std::vector<Instant> starts;
    for (Instant from = kFirstInstant; from < kEndOfTime;
         from += std::chrono::days{3650}) {
      FindSlots(event, std::span(&group, 1),
                {.from = from,
                 .until = std::min(kEndOfTime, from + std::chrono::days{3650})},
                scratch, decade);
      starts.insert(starts.end(), decade.starts.begin(), decade.starts.end());
    }
    EXPECT_TRUE(whole.starts == starts)
        << whole.starts.size() << " and " << starts.size();
  }
}

// A query of every kind, answered fresh and with a Scratch that has seen all
// the others: nothing stale.
std::vector<SlotQuery> ManyQueries() {
  std::vector<SlotQuery> queries;
  const Host a = HostOf("a", Daily("UTC", 9h, 12h));
  Host b = HostOf("b", Daily("Europe/Rome", 8h, 14h));
  b.bookings.resize(1);
  b.bookings[0].start = At("2026-11-24T10:00Z");
  b.bookings[0].end = At("2026-11-24T11:00Z");
  b.busy = {BusyTime(At("2026-11-25T07:00Z"), At("2026-11-25T09:20Z"))};
  b.busy[0].after_buffer = 10min;
  const auto add = [&](std::vector<Host> hosts, EventType event,
                       int require = 1) -> SlotQuery& {
    Group group;
    group.hosts = std::move(hosts);
    group.require = require;
    queries.push_back(AskTeam({group}, std::move(event), "2026-11-23T00:00Z",
                              "2026-11-28T00:00Z"));
    return queries.back();
  };
  add({a}, {.length = 60min});
  add({b}, {.length = 60min, .seats = 3});
  add({a, b}, {.length = 60min, .seats = 3}, kAll).assign = true;
  add({a, b}, {.length = 45min, .alignment = Alignment::kPacked}).assign = true;
  EventType limited{.length = 60min};
  limited.limits.count[0] = 1;
  add({a, b}, limited);
  add({b}, limited);
  add({a}, {.length = 60min, .only_first_slot_of_date = true});
  EventType rolling{
      .length = 60min,
      .booking_window = {.kind = BookingWindow::Kind::kCalendarDays,
                         .days = 2,
                         .rolling = true}};
  add({a, b}, rolling).now = At("2026-11-23T00:00Z");
  add({b}, {.length = 60min,
            .booking_window = {.kind = BookingWindow::Kind::kBusinessDays,
                               .days = 2,
                               .counted = BookingWindow::Counted::kOpenDays}})
      .now = At("2026-11-23T00:00Z");
  std::vector<Host> many;
  for (int i = 0; i < 70; ++i)
    many.push_back(HostOf(std::to_string(i), a.schedule));
  add(many, {.length = 60min}, 3).assign = true;
  SlotQuery& shared = add({a, b}, {.length = 60min});
  shared.groups.push_back(shared.groups[0]);
  SlotQuery sequence;
  Group first;
  first.hosts = {a};
  Group second;
  second.hosts = {a, b};
  second.require = 1;
  sequence.stages = {{.length = 60min, .groups = {first}},
                     {.length = 30min,
                      .groups = {first, second},
                      .min_gap = 0min,
                      .max_gap = 30min}};
  sequence.from = At("2026-11-23T00:00Z");
  sequence.until = At("2026-11-28T00:00Z");
  queries.push_back(sequence);
  sequence.stages.push_back(sequence.stages[1]);
  sequence.stages[2].groups = {second};
  queries.push_back(sequence);
  return queries;
}

TEST(CompiledQueryTest, NothingIsLeftInScratchFromCallsBefore) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const std::vector<SlotQuery> queries = ManyQueries();
  std::vector<internal::BoundQuery> bound;
  std::vector<SlotColumns> fresh;
  for (const SlotQuery& query : queries) {
    bound.push_back(internal::BoundQuery::Create(query).value());
    fresh.push_back(FindSlots(query)->columns());
    EXPECT_FALSE(fresh.back().starts.empty());
  }
  Scratch scratch;
  SlotColumns out;
  for (int round = 0; round < 400; ++round) {
    const std::size_t i = random() % queries.size();
    const internal::BoundQuery& query = bound[i];
    if (random() % 3 == 0) {
      const Instant t = query.window().from +
                        std::chrono::minutes{static_cast<int>(random() % 7200)};
      Scratch other;
      const auto rule =
          random() % 2 == 0 ? GridRule::kAnyTime : GridRule::kOnGrid;
      ASSERT_EQ(CanBook(query.event(), query.stages(), query.window(), t, rule,
                        scratch),
                CanBook(query.event(), query.stages(), query.window(), t, rule,
                        other))
          << "seed " << kSeed << " round " << round << " query " << i;
      continue;
    }
    FindSlots(query.event(), query.stages(), query.window(), scratch, out);
    ASSERT_EQ(out, fresh[i])
        << "seed " << kSeed << " round " << round << " query " << i;
  }
}

TEST(CompiledQueryTest, AScratchMayBeMoved) {
  const internal::BoundQuery bound =
      internal::BoundQuery::Create(ManyQueries()[0]).value();
  Scratch first;
  SlotColumns out;
  FindSlots(bound.event(), bound.stages(), bound.window(), first, out);
  const SlotColumns expected = out;
  Scratch second = std::move(first);
  FindSlots(bound.event(), bound.stages(), bound.window(), second, out);
  EXPECT_EQ(out, expected);
  first = std::move(second);
  FindSlots(bound.event(), bound.stages(), bound.window(), first, out);
  EXPECT_EQ(out, expected);
}

TEST(CompiledQueryTest, HorizonsAreThoseOfTheOtherForm) {
  for (const SlotQuery& query : ManyQueries()) {
    const internal::BoundQuery bound =
        internal::BoundQuery::Create(query).value();
    EXPECT_EQ(BusyHorizon(bound.event(), bound.stages(), bound.window()),
              BusyHorizon(query).value());
    EXPECT_EQ(LimitHorizon(bound.event(), bound.stages(), bound.window()),
              LimitHorizon(query).value());
    if (bound.stages().size() > 1) continue;
    const std::span<const GroupView> groups = bound.stages().front().groups;
    EXPECT_EQ(BusyHorizon(bound.event(), groups, bound.window()),
              BusyHorizon(query).value());
    EXPECT_EQ(LimitHorizon(bound.event(), groups, bound.window()),
              LimitHorizon(query).value());
  }
}

}  // namespace
}  // namespace bookable
