#include "bookable/team/roles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <vector>

#include "tests/engine/team/team_testing.h"

namespace bookable {
namespace {

using testing::Bits;
using ::testing::ElementsAre;
using testing::GroupOfRows;
using testing::Groups;

TEST(RolesTest, BitsAreSetAndClearedOneByOne) {
  std::vector<std::uint64_t> bits(WordsFor(130));
  ASSERT_EQ(bits.size(), 3u);
  EXPECT_EQ(WordsFor(0), 0u);
  EXPECT_EQ(WordsFor(64), 1u);
  EXPECT_EQ(WordsFor(65), 2u);
  SetBit(bits, 0);
  SetBit(bits, 129);
  EXPECT_TRUE(TestBit(bits, 129));
  EXPECT_FALSE(TestBit(bits, 128));
  ClearBit(bits, 129);
  EXPECT_THAT(bits, ElementsAre(1, 0, 0));
}

TEST(RolesTest, RowsAreGivenOrCounted) {
  std::vector<HostView> first(2);
  std::vector<HostView> second(1);
  const std::vector<GroupView> groups = {{.hosts = first}, {.hosts = second}};
  Roles roles;
  roles.Reset(groups, 3, 6);
  EXPECT_THAT(roles.rows(0), ElementsAre(3, 4));
  EXPECT_THAT(roles.rows(1), ElementsAre(5));
  EXPECT_FALSE(roles.Lists(2));
  EXPECT_TRUE(roles.Lists(5));
  EXPECT_TRUE(roles.are_disjoint());

  first[0].row = 1;
  first[1].row = 0;
  second[0].row = 1;
  roles.Reset(groups, 0, 2);
  EXPECT_THAT(roles.rows(0), ElementsAre(1, 0));
  EXPECT_FALSE(roles.are_disjoint());
}

TEST(RolesTest, AllOrAsManyAsRequired) {
  const Groups groups({{{0, 1, 2}, kAll}});
  Roles all = groups.MakeRoles();
  EXPECT_EQ(all.needed(0), 3u);
  EXPECT_TRUE(all.CanFill(Bits({0, 1, 2})));
  EXPECT_FALSE(all.CanFill(Bits({0, 2})));
  Roles two = Groups({{{0, 1, 2}, 2}}).MakeRoles();
  EXPECT_TRUE(two.CanFill(Bits({0, 2})));
  EXPECT_FALSE(two.CanFill(Bits({1})));
}

// The example at the head of roles.cc.
TEST(RolesTest, AGreedyChoiceWouldFail) {
  Roles roles = Groups({{{0}, 1}, {{0, 1}, 1}}).MakeRoles();
  EXPECT_TRUE(roles.CanFill(Bits({0, 1})));
  EXPECT_FALSE(roles.CanFill(Bits({0})));
  EXPECT_FALSE(roles.CanFill(Bits({1})));
  // In the other order the assistant must leave host 0 to the surgeon.
  Roles other = Groups({{{0, 1}, 1}, {{0}, 1}}).MakeRoles();
  EXPECT_TRUE(other.CanFill(Bits({0, 1})));
}

// One person, one role: the same host in two groups fills one of them.
TEST(RolesTest, OneHostCannotFillTwoGroups) {
  Roles roles = Groups({{{0}, 1}, {{0}, 1}}).MakeRoles();
  EXPECT_FALSE(roles.CanFill(Bits({0})));
}

// A chain of changes: 0-1, 1-2, ..., 9-10; then the first needs two.
TEST(RolesTest, APathMayChangeEveryGroup) {
  std::vector<GroupOfRows> chain;
  for (std::uint32_t g = 0; g < 10; ++g) chain.push_back({{g, g + 1}, 1});
  chain.push_back({{0}, 1});
  Roles roles = Groups(chain).MakeRoles();
  EXPECT_TRUE(roles.CanFill(Bits({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})));
  EXPECT_FALSE(roles.CanFill(Bits({0, 1, 2, 3, 4, 5, 6, 7, 8, 9})));
}

TEST(RolesTest, OtherNumbersMayBeNeeded) {
  Roles roles = Groups({{{0, 1, 2}, 1}, {{2, 3}, 1}}).MakeRoles();
  const std::vector<std::size_t> more = {3, 1};
  const std::vector<std::size_t> too_many = {3, 2};
  EXPECT_TRUE(roles.CanFill(Bits({0, 1, 2, 3}), more));
  EXPECT_FALSE(roles.CanFill(Bits({0, 1, 2, 3}), too_many));
}

TEST(RolesTest, ResetForgetsTheGroupsBefore) {
  Roles roles = Groups({{{0}, 1}, {{0, 1}, 1}, {{2, 3}, kAll}}).MakeRoles();
  const Groups next({{{0, 1}, kAll}});
  roles.Reset(next.views(), 0, next.host_count());
  EXPECT_EQ(roles.group_count(), 1u);
  EXPECT_TRUE(roles.are_disjoint());
  EXPECT_TRUE(roles.CanFill(Bits({0, 1})));
  EXPECT_FALSE(roles.Lists(2));
}

// By trying every host in every role.
bool CanFillByTrying(const std::vector<GroupOfRows>& groups,
                     std::vector<bool> able, std::size_t g, int taken) {
  if (g == groups.size()) return true;
  const int needed = groups[g].require == kAll
                         ? static_cast<int>(groups[g].rows.size())
                         : groups[g].require;
  if (taken == needed) return CanFillByTrying(groups, able, g + 1, 0);
  for (const std::uint32_t row : groups[g].rows) {
    if (!able[row]) continue;
    able[row] = false;
    if (CanFillByTrying(groups, able, g, taken + 1)) return true;
    able[row] = true;
  }
  return false;
}

TEST(RolesTest, RandomGroupsAgreeWithTryingEverything) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const auto below = [&random](std::size_t n) {
    return static_cast<std::size_t>(random() % n);
  };
  Roles roles;  // reused
  int filled = 0;
  for (int round = 0; round < 20'000; ++round) {
    // Rows far apart: some groups have fewer hosts than words.
    const std::uint32_t apart = below(2) == 0 ? 1 : 70;
    const std::size_t hosts = 1 + below(6);
    std::vector<GroupOfRows> groups(1 + below(3));
    for (GroupOfRows& group : groups) {
      for (std::uint32_t row = 0; row < hosts; ++row) {
        if (below(2) == 0) group.rows.push_back(row * apart);
      }
      if (group.rows.empty()) group.rows.push_back(0);
      group.require = below(4) == 0
                          ? kAll
                          : 1 + static_cast<int>(below(std::min<std::size_t>(
                                    2, group.rows.size())));
    }
    const Groups views(groups);
    const std::size_t count = views.host_count();
    roles.Reset(views.views(), 0, count);
    std::vector<bool> able(count);
    std::vector<std::uint64_t> bits(WordsFor(count));
    for (std::uint32_t row = 0; row < count; row += apart) {
      if (below(4) == 0) continue;
      able[row] = true;
      SetBit(bits, row);
    }
    const bool expected = CanFillByTrying(groups, able, 0, 0);
    ASSERT_EQ(roles.CanFill(bits), expected)
        << "seed " << kSeed << " round " << round;
    filled += expected;
  }
  EXPECT_GT(filled, 3000);
}

// 2,000 hosts, each in both groups, 1,000 needed in each.
TEST(RolesTest, ManySharedHostsAreFast) {
  std::vector<std::uint32_t> rows(2000);
  for (std::uint32_t i = 0; i < rows.size(); ++i) rows[i] = i;
  Roles roles = Groups({{rows, 1000}, {rows, 1000}}).MakeRoles();
  const std::vector<std::uint64_t> able = Bits(rows, WordsFor(rows.size()));
  const auto before = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(roles.CanFill(able));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{5});
}

}  // namespace
}  // namespace bookable
