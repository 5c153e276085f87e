#include "bookable/codec/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/literals.h"

namespace bookable {
namespace {

using testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Request Read(std::string_view json) {
  RequestReader reader;
  return reader.Read(json).value();
}

bool IsJson(std::string_view text) {
  simdjson::dom::parser parser;
  return parser.parse(std::string(text)).error() == simdjson::SUCCESS;
}

std::string Why(std::string_view json, std::string_view at) {
  const Request request = Read(json);
  std::string out;
  AppendExplanationJson(request, Explain(request.query, At(at)).value(), out);
  EXPECT_TRUE(IsJson(out)) << out;
  return out;
}

// The reasons alone.
std::string ReasonsAt(std::string_view json, std::string_view at) {
  const std::string text = Why(json, at);
  const std::string_view name = "\"reasons\":[";
  const std::size_t begin = text.find(name) + name.size();
  return text.substr(begin, text.size() - 2 - begin);
}

// One host in Rome (an hour ahead), Tuesdays 9 to 12 there; a slot is 30
// minutes. `event` and `more` begin with a comma.
std::string OneHost(std::string_view event, std::string_view more = "",
                    std::string_view schedule = "") {
  std::string json = R"({"schedule": {"timeZone": "Europe/Rome",
      "availability": [{"days": ["Tuesday"], "startTime": "09:00",
                        "endTime": "12:00"}])";
  json += schedule;
  json += R"(}, "eventType": {"lengthInMinutes": 30)";
  json += event;
  json += R"(}, "start": "2026-11-24", "end": "2026-11-24")";
  json += more;
  return json + "}";
}

TEST(AppendExplanationJsonTest, ASlotHasNoReason) {
  EXPECT_EQ(Why(OneHost(""), "2026-11-24T09:30Z"),
            R"({"at":"2026-11-24T10:30:00.000+01:00","bookable":true,)"
            R"("accepted":true,"reasons":[]})");
}

TEST(AppendExplanationJsonTest, InstantsAreOfTheAnswersZone) {
  EXPECT_EQ(
      Why(OneHost("", R"(, "timeZone": "Asia/Tokyo")"), "2026-11-24T09:10Z"),
      R"({"at":"2026-11-24T18:10:00.000+09:00","bookable":false,)"
      R"("accepted":true,"reasons":[{"kind":"grid",)"
      R"("before":"2026-11-24T18:00:00.000+09:00",)"
      R"("after":"2026-11-24T18:30:00.000+09:00"}]})");
}

TEST(AppendExplanationJsonTest, QueryAndClosed) {
  EXPECT_EQ(ReasonsAt(OneHost(""), "2026-11-25T09:00Z"),
            R"({"kind":"query","start":"2026-11-24T00:00:00.000+01:00",)"
            R"("end":"2026-11-25T00:00:00.000+01:00"},)"
            R"({"kind":"closed","start":"2026-11-25T10:00:00.000+01:00",)"
            R"("end":"2026-11-25T10:30:00.000+01:00","date":"2026-11-25",)"
            R"("zone":"Europe/Rome","source":"schedule.availability"})");
}

TEST(AppendExplanationJsonTest, ClosedNamesWhatSetTheHours) {
  const auto source_with = [](std::string_view schedule) {
    const std::string reason =
        ReasonsAt(OneHost("", "", schedule), "2026-11-24T13:00Z");
    return reason.substr(reason.find("\"date\""));
  };
  EXPECT_EQ(source_with(R"(, "overrides": [{"date": "2026-11-23"},
                {"date": "2026-11-24", "startTime": "09:00",
                 "endTime": "10:00"}])"),
            R"("date":"2026-11-24","zone":"Europe/Rome",)"
            R"("source":"schedule.overrides[1]"})");
  EXPECT_EQ(source_with(R"(, "holidays": [{"date": "2026-11-24"}])"),
            R"("date":"2026-11-24","zone":"Europe/Rome",)"
            R"("source":"schedule.holidays[0]"})");
  EXPECT_EQ(source_with(R"(, "outOfOffice": [{"start": "2026-11-20",
                             "end": "2026-11-30"}])"),
            R"("date":"2026-11-24","zone":"Europe/Rome",)"
            R"("source":"schedule.outOfOffice[0]"})");
  // Where the date was read: midnight in Tokyo.
  EXPECT_EQ(ReasonsAt(OneHost("", "", R"(, "travel": [{"timeZone": "Asia/Tokyo",
                                          "startDate": "2026-11-01"}])"),
                      "2026-11-24T15:00Z"),
            R"({"kind":"closed","start":"2026-11-24T16:00:00.000+01:00",)"
            R"("end":"2026-11-24T16:30:00.000+01:00","date":"2026-11-25",)"
            R"("zone":"Asia/Tokyo","source":"schedule.availability"})");
}

