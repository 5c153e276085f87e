#include "bindings/cli/slot_table.h"

#include <string>

#include "bookable/query/find_slots.h"
#include "tests/bindings/cli/request_testing.h"

namespace bookable::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::RequestOf;
using testing::Teacher;

constexpr Style kUtf8{.utf8 = true};

std::string Table(const std::string& json, const Style& style = kUtf8) {
  const Request request = RequestOf(json);
  const SlotList slots = FindSlots(request.query).value();
  return Heading(request, slots, style) + DrawTable(request, slots, style) +
         Summary(request, slots, style);
}

std::string Csv(const std::string& json) {
  const Request request = RequestOf(json);
  return FormatCsv(request, FindSlots(request.query).value());
}

TEST(SlotTableTest, OneHostHasItsTimesInAParagraph) {
  EXPECT_EQ(Table(Teacher()),
            "1 h slots, Europe/Rome (+01:00), Mon 23 Nov – Sun 29 Nov 2026\n"
            "\n"
            "Mon 23 Nov  09:00  10:00  11:00  12:00  13:00  14:00  15:00\n"
            "Tue 24 Nov  09:00  10:00  11:00  12:00  13:00  14:00  15:00\n"
            "14 slots on 2 days\n");
}

TEST(SlotTableTest, ParagraphsWrapAtTheWidth) {
  EXPECT_THAT(Table(Teacher(), {.width = 40}),
              HasSubstr("Mon 23 Nov  09:00  10:00  11:00  12:00\n"
                        "            13:00  14:00  15:00\n"
                        "Tue 24 Nov  09:00"));
}

TEST(SlotTableTest, HeadingsWrapAtTheWidth) {
  EXPECT_THAT(Table(Teacher(), {.width = 60}),
              HasSubstr("1 h slots, Europe/Rome (+01:00),\n"
                        "Mon 23 Nov - Sun 29 Nov 2026\n\n"));
}

TEST(SlotTableTest, RangesHaveTheirEnd) {
  EXPECT_THAT(Table(Teacher(R"(, "format": "range")")),
              HasSubstr("Mon 23 Nov  09:00–10:00  10:00–11:00"));
}

TEST(SlotTableTest, OffsetsAreShownWhereTheyChange) {
  EXPECT_THAT(
      Table(R"({"schedule": {"timeZone": "Europe/Rome", "availability":
        [{"days": ["Saturday", "Sunday"], "startTime": "00:00",
          "endTime": "04:00"}]}, "eventType": {"lengthInMinutes": 60},
        "start": "2026-10-24", "end": "2026-10-25"})"),
      HasSubstr("1 h slots, Europe/Rome, Sat 24 Oct – Sun 25 Oct 2026\n\n"
                "Sat 24 Oct  +02:00  00:00  01:00  02:00  03:00\n"
                "Sun 25 Oct  +02:00  00:00  01:00  02:00\n"
                "            +01:00  02:00  03:00\n"));
}

TEST(SlotTableTest, ADateThatComesBackIsCountedOnce) {
  EXPECT_THAT(
      Table(R"({"schedule": {"timeZone": "America/St_Johns", "availability":
        [{"days": ["Saturday"], "startTime": "23:00", "endTime": "01:00"}]},
        "eventType": {"lengthInMinutes": 30},
        "start": "2010-11-06", "end": "2010-11-07"})"),
      HasSubstr("Sat  6 Nov  -02:30  23:00  23:30\n"
                "Sun  7 Nov  -02:30  00:00\n"
                "Sat  6 Nov  -03:30  23:30\n"
                "Sun  7 Nov  -03:30  00:00  00:30\n"
                "6 slots on 2 days\n"));
}

TEST(SlotTableTest, YearsAreShownWhereTheyDiffer) {
  EXPECT_THAT(Table(R"({"schedule": {"timeZone": "UTC", "availability":
        [{"days": ["Thursday", "Friday"], "startTime": "09:00",
          "endTime": "10:00"}]}, "eventType": {"lengthInMinutes": 60},
        "start": "2026-12-31", "end": "2027-01-01"})"),
              HasSubstr("Thu 31 Dec 2026  09:00\nFri  1 Jan 2027  09:00\n"));
}

TEST(SlotTableTest, AnEmptyAnswerSaysWhatWasAsked) {
  EXPECT_THAT(Table(Teacher(R"(, "now": "2027-01-01T00:00:00Z")")),
              EndsWith("No slots from Mon 23 Nov – Sun 29 Nov 2026.\n"));
  EXPECT_THAT(
      Table(R"({"schedule": {"timeZone": "UTC"},
        "eventType": {"lengthInMinutes": 60},
        "start": "2026-11-23T09:00:00Z", "end": "2026-11-23T09:00:00Z"})"),
      EndsWith("No slots: the request starts and ends at the same instant.\n"));
}

TEST(SlotTableTest, DaysOffAreToldWhenAskedFor) {
  EXPECT_THAT(
      Table(R"({"schedule": {"timeZone": "Europe/Rome",
        "outOfOffice": [{"start": "2026-11-20", "end": "2026-11-24",
                         "reason": "vacation", "notes": "\u001b[1mhills"},
                        {"start": "2026-12-24", "end": "2026-12-24"}]},
        "eventType": {"lengthInMinutes": 60}, "showAway": true,
        "start": "2026-11-23", "end": "2026-11-29"})"),
      EndsWith("2026.\nAway Fri 20 Nov 2026 – Tue 24 Nov 2026, vacation, "
               "?[1mhills\n"));
}

