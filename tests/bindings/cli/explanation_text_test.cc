#include "bindings/cli/explanation_text.h"

#include <string>
#include <string_view>
#include <vector>

#include "bindings/cli/query_parts.h"
#include "tests/bindings/cli/request_testing.h"
#include "tests/support/literals.h"

namespace bookable::cli {
namespace {

using ::bookable::testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::RequestOf;
using testing::Teacher;

constexpr Style kWide{.width = 1000};

// The sentences at `at`: of one host, or a team's own.
std::vector<std::string> Why(std::string_view json, std::string_view at,
                             const Style& style = kWide) {
  const Request request = RequestOf(json);
  const Explanation explanation = Explain(request.query, At(at)).value();
  std::vector<std::string> sentences;
  for (const Reason& reason : explanation.reasons) {
    sentences.push_back(ReasonSentence(
        request, explanation, FirstHost(request.query), reason, style));
  }
  return sentences;
}

std::string Draw(std::string_view json, std::string_view at,
                 const Style& style = {}) {
  const Request request = RequestOf(json);
  return DrawExplanation(request, Explain(request.query, At(at)).value(),
                         style);
}

// The teacher with other rules: slots of an hour, Mondays and Tuesdays 9 to 16
// in Rome, which is an hour ahead of UTC.
std::string Event(std::string_view event, std::string_view more = "",
                  std::string_view schedule = "") {
  std::string json = R"({"schedule": {"timeZone": "Europe/Rome",
      "weekStart": "Monday", "availability": [{"days": ["Monday", "Tuesday"],
      "startTime": "09:00", "endTime": "16:00"}])";
  json += schedule;
  json += R"(}, "eventType": {"lengthInMinutes": 60)";
  json += event;
  json += R"(}, "start": "2026-11-23", "end": "2026-11-29")";
  json += more;
  return json + "}";
}

TEST(ReasonSentenceTest, Query) {
  EXPECT_THAT(Why(Teacher(), "2026-11-30T09:00Z"),
              ElementsAre("Not asked for: the request is for starts of Mon 23 "
                          "Nov - Sun 29 Nov 2026 (start, end)."));
  EXPECT_THAT(
      Why(R"({"schedule": {"timeZone": "UTC", "availability": [{"days":
             ["Tuesday"], "startTime": "00:00", "endTime": "24:00"}]},
             "eventType": {"lengthInMinutes": 60},
             "start": "2026-11-24T09:00:00Z", "end": "2026-11-24T09:00:00Z"})",
          "2026-11-24T10:00Z"),
      ElementsAre("Not asked for: the request starts and ends at the same "
                  "instant (start, end)."));
}

TEST(ReasonSentenceTest, ClosedByTheWeek) {
  EXPECT_THAT(
      Why(Teacher(), "2026-11-24T14:30Z"),
      ElementsAre("Closed 16:00-16:30: outside the weekly hours of Tue 24 Nov "
                  "2026 (schedule.availability).",
                  "Too short: the time that is free here ends at 16:00, the "
                  "slot at 16:30."));
  // A part on the next date.
  EXPECT_THAT(
      Why(Teacher(), "2026-11-24T22:30Z"),
      ElementsAre("Closed 23:30-24:00: outside the weekly hours of Tue 24 Nov "
                  "2026 (schedule.availability).",
                  "Closed Wed 25 Nov 2026 00:00-00:30: outside the weekly "
                  "hours of Wed 25 Nov 2026 (schedule.availability)."));
}

