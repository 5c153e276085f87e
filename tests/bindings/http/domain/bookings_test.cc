#include "bindings/http/domain/bookings.h"

#include <set>
#include <thread>

#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/domain_test_base.h"

namespace bookable::domain {
namespace {

using namespace std::chrono_literals;
using bookable::testing::Lessons;
using bookable::testing::Request;
using bookable::testing::Word;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

using BookingsTest = bookable::testing::DomainTest;

TEST_P(BookingsTest, ABookingTakesItsTimeOnce) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  const auto booked = Book(offer, "09:00");
  ASSERT_TRUE(booked.ok()) << booked.status();
  EXPECT_EQ(booked->session.taken, 1);
  EXPECT_EQ(booked->session.uid, booked->bookings[0].uid);
  EXPECT_EQ(booked->bookings[0].status, "accepted");
  EXPECT_THAT(booked->hosts, ElementsAre(users_[0]));
  EXPECT_EQ(Word(Book(offer, "09:00")), "taken");
  EXPECT_EQ(Word(Book(offer, "09:15")), "taken");
  EXPECT_EQ(Word(Book(offer, "09:30")), "ok");
  // Another event type of the same host.
  EXPECT_EQ(Word(Book(Lessons(other_, {users_[0]}), "09:00")), "taken");
}

TEST_P(BookingsTest, RefusalsSayWhy) {
  Offer offer = Lessons(lesson_, {users_[0]});
  EXPECT_EQ(Word(Book(offer, "07:30")), "closed");
  EXPECT_EQ(Word(Book(offer, "06:00")), "notice");
  offer.event.minimum_notice = 4h;
  EXPECT_EQ(Word(Book(offer, "09:00")), "notice");
  offer.event.minimum_notice = 0min;
  offer.event.booking_window = {.kind = BookingWindow::Kind::kCalendarDays,
                                .days = 7};
  EXPECT_EQ(
      Word(Book(offer, Request(bookable::testing::At("2030-02-07T09:00Z")))),
      "window");
  Offer nobody = Lessons(lesson_, {users_[0], 999'999});
  EXPECT_EQ(Word(Book(nobody, "09:00")), "not_found");
  BookingRequest odd = Request(Today("09:00") + 1s);
  EXPECT_EQ(Book(offer, odd).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(
      Book(offer, BookingRequest{.start = Today("09:00")}).status().code(),
      absl::StatusCode::kInvalidArgument);
  BookingRequest longer = Request(Today("09:00"));
  longer.length = 45min;
  EXPECT_EQ(Book(offer, longer).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(BookingsTest, BuffersAreThoseOfTheDayItWasBooked) {
  Offer offer = Lessons(lesson_, {users_[0]});
  offer.event.after_buffer = 15min;
  ASSERT_TRUE(Book(offer, "09:00").ok());
  offer.event.after_buffer = 0min;
  EXPECT_EQ(Word(Book(offer, "09:30")), "taken");
  EXPECT_EQ(Word(Book(offer, "09:45")), "ok");
}

TEST_P(BookingsTest, LimitsCountWhatTheTablesHold) {
  Offer offer = Lessons(lesson_, {users_[0]});
  offer.event.limits.count[0] = 2;
  ASSERT_TRUE(Book(offer, "09:00").ok());
  const auto second = Book(offer, "10:00");
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(Word(Book(offer, "11:00")), "count_limit");
  EXPECT_EQ(Word(Cancel({.uid = second->session.uid})), "ok");
  EXPECT_EQ(Word(Book(offer, "11:00")), "ok");
  Offer other = Lessons(other_, {users_[0]});
  other.event.limits.minutes[0] = 45;
  EXPECT_EQ(Word(Book(other, "12:00")), "ok");
  EXPECT_EQ(Word(Book(other, "13:00")), "minutes_limit");
}

TEST_P(BookingsTest, AClassIsJoinedUntilItIsFull) {
  Offer offer = Lessons(lesson_, {users_[0]});
  offer.event.seats = 3;
  const auto first = Book(offer, "09:00", "a@example.com");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_NE(first->bookings[0].uid, first->session.uid);
  EXPECT_EQ(Word(Book(offer, "09:00", "a@example.com")), "duplicate");
  BookingRequest two = Request(Today("09:00"), "b@example.com");
  two.seats = 2;
  const auto second = Book(offer, two);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->session.uid, first->session.uid);
  EXPECT_EQ(second->session.taken, 3);
  EXPECT_EQ(Word(Book(offer, "09:00", "c@example.com")), "full");
  EXPECT_EQ(Word(Book(offer, "09:15", "c@example.com")), "taken");
  EXPECT_EQ(Word(Cancel({.uid = first->session.uid,
                         .seat_uid = first->bookings[0].uid})),
            "ok");
  two.attendees[0].email = "d@example.com";
  EXPECT_EQ(Word(Book(offer, two)), "full");
  EXPECT_EQ(Word(Book(offer, "09:00", "c@example.com")), "ok");
  two.seats = 4;
  EXPECT_EQ(Book(offer, two).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(BookingsTest, ACollectiveTakesAllItsHosts) {
  ASSERT_TRUE(Book(Lessons(other_, {users_[1]}), "09:00").ok());
  const Offer all = Lessons(lesson_, users_);
  EXPECT_EQ(Word(Book(all, "09:00")), "taken");
  const auto booked = Book(all, "10:00");
  ASSERT_TRUE(booked.ok()) << booked.status();
  EXPECT_THAT(booked->hosts, ElementsAre(users_[0], users_[1], users_[2]));
  EXPECT_EQ(Word(Book(Lessons(other_, {users_[2]}), "10:00")), "taken");
}

TEST_P(BookingsTest, ARoundRobinGoesRound) {
  const Offer offer = Lessons(lesson_, users_, 1);
  std::set<std::int64_t> served;
  for (const char* time : {"09:00", "09:00", "09:00"}) {
    const auto booked = Book(offer, time);
    ASSERT_TRUE(booked.ok()) << booked.status();
    ASSERT_EQ(booked->hosts.size(), 1u);
    served.insert(booked->hosts[0]);
  }
  EXPECT_EQ(served.size(), 3u);
  EXPECT_EQ(Word(Book(offer, "09:00")), "taken");
  // Off the grid, and still somebody's.
  EXPECT_EQ(Word(Book(offer, "10:07")), "ok");
}

TEST_P(BookingsTest, MovingFreesTheOldTimeAndKeepsWhatWasSaid) {
  Offer offer = Lessons(lesson_, {users_[0]});
  offer.event.limits.count[0] = 1;
  BookingRequest request = Request(Today("09:00"));
  request.attendees.push_back({.name = "Guest", .email = "guest@example.com"});
  request.responses = R"({"level":"B1"})";
  const auto booked = Book(offer, request);
  ASSERT_TRUE(booked.ok()) << booked.status();
  // Into its own time, within its own limit.
  const auto moved = Move(offer, {.uid = booked->session.uid,
                                  .start = Today("09:15"),
                                  .reason = "late",
                                  .moved_by = "bob@example.com"});
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_NE(moved->to.session.uid, booked->session.uid);
  EXPECT_EQ(moved->to.bookings[0].rescheduled_from_uid, booked->session.uid);
  EXPECT_EQ(moved->from.bookings[0].status, "cancelled");
  EXPECT_EQ(moved->from.bookings[0].rescheduled_to_uid, moved->to.session.uid);
  EXPECT_EQ(moved->to.bookings[0].responses, request.responses);
  EXPECT_EQ(moved->to.session.ical_sequence, 1);
  EXPECT_EQ(Count("SELECT count(*) FROM attendee"), 4);
  EXPECT_EQ(
      Word(Move(offer, {.uid = booked->session.uid, .start = Today("11:00")})),
      "status");
  EXPECT_EQ(Word(Move(offer, {.uid = "nothing", .start = Today("11:00")})),
            "not_found");
}

TEST_P(BookingsTest, AMoveThatIsRefusedChangesNothing) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  const auto first = Book(offer, "09:00");
  ASSERT_TRUE(Book(offer, "10:00").ok());
  EXPECT_EQ(
      Word(Move(offer, {.uid = first->session.uid, .start = Today("10:00")})),
      "taken");
  EXPECT_EQ(Word(Book(offer, "09:00")), "taken");
}

TEST_P(BookingsTest, ASeatMovesAloneAndKeepsItsName) {
  Offer offer = Lessons(lesson_, {users_[0]});
  offer.event.seats = 2;
  const auto a = Book(offer, "09:00", "a@example.com");
  const auto b = Book(offer, "09:00", "b@example.com");
  const auto c = Book(offer, "10:00", "c@example.com");
  ASSERT_TRUE(a.ok() && b.ok() && c.ok());
  const auto moved = Move(offer, {.uid = a->session.uid,
                                  .seat_uid = a->bookings[0].uid,
                                  .start = Today("10:00")});
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->to.session.uid, c->session.uid);
  EXPECT_EQ(moved->to.bookings[0].uid, a->bookings[0].uid);
  EXPECT_EQ(moved->from.session.taken, 1);
  EXPECT_EQ(Word(Move(offer, {.uid = b->session.uid,
                              .seat_uid = b->bookings[0].uid,
                              .start = Today("10:00")})),
            "full");
  // The whole class.
  const auto rest =
      Move(offer, {.uid = c->session.uid, .start = Today("12:00")});
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->to.session.taken, 2);
  EXPECT_EQ(rest->from.session.taken, 0);
  EXPECT_EQ(Word(Book(offer, "10:00", "d@example.com")), "ok");
}

TEST_P(BookingsTest, CancellingFreesTheTimeOnce) {
  const Offer offer = Lessons(lesson_, users_);
  const auto booked = Book(offer, "09:00");
  ASSERT_TRUE(booked.ok()) << booked.status();
  const auto cancelled = Cancel({.uid = booked->session.uid, .reason = "ill"});
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->bookings[0].cancellation_reason, "ill");
  EXPECT_EQ(Word(Cancel({.uid = booked->session.uid})), "status");
  EXPECT_EQ(Word(Cancel({.uid = "nothing"})), "not_found");
  EXPECT_EQ(Word(Cancel({.uid = booked->session.uid, .seat_uid = "nothing"})),
            "not_found");
  EXPECT_EQ(Word(Book(offer, "09:00")), "ok");
}

TEST_P(BookingsTest, ARequestThatWaitsLeavesTheTimeAndMayLoseIt) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  BookingRequest request = Request(Today("09:00"));
  request.confirmation = Confirmation::kWaits;
  const auto first = Book(offer, request);
  const auto second = Book(offer, request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->bookings[0].status, "pending");
  const auto confirmed = Confirm(first->session.uid);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->bookings[0].status, "accepted");
  EXPECT_TRUE(confirmed->session.is_firm);
  EXPECT_EQ(Word(Confirm(first->session.uid)), "status");
  EXPECT_EQ(Word(Confirm(second->session.uid)), "taken");
  EXPECT_EQ(Word(Book(offer, "09:00")), "taken");
  const auto declined = Do([&](store::Transaction& tx) {
    return Decline(tx, second->session.uid, "taken");
  });
  ASSERT_TRUE(declined.ok()) << declined.status();
  EXPECT_EQ(declined->bookings[0].status, "rejected");
  EXPECT_EQ(Word(Confirm(second->session.uid)), "status");
}

TEST_P(BookingsTest, ARequestThatHoldsDoesSoWithinItsEventTypeOnly) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  BookingRequest request = Request(Today("09:00"));
  request.confirmation = Confirmation::kWaitsAndHolds;
  const auto pending = Book(offer, request);
  ASSERT_TRUE(pending.ok()) << pending.status();
  EXPECT_EQ(Word(Book(offer, request)), "taken");
  const auto other = Book(Lessons(other_, {users_[0]}), "09:00");
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(Word(Confirm(pending->session.uid)), "taken");
  EXPECT_EQ(Word(Cancel({.uid = other->session.uid})), "ok");
  EXPECT_EQ(Word(Confirm(pending->session.uid)), "ok");
}

