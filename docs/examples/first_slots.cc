// From a schedule and busy time to slots.
#include <chrono>
#include <iostream>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/bookable.h"

int main() {
  // [query]
  using namespace std::chrono_literals;

  const bookable::Zone rome = bookable::Zone::Find("Europe/Rome").value();
  const bookable::Schedule alice{
      .zone = rome,
      .weekly = {{.days = bookable::kMonday | bookable::kTuesday,
                  .start = 9h,
                  .end = 16h}}};

  // Tuesday, 10:00 to 12:00 in Rome.
  const std::chrono::sys_days tuesday = 2026y / 11 / 24;
  const std::vector<bookable::BusyTime> busy = {{tuesday + 9h, tuesday + 11h}};

  const bookable::EventType lesson{.length = 60min, .minimum_notice = 2h};
  const bookable::SlotQuery query{
      .event = lesson,
      .groups = {bookable::OneHost({.schedule = alice, .busy = busy})},
      .from = tuesday,
      .until = tuesday + 24h,
      .now = tuesday + 8h};  // 9:00 in Rome: too late for 9:00 and 10:00

  const absl::StatusOr<bookable::SlotList> slots = bookable::FindSlots(query);
  if (!slots.ok()) {
    std::cerr << slots.status() << "\n";
    return 1;
  }
  for (const bookable::Slot slot : *slots) {
    std::cout << bookable::FormatInstant(slot.start) << "\n";
  }
  // [/query]

  // 12:00, 13:00, 14:00 and 15:00 in Rome.
  const std::vector<bookable::Instant> expected = {
      tuesday + 11h, tuesday + 12h, tuesday + 13h, tuesday + 14h};
  return std::vector(slots->starts().begin(), slots->starts().end()) == expected
             ? 0
             : 1;
}
