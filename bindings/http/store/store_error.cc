// bindings/http/store/store_error.cc
// Tested by tests/bindings/http/store/store_test.cc.
#include "bindings/http/store/store_error.h"

#include "absl/strings/cord.h"

namespace bookable::store {
namespace {

constexpr const char* kConstraint = "bookable/constraint";
constexpr const char* kDeadlock = "bookable/deadlock";

}  // namespace

absl::Status WithConstraint(absl::Status status, std::string_view constraint) {
  status.SetPayload(kConstraint, absl::Cord(std::string(constraint)));
  return status;
}

std::optional<std::string> ConstraintOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kConstraint);
  if (!payload) return std::nullopt;
  return std::string(*payload);
}

absl::Status DeadlockError(std::string_view message) {
  absl::Status status = absl::AbortedError(std::string(message));
  status.SetPayload(kDeadlock, absl::Cord("yes"));
  return status;
}

bool IsDeadlock(const absl::Status& status) {
  return status.GetPayload(kDeadlock).has_value();
}

}  // namespace bookable::store
