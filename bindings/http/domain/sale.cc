// bindings/http/domain/sale.cc
//
// Why nothing here deadlocks: host rows are locked first and in ascending id.
// Sessions, claims and bookings are changed only by who has locked all their
// hosts; expired holds by who has locked one of them, in ascending id of the
// hold, for update, so that two who end the same holds follow each other.
//
// Who serves: where there is a choice, the engine's own assignment at the start
// asked for. It assigns starts of the grid, a booking may be off it: so it is
// asked with a step of a minute, after CanBook has applied the real rules.
//
// Tested by tests/bindings/http/domain/bookings_test.cc and
// tests/bindings/http/domain/holds_test.cc.
#include "bindings/http/domain/sale.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/domain/host_time.h"
#include "bindings/http/domain/refusal.h"
#include "bindings/http/domain/uid.h"
#include "bindings/http/store/hosts.h"
#include "bindings/http/store/table.h"
#include "bookable/query/can_book.h"
#include "bookable/query/explain.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/horizon.h"

namespace bookable::domain {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using store::Places;
using store::Row;
using store::Values;

std::vector<std::int64_t> HostsOfAll(
    store::Transaction& tx, const std::vector<std::int64_t>& sessions) {
  std::vector<std::int64_t> hosts;
  for (const std::int64_t session : sessions) {
    for (const std::int64_t host : HostsOf(tx, session)) hosts.push_back(host);
  }
  return hosts;
}

SlotQuery QueryOf(const Offer& offer, Instant start,
                  std::optional<minutes> length, Instant now) {
  SlotQuery query{.event = offer.event,
                  .groups = offer.groups,
                  .from = start,
                  .until = start + seconds{1},
                  .now = now,
                  .duration = length,
                  .event_zone = offer.event_zone,
                  .fairness_period = offer.fairness_period};
  for (Group& group : query.groups) {
    for (Host& host : group.hosts) {
      host.bookings.clear();
      host.holds.clear();
      query.assign = query.assign || (group.require != kAll &&
                                      static_cast<std::size_t>(group.require) <
                                          group.hosts.size());
    }
  }
  return query;
}

struct Wording {
  Refusal refusal;
  std::string_view text;
};

// The reasons of the engine, the one that says most first.
absl::Status WhyNot(store::Transaction& tx, const SlotQuery& query,
                    const Decision& decision,
                    const std::vector<std::int64_t>& users) {
  const absl::StatusOr<Explanation> why = Explain(query, decision.slot.start);
  if (!why.ok()) return why.status();
  std::set<ReasonKind> kinds;
  bool is_count = false;
  const auto note = [&](const std::vector<Reason>& reasons) {
    for (const Reason& reason : reasons) {
      kinds.insert(reason.kind);
      if (reason.kind == ReasonKind::kLimit) {
        is_count = is_count || reason.limit == LimitKind::kCount;
      }
    }
  };
  note(why->reasons);
  for (const GroupExplanation& group : why->groups) {
    for (const HostExplanation& host : group.hosts) note(host.reasons);
  }
  const auto has = [&](ReasonKind kind) { return kinds.contains(kind); };
  if (has(ReasonKind::kNotice)) {
    return Refuse(Refusal::kNotice, "the start is past or too soon");
  }
  if (has(ReasonKind::kWindow)) {
    return Refuse(Refusal::kWindow, "the start is outside the booking window");
  }
  if (has(ReasonKind::kFull)) {
    return Refuse(Refusal::kFull, "no seat is left at this start");
  }
  if (has(ReasonKind::kBusy) || has(ReasonKind::kBuffer)) {
    const bool is_held =
        !tx.Run(
               "SELECT 1 FROM claim c JOIN hold h ON h.session_id = "
               "c.session_id "
               "WHERE c.until_s > ?1 AND c.from_s < ?2 AND c.host_id IN (" +
                   Places(3, users.size()) + ") LIMIT 1",
               [&] {
                 Values values{decision.occupied.start, decision.occupied.end};
                 values.insert(values.end(), users.begin(), users.end());
                 return values;
               }())
             .is_empty();
    return is_held ? Refuse(Refusal::kHeld, "the time is held by another")
                   : Refuse(Refusal::kTaken, "the time is taken");
  }
  if (has(ReasonKind::kLimit)) {
    return is_count
               ? Refuse(Refusal::kCountLimit, "a limit on bookings is reached")
               : Refuse(Refusal::kMinutesLimit,
                        "a limit on booked minutes is reached");
  }
  if (has(ReasonKind::kClosed)) {
    return Refuse(Refusal::kClosed, "the time is outside the hours");
  }
  return Refuse(Refusal::kTaken, "the time is not free");
}

// The hosts that the engine assigns, in the order of the offer.
absl::StatusOr<std::vector<std::int64_t>> Assigned(SlotQuery query,
                                                   Instant start) {
  // Hosts by first mention, as rows count them.
  std::vector<std::int64_t> hosts;
  for (const Group& group : query.groups) {
    for (const Host& host : group.hosts) {
      const std::int64_t user = *UserOfHost(host.id);
      if (std::find(hosts.begin(), hosts.end(), user) == hosts.end()) {
        hosts.push_back(user);
      }
    }
  }
  if (!query.assign) return hosts;
  query.event.alignment = Alignment::kHour;
  query.event.slot_interval = minutes{1};
  query.event.offset_start = minutes{0};
  query.event.booking_window = {};
  query.event.only_first_slot_of_date = false;
  const absl::StatusOr<SlotList> slots = FindSlots(query);
  if (!slots.ok()) return slots.status();
  for (const Slot slot : *slots) {
    if (slot.start != start) continue;
    std::vector<std::int64_t> chosen;
    for (const std::size_t row : slot.assigned.rows()) {
      chosen.push_back(hosts[row]);
    }
    return chosen;
  }
  return absl::InternalError("the engine accepts a start but assigns nobody");
}

}  // namespace

