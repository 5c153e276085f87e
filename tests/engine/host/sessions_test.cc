#include "bookable/host/sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "bookable/host/occupied_time.h"
#include "bookable/interval/algebra.h"
#include "tests/support/queries.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::At;
using testing::Daily;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Span;

const Interval kDay = Span("2026-11-24T00:00Z", "2026-11-25T00:00Z");

CompiledEvent Seated(int seats, std::chrono::minutes before = 0min,
                     std::chrono::minutes after = 0min) {
  return CompiledEvent::Create({.length = 60min,
                                .before_buffer = before,
                                .after_buffer = after,
                                .seats = seats},
                               Zone())
      .value();
}

BookingRow Booked(const char* start, const char* end, int seats = 1) {
  return {.start = At(start), .end = At(end), .seats_taken = seats};
}

// "10:00 2 booked", "11:30 1 held": start, seats taken, kind.
std::vector<std::string> Texts(const std::vector<Session>& sessions) {
  std::vector<std::string> texts;
  for (const Session& session : sessions) {
    texts.push_back(testing::DateTimeText(Zone(), session.start).substr(6) +
                    ' ' + std::to_string(session.seats_taken) +
                    (session.is_booked ? " booked" : " held"));
  }
  return texts;
}

std::vector<std::string> Found(const HostView& host, const CompiledEvent& event,
                               std::optional<Instant> now = std::nullopt) {
  std::vector<Session> sessions = {{}};
  FindSessions(host, event, now, kDay, sessions);
  return Texts(sessions);
}

// Open from 9 to 17.
std::vector<std::string> Joinable(HostView host, const CompiledEvent& event,
                                  std::optional<Instant> now = std::nullopt) {
  const CompiledSchedule schedule =
      CompiledSchedule::Create(Daily("UTC", 9h, 17h)).value();
  host.schedule = &schedule;
  std::vector<Interval> open;
  schedule.AppendOpen(kDay, open);
  std::vector<Session> sessions = {{}};
  SessionScratch scratch;
  JoinableSessions(host, event, now, kDay, open, scratch, sessions);
  return Texts(sessions);
}

// Section 3: the same start and end are one session, live holds included.
TEST(SessionsTest, BookingsAndHoldsOfOneRangeAreOneSession) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z", 2),
      Booked("2026-11-24T12:00Z", "2026-11-24T13:00Z"),
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z")};
  const std::vector<HoldRow> holds = {{.start = At("2026-11-24T10:00Z"),
                                       .end = At("2026-11-24T11:00Z"),
                                       .expires_at = At("2026-11-24T08:00Z"),
                                       .seats = 4},
                                      {.start = At("2026-11-24T14:00Z"),
                                       .end = At("2026-11-24T15:00Z"),
                                       .expires_at = At("2026-11-24T09:00Z")}};
  const HostView host{.bookings = bookings, .holds = holds};
  EXPECT_THAT(Found(host, Seated(10), At("2026-11-24T07:00Z")),
              ElementsAre("10:00 7 booked", "12:00 1 booked", "14:00 1 held"));
  EXPECT_THAT(Found(host, Seated(10), At("2026-11-24T08:00Z")),
              ElementsAre("10:00 3 booked", "12:00 1 booked", "14:00 1 held"));
}

TEST(SessionsTest, OtherLengthsOtherEventsAndWhatDoesNotBlockAreNone) {
  std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T10:30Z"),
      Booked("2026-11-24T12:00Z", "2026-11-24T13:00Z")};
  bookings[1].blocks = false;
  const std::vector<HoldRow> holds = {{.start = At("2026-11-24T14:00Z"),
                                       .end = At("2026-11-24T15:00Z"),
                                       .expires_at = At("2026-11-24T09:00Z"),
                                       .same_event = false}};
  const HostView host{.bookings = bookings, .holds = holds};
  EXPECT_THAT(Found(host, Seated(10)), IsEmpty());
}

TEST(SessionsTest, WithoutSeatsThereAreNone) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z")};
  const CompiledEvent event =
      CompiledEvent::Create({.length = 60min}, Zone()).value();
  EXPECT_THAT(Found({.bookings = bookings}, event), IsEmpty());
}

