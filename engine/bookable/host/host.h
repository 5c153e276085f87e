// bookable/host/host.h: a person or resource: a schedule and what fills it.
//
// CONCEPT   Busy are: calendar entries that are not transparent; bookings
//           accepted or pending that block; live holds of others. Each occupies
//           its range widened by its own buffers (semantics.md section 3).
// UNITS     Instants; buffers in minutes. Any order, overlapping, duplicated or
//           outside the query: all fine. Entries with end == start are ignored.
// THREADS   Plain values. ERRORS: checked by FindSlots and the other queries.
#ifndef BOOKABLE_HOST_HOST_H_
#define BOOKABLE_HOST_HOST_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bookable/interval/interval.h"
#include "bookable/schedule/schedule.h"
#include "bookable/time/instant.h"

namespace bookable {

// An entry of a calendar, or a booking of another event type.
struct BusyTime {
  BusyTime() = default;
  BusyTime(Instant busy_start, Instant busy_end)
      : start(busy_start), end(busy_end) {}
  // An interval is busy time with nothing more to say. Not explicit, so that
  // {.busy = {interval}} reads well.
  BusyTime(const Interval& interval)
      : start(interval.start), end(interval.end) {}

  Instant start{};
  Instant end{};
  std::string id{};                      // for ignore_booking and explanations
  std::string source{};                  // for explanations
  bool transparent = false;              // free after all
  std::chrono::minutes before_buffer{};  // 0...10080
  std::chrono::minutes after_buffer{};   // 0...10080

  friend bool operator==(const BusyTime&, const BusyTime&) = default;
};

enum class BookingStatus : std::uint8_t {
  kAccepted,
  kPending,
  kCancelled,
  kRejected,
};

// A booking of the event type that is asked for. Pass whole limit periods
// (LimitHorizon says which).
struct Booking {
  Instant start{};
  Instant end{};
  std::string id{};  // non-empty ids of one host are distinct
  BookingStatus status = BookingStatus::kAccepted;
  int seats_taken = 1;  // 1...
  bool blocks = true;   // false: seen by limits only
  // 0...10080. DEFAULT: the event type's.
  std::optional<std::chrono::minutes> before_buffer{};
  std::optional<std::chrono::minutes> after_buffer{};

  friend bool operator==(const Booking&, const Booking&) = default;
};

// A reservation that expires: busy while now < expires_at, but never for its
// owner. Limits do not see holds.
struct Hold {
  Instant start{};
  Instant end{};
  Instant expires_at{};
  std::string owner{};     // empty: nobody's
  int seats = 1;           // 1...
  bool same_event = true;  // false: busy, never part of a session
  // 0...10080. DEFAULT: the event type's.
  std::optional<std::chrono::minutes> before_buffer{};
  std::optional<std::chrono::minutes> after_buffer{};

  friend bool operator==(const Hold&, const Hold&) = default;
};

struct Host {
  std::string id{};  // empty only for the host of a query with one host
  Schedule schedule{};
  std::vector<BusyTime> busy{};
  std::vector<Booking> bookings{};
  std::vector<Hold> holds{};
  // Who goes first when hosts are assigned (semantics.md section 8).
  int weight = 100;                         // 1...1000000, a larger share
  int calibration = 0;                      // 0...1000000, bookings credited
  int priority = 2;                         // 0...4, higher goes first
  std::optional<Instant> last_booked_at{};  // DEFAULT: never

  friend bool operator==(const Host&, const Host&) = default;
};

// True iff nothing but the id is given, which is how a host that was listed
// before is named again.
inline bool IsIdAlone(const Host& host) {
  Host named;
  named.id = host.id;
  return host == named;
}

}  // namespace bookable

#endif  // BOOKABLE_HOST_HOST_H_
