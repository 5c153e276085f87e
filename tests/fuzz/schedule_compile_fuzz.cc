// Bytes become a schedule, sound or not: Create never crashes, and the open
// time of what it accepts is a set of instants, however it is asked for.
//
// Input: a byte that says how wild values may be, then fields as they are
// needed; missing bytes are 0.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <vector>

#include "bookable/interval/algebra.h"
#include "bookable/schedule/compiled_schedule.h"
#include "bookable/schedule/schedule.h"

namespace {

using bookable::Date;
using bookable::Instant;
using bookable::Interval;
using bookable::Schedule;
using bookable::Zone;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;

void Check(bool holds) {
  if (!holds) std::abort();
}

// Zones with every kind of transition; the first has none.
const Zone& ZoneNumber(std::size_t i) {
  static const std::vector<Zone> zones = [] {
    std::vector<Zone> found;
    for (const char* name :
         {"UTC", "Europe/Rome", "America/New_York", "Australia/Lord_Howe",
          "Pacific/Apia", "America/St_Johns", "America/Havana",
          "America/Sao_Paulo", "Africa/Monrovia", "Pacific/Kwajalein",
          "Asia/Kathmandu", "Pacific/Kiritimati", "Africa/Casablanca",
          "Europe/Dublin", "Antarctica/Troll", "America/Nuuk"}) {
      found.push_back(Zone::Find(name).value());
    }
    return found;
  }();
  return zones[i % zones.size()];
}

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
    is_wild_ = Byte() % 4 == 0;
  }

  unsigned Byte() {
    if (at_ == bytes_.size()) return 0;
    return bytes_[at_++];
  }
  unsigned Below(unsigned n) { return Byte() % n; }
  int Short() {
    const auto high = static_cast<std::int16_t>(Byte() << 8);
    return high + static_cast<int>(Byte());
  }
  bool Flag() { return Below(2) == 1; }

  minutes Time() {
    const int value = Short();
    return minutes{is_wild_ ? value : (value & 0x7fff) % 1441};
  }
  // Near the instants that are asked for, or any.
  Date NextDate() {
    if (is_wild_) {
      return std::chrono::year{Short()} / static_cast<int>(Below(16)) /
             static_cast<int>(Below(34));
    }
    if (Below(16) == 0) {
      return std::chrono::year{1 + (Short() & 0x7fff) % 9999} / 1 / 1;
    }
    return Date{base_ + days{static_cast<int>(Below(40)) - 4}};
  }
  std::optional<Date> MaybeDate() {
    return Flag() ? std::optional(NextDate()) : std::nullopt;
  }

  // Where most of what is read happens.
  void SetBase(Instant t) {
    base_ =
        std::chrono::local_days{std::chrono::floor<days>(t).time_since_epoch()};
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool is_wild_ = false;
  std::chrono::local_days base_{};
};

// A week of the engine's range, often one with a transition.
Instant Begin(Reader& reader, const Zone& zone) {
  const auto stretches = zone.stretches();
  if (stretches.size() > 1 && reader.Below(4) != 0) {
    const auto i = static_cast<std::size_t>(reader.Short() & 0x7fff);
    const Instant t = stretches[1 + i % (stretches.size() - 1)].start;
    if (bookable::kFirstInstant + days{30} < t &&
        t < bookable::kEndOfTime - days{60}) {
      return t - days{static_cast<int>(reader.Below(8))} -
             minutes{static_cast<int>(reader.Byte())};
    }
  }
  return bookable::kFirstInstant + days{(reader.Short() & 0x7fff) * 3} +
         seconds{reader.Short()};
}

