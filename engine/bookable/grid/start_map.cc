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
#include "bookable/internal/path.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bookable {
namespace {

using std::chrono::seconds;

constexpr std::uint64_t kAll = ~std::uint64_t{0};

// Clears bits [first, last). Most ranges are short, and lie at random to the
// words: clearing two words always costs less than asking whether one is
// enough. REQUIRES: first <= last; two words beyond that of `last`.
[[gnu::always_inline]] inline void ClearRange(std::uint64_t* bits,
                                              std::size_t first,
                                              std::size_t last) {
  const std::size_t count = last - first;
  std::uint64_t* const begin = bits + first / 64;
  const std::size_t shift = first % 64;
  if (count < 64) {
    const std::uint64_t run = (std::uint64_t{1} << count) - 1;
    *begin &= ~(run << shift);
    // What the first word does not hold. Hidden from the compiler, which would
    // make one wide load of both words: it would wait for the narrow stores of
    // the range before.
    std::uint64_t* next = begin + 1;
    asm("" : "+r"(next));
    *next &= ~(run >> 1 >> (63 - shift));
    return;
  }
  std::uint64_t* const end = bits + last / 64;
  begin[0] &= ~(kAll << shift);
  std::fill(begin + 1, end, 0);
  end[0] &= kAll << (last % 64);
}

// Local times on the grid are offset_start + n * step since 1970: steps of
// fixed grids divide the hour or the day.
Instant FirstPoint(const CompiledEvent& event, seconds offset, Instant from) {
  const seconds past =
      (from.time_since_epoch() + offset - event.offset_start()) % event.step();
  if (past == seconds{0}) return from;
  return past > seconds{0} ? from + (event.step() - past) : from - past;
}

// How far before its start and after its end an entry clears points.
struct Reach {
  seconds before;
  seconds after;
};

// An entry clears nothing if it is empty: by itself, or with its reach.
enum class Emptiness { kOfEntry, kWithReach };

template <Emptiness kEmptiness>
void ClearEntry(const StartFrame& frame, const Interval& entry,
                const Buffers& own, const Reach& reach, std::uint64_t* bits) {
  const Interval cleared{entry.start - own.before - reach.before,
                         entry.end + own.after + reach.after};
  const bool is_empty =
      kEmptiness == Emptiness::kOfEntry ? entry.is_empty() : cleared.is_empty();
  if (is_empty) return;
  ClearRange(bits, frame.AtOrAfter(cleared.start),
             frame.AtOrAfter(cleared.end));
}

template <Emptiness kEmptiness>
void ClearEntriesPlain(const StartFrame& frame, const IntervalColumns& entries,
                       std::span<const Buffers> own, const Reach& reach,
                       std::uint64_t* bits) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    ClearEntry<kEmptiness>(frame, entries[i], own.empty() ? Buffers{} : own[i],
                           reach, bits);
  }
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

bool HasAvx2() {
  static const bool has = __builtin_cpu_supports("avx2") != 0 &&
                          __builtin_cpu_supports("bmi") != 0 &&
                          __builtin_cpu_supports("bmi2") != 0;
  return has && internal::ForcedPath() != internal::Path::kPlain;
}

