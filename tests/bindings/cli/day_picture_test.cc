#include "bindings/cli/day_picture.h"

#include <string>
#include <string_view>
#include <vector>

#include "bookable/query/find_slots.h"
#include "tests/bindings/cli/request_testing.h"
#include "tests/support/literals.h"

namespace bookable::cli {
namespace {

using ::bookable::testing::At;
using ::bookable::testing::DayOf;
using ::bookable::testing::Span;
using ::bookable::testing::ZoneOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RequestOf;

std::string Draw(std::string_view json, std::string_view date,
                 const Style& style = {}) {
  const Request request = RequestOf(json);
  const SlotList slots = FindSlots(request.query).value();
  std::vector<Instant> starts;
  for (const Instant t : slots.starts()) {
    if (AnswerZone(request.query).DateAt(t) == DayOf(date)) {
      starts.push_back(t);
    }
  }
  DayPicture picture(request, DayOf(date), starts);
  picture.Add(Explain(request.query, picture.times()).value());
  return picture.Draw(style);
}

// Tuesdays 9 to 12 in UTC, slots of 30 minutes.
std::string Morning(std::string_view event, std::string_view more = "") {
  std::string json = R"({"schedule": {"timeZone": "UTC", "availability": [
      {"days": ["Tuesday"], "startTime": "09:00", "endTime": "12:00"}]},
      "eventType": {"lengthInMinutes": 30)";
  json += event;
  json += R"(}, "start": "2026-11-24", "end": "2026-11-24")";
  json += more;
  return json + "}";
}

// The line of cells from 06:00 to 12:00.
std::string Cells(std::string_view event, std::string_view more = "") {
  const std::string text = Draw(Morning(event, more), "2026-11-24");
  const std::size_t begin = text.find("\n06:00");
  const std::size_t line = text.find('\n', begin + 1) + 1;
  // From 09:00 on.
  return text.substr(line + 36, 36);
}

TEST(DayPictureTest, ADayIsRowsOfSixHours) {
  EXPECT_EQ(
      Draw(Morning("", R"(, "busy": [{"start": "2026-11-24T10:00:00Z",
                                      "end": "2026-11-24T10:20:00Z"}])"),
           "2026-11-24"),
      "Tue 24 Nov 2026, UTC (+00:00): where a slot of 30 min can begin\n"
      "\n"
      "06:00 06:30 07:00 07:30 08:00 08:30 09:00 09:30 10:00 10:30 11:00 "
      "11:30\n"
      "....................................o-----osssss####--o-----o-----o"
      "sssss\n"
      "\n"
      "o slot begins   - free, no start of the grid   s too short   # busy   "
      ". closed\n"
      "5 slots, a cell is 5 minutes; closed before 06:00 and from 12:00 on\n");
}

TEST(DayPictureTest, Utf8HasItsOwnGlyphs) {
  EXPECT_THAT(Draw(Morning(""), "2026-11-24", {.utf8 = true}),
              HasSubstr("····●─────●─────"));
}

TEST(DayPictureTest, ColourOnlyAddsEscapes) {
  std::string colored = Draw(Morning(""), "2026-11-24", {.color = true});
  EXPECT_THAT(colored, HasSubstr("\x1b[1;32mo\x1b[0m"));
  for (std::size_t at; (at = colored.find('\x1b')) != std::string::npos;) {
    colored.erase(at, colored.find('m', at) + 1 - at);
  }
  EXPECT_EQ(colored, Draw(Morning(""), "2026-11-24"));
}