TEST(SessionsTest, AFullSessionCannotBeJoined) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z", 2),
      Booked("2026-11-24T12:00Z", "2026-11-24T13:00Z", 3)};
  const HostView host{.bookings = bookings};
  EXPECT_THAT(Found(host, Seated(3)),
              ElementsAre("10:00 2 booked", "12:00 3 booked"));
  EXPECT_THAT(Joinable(host, Seated(3)), ElementsAre("10:00 2 booked"));
}

TEST(SessionsTest, ASessionOutsideOpenTimeCannotBeJoined) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T08:30Z", "2026-11-24T09:30Z"),
      Booked("2026-11-24T09:30Z", "2026-11-24T10:30Z"),
      Booked("2026-11-24T16:30Z", "2026-11-24T17:30Z")};
  EXPECT_THAT(Joinable({.bookings = bookings}, Seated(3)),
              ElementsAre("09:30 1 booked"));
}

// Its occupied range must meet nothing busy but the session.
TEST(SessionsTest, ASessionThatMeetsSomethingElseCannotBeJoined) {
  const std::vector<Interval> busy = {
      Span("2026-11-24T10:59Z", "2026-11-24T11:30Z")};
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z"),
      Booked("2026-11-24T11:30Z", "2026-11-24T12:30Z")};
  const HostView host{.busy = IntervalColumns(busy), .bookings = bookings};
  EXPECT_THAT(Joinable(host, Seated(3)), ElementsAre("11:30 1 booked"));
  // With ten minutes before, the second meets the busy time too.
  EXPECT_THAT(Joinable(host, Seated(3, 10min)), IsEmpty());
}

TEST(SessionsTest, OverlappingSessionsCannotBeJoinedButTouchingOnesCan) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z"),
      Booked("2026-11-24T10:30Z", "2026-11-24T11:30Z"),
      Booked("2026-11-24T12:00Z", "2026-11-24T13:00Z"),
      Booked("2026-11-24T13:00Z", "2026-11-24T14:00Z")};
  const HostView host{.bookings = bookings};
  EXPECT_THAT(Joinable(host, Seated(3)),
              ElementsAre("12:00 1 booked", "13:00 1 booked"));
  // A minute after each: that of 12:00 meets its neighbour, which was made
  // without buffers and does not meet it.
  EXPECT_THAT(Joinable(host, Seated(3, 0min, 1min)),
              ElementsAre("13:00 1 booked"));
}

// Own buffers of the neighbour count, those of the session itself do not.
TEST(SessionsTest, ANeighboursOwnBuffersKeepOthersOut) {
  std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z"),
      Booked("2026-11-24T11:00Z", "2026-11-24T12:00Z")};
  bookings[0].buffers.after = 60s;
  EXPECT_THAT(Joinable({.bookings = bookings}, Seated(3)),
              ElementsAre("10:00 1 booked"));
  bookings[0].buffers = {};
  bookings[1].buffers.before = 60s;
  EXPECT_THAT(Joinable({.bookings = bookings}, Seated(3)),
              ElementsAre("11:00 1 booked"));
}

TEST(SessionsTest, AHoldOfAnotherEventOverASessionKeepsItShut) {
  const std::vector<BookingRow> bookings = {
      Booked("2026-11-24T10:00Z", "2026-11-24T11:00Z")};
  const std::vector<HoldRow> holds = {{.start = At("2026-11-24T10:00Z"),
                                       .end = At("2026-11-24T11:00Z"),
                                       .expires_at = At("2026-11-24T09:00Z"),
                                       .same_event = false}};
  EXPECT_THAT(Joinable({.bookings = bookings, .holds = holds}, Seated(3)),
              IsEmpty());
}

// Each session by itself: nothing but its own entries may meet it.
std::vector<Instant> JoinableOneByOne(const HostView& host,
                                      const CompiledEvent& event) {
  std::vector<Session> sessions;
  FindSessions(host, event, std::nullopt, kDay, sessions);
  std::vector<Instant> starts;
  for (const Session& session : sessions) {
    if (session.seats_taken >= event.capacity()) continue;
    const Interval slot{session.start, session.end};
    bool meets = false;
    const auto look = [&](const Interval& entry, const Buffers& own) {
      const Interval occupied{entry.start - own.before, entry.end + own.after};
      const Interval wide{slot.start - event.before_buffer(),
                          slot.end + event.after_buffer()};
      meets |= !entry.is_empty() && occupied.Overlaps(wide);
    };
    for (std::size_t i = 0; i < host.busy.size(); ++i) look(host.busy[i], {});
    for (const BookingRow& row : host.bookings) {
      const Interval entry{row.start, row.end};
      if (row.blocks && entry != slot) look(entry, row.buffers);
    }
    for (const HoldRow& row : host.holds) {
      const Interval entry{row.start, row.end};
      if (!row.same_event || entry != slot) look(entry, row.buffers);
    }
    if (!meets) starts.push_back(session.start);
  }
  return starts;
}

