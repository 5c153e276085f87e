// bindings/http/domain/oauth_clients.h: the programs of customers.
//
// CONCEPT   A client belongs to an organisation, whose owner it acts as. Its
//           secret is shown when it is made or rotated, and never again.
//           Each function is a part of a transaction.
// THREADS   As Transaction.
// ERRORS    Status as account_error.h; throws StatementError.
#ifndef BOOKABLE_HTTP_DOMAIN_OAUTH_CLIENTS_H_
#define BOOKABLE_HTTP_DOMAIN_OAUTH_CLIENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

// What may be said about a client; what is absent stays as it is, or has its
// default.
struct OAuthClientFields {
  std::optional<std::string> name{};
  std::optional<std::vector<std::string>> redirect_uris{};
  std::optional<std::int64_t> permissions{};
  std::optional<std::string> logo{};
  std::optional<std::string> booking_redirect_uri{};
  std::optional<std::string> booking_cancel_redirect_uri{};
  std::optional<std::string> booking_reschedule_redirect_uri{};
  std::optional<bool> are_emails_enabled{};
  std::optional<bool> are_default_event_types_enabled{};
};

struct NewOAuthClient {
  store::OAuthClientRecord client{};
  std::string secret{};
};

// InvalidArgument names the field that is missing or wrong.
absl::StatusOr<NewOAuthClient> CreateOAuthClient(
    store::Transaction& tx, std::int64_t organization_id,
    const OAuthClientFields& fields);
absl::StatusOr<store::OAuthClientRecord> UpdateOAuthClient(
    store::Transaction& tx, std::string_view id,
    const OAuthClientFields& fields);
absl::StatusOr<std::string> RotateSecret(store::Transaction& tx,
                                         std::string_view id);
// Deletes it with its tokens. Its users stay members of the organisation, with
// their bookings, managed by no one.
absl::StatusOr<store::OAuthClientRecord> DeleteOAuthClient(
    store::Transaction& tx, std::string_view id);

absl::StatusOr<store::OAuthClientRecord> FindOAuthClient(store::Transaction& tx,
                                                         std::string_view id);
std::vector<store::OAuthClientRecord> ListOAuthClients(
    store::Transaction& tx, std::int64_t organization_id);

std::vector<std::string> RedirectUris(const store::OAuthClientRecord& client);

// Is the address one of the client's, character by character, "*" in an entry's
// host standing for one label?
bool IsRegisteredRedirect(const store::OAuthClientRecord& client,
                          std::string_view uri);

// Is a browser's origin that of one of the client's addresses?
bool IsAllowedOrigin(const store::OAuthClientRecord& client,
                     std::string_view origin);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_OAUTH_CLIENTS_H_
