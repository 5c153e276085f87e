#include "bindings/cli/query_parts.h"

#include <string>

#include "tests/bindings/cli/request_testing.h"

namespace bookable::cli {
namespace {

using testing::RequestOf;

constexpr std::string_view kSchedule = R"("schedule": {"timeZone": "UTC"})";

TEST(QueryPartsTest, AllGroupsOfATeamGiveCandidates) {
  const std::string schedule(kSchedule);
  const Request request = RequestOf(
      R"({"groups": [{"require": 1, "hosts": [{"id": "b", )" + schedule +
      R"(}, {"id": "a", )" + schedule +
      R"(}]}, {"require": "all", "hosts": [{"id": "a"}, {"id": "c", )" +
      schedule +
      R"(}]}], "eventType": {"lengthInMinutes": 30},
          "start": "2026-11-23", "end": "2026-11-29"})");
  EXPECT_EQ(FirstHost(request.query).id, "b");
  EXPECT_EQ(FirstGroups(request.query).size(), 2u);
}

TEST(QueryPartsTest, TheFirstStageGivesTheGroups) {
  const std::string schedule(kSchedule);
  const Request request = RequestOf(
      R"({"stages": [{"lengthInMinutes": 30, "groups":
            [{"require": "all", "hosts": [{"id": "x", )" +
      schedule +
      R"(}]}]}, {"lengthInMinutes": 30, "groups":
            [{"require": "all", "hosts": [{"id": "y", )" +
      schedule +
      R"(}, {"id": "x"}]}]}],
          "eventType": {"lengthInMinutes": 30},
          "start": "2026-11-23", "end": "2026-11-29"})");
  EXPECT_EQ(FirstHost(request.query).id, "x");
  EXPECT_EQ(FirstGroups(request.query).front().hosts.size(), 1u);
}

}  // namespace
}  // namespace bookable::cli
