#include "bookable/codec/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>
#include <string_view>

#include "bookable/query/find_slots.h"
#include "tests/support/literals.h"

namespace bookable {
namespace {

using testing::At;
using testing::ZoneOf;

std::string Local(std::string_view instant, std::string_view zone) {
  std::string text;
  AppendLocalInstant(At(instant), ZoneOf(zone), text);
  return text;
}

TEST(AppendLocalInstantTest, WritesWallClockAndOffset) {
  EXPECT_EQ(Local("2026-11-24T09:30:00Z", "Europe/Rome"),
            "2026-11-24T10:30:00.000+01:00");
  EXPECT_EQ(Local("2026-11-24T03:30:05Z", "America/New_York"),
            "2026-11-23T22:30:05.000-05:00");
  EXPECT_EQ(Local("2026-11-24T00:00:00Z", "UTC"),
            "2026-11-24T00:00:00.000+00:00");
  EXPECT_EQ(Local("2026-11-24T00:00:00Z", "Asia/Kathmandu"),
            "2026-11-24T05:45:00.000+05:45");
  EXPECT_EQ(Local("2026-11-24T12:00:00Z", "America/St_Johns"),
            "2026-11-24T08:30:00.000-03:30");
  EXPECT_EQ(Local("2200-12-31T23:59:59Z", "UTC"),
            "2200-12-31T23:59:59.000+00:00");
}

TEST(AppendLocalInstantTest, BothReadingsOfAFoldDifferInOffset) {
  EXPECT_EQ(Local("2026-10-25T00:30:00Z", "Europe/Rome"),
            "2026-10-25T02:30:00.000+02:00");
  EXPECT_EQ(Local("2026-10-25T01:30:00Z", "Europe/Rome"),
            "2026-10-25T02:30:00.000+01:00");
}

// Local mean time: offsets of -00:25:21 and +00:09:21. The text names the
// instant all the same.
TEST(AppendLocalInstantTest, OffsetsWithSecondsAreCut) {
  for (const auto& [zone, text] :
       {std::pair{"Europe/Dublin", "1910-01-01T11:35:00.000-00:25"},
        std::pair{"Europe/Paris", "1910-01-01T12:09:00.000+00:09"}}) {
    const std::string got = Local("1910-01-01T12:00:00Z", zone);
    EXPECT_EQ(got, text);
    EXPECT_EQ(ParseInstant(got, Rounding::kDown).value(),
              At("1910-01-01T12:00:00Z"));
  }
}

TEST(AppendLocalInstantTest, AppendsToWhatIsThere) {
  std::string text = "at ";
  AppendLocalInstant(At("2026-11-24T09:30:00Z"), Zone(), text);
  EXPECT_EQ(text, "at 2026-11-24T09:30:00.000+00:00");
}

std::string Answer(std::string_view json) {
  RequestReader reader;
  const absl::StatusOr<Request> request = reader.Read(json);
  if (!request.ok()) return request.status().ToString();
  std::string answer;
  AppendAnswerJson(*request, FindSlots(request->query).value(), answer);
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(answer).error(), simdjson::SUCCESS) << answer;
  return answer;
}

TEST(AppendAnswerJsonTest, NoSlotsNoDates) {
  EXPECT_EQ(Answer(R"({"schedule": {"timeZone": "UTC"},
                       "eventType": {"lengthInMinutes": 30},
                       "start": "2026-11-23", "end": "2026-11-24"})"),
            R"({"slots":{}})");
}