TEST(ReasonSentenceTest, ClosedByADate) {
  const auto why = [](std::string_view schedule) {
    return Why(Event("", "", schedule), "2026-11-24T15:00Z").front();
  };
  EXPECT_EQ(why(R"(, "overrides": [{"date": "2026-11-24"}])"),
            "Closed 16:00-17:00: an override closes Tue 24 Nov 2026 "
            "(schedule.overrides[0]).");
  EXPECT_EQ(why(R"(, "overrides": [{"date": "2026-11-24",
                   "startTime": "10:00", "endTime": "10:00"}])"),
            "Closed 16:00-17:00: an override closes Tue 24 Nov 2026 "
            "(schedule.overrides[0]).");
  EXPECT_EQ(why(R"(, "overrides": [{"date": "2026-11-23"}, {"date":
                   "2026-11-24", "startTime": "10:00", "endTime": "11:00"}])"),
            "Closed 16:00-17:00: an override sets other hours for Tue 24 Nov "
            "2026 (schedule.overrides[1]).");
  EXPECT_EQ(why(R"(, "holidays": [{"date": "2026-11-24"}])"),
            "Closed 16:00-17:00: Tue 24 Nov 2026 is a holiday "
            "(schedule.holidays[0]).");
  EXPECT_EQ(why(R"(, "holidays": [{"date": "2026-11-24", "name": "A\tB"}])"),
            "Closed 16:00-17:00: Tue 24 Nov 2026 is a holiday, A?B "
            "(schedule.holidays[0]).");
  EXPECT_EQ(why(R"(, "outOfOffice": [{"start": "2026-11-01",
                   "end": "2026-11-24", "reason": "vacation"}])"),
            "Closed 16:00-17:00: out of office on Tue 24 Nov 2026, vacation "
            "(schedule.outOfOffice[0]).");
  EXPECT_EQ(why(R"(, "outOfOffice": [{"start": "2026-11-01",
                   "end": "2026-11-24"}])"),
            "Closed 16:00-17:00: out of office on Tue 24 Nov 2026 "
            "(schedule.outOfOffice[0]).");
  // 16:00 in Rome is midnight in Tokyo.
  EXPECT_EQ(why(R"(, "travel": [{"timeZone": "Asia/Tokyo",
                   "startDate": "2026-11-01"}])"),
            "Closed 16:00-17:00: outside the weekly hours of Wed 25 Nov 2026 "
            "in Asia/Tokyo, while travelling (schedule.availability).");
}

TEST(ReasonSentenceTest, Busy) {
  EXPECT_THAT(Why(Event("", R"(, "now": "2026-11-01T00:00:00Z", "busy": [
      {"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T09:10:00Z"},
      {"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T09:10:00Z",
       "id": "x\u001b", "source": "google"}], "bookings": [
      {"start": "2026-11-24T09:20:00Z", "end": "2026-11-24T09:30:00Z"},
      {"start": "2026-11-24T09:20:00Z", "end": "2026-11-24T09:30:00Z",
       "id": "b-7"}], "holds": [
      {"start": "2026-11-24T09:40:00Z", "end": "2026-11-24T09:50:00Z",
       "expiresAt": "2026-11-24T09:05:00Z"}])"),
                  "2026-11-24T09:00Z"),
              ElementsAre("Busy 10:00-10:10: busy time (busy[0]).",
                          "Busy 10:00-10:10: busy time \"x?\" of google "
                          "(busy[1]).",
                          "Busy 10:20-10:30: booking (bookings[0]).",
                          "Busy 10:20-10:30: booking \"b-7\" (bookings[1]).",
                          "Busy 10:40-10:50: a hold until 10:05 (holds[0])."));
}

TEST(ReasonSentenceTest, BuffersAddUp) {
  constexpr std::string_view kEvent =
      R"(, "beforeEventBuffer": 5, "afterEventBuffer": 10)";
  // Bookings have the event type's buffers, busy times their own.
  EXPECT_THAT(Why(Event(kEvent, R"(, "bookings": [
      {"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T10:00:00Z"}])"),
                  "2026-11-24T10:07Z"),
              ElementsAre("Too close: 7 min before it is booking "
                          "(bookings[0]), 10:00-11:00; buffers want 15 min."));
  EXPECT_THAT(
      Why(Event(kEvent, R"(, "now": "2026-11-01T00:00:00Z", "busy": [
      {"start": "2026-11-24T10:00:00Z", "end": "2026-11-24T11:00:00Z",
       "id": "a", "beforeEventBuffer": 30}], "holds": [
      {"start": "2026-11-24T10:00:00Z", "end": "2026-11-24T11:00:00Z",
       "expiresAt": "2026-11-25T00:00:00Z", "beforeEventBuffer": 0}])"),
          "2026-11-24T08:55Z"),
      ElementsAre("Too close: 5 min after it is busy time \"a\" (busy[0]), "
                  "11:00-12:00; buffers want 40 min.",
                  "Too close: 5 min after it is a hold until Wed 25 Nov 2026 "
                  "01:00 (holds[0]), 11:00-12:00; buffers want 10 min.",
                  "Too short: the time that is free here ends at 10:20, the "
                  "slot at 10:55."));
}