TEST(DayPictureTest, EachReasonHasItsLetter) {
  EXPECT_EQ(Cells(R"(, "beforeEventBuffer": 10)",
                  R"(, "bookings": [{"start": "2026-11-24T09:30:00Z",
                      "end": "2026-11-24T09:45:00Z"}])"),
            "ssss#####==-o-----o-----o-----osssss");
  EXPECT_EQ(Cells(R"(, "minimumBookingNotice": 60)",
                  R"(, "now": "2026-11-24T09:00:00Z")"),
            "nnnnnnnnnnnno-----o-----o-----osssss");
  EXPECT_EQ(Cells(R"(, "bookingWindow": {"type": "range",
                       "value": ["2026-11-25", "2026-11-25"]})"),
            "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwsssss");
  EXPECT_EQ(Cells(R"(, "bookingLimitsCount": {"day": 1})",
                  R"(, "bookings": [{"start": "2026-11-24T20:00:00Z",
                      "end": "2026-11-24T20:30:00Z"}])"),
            "lllllllllllllllllllllllllllllllsssss");
  EXPECT_EQ(Cells(R"(, "onlyShowFirstAvailableSlot": true)"),
            "o-----1-----1-----1-----1-----1sssss");
  EXPECT_EQ(Cells(R"(, "seats": {"seatsPerTimeSlot": 1})",
                  R"(, "bookings": [{"start": "2026-11-24T10:00:00Z",
                      "end": "2026-11-24T10:30:00Z"}])"),
            "o-----osssssf#####o-----o-----osssss");
}

TEST(DayPictureTest, StartsThatWereNotAskedForAreTold) {
  std::string json = Morning("");
  json.replace(json.find("2026-11-24"), 10, "2026-11-23");
  json.replace(json.find("2026-11-24"), 10, "2026-11-23");
  EXPECT_THAT(Draw(json, "2026-11-24"),
              HasSubstr("....q-----q-----q-----q-----q-----qsssss\n"));
  EXPECT_THAT(Draw(json, "2026-11-24"), HasSubstr("q outside the request"));
}

TEST(DayPictureTest, ASlotBetweenTheCellsBeginsInOne) {
  // Every 7 minutes from 09:00: 09:00, 09:07, 09:14, 09:21, 09:28, 09:35.
  EXPECT_EQ(Cells(R"(, "slotInterval": 7)").substr(0, 8), "ooo-oo-o");
}

TEST(DayPictureTest, RowsGrowWithTheWidth) {
  const std::string json = Morning("");
  EXPECT_THAT(Draw(json, "2026-11-24", {.width = 150}),
              HasSubstr("\n00:00 00:30"));
  EXPECT_THAT(Draw(json, "2026-11-24", {.width = 60}),
              HasSubstr("\n08:00 08:30 09:00 09:30 10:00 10:30 11:00 11:30\n"
                        "............o"));
  for (const int width : {60, 80, 100, 200, 300}) {
    const std::string text = Draw(json, "2026-11-24", {.width = width});
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      EXPECT_LE(end - at, static_cast<std::size_t>(width)) << text;
      at = end + 1;
    }
  }
}

TEST(DayPictureTest, ADayThatIsClosedIsDrawn) {
  const std::string text = Draw(Morning(""), "2026-11-25");
  EXPECT_THAT(text, HasSubstr("\n00:00 00:30"));
  EXPECT_THAT(text, HasSubstr("\n18:00 18:30"));
  EXPECT_THAT(text, HasSubstr("\n0 slots, a cell is 5 minutes\n"));
}

constexpr std::string_view kWeekends = R"({"schedule": {"timeZone":
    "Europe/Rome", "availability": [{"days": ["Saturday", "Sunday"],
    "startTime": "00:00", "endTime": "24:00"}]},
    "eventType": {"lengthInMinutes": 60},
    "start": "2026-03-28", "end": "2026-10-26"})";

TEST(DayPictureTest, ClocksThatGoForwardSkipHours) {
  const std::string text = Draw(kWeekends, "2026-03-29");
  EXPECT_THAT(text, HasSubstr("\n00:00 00:30 01:00 01:30 03:00 03:30 04:00 "));
  EXPECT_THAT(text, HasSubstr("\nclocks go forward 1 h: 02:00 -> 03:00 (+01:00 "
                              "-> +02:00)\n"));
  EXPECT_THAT(text, HasSubstr("\n23 slots,"));
  EXPECT_THAT(text, Not(HasSubstr("Europe/Rome (")));
}

