// bindings/cli/time_text.cc
// Tested by tests/bindings/cli/time_text_test.cc.
#include "bindings/cli/time_text.h"

#include <array>

#include "absl/strings/str_format.h"
#include "bookable/time/week.h"

namespace bookable::cli {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool IsMidnight(const Zone& zone, Instant t) {
  return zone.StartOfDate(zone.DateAt(t)) == t;
}

}  // namespace

std::string DayText(local_days date) {
  const year_month_day ymd(date);
  std::string text(WeekdayName(std::chrono::weekday(date)).substr(0, 3));
  text += absl::StrFormat(" %2d ", static_cast<unsigned>(ymd.day()));
  text += kMonths[static_cast<unsigned>(ymd.month()) - 1];
  return text;
}

std::string DayOfYearText(local_days date) {
  return absl::StrFormat("%s %04d", DayText(date),
                         static_cast<int>(year_month_day(date).year()));
}

std::string DateInProse(local_days date) {
  std::string text = DayOfYearText(date);
  if (const std::size_t at = text.find("  "); at != std::string::npos) {
    text.erase(at, 1);
  }
  return text;
}

std::string ClockText(local_seconds time) {
  const std::chrono::hh_mm_ss clock(time - floor<days>(time));
  std::string text = absl::StrFormat("%02d:%02d", clock.hours().count(),
                                     clock.minutes().count());
  if (clock.seconds().count() != 0) {
    absl::StrAppendFormat(&text, ":%02d", clock.seconds().count());
  }
  return text;
}

std::string OffsetText(seconds offset) {
  const std::chrono::hh_mm_ss clock(offset);
  std::string text =
      absl::StrFormat("%c%02d:%02d", clock.is_negative() ? '-' : '+',
                      clock.hours().count(), clock.minutes().count());
  if (clock.seconds().count() != 0) {
    absl::StrAppendFormat(&text, ":%02d", clock.seconds().count());
  }
  return text;
}

std::string LengthText(seconds length) {
  const auto minutes = floor<std::chrono::minutes>(length).count();
  if (minutes < 60) return absl::StrFormat("%d min", minutes);
  if (minutes % 60 == 0) return absl::StrFormat("%d h", minutes / 60);
  return absl::StrFormat("%d h %d min", minutes / 60, minutes % 60);
}

std::string CountText(std::size_t count, std::string_view noun) {
  std::string digits = std::to_string(count);
  for (std::size_t i = digits.size(); i > 3; i -= 3)
    digits.insert(i - 3, 1, ',');
  digits += ' ';
  digits += noun;
  if (count != 1) digits += 's';
  return digits;
}

std::string ClockChangeText(const Zone& zone, std::size_t stretch,
                            const Style& style) {
  const Stretch& after = zone.stretches()[stretch];
  const seconds before = zone.stretches()[stretch - 1].offset;
  const seconds change = after.offset - before;
  const local_seconds begin = zone.ToLocal(after.start);
  std::string text =
      change > seconds{0} ? "clocks go forward " : "clocks go back ";
  text += LengthText(abs(change));
  text += absl::StrFormat(": %s %s %s", ClockText(begin - change),
                          style.arrow(), ClockText(begin));
  text += absl::StrFormat(" (%s %s %s)", OffsetText(before), style.arrow(),
                          OffsetText(after.offset));
  return text;
}

std::string RangeText(const Zone& zone, const Interval& range,
                      const Style& style) {
  const local_days first = zone.DateAt(range.start);
  const local_days end = zone.DateAt(range.end);
  std::string between = " ";
  between += style.dash();
  between += ' ';
  if (!IsMidnight(zone, range.start) || !IsMidnight(zone, range.end)) {
    return DateInProse(first) + ' ' + ClockText(zone.ToLocal(range.start)) +
           between + DateInProse(end) + ' ' +
           ClockText(zone.ToLocal(range.end));
  }
  const local_days last = zone.DateBefore(end);
  if (first == last) return DateInProse(first);
  std::string text = DateInProse(first);
  if (year_month_day(first).year() == year_month_day(last).year()) {
    text.resize(text.rfind(' '));
  }
  return text + between + DateInProse(last);
}

}  // namespace bookable::cli
