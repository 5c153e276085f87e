// Tested by tests/engine/time/civil_test.cc.
#include "bookable/time/civil.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "bookable/internal/dcheck.h"
#include "bookable/internal/text.h"

namespace bookable {

absl::StatusOr<Date> ParseDate(std::string_view text) {
  internal::TextReader reader(text);
  int year = 0;
  int month = 0;
  int day = 0;
  if (!reader.TakeNumber(4, year) || !reader.Take('-') ||
      !reader.TakeNumber(2, month) || !reader.Take('-') ||
      !reader.TakeNumber(2, day) || !reader.is_done() || year == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("expected a date such as \"2026-11-24\", got ",
                     internal::Quoted(text)));
  }
  const Date date{std::chrono::year{year},
                  std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no such date: ", internal::Quoted(text)));
  }
  return date;
}

std::string FormatDate(std::chrono::local_days date) {
  return FormatDate(Date{date});
}

std::string FormatDate(Date date) {
  return absl::StrFormat("%04d-%02d-%02d", static_cast<int>(date.year()),
                         static_cast<unsigned>(date.month()),
                         static_cast<unsigned>(date.day()));
}

absl::StatusOr<std::chrono::minutes> ParseTimeOfDay(std::string_view text) {
  internal::TextReader reader(text);
  int hour = 0;
  int minute = 0;
  if (!reader.TakeNumber(2, hour) || !reader.Take(':') ||
      !reader.TakeNumber(2, minute) || !reader.is_done() || minute > 59 ||
      hour * 60 + minute > kDayLength.count()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "expected a time such as \"09:00\", at most \"24:00\", got ",
        internal::Quoted(text)));
  }
  return std::chrono::minutes{hour * 60 + minute};
}

std::string FormatTimeOfDay(std::chrono::minutes time) {
  BOOKABLE_DCHECK(std::chrono::minutes{0} <= time && time <= kDayLength);
  return absl::StrFormat("%02d:%02d", time.count() / 60, time.count() % 60);
}

}  // namespace bookable