TEST(AppendAnswerJsonTest, DatesAreThoseOfTheAnswersZone) {
  // 15:00 to 17:00 UTC is midnight to 02:00 in Tokyo.
  constexpr std::string_view kRequest = R"({
    "schedule": {"timeZone": "UTC", "availability": [
      {"days": ["Monday"], "startTime": "14:00", "endTime": "17:00"}]},
    "eventType": {"lengthInMinutes": 60},
    "start": "2026-11-23T00:00:00Z", "end": "2026-11-25T00:00:00Z",
    "timeZone": "Asia/Tokyo", "format": "range"})";
  EXPECT_EQ(Answer(kRequest), R"({"slots":{"2026-11-23":[)"
                              R"({"start":"2026-11-23T23:00:00.000+09:00",)"
                              R"("end":"2026-11-24T00:00:00.000+09:00"}],)"
                              R"("2026-11-24":[)"
                              R"({"start":"2026-11-24T00:00:00.000+09:00",)"
                              R"("end":"2026-11-24T01:00:00.000+09:00"},)"
                              R"({"start":"2026-11-24T01:00:00.000+09:00",)"
                              R"("end":"2026-11-24T02:00:00.000+09:00"}]}})");
}

// St John's went back from 00:01 on the 7th to 23:01 on the 6th: the 6th comes
// back, and has one place in the answer.
TEST(AppendAnswerJsonTest, ADateThatComesBackHasOnePlace) {
  EXPECT_EQ(Answer(R"({
    "schedule": {"timeZone": "UTC", "availability": [{"days": ["Sunday"],
      "startTime": "02:00", "endTime": "04:00"}]},
    "eventType": {"lengthInMinutes": 30},
    "start": "2010-11-07T00:00:00Z", "end": "2010-11-08T00:00:00Z",
    "timeZone": "America/St_Johns"})"),
            R"({"slots":{"2010-11-06":[)"
            R"({"start":"2010-11-06T23:30:00.000-02:30"},)"
            R"({"start":"2010-11-06T23:30:00.000-03:30"}],)"
            R"("2010-11-07":[{"start":"2010-11-07T00:00:00.000-02:30"},)"
            R"({"start":"2010-11-07T00:00:00.000-03:30"}]}})");
}

TEST(AppendAnswerJsonTest, SeatsAreCounted) {
  EXPECT_EQ(Answer(R"({
    "schedule": {"timeZone": "UTC", "availability": [{"days": ["Monday"],
      "startTime": "09:00", "endTime": "11:00"}]},
    "eventType": {"lengthInMinutes": 60, "seats": {"seatsPerTimeSlot": 5}},
    "bookings": [{"start": "2026-11-23T09:00:00Z",
                  "end": "2026-11-23T10:00:00Z", "seatsTaken": 3}],
    "start": "2026-11-23", "end": "2026-11-23"})"),
            R"({"slots":{"2026-11-23":[)"
            R"({"start":"2026-11-23T09:00:00.000+00:00",)"
            R"("seatsBooked":3,"seatsRemaining":2},)"
            R"({"start":"2026-11-23T10:00:00.000+00:00",)"
            R"("seatsBooked":0,"seatsRemaining":5}]}})");
}

constexpr std::string_view kAnn = R"({"id": "a\"\\\u0001é", "schedule": {
    "timeZone": "UTC", "availability": [{"days": ["Monday"],
    "startTime": "09:00", "endTime": "11:00"}]}})";
constexpr std::string_view kBob = R"({"id": "bob", "schedule": {
    "timeZone": "UTC", "availability": [{"days": ["Monday"],
    "startTime": "09:00", "endTime": "10:00"}]}})";

std::string Team(std::string_view form) {
  std::string request = "{";
  request += form;
  request += R"(, "eventType": {"lengthInMinutes": 60},
                "start": "2026-11-23", "end": "2026-11-23"})";
  return Answer(request);
}

TEST(AppendAnswerJsonTest, TeamsNameHostsInOrderOfTheRequest) {
  EXPECT_EQ(Team("\"assign\": true, \"groups\": [{\"require\": 1, "
                 "\"hosts\": [" +
                 std::string(kBob) + "," + std::string(kAnn) + "]}]"),
            R"({"slots":{"2026-11-23":[)"
            R"({"start":"2026-11-23T09:00:00.000+00:00",)"
            R"("hosts":["bob","a\"\\\u0001é"],"assigned":["bob"]},)"
            R"({"start":"2026-11-23T10:00:00.000+00:00",)"
            R"("hosts":["a\"\\\u0001é"],"assigned":["a\"\\\u0001é"]}]}})");
}

