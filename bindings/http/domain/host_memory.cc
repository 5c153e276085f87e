// bindings/http/domain/host_memory.cc
//
// A change may come while an offer is being read. The reader notes the number
// of the last change before it begins; when it is done, the changes since then
// are held against the versions it has read:
//
//   change 7 heard; reader begins, reads host 11 at version 3
//   host 11 becomes 4, change 8 heard; reader ends: 4 > 3, kept as stale
//
// so what is kept and not stale misses no change that was heard. The last
// kMostRecent changes are remembered for this; a reader that was slower than
// so many is kept as stale.
//
// Rows are read from some weeks before now on, without an end: more than any
// later question needs (BusyHorizon, LimitHorizon), so that time passing makes
// nothing stale.
//
// Tested by tests/bindings/http/domain/host_memory_test.cc.
#include "bindings/http/domain/host_memory.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <set>
#include <thread>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/host_time.h"
#include "bindings/http/domain/offer.h"
#include "bindings/http/store/table.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/slot_query.h"
#include "bookable/query/validate.h"
#include "simdjson.h"

namespace bookable::domain {
namespace {

using std::chrono::days;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using store::EventTypeRecord;
using store::HostChange;
using store::Row;
using store::Transaction;
using store::Values;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kMostRecent = 4096;
// Questions begin now: the grid looks back some dates, lengths and buffers
// reach some days; limits count the year.
constexpr days kBusyBefore{60};
constexpr days kCountedBefore{400};
constexpr milliseconds kListenFor{250};
constexpr milliseconds kPause{100};
constexpr seconds kClockMeasured{30};

// An event type (no users), or several people (event type 0).
using Key = std::pair<std::int64_t, std::vector<std::int64_t>>;

using Versions = std::map<std::int64_t, std::int64_t>;

Versions ReadVersions(Transaction& tx, const std::set<std::int64_t>& hosts) {
  Versions versions;
  if (hosts.empty()) return versions;
  for (const Row& row : tx.Run("SELECT id, version FROM host WHERE id IN (" +
                                   store::Places(1, hosts.size()) + ")",
                               Values(hosts.begin(), hosts.end()))) {
    versions.emplace(row.As<std::int64_t>(0), row.As<std::int64_t>(1));
  }
  return versions;
}

bool ShowsSeats(const std::string& settings) {
  simdjson::dom::parser parser;
  bool shows = true;
  const simdjson::padded_string padded(settings);
  simdjson::dom::object seats;
  if (parser.parse(padded)["seats"].get(seats) != simdjson::SUCCESS) {
    return true;
  }
  bool is_disabled = false;
  if (seats["disabled"].get(is_disabled) == simdjson::SUCCESS && is_disabled) {
    return true;
  }
  return seats["showAvailabilityCount"].get(shows) != simdjson::SUCCESS ||
         shows;
}

template <typename T>
std::size_t BytesOf(const std::vector<T>& items) {
  return items.capacity() * sizeof(T);
}

std::size_t BytesOf(const std::vector<std::string>& texts) {
  std::size_t bytes = texts.capacity() * sizeof(std::string);
  for (const std::string& text : texts) bytes += text.capacity() + 16;
  return bytes;
}

Buffers BuffersOf(std::optional<minutes> before, std::optional<minutes> after) {
  return {before.value_or(minutes{0}), after.value_or(minutes{0})};
}

bool HasText(const std::vector<std::string>& texts, const std::string& wanted) {
  return !wanted.empty() &&
         std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

}  // namespace

struct OfferInMemory::KeptHost {
  Hosting hosting{};
  std::optional<std::int64_t> lent_by{};
  std::int64_t version = 0;
  std::int64_t lent_version = 0;
  bool is_counted = false;  // rows of the whole limit horizon are there
  std::optional<CompiledSchedule> schedule{};
  std::vector<Interval> busy{};
  std::vector<std::string> busy_ids{};
  std::vector<BookingRow> bookings{};
  std::vector<std::string> booking_ids{};
  std::vector<HoldRow> holds{};
  std::vector<std::string> hold_owners{};

  // Its own, or that of whose schedule it has; nothing for other hosts.
  std::optional<std::int64_t> VersionOf(std::int64_t host) const {
    if (host == hosting.user_id) return version;
    if (host == lent_by) return lent_version;
    return std::nullopt;
  }

