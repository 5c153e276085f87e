// bookable/grid/start_map.h: a fixed grid as bits, one a point.
//
// CONCEPT   Where the wall clock alone says which starts lie on the grid
//           (CompiledEvent::has_fixed_grid), the admissible starts of a host
//           are a bit a grid point: open time sets runs of bits, each busy
//           entry clears a run. Teams count the bits of their hosts.
// EXACT     A slot at point t lies in open time [a, b) iff a <= t <= b - length
//           and misses a blocked [s, e) iff t <= s - length or e <= t: no
//           rounding, whatever the length, the windows and the buffers are.
// UNITS     Instants in whole seconds. COST: see each function; no allocation.
// THREADS   Pure functions. ERRORS: none; preconditions are checked in debug.
#ifndef BOOKABLE_GRID_START_MAP_H_
#define BOOKABLE_GRID_START_MAP_H_

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bookable/event/compiled_event.h"
#include "bookable/host/host_view.h"
#include "bookable/interval/interval.h"
#include "bookable/schedule/compiled_schedule.h"
#include "bookable/time/instant.h"

namespace bookable {

// Seconds within a frame are counted in 32 bits.
inline constexpr std::chrono::days kLongestFrame{20'000};
static_assert(kLongestFrame < std::chrono::seconds{std::int64_t{1} << 31});

// The points first, first + step, ... of a fixed grid; point i is bit i % 64 of
// word i / 64.
class StartFrame {
 public:
  StartFrame() = default;
  // The points in `starts` that the clock of the event's zone, `offset` ahead
  // of UTC all the while, puts on the event's grid.
  // REQUIRES: event.has_fixed_grid(); starts within 1900...2200 and no longer
  // than kLongestFrame.
  StartFrame(const CompiledEvent& event, std::chrono::seconds offset,
             const Interval& starts);

  std::size_t size() const { return size_; }
  std::size_t words() const { return (size_ + 63) / 64; }
  Instant first() const { return first_; }
  std::chrono::seconds step() const { return step_; }
  Instant operator[](std::size_t i) const {
    return first_ + step_ * static_cast<std::int64_t>(i);
  }
  // How many steps `length` holds. REQUIRES: length >= 0.
  std::size_t StepsIn(std::chrono::seconds length) const {
    return Divide(static_cast<std::uint64_t>(length.count()));
  }
  // Index of the first point at or after t; size() if none.
  std::size_t AtOrAfter(Instant t) const {
    const std::int64_t past =
        (t - first_).count() + step_.count() - 1;  // rounds up
    if (past < 0) return 0;
    return std::min(size_, Divide(static_cast<std::uint64_t>(past)));
  }

 private:
  __extension__ using Wide = unsigned __int128;

  // x / step by multiplication: exact for x < 2^44, as steps are below 2^20
  // and no power of two.
  std::size_t Divide(std::uint64_t x) const {
    return static_cast<std::size_t>(static_cast<Wide>(x) * reciprocal_ >> 64);
  }

  Instant first_{};
  std::chrono::seconds step_{60};
  std::uint64_t reciprocal_ = 0;
  std::size_t size_ = 0;
};

// Words that the functions which clear may load and store, unchanged, behind
// those of the points.
inline constexpr std::size_t kSpareWords = 2;

// The functions below share:
// REQUIRES: bits.size() >= frame.words() + kSpareWords.

// Sets `bits` to the points at which a slot of `length` lies in one of `open`.
// REQUIRES: IsNormalized(open).
void SetOpenPoints(const StartFrame& frame, std::span<const Interval> open,
                   std::chrono::seconds length,
                   std::span<std::uint64_t> bits) noexcept;

// The same of the open time of a schedule. Where it is steady, a window costs a
// division, and its points in each week a shift. `scratch` is written over.
void SetOpenPoints(const StartFrame& frame, const CompiledSchedule& schedule,
                   std::chrono::seconds length, std::vector<Interval>& scratch,
                   std::span<std::uint64_t> bits);

// Clears the points at which a slot of the event's length would meet what
// keeps the host busy. O(entries).
void ClearBusyPoints(const StartFrame& frame, const HostView& host,
                     const CompiledEvent& event, std::optional<Instant> now,
                     std::span<std::uint64_t> bits) noexcept;

// Clears the points in `refused`.
void ClearPoints(const StartFrame& frame, std::span<const Interval> refused,
                 std::span<std::uint64_t> bits) noexcept;

// The functions below share: REQUIRES: bits.size() == frame.words().

// How many points are set.
std::size_t CountPoints(std::span<const std::uint64_t> bits) noexcept;

// Writes the set points to `out`, ascending.
// REQUIRES: out.size() == CountPoints(bits).
void WritePoints(const StartFrame& frame, std::span<const std::uint64_t> bits,
                 std::span<Instant> out) noexcept;

}  // namespace bookable

#endif  // BOOKABLE_GRID_START_MAP_H_
