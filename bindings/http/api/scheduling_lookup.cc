// Tested by tests/bindings/http/api/slots_test.cc and bookings_test.cc.
#include "bindings/http/api/scheduling_lookup.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/error.h"
#include "bindings/http/domain/roles.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

using domain::TeamRole;
using store::EventTypeRecord;
using store::TeamRecord;
using store::Transaction;
using store::UserRecord;

absl::StatusOr<TeamRecord> FindOrganizationBySlug(Transaction& tx,
                                                  const std::string& slug) {
  auto team = store::SelectOne<TeamRecord>(
      tx, "WHERE is_organization AND slug = ?1", {slug});
  if (!team) {
    return NotFound(
        absl::StrCat("Organization with slug ", slug, " not found"));
  }
  return *std::move(team);
}

absl::StatusOr<EventTypeRecord> FindOfUser(Transaction& tx,
                                           const EventTypeSelector& selector) {
  if (!selector.organization_slug.empty()) {
    const auto organization =
        FindOrganizationBySlug(tx, selector.organization_slug);
    if (!organization.ok()) return organization.status();
  }
  const auto user =
      FindUserByName(tx, selector.username, selector.organization_slug);
  if (!user) {
    return NotFound(
        absl::StrCat("User with username ", selector.username, " not found"));
  }
  auto event_type = store::SelectOne<EventTypeRecord>(
      tx, "WHERE user_id = ?1 AND slug = ?2 AND team_id IS NULL",
      {user->id, selector.slug});
  if (!event_type) {
    return NotFound(absl::StrCat("Event type with slug ", selector.slug,
                                 " belonging to user ", selector.username,
                                 " not found."));
  }
  return *std::move(event_type);
}

absl::StatusOr<EventTypeRecord> FindOfTeam(Transaction& tx,
                                           const EventTypeSelector& selector) {
  std::int64_t parent = 0;
  if (!selector.organization_slug.empty()) {
    const auto organization =
        FindOrganizationBySlug(tx, selector.organization_slug);
    if (!organization.ok()) return organization.status();
    parent = organization->id;
  }
  const auto team = store::SelectOne<TeamRecord>(
      tx,
      "WHERE slug = ?1 AND coalesce(parent_id, 0) = ?2 AND NOT "
      "is_organization",
      {selector.team_slug, parent});
  if (!team) {
    return NotFound(
        absl::StrCat("Team with slug ", selector.team_slug, " not found"));
  }
  auto event_type = store::SelectOne<EventTypeRecord>(
      tx, "WHERE team_id = ?1 AND slug = ?2 AND parent_id IS NULL",
      {team->id, selector.slug});
  if (!event_type) {
    return NotFound(absl::StrCat("Event type with slug ", selector.slug,
                                 " belonging to team ", selector.team_slug,
                                 " not found."));
  }
  return *std::move(event_type);
}

TeamRole RoleInTeam(Transaction& tx, std::int64_t user, std::int64_t team_id) {
  const auto team = store::Find<TeamRecord>(tx, team_id);
  return team ? domain::RoleIn(tx, user, *team) : TeamRole::kNone;
}

// True iff `user` is an admin of the organisation of `other`.
bool IsAdminOver(Transaction& tx, std::int64_t user, std::int64_t other) {
  const auto person = store::Find<UserRecord>(tx, other);
  return person && person->organization_id &&
         domain::OwnRole(tx, user, *person->organization_id) >=
             TeamRole::kAdmin;
}

}  // namespace

std::optional<UserRecord> FindUserByName(Transaction& tx,
                                         std::string_view username,
                                         std::string_view organization_slug) {
  if (username.empty()) return std::nullopt;
  if (organization_slug.empty()) {
    return store::SelectOne<UserRecord>(
        tx,
        "WHERE username = ?1 AND (organization_id IS NULL OR "
        "oauth_client_id IS NOT NULL) ORDER BY coalesce(organization_id, 0), "
        "id LIMIT 1",
        {username});
  }
  return store::SelectOne<UserRecord>(
      tx,
      "WHERE username = ?1 AND organization_id IN (SELECT id FROM team WHERE "
      "is_organization AND slug = ?2)",
      {username, organization_slug});
}

absl::StatusOr<EventTypeRecord> FindEventType(
    Transaction& tx, const EventTypeSelector& selector) {
  if (!selector.id) {
    return selector.username.empty() ? FindOfTeam(tx, selector)
                                     : FindOfUser(tx, selector);
  }
  auto event_type = store::Find<EventTypeRecord>(tx, *selector.id);
  if (!event_type) {
    return NotFound(
        absl::StrCat("Event type with id ", *selector.id, " not found."));
  }
  return *std::move(event_type);
}

