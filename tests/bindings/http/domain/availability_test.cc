#include "bindings/http/domain/availability.h"

#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/domain_test_base.h"
#include "tests/bindings/http/support/slots_from_tables.h"

namespace bookable::domain {
namespace {

using namespace std::chrono_literals;
using bookable::testing::At;
using bookable::testing::DateOf;

constexpr const char* kMondays =
    R"([{"days":["Monday"],"startTime":"09:00","endTime":"23:59"}])";

store::ScheduleRecord Mondays() {
  return {.time_zone = "Europe/Rome", .availability = kMondays};
}

TEST(AvailabilityTest, AStoredScheduleBecomesTheEngines) {
  store::ScheduleRecord record = Mondays();
  record.overrides =
      R"([{"date":"2030-01-08","startTime":"10:00","endTime":"12:00"},)"
      R"({"date":"2030-01-14","startTime":"00:00","endTime":"00:00"}])";
  const auto schedule = ScheduleOf(record);
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  EXPECT_EQ(schedule->zone.name(), "Europe/Rome");
  ASSERT_EQ(schedule->weekly.size(), 1U);
  EXPECT_EQ(schedule->weekly[0].days, kMonday);
  EXPECT_EQ(schedule->weekly[0].start, 9h);
  EXPECT_EQ(schedule->weekly[0].end, 24h);  // 23:59 is the rest of the day
  ASSERT_EQ(schedule->overrides.size(), 2U);
  EXPECT_EQ(schedule->overrides[0].start, 10h);
  EXPECT_EQ(schedule->overrides[1].date, DateOf("2030-01-14"));
  EXPECT_FALSE(schedule->overrides[1].start.has_value());
}

TEST(AvailabilityTest, WhatCannotBeReadIsAnError) {
  for (const char* text : {"", "{}", R"([{"days":["Lunedi"]}])", "[1]"}) {
    store::ScheduleRecord record = Mondays();
    record.availability = text;
    EXPECT_FALSE(ScheduleOf(record).ok()) << text;
  }
  store::ScheduleRecord record = Mondays();
  record.overrides = R"([{"date":"2030-02-30","startTime":"10:00"}])";
  EXPECT_FALSE(ScheduleOf(record).ok());
  EXPECT_FALSE(EventTypeOf({.settings = "no"}).ok());
  EXPECT_FALSE(
      EventTypeOf({.settings = R"({"bookingWindow":{"type":"x"}})"}).ok());
}

TEST(AvailabilityTest, SettingsBecomeRulesAndWhatIsAbsentHasItsDefault) {
  const auto stock = EventTypeOf({.length_minutes = 45});
  ASSERT_TRUE(stock.ok()) << stock.status();
  EXPECT_EQ(*stock, (EventType{.length = 45min, .minimum_notice = 2h}));
  const auto event = EventTypeOf(
      {.length_minutes = 30,
       .seats = 5,
       .settings = R"({"lengthInMinutesOptions":[30,60],"slotInterval":20,)"
                   R"("offsetStart":50,"minimumBookingNotice":0,)"
                   R"("beforeEventBuffer":5,"afterEventBuffer":10,)"
                   R"("bookingLimitsCount":{"day":2},)"
                   R"("bookingLimitsDuration":{"week":600},)"
                   R"("bookingWindow":{"type":"businessDays","value":3,)"
                   R"("rolling":true},"onlyShowFirstAvailableSlot":true})"});
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->length_options, std::vector<std::chrono::minutes>{60min});
  EXPECT_EQ(event->offset_start, 10min);  // modulo the step
  EXPECT_EQ(event->minimum_notice, 0min);
  EXPECT_EQ(event->before_buffer, 5min);
  EXPECT_EQ(event->after_buffer, 10min);
  EXPECT_EQ(event->limits.count[0], 2);
  EXPECT_EQ(event->limits.minutes[1], 600);
  EXPECT_EQ(event->booking_window.days, 3);
  EXPECT_TRUE(event->booking_window.rolling);
  EXPECT_TRUE(event->only_first_slot_of_date);
  EXPECT_EQ(event->seats, 5);
  EXPECT_FALSE(EventTypeOf({.length_minutes = 30}, 60min).ok());
  const auto disabled = EventTypeOf(
      {.length_minutes = 45,
       .settings = R"({"bookingLimitsCount":{"day":2,"disabled":true},)"
                   R"("bookingLimitsDuration":{"week":60,"disabled":true},)"
                   R"("bookingWindow":{"type":"calendarDays","value":3,)"
                   R"("disabled":true}})"});
  ASSERT_TRUE(disabled.ok()) << disabled.status();
  EXPECT_EQ(*disabled, *stock);
}

class OfferOfTest : public bookable::testing::DomainTest {
 protected:
  absl::StatusOr<Offer> Offered() {
    return Do([&](store::Transaction& tx) {
      return OfferOf(tx, *store::Find<store::EventTypeRecord>(tx, lesson_));
    });
  }
  std::size_t Slots(const Offer& offer) {
    const auto slots = store_->Read([&](store::Transaction& tx) {
      return bookable::testing::SlotsFromTables(
          tx, offer,
          {.from = At("2030-01-07T00:00Z"), .until = At("2030-01-15T00:00Z")});
    });
    EXPECT_TRUE(slots.ok()) << slots.status();
    return slots.ok() ? slots->size() : 999;
  }
};

TEST_P(OfferOfTest, HoursAreTheEventTypesElseThePersonsElseNone) {
  const auto without = Offered();
  ASSERT_TRUE(without.ok()) << without.status();
  EXPECT_EQ(Slots(*without), 0U);
  Do([&](store::Transaction& tx) {
    store::ScheduleRecord schedule = Mondays();
    schedule.user_id = users_[0];
    store::Insert(tx, schedule);
    tx.Run("UPDATE app_user SET default_schedule_id = ?2 WHERE id = ?1",
           {users_[0], schedule.id});
    return absl::OkStatus();
  }).IgnoreError();
  const auto with = Offered();
  ASSERT_TRUE(with.ok()) << with.status();
  // 9 to 24 in Rome is 08:00Z to 23:00Z; on the first Monday, at 07:00Z, the
  // notice of two hours takes 08:00 and 08:30.
  EXPECT_EQ(Slots(*with), 28U + 30U);
  Do([&](store::Transaction& tx) {
    store::OutOfOfficeRecord away{.uuid = "a",
                                  .user_id = users_[0],
                                  .starts_at = At("2030-01-14T00:00Z"),
                                  .ends_at = At("2030-01-14T23:59:59Z")};
    store::Insert(tx, away);
    return absl::OkStatus();
  }).IgnoreError();
  EXPECT_EQ(Slots(*Offered()), 28U);
}

BOOKABLE_ON_BOTH_STORES(OfferOfTest);

}  // namespace
}  // namespace bookable::domain
