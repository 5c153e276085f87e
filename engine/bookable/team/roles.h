// bookable/team/roles.h: can distinct hosts fill every role?
//
// CONCEPT   One person, one role (semantics.md section 8): a host listed in
//           several groups fills one of them at a time. Given the hosts that
//           are able, as bits by row, the groups can be filled iff a matching
//           exists.
// COST      Groups without common hosts: a look at each listed host, or at each
//           word of a bit row where that is less. Else augmenting paths over
//           the hosts that have several roles. No allocation after warm-up.
// THREADS   A Roles is one per thread (it keeps its working memory).
#ifndef BOOKABLE_TEAM_ROLES_H_
#define BOOKABLE_TEAM_ROLES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bookable/team/group_view.h"

namespace bookable {

// Bit rows: one bit a host, in words of 64.
constexpr std::size_t WordsFor(std::size_t hosts) { return (hosts + 63) / 64; }
inline bool TestBit(std::span<const std::uint64_t> bits, std::size_t i) {
  return (bits[i / 64] >> (i % 64) & 1u) != 0;
}
inline void SetBit(std::span<std::uint64_t> bits, std::size_t i) {
  bits[i / 64] |= std::uint64_t{1} << (i % 64);
}
inline void ClearBit(std::span<std::uint64_t> bits, std::size_t i) {
  bits[i / 64] &= ~(std::uint64_t{1} << (i % 64));
}

class Roles {
 public:
  // REQUIRES: all rows, given or counted, are below `host_count`.
  // `first_row` is that of the first host listed without a row of its own.
  void Reset(std::span<const GroupView> groups, std::uint32_t first_row,
             std::size_t host_count);

  std::size_t group_count() const { return needed_.size(); }
  std::size_t words() const { return words_; }
  // How many hosts group g needs.
  std::size_t needed(std::size_t g) const { return needed_[g]; }
  // Rows of group g's hosts, in the order listed.
  std::span<const std::uint32_t> rows(std::size_t g) const {
    return std::span(rows_).subspan(row_begin_[g],
                                    row_begin_[g + 1] - row_begin_[g]);
  }
  // True iff the host of `row` is in a group.
  bool Lists(std::size_t row) const { return TestBit(listed_, row); }
  // True iff no host is in two groups.
  bool are_disjoint() const { return shared_.empty(); }

  // True iff distinct hosts of `able` fill every group.
  bool CanFill(std::span<const std::uint64_t> able);
  // The same with other numbers needed, one a group.
  bool CanFill(std::span<const std::uint64_t> able,
               std::span<const std::size_t> needed);

 private:
  static constexpr std::size_t kNoMask = SIZE_MAX;
  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;

  // How many hosts of group g are in `able`.
  std::size_t CountAble(std::size_t g,
                        std::span<const std::uint64_t> able) const;
  // Hosts of group g that have other roles too, as indices into shared_.
  std::span<const std::uint32_t> shared_of(std::size_t g) const {
    return std::span(shared_of_group_)
        .subspan(shared_begin_[g], shared_begin_[g + 1] - shared_begin_[g]);
  }
  bool MatchShared();
  bool Augment(std::size_t group);

  std::size_t words_ = 0;
  std::vector<std::size_t> needed_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::size_t> row_begin_;
  std::vector<std::uint64_t> listed_;
  // By group: where its hosts stand in masks_ as a bit row. Only groups with
  // as many hosts as a row has words have one, so that masks take no more
  // memory than lists.
  std::vector<std::size_t> mask_begin_;
  std::vector<std::uint64_t> masks_;
  std::vector<std::uint64_t> several_;       // bits of rows with several roles
  std::vector<std::uint32_t> shared_;        // the same as a list
  std::vector<std::uint32_t> shared_index_;  // by row: into shared_
  std::vector<std::uint32_t> shared_of_group_;
  std::vector<std::size_t> shared_begin_;

  // Of one matching:
  std::vector<std::size_t> missing_;         // by group, beyond its own hosts
  std::vector<std::uint32_t> group_of_;      // by shared host
  std::vector<bool> is_able_;                // by shared host
  std::vector<std::uint32_t> reached_by_;    // by group: shared host
  std::vector<std::uint32_t> reached_from_;  // by shared host: group
  std::vector<std::uint32_t> queue_;         // groups
};

}  // namespace bookable

#endif  // BOOKABLE_TEAM_ROLES_H_