constexpr std::string_view kSeated = R"({
  "schedule": {"timeZone": "UTC", "availability": [
    {"days": ["Monday"], "startTime": "09:00", "endTime": "11:00"}]},
  "eventType": {"lengthInMinutes": 60, "seats": {"seatsPerTimeSlot": 8}},
  "bookings": [{"start": "2026-11-23T09:00:00Z", "end": "2026-11-23T10:00:00Z",
                "seatsTaken": 5}],
  "start": "2026-11-23", "end": "2026-11-23"})";

TEST(SlotTableTest, SeatsAreAColumn) {
  EXPECT_THAT(Table(std::string(kSeated)),
              HasSubstr("            time   seats left\n"
                        "Mon 23 Nov  09:00  3 of 8\n"
                        "            10:00  8 of 8\n"));
  EXPECT_EQ(Csv(std::string(kSeated)),
            "date,start,end,seatsBooked,seatsRemaining\n"
            "2026-11-23,2026-11-23T09:00:00.000+00:00,"
            "2026-11-23T10:00:00.000+00:00,5,3\n"
            "2026-11-23,2026-11-23T10:00:00.000+00:00,"
            "2026-11-23T11:00:00.000+00:00,0,8\n");
}

std::string HostJson(std::string_view id, std::string_view start,
                     std::string_view end) {
  std::string json = R"({"id": ")";
  json += id;
  json += R"(", "schedule": {"timeZone": "UTC", "availability": [
      {"days": ["Monday", "Tuesday"], "startTime": ")";
  json += start;
  json += R"(", "endTime": ")";
  json += end;
  return json + R"("}]}})";
}

TEST(SlotTableTest, TeamsNameHostsAndWhoIsAssigned) {
  const std::string json =
      R"({"groups": [{"require": 1, "hosts": [)" +
      HostJson("ann", "09:00", "11:00") + "," +
      HostJson("b,\\\"b", "10:00", "12:00") +
      R"(]}], "eventType": {"lengthInMinutes": 60}, "assign": true,
          "start": "2026-11-23", "end": "2026-11-23"})";
  EXPECT_THAT(Table(json), HasSubstr("            time   hosts      assigned\n"
                                     "Mon 23 Nov  09:00  ann        ann\n"
                                     "            10:00  ann, b,\"b  ann\n"
                                     "            11:00  b,\"b       b,\"b\n"));
  EXPECT_THAT(Csv(json), HasSubstr("date,start,end,hosts,assigned\n"));
  EXPECT_THAT(Csv(json), HasSubstr(",\"ann;b,\"\"b\",ann\n"));
}

TEST(SlotTableTest, ATeamOfOneIsNamed) {
  EXPECT_THAT(Table(R"({"groups": [{"require": 1, "hosts": [)" +
                    HostJson("ann", "09:00", "10:00") +
                    R"(]}], "eventType": {"lengthInMinutes": 60},
                        "start": "2026-11-23", "end": "2026-11-23"})"),
              HasSubstr("Mon 23 Nov  09:00  ann\n"));
}

TEST(SlotTableTest, ManyHostsAreCutShort) {
  std::string hosts;
  for (int i = 0; i < 50; ++i) {
    if (i > 0) hosts += ',';
    hosts += HostJson("person-" + std::to_string(i), "09:00", "10:00");
  }
  EXPECT_THAT(Table(R"({"groups": [{"require": 1, "hosts": [)" + hosts +
                    R"(]}], "eventType": {"lengthInMinutes": 60},
                        "start": "2026-11-23", "end": "2026-11-23"})"),
              HasSubstr("person-0, person-1, person-2, person-3 +46 more\n"));
}

TEST(SlotTableTest, StagesHaveAColumnEach) {
  const std::string json =
      R"({"stages": [{"lengthInMinutes": 60, "groups": [{"require": "all",
          "hosts": [)" +
      HostJson("ann", "23:00", "24:00") +
      R"(]}]}, {"lengthInMinutes": 30, "gapBefore": {"min": 0, "max": 60},
          "groups": [{"require": "all", "hosts": [)" +
      HostJson("bob", "00:20", "01:00") +
      R"(]}]}], "eventType": {"lengthInMinutes": 60},
          "start": "2026-11-23", "end": "2026-11-24"})";
  EXPECT_THAT(Table(json),
              HasSubstr("1 h + 30 min slots, UTC (+00:00), Mon 23 Nov – Tue 24 "
                        "Nov 2026\n\n"
                        "            stage 1          stage 2\n"
                        "Mon 23 Nov  23:00–00:00 ann  Tue 24 Nov 00:20–00:50 "
                        "bob\n"
                        "1 slot on 1 day\n"));
  EXPECT_THAT(Csv(json), HasSubstr("ann,2026-11-24T00:20:00.000+00:00,"
                                   "2026-11-24T00:50:00.000+00:00,bob\n"));
}

TEST(SlotTableTest, CsvIsPlainForOneHost) {
  EXPECT_THAT(Csv(Teacher()),
              ::testing::StartsWith("date,start,end\n"
                                    "2026-11-23,2026-11-23T09:00:00.000+01:00,"
                                    "2026-11-23T10:00:00.000+01:00\n"));
}

}  // namespace
}  // namespace bookable::cli
