// bindings/http/domain/account_error.cc
// Tested by tests/bindings/http/domain/account_error_test.cc.
#include "bindings/http/domain/account_error.h"

#include <string>

#include "absl/strings/cord.h"

namespace bookable::domain {
namespace {

constexpr const char* kAccountError = "bookable/account_error";
constexpr std::string_view kExpired = "token_expired";
constexpr std::string_view kUnprocessable = "unprocessable";
constexpr std::string_view kTaken = "taken";

absl::Status Marked(absl::Status status, std::string_view mark) {
  status.SetPayload(kAccountError, absl::Cord(std::string(mark)));
  return status;
}

bool IsMarked(const absl::Status& status, std::string_view mark) {
  const auto payload = status.GetPayload(kAccountError);
  return payload && *payload == std::string(mark);
}

}  // namespace

absl::Status TokenExpiredError() {
  return Marked(absl::UnauthenticatedError("ACCESS_TOKEN_IS_EXPIRED"),
                kExpired);
}

bool IsTokenExpired(const absl::Status& status) {
  return IsMarked(status, kExpired);
}

absl::Status UnprocessableError(std::string_view message) {
  return Marked(absl::InvalidArgumentError(std::string(message)),
                kUnprocessable);
}

bool IsUnprocessable(const absl::Status& status) {
  return IsMarked(status, kUnprocessable);
}

absl::Status TakenError(std::string_view message) {
  return Marked(absl::AlreadyExistsError(std::string(message)), kTaken);
}

bool IsTaken(const absl::Status& status) { return IsMarked(status, kTaken); }

}  // namespace bookable::domain
