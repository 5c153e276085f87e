// bookable/host/host_validation.h: the rules a host must keep.
//
// THREADS   Pure. ERRORS: InvalidArgument or OutOfRange, the first thing
//           wrong; the message begins with the path of the field in the words
//           of docs/errors.md.
#ifndef BOOKABLE_HOST_HOST_VALIDATION_H_
#define BOOKABLE_HOST_HOST_VALIDATION_H_

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"
#include "bookable/host/host.h"

namespace bookable {

inline constexpr int kMaxSeatsTaken = 1'000'000;
inline constexpr int kMaxWeight = 1'000'000;
inline constexpr int kMaxCalibration = 1'000'000;
inline constexpr int kMaxPriority = 4;

absl::Status ValidateBusyTime(const BusyTime& busy, std::string_view path);
absl::Status ValidateBooking(const Booking& booking, std::string_view path);
absl::Status ValidateHold(const Hold& hold, std::string_view path);

// The error that bookings[first] of this host has the same id.
absl::Status RepeatedBookingId(std::string_view id, std::size_t first,
                               std::string_view field);

// The errors that a host is listed twice in one group, or again with other
// data.
absl::Status HostListedTwice(std::string_view id, std::string_view field);
absl::Status HostHasOtherData(std::string_view id, std::string_view field);

// Weight, calibration and priority.
absl::Status ValidateStanding(const Host& host, std::string_view path);

// All of these, the schedule, and that no two bookings share an id.
absl::Status ValidateHost(const Host& host, std::string_view path);

}  // namespace bookable

#endif  // BOOKABLE_HOST_HOST_VALIDATION_H_
