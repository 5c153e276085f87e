#include "bookable/query/explanation_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "bookable/query/compiled_query.h"
#include "bookable/query/internal/bound_query.h"
#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
using testing::Ask;
using testing::AskTeam;
using testing::At;
using testing::Daily;
using testing::HostIn;
using testing::HostOf;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::Span;

// Every five minutes of a UTC morning.
std::vector<Instant> EveryFiveMinutes() {
  std::vector<Instant> at;
  for (Instant t = At("2026-11-24T08:00Z"); t < At("2026-11-24T12:00Z");
       t += 5min) {
    at.push_back(t);
  }
  return at;
}

// Open 9 to 11, busy 10:00 to 10:10.
SlotQuery Morning() {
  SlotQuery query = Ask(Daily("UTC", 9h, 11h), {.length = 30min},
                        "2026-11-24T00:00Z", "2026-11-25T00:00Z");
  HostIn(query).busy = {{At("2026-11-24T10:00Z"), At("2026-11-24T10:10Z")}};
  return query;
}

void ExplainInto(const SlotQuery& query, std::span<const Instant> at,
                 ExplanationColumns& out) {
  const internal::BoundQuery bound =
      internal::BoundQuery::Create(query).value();
  Scratch scratch;
  Explain(bound.event(), bound.stages().front().groups, bound.window(), at,
          scratch, out);
}

TEST(ExplanationColumnsTest, InstantsWithTheSameReasonsShareAList) {
  const std::vector<Instant> at = EveryFiveMinutes();
  ExplanationColumns columns;
  ExplainInto(Morning(), at, columns);
  ASSERT_EQ(columns.size(), at.size());
  // 09:35, 09:40, ... 09:55 and 10:00, 10:05 meet the busy time alone; those
  // before 09:35 end before it.
  const auto rows_at = [&](int minutes_past_8) {
    return columns.rows(static_cast<std::size_t>(minutes_past_8 / 5));
  };
  EXPECT_EQ(rows_at(100).data(), rows_at(105).data());
  EXPECT_THAT(rows_at(90), IsEmpty());
  ASSERT_THAT(rows_at(125), SizeIs(1));
  EXPECT_EQ(rows_at(125)[0].kind, ReasonKind::kBusy);
}

TEST(ExplanationColumnsTest, ReasonsAreThoseOfTheValueForm) {
  const std::vector<Instant> at = EveryFiveMinutes();
  const SlotQuery query = Morning();
  ExplanationColumns columns;
  ExplainInto(query, at, columns);
  const std::vector<Explanation> expected = Explain(query, at).value();
  for (std::size_t i = 0; i < at.size(); ++i) {
    EXPECT_EQ(columns.at()[i], at[i]);
    EXPECT_EQ(columns.is_bookable(i), expected[i].is_bookable);
    EXPECT_EQ(columns.is_accepted(i), expected[i].is_accepted);
    std::vector<Reason> reasons;
    for (const ReasonRow& row : columns.rows(i)) {
      reasons.push_back(columns.ToReason(i, row));
    }
    EXPECT_EQ(reasons, expected[i].reasons) << FormatInstant(at[i]);
  }
}

TEST(ExplanationColumnsTest, HostsOfATeamHaveRowsOfTheirOwn) {
  Group group;
  group.require = 1;
  group.hosts = {HostOf("ann", Daily("UTC", 9h, 11h)),
                 HostOf("ben", Daily("UTC", 10h, 12h))};
  const std::vector<Instant> at = {At("2026-11-24T09:00Z"),
                                   At("2026-11-24T11:30Z")};
  ExplanationColumns columns;
  ExplainInto(AskTeam({group}, {.length = 30min}, "2026-11-24T00:00Z",
                      "2026-11-25T00:00Z"),
              at, columns);
  ASSERT_TRUE(columns.is_team());
  ASSERT_EQ(columns.host_count(), 2u);
  EXPECT_THAT(columns.host_rows(0, 0), IsEmpty());
  ASSERT_THAT(columns.host_rows(0, 1), SizeIs(1));
  const Reason closed = columns.ToHostReason(0, 1, columns.host_rows(0, 1)[0]);
  EXPECT_EQ(closed.kind, ReasonKind::kClosed);
  EXPECT_EQ(closed.interval, Span("2026-11-24T09:00Z", "2026-11-24T09:30Z"));
  EXPECT_THAT(columns.host_rows(1, 1), IsEmpty());
}

TEST(ExplanationColumnsTest, AnswersOfOtherQueriesLeaveNoTrace) {
  const std::vector<Instant> at = EveryFiveMinutes();
  ExplanationColumns used;
  Group group;
  group.hosts = {HostOf("ann", Daily("UTC", 9h, 11h)),
                 HostOf("ben", Daily("UTC", 10h, 12h))};
  ExplainInto(AskTeam({group}, {.length = 45min}, "2026-11-24T00:00Z",
                      "2026-11-25T00:00Z"),
              at, used);
  ExplainInto(Morning(), at, used);
  ExplanationColumns fresh;
  ExplainInto(Morning(), at, fresh);
  EXPECT_FALSE(used.is_team());
  EXPECT_EQ(used.host_count(), 0u);
  for (std::size_t i = 0; i < at.size(); ++i) {
    ASSERT_EQ(used.rows(i).size(), fresh.rows(i).size());
    for (std::size_t k = 0; k < fresh.rows(i).size(); ++k) {
      EXPECT_EQ(used.ToReason(i, used.rows(i)[k]),
                fresh.ToReason(i, fresh.rows(i)[k]));
    }
  }
}

}  // namespace
}  // namespace bookable
