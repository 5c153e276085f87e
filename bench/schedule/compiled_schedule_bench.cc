// Bench of CompiledSchedule: the open time of a month and of a year, weekly
// hours Monday to Friday, in four zones in turn; with and without overrides.
//
// Question: what does it cost to turn weekly hours into instants, beside
// converting each date's hours with date/tz?
// Growth: linear in dates; a date with an override costs its own conversion.
// Known losses: none on 2026-11-24.
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/schedule/compiled_schedule.h"
#include "bookable/time/date.h"
#include "date/tz.h"

namespace bookable::bench {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using namespace std::chrono_literals;

// A schedule and a range of dates to open.
struct Input {
  Schedule schedule;
  std::optional<CompiledSchedule> compiled;
  const date::time_zone* zone = nullptr;
  local_days first{};
  std::size_t dates = 0;
  Interval range{};
};

// Overrides: each tenth date is open from 10 to 12.
std::vector<Input> Make(std::size_t dates, bool has_overrides) {
  std::vector<Input> made;
  const char* const names[] = {"Europe/Rome", "America/New_York",
                               "Australia/Sydney", "Asia/Kolkata"};
  const local_days origin{std::chrono::year{2025} / 1 / 1};
  for (std::size_t i = 0; i < 1024; ++i) {
    Input input;
    const char* const name = names[i % 4];
    input.schedule = {.zone = Zone::Find(name).value(),
                      .weekly = {{kWeekdays, 9h, 17h}}};
    input.zone = date::locate_zone(name);
    input.first = origin + days{i};
    input.dates = dates;
    if (has_overrides) {
      for (std::size_t day = i % 10; day < dates; day += 10) {
        input.schedule.overrides.push_back(
            {.date = Date{input.first + days{day}}, .start = 10h, .end = 12h});
      }
    }
    input.compiled = CompiledSchedule::Create(input.schedule).value();
    const Zone& zone = input.schedule.zone;
    input.range = {zone.StartOfDate(input.first),
                   zone.StartOfDate(input.first + days{dates})};
    made.push_back(std::move(input));
  }
  return made;
}

struct Ours {
  void Do(const Input& input) {
    out.clear();
    input.compiled->AppendOpen(input.range, out);
  }
  std::vector<Interval> out;
};

// Overrides are sorted by date, as a careful program would keep them.
struct PlainDateTz {
  void Do(const Input& input) {
    out.clear();
    auto next = input.schedule.overrides.begin();
    const WeeklyRule& rule = input.schedule.weekly.front();
    for (std::size_t i = 0; i < input.dates; ++i) {
      const local_days date = input.first + days{i};
      if (next != input.schedule.overrides.end() &&
          local_days{next->date} == date) {
        Append(input, date, *next->start, *next->end);
        ++next;
      } else if (rule.days.Contains(std::chrono::weekday{date})) {
        Append(input, date, rule.start, rule.end);
      }
    }
  }
  void Append(const Input& input, local_days date, std::chrono::minutes start,
              std::chrono::minutes end) {
    const auto local = ToDateLibrary(date);
    out.push_back({input.zone->to_sys(local + start, date::choose::earliest),
                   input.zone->to_sys(local + end, date::choose::earliest)});
  }
  std::vector<Interval> out;
};

template <class Contestant, std::size_t kDates, bool kHasOverrides>
void Run(benchmark::State& state) {
  static const std::vector<Input> all = Make(kDates, kHasOverrides);
  Contestant contestant;
  Ours ours;
  std::string difference;
  for (std::size_t i = 0; i < all.size() && difference.empty(); ++i) {
    contestant.Do(all[i]);
    ours.Do(all[i]);
    if (contestant.out != ours.out) {
      difference = "differs from ours on schedule " + std::to_string(i);
    }
  }
  AskEach(state, difference, all.size(),
          std::is_same_v<Contestant, Ours> ? Memory::kNone : Memory::kAny,
          [&](std::size_t i) {
            contestant.Do(all[i]);
            benchmark::DoNotOptimize(contestant.out.data());
          });
}

BENCHMARK(Run<Ours, 31, false>)->Name("AppendOpen_month/ours");
BENCHMARK(Run<PlainDateTz, 31, false>)->Name("AppendOpen_month/plain_date_tz");
BENCHMARK(Run<Ours, 31, true>)->Name("AppendOpen_month_overrides/ours");
BENCHMARK(Run<PlainDateTz, 31, true>)
    ->Name("AppendOpen_month_overrides/plain_date_tz");
BENCHMARK(Run<Ours, 365, false>)->Name("AppendOpen_year/ours");
BENCHMARK(Run<PlainDateTz, 365, false>)->Name("AppendOpen_year/plain_date_tz");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
