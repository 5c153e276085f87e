// bookable/internal/checks.h: checks that every kind of input shares.
#ifndef BOOKABLE_INTERNAL_CHECKS_H_
#define BOOKABLE_INTERNAL_CHECKS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "bookable/internal/error.h"
#include "bookable/internal/strings.h"
#include "bookable/internal/text.h"
#include "bookable/time/civil.h"
#include "bookable/time/instant.h"

namespace bookable::internal {

// Returns from the calling function if `expression` is an error.
#define BOOKABLE_RETURN_IF_ERROR(expression)                                  \
  do {                                                                        \
    if (absl::Status bookable_status = (expression); !bookable_status.ok()) { \
      return bookable_status;                                                 \
    }                                                                         \
  } while (false)

inline std::string Join(std::string_view path, std::string_view field) {
  return path.empty() ? std::string(field)
                      : absl::StrCat(ToAbsl(path), ".", ToAbsl(field));
}
inline std::string Element(std::string_view list, std::size_t i) {
  return absl::StrCat(ToAbsl(list), "[", i, "]");
}

// "must be from 1 to 520"; numbers without a last one are int64.
inline std::string NumberBounds(std::int64_t first, std::int64_t last) {
  return last == std::numeric_limits<std::int64_t>::max()
             ? absl::StrCat("must be at least ", first)
             : absl::StrCat("must be from ", first, " to ", last);
}

// first <= value <= last.
inline absl::Status CheckNumber(std::int64_t value, std::int64_t first,
                                std::int64_t last, std::string_view path,
                                std::string_view field) {
  if (first <= value && value <= last) return absl::OkStatus();
  return InvalidField(Join(path, field),
                      absl::StrCat(NumberBounds(first, last), ", got ", value));
}
inline absl::Status CheckMinutes(std::chrono::minutes value, std::int64_t first,
                                 std::int64_t last, std::string_view path,
                                 std::string_view field) {
  return CheckNumber(value.count(), first, last, path, field);
}

// 00:00 <= time <= last.
inline absl::Status CheckTimeOfDay(std::chrono::minutes time,
                                   std::chrono::minutes last,
                                   std::string_view path,
                                   std::string_view field) {
  constexpr std::chrono::minutes kMidnight{0};
  if (kMidnight <= time && time <= last) return absl::OkStatus();
  const bool is_time = kMidnight <= time && time <= kDayLength;
  return InvalidField(
      Join(path, field),
      absl::StrCat("must be from 00:00 to ", FormatTimeOfDay(last), ", got ",
                   is_time ? FormatTimeOfDay(time)
                           : absl::StrCat(time.count(), " minutes")));
}

inline absl::Status CheckDate(const Date& date, std::string_view path,
                              std::string_view field) {
  // year_month_day prints nothing readable when it is no date.
  const int year = static_cast<int>(date.year());
  if (date.ok() && 1 <= year && year <= 9999) return absl::OkStatus();
  return InvalidField(Join(path, field),
                      absl::StrCat("no such date: ", year, "-",
                                   static_cast<unsigned>(date.month()), "-",
                                   static_cast<unsigned>(date.day())));
}
inline absl::Status CheckDate(const std::optional<Date>& date,
                              std::string_view path, std::string_view field) {
  return date ? CheckDate(*date, path, field) : absl::OkStatus();
}
// Dates in order; equal ones are.
inline absl::Status CheckDatesInOrder(const Date& first, const Date& last,
                                      std::string_view path,
                                      std::string_view first_field,
                                      std::string_view last_field) {
  if (first <= last) return absl::OkStatus();
  return InvalidField(
      Join(path, last_field),
      absl::StrCat("must not be before ", ToAbsl(first_field), " ",
                   FormatDate(first), ", got ", FormatDate(last)));
}

// A year from 1900 to 2200.
inline absl::Status CheckInstant(Instant t, std::string_view path,
                                 std::string_view field) {
  if (IsInRange(t)) return absl::OkStatus();
  return OutOfRangeField(
      Join(path, field),
      absl::StrCat("must be in a year from 1900 to 2200, got ",
                   FormatInstant(t)));
}
// start <= end, both in range.
inline absl::Status CheckSpan(Instant start, Instant end,
                              std::string_view path) {
  BOOKABLE_RETURN_IF_ERROR(CheckInstant(start, path, "start"));
  BOOKABLE_RETURN_IF_ERROR(CheckInstant(end, path, "end"));
  if (start <= end) return absl::OkStatus();
  return InvalidField(
      Join(path, "end"),
      absl::StrCat("must not be before start ", FormatInstant(start), ", got ",
                   FormatInstant(end)));
}

inline absl::Status CheckCount(std::size_t count, std::size_t most,
                               std::string_view path, std::string_view field) {
  if (count <= most) return absl::OkStatus();
  return OutOfRangeField(
      Join(path, field),
      absl::StrCat("at most ", most, " entries, got ", count));
}

}  // namespace bookable::internal

#endif  // BOOKABLE_INTERNAL_CHECKS_H_
