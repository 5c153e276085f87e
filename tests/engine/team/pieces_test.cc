#include "bookable/team/pieces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "bookable/interval/algebra.h"
#include "tests/engine/team/team_testing.h"
#include "tests/support/literals.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::At;
using ::testing::ElementsAre;
using testing::GroupOfRows;
using testing::Groups;
using ::testing::IsEmpty;
using testing::Span;

using Sets = std::vector<std::vector<Interval>>;

std::vector<std::span<const Interval>> Spans(const Sets& sets) {
  return {sets.begin(), sets.end()};
}

std::vector<Interval> Enough(const std::vector<GroupOfRows>& groups,
                             const Sets& sets) {
  const Roles roles = Groups(groups).MakeRoles();
  PieceFinder finder;
  std::vector<Interval> out = {Interval{}};  // must be overwritten
  finder.EnoughHosts(roles, Spans(sets), out);
  return out;
}

std::vector<Interval> Distinct(const std::vector<GroupOfRows>& groups,
                               const Sets& sets) {
  Roles roles = Groups(groups).MakeRoles();
  PieceFinder finder;
  std::vector<Interval> out = {Interval{}};
  finder.DistinctHosts(roles, Spans(sets), out);
  return out;
}

const Interval kNineToTen = Span("2026-11-24T09:00Z", "2026-11-24T10:00Z");
const Interval kHalfToHalf = Span("2026-11-24T09:30Z", "2026-11-24T10:30Z");
const Interval kTenToEleven = Span("2026-11-24T10:00Z", "2026-11-24T11:00Z");

TEST(PiecesTest, AGroupKeepsWhatEnoughOfItsHostsCover) {
  const Sets sets = {{kNineToTen}, {kHalfToHalf}, {kTenToEleven}};
  EXPECT_THAT(Enough({{{0, 1, 2}, 1}}, sets),
              ElementsAre(Span("2026-11-24T09:00Z", "2026-11-24T11:00Z")));
  EXPECT_THAT(Enough({{{0, 1, 2}, 2}}, sets),
              ElementsAre(Span("2026-11-24T09:30Z", "2026-11-24T10:30Z")));
  EXPECT_THAT(Enough({{{0, 1, 2}, kAll}}, sets), IsEmpty());
  EXPECT_THAT(Enough({{{0, 1}, kAll}}, sets),
              ElementsAre(Span("2026-11-24T09:30Z", "2026-11-24T10:00Z")));
}

TEST(PiecesTest, GroupsIntersect) {
  const Sets sets = {{kNineToTen}, {kHalfToHalf}, {kTenToEleven}};
  EXPECT_THAT(Enough({{{0, 2}, 1}, {{1}, 1}}, sets),
              ElementsAre(Span("2026-11-24T09:30Z", "2026-11-24T10:30Z")));
  EXPECT_THAT(Enough({{{0}, 1}, {{2}, 1}}, sets), IsEmpty());
}

// Section 8: [9:00:00, 9:10:00] and [9:10:01, ...] are one piece, [.., 9:10]
// and [9:11, ..] are two.
TEST(PiecesTest, PiecesAreOfWholeSeconds) {
  const Interval first{At("2026-11-24T09:00Z"), At("2026-11-24T09:10Z") + 1s};
  const Interval next{At("2026-11-24T09:10:01Z"), At("2026-11-24T09:20Z") + 1s};
  const Interval later{At("2026-11-24T09:11Z"), At("2026-11-24T09:20Z") + 1s};
  EXPECT_THAT(Enough({{{0, 1}, 1}}, {{first}, {next}}),
              ElementsAre(Interval{first.start, next.end}));
  EXPECT_THAT(Enough({{{0, 1}, 1}}, {{first}, {later}}),
              ElementsAre(first, later));
}

// Section 8: in the pieces a host counts in each of its groups; DistinctHosts
// asks for a matching.
TEST(PiecesTest, OnlyTheMatchingAsksForDistinctHosts) {
  const std::vector<GroupOfRows> groups = {{{0}, 1}, {{0, 1}, 1}};
  const Sets sets = {{kNineToTen}, {kHalfToHalf}};
  EXPECT_THAT(Enough(groups, sets), ElementsAre(kNineToTen));
  EXPECT_THAT(Distinct(groups, sets),
              ElementsAre(Span("2026-11-24T09:30Z", "2026-11-24T10:00Z")));
}

TEST(PiecesTest, DisjointGroupsNeedNoMatching) {
  const Sets sets = {{kNineToTen}, {kHalfToHalf}, {kTenToEleven}};
  const std::vector<GroupOfRows> groups = {{{0, 2}, 1}, {{1}, 1}};
  EXPECT_EQ(Distinct(groups, sets), Enough(groups, sets));
}

// Second by second, with a fresh matching each.
TEST(PiecesTest, RandomTeamsAgreeWithCountingEachSecond) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const auto below = [&random](std::size_t n) {
    return static_cast<std::size_t>(random() % n);
  };
  constexpr int kSeconds = 40;
  const Instant base = At("2026-11-24T09:00Z");
  PieceFinder finder;
  for (int round = 0; round < 2000; ++round) {
    const std::size_t hosts = 1 + below(5);
    Sets sets(hosts);
    for (std::vector<Interval>& set : sets) {
      for (std::size_t n = below(5); n > 0; --n) {
        const auto start = static_cast<int>(below(kSeconds - 8));
        set.push_back(
            {base + std::chrono::seconds{start},
             base + std::chrono::seconds{start + static_cast<int>(below(9))}});
      }
      set.resize(Normalize(set));
    }
    std::vector<GroupOfRows> groups(1 + below(3));
    for (GroupOfRows& group : groups) {
      for (std::uint32_t row = 0; row < hosts; ++row) {
        if (below(2) == 0) group.rows.push_back(row);
      }
      if (group.rows.empty()) group.rows.push_back(0);
      group.require = static_cast<int>(below(group.rows.size() + 1));
    }
    // So that every host is known, whether a group lists it or not.
    const Groups views(groups);
    Roles roles;
    roles.Reset(views.views(), 0, hosts);
    std::vector<Interval> enough;
    std::vector<Interval> distinct;
    finder.EnoughHosts(roles, Spans(sets), enough);
    finder.DistinctHosts(roles, Spans(sets), distinct);
    ASSERT_TRUE(IsNormalized(enough));
    ASSERT_TRUE(IsNormalized(distinct));
    for (int s = 0; s < kSeconds; ++s) {
      const Instant t = base + std::chrono::seconds{s};
      std::vector<std::uint64_t> able(1);
      bool is_enough = true;
      for (std::uint32_t row = 0; row < hosts; ++row) {
        if (Contains(sets[row], t)) SetBit(able, row);
      }
      for (const GroupOfRows& group : groups) {
        std::size_t count = 0;
        for (const std::uint32_t row : group.rows) count += TestBit(able, row);
        is_enough &= count >= (group.require == kAll
                                   ? group.rows.size()
                                   : static_cast<std::size_t>(group.require));
      }
      ASSERT_EQ(Contains(enough, t), is_enough)
          << "seed " << kSeed << " round " << round << " second " << s;
      ASSERT_EQ(Contains(distinct, t), roles.CanFill(able))
          << "seed " << kSeed << " round " << round << " second " << s;
    }
  }
}

}  // namespace
}  // namespace bookable
