// Rows are read from some weeks before now on, without an end: more than any
// later question needs (BusyHorizon, LimitHorizon), so that time passing makes
// nothing stale. Tested by tests/bindings/http/domain/host_memory_test.cc.
#include "bindings/http/domain/offer_in_memory.h"

#include <algorithm>

#include "bindings/http/domain/host_time.h"
#include "bindings/http/domain/offer.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/slot_query.h"
#include "bookable/query/validate.h"
#include "bookable/schedule/compiled_schedule.h"
#include "simdjson.h"

namespace bookable::domain {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using store::EventTypeRecord;
using store::Row;
using store::Transaction;
using store::Values;

// Questions begin now: the grid looks back some dates, lengths and buffers
// reach some days; limits count the year.
constexpr days kBusyBefore{60};
constexpr days kCountedBefore{400};

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

std::set<std::int64_t> OfferInMemory::HostsConcerned() const {
  std::set<std::int64_t> hosts;
  for (const auto& host : hosts_) {
    hosts.insert(host->hosting.user_id);
    if (host->lent_by) hosts.insert(*host->lent_by);
  }
  return hosts;
}

bool OfferInMemory::IsOlderThan(const store::HostChange& change) const {
  return std::any_of(hosts_.begin(), hosts_.end(), [&](const auto& host) {
    const auto version = host->VersionOf(change.host);
    return version && *version < change.version;
  });
}

absl::StatusOr<std::shared_ptr<const OfferInMemory>> OfferInMemory::Read(
    Transaction& tx, std::int64_t event_type,
    const std::vector<std::int64_t>& users, const OfferInMemory* before) {
  auto offer = std::make_shared<OfferInMemory>();
  absl::Status status = offer->ReadInto(tx, event_type, users, before);
  if (!status.ok()) return status;
  return offer;
}

absl::Status OfferInMemory::ReadInto(Transaction& tx, std::int64_t event_type,
                                     const std::vector<std::int64_t>& users,
                                     const OfferInMemory* before) {
  absl::StatusOr<std::vector<HostingGroup>> groups;
  std::optional<EventTypeRecord> record;
  if (event_type != 0) {
    record = store::Find<EventTypeRecord>(tx, event_type);
    if (!record) return absl::NotFoundError("there is no such event type");
    absl::StatusOr<EventType> event = EventTypeOf(*record);
    if (!event.ok()) return event.status();
    event_ = *std::move(event);
    shows_seats_ = ShowsSeats(record->settings);
    groups = HostingsOf(tx, *record);
  } else {
    event_ = AnyMeeting(minutes{30});
    groups = HostingsOfAll(users);
  }
  if (!groups.ok()) return groups.status();
  if (absl::Status status = ReadHosts(tx, event_type, *groups, before);
      !status.ok()) {
    return status;
  }
  zone_ = hosts_.front()->schedule->zone();
  if (record) {
    std::vector<minutes> lengths = event_.length_options;
    lengths.push_back(event_.length);
    for (const minutes length : lengths) {
      absl::StatusOr<EventType> event = EventTypeOf(*record, length);
      if (!event.ok()) return event.status();
      absl::StatusOr<CompiledEvent> compiled =
          CompiledEvent::Create(*event, *zone_, length);
      if (!compiled.ok()) return compiled.status();
      lengths_.emplace_back(length, *std::move(compiled));
    }
    if (event_.seats) ReadBookedSessions(tx, record->id);
  }
  MakeViews();
  return absl::OkStatus();
}

absl::Status OfferInMemory::ReadHosts(Transaction& tx, std::int64_t event_type,
                                      const std::vector<HostingGroup>& groups,
                                      const OfferInMemory* before) {
  std::set<std::int64_t> concerned;
  for (const HostingGroup& group : groups) {
    for (const Hosting& hosting : group.hosts) {
      concerned.insert(hosting.user_id);
    }
  }
  if (before != nullptr) concerned.merge(before->HostsConcerned());
  Versions versions = ReadVersions(tx, concerned);

  const EventType& event = event_;
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
      hosts_.push_back(std::move(host));
    }
    group_ends_.push_back(hosts_.size());
    required_.push_back(group.require);
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

void OfferInMemory::ReadBookedSessions(Transaction& tx,
                                       std::int64_t event_type) {
  const Instant now = std::chrono::floor<seconds>(tx.Now());
  for (const Row& row :
       tx.Run("SELECT s.starts_s, s.uid, CAST(sum(b.seats) AS bigint) FROM "
              "session s JOIN booking b ON b.session_id = s.id WHERE "
              "s.event_type_id = ?1 AND s.starts_s >= ?2 AND b.status = "
              "'accepted' GROUP BY s.id, s.starts_s, s.uid ORDER BY s.id",
              {event_type, now - kBusyBefore})) {
    booked_sessions_[row.As<Instant>(0)] = {.uid = row.As<std::string>(1),
                                            .seats = row.As<std::int64_t>(2)};
  }
}

}  // namespace bookable::domain
