#include "bindings/cli/week_picture.h"

#include <string>
#include <vector>

#include "tests/support/literals.h"

namespace bookable::cli {
namespace {

using ::bookable::testing::At;
using ::bookable::testing::DayOf;
using ::bookable::testing::Span;
using ::bookable::testing::ZoneOf;
using std::chrono::minutes;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Style kAscii{};

// A picture of one set of times: open, idle and free alike but for `busy` and
// `buffer`.
struct Scene {
  Zone zone = ZoneOf("Europe/Rome");
  Interval asked{};
  IntervalSet open{};
  IntervalSet busy{};
  IntervalSet buffer{};
  std::vector<Instant> starts{};
  std::chrono::weekday week_start = std::chrono::Monday;
  bool is_team = false;
};

std::string Draw(const Scene& scene, const Style& style = kAscii) {
  Picture picture{.zone = scene.zone,
                  .asked = scene.asked,
                  .weeks = WeeksOf(scene.zone, scene.asked, scene.week_start),
                  .starts = scene.starts,
                  .is_team = scene.is_team};
  for (PictureWeek& week : picture.weeks) {
    const IntervalSet range{week.range};
    week.sets.open = scene.open & range;
    week.sets.idle = week.sets.open - scene.busy;
    week.sets.free = week.sets.idle - scene.buffer;
  }
  return DrawWeeks(picture, style);
}

Scene Monday() {
  return {.asked = Span("2026-11-22T23:00Z", "2026-11-23T23:00Z"),
          .open = {Span("2026-11-23T08:00Z", "2026-11-23T11:00Z")},
          .busy = {Span("2026-11-23T09:00Z", "2026-11-23T09:30Z")},
          .buffer = {Span("2026-11-23T09:30Z", "2026-11-23T09:40Z")},
          .starts = {At("2026-11-23T08:00Z"), At("2026-11-23T10:00Z"),
                     At("2026-11-23T10:05Z")}};
}

TEST(WeekPictureTest, ADayIsALineOfQuarters) {
  EXPECT_EQ(Draw(Monday()),
            "Week of Mon 23 Nov 2026\n"
            "            08  09  10  11  12  13  slots\n"
            "Mon 23 Nov  ....o---##=-o---....        3\n"
            "\n"
            "o slot begins   - free   = buffer   # busy   . closed\n");
}

TEST(WeekPictureTest, Utf8HasItsOwnGlyphs) {
  EXPECT_THAT(Draw(Monday(), {.utf8 = true}),
              HasSubstr("····●───██▒─●───····"));
}

TEST(WeekPictureTest, ColourOnlyAddsEscapes) {
  std::string colored = Draw(Monday(), {.color = true});
  EXPECT_THAT(colored, HasSubstr("\x1b[1;32mo\x1b[0m"));
  for (std::size_t at; (at = colored.find('\x1b')) != std::string::npos;) {
    colored.erase(at, colored.find('m', at) + 1 - at);
  }
  EXPECT_EQ(colored, Draw(Monday()));
}

TEST(WeekPictureTest, CellsGrowUntilTheyFit) {
  Scene scene = Monday();
  scene.open = IntervalSet{scene.asked};
  // 24 hours in half hours: a busy half hour hides the buffer beside it.
  const std::string halves = Draw(scene, {.width = 80});
  EXPECT_THAT(halves, HasSubstr("00  02  04  06"));
  EXPECT_THAT(halves,
              HasSubstr("Mon 23 Nov  ------------------o-#=o-----------------"
                        "--------        3\n"));
  EXPECT_THAT(Draw(scene, {.width = 120}), HasSubstr("00  01  02  03"));
  const std::string hours = Draw(scene, {.width = 60});
  EXPECT_THAT(hours, HasSubstr("00  04  08"));
  EXPECT_THAT(hours,
              HasSubstr("Mon 23 Nov  ---------o#o------------        3"));
}

TEST(WeekPictureTest, LinesFitTheWidth) {
  Scene scene = Monday();
  for (int hours = 1; hours <= 24; ++hours) {
    scene.open = {{scene.asked.start, scene.asked.start + minutes{60 * hours}}};
    scene.is_team = hours % 2 == 0;
    for (const int width : {60, 80, 100, 120}) {
      const std::string text = Draw(scene, {.width = width});
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        EXPECT_LE(end - at, static_cast<std::size_t>(width)) << text;
        at = end + 1;
      }
    }
  }
}

TEST(WeekPictureTest, WeeksBeginOnTheWeekStart) {
  Scene scene{.asked = Span("2026-11-20T23:00Z", "2026-11-23T23:00Z")};
  const std::string monday = Draw(scene);
  EXPECT_THAT(monday, HasSubstr("Week of Mon 16 Nov 2026"));
  EXPECT_THAT(monday, HasSubstr("Week of Mon 23 Nov 2026"));
  scene.week_start = std::chrono::Saturday;
  const std::string saturday = Draw(scene);
  EXPECT_THAT(saturday, HasSubstr("Week of Sat 21 Nov 2026"));
  EXPECT_THAT(saturday, Not(HasSubstr("Week of Mon")));
  EXPECT_THAT(saturday, Not(HasSubstr("Fri 20 Nov")));
}

TEST(WeekPictureTest, WhatIsNotAskedIsBlank) {
  Scene scene = Monday();
  scene.asked = Span("2026-11-23T08:30Z", "2026-11-23T10:15Z");
  EXPECT_THAT(Draw(scene), HasSubstr("Mon 23 Nov        --##=-o       "));
}

TEST(WeekPictureTest, AHourThatClocksSkipIsCrossedOut) {
  const Scene scene{.asked = Span("2026-03-28T23:00Z", "2026-03-29T22:00Z"),
                    .open = {Span("2026-03-28T23:00Z", "2026-03-29T02:00Z")},
                    .starts = {At("2026-03-29T01:00Z")}};
  EXPECT_THAT(Draw(scene),
              HasSubstr("            00  01  02  03  04  05  slots\n"
                        "Sun 29 Mar  --------xxxxo---....        1\n"
                        "            clocks go forward 1 h: 02:00 -> 03:00 "
                        "(+01:00 -> +02:00)\n"));
}

TEST(WeekPictureTest, AnHourThatIsReadTwiceHasTwoLines) {
  const Scene scene{
      .asked = Span("2026-10-24T22:00Z", "2026-10-25T23:00Z"),
      .open = {Span("2026-10-24T23:00Z", "2026-10-25T02:00Z")},
      .starts = {At("2026-10-25T00:00Z"), At("2026-10-25T01:15Z")}};
  EXPECT_THAT(Draw(scene),
              HasSubstr("            00  01  02  03  04  slots\n"
                        "Sun 25 Oct  ....----o---            2\n"
                        "    +01:00          -o--....\n"
                        "            clocks go back 1 h: 03:00 -> 02:00 "
                        "(+02:00 -> +01:00)\n"));
}

TEST(WeekPictureTest, HalfAnHourIsEnoughToBeSkipped) {
  // Lord Howe moves by 30 minutes.
  const Scene scene{.zone = ZoneOf("Australia/Lord_Howe"),
                    .asked = Span("2026-10-03T13:30Z", "2026-10-04T13:00Z"),
                    .open = {Span("2026-10-03T14:30Z", "2026-10-03T17:00Z")}};
  EXPECT_THAT(Draw(scene), HasSubstr("Sun  4 Oct  ....----xx------....        "
                                     "0\n"));
}

TEST(WeekPictureTest, ADateTheZoneSkippedIsNamed) {
  const Scene scene{.zone = ZoneOf("Pacific/Apia"),
                    .asked = Span("2011-12-29T10:00Z", "2011-12-31T10:00Z")};
  const std::string text = Draw(scene);
  EXPECT_THAT(text, HasSubstr("Thu 29 Dec"));
  EXPECT_THAT(text, HasSubstr("Fri 30 Dec  the zone has no such date\n"));
  EXPECT_THAT(text, HasSubstr("Sat 31 Dec"));
}

TEST(WeekPictureTest, AChangeAtMidnightHasANote) {
  // Sao Paulo, 2018-11-04: the date began at 01:00.
  const Scene scene{.zone = ZoneOf("America/Sao_Paulo"),
                    .asked = Span("2018-11-04T03:00Z", "2018-11-05T02:00Z"),
                    .open = {Span("2018-11-04T03:00Z", "2018-11-04T04:00Z")}};
  EXPECT_THAT(Draw(scene),
              HasSubstr("            00  01  02  03  slots\n"
                        "Sun  4 Nov  xxxx----....        0\n"
                        "            clocks go forward 1 h: 00:00 -> 01:00 "
                        "(-03:00 -> -02:00)\n"));
}

TEST(WeekPictureTest, ADateThatComesBackHasALineForEachTime) {
  // St John's, 2010-11-07: at 00:01 clocks went back to 23:01 of the 6th.
  const Scene scene{.zone = ZoneOf("America/St_Johns"),
                    .asked = Span("2010-11-06T02:30Z", "2010-11-08T03:30Z"),
                    .open = {Span("2010-11-07T01:30Z", "2010-11-07T04:30Z")},
                    .week_start = std::chrono::Sunday};
  EXPECT_THAT(
      Draw(scene),
      HasSubstr("            00  02  04  06  08  10  12  14  16  18  20  22  "
                "24  slots\n"
                "Sat  6 Nov  ..............................................-- "
                "       0\n"
                "    -03:30                                                --\n"
                "            clocks go back 1 h: 00:01 -> 23:01 "
                "(-02:30 -> -03:30)\n"));
  std::string lines = "Sun  7 Nov  -";
  lines.append(55, ' ').append("0\n    -03:30  --").append(46, '.');
  EXPECT_THAT(Draw(scene), HasSubstr(lines + "\n\n"));
}

TEST(WeekPictureTest, EverySlotIsCountedOnItsDate) {
  Scene scene = Monday();
  scene.asked = Span("2026-11-22T23:00Z", "2026-11-24T23:00Z");
  scene.open = IntervalSet{scene.asked};
  scene.starts.clear();
  for (Instant t = scene.asked.start; t < scene.asked.end; t += minutes{10}) {
    scene.starts.push_back(t);
  }
  const std::string text = Draw(scene);
  std::string cells = "  ";
  cells.append(48, 'o').append("      144\n");
  EXPECT_EQ(text.find(cells), text.find("Mon 23 Nov  o") + 10) << text;
  EXPECT_EQ(text.rfind(cells), text.find("Tue 24 Nov  o") + 10) << text;
}

TEST(WeekPictureTest, TeamsHaveTheirOwnLegend) {
  Scene scene = Monday();
  scene.is_team = true;
  EXPECT_THAT(Draw(scene), HasSubstr("# too many busy"));
}

TEST(WeekPictureTest, WeeksCoverWhatIsAskedExactly) {
  for (const std::string_view name :
       {"Europe/Rome", "America/St_Johns", "Pacific/Apia"}) {
    const Zone zone = ZoneOf(name);
    const Interval asked = Span("2010-10-03T05:17Z", "2012-02-01T21:00Z");
    for (unsigned day = 0; day < 7; ++day) {
      const std::vector<PictureWeek> weeks =
          WeeksOf(zone, asked, std::chrono::weekday{day});
      EXPECT_EQ(weeks.front().range.start, asked.start);
      EXPECT_EQ(weeks.back().range.end, asked.end);
      for (std::size_t i = 0; i < weeks.size(); ++i) {
        EXPECT_EQ(std::chrono::weekday(weeks[i].first).c_encoding(), day);
        EXPECT_FALSE(weeks[i].range.is_empty());
        if (i > 0) {
          EXPECT_LE(weeks[i].range.start, weeks[i - 1].range.end);
        }
      }
    }
  }
}

}  // namespace
}  // namespace bookable::cli
