#include "bindings/cli/team_time.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "bookable/query/find_slots.h"
#include "tests/bindings/cli/request_testing.h"
#include "tests/support/literals.h"

namespace bookable::cli {
namespace {

using ::bookable::testing::Span;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::RequestOf;
using testing::Teacher;

TimeSets SetsOf(const SlotQuery& query) {
  return TeamTime::Create(query).value().Within({query.from, query.until});
}

// Where one-minute slots, one every minute, fit.
IntervalSet MinutesOf(SlotQuery query) {
  query.event.length = minutes{1};
  query.event.length_options.clear();
  query.event.slot_interval = minutes{1};
  query.event.alignment = Alignment::kClock;
  query.event.minimum_notice = {};
  query.event.booking_window = {};
  query.event.limits = {};
  query.event.seats.reset();
  query.event.only_first_slot_of_date = false;
  query.duration.reset();
  query.assign = false;
  if (!query.stages.empty()) {
    query.groups = query.stages.front().groups;
    query.stages.clear();
  }
  std::vector<Interval> found;
  const SlotList slots = FindSlots(query).value();
  for (const Instant start : slots.starts()) {
    found.push_back({start, start + minutes{1}});
  }
  return IntervalSet::FromIntervals(std::move(found));
}

template <typename Change>
SlotQuery ForEachHost(SlotQuery query, Change change) {
  for (Group& group : query.groups) {
    for (Host& host : group.hosts) change(host);
  }
  for (Stage& stage : query.stages) {
    for (Group& group : stage.groups) {
      for (Host& host : group.hosts) change(host);
    }
  }
  return query;
}

// The sets, against FindSlots asked for every minute: of the query, of the
// query without buffers, and of the query without anything busy. What a team
// can do by distinct hosts is less than what it covers, so that only queries
// whose groups share no host may come here.
void ExpectSetsAsFindSlotsSaysEveryMinute(const SlotQuery& query) {
  const TimeSets sets = SetsOf(query);
  EXPECT_EQ(sets.free, MinutesOf(query));

  SlotQuery bare = ForEachHost(query, [](Host& host) {
    for (BusyTime& busy : host.busy)
      busy.before_buffer = busy.after_buffer = {};
    for (Booking& booking : host.bookings) {
      booking.before_buffer = booking.after_buffer = minutes{0};
    }
    for (Hold& hold : host.holds) {
      hold.before_buffer = hold.after_buffer = minutes{0};
    }
  });
  bare.event.before_buffer = bare.event.after_buffer = {};
  EXPECT_EQ(sets.idle, MinutesOf(bare));

  const SlotQuery nothing_busy = ForEachHost(query, [](Host& host) {
    host.busy.clear();
    host.bookings.clear();
    host.holds.clear();
  });
  EXPECT_EQ(sets.open, MinutesOf(nothing_busy));
}

TEST(TeamTimeTest, OneHostIsOpenIdleAndFree) {
  const SlotQuery query =
      RequestOf(Teacher(R"(, "busy": [{"start": "2026-11-23T10:00:00Z",
                                       "end": "2026-11-23T11:00:00Z",
                                       "afterEventBuffer": 15}])"))
          .query;
  const TimeSets sets = SetsOf(query);
  EXPECT_EQ(sets.open,
            (IntervalSet{Span("2026-11-23T08:00Z", "2026-11-23T15:00Z"),
                         Span("2026-11-24T08:00Z", "2026-11-24T15:00Z")}));
  EXPECT_EQ(sets.open - sets.idle,
            (IntervalSet{Span("2026-11-23T10:00Z", "2026-11-23T11:00Z")}));
  EXPECT_EQ(sets.idle - sets.free,
            (IntervalSet{Span("2026-11-23T11:00Z", "2026-11-23T11:15Z")}));
  ExpectSetsAsFindSlotsSaysEveryMinute(query);
}

// Everything that does or does not count, of one host.
constexpr std::string_view kEntries = R"(
    "busy": [
      {"start": "2026-11-23T08:10:00Z", "end": "2026-11-23T08:40:00Z",
       "beforeEventBuffer": 5, "afterEventBuffer": 10},
      {"start": "2026-11-23T13:00:00Z", "end": "2026-11-23T14:00:00Z",
       "transparent": true},
      {"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T09:30:00Z",
       "id": "moved"}],
    "bookings": [
      {"start": "2026-11-23T10:00:00Z", "end": "2026-11-23T11:00:00Z",
       "id": "a"},
      {"start": "2026-11-23T12:00:00Z", "end": "2026-11-23T12:30:00Z",
       "beforeEventBuffer": 0, "afterEventBuffer": 25, "status": "pending"},
      {"start": "2026-11-23T14:00:00Z", "end": "2026-11-23T14:30:00Z",
       "status": "cancelled"},
      {"start": "2026-11-24T12:00:00Z", "end": "2026-11-24T12:30:00Z",
       "status": "rejected"},
      {"start": "2026-11-24T13:00:00Z", "end": "2026-11-24T13:30:00Z",
       "blocks": false},
      {"start": "2026-11-24T10:00:00Z", "end": "2026-11-24T10:30:00Z",
       "id": "moved"}],
    "holds": [
      {"start": "2026-11-24T08:30:00Z", "end": "2026-11-24T09:30:00Z",
       "expiresAt": "2026-11-20T00:00:00Z"},
      {"start": "2026-11-24T11:00:00Z", "end": "2026-11-24T11:20:00Z",
       "expiresAt": "2026-11-20T00:00:01Z", "sameEvent": false},
      {"start": "2026-11-24T14:00:00Z", "end": "2026-11-24T14:20:00Z",
       "expiresAt": "2026-11-21T00:00:00Z", "owner": "me"}])";

