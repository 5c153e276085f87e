// bindings/http/api/authorizer.h: who calls, and whether they may.
//
// CONCEPT   A route declares an Access. For every request the server asks the
//           one Authorizer, in this order:
//
//     1. Authenticate: who is it? The order of ways is the contract's: client
//        id and secret, bearer token or key, session cookie. Not asked when the
//        route ignores credentials. Nothing sent is an anonymous Caller; what
//        was sent and is bad is an error, on optional routes too.
//     2. the server counts the request against the caller's rate limit
//     3. Authorize: may this caller use this route, with this path? Kinds,
//        permissions, tenant and role, as the route's Access says.
//     4. the body is held against the route's schema, the handler is called
//
//           No handler checks any of this again. What only a handler can know
//           (whose schedule 88 is) it answers itself, by caller.user_id.
// THREADS   An Authorizer is shared by the threads that run handlers.
#ifndef BOOKABLE_HTTP_API_AUTHORIZER_H_
#define BOOKABLE_HTTP_API_AUTHORIZER_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/api/request.h"

namespace bookable::http {

// What an OAuth client was given; bits and names are the contract's.
enum class Permission : std::uint16_t {
  kEventTypeRead = 1,
  kEventTypeWrite = 2,
  kBookingRead = 4,
  kBookingWrite = 8,
  kScheduleRead = 16,
  kScheduleWrite = 32,
  kAppsRead = 64,
  kAppsWrite = 128,
  kProfileRead = 256,
  kProfileWrite = 512,
};

class PermissionSet {
 public:
  constexpr PermissionSet() = default;
  constexpr PermissionSet(Permission permission)
      : bits_(static_cast<std::uint16_t>(permission)) {}
  static constexpr PermissionSet FromBits(std::int64_t bits) {
    PermissionSet set;
    set.bits_ = static_cast<std::uint16_t>(bits & kAllBits);
    return set;
  }
  static constexpr std::uint16_t kAllBits = 1023;

  constexpr std::uint16_t bits() const { return bits_; }
  constexpr bool is_empty() const { return bits_ == 0; }
  constexpr bool Contains(PermissionSet others) const {
    return (bits_ & others.bits_) == others.bits_;
  }
  constexpr PermissionSet Without(PermissionSet others) const {
    return FromBits(bits_ & ~others.bits_);
  }
  // "EVENT_TYPE_READ", ... in ascending order of bits.
  std::vector<std::string> Names() const;
  // A set from names; "*" is all. Nothing if one is unknown.
  static std::optional<PermissionSet> FromName(std::string_view name);

  friend constexpr PermissionSet operator|(PermissionSet a, PermissionSet b) {
    return FromBits(a.bits_ | b.bits_);
  }
  friend constexpr bool operator==(PermissionSet, PermissionSet) = default;

 private:
  std::uint16_t bits_ = 0;
};

constexpr PermissionSet operator|(Permission a, Permission b) {
  return PermissionSet(a) | PermissionSet(b);
}

enum class CallerKind : std::uint8_t {
  kAnonymous,
  kOauthClient,  // client id and secret: acts as the organisation's owner
  kAccessToken,  // a managed user
  kApiKey,       // a user
  kOperator,     // a user with a session of the settings page
};

// "anonymous", "oauth_client", "access_token", "api_key", "operator".
std::string_view CallerKindName(CallerKind kind);

// A set of kinds.
class CallerKinds {
 public:
  constexpr CallerKinds() = default;
  constexpr CallerKinds(CallerKind kind)
      : bits_(static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind))) {}
  constexpr bool Contains(CallerKind kind) const {
    return (bits_ & CallerKinds(kind).bits_) != 0;
  }
  constexpr bool is_empty() const { return bits_ == 0; }
  friend constexpr CallerKinds operator|(CallerKinds a, CallerKinds b) {
    CallerKinds both;
    both.bits_ = a.bits_ | b.bits_;
    return both;
  }

 private:
  std::uint8_t bits_ = 0;
};

constexpr CallerKinds operator|(CallerKind a, CallerKind b) {
  return CallerKinds(a) | CallerKinds(b);
}

// Everyone that is someone.
inline constexpr CallerKinds kAnyCaller =
    CallerKind::kOauthClient | CallerKind::kAccessToken | CallerKind::kApiKey |
    CallerKind::kOperator;

enum class Credentials : std::uint8_t {
  kIgnored,   // not even read: provider check, code exchange, health
  kOptional,  // none is anonymous; bad ones are refused
  kRequired,
};

// The least role somewhere; owners may what admins may, admins what members.
enum class Role : std::uint8_t { kNone, kMember, kAdmin, kOwner };

// Where the role is asked for, and what of the path must belong to the caller.
enum class Tenant : std::uint8_t {
  kSelf,          // the caller's own things; nothing of the path is asked
  kPlatform,      // the caller's platform organisation
  kClient,        // {clientId}: a client of the caller's platform organisation,
                  // or the caller itself
  kOrganization,  // {orgId}; and {teamId}, {userId} of it, if in the path
  kTeam,          // {teamId}; organisation admins pass every role
};

enum class ManagedUsers : std::uint8_t { kMay, kMayNot };

// Who may call a route.
struct Access {
  Credentials credentials = Credentials::kRequired;
  CallerKinds kinds = kAnyCaller;  // others: 401 with the list of these
  // Asked of access tokens and client credentials only.
  PermissionSet permissions{};
  Tenant tenant = Tenant::kSelf;
  Role role = Role::kNone;
  ManagedUsers managed_users = ManagedUsers::kMay;
};

// Nobody is asked who they are.
inline constexpr Access kPublic{.credentials = Credentials::kIgnored};
// Anonymous, or someone.
inline constexpr Access kOptional{.credentials = Credentials::kOptional};

// One rate limit of a caller: `name` is that of the headers, "default".
struct RateLimit {
  std::string name = "default";
  std::int64_t limit = 120;
  std::chrono::milliseconds window{60'000};
  std::chrono::milliseconds block{60'000};
};

struct Caller {
  CallerKind kind = CallerKind::kAnonymous;
  // Who they act as. Set unless anonymous.
  std::optional<std::int64_t> user_id{};
  std::optional<std::int64_t> organization_id{};
  std::string client_id{};  // of client credentials and access tokens
  PermissionSet permissions{};
  bool is_managed = false;
  bool is_system_admin = false;
  // What requests are counted by: one bucket a principal ("token:41"), never a
  // secret. DEFAULT: the client's address.
  std::string bucket{};
  // An API key's own limits. DEFAULT: the setting of its kind.
  std::vector<RateLimit> limits{};
};

// REQUIRES of all: the errors are those of error.h.
class Authorizer {
 public:
  Authorizer() = default;
  Authorizer(const Authorizer&) = delete;
  Authorizer& operator=(const Authorizer&) = delete;
  virtual ~Authorizer() = default;

  virtual absl::StatusOr<Caller> Authenticate(const Request& request) = 0;
  // The same for who was authenticated a moment ago, without waiting for
  // anything; nothing for everybody else. For what everybody may read: it may
  // take some seconds until another node's word that a key is void is heard.
  virtual std::optional<Caller> Recall(const Request&) { return std::nullopt; }
  // May fill in what is known only now (caller.organization_id of the path).
  virtual absl::Status Authorize(const Access& access, const Request& request,
                                 Caller& caller) = 0;
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_AUTHORIZER_H_
