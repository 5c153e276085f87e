// bookable_races: many clients at the same hosts' time, and the proof that
// nothing was sold twice. tests/bindings/http/races/races.py runs it, kills it,
// and kills its database.
//
//   bookable_races prepare URL                      tables, three hosts, offers
//   bookable_races attack URL CLIENTS SECONDS SEED LOG
//   bookable_races check URL LOG...                 exit 0 iff all is as it
//   must be
//
// Triggers write every claim that was ever made, changed or ended into a
// history in the order of the hosts' locks; `check` replays it. The log holds a
// line before and after each attempt, written before the next one begins:
//   ? UID            something is tried on that booking
//   A UID STATUS     acknowledged: the booking has that status
//   = UID            refused: the booking is as it was
//   T KIND WORD US   an attempt, how it ended, its microseconds
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "bindings/http/domain/bookings.h"
#include "bindings/http/domain/holds.h"
#include "bindings/http/store/migrations.h"
#include "bindings/http/store/outbox.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/world.h"

namespace {

using namespace bookable;  // NOLINT: a program, not a library
using namespace std::chrono_literals;
using domain::BookingRequest;
using domain::Confirmation;
using domain::Offer;
using domain::SessionChange;
using store::Row;
using store::Store;
using store::Transaction;

constexpr int kCountLimit = 3;
constexpr int kSeats = 4;
constexpr int kDays = 5;
constexpr int kSeriesLength = 3;

// What can be booked; each has an event type of that name.
enum Kind : std::size_t {
  kSingle,           // one host
  kPair,             // two hosts at once
  kAllThree,         // three hosts at once
  kRotating,         // one of three
  kClass,            // seats
  kRequest,          // awaits confirmation
  kBlockingRequest,  // and holds its time meanwhile
  kLimited,          // at most kCountLimit a day
  kKinds,
};
constexpr std::array<const char*, kKinds> kNames = {
    "single", "pair",    "all-three",        "rotating",
    "class",  "request", "blocking-request", "limited"};

[[noreturn]] void Die(const std::string& why) {
  std::cerr << "bookable_races: " << why << "\n";
  std::exit(2);
}

std::unique_ptr<Store> Open(const std::string& url, int connections) {
  auto opened = Store::Open({.url = url, .connections = connections});
  if (!opened.ok()) Die(opened.status().ToString());
  return *std::move(opened);
}

std::vector<std::int64_t> Ids(Store& store, std::string_view sql) {
  const auto ids = store.Read(
      [&](Transaction& tx) -> absl::StatusOr<std::vector<std::int64_t>> {
        std::vector<std::int64_t> read;
        for (const Row& row : tx.Run(sql))
          read.push_back(row.As<std::int64_t>());
        return read;
      });
  if (!ids.ok()) Die(ids.status().ToString());
  return *ids;
}

constexpr const char* kHistorySqlite = R"sql(
CREATE TRIGGER history_insert AFTER INSERT ON claim BEGIN
  INSERT INTO claim_history (claim, host, from_s, until_s, firm, alive)
  VALUES (NEW.id, NEW.host_id, NEW.from_s, NEW.until_s, NEW.is_firm, 1); END;
CREATE TRIGGER history_update AFTER UPDATE ON claim BEGIN
  INSERT INTO claim_history (claim, host, from_s, until_s, firm, alive)
  VALUES (NEW.id, NEW.host_id, NEW.from_s, NEW.until_s, NEW.is_firm, 1); END;
CREATE TRIGGER history_delete AFTER DELETE ON claim BEGIN
  INSERT INTO claim_history (claim, host, from_s, until_s, firm, alive)
  VALUES (OLD.id, OLD.host_id, OLD.from_s, OLD.until_s, OLD.is_firm, 0); END;
)sql";
constexpr const char* kHistoryPostgres = R"sql(
CREATE FUNCTION write_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO claim_history (claim, host, from_s, until_s, firm, alive)
    VALUES (OLD.id, OLD.host_id, OLD.from_s, OLD.until_s, OLD.is_firm::int, 0);
  ELSE
    INSERT INTO claim_history (claim, host, from_s, until_s, firm, alive)
    VALUES (NEW.id, NEW.host_id, NEW.from_s, NEW.until_s, NEW.is_firm::int, 1);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER history AFTER INSERT OR UPDATE OR DELETE ON claim
  FOR EACH ROW EXECUTE FUNCTION write_history();
)sql";

