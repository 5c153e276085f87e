// The compiled form: compile once, then ask often, without allocating.
#include <chrono>
#include <cstddef>
#include <iostream>
#include <span>
#include <vector>

#include "bookable/bookable.h"

int main() {
  using namespace std::chrono_literals;
  const bookable::Zone rome = bookable::Zone::Find("Europe/Rome").value();
  const bookable::Schedule office{
      .zone = rome,
      .weekly = {{.days = bookable::kWeekdays, .start = 9h, .end = 17h}}};
  const bookable::EventType call{.length = 30min};
  const std::chrono::sys_days monday = 2026y / 11 / 23;

  // [compile]
  // Once: what can fail fails here, with a message that names the field.
  const bookable::CompiledSchedule schedule =
      bookable::CompiledSchedule::Create(office).value();
  const bookable::CompiledEvent event =
      bookable::CompiledEvent::Create(call, rome).value();
  // [/compile]

  // [ask]
  // One a thread; they keep their memory from question to question.
  bookable::Scratch scratch;
  bookable::SlotColumns answer;

  const bookable::Window window{.from = monday,
                                .until = monday + std::chrono::days{7}};
  std::size_t total = 0;
  for (int person = 0; person < 1000; ++person) {
    // Your rows, in your memory. This one has a call a day at a time of its
    // own.
    const std::chrono::minutes at = 8h + 30min * (person % 10);
    const std::vector<bookable::Interval> busy = {
        {monday + at, monday + at + 30min},
        {monday + 24h + at, monday + 24h + at + 30min}};

    const bookable::HostView host{
        .schedule = &schedule,
        .busy = std::span<const bookable::Interval>{busy}};
    const bookable::GroupView group{.hosts = {&host, 1}};
    bookable::FindSlots(event, std::span(&group, 1), window, scratch, answer);
    total += answer.starts.size();
  }
  // [/ask]
  std::cout << total << " slots for 1000 people\n";

  // 16 slots a day, five days; each person loses two.
  if (total != 1000 * (5 * 16 - 2)) return 1;

  // The form that takes a SlotQuery gives the same starts (here: the last
  // person's).
  const std::chrono::minutes at = 8h + 30min * 9;
  const bookable::SlotQuery query{
      .event = call,
      .groups = {bookable::OneHost(
          {.schedule = office,
           .busy = {{monday + at, monday + at + 30min},
                    {monday + 24h + at, monday + 24h + at + 30min}}})},
      .from = window.from,
      .until = window.until};
  return bookable::FindSlots(query).value().columns() == answer ? 0 : 1;
}
