#include "bookable/time/zone.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>
#include <sstream>
#include <thread>

#include "absl/time/time.h"
#include "date/tz.h"
#include "gtest/gtest.h"

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;

Zone Find(std::string_view name) { return Zone::Find(name).value(); }

constexpr local_days Day(int y, unsigned m, unsigned d) {
  return local_days{year{y} / std::chrono::month{m} / std::chrono::day{d}};
}
constexpr Instant Utc(int y, unsigned m, unsigned d, int hour = 0,
                      int minute = 0, int second = 0) {
  return sys_days{year{y} / std::chrono::month{m} / std::chrono::day{d}} +
         hours{hour} + minutes{minute} + seconds{second};
}

// First, because tables once made are kept.
TEST(ZoneTest, TheEnvironmentChangesNothing) {
  ::setenv("TZDIR", "/nowhere", 1);
  ::setenv("TZ", "Asia/Tokyo", 1);
  EXPECT_EQ(Find("America/Boise").OffsetAt(Utc(2050, 7, 1)), hours{-6});
  EXPECT_EQ(Find("Europe/Vaduz").OffsetAt(Utc(2050, 7, 1)), hours{2});
  ::unsetenv("TZDIR");
  ::unsetenv("TZ");
}

TEST(ZoneTest, TellsTheReleaseOfTheDatabase) {
  std::cout << "tzdb " << TzdbVersion() << ", " << ZoneNames().size()
            << " names\n";
  EXPECT_NE(TzdbVersion(), "");
}

// --- names ---

TEST(ZoneTest, TheDefaultZoneIsUtc) {
  EXPECT_EQ(Zone(), Find("UTC"));
  EXPECT_EQ(Zone().name(), "UTC");
  EXPECT_EQ(Zone().stretches().size(), 1u);
  EXPECT_EQ(Zone().OffsetAt(Utc(2026, 7, 1)), seconds{0});
}

TEST(ZoneTest, LinksKeepTheirNames) {
  EXPECT_EQ(Find("US/Pacific").name(), "US/Pacific");
  EXPECT_FALSE(Find("US/Pacific") == Find("America/Los_Angeles"));
  EXPECT_EQ(Find("Europe/Rome"), Find("Europe/Rome"));
  std::ostringstream os;
  os << Find("US/Pacific");
  EXPECT_EQ(os.str(), "US/Pacific");
}

TEST(ZoneTest, UnknownNamesAreInvalidArgumentsThatNameThem) {
  for (const std::string_view name : {"Europe/Rom",
                                      "europe/rome",
                                      "EUROPE/ROME",
                                      "",
                                      " ",
                                      "Europe/",
                                      "Europe",
                                      "Europe/Rome ",
                                      "Europe/Rome/",
                                      "../x",
                                      "../zoneinfo/Europe/Rome",
                                      "/usr/share/zoneinfo/Europe/Rome",
                                      "file:Europe/Rome",
                                      "posix/UTC",
                                      "right/UTC",
                                      "localtime",
                                      "posixrules",
                                      "Factory",
                                      "+02:00",
                                      "GMT+2",
                                      "Fixed/UTC+02:00:00",
                                      "EST5EDT,M3.2.0,M11.1.0",
                                      "tzdata.zi",
                                      "zone.tab",
                                      ":UTC",
                                      "\xff\xfe"}) {
    const auto zone = Zone::Find(name);
    ASSERT_FALSE(zone.ok()) << name;
    EXPECT_EQ(zone.status().code(), absl::StatusCode::kInvalidArgument);
    const std::string message(zone.status().message());
    EXPECT_TRUE(message.starts_with("unknown time zone \"")) << message;
    if (!name.starts_with('\xff')) {
      EXPECT_NE(message.find(name), std::string::npos) << message;
    }
  }
  EXPECT_FALSE(Zone::Find(std::string_view("UTC\0", 4)).ok());
}