Schedule ReadSchedule(Reader& reader, const Zone& zone) {
  Schedule schedule;
  schedule.zone = zone;
  schedule.week_start = std::chrono::weekday{reader.Below(8)};
  for (unsigned n = reader.Below(6); n > 0; --n) {
    bookable::WeeklyRule rule;
    const unsigned bits = reader.Byte();
    for (unsigned day = 0; day < 7; ++day) {
      if ((bits >> day & 1) != 0) {
        rule.days |= bookable::DaySet(std::chrono::weekday{day});
      }
    }
    rule.start = reader.Time();
    rule.end = reader.Time();
    rule.from = reader.MaybeDate();
    rule.until = reader.MaybeDate();
    rule.interval = reader.Flag() ? 1 : static_cast<int>(reader.Byte());
    rule.anchor = reader.MaybeDate();
    schedule.weekly.push_back(rule);
  }
  for (unsigned n = reader.Below(6); n > 0; --n) {
    bookable::DateOverride override;
    override.date = reader.NextDate();
    if (reader.Below(8) != 0) override.start = reader.Time();
    if (override.start || reader.Below(8) == 0) override.end = reader.Time();
    schedule.overrides.push_back(override);
  }
  for (unsigned n = reader.Below(3); n > 0; --n) {
    schedule.holidays.push_back({reader.NextDate(), ""});
  }
  for (unsigned n = reader.Below(3); n > 0; --n) {
    const Date first = reader.NextDate();
    schedule.out_of_office.push_back({first, reader.NextDate(), "", ""});
  }
  for (unsigned n = reader.Below(4); n > 0; --n) {
    const Zone& there = ZoneNumber(reader.Byte());
    const Date first = reader.NextDate();
    schedule.travel.push_back({there, first, reader.MaybeDate()});
  }
  return schedule;
}

std::vector<Interval> Open(const bookable::CompiledSchedule& schedule,
                           const Interval& range) {
  std::vector<Interval> open;
  schedule.AppendOpen(range, open);
  Check(bookable::IsNormalized(open));
  if (!open.empty()) {
    Check(range.start <= open.front().start && open.back().end <= range.end);
  }
  return open;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  Reader reader(std::span(data, size));
  const Zone& zone = ZoneNumber(reader.Byte());
  const Instant begin = Begin(reader, zone);
  reader.SetBase(begin);
  const Interval range{begin, begin + minutes{reader.Short() & 0x7fff}};
  const Instant middle =
      begin + range.length() * static_cast<int>(reader.Byte()) / 255;
  const Schedule schedule = ReadSchedule(reader, zone);

  const auto compiled = bookable::CompiledSchedule::Create(schedule);
  if (!compiled.ok()) {
    Check(compiled.status().code() == absl::StatusCode::kInvalidArgument);
    Check(compiled.status().message().substr(0, 9) == "schedule.");
    return 0;
  }
  const std::vector<Interval> open = Open(*compiled, range);

  // An instant is open or not, whoever asks.
  std::size_t probes = 0;
  for (const Interval& part : open) {
    for (const Instant edge : {part.start, part.end}) {
      for (const Instant t : {edge - seconds{1}, edge}) {
        if (!range.Contains(t)) continue;
        Check(compiled->IsOpen(t) == bookable::Contains(open, t));
      }
    }
    if (++probes == 64) break;
  }
  Check(!range.Contains(middle) ||
        compiled->IsOpen(middle) == bookable::Contains(open, middle));

  // [a, b) and [b, c) together are [a, c).
  std::vector<Interval> halves = Open(*compiled, {range.start, middle});
  for (const Interval& part : Open(*compiled, {middle, range.end})) {
    halves.push_back(part);
  }
  halves.resize(bookable::Normalize(halves));
  Check(halves == open);

  // Hours of dates are minutes of the day, in order and apart.
  std::vector<bookable::MinuteWindow> hours;
  auto date = zone.DateAt(begin);
  for (int i = 0; i < 4; ++i, date += days{1}) {
    compiled->HoursOf(date, hours);
    int last = -1;
    for (const bookable::MinuteWindow& window : hours) {
      Check(last < window.start && window.start < window.end &&
            window.end <= 1440);
      last = window.end;
    }
  }
  return 0;
}