int Prepare(const std::string& url) {
  const auto store = Open(url, 1);
  if (const auto done = store::Migrate(*store); !done.ok()) {
    Die(done.status().ToString());
  }
  const std::vector<std::int64_t> hosts = testing::MakeUsers(*store, 3);
  for (const char* name : kNames)
    testing::MakeEventType(*store, hosts[0], name);
  const absl::Status status = store->Write([](Transaction& tx) {
    const bool is_sqlite = tx.kind() == store::StoreKind::kSqlite;
    tx.RunScript(std::string("CREATE TABLE claim_history (seq ") +
                 (is_sqlite
                      ? "integer PRIMARY KEY AUTOINCREMENT"
                      : "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY") +
                 ", claim bigint, host bigint, from_s bigint, until_s bigint, "
                 "firm int, alive int);" +
                 (is_sqlite ? kHistorySqlite : kHistoryPostgres));
    return absl::OkStatus();
  });
  if (!status.ok()) Die(status.ToString());
  return 0;
}

// --- the attack --------------------------------------------------------------

class Log {
 public:
  explicit Log(const std::string& path)
      : file_(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                   0644)) {
    if (file_ < 0) Die("cannot write " + path);
  }
  // One write a line: what was written outlives the process.
  void Write(const std::string& line) {
    const std::string whole = line + "\n";
    if (write(file_, whole.data(), whole.size()) !=
        static_cast<ssize_t>(whole.size())) {
      Die("the log cannot be written");
    }
  }

 private:
  int file_;
};

struct Owned {
  std::size_t kind = 0;
  std::string session;  // uid
  std::string booking;  // uid, of the seat in a class
};

class Client {
 public:
  Client(Store& store, Log& log, std::vector<Offer> offers, std::uint32_t seed)
      : store_(store), log_(log), offers_(std::move(offers)), random_(seed) {}

  void Step() {
    const unsigned choice = Under(100);
    if (owned_.empty() || choice < 38) {
      Book("");
    } else if (choice < 56) {
      Cancel();
    } else if (choice < 70) {
      Move();
    } else if (choice < 80) {
      Hold();
    } else if (choice < 90) {
      Confirm();
    } else if (choice < 96) {
      Reassign();
    } else {
      Series();
    }
  }

 private:
  unsigned Under(unsigned bound) {
    return static_cast<unsigned>(random_() % bound);
  }

  // Few enough that clients meet, off the grid as well.
  Instant AnyStart() {
    return start_of_time_ + std::chrono::days{Under(kDays)} + 8h +
           15min * Under(38);
  }

  std::string Email() {
    return "guest" + std::to_string(random_()) + "@example.com";
  }

  BookingRequest RequestOf(std::size_t kind) {
    BookingRequest request = testing::Request(AnyStart(), Email());
    if (kind == kRequest) request.confirmation = Confirmation::kWaits;
    if (kind == kBlockingRequest) {
      request.confirmation = Confirmation::kWaitsAndHolds;
    }
    return request;
  }

