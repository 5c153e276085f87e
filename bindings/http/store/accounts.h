// bindings/http/store/accounts.h: who there is: teams, clients, users, tokens.
//
// CONCEPT   Records of table.h. An organisation is a team that is_organization;
//           its teams have it as parent, and its members and theirs are rows of
//           membership alike. Secrets, keys and tokens are never stored: only
//           their hashes, or the claims from which they can be signed again.
// UNITS     JSON members hold what the API reads and writes, as text.
// THREADS   Plain values.
#ifndef BOOKABLE_HTTP_STORE_ACCOUNTS_H_
#define BOOKABLE_HTTP_STORE_ACCOUNTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/http/store/value.h"
#include "bookable/time/instant.h"

namespace bookable::store {

// A team or an organisation. `slug` is unique among those of one parent.
struct TeamRecord {
  std::int64_t id = 0;
  std::optional<std::int64_t> parent_id{};  // the organisation of a team
  bool is_organization = false;
  bool is_platform = false;
  std::string name{};
  std::optional<std::string> slug{};
  std::optional<std::string> oauth_client_id{};  // the client that made it
  std::string time_zone = "Europe/London";
  std::string week_start = "Sunday";
  bool is_private = false;
  bool hide_branding = false;
  std::string profile =
      "{}";  // JSON: logos, bio, theme, colours, timeFormat, ...
  std::string metadata = "{}";  // JSON
  Moment created_at{};

  static constexpr std::string_view kTable = "team";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("parent_id", self.parent_id);
    visit("is_organization", self.is_organization);
    visit("is_platform", self.is_platform);
    visit("name", self.name);
    visit("slug", self.slug);
    visit("oauth_client_id", self.oauth_client_id);
    visit("time_zone", self.time_zone);
    visit("week_start", self.week_start);
    visit("is_private", self.is_private);
    visit("hide_branding", self.hide_branding);
    visit("profile", self.profile);
    visit("metadata", self.metadata);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const TeamRecord&, const TeamRecord&) = default;
};

// A customer's program, of an organisation.
struct OAuthClientRecord {
  std::string id{};
  std::int64_t organization_id = 0;
  std::string name{};
  std::string secret_hash{};
  std::int64_t permissions = 0;      // bits of the contract
  std::string redirect_uris = "[]";  // JSON
  std::optional<std::string> logo{};
  std::optional<std::string> booking_redirect_uri{};
  std::optional<std::string> booking_cancel_redirect_uri{};
  std::optional<std::string> booking_reschedule_redirect_uri{};
  bool are_emails_enabled = false;
  bool are_default_event_types_enabled = false;
  Moment created_at{};

  static constexpr std::string_view kTable = "oauth_client";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("organization_id", self.organization_id);
    visit("name", self.name);
    visit("secret_hash", self.secret_hash);
    visit("permissions", self.permissions);
    visit("redirect_uris", self.redirect_uris);
    visit("logo", self.logo);
    visit("booking_redirect_uri", self.booking_redirect_uri);
    visit("booking_cancel_redirect_uri", self.booking_cancel_redirect_uri);
    visit("booking_reschedule_redirect_uri",
          self.booking_reschedule_redirect_uri);
    visit("are_emails_enabled", self.are_emails_enabled);
    visit("are_default_event_types_enabled",
          self.are_default_event_types_enabled);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const OAuthClientRecord&,
                         const OAuthClientRecord&) = default;
};

// A person. `email` is unique, `username` within the organisation. Inserting
// one makes the host of the same id (sessions.h).
struct UserRecord {
  std::int64_t id = 0;
  std::string email{};  // as stored: local+<client>@domain for managed users
  std::optional<std::string> username{};
  std::optional<std::string> name{};
  std::optional<std::int64_t>
      organization_id{};  // whose profile the username is
  std::optional<std::string> oauth_client_id{};  // managed by this client
  std::optional<std::string> password_hash{};    // of an operator
  bool is_system_admin = false;
  bool is_verified = false;
  std::string time_zone = "Europe/London";
  std::string week_start = "Sunday";
  std::int64_t time_format = 12;  // 12 or 24
  std::optional<std::string> locale{};
  std::optional<std::int64_t> default_schedule_id{};
  std::optional<std::string> bio{};
  std::optional<std::string> avatar_url{};
  std::string profile = "{}";   // JSON: brandColor, theme, hideBranding, ...
  std::string metadata = "{}";  // JSON
  Moment created_at{};
  Moment updated_at{};

  static constexpr std::string_view kTable = "app_user";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("email", self.email);
    visit("username", self.username);
    visit("name", self.name);
    visit("organization_id", self.organization_id);
    visit("oauth_client_id", self.oauth_client_id);
    visit("password_hash", self.password_hash);
    visit("is_system_admin", self.is_system_admin);
    visit("is_verified", self.is_verified);
    visit("time_zone", self.time_zone);
    visit("week_start", self.week_start);
    visit("time_format", self.time_format);
    visit("locale", self.locale);
    visit("default_schedule_id", self.default_schedule_id);
    visit("bio", self.bio);
    visit("avatar_url", self.avatar_url);
    visit("profile", self.profile);
    visit("metadata", self.metadata);
    visit("created_ms", self.created_at);
    visit("updated_ms", self.updated_at);
  }
  friend bool operator==(const UserRecord&, const UserRecord&) = default;
};

