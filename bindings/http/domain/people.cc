// bindings/http/domain/people.cc
// Tested by tests/bindings/http/domain/people_test.cc.
#include "bindings/http/domain/people.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/domain/account_error.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/store/hosts.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {
namespace {

using store::ScheduleRecord;
using store::Transaction;
using store::UserRecord;

constexpr std::size_t kLongestName = 500;
constexpr std::size_t kLongestBio = 10'000;

constexpr const char* kOfficeHours =
    R"([{"days":["Monday","Tuesday","Wednesday","Thursday","Friday"],)"
    R"("startTime":"09:00","endTime":"17:00"}])";

absl::Status Wrong(std::string_view field, std::string_view rule) {
  return absl::InvalidArgumentError(
      absl::StrCat(std::string(field), ": ", std::string(rule)));
}

// Slug of "alice+CLIENT-example-com": all labels of the domain, so that few
// addresses share one.
std::string UsernameOf(std::string_view managed_email) {
  std::string text(managed_email);
  const std::size_t at = text.rfind('@');
  for (std::size_t i = at; i < text.size(); ++i) {
    if (text[i] == '@' || text[i] == '.') text[i] = '-';
  }
  return Slug(text);
}

absl::Status CheckAddressIsFree(Transaction& tx, std::string_view email,
                                std::int64_t user_id) {
  const store::Rows rows =
      tx.Run("SELECT id FROM app_user WHERE email = ?1 AND id <> ?2",
             {email, user_id});
  if (rows.is_empty()) return absl::OkStatus();
  return TakenError(absl::StrCat("the address is already that of user ",
                                 rows.One().As<std::int64_t>()));
}

}  // namespace

absl::Status ApplyUserFields(Transaction& tx, const UserFields& fields,
                             UserRecord& user) {
  if (fields.name) {
    if (fields.name->size() > kLongestName) {
      return Wrong("name", "must have at most 500 bytes");
    }
    user.name = *fields.name;
  }
  if (fields.time_format) {
    if (*fields.time_format != 12 && *fields.time_format != 24) {
      return Wrong("timeFormat", "must be 12 or 24");
    }
    user.time_format = *fields.time_format;
  }
  if (fields.week_start) {
    if (!IsWeekday(*fields.week_start)) {
      return Wrong("weekStart", "must be Monday, Tuesday, ... or Sunday");
    }
    user.week_start = *fields.week_start;
  }
  if (fields.time_zone) {
    auto zone = RepairedZone(*fields.time_zone);
    if (!zone) {
      return Wrong("timeZone", "must be the name of an IANA time zone");
    }
    user.time_zone = *std::move(zone);
  }
  if (fields.locale) {
    if (*fields.locale && !IsLocale(**fields.locale)) {
      return Wrong("locale", "must be one of the supported languages");
    }
    user.locale = *fields.locale;
  }
  if (fields.avatar_url) {
    if (*fields.avatar_url && !IsWebUrl(**fields.avatar_url)) {
      return Wrong("avatarUrl", "must be an http or https address");
    }
    user.avatar_url = *fields.avatar_url;
  }
  if (fields.bio) {
    if (*fields.bio && (*fields.bio)->size() > kLongestBio) {
      return Wrong("bio", "must have at most 10,000 bytes");
    }
    user.bio = *fields.bio;
  }
  if (fields.metadata) user.metadata = *fields.metadata;
  if (fields.default_schedule_id) {
    const auto schedule =
        store::Find<ScheduleRecord>(tx, *fields.default_schedule_id);
    if (!schedule || schedule->user_id != user.id) {
      return absl::NotFoundError(
          absl::StrCat("defaultScheduleId: the user has no schedule ",
                       *fields.default_schedule_id));
    }
    user.default_schedule_id = schedule->id;
  }
  user.updated_at = tx.Now();
  return absl::OkStatus();
}

absl::Status InsertUser(Transaction& tx, UserRecord& user,
                        std::string_view role) {
  absl::Status free = CheckAddressIsFree(tx, user.email, 0);
  if (!free.ok()) return free;
  user.created_at = tx.Now();
  user.updated_at = tx.Now();
  store::Insert(tx, user);
  if (user.organization_id) {
    store::MembershipRecord membership{.team_id = *user.organization_id,
                                       .user_id = user.id,
                                       .role = std::string(role),
                                       .is_accepted = true,
                                       .created_at = tx.Now()};
    store::Insert(tx, membership);
  }
  return absl::OkStatus();
}

std::string FreeUsername(Transaction& tx, std::string_view wanted,
                         std::optional<std::int64_t> organization_id,
                         std::int64_t user_id) {
  std::string name(wanted);
  for (int i = 2; !tx.Run("SELECT 1 FROM app_user WHERE username = ?1 AND "
                          "coalesce(organization_id, 0) = ?2 AND id <> ?3",
                          {name, organization_id.value_or(0), user_id})
                       .is_empty();
       ++i) {
    name = absl::StrCat(std::string(wanted), "-", i);
  }
  return name;
}

void GiveDefaultSchedule(Transaction& tx, UserRecord& user) {
  ScheduleRecord schedule{.user_id = user.id,
                          .name = "Default schedule",
                          .time_zone = user.time_zone,
                          .availability = kOfficeHours,
                          .created_at = tx.Now(),
                          .updated_at = tx.Now()};
  store::Insert(tx, schedule);
  user.default_schedule_id = schedule.id;
  store::Update(tx, user);
}