TEST(SessionsTest, RandomHostsAgreeWithLookingAtEachSessionByItself) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const CompiledSchedule schedule =
      CompiledSchedule::Create(testing::AlwaysOpen("UTC")).value();
  const std::vector<Interval> open = {
      Span("2026-11-23T00:00Z", "2026-11-27T00:00Z")};
  SessionScratch scratch;
  std::vector<Session> sessions;
  std::size_t joined = 0;
  for (int round = 0; round < 3000; ++round) {
    const auto minute = [&](int most) {
      return std::chrono::minutes{
          static_cast<int>(random() % static_cast<unsigned>(most + 1))};
    };
    const auto buffers = [&] {
      return random() % 4 != 0 ? Buffers{} : Buffers{minute(30), minute(30)};
    };
    const CompiledEvent event = Seated(3, random() % 2 == 0 ? 0min : minute(20),
                                       random() % 2 == 0 ? 0min : minute(20));
    std::vector<Interval> busy;
    std::vector<BookingRow> bookings;
    std::vector<HoldRow> holds;
    for (auto n = random() % 3; n > 0; --n) {
      const Instant start = kDay.start + 10 * minute(150);
      busy.push_back({start, start + minute(40)});
    }
    for (auto n = random() % 12; n > 0; --n) {
      const Instant start = kDay.start + 20 * minute(80) - 60min;
      bookings.push_back({.start = start,
                          .end = start + (random() % 5 == 0 ? 30min : 60min),
                          .buffers = buffers(),
                          .seats_taken = 1 + static_cast<int>(random() % 2),
                          .blocks = random() % 6 != 0});
    }
    for (auto n = random() % 3; n > 0; --n) {
      const Instant start = kDay.start + 20 * minute(80);
      holds.push_back({.start = start,
                       .end = start + 60min,
                       .expires_at = kDay.end,
                       .buffers = buffers(),
                       .same_event = random() % 3 != 0});
    }
    const HostView host{.schedule = &schedule,
                        .busy = IntervalColumns(busy),
                        .bookings = bookings,
                        .holds = holds};
    JoinableSessions(host, event, std::nullopt, kDay, open, scratch, sessions);
    std::vector<Instant> starts;
    for (const Session& session : sessions) starts.push_back(session.start);
    ASSERT_EQ(starts, JoinableOneByOne(host, event))
        << "seed " << kSeed << " round " << round;
    joined += starts.size();
  }
  EXPECT_GT(joined, 3000u);
}

// 100,000 sessions side by side: no session is compared with all others.
TEST(SessionsTest, ManySessionsAreFast) {
  std::vector<BookingRow> bookings;
  const Instant first = At("2026-01-01T00:00Z");
  for (int i = 0; i < 100'000; ++i) {
    bookings.push_back(
        {.start = first + i * 60min, .end = first + (i + 1) * 60min});
  }
  const Interval years{first, bookings.back().end};
  const std::vector<Interval> open = {years};
  const CompiledSchedule schedule =
      CompiledSchedule::Create(testing::AlwaysOpen("UTC")).value();
  const HostView host{.schedule = &schedule, .bookings = bookings};
  SessionScratch scratch;
  std::vector<Session> sessions;
  const auto before = std::chrono::steady_clock::now();
  JoinableSessions(host, Seated(2), std::nullopt, years, open, scratch,
                   sessions);
  const auto taken = std::chrono::steady_clock::now() - before;
  EXPECT_EQ(sessions.size(), 100'000u);
  // 30 ms or so; comparing each with all would take a minute.
  EXPECT_LT(taken, 5s);
}

}  // namespace
}  // namespace bookable
