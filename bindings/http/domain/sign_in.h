// bindings/http/domain/sign_in.h: people at the settings page.
//
// CONCEPT   Who signs in with address and password gets two secrets: the
//           session's, in a cookie that scripts cannot read, and the CSRF
//           token, which the page sends in a header with everything that
//           changes something. A foreign page has the one at most, through the
//           browser, never the other. Both are kept as hashes.
//           Each function is a part of a transaction.
// THREADS   As Transaction.
// ERRORS    Status as account_error.h; throws StatementError.
#ifndef BOOKABLE_HTTP_DOMAIN_SIGN_IN_H_
#define BOOKABLE_HTTP_DOMAIN_SIGN_IN_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

inline constexpr std::chrono::hours kSessionLife{12};
inline constexpr std::size_t kShortestPassword = 8;
inline constexpr std::size_t kLongestPassword = 1024;

// InvalidArgument for one that is too short or too long.
absl::Status SetPassword(store::Transaction& tx, std::int64_t user_id,
                         std::string_view password);

// Who may have this address and password; nothing is written, and the password
// is not looked at: see SignIn. Split so that the slow hash holds no lock.
struct PasswordHolder {
  std::int64_t user_id = 0;
  std::string password_hash{};  // empty: nobody
};
PasswordHolder FindPasswordHolder(store::Transaction& tx,
                                  std::string_view email);

// Takes the same time whoever it is. Unauthenticated unless it fits.
absl::StatusOr<std::int64_t> CheckPassword(const PasswordHolder& holder,
                                           std::string_view password);

struct NewSession {
  std::string token{};
  std::string csrf_token{};
  store::Moment expires_at{};
};
NewSession BeginSession(store::Transaction& tx, std::int64_t user_id);

// Unauthenticated: unknown or over.
absl::StatusOr<store::WebSessionRecord> CheckSession(store::Transaction& tx,
                                                     std::string_view token);
bool IsCsrfTokenOf(const store::WebSessionRecord& session,
                   std::string_view csrf_token);

void EndSession(store::Transaction& tx, std::string_view token);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_SIGN_IN_H_
