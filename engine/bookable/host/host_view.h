// bookable/host/host_view.h: a host for hot paths: views of rows, no strings.
//
// CONCEPT   The caller owns compiled schedule and rows, and leaves out what
//           does not count: transparent busy times, the booking that is being
//           moved, holds of the asker. (Or keeps such a row with end == start:
//           it is ignored and the others keep their places.)
// UNITS     Instants; buffers in seconds. Any order; sorted by start is faster.
// THREADS   Views: as safe as what they look at.
#ifndef BOOKABLE_HOST_HOST_VIEW_H_
#define BOOKABLE_HOST_HOST_VIEW_H_

#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/interval/interval.h"
#include "bookable/schedule/compiled_schedule.h"

namespace bookable {

// Intervals in memory of the caller: rows of Interval, or two columns.
class IntervalColumns {
 public:
  IntervalColumns() = default;
  // Not explicit: rows are the usual form.
  IntervalColumns(std::span<const Interval> rows)
      : starts_(rows.empty() ? nullptr : &rows.front().start),
        ends_(rows.empty() ? nullptr : &rows.front().end),
        stride_(2),
        size_(rows.size()) {}
  IntervalColumns(const std::vector<Interval>& rows)
      : IntervalColumns(std::span(rows)) {}
  // REQUIRES: starts.size() == ends.size().
  IntervalColumns(std::span<const Instant> starts,
                  std::span<const Instant> ends)
      : starts_(starts.data()),
        ends_(ends.data()),
        stride_(1),
        size_(starts.size()) {
    assert(starts.size() == ends.size());
  }

  std::size_t size() const { return size_; }
  bool is_empty() const { return size_ == 0; }
  Interval operator[](std::size_t i) const {
    return {starts_[i * stride_], ends_[i * stride_]};
  }

  // The memory: entry i is starts()[i] to ends()[i], or, in rows, starts()[2*i]
  // to the instant behind it.
  bool are_rows() const { return stride_ == 2; }
  const Instant* starts() const { return starts_; }
  const Instant* ends() const { return ends_; }

 private:
  static_assert(sizeof(Interval) == 2 * sizeof(Instant));

  const Instant* starts_ = nullptr;
  const Instant* ends_ = nullptr;
  std::size_t stride_ = 1;  // in instants
  std::size_t size_ = 0;
};

// How far an entry occupies time before its start and after its end.
struct Buffers {
  std::chrono::duration<std::int32_t> before{};
  std::chrono::duration<std::int32_t> after{};

  friend constexpr bool operator==(const Buffers&, const Buffers&) = default;
};

// A booking of the event type that limits count: accepted or pending.
struct BookingRow {
  Instant start{};
  Instant end{};
  Buffers buffers{};
  std::int32_t seats_taken = 1;
  bool blocks = true;  // false: seen by limits only
};

struct HoldRow {
  Instant start{};
  Instant end{};
  Instant expires_at{};
  Buffers buffers{};
  std::int32_t seats = 1;
  bool same_event = true;
};

// The lists of a host's entries.
enum class EntryList : std::uint8_t { kBusy, kBookings, kHolds };

struct HostView {
  // Row of the host in the answer's bits. Hosts listed once may leave it: they
  // are counted through the groups. Else every host of the query has one, the
  // same each time it is listed, and rows are 0...number of hosts - 1.
  static constexpr std::uint32_t kByPosition = 0xFFFFFFFF;

  const CompiledSchedule* schedule = nullptr;
  IntervalColumns busy{};
  // One for each busy entry, or none: then busy entries have no buffers.
  std::span<const Buffers> busy_buffers{};
  std::span<const BookingRow> bookings{};
  std::span<const HoldRow> holds{};
  std::uint32_t row = kByPosition;
  // See Host. Only assignment reads these.
  std::int32_t weight = 100;
  std::int32_t calibration = 0;
  std::int32_t priority = 2;
  Instant last_booked_at = Instant::min();  // never
};

}  // namespace bookable

#endif  // BOOKABLE_HOST_HOST_VIEW_H_