// One a user and team.
struct MembershipRecord {
  std::int64_t id = 0;
  std::int64_t team_id = 0;
  std::int64_t user_id = 0;
  std::string role = "MEMBER";  // MEMBER, ADMIN or OWNER
  bool is_accepted = false;
  bool disable_impersonation = false;
  Moment created_at{};

  static constexpr std::string_view kTable = "membership";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("team_id", self.team_id);
    visit("user_id", self.user_id);
    visit("role", self.role);
    visit("is_accepted", self.is_accepted);
    visit("disable_impersonation", self.disable_impersonation);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const MembershipRecord&,
                         const MembershipRecord&) = default;
};

struct ApiKeyRecord {
  std::int64_t id = 0;
  std::int64_t user_id = 0;
  std::optional<std::int64_t> team_id{};
  std::string key_hash{};  // unique
  std::optional<std::string> note{};
  std::optional<Moment> expires_at{};  // DEFAULT: never
  std::optional<Moment> last_used_at{};
  Moment created_at{};

  static constexpr std::string_view kTable = "api_key";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("user_id", self.user_id);
    visit("team_id", self.team_id);
    visit("key_hash", self.key_hash);
    visit("note", self.note);
    visit("expires_ms", self.expires_at);
    visit("last_used_ms", self.last_used_at);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const ApiKeyRecord&, const ApiKeyRecord&) = default;
};

// An operator who has signed in to the settings page.
struct WebSessionRecord {
  std::string token_hash{};
  std::int64_t user_id = 0;
  std::string csrf_hash{};
  Moment expires_at{};
  Moment created_at{};

  static constexpr std::string_view kTable = "web_session";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("token_hash", self.token_hash);
    visit("user_id", self.user_id);
    visit("csrf_hash", self.csrf_hash);
    visit("expires_ms", self.expires_at);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const WebSessionRecord&,
                         const WebSessionRecord&) = default;
};

// To be exchanged for a pair of tokens, once.
struct AuthorizationCodeRecord {
  std::string code_hash{};
  std::string client_id{};
  std::int64_t user_id = 0;
  std::string redirect_uri{};
  Moment expires_at{};
  Moment created_at{};

  static constexpr std::string_view kTable = "authorization_code";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("code_hash", self.code_hash);
    visit("client_id", self.client_id);
    visit("user_id", self.user_id);
    visit("redirect_uri", self.redirect_uri);
    visit("expires_ms", self.expires_at);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const AuthorizationCodeRecord&,
                         const AuthorizationCodeRecord&) = default;
};

// All tokens that come from one act of giving them. Revoking it revokes them.
struct TokenFamilyRecord {
  std::int64_t id = 0;
  std::string client_id{};
  std::int64_t user_id = 0;
  std::optional<Moment> revoked_at{};
  Moment created_at{};

  static constexpr std::string_view kTable = "token_family";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("client_id", self.client_id);
    visit("user_id", self.user_id);
    visit("revoked_ms", self.revoked_at);
    visit("created_ms", self.created_at);
  }
  friend bool operator==(const TokenFamilyRecord&,
                         const TokenFamilyRecord&) = default;
};

// A token is signed from these claims, so that a spent one can be answered with
// the same successor again.
struct RefreshTokenRecord {
  std::int64_t id = 0;
  std::int64_t family_id = 0;
  std::string jti{};  // unique
  Instant issued_at{};
  Moment expires_at{};
  std::optional<Moment> used_at{};  // when it was refreshed
  std::optional<std::int64_t>
      successor_id{};  // the refresh token it was refreshed to

  static constexpr std::string_view kTable = "refresh_token";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("family_id", self.family_id);
    visit("jti", self.jti);
    visit("issued_s", self.issued_at);
    visit("expires_ms", self.expires_at);
    visit("used_ms", self.used_at);
    visit("successor_id", self.successor_id);
  }
  friend bool operator==(const RefreshTokenRecord&,
                         const RefreshTokenRecord&) = default;
};

// `refresh_token_id` is the other token of its pair.
struct AccessTokenRecord {
  std::int64_t id = 0;
  std::int64_t family_id = 0;
  std::int64_t refresh_token_id = 0;
  std::string jti{};  // unique
  Instant issued_at{};
  Moment expires_at{};

  static constexpr std::string_view kTable = "access_token";
  template <typename Self, typename Visit>
  static void Columns(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("family_id", self.family_id);
    visit("refresh_token_id", self.refresh_token_id);
    visit("jti", self.jti);
    visit("issued_s", self.issued_at);
    visit("expires_ms", self.expires_at);
  }
  friend bool operator==(const AccessTokenRecord&,
                         const AccessTokenRecord&) = default;
};

}  // namespace bookable::store

#endif  // BOOKABLE_HTTP_STORE_ACCOUNTS_H_