std::vector<std::int64_t> HostsOf(store::Transaction& tx,
                                  std::int64_t session) {
  std::vector<std::int64_t> hosts;
  for (const Row& row : tx.Run("SELECT host_id FROM session_host "
                               "WHERE session_id = ?1 ORDER BY position",
                               {session})) {
    hosts.push_back(row.As<std::int64_t>());
  }
  return hosts;
}

void TellHosts(store::Transaction& tx, std::vector<std::int64_t> hosts) {
  std::sort(hosts.begin(), hosts.end());
  hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
  tx.HostsChanged(hosts);
}

absl::Status LockTime(store::Transaction& tx, std::vector<std::int64_t> users,
                      const std::vector<std::int64_t>& sessions,
                      std::string_view own_hold) {
  std::vector<std::int64_t> wanted = HostsOfAll(tx, sessions);
  wanted.insert(wanted.end(), users.begin(), users.end());
  std::vector<std::int64_t> locked;
  for (const store::HostRecord& host : store::LockHosts(tx, wanted)) {
    locked.push_back(host.id);
  }
  tx.RestartClock();  // others may have taken their time
  const auto is_locked = [&](std::int64_t host) {
    return std::binary_search(locked.begin(), locked.end(), host);
  };
  for (const std::int64_t user : users) {
    if (!is_locked(user)) {
      return Refuse(Refusal::kNotFound,
                    absl::StrCat("there is no host ", user));
    }
  }
  // A reassignment may have been quicker.
  for (const std::int64_t host : HostsOfAll(tx, sessions)) {
    if (!is_locked(host)) {
      throw store::StatementError(
          absl::AbortedError("the hosts of the session have changed"));
    }
  }
  if (locked.empty()) return absl::OkStatus();
  Values arguments{tx.Now(), own_hold};
  arguments.insert(arguments.end(), locked.begin(), locked.end());
  const std::string places = Places(3, locked.size());
  std::string clause = "WHERE (expires_ms <= ?1 AND (host_id IN (" + places +
                       ") OR session_id IN (SELECT session_id FROM "
                       "session_host WHERE host_id IN "
                       "(" +
                       places + ")))) OR uid = ?2 ORDER BY id";
  if (tx.kind() == store::StoreKind::kPostgres) clause += " FOR UPDATE";
  std::vector<std::int64_t> told;
  for (const store::HoldRecord& hold :
       store::Select<store::HoldRecord>(tx, clause, arguments)) {
    // Everybody sees by the clock that a hold has expired; not that one ended
    // before.
    if (hold.uid == own_hold) {
      told.push_back(hold.host_id);
      if (hold.session_id) {
        for (const std::int64_t host : HostsOf(tx, *hold.session_id)) {
          told.push_back(host);
        }
      }
    }
    EndHold(tx, hold);
  }
  TellHosts(tx, std::move(told));
  return absl::OkStatus();
}

