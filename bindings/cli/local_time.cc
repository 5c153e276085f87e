// bindings/cli/local_time.cc
// Tested by tests/bindings/cli/local_time_test.cc.
#include "bindings/cli/local_time.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "absl/strings/str_format.h"
#include "bindings/cli/time_text.h"
#include "bookable/time/civil.h"

namespace bookable::cli {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kDateLength = 10;

// "2026-11-24T10:30", seconds optional.
std::optional<local_seconds> ReadLocal(std::string_view text) {
  if (text.size() < kDateLength + 6 || text[kDateLength] != 'T') {
    return std::nullopt;
  }
  const absl::StatusOr<Date> date = ParseDate(text.substr(0, kDateLength));
  const absl::StatusOr<minutes> clock =
      ParseTimeOfDay(text.substr(kDateLength + 1, 5));
  if (!date.ok() || !clock.ok() || *clock >= kDayLength) return std::nullopt;
  local_seconds time = local_seconds{local_days{*date}} + *clock;
  std::string_view rest = text.substr(kDateLength + 6);
  if (rest.empty()) return time;
  const auto is_digit = [](char c) { return '0' <= c && c <= '9'; };
  if (rest.size() != 3 || rest[0] != ':' || !is_digit(rest[1]) ||
      !is_digit(rest[2]) || rest[1] > '5') {
    return std::nullopt;
  }
  return time + seconds{(rest[1] - '0') * 10 + (rest[2] - '0')};
}

std::string WithOffset(Instant t, const Zone& zone) {
  const local_seconds time = zone.ToLocal(t);
  return FormatDate(floor<days>(time)) + 'T' + ClockText(time) +
         OffsetText(zone.OffsetAt(t));
}

// Why no clock of `zone` shows `time`.
std::string WhySkipped(const Zone& zone, local_seconds time) {
  // The change lies between what each of the offsets around would mean.
  const Instant guess{time.time_since_epoch()};
  for (std::size_t i = zone.StretchAt(guess - days{2}) + 1;
       i <= zone.StretchAt(guess + days{2}); ++i) {
    const Stretch& after = zone.stretches()[i];
    const seconds before = zone.stretches()[i - 1].offset;
    const local_seconds from{(after.start + before).time_since_epoch()};
    const local_seconds to = zone.ToLocal(after.start);
    if (from <= time && time < to) {
      return absl::StrFormat("its clocks go from %s %s to %s %s",
                             DateInProse(floor<days>(from)), ClockText(from),
                             DateInProse(floor<days>(to)), ClockText(to));
    }
  }
  return "its clocks skip it";
}

}  // namespace

std::vector<Instant> InstantsThatRead(const Zone& zone, local_seconds time) {
  std::vector<Instant> found;
  // Offsets are less than two days.
  const Instant guess{time.time_since_epoch()};
  const std::span<const Stretch> stretches = zone.stretches();
  for (std::size_t i = zone.StretchAt(guess - days{2});
       i <= zone.StretchAt(guess + days{2}); ++i) {
    const Instant t = guess - stretches[i].offset;
    if (zone.StretchAt(t) == i) found.push_back(t);
  }
  return found;
}

absl::StatusOr<Instant> ReadTime(std::string_view text, const Zone& zone) {
  std::string with_t(text);
  if (with_t.size() > kDateLength && with_t[kDateLength] == ' ') {
    with_t[kDateLength] = 'T';
  }
  const std::optional<local_seconds> local = ReadLocal(with_t);
  if (!local) {
    const absl::StatusOr<Instant> t = ParseInstant(with_t, Rounding::kDown);
    if (absl::IsOutOfRange(t.status())) return t.status();
    if (!t.ok()) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "\"%s\" is no time; write 2026-11-24T10:30 (in %s) or "
          "2026-11-24T10:30+01:00",
          std::string(text), zone.name()));
    }
    if (t != ParseInstant(with_t, Rounding::kUp)) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "\"%s\": starts are whole seconds", std::string(text)));
    }
    return t;
  }
  const std::vector<Instant> found = InstantsThatRead(zone, *local);
  if (found.size() == 1) {
    if (IsInRange(found.front())) return found.front();
    return absl::OutOfRangeError(
        absl::StrFormat("\"%s\" is outside 1900 to 2200", std::string(text)));
  }
  const std::string when =
      DateInProse(floor<days>(*local)) + ' ' + ClockText(*local);
  if (found.empty()) {
    return absl::InvalidArgumentError(
        absl::StrFormat("%s is no time in %s: %s", when, zone.name(),
                        WhySkipped(zone, *local)));
  }
  return absl::InvalidArgumentError(absl::StrFormat(
      "clocks in %s show %s twice; write %s or %s", zone.name(), when,
      WithOffset(found[0], zone), WithOffset(found[1], zone)));
}

}  // namespace bookable::cli