  std::size_t bytes() const {
    // What a compiled schedule takes is not known: weekly rules alone are
    // about so much, dates come on top.
    constexpr std::size_t kSchedule = 2048;
    return sizeof(KeptHost) + kSchedule + BytesOf(busy) + BytesOf(busy_ids) +
           BytesOf(bookings) + BytesOf(booking_ids) + BytesOf(holds) +
           BytesOf(hold_owners);
  }

  void Fill(const HostTime& time) {
    for (const BusyTime& entry : time.busy) {
      busy.push_back({entry.start, entry.end});
      busy_ids.push_back(entry.id);
    }
    for (const Booking& booking : time.bookings) {
      bookings.push_back(
          {.start = booking.start,
           .end = booking.end,
           .buffers = BuffersOf(booking.before_buffer, booking.after_buffer),
           .seats_taken = booking.seats_taken,
           .blocks = booking.blocks});
      booking_ids.push_back(booking.id);
    }
    for (const Hold& hold : time.holds) {
      holds.push_back(
          {.start = hold.start,
           .end = hold.end,
           .expires_at = hold.expires_at,
           .buffers = BuffersOf(hold.before_buffer, hold.after_buffer),
           .seats = hold.seats,
           .same_event = hold.same_event});
      hold_owners.push_back(hold.owner);
    }
  }

  HostView View() const {
    return {.schedule = &*schedule,
            .busy = IntervalColumns(busy),
            .bookings = bookings,
            .holds = holds,
            .weight = hosting.weight,
            .priority = hosting.priority};
  }
};

OfferInMemory::OfferInMemory() = default;
OfferInMemory::~OfferInMemory() = default;

bool OfferInMemory::HasLength(minutes length) const {
  return lengths_.empty() ||
         std::any_of(lengths_.begin(), lengths_.end(),
                     [&](const auto& known) { return known.first == length; });
}

bool OfferInMemory::IsQuick(const SlotsWanted& wanted) const {
  constexpr std::int64_t kQuickHostDays = 2000;
  const std::int64_t dates =
      std::chrono::ceil<days>(wanted.until - wanted.from).count();
  return dates * static_cast<std::int64_t>(hosts_.size()) <= kQuickHostDays &&
         (!wanted.length || HasLength(*wanted.length));
}

std::size_t OfferInMemory::bytes() const {
  // A node of the map: the instant, the uid, the pointers of the tree.
  constexpr std::size_t kSession = 128;
  std::size_t bytes = sizeof(OfferInMemory) + BytesOf(lengths_) +
                      BytesOf(views_) + BytesOf(groups_) + BytesOf(hosts_) +
                      booked_sessions_.size() * kSession;
  for (const auto& host : hosts_) bytes += host->bytes();
  return bytes;
}

void OfferInMemory::MakeViews() {
  for (const auto& host : hosts_) views_.push_back(host->View());
  std::size_t begin = 0;
  for (std::size_t i = 0; i < group_ends_.size(); ++i) {
    groups_.push_back(
        {.hosts = std::span(views_).subspan(begin, group_ends_[i] - begin),
         .require = required_[i]});
    begin = group_ends_[i];
  }
}

absl::Status OfferInMemory::FindSlots(const SlotsWanted& wanted, Instant now,
                                      SlotColumns& out) const {
  const minutes length = wanted.length.value_or(event_.length);
  const CompiledEvent* event = nullptr;
  std::optional<CompiledEvent> made;
  if (lengths_.empty()) {  // any meeting, of any length
    absl::StatusOr<CompiledEvent> compiled =
        CompiledEvent::Create(AnyMeeting(length), *zone_);
    if (!compiled.ok()) return compiled.status();
    event = &made.emplace(*std::move(compiled));
  } else {
    for (const auto& [offered, compiled] : lengths_) {
      if (offered == length) event = &compiled;
    }
    if (event == nullptr) {
      return absl::InvalidArgumentError("the length is not on offer");
    }
  }
  const Window window{.from = std::max(wanted.from, now),
                      .until = wanted.until - length + seconds{1},
                      .now = now,
                      .zone = wanted.zone.value_or(Zone())};
  out.Clear();
  if (window.until <= window.from) return absl::OkStatus();
  SlotQuery bounds;
  bounds.from = window.from;
  bounds.until = window.until;
  if (absl::Status status = ValidateBounds(bounds); !status.ok()) return status;

  thread_local Scratch scratch;
  const bool is_excused =
      std::any_of(hosts_.begin(), hosts_.end(), [&](const auto& host) {
        return HasText(host->hold_owners, wanted.hold_owner) ||
               HasText(host->busy_ids, wanted.ignore_booking) ||
               HasText(host->booking_ids, wanted.ignore_booking);
      });
  if (!is_excused) {
    bookable::FindSlots(*event, groups_, window, scratch, out);
    return absl::OkStatus();
  }
  // Copies in which what does not count is empty.
  OfferInMemory excused;
  excused.required_ = required_;
  excused.group_ends_ = group_ends_;
  for (const auto& host : hosts_) {
    auto copy = std::make_shared<KeptHost>(*host);
    const auto empty = [](const std::vector<std::string>& ids,
                          const std::string& id, auto& rows) {
      for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!id.empty() && ids[i] == id) rows[i].end = rows[i].start;
      }
    };
    empty(copy->busy_ids, wanted.ignore_booking, copy->busy);
    empty(copy->booking_ids, wanted.ignore_booking, copy->bookings);
    empty(copy->hold_owners, wanted.hold_owner, copy->holds);
    excused.hosts_.push_back(std::move(copy));
  }
  excused.MakeViews();
  bookable::FindSlots(*event, excused.groups_, window, scratch, out);
  return absl::OkStatus();
}