TEST(AppendExplanationJsonTest, BusyAndBufferNameTheEntry) {
  EXPECT_EQ(ReasonsAt(OneHost(R"(, "beforeEventBuffer": 10)", R"(,
      "now": "2026-11-24T00:00:00Z",
      "busy": [{"start": "2026-11-24T08:00:00Z", "end": "2026-11-24T08:30:00Z",
                "id": "a\"\\\u0001é"},
               {"start": "2026-11-24T09:20:00Z", "end": "2026-11-24T09:40:00Z",
                "beforeEventBuffer": 30}],
      "bookings": [{"start": "2026-11-24T09:00:00Z",
                    "end": "2026-11-24T09:15:00Z", "id": "b1"}],
      "holds": [{"start": "2026-11-24T08:50:00Z",
                 "end": "2026-11-24T08:55:00Z",
                 "expiresAt": "2026-11-25T00:00:00Z"}])"),
                      "2026-11-24T08:35Z"),
            R"({"kind":"busy","source":"bookings[0]","id":"b1",)"
            R"("start":"2026-11-24T10:00:00.000+01:00",)"
            R"("end":"2026-11-24T10:15:00.000+01:00"},)"
            R"({"kind":"busy","source":"holds[0]",)"
            R"("start":"2026-11-24T09:50:00.000+01:00",)"
            R"("end":"2026-11-24T09:55:00.000+01:00"},)"
            R"({"kind":"buffer","source":"busy[0]","id":"a\"\\\u0001é",)"
            R"("start":"2026-11-24T09:00:00.000+01:00",)"
            R"("end":"2026-11-24T09:30:00.000+01:00","side":"before"},)"
            R"({"kind":"buffer","source":"busy[1]",)"
            R"("start":"2026-11-24T10:20:00.000+01:00",)"
            R"("end":"2026-11-24T10:40:00.000+01:00","side":"after"})");
}

TEST(AppendExplanationJsonTest, Short) {
  EXPECT_EQ(ReasonsAt(OneHost("", R"(, "busy": [
      {"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T10:00:00Z"}])"),
                      "2026-11-24T08:45Z"),
            R"({"kind":"busy","source":"busy[0]",)"
            R"("start":"2026-11-24T10:00:00.000+01:00",)"
            R"("end":"2026-11-24T11:00:00.000+01:00"},)"
            R"({"kind":"short","start":"2026-11-24T09:00:00.000+01:00",)"
            R"("end":"2026-11-24T10:00:00.000+01:00"})");
}

TEST(AppendExplanationJsonTest, Full) {
  EXPECT_EQ(ReasonsAt(OneHost(R"(, "seats": {"seatsPerTimeSlot": 2})", R"(,
      "bookings": [{"start": "2026-11-24T09:00:00Z",
                    "end": "2026-11-24T09:30:00Z", "seatsTaken": 3}])"),
                      "2026-11-24T09:00Z"),
            R"({"kind":"full","seatsBooked":3,"seats":2})");
}

TEST(AppendExplanationJsonTest, NoticeWindowAndNotFirst) {
  EXPECT_EQ(ReasonsAt(OneHost(R"(, "minimumBookingNotice": 60,
      "onlyShowFirstAvailableSlot": true)",
                              R"(, "now": "2026-11-24T07:00:01Z")"),
                      "2026-11-24T10:30Z"),
            R"({"kind":"notFirst","first":"2026-11-24T09:30:00.000+01:00"})");
  EXPECT_EQ(ReasonsAt(OneHost(R"(, "minimumBookingNotice": 60)",
                              R"(, "now": "2026-11-24T07:00:01Z")"),
                      "2026-11-24T08:00Z"),
            R"({"kind":"notice","earliest":"2026-11-24T09:00:01.000+01:00"})");
  EXPECT_EQ(ReasonsAt(OneHost(R"(, "bookingWindow": {"type": "range",
                "value": ["2026-11-25", "2026-11-30"]})"),
                      "2026-11-24T09:00Z"),
            R"({"kind":"window","first":"2026-11-25","last":"2026-11-30"})");
  EXPECT_EQ(ReasonsAt(OneHost(R"(, "bookingWindow": {"type": "calendarDays",
                "value": 3})",
                              R"(, "now": "2026-11-20T08:00:00Z")"),
                      "2026-11-24T09:00Z"),
            R"({"kind":"window","last":"2026-11-23"})");
}

