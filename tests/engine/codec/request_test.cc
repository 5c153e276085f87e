#include "bookable/codec/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "bookable/codec/answer.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/validate.h"
#include "tests/support/literals.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::At;
using testing::DateOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing::ZoneOf;

constexpr std::string_view kSchedule = R"("schedule": {"timeZone": "UTC"})";
constexpr std::string_view kEvent = R"("eventType": {"lengthInMinutes": 30})";
constexpr std::string_view kBounds =
    R"("start": "2026-11-23", "end": "2026-11-30")";

// Reads {fields}. An accepted request is valid.
absl::StatusOr<Request> Read(std::string_view fields) {
  absl::StatusOr<Request> request =
      RequestReader().Read("{" + std::string(fields) + "}");
  EXPECT_TRUE(!request.ok() || Validate(request->query).ok()) << fields;
  return request;
}

SlotQuery QueryOf(std::string_view fields) {
  const absl::StatusOr<Request> request = Read(fields);
  EXPECT_TRUE(request.ok()) << fields << "\n" << request.status();
  return request.ok() ? request->query : SlotQuery{};
}

std::string Join(std::initializer_list<std::string_view> fields) {
  std::string all;
  for (const std::string_view field : fields) {
    if (!all.empty()) all += ", ";
    all += field;
  }
  return all;
}

// The query of these fields and the shortest others.
SlotQuery With(std::string_view fields) {
  return QueryOf(Join({kSchedule, kEvent, kBounds, fields}));
}

Host HostWith(std::string_view fields) {
  return With(Join({fields, R"("now": "2026-11-23T00:00:00Z")"}))
      .groups[0]
      .hosts[0];
}

Schedule ScheduleWith(std::string_view fields) {
  return QueryOf(Join({R"("schedule": {"timeZone": "Europe/Rome", )" +
                           std::string(fields) + "}",
                       kEvent, kBounds}))
      .groups[0]
      .hosts[0]
      .schedule;
}

EventType EventWith(std::string_view fields) {
  return QueryOf(Join({kSchedule,
                       R"("eventType": {"lengthInMinutes": 30, )" +
                           std::string(fields) + "}",
                       kBounds, R"("now": "2026-11-23T00:00:00Z")"}))
      .event;
}

std::string ErrorOf(std::string_view text) {
  return std::string(RequestReader().Read(text).status().message());
}

// --- fields and defaults ---------------------------------------------------

TEST(RequestTest, TheShortestRequestHasTheDefaultsOfTheTypes) {
  const absl::StatusOr<Request> request =
      Read(Join({kSchedule, kEvent, kBounds}));
  ASSERT_TRUE(request.ok()) << request.status();
  SlotQuery expected;
  expected.event.length = 30min;
  expected.groups.push_back(OneHost({.schedule = {.zone = ZoneOf("UTC")}}));
  expected.from = At("2026-11-23T00:00Z");
  expected.until = At("2026-12-01T00:00Z");
  EXPECT_TRUE(request->query == expected);
  EXPECT_EQ(request->form, Request::Form::kHost);
  EXPECT_EQ(request->format, AnswerFormat::kTime);
  EXPECT_FALSE(request->show_away);
}

TEST(RequestTest, FieldsOfTheQuery) {
  const absl::StatusOr<Request> request =
      Read(Join({kSchedule, R"("eventType": {"lengthInMinutes": 30,
                                   "lengthInMinutesOptions": [15, 45]})",
                 R"("start": "2026-11-23T00:00:00+01:00",
          "end": "2026-11-24T00:00Z", "now": "2026-11-22T10:00:00Z",
          "timeZone": "Asia/Tokyo", "eventZone": "Europe/Rome",
          "duration": 45, "format": "range", "owner": "ann",
          "ignoreBooking": "b7", "assign": false, "fairnessPeriod": "year",
          "showAway": true)"}));
  ASSERT_TRUE(request.ok()) << request.status();
  const SlotQuery& query = request->query;
  EXPECT_EQ(query.from, At("2026-11-22T23:00Z"));
  EXPECT_EQ(query.until, At("2026-11-24T00:00Z"));
  EXPECT_EQ(query.now, At("2026-11-22T10:00Z"));
  EXPECT_EQ(query.zone, ZoneOf("Asia/Tokyo"));
  EXPECT_EQ(query.event_zone, ZoneOf("Europe/Rome"));
  EXPECT_EQ(query.duration, 45min);
  EXPECT_EQ(query.owner, "ann");
  EXPECT_EQ(query.ignore_booking, "b7");
  EXPECT_FALSE(query.assign);
  EXPECT_EQ(query.fairness_period, FairnessPeriod::kYear);
  EXPECT_EQ(request->format, AnswerFormat::kRange);
  EXPECT_TRUE(request->show_away);
}

