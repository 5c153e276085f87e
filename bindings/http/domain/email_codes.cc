// Tested by tests/bindings/http/domain/email_codes_test.cc.
#include "bindings/http/domain/email_codes.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/store/email_codes.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {
namespace {

using store::EmailCodeRecord;

constexpr std::chrono::minutes kCodeLasts{15};
constexpr std::chrono::minutes kPeriod{10};
constexpr std::size_t kDigits = 6;
constexpr std::int64_t kMostSent = 5;
constexpr std::int64_t kMostTries = 5;

std::string KeyOf(std::string_view email) {
  return HashOfSecret(absl::StrCat("email\n", std::string(email)));
}

std::string HashOfCode(std::string_view key, std::string_view email,
                       std::string_view code) {
  return HashOfSecret(absl::StrCat("email code\n", std::string(key), "\n",
                                   std::string(email), "\n",
                                   std::string(code)));
}

}  // namespace

std::optional<std::string> NewEmailCode(store::Transaction& tx,
                                        std::string_view key,
                                        std::string_view email) {
  const std::string id = KeyOf(email);
  const auto known = store::Find<EmailCodeRecord>(tx, id);
  EmailCodeRecord record =
      known.value_or(EmailCodeRecord{.id = id, .period_began_at = tx.Now()});
  if (record.period_began_at + kPeriod <= tx.Now()) {
    record.period_began_at = tx.Now();
    record.sent = 0;
  }
  if (record.sent >= kMostSent) return std::nullopt;
  const std::string code = NewDigits(kDigits);
  ++record.sent;
  record.tries = 0;
  record.code_hash = HashOfCode(key, email, code);
  record.expires_at = tx.Now() + kCodeLasts;
  if (known) {
    store::Update(tx, record);
  } else {
    store::Insert(tx, record);
  }
  return code;
}

bool IsEmailCodeOf(store::Transaction& tx, std::string_view key,
                   std::string_view email, std::string_view code) {
  const std::string id = KeyOf(email);
  // Counted before it is looked at: of many guesses at once each finds the
  // count of the one before.
  const bool may_try =
      tx.Run(
            "UPDATE email_code SET tries = tries + 1 WHERE id = ?1 AND tries "
            "< ?2 AND expires_ms > ?3",
            {id, kMostTries, tx.Now()})
          .changed() > 0;
  if (!may_try) return false;
  const auto record = store::Find<EmailCodeRecord>(tx, id);
  if (HashOfCode(key, email, code) != record->code_hash) return false;
  tx.Run("UPDATE email_code SET tries = tries - 1 WHERE id = ?1", {id});
  return true;
}

std::int64_t ForgetEndedEmailCodes(store::Transaction& tx) {
  return tx
      .Run(
          "DELETE FROM email_code WHERE expires_ms <= ?1 AND "
          "period_began_ms <= ?2",
          {tx.Now(), tx.Now() - kPeriod})
      .changed();
}

}  // namespace bookable::domain
