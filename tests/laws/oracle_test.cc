// tests/laws/oracle_test.cc: FindSlots equals the reference engine.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/laws/law.h"
#include "tests/reference/reference.h"

namespace bookable::laws {
namespace {

std::string EqualsTheReference(const SlotQuery& query, Random&) {
  return reference::Difference(EngineAnswer(query),
                               reference::FindSlots(query));
}

TEST(OracleTest, OneHost) {
  ExpectLaw(QueryKind::kOneHost, 3000, EqualsTheReference);
}

TEST(OracleTest, Seats) {
  ExpectLaw(QueryKind::kSeats, 2500, EqualsTheReference);
}

TEST(OracleTest, Teams) {
  ExpectLaw(QueryKind::kTeam, 1300, EqualsTheReference);
}

TEST(OracleTest, Sequences) {
  ExpectLaw(QueryKind::kSequence, 450, EqualsTheReference);
}

TEST(OracleTest, SparseHosts) {
  ExpectLaw(QueryKind::kSparse, 150, EqualsTheReference);
}

// "They look at most 8n + 62 dates ahead": open on the dates around the last.
TEST(OracleTest, TheLookAheadEndsOnTheSameDate) {
  using std::chrono::days;
  using std::chrono::hours;
  constexpr std::chrono::sys_days kToday{std::chrono::year{2026} / 11 / 20};
  for (const bool rolling : {true, false}) {
    for (int n = 1; n <= 3; ++n) {
      SlotQuery query;
      query.event.length = hours{1};
      query.event.booking_window = {
          .kind = BookingWindow::Kind::kBusinessDays,
          .days = n,
          .rolling = rolling,
          .counted = BookingWindow::Counted::kOpenDays};
      Host host;
      for (int past = -1; past <= 1; ++past) {
        host.schedule.overrides.push_back(
            {.date = Date{kToday + days{8 * n + 62 + past}},
             .start = hours{9},
             .end = hours{10}});
      }
      query.groups = {OneHost(host)};
      query.now = kToday + hours{12};
      query.from = kToday;
      query.until = kToday + days{120};
      const reference::Answer expected = reference::FindSlots(query);
      // The last date looked at is offered, the next is not.
      EXPECT_EQ(expected.size(), n == 1 ? 1u : 2u);
      EXPECT_EQ(reference::Difference(EngineAnswer(query), expected), "");
    }
  }
}

TEST(OracleTest, Crowds) {
  ExpectLaw(QueryKind::kCrowd, 22, EqualsTheReference);
}

}  // namespace
}  // namespace bookable::laws
