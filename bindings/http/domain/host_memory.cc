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
// Tested by tests/bindings/http/domain/host_memory_test.cc.
#include "bindings/http/domain/host_memory.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "bindings/http/store/change_feed.h"

namespace bookable::domain {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using store::HostChange;
using store::Transaction;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kMostRecent = 4096;
constexpr milliseconds kListenFor{250};
constexpr milliseconds kPause{100};
constexpr seconds kClockMeasured{30};

// An event type (no users), or several people (event type 0).
using Key = std::pair<std::int64_t, std::vector<std::int64_t>>;

}  // namespace

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

  void Note(const std::vector<HostChange>& changes) {
    const std::lock_guard lock(mutex_);
    for (const HostChange& change : changes) {
      recent_.push_back({++sequence_, change});
      if (recent_.size() > kMostRecent) recent_.pop_front();
      const auto found = dependents_.find(change.host);
      if (found == dependents_.end()) continue;
      for (Kept* kept : found->second) {
        kept->is_stale = kept->is_stale || kept->offer->IsOlderThan(change);
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

  void Drop(const Key& key) {
    const auto found = kept_.find(key);
    if (found == kept_.end()) return;
    Kept* kept = found->second.get();
    for (const std::int64_t host : kept->offer->HostsConcerned()) {
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
          return recent.number > since && offer->IsOlderThan(recent.change);
        });
    for (const std::int64_t host : offer->HostsConcerned()) {
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
      return OfferInMemory::Read(tx, key.first, key.second, before);
    });
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
