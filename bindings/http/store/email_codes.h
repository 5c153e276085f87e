// bindings/http/store/email_codes.h: addresses that are proved by a code.
//
// CONCEPT   Records of table.h; domain/email_codes.h writes them.
// UNITS     Columns named _ms: epoch milliseconds. THREADS: plain values.
#ifndef BOOKABLE_HTTP_STORE_EMAIL_CODES_H_
#define BOOKABLE_HTTP_STORE_EMAIL_CODES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/http/store/value.h"

namespace bookable::store {

// The code last sent to an address; the key is the address, hashed.
struct EmailCodeRecord {
  std::string id{};
  std::string code_hash{};
  std::int64_t tries = 0;  // wrong ones since it was sent
  std::int64_t sent = 0;   // codes since the period began
  Moment period_began_at{};
  Moment expires_at{};

  static constexpr std::string_view kTable = "email_code";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("code_hash", self.code_hash);
    visit("tries", self.tries);
    visit("sent", self.sent);
    visit("period_began_ms", self.period_began_at);
    visit("expires_ms", self.expires_at);
  }
  friend bool operator==(const EmailCodeRecord&,
                         const EmailCodeRecord&) = default;
};

// An address that a user, or a user for a team, has proved to be theirs.
struct VerifiedEmailRecord {
  std::int64_t id = 0;
  std::int64_t user_id = 0;
  std::optional<std::int64_t> team_id{};
  std::string email{};
  Moment created_at{};

  static constexpr std::string_view kTable = "verified_email";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("user_id", self.user_id);
    visit("team_id", self.team_id);
    visit("email", self.email);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const VerifiedEmailRecord&,
                         const VerifiedEmailRecord&) = default;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_EMAIL_CODES_H_
