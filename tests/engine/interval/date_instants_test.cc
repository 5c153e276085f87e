#include "bookable/interval/date_instants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "bookable/time/zone.h"
#include "tests/support/literals.h"

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using testing::DayOf;
using ::testing::ElementsAre;
using testing::Span;
using testing::ZoneOf;

std::vector<Interval> InstantsOf(const Zone& zone, const char* first,
                                 const char* last) {
  std::vector<Interval> out;
  AppendDateInstants(zone, {DayOf(first), DayOf(last)},
                     Span("2000-01-01T00:00Z", "2030-01-01T00:00Z"), out);
  return out;
}

TEST(DateInstantsTest, ADateOf25HoursIsOneInterval) {
  // Europe/Rome, clocks back at 2026-10-25T01:00Z.
  EXPECT_THAT(InstantsOf(ZoneOf("Europe/Rome"), "2026-10-25", "2026-10-25"),
              ElementsAre(Span("2026-10-24T22:00Z", "2026-10-25T23:00Z")));
}

TEST(DateInstantsTest, ADateReadTwiceIsTwoIntervals) {
  // America/St_Johns, 2010-11-07 00:01 to 2010-11-06 23:01.
  const Zone zone = ZoneOf("America/St_Johns");
  EXPECT_THAT(InstantsOf(zone, "2010-11-07", "2010-11-07"),
              ElementsAre(Span("2010-11-07T02:30Z", "2010-11-07T02:31Z"),
                          Span("2010-11-07T03:30Z", "2010-11-08T03:30Z")));
  EXPECT_EQ(DateInstantsHull(zone, {DayOf("2010-11-07"), DayOf("2010-11-07")}),
            Span("2010-11-07T02:30Z", "2010-11-08T03:30Z"));
}

TEST(DateInstantsTest, ASkippedDateHasNone) {
  // Pacific/Apia skipped 2011-12-30.
  const Zone zone = ZoneOf("Pacific/Apia");
  EXPECT_THAT(InstantsOf(zone, "2011-12-30", "2011-12-30"), ElementsAre());
  EXPECT_TRUE(DateInstantsHull(zone, {DayOf("2011-12-30"), DayOf("2011-12-30")})
                  .is_empty());
}

TEST(DateInstantsTest, IsCutToTheBounds) {
  std::vector<Interval> out;
  AppendDateInstants(Zone(), {DayOf("2026-11-23"), DayOf("2026-11-29")},
                     Span("2026-11-25T12:00Z", "2026-11-26T12:00Z"), out);
  EXPECT_THAT(out, ElementsAre(Span("2026-11-25T12:00Z", "2026-11-26T12:00Z")));
}

TEST(DateInstantsTest, MembershipHoldsAroundTransitionsOfEveryZone) {
  std::set<std::vector<std::int64_t>> seen;
  for (const std::string& name : ZoneNames()) {
    const Zone zone = ZoneOf(name);
    std::vector<std::int64_t> table;
    for (const Stretch& stretch : zone.stretches()) {
      table.push_back(stretch.start.time_since_epoch().count());
      table.push_back(stretch.offset.count());
    }
    if (!seen.insert(table).second) continue;  // a link
    for (const Stretch& stretch : zone.stretches().subspan(1)) {
      const local_days date = zone.DateAt(stretch.start);
      const DateRange dates{date, date};
      const Interval around{stretch.start - days{3}, stretch.start + days{3}};
      std::vector<Interval> out;
      AppendDateInstants(zone, dates, around, out);
      // Half hours, and the seconds around the transition.
      std::vector<Instant> probes;
      for (Instant t = around.start; t < around.end; t += minutes{30}) {
        probes.push_back(t);
      }
      probes.push_back(stretch.start - std::chrono::seconds{1});
      probes.push_back(stretch.start + std::chrono::seconds{1});
      for (const Instant t : probes) {
        bool is_in = false;
        for (const Interval& part : out) is_in |= part.Contains(t);
        ASSERT_EQ(is_in, zone.DateAt(t) == date)
            << name << ' ' << FormatInstant(t);
      }
    }
  }
}

}  // namespace
}  // namespace bookable