TEST(RequestTest, EveryFairnessPeriod) {
  EXPECT_EQ(With(R"("fairnessPeriod": "week")").fairness_period,
            FairnessPeriod::kWeek);
  EXPECT_EQ(With(R"("fairnessPeriod": "month")").fairness_period,
            FairnessPeriod::kMonth);
  EXPECT_EQ(With(R"("fairnessPeriod": "all")").fairness_period,
            FairnessPeriod::kAllTime);
}

TEST(RequestTest, FieldsOfTheSchedule) {
  const Schedule schedule = ScheduleWith(R"(
      "weekStart": "Saturday",
      "availability": [
        {"days": ["Monday", "Sunday"], "startTime": "09:00",
         "endTime": "24:00", "from": "2026-01-01", "until": "2026-12-31",
         "interval": 2, "anchorDate": "2026-01-05"},
        {"days": ["Friday"], "startTime": "22:00", "endTime": "06:00"}],
      "overrides": [{"date": "2026-12-24"},
        {"date": "2026-12-31", "startTime": "10:00", "endTime": "12:00"},
        {"date": "2027-01-01", "startTime": "10:00", "endTime": "10:00"}],
      "holidays": [{"date": "2026-12-25", "name": "Christmas"},
                   {"date": "2026-12-26"}],
      "outOfOffice": [{"start": "2026-08-01", "end": "2026-08-01",
        "reason": "vacation", "notes": "at sea"}],
      "travel": [{"timeZone": "Asia/Tokyo", "startDate": "2026-03-01",
                  "endDate": "2026-03-31"},
                 {"timeZone": "UTC", "startDate": "2026-05-01"}])");
  Schedule expected{.zone = ZoneOf("Europe/Rome"),
                    .week_start = std::chrono::Saturday};
  expected.weekly = {{.days = kMonday | kSunday,
                      .start = 9h,
                      .end = 24h,
                      .from = DateOf("2026-01-01"),
                      .until = DateOf("2026-12-31"),
                      .interval = 2,
                      .anchor = DateOf("2026-01-05")},
                     {.days = kFriday, .start = 22h, .end = 6h}};
  expected.overrides = {
      {.date = DateOf("2026-12-24")},
      {.date = DateOf("2026-12-31"), .start = 10h, .end = 12h},
      {.date = DateOf("2027-01-01"), .start = 10h, .end = 10h}};
  expected.holidays = {{.date = DateOf("2026-12-25"), .name = "Christmas"},
                       {.date = DateOf("2026-12-26")}};
  expected.out_of_office = {{.start = DateOf("2026-08-01"),
                             .end = DateOf("2026-08-01"),
                             .reason = "vacation",
                             .notes = "at sea"}};
  expected.travel = {{.zone = ZoneOf("Asia/Tokyo"),
                      .start = DateOf("2026-03-01"),
                      .end = DateOf("2026-03-31")},
                     {.zone = ZoneOf("UTC"), .start = DateOf("2026-05-01")}};
  EXPECT_TRUE(schedule == expected);
}

TEST(RequestTest, FieldsOfTheEventType) {
  const EventType event = EventWith(R"(
      "slotInterval": 15, "offsetStart": 5, "alignment": "packed",
      "minimumBookingNotice": 120, "beforeEventBuffer": 10,
      "afterEventBuffer": 20,
      "bookingWindow": {"type": "businessDays", "value": 5, "rolling": true,
                        "businessDays": "openDays"},
      "bookingLimitsCount": {"day": 1, "week": 2, "month": 3, "year": 4},
      "bookingLimitsDuration": {"week": 9223372036854775807},
      "seats": {"seatsPerTimeSlot": 8}, "onlyShowFirstAvailableSlot": true)");
  EventType expected{.length = 30min,
                     .slot_interval = 15min,
                     .offset_start = 5min,
                     .alignment = Alignment::kPacked,
                     .minimum_notice = 120min,
                     .before_buffer = 10min,
                     .after_buffer = 20min};
  expected.booking_window = {.kind = BookingWindow::Kind::kBusinessDays,
                             .days = 5,
                             .rolling = true,
                             .counted = BookingWindow::Counted::kOpenDays};
  expected.limits.count = {1, 2, 3, 4};
  expected.limits.minutes[1] = std::numeric_limits<std::int64_t>::max();
  expected.seats = 8;
  expected.only_first_slot_of_date = true;
  EXPECT_TRUE(event == expected);
}

TEST(RequestTest, EveryAlignment) {
  for (const Alignment alignment :
       {Alignment::kHour, Alignment::kWindow, Alignment::kClock,
        Alignment::kFree, Alignment::kPacked}) {
    EXPECT_EQ(EventWith("\"alignment\": \"" +
                        std::string(AlignmentName(alignment)) + "\"")
                  .alignment,
              alignment);
  }
}

