// Tested by tests/engine/host/host_validation_test.cc.
#include "bookable/host/host_validation.h"

#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "bookable/event/event_validation.h"
#include "bookable/internal/checks.h"
#include "bookable/schedule/schedule_validation.h"

namespace bookable {
namespace {

using internal::CheckMinutes;
using internal::CheckNumber;
using internal::Element;
using internal::Join;
using std::chrono::minutes;

absl::Status CheckBuffers(const std::optional<minutes>& before,
                          const std::optional<minutes>& after,
                          std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(CheckMinutes(before.value_or(minutes{0}), 0,
                                        kMaxBufferMinutes, path,
                                        "beforeEventBuffer"));
  return CheckMinutes(after.value_or(minutes{0}), 0, kMaxBufferMinutes, path,
                      "afterEventBuffer");
}

absl::Status CheckDistinctIds(const Host& host, const std::string& list) {
  absl::flat_hash_map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < host.bookings.size(); ++i) {
    const std::string& id = host.bookings[i].id;
    if (id.empty()) continue;
    const auto [it, is_new] = seen.try_emplace(id, i);
    if (is_new) continue;
    return RepeatedBookingId(id, it->second, Join(Element(list, i), "id"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RepeatedBookingId(std::string_view id, std::size_t first,
                               std::string_view field) {
  return internal::InvalidField(
      field, absl::StrCat(internal::Quoted(id), " is the id of ",
                          Element("bookings", first),
                          " too; two bookings of one host need two ids"));
}

absl::Status HostListedTwice(std::string_view id, std::string_view field) {
  return internal::InvalidField(
      field,
      absl::StrCat(internal::Quoted(id), " is listed twice in this group"));
}

absl::Status HostHasOtherData(std::string_view id, std::string_view field) {
  return internal::InvalidField(
      field, absl::StrCat(internal::Quoted(id),
                          " was listed before with other data; repeat it "
                          "unchanged or give the id alone"));
}

absl::Status ValidateBusyTime(const BusyTime& busy, std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(internal::CheckSpan(busy.start, busy.end, path));
  return CheckBuffers(busy.before_buffer, busy.after_buffer, path);
}

absl::Status ValidateBooking(const Booking& booking, std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(
      internal::CheckSpan(booking.start, booking.end, path));
  BOOKABLE_RETURN_IF_ERROR(
      CheckNumber(booking.seats_taken, 1, kMaxSeatsTaken, path, "seatsTaken"));
  return CheckBuffers(booking.before_buffer, booking.after_buffer, path);
}

absl::Status ValidateHold(const Hold& hold, std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(internal::CheckSpan(hold.start, hold.end, path));
  BOOKABLE_RETURN_IF_ERROR(
      internal::CheckInstant(hold.expires_at, path, "expiresAt"));
  BOOKABLE_RETURN_IF_ERROR(
      CheckNumber(hold.seats, 1, kMaxSeatsTaken, path, "seats"));
  return CheckBuffers(hold.before_buffer, hold.after_buffer, path);
}

absl::Status ValidateStanding(const Host& host, std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(
      CheckNumber(host.weight, 1, kMaxWeight, path, "weight"));
  BOOKABLE_RETURN_IF_ERROR(
      CheckNumber(host.calibration, 0, kMaxCalibration, path, "calibration"));
  BOOKABLE_RETURN_IF_ERROR(
      CheckNumber(host.priority, 0, kMaxPriority, path, "priority"));
  if (!host.last_booked_at) return absl::OkStatus();
  return internal::CheckInstant(*host.last_booked_at, path, "lastBookedAt");
}

absl::Status ValidateHost(const Host& host, std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(
      ValidateSchedule(host.schedule, Join(path, "schedule")));
  const auto each = [](const auto& entries, const std::string& list,
                       auto validate) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      // Paths are made for errors only.
      if (validate(entries[i], "").ok()) continue;
      return validate(entries[i], Element(list, i));
    }
    return absl::OkStatus();
  };
  BOOKABLE_RETURN_IF_ERROR(
      each(host.busy, Join(path, "busy"), ValidateBusyTime));
  const std::string bookings = Join(path, "bookings");
  BOOKABLE_RETURN_IF_ERROR(each(host.bookings, bookings, ValidateBooking));
  BOOKABLE_RETURN_IF_ERROR(CheckDistinctIds(host, bookings));
  BOOKABLE_RETURN_IF_ERROR(each(host.holds, Join(path, "holds"), ValidateHold));
  return ValidateStanding(host, path);
}

}  // namespace bookable