  // Runs and times one attempt.
  template <typename Work>
  auto Try(const char* kind, Work work) {
    const auto begun = std::chrono::steady_clock::now();
    auto result = domain::Transact(store_, work);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begun);
    const absl::Status& status = result.status();
    std::string word = "ok";
    is_unknown_ = false;
    if (!status.ok()) {
      if (const auto refusal = domain::RefusalOf(status)) {
        word = domain::RefusalName(*refusal);
      } else if (status.code() == absl::StatusCode::kUnavailable ||
                 status.code() == absl::StatusCode::kDeadlineExceeded ||
                 status.code() == absl::StatusCode::kResourceExhausted) {
        word = "unreachable";
        is_unknown_ = true;
      } else {
        word = "error";
        std::cerr << kind << ": " << status << "\n";
      }
    }
    log_.Write(std::string("T ") + kind + " " + word + " " +
               std::to_string(took.count()));
    // A database that starts up is given a moment.
    if (is_unknown_) std::this_thread::sleep_for(50ms);
    return result;
  }

  static void Owe(Transaction& tx, const SessionChange& change) {
    for (const store::BookingRecord& booking : change.bookings) {
      store::Enqueue(
          tx,
          {.kind = "race", .subject = booking.uid, .payload = booking.status});
    }
  }

  void Begin(const std::string& uid) { log_.Write("? " + uid); }
  void Acknowledge(const SessionChange& change) {
    for (const store::BookingRecord& booking : change.bookings) {
      log_.Write("A " + booking.uid + " " + booking.status);
    }
  }
  // After an attempt on a booking that did not work.
  void EndWithout(const std::string& uid) {
    if (!is_unknown_) log_.Write("= " + uid);
  }

  void Book(const std::string& hold_uid, std::size_t kind = kKinds,
            Instant start = {}) {
    if (kind == kKinds) kind = Under(kKinds);
    BookingRequest request = RequestOf(kind);
    request.hold_uid = hold_uid;
    if (!hold_uid.empty()) request.start = start;
    const auto booked =
        Try(hold_uid.empty() ? "book" : "book-held",
            [&](Transaction& tx) -> absl::StatusOr<SessionChange> {
              auto change = domain::Book(tx, offers_[kind], request);
              if (change.ok()) Owe(tx, *change);
              return change;
            });
    if (!booked.ok()) return;
    Acknowledge(*booked);
    owned_.push_back({kind, booked->session.uid, booked->bookings[0].uid});
  }

  std::size_t AnyOwned() { return Under(static_cast<unsigned>(owned_.size())); }
  void Forget(std::size_t i) {
    owned_[i] = owned_.back();
    owned_.pop_back();
  }

  // In a class others have seats too: only one's own is touched.
  std::optional<std::string> SeatOf(const Owned& owned) {
    if (owned.kind != kClass) return std::nullopt;
    return owned.booking;
  }

  void Cancel() {
    const std::size_t i = AnyOwned();
    const Owned owned = owned_[i];
    Begin(owned.booking);
    const auto cancelled =
        Try("cancel", [&](Transaction& tx) -> absl::StatusOr<SessionChange> {
          auto change = domain::Cancel(
              tx, {.uid = owned.session, .seat_uid = SeatOf(owned)});
          if (change.ok()) Owe(tx, *change);
          return change;
        });
    if (cancelled.ok()) {
      Acknowledge(*cancelled);
    } else {
      EndWithout(owned.booking);
    }
    Forget(i);
  }

  void Move() {
    const std::size_t i = AnyOwned();
    const Owned owned = owned_[i];
    Confirmation confirmation = Confirmation::kNone;
    if (owned.kind == kRequest) confirmation = Confirmation::kWaits;
    if (owned.kind == kBlockingRequest)
      confirmation = Confirmation::kWaitsAndHolds;
    const Instant start = AnyStart();
    Begin(owned.booking);
    const auto moved =
        Try("move", [&](Transaction& tx) -> absl::StatusOr<domain::Moved> {
          auto done = domain::Move(tx, offers_[owned.kind],
                                   {.uid = owned.session,
                                    .seat_uid = SeatOf(owned),
                                    .start = start,
                                    .confirmation = confirmation});
          if (done.ok()) Owe(tx, done->to);
          return done;
        });
    if (!moved.ok()) {
      EndWithout(owned.booking);
      if (is_unknown_) Forget(i);
      return;
    }
    if (owned.kind != kClass) Acknowledge(moved->from);
    Acknowledge(moved->to);
    owned_[i].session = moved->to.session.uid;
    owned_[i].booking = moved->to.bookings[0].uid;
  }

  void Hold() {
    const std::size_t kind = Under(kRequest);
    const domain::HoldRequest request{
        .start = AnyStart(),
        .lasts = std::chrono::milliseconds{50 + Under(1500)},
        .kind = Under(4) == 0 ? domain::HoldKind::kOrdinary
                              : domain::HoldKind::kExclusive,
        .owner = "someone"};
    const auto hold = Try("hold", [&](Transaction& tx) {
      return domain::PlaceHold(tx, offers_[kind], request);
    });
    if (!hold.ok()) return;
    const unsigned then = Under(3);
    if (then == 0) return;  // it expires
    if (then == 1) {
      Try("release", [&](Transaction& tx) -> absl::StatusOr<bool> {
        return domain::ReleaseHold(tx, hold->uid);
      }).IgnoreError();
      return;
    }
    Book(hold->uid, kind, request.start);
  }

  void Confirm() {
    for (std::size_t i = 0; i < owned_.size(); ++i) {
      const Owned owned = owned_[i];
      if (owned.kind != kRequest && owned.kind != kBlockingRequest) continue;
      const bool declines = Under(3) == 0;
      Begin(owned.booking);
      const auto done = Try(
          declines ? "decline" : "confirm",
          [&](Transaction& tx) -> absl::StatusOr<SessionChange> {
            auto change = declines ? domain::Decline(tx, owned.session, "no")
                                   : domain::Confirm(tx, owned.session);
            if (change.ok()) Owe(tx, *change);
            return change;
          });
      if (!done.ok()) {
        EndWithout(owned.booking);
        if (is_unknown_) Forget(i);
        return;
      }
      Acknowledge(*done);
      if (declines) {
        Forget(i);
      } else {
        // Moved from now on, it becomes one of the others.
        owned_[i].kind = kSingle;
      }
      return;
    }
  }

  void Reassign() {
    for (const Owned& owned : owned_) {
      if (owned.kind != kRotating) continue;
      Try("reassign", [&](Transaction& tx) -> absl::StatusOr<SessionChange> {
        const auto session = store::SelectOne<store::SessionRecord>(
            tx, "WHERE uid = ?1", {owned.session});
        if (!session) return absl::InternalError("an owned session is gone");
        const auto hosts = store::Select<store::SessionHostRecord>(
            tx, "WHERE session_id = ?1", {session->id});
        return domain::Reassign(tx, offers_[kRotating], owned.session,
                                hosts.front().host_id, std::nullopt,
                                domain::Availability::kChecked);
      }).IgnoreError();
      return;
    }
  }

  void Series() {
    const std::size_t kind = Under(2) == 0 ? kSingle : kRotating;
    const BookingRequest request = RequestOf(kind);
    std::vector<Instant> starts;
    for (int day = 0; day < kSeriesLength; ++day) {
      starts.push_back(start_of_time_ + std::chrono::days{day} +
                       (request.start - start_of_time_) % std::chrono::days{1});
    }
    const auto sold = Try(
        "series",
        [&](Transaction& tx) -> absl::StatusOr<std::vector<SessionChange>> {
          auto changes = domain::BookSeries(tx, offers_[kind], request, starts);
          if (changes.ok()) {
            for (const SessionChange& change : *changes) Owe(tx, change);
          }
          return changes;
        });
    if (!sold.ok()) return;
    for (const SessionChange& change : *sold) {
      Acknowledge(change);
      owned_.push_back({kind, change.session.uid, change.bookings[0].uid});
    }
  }

  Store& store_;
  Log& log_;
  std::vector<Offer> offers_;
  std::minstd_rand random_;
  std::vector<Owned> owned_;
  bool is_unknown_ = false;
  // A fixed week far ahead: killed and restarted processes want the same time.
  const Instant start_of_time_{
      std::chrono::sys_days{std::chrono::year{2040} / 1 / 2}};
};

