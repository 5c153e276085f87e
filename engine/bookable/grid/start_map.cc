// bookable/grid/start_map.cc
//
//   step 30 minutes, length 45, open 09:10-12:00, busy 10:30-10:40
//   points   09:30 10:00 10:30 11:00 11:30
//   open       1     1     1     1     0     11:30 would end at 12:15
//   busy       1     0     0     1     0     10:00 would end at 10:45
//
// Tested by tests/engine/grid/start_map_test.cc.
#include "bookable/grid/start_map.h"

#include <array>
#include <bit>

#include "bookable/host/occupied_time.h"
#include "bookable/internal/dcheck.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bookable {
namespace {

using std::chrono::seconds;

constexpr std::uint64_t kAll = ~std::uint64_t{0};

// Bits [first, last) of a word, where 0 <= first < 64, first < last <= 64.
std::uint64_t Below(std::size_t last) { return kAll >> (64 - last); }

void SetRange(std::span<std::uint64_t> bits, std::size_t first,
              std::size_t last) {
  if (first >= last) return;
  const std::size_t begin = first / 64;
  const std::size_t end = (last - 1) / 64;
  const std::uint64_t head = kAll << (first % 64);
  const std::uint64_t tail = Below((last - 1) % 64 + 1);
  if (begin == end) {
    bits[begin] |= head & tail;
    return;
  }
  bits[begin] |= head;
  for (std::size_t i = begin + 1; i < end; ++i) bits[i] = kAll;
  bits[end] |= tail;
}

void ClearRange(std::span<std::uint64_t> bits, std::size_t first,
                std::size_t last) {
  if (first >= last) return;
  const std::size_t begin = first / 64;
  const std::size_t end = (last - 1) / 64;
  const std::uint64_t head = kAll << (first % 64);
  const std::uint64_t tail = Below((last - 1) % 64 + 1);
  if (begin == end) {
    bits[begin] &= ~(head & tail);
    return;
  }
  bits[begin] &= ~head;
  for (std::size_t i = begin + 1; i < end; ++i) bits[i] = 0;
  bits[end] &= ~tail;
}

// Local times on the grid are offset_start + n * step since 1970: steps of
// fixed grids divide the hour or the day.
Instant FirstPoint(const CompiledEvent& event, seconds offset, Instant from) {
  const seconds past = (from.time_since_epoch() + offset -
                        event.offset_start()) % event.step();
  if (past == seconds{0}) return from;
  return past > seconds{0} ? from + (event.step() - past) : from - past;
}

void WritePointsPlain(const StartFrame& frame,
                      std::span<const std::uint64_t> bits, Instant* out) {
  const std::int64_t step = frame.step().count();
  std::int64_t base = frame.first().time_since_epoch().count();
  for (const std::uint64_t bits_of_word : bits) {
    for (std::uint64_t word = bits_of_word; word != 0; word &= word - 1) {
      *out++ = Instant{seconds{base + step * std::countr_zero(word)}};
    }
    base += 64 * step;
  }
}

#if defined(__x86_64__)

// For each byte, the indices of its set bits, one a byte; the rest is 0.
constexpr std::array<std::uint64_t, 256> kIndices = [] {
  std::array<std::uint64_t, 256> table{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    unsigned at = 0;
    for (unsigned bit = 0; bit < 8; ++bit) {
      if ((byte >> bit & 1u) != 0) {
        table[byte] |= std::uint64_t{bit} << (8 * at++);
      }
    }
  }
  return table;
}();

// Each byte that is not 0 becomes eight instants in one store each of four; the
// ones too many are written over by the next.
__attribute__((target("avx2,bmi"))) void WritePointsAvx2(
    const StartFrame& frame, std::span<const std::uint64_t> bits,
    Instant* out) {
  const std::int64_t step = frame.step().count();
  const __m256i steps = _mm256_set1_epi64x(step);
  std::int64_t base = frame.first().time_since_epoch().count();
  for (std::uint64_t word : bits) {
    while (word != 0) {
      const int shift = std::countr_zero(word) & ~7;
      const std::uint64_t byte = word >> shift & 0xFF;
      word &= ~(std::uint64_t{0xFF} << shift);
      const __m128i indices =
          _mm_cvtsi64_si128(static_cast<long long>(kIndices[byte]));
      const __m256i start = _mm256_set1_epi64x(base + step * shift);
      const __m256i low = _mm256_add_epi64(
          start, _mm256_mul_epu32(_mm256_cvtepu8_epi64(indices), steps));
      const __m256i high = _mm256_add_epi64(
          start, _mm256_mul_epu32(
                     _mm256_cvtepu8_epi64(_mm_srli_si128(indices, 4)), steps));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), low);
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + 4), high);
      out += std::popcount(byte);
    }
    base += 64 * step;
  }
}