TEST_P(BookingsTest, PendingRequestsCountToLimits) {
  Offer offer = Lessons(lesson_, {users_[0]});
  offer.event.limits.count[0] = 1;
  BookingRequest request = Request(Today("09:00"));
  request.confirmation = Confirmation::kWaits;
  ASSERT_TRUE(Book(offer, request).ok());
  EXPECT_EQ(Word(Book(offer, "10:00")), "count_limit");
}

TEST_P(BookingsTest, ASeriesIsSoldWholeOrNotAtAll) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  const std::vector<Instant> starts = {Today("09:00"), Today("10:00"),
                                       Today("11:00")};
  const auto series = [&](const Offer& of, const std::vector<Instant>& at) {
    return Do([&](store::Transaction& tx) {
      return BookSeries(tx, of, Request({}), at);
    });
  };
  const auto blocking = Book(Lessons(other_, {users_[0]}), "11:00");
  ASSERT_TRUE(blocking.ok());
  EXPECT_EQ(Word(series(offer, starts)), "taken");
  EXPECT_EQ(Count("SELECT count(*) FROM booking"), 1);
  ASSERT_TRUE(Cancel({.uid = blocking->session.uid}).ok());
  const auto sold = series(offer, starts);
  ASSERT_TRUE(sold.ok()) << sold.status();
  ASSERT_EQ(sold->size(), 3u);
  EXPECT_TRUE((*sold)[0].session.recurring_uid.has_value());
  EXPECT_EQ((*sold)[0].session.recurring_uid, (*sold)[2].session.recurring_uid);
  // Its own occurrences do not overlap each other either.
  EXPECT_EQ(Word(series(offer, {Today("13:00"), Today("13:15")})), "taken");
  EXPECT_EQ(Word(series(offer, {Today("14:00"), Today("15:00")})), "ok");
  const auto cancelled = Do([&](store::Transaction& tx) {
    return CancelSeries(tx, {(*sold)[1].session.uid, (*sold)[2].session.uid},
                        {});
  });
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->size(), 2u);
  EXPECT_EQ(Word(Book(offer, "10:00")), "ok");
  EXPECT_EQ(Word(Book(offer, "09:00")), "taken");
}

