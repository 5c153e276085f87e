#include "bindings/http/domain/host_time.h"

#include "tests/bindings/http/support/domain_test_base.h"

namespace bookable::domain {
namespace {

using namespace std::chrono_literals;
using bookable::testing::Lessons;
using bookable::testing::Request;
using bookable::testing::Word;

class HostTimeTest : public bookable::testing::DomainTest {
 protected:
  HostTime Read(std::int64_t user, std::int64_t event_type, HoldsRead holds,
                const Interval& counted = {}) {
    return store_
        ->Read([&](store::Transaction& tx) -> absl::StatusOr<HostTime> {
          return ReadHostTime(tx, {user}, event_type,
                              {Today("00:00"), Today("23:59")}, counted, holds)
              .at(user);
        })
        .value();
  }
};

TEST_P(HostTimeTest, OwnSessionsAreBookingsOthersAreBusy) {
  Offer offer = Lessons(lesson_, {users_[0]});
  offer.event.before_buffer = 5min;
  offer.event.after_buffer = 10min;
  const auto booked = Book(offer, "09:00");
  ASSERT_TRUE(booked.ok()) << booked.status();
  const HostTime own = Read(users_[0], lesson_, HoldsRead::kAll);
  EXPECT_TRUE(own.busy.empty());
  ASSERT_EQ(own.bookings.size(), 1u);
  EXPECT_EQ(own.bookings[0].start, Today("09:00"));
  EXPECT_EQ(own.bookings[0].id, booked->session.uid);
  EXPECT_EQ(own.bookings[0].before_buffer, 5min);
  EXPECT_EQ(own.bookings[0].after_buffer, 10min);
  const HostTime other = Read(users_[0], other_, HoldsRead::kAll);
  EXPECT_TRUE(other.bookings.empty());
  ASSERT_EQ(other.busy.size(), 1u);
  EXPECT_EQ(other.busy[0].start, Today("08:55"));
  EXPECT_EQ(other.busy[0].end, Today("09:40"));
  EXPECT_TRUE(Read(users_[1], lesson_, HoldsRead::kAll).busy.empty());
}

TEST_P(HostTimeTest, RequestsThatWaitAreCountedOnly) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  BookingRequest request = Request(Today("09:00"));
  request.confirmation = Confirmation::kWaits;
  ASSERT_TRUE(Book(offer, request).ok());
  ASSERT_TRUE(Book(offer, "10:00").ok());
  EXPECT_EQ(Read(users_[0], lesson_, HoldsRead::kAll).bookings.size(), 1u);
  const HostTime counted = Read(users_[0], lesson_, HoldsRead::kAll,
                                {Today("00:00"), Today("23:59")});
  ASSERT_EQ(counted.bookings.size(), 2u);
  EXPECT_TRUE(counted.bookings[0].blocks);
  EXPECT_FALSE(counted.bookings[1].blocks);
  EXPECT_EQ(counted.bookings[1].status, BookingStatus::kPending);
  EXPECT_TRUE(counted.last_booked_at.has_value());
  EXPECT_TRUE(Read(users_[0], other_, HoldsRead::kAll).busy.size() == 1);
}

TEST_P(HostTimeTest, OrdinaryHoldsAreReadForListsOnly) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  ASSERT_TRUE(Hold(offer, {.start = Today("09:00"), .owner = "bob"}).ok());
  ASSERT_TRUE(
      Hold(offer, {.start = Today("10:00"), .kind = HoldKind::kExclusive})
          .ok());
  EXPECT_EQ(Read(users_[0], lesson_, HoldsRead::kExclusive).holds.size(), 1u);
  const HostTime all = Read(users_[0], lesson_, HoldsRead::kAll);
  ASSERT_EQ(all.holds.size(), 2u);
  EXPECT_EQ(all.holds[1].owner, "bob");
  EXPECT_TRUE(all.holds[1].same_event);
  EXPECT_TRUE(all.bookings.empty());
  const HostTime other = Read(users_[0], other_, HoldsRead::kAll);
  EXPECT_EQ(other.holds.size(), 2u);
  EXPECT_FALSE(other.holds[0].same_event);
  EXPECT_TRUE(other.busy.empty());
}

TEST_P(HostTimeTest, SeatsOfBookingsAndHoldsAreToldApart) {
  Offer offer = Lessons(lesson_, {users_[0]});
  offer.event.seats = 6;
  ASSERT_TRUE(Book(offer, "09:00", "a@example.com").ok());
  for (const std::int64_t seats : {2, 3}) {
    ASSERT_TRUE(Hold(offer, {.start = Today("09:00"),
                             .kind = HoldKind::kExclusive,
                             .seats = seats})
                    .ok());
  }
  const HostTime time = Read(users_[0], lesson_, HoldsRead::kExclusive);
  ASSERT_EQ(time.bookings.size(), 1u);
  EXPECT_EQ(time.bookings[0].seats_taken, 1);
  ASSERT_EQ(time.holds.size(), 2u);
  EXPECT_EQ(time.holds[0].seats + time.holds[1].seats, 5);
}

BOOKABLE_ON_BOTH_STORES(HostTimeTest);

}  // namespace
}  // namespace bookable::domain