constexpr std::string_view kQuestion = R"(
    "eventType": {"lengthInMinutes": 30, "beforeEventBuffer": 10,
                  "afterEventBuffer": 5},
    "start": "2026-11-23", "end": "2026-11-24", "timeZone": "Europe/Rome",
    "now": "2026-11-20T00:00:00Z", "owner": "me", "ignoreBooking": "moved")";

constexpr std::string_view kHours = R"("schedule": {"timeZone": "Europe/Rome",
    "availability": [{"days": ["Monday", "Tuesday"], "startTime": "09:00",
                      "endTime": "16:00"}]})";

constexpr std::string_view kOtherHours = R"("schedule": {
    "timeZone": "Europe/London", "availability": [{"days": ["Monday", "Tuesday"],
    "startTime": "06:30", "endTime": "11:45"}]})";

std::string Join(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) all += part;
  return all;
}

TEST(TeamTimeTest, WhatCountsAsBusyIsWhatFindSlotsCounts) {
  ExpectSetsAsFindSlotsSaysEveryMinute(
      RequestOf(Join({"{", kHours, ",", kEntries, ",", kQuestion, "}"})).query);
}

TEST(TeamTimeTest, EnoughHostsOfEachGroupAreNeeded) {
  for (const std::string_view require : {"1", "\"all\""}) {
    ExpectSetsAsFindSlotsSaysEveryMinute(
        RequestOf(Join({R"({"groups": [{"require": )", require,
                        R"(, "hosts": [{"id": "a", )", kHours, ",", kEntries,
                        R"(}, {"id": "b", )", kOtherHours,
                        R"(}]}, {"require": 1, "hosts": [{"id": "c", )", kHours,
                        R"(, "busy": [
                            {"start": "2026-11-24T13:00:00Z",
                             "end": "2026-11-24T18:00:00Z"}]}]}],)",
                        kQuestion, "}"}))
            .query);
  }
}

TEST(TeamTimeTest, OfASequenceTheFirstStageCounts) {
  ExpectSetsAsFindSlotsSaysEveryMinute(
      RequestOf(Join({R"({"stages": [{"lengthInMinutes": 30, "groups":
                          [{"require": "all", "hosts": [{"id": "a", )",
                      kHours, ",", kEntries,
                      R"(}]}]}, {"lengthInMinutes": 15, "groups":
                          [{"require": "all", "hosts": [{"id": "b", )",
                      kOtherHours, "}]}]}],", kQuestion, "}"}))
          .query);
}

TEST(TeamTimeTest, ARangeCutsTheSets) {
  const SlotQuery query = RequestOf(Teacher()).query;
  EXPECT_EQ(TeamTime::Create(query)
                .value()
                .Within(Span("2026-11-24T10:00Z", "2026-11-24T10:20Z"))
                .free,
            (IntervalSet{Span("2026-11-24T10:00Z", "2026-11-24T10:20Z")}));
}

TEST(TeamTimeTest, AnInvalidQueryIsAnError) {
  EXPECT_FALSE(TeamTime::Create(SlotQuery{}).ok());
}

}  // namespace
}  // namespace bookable::cli
