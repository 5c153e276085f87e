// bookable/time/absl.h: to and from Abseil's time types.
//
// CONCEPT   absl::Time is a point on the time line, as Instant is; absl's civil
//           times are wall-clock readings, as std::chrono's local times are.
// UNITS     Instant is in whole seconds: absl::Time loses its fraction.
// THREADS   Pure functions. ERRORS: none; the conversions are total.
#ifndef BOOKABLE_TIME_ABSL_H_
#define BOOKABLE_TIME_ABSL_H_

#include <chrono>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "bookable/time/instant.h"

namespace bookable {

inline absl::Time ToAbslTime(Instant t) {
  return absl::FromUnixSeconds(t.time_since_epoch().count());
}

// InfinitePast and InfiniteFuture become Instant::min() and Instant::max().
inline Instant FromAbslTime(absl::Time t, Rounding rounding) {
  const Instant down{std::chrono::seconds{absl::ToUnixSeconds(t)}};
  if (rounding == Rounding::kDown || ToAbslTime(down) >= t) return down;
  return down == Instant::max() ? down : down + std::chrono::seconds{1};
}

inline absl::CivilDay ToAbslCivilDay(std::chrono::local_days date) {
  return absl::CivilDay(1970, 1, 1) + date.time_since_epoch().count();
}

inline std::chrono::local_days FromAbslCivilDay(absl::CivilDay date) {
  return std::chrono::local_days{
      std::chrono::days{date - absl::CivilDay(1970, 1, 1)}};
}

inline absl::CivilSecond ToAbslCivilSecond(std::chrono::local_seconds t) {
  return absl::CivilSecond(1970, 1, 1) + t.time_since_epoch().count();
}

inline std::chrono::local_seconds FromAbslCivilSecond(absl::CivilSecond t) {
  return std::chrono::local_seconds{
      std::chrono::seconds{t - absl::CivilSecond(1970, 1, 1)}};
}

}  // namespace bookable

#endif  // BOOKABLE_TIME_ABSL_H_
