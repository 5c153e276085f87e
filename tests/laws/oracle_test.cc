// tests/laws/oracle_test.cc: FindSlots equals the reference engine.
#include <gtest/gtest.h>

#include "tests/laws/law.h"
#include "tests/reference/reference.h"

namespace bookable::laws {
namespace {

std::string EqualsTheReference(const SlotQuery& query, Random&) {
  return reference::Difference(EngineAnswer(query),
                               reference::FindSlots(query));
}

TEST(OracleTest, OneHost) {
  ExpectLaw(QueryKind::kOneHost, 4000, EqualsTheReference);
}

TEST(OracleTest, Seats) {
  ExpectLaw(QueryKind::kSeats, 2500, EqualsTheReference);
}

TEST(OracleTest, Teams) {
  ExpectLaw(QueryKind::kTeam, 1800, EqualsTheReference);
}

TEST(OracleTest, Sequences) {
  ExpectLaw(QueryKind::kSequence, 700, EqualsTheReference);
}

TEST(OracleTest, SparseHosts) {
  ExpectLaw(QueryKind::kSparse, 250, EqualsTheReference);
}

TEST(OracleTest, Crowds) {
  ExpectLaw(QueryKind::kCrowd, 40, EqualsTheReference);
}

}  // namespace
}  // namespace bookable::laws