// As ClearEntriesPlain. Indices are found two entries at a time, for a block of
// entries, then their bits cleared: the two halves do not wait for each other.
//
// Seconds past the first point, cut to the frame, are below 2^31; (x + 1/2) /
// step in doubles is far enough from whole numbers for its whole part to be
// exact.
template <bool kRows, bool kOwn, Emptiness kEmptiness>
__attribute__((target("avx2,bmi,bmi2"))) void ClearEntriesAvx2(
    const StartFrame& frame, const IntervalColumns& entries,
    std::span<const Buffers> own, const Reach& reach, std::uint64_t* bits) {
  static_assert(sizeof(Buffers) == 8 && sizeof(Interval) == 16);
  constexpr std::size_t kBlock = 64;
  const std::int64_t step = frame.step().count();
  const std::int64_t first = frame.first().time_since_epoch().count();
  const std::int64_t to_start = step - 1 - first - reach.before.count();
  const std::int64_t to_end = step - 1 - first + reach.after.count();
  const __m256i to_index =
      _mm256_set_epi64x(to_end, to_start, to_end, to_start);
  const __m256i most =
      _mm256_set1_epi64x(static_cast<std::int64_t>(frame.size()) * step);
  const __m256i zero = _mm256_setzero_si256();
  const __m256i minus_start = _mm256_set_epi64x(0, -1, 0, -1);
  const __m256i low_halves = _mm256_set_epi32(0, 0, 0, 0, 6, 4, 2, 0);
  const __m256d half = _mm256_set1_pd(0.5);
  const __m256d per_step = _mm256_set1_pd(1.0 / static_cast<double>(step));
  const Instant* const starts = entries.starts();
  const Instant* const ends = entries.ends();
  const std::size_t pairs = entries.size() / 2 * 2;
  for (std::size_t block = 0; block < pairs; block += kBlock) {
    const std::size_t block_end = std::min(block + kBlock, pairs);
    alignas(32) std::array<std::uint32_t, 2 * kBlock> at;
    for (std::size_t i = block; i < block_end; i += 2) {
      __m256i pair;  // start, end, start, end
      if constexpr (kRows) {
        pair = _mm256_loadu_si256(
            reinterpret_cast<const __m256i*>(starts + 2 * i));
      } else {
        const __m128i s =
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(starts + i));
        const __m128i e =
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(ends + i));
        pair = _mm256_set_m128i(_mm_unpackhi_epi64(s, e),
                                _mm_unpacklo_epi64(s, e));
      }
      __m256i past = _mm256_add_epi64(pair, to_index);
      if constexpr (kOwn) {
        const __m256i buffers = _mm256_cvtepi32_epi64(
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(own.data() + i)));
        past = _mm256_add_epi64(
            past, _mm256_sub_epi64(_mm256_xor_si256(buffers, minus_start),
                                   minus_start));
      }
      // Both indices of an empty entry become that of its start.
      const __m256i measured = kEmptiness == Emptiness::kOfEntry ? pair : past;
      const __m256i is_long =
          _mm256_cmpgt_epi64(_mm256_unpackhi_epi64(measured, measured),
                             _mm256_unpacklo_epi64(measured, measured));
      past =
          _mm256_blendv_epi8(_mm256_unpacklo_epi64(past, past), past, is_long);
      past = _mm256_andnot_si256(_mm256_cmpgt_epi64(zero, past), past);
      past = _mm256_blendv_epi8(past, most, _mm256_cmpgt_epi64(past, most));
      const __m256d seconds_past = _mm256_cvtepi32_pd(_mm256_castsi256_si128(
          _mm256_permutevar8x32_epi32(past, low_halves)));
      _mm_store_si128(reinterpret_cast<__m128i*>(at.data() + 2 * (i - block)),
                      _mm256_cvttpd_epi32(_mm256_mul_pd(
                          _mm256_add_pd(seconds_past, half), per_step)));
    }
    for (std::size_t i = 0; i < 2 * (block_end - block); i += 2) {
      ClearRange(bits, at[i], at[i + 1]);
    }
  }
  if (pairs < entries.size()) {
    ClearEntry<kEmptiness>(frame, entries[pairs], kOwn ? own[pairs] : Buffers{},
                           reach, bits);
  }
}

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