TEST(ZoneTest, AMisspeltNameIsAnsweredWithTheNearest) {
  EXPECT_EQ(Zone::Find("Europe/Rom").status().message(),
            "unknown time zone \"Europe/Rom\"; did you mean \"Europe/Rome\"?");
  EXPECT_EQ(Zone::Find("europe/rome").status().message(),
            "unknown time zone \"europe/rome\"; did you mean \"Europe/Rome\"?");
  EXPECT_EQ(Zone::Find("Rome").status().message(),
            "unknown time zone \"Rome\"; did you mean \"Europe/Rome\"?");
  EXPECT_EQ(Zone::Find("localtime").status().message(),
            "unknown time zone \"localtime\"; its meaning depends on the "
            "machine");
}

TEST(ZoneTest, LongAndStrangeNamesMakeShortPrintableMessages) {
  const std::string name(1 << 20, '\xff');
  const auto zone = Zone::Find(name);
  ASSERT_FALSE(zone.ok());
  EXPECT_LT(zone.status().message().size(), 500u);
  for (const char c : zone.status().message()) EXPECT_TRUE(c >= ' ' && c < 127);
}

TEST(ZoneTest, EveryNameIsFoundAndNoneDependsOnTheMachine) {
  const std::vector<std::string> names = ZoneNames();
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_GT(names.size(), 300u);
  for (const std::string& name : names) {
    EXPECT_TRUE(Zone::Find(name).ok()) << name;
    EXPECT_NE(name, "localtime");
    EXPECT_NE(name, "posixrules");
    EXPECT_NE(name, "Factory");
  }
}

TEST(ZoneTest, ThreadsThatFindTheSameNameGetTheSameZone) {
  std::vector<Zone> found(8);
  {
    std::vector<std::jthread> threads;
    for (Zone& zone : found) {
      threads.emplace_back([&zone] {
        for (const char* name : {"Asia/Kabul", "Asia/Tehran", "Asia/Almaty"}) {
          zone = Find(name);
        }
      });
    }
  }
  for (const Zone& zone : found) EXPECT_EQ(zone, Find("Asia/Almaty"));
}

// --- tables ---

TEST(ZoneTest, EveryTableIsWellFormed) {
  for (const std::string& name : ZoneNames()) {
    const Zone zone = Find(name);
    const auto stretches = zone.stretches();
    ASSERT_FALSE(stretches.empty());
    EXPECT_LT(stretches.size(), 1000u) << name;
    EXPECT_EQ(stretches[0].start, Instant::min());
    for (std::size_t i = 0; i < stretches.size(); ++i) {
      EXPECT_LT(stretches[i].offset, hours{26}) << name;
      EXPECT_GT(stretches[i].offset, hours{-26}) << name;
      if (i == 0) continue;
      ASSERT_LT(stretches[i - 1].start, stretches[i].start) << name;
      ASSERT_NE(stretches[i - 1].offset, stretches[i].offset) << name;
      ASSERT_EQ(zone.StretchAt(stretches[i].start), i);
      ASSERT_EQ(zone.StretchAt(stretches[i].start - seconds{1}), i - 1);
    }
    EXPECT_EQ(zone.StretchAt(Instant::min()), 0u);
    EXPECT_EQ(zone.StretchAt(Instant::max()), stretches.size() - 1);
  }
}

// Transitions in [from, until) at which the offset changes.
using Transitions = std::vector<std::pair<Instant, seconds>>;

Transitions FromTable(const Zone& zone, Instant from, Instant until) {
  Transitions out;
  for (const Stretch& stretch : zone.stretches()) {
    if (from <= stretch.start && stretch.start < until) {
      out.emplace_back(stretch.start, stretch.offset);
    }
  }
  return out;
}

TEST(ZoneTest, EveryTransitionTo2037IsThatOfDateTz) {
  const Instant until = Utc(2037, 12, 31);
  for (const std::string& name : ZoneNames()) {
    const Zone zone = Find(name);
    const date::time_zone* const oracle = date::locate_zone(name);
    Transitions expected;
    auto info = oracle->get_info(kFirstInstant);
    while (info.end < until) {
      const seconds before = info.offset;
      info = oracle->get_info(info.end);
      if (info.offset != before) expected.emplace_back(info.begin, info.offset);
    }
    ASSERT_EQ(FromTable(zone, kFirstInstant + seconds{1}, until), expected)
        << name;
    for (const auto& [t, offset] : expected) {
      for (const Instant at : {t - seconds{1}, t, t + seconds{1}}) {
        ASSERT_EQ(zone.OffsetAt(at), oracle->get_info(at).offset)
            << name << " " << FormatInstant(at);
      }
    }
  }
}

