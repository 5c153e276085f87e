#include "bindings/http/domain/host_memory.h"

#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/people.h"
#include "bindings/http/store/hosts.h"
#include "bindings/http/store/postgres_connection.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/domain_test_base.h"
#include "tests/bindings/http/support/slots_from_tables.h"

namespace bookable::domain {
namespace {

using namespace std::chrono_literals;
using bookable::testing::At;
using bookable::testing::Request;
using bookable::testing::SlotsFromTables;
using store::StoreKind;
using store::Transaction;

constexpr const char* kEveryDay =
    R"([{"days":["Monday","Tuesday","Wednesday","Thursday","Friday",)"
    R"("Saturday","Sunday"],"startTime":"08:00","endTime":"12:00"}])";

// Three teachers with hours of their own, in UTC; lessons of the first.
class HostMemoryTest : public bookable::testing::DomainTest {
 protected:
  void SetUp() override {
    DomainTest::SetUp();
    if (store_ == nullptr) return;
    database_->SetNow(At("2030-01-07T07:00:30Z"));
    for (const std::int64_t user : users_) {
      schedules_.push_back(MakeSchedule(user));
      Change([&](Transaction& tx) {
        tx.Run("UPDATE app_user SET default_schedule_id = ?2 WHERE id = ?1",
               {user, schedules_.back()});
      });
    }
    Change([&](Transaction& tx) {
      tx.Run("UPDATE event_type SET settings = ?1",
             {R"({"minimumBookingNotice":0})"});
    });
    memory_ = std::make_unique<HostMemory>(*store_);
  }
  void TearDown() override {
    memory_.reset();
    DomainTest::TearDown();
  }

  template <typename Work>
  void Change(Work work) {
    const absl::Status status = store_->Write([&](Transaction& tx) {
      work(tx);
      return absl::OkStatus();
    });
    ASSERT_TRUE(status.ok()) << status;
  }

  std::int64_t MakeSchedule(std::int64_t user) {
    store::ScheduleRecord schedule{
        .user_id = user, .time_zone = "UTC", .availability = kEveryDay};
    Change([&](Transaction& tx) { store::Insert(tx, schedule); });
    return schedule.id;
  }

  // An event type of a team, with all three teachers.
  std::int64_t MakeTeamType(const std::string& kind,
                            std::optional<std::int64_t> seats = std::nullopt) {
    store::EventTypeRecord type{.slug = kind + (seats ? "-seats" : ""),
                                .scheduling_type = kind,
                                .seats = seats,
                                .settings = R"({"minimumBookingNotice":0})"};
    Change([&](Transaction& tx) {
      store::TeamRecord team{.name = type.slug, .slug = type.slug};
      store::Insert(tx, team);
      type.team_id = team.id;
      store::Insert(tx, type);
      for (const std::int64_t user : users_) {
        store::EventTypeHostRecord host{.event_type_id = type.id,
                                        .user_id = user};
        store::Insert(tx, host);
      }
    });
    return type.id;
  }

  absl::StatusOr<Offer> Offered(std::int64_t type) {
    return store_->Read([&](Transaction& tx) {
      return OfferOf(tx, *store::Find<store::EventTypeRecord>(tx, type));
    });
  }

  static SlotsWanted Week() {
    return {.from = At("2030-01-07T00:00Z"), .until = At("2030-01-14T00:00Z")};
  }

  SlotColumns Remembered(HostMemory& memory, std::int64_t type,
                         const SlotsWanted& wanted = Week()) {
    SlotColumns slots;
    const auto offer = memory.Find(type);
    EXPECT_TRUE(offer.ok()) << offer.status();
    if (!offer.ok()) return slots;
    const absl::Status status = (*offer)->FindSlots(
        wanted, std::chrono::floor<std::chrono::seconds>(memory.Now()), slots);
    EXPECT_TRUE(status.ok()) << status;
    return slots;
  }

  SlotColumns Read(std::int64_t type, const SlotsWanted& wanted = Week()) {
    const auto slots =
        store_->Read([&](Transaction& tx) -> absl::StatusOr<SlotList> {
          const auto offer =
              OfferOf(tx, *store::Find<store::EventTypeRecord>(tx, type),
                      wanted.length);
          if (!offer.ok()) return offer.status();
          return SlotsFromTables(tx, *offer, wanted);
        });
    EXPECT_TRUE(slots.ok()) << slots.status();
    return slots.ok() ? slots->columns() : SlotColumns{};
  }