// Each byte that is not 0 becomes eight instants in two stores of four; the
// ones too many are written over by the next, and left out where `out` ends.
__attribute__((target("avx2,bmi,bmi2"))) void WritePointsAvx2(
    const StartFrame& frame, std::span<const std::uint64_t> bits,
    std::span<Instant> points) {
  Instant* out = points.data();
  const Instant* const end = out + points.size();
  const std::int64_t step = frame.step().count();
  const __m256i steps = _mm256_set1_epi64x(step);
  std::int64_t base = frame.first().time_since_epoch().count();
  for (std::uint64_t word : bits) {
    while (word != 0) {
      if (end - out < 8) {
        *out++ = Instant{seconds{base + step * std::countr_zero(word)}};
        word &= word - 1;
        continue;
      }
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

// Clears the points that entries reach.
template <Emptiness kEmptiness>
void ClearEntries(const StartFrame& frame, const IntervalColumns& entries,
                  std::span<const Buffers> own, const Reach& reach,
                  std::uint64_t* bits) {
#if defined(__x86_64__)
  if (HasAvx2()) {
    auto* const clear =
        entries.are_rows()
            ? (own.empty() ? ClearEntriesAvx2<true, false, kEmptiness>
                           : ClearEntriesAvx2<true, true, kEmptiness>)
            : (own.empty() ? ClearEntriesAvx2<false, false, kEmptiness>
                           : ClearEntriesAvx2<false, true, kEmptiness>);
    clear(frame, entries, own, reach, bits);
    return;
  }
#endif
  ClearEntriesPlain<kEmptiness>(frame, entries, own, reach, bits);
}

}  // namespace

StartFrame::StartFrame(const CompiledEvent& event, seconds offset,
                       const Interval& starts)
    : first_(FirstPoint(event, offset, starts.start)),
      step_(event.step()),
      reciprocal_(kAll / static_cast<std::uint64_t>(step_.count()) + 1),
      size_(0) {
  BOOKABLE_DCHECK(event.has_fixed_grid());
  BOOKABLE_DCHECK(starts.length() <= kLongestFrame);
  if (first_ >= starts.end) return;
  const std::int64_t last = (starts.end - first_).count() - 1;
  size_ = Divide(static_cast<std::uint64_t>(last)) + 1;
}

void SetOpenPoints(const StartFrame& frame, std::span<const Interval> open,
                   seconds length, std::span<std::uint64_t> bits) noexcept {
  BOOKABLE_DCHECK(bits.size() >= frame.words() + kSpareWords);
  // The points that open time clears, turned over.
  const std::span<std::uint64_t> points = bits.first(frame.words());
  std::fill(points.begin(), points.end(), kAll);
  ClearEntries<Emptiness::kWithReach>(frame, IntervalColumns(open), {},
                                      {seconds{0}, seconds{1} - length},
                                      bits.data());
  for (std::uint64_t& word : points) word = ~word;
}

void ClearBusyPoints(const StartFrame& frame, const HostView& host,
                     const CompiledEvent& event, std::optional<Instant> now,
                     std::span<std::uint64_t> bits) noexcept {
  BOOKABLE_DCHECK(bits.size() >= frame.words() + kSpareWords);
  // A start is refused from `before` before an entry's own buffer on.
  const Reach reach{event.length() + event.after_buffer() - seconds{1},
                    event.before_buffer()};
  constexpr Emptiness kEmptiness = Emptiness::kOfEntry;
  ClearEntries<kEmptiness>(frame, host.busy, host.busy_buffers, reach,
                           bits.data());
  for (const BookingRow& booking : host.bookings) {
    if (!booking.blocks) continue;
    ClearEntry<kEmptiness>(frame, {booking.start, booking.end}, booking.buffers,
                           reach, bits.data());
  }
  for (const HoldRow& hold : host.holds) {
    if (!IsAlive(hold, now)) continue;
    ClearEntry<kEmptiness>(frame, {hold.start, hold.end}, hold.buffers, reach,
                           bits.data());
  }
}

void ClearPoints(const StartFrame& frame, std::span<const Interval> refused,
                 std::span<std::uint64_t> bits) noexcept {
  BOOKABLE_DCHECK(bits.size() >= frame.words() + kSpareWords);
  for (const Interval& interval : refused) {
    ClearRange(bits.data(), frame.AtOrAfter(interval.start),
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
  BOOKABLE_DCHECK(out.size() == CountPoints(bits));
#if defined(__x86_64__)
  if (HasAvx2()) {
    WritePointsAvx2(frame, bits, out);
    return;
  }
#endif
  WritePointsPlain(frame, bits, out.data());
}

}  // namespace bookable