absl::StatusOr<Decision> Decide(store::Transaction& tx, const Offer& offer,
                                Instant start, std::optional<minutes> length,
                                std::string_view ignored) {
  const absl::StatusOr<std::vector<std::int64_t>> users = UsersOf(offer);
  if (!users.ok()) return users.status();
  if (!IsInRange(start) ||
      start.time_since_epoch() % minutes{1} != seconds{0}) {
    return absl::InvalidArgumentError(
        "start: must be a whole minute, in 1900 to 2200");
  }
  SlotQuery query =
      QueryOf(offer, start, length, std::chrono::floor<seconds>(tx.Now()));
  query.ignore_booking = ignored;
  const absl::StatusOr<Interval> busy = BusyHorizon(query);
  if (!busy.ok()) return busy.status();
  const absl::StatusOr<Interval> counted = LimitHorizon(query);
  if (!counted.ok()) return counted.status();
  FillHosts(query, ReadHostTime(tx, *users, offer.event_type_id, *busy,
                                *counted, HoldsRead::kExclusive));

  const minutes slot_length = length.value_or(offer.event.length);
  Decision decision{
      .slot = {start, start + slot_length},
      .occupied = {start - offer.event.before_buffer,
                   start + slot_length + offer.event.after_buffer}};
  const absl::StatusOr<bool> can_book = CanBook(query, start);
  if (!can_book.ok()) return can_book.status();
  if (!*can_book) return WhyNot(tx, query, decision, *users);
  absl::StatusOr<std::vector<std::int64_t>> hosts = Assigned(query, start);
  if (!hosts.ok()) return hosts.status();
  decision.hosts = *std::move(hosts);
  return decision;
}

absl::Status RefuseEarly(store::Transaction& tx, const Offer& offer,
                         Instant start, std::optional<minutes> length) {
  if (tx.kind() == store::StoreKind::kSqlite) return absl::OkStatus();
  const absl::StatusOr<Decision> decision = Decide(tx, offer, start, length);
  if (decision.ok()) return absl::OkStatus();
  const std::optional<Refusal> refusal = RefusalOf(decision.status());
  // Limits are read by more than one statement: a booking that moves between
  // them would count twice. Only under the lock are they exact.
  if (refusal == Refusal::kCountLimit || refusal == Refusal::kMinutesLimit) {
    return absl::OkStatus();
  }
  return decision.status();
}

Offer Pinned(const Offer& offer, const std::vector<std::int64_t>& users) {
  Offer pinned = offer;
  if (!pinned.event_zone) {
    pinned.event_zone = offer.groups.front().hosts.front().schedule.zone;
  }
  Group all;
  for (const std::int64_t user : users) {
    const std::string name = HostName(user);
    for (const Group& group : offer.groups) {
      const auto found =
          std::find_if(group.hosts.begin(), group.hosts.end(),
                       [&](const Host& host) { return host.id == name; });
      if (found == group.hosts.end()) continue;
      all.hosts.push_back(*found);  // where it comes first, it is in full
      break;
    }
  }
  pinned.groups = {std::move(all)};
  return pinned;
}

absl::Status CheckSeats(const Offer& offer, std::int64_t seats) {
  const std::int64_t capacity = offer.event.seats.value_or(1);
  if (seats >= 1 && seats <= capacity) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("seats: must be 1 to ", capacity, ", got ", seats));
}