TEST(RequestTest, EveryBookingWindow) {
  const auto window = [](std::string_view text) {
    return EventWith("\"bookingWindow\": " + std::string(text)).booking_window;
  };
  const BookingWindow range = {.kind = BookingWindow::Kind::kRange,
                               .first = DateOf("2026-11-23"),
                               .last = DateOf("2026-11-30")};
  EXPECT_TRUE(
      window(R"({"type": "range", "value": ["2026-11-23", "2026-11-30"]})") ==
      range);
  // The type may come after what depends on it.
  EXPECT_TRUE(
      window(R"({"value": ["2026-11-23", "2026-11-30"], "type": "range"})") ==
      range);
  const BookingWindow days = {.kind = BookingWindow::Kind::kCalendarDays,
                              .days = 3650};
  EXPECT_TRUE(window(R"({"value": 3650, "rolling": false,
                         "type": "calendarDays"})") == days);
  const BookingWindow business = {
      .kind = BookingWindow::Kind::kBusinessDays, .days = 366, .rolling = true};
  EXPECT_TRUE(window(R"({"rolling": true, "businessDays": "mondayToFriday",
                         "type": "businessDays", "value": 366})") == business);
}

TEST(RequestTest, AStepAsLongAsTheSlotAllowsItsOffset) {
  EXPECT_EQ(EventWith(R"("offsetStart": 29)").offset_start, 29min);
  // The chosen length is the step, wherever it stands.
  const std::string_view event = R"("eventType": {"lengthInMinutes": 30,
      "lengthInMinutesOptions": [90], "offsetStart": 89})";
  EXPECT_EQ(QueryOf(Join({R"("duration": 90)", kSchedule, event, kBounds}))
                .event.offset_start,
            89min);
  EXPECT_EQ(QueryOf(Join({kSchedule, event, kBounds, R"("duration": 90)"}))
                .event.offset_start,
            89min);
}

TEST(RequestTest, FieldsOfBusyTimes) {
  const Host host = HostWith(R"("busy": [
      {"start": "2026-11-23T09:00:00Z", "end": "2026-11-23T10:00:00Z",
       "id": "c1", "source": "work", "transparent": true,
       "beforeEventBuffer": 5, "afterEventBuffer": 10, "timeZone": "UTC"},
      {"start": "2026-11-23T09:00:00Z", "end": "2026-11-23T09:00:00Z"}])");
  BusyTime expected(At("2026-11-23T09:00Z"), At("2026-11-23T10:00Z"));
  expected.id = "c1";
  expected.source = "work";
  expected.transparent = true;
  expected.before_buffer = 5min;
  expected.after_buffer = 10min;
  ASSERT_EQ(host.busy.size(), 2u);
  EXPECT_TRUE(host.busy[0] == expected);
  EXPECT_TRUE(host.busy[1] ==
              BusyTime(At("2026-11-23T09:00Z"), At("2026-11-23T09:00Z")));
}

TEST(RequestTest, FieldsOfBookings) {
  const Host host = HostWith(R"("bookings": [
      {"start": "2026-11-23T09:00:00Z", "end": "2026-11-23T10:00:00Z"},
      {"start": "2026-11-23T09:00:00Z", "end": "2026-11-23T10:00:00Z",
       "id": "b1", "status": "pending", "seatsTaken": 3, "blocks": false,
       "beforeEventBuffer": 0, "afterEventBuffer": 10080},
      {"start": "2026-11-23T09:00:00Z", "end": "2026-11-23T10:00:00Z",
       "id": "", "status": "cancelled"},
      {"start": "2026-11-23T09:00:00Z", "end": "2026-11-23T10:00:00Z",
       "id": "", "status": "rejected"}])");
  const Booking plain{.start = At("2026-11-23T09:00Z"),
                      .end = At("2026-11-23T10:00Z")};
  Booking full = plain;
  full.id = "b1";
  full.status = BookingStatus::kPending;
  full.seats_taken = 3;
  full.blocks = false;
  full.before_buffer = 0min;
  full.after_buffer = 10080min;
  ASSERT_EQ(host.bookings.size(), 4u);
  EXPECT_TRUE(host.bookings[0] == plain);
  EXPECT_TRUE(host.bookings[1] == full);
  EXPECT_EQ(host.bookings[2].status, BookingStatus::kCancelled);
  EXPECT_EQ(host.bookings[3].status, BookingStatus::kRejected);
}