class HostMemory::Core {
 public:
  Core(store::Store& store, HostMemoryOptions options)
      : store_(store), options_(options) {
    store_.Observe(
        [this](const std::vector<HostChange>& changes) { Note(changes); });
  }

  ~Core() {
    store_.Observe({});
    is_stopping_ = true;
    if (listener_.joinable()) listener_.join();
  }

  void Watch() {
    auto feed = store_.Changes();
    ForgetAll();  // what others changed before was not heard
    heard_at_ = Steady::now();
    is_watching_ = true;
    listener_ = std::thread(
        [this, first = feed.ok() ? *std::move(feed) : nullptr]() mutable {
          Listen(std::move(first));
        });
  }

  Offer Recall(const Key& key) {
    const std::lock_guard lock(mutex_);
    return RecallLocked(key);
  }

  absl::StatusOr<Offer> Find(const Key& key) {
    Offer before;
    std::int64_t since = 0;
    {
      std::unique_lock lock(mutex_);
      for (;;) {
        if (Offer offer = RecallLocked(key)) return offer;
        if (!reading_.contains(key)) break;
        // Somebody reads it already; if it is stale by then, it is our turn.
        // Who waited for what failed is told so: not all wait for a database
        // that does not answer, one behind the other.
        const std::int64_t failures = failures_;
        read_.wait(lock);
        if (failures_ != failures && failed_ == key) return failure_;
      }
      reading_.insert(key);
      const auto kept = kept_.find(key);
      if (kept != kept_.end()) before = kept->second->offer;
      since = sequence_;
    }
    // Whatever happens, those who wait go on.
    struct Reading {
      Core& core;
      const Key& key;
      ~Reading() {
        const std::lock_guard lock(core.mutex_);
        core.reading_.erase(key);
        core.read_.notify_all();
      }
    } reading{*this, key};
    absl::StatusOr<Offer> offer = Read(key, before.get());
    const std::lock_guard lock(mutex_);
    ++reads_;
    if (offer.ok()) {
      Keep(key, *offer, since);
    } else if (absl::IsNotFound(offer.status()) ||
               absl::IsFailedPrecondition(offer.status())) {
      Drop(key);
    }
    if (!offer.ok()) {
      ++failures_;
      failed_ = key;
      failure_ = offer.status();
    }
    return offer;
  }

