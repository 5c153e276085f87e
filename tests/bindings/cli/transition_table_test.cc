#include "bindings/cli/transition_table.h"

#include "tests/support/literals.h"

namespace bookable::cli {
namespace {

using ::bookable::testing::ZoneOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Style kUtf8{.utf8 = true};

TEST(TransitionTableTest, ChangesAreListedWithBothClocks) {
  EXPECT_EQ(
      DrawTransitions(ZoneOf("Europe/Rome"), {2024, 2024}, "2026f", kUtf8),
      "Europe/Rome, 2024 (tzdata 2026f)\n\n"
      "UTC                    clocks show             then    offset"
      "            change\n"
      "2024-03-31T01:00:00Z   Sun 31 Mar 2024 02:00 → 03:00   +01:00 → "
      "+02:00   forward 1 h\n"
      "2024-10-27T01:00:00Z   Sun 27 Oct 2024 03:00 → 02:00   +02:00 → "
      "+01:00   back 1 h\n");
}

TEST(TransitionTableTest, AChangeOfDateIsShown) {
  const std::string text =
      DrawTransitions(ZoneOf("Pacific/Apia"), {2011, 2011}, "x", Style{});
  EXPECT_THAT(text,
              HasSubstr("Fri 30 Dec 2011 00:00 -> Sat 31 Dec 2011 00:00"));
  EXPECT_THAT(text, HasSubstr("forward 24 h"));
}

TEST(TransitionTableTest, BoundsAreYearsOfUtc) {
  const Zone rome = ZoneOf("Europe/Rome");
  EXPECT_THAT(DrawTransitions(rome, {2024, 2025}, "x", kUtf8),
              HasSubstr("Europe/Rome, 2024–2025"));
  EXPECT_THAT(DrawTransitions(rome, {2024, 2025}, "x", kUtf8),
              Not(HasSubstr("2026")));
  EXPECT_THAT(DrawTransitions(rome, {2200, 2200}, "x", kUtf8),
              HasSubstr("2200-10-26T01:00:00Z"));
}

TEST(TransitionTableTest, ZonesWithoutChangesSaySo) {
  EXPECT_THAT(DrawTransitions(ZoneOf("Asia/Tokyo"), {2024, 2030}, "x", kUtf8),
              HasSubstr("No clock changes; the offset is +09:00."));
}

TEST(TransitionTableTest, JsonHasTheSameFacts) {
  EXPECT_EQ(
      TransitionsJson(ZoneOf("Australia/Lord_Howe"), {2024, 2024}, "2026f"),
      R"({"zone": "Australia/Lord_Howe", "tzdb": "2026f", "from": 2024, )"
      R"("until": 2024, "transitions": [)"
      R"({"at": "2024-04-06T15:00:00Z", )"
      R"("before": {"local": "2024-04-07T02:00:00", "offset": "+11:00"}, )"
      R"("after": {"local": "2024-04-07T01:30:00", "offset": "+10:30"}}, )"
      R"({"at": "2024-10-05T15:30:00Z", )"
      R"("before": {"local": "2024-10-06T02:00:00", "offset": "+10:30"}, )"
      R"("after": {"local": "2024-10-06T02:30:00", "offset": "+11:00"}}]})"
      "\n");
}

}  // namespace
}  // namespace bookable::cli
