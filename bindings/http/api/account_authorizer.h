// bindings/http/api/account_authorizer.h: the one check of who may what.
//
// CONCEPT   The Authorizer over the accounts of the store. Credentials, in this
//           order: client secret and id, bearer key or token, session cookie.
//           Then what the route's Access asks: kind, permissions, tenant, role.
//           An id of the path that is not the caller's is refused here.
// RECALL    Keys, tokens and secrets that were good are remembered (by their
//           hash) for some seconds, and only until this process writes anything
//           at all: what it revokes is void at once.
// THREADS   Share it. ERRORS: as error.h; the store's when it cannot be read.
#ifndef BOOKABLE_HTTP_API_ACCOUNT_AUTHORIZER_H_
#define BOOKABLE_HTTP_API_ACCOUNT_AUTHORIZER_H_

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "bindings/http/api/authorizer.h"
#include "bindings/http/api/context.h"
#include "bindings/http/api/request.h"

namespace bookable::http {

// Where the session is kept, and how the CSRF token comes.
inline constexpr const char* kSessionCookie = "bookable_session";
inline constexpr const char* kCsrfHeader = "x-csrf-token";

class AccountAuthorizer final : public Authorizer {
 public:
  // `context` must outlive it.
  explicit AccountAuthorizer(const Context& context) : context_(context) {}

  absl::StatusOr<Caller> Authenticate(const Request& request) override;
  std::optional<Caller> Recall(const Request& request) override;
  absl::Status Authorize(const Access& access, const Request& request,
                         Caller& caller) override;

 private:
  struct Remembered {
    Caller caller{};
    std::int64_t writes = 0;  // Store::writes before it was read
    std::chrono::steady_clock::time_point until{};
  };
  void Remember(const Request& request, const Caller& caller,
                std::int64_t writes);

  const Context& context_;
  std::mutex mutex_{};
  std::unordered_map<std::string, Remembered> remembered_{};
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_ACCOUNT_AUTHORIZER_H_
