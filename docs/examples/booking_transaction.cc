// Selling a slot: load, ask CanBook, write, all in one transaction.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/bookable.h"

namespace {

using namespace std::chrono_literals;

// Stands for the table of bookings. A real one is a database, and the mutex is
// a transaction that no other for the same host can run beside.
class Diary {
 public:
  // [sell]
  // True if `start` was free and is now booked.
  absl::StatusOr<bool> Sell(bookable::SlotQuery query, bookable::Instant start,
                            std::string id) {
    const std::lock_guard transaction(mutex_);

    // What must be read to decide one start: not the whole table. With limits,
    // the bookings that start in LimitHorizon(query) as well.
    query.from = start;
    query.until = start + 1s;
    const absl::StatusOr<bookable::Interval> needed =
        bookable::BusyHorizon(query);
    if (!needed.ok()) return needed.status();
    query.groups[0].hosts[0].bookings = Load(*needed);

    const absl::StatusOr<bool> free = bookable::CanBook(query, start);
    if (!free.ok() || !*free) return free;

    rows_.push_back(
        {.start = start, .end = start + query.event.length, .id = id});
    return true;
  }
  // [/sell]

  std::size_t size() const { return rows_.size(); }

 private:
  // SELECT ... WHERE starts_at < $end AND ends_at > $start. Here no booking has
  // buffers; else compare what each occupies.
  std::vector<bookable::Booking> Load(const bookable::Interval& range) const {
    std::vector<bookable::Booking> found;
    for (const bookable::Booking& row : rows_) {
      if (row.start < range.end && row.end > range.start) found.push_back(row);
    }
    return found;
  }

  std::mutex mutex_;
  std::vector<bookable::Booking> rows_;
};

}  // namespace

int main() {
  const bookable::Schedule hours{
      .zone = bookable::Zone::Find("Europe/Rome").value(),
      .weekly = {{.days = bookable::kWeekdays, .start = 9h, .end = 17h}}};
  const bookable::EventType lesson{.length = 60min};
  const bookable::SlotQuery query{
      .event = lesson, .groups = {bookable::OneHost({.schedule = hours})}};
  const std::chrono::sys_days tuesday = 2026y / 11 / 24;
  const bookable::Instant ten = tuesday + 9h;  // 10:00 in Rome

  Diary diary;
  std::atomic<int> sold = 0;
  {
    // Eight guests press the button at once.
    std::vector<std::jthread> guests;
    for (int i = 0; i < 8; ++i) {
      guests.emplace_back([&, i] {
        if (diary.Sell(query, ten, std::to_string(i)).value()) ++sold;
      });
    }
  }
  std::cout << "10:00 was sold " << sold << " time\n";
  if (sold != 1 || diary.size() != 1) return 1;

  // 10:30 meets it. 11:10 is not on the grid, but it is free: it can be sold.
  const bool half_past_ten = diary.Sell(query, ten + 30min, "late").value();
  const bool ten_past_eleven = diary.Sell(query, ten + 70min, "odd").value();
  std::cout << "10:30: " << half_past_ten << ", 11:10: " << ten_past_eleven
            << "\n";
  if (half_past_ten || !ten_past_eleven) return 1;

  // [strict]
  // A strict shop sells only what it shows.
  const absl::StatusOr<bool> shown =
      bookable::CanBook(query, ten + 20min, bookable::GridRule::kOnGrid);
  // [/strict]
  return shown.value() ? 1 : 0;
}
