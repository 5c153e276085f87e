// bindings/http/domain/account_error.h: refusals that a code alone cannot tell.
//
// CONCEPT   Accounts refuse with these codes; what the API makes of them:
//
//   Unauthenticated     401  who asks is not known; 498 when IsTokenExpired
//   PermissionDenied    403  known, but not allowed
//   NotFound            404
//   AlreadyExists       409  an address, a name or a slug is taken: TakenError,
//                            whose message is for the client; or by way of the
//                            store
//   InvalidArgument     400  422 when IsUnprocessable
//
// THREADS   Pure.
#ifndef BOOKABLE_HTTP_DOMAIN_ACCOUNT_ERROR_H_
#define BOOKABLE_HTTP_DOMAIN_ACCOUNT_ERROR_H_

#include <string_view>

#include "absl/status/status.h"

namespace bookable::domain {

// A good access token whose hour is over: its owner refreshes it, and only
// then. The message is the one that clients look for.
absl::Status TokenExpiredError();
bool IsTokenExpired(const absl::Status& status);

// A request that is well formed but makes no sense: a member of a team who is
// not of its organisation.
absl::Status UnprocessableError(std::string_view message);
bool IsUnprocessable(const absl::Status& status);

// What was asked for is another's: the message says whose.
absl::Status TakenError(std::string_view message);
bool IsTaken(const absl::Status& status);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_ACCOUNT_ERROR_H_
