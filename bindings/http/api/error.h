// bindings/http/api/error.h: one way to fail, one envelope.
//
// CONCEPT   Handlers fail with an absl::Status, also from inside a transaction,
//           which is thereby rolled back. Those made here say which HTTP error
//           they are:
//
//     if (!user) return NotFound("no user 41 in this client");
//     return BadRequest("the code was exchanged already", "code_spent");
//
//           Others become one by this table:
//
//   InvalidArgument, OutOfRange   400 BadRequestException
//   Unauthenticated               401 UnauthorizedException
//   PermissionDenied              403 ForbiddenException
//   NotFound                      404 NotFoundException
//   a domain::Refusal             400 (closed, notice, window, status), 404, or
//                                 409; its word is details.reason
//   domain/account_error.h        409, 422, 498, its message
//   AlreadyExists                 409 CONFLICT, a fixed text
//   FailedPrecondition            400 BAD_REQUEST, a fixed text
//   Aborted                       409 ConflictException, a fixed text
//   ResourceExhausted, Unavailable, DeadlineExceeded
//                                 503 ServiceUnavailableException, a fixed text
//   anything else                 500 InternalServerErrorException,
//                                 a fixed text
//
//           What a fixed text hides is logged, with the request's id.
// THREADS   Pure.
#ifndef BOOKABLE_HTTP_API_ERROR_H_
#define BOOKABLE_HTTP_API_ERROR_H_

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "bindings/http/api/response.h"
#include "bindings/http/store/value.h"

namespace bookable::http {

// `reason`, if given, is the stable word for programs in details.reason.
absl::Status BadRequest(std::string_view message, std::string_view reason = "");
absl::Status Unauthorized(std::string_view message,
                          std::string_view reason = "");
absl::Status Forbidden(std::string_view message, std::string_view reason = "");
absl::Status NotFound(std::string_view message, std::string_view reason = "");
absl::Status Conflict(std::string_view message, std::string_view reason = "");
absl::Status Unprocessable(std::string_view message,
                           std::string_view reason = "");
absl::Status TooManyRequests(std::string_view message);
// 498 with exactly what the browser package looks for.
absl::Status AccessTokenExpired();
// Any other HTTP status of an error, 400...599, with its own code.
absl::Status HttpError(int status, std::string_view code,
                       std::string_view message, std::string_view reason = "");

// 400 "Bad Request Exception" with details {"errors": errors}; each error is
// {property, children, constraints: {rule: text}} (schema.h makes them).
absl::Status Invalid(boost::json::array errors);
// One of them, for a check that a schema cannot say: `property` is a path of
// names, "metadata.teaches".
absl::Status InvalidProperty(std::string_view property, std::string_view rule,
                             std::string_view text);

// The HTTP status of an error. REQUIRES: !status.ok().
int HttpStatusOf(const absl::Status& status);
// True if the caller is not told what `status` says: it belongs in the log.
bool IsHidden(const absl::Status& status);

// The error envelope. `path` is the request's target. REQUIRES: !status.ok().
Response ErrorResponse(const absl::Status& status, std::string_view path,
                       store::Moment now);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_ERROR_H_