TEST(ZoneTest, EveryTransitionTo2200IsThatOfAbseil) {
  for (const std::string& name : ZoneNames()) {
    const Zone zone = Find(name);
    absl::TimeZone oracle;
    ASSERT_TRUE(absl::LoadTimeZone(name, &oracle)) << name;
    const auto offset_at = [&oracle](Instant t) {
      return seconds{
          oracle.At(absl::FromUnixSeconds(t.time_since_epoch().count()))
              .offset};
    };
    Transitions expected;
    absl::Time at =
        absl::FromUnixSeconds(kFirstInstant.time_since_epoch().count());
    absl::TimeZone::CivilTransition transition;
    while (oracle.NextTransition(at, &transition)) {
      at = oracle.At(transition.to).trans;
      const Instant t{seconds{absl::ToUnixSeconds(at)}};
      if (t >= kEndOfTime) break;
      if (transition.from != transition.to) {
        expected.emplace_back(t, offset_at(t));
      }
    }
    ASSERT_EQ(FromTable(zone, kFirstInstant + seconds{1}, kEndOfTime), expected)
        << name;
    for (const auto& [t, offset] : expected) {
      for (const Instant u : {t - seconds{1}, t, t + seconds{1}}) {
        ASSERT_EQ(zone.OffsetAt(u), offset_at(u))
            << name << " " << FormatInstant(u);
      }
    }
  }
}

// The footer of the TZif file, which date/tz 3.0.1 does not read.
TEST(ZoneTest, RomeStillHasSummerTimeInJuly2050) {
  const Zone rome = Find("Europe/Rome");
  EXPECT_EQ(rome.OffsetAt(Utc(2050, 7, 1)), hours{2});
  EXPECT_EQ(rome.OffsetAt(Utc(2050, 1, 1)), hours{1});
  EXPECT_EQ(rome.OffsetAt(Utc(2200, 7, 1)), hours{2});
  EXPECT_EQ(rome.OffsetAt(Utc(2202, 7, 1)), hours{2});
  // 2050-03-27 01:00 UTC, the last Sunday of March.
  EXPECT_EQ(rome.OffsetAt(Utc(2050, 3, 27, 0, 59, 59)), hours{1});
  EXPECT_EQ(rome.OffsetAt(Utc(2050, 3, 27, 1)), hours{2});
}

TEST(ZoneTest, AZoneWithoutSummerTimeHasOneOffsetForEver) {
  const Zone kolkata = Find("Asia/Kolkata");
  EXPECT_EQ(kolkata.OffsetAt(Utc(2026, 1, 1)), hours{5} + minutes{30});
  EXPECT_EQ(kolkata.OffsetAt(Utc(2199, 7, 1)), hours{5} + minutes{30});
  EXPECT_EQ(kolkata.StartOfDate(Day(2026, 7, 1)), Utc(2026, 6, 30, 18, 30));
}

// --- dates ---

TEST(ZoneTest, ADateBeginsAfterAGapAtMidnight) {
  // America/Sao_Paulo, 2018-11-04: 00:00 became 01:00 at 03:00 UTC.
  const Zone zone = Find("America/Sao_Paulo");
  const Instant start = zone.StartOfDate(Day(2018, 11, 4));
  EXPECT_EQ(start, Utc(2018, 11, 4, 3));
  EXPECT_EQ(zone.ToLocal(start), Day(2018, 11, 4) + hours{1});
  EXPECT_EQ(zone.ToLocal(start - seconds{1}), Day(2018, 11, 4) - seconds{1});
}

TEST(ZoneTest, ADateBeginsAtTheFirstOfTwoMidnights) {
  // America/Havana, 2026-11-01: 01:00 became 00:00 again at 05:00 UTC.
  const Zone zone = Find("America/Havana");
  EXPECT_EQ(zone.StartOfDate(Day(2026, 11, 1)), Utc(2026, 11, 1, 4));
}

