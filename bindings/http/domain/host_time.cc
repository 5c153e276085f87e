// bindings/http/domain/host_time.cc
//
// Two statements for all hosts: claims that meet the busy horizon, and sessions
// of the event type that start in the limit horizon. A session found by both
// keeps what its claim said.
//
// Tested by tests/bindings/http/domain/host_time_test.cc.
#include "bindings/http/domain/host_time.h"

#include <chrono>
#include <set>
#include <string>
#include <utility>

#include "bindings/http/domain/offer.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {
namespace {

using std::chrono::duration_cast;
using std::chrono::minutes;
using store::Places;
using store::Row;
using store::Values;

// The instant at which a moment has surely come.
Instant CeilToSecond(store::Moment moment) {
  return std::chrono::ceil<std::chrono::seconds>(moment);
}

Values WithUsers(Values arguments, const std::vector<std::int64_t>& users) {
  arguments.insert(arguments.end(), users.begin(), users.end());
  return arguments;
}

// What an exclusive hold or a booking occupies of a session.
struct Claimed {
  std::int64_t host = 0;
  Instant from{};
  Instant until{};
  std::int64_t session = 0;
  std::string uid{};
  bool is_same_event = false;
  Instant starts{};
  Instant ends{};
  std::int64_t taken = 0;
  bool is_firm = false;
  // One exclusive hold of the session, if there is one: a row a hold.
  std::optional<std::int64_t> held{};
  std::optional<store::Moment> hold_expires{};
  std::optional<std::string> hold_owner{};
};

Hold HoldOf(const Claimed& claimed) {
  Hold hold{.expires_at = CeilToSecond(*claimed.hold_expires),
            .owner = *claimed.hold_owner,
            .seats = static_cast<int>(*claimed.held),
            .same_event = claimed.is_same_event};
  if (claimed.is_same_event) {
    hold.start = claimed.starts;
    hold.end = claimed.ends;
    hold.before_buffer = duration_cast<minutes>(claimed.starts - claimed.from);
    hold.after_buffer = duration_cast<minutes>(claimed.until - claimed.ends);
  } else {
    hold.start = claimed.from;
    hold.end = claimed.until;
    hold.before_buffer = minutes{0};
    hold.after_buffer = minutes{0};
  }
  return hold;
}

void AddBooked(const Claimed& claimed, std::int64_t seats, HostTime& time) {
  if (!claimed.is_same_event) {
    BusyTime busy(claimed.from, claimed.until);
    busy.id = claimed.uid;
    busy.source = "booking";
    time.busy.push_back(std::move(busy));
    return;
  }
  time.bookings.push_back(
      {.start = claimed.starts,
       .end = claimed.ends,
       .id = claimed.uid,
       .status =
           claimed.is_firm ? BookingStatus::kAccepted : BookingStatus::kPending,
       .seats_taken = static_cast<int>(seats),
       .before_buffer = duration_cast<minutes>(claimed.starts - claimed.from),
       .after_buffer = duration_cast<minutes>(claimed.until - claimed.ends)});
}

using Times = std::map<std::int64_t, HostTime>;

void ReadClaims(store::Transaction& tx, const std::vector<std::int64_t>& users,
                std::int64_t event_type, const Interval& busy, Times& times) {
  const store::Rows rows = tx.Run(
      "SELECT c.host_id, c.from_s, c.until_s, s.id, s.uid, "
      "coalesce(s.event_type_id = ?3, FALSE), s.starts_s, s.ends_s, s.taken, "
      "c.is_firm, h.seats, h.expires_ms, h.owner "
      "FROM claim c JOIN session s ON s.id = c.session_id "
      "LEFT JOIN hold h ON h.session_id = s.id "
      "WHERE c.host_id IN (" +
          Places(4, users.size()) +
          ") AND c.until_s > ?1 AND c.from_s < ?2 "
          "AND (c.is_firm OR c.event_type_id = ?3) "
          "ORDER BY c.from_s, c.id, h.id",
      WithUsers({busy.start, busy.end, event_type}, users));
  for (std::size_t i = 0; i < rows.size();) {
    Claimed claimed;
    std::int64_t held = 0;
    const std::size_t first = i;
    // The rows of one claim: one for each hold of its session, at least one.
    do {
      Claimed next;
      rows[i].Into(next.host, next.from, next.until, next.session, next.uid,
                   next.is_same_event, next.starts, next.ends, next.taken,
                   next.is_firm, next.held, next.hold_expires, next.hold_owner);
      if (i > first &&
          (next.session != claimed.session || next.host != claimed.host ||
           next.from != claimed.from)) {
        break;
      }
      claimed = std::move(next);
      if (claimed.held) {
        held += *claimed.held;
        times[claimed.host].holds.push_back(HoldOf(claimed));
      }
      ++i;
    } while (i < rows.size());
    if (claimed.taken > held) {
      AddBooked(claimed, claimed.taken - held, times[claimed.host]);
    }
  }
}

void ReadCounted(store::Transaction& tx, const std::vector<std::int64_t>& users,
                 std::int64_t event_type, const Interval& counted,
                 Times& times) {
  std::set<std::pair<std::int64_t, std::string>> known;
  for (const auto& [host, time] : times) {
    for (const Booking& booking : time.bookings)
      known.emplace(host, booking.id);
  }
  for (const Row& row :
       tx.Run("SELECT sh.host_id, s.uid, s.starts_s, s.ends_s, s.is_firm "
              "FROM session_host sh JOIN session s ON s.id = sh.session_id "
              "WHERE sh.host_id IN (" +
                  Places(4, users.size()) +
                  ") AND sh.event_type_id = ?1 AND sh.starts_s >= ?2 "
                  "AND sh.starts_s < ?3 AND EXISTS (SELECT 1 FROM booking b "
                  "WHERE b.session_id = s.id AND b.status IN "
                  "('accepted', 'pending')) ORDER BY s.starts_s, s.id",
              WithUsers({event_type, counted.start, counted.end}, users))) {
    Booking booking{.blocks = false};
    std::int64_t host = 0;
    bool is_firm = false;
    row.Into(host, booking.id, booking.start, booking.end, is_firm);
    if (!is_firm) booking.status = BookingStatus::kPending;
    if (known.contains({host, booking.id})) continue;
    times[host].bookings.push_back(std::move(booking));
  }
  for (const Row& row :
       tx.Run("SELECT sh.host_id, max(s.created_ms) FROM session_host sh "
              "JOIN session s ON s.id = sh.session_id WHERE sh.host_id IN (" +
                  Places(2, users.size()) +
                  ") AND sh.event_type_id = ?1 GROUP BY sh.host_id",
              WithUsers({event_type}, users))) {
    times[row.As<std::int64_t>(0)].last_booked_at =
        std::chrono::floor<std::chrono::seconds>(row.As<store::Moment>(1));
  }
}

void ReadOrdinaryHolds(store::Transaction& tx,
                       const std::vector<std::int64_t>& users,
                       std::int64_t event_type, const Interval& busy,
                       Times& times) {
  for (const Row& row :
       tx.Run("SELECT host_id, from_s, until_s, starts_s, ends_s, "
              "coalesce(event_type_id = ?3, FALSE), seats, expires_ms, owner "
              "FROM hold WHERE host_id IN (" +
                  Places(4, users.size()) +
                  ") AND until_s > ?1 AND from_s < ?2 AND session_id IS NULL "
                  "ORDER BY from_s, id",
              WithUsers({busy.start, busy.end, event_type}, users))) {
    Claimed held;
    row.Into(held.host, held.from, held.until, held.starts, held.ends,
             held.is_same_event, held.held, held.hold_expires, held.hold_owner);
    times[held.host].holds.push_back(HoldOf(held));
  }
}

}  // namespace

