#include "bindings/cli/what_if_table.h"

#include <string>
#include <string_view>
#include <vector>

#include "tests/bindings/cli/request_testing.h"
#include "tests/support/literals.h"

namespace bookable::cli {
namespace {

using ::bookable::testing::At;
using ::testing::HasSubstr;
using testing::RequestOf;
using testing::Teacher;

TEST(WhatIfTableTest, ALineARule) {
  const Request request = RequestOf(Teacher(R"(, "bookings": [{"id": "b\t7",
      "start": "2026-11-24T09:00:00Z", "end": "2026-11-24T10:00:00Z"}])"));
  EXPECT_EQ(
      DrawWhatIf(
          request,
          std::vector<RuleEffect>{
              {.rule = "eventType.minimumBookingNotice",
               .gained = {At("2026-11-24T08:00Z")}},
              {.rule = "bookings[0]",
               .gained = {At("2026-11-23T08:00Z"), At("2026-11-23T09:00Z"),
                          At("2026-11-24T08:00Z"), At("2026-11-24T09:00Z")},
               .lost = {At("2026-11-24T08:30Z")}},
              {.rule = "schedule.availability[0]",
               .lost = {At("2026-11-24T08:30Z")}}},
          {}),
      "without                         gained    lost  for example\n"
      "eventType.minimumBookingNotice       1       0  + Tue 24 Nov 09:00\n"
      "bookings[0] (b?7)                    4       1  + Mon 23 Nov 09:00, "
      "10:00, ..\n"
      "                                                - Tue 24 Nov 09:30\n"
      "schedule.availability[0] (Mon, Tue 09:00-16:00)\n"
      "                                     0       1  - Tue 24 Nov 09:30\n");
}

TEST(WhatIfTableTest, NoRuleChangesAnything) {
  EXPECT_EQ(DrawWhatIf(RequestOf(Teacher()), {}, {}),
            "No rule changes the answer: it is the same without any one of "
            "them.\n");
}

TEST(WhatIfTableTest, LinesFitTheWidth) {
  const Request request = RequestOf(Teacher());
  std::vector<Instant> many;
  for (int i = 0; i < 100; ++i) {
    many.push_back(At("2026-11-23T08:00Z") + std::chrono::hours{i});
  }
  const std::vector<RuleEffect> effects = {
      {.rule = "eventType.bookingLimitsCount.month",
       .gained = many,
       .lost = many}};
  for (const int width : {80, 100, 120}) {
    for (const bool utf8 : {false, true}) {
      const std::string text =
          DrawWhatIf(request, effects, {.utf8 = utf8, .width = width});
      EXPECT_THAT(text, HasSubstr("     100     100  + Mon 23 Nov 09:00, "));
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        EXPECT_LE(ColumnsOf(text.substr(at, end - at)),
                  static_cast<std::size_t>(width))
            << text;
        at = end + 1;
      }
    }
  }
}

TEST(NameOfRuleTest, EntriesHaveIdsAndRulesDates) {
  const Request request = RequestOf(Teacher(R"(, "now": "2026-11-01T00:00:00Z",
      "busy": [{"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T10:00:00Z"},
               {"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T10:00:00Z",
                "id": "dentist"}],
      "holds": [{"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T10:00:00Z",
                 "expiresAt": "2026-11-24T10:00:00Z"}])"));
  EXPECT_EQ(NameOfRule(request.query, "busy[0]"), "");
  EXPECT_EQ(NameOfRule(request.query, "busy[1]"), "dentist");
  EXPECT_EQ(NameOfRule(request.query, "holds[0]"), "");
  EXPECT_EQ(NameOfRule(request.query, "eventType.bookingWindow"), "");
}

TEST(NameOfRuleTest, HostsOfTeamsAndStages) {
  constexpr std::string_view kHosts = R"([{"hosts": [{"id": "ann",
      "schedule": {"timeZone": "UTC"}}, {"id": "bob", "schedule":
      {"timeZone": "UTC",
       "availability": [{"days": ["Sunday", "Monday"], "startTime": "22:00",
                         "endTime": "06:00"}],
       "overrides": [{"date": "2026-11-23"}],
       "holidays": [{"date": "2026-11-24"},
                    {"date": "2026-11-25", "name": "feast"}],
       "outOfOffice": [{"start": "2026-11-01", "end": "2026-11-02"},
                       {"start": "2026-11-03", "end": "2026-11-03"},
                       {"start": "2026-11-04", "end": "2026-11-05",
                        "reason": "ill"}],
       "travel": [{"timeZone": "Asia/Tokyo", "startDate": "2026-12-01"}]},
       "bookings": [{"id": "b1", "start": "2026-11-24T09:00:00Z",
                     "end": "2026-11-24T10:00:00Z"}]}], "require": 1}])";
  constexpr std::string_view kEnd = R"(, "eventType": {"lengthInMinutes": 60},
      "start": "2026-11-23", "end": "2026-11-29"})";
  const Request team =
      RequestOf(std::string("{\"groups\": ").append(kHosts).append(kEnd));
  const Request stages =
      RequestOf(std::string("{\"stages\": [{\"lengthInMinutes\": 60, "
                            "\"groups\": ")
                    .append(kHosts)
                    .append("}]")
                    .append(kEnd));
  for (const auto& [request, path] :
       {std::pair{&team, "groups[0].hosts[1]."},
        std::pair{&stages, "stages[0].groups[0].hosts[1]."}}) {
    const auto name = [&](std::string_view rule) {
      return NameOfRule(request->query, std::string(path).append(rule));
    };
    EXPECT_EQ(name("bookings[0]"), "b1");
    EXPECT_EQ(name("schedule.availability[0]"), "Mon, Sun 22:00-06:00");
    EXPECT_EQ(name("schedule.overrides[0]"), "2026-11-23");
    EXPECT_EQ(name("schedule.holidays[0]"), "2026-11-24");
    EXPECT_EQ(name("schedule.holidays[1]"), "feast");
    EXPECT_EQ(name("schedule.outOfOffice[0]"), "2026-11-01 to 2026-11-02");
    EXPECT_EQ(name("schedule.outOfOffice[1]"), "2026-11-03");
    EXPECT_EQ(name("schedule.outOfOffice[2]"), "ill");
    EXPECT_EQ(name("schedule.travel[0]"), "Asia/Tokyo");
  }
}

}  // namespace
}  // namespace bookable::cli