  std::size_t Size(std::int64_t type) {
    return Remembered(*memory_, type).starts.size();
  }

  std::vector<std::int64_t> schedules_;
  std::unique_ptr<HostMemory> memory_;
};

constexpr std::size_t kWeekOfLessons = 7 * 8;  // 8 to 12, half an hour each

TEST_P(HostMemoryTest, WhatDoesNotChangeIsReadOnce) {
  EXPECT_EQ(memory_->Recall(lesson_), nullptr);
  EXPECT_EQ(Size(lesson_), kWeekOfLessons);
  EXPECT_EQ(Size(lesson_), kWeekOfLessons);
  EXPECT_NE(memory_->Recall(lesson_), nullptr);
  EXPECT_EQ(memory_->counters().reads, 1);
  EXPECT_EQ(memory_->counters().offers, 1);
  EXPECT_GT(memory_->counters().bytes, 0);
}

TEST_P(HostMemoryTest, OwnWritesAreSeenAtOnce) {
  EXPECT_EQ(Size(lesson_), kWeekOfLessons);
  EXPECT_EQ(Size(other_), kWeekOfLessons);
  const auto booked = Book(*Offered(lesson_), "09:00");
  ASSERT_TRUE(booked.ok()) << booked.status();
  EXPECT_EQ(memory_->Recall(lesson_), nullptr);
  EXPECT_EQ(Size(lesson_), kWeekOfLessons - 1);
  EXPECT_EQ(Size(other_), kWeekOfLessons - 1);
  ASSERT_TRUE(Cancel({.uid = booked->session.uid}).ok());
  EXPECT_EQ(Size(lesson_), kWeekOfLessons);
}

TEST_P(HostMemoryTest, OnlyTheHostThatChangedIsReadAgain) {
  const std::int64_t team = MakeTeamType("collective");
  EXPECT_EQ(Size(team), kWeekOfLessons);
  const HostMemory::Offer before = memory_->Recall(team);
  ASSERT_TRUE(Book(*Offered(lesson_), "09:00").ok());  // of the first
  EXPECT_EQ(Size(team), kWeekOfLessons - 1);
  EXPECT_EQ(memory_->counters().reads, 2);
  EXPECT_EQ(Remembered(*memory_, team), Read(team));
}

TEST_P(HostMemoryTest, AScheduleOfAnotherChangesTheHours) {
  const std::int64_t team = MakeTeamType("collective");
  Change([&](Transaction& tx) {
    tx.Run("UPDATE event_type SET schedule_id = ?2 WHERE id = ?1",
           {team, schedules_[2]});
  });
  EXPECT_EQ(Size(team), kWeekOfLessons);
  Change([&](Transaction& tx) {
    tx.Run("UPDATE schedule SET availability = '[]' WHERE id = ?1",
           {schedules_[2]});
    store::TouchHosts(tx, {users_[2]});
  });
  EXPECT_EQ(Size(team), 0u);
}

TEST_P(HostMemoryTest, AHoldHidesItsStartUntilItExpires) {
  EXPECT_EQ(Size(lesson_), kWeekOfLessons);
  const auto hold =
      Hold(*Offered(lesson_),
           {.start = Today("09:00"), .lasts = 5min, .owner = "guest"});
  ASSERT_TRUE(hold.ok()) << hold.status();
  EXPECT_EQ(Size(lesson_), kWeekOfLessons - 1);
  SlotsWanted own = Week();
  own.hold_owner = "guest";
  EXPECT_EQ(Remembered(*memory_, lesson_, own).starts.size(), kWeekOfLessons);
  const std::int64_t reads = memory_->counters().reads;
  database_->Advance(6min);
  EXPECT_EQ(Size(lesson_), kWeekOfLessons);
  EXPECT_EQ(memory_->counters().reads, reads);  // time makes nothing stale
}

TEST_P(HostMemoryTest, AHoldThatABookingConsumedIsGoneFromItsHost) {
  const std::int64_t rotating = MakeTeamType("roundRobin");
  const auto hold =
      Hold(*Offered(rotating),
           {.start = Today("09:00"), .lasts = 60min, .owner = "guest"});
  ASSERT_TRUE(hold.ok()) << hold.status();
  // Another start, which may be served by another.
  for (const std::int64_t user : users_) {
    EXPECT_EQ(Remembered(*memory_, rotating), Read(rotating)) << user;
  }
  BookingRequest request = Request(Today("10:00"));
  request.hold_uid = hold->uid;
  ASSERT_TRUE(Book(*Offered(rotating), request).ok());
  EXPECT_EQ(Remembered(*memory_, rotating), Read(rotating));
  EXPECT_EQ(Count("SELECT count(*) FROM hold"), 0);
}

TEST_P(HostMemoryTest, TheBookingThatIsMovedIsNotInTheWay) {
  const auto booked = Book(*Offered(lesson_), "09:00");
  ASSERT_TRUE(booked.ok());
  SlotsWanted moving = Week();
  moving.ignore_booking = booked->session.uid;
  for (const std::int64_t type : {lesson_, other_}) {
    EXPECT_EQ(Size(type), kWeekOfLessons - 1);
    EXPECT_EQ(Remembered(*memory_, type, moving).starts.size(), kWeekOfLessons);
    EXPECT_EQ(Remembered(*memory_, type, moving), Read(type, moving));
  }
}

TEST_P(HostMemoryTest, SeveralPeopleMeetAtAnyLength) {
  const auto offer = memory_->FindAll({users_[0], users_[1]});
  ASSERT_TRUE(offer.ok()) << offer.status();
  EXPECT_TRUE((*offer)->HasLength(45min));
  SlotColumns slots;
  SlotsWanted wanted = Week();
  wanted.from = At("2030-01-08T00:00Z");
  wanted.until = At("2030-01-09T00:00Z");
  wanted.length = 60min;
  ASSERT_TRUE((*offer)->FindSlots(wanted, Today("07:00"), slots).ok());
  EXPECT_EQ(slots.starts.size(), 4u);
  ASSERT_TRUE(Book(*Offered(lesson_), Request(At("2030-01-08T09:00Z"))).ok());
  ASSERT_TRUE((*memory_->FindAll({users_[0], users_[1]}))
                  ->FindSlots(wanted, Today("07:00"), slots)
                  .ok());
  EXPECT_EQ(slots.starts.size(), 3u);
}

TEST_P(HostMemoryTest, WhatIsNotThereOrNotOnOfferIsAnError) {
  EXPECT_TRUE(absl::IsNotFound(memory_->Find(999).status()));
  EXPECT_EQ(memory_->FindAll({}).status().code(),
            absl::StatusCode::kFailedPrecondition);
  SlotColumns slots;
  SlotsWanted wanted = Week();
  wanted.length = 45min;
  const auto offer = memory_->Find(lesson_);
  ASSERT_TRUE(offer.ok());
  EXPECT_TRUE(absl::IsInvalidArgument(
      (*offer)->FindSlots(wanted, Today("07:00"), slots)));
  wanted = Week();
  wanted.until = At("2041-01-01T00:00Z");
  EXPECT_TRUE(
      absl::IsOutOfRange((*offer)->FindSlots(wanted, Today("07:00"), slots)));
}

TEST_P(HostMemoryTest, APersonWhoIsDeletedIsForgotten) {
  EXPECT_EQ(Size(lesson_), kWeekOfLessons);
  Change([&](Transaction& tx) { DeleteUser(tx, users_[0]); });
  EXPECT_TRUE(absl::IsNotFound(memory_->Find(lesson_).status()));
  EXPECT_EQ(memory_->counters().offers, 0);
}

TEST_P(HostMemoryTest, WhoIsNotAskedForLongestIsForgottenFirst) {
  EXPECT_EQ(Size(lesson_), kWeekOfLessons);
  const auto bytes = static_cast<std::size_t>(memory_->counters().bytes);
  memory_.reset();
  memory_ = std::make_unique<HostMemory>(
      *store_, HostMemoryOptions{.most_bytes = bytes + bytes / 2});
  EXPECT_EQ(Size(lesson_), kWeekOfLessons);
  EXPECT_EQ(Size(other_), kWeekOfLessons);
  EXPECT_EQ(memory_->Recall(lesson_), nullptr);
  EXPECT_NE(memory_->Recall(other_), nullptr);
  EXPECT_LE(memory_->counters().bytes, static_cast<std::int64_t>(2 * bytes));
  // Too big for the whole memory: answered, not kept.
  memory_.reset();
  memory_ =
      std::make_unique<HostMemory>(*store_, HostMemoryOptions{.most_bytes = 1});
  EXPECT_EQ(Size(lesson_), kWeekOfLessons);
  EXPECT_EQ(memory_->counters().offers, 0);
}

// --- other nodes -------------------------------------------------------------

// Waits until `is_so`, at most as long as a node may take to hear of a change.
template <typename Check>
bool Becomes(Check is_so) {
  const auto end = std::chrono::steady_clock::now() + 5s;
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

TEST_P(HostMemoryTest, ABookingOfAnotherNodeVanishesFromTheSlots) {
  const auto node = database_->Open();
  HostMemory memory(*node);
  memory.Watch();
  EXPECT_EQ(Remembered(memory, lesson_).starts.size(), kWeekOfLessons);
  ASSERT_TRUE(Book(*Offered(lesson_), "09:00").ok());
  EXPECT_TRUE(Becomes([&] {
    return Remembered(memory, lesson_).starts.size() == kWeekOfLessons - 1;
  }));
}

TEST_P(HostMemoryTest, NothingIsMissedWhileTheFeedIsCut) {
  if (GetParam() == StoreKind::kSqlite) return;
  const auto node = database_->Open();
  HostMemory memory(*node);
  memory.Watch();
  EXPECT_EQ(Remembered(memory, lesson_).starts.size(), kWeekOfLessons);
  for (const char* time : {"09:00", "09:30", "10:00"}) {
    store::OpenPostgres(database_->url(), 10s)
        ->RunScript(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
            "datname = current_database() AND pid <> pg_backend_pid()");
    ASSERT_TRUE(Book(*Offered(lesson_), time).ok());
  }
  EXPECT_TRUE(Becomes([&] {
    return Remembered(memory, lesson_).starts.size() == kWeekOfLessons - 3;
  }));
}

TEST_P(HostMemoryTest, WhenTheDatabaseIsNotHeardNothingIsRecalledForLong) {
  if (GetParam() == StoreKind::kSqlite) return;
  const auto node = database_->Open();
  HostMemory memory(*node, {.stale_time = 1500ms});
  memory.Watch();
  EXPECT_EQ(Remembered(memory, lesson_).starts.size(), kWeekOfLessons);
  const std::string name =
      store_
          ->Read([](Transaction& tx) -> absl::StatusOr<std::string> {
            return tx.Run("SELECT current_database()").One().As<std::string>();
          })
          .value();
  const std::string others =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
      "'" +
      name + "' AND pid <> pg_backend_pid()";
  std::string server = database_->url();
  server.replace(server.find(name), name.size(), "postgres");
  const auto operators = store::OpenPostgres(server, 10s);
  operators->RunScript("ALTER DATABASE \"" + name +
                       "\" WITH ALLOW_CONNECTIONS false");
  operators->RunScript(others);
  // What was known is the answer, for a while.
  EXPECT_NE(memory.Recall(lesson_), nullptr);
  EXPECT_TRUE(Becomes([&] { return memory.Recall(lesson_) == nullptr; }));
  EXPECT_FALSE(memory.is_heard());
  EXPECT_TRUE(absl::IsUnavailable(memory.Find(lesson_).status()))
      << memory.Find(lesson_).status();
  operators->RunScript("ALTER DATABASE \"" + name +
                       "\" WITH ALLOW_CONNECTIONS true");
  EXPECT_TRUE(Becomes([&] {
    return memory.Find(lesson_).ok() && memory.Recall(lesson_) != nullptr;
  }));
}

// --- what is remembered is what the tables say -------------------------------

// Random writes of every kind; after each, every event type's slots from memory
// are those that the tables give.
TEST_P(HostMemoryTest, AfterAnyWritesTheMemoryIsWhatTheTablesSay) {
  const char* rounds = std::getenv("BOOKABLE_ROUNDS");
  const bool is_fast = GetParam() == StoreKind::kSqlite;
  const int most = rounds != nullptr ? std::atoi(rounds) : is_fast ? 200 : 40;
  const unsigned seed = 20260707;
  std::mt19937 random(seed);
  const auto any = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  const std::vector<std::int64_t> types = {
      lesson_,
      other_,
      MakeTeamType("collective"),
      MakeTeamType("roundRobin"),
      MakeTeamType("collective", 3),
      MakeTeamType("roundRobin", 2),
  };
  const auto node = database_->Open();
  HostMemory far(*node);
  far.Watch();
  std::vector<std::string> sessions;
  std::map<std::string, std::int64_t> type_of;  // by session
  std::vector<std::string> holds;
  std::set<std::string> done;
  const auto start = [&] {
    return At("2030-01-08T08:00Z") + std::chrono::days{any(4)} + any(8) * 30min;
  };
  const auto one = [&](const std::vector<std::string>& uids) {
    return uids.empty() ? std::string("none")
                        : uids[static_cast<std::size_t>(any(int(uids.size())))];
  };
  for (int round = 0; round < most; ++round) {
    const std::int64_t type = types[static_cast<std::size_t>(any(6))];
    const auto offer = Offered(type);
    ASSERT_TRUE(offer.ok()) << offer.status();
    const int what = any(14);
    absl::Status status;
    switch (what) {
      case 0:
      case 1:
      case 2: {
        BookingRequest request =
            Request(start(), std::to_string(round) + "@example.com");
        if (!offer->event.seats && any(3) == 0) {
          request.confirmation =
              any(2) == 0 ? Confirmation::kWaits : Confirmation::kWaitsAndHolds;
        }
        if (any(3) == 0) request.hold_uid = one(holds);
        const auto booked = Book(*offer, request);
        status = booked.status();
        if (booked.ok()) {
          sessions.push_back(booked->session.uid);
          type_of[sessions.back()] = type;
        }
        break;
      }
      case 3:
      case 4: {
        const auto hold = Hold(
            *offer,
            {.start = start(),
             .lasts = std::chrono::minutes{1 + any(9)} + 15s,
             .kind = any(2) == 0 ? HoldKind::kOrdinary : HoldKind::kExclusive,
             .owner = "owner-" + std::to_string(any(3))});
        status = hold.status();
        if (hold.ok()) holds.push_back(hold->uid);
        break;
      }
      case 5:
        status = Cancel({.uid = one(sessions)}).status();
        break;
      case 6: {
        if (sessions.empty()) break;
        const std::string uid = one(sessions);
        const auto moved =
            Move(*Offered(type_of[uid]), {.uid = uid, .start = start()});
        status = moved.status();
        if (moved.ok()) {
          sessions.push_back(moved->to.session.uid);
          type_of[sessions.back()] = type_of[uid];
        }
        break;
      }
      case 7:
        status = any(2) == 0 ? Confirm(one(sessions)).status()
                             : Do([&](Transaction& tx) {
                                 return Decline(tx, one(sessions), "no");
                               }).status();
        break;
      case 8:
        status = Do([&](Transaction& tx) -> absl::Status {
          const std::int64_t end = 10 + any(4);
          tx.Run("UPDATE schedule SET availability = ?2 WHERE id = ?1",
                 {schedules_[static_cast<std::size_t>(any(3))],
                  std::string(R"([{"days":["Tuesday","Wednesday","Friday"],)") +
                      R"("startTime":"08:00","endTime":")" +
                      std::to_string(end) + R"(:00"}])"});
          store::TouchHosts(tx, users_);
          return absl::OkStatus();
        });
        break;
      case 9:
        status = Do([&](Transaction& tx) -> absl::Status {
          std::string settings =
              R"({"minimumBookingNotice":)" + std::to_string(any(3) * 600) +
              R"(,"afterEventBuffer":)" + std::to_string(any(3) * 5);
          if (any(2) == 0) {
            settings += R"(,"bookingLimitsCount":{"day":)" +
                        std::to_string(1 + any(3)) + "}";
          }
          if (any(2) == 0) {
            settings += R"(,"bookingLimitsDuration":{"year":)" +
                        std::to_string(30 * (1 + any(20))) + "}";
          }
          if (any(3) == 0) {
            settings += R"(,"bookingWindow":{"type":"calendarDays","value":3,)"
                        R"("rolling":true})";
          }
          tx.Run("UPDATE event_type SET settings = ?2 WHERE id = ?1",
                 {type, settings + "}"});
          store::TouchHosts(tx, store::HostsOfEventType(tx, type));
          return absl::OkStatus();
        });
        break;
      case 10:
        status = Do([&](Transaction& tx) -> absl::Status {
          const std::int64_t user = users_[static_cast<std::size_t>(any(3))];
          store::TouchHosts(tx, {user});
          if (any(2) == 0) {
            tx.Run("DELETE FROM out_of_office WHERE user_id = ?1", {user});
            return absl::OkStatus();
          }
          const Instant from =
              At("2030-01-08T00:00Z") + std::chrono::days{any(4)};
          store::OutOfOfficeRecord away{
              .uuid = "away-" + std::to_string(round),
              .user_id = user,
              .starts_at = from,
              .ends_at = from + std::chrono::days{1} - 1s};
          store::Insert(tx, away);
          return absl::OkStatus();
        });
        break;
      case 11:
        Change([&](Transaction& tx) { ReleaseHold(tx, one(holds)); });
        break;
      case 12:
        database_->Advance(std::chrono::minutes{1 + any(120)});
        if (any(2) == 0) Change([&](Transaction& tx) { ExpireHolds(tx, 9); });
        break;
      default: {
        if (sessions.empty()) break;
        const std::string uid = one(sessions);
        const auto own = Offered(type_of[uid]);
        const std::int64_t from = users_[static_cast<std::size_t>(any(3))];
        status = Do([&](Transaction& tx) {
                   return Reassign(tx, *own, uid, from, std::nullopt,
                                   Availability::kChecked);
                 }).status();
        break;
      }
    }
    if (status.ok()) done.insert(std::to_string(what));
    for (const std::int64_t asked : types) {
      SlotsWanted wanted = Week();
      if (any(3) == 0) {
        wanted.hold_owner = "owner-" + std::to_string(any(3));
      }
      if (any(3) == 0) wanted.ignore_booking = one(sessions);
      ASSERT_EQ(Remembered(*memory_, asked, wanted), Read(asked, wanted))
          << "seed " << seed << ", round " << round << ", write " << what
          << " of event type " << type << ", asked " << asked;
    }
    if (round % 10 == 9) {
      for (const std::int64_t asked : types) {
        EXPECT_TRUE(Becomes([&] {
          return Remembered(far, asked) == Read(asked);
        })) << "round "
            << round << ", asked " << asked;
      }
    }
  }
  if (is_fast) {
    EXPECT_EQ(done.size(), 14u) << "some kind of write never succeeded";
  }
}

TEST_P(HostMemoryTest, ManyAskWhileOthersWrite) {
  const auto node = database_->Open(8);
  HostMemory memory(*node);
  memory.Watch();
  std::atomic<bool> is_over{false};
  std::atomic<int> asked{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!is_over) {
        const auto offer = memory.Find(asked % 2 == 0 ? lesson_ : other_);
        EXPECT_TRUE(offer.ok()) << offer.status();
        SlotColumns slots;
        EXPECT_TRUE((*offer)->FindSlots(Week(), Today("07:00"), slots).ok());
        ++asked;
      }
    });
  }
  for (int i = 0; i < 40; ++i) {
    const auto booked = Book(
        *Offered(lesson_), Request(At("2030-01-08T08:00Z") +
                                   std::chrono::days{i / 8} + (i % 8) * 30min));
    EXPECT_TRUE(booked.ok()) << booked.status();
  }
  is_over = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(asked, 0);
  EXPECT_TRUE(
      Becomes([&] { return Remembered(memory, other_) == Read(other_); }));
}

// The last change often comes while the one before is being read.
TEST_P(HostMemoryTest, AChangeWhileReadingIsNotMissed) {
  std::atomic<bool> is_over{false};
  std::thread reader([&] {
    while (!is_over) EXPECT_TRUE(memory_->Find(lesson_).ok());
  });
  for (int i = 0; i < 60; ++i) {
    const auto booked = Book(*Offered(lesson_), "09:00");
    EXPECT_TRUE(booked.ok()) << booked.status();
    if (!booked.ok()) break;
    EXPECT_TRUE(Cancel({.uid = booked->session.uid}).ok());
    EXPECT_EQ(Size(lesson_), kWeekOfLessons) << i;
  }
  is_over = true;
  reader.join();
}

BOOKABLE_ON_BOTH_STORES(HostMemoryTest);

}  // namespace
}  // namespace bookable::domain