std::map<std::int64_t, HostTime> ReadHostTime(
    store::Transaction& tx, const std::vector<std::int64_t>& users,
    std::int64_t event_type, const Interval& busy, const Interval& counted,
    HoldsRead holds) {
  Times times;
  for (const std::int64_t user : users) times[user];
  if (users.empty()) return times;
  if (!busy.is_empty()) {
    ReadClaims(tx, users, event_type, busy, times);
    if (holds == HoldsRead::kAll) {
      ReadOrdinaryHolds(tx, users, event_type, busy, times);
    }
  }
  if (!counted.is_empty()) ReadCounted(tx, users, event_type, counted, times);
  return times;
}

void FillHosts(SlotQuery& query, std::map<std::int64_t, HostTime> times) {
  std::set<std::string> filled;
  for (Group& group : query.groups) {
    for (Host& host : group.hosts) {
      if (!filled.insert(host.id).second) {
        Host again;
        again.id = host.id;
        host = std::move(again);
        continue;
      }
      HostTime& time = times[*UserOfHost(host.id)];
      host.busy.insert(host.busy.end(), time.busy.begin(), time.busy.end());
      host.bookings = std::move(time.bookings);
      host.holds = std::move(time.holds);
      if (time.last_booked_at) host.last_booked_at = time.last_booked_at;
    }
  }
}

}  // namespace bookable::domain