void GiveDefaultEventTypes(Transaction& tx, std::int64_t user_id) {
  struct Default {
    const char* slug;
    const char* title;
    std::int64_t minutes;
    const char* settings;
  };
  constexpr const char* kNoPlace = R"({"locations":[]})";
  constexpr const char* kVideo =
      R"({"locations":[{"type":"integration","integration":"cal-video"}]})";
  constexpr std::array kDefaults = {
      Default{"thirty-minutes", "30 Minutes", 30, kNoPlace},
      Default{"sixty-minutes", "60 Minutes", 60, kNoPlace},
      Default{"thirty-minutes-video", "30 Minutes", 30, kVideo},
      Default{"sixty-minutes-video", "60 Minutes", 60, kVideo}};
  for (const Default& given : kDefaults) {
    store::EventTypeRecord type{.user_id = user_id,
                                .slug = given.slug,
                                .title = given.title,
                                .length_minutes = given.minutes,
                                .settings = given.settings,
                                .created_at = tx.Now(),
                                .updated_at = tx.Now()};
    store::Insert(tx, type);
  }
}

absl::StatusOr<UserRecord> CreateManagedUser(
    Transaction& tx, const store::OAuthClientRecord& client,
    const UserFields& fields) {
  const auto email = NormalEmail(fields.email.value_or(""));
  if (!email) return Wrong("email", "must be an e-mail address");
  UserRecord user{.email = ManagedEmail(*email, client.id),
                  .organization_id = client.organization_id,
                  .oauth_client_id = client.id,
                  .is_verified = true};
  absl::Status status = ApplyUserFields(tx, fields, user);
  if (!status.ok()) return status;
  user.username =
      FreeUsername(tx, UsernameOf(user.email), user.organization_id);
  status = InsertUser(tx, user);
  if (!status.ok()) return status;
  if (fields.time_zone) GiveDefaultSchedule(tx, user);
  if (client.are_default_event_types_enabled) {
    GiveDefaultEventTypes(tx, user.id);
  }
  return user;
}

absl::StatusOr<UserRecord> FindManagedUser(Transaction& tx,
                                           std::string_view client_id,
                                           std::int64_t user_id) {
  auto user = store::Find<UserRecord>(tx, user_id);
  if (!user || user->oauth_client_id != client_id) {
    return absl::NotFoundError(
        absl::StrCat("the client manages no user ", user_id));
  }
  return *std::move(user);
}

absl::Status UpdateUser(Transaction& tx, const UserFields& fields,
                        UserRecord& user) {
  absl::Status status = ApplyUserFields(tx, fields, user);
  if (!status.ok()) return status;
  if (fields.email) {
    const auto email = NormalEmail(*fields.email);
    if (!email) return Wrong("email", "must be an e-mail address");
    user.email = user.oauth_client_id
                     ? ManagedEmail(*email, *user.oauth_client_id)
                     : *email;
    status = CheckAddressIsFree(tx, user.email, user.id);
    if (!status.ok()) return status;
    if (user.oauth_client_id) {
      user.username = FreeUsername(tx, UsernameOf(user.email),
                                   user.organization_id, user.id);
    }
  }
  store::Update(tx, user);
  store::TouchHosts(tx, {user.id});
  return absl::OkStatus();
}

absl::StatusOr<std::vector<UserRecord>> ListManagedUsers(
    Transaction& tx, std::string_view client_id, std::int64_t limit,
    std::int64_t offset, const std::vector<std::string>& emails) {
  store::Values arguments{client_id, limit, offset};
  std::string clause = "WHERE oauth_client_id = ?1 ";
  if (!emails.empty()) {
    for (const std::string& text : emails) {
      const auto email = NormalEmail(text);
      if (!email) {
        return absl::InvalidArgumentError(
            absl::StrCat("emails: not an e-mail address: ", text));
      }
      arguments.emplace_back(ManagedEmail(*email, client_id));
    }
    clause += "AND email IN (" + store::Places(4, emails.size()) + ") ";
  }
  return store::Select<UserRecord>(
      tx, clause + "ORDER BY id LIMIT ?2 OFFSET ?3", arguments);
}

void DeleteUser(Transaction& tx, std::int64_t user_id) {
  store::TouchHosts(tx, {user_id});
  tx.Run("DELETE FROM hold WHERE host_id = ?1", {user_id});
  // What others hold with them goes on without them.
  tx.Run(
      "DELETE FROM session WHERE id IN (SELECT session_id FROM session_host "
      "WHERE host_id = ?1) AND NOT EXISTS (SELECT 1 FROM session_host o WHERE "
      "o.session_id = session.id AND o.host_id <> ?1)",
      {user_id});
  store::Delete<UserRecord>(tx, user_id);
}

void MoveDefaultSchedule(Transaction& tx, const UserRecord& user) {
  if (!user.default_schedule_id) return;
  tx.Run(
      "UPDATE schedule SET time_zone = ?3, updated_ms = ?4 WHERE id = ?1 AND "
      "user_id = ?2",
      {*user.default_schedule_id, user.id, user.time_zone, tx.Now()});
}

}  // namespace bookable::domain