std::vector<Offer> Offers(Store& store) {
  const std::vector<std::int64_t> hosts =
      Ids(store, "SELECT id FROM host ORDER BY id");
  const std::vector<std::int64_t> types =
      Ids(store, "SELECT id FROM event_type ORDER BY id");
  if (hosts.size() != 3 || types.size() != kKinds) Die("prepare it first");
  std::vector<Offer> offers(kKinds);
  const auto lessons = [&](std::size_t kind, std::vector<std::int64_t> of,
                           int require = kAll) {
    offers[kind] = testing::Lessons(types[kind], of, require);
  };
  lessons(kSingle, {hosts[0]});
  lessons(kPair, {hosts[2], hosts[0]});
  lessons(kAllThree, {hosts[1], hosts[2], hosts[0]});
  lessons(kRotating, hosts, 1);
  lessons(kClass, {hosts[1]});
  offers[kClass].event.seats = kSeats;
  lessons(kRequest, {hosts[0]});
  lessons(kBlockingRequest, {hosts[0]});
  lessons(kLimited, {hosts[2]});
  offers[kLimited].event.limits.count[0] = kCountLimit;
  offers[kSingle].event.after_buffer = 15min;
  offers[kRotating].event.before_buffer = 10min;
  return offers;
}

int Attack(const std::string& url, int clients, int seconds, std::uint32_t seed,
           const std::string& log_path) {
  const auto store = Open(url, clients);
  const std::vector<Offer> offers = Offers(*store);
  Log log(log_path);
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&, i] {
      Client client(*store, log, offers,
                    seed * 1000 + static_cast<std::uint32_t>(i) + 1);
      while (std::chrono::steady_clock::now() < until) client.Step();
    });
  }
  for (std::thread& thread : threads) thread.join();
  const Store::Counters counters = store->counters();
  std::cout << "retries " << counters.retries << " deadlocks "
            << counters.deadlocks << "\n";
  return counters.deadlocks == 0 ? 0 : 1;
}

