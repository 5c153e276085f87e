// Bench of Zone: an instant's offset, its wall clock, the start of a date;
// beside date/tz and Abseil.
//
// Question: what does one conversion cost when instants come in no order?
// Instants are drawn from 2020 to 2036, in four zones in turn.
// Growth: none; a lookup is a bucket and a step or two.
// Asymmetry: date::time_zone::get_info also returns the abbreviation (a
// std::string) and the stretch's ends; absl::TimeZone::At all fields of the
// wall clock. They offer no cheaper call.
// Known losses: none on 2026-11-24.
#include <array>
#include <chrono>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/internal/strings.h"
#include "bookable/time/absl.h"
#include "bookable/time/date.h"
#include "bookable/time/zone.h"
#include "date/tz.h"

namespace bookable::bench {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;

struct OneZone {
  Zone ours;
  const date::time_zone* date;
  absl::TimeZone absl;
};

struct Input {
  std::size_t zone = 0;
  Instant t{};
  local_days date{};
};

struct Inputs {
  std::vector<OneZone> zones;
  std::vector<Input> inputs;
};

const Inputs& All() {
  static const Inputs all = [] {
    Inputs made;
    for (const char* name : {"Europe/Rome", "America/New_York",
                             "Australia/Lord_Howe", "Asia/Kolkata"}) {
      OneZone zone{Zone::Find(name).value(), date::locate_zone(name), {}};
      absl::LoadTimeZone(name, &zone.absl);
      made.zones.push_back(zone);
    }
    std::mt19937_64 random(1);
    constexpr std::uint64_t kSpan = 16ull * 365 * 86'400;
    const Instant first{std::chrono::sys_days{std::chrono::year{2020} / 1 / 1}};
    for (std::size_t i = 0; i < 4096; ++i) {
      const Instant t =
          first + seconds{static_cast<std::int64_t>(random() % kSpan)};
      made.inputs.push_back(
          {i % made.zones.size(), t,
           local_days{std::chrono::floor<days>(t).time_since_epoch()}});
    }
    return made;
  }();
  return all;
}

// Each function answers for one input, in seconds since 1970 or of offset.

std::int64_t OurOffset(const OneZone& zone, const Input& input) {
  return zone.ours.OffsetAt(input.t).count();
}
std::int64_t DateOffset(const OneZone& zone, const Input& input) {
  return zone.date->get_info(input.t).offset.count();
}
std::int64_t AbslOffset(const OneZone& zone, const Input& input) {
  return zone.absl.At(ToAbslTime(input.t)).offset;
}

std::int64_t OurLocal(const OneZone& zone, const Input& input) {
  return zone.ours.ToLocal(input.t).time_since_epoch().count();
}
std::int64_t DateLocal(const OneZone& zone, const Input& input) {
  return zone.date->to_local(input.t).time_since_epoch().count();
}
std::int64_t AbslLocal(const OneZone& zone, const Input& input) {
  return zone.absl.At(ToAbslTime(input.t)).cs - absl::CivilSecond(1970, 1, 1);
}

std::int64_t OurStart(const OneZone& zone, const Input& input) {
  return zone.ours.StartOfDate(input.date).time_since_epoch().count();
}
std::int64_t DateStart(const OneZone& zone, const Input& input) {
  return zone.date
      ->to_sys(ToDateLibrary(std::chrono::local_seconds{input.date}),
               date::choose::earliest)
      .time_since_epoch()
      .count();
}
std::int64_t AbslStart(const OneZone& zone, const Input& input) {
  return absl::ToUnixSeconds(absl::FromCivil(
      absl::CivilSecond(ToAbslCivilDay(input.date)), zone.absl));
}

using Function = std::int64_t (*)(const OneZone&, const Input&);

template <Function kFunction, Function kReference>
void Run(benchmark::State& state) {
  const Inputs& all = All();
  std::string difference;
  for (const Input& input : all.inputs) {
    const OneZone& zone = all.zones[input.zone];
    if (kFunction(zone, input) != kReference(zone, input)) {
      difference = "differs from ours in " + std::string(zone.ours.name());
    }
  }
  AskEach(state, difference, all.inputs.size(), Memory::kAny,
          [&](std::size_t i) {
            const Input& input = all.inputs[i];
            benchmark::DoNotOptimize(kFunction(all.zones[input.zone], input));
          });
}

BENCHMARK(Run<OurOffset, OurOffset>)->Name("Zone_OffsetAt/ours");
BENCHMARK(Run<DateOffset, OurOffset>)->Name("Zone_OffsetAt/date_tz");
BENCHMARK(Run<AbslOffset, OurOffset>)->Name("Zone_OffsetAt/absl");
BENCHMARK(Run<OurLocal, OurLocal>)->Name("Zone_ToLocal/ours");
BENCHMARK(Run<DateLocal, OurLocal>)->Name("Zone_ToLocal/date_tz");
BENCHMARK(Run<AbslLocal, OurLocal>)->Name("Zone_ToLocal/absl");
BENCHMARK(Run<OurStart, OurStart>)->Name("Zone_StartOfDate/ours");
BENCHMARK(Run<DateStart, OurStart>)->Name("Zone_StartOfDate/date_tz");
BENCHMARK(Run<AbslStart, OurStart>)->Name("Zone_StartOfDate/absl");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