TEST(AppendAnswerJsonTest, ATeamOfOneNamesItsHost) {
  EXPECT_EQ(Team("\"assign\": true, \"groups\": [{\"require\": \"all\", "
                 "\"hosts\": [" +
                 std::string(kBob) + "]}]"),
            R"({"slots":{"2026-11-23":[)"
            R"({"start":"2026-11-23T09:00:00.000+00:00",)"
            R"("hosts":["bob"],"assigned":["bob"]}]}})");
}

TEST(AppendAnswerJsonTest, StagesListHostsInTheirOwnOrder) {
  const std::string both = std::string(kBob) + "," + std::string(kAnn);
  EXPECT_EQ(Team("\"stages\": [{\"lengthInMinutes\": 30, \"groups\": "
                 "[{\"require\": 1, \"hosts\": [" +
                 both +
                 "]}]}, {\"lengthInMinutes\": 10, \"groups\": [{\"require\": "
                 "2, \"hosts\": [{\"id\": \"a\\\"\\\\\\u0001é\"}, {\"id\": "
                 "\"bob\"}]}], \"gapBefore\": {\"max\": 5}}]"),
            R"({"slots":{"2026-11-23":[)"
            R"({"start":"2026-11-23T09:00:00.000+00:00","stages":[)"
            R"({"start":"2026-11-23T09:00:00.000+00:00",)"
            R"("end":"2026-11-23T09:30:00.000+00:00",)"
            R"("hosts":["bob","a\"\\\u0001é"]},)"
            R"({"start":"2026-11-23T09:30:00.000+00:00",)"
            R"("end":"2026-11-23T09:40:00.000+00:00",)"
            R"("hosts":["a\"\\\u0001é","bob"]}]}]}})");
}

TEST(AppendAnswerJsonTest, ASequenceOfOneStageHasOne) {
  EXPECT_EQ(Team("\"stages\": [{\"lengthInMinutes\": 60, \"groups\": "
                 "[{\"require\": 1, \"hosts\": [" +
                 std::string(kBob) + "]}]}]"),
            R"({"slots":{"2026-11-23":[)"
            R"({"start":"2026-11-23T09:00:00.000+00:00","stages":[)"
            R"({"start":"2026-11-23T09:00:00.000+00:00",)"
            R"("end":"2026-11-23T10:00:00.000+00:00","hosts":["bob"]}]}]}})");
}

std::string Away(std::string_view bounds) {
  return Answer(R"({"schedule": {"timeZone": "Pacific/Apia", "outOfOffice": [
      {"start": "2011-12-28", "end": "2011-12-29", "reason": "first"},
      {"start": "2011-12-29", "end": "2011-12-31", "reason": "\"so\"",
       "notes": "line\nline"}]},
    "eventType": {"lengthInMinutes": 30}, "showAway": true, )" +
                std::string(bounds) + "}");
}

// Apia skipped 2011-12-30.
TEST(AppendAnswerJsonTest, AwayNamesTheDatesTheZoneHas) {
  EXPECT_EQ(Away(R"("start": "2011-12-29", "end": "2012-01-02")"),
            R"({"slots":{},"away":{)"
            R"("2011-12-29":{"reason":"first","notes":""},)"
            R"("2011-12-31":{"reason":"\"so\"","notes":"line\u000aline"}}})");
}

TEST(AppendAnswerJsonTest, AwayIsBoundedByTheQuery) {
  EXPECT_EQ(Away(R"("start": "2011-12-28", "end": "2011-12-28")"),
            R"({"slots":{},"away":{)"
            R"("2011-12-28":{"reason":"first","notes":""}}})");
  EXPECT_EQ(Away(R"("start": "2012-01-01", "end": "2012-01-02")"),
            R"({"slots":{},"away":{}})");
  EXPECT_EQ(
      Away(R"("start": "2011-12-28T12:00:00Z", "end": "2011-12-28T12:00:00Z")"),
      R"({"slots":{},"away":{}})");
}

}  // namespace
}  // namespace bookable
