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
#include "bookable/internal/cpu.h"
#include "bookable/internal/dcheck.h"
#include "bookable/time/week.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bookable {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr days kWeek{7};
constexpr std::int32_t kMinutesOfWeek = 7 * 24 * 60;
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

// Sets bits [first, last). REQUIRES: as ClearRange.
[[gnu::always_inline]] inline void SetRange(std::uint64_t* bits,
                                            std::size_t first,
                                            std::size_t last) {
  const std::size_t count = last - first;
  std::uint64_t* const begin = bits + first / 64;
  const std::size_t shift = first % 64;
  if (count < 64) {
    const std::uint64_t run = (std::uint64_t{1} << count) - 1;
    *begin |= run << shift;
    std::uint64_t* next = begin + 1;
    asm("" : "+r"(next));  // as in ClearRange
    *next |= run >> 1 >> (63 - shift);
    return;
  }
  std::uint64_t* const end = bits + last / 64;
  begin[0] |= kAll << shift;
  std::fill(begin + 1, end, kAll);
  if (last % 64 != 0) end[0] |= ~(kAll << (last % 64));
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

// The indices of points at or after instants, four at a time.
//
// Seconds past the first point are added to the bits of the double 2^52 + 2^51,
// whose last place is 1: taken as a double, less 2^52 + 2^51, that is their
// number, as long as it is below 2^51. Cut to the frame it is below 2^31, and
// (x
// + 1/2) / step far enough from whole numbers for its whole part to be exact.
class IndexOfFour {
 public:
  // `reach` is added to the instants.
  BOOKABLE_AVX2 IndexOfFour(const StartFrame& frame, seconds reach)
      : to_bits_(_mm256_set1_epi64x(
            std::bit_cast<std::int64_t>(kOneInTheLastPlace) - 1 +
            (frame.step() - frame.first().time_since_epoch() + reach).count())),
        most_(_mm256_set1_pd(static_cast<double>(
            static_cast<std::int64_t>(frame.size()) * frame.step().count()))),
        per_step_(
            _mm256_set1_pd(1.0 / static_cast<double>(frame.step().count()))),
        half_step_(
            _mm256_set1_pd(0.5 / static_cast<double>(frame.step().count()))) {}

  // Seconds past a common instant, comparable between objects of one frame.
  BOOKABLE_AVX2 __m256d Past(__m256i instants) const {
    return _mm256_sub_pd(
        _mm256_castsi256_pd(_mm256_add_epi64(instants, to_bits_)),
        _mm256_set1_pd(kOneInTheLastPlace));
  }
  BOOKABLE_AVX2 __m128i Index(__m256d past) const {
    past = _mm256_min_pd(_mm256_max_pd(past, _mm256_setzero_pd()), most_);
    return _mm256_cvttpd_epi32(
        _mm256_add_pd(_mm256_mul_pd(past, per_step_), half_step_));
  }

 private:
  static constexpr double kOneInTheLastPlace = 0x1.8p52;
  __m256i to_bits_;
  __m256d most_;
  __m256d per_step_;
  __m256d half_step_;
};

// As ClearEntriesPlain. The masks of four entries are made at a time, for a
// block of entries, then laid on the bits: the two halves do not wait for each
// other. The last four may be some that were cleared before.
template <bool kRows, bool kOwn, Emptiness kEmptiness>
BOOKABLE_AVX2 void ClearEntriesAvx2(const StartFrame& frame,
                                    const IntervalColumns& entries,
                                    std::span<const Buffers> own,
                                    const Reach& reach, std::uint64_t* bits) {
  static_assert(sizeof(Buffers) == 8 && sizeof(Interval) == 16);
  constexpr std::size_t kBlock = 64;
  const std::size_t size = entries.size();
  if (size < 4) {
    ClearEntriesPlain<kEmptiness>(frame, entries, own, reach, bits);
    return;
  }
  const auto load = [](const auto* from) BOOKABLE_AVX2 {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
  };
  const IndexOfFour first_of(frame, -reach.before);
  const IndexOfFour last_of(frame, reach.after);
  const __m128i word = _mm_set1_epi32(64);
  const __m128i in_word = _mm_set1_epi32(63);
  const __m256i one = _mm256_set1_epi64x(1);
  const __m256i most_shift = _mm256_set1_epi64x(63);
  const __m256i all = _mm256_set1_epi64x(-1);
  // Entries that lie in rows come in the order 0, 2, 1, 3.
  const __m256i before_then_after =
      kRows ? _mm256_set_epi32(7, 3, 5, 1, 6, 2, 4, 0)
            : _mm256_set_epi32(7, 5, 3, 1, 6, 4, 2, 0);
  const Instant* const starts = entries.starts();
  const Instant* const ends = entries.ends();
  for (std::size_t block = 0; block < size; block += kBlock) {
    alignas(32) std::array<std::uint64_t, kBlock> keep;  // of the first word
    alignas(32) std::array<std::uint64_t, kBlock> keep_next;
    alignas(16) std::array<std::uint32_t, kBlock> word_at;
    std::size_t count = 0;
    for (; count < kBlock && block + count < size; count += 4) {
      const std::size_t i = std::min(block + count, size - 4);
      __m256i start;
      __m256i end;
      if constexpr (kRows) {
        const __m256i a = load(starts + 2 * i);
        const __m256i b = load(starts + 2 * i + 4);
        start = _mm256_unpacklo_epi64(a, b);
        end = _mm256_unpackhi_epi64(a, b);
      } else {
        start = load(starts + i);
        end = load(ends + i);
      }
      __m256i is_long = _mm256_cmpgt_epi64(end, start);
      if constexpr (kOwn) {
        const __m256i buffers = _mm256_permutevar8x32_epi32(
            load(own.data() + i), before_then_after);
        start = _mm256_sub_epi64(
            start, _mm256_cvtepi32_epi64(_mm256_castsi256_si128(buffers)));
        end = _mm256_add_epi64(
            end, _mm256_cvtepi32_epi64(_mm256_extracti128_si256(buffers, 1)));
      }
      const __m256d first_past = first_of.Past(start);
      const __m256d last_past = last_of.Past(end);
      if constexpr (kEmptiness == Emptiness::kWithReach) {
        is_long = _mm256_castpd_si256(
            _mm256_cmp_pd(last_past, first_past, _CMP_GT_OQ));
      }
      const __m128i first = first_of.Index(first_past);
      const __m128i last = last_of.Index(last_past);
      const __m256i points = _mm256_and_si256(
          _mm256_cvtepi32_epi64(_mm_sub_epi32(last, first)), is_long);
      if (_mm256_movemask_epi8(_mm256_cmpgt_epi64(
              points, _mm256_cvtepu32_epi64(word))) != 0) [[unlikely]] {
        // Days of leave, or a fine grid: more than two words may be concerned.
        alignas(16) std::array<std::uint32_t, 4> begin;
        alignas(32) std::array<std::uint64_t, 4> long_points;
        _mm_store_si128(reinterpret_cast<__m128i*>(begin.data()), first);
        _mm256_store_si256(reinterpret_cast<__m256i*>(long_points.data()),
                           points);
        for (std::size_t k = 0; k < 4; ++k) {
          ClearRange(bits, begin[k], begin[k] + long_points[k]);
          keep[count + k] = keep_next[count + k] = kAll;
          word_at[count + k] = 0;
        }
        continue;
      }
      _mm_store_si128(reinterpret_cast<__m128i*>(word_at.data() + count),
                      _mm_srli_epi32(first, 6));
      const __m256i shift =
          _mm256_cvtepu32_epi64(_mm_and_si128(first, in_word));
      const __m256i run = _mm256_sub_epi64(_mm256_sllv_epi64(one, points), one);
      _mm256_store_si256(reinterpret_cast<__m256i*>(keep.data() + count),
                         _mm256_xor_si256(_mm256_sllv_epi64(run, shift), all));
      _mm256_store_si256(
          reinterpret_cast<__m256i*>(keep_next.data() + count),
          _mm256_xor_si256(
              _mm256_srlv_epi64(_mm256_srli_epi64(run, 1),
                                _mm256_sub_epi64(most_shift, shift)),
              all));
    }
    for (std::size_t i = 0; i < count; ++i) {
      std::uint64_t* const begin = bits + word_at[i];
      begin[0] &= keep[i];
      std::uint64_t* next = begin + 1;
      asm("" : "+r"(next));  // as in ClearRange
      *next &= keep_next[i];
    }
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

constexpr std::uint64_t kAllBytes = 0x0101010101010101;

// Eight bits, from a set one on, become eight instants in two stores of four;
// the ones too many are written over by the next, and left out where `points`
// ends.
BOOKABLE_AVX2 void WritePointsAvx2(const StartFrame& frame,
                                   std::span<const std::uint64_t> bits,
                                   std::span<Instant> points) {
  if (points.size() < 8) {
    WritePointsPlain(frame, bits, points.data());
    return;
  }
  Instant* out = points.data();
  const Instant* const last_eight = out + points.size() - 8;
  const std::int64_t step = frame.step().count();
  const __m256i steps = _mm256_set1_epi64x(step);
  std::int64_t base = frame.first().time_since_epoch().count();
  for (std::uint64_t word : bits) {
    const __m256i start = _mm256_set1_epi64x(base);
    while (word != 0) {
      if (out > last_eight) {
        *out++ = Instant{seconds{base + step * std::countr_zero(word)}};
        word &= word - 1;
        continue;
      }
      const auto shift = static_cast<std::uint64_t>(_tzcnt_u64(word));
      const std::uint64_t byte = word >> shift & 0xFF;
      word &= ~(std::uint64_t{0xFF} << shift);
      const __m128i indices = _mm_cvtsi64_si128(
          static_cast<long long>(kIndices[byte] + kAllBytes * shift));
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
  if (internal::HasAvx2()) {
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

// The points of one local week at which a slot lies in the weekly windows, as
// bits from Sunday 00:00 on, and the first 64 once more behind them.
class WeekPattern {
 public:
  // `phase`: seconds from 00:00 to the first point. REQUIRES: a week has at
  // least 64 points.
  WeekPattern(const StartFrame& frame, std::span<const MinuteWindow> windows,
              seconds length, seconds phase)
      : size_(frame.StepsIn(kWeek)) {
    BOOKABLE_DCHECK(size_ >= 64 && size_ <= kMinutesOfWeek);
    const std::size_t words = size_ / 64;
    std::fill(bits_.begin(),
              bits_.begin() + static_cast<std::ptrdiff_t>(words + 2), 0);
    const seconds to_index = frame.step() - seconds{1} - phase;
    for (const MinuteWindow& window : windows) {
      const minutes opens{window.start};
      const minutes closes{window.end};
      if (closes - opens < length) continue;
      SetRange(bits_.data(), frame.StepsIn(opens + to_index),
               frame.StepsIn(closes - length + seconds{1} + to_index));
    }
    const std::size_t shift = size_ % 64;
    bits_[words] |= bits_[0] << shift;
    bits_[words + 1] |= bits_[0] >> 1 >> (63 - shift);
  }

  // Sets `words` to the points from `i` on, going round. REQUIRES: i < the
  // points of a week.
  void Write(std::size_t i, std::span<std::uint64_t> words) const {
    while (!words.empty()) {
      const std::size_t count = std::min(words.size(), (size_ - i + 63) / 64);
      const std::uint64_t* const from = bits_.data() + i / 64;
      const std::size_t shift = i % 64;
      for (std::size_t word = 0; word < count; ++word) {
        words[word] = from[word] >> shift | from[word + 1] << 1 << (63 - shift);
      }
      i = i + 64 * count - size_;
      words = words.subspan(count);
    }
  }
  std::size_t size() const { return size_; }

 private:
  std::size_t size_;
  std::array<std::uint64_t, kMinutesOfWeek / 64 + 3> bits_;
};

bool IsInWeek(std::span<const MinuteWindow> windows, seconds of_week) {
  return std::any_of(windows.begin(), windows.end(),
                     [of_week](const MinuteWindow& window) {
                       return minutes{window.start} <= of_week &&
                              of_week < minutes{window.end};
                     });
}

// Sets bits [begin, end), of which bit i is point `at` + i of the pattern.
// REQUIRES: the bits from `begin` on are clear.
void SetRepeated(const WeekPattern& pattern, std::size_t at, std::size_t begin,
                 std::size_t end, std::span<std::uint64_t> bits) {
  if (begin >= end) return;
  const std::size_t first = begin / 64;
  const std::size_t last = (end - 1) / 64;
  const std::uint64_t before = bits[first];
  pattern.Write((at + 64 * first) % pattern.size(),
                bits.subspan(first, last - first + 1));
  bits[first] = before | (bits[first] & kAll << (begin % 64));
  bits[last] &= kAll >> (63 - (end - 1) % 64);
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

void SetOpenPoints(const StartFrame& frame, const CompiledSchedule& schedule,
                   seconds length, std::vector<Interval>& scratch,
                   std::span<std::uint64_t> bits) {
  BOOKABLE_DCHECK(frame.size() > 0);
  const Interval read{frame.first(),
                      frame[frame.size() - 1] + length + seconds{1}};
  const std::span<const MinuteWindow> windows = schedule.weekly_windows();
  // A window that goes on into the next week is one with a window of that.
  const bool goes_round = !windows.empty() && windows.front().start == 0 &&
                          windows.back().end == kMinutesOfWeek;
  if (goes_round || frame.StepsIn(kWeek) < 64 || !schedule.IsSteady(read)) {
    scratch.clear();
    schedule.AppendOpen(read, scratch);
    SetOpenPoints(frame, scratch, length, bits);
    return;
  }
  std::fill(bits.begin(),
            bits.begin() + static_cast<std::ptrdiff_t>(frame.words()), 0);
  const std::span<const Stretch> stretches = schedule.stretches();
  std::optional<WeekPattern> pattern;
  seconds phase{-1};
  Interval part = read;
  for (std::size_t i = schedule.StretchAt(read.start); part.start < read.end;
       ++i, part.start = part.end) {
    part.end = i + 1 < stretches.size()
                   ? std::min(stretches[i + 1].start, read.end)
                   : read.end;
    const seconds local =
        frame.first().time_since_epoch() + stretches[i].offset;
    const seconds sunday =
        WeekBegin(std::chrono::floor<days>(std::chrono::local_seconds{local}),
                  std::chrono::Sunday)
            .time_since_epoch();
    const seconds past = local - sunday;
    const std::size_t at = frame.StepsIn(past);
    const seconds phase_here =
        past - frame.step() * static_cast<std::int64_t>(at);
    if (phase_here != phase) {
      phase = phase_here;
      pattern.emplace(frame, windows, length, phase);
    }
    SetRepeated(*pattern, at, frame.AtOrAfter(part.start),
                frame.AtOrAfter(part.end - length + seconds{1}), bits);
    const seconds end_past =
        part.end.time_since_epoch() + stretches[i].offset - sunday - seconds{1};
    if (part.end < read.end && IsInWeek(windows, end_past % kWeek)) {
      // Slots that the change of the clock falls into.
      scratch.clear();
      schedule.AppendOpen({part.end - length, part.end + length}, scratch);
      for (const Interval& open : scratch) {
        const std::size_t first = frame.AtOrAfter(open.start);
        const std::size_t last =
            frame.AtOrAfter(open.end - length + seconds{1});
        if (first < last) SetRange(bits.data(), first, last);
      }
    }
  }
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
  if (internal::HasAvx2()) {
    WritePointsAvx2(frame, bits, out);
    return;
  }
#endif
  WritePointsPlain(frame, bits, out.data());
}

}  // namespace bookable