TEST(DayPictureTest, ClocksThatGoBackShowAnHourTwice) {
  const std::string text = Draw(kWeekends, "2026-10-25");
  EXPECT_THAT(text, HasSubstr("\n00:00 00:30 01:00 01:30 02:00 02:30 02:00 "
                              "02:30 03:00 "));
  EXPECT_THAT(text, HasSubstr("\nclocks go back 1 h: 03:00 -> 02:00"));
  EXPECT_THAT(text, HasSubstr("\n23:00 23:30\nosssssssssss\n"));
  EXPECT_THAT(text, HasSubstr("\n25 slots,"));
}

TEST(DayPictureTest, TimesOfADay) {
  EXPECT_EQ(TimesOfDay(ZoneOf("Europe/Rome"), DayOf("2026-11-24")).size(),
            288u);
  EXPECT_EQ(TimesOfDay(ZoneOf("Europe/Rome"), DayOf("2026-03-29")).size(),
            276u);
  EXPECT_EQ(
      TimesOfDay(ZoneOf("Australia/Lord_Howe"), DayOf("2026-10-04")).size(),
      282u);
  EXPECT_TRUE(TimesOfDay(ZoneOf("Pacific/Apia"), DayOf("2011-12-30")).empty());
  // St John's, 2010-11-06: all of it, and 23:01 to 24:00 again.
  const std::vector<Instant> times =
      TimesOfDay(ZoneOf("America/St_Johns"), DayOf("2010-11-06"));
  EXPECT_EQ(times.size(), 288u + 12);
  EXPECT_EQ(times[287], At("2010-11-07T02:25Z"));
  EXPECT_EQ(times[288], At("2010-11-07T02:31Z"));
}

TEST(DayPictureTest, ADateThatComesBackBeginsARow) {
  EXPECT_THAT(Draw(R"({"schedule": {"timeZone": "America/St_Johns",
                       "availability": [{"days": ["Saturday"],
                       "startTime": "22:00", "endTime": "24:00"}]},
                       "eventType": {"lengthInMinutes": 30},
                       "start": "2010-11-06", "end": "2010-11-06"})",
                   "2010-11-06"),
              HasSubstr("\n23:01 23:31\n-----"));
}

std::string Team(std::string_view more = "") {
  std::string json = R"({"groups": [{"require": "all", "hosts": [
      {"id": "ann", "schedule": {"timeZone": "UTC", "availability": [
        {"days": ["Tuesday"], "startTime": "08:00", "endTime": "11:00"}]}},
      {"id": "bob", "schedule": {"timeZone": "UTC", "availability": [
        {"days": ["Tuesday"], "startTime": "09:00", "endTime": "12:00"}]},
       "busy": [{"start": "2026-11-24T09:30:00Z",
                 "end": "2026-11-24T09:40:00Z"}]})";
  json += more;
  return json + R"(]}], "eventType": {"lengthInMinutes": 30},
                   "start": "2026-11-24", "end": "2026-11-24"})";
}

TEST(DayPictureTest, ATeamHasALineAndALineAHost) {
  EXPECT_EQ(
      Draw(Team(), "2026-11-24"),
      "Tue 24 Nov 2026, UTC (+00:00): where a slot of 30 min can begin\n"
      "\n"
      "       06:00 06:30 07:00 07:30 08:00 08:30 09:00 09:30 10:00 10:30 "
      "11:00 11:30\n"
      "slots  ....................................osssss##----o-----osssss"
      ".......xxxxx\n"
      "ann    ........................-------------------------------sssss"
      "............\n"
      "bob    ....................................-sssss##----------------"
      "-------sssss\n"
      "\n"
      "o slot begins   - free   s too short   # busy   . closed   x too few "
      "hosts\n"
      "3 slots, a cell is 5 minutes; closed before 06:00 and from 12:00 on\n");
}

