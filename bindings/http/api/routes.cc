// Tested by tests/bindings/http/api/route_test.cc.
#include "bindings/http/api/routes.h"

#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_routes.h"

namespace bookable::http {
namespace {

// Of a service that keeps no accounts: it knows nobody. Whoever sends nothing
// is anonymous, whatever else is sent is refused.
class KnowsNobody : public Authorizer {
 public:
  absl::StatusOr<Caller> Authenticate(const Request& request) override {
    const bool has_secret = request.headers.Find("x-cal-secret-key") != nullptr;
    if (has_secret || request.headers.Find("authorization") != nullptr) {
      return Unauthorized("these credentials are not known here");
    }
    return Caller{};
  }

  absl::Status Authorize(const Access& access, const Request& /*request*/,
                         Caller& /*caller*/) override {
    if (access.credentials != Credentials::kRequired) return absl::OkStatus();
    return Unauthorized(
        "no authentication was provided: send an access token or API key as "
        "\"Authorization: Bearer\", or x-cal-client-id and x-cal-secret-key");
  }
};

}  // namespace

void AddRoutes(RouteTable& routes) { AddSchedulingRoutes(routes); }

std::unique_ptr<Authorizer> MakeAuthorizer(const Context& /*context*/) {
  return std::make_unique<KnowsNobody>();
}

}  // namespace bookable::http
