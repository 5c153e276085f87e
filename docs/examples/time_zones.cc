// Instants, wall clocks and the two days a year that are not 24 hours long.
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bookable/bookable.h"
#include "bookable/time/absl.h"

namespace {

using namespace std::chrono_literals;

// [local]
// "2026-11-24 10:00", the wall clock of `zone` at `t`.
std::string LocalText(bookable::Instant t, const bookable::Zone& zone) {
  const std::chrono::local_days date = zone.DateAt(t);
  const auto time =
      std::chrono::floor<std::chrono::minutes>(zone.ToLocal(t) - date);
  return bookable::FormatDate(date) + " " + bookable::FormatTimeOfDay(time);
}
// [/local]

}  // namespace

int main() {
  // [edge]
  // In: text with an offset is an instant; a name is a zone; both can fail.
  const absl::StatusOr<bookable::Instant> start = bookable::ParseInstant(
      "2026-11-24T10:00+01:00", bookable::Rounding::kDown);
  const absl::StatusOr<bookable::Zone> tokyo =
      bookable::Zone::Find("Asia/Tokyo");
  if (!start.ok() || !tokyo.ok()) return 1;

  // Out: the same instant, read by two wall clocks.
  std::cout << bookable::FormatInstant(*start) << "\n"      // UTC
            << LocalText(*start, *tokyo) << " in Tokyo\n";  // 18:00
  const absl::Time for_abseil = bookable::ToAbslTime(*start);
  // [/edge]
  if (LocalText(*start, *tokyo) != "2026-11-24 18:00") return 1;
  if (bookable::FromAbslTime(for_abseil, bookable::Rounding::kDown) != *start) {
    return 1;
  }

  // [change]
  const bookable::Zone rome = bookable::Zone::Find("Europe/Rome").value();
  const bookable::CompiledSchedule nights =
      bookable::CompiledSchedule::Create(
          {.zone = rome,
           .weekly = {{.days = bookable::kSunday, .start = 1h, .end = 4h}}})
          .value();
  for (const std::chrono::local_days sunday :
       {std::chrono::local_days{2026y / 3 / 29},      // 02:00 to 03:00 skipped
        std::chrono::local_days{2026y / 10 / 18},     // an ordinary night
        std::chrono::local_days{2026y / 10 / 25}}) {  // 02:00 to 03:00 twice
    std::vector<bookable::Interval> open;
    nights.AppendOpen({rome.StartOfDate(sunday),
                       rome.StartOfDate(sunday + std::chrono::days{1})},
                      open);
    std::cout << bookable::FormatDate(sunday) << " open for "
              << open.front().length() / 1h << " hours\n";  // 2, 3, 4
  }
  // [/change]
  const auto hours_on = [&](bookable::Date date) {
    const std::chrono::local_days day{date};
    std::vector<bookable::Interval> open;
    nights.AppendOpen(
        {rome.StartOfDate(day), rome.StartOfDate(day + std::chrono::days{1})},
        open);
    return open.size() == 1 ? open[0].length() : 0s;
  };
  return hours_on(2026y / 3 / 29) == 2h && hours_on(2026y / 10 / 18) == 3h &&
                 hours_on(2026y / 10 / 25) == 4h
             ? 0
             : 1;
}
