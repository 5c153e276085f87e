// bindings/http/domain/sign_in.cc
// Tested by tests/bindings/http/domain/sign_in_test.cc.
#include "bindings/http/domain/sign_in.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {

using store::Transaction;
using store::WebSessionRecord;

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
