// The rules of an event type, one after the other, on one day.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "bookable/bookable.h"

namespace {

using namespace std::chrono_literals;
using bookable::Alignment;

const std::chrono::local_days kTuesdayDate{2026y / 11 / 24};

// The starts on Tuesday as the wall clock of `zone` shows them: "09:00 10:00".
std::string StartsOf(const bookable::SlotQuery& query,
                     const bookable::Zone& zone) {
  std::string text;
  const bookable::SlotList slots = bookable::FindSlots(query).value();
  for (const bookable::Instant start : slots.starts()) {
    if (!text.empty()) text += " ";
    text += bookable::FormatTimeOfDay(std::chrono::floor<std::chrono::minutes>(
        zone.ToLocal(start) - kTuesdayDate));
  }
  return text;
}

int mistakes = 0;

void Show(const char* rule, const bookable::SlotQuery& query,
          const std::string& expected) {
  const bookable::Zone rome = bookable::Zone::Find("Europe/Rome").value();
  const std::string starts = StartsOf(query, rome);
  std::cout << rule << ": " << starts << "\n";
  if (starts != expected) {
    std::cout << "  expected " << expected << "\n";
    ++mistakes;
  }
}

}  // namespace

int main() {
  // [base]
  const bookable::Zone rome = bookable::Zone::Find("Europe/Rome").value();
  const bookable::Schedule hours{
      .zone = rome,
      .weekly = {
          {.days = bookable::kTuesday, .start = 9h + 30min, .end = 14h}}};
  const bookable::Instant midnight = rome.StartOfDate(kTuesdayDate);
  const bookable::EventType lesson{.length = 60min};
  const bookable::SlotQuery base{
      .event = lesson,
      .groups = {bookable::OneHost({.schedule = hours})},
      .from = midnight,
      .until = rome.StartOfDate(kTuesdayDate + std::chrono::days{1})};
  // [/base]
  Show("by the hour", base, "10:00 11:00 12:00 13:00");

  {
    // [alignment]
    bookable::SlotQuery query = base;
    query.event.alignment = Alignment::kWindow;  // 09:30 10:30 11:30 12:30
    // [/alignment]
    Show("by the window", query, "09:30 10:30 11:30 12:30");
  }
  {
    // [step]
    bookable::SlotQuery query = base;
    query.event.slot_interval = 90min;  // 09:30 11:00 12:30
    query.event.offset_start = 5min;    // 09:35 11:05 12:35
    // [/step]
    Show("another step", query, "09:35 11:05 12:35");
  }
  {
    // [buffers]
    bookable::SlotQuery query = base;
    query.event.before_buffer = 15min;
    query.event.after_buffer = 15min;
    // An hour in the middle of the day: 11:30 to 12:30.
    query.groups[0].hosts[0].busy = {
        {midnight + 11h + 30min, midnight + 12h + 30min}};
    // 10:00 needs 09:45 to 11:15 and 13:00 needs 12:45 to 14:15: both fit, for
    // a buffer may lie after closing time.
    // [/buffers]
    Show("buffers", query, "10:00 13:00");
  }
  {
    // [notice]
    bookable::SlotQuery query = base;
    query.now = midnight + 9h;
    query.event.minimum_notice = 2h;  // nothing before 11:00
    // [/notice]
    Show("notice", query, "11:00 12:00 13:00");
  }
  {
    // [window]
    bookable::SlotQuery query = base;
    query.now = midnight - std::chrono::days{3};  // Saturday
    query.event.booking_window = {
        .kind = bookable::BookingWindow::Kind::kCalendarDays,
        .days = 2};  // to the end of Monday: no slot on Tuesday
    // [/window]
    Show("booking window", query, "");
  }
  {
    // [limits]
    bookable::SlotQuery query = base;
    const auto day = static_cast<std::size_t>(bookable::Period::kDay);
    query.event.limits.count[day] = 2;
    query.groups[0].hosts[0].bookings = {
        {.start = midnight + 10h, .end = midnight + 11h, .id = "first"}};
    // One booked, one more fits: 11:00, 12:00 or 13:00.
    // [/limits]
    Show("limit of two", query, "11:00 12:00 13:00");
    query.event.limits.count[day] = 1;
    Show("limit of one", query, "");
  }
  {
    // [seats]
    bookable::SlotQuery query = base;
    query.event.seats = 8;
    query.groups[0].hosts[0].bookings = {
        {.start = midnight + 10h, .end = midnight + 11h, .seats_taken = 5}};
    const bookable::SlotList slots = bookable::FindSlots(query).value();
    for (const bookable::Slot slot : slots) {
      std::cout << bookable::FormatInstant(slot.start) << ": "
                << slot.seats_remaining << " seats left\n";  // 3 8 8 8
    }
    // [/seats]
    const std::vector<std::int32_t> expected = {3, 8, 8, 8};
    if (slots.columns().seats_remaining != expected) ++mistakes;
  }
  {
    // [reschedule]
    bookable::SlotQuery query = base;
    query.groups[0].hosts[0].bookings = {
        {.start = midnight + 10h, .end = midnight + 11h, .id = "lesson-117"}};
    query.ignore_booking = "lesson-117";  // it is being moved
    // [/reschedule]
    Show("rescheduling", query, "10:00 11:00 12:00 13:00");
  }
  return mistakes;
}
