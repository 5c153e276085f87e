// What to load before asking.
#include <chrono>
#include <cstddef>
#include <iostream>
#include <vector>

#include "bookable/bookable.h"

int main() {
  using namespace std::chrono_literals;
  const bookable::Zone rome = bookable::Zone::Find("Europe/Rome").value();
  const std::chrono::sys_days tuesday = 2026y / 11 / 24;

  // [horizons]
  const bookable::Schedule office{
      .zone = rome,
      .week_start = std::chrono::Monday,
      .weekly = {{.days = bookable::kWeekdays, .start = 9h, .end = 17h}}};
  bookable::EventType lesson{.length = 60min, .after_buffer = 10min};
  const auto week = static_cast<std::size_t>(bookable::Period::kWeek);
  lesson.limits.count[week] = 5;

  bookable::SlotQuery query{.event = lesson,
                            .groups = {bookable::OneHost({.schedule = office})},
                            .from = tuesday,
                            .until = tuesday + 24h};

  // Busy times, bookings and holds that meet this can change the answer.
  const bookable::Interval busy = bookable::BusyHorizon(query).value();
  // Bookings that start in this are counted by the weekly limit.
  const bookable::Interval counted = bookable::LimitHorizon(query).value();
  // [/horizons]
  std::cout << "busy     " << busy << "\ncounted  " << counted << "\n";

  // The horizon holds what is asked, and the limit's holds the whole week.
  if (!busy.Contains(bookable::Interval{query.from, query.until})) return 1;
  const bookable::Interval iso_week{
      rome.StartOfDate(std::chrono::local_days{2026y / 11 / 23}),
      rome.StartOfDate(std::chrono::local_days{2026y / 11 / 30})};
  if (!counted.Contains(iso_week)) return 1;

  // Entries outside change nothing; five bookings in the week change all.
  bookable::Host& host = query.groups[0].hosts[0];
  const bookable::SlotList before = bookable::FindSlots(query).value();
  host.busy = {{busy.start - 24h, busy.start}, {busy.end, busy.end + 24h}};
  if (bookable::FindSlots(query).value() != before) return 1;
  for (int i = 0; i < 5; ++i) {
    const bookable::Instant friday = tuesday + std::chrono::days{3} + 8h;
    host.bookings.push_back(
        {.start = friday + i * 1h, .end = friday + (i + 1) * 1h});
  }
  const std::size_t left = bookable::FindSlots(query).value().size();
  std::cout << before.size() << " slots; with five bookings on Friday " << left
            << "\n";
  return before.size() == 8 && left == 0 ? 0 : 1;
}
