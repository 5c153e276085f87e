// bookable/team/point_counter.cc
//
// Counting: each row is added to the binary counters of its points, all places
// of 64 points at a time; the comparison with `needed` goes from the highest
// place down.
//
// Transposing: blocks of 64 hosts x 64 points, by exchanging quarters, then
// quarters of quarters (Hacker's Delight, section 7-3).
//
// Tested by tests/engine/team/point_counter_test.cc.
#include "bookable/team/point_counter.h"

#include <algorithm>
#include <array>
#include <bit>

#include "bookable/internal/dcheck.h"
#include "bookable/team/roles.h"

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
      Transpose(block);
      for (std::uint64_t left = wanted; left != 0;
           left &= left - 1, row += row_words) {
        *row = block[static_cast<std::size_t>(std::countr_zero(left))];
      }
    }
    rows += row_count * row_words;
  }
}

}  // namespace bookable
