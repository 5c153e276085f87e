// tests/laws/random_query_test.cc: laws are tried on questions worth asking.
#include "tests/laws/random_query.h"

#include <gtest/gtest.h>

#include "tests/laws/law.h"
#include "tests/laws/shrink.h"

namespace bookable::laws {
namespace {

TEST(RandomQueryTest, TheSameSeedAsksTheSame) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Random one(seed);
    Random other(seed);
    EXPECT_EQ(RandomQuery(one, QueryKind::kAny),
              RandomQuery(other, QueryKind::kAny));
  }
}

TEST(RandomQueryTest, MostQuestionsHaveAnAnswerThatRulesCut) {
  for (const QueryKind kind : {QueryKind::kOneHost, QueryKind::kSeats,
                               QueryKind::kTeam, QueryKind::kSequence}) {
    int with_slots = 0;
    int cut_by_rules = 0;
    constexpr int kQuestions = 400;
    for (std::uint64_t seed = 0; seed < kQuestions; ++seed) {
      Random random(FirstSeed() + seed);
      SlotQuery query = RandomQuery(random, kind);
      const reference::Answer answer = EngineAnswer(query);
      with_slots += answer.empty() ? 0 : 1;
      query.event.booking_window = {};
      query.event.limits = {};
      query.event.minimum_notice = {};
      query.event.before_buffer = query.event.after_buffer = {};
      query.event.only_first_slot_of_date = false;
      cut_by_rules += EngineAnswer(query) == answer ? 0 : 1;
    }
    EXPECT_GT(with_slots, kQuestions * 2 / 5) << static_cast<int>(kind);
    EXPECT_GT(cut_by_rules, kQuestions / 5) << static_cast<int>(kind);
  }
}

TEST(ShrinkTest, KeepsOnlyWhatTheFailureNeeds) {
  Random random(7);
  SlotQuery query = RandomQuery(random, QueryKind::kTeam);
  BusyTime busy;
  busy.start = query.from;
  busy.end = query.from + std::chrono::minutes{7};
  query.groups[0].hosts[0].busy.push_back(busy);
  query.event.alignment = Alignment::kPacked;
  const auto has_both = [&](const SlotQuery& tried) {
    if (tried.event.alignment != Alignment::kPacked) return false;
    for (const Group& group : tried.groups) {
      for (const Host& host : group.hosts) {
        for (const BusyTime& entry : host.busy) {
          if (entry.end - entry.start == std::chrono::minutes{7}) return true;
        }
      }
    }
    return false;
  };
  ASSERT_TRUE(has_both(query));
  const SlotQuery small = Shrink(query, has_both);
  ASSERT_EQ(small.groups.size(), 1u);
  ASSERT_EQ(small.groups[0].hosts.size(), 1u);
  const Host& host = small.groups[0].hosts[0];
  EXPECT_EQ(host.busy.size(), 1u);
  EXPECT_TRUE(host.bookings.empty());
  EXPECT_TRUE(host.schedule.weekly.empty());
  EXPECT_TRUE(host.schedule.travel.empty());
  EXPECT_EQ(small.event.booking_window, BookingWindow{});
}

}  // namespace
}  // namespace bookable::laws