TEST_P(BookingsTest, ASeriesOfARoundRobinFindsAHostFreeAtAllOfIt) {
  // The first two are each taken at one of the later starts.
  ASSERT_TRUE(Book(Lessons(other_, {users_[0]}), "10:00").ok());
  ASSERT_TRUE(Book(Lessons(other_, {users_[1]}), "11:00").ok());
  const auto sold = Do([&](store::Transaction& tx) {
    return BookSeries(tx, Lessons(lesson_, users_, 1), Request({}),
                      {Today("09:00"), Today("10:00"), Today("11:00")});
  });
  ASSERT_TRUE(sold.ok()) << sold.status();
  for (const SessionChange& change : *sold) {
    EXPECT_THAT(change.hosts, ElementsAre(users_[2]));
  }
  // Nothing is left of the attempts with the others.
  EXPECT_EQ(Count("SELECT count(*) FROM booking"), 2 + 3);
}

TEST_P(BookingsTest, ReassigningGivesTheTimeToAnotherHost) {
  const Offer offer = Lessons(lesson_, users_, 1);
  const auto booked = Book(offer, "09:00");
  ASSERT_TRUE(booked.ok()) << booked.status();
  const std::int64_t first = booked->hosts[0];
  const auto reassign = [&](std::int64_t from, std::optional<std::int64_t> to,
                            Availability availability =
                                Availability::kChecked) {
    return Do([&](store::Transaction& tx) {
      return Reassign(tx, offer, booked->session.uid, from, to, availability);
    });
  };
  const auto second = reassign(first, std::nullopt);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->session.uid, booked->session.uid);
  EXPECT_NE(second->hosts[0], first);
  EXPECT_EQ(Word(reassign(first, std::nullopt)), "not_found");
  EXPECT_EQ(Word(reassign(second->hosts[0], 999'999)), "not_found");
  EXPECT_EQ(Word(Book(Lessons(other_, {second->hosts[0]}), "09:00")), "taken");
  ASSERT_TRUE(Book(Lessons(other_, {first}), "09:00").ok());
  EXPECT_EQ(Word(reassign(second->hosts[0], first)), "taken");
  EXPECT_EQ(Word(reassign(second->hosts[0], first, Availability::kForced)),
            "taken");
  const auto third = reassign(second->hosts[0], std::nullopt);
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_THAT(
      (std::vector<std::int64_t>{first, second->hosts[0], third->hosts[0]}),
      ::testing::UnorderedElementsAreArray(users_));
}

TEST_P(BookingsTest, EveryChangeRaisesTheVersionsOfItsHosts) {
  const Offer offer = Lessons(lesson_, {users_[0], users_[1]});
  const auto booked = Book(offer, "09:00");
  ASSERT_TRUE(booked.ok()) << booked.status();
  ASSERT_TRUE(Cancel({.uid = booked->session.uid}).ok());
  EXPECT_EQ(Count("SELECT CAST(sum(version) AS bigint) FROM host"), 4);
}

TEST_P(BookingsTest, OfManyWhoWantOneSlotOneGetsIt) {
  const Offer offer = Lessons(lesson_, {users_[0], users_[1]});
  std::atomic<int> sold{0};
  std::vector<std::thread> guests;
  for (int i = 0; i < 8; ++i) {
    guests.emplace_back([&] {
      const auto booked = Book(offer, "09:00");
      if (booked.ok()) {
        ++sold;
      } else {
        EXPECT_EQ(Word(booked), "taken");
      }
    });
  }
  for (std::thread& guest : guests) guest.join();
  EXPECT_EQ(sold, 1);
  EXPECT_EQ(store_->counters().deadlocks, 0);
}

// The database itself refuses, whatever the program does.
TEST_P(BookingsTest, TheDatabaseRefusesOverlapsByItself) {
  const auto booked = Book(Lessons(lesson_, {users_[0]}), "09:00");
  ASSERT_TRUE(booked.ok()) << booked.status();
  const auto claim = [&](std::int64_t type, Instant from, Instant until,
                         bool firm) {
    return store_->Write([&](store::Transaction& tx) {
      store::ClaimRecord made{.session_id = booked->session.id,
                              .host_id = users_[0],
                              .event_type_id = type,
                              .from_at = from,
                              .until_at = until,
                              .is_firm = firm};
      store::Insert(tx, made);
      return absl::CancelledError("stood");  // taken back again
    });
  };
  const auto nine = Today("09:00");
  EXPECT_EQ(claim(other_, nine, nine + 30min, true).code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(claim(lesson_, nine + 29min, nine + 40min, false).code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(claim(other_, nine, nine + 30min, false).code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(claim(lesson_, nine + 30min, nine + 40min, true).code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(claim(lesson_, nine + 30min, nine + 30min, true).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(store_
                ->Write([&](store::Transaction& tx) {
                  tx.Run("UPDATE session SET taken = 2");
                  return absl::OkStatus();
                })
                .code(),
            absl::StatusCode::kFailedPrecondition);
  // An update may not slip past it.
  ASSERT_TRUE(Book(Lessons(lesson_, {users_[0]}), "10:00").ok());
  EXPECT_EQ(store_
                ->Write([&](store::Transaction& tx) {
                  tx.Run("UPDATE claim SET from_s = ?1, until_s = ?2",
                         {nine, nine + 30min});
                  return absl::OkStatus();
                })
                .code(),
            absl::StatusCode::kAborted);
}

TEST_P(BookingsTest, DeletedEventTypesLeaveTheirBookings) {
  const Offer offer = Lessons(lesson_, {users_[0]});
  const auto booked = Book(offer, "09:00");
  ASSERT_TRUE(booked.ok()) << booked.status();
  ASSERT_TRUE(store_
                  ->Write([&](store::Transaction& tx) {
                    store::Delete<store::EventTypeRecord>(tx, lesson_);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(Word(Book(Lessons(other_, {users_[0]}), "09:00")), "taken");
  EXPECT_EQ(Word(Cancel({.uid = booked->session.uid})), "ok");
}

BOOKABLE_ON_BOTH_STORES(BookingsTest);

}  // namespace
}  // namespace bookable::domain