  store::Moment Now() const {
    const auto& shift = store_.options().clock_shift;
    return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()) +
           milliseconds{clock_offset_ms_} + (shift ? shift() : milliseconds{0});
  }

  bool is_heard() const {
    return !is_watching_ ||
           Steady::now() - heard_at_.load() <= options_.stale_time;
  }

  Counters counters() const {
    const std::lock_guard lock(mutex_);
    return {.offers = static_cast<std::int64_t>(kept_.size()),
            .bytes = static_cast<std::int64_t>(bytes_),
            .reads = reads_,
            .changes = sequence_};
  }

 private:
  struct Kept {
    Key key{};
    Offer offer{};
    bool is_stale = false;
    std::size_t bytes = 0;
    std::list<Kept*>::iterator place{};  // in by_use_
  };
  struct Recent {
    std::int64_t number = 0;
    HostChange change{};
  };

  // --- what is kept ---------------------------------------------------------

  Offer RecallLocked(const Key& key) {
    const auto found = kept_.find(key);
    if (found == kept_.end() || found->second->is_stale || !is_heard()) {
      return nullptr;
    }
    Kept& kept = *found->second;
    by_use_.splice(by_use_.begin(), by_use_, kept.place);
    return kept.offer;
  }

  static bool IsOlder(const OfferInMemory& offer, const HostChange& change) {
    return std::any_of(offer.hosts_.begin(), offer.hosts_.end(),
                       [&](const auto& host) {
                         const auto version = host->VersionOf(change.host);
                         return version && *version < change.version;
                       });
  }

  void Note(const std::vector<HostChange>& changes) {
    const std::lock_guard lock(mutex_);
    for (const HostChange& change : changes) {
      recent_.push_back({++sequence_, change});
      if (recent_.size() > kMostRecent) recent_.pop_front();
      const auto found = dependents_.find(change.host);
      if (found == dependents_.end()) continue;
      for (Kept* kept : found->second) {
        kept->is_stale = kept->is_stale || IsOlder(*kept->offer, change);
      }
    }
  }

  void ForgetAll() {
    const std::lock_guard lock(mutex_);
    while (!by_use_.empty()) Drop(Key(by_use_.back()->key));
    // Who is reading now may have begun before.
    ++sequence_;
    recent_.clear();
  }

  static std::set<std::int64_t> HostsOf(const OfferInMemory& offer) {
    std::set<std::int64_t> hosts;
    for (const auto& host : offer.hosts_) {
      hosts.insert(host->hosting.user_id);
      if (host->lent_by) hosts.insert(*host->lent_by);
    }
    return hosts;
  }

  void Drop(const Key& key) {
    const auto found = kept_.find(key);
    if (found == kept_.end()) return;
    Kept* kept = found->second.get();
    for (const std::int64_t host : HostsOf(*kept->offer)) {
      const auto dependents = dependents_.find(host);
      std::erase(dependents->second, kept);
      if (dependents->second.empty()) dependents_.erase(dependents);
    }
    bytes_ -= kept->bytes;
    by_use_.erase(kept->place);
    kept_.erase(found);
  }

  void Keep(const Key& key, const Offer& offer, std::int64_t since) {
    Drop(key);
    auto owned = std::make_unique<Kept>();
    Kept& kept = *owned;
    kept.key = key;
    kept.offer = offer;
    kept.bytes = sizeof(Kept) + offer->bytes() +
                 offer->host_count() * (sizeof(void*) + 48);
    const std::int64_t oldest =
        sequence_ - static_cast<std::int64_t>(recent_.size());
    kept.is_stale =
        since < oldest ||
        std::any_of(recent_.begin(), recent_.end(), [&](const Recent& recent) {
          return recent.number > since && IsOlder(*offer, recent.change);
        });
    for (const std::int64_t host : HostsOf(*offer)) {
      dependents_[host].push_back(&kept);
    }
    bytes_ += kept.bytes;
    by_use_.push_front(&kept);
    kept.place = by_use_.begin();
    kept_.emplace(key, std::move(owned));
    while (bytes_ > options_.most_bytes && !by_use_.empty()) {
      Drop(Key(by_use_.back()->key));
    }
  }

  // --- reading --------------------------------------------------------------

  absl::StatusOr<Offer> Read(const Key& key, const OfferInMemory* before) {
    return store_.Read([&](Transaction& tx) -> absl::StatusOr<Offer> {
      MeasureClock(tx);
      auto offer = std::make_shared<OfferInMemory>();
      absl::Status status = ReadInto(tx, key, before, *offer);
      if (!status.ok()) return status;
      return Offer(std::move(offer));
    });
  }

  static absl::Status ReadInto(Transaction& tx, const Key& key,
                               const OfferInMemory* before,
                               OfferInMemory& offer) {
    absl::StatusOr<std::vector<HostingGroup>> groups;
    std::optional<EventTypeRecord> record;
    if (key.first != 0) {
      record = store::Find<EventTypeRecord>(tx, key.first);
      if (!record) return absl::NotFoundError("there is no such event type");
      absl::StatusOr<EventType> event = EventTypeOf(*record);
      if (!event.ok()) return event.status();
      offer.event_ = *std::move(event);
      offer.shows_seats_ = ShowsSeats(record->settings);
      groups = HostingsOf(tx, *record);
    } else {
      offer.event_ = AnyMeeting(minutes{30});
      groups = HostingsOfAll(key.second);
    }
    if (!groups.ok()) return groups.status();
    if (absl::Status status = ReadHosts(tx, key.first, *groups, before, offer);
        !status.ok()) {
      return status;
    }
    offer.zone_ = offer.hosts_.front()->schedule->zone();
    if (record) {
      std::vector<minutes> lengths = offer.event_.length_options;
      lengths.push_back(offer.event_.length);
      for (const minutes length : lengths) {
        absl::StatusOr<EventType> event = EventTypeOf(*record, length);
        if (!event.ok()) return event.status();
        absl::StatusOr<CompiledEvent> compiled =
            CompiledEvent::Create(*event, *offer.zone_, length);
        if (!compiled.ok()) return compiled.status();
        offer.lengths_.emplace_back(length, *std::move(compiled));
      }
      if (offer.event_.seats) ReadBookedSessions(tx, record->id, offer);
    }
    offer.MakeViews();
    return absl::OkStatus();
  }

  // Those of `before` that have not changed are taken over.
  static absl::Status ReadHosts(Transaction& tx, std::int64_t event_type,
                                const std::vector<HostingGroup>& groups,
                                const OfferInMemory* before,
                                OfferInMemory& offer) {
    using KeptHost = OfferInMemory::KeptHost;
    std::set<std::int64_t> concerned;
    for (const HostingGroup& group : groups) {
      for (const Hosting& hosting : group.hosts) {
        concerned.insert(hosting.user_id);
      }
    }
    if (before != nullptr) concerned.merge(HostsOf(*before));
    Versions versions = ReadVersions(tx, concerned);

    const EventType& event = offer.event_;
    const auto is_set = [](const auto& limit) { return limit.has_value(); };
    const bool is_counted = std::any_of(event.limits.count.begin(),
                                        event.limits.count.end(), is_set) ||
                            std::any_of(event.limits.minutes.begin(),
                                        event.limits.minutes.end(), is_set);
    const auto unchanged =
        [&](const Hosting& hosting) -> std::shared_ptr<const KeptHost> {
      if (before == nullptr) return nullptr;
      for (const auto& host : before->hosts_) {
        if (host->hosting == hosting && host->is_counted == is_counted &&
            versions.contains(hosting.user_id) &&
            host->version == versions[hosting.user_id] &&
            (!host->lent_by ||
             (versions.contains(*host->lent_by) &&
              host->lent_version == versions[*host->lent_by]))) {
          return host;
        }
      }
      return nullptr;
    };

    std::map<std::int64_t, std::shared_ptr<KeptHost>> fresh;
    for (const HostingGroup& group : groups) {
      for (const Hosting& hosting : group.hosts) {
        std::shared_ptr<const KeptHost> host = unchanged(hosting);
        if (host == nullptr) {
          auto hours = HoursOf(tx, hosting);
          if (!hours.ok()) return hours.status();
          if (!hours->has_value()) {
            return absl::NotFoundError("a host of the event type is gone");
          }
          absl::StatusOr<CompiledSchedule> schedule =
              CompiledSchedule::Create((**hours).host.schedule);
          if (!schedule.ok()) return schedule.status();
          auto made = std::make_shared<KeptHost>();
          made->hosting = hosting;
          made->lent_by = (**hours).lent_by;
          made->version = versions[hosting.user_id];
          made->is_counted = is_counted;
          made->schedule = *std::move(schedule);
          fresh[hosting.user_id] = made;
          host = std::move(made);
        }
        offer.hosts_.push_back(std::move(host));
      }
      offer.group_ends_.push_back(offer.hosts_.size());
      offer.required_.push_back(group.require);
    }
    if (fresh.empty()) return absl::OkStatus();

    std::set<std::int64_t> lenders;
    std::vector<std::int64_t> users;
    for (const auto& [user, host] : fresh) {
      users.push_back(user);
      if (host->lent_by) lenders.insert(*host->lent_by);
    }
    versions = ReadVersions(tx, lenders);
    const Instant now = std::chrono::floor<seconds>(tx.Now());
    const std::map<std::int64_t, HostTime> times = ReadHostTime(
        tx, users, event_type, {now - kBusyBefore, kForEver},
        is_counted ? Interval{now - kCountedBefore, kForEver} : Interval{},
        HoldsRead::kAll);
    for (auto& [user, host] : fresh) {
      if (host->lent_by) host->lent_version = versions[*host->lent_by];
      host->Fill(times.at(user));
    }
    return absl::OkStatus();
  }

  static void ReadBookedSessions(Transaction& tx, std::int64_t event_type,
                                 OfferInMemory& offer) {
    const Instant now = std::chrono::floor<seconds>(tx.Now());
    for (const Row& row :
         tx.Run("SELECT s.starts_s, s.uid, CAST(sum(b.seats) AS bigint) FROM "
                "session s JOIN booking b ON b.session_id = s.id WHERE "
                "s.event_type_id = ?1 AND s.starts_s >= ?2 AND b.status = "
                "'accepted' GROUP BY s.id, s.starts_s, s.uid ORDER BY s.id",
                {event_type, now - kBusyBefore})) {
      offer.booked_sessions_[row.As<Instant>(0)] = {
          .uid = row.As<std::string>(1), .seats = row.As<std::int64_t>(2)};
    }
  }

  void MeasureClock(Transaction& tx) {
    const auto& shift = store_.options().clock_shift;
    const auto before = std::chrono::system_clock::now();
    const store::Moment shown = tx.Now() - (shift ? shift() : milliseconds{0});
    const auto middle =
        before + (std::chrono::system_clock::now() - before) / 2;
    clock_offset_ms_ =
        (shown - std::chrono::floor<milliseconds>(middle)).count();
  }

  // --- listening ------------------------------------------------------------

  void Listen(std::unique_ptr<store::ChangeFeed> feed) {
    Steady::time_point measured_at = Steady::now();
    while (!is_stopping_) {
      if (feed == nullptr) {
        auto made = store_.Changes();
        if (!made.ok()) {
          std::this_thread::sleep_for(kPause);
          continue;
        }
        feed = *std::move(made);
        ForgetAll();
      }
      const auto changes = feed->Wait(kListenFor);
      if (!changes.ok()) {
        std::this_thread::sleep_for(kPause);
        continue;
      }
      Note(*changes);
      heard_at_ = Steady::now();
      if (Steady::now() - measured_at >= kClockMeasured) {
        measured_at = Steady::now();
        store_
            .Read([&](Transaction& tx) -> absl::Status {
              MeasureClock(tx);
              return absl::OkStatus();
            })
            .IgnoreError();  // then the last measure holds
      }
    }
  }

  store::Store& store_;
  const HostMemoryOptions options_;
  std::atomic<std::int64_t> clock_offset_ms_{0};

  mutable std::mutex mutex_;
  absl::flat_hash_map<Key, std::unique_ptr<Kept>> kept_;
  absl::flat_hash_map<std::int64_t, std::vector<Kept*>> dependents_;  // by host
  std::list<Kept*> by_use_;  // the last used first
  std::size_t bytes_ = 0;
  std::int64_t sequence_ = 0;  // changes heard
  std::int64_t reads_ = 0;
  std::deque<Recent> recent_;
  absl::flat_hash_set<Key> reading_;
  std::condition_variable read_;
  std::int64_t failures_ = 0;  // to read; the last is
  Key failed_;
  absl::Status failure_;

  std::atomic<bool> is_watching_{false};
  std::atomic<bool> is_stopping_{false};
  std::atomic<Steady::time_point> heard_at_{};
  std::thread listener_;
};

HostMemory::HostMemory(store::Store& store, HostMemoryOptions options)
    : core_(std::make_unique<Core>(store, options)) {}
HostMemory::~HostMemory() = default;

void HostMemory::Watch() { core_->Watch(); }

absl::StatusOr<HostMemory::Offer> HostMemory::Find(std::int64_t event_type) {
  return core_->Find({event_type, {}});
}

absl::StatusOr<HostMemory::Offer> HostMemory::FindAll(
    const std::vector<std::int64_t>& users) {
  return core_->Find({0, users});
}

HostMemory::Offer HostMemory::Recall(std::int64_t event_type) {
  return core_->Recall({event_type, {}});
}

store::Moment HostMemory::Now() const { return core_->Now(); }

bool HostMemory::is_heard() const { return core_->is_heard(); }

HostMemory::Counters HostMemory::counters() const { return core_->counters(); }

}  // namespace bookable::domain
