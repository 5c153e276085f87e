// tests/reference/limits.h: how many bookings a period holds.
//
// CONCEPT   semantics.md section 7: "Per period of local dates in the host's
//           zone (also while travelling; day; week by weekStart; calendar
//           month; calendar year). A booking counts in the period its start
//           lies in."
// THREADS   Pure.
#ifndef BOOKABLE_TESTS_REFERENCE_LIMITS_H_
#define BOOKABLE_TESTS_REFERENCE_LIMITS_H_

#include <chrono>
#include <cstdint>
#include <vector>

#include "bookable/event/event_type.h"
#include "bookable/host/host.h"
#include "bookable/time/instant.h"
#include "tests/reference/clock.h"

namespace bookable::reference {

struct Counted {
  std::int64_t bookings = 0;
  std::chrono::seconds booked{};
};

bool SamePeriod(std::chrono::local_days a, std::chrono::local_days b,
                Period period, std::chrono::weekday week_start);

// The bookings whose start lies in the period of `date`. "In a seated event
// type a session counts once."
Counted CountIn(const std::vector<Booking>& bookings, bool is_seated,
                const Clock& home, std::chrono::weekday week_start,
                std::chrono::local_days date, Period period);

// "A candidate is refused if with it the count exceeds the limit, or the
// minutes exceed the duration limit."
bool LimitsAllow(const BookingLimits& limits,
                 const std::vector<Booking>& bookings, bool is_seated,
                 const Clock& home, std::chrono::weekday week_start,
                 Instant start, std::chrono::minutes length);

}  // namespace bookable::reference

#endif  // BOOKABLE_TESTS_REFERENCE_LIMITS_H_
