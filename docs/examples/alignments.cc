// One day, five alignments: where the grid is laid.
#include <chrono>
#include <iostream>
#include <string>
#include <string_view>

#include "bookable/bookable.h"

int main() {
  using namespace std::chrono_literals;
  using bookable::Alignment;

  // [day]
  // Open 09:10 to 13:50, a meeting from 10:55 to 11:20. An hour fits if it
  // starts from 09:10 to 09:55, or from 11:20 to 12:50.
  const bookable::Schedule hours{.weekly = {{.days = bookable::kTuesday,
                                             .start = 9h + 10min,
                                             .end = 13h + 50min}}};
  const std::chrono::sys_days tuesday = 2026y / 11 / 24;
  bookable::EventType lesson{.length = 60min, .slot_interval = 90min};
  // [/day]

  struct Row {
    Alignment alignment;
    std::string_view starts;
  };
  // [rows]
  const Row rows[] = {
      {Alignment::kHour, "09:30 11:30"},
      {Alignment::kWindow, "09:10 12:10"},
      {Alignment::kClock, "12:00"},
      {Alignment::kFree, "09:10 11:20 12:50"},
      {Alignment::kPacked, "09:30 11:20 12:50"},
  };
  // [/rows]

  int mistakes = 0;
  for (const Row& row : rows) {
    lesson.alignment = row.alignment;
    const bookable::SlotQuery query{
        .event = lesson,
        .groups = {bookable::OneHost(
            {.schedule = hours,
             .busy = {{tuesday + 10h + 55min, tuesday + 11h + 20min}}})},
        .from = tuesday,
        .until = tuesday + 24h};
    std::string starts;
    const bookable::SlotList slots = bookable::FindSlots(query).value();
    for (const bookable::Instant start : slots.starts()) {
      if (!starts.empty()) starts += " ";
      starts += bookable::FormatTimeOfDay(
          std::chrono::floor<std::chrono::minutes>(start - tuesday));
    }
    std::cout << bookable::AlignmentName(row.alignment) << ": " << starts
              << "\n";
    if (starts != row.starts) ++mistakes;
  }
  return mistakes;
}
