// bookable/team/point_counter.cc
//
// Counting: each row is added to the binary counters of its points, all places
// of 64 points at a time; the comparison with `needed` goes from the highest
// place down.
//
// Transposing: blocks of 64 hosts x 64 points. With AVX2 bytes change places,
// so that eight points of all hosts lie together, and a point is gathered from
// them by the sign of each byte; else by exchanging quarters, then quarters of
// quarters (Hacker's Delight, section 7-3).
//
// Tested by tests/engine/team/point_counter_test.cc.
#include "bookable/team/point_counter.h"

#include <algorithm>
#include <array>
#include <bit>

#include "bookable/internal/cpu.h"
#include "bookable/internal/dcheck.h"
#include "bookable/team/roles.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bookable {
namespace {

constexpr std::uint64_t kAllBits = ~std::uint64_t{0};

// So many bits are moved one by one in the time a block of 64 x 64 takes.
constexpr std::size_t kCheaperBitByBit = 300;

// Row i, bit j becomes row j, bit i.
void Transpose(std::array<std::uint64_t, 64>& block) {
  std::uint64_t mask = kAllBits >> 32;
  for (unsigned width = 32; width != 0; width >>= 1, mask ^= mask << width) {
    for (unsigned i = 0; i < 64; i = (i + width + 1) & ~width) {
      const std::uint64_t moved =
          ((block[i] >> width) ^ block[i + width]) & mask;
      block[i + width] ^= moved;
      block[i] ^= moved << width;
    }
  }
}

#if defined(__x86_64__)

// Writes column p of `block` (bit i: bit p of row i) for each bit p of
// `wanted`, each `stride` words behind the last.
BOOKABLE_AVX2 void WriteColumnsAvx2(const std::array<std::uint64_t, 64>& block,
                                    std::uint64_t wanted, std::uint64_t* out,
                                    std::size_t stride) {
  // Row b: byte b of each row of the block.
  alignas(32) std::array<std::array<std::uint8_t, 64>, 8> bytes;
  const __m256i two_rows =
      _mm256_set_epi8(15, 7, 14, 6, 13, 5, 12, 4, 11, 3, 10, 2, 9, 1, 8, 0,  //
                      15, 7, 14, 6, 13, 5, 12, 4, 11, 3, 10, 2, 9, 1, 8, 0);
  for (std::size_t i = 0; i < 64; i += 16) {
    // Rows i... in the lower half, i + 8... in the upper one.
    const auto pair = [&](std::size_t row) BOOKABLE_AVX2 {
      const auto half = [&](std::size_t at) BOOKABLE_AVX2 {
        return _mm_loadu_si128(
            reinterpret_cast<const __m128i*>(block.data() + at));
      };
      return _mm256_shuffle_epi8(
          _mm256_set_m128i(half(i + row + 8), half(i + row)), two_rows);
    };
    const __m256i a = pair(0);
    const __m256i b = pair(2);
    const __m256i c = pair(4);
    const __m256i d = pair(6);
    const __m256i ab = _mm256_unpacklo_epi16(a, b);
    const __m256i ab_high = _mm256_unpackhi_epi16(a, b);
    const __m256i cd = _mm256_unpacklo_epi16(c, d);
    const __m256i cd_high = _mm256_unpackhi_epi16(c, d);
    const auto store = [&](std::size_t byte, __m256i eight) BOOKABLE_AVX2 {
      // Eight bytes of two rows of `bytes`, from both halves.
      const __m256i sorted = _mm256_permute4x64_epi64(eight, 0xD8);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(bytes[byte].data() + i),
                       _mm256_castsi256_si128(sorted));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(bytes[byte + 1].data() + i),
                       _mm256_extracti128_si256(sorted, 1));
    };
    store(0, _mm256_unpacklo_epi32(ab, cd));
    store(2, _mm256_unpackhi_epi32(ab, cd));
    store(4, _mm256_unpacklo_epi32(ab_high, cd_high));
    store(6, _mm256_unpackhi_epi32(ab_high, cd_high));
  }
  for (; wanted != 0; wanted &= wanted - 1, out += stride) {
    const int point = std::countr_zero(wanted);
    const auto* const row = reinterpret_cast<const __m256i*>(
        bytes[static_cast<std::size_t>(point / 8)].data());
    const __m128i to_sign = _mm_cvtsi32_si128(7 - point % 8);
    const auto signs = [&](const __m256i* at) BOOKABLE_AVX2 {
      return static_cast<std::uint32_t>(_mm256_movemask_epi8(
          _mm256_sll_epi64(_mm256_load_si256(at), to_sign)));
    };
    *out = signs(row) | std::uint64_t{signs(row + 1)} << 32;
  }
}

