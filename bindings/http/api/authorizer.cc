// Tested by tests/bindings/http/api/route_test.cc.
#include "bindings/http/api/authorizer.h"

#include <array>
#include <cstddef>

namespace bookable::http {
namespace {

// By bit.
constexpr std::array<std::string_view, 10> kPermissions = {
    "EVENT_TYPE_READ", "EVENT_TYPE_WRITE", "BOOKING_READ", "BOOKING_WRITE",
    "SCHEDULE_READ",   "SCHEDULE_WRITE",   "APPS_READ",    "APPS_WRITE",
    "PROFILE_READ",    "PROFILE_WRITE"};

constexpr std::array<std::string_view, 5> kKinds = {
    "anonymous", "oauth_client", "access_token", "api_key", "operator"};

}  // namespace

std::vector<std::string> PermissionSet::Names() const {
  std::vector<std::string> names;
  for (std::size_t bit = 0; bit < kPermissions.size(); ++bit) {
    if ((bits_ >> bit & 1U) != 0) names.emplace_back(kPermissions[bit]);
  }
  return names;
}

std::optional<PermissionSet> PermissionSet::FromName(std::string_view name) {
  if (name == "*") return FromBits(kAllBits);
  for (std::size_t bit = 0; bit < kPermissions.size(); ++bit) {
    if (kPermissions[bit] == name) return FromBits(std::int64_t{1} << bit);
  }
  return std::nullopt;
}

std::string_view CallerKindName(CallerKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

}  // namespace bookable::http
