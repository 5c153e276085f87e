// bindings/http/domain/refusal.h: why a booking was refused.
//
// CONCEPT   A Status for people and proxies, with one word for programs:
//
//   word          code                meaning
//   taken         AlreadyExists       the time is no longer free
//   held          AlreadyExists       an exclusive hold of another is on it
//   full          ResourceExhausted   not enough seats left
//   duplicate     AlreadyExists       this address has a seat there already
//   count_limit   ResourceExhausted   a limit on bookings of a period
//   minutes_limit ResourceExhausted   a limit on booked minutes of a period
//   closed        FailedPrecondition  outside the hours
//   notice        FailedPrecondition  too soon, or past
//   window        FailedPrecondition  outside the booking window
//   status        FailedPrecondition  not in this state (cancelled, ...)
//   not_found     NotFound            no such booking, seat, hold or host
//
// THREADS   Pure.
#ifndef BOOKABLE_HTTP_DOMAIN_REFUSAL_H_
#define BOOKABLE_HTTP_DOMAIN_REFUSAL_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"

namespace bookable::domain {

enum class Refusal : std::uint8_t {
  kTaken,
  kHeld,
  kFull,
  kDuplicate,
  kCountLimit,
  kMinutesLimit,
  kClosed,
  kNotice,
  kWindow,
  kStatus,
  kNotFound,
};

// "taken", "held", ...
std::string_view RefusalName(Refusal refusal);

absl::Status Refuse(Refusal refusal, std::string_view message);

// What a status refuses with; absent for errors that are no refusal.
std::optional<Refusal> RefusalOf(const absl::Status& status);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_REFUSAL_H_