#endif

// As WriteColumnsAvx2; `block` is written over.
void WriteColumns(std::array<std::uint64_t, 64>& block, std::uint64_t wanted,
                  std::uint64_t* out, std::size_t stride) {
#if defined(__x86_64__)
  if (internal::HasAvx2()) {
    WriteColumnsAvx2(block, wanted, out, stride);
    return;
  }
#endif
  Transpose(block);
  for (; wanted != 0; wanted &= wanted - 1, out += stride) {
    *out = block[static_cast<std::size_t>(std::countr_zero(wanted))];
  }
}

}  // namespace

void PointCounter::KeepCovered(std::span<const std::uint64_t> bits,
                               std::size_t words,
                               std::span<const std::uint32_t> rows,
                               std::size_t needed,
                               std::span<std::uint64_t> points) {
  BOOKABLE_DCHECK(points.size() == words);
  BOOKABLE_DCHECK(1 <= needed && needed <= rows.size());
  const auto row_at = [&](std::uint32_t row) {
    return bits.subspan(row * words, words);
  };
  if (needed == rows.size()) {
    for (const std::uint32_t row : rows) {
      const std::span<const std::uint64_t> held = row_at(row);
      for (std::size_t w = 0; w < words; ++w) points[w] &= held[w];
    }
    return;
  }
  carry_.assign(words, 0);
  if (needed == 1) {
    for (const std::uint32_t row : rows) {
      const std::span<const std::uint64_t> held = row_at(row);
      for (std::size_t w = 0; w < words; ++w) carry_[w] |= held[w];
    }
    for (std::size_t w = 0; w < words; ++w) points[w] &= carry_[w];
    return;
  }
  const auto place_count =
      static_cast<std::size_t>(std::bit_width(rows.size()));
  places_.assign(place_count * words, 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::span<const std::uint64_t> held = row_at(rows[i]);
    std::copy(held.begin(), held.end(), carry_.begin());
    // Counts so far are at most i: no carry goes beyond the places of i + 1.
    const auto reached = static_cast<std::size_t>(std::bit_width(i + 1));
    for (std::size_t place = 0; place < reached; ++place) {
      std::uint64_t* const count = places_.data() + place * words;
      std::uint64_t* const carry = carry_.data();
      for (std::size_t w = 0; w < words; ++w) {
        const std::uint64_t next = count[w] & carry[w];
        count[w] ^= carry[w];
        carry[w] = next;
      }
    }
  }
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t more = 0;
    std::uint64_t equal = kAllBits;
    for (std::size_t place = place_count; place-- > 0;) {
      const std::uint64_t count = places_[place * words + w];
      if ((needed >> place & 1u) != 0) {
        equal &= count;
      } else {
        more |= equal & count;
        equal &= ~count;
      }
    }
    points[w] &= more | equal;
  }
}

void TransposePoints(std::span<const std::uint64_t> bits, std::size_t words,
                     std::size_t hosts, std::span<const std::uint64_t> points,
                     std::span<std::uint64_t> out) {
  BOOKABLE_DCHECK(points.size() == words);
  const std::size_t row_words = WordsFor(hosts);
  std::array<std::uint64_t, 64> block;
  std::uint64_t* rows = out.data();
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t wanted = points[w];
    if (wanted == 0) continue;
    const auto row_count = static_cast<std::size_t>(std::popcount(wanted));
    for (std::size_t h = 0; h < row_words; ++h) {
      const std::size_t count = std::min<std::size_t>(64, hosts - h * 64);
      std::uint64_t common = wanted;
      for (std::size_t i = 0; i < count; ++i) {
        block[i] = bits[(h * 64 + i) * words + w];
        common &= block[i];
      }
      std::uint64_t* row = rows + h;
      if (common == wanted) {
        // All hosts have all these points, as where all are required.
        for (std::size_t r = 0; r < row_count; ++r, row += row_words) {
          *row = kAllBits >> (64 - count);
        }
        continue;
      }
      if (count * row_count < kCheaperBitByBit) {
        for (std::uint64_t left = wanted; left != 0;
             left &= left - 1, row += row_words) {
          const int point = std::countr_zero(left);
          std::uint64_t able = 0;
          for (std::size_t i = 0; i < count; ++i) {
            able |= (block[i] >> point & 1u) << i;
          }
          *row = able;
        }
        continue;
      }
      std::fill(block.begin() + static_cast<std::ptrdiff_t>(count), block.end(),
                0);
      WriteColumns(block, wanted, row, row_words);
    }
    rows += row_count * row_words;
  }
}

}  // namespace bookable
