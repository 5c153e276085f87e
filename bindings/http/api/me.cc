// Tested by tests/bindings/http/api/me_test.cc.
#include <boost/json/object.hpp>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/error.h"
#include "bindings/http/domain/people.h"
#include "bindings/http/domain/roles.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::Transaction;
using store::UserRecord;

json::object MeJson(Transaction& tx, const UserRecord& user,
                    const Caller& caller) {
  json::object me = ToJson(user);
  const auto organization =
      domain::FindOrganization(tx, caller.organization_id.value_or(0));
  me["organizationId"] = nullptr;
  if (organization) {
    me["organizationId"] = organization->id;
    me["organization"] = {{"id", organization->id},
                          {"isPlatform", organization->is_platform}};
  }
  return me;
}

absl::StatusOr<Response> Get(const Context& context, const Request&,
                             const Caller& caller) {
  const auto me =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto user = store::Find<UserRecord>(tx, *caller.user_id);
        if (!user) return Unauthorized("the user is gone");
        return MeJson(tx, *user, caller);
      });
  if (!me.ok()) return me.status();
  return Success(*me);
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto me =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        auto user = store::Find<UserRecord>(tx, *caller.user_id);
        if (!user) return Unauthorized("the user is gone");
        const domain::UserFields fields = UserFieldsOf(request.Fields());
        const absl::Status updated = domain::UpdateUser(tx, fields, *user);
        if (!updated.ok()) return updated;
        if (fields.time_zone) domain::MoveDefaultSchedule(tx, *user);
        return MeJson(tx, *user, caller);
      });
  if (!me.ok()) return me.status();
  return Success(*me);
}

}  // namespace

void AddMeRoutes(RouteTable& routes) {
  constexpr const char* kMe = R"({"$ref": "#/components/schemas/User"})";
  routes.Add({.method = Method::kGet,
              .path = "/v2/me",
              .id = "getMe",
              .tag = "Me",
              .summary = "The caller's profile",
              .access = Access{.permissions = Permission::kProfileRead},
              .answer = kMe,
              .handler = Get});
  routes.Add({.method = Method::kPatch,
              .path = "/v2/me",
              .id = "updateMe",
              .tag = "Me",
              .summary = "Change the caller's profile; a new time zone is the "
                         "default schedule's too",
              .access = Access{.permissions = Permission::kProfileWrite},
              .request = R"({"$ref": "#/components/schemas/UserChanges"})",
              .answer = kMe,
              .handler = Update});
}

}  // namespace bookable::http