TEST(ReasonSentenceTest, Full) {
  EXPECT_THAT(Why(Event(R"(, "seats": {"seatsPerTimeSlot": 2})", R"(,
      "bookings": [{"start": "2026-11-24T09:00:00Z",
                    "end": "2026-11-24T10:00:00Z", "seatsTaken": 2}])"),
                  "2026-11-24T09:00Z"),
              ElementsAre("Full: 2 of 2 seats are taken."));
}

TEST(ReasonSentenceTest, Grid) {
  EXPECT_THAT(Why(Teacher(), "2026-11-24T09:10Z"),
              ElementsAre("Free, but not on the grid of starts: the nearest "
                          "are 10:00 and 11:00."));
  EXPECT_THAT(Why(Event(R"(, "alignment": "clock")", "",
                        R"(, "overrides": [{"date": "2026-11-24",
      "startTime": "09:30", "endTime": "10:45"}, {"date": "2026-11-23"}])"),
                  "2026-11-24T08:31Z"),
              ElementsAre("Free, but not on the grid of starts: none is "
                          "offered within a day."));
  EXPECT_THAT(Why(Event("", "", R"(, "overrides": [{"date": "2026-11-24"}])"),
                  "2026-11-23T14:00Z"),
              ElementsAre());
  EXPECT_THAT(Why(Event("", "",
                        R"(, "overrides": [{"date": "2026-11-24",
      "startTime": "09:00", "endTime": "10:30"}, {"date": "2026-11-23"}])"),
                  "2026-11-24T08:30Z"),
              ElementsAre("Free, but not on the grid of starts: the nearest is "
                          "09:00, before it."));
  EXPECT_THAT(Why(Event(R"(, "offsetStart": 20)", "",
                        R"(, "overrides": [{"date": "2026-11-24",
      "startTime": "09:00", "endTime": "10:30"}, {"date": "2026-11-23"}])"),
                  "2026-11-24T08:00Z"),
              ElementsAre("Free, but not on the grid of starts: the nearest is "
                          "09:20, after it."));
}

TEST(ReasonSentenceTest, NoticeAndPast) {
  EXPECT_THAT(
      Why(Event(R"(, "minimumBookingNotice": 150)",
                R"(, "now": "2026-11-24T08:00:00Z")"),
          "2026-11-24T10:00Z"),
      ElementsAre("Too soon: with 2 h 30 min of notice the earliest is 11:30 "
                  "(eventType.minimumBookingNotice)."));
  EXPECT_THAT(
      Why(Event("", R"(, "now": "2026-11-25T11:00:00Z")"), "2026-11-24T10:00Z"),
      ElementsAre("Past: now is Wed 25 Nov 2026 12:00 (now)."));
}

TEST(ReasonSentenceTest, Window) {
  const auto why = [](std::string_view window, std::string_view more = "") {
    return Why(Event(R"(, "bookingWindow": )" + std::string(window),
                     R"(, "now": "2026-11-20T08:00:00Z")" + std::string(more)),
               "2026-11-24T10:00Z");
  };
  EXPECT_THAT(
      why(R"({"type": "range", "value": ["2026-11-25", "2026-11-30"]})"),
      ElementsAre("Outside the booking window, which is from Wed 25 Nov 2026 "
                  "to Mon 30 Nov 2026 (eventType.bookingWindow)."));
  EXPECT_THAT(
      why(R"({"type": "range", "value": ["2026-11-25", "2026-11-25"]})"),
      ElementsAre("Outside the booking window, which is Wed 25 Nov 2026 "
                  "(eventType.bookingWindow)."));
  EXPECT_THAT(
      why(R"({"type": "calendarDays", "value": 3})"),
      ElementsAre("Outside the booking window, which ends with Mon 23 Nov "
                  "2026 (eventType.bookingWindow)."));
  EXPECT_THAT(
      why(R"({"type": "calendarDays", "value": 3})", R"(, "timeZone": "UTC")"),
      ElementsAre("Outside the booking window, which ends with Mon 23 Nov "
                  "2026 in Europe/Rome (eventType.bookingWindow)."));
}