// --- the proof ---------------------------------------------------------------

class Proof {
 public:
  explicit Proof(Store& store) : store_(store) {}

  // Complains unless the statement counts nothing.
  void Never(const char* what, const std::string& sql) {
    const std::int64_t count = Ids(store_, sql).front();
    std::cout << "  " << what << ": " << count << "\n";
    if (count != 0) ++violations_;
  }
  void Never(const char* what, std::int64_t count) {
    std::cout << "  " << what << ": " << count << "\n";
    if (count != 0) ++violations_;
  }
  int violations() const { return violations_; }

 private:
  Store& store_;
  int violations_ = 0;
};

// Firm claims of one host that overlapped at any moment of the history.
std::int64_t OverlapsInHistory(Store& store) {
  struct Claim {
    std::int64_t from = 0;
    std::int64_t until = 0;
    std::int64_t host = 0;
  };
  std::map<std::int64_t, std::map<std::int64_t, Claim>> firm;  // by host, claim
  std::int64_t overlaps = 0;
  const auto status = store.Read([&](Transaction& tx) -> absl::Status {
    std::map<std::int64_t, std::int64_t> host_of;
    for (const Row& row :
         tx.Run("SELECT claim, host, from_s, until_s, firm, alive "
                "FROM claim_history ORDER BY seq")) {
      std::int64_t id = 0;
      Claim claim;
      bool is_firm = false;
      bool is_alive = false;
      row.Into(id, claim.host, claim.from, claim.until, is_firm, is_alive);
      // What it was before, on whatever host, it is no more.
      if (const auto old = host_of.find(id); old != host_of.end()) {
        firm[old->second].erase(id);
      }
      if (!is_alive || !is_firm) continue;
      for (const auto& [other_id, other] : firm[claim.host]) {
        if (claim.from < other.until && other.from < claim.until) ++overlaps;
      }
      firm[claim.host][id] = claim;
      host_of[id] = claim.host;
    }
    return absl::OkStatus();
  });
  if (!status.ok()) Die(status.ToString());
  return overlaps;
}

struct Acknowledged {
  std::map<std::string, std::string> status;  // by uid, last said
  std::set<std::string> unknown;              // what was tried and not answered
  std::int64_t count = 0;
};

Acknowledged ReadLogs(const std::vector<std::string>& paths) {
  Acknowledged said;
  for (const std::string& path : paths) {
    std::ifstream file(path);
    if (!file) Die("cannot read " + path);
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::string mark;
      std::string uid;
      std::string status;
      words >> mark >> uid >> status;
      if (mark == "?") {
        said.unknown.insert(uid);
      } else if (mark == "A") {
        said.status[uid] = status;
        said.unknown.erase(uid);
        ++said.count;
      } else if (mark == "=") {
        said.unknown.erase(uid);
      }
    }
  }
  return said;
}

