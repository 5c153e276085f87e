// bindings/http/domain/offer.cc
// Tested by tests/bindings/http/domain/offer_test.cc.
#include "bindings/http/domain/offer.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace bookable::domain {

std::string HostName(std::int64_t user) { return std::to_string(user); }

absl::StatusOr<std::int64_t> UserOfHost(std::string_view host_id) {
  std::int64_t user = 0;
  const char* end = host_id.data() + host_id.size();
  const auto read = std::from_chars(host_id.data(), end, user);
  if (read.ec != std::errc{} || read.ptr != end || user <= 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a host's id must be that of a user, got ", std::string(host_id)));
  }
  return user;
}

absl::StatusOr<std::vector<std::int64_t>> UsersOf(const Offer& offer) {
  std::vector<std::int64_t> users;
  for (const Group& group : offer.groups) {
    for (const Host& host : group.hosts) {
      const absl::StatusOr<std::int64_t> user = UserOfHost(host.id);
      if (!user.ok()) return user.status();
      users.push_back(*user);
    }
  }
  if (users.empty()) return absl::InvalidArgumentError("an offer needs a host");
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  return users;
}

}  // namespace bookable::domain