#endif

}  // namespace

StartFrame::StartFrame(const CompiledEvent& event, seconds offset,
                       const Interval& starts)
    : first_(FirstPoint(event, offset, starts.start)),
      step_(event.step()),
      reciprocal_(kAll / static_cast<std::uint64_t>(step_.count()) + 1),
      size_(0) {
  BOOKABLE_DCHECK(event.has_fixed_grid());
  if (first_ >= starts.end) return;
  const std::int64_t last = (starts.end - first_).count() - 1;
  size_ = Divide(static_cast<std::uint64_t>(last)) + 1;
}

void SetOpenPoints(const StartFrame& frame, std::span<const Interval> open,
                   seconds length, std::span<std::uint64_t> bits) noexcept {
  std::fill(bits.begin(), bits.end(), 0);
  for (const Interval& interval : open) {
    SetRange(bits, frame.AtOrAfter(interval.start),
             frame.AtOrAfter(interval.end - length + seconds{1}));
  }
}

void ClearBusyPoints(const StartFrame& frame, const HostView& host,
                     const CompiledEvent& event, std::optional<Instant> now,
                     std::span<std::uint64_t> bits) noexcept {
  // A start is refused from `reach` before an entry's own buffer on.
  const seconds reach = event.length() + event.after_buffer() - seconds{1};
  const auto clear = [&](const Interval& entry, const Buffers& own) {
    if (entry.is_empty()) return;
    ClearRange(bits, frame.AtOrAfter(entry.start - own.before - reach),
               frame.AtOrAfter(entry.end + own.after + event.before_buffer()));
  };
  if (host.busy_buffers.empty()) {
    for (std::size_t i = 0; i < host.busy.size(); ++i) clear(host.busy[i], {});
  } else {
    for (std::size_t i = 0; i < host.busy.size(); ++i) {
      clear(host.busy[i], host.busy_buffers[i]);
    }
  }
  for (const BookingRow& booking : host.bookings) {
    if (booking.blocks) clear({booking.start, booking.end}, booking.buffers);
  }
  for (const HoldRow& hold : host.holds) {
    if (IsAlive(hold, now)) clear({hold.start, hold.end}, hold.buffers);
  }
}

void ClearPoints(const StartFrame& frame, std::span<const Interval> refused,
                 std::span<std::uint64_t> bits) noexcept {
  for (const Interval& interval : refused) {
    ClearRange(bits, frame.AtOrAfter(interval.start),
               frame.AtOrAfter(interval.end));
  }
}

std::size_t CountPoints(std::span<const std::uint64_t> bits) noexcept {
  std::size_t points = 0;
  for (const std::uint64_t word : bits) {
    points += static_cast<std::size_t>(std::popcount(word));
  }
  return points;
}

void WritePoints(const StartFrame& frame, std::span<const std::uint64_t> bits,
                 std::span<Instant> out) noexcept {
  BOOKABLE_DCHECK(out.size() >= CountPoints(bits) + kPointSlack);
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2) {
    WritePointsAvx2(frame, bits, out.data());
    return;
  }
#endif
  WritePointsPlain(frame, bits, out.data());
}

}  // namespace bookable
