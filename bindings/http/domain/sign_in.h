// bindings/http/domain/sign_in.h: people at the settings page.
//
// CONCEPT   Who signs in with address and password gets two secrets: the
//           session's, in a cookie that scripts cannot read, and the CSRF
//           token, which the page sends in a header with everything that
//           changes something. A foreign page has the one at most, through the
//           browser, never the other. Both are kept as hashes.
// GUESSES   Each attempt is counted before the password is looked at, once for
//           its account and once for its address; a right one takes its counts
//           back. After some free ones each doubles the time until the next, up
//           to kLongestBlock, and an hour without a wrong one forgets them: no
//           account is locked out for good. An address from which someone has
//           signed in to the account lately counts by itself, so that strangers
//           who guess keep nobody out who signs in from where they always do.
//           Counts are in the store: guesses at several nodes are one's
//           guesses. Whether an account is there changes nothing. Each function
//           is a part of a transaction.
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

// Also ends the user's sessions and forgets the guesses at the old one.
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

inline constexpr std::int64_t kFreeGuessesOfAccount = 10;
inline constexpr std::int64_t kFreeGuessesOfAddress = 30;
inline constexpr std::chrono::minutes kLongestBlock{5};
inline constexpr std::chrono::hours kGuessesLast{1};
inline constexpr std::chrono::days kAddressKnown{90};

// An attempt to sign in. `wait` > 0: it may not be made yet; then nothing was
// counted for certain, and the transaction should be rolled back.
struct Attempt {
  PasswordHolder holder{};
  std::string account{};  // what it was counted under
  std::string address{};
  std::chrono::milliseconds wait{0};
};
// `address`: the client's, as the rate limits count it.
Attempt BeginAttempt(store::Transaction& tx, std::string_view email,
                     std::string_view address);
// After a right password: takes back what was counted, remembers the address.
void ForgiveAttempt(store::Transaction& tx, const Attempt& attempt,
                    std::string_view address);

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
