#include "bindings/http/api/slot_text.h"

#include <random>

#include "gtest/gtest.h"
#include "tests/support/literals.h"

namespace bookable::http {
namespace {

using namespace std::chrono_literals;
using bookable::testing::At;
using bookable::testing::ZoneOf;

std::string Text(const std::vector<Instant>& starts, const SlotStyle& style) {
  std::string text = "=";
  AppendSlots(starts, style, text);
  return text;
}

TEST(SlotTextTest, NoSlotsAreNoDates) { EXPECT_EQ(Text({}, {}), "={}"); }

TEST(SlotTextTest, DatesAndOffsetsAreOfTheZoneElseUtc) {
  const std::vector<Instant> starts = {At("2050-09-05T07:00Z"),
                                       At("2050-09-05T22:30Z"),
                                       At("2050-09-07T00:00Z")};
  EXPECT_EQ(Text(starts, {}),
            R"(={"2050-09-05":[{"start":"2050-09-05T07:00:00.000Z"},)"
            R"({"start":"2050-09-05T22:30:00.000Z"}],)"
            R"("2050-09-07":[{"start":"2050-09-07T00:00:00.000Z"}]})");
  EXPECT_EQ(Text(starts, {.zone = ZoneOf("Europe/Rome")}),
            R"(={"2050-09-05":[{"start":"2050-09-05T09:00:00.000+02:00"}],)"
            R"("2050-09-06":[{"start":"2050-09-06T00:30:00.000+02:00"}],)"
            R"("2050-09-07":[{"start":"2050-09-07T02:00:00.000+02:00"}]})");
}

TEST(SlotTextTest, EndsAndMoreFollowTheStart) {
  SlotStyle style{.start = "startTime", .end = "endTime", .length = 45min};
  style.more = [](std::size_t i, std::string& out) {
    out += ",\"i\":" + std::to_string(i);
  };
  // The end has a date of its own.
  EXPECT_EQ(Text({At("2050-09-05T23:30Z"), At("2050-09-06T00:15Z")}, style),
            R"(={"2050-09-05":[{"startTime":"2050-09-05T23:30:00.000Z",)"
            R"("endTime":"2050-09-06T00:15:00.000Z","i":0}],)"
            R"("2050-09-06":[{"startTime":"2050-09-06T00:15:00.000Z",)"
            R"("endTime":"2050-09-06T01:00:00.000Z","i":1}]})");
}

// Clocks that go back over midnight: Antarctica/Casey, 2010-03-05, from 02:00
// to 23:00 of the day before.
TEST(SlotTextTest, ADateThatComesBackHasOnePlace) {
  EXPECT_EQ(Text({At("2010-03-04T12:30Z"),   // 23:30 of the 4th
                  At("2010-03-04T14:30Z"),   // 01:30 of the 5th
                  At("2010-03-04T15:30Z"),   // 23:30 of the 4th again
                  At("2010-03-04T16:30Z")},  // 00:30 of the 5th again
                 {.zone = ZoneOf("Antarctica/Casey")}),
            R"(={"2010-03-04":[{"start":"2010-03-04T23:30:00.000+11:00"},)"
            R"({"start":"2010-03-04T23:30:00.000+08:00"}],)"
            R"("2010-03-05":[{"start":"2010-03-05T01:30:00.000+11:00"},)"
            R"({"start":"2010-03-05T00:30:00.000+08:00"}]})");
}

// What is written in one go is what is written slot by slot.
TEST(SlotTextTest, ManySlotsAreWrittenAsFewAre) {
  std::mt19937 random(7);
  for (const char* name :
       {"Europe/Rome", "America/New_York", "Australia/Lord_Howe",
        "Pacific/Apia", "Antarctica/Casey", "Asia/Kathmandu", "UTC"}) {
    for (const int most_minutes : {15, 45, 600, 5000}) {
      std::vector<Instant> starts = {At("2009-11-01T00:00Z")};
      for (int i = 0; i < 2000; ++i) {
        starts.push_back(
            starts.back() +
            std::chrono::minutes{1 + static_cast<int>(random() % 5000) %
                                         most_minutes});
      }
      for (const auto length : {std::optional<std::chrono::minutes>{},
                                std::optional<std::chrono::minutes>{50}}) {
        SlotStyle style{.zone = ZoneOf(name), .length = length};
        const std::string quick = Text(starts, style);
        style.more = [](std::size_t, std::string&) {};
        EXPECT_EQ(quick, Text(starts, style)) << name << " " << most_minutes;
      }
    }
  }
}

}  // namespace
}  // namespace bookable::http
