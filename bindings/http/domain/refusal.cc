// bindings/http/domain/refusal.cc
// Tested by tests/bindings/http/domain/refusal_test.cc.
#include "bindings/http/domain/refusal.h"

#include <array>
#include <string>
#include <utility>

#include "absl/strings/cord.h"

namespace bookable::domain {
namespace {

constexpr const char* kRefusal = "bookable/refusal";

struct Word {
  Refusal refusal;
  std::string_view name;
  absl::StatusCode code;
};

constexpr std::array kWords = {
    Word{Refusal::kTaken, "taken", absl::StatusCode::kAlreadyExists},
    Word{Refusal::kHeld, "held", absl::StatusCode::kAlreadyExists},
    Word{Refusal::kFull, "full", absl::StatusCode::kResourceExhausted},
    Word{Refusal::kDuplicate, "duplicate", absl::StatusCode::kAlreadyExists},
    Word{Refusal::kCountLimit, "count_limit",
         absl::StatusCode::kResourceExhausted},
    Word{Refusal::kMinutesLimit, "minutes_limit",
         absl::StatusCode::kResourceExhausted},
    Word{Refusal::kClosed, "closed", absl::StatusCode::kFailedPrecondition},
    Word{Refusal::kNotice, "notice", absl::StatusCode::kFailedPrecondition},
    Word{Refusal::kWindow, "window", absl::StatusCode::kFailedPrecondition},
    Word{Refusal::kStatus, "status", absl::StatusCode::kFailedPrecondition},
    Word{Refusal::kNotFound, "not_found", absl::StatusCode::kNotFound},
};

}  // namespace

std::string_view RefusalName(Refusal refusal) {
  return kWords[static_cast<std::size_t>(refusal)].name;
}

absl::Status Refuse(Refusal refusal, std::string_view message) {
  const Word& word = kWords[static_cast<std::size_t>(refusal)];
  absl::Status status(word.code, std::string(message));
  status.SetPayload(kRefusal, absl::Cord(std::string(word.name)));
  return status;
}

std::optional<Refusal> RefusalOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kRefusal);
  if (!payload) return std::nullopt;
  const std::string name(*payload);
  for (const Word& word : kWords) {
    if (word.name == name) return word.refusal;
  }
  return std::nullopt;
}

}  // namespace bookable::domain
