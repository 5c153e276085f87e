#include "bindings/http/domain/holds.h"

#include "tests/bindings/http/support/domain_test_base.h"

namespace bookable::domain {
namespace {

using namespace std::chrono_literals;
using bookable::testing::Lessons;
using bookable::testing::Request;
using bookable::testing::Word;

using HoldsTest = bookable::testing::DomainTest;

TEST_P(HoldsTest, AnOrdinaryHoldRefusesNoBookingButOtherHolds) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  const auto hold = Hold(offer, {.start = Today("09:00")});
  ASSERT_TRUE(hold.ok()) << hold.status();
  EXPECT_EQ(hold->uid.size(), 36u);
  EXPECT_EQ(Word(Hold(offer, {.start = Today("09:15")})), "held");
  EXPECT_EQ(Word(Hold(offer, {.start = Today("09:30")})), "ok");
  EXPECT_EQ(Word(Book(offer, "09:00")), "ok");
}

TEST_P(HoldsTest, AnExclusiveHoldRefusesOthersUntilItExpires) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  const auto hold = Hold(
      offer,
      {.start = Today("09:00"), .lasts = 5min, .kind = HoldKind::kExclusive});
  ASSERT_TRUE(hold.ok()) << hold.status();
  EXPECT_EQ(Word(Book(offer, "09:00")), "held");
  EXPECT_EQ(Word(Book(Lessons(other_, {users_[0]}), "09:15")), "held");
  database_->Advance(4min);
  EXPECT_EQ(Word(Book(offer, "09:00")), "held");
  database_->Advance(2min);
  EXPECT_EQ(Word(Book(offer, "09:00")), "ok");
  EXPECT_EQ(Count("SELECT count(*) FROM hold"), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM session"), 1);
}

TEST_P(HoldsTest, ABookingConsumesItsHold) {
  const Offer offer = Lessons(lesson_, users_);
  const auto hold =
      Hold(offer, {.start = Today("09:00"), .kind = HoldKind::kExclusive});
  ASSERT_TRUE(hold.ok()) << hold.status();
  BookingRequest request = Request(Today("09:00"));
  request.hold_uid = hold->uid;
  EXPECT_EQ(Word(Book(offer, request)), "ok");
  EXPECT_EQ(Count("SELECT count(*) FROM hold"), 0);
  EXPECT_EQ(Word(Book(offer, request)), "taken");
}

TEST_P(HoldsTest, ABookingThatFailsLeavesItsHold) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  const auto hold =
      Hold(offer, {.start = Today("09:00"), .kind = HoldKind::kExclusive});
  ASSERT_TRUE(hold.ok()) << hold.status();
  BookingRequest request = Request(Today("07:30"));
  request.hold_uid = hold->uid;
  EXPECT_EQ(Word(Book(offer, request)), "closed");
  EXPECT_EQ(Word(Book(offer, "09:00")), "held");
}

TEST_P(HoldsTest, SeatsAreHeldAsSeats) {
  Offer offer = Lessons(lesson_, {users_[0]});
  offer.event.seats = 3;
  ASSERT_TRUE(Book(offer, "09:00", "a@example.com").ok());
  const auto hold =
      Hold(offer,
           {.start = Today("09:00"), .kind = HoldKind::kExclusive, .seats = 2});
  ASSERT_TRUE(hold.ok()) << hold.status();
  EXPECT_EQ(Word(Book(offer, "09:00", "b@example.com")), "full");
  BookingRequest request = Request(Today("09:00"), "b@example.com");
  request.hold_uid = hold->uid;
  request.seats = 2;
  EXPECT_EQ(Word(Book(offer, request)), "ok");
  EXPECT_EQ(Count("SELECT taken FROM session"), 3);
}

TEST_P(HoldsTest, HoldsDoNotCountToLimits) {
  Offer offer = Lessons(lesson_, {users_[0]});
  offer.event.limits.count[0] = 1;
  ASSERT_TRUE(
      Hold(offer, {.start = Today("09:00"), .kind = HoldKind::kExclusive})
          .ok());
  EXPECT_EQ(Word(Book(offer, "10:00")), "ok");
  EXPECT_EQ(Word(Hold(offer, {.start = Today("11:00")})), "count_limit");
}

TEST_P(HoldsTest, AHoldIsReplacedUnderItsName) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  const auto hold =
      Hold(offer, {.start = Today("09:00"), .kind = HoldKind::kExclusive});
  ASSERT_TRUE(hold.ok()) << hold.status();
  const auto longer = Hold(offer, {.start = Today("09:15"),
                                   .lasts = 1h,
                                   .kind = HoldKind::kExclusive,
                                   .replaces = hold->uid});
  ASSERT_TRUE(longer.ok()) << longer.status();
  EXPECT_EQ(longer->uid, hold->uid);
  EXPECT_EQ(Count("SELECT count(*) FROM hold"), 1);
  EXPECT_EQ(Word(Hold(offer, {.start = Today("12:00"), .replaces = "nothing"})),
            "not_found");
}

TEST_P(HoldsTest, ReleasedHoldsAreGone) {
  const Offer offer = Lessons(lesson_, users_);
  const auto hold =
      Hold(offer, {.start = Today("09:00"), .kind = HoldKind::kExclusive});
  ASSERT_TRUE(hold.ok()) << hold.status();
  const auto release = [&] {
    return *store_->Write([&](store::Transaction& tx) -> absl::StatusOr<bool> {
      return ReleaseHold(tx, hold->uid);
    });
  };
  EXPECT_TRUE(release());
  EXPECT_FALSE(release());
  EXPECT_EQ(Word(Book(offer, "09:00")), "ok");
}

TEST_P(HoldsTest, HousekeepingEndsWhatHasExpired) {
  ASSERT_TRUE(Hold(Lessons(lesson_, users_),
                   {.start = Today("09:00"), .kind = HoldKind::kExclusive})
                  .ok());
  ASSERT_TRUE(
      Hold(Lessons(other_, {users_[1]}), {.start = Today("10:00")}).ok());
  const auto expire = [&] {
    return *store_->Write(
        [](store::Transaction& tx) -> absl::StatusOr<std::int64_t> {
          return ExpireHolds(tx, 10);
        });
  };
  EXPECT_EQ(expire(), 0);
  database_->Advance(6min);
  EXPECT_EQ(expire(), 2);
  EXPECT_EQ(Count("SELECT count(*) FROM claim"), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM session"), 0);
}

TEST_P(HoldsTest, NonsenseIsRefused) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  EXPECT_EQ(
      Hold(offer, {.start = Today("09:00"), .lasts = 0ms}).status().code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Word(Hold(offer, {.start = Today("07:00")})), "closed");
}

BOOKABLE_ON_BOTH_STORES(HoldsTest);

}  // namespace
}  // namespace bookable::domain
