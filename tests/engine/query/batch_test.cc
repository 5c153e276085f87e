#include "bookable/query/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <random>
#include <vector>

#include "bookable/query/internal/bound_query.h"
#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using std::chrono::hours;
using std::chrono::minutes;
using testing::Ask;
using testing::AskTeam;
using testing::Daily;
using ::testing::ElementsAre;
using testing::HostIn;
using testing::HostOf;

// Queries of every form a batch treats by itself: fixed grid and not, seated,
// teams with and without assignment, empty, with a booking window.
std::vector<SlotQuery> MixedQueries(int count) {
  std::mt19937_64 random(20261124);
  const auto below = [&](int n) {
    return static_cast<int>(random() % static_cast<std::uint64_t>(n));
  };
  std::vector<SlotQuery> queries;
  for (int i = 0; i < count; ++i) {
    EventType event;
    event.length = minutes{15 + 15 * below(4)};
    event.slot_interval = minutes{below(2) != 0 ? 15 : 45};
    if (below(4) == 0) event.seats = 2;
    if (below(5) == 0) event.only_first_slot_of_date = true;
    SlotQuery query = Ask(Daily("Europe/Rome", hours{8 + below(3)}, 17h), event,
                          "2026-10-20T00:00Z", "2026-10-28T00:00Z");
    if (below(9) == 0) query.until = query.from;
    for (int k = below(9); k > 0; --k) {
      const Instant start = query.from + minutes{15 * below(700)};
      HostIn(query).busy.push_back({start, start + minutes{15 * below(9)}});
    }
    if (below(3) == 0) {
      Host other = HostIn(query);
      other.id = "b";
      other.busy.clear();
      HostIn(query).id = "a";
      query.groups[0].require = 1;
      query.groups[0].hosts.push_back(other);
      query.assign = below(2) == 0;
    }
    queries.push_back(std::move(query));
  }
  return queries;
}

// Queries in the compiled form, and what they look at.
struct Bound {
  explicit Bound(const std::vector<SlotQuery>& queries) {
    for (const SlotQuery& query : queries) {
      bound.push_back(internal::BoundQuery::Create(query).value());
      batch.push_back({.event = &bound.back().event(),
                       .groups = bound.back().stages().front().groups,
                       .window = bound.back().window()});
    }
  }
  std::deque<internal::BoundQuery> bound;
  std::vector<BatchQuery> batch;
};

TEST(BatchTest, AnswersAreThoseOfTheQueriesOneByOne) {
  const Bound bound(MixedQueries(300));
  BatchScratch scratch(2);
  BatchColumns out;
  FindSlots(bound.batch, scratch, out);
  ASSERT_EQ(out.offsets.size(), bound.batch.size() + 1);
  Scratch one;
  SlotColumns expected;
  const auto part = [](const auto& column,
                       const std::vector<std::size_t>& offsets, std::size_t i) {
    return std::vector(
        column.begin() + static_cast<std::ptrdiff_t>(offsets[i]),
        column.begin() + static_cast<std::ptrdiff_t>(offsets[i + 1]));
  };
  for (std::size_t i = 0; i < bound.batch.size(); ++i) {
    const BatchQuery& query = bound.batch[i];
    FindSlots(*query.event, query.groups, query.window, one, expected);
    ASSERT_EQ(part(out.starts, out.offsets, i), expected.starts) << i;
    ASSERT_EQ(part(out.hosts, out.host_offsets, i), expected.hosts) << i;
    ASSERT_EQ(part(out.assigned, out.assigned_offsets, i), expected.assigned)
        << i;
    if (!query.event->is_seated()) {
      expected.seats_remaining.assign(expected.starts.size(), 0);
    }
    ASSERT_EQ(part(out.seats_remaining, out.offsets, i),
              expected.seats_remaining)
        << i;
  }
}

TEST(BatchTest, TheNumberOfThreadsChangesNothing) {
  const Bound bound(MixedQueries(500));
  BatchColumns one;
  BatchScratch single(1);
  FindSlots(bound.batch, single, one);
  for (const int threads : {2, 3, 8, 64}) {
    BatchScratch scratch(threads);
    BatchColumns many;
    FindSlots(bound.batch, scratch, many);
    EXPECT_EQ(many, one) << threads;
  }
}

TEST(BatchTest, MemoryUsedAgainLeavesNoTrace) {
  const Bound large(MixedQueries(200));
  const Bound small(MixedQueries(3));
  BatchScratch scratch(2);
  BatchScratch fresh(2);
  BatchColumns out;
  BatchColumns expected;
  FindSlots(large.batch, scratch, out);
  FindSlots(small.batch, scratch, out);
  FindSlots(small.batch, fresh, expected);
  EXPECT_EQ(out, expected);
}

TEST(BatchTest, NoQueriesNoAnswers) {
  BatchScratch scratch(4);
  BatchColumns out;
  FindSlots(std::span<const BatchQuery>(), scratch, out);
  EXPECT_THAT(out.offsets, ElementsAre(0u));
  EXPECT_TRUE(out.starts.empty());
}

TEST(BatchTest, OfManyQueriesEachHasItsAnswerOrError) {
  std::vector<SlotQuery> queries = MixedQueries(150);
  queries[7].event.length = 0min;
  const std::vector<absl::StatusOr<SlotList>> answers =
      FindSlotsOfMany(queries, 3);
  ASSERT_EQ(answers.size(), queries.size());
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const absl::StatusOr<SlotList> expected = FindSlots(queries[i]);
    ASSERT_EQ(answers[i].status(), expected.status()) << i;
    if (expected.ok()) {
      ASSERT_EQ(*answers[i], *expected) << i;
    }
  }
  EXPECT_FALSE(answers[7].ok());
}

TEST(BatchTest, OfManyQueriesEachHasItsBound) {
  std::vector<SlotQuery> queries = MixedQueries(20);
  // Room for some answers, not for all.
  std::size_t bound = 0;
  for (const SlotQuery& query : queries) {
    bound = std::max(bound, FindSlots(query)->size() * sizeof(Instant));
  }
  bound /= 2;
  const std::vector<absl::StatusOr<SlotList>> answers =
      FindSlotsOfMany(queries, 2, bound);
  int refused = 0;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    EXPECT_EQ(answers[i].status(), FindSlots(queries[i], bound).status()) << i;
    if (absl::IsOutOfRange(answers[i].status())) ++refused;
  }
  EXPECT_GT(refused, 0);
  EXPECT_LT(refused, 20);
}

}  // namespace
}  // namespace bookable
