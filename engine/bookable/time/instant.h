// bookable/time/instant.h: points on the time line, in whole seconds of UTC.
//
// CONCEPT   An instant is a number of seconds since 1970-01-01T00:00:00Z. It
//           knows no zone; a Zone turns it into a wall-clock reading.
// UNITS     std::chrono::sys_seconds. Leap seconds are not counted (POSIX).
// RANGE     The engine answers for [kFirstInstant, kEndOfTime): 1900 to 2200.
// THREADS   Pure functions. ERRORS: InvalidArgument (text), OutOfRange (year).
#ifndef BOOKABLE_TIME_INSTANT_H_
#define BOOKABLE_TIME_INSTANT_H_

#include <chrono>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace bookable {

using Instant = std::chrono::sys_seconds;

// The first instant the engine answers for, 1900-01-01T00:00:00Z.
inline constexpr Instant kFirstInstant{
    std::chrono::sys_days{std::chrono::year{1900} / 1 / 1}};
// The instant after the last one, 2201-01-01T00:00:00Z.
inline constexpr Instant kEndOfTime{
    std::chrono::sys_days{std::chrono::year{2201} / 1 / 1}};

// True iff kFirstInstant <= t <= kEndOfTime (the end is a legal bound).
constexpr bool IsInRange(Instant t) {
  return kFirstInstant <= t && t <= kEndOfTime;
}

// What to do with a fraction of a second (semantics.md section 1).
enum class Rounding { kDown, kUp };

// Reads an RFC 3339 instant: "2026-11-24T09:00:00Z", "2026-11-24T10:00+01:00",
// "2026-11-24T09:00:00.250Z". Seconds and fraction may be absent, the offset
// may not: a wall-clock time without one names no instant. A leap second
// (":60", the last of a UTC day) is read as the second after it.
//
// Errors: InvalidArgument when `text` is no such thing or the date does not
// exist; OutOfRange when the instant is not IsInRange().
absl::StatusOr<Instant> ParseInstant(std::string_view text, Rounding rounding);

// "2026-11-24T09:00:00Z"; years before 0000 or after 9999 as "@" and seconds
// since 1970.
std::string FormatInstant(Instant t);

}  // namespace bookable

#endif  // BOOKABLE_TIME_INSTANT_H_
