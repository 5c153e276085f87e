// data/workloads/workload.cc
//
// A busy time is drawn as (date, start of day, length) on marks of 5 minutes
// and drawn again when it overlaps one of the host: what calendars hold.
//
// Tested by bench/workloads/manifest.cc.
#include "data/workloads/workload.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <random>

namespace bookable::workloads {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using namespace std::chrono_literals;

constexpr std::uint64_t kSeed = 20261124;
constexpr std::array kLengths{15min, 30min, 30min, 45min, 60min, 60min, 90min};

// The distributions of <random> differ from one standard library to another;
// the engine itself does not.
class Random {
 public:
  explicit Random(std::uint64_t stream) : engine_(kSeed + stream) {}
  // 0...below - 1.
  std::size_t Below(std::size_t below) {
    return static_cast<std::size_t>(engine_() % below);
  }
  bool OneIn(std::size_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

Zone FindZone(std::string_view name) { return Zone::Find(name).value(); }

// Local dates a workload covers.
struct Dates {
  local_days first{};
  std::size_t count = 0;
};
constexpr Dates kMonth{local_days{std::chrono::year{2026} / 3 / 1}, 31};
constexpr Dates kYear{local_days{std::chrono::year{2026} / 1 / 1}, 365};
constexpr Dates kFortnight{local_days{std::chrono::year{2026} / 3 / 16}, 14};

Schedule OfficeHours(const Zone& zone, minutes start, minutes end) {
  return {.zone = zone,
          .week_start = std::chrono::Monday,
          .weekly = {{.days = kWeekdays, .start = start, .end = end}}};
}

bool OverlapsAny(const std::vector<Interval>& sorted, const Interval& drawn) {
  const auto after = std::lower_bound(
      sorted.begin(), sorted.end(), drawn,
      [](const Interval& a, const Interval& b) { return a.start < b.start; });
  return (after != sorted.end() && after->Overlaps(drawn)) ||
         (after != sorted.begin() && std::prev(after)->Overlaps(drawn));
}

// Where busy times are drawn.
enum class Place {
  kInHours,       // working dates, between 8:00 and 18:00
  kMostlyOutside  // four in five in evenings and weekends
};

Interval DrawBusy(const Zone& zone, const Dates& dates, Place place,
                  Random& random) {
  const bool is_outside = place == Place::kMostlyOutside && !random.OneIn(5);
  for (;;) {
    const local_days date = dates.first + days{random.Below(dates.count)};
    const std::chrono::weekday day{date};
    const bool is_weekend =
        day == std::chrono::Saturday || day == std::chrono::Sunday;
    minutes start = 8h + 5min * random.Below(120);
    if (is_outside && !is_weekend) start = 18h + 5min * random.Below(48);
    const minutes length = kLengths[random.Below(kLengths.size())];
    if (is_weekend && !is_outside) continue;
    const Instant begin = zone.StartOfDate(date) + start;
    return {begin, begin + length};
  }
}

std::vector<Interval> DrawBusyTimes(const Zone& zone, const Dates& dates,
                                    Place place, std::size_t count,
                                    Random& random) {
  std::vector<Interval> busy;
  busy.reserve(count);
  while (busy.size() < count) {
    const Interval drawn = DrawBusy(zone, dates, place, random);
    if (OverlapsAny(busy, drawn)) continue;
    busy.insert(std::upper_bound(busy.begin(), busy.end(), drawn,
                                 [](const Interval& a, const Interval& b) {
                                   return a.start < b.start;
                                 }),
                drawn);
  }
  return busy;
}

Workload OneHostEach(std::string_view name, std::uint64_t stream,
                     const Dates& dates, std::size_t hosts, std::size_t busy,
                     Place place = Place::kInHours) {
  Workload workload{.name = name,
                    .event = {.length = 30min, .slot_interval = 30min},
                    .zone = FindZone("Europe/Rome")};
  const Zone& zone = workload.zone;
  workload.from = zone.StartOfDate(dates.first);
  workload.until = zone.StartOfDate(dates.first + days{dates.count});
  workload.schedules = {OfficeHours(zone, 9h, 17h)};
  Random random(stream);
  workload.hosts.resize(hosts);
  for (HostRows& host : workload.hosts) {
    host.busy = DrawBusyTimes(zone, dates, place, busy, random);
  }
  return workload;
}

Workload TeamOf(Workload workload, std::size_t size, int require) {
  workload.team_size = size;
  workload.require = require;
  return workload;
}

constexpr std::size_t kRotation = 1024;
constexpr std::size_t kTeamsOfTen = 128;
constexpr std::size_t kTeamsOfFifty = 64;

constexpr std::array kAllWorkloads{
    NamedWorkload{"W1", MakeW1},
    NamedWorkload{"W1_rules", MakeW1Rules},
    NamedWorkload{"W2", MakeW2},
    NamedWorkload{"W3_light", MakeW3Light},
    NamedWorkload{"W3_heavy", MakeW3Heavy},
    NamedWorkload{"W3_zones", MakeW3Zones},
    NamedWorkload{"W4", MakeW4},
    NamedWorkload{"W6", MakeW6},
    NamedWorkload{"W8", MakeW8},
    NamedWorkload{"k_of_n", MakeKOfN},
};

}  // namespace

Workload MakeW1() { return OneHostEach("W1", 1, kMonth, kRotation, 60); }

Workload MakeW2() { return OneHostEach("W2", 2, kYear, kRotation, 700); }

Workload MakeW8() {
  Workload workload = OneHostEach("W8", 1, kMonth, kRotation, 60);
  workload.event.slot_interval = 5min;
  return workload;
}

Workload MakeW1Rules() {
  // Of each host's 72 times, 12 are bookings of the event type.
  constexpr std::size_t kTimes = 72;
  constexpr std::size_t kBookings = 12;
  Workload workload = OneHostEach("W1_rules", 3, kMonth, kRotation, kTimes);
  workload.event.before_buffer = 5min;
  workload.event.after_buffer = 10min;
  workload.event.minimum_notice = 24h;
  workload.event.booking_window = {.kind = BookingWindow::Kind::kCalendarDays,
                                   .days = 27};
  workload.event.limits.count[static_cast<std::size_t>(Period::kWeek)] = 4;
  workload.now = workload.from + days{1} + 10h;  // a Monday
  Random random(4);
  const Buffers buffers{5min, 10min};
  for (HostRows& host : workload.hosts) {
    for (std::size_t i = 0; i < kBookings; ++i) {
      const auto taken =
          host.busy.begin() +
          static_cast<std::ptrdiff_t>(random.Below(host.busy.size()));
      host.bookings.push_back(
          {.start = taken->start, .end = taken->end, .buffers = buffers});
      host.busy.erase(taken);
    }
    std::sort(host.bookings.begin(), host.bookings.end(),
              [](const BookingRow& a, const BookingRow& b) {
                return a.start < b.start;
              });
  }
  return workload;
}

Workload MakeW3Light() {
  return TeamOf(OneHostEach("W3_light", 5, kMonth, kTeamsOfTen * 10, 60,
                            Place::kMostlyOutside),
                10, kAll);
}

Workload MakeW3Heavy() {
  return TeamOf(OneHostEach("W3_heavy", 6, kMonth, kTeamsOfTen * 10, 60), 10,
                kAll);
}

Workload MakeW3Zones() {
  Workload workload = MakeW3Light();
  workload.name = "W3_zones";
  workload.schedules = {
      OfficeHours(workload.zone, 9h, 17h),
      OfficeHours(FindZone("Europe/London"), 8h, 16h + 30min),
      OfficeHours(FindZone("Europe/Athens"), 10h, 18h + 30min)};
  for (std::size_t i = 0; i < workload.hosts.size(); ++i) {
    workload.hosts[i].schedule = i % workload.schedules.size();
  }
  return workload;
}

Workload MakeW4() {
  return TeamOf(OneHostEach("W4", 7, kFortnight, kTeamsOfFifty * 50, 27), 50,
                1);
}

Workload MakeKOfN() {
  return TeamOf(OneHostEach("k_of_n", 8, kMonth, 10'000, 60), 10'000, 6'800);
}

Workload MakeW6() { return OneHostEach("W6", 9, kMonth, 10'000, 60); }

std::span<const NamedWorkload> AllWorkloads() { return kAllWorkloads; }

// FNV-1a over the rows' 64-bit values.
std::uint64_t Checksum(const Workload& workload) {
  std::uint64_t sum = 0xcbf29ce484222325;
  const auto add = [&sum](Instant t) {
    const auto value = static_cast<std::uint64_t>(t.time_since_epoch().count());
    for (int byte = 0; byte < 8; ++byte) {
      sum ^= value >> (8 * byte) & 0xFF;
      sum *= 0x100000001b3;
    }
  };
  for (const HostRows& host : workload.hosts) {
    for (const Interval& busy : host.busy) {
      add(busy.start);
      add(busy.end);
    }
    for (const BookingRow& booking : host.bookings) {
      add(booking.start);
      add(booking.end);
    }
  }
  return sum;
}

}  // namespace bookable::workloads
