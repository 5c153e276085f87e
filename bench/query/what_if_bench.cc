// Bench of WhatIf: a month of one host with 60 busy times, with and without
// buffers and notice.
//
// Question: what does it cost to say what each rule costs, beside asking once?
// Growth: linear in rules that can matter, times what FindSlots costs.
// Before timing: the effect of each rule is what FindSlots says without it.
// Known losses: none on 2026-11-24.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/what_if.h"

namespace bookable::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::minutes;

// Host `i`: office hours in Rome, and a busy half hour twice a day.
SlotQuery MakeQuery(std::size_t i, bool rules) {
  std::mt19937_64 random(i);
  SlotQuery query;
  query.from = Instant{std::chrono::sys_days{2026y / 11 / 1}};
  query.until = query.from + days{31};
  query.event.length = 30min;
  if (rules) {
    query.event.before_buffer = 5min;
    query.event.after_buffer = 10min;
    query.event.minimum_notice = 120min;
    query.now = query.from + days{2};
  }
  Host host;
  host.schedule.zone = Zone::Find("Europe/Rome").value();
  DaySet weekdays;
  for (unsigned day = 1; day <= 5; ++day) {
    weekdays |= DaySet(std::chrono::weekday{day});
  }
  host.schedule.weekly = {{.days = weekdays, .start = 9h, .end = 17h}};
  for (int entry = 0; entry < 60; ++entry) {
    const Instant start =
        query.from + 12h * entry + minutes{15 * (random() % 40)};
    host.busy.emplace_back(start, start + 30min);
  }
  query.groups = {{.hosts = {host}}};
  return query;
}

std::vector<SlotQuery> MakeQueries(bool rules) {
  std::vector<SlotQuery> queries;
  for (std::size_t i = 0; i < 1024; ++i) queries.push_back(MakeQuery(i, rules));
  return queries;
}

std::vector<Instant> StartsOf(const SlotQuery& query) {
  const SlotList slots = FindSlots(query).value();
  return {slots.starts().begin(), slots.starts().end()};
}

// The busy times of every 64th host.
std::string Check(const std::vector<SlotQuery>& queries) {
  for (std::size_t i = 0; i < queries.size(); i += 64) {
    const std::vector<Instant> base = StartsOf(queries[i]);
    const std::vector<RuleEffect> effects = WhatIf(queries[i]).value();
    const std::size_t entries = queries[i].groups[0].hosts[0].busy.size();
    for (std::size_t entry = 0; entry < entries; ++entry) {
      SlotQuery without = queries[i];
      std::vector<BusyTime>& busy = without.groups[0].hosts[0].busy;
      busy.erase(busy.begin() + static_cast<std::ptrdiff_t>(entry));
      std::vector<Instant> gained;
      std::ranges::set_difference(StartsOf(without), base,
                                  std::back_inserter(gained));
      const std::string rule = "busy[" + std::to_string(entry) + "]";
      const auto effect = std::find_if(
          effects.begin(), effects.end(),
          [&](const RuleEffect& told) { return told.rule == rule; });
      if (gained !=
          (effect == effects.end() ? std::vector<Instant>() : effect->gained)) {
        return "WhatIf and FindSlots differ on " + rule + " of host " +
               std::to_string(i);
      }
    }
  }
  return {};
}

template <bool kRules>
const std::vector<SlotQuery>& Queries() {
  static const std::vector<SlotQuery> queries = MakeQueries(kRules);
  return queries;
}

template <bool kRules>
void TryEachRule(benchmark::State& state) {
  static const std::string difference = Check(Queries<kRules>());
  AskEach(state, difference, Queries<kRules>().size(), Memory::kAny,
          [&](std::size_t i) {
            benchmark::DoNotOptimize(WhatIf(Queries<kRules>()[i]));
          });
}

template <bool kRules>
void AskOnce(benchmark::State& state) {
  AskEach(state, "", Queries<kRules>().size(), Memory::kAny,
          [&](std::size_t i) {
            benchmark::DoNotOptimize(FindSlots(Queries<kRules>()[i]));
          });
}

BENCHMARK(AskOnce<false>)->Name("what_if/one_find_slots");
BENCHMARK(TryEachRule<false>)->Name("what_if/ours");
BENCHMARK(AskOnce<true>)->Name("what_if_rules/one_find_slots");
BENCHMARK(TryEachRule<true>)->Name("what_if_rules/ours");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