TEST(RequestTest, FieldsOfHolds) {
  const Host host = HostWith(R"("holds": [
      {"start": "2026-11-23T09:00:00Z", "end": "2026-11-23T10:00:00Z",
       "expiresAt": "2026-11-23T08:00:00Z"},
      {"start": "2026-11-23T09:00:00Z", "end": "2026-11-23T10:00:00Z",
       "expiresAt": "2026-11-23T08:00:00Z", "owner": "ann", "seats": 2,
       "sameEvent": false, "beforeEventBuffer": 1, "afterEventBuffer": 2}])");
  const Hold plain{.start = At("2026-11-23T09:00Z"),
                   .end = At("2026-11-23T10:00Z"),
                   .expires_at = At("2026-11-23T08:00Z")};
  Hold full = plain;
  full.owner = "ann";
  full.seats = 2;
  full.same_event = false;
  full.before_buffer = 1min;
  full.after_buffer = 2min;
  ASSERT_EQ(host.holds.size(), 2u);
  EXPECT_TRUE(host.holds[0] == plain);
  EXPECT_TRUE(host.holds[1] == full);
}

TEST(RequestTest, FieldsOfGroupsAndTheirHosts) {
  const absl::StatusOr<Request> request =
      Read(Join({kEvent, kBounds, R"("assign": true, "groups": [
        {"id": "doctors", "require": "all", "hosts": [
          {"id": "ann", "schedule": {"timeZone": "UTC"}, "weight": 300,
           "calibration": 7, "priority": 4,
           "lastBookedAt": "2026-11-01T10:00:00.9Z",
           "busy": [{"start": "2026-11-23T09:00:00Z",
                     "end": "2026-11-23T10:00:00Z"}]}]},
        {"require": 2, "hosts": [
          {"id": "bob", "schedule": {"timeZone": "Asia/Tokyo"}},
          {"schedule": {"timeZone": "UTC"}, "id": "cid"}]}])"}));
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->form, Request::Form::kGroups);
  EXPECT_TRUE(request->query.assign);
  Host ann{.id = "ann",
           .schedule = {.zone = ZoneOf("UTC")},
           .busy = {BusyTime(At("2026-11-23T09:00Z"), At("2026-11-23T10:00Z"))},
           .weight = 300,
           .calibration = 7,
           .priority = 4,
           .last_booked_at = At("2026-11-01T10:00Z")};
  std::vector<Group> expected(2);
  expected[0] = {.id = "doctors", .require = kAll, .hosts = {ann}};
  expected[1].require = 2;
  expected[1].hosts = {
      {.id = "bob", .schedule = {.zone = ZoneOf("Asia/Tokyo")}},
      {.id = "cid", .schedule = {.zone = ZoneOf("UTC")}}};
  EXPECT_TRUE(request->query.groups == expected);
}

TEST(RequestTest, FieldsOfStages) {
  const absl::StatusOr<Request> request =
      Read(Join({kEvent, kBounds, R"("stages": [
        {"lengthInMinutes": 20, "groups": [{"require": 1, "hosts": [
          {"id": "ann", "schedule": {"timeZone": "UTC"}}]}]},
        {"groups": [{"require": 1, "hosts": [{"id": "ann"}]}],
         "gapBefore": {"max": 30, "min": 10}, "lengthInMinutes": 40},
        {"groups": [{"require": 1, "hosts": [{"id": "ann"}]}],
         "gapBefore": {}, "lengthInMinutes": 40}])"}));
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->form, Request::Form::kStages);
  const std::vector<Stage>& stages = request->query.stages;
  ASSERT_EQ(stages.size(), 3u);
  EXPECT_EQ(stages[0].length, 20min);
  EXPECT_EQ(stages[0].max_gap, 0min);
  EXPECT_EQ(stages[1].length, 40min);
  EXPECT_EQ(stages[1].min_gap, 10min);
  EXPECT_EQ(stages[1].max_gap, 30min);
  EXPECT_EQ(stages[2].max_gap, 0min);
  EXPECT_TRUE(IsIdAlone(stages[1].groups[0].hosts[0]));
}

// --- hosts listed again ----------------------------------------------------

std::string Groups(std::initializer_list<std::string_view> hosts_of_groups) {
  std::string groups;
  for (const std::string_view hosts : hosts_of_groups) {
    if (!groups.empty()) groups += ", ";
    groups += R"({"require": 1, "hosts": [)" + std::string(hosts) + "]}";
  }
  return Join({kEvent, kBounds, "\"groups\": [" + groups + "]"});
}

constexpr std::string_view kAnn =
    R"({"id": "ann", "schedule": {"timeZone": "UTC"}, "weight": 5})";
constexpr std::string_view kAnnAgain =
    R"({"weight": 5, "schedule": {"timeZone": "UTC"}, "id": "ann"})";
constexpr std::string_view kBob =
    R"({"id": "bob", "schedule": {"timeZone": "UTC"}})";

