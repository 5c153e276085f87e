// tests/laws/open_time_test.cc: the membership rule (semantics.md section 2),
// minute by minute, in every zone.
//
// For every IANA zone, weeks around transitions of every kind it has, and
// random schedules there: open time equals what the reference engine reads off
// the wall clock.
#include "tests/reference/open_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "bookable/interval/interval.h"
#include "bookable/schedule/compiled_schedule.h"
#include "bookable/time/zone.h"
#include "tests/laws/law.h"
#include "tests/laws/random_query.h"
#include "tests/laws/request_json.h"
#include "tests/reference/cells.h"

namespace bookable::laws {
namespace {

using reference::Cells;
using reference::Run;
using reference::TimeLine;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

std::vector<Interval> OpenByTheReference(const Schedule& schedule,
                                         const Interval& range) {
  reference::OpenTime open_time(schedule);
  std::set<int> edges = open_time.SecondsOfChanges(range.start, range.end);
  edges.insert(reference::SecondOf(range.start));
  const TimeLine line(range.start, range.end, edges);
  Cells open(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    open[i] = open_time.IsOpen(line[i]);
  }
  std::vector<Interval> intervals;
  for (const Run& run : reference::RunsOf(line, open, {})) {
    intervals.push_back({run.first, run.last + seconds{1}});
  }
  return intervals;
}

std::string Text(const std::vector<Interval>& intervals) {
  std::string text;
  for (const Interval& interval : intervals) {
    text += "  " + FormatInstant(interval.start) + " to " +
            FormatInstant(interval.end) + "\n";
  }
  return text;
}

// Expects the engine to open `schedule` as the reference does.
void ExpectSameOpenTime(const Schedule& schedule, const Interval& range,
                        Random& random) {
  const CompiledSchedule compiled = CompiledSchedule::Create(schedule).value();
  std::vector<Interval> open;
  compiled.AppendOpen(range, open);
  const std::vector<Interval> expected = OpenByTheReference(schedule, range);
  const auto query_text = [&] {
    SlotQuery query;
    query.groups.push_back(OneHost({.schedule = schedule}));
    query.from = range.start;
    query.until = range.end;
    query.event.length = std::chrono::minutes{1};
    return RequestJson(query);
  };
  ASSERT_EQ(open, expected) << "engine\n"
                            << Text(open) << "reference\n"
                            << Text(expected) << query_text();

  reference::OpenTime open_time(schedule);
  // The hours of dates: all of their minutes, in windows that do not touch.
  std::vector<MinuteWindow> hours_of_date;
  const auto first = std::chrono::floor<days>(range.start);
  for (int i = 0; i < 4; ++i) {
    const std::chrono::local_days date{first.time_since_epoch() + days{i}};
    compiled.HoursOf(date, hours_of_date);
    reference::Minutes minutes;
    int end = -1;
    for (const MinuteWindow& window : hours_of_date) {
      ASSERT_LT(end, window.start) << FormatDate(date) << query_text();
      ASSERT_LT(window.start, window.end) << FormatDate(date) << query_text();
      end = window.end;
      for (int m = window.start; m < window.end; ++m) {
        minutes.set(static_cast<std::size_t>(m));
      }
    }
    ASSERT_EQ(minutes, open_time.HoursOf(date))
        << FormatDate(date) << query_text();
  }

  // IsOpen at edges of windows and anywhere.
  const auto expect_same_at = [&](Instant t) {
    ASSERT_EQ(compiled.IsOpen(t), open_time.IsOpen(t))
        << FormatInstant(t) << "\n"
        << query_text();
  };
  for (const Interval& interval : expected) {
    for (const Instant t : {interval.start - seconds{1}, interval.start,
                            interval.end - seconds{1}, interval.end}) {
      expect_same_at(t);
    }
  }
  const auto length = static_cast<int>(range.length().count());
  for (int i = 0; i < 20; ++i) {
    expect_same_at(range.start + seconds{random.Between(0, length - 1)});
  }
}

// Transitions worth a week: the first and the last ones, some after 2037, some
// by chance, and one of each kind of shift.
std::vector<Instant> TransitionsOf(const Zone& zone, Random& random) {
  const std::span<const Stretch> stretches = zone.stretches();
  constexpr Instant kFirst{
      std::chrono::sys_days{std::chrono::year{1902} / 1 / 1}};
  constexpr Instant kLast{
      std::chrono::sys_days{std::chrono::year{2198} / 1 / 1}};
  constexpr Instant kEndOfLists{
      std::chrono::sys_days{std::chrono::year{2038} / 1 / 1}};
  std::vector<Instant> listed;
  std::vector<Instant> by_rule;
  std::set<Instant> chosen;
  std::set<seconds> shifts;
  for (std::size_t i = 1; i < stretches.size(); ++i) {
    const Instant t = stretches[i].start;
    if (t < kFirst || t > kLast) continue;
    (t < kEndOfLists ? listed : by_rule).push_back(t);
    const seconds shift = stretches[i].offset - stretches[i - 1].offset;
    if (shift % hours{1} != seconds{0} || shift > hours{2} ||
        shift < -hours{2}) {
      if (shifts.insert(shift).second) chosen.insert(t);
    }
  }
  const auto choose = [&](const std::vector<Instant>& from, std::size_t i) {
    if (i < from.size()) chosen.insert(from[i]);
  };
  choose(listed, 0);
  for (std::size_t back = 1; back <= 3; ++back) {
    choose(listed, listed.size() - back);  // wraps past the end if too few
  }
  choose(by_rule, 0);
  choose(by_rule, 1);
  if (!listed.empty()) chosen.insert(random.Pick(listed));
  if (!by_rule.empty()) chosen.insert(random.Pick(by_rule));
  // A zone whose clocks never changed has weeks too.
  if (chosen.empty()) chosen.insert(kEndOfLists);
  return {chosen.begin(), chosen.end()};
}

TEST(OpenTimeLaw, EveryZoneAroundItsTransitions) {
  Random random(FirstSeed());
  const int schedules = RoundsOr(15) >= 15 ? 1 : 0;
  std::size_t weeks = 0;
  std::size_t zone_number = 0;
  for (const std::string& name : ZoneNames()) {
    // Builds that are not optimised try every tenth zone.
    if (++zone_number % 10 != 0 && schedules == 0) continue;
    const Zone zone = Zone::Find(name).value();
    for (const Instant transition : TransitionsOf(zone, random)) {
      const Interval week{transition - days{4} - hours{random.Between(0, 20)},
                          transition + days{4}};
      ExpectSameOpenTime(RandomSchedule(random, zone, zone.DateAt(transition)),
                         week, random);
      if (HasFatalFailure()) return;
      ++weeks;
    }
  }
  std::cout << weeks << " weeks, tzdata " << TzdbVersion() << "\n";
}

// The dates that rules trip over, many schedules each.
TEST(OpenTimeLaw, SpecialDates) {
  struct Special {
    const char* zone;
    std::chrono::sys_days date;
  };
  using std::chrono::year;
  const Special specials[] = {
      {"Pacific/Apia", year{2011} / 12 / 30},        // skipped
      {"Pacific/Kiritimati", year{1994} / 12 / 31},  // skipped
      {"Pacific/Kwajalein", year{1993} / 8 / 21},    // skipped
      {"Pacific/Kwajalein", year{1969} / 9 / 30},    // read twice
      {"America/St_Johns", year{2010} / 11 / 7},     // goes back over midnight
      {"Australia/Lord_Howe", year{2026} / 4 / 4},   // half an hour
      {"Australia/Lord_Howe", year{2040} / 10 / 7},  //
      {"America/Havana", year{2026} / 11 / 1},       // midnight twice
      {"America/Sao_Paulo", year{2018} / 11 / 4},    // no midnight
      {"Africa/Monrovia", year{1972} / 1 / 7},       // 44 minutes 30 seconds
      {"Europe/Amsterdam", year{1937} / 7 / 1},      // 28 seconds
      {"Europe/Paris", year{1911} / 3 / 11},         // out of local mean time
      {"Antarctica/Troll", year{2026} / 3 / 29},     // two hours
      {"Africa/Casablanca", year{2026} / 2 / 15},    // Ramadan
  };
  Random random(FirstSeed());
  const int rounds = RoundsOr(60);
  for (const Special& special : specials) {
    const Zone zone = Zone::Find(special.zone).value();
    const std::chrono::local_days date{special.date.time_since_epoch()};
    for (int i = 0; i < rounds; ++i) {
      const Interval days_around{special.date - days{random.Between(2, 4)} +
                                     seconds{random.Between(0, 86399)},
                                 special.date + days{4}};
      ExpectSameOpenTime(RandomSchedule(random, zone, date), days_around,
                         random);
      if (HasFatalFailure()) return;
    }
  }
}

// Every week start and interval, over half a year.
TEST(OpenTimeLaw, EveryNWeeksWithEveryWeekStart) {
  Random random(FirstSeed());
  const Zone rome = Zone::Find("Europe/Rome").value();
  constexpr std::chrono::local_days kAnchor{std::chrono::year{2026} / 3 / 25};
  for (unsigned week_start = 0; week_start < 7; ++week_start) {
    for (const int interval : {1, 2, 3, 5}) {
      Schedule schedule;
      schedule.zone = rome;
      schedule.week_start = std::chrono::weekday{week_start};
      schedule.weekly = {
          {.days = kSunday | kMonday | kSaturday,
           .start = hours{21},
           .end = hours{3},
           .interval = interval,
           .anchor = Date{kAnchor + days{random.Between(0, 6)}}}};
      const Instant middle{kAnchor.time_since_epoch()};
      ExpectSameOpenTime(schedule, {middle - days{36}, middle + days{36}},
                         random);
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace bookable::laws
