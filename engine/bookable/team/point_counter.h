// bookable/team/point_counter.h: coverage counted bit by bit.
//
// CONCEPT   Hosts come as rows of points (grid/start_map.h). The points that at
//           least k rows of a group hold are found for 64 points at a time: the
//           count of each point is kept as bits of several words, one word a
//           binary place.
// COST      O(rows x words). THREADS: a PointCounter is one per thread.
#ifndef BOOKABLE_TEAM_POINT_COUNTER_H_
#define BOOKABLE_TEAM_POINT_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bookable {

class PointCounter {
 public:
  // Clears the bits of `points` that fewer than `needed` of `rows` hold. Row r
  // is words [r * words, (r + 1) * words) of `bits`.
  // REQUIRES: points.size() == words; 1 <= needed <= rows.size().
  void KeepCovered(std::span<const std::uint64_t> bits, std::size_t words,
                   std::span<const std::uint32_t> rows, std::size_t needed,
                   std::span<std::uint64_t> points);

 private:
  std::vector<std::uint64_t> places_;  // a row of words a binary place
  std::vector<std::uint64_t> carry_;
};

// Turns rows of points into rows of hosts: one row of WordsFor(hosts) words for
// each bit of `points`, in order. REQUIRES: `out` holds exactly these.
void TransposePoints(std::span<const std::uint64_t> bits, std::size_t words,
                     std::size_t hosts, std::span<const std::uint64_t> points,
                     std::span<std::uint64_t> out);

}  // namespace bookable

#endif  // BOOKABLE_TEAM_POINT_COUNTER_H_