TEST(AppendExplanationJsonTest, Limits) {
  EXPECT_EQ(ReasonsAt(OneHost(R"(, "bookingLimitsCount": {"day": 1},
      "bookingLimitsDuration": {"week": 45})",
                              R"(, "bookings": [
      {"start": "2026-11-24T08:00:00Z", "end": "2026-11-24T08:30:00Z"}])"),
                      "2026-11-24T09:00Z"),
            R"({"kind":"limit","limit":"count","period":"day",)"
            R"("first":"2026-11-24","last":"2026-11-24","current":1,"most":1},)"
            R"({"kind":"limit","limit":"duration","period":"week",)"
            R"("first":"2026-11-22","last":"2026-11-28","current":30,)"
            R"("most":45})");
}

std::string HostIn(std::string_view id, std::string_view start,
                   std::string_view end, std::string_view more = "") {
  std::string json = R"({"id": ")";
  json += id;
  json += R"(", "schedule": {"timeZone": "UTC", "availability": [{"days":
           ["Tuesday"], "startTime": ")";
  json += start;
  json += R"(", "endTime": ")";
  json += end;
  json += "\"}]}";
  json += more;
  return json + "}";
}

std::string Team(std::string_view groups) {
  std::string json = "{\"groups\": [";
  json += groups;
  return json + R"(], "eventType": {"lengthInMinutes": 30},
                   "start": "2026-11-24", "end": "2026-11-24"})";
}

TEST(AppendExplanationJsonTest, TeamsNameGroupsAndHosts) {
  EXPECT_EQ(Why(Team(R"({"id": "d\"r", "require": "all", "hosts": [)" +
                     HostIn("ann", "09:00", "10:00") + "," +
                     HostIn("b\\\"ob", "09:00", "10:00",
                            R"(, "busy": [{"start": "2026-11-24T09:00:00Z",
                                     "end": "2026-11-24T09:10:00Z"}])") +
                     R"(]}, {"require": 1, "hosts": [{"id": "ann"}]})"),
                "2026-11-24T09:00Z"),
            R"({"at":"2026-11-24T09:00:00.000+00:00","bookable":false,)"
            R"("accepted":false,"reasons":[)"
            R"({"kind":"group","id":"d\"r","require":2,"able":1},)"
            R"({"kind":"group","require":1,"able":0}],"groups":[)"
            R"({"id":"d\"r","require":2,"able":1,"hosts":[)"
            R"({"id":"ann","able":true,"reasons":[]},)"
            R"({"id":"b\"ob","able":false,"reasons":[)"
            R"({"kind":"busy","source":"busy[0]",)"
            R"("start":"2026-11-24T09:00:00.000+00:00",)"
            R"("end":"2026-11-24T09:10:00.000+00:00"}]}]},)"
            R"({"require":1,"able":1,"hosts":[)"
            R"({"id":"ann","able":true,"reasons":[]}]}]})");
}

TEST(AppendExplanationJsonTest, ATeamOfOneIsATeam) {
  const std::string team = Team(R"({"require": 1, "hosts": [)" +
                                HostIn("ann", "09:00", "10:00") + "]}");
  EXPECT_EQ(Why(team, "2026-11-24T09:00Z"),
            R"({"at":"2026-11-24T09:00:00.000+00:00","bookable":true,)"
            R"("accepted":true,"reasons":[],"groups":[{"require":1,"able":1,)"
            R"("hosts":[{"id":"ann","able":true,"reasons":[]}]}]})");
  EXPECT_THAT(Why(team, "2026-11-24T10:00Z"),
              HasSubstr(R"("reasons":[{"kind":"group","require":1,"able":0}],)"
                        R"("groups":[{"require":1,"able":0,"hosts":[)"
                        R"({"id":"ann","able":false,"reasons":[)"
                        R"({"kind":"closed",)"));
}

TEST(AppendExplanationJsonTest, AppendsToWhatIsThere) {
  const Request request = Read(OneHost(""));
  const Explanation why =
      Explain(request.query, At("2026-11-24T09:30Z")).value();
  std::string once;
  AppendExplanationJson(request, why, once);
  std::string twice = once + "\n";
  AppendExplanationJson(request, why, twice);
  EXPECT_EQ(twice, once + "\n" + once);
}

std::vector<std::string> Sorted(std::string_view text,
                                std::vector<std::string> rules) {
  std::vector<RuleEffect> effects;
  for (std::string& rule : rules) effects.push_back({.rule = std::move(rule)});
  SortByText(text, effects);
  rules.clear();
  for (RuleEffect& effect : effects) rules.push_back(std::move(effect.rule));
  return rules;
}