TEST(RequestTest, AHostListedAgainIsNamedByItsIdOrRepeatedUnchanged) {
  const SlotQuery alone = QueryOf(Groups({kAnn, R"({"id": "ann"})"}));
  const SlotQuery repeated = QueryOf(Groups({kAnn, kAnnAgain}));
  EXPECT_TRUE(alone == repeated);
  EXPECT_EQ(alone.groups[0].hosts[0].weight, 5);
  EXPECT_TRUE(IsIdAlone(alone.groups[1].hosts[0]));
}

// A host of default data looks like an id alone; it was listed all the same.
TEST(RequestTest, AHostWithNothingButAZoneCanBeListedAgain) {
  QueryOf(Groups({kBob, R"({"id": "bob"})", kBob}));
}

TEST(RequestTest, OtherDataOfOneHostIsAnError) {
  for (const std::string_view other :
       {R"({"id": "ann", "schedule": {"timeZone": "UTC"}, "weight": 6})",
        R"({"id": "ann", "schedule": {"timeZone": "Asia/Tokyo"}, "weight": 5})",
        R"({"id": "ann", "schedule": {"timeZone": "UTC"}})",
        R"({"id": "ann", "weight": 5})", R"({"id": "ann", "busy": []})"}) {
    EXPECT_THAT(std::string(Read(Groups({kAnn, other})).status().message()),
                StartsWith("groups[1].hosts[0].id: \"ann\" was listed before "
                           "with other data"))
        << other;
  }
}

TEST(RequestTest, ManyMentionsOfALargeHostCostNoCopies) {
  std::string busy;
  for (int i = 0; i < 2000; ++i) {
    if (i > 0) busy += ',';
    busy += R"({"start":"2026-11-23T09:00:00Z","end":"2026-11-23T10:00:00Z"})";
  }
  std::string groups =
      R"({"require":1,"hosts":[{"id":"ann","schedule":{"timeZone":"UTC"},)"
      R"("busy":[)" +
      busy + "]}]}";
  for (int i = 0; i < 20'000; ++i) {
    groups += R"(,{"require":1,"hosts":[{"id":"ann"}]})";
  }
  const SlotQuery query =
      QueryOf(Join({kEvent, kBounds, "\"groups\": [" + groups + "]"}));
  EXPECT_EQ(query.groups.size(), 20'001u);
}

// --- dates and fractions ---------------------------------------------------

TEST(RequestTest, DateBoundsAreMidnightsOfTheAnswersZone) {
  const auto bounds = [](std::string_view fields) {
    const SlotQuery query = QueryOf(fields);
    return Interval{query.from, query.until};
  };
  // The zones may stand after the dates; timeZone, else eventZone, else the
  // schedule's.
  const std::string_view rome = R"("schedule": {"timeZone": "Europe/Rome"})";
  EXPECT_EQ(bounds(Join({kBounds, kEvent, rome})),
            testing::Span("2026-11-22T23:00Z", "2026-11-30T23:00Z"));
  EXPECT_EQ(
      bounds(Join({kBounds, kEvent, rome, R"("eventZone": "Asia/Tokyo")"})),
      testing::Span("2026-11-22T15:00Z", "2026-11-30T15:00Z"));
  EXPECT_EQ(bounds(Join({kBounds, R"("timeZone": "America/New_York")", kEvent,
                         R"("eventZone": "Asia/Tokyo")", rome})),
            testing::Span("2026-11-23T05:00Z", "2026-12-01T05:00Z"));
  // One may be a date, the other an instant.
  EXPECT_EQ(bounds(Join({R"("start": "2026-11-23T12:00:00Z",
                            "end": "2026-11-23")",
                         kEvent, rome})),
            testing::Span("2026-11-23T12:00Z", "2026-11-23T23:00Z"));
}

TEST(RequestTest, DateBoundsWhereClocksChange) {
  const auto bounds = [](std::string_view zone, std::string_view date) {
    const std::string text(date);
    const SlotQuery query = QueryOf(
        Join({kSchedule, kEvent, "\"timeZone\": \"" + std::string(zone) + "\"",
              "\"start\": \"" + text + "\", \"end\": \"" + text + "\""}));
    return Interval{query.from, query.until};
  };
  // A date the zone skipped has no instants.
  EXPECT_TRUE(bounds("Pacific/Apia", "2011-12-30").is_empty());
  EXPECT_EQ(bounds("Pacific/Apia", "2011-12-31"),
            testing::Span("2011-12-30T10:00Z", "2011-12-31T10:00Z"));
  // 25 hours, and a day without midnight.
  EXPECT_EQ(bounds("Europe/Rome", "2026-10-25"),
            testing::Span("2026-10-24T22:00Z", "2026-10-25T23:00Z"));
  EXPECT_EQ(bounds("America/Sao_Paulo", "2018-11-04"),
            testing::Span("2018-11-04T03:00Z", "2018-11-05T02:00Z"));
  // St John's went back from 00:01 on the 7th to 23:01 on the 6th: the first
  // midnight counts, for the end of the 6th and for the start of the 7th.
  EXPECT_EQ(bounds("America/St_Johns", "2010-11-06").end,
            At("2010-11-07T02:30Z"));
  EXPECT_EQ(bounds("America/St_Johns", "2010-11-07").start,
            At("2010-11-07T02:30Z"));
}

