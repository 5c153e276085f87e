#include "bindings/cli/local_time.h"

#include <string>

#include "tests/support/literals.h"

namespace bookable::cli {
namespace {

using ::bookable::testing::At;
using ::bookable::testing::DayOf;
using ::bookable::testing::ZoneOf;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(LocalTimeTest, AnInstantHasItsOffset) {
  const Zone rome = ZoneOf("Europe/Rome");
  for (const char* text :
       {"2026-11-24T10:30+01:00", "2026-11-24T09:30Z", "2026-11-24 09:30Z",
        "2026-11-24T09:30:00.000Z", "2026-11-24T18:30:00+09:00"}) {
    EXPECT_EQ(ReadTime(text, rome).value(), At("2026-11-24T09:30Z")) << text;
  }
}

TEST(LocalTimeTest, WithoutOffsetItIsAClockOfTheZone) {
  const Zone rome = ZoneOf("Europe/Rome");
  EXPECT_EQ(ReadTime("2026-11-24T10:30", rome).value(),
            At("2026-11-24T09:30Z"));
  EXPECT_EQ(ReadTime("2026-11-24 10:30", rome).value(),
            At("2026-11-24T09:30Z"));
  EXPECT_EQ(ReadTime("2026-07-01T10:30:59", rome).value(),
            At("2026-07-01T08:30:59Z"));
}

TEST(LocalTimeTest, OtherTextsAreExplained) {
  const Zone rome = ZoneOf("Europe/Rome");
  for (const char* text :
       {"", "10:30", "2026-11-24", "2026-11-24T", "2026-11-24T24:00",
        "2026-11-24T10:30:60", "2026-11-24T10:30:5", "2026-11-24T10:30:0x",
        "2026-02-29T10:30", "2026-11-24X10:30", "2026-11-24T10:30:00Europe"}) {
    std::string message = "\"";
    message += text;
    message +=
        "\" is no time; write 2026-11-24T10:30 (in Europe/Rome) or "
        "2026-11-24T10:30+01:00";
    EXPECT_EQ(ReadTime(text, rome).status().message(), message);
  }
  EXPECT_EQ(ReadTime("2026-11-24T10:30:00.5Z", rome).status().message(),
            "\"2026-11-24T10:30:00.5Z\": starts are whole seconds");
  EXPECT_TRUE(absl::IsOutOfRange(ReadTime("1899-11-24T10:30Z", rome).status()));
  EXPECT_EQ(ReadTime("1899-11-24T10:30", rome).status().message(),
            "\"1899-11-24T10:30\" is outside 1900 to 2200");
}

TEST(LocalTimeTest, ATimeShownTwiceIsNotGuessed) {
  EXPECT_EQ(
      ReadTime("2026-10-25T02:30", ZoneOf("Europe/Rome")).status().message(),
      "clocks in Europe/Rome show Sun 25 Oct 2026 02:30 twice; write "
      "2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00");
  // Half an hour at Lord Howe: 01:30 is shown twice, 01:29 is not.
  const Zone lord_howe = ZoneOf("Australia/Lord_Howe");
  EXPECT_FALSE(ReadTime("2026-04-05T01:30", lord_howe).ok());
  EXPECT_EQ(ReadTime("2026-04-05T01:29", lord_howe).value(),
            At("2026-04-04T14:29Z"));
  EXPECT_EQ(ReadTime("2026-04-05T02:00", lord_howe).value(),
            At("2026-04-04T15:30Z"));
}

TEST(LocalTimeTest, ATimeThatClocksSkipIsNamed) {
  EXPECT_EQ(
      ReadTime("2026-03-29T02:30", ZoneOf("Europe/Rome")).status().message(),
      "Sun 29 Mar 2026 02:30 is no time in Europe/Rome: its clocks go from Sun "
      "29 Mar 2026 02:00 to Sun 29 Mar 2026 03:00");
  EXPECT_THAT(std::string(ReadTime("2011-12-30T12:00", ZoneOf("Pacific/Apia"))
                              .status()
                              .message()),
              HasSubstr("its clocks go from Fri 30 Dec 2011 00:00 to Sat 31 "
                        "Dec 2011 00:00"));
}

TEST(LocalTimeTest, InstantsThatRead) {
  const Zone rome = ZoneOf("Europe/Rome");
  EXPECT_THAT(InstantsThatRead(rome, DayOf("2026-10-25") + minutes{150}),
              ElementsAre(At("2026-10-25T00:30Z"), At("2026-10-25T01:30Z")));
  EXPECT_THAT(InstantsThatRead(rome, DayOf("2026-10-25") + hours{3}),
              ElementsAre(At("2026-10-25T02:00Z")));
  EXPECT_THAT(InstantsThatRead(rome, DayOf("2026-03-29") + hours{2}),
              IsEmpty());
  EXPECT_THAT(InstantsThatRead(rome, DayOf("2026-03-29") + hours{3}),
              ElementsAre(At("2026-03-29T01:00Z")));
}

}  // namespace
}  // namespace bookable::cli