std::vector<EventTypeRecord> EventTypesOfUser(Transaction& tx,
                                              std::int64_t user_id) {
  return store::Select<EventTypeRecord>(
      tx, "WHERE user_id = ?1 AND team_id IS NULL ORDER BY position DESC, id",
      {user_id});
}

absl::StatusOr<domain::HostMemory::Offer> FindOfferInMemory(
    const Context& context, const EventTypeSelector& selector) {
  std::int64_t id = selector.id.value_or(0);
  if (!selector.id) {
    const auto found = context.store.Read(
        [&](Transaction& tx) -> absl::StatusOr<std::int64_t> {
          const auto event_type = FindEventType(tx, selector);
          if (!event_type.ok()) return event_type.status();
          return event_type->id;
        });
    if (!found.ok()) return found.status();
    id = *found;
  }
  auto offer = context.hosts.Find(id);
  if (absl::IsNotFound(offer.status())) {
    return NotFound(absl::StrCat("Event type with id ", id, " not found."));
  }
  return offer;
}

absl::StatusOr<std::vector<std::int64_t>> FindUsersByName(
    Transaction& tx, const std::vector<std::string>& usernames,
    std::string_view organization_slug) {
  std::vector<std::int64_t> users;
  for (const std::string& name : usernames) {
    const auto user = FindUserByName(tx, name, organization_slug);
    if (!user) {
      return NotFound(absl::StrCat("User with username ", name, " not found"));
    }
    if (std::find(users.begin(), users.end(), user->id) == users.end()) {
      users.push_back(user->id);
    }
  }
  return users;
}

std::string SessionToMove(Transaction& tx, std::string_view uid,
                          bool is_seated) {
  const auto session = store::SelectOne<store::SessionRecord>(
      tx,
      "WHERE uid = ?1 OR id = (SELECT session_id FROM booking WHERE uid = ?1)",
      {uid});
  return session && (!is_seated || session->taken <= 1) ? session->uid : "";
}

bool SharesEventType(Transaction& tx, const Caller& caller,
                     const EventTypeRecord& event_type) {
  if (!caller.user_id) return false;
  if (caller.is_system_admin) return true;
  const std::int64_t user = *caller.user_id;
  if (event_type.team_id) {
    return RoleInTeam(tx, user, *event_type.team_id) != TeamRole::kNone;
  }
  if (event_type.user_id == user) return true;
  if (!event_type.user_id) return false;
  if (IsAdminOver(tx, user, *event_type.user_id)) return true;
  return !tx.Run(
                "SELECT 1 FROM membership a JOIN membership b ON a.team_id = "
                "b.team_id JOIN team t ON t.id = a.team_id WHERE NOT "
                "t.is_organization AND a.user_id = ?1 AND b.user_id = ?2 AND "
                "a.is_accepted AND b.is_accepted LIMIT 1",
                {user, *event_type.user_id})
              .is_empty();
}

bool MayManage(Transaction& tx, const Caller& caller,
               const std::optional<EventTypeRecord>& event_type,
               const std::vector<std::int64_t>& hosts) {
  if (!caller.user_id) return false;
  if (caller.is_system_admin) return true;
  const std::int64_t user = *caller.user_id;
  if (std::find(hosts.begin(), hosts.end(), user) != hosts.end()) return true;
  if (event_type) {
    if (event_type->user_id == user) return true;
    if (event_type->team_id &&
        (RoleInTeam(tx, user, *event_type->team_id) >= TeamRole::kAdmin ||
         !tx.Run("SELECT 1 FROM event_type_host WHERE event_type_id = ?1 AND "
                 "user_id = ?2",
                 {event_type->id, user})
              .is_empty())) {
      return true;
    }
  }
  return std::any_of(hosts.begin(), hosts.end(), [&](std::int64_t host) {
    return IsAdminOver(tx, user, host);
  });
}

std::optional<std::string> ClientOf(Transaction& tx,
                                    const EventTypeRecord& event_type) {
  if (event_type.user_id) {
    const auto user = store::Find<UserRecord>(tx, *event_type.user_id);
    if (user && user->oauth_client_id) return user->oauth_client_id;
  }
  if (event_type.team_id) {
    const auto team = store::Find<TeamRecord>(tx, *event_type.team_id);
    if (team) return team->oauth_client_id;
  }
  return std::nullopt;
}

}  // namespace bookable::http
