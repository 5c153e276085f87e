#include "bookable/team/point_counter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <random>
#include <vector>

#include "bookable/internal/path.h"
#include "bookable/team/roles.h"

namespace bookable {
namespace {

// `hosts` rows of `words` random words, about one bit in `sparse` set.
std::vector<std::uint64_t> RandomRows(std::mt19937_64& random,
                                      std::size_t hosts, std::size_t words,
                                      int sparse) {
  std::vector<std::uint64_t> bits(hosts * words);
  for (std::uint64_t& word : bits) {
    word = random();
    for (int i = 1; i < sparse; ++i) word &= random();
  }
  return bits;
}

bool Holds(const std::vector<std::uint64_t>& bits, std::size_t words,
           std::size_t host, std::size_t point) {
  return (bits[host * words + point / 64] >> (point % 64) & 1u) != 0;
}

TEST(PointCounterTest, CountsAreThoseOfCountingOneByOne) {
  std::mt19937_64 random(7);
  PointCounter counter;
  for (const std::size_t hosts : {1u, 2u, 3u, 7u, 8u, 9u, 50u, 64u, 200u}) {
    const std::size_t words = 1 + hosts % 4;
    const std::vector<std::uint64_t> bits =
        RandomRows(random, hosts, words, 1 + static_cast<int>(hosts % 3));
    // Every other host, and all.
    for (const std::size_t stride : {1u, 2u}) {
      std::vector<std::uint32_t> rows;
      for (std::size_t h = 0; h < hosts; h += stride) {
        rows.push_back(static_cast<std::uint32_t>(h));
      }
      for (std::size_t needed = 1; needed <= rows.size();
           needed += 1 + rows.size() / 9) {
        std::vector<std::uint64_t> points(words, ~std::uint64_t{0});
        points[0] = 0xFFFF'FFFF'FFFF'FFF0;
        counter.KeepCovered(bits, words, rows, needed, points);
        for (std::size_t p = 0; p < 64 * words; ++p) {
          std::size_t count = 0;
          for (const std::uint32_t row : rows) {
            count += Holds(bits, words, row, p);
          }
          ASSERT_EQ((points[p / 64] >> (p % 64) & 1u) != 0,
                    p >= 4 && count >= needed)
              << hosts << " hosts, " << needed << " needed, point " << p;
        }
      }
    }
  }
}

class TransposePointsPathTest
    : public ::testing::TestWithParam<internal::Path> {
 protected:
  internal::PathScope scope_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Paths, TransposePointsPathTest,
                         ::testing::Values(internal::Path::kBest,
                                           internal::Path::kPlain));

TEST_P(TransposePointsPathTest, RowsOfPointsBecomeRowsOfHosts) {
  std::mt19937_64 random(8);
  for (const std::size_t hosts : {1u, 2u, 3u, 63u, 64u, 65u, 130u}) {
    const std::size_t words = 3;
    std::vector<std::uint64_t> bits = RandomRows(random, hosts, words, 1);
    if (hosts == 3 || hosts == 65) {
      // As where all hosts are required: each has every point.
      std::fill(bits.begin(), bits.end(), ~std::uint64_t{0});
    }
    std::vector<std::uint64_t> points(words);
    points[0] = random();
    points[2] = 0x8000'0000'0000'0001;  // points[1]: none
    std::size_t count = 0;
    for (const std::uint64_t word : points) {
      count += static_cast<std::size_t>(std::popcount(word));
    }
    std::vector<std::uint64_t> out(count * WordsFor(hosts));
    TransposePoints(bits, words, hosts, points, out);
    std::size_t row = 0;
    for (std::size_t p = 0; p < 64 * words; ++p) {
      if ((points[p / 64] >> (p % 64) & 1u) == 0) continue;
      for (std::size_t h = 0; h < hosts; ++h) {
        ASSERT_EQ(TestBit(std::span(out).subspan(row * WordsFor(hosts)), h),
                  Holds(bits, words, h, p))
            << hosts << " hosts, point " << p << ", host " << h;
      }
      ++row;
    }
    EXPECT_EQ(out.size(), row * WordsFor(hosts));
  }
}

}  // namespace
}  // namespace bookable
