// bindings/http/domain/holds.cc
// Tested by tests/bindings/http/domain/holds_test.cc.
#include "bindings/http/domain/holds.h"

#include <algorithm>
#include <set>
#include <utility>

#include "bindings/http/domain/refusal.h"
#include "bindings/http/domain/sale.h"
#include "bindings/http/domain/uid.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {
namespace {

using store::HoldRecord;

std::vector<std::int64_t> SessionsOf(const std::vector<HoldRecord>& holds) {
  std::vector<std::int64_t> sessions;
  for (const HoldRecord& hold : holds) {
    if (hold.session_id) sessions.push_back(*hold.session_id);
  }
  return sessions;
}

bool IsNamedAgain(const Offer& offer, const Group& group,
                  const std::string& host) {
  return std::any_of(
      offer.groups.begin(), offer.groups.end(), [&](const Group& other) {
        return &other != &group &&
               std::any_of(other.hosts.begin(), other.hosts.end(),
                           [&](const Host& one) { return one.id == host; });
      });
}

// Where there is a choice of hosts, without those whose time there a live hold
// of the event type has already: the next visitor is offered another.
// REQUIRES: LockTime of the offer's users.
Offer WithoutHeldHosts(store::Transaction& tx, const Offer& offer,
                       Instant start, std::chrono::minutes length) {
  Offer open = offer;
  if (!open.event_zone) {
    open.event_zone = offer.groups.front().hosts.front().schedule.zone;
  }
  std::set<std::string> held;
  for (const store::Row& row :
       tx.Run("SELECT DISTINCT host_id FROM hold WHERE event_type_id = ?1 AND "
              "ends_s > ?2 AND starts_s < ?3",
              {offer.event_type_id, start, start + length})) {
    held.insert(HostName(row.As<std::int64_t>()));
  }
  for (Group& group : open.groups) {
    if (group.require == kAll) continue;
    for (const std::string& host : held) {
      if (group.hosts.size() <= static_cast<std::size_t>(group.require)) break;
      if (IsNamedAgain(open, group, host)) continue;
      std::erase_if(group.hosts,
                    [&](const Host& one) { return one.id == host; });
    }
  }
  return open;
}

}  // namespace

std::optional<HoldRecord> FindHold(store::Transaction& tx,
                                   std::string_view uid) {
  return store::SelectOne<HoldRecord>(tx, "WHERE uid = ?1 AND expires_ms > ?2",
                                      {uid, tx.Now()});
}

absl::StatusOr<HoldRecord> PlaceHold(store::Transaction& tx, const Offer& offer,
                                     const HoldRequest& request) {
  if (request.lasts <= std::chrono::milliseconds{0}) {
    return absl::InvalidArgumentError("a hold must last longer than nothing");
  }
  const absl::Status checked = CheckSeats(offer, request.seats);
  if (!checked.ok()) return checked;
  const absl::StatusOr<std::vector<std::int64_t>> users = UsersOf(offer);
  if (!users.ok()) return users.status();
  if (request.replaces.empty()) {
    const absl::Status early =
        RefuseEarly(tx, offer, request.start, request.length);
    if (!early.ok()) return early;
  }
  std::vector<HoldRecord> replaced;
  if (!request.replaces.empty()) {
    const auto old = FindHold(tx, request.replaces);
    if (!old) {
      return Refuse(Refusal::kNotFound, "there is no such live reservation");
    }
    replaced.push_back(*old);
  }
  std::vector<std::int64_t> concerned = *users;
  for (const HoldRecord& hold : replaced) concerned.push_back(hold.host_id);
  const absl::Status locked =
      LockTime(tx, concerned, SessionsOf(replaced), request.replaces);
  if (!locked.ok()) return locked;

  const absl::StatusOr<Decision> decision = Decide(
      tx,
      offer.event.seats
          ? offer
          : WithoutHeldHosts(tx, offer, request.start,
                             request.length.value_or(offer.event.length)),
      request.start, request.length);
  if (!decision.ok()) return decision.status();
  if (!offer.event.seats &&
      !tx.Run("SELECT 1 FROM hold WHERE event_type_id = ?1 AND host_id = ?2 "
              "AND ends_s > ?3 AND starts_s < ?4 LIMIT 1",
              {offer.event_type_id, decision->hosts.front(),
               decision->slot.start, decision->slot.end})
           .is_empty()) {
    return Refuse(Refusal::kHeld, "the time is reserved by another");
  }
  HoldRecord hold{
      .uid = request.replaces.empty() ? NewUuid() : request.replaces,
      .event_type_id = offer.event_type_id,
      .host_id = decision->hosts.front(),
      .starts_at = decision->slot.start,
      .ends_at = decision->slot.end,
      .from_at = decision->occupied.start,
      .until_at = decision->occupied.end,
      .owner = request.owner,
      .seats = request.seats,
      .expires_at = tx.Now() + request.lasts,
      .created_at = tx.Now()};
  if (request.kind == HoldKind::kExclusive) {
    const absl::StatusOr<store::SessionRecord> session =
        TakeSeats(tx, offer, *decision, request.seats, ClaimKind::kFirm,
                  {.uid = NewUid()});
    if (!session.ok()) return session.status();
    hold.session_id = session->id;
  }
  store::Insert(tx, hold);
  TellHosts(tx, decision->hosts);
  return hold;
}

bool ReleaseHold(store::Transaction& tx, std::string_view uid) {
  const auto hold = FindHold(tx, uid);
  if (!hold) return false;
  // Not ok: its host is gone.
  return LockTime(tx, {hold->host_id}, SessionsOf({*hold}), uid).ok();
}

std::int64_t ExpireHolds(store::Transaction& tx, std::int64_t most) {
  const std::vector<HoldRecord> expired = store::Select<HoldRecord>(
      tx, "WHERE expires_ms <= ?1 ORDER BY id LIMIT ?2", {tx.Now(), most});
  if (expired.empty()) return 0;
  std::vector<std::int64_t> hosts;
  hosts.reserve(expired.size());
  for (const HoldRecord& hold : expired) hosts.push_back(hold.host_id);
  if (!LockTime(tx, hosts, SessionsOf(expired)).ok()) return 0;
  TellHosts(tx, std::move(hosts));
  return static_cast<std::int64_t>(expired.size());
}

}  // namespace bookable::domain
