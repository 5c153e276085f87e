// bindings/http/domain/people.h: users, what may be said about them, and what
// they begin with.
//
// CONCEPT   A user is managed by an OAuth client, or a member of an
//           organisation, or both. Each function is a part of a transaction.
// THREADS   As Transaction.
// ERRORS    Status as account_error.h; throws StatementError.
#ifndef BOOKABLE_HTTP_DOMAIN_PEOPLE_H_
#define BOOKABLE_HTTP_DOMAIN_PEOPLE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

// A field that may be cleared: absent leaves it, an empty inside clears it.
using Clearable = std::optional<std::optional<std::string>>;

// What may be said about a user; what is absent stays as it is.
struct UserFields {
  std::optional<std::string> email{};
  std::optional<std::string> name{};
  std::optional<std::int64_t> time_format{};
  std::optional<std::string> week_start{};
  std::optional<std::string> time_zone{};
  Clearable locale{};
  Clearable avatar_url{};
  Clearable bio{};
  std::optional<std::string> metadata{};  // JSON
  std::optional<std::int64_t> default_schedule_id{};
};

// Applies all but the address. InvalidArgument names the field; NotFound when
// the schedule is not the user's.
absl::Status ApplyUserFields(store::Transaction& tx, const UserFields& fields,
                             store::UserRecord& user);

// Inserts the user and makes them a member of their organisation, if they have
// one, which they need not accept. AlreadyExists when the address is taken.
// REQUIRES: user.email is normal.
absl::Status InsertUser(store::Transaction& tx, store::UserRecord& user,
                        std::string_view role = "MEMBER");

// `wanted`, or "wanted-2", ... : free in that organisation, for that user.
std::string FreeUsername(store::Transaction& tx, std::string_view wanted,
                         std::optional<std::int64_t> organization_id,
                         std::int64_t user_id = 0);

// "Default schedule", Monday to Friday from nine to five in the user's zone,
// made their default.
void GiveDefaultSchedule(store::Transaction& tx, store::UserRecord& user);

// 30 and 60 minutes, each once without a place and once by video.
void GiveDefaultEventTypes(store::Transaction& tx, std::int64_t user_id);

// --- managed users -----------------------------------------------------------

// In the client's organisation. InvalidArgument, AlreadyExists (the message
// has the id of the user whose address it is).
absl::StatusOr<store::UserRecord> CreateManagedUser(
    store::Transaction& tx, const store::OAuthClientRecord& client,
    const UserFields& fields);
// NotFound unless the client manages the user.
absl::StatusOr<store::UserRecord> FindManagedUser(store::Transaction& tx,
                                                  std::string_view client_id,
                                                  std::int64_t user_id);
// Changes any user; a managed one's address keeps the client's mark and gives
// the username anew.
absl::Status UpdateUser(store::Transaction& tx, const UserFields& fields,
                        store::UserRecord& user);
// By id. `emails`: base or stored addresses, any when empty.
absl::StatusOr<std::vector<store::UserRecord>> ListManagedUsers(
    store::Transaction& tx, std::string_view client_id, std::int64_t limit,
    std::int64_t offset, const std::vector<std::string>& emails);
// With schedules, event types, tokens and bookings.
void DeleteUser(store::Transaction& tx, std::int64_t user_id);

// A new time zone at /v2/me is also that of the default schedule.
void MoveDefaultSchedule(store::Transaction& tx, const store::UserRecord& user);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_PEOPLE_H_
