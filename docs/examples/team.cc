// A team: two groups, one of them with a choice, and who takes the slot.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "bookable/bookable.h"

int main() {
  using namespace std::chrono_literals;
  const bookable::Zone chicago =
      bookable::Zone::Find("America/Chicago").value();
  const bookable::Instant midnight =
      chicago.StartOfDate(std::chrono::local_days{2026y / 3 / 16});

  // [team]
  const auto mondays = [&](std::chrono::minutes start,
                           std::chrono::minutes end) {
    return bookable::Schedule{
        .zone = chicago,
        .weekly = {{.days = bookable::kMonday, .start = start, .end = end}}};
  };
  const bookable::Host lee{.id = "dr-lee", .schedule = mondays(8h, 12h)};
  const bookable::Host okafor{.id = "dr-okafor", .schedule = mondays(10h, 16h)};
  const bookable::Host ruiz{.id = "dr-ruiz", .schedule = mondays(13h, 17h)};

  // Two surgeons could operate, two people could assist. Dr Okafor could do
  // either, but never both at once: one person fills one role.
  const bookable::EventType surgery{.length = 90min, .slot_interval = 60min};
  const bookable::SlotQuery query{
      .event = surgery,
      .groups = {{.id = "surgeon", .require = 1, .hosts = {lee, okafor}},
                 {.id = "assistant", .require = 1, .hosts = {okafor, ruiz}}},
      .from = midnight,
      .until = midnight + 24h,
      .assign = true};
  const bookable::SlotList slots = bookable::FindSlots(query).value();

  // Bits stand for the distinct hosts in the order they are first mentioned.
  const std::vector<std::string> names = {lee.id, okafor.id, ruiz.id};
  for (const bookable::Slot slot : slots) {
    std::cout << bookable::FormatInstant(slot.start) << " can:";
    for (const std::size_t row : slot.hosts.rows()) {
      std::cout << " " << names[row];
    }
    std::cout << "; do:";
    for (const std::size_t row : slot.assigned.rows()) {
      std::cout << " " << names[row];
    }
    std::cout << "\n";
  }
  // [/team]

  // 10:00 Lee with Okafor; 13:00 and 14:00 Okafor with Ruiz.
  const std::vector<bookable::Instant> expected = {
      midnight + 10h, midnight + 13h, midnight + 14h};
  if (std::vector(slots.starts().begin(), slots.starts().end()) != expected) {
    return 1;
  }
  return slots.columns().assigned == std::vector<std::uint64_t>{3, 6, 6} ? 0
                                                                         : 1;
}
