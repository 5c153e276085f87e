// bindings/http/domain/sign_in.cc
// Tested by tests/bindings/http/domain/sign_in_test.cc.
#include "bindings/http/domain/sign_in.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {

using store::Transaction;
using store::WebSessionRecord;

namespace {

using std::chrono::milliseconds;

// Subjects are hashes: who was guessed at is nobody's business.
std::string AccountSubject(std::string_view email) {
  return HashOfSecret(absl::StrCat("account ", std::string(email)));
}

// Counts a guess. How long to wait, if it may not be made yet.
milliseconds CountGuess(Transaction& tx, const std::string& subject,
                        std::int64_t free) {
  const store::Moment now = tx.Now();
  // One statement, so that of guesses at once each sees the one before.
  const store::Rows counted = tx.Run(
      "INSERT INTO sign_in_guess (subject, failures, blocked_until_ms, "
      "expires_ms) VALUES (?1, 1, 0, ?2) ON CONFLICT (subject) DO UPDATE SET "
      "failures = CASE WHEN sign_in_guess.expires_ms <= ?3 THEN 1 ELSE "
      "sign_in_guess.failures + 1 END, expires_ms = ?2 "
      "WHERE sign_in_guess.blocked_until_ms <= ?3 RETURNING failures",
      {subject, now + kGuessesLast, now});
  if (counted.is_empty()) {
    const auto until =
        tx.Run("SELECT blocked_until_ms FROM sign_in_guess WHERE subject = ?1",
               {subject});
    return until.One().As<store::Moment>() - now;
  }
  const std::int64_t over = counted.One().As<std::int64_t>() - free;
  if (over < 0) return milliseconds{0};
  // 1, 2, 4, ... seconds
  const milliseconds block = std::min<milliseconds>(
      std::chrono::seconds{std::int64_t{1} << std::min<std::int64_t>(over, 30)},
      kLongestBlock);
  tx.Run("UPDATE sign_in_guess SET blocked_until_ms = ?2 WHERE subject = ?1",
         {subject, now + block});
  return milliseconds{0};
}

void ForgetGuesses(Transaction& tx, const std::string& subject) {
  tx.Run("DELETE FROM sign_in_guess WHERE subject = ?1", {subject});
}

}  // namespace

absl::Status SetPassword(Transaction& tx, std::int64_t user_id,
                         std::string_view password) {
  if (password.size() < kShortestPassword ||
      password.size() > kLongestPassword) {
    return absl::InvalidArgumentError(absl::StrCat("password: must have ",
                                                   kShortestPassword, " to ",
                                                   kLongestPassword, " bytes"));
  }
  const bool is_there =
      tx.Run("UPDATE app_user SET password_hash = ?2 WHERE id = ?1",
             {user_id, HashOfPassword(password)})
          .changed() > 0;
  if (!is_there) {
    return absl::NotFoundError(absl::StrCat("there is no user ", user_id));
  }
  // Whoever knew the old one is out.
  tx.Run("DELETE FROM web_session WHERE user_id = ?1", {user_id});
  tx.Run("DELETE FROM sign_in_address WHERE user_id = ?1", {user_id});
  const auto user = store::Find<store::UserRecord>(tx, user_id);
  ForgetGuesses(tx, AccountSubject(user->email));
  return absl::OkStatus();
}

PasswordHolder FindPasswordHolder(Transaction& tx, std::string_view email) {
  PasswordHolder holder;
  const auto normal = NormalEmail(email);
  if (!normal) return holder;
  const auto user =
      store::SelectOne<store::UserRecord>(tx, "WHERE email = ?1", {*normal});
  if (!user || !user->password_hash) return holder;
  holder.user_id = user->id;
  holder.password_hash = *user->password_hash;
  return holder;
}

Attempt BeginAttempt(Transaction& tx, std::string_view email,
                     std::string_view address) {
  Attempt attempt{.holder = FindPasswordHolder(tx, email)};
  attempt.account = AccountSubject(NormalEmail(email).value_or(""));
  const bool is_known_address =
      attempt.holder.user_id != 0 &&
      !tx.Run(
             "SELECT 1 FROM sign_in_address WHERE user_id = ?1 AND address = "
             "?2 AND expires_ms > ?3",
             {attempt.holder.user_id, address, tx.Now()})
           .is_empty();
  if (is_known_address) {
    attempt.account =
        HashOfSecret(absl::StrCat(attempt.account, " ", std::string(address)));
  }
  attempt.address =
      HashOfSecret(absl::StrCat("address ", std::string(address)));
  // Accounts before addresses, always: attempts lock rows in one order.
  attempt.wait = CountGuess(tx, attempt.account, kFreeGuessesOfAccount);
  if (attempt.wait > milliseconds{0}) return attempt;
  attempt.wait = CountGuess(tx, attempt.address, kFreeGuessesOfAddress);
  return attempt;
}

void ForgiveAttempt(Transaction& tx, const Attempt& attempt,
                    std::string_view address) {
  ForgetGuesses(tx, attempt.account);
  // Only this one: who has an account of their own may still guess at others'.
  tx.Run(
      "UPDATE sign_in_guess SET failures = failures - 1, blocked_until_ms = 0 "
      "WHERE subject = ?1 AND failures > 0",
      {attempt.address});
  tx.Run(
      "INSERT INTO sign_in_address (user_id, address, expires_ms) VALUES (?1, "
      "?2, ?3) ON CONFLICT (user_id, address) DO UPDATE SET expires_ms = ?3",
      {attempt.holder.user_id, address, tx.Now() + kAddressKnown});
}

absl::StatusOr<std::int64_t> CheckPassword(const PasswordHolder& holder,
                                           std::string_view password) {
  const absl::Status wrong =
      absl::UnauthenticatedError("the address or the password is wrong");
  if (password.size() > kLongestPassword) return wrong;
  if (holder.password_hash.empty()) {
    PretendToCheckPassword(password);
    return wrong;
  }
  if (!IsPasswordOf(password, holder.password_hash)) return wrong;
  return holder.user_id;
}

NewSession BeginSession(Transaction& tx, std::int64_t user_id) {
  NewSession session{.token = NewSecret(),
                     .csrf_token = NewSecret(),
                     .expires_at = tx.Now() + kSessionLife};
  WebSessionRecord record{.token_hash = HashOfSecret(session.token),
                          .user_id = user_id,
                          .csrf_hash = HashOfSecret(session.csrf_token),
                          .expires_at = session.expires_at,
                          .created_at = tx.Now()};
  store::Insert(tx, record);
  return session;
}

absl::StatusOr<WebSessionRecord> CheckSession(Transaction& tx,
                                              std::string_view token) {
  auto session = store::Find<WebSessionRecord>(tx, HashOfSecret(token));
  if (!session || session->expires_at <= tx.Now()) {
    return absl::UnauthenticatedError("the session is unknown or over");
  }
  return *std::move(session);
}

bool IsCsrfTokenOf(const WebSessionRecord& session,
                   std::string_view csrf_token) {
  return IsSecretOf(csrf_token, session.csrf_hash);
}

void EndSession(Transaction& tx, std::string_view token) {
  store::Delete<WebSessionRecord>(tx, HashOfSecret(token));
}

}  // namespace bookable::domain