TEST(ReasonSentenceTest, Limits) {
  const auto why = [](std::string_view event, std::string_view more = "") {
    return Why(Event(event, R"(, "bookings": [
      {"start": "2026-11-24T08:00:00Z", "end": "2026-11-24T09:00:00Z"}])" +
                                std::string(more)),
               "2026-11-24T10:00Z");
  };
  EXPECT_THAT(
      why(R"(, "bookingLimitsCount": {"day": 1, "week": 1, "month": 1,
                                      "year": 1})"),
      ElementsAre("Limit: 1 booking on Tue 24 Nov 2026, and 1 a day is the "
                  "most (eventType.bookingLimitsCount.day).",
                  "Limit: 1 booking in the week of Mon 23 Nov 2026, and 1 a "
                  "week is the most (eventType.bookingLimitsCount.week).",
                  "Limit: 1 booking in Nov 2026, and 1 a month is the most "
                  "(eventType.bookingLimitsCount.month).",
                  "Limit: 1 booking in 2026, and 1 a year is the most "
                  "(eventType.bookingLimitsCount.year)."));
  EXPECT_THAT(
      why(R"(, "bookingLimitsDuration": {"week": 90})",
          R"(, "timeZone": "UTC")"),
      ElementsAre("Limit: 1 h booked in the week of Mon 23 Nov 2026 (dates of "
                  "Europe/Rome), another 1 h would exceed 1 h 30 min a week "
                  "(eventType.bookingLimitsDuration.week)."));
}

TEST(ReasonSentenceTest, NotFirst) {
  EXPECT_THAT(Why(Event(R"(, "onlyShowFirstAvailableSlot": true)"),
                  "2026-11-24T10:00Z"),
              ElementsAre("Not the first start of its date: only 09:00 is "
                          "shown (eventType.onlyShowFirstAvailableSlot)."));
}

TEST(ReasonSentenceTest, OffsetsThatDifferAreSaid) {
  // Clocks go back at 03:00 on 25 Oct 2026.
  EXPECT_THAT(
      Why(R"({"schedule": {"timeZone": "Europe/Rome", "availability": [{"days":
             ["Sunday"], "startTime": "00:00", "endTime": "24:00"}]},
             "eventType": {"lengthInMinutes": 120},
             "busy": [{"start": "2026-10-25T00:30:00Z",
                       "end": "2026-10-25T01:30:00Z"}],
             "start": "2026-10-25", "end": "2026-10-25"})",
          "2026-10-24T23:00Z"),
      ElementsAre("Busy 02:30 - 02:30 (+01:00): busy time (busy[0]).",
                  "Too short: the time that is free here ends at 02:30, the "
                  "slot at 02:00 (+01:00)."));
}

std::string HostOf(std::string_view id, std::string_view start,
                   std::string_view more = "") {
  std::string json = R"({"id": ")";
  json += id;
  json += R"(", "schedule": {"timeZone": "UTC", "availability": [{"days":
           ["Tuesday"], "startTime": ")";
  json += start;
  json += R"(", "endTime": "12:00"}]})";
  json += more;
  return json + "}";
}

std::string Team(std::string_view groups) {
  std::string json = "{\"groups\": [";
  json += groups;
  return json + R"(], "eventType": {"lengthInMinutes": 60},
                   "start": "2026-11-24", "end": "2026-11-24"})";
}

TEST(ReasonSentenceTest, Groups) {
  const std::string ann = HostOf("ann", "09:00");
  const std::string bob = HostOf("bob", "10:00");
  const std::string cleo = HostOf("cleo", "10:00");
  const auto why = [](const std::string& groups) {
    return Why(Team(groups), "2026-11-24T09:00Z");
  };
  EXPECT_THAT(why(R"({"id": "a\nb", "require": "all", "hosts": [)" + ann + "," +
                  bob + "]}"),
              ElementsAre("Group \"a?b\" needs all its 2 hosts, and only 1 can "
                          "take it."));
  EXPECT_THAT(why(R"({"require": 1, "hosts": [)" + bob + "," + cleo + "]}"),
              ElementsAre("The group needs 1 of its 2 hosts, and none can take "
                          "it."));
  EXPECT_THAT(why(R"({"require": 1, "hosts": [)" + bob + "]}"),
              ElementsAre("The group needs its one host, which cannot take "
                          "it."));
  EXPECT_THAT(why(R"({"require": 1, "hosts": [)" + ann +
                  R"(]}, {"require": 1, "hosts": [{"id": "ann"}]})"),
              ElementsAre("Group 2 needs its one host; 1 can take it, but none "
                          "is left beside what the other groups need."));
  EXPECT_THAT(why(R"({"require": 1, "hosts": [)" + ann +
                  R"(]}, {"require": 3, "hosts": [{"id": "ann"},)" +
                  HostOf("dan", "09:00") + "," + bob + "]}"),
              ElementsAre("Group 2 needs all its 3 hosts; 2 can take it, but "
                          "only 1 is left beside what the other groups need."));
}