TEST(ZoneTest, ADateMayBeginTwiceAcrossMidnight) {
  // America/St_Johns, 2010-11-07: 00:01 became 23:01 of the 6th at 02:31 UTC.
  const Zone zone = Find("America/St_Johns");
  EXPECT_EQ(zone.StartOfDate(Day(2010, 11, 7)), Utc(2010, 11, 7, 2, 30));
  EXPECT_EQ(zone.DateAt(Utc(2010, 11, 7, 2, 30, 30)), Day(2010, 11, 7));
  EXPECT_EQ(zone.DateAt(Utc(2010, 11, 7, 2, 31)), Day(2010, 11, 6));
  EXPECT_EQ(zone.DateAt(Utc(2010, 11, 7, 3, 30)), Day(2010, 11, 7));
  EXPECT_EQ(zone.StartOfDate(Day(2010, 11, 6)), Utc(2010, 11, 6, 2, 30));
}

TEST(ZoneTest, LordHoweShiftsByHalfAnHour) {
  // 2026-04-04 15:00 UTC: 02:00 +11 became 01:30 +10:30.
  const Zone zone = Find("Australia/Lord_Howe");
  EXPECT_EQ(zone.OffsetAt(Utc(2026, 4, 4, 14, 59, 59)), hours{11});
  EXPECT_EQ(zone.OffsetAt(Utc(2026, 4, 4, 15)), hours{10} + minutes{30});
  EXPECT_EQ(
      zone.StartOfDate(Day(2026, 4, 6)) - zone.StartOfDate(Day(2026, 4, 5)),
      hours{24} + minutes{30});
}

TEST(ZoneTest, ApiaSkipped2011December30) {
  const Zone apia = Find("Pacific/Apia");
  EXPECT_TRUE(apia.HasDate(Day(2011, 12, 29)));
  EXPECT_FALSE(apia.HasDate(Day(2011, 12, 30)));
  EXPECT_TRUE(apia.HasDate(Day(2011, 12, 31)));
  EXPECT_EQ(apia.StartOfDate(Day(2011, 12, 30)), Utc(2011, 12, 30, 10));
  EXPECT_EQ(apia.StartOfDate(Day(2011, 12, 31)), Utc(2011, 12, 30, 10));
  EXPECT_EQ(apia.DateBefore(Day(2011, 12, 31)), Day(2011, 12, 29));
  EXPECT_EQ(apia.DateBefore(Day(2011, 12, 30)), Day(2011, 12, 29));
}

TEST(ZoneTest, KwajaleinWentBackTo1969September30AndSkipped1993August21) {
  const Zone zone = Find("Pacific/Kwajalein");
  // 1969-10-01 00:00 +11 became 1969-09-30 01:00 -12, so that 23 hours of the
  // 30th came twice.
  const Instant back = Utc(1969, 9, 30, 13);
  EXPECT_EQ(zone.ToLocal(back), Day(1969, 9, 30) + hours{1});
  EXPECT_EQ(zone.ToLocal(back - seconds{1}), Day(1969, 10, 1) - seconds{1});
  EXPECT_EQ(zone.StartOfDate(Day(1969, 9, 30)), Utc(1969, 9, 29, 13));
  EXPECT_EQ(zone.StartOfDate(Day(1969, 10, 1)), Utc(1969, 10, 1, 12));
  EXPECT_FALSE(zone.HasDate(Day(1993, 8, 21)));
}

TEST(ZoneTest, CeilToMinuteGoesByTheWallClock) {
  const Zone monrovia = Find("Africa/Monrovia");  // -00:44:30 to 1972-01-07
  const Instant t = Utc(1960, 1, 1, 12, 0, 0);
  EXPECT_EQ(monrovia.OffsetAt(t), -(minutes{44} + seconds{30}));
  EXPECT_EQ(monrovia.CeilToMinute(t), t + seconds{30});
  EXPECT_EQ(monrovia.CeilToMinute(t + seconds{30}), t + seconds{30});
  const Zone rome = Find("Europe/Rome");
  EXPECT_EQ(rome.CeilToMinute(Utc(2026, 1, 1, 0, 0, 1)), Utc(2026, 1, 1, 0, 1));
  EXPECT_EQ(rome.CeilToMinute(Utc(2026, 1, 1)), Utc(2026, 1, 1));
}