TEST(RequestTest, FractionsOfBoundsRoundInwardsAndOfNowUp) {
  const SlotQuery query = QueryOf(Join({kSchedule, kEvent,
                                        R"("start": "2026-11-23T09:00:00.001Z",
               "end": "2026-11-23T10:00:00.999Z",
               "now": "2026-11-23T08:00:00.000001Z")"}));
  EXPECT_EQ(query.from, At("2026-11-23T09:00:01Z"));
  EXPECT_EQ(query.until, At("2026-11-23T10:00:00Z"));
  EXPECT_EQ(query.now, At("2026-11-23T08:00:01Z"));
  EXPECT_EQ(With(R"("now": "2026-11-23T08:00:00.000Z")").now,
            At("2026-11-23T08:00:00Z"));
}

TEST(RequestTest, BoundsWithinOneSecondAreEmpty) {
  const SlotQuery query = QueryOf(Join(
      {kSchedule, kEvent,
       R"("start": "2026-11-23T09:00:00.2Z", "end": "2026-11-23T09:00:00.70Z")"}));
  EXPECT_EQ(query.from, query.until);
}

TEST(RequestTest, FractionsOfBusyTimesRoundOutwards) {
  const Host host = HostWith(R"(
      "busy": [
        {"start": "2026-11-23T09:00:00.9Z", "end": "2026-11-23T10:00:00.1Z"},
        {"start": "2026-11-23T09:00:00.50Z", "end": "2026-11-23T09:00:00.5Z"},
        {"start": "2026-11-23T09:00:00.5Z", "end": "2026-11-23T09:00:00.51Z"}],
      "bookings": [
        {"start": "2026-11-23T09:00:00.9Z", "end": "2026-11-23T10:00:00.1Z"}],
      "holds": [
        {"start": "2026-11-23T09:00:00.9Z", "end": "2026-11-23T10:00:00.1Z",
         "expiresAt": "2026-11-23T08:00:00.1Z"}])");
  EXPECT_EQ(host.busy[0].start, At("2026-11-23T09:00:00Z"));
  EXPECT_EQ(host.busy[0].end, At("2026-11-23T10:00:01Z"));
  // Equal is empty, however it is written; a hundredth is a second.
  EXPECT_EQ(host.busy[1].start, host.busy[1].end);
  EXPECT_EQ(host.busy[2].end - host.busy[2].start, 1s);
  EXPECT_EQ(host.bookings[0].start, At("2026-11-23T09:00:00Z"));
  EXPECT_EQ(host.bookings[0].end, At("2026-11-23T10:00:01Z"));
  EXPECT_EQ(host.holds[0].end, At("2026-11-23T10:00:01Z"));
  EXPECT_EQ(host.holds[0].expires_at, At("2026-11-23T08:00:01Z"));
}

TEST(RequestTest, AllDayEntriesAreDatesOfTheCalendarsZone) {
  const auto all_day = [](std::string_view zone, std::string_view start,
                          std::string_view end) {
    const Host host = HostWith(
        "\"busy\": [{\"start\": \"" + std::string(start) + "\", \"end\": \"" +
        std::string(end) + "\", \"timeZone\": \"" + std::string(zone) + "\"}]");
    return Interval{host.busy[0].start, host.busy[0].end};
  };
  EXPECT_EQ(all_day("Europe/Rome", "2026-10-25", "2026-10-26"),
            testing::Span("2026-10-24T22:00Z", "2026-10-25T23:00Z"));
  EXPECT_TRUE(all_day("Europe/Rome", "2026-10-25", "2026-10-25").is_empty());
  EXPECT_TRUE(all_day("Pacific/Apia", "2011-12-30", "2011-12-31").is_empty());
  // The 6th comes back after the first minute of the 7th: all of it is busy.
  EXPECT_EQ(all_day("America/St_Johns", "2010-11-06", "2010-11-07"),
            testing::Span("2010-11-06T02:30Z", "2010-11-07T03:30Z"));
}

// --- strictness ------------------------------------------------------------

TEST(RequestTest, TheFirstErrorInTextOrderIsReported) {
  struct Case {
    std::string text;
    std::string error;
  };
  const std::string rest = Join({kSchedule, kBounds, kEvent});
  for (const auto& [text, error] : {
           // A wrong value, then an unknown field; and the other way round.
           Case{R"({"duration": 0, "colour": 1})", "duration: must be from 1"},
           Case{R"({"colour": 1, "duration": 0})", "colour: unknown field"},
           // A value error inside, before an error of the whole.
           Case{R"({"schedule": {"timeZone": "X"}, "groups": []})",
                "schedule.timeZone: "},
           // Two fields: at the later one.
           Case{R"({"busy": [{"start": "2026-11-23T09:00:00Z",
                    "end": "2026-11-23T08:00:00Z", "colour": 1}]})",
                "busy[0].end: must not be before start"},
           Case{R"({"busy": [{"end": "2026-11-23T08:00:00Z", "colour": 1,
                    "start": "2026-11-23T09:00:00Z"}]})",
                "busy[0].colour: "},
           Case{R"({"schedule": {"timeZone": "UTC", "availability": [
                    {"endTime": "09:00", "startTime": "09:00", "days": []}]}})",
                "schedule.availability[0].endTime: must differ"},
           Case{R"({"eventType": {"offsetStart": 20, "slotInterval": 20,
                    "lengthInMinutes": 0}})",
                "eventType.offsetStart: must be from 0 to 19"},
           Case{R"({"eventType": {"lengthInMinutes": 30}, "duration": 20,
                    "colour": 1})",
                "duration: the event type offers 30"},
           Case{R"({"duration": 20, "eventType": {"lengthInMinutes": 30},
                    "colour": 1})",
                "duration: the event type offers 30"},
           Case{R"({"eventType": {"lengthInMinutes": 30, "bookingWindow":
                    {"value": 400, "type": "calendarDays", "rolling": true,
                     "colour": 1}}})",
                "eventType.bookingWindow.value: must be from 1 to 366"},
           Case{R"({"start": "2026-11-24", "end": "2026-11-23", "colour": 1})",
                "end: must not be before start"},
           Case{R"({"showAway": true, "groups": [{"require": 1, "hosts": [)" +
                    std::string(kBob) + R"(]}], "colour": 1})",
                "showAway: only with one host"},
           // A missing field: at the end of its object.
           Case{R"({"busy": [{"start": "2026-11-23T09:00:00Z"}], "colour": 1})",
                "busy[0].end: required"},
           Case{R"({"eventType": {}, "colour": 1})",
                "eventType.lengthInMinutes: required"},
           Case{R"({"groups": [{"require": 3, "hosts": [)" + std::string(kBob) +
                    R"(], "colour": 1}]})",
                "groups[0].require: must be from 1 to 1, got 3"},
           // What needs all of the text: at its end.
           Case{"{" + rest + R"(, "holds": [{"start": "2026-11-23T09:00:00Z",
                    "end": "2026-11-23T09:00:00Z",
                    "expiresAt": "2026-11-23T09:00:00Z"}], "colour": 1})",
                "colour: "},
           // What is no JSON, before and after.
           Case{R"({"duration": 0, )", "duration: "},
           Case{R"({"duration": 10, )", ": not JSON at byte 17"},
           Case{R"({"duration": 10 "colour": 1})", ": not JSON at byte 16"},
           Case{R"({"colour)", ": not JSON at byte 8"},
           Case{R"({"colour")", "colour: "},
           Case{R"({"busy": [{"start": "2026-11-23T09:00:00Z")",
                ": not JSON at byte 42"},
           Case{R"({"busy": [{"start": "2026-11-23T09:00:00Z"})",
                "busy[0].end: required"},
           Case{"{\"owner\": \"a\xFF\", \"colour\": 1}",
                ": not JSON at byte 12"},
           Case{"{\"colour\": 1, \"owner\": \"a\xFF\"}", "colour: "},
           Case{"{\"duration\": 0, \"owner\": \"a", "duration: "},
           Case{"{" + rest + "} {}", ": not JSON at byte "},
           Case{R"({"eventType": {"lengthInMinutes": 30}} trailing)",
                "start: required"},
           Case{"{" + rest + R"(, "eventType": 1} trailing)",
                "eventType: given twice"},
       }) {
    EXPECT_THAT(ErrorOf(text), StartsWith(error)) << text;
  }
}