TEST(CellOfTest, TheTimeItselfComesFirst) {
  const Instant at = At("2026-11-24T10:00Z");
  const Reason closed_later{
      .kind = ReasonKind::kClosed,
      .interval = Span("2026-11-24T10:30Z", "2026-11-24T11:00Z")};
  const Reason busy_now{
      .kind = ReasonKind::kBusy,
      .interval = Span("2026-11-24T09:00Z", "2026-11-24T10:30Z")};
  const Reason short_now{.kind = ReasonKind::kShort};
  const std::vector<Reason> busy = {closed_later, busy_now};
  EXPECT_EQ(CellOfHost(busy, at), DayCell::kBusy);
  const std::vector<Reason> cut = {closed_later, short_now};
  EXPECT_EQ(CellOfHost(cut, at), DayCell::kShort);
  const std::vector<Reason> closed = {closed_later};
  EXPECT_EQ(CellOfHost(closed, at), DayCell::kClosed);
  EXPECT_EQ(CellOfHost({}, at), DayCell::kFree);
}

TEST(CellOfTest, WhatForbidsComesBeforeWhatOnlyHides) {
  Explanation explanation{.at = At("2026-11-24T10:00Z")};
  EXPECT_EQ(CellOf(explanation), DayCell::kSlot);
  const auto with = [&](std::vector<ReasonKind> kinds) {
    explanation.reasons.clear();
    for (const ReasonKind kind : kinds) {
      explanation.reasons.push_back({.kind = kind});
    }
    return CellOf(explanation);
  };
  EXPECT_EQ(with({ReasonKind::kQuery, ReasonKind::kGrid, ReasonKind::kNotice}),
            DayCell::kNotice);
  EXPECT_EQ(with({ReasonKind::kQuery, ReasonKind::kGrid}), DayCell::kFree);
  EXPECT_EQ(with({ReasonKind::kQuery, ReasonKind::kNotFirst}),
            DayCell::kNotFirst);
  EXPECT_EQ(with({ReasonKind::kQuery}), DayCell::kNotAsked);
  EXPECT_EQ(with({ReasonKind::kWindow, ReasonKind::kLimit}), DayCell::kWindow);
  EXPECT_EQ(with({ReasonKind::kFull}), DayCell::kFull);
}

TEST(CellOfTest, AGroupShowsWhatItsHostsHaveInCommon) {
  const Instant at = At("2026-11-24T10:00Z");
  const Reason closed{
      .kind = ReasonKind::kClosed,
      .interval = Span("2026-11-24T10:00Z", "2026-11-24T11:00Z")};
  const Reason full{.kind = ReasonKind::kFull};
  Explanation explanation{.at = at, .reasons = {{.kind = ReasonKind::kGroup}}};
  GroupExplanation& group = explanation.groups.emplace_back();
  group.required = 3;
  group.able = 1;
  group.hosts = {{.row = 0, .is_able = true},
                 {.row = 1, .reasons = {closed}},
                 {.row = 2, .reasons = {closed, full}}};
  EXPECT_EQ(CellOf(explanation), DayCell::kClosed);
  group.hosts[2].reasons = {full};
  EXPECT_EQ(CellOf(explanation), DayCell::kTooFew);
  // An able host, but not for both groups at once.
  group.hosts[2].reasons = {closed};
  group.able = 1;
  group.required = 1;
  EXPECT_EQ(CellOf(explanation), DayCell::kTooFew);
}

TEST(DayPictureTest, ManyHostsAreNotAllDrawn) {
  std::string more;
  for (int i = 0; i < 30; ++i) {
    more += R"(, {"id": "h)" + std::to_string(i) +
            R"(", "schedule": {"timeZone": "UTC"}})";
  }
  const std::string text = Draw(Team(more), "2026-11-24");
  EXPECT_THAT(text, HasSubstr("\nh17 "));
  EXPECT_THAT(text, Not(HasSubstr("\nh18 ")));
  EXPECT_THAT(text, HasSubstr("; 12 hosts\nnot drawn\n"));
}

}  // namespace
}  // namespace bookable::cli