TEST(SortByTextTest, OrdersPathsAsTheyStand) {
  constexpr std::string_view kText = R"({
    "bu\u0073y": [1, 2, 3],
    "eventType": {"minimumBookingNotice": 1,
                  "bookingLimitsCount": {"week": 1, "day": 2},
                  "beforeEventBuffer": 1},
    "schedule": {"holidays": [1], "availability": [1, 2]},
    "bookings": [1]})";
  EXPECT_THAT(
      Sorted(kText,
             {"eventType.beforeEventBuffer", "eventType.minimumBookingNotice",
              "eventType.bookingLimitsCount.day",
              "eventType.bookingLimitsCount.week", "schedule.availability[0]",
              "schedule.availability[1]", "schedule.holidays[0]", "bookings[0]",
              "busy[0]", "busy[2]"}),
      ElementsAre("busy[0]", "busy[2]", "eventType.minimumBookingNotice",
                  "eventType.bookingLimitsCount.week",
                  "eventType.bookingLimitsCount.day",
                  "eventType.beforeEventBuffer", "schedule.holidays[0]",
                  "schedule.availability[0]", "schedule.availability[1]",
                  "bookings[0]"));
  EXPECT_THAT(Sorted(kText, {}), IsEmpty());
}

TEST(SortByTextTest, OrdersHostsOfGroupsAndStages) {
  EXPECT_THAT(
      Sorted(R"({"groups": [{"hosts": [{"busy": [1], "schedule":
               {"overrides": [1]}}, {"schedule": {"overrides": [1]},
                "busy": [1]}]}, {"hosts": [{"busy": [1]}]}]})",
             {"groups[0].hosts[0].schedule.overrides[0]",
              "groups[0].hosts[0].busy[0]",
              "groups[0].hosts[1].schedule.overrides[0]",
              "groups[0].hosts[1].busy[0]", "groups[1].hosts[0].busy[0]"}),
      ElementsAre("groups[0].hosts[0].busy[0]",
                  "groups[0].hosts[0].schedule.overrides[0]",
                  "groups[0].hosts[1].schedule.overrides[0]",
                  "groups[0].hosts[1].busy[0]", "groups[1].hosts[0].busy[0]"));
  EXPECT_THAT(
      Sorted(R"({"stages": [{"groups": [{"hosts": [{"holds": [1], "busy":
               [1]}]}]}], "eventType": {"offsetStart": 1}})",
             {"eventType.offsetStart", "stages[0].groups[0].hosts[0].busy[0]",
              "stages[0].groups[0].hosts[0].holds[0]"}),
      ElementsAre("stages[0].groups[0].hosts[0].holds[0]",
                  "stages[0].groups[0].hosts[0].busy[0]",
                  "eventType.offsetStart"));
}

TEST(SortByTextTest, TextThatIsNoJsonKeepsTheOrder) {
  EXPECT_THAT(Sorted("{", {"b", "a"}), ElementsAre("b", "a"));
}

std::string WithoutRules(std::string_view json) {
  const Request request = Read(json);
  std::vector<RuleEffect> effects = WhatIf(request.query).value();
  SortByText(json, effects);
  std::string out;
  AppendWhatIfJson(request, effects, out);
  EXPECT_TRUE(IsJson(out)) << out;
  return out;
}

TEST(AppendWhatIfJsonTest, RulesInOrderOfTheText) {
  EXPECT_EQ(WithoutRules(R"({
      "busy": [{"start": "2026-11-24T08:00:00Z", "end": "2026-11-24T09:00:00Z"},
               {"start": "2026-11-25T08:00:00Z", "end": "2026-11-25T09:00:00Z"}],
      "schedule": {"availability": [{"days": ["Tuesday"],
          "startTime": "09:00", "endTime": "12:00"}], "timeZone": "Europe/Rome"},
      "eventType": {"lengthInMinutes": 60, "minimumBookingNotice": 60},
      "now": "2026-11-24T08:30:00Z",
      "start": "2026-11-24", "end": "2026-11-24", "timeZone": "UTC"})"),
            R"({"rules":[)"
            R"({"rule":"schedule.availability[0]","gained":[],)"
            R"("lost":["2026-11-24T10:00:00.000+00:00"]},)"
            R"({"rule":"eventType.minimumBookingNotice",)"
            R"("gained":["2026-11-24T09:00:00.000+00:00"],"lost":[]}]})");
}

TEST(AppendWhatIfJsonTest, NothingChangesTheAnswer) {
  EXPECT_EQ(WithoutRules(R"({"schedule": {"timeZone": "UTC"},
      "eventType": {"lengthInMinutes": 60},
      "start": "2026-11-24", "end": "2026-11-24"})"),
            R"({"rules":[]})");
}

}  // namespace
}  // namespace bookable
