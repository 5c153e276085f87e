#include "bookable/team/assignment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/engine/team/team_testing.h"
#include "tests/support/literals.h"

namespace bookable {
namespace {

using testing::At;
using testing::Bits;
using ::testing::ElementsAre;
using testing::GroupOfRows;
using testing::Groups;

std::vector<std::uint32_t> Assigned(const std::vector<GroupOfRows>& groups,
                                    const std::vector<Standing>& standings,
                                    const std::vector<std::uint32_t>& able) {
  Roles roles = Groups(groups).MakeRoles();
  const std::vector<std::uint64_t> bits = Bits(able, roles.words());
  std::vector<std::uint64_t> assigned(roles.words());
  Assigner assigner;
  assigner.Assign(roles, bits, standings, assigned);
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < standings.size(); ++row) {
    if (TestBit(assigned, row)) rows.push_back(row);
  }
  return rows;
}

// Section 8, in order: each rule decides only where those before it tie.
TEST(AssignmentTest, AJoinableSessionGoesBeforeEverything) {
  const Standing session{.has_session = true, .priority = 0, .bookings = 9};
  const Standing other{.priority = 4, .bookings = 0};
  EXPECT_TRUE(GoesBefore(session, other));
  EXPECT_FALSE(GoesBefore(other, session));
}

TEST(AssignmentTest, ThenTheHigherPriority) {
  const Standing high{.priority = 3, .bookings = 9};
  const Standing low{.priority = 2, .bookings = 0};
  EXPECT_TRUE(GoesBefore(high, low));
  EXPECT_FALSE(GoesBefore(low, high));
}

TEST(AssignmentTest, ThenFewerBookingsByWeight) {
  // 3 / 200 < 2 / 100.
  const Standing heavy{.bookings = 3, .weight = 200};
  const Standing light{.bookings = 2, .weight = 100};
  EXPECT_TRUE(GoesBefore(heavy, light));
  EXPECT_FALSE(GoesBefore(light, heavy));
}

// Exactly: 1/3 and 333333/1000000 differ by less than a float of 32 bits sees.
TEST(AssignmentTest, SharesAreComparedExactly) {
  const Standing third{.bookings = 1, .weight = 3};
  const Standing less{.bookings = 333'333, .weight = 1'000'000};
  EXPECT_TRUE(GoesBefore(less, third));
  EXPECT_FALSE(GoesBefore(third, less));
  const Standing most{.bookings = 2'000'000, .weight = 1};
  const Standing same{.bookings = 2'000'000, .weight = 1};
  EXPECT_FALSE(GoesBefore(most, same));
}

TEST(AssignmentTest, ThenWhoWasBookedLeastRecently) {
  const Standing never{.bookings = 2, .weight = 200};
  const Standing earlier{.bookings = 1,
                         .last_booked_at = At("2026-11-01T00:00Z")};
  const Standing later{.bookings = 1,
                       .last_booked_at = At("2026-11-02T00:00Z")};
  EXPECT_TRUE(GoesBefore(never, earlier));
  EXPECT_TRUE(GoesBefore(earlier, later));
  EXPECT_FALSE(GoesBefore(later, earlier));
}

TEST(AssignmentTest, ThenTheOrderOfTheRequest) {
  const std::vector<Standing> equal(4);
  EXPECT_THAT(Assigned({{{2, 1, 3}, 1}}, equal, {1, 2, 3}), ElementsAre(2));
  EXPECT_THAT(Assigned({{{0, 1, 2, 3}, 2}}, equal, {1, 2, 3}),
              ElementsAre(1, 2));
}

TEST(AssignmentTest, TakesTheFirstAsManyAsRequired) {
  std::vector<Standing> standings(4);
  standings[0].bookings = 4;
  standings[1].bookings = 1;
  standings[2].bookings = 3;
  standings[3].bookings = 2;
  EXPECT_THAT(Assigned({{{0, 1, 2, 3}, 2}}, standings, {0, 1, 2, 3}),
              ElementsAre(1, 3));
  EXPECT_THAT(Assigned({{{0, 1, 2, 3}, 2}}, standings, {0, 2, 3}),
              ElementsAre(2, 3));
  EXPECT_THAT(Assigned({{{0, 1, 2, 3}, kAll}}, standings, {0, 1, 2, 3}),
              ElementsAre(0, 1, 2, 3));
}

TEST(AssignmentTest, AHostAlreadyTakenIsPassedOver) {
  std::vector<Standing> standings(3);
  standings[1].bookings = 1;
  standings[2].bookings = 2;
  // Group 0 takes 0; group 1 would, and takes 1.
  EXPECT_THAT(Assigned({{{0, 1}, 1}, {{0, 1, 2}, 1}}, standings, {0, 1, 2}),
              ElementsAre(0, 1));
}

// Section 8: passed over if the loss would leave a role empty.
TEST(AssignmentTest, AHostNeededElsewhereIsPassedOver) {
  std::vector<Standing> standings(3);
  standings[1].bookings = 1;
  standings[2].bookings = 2;
  // Only 0 can fill group 1: group 0 goes to 1.
  EXPECT_THAT(Assigned({{{0, 1, 2}, 1}, {{0}, 1}}, standings, {0, 1, 2}),
              ElementsAre(0, 1));
  // Or one of two that group 1 needs both.
  EXPECT_THAT(Assigned({{{0, 1, 2}, 1}, {{0, 1}, 2}}, standings, {0, 1, 2}),
              ElementsAre(0, 1, 2));
}

TEST(AssignmentTest, AnAssignerMayBeReused) {
  Assigner assigner;
  Roles wide = Groups({{{0, 1, 2, 100}, kAll}}).MakeRoles();
  const std::vector<Standing> standings(101);
  std::vector<std::uint64_t> assigned(2);
  assigner.Assign(wide, Bits({0, 1, 2, 100}, 2), standings, assigned);
  EXPECT_EQ(assigned, Bits({0, 1, 2, 100}, 2));
  Roles narrow = Groups({{{0, 1}, 1}}).MakeRoles();
  assigned.assign(1, 0);
  assigner.Assign(narrow, Bits({1}), standings, assigned);
  EXPECT_EQ(assigned, Bits({1}));
}

}  // namespace
}  // namespace bookable