absl::StatusOr<store::SessionRecord> TakeSeats(
    store::Transaction& tx, const Offer& offer, const Decision& decision,
    std::int64_t seats, ClaimKind claim, store::SessionRecord made) {
  const absl::Status checked = CheckSeats(offer, seats);
  if (!checked.ok()) return checked;
  const std::int64_t capacity = offer.event.seats.value_or(1);
  if (offer.event.seats) {
    const auto session = store::SelectOne<store::SessionRecord>(
        tx,
        "WHERE event_type_id = ?1 AND starts_s = ?2 AND ends_s = ?3 AND "
        "is_firm "
        "AND taken > 0 AND EXISTS (SELECT 1 FROM claim c "
        "WHERE c.session_id = session.id AND c.host_id = ?4) "
        "ORDER BY id LIMIT 1",
        {offer.event_type_id, decision.slot.start, decision.slot.end,
         decision.hosts.front()});
    if (session) {
      std::vector<std::int64_t> theirs = HostsOf(tx, session->id);
      std::vector<std::int64_t> ours = decision.hosts;
      std::sort(theirs.begin(), theirs.end());
      std::sort(ours.begin(), ours.end());
      if (theirs != ours) {
        return Refuse(Refusal::kTaken, "the session there has other hosts");
      }
      if (session->taken + seats > capacity) {
        return Refuse(Refusal::kFull, "not enough seats are left");
      }
      return store::FromRow<store::SessionRecord>(
          tx.Run("UPDATE session SET taken = taken + ?2, capacity = ?3, "
                 "updated_ms = ?4 WHERE id = ?1 RETURNING " +
                     store::ColumnList<store::SessionRecord>(),
                 {session->id, seats, capacity, tx.Now()})
              .One());
    }
  }
  made.id = 0;
  made.event_type_id = offer.event_type_id;
  made.starts_at = decision.slot.start;
  made.ends_at = decision.slot.end;
  made.capacity = capacity;
  made.taken = seats;
  made.is_firm = claim == ClaimKind::kFirm;
  made.created_at = tx.Now();
  made.updated_at = tx.Now();
  store::Insert(tx, made);
  std::int64_t position = 0;
  for (const std::int64_t host : decision.hosts) {
    store::SessionHostRecord served{.session_id = made.id,
                                    .host_id = host,
                                    .position = position++,
                                    .event_type_id = made.event_type_id,
                                    .starts_at = made.starts_at,
                                    .from_at = decision.occupied.start,
                                    .until_at = decision.occupied.end};
    store::Insert(tx, served);
  }
  if (claim != ClaimKind::kNone) ClaimTime(tx, made);
  return made;
}

void ClaimTime(store::Transaction& tx, const store::SessionRecord& session) {
  tx.Run(
      "INSERT INTO claim (session_id, host_id, event_type_id, from_s, until_s, "
      "is_firm) SELECT h.session_id, h.host_id, s.event_type_id, h.from_s, "
      "h.until_s, s.is_firm FROM session_host h JOIN session s ON s.id = "
      "h.session_id WHERE s.id = ?1 ORDER BY h.host_id",
      {session.id});
}

void GiveSeatsBack(store::Transaction& tx, std::int64_t session,
                   std::int64_t seats) {
  const std::int64_t taken =
      tx.Run(
            "UPDATE session SET taken = taken - ?2, updated_ms = ?3 "
            "WHERE id = ?1 RETURNING taken",
            {session, seats, tx.Now()})
          .One()
          .As<std::int64_t>();
  if (taken == 0) tx.Run("DELETE FROM claim WHERE session_id = ?1", {session});
}

void EndHold(store::Transaction& tx, const store::HoldRecord& hold) {
  if (!store::Delete<store::HoldRecord>(tx, hold.id)) return;
  if (!hold.session_id) return;
  GiveSeatsBack(tx, *hold.session_id, hold.seats);
  tx.Run(
      "DELETE FROM session WHERE id = ?1 AND taken = 0 AND NOT EXISTS "
      "(SELECT 1 FROM booking WHERE session_id = ?1)",
      {*hold.session_id});
}

}  // namespace bookable::domain
