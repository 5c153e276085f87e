// bindings/http/domain/demo.h: something to try the service with.
//
// CONCEPT   The organisation Lingua, its owner, an OAuth client, and Alice
//           Conti, who teaches Italian in Rome: weekday hours, a lesson of 30
//           and one of 60 minutes, both by video.
// THREADS   As Transaction. ERRORS: AlreadyExists when it was made before.
#ifndef BOOKABLE_HTTP_DOMAIN_DEMO_H_
#define BOOKABLE_HTTP_DOMAIN_DEMO_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "bindings/http/domain/tokens.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

// Where Alice is booked: /alice/lezione-30.
inline constexpr const char* kDemoUsername = "alice";
inline constexpr const char* kDemoEventSlug = "lezione-30";
inline constexpr const char* kDemoOwnerEmail = "owner@lingua.example";

struct Demo {
  store::TeamRecord organization{};
  store::UserRecord owner{};
  std::string owner_password{};
  std::string owner_api_key{};
  store::OAuthClientRecord client{};
  std::string client_secret{};
  store::UserRecord alice{};
  TokenPair alice_tokens{};
};

absl::StatusOr<Demo> MakeDemo(store::Transaction& tx,
                              std::string_view token_key,
                              std::string_view api_key_prefix);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_DEMO_H_
