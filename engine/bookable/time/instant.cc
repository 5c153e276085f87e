// Tested by tests/engine/time/instant_test.cc and
// tests/fuzz/parse_instant_fuzz.cc.
#include "bookable/time/instant.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "bookable/internal/text.h"
#include "bookable/time/civil.h"

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

// Longer than any fraction a clock gives; texts are untrusted.
constexpr std::size_t kMaxFractionDigits = 32;

absl::Status Refuse(std::string_view what, std::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat(internal::ToAbsl(what), ", got ", internal::Quoted(text)));
}

absl::Status NotAnInstant(std::string_view text) {
  return Refuse("expected an instant such as \"2026-11-24T09:00:00Z\"", text);
}

}  // namespace

absl::StatusOr<Instant> ParseInstant(std::string_view text, Rounding rounding) {
  internal::TextReader reader(text);
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!reader.TakeNumber(4, year) || !reader.Take('-') ||
      !reader.TakeNumber(2, month) || !reader.Take('-') ||
      !reader.TakeNumber(2, day) || !reader.Take('T', 't') ||
      !reader.TakeNumber(2, hour) || !reader.Take(':') ||
      !reader.TakeNumber(2, minute)) {
    return NotAnInstant(text);
  }

  bool has_fraction = false;  // one that is not zero
  if (reader.Take(':')) {
    if (!reader.TakeNumber(2, second)) return NotAnInstant(text);
    if (reader.Take('.')) {
      std::size_t digits = 0;
      for (int digit = 0; reader.TakeNumber(1, digit); ++digits) {
        has_fraction |= digit != 0;
      }
      if (digits == 0 || digits > kMaxFractionDigits) return NotAnInstant(text);
    }
  }

  if (reader.is_done()) {
    return Refuse("expected an offset such as \"Z\" or \"+01:00\" at the end",
                  text);
  }
  minutes offset{0};
  if (!reader.Take('Z', 'z')) {
    const bool is_west = reader.Take('-');
    int offset_hour = 0;
    int offset_minute = 0;
    if ((!is_west && !reader.Take('+')) || !reader.TakeNumber(2, offset_hour) ||
        !reader.Take(':') || !reader.TakeNumber(2, offset_minute) ||
        offset_hour > 23 || offset_minute > 59) {
      return NotAnInstant(text);
    }
    offset = hours{offset_hour} + minutes{offset_minute};
    if (is_west) offset = -offset;
  }
  if (!reader.is_done() || hour > 23 || minute > 59 || second > 60) {
    return NotAnInstant(text);
  }

  const Date date{std::chrono::year{year},
                  std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return Refuse("no such date", text);
  Instant t =
      sys_days{date} + hours{hour} + minutes{minute} + seconds{second} - offset;
  // Leap seconds are the last of a UTC day, so the second after is midnight.
  if (second == 60 && t != std::chrono::floor<days>(t)) {
    return Refuse("no leap second at that time", text);
  }
  if (has_fraction && rounding == Rounding::kUp) t += seconds{1};
  if (!IsInRange(t)) {
    return absl::OutOfRangeError(absl::StrCat(
        "expected a year from 1900 to 2200, got ", internal::Quoted(text)));
  }
  return t;
}

std::string FormatInstant(Instant t) {
  constexpr Instant kFirst{sys_days{std::chrono::year{0} / 1 / 1}};
  constexpr Instant kEnd{sys_days{std::chrono::year{10000} / 1 / 1}};
  if (t < kFirst || t >= kEnd) {
    // No four digits of year: seconds since the epoch, as `date -d @n` reads.
    return absl::StrCat("@", t.time_since_epoch().count());
  }
  const sys_days midnight = std::chrono::floor<days>(t);
  const Date date{midnight};
  const std::chrono::hh_mm_ss<seconds> time{t - midnight};
  return absl::StrFormat(
      "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace bookable
