// Slots from the umbrella header alone: one Monday in Rome.
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "bookable/bookable.h"

int main() {
  using namespace std::chrono_literals;
  const std::chrono::sys_days monday{std::chrono::year{2026} / 11 / 23};
  const bookable::Schedule schedule{
      .zone = bookable::Zone::Find("Europe/Rome").value(),
      .weekly = {{.days = bookable::kMonday, .start = 9h, .end = 12h}}};
  const bookable::SlotQuery query{
      .event = {.length = 1h},
      .groups = {bookable::OneHost({.schedule = schedule})},
      .from = monday,
      .until = monday + 24h};
  const absl::StatusOr<bookable::SlotList> slots = bookable::FindSlots(query);
  if (!slots.ok()) {
    std::cerr << slots.status() << "\n";
    return EXIT_FAILURE;
  }
  for (const bookable::Slot slot : *slots) {
    std::cout << bookable::FormatInstant(slot.start) << "\n";
  }
  const bool is_right = slots->size() == 3 && (*slots)[0].start == monday + 8h;
  return is_right ? EXIT_SUCCESS : EXIT_FAILURE;
}
