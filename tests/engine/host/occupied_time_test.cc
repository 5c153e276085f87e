#include "bookable/host/occupied_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/literals.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Span;

CompiledEvent Event(std::chrono::minutes before = 0min,
                    std::chrono::minutes after = 0min) {
  return CompiledEvent::Create(
             {.length = 30min, .before_buffer = before, .after_buffer = after},
             Zone())
      .value();
}

const Interval kDay = Span("2026-11-24T00:00Z", "2026-11-25T00:00Z");

std::vector<Interval> Blocked(const HostView& host, const CompiledEvent& event,
                              std::optional<Instant> now = std::nullopt,
                              const Interval& range = kDay) {
  std::vector<Interval> out = {range};  // must be overwritten
  BlockedTime(host, event, now, range, out);
  return out;
}

// The example at the head of occupied_time.cc.
TEST(OccupiedTimeTest, OwnBuffersAndTheEventsAddUpOnOppositeSides) {
  const std::vector<Interval> busy = {
      Span("2026-11-24T10:00Z", "2026-11-24T11:00Z")};
  const std::vector<Buffers> buffers = {{.before = 0s, .after = 600s}};
  const HostView host{.busy = IntervalColumns(busy), .busy_buffers = buffers};
  EXPECT_THAT(Blocked(host, Event(5min, 15min)),
              ElementsAre(Span("2026-11-24T09:45Z", "2026-11-24T11:15Z")));
}

// Section 3: a stored booking keeps its own buffers; later edits of the event
// type do not change it.
TEST(OccupiedTimeTest, BookingsKeepTheBuffersTheyWereMadeWith) {
  const std::vector<BookingRow> bookings = {
      {.start = At("2026-11-24T10:00Z"),
       .end = At("2026-11-24T11:00Z"),
       .buffers = {.before = 1800s, .after = 0s}}};
  const HostView host{.bookings = bookings};
  EXPECT_THAT(Blocked(host, Event()),
              ElementsAre(Span("2026-11-24T09:30Z", "2026-11-24T11:00Z")));
}

TEST(OccupiedTimeTest, AnyOrderOverlapsAndCopiesAreFine) {
  const std::vector<Interval> busy = {
      Span("2026-11-24T13:00Z", "2026-11-24T14:00Z"),
      Span("2026-11-24T09:00Z", "2026-11-24T10:00Z"),
      Span("2026-11-24T13:30Z", "2026-11-24T15:00Z"),
      Span("2026-11-24T09:00Z", "2026-11-24T10:00Z"),
      Span("2026-11-24T10:00Z", "2026-11-24T10:30Z")};
  EXPECT_THAT(Blocked({.busy = IntervalColumns(busy)}, Event()),
              ElementsAre(Span("2026-11-24T09:00Z", "2026-11-24T10:30Z"),
                          Span("2026-11-24T13:00Z", "2026-11-24T15:00Z")));
}

// Section 3: zero-length entries are ignored everywhere, buffers or not.
TEST(OccupiedTimeTest, EntriesWithoutLengthBlockNothing) {
  const std::vector<Interval> busy = {
      Span("2026-11-24T10:00Z", "2026-11-24T10:00Z")};
  const std::vector<Buffers> buffers = {{.before = 600s, .after = 600s}};
  const std::vector<BookingRow> bookings = {
      {.start = At("2026-11-24T12:00Z"), .end = At("2026-11-24T12:00Z")}};
  const std::vector<HoldRow> holds = {{.start = At("2026-11-24T13:00Z"),
                                       .end = At("2026-11-24T13:00Z"),
                                       .expires_at = At("2026-11-25T00:00Z")}};
  const HostView host{.busy = IntervalColumns(busy),
                      .busy_buffers = buffers,
                      .bookings = bookings,
                      .holds = holds};
  EXPECT_THAT(Blocked(host, Event(30min, 30min)), IsEmpty());
}

TEST(OccupiedTimeTest, BookingsThatDoNotBlockAreNotBusy) {
  const std::vector<BookingRow> bookings = {{.start = At("2026-11-24T12:00Z"),
                                             .end = At("2026-11-24T13:00Z"),
                                             .blocks = false}};
  EXPECT_THAT(Blocked({.bookings = bookings}, Event()), IsEmpty());
}

// Section 3: expired at now >= expiry.
TEST(OccupiedTimeTest, AHoldIsBusyUntilTheInstantItExpires) {
  const std::vector<HoldRow> holds = {{.start = At("2026-11-24T12:00Z"),
                                       .end = At("2026-11-24T13:00Z"),
                                       .expires_at = At("2026-11-24T08:00Z"),
                                       .same_event = false}};
  const HostView host{.holds = holds};
  EXPECT_THAT(Blocked(host, Event(), At("2026-11-24T07:59:59Z")),
              ElementsAre(Span("2026-11-24T12:00Z", "2026-11-24T13:00Z")));
  EXPECT_THAT(Blocked(host, Event(), At("2026-11-24T08:00:00Z")), IsEmpty());
  EXPECT_TRUE(IsAlive(holds[0], std::nullopt));
}

// What only touches the range, buffers counted, is left out; what meets it is
// not cut.
TEST(OccupiedTimeTest, KeepsWholeWhatMeetsTheRange) {
  const std::vector<Interval> busy = {
      Span("2026-11-23T22:00Z", "2026-11-24T00:00Z"),
      Span("2026-11-24T23:59Z", "2026-11-25T09:00Z"),
      Span("2026-11-25T00:00Z", "2026-11-25T01:00Z")};
  const HostView host{.busy = IntervalColumns(busy)};
  EXPECT_THAT(Blocked(host, Event()),
              ElementsAre(Span("2026-11-24T23:59Z", "2026-11-25T09:00Z")));
  EXPECT_THAT(Blocked(host, Event(1min, 0min)),
              ElementsAre(Span("2026-11-23T22:00Z", "2026-11-24T00:01Z"),
                          Span("2026-11-24T23:59Z", "2026-11-25T09:01Z")));
}

// Section 5: all t for which [t, t + length) lies inside one free interval.
TEST(OccupiedTimeTest, AdmissibleStartsIncludeTheLastThatFits) {
  const std::vector<Interval> free = {
      Span("2026-11-24T09:00Z", "2026-11-24T10:00Z"),
      Span("2026-11-24T11:00Z", "2026-11-24T11:30Z"),
      Span("2026-11-24T12:00Z", "2026-11-24T12:29:59Z")};
  std::vector<Interval> out;
  AdmissibleStarts(free, 30min, out);
  EXPECT_THAT(out,
              ElementsAre(Span("2026-11-24T09:00Z", "2026-11-24T09:30:01Z"),
                          Span("2026-11-24T11:00Z", "2026-11-24T11:00:01Z")));
}

}  // namespace
}  // namespace bookable