// Brute force around every transition of every zone: the local reading of each
// piece of [transition - 3 days, transition + 3 days], worked out from oracle
// offsets alone (date/tz knows them to 2037, where every kind of rule occurs).
TEST(ZoneTest, DatesAroundEveryTransitionAgreeWithBruteForce) {
  std::set<std::vector<std::pair<std::int64_t, std::int64_t>>> seen;
  int checked = 0;
  for (const std::string& name : ZoneNames()) {
    const Zone zone = Find(name);
    const date::time_zone* const oracle = date::locate_zone(name);
    std::vector<std::pair<std::int64_t, std::int64_t>> body;
    for (const Stretch& s : zone.stretches()) {
      body.emplace_back(s.start.time_since_epoch().count(), s.offset.count());
    }
    if (!seen.insert(body).second) continue;  // a link
    for (const Stretch& transition : zone.stretches()) {
      if (transition.start < kFirstInstant + days{10} ||
          transition.start > Utc(2037, 12, 1)) {
        continue;
      }
      // Pieces of constant offset in a window wider than what is asked.
      struct Piece {
        Instant start, end;
        seconds offset;
      };
      const Instant first = transition.start - days{8};
      const Instant end = transition.start + days{8};
      std::vector<Piece> pieces;
      for (Instant t = first; t < end;) {
        const auto info = oracle->get_info(t);
        pieces.push_back({t, std::min(end, Instant{info.end}), info.offset});
        t = pieces.back().end;
      }
      const local_days around = std::chrono::floor<days>(
          std::chrono::local_seconds{transition.start.time_since_epoch()});
      bool had = false;
      local_days last_had{};
      for (local_days date = around - days{3}; date <= around + days{3};
           date += days{1}) {
        // Start: the first second that reads `date` or later. Has: some second
        // reads it. Within a piece the reading rises by one a second, so the
        // first and last of a piece decide.
        Instant start = Instant::max();
        bool has = false;
        for (const Piece& piece : pieces) {
          const std::chrono::local_seconds low{
              (piece.start + piece.offset).time_since_epoch()};
          const std::chrono::local_seconds high{
              (piece.end - seconds{1} + piece.offset).time_since_epoch()};
          if (high >= date && start == Instant::max()) {
            start = piece.start + std::max(seconds{0}, date - low);
          }
          has |= low < date + days{1} && high >= date;
        }
        ASSERT_EQ(zone.StartOfDate(date), start) << name;
        ASSERT_EQ(zone.HasDate(date), has) << name;
        if (had) {
          ASSERT_EQ(zone.DateBefore(date), last_had) << name;
        }
        if (has) {
          had = true;
          last_had = date;
        }
        ++checked;
      }
      for (int s = -120; s <= 120; s += s < -2 || s > 2 ? 7 : 1) {
        const Instant t = transition.start + seconds{s};
        Instant expected = t;
        while ((expected.time_since_epoch() + zone.OffsetAt(expected)) %
                   minutes{1} !=
               seconds{0}) {
          expected += seconds{1};
        }
        ASSERT_EQ(zone.CeilToMinute(t), expected) << name;
      }
    }
  }
  EXPECT_GT(checked, 100000);
}

// The same laws in the years of the footer's rule, where the table itself is
// the only list of offsets: the second before the start reads an earlier date.
TEST(ZoneTest, DatesNearTransitionsAfter2037BeginWhereTheyAreFirstRead) {
  for (const std::string& name : ZoneNames()) {
    const Zone zone = Find(name);
    for (const Stretch& transition : zone.stretches()) {
      if (transition.start < Utc(2037, 1, 1)) continue;
      const local_days around = zone.DateAt(transition.start);
      for (local_days date = around - days{1}; date <= around + days{1};
           date += days{1}) {
        const Instant start = zone.StartOfDate(date);
        ASSERT_TRUE(zone.HasDate(date)) << name;
        ASSERT_EQ(zone.DateAt(start), date) << name;
        ASSERT_LT(zone.DateAt(start - seconds{1}), date) << name;
        ASSERT_EQ(zone.DateBefore(date), date - days{1}) << name;
      }
    }
  }
}

}  // namespace
}  // namespace bookable