TEST(DrawExplanationTest, OneHost) {
  EXPECT_EQ(Draw(Teacher(), "2026-11-24T09:00Z", {.utf8 = true}),
            "Tue 24 Nov 2026 10:00–11:00, Europe/Rome (+01:00)\n"
            "Offered: a slot begins here.\n");
  EXPECT_THAT(Draw(Teacher(), "2026-11-24T09:10Z"),
              HasSubstr("\nNot offered, but it can be booked.\n- Free, "));
  EXPECT_EQ(
      Draw(Teacher(), "2026-11-24T14:30Z"),
      "Tue 24 Nov 2026 15:30-16:30, Europe/Rome (+01:00)\n"
      "Not offered, and it cannot be booked.\n"
      "- Closed 16:00-16:30: outside the weekly hours of Tue 24 Nov 2026\n"
      "  (schedule.availability).\n"
      "- Too short: the time that is free here ends at 16:00, the slot "
      "at 16:30.\n");
}

TEST(DrawExplanationTest, TeamsHaveAPartForEachGroup) {
  EXPECT_EQ(
      Draw(Team(R"({"id": "doctors", "require": 1, "hosts": [)" +
                HostOf("ann", "10:00") + "," +
                HostOf("a-long-name-that-is-cut-somewhere", "09:00",
                       R"(, "busy": [{"start": "2026-11-24T09:00:00Z",
                                      "end": "2026-11-24T09:15:00Z"},
                                     {"start": "2026-11-24T09:30:00Z",
                                      "end": "2026-11-24T09:45:00Z"}])") +
                R"(]}, {"require": "all", "hosts": [)" +
                HostOf("room", "09:00") + "]}"),
           "2026-11-24T09:00Z"),
      "Tue 24 Nov 2026 09:00-10:00, UTC (+00:00)\n"
      "Not offered, and it cannot be booked.\n"
      "- Group \"doctors\" needs 1 of its 2 hosts, and none can take it.\n"
      "\n"
      "Group \"doctors\": 1 of 2 needed, 0 can take it\n"
      "  ann                   Closed 09:00-10:00: outside the weekly hours of "
      "Tue 24\n"
      "                        Nov 2026 (schedule.availability).\n"
      "  a-long-name-that-is~  Busy 09:00-09:15: busy time (busy[0]).\n"
      "                        Busy 09:30-09:45: busy time (busy[1]).\n"
      "\n"
      "Group 2: 1 of 1 needed, 1 can take it\n"
      "  room  can take it\n");
}

TEST(DrawExplanationTest, LongListsAreCutShort) {
  std::string busy = R"(, "busy": [)";
  for (int i = 0; i < 50; ++i) {
    busy += i == 0 ? "" : ",";
    busy += R"({"start": "2026-11-24T09:00:00Z",
                "end": "2026-11-24T10:00:00Z"})";
  }
  busy += "]";
  const std::string one = Draw(Teacher(busy), "2026-11-24T09:00Z");
  EXPECT_THAT(one, HasSubstr("(busy[29]).\n  and 20 reasons more; --json has "
                             "all\n"));
  std::string hosts = HostOf("h0", "09:00", busy);
  for (int i = 1; i < 60; ++i) {
    std::string id = "h";
    id += std::to_string(i);
    hosts.append(",").append(HostOf(id, "10:00"));
  }
  const std::string team = Draw(
      Team(R"({"require": 1, "hosts": [)" + hosts + "]}"), "2026-11-24T09:00Z");
  EXPECT_THAT(team, HasSubstr("(busy[29]).\n       and 20 reasons more; --json "
                              "has all\n  h1   Closed"));
  EXPECT_THAT(team, HasSubstr("\n  and 20 hosts more; --json has all\n"));
}

TEST(DrawExplanationTest, LinesFitTheWidth) {
  const std::string json =
      Event(R"(, "bookingLimitsDuration": {"week": 30}, "minimumBookingNotice":
               60)",
            R"(, "now": "2026-11-25T00:00:00Z")");
  for (const int width : {60, 80, 100}) {
    const std::string text = Draw(json, "2026-11-24T14:30Z", {.width = width});
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      EXPECT_LE(end - at, static_cast<std::size_t>(width)) << text;
      at = end + 1;
    }
  }
}

}  // namespace
}  // namespace bookable::cli