TEST(RequestTest, NamesWithEscapesAreTheSameNames) {
  EXPECT_TRUE(
      Read(Join({kSchedule, R"("\u0065ventType": {"lengthInMinutes": 30})",
                 kBounds}))
          .ok());
  EXPECT_THAT(ErrorOf(R"({"start": "2026-11-23", "st\u0061rt": "2026-11-23"})"),
              StartsWith("start: given twice"));
}

TEST(RequestTest, TextsAreUnescaped) {
  EXPECT_EQ(With(R"("owner": "\u0000\u00e9\ud83d\ude00\n")").owner,
            std::string("\0é😀\n", 8));
}

TEST(RequestTest, DepthAndLengthDoNoHarm) {
  const std::string deep = R"({"busy": )" + std::string(300'000, '[');
  EXPECT_THAT(ErrorOf(deep), StartsWith("busy[0]: must be an object"));
  EXPECT_THAT(ErrorOf(std::string(300'000, '[')),
              StartsWith(": a request must be an object"));
  EXPECT_THAT(ErrorOf(R"({"duration": )" + std::string(300'000, '9') + "}"),
              StartsWith("duration: must be from 1 to 10080, got 999"));
  EXPECT_LT(
      ErrorOf(R"({"duration": )" + std::string(300'000, '9') + "}").size(),
      200u);
  EXPECT_LT(ErrorOf("{\"" + std::string(300'000, 'x') + "\": 1}").size(), 400u);
  EXPECT_LT(
      ErrorOf(R"({"timeZone": ")" + std::string(300'000, 'x') + "\"}").size(),
      300u);
}

TEST(RequestTest, AnyTruncationIsAnError) {
  const std::string text =
      "{" + Join({kBounds, kEvent, kSchedule, R"("owner": "é")"}) + "}";
  ASSERT_TRUE(RequestReader().Read(text).ok());
  RequestReader reader;  // one reader, many texts
  for (std::size_t i = 0; i < text.size(); ++i) {
    const absl::Status error = reader.Read(text.substr(0, i)).status();
    ASSERT_FALSE(error.ok()) << i;
    EXPECT_THAT(ErrorJson(error), HasSubstr("\"offset\":")) << i;
  }
  EXPECT_TRUE(reader.Read(text).ok());
}

TEST(RequestTest, WhiteSpaceAroundIsAllowed) {
  EXPECT_TRUE(
      RequestReader()
          .Read(" \r\n\t{" + Join({kBounds, kEvent, kSchedule}) + "}\n\n")
          .ok());
}

TEST(RequestReaderTest, MovedReadersRead) {
  RequestReader first;
  EXPECT_FALSE(first.Read("{").ok());
  RequestReader second = std::move(first);
  EXPECT_TRUE(second.Read("{" + Join({kBounds, kEvent, kSchedule}) + "}").ok());
}

// --- errors ----------------------------------------------------------------

TEST(ErrorJsonTest, SplitsFieldAndMessage) {
  EXPECT_EQ(ErrorJson(absl::InvalidArgumentError("a.b[1].c: what: \"x\"")),
            R"({"error":{"code":"InvalidArgument","field":"a.b[1].c",)"
            R"("message":"what: \"x\""}})");
  EXPECT_EQ(ErrorJson(absl::OutOfRangeError(": too much")),
            R"({"error":{"code":"OutOfRange","field":"",)"
            R"("message":"too much"}})");
  // Words before a colon are no path.
  EXPECT_EQ(ErrorJson(absl::ResourceExhaustedError("no memory: none")),
            R"({"error":{"code":"ResourceExhausted","field":"",)"
            R"("message":"no memory: none"}})");
  EXPECT_EQ(ErrorJson(absl::UnknownError("")),
            R"({"error":{"code":"Internal","field":"","message":""}})");
}

TEST(ErrorJsonTest, HasTheOffsetWhenTheTextIsNoJson) {
  EXPECT_EQ(ErrorJson(RequestReader().Read("{]").status()),
            R"({"error":{"code":"InvalidArgument","field":"",)"
            R"("message":"not JSON at byte 1: expected a field's name or '}', )"
            R"(got \"]\"","offset":1}})");
}

// --- the document ----------------------------------------------------------

// The JSON blocks of docs/request.md are requests, each followed by its answer.
TEST(RequestTest, TheExamplesOfTheDocumentAreTrue) {
  std::ifstream file("docs/request.md");
  std::stringstream page;
  page << file.rdbuf();
  const std::string text = page.str();
  std::vector<std::string> blocks;
  constexpr std::string_view kBegin = "```json\n";
  for (std::size_t at = text.find(kBegin); at != std::string::npos;
       at = text.find(kBegin, at)) {
    at += kBegin.size();
    blocks.push_back(text.substr(at, text.find("```", at) - at));
  }
  ASSERT_GE(blocks.size(), 6u);
  ASSERT_EQ(blocks.size() % 2, 0u);
  for (std::size_t i = 0; i < blocks.size(); i += 2) {
    const absl::StatusOr<Request> request = RequestReader().Read(blocks[i]);
    ASSERT_TRUE(request.ok()) << request.status() << "\n" << blocks[i];
    std::string answer;
    AppendAnswerJson(*request, FindSlots(request->query).value(), answer);
    simdjson::dom::parser parser;
    EXPECT_EQ(answer, simdjson::minify(parser.parse(blocks[i + 1]).value()));
  }
}

}  // namespace
}  // namespace bookable