int Check(const std::string& url, const std::vector<std::string>& logs) {
  const auto store = Open(url, 1);
  Proof proof(*store);
  const Acknowledged said = ReadLogs(logs);
  std::int64_t lost = 0;
  std::int64_t wrong = 0;
  std::map<std::string, std::string> there;
  const auto read = store->Read([&](Transaction& tx) -> absl::Status {
    for (const Row& row : tx.Run("SELECT uid, status FROM booking")) {
      there[row.As<std::string>(0)] = row.As<std::string>(1);
    }
    return absl::OkStatus();
  });
  if (!read.ok()) Die(read.ToString());
  for (const auto& [uid, status] : said.status) {
    const auto found = there.find(uid);
    if (found == there.end()) {
      ++lost;
    } else if (!said.unknown.contains(uid) && found->second != status) {
      ++wrong;
    }
  }
  const auto claims = Ids(*store, "SELECT count(*) FROM claim_history").front();
  std::cout << "bookings " << there.size() << ", acknowledgements "
            << said.count << ", changes of claims " << claims << ", unanswered "
            << said.unknown.size() << "\n";
  if (there.empty() || claims == 0) Die("nothing happened");
  proof.Never("acknowledged bookings lost", lost);
  proof.Never("acknowledged bookings with another status", wrong);
  proof.Never("overlaps of firm claims, ever", OverlapsInHistory(*store));
  proof.Never(
      "overlaps of firm claims now",
      "SELECT count(*) FROM claim a JOIN claim b ON a.host_id = b.host_id "
      "AND a.id < b.id AND a.from_s < b.until_s AND b.from_s < a.until_s "
      "WHERE a.is_firm AND b.is_firm");
  proof.Never(
      "overlaps within an event type now",
      "SELECT count(*) FROM claim a JOIN claim b ON a.host_id = b.host_id "
      "AND a.id < b.id AND a.from_s < b.until_s AND b.from_s < a.until_s "
      "WHERE a.event_type_id = b.event_type_id");
  proof.Never(
      "sessions whose count is not the sum of their seats",
      "SELECT count(*) FROM session s WHERE s.taken <> "
      "coalesce((SELECT CAST(sum(seats) AS bigint) FROM booking b WHERE "
      "b.session_id = s.id AND b.status IN ('accepted', 'pending')), 0) + "
      "coalesce((SELECT CAST(sum(seats) AS bigint) FROM hold h WHERE "
      "h.session_id = s.id), 0)");
  proof.Never(
      "sessions over capacity",
      "SELECT count(*) FROM session WHERE taken > capacity OR taken < 0");
  proof.Never(
      "days over the limit",
      "SELECT count(*) FROM (SELECT sh.host_id, sh.starts_s / 86400 FROM "
      "session_host sh JOIN event_type e ON e.id = sh.event_type_id "
      "WHERE e.slug = 'limited' AND EXISTS (SELECT 1 FROM booking b WHERE "
      "b.session_id = sh.session_id AND b.status IN ('accepted', 'pending')) "
      "GROUP BY sh.host_id, sh.starts_s / 86400 HAVING count(*) > " +
          std::to_string(kCountLimit) + ") AS d");
  proof.Never(
      "firm sessions without the claims of all hosts",
      "SELECT count(*) FROM session_host sh JOIN session s ON s.id = "
      "sh.session_id WHERE s.taken > 0 AND s.is_firm AND NOT EXISTS "
      "(SELECT 1 FROM claim c WHERE c.session_id = s.id AND c.host_id = "
      "sh.host_id AND c.is_firm)");
  proof.Never("sessions without a host",
              "SELECT count(*) FROM session s WHERE NOT EXISTS (SELECT 1 FROM "
              "session_host sh WHERE sh.session_id = s.id)");
  proof.Never(
      "claims of sessions that nobody is in",
      "SELECT count(*) FROM claim c JOIN session s ON s.id = c.session_id "
      "WHERE s.taken = 0");
  proof.Never("bookings without an attendee",
              "SELECT count(*) FROM booking b WHERE NOT EXISTS (SELECT 1 FROM "
              "attendee a WHERE a.booking_id = b.id)");
  proof.Never("bookings that nobody was told of",
              "SELECT count(*) FROM booking b WHERE NOT EXISTS (SELECT 1 FROM "
              "outbox o WHERE o.subject = b.uid)");
  proof.Never("bookings told of that are not there",
              "SELECT count(*) FROM outbox o WHERE NOT EXISTS (SELECT 1 FROM "
              "booking b WHERE b.uid = o.subject)");
  proof.Never(
      "series in part",
      "SELECT count(*) FROM (SELECT s.recurring_uid FROM session s JOIN "
      "booking b ON b.session_id = s.id WHERE s.recurring_uid IS NOT NULL "
      "AND b.rescheduled_from_uid IS NULL GROUP BY s.recurring_uid HAVING "
      "count(*) <> " +
          std::to_string(kSeriesLength) + ") AS s");
  std::cout << "violations: " << proof.violations() << "\n";
  return proof.violations() == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 2 && words[0] == "prepare") return Prepare(words[1]);
  if (words.size() == 6 && words[0] == "attack") {
    return Attack(
        words[1], std::atoi(words[2].c_str()), std::atoi(words[3].c_str()),
        static_cast<std::uint32_t>(std::atoi(words[4].c_str())), words[5]);
  }
  if (words.size() >= 3 && words[0] == "check") {
    return Check(words[1], {words.begin() + 2, words.end()});
  }
  std::cerr << "bookable_races prepare URL\n"
               "bookable_races attack URL CLIENTS SECONDS SEED LOG\n"
               "bookable_races check URL LOG...\n";
  return 2;
}
