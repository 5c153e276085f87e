#include "bookable/query/slot_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bookable {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Group GroupOf(const std::vector<std::string>& ids) {
  Group group;
  for (const std::string& id : ids) group.hosts.push_back({.id = id});
  return group;
}

std::vector<std::string> Ids(const SlotQuery& query) {
  std::vector<std::string> ids;
  for (const Host* host : HostsOf(query)) ids.push_back(host->id);
  return ids;
}

TEST(SlotQueryTest, HostsOfGroupsAreDistinctByFirstMention) {
  SlotQuery query;
  query.groups = {GroupOf({"b", "a"}), GroupOf({"a", "c"})};
  EXPECT_THAT(Ids(query), ElementsAre("b", "a", "c"));
  EXPECT_EQ(HostsOf(query)[1], &query.groups[0].hosts[1]);
}

TEST(SlotQueryTest, HostsOfStagesAreDistinctByFirstMention) {
  SlotQuery query;
  query.stages.resize(2);
  query.stages[0].groups = {GroupOf({"x"})};
  query.stages[1].groups = {GroupOf({"y", "x"})};
  EXPECT_THAT(Ids(query), ElementsAre("x", "y"));
}

TEST(SlotQueryTest, OneHostMayHaveNoName) {
  SlotQuery query;
  EXPECT_THAT(Ids(query), IsEmpty());
  query.groups = {GroupOf({""})};
  EXPECT_THAT(Ids(query), ElementsAre(""));
}

}  // namespace
}  // namespace bookable
