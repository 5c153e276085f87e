// Tested by tests/bindings/http/api/managed_users_test.cc.
#include <boost/json/array.hpp>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/error.h"
#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/domain/people.h"
#include "bindings/http/domain/tokens.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::Transaction;
using store::UserRecord;

constexpr std::int64_t kUsersOfAPage = 50;

constexpr const char* kUser = R"({"$ref": "#/components/schemas/User"})";

// The client itself, or an admin of its organisation.
constexpr Access kAdmin{.tenant = Tenant::kClient, .role = Role::kAdmin};
constexpr Access kAnyMember{.tenant = Tenant::kClient,
                            .role = Role::kMember,
                            .managed_users = ManagedUsers::kMayNot};

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller&) {
  struct Made {
    UserRecord user;
    domain::TokenPair tokens;
  };
  const auto made =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<Made> {
        const auto client =
            domain::FindOAuthClient(tx, request.PathText("clientId"));
        if (!client.ok()) return client.status();
        auto user = domain::CreateManagedUser(tx, *client,
                                              UserFieldsOf(request.Fields()));
        if (!user.ok()) return user.status();
        domain::TokenPair tokens = domain::GiveTokens(
            tx, TokenKeyOf(tx, context), client->id, user->id);
        return Made{*std::move(user), std::move(tokens)};
      });
  if (!made.ok()) return made.status();
  json::object data = ToJson(made->tokens);
  data["user"] = ToJson(made->user);
  return Success(data);
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller&) {
  const std::vector<std::string> emails = request.query.List("emails");
  if (emails.empty() &&
      (request.query.Has("emails") || request.query.Has("emails[]"))) {
    return BadRequest("emails: must hold at least one address");
  }
  const auto users = context.store.Read([&](Transaction& tx) {
    return domain::ListManagedUsers(
        tx, request.PathText("clientId"),
        request.QueryInteger("limit").value_or(kUsersOfAPage),
        request.QueryInteger("offset").value_or(0), emails);
  });
  if (!users.ok()) return users.status();
  json::array data;
  for (const UserRecord& user : *users) data.emplace_back(ToJson(user));
  return Success(data);
}

// The user of the path, after `change`.
template <typename Change>
absl::StatusOr<Response> WithUser(const Context& context,
                                  const Request& request, Change change) {
  const auto user =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<UserRecord> {
        auto found = domain::FindManagedUser(tx, request.PathText("clientId"),
                                             request.PathInteger("userId"));
        if (!found.ok()) return found;
        const absl::Status changed = change(tx, *found);
        if (!changed.ok()) return changed;
        return found;
      });
  if (!user.ok()) return user.status();
  return Success(ToJson(*user));
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller&) {
  const auto user = context.store.Read([&](Transaction& tx) {
    return domain::FindManagedUser(tx, request.PathText("clientId"),
                                   request.PathInteger("userId"));
  });
  if (!user.ok()) return user.status();
  return Success(ToJson(*user));
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller&) {
  return WithUser(context, request, [&](Transaction& tx, UserRecord& user) {
    return domain::UpdateUser(tx, UserFieldsOf(request.Fields()), user);
  });
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller&) {
  return WithUser(context, request, [](Transaction& tx, UserRecord& user) {
    domain::DeleteUser(tx, user.id);
    return absl::OkStatus();
  });
}

absl::StatusOr<Response> ForceRefresh(const Context& context,
                                      const Request& request, const Caller&) {
  const auto tokens = context.store.Write(
      [&](Transaction& tx) -> absl::StatusOr<domain::TokenPair> {
        const auto user = domain::FindManagedUser(
            tx, request.PathText("clientId"), request.PathInteger("userId"));
        if (!user.ok()) return user.status();
        return domain::ForceRefresh(tx, TokenKeyOf(tx, context),
                                    request.PathText("clientId"), user->id);
      });
  if (!tokens.ok()) return tokens.status();
  return Success(ToJson(*tokens));
}

}  // namespace

void AddManagedUserRoutes(RouteTable& routes) {
  constexpr const char* kUsers = "/v2/oauth-clients/{clientId}/users";
  constexpr const char* kOne =
      "/v2/oauth-clients/{clientId}/users/{userId:integer}";
  const std::vector<Parameter> page = {
      {.name = "limit",
       .schema = R"({"type": "integer", "minimum": 1, "maximum": 250,
                     "default": 50})",
       .description = "how many at most"},
      {.name = "offset",
       .schema = R"({"type": "integer", "minimum": 0, "default": 0})",
       .description = "how many to leave out before"},
      {.name = "emails",
       .schema = R"({"type": "array", "items": {"type": "string"}})",
       .description = "only these, as they were posted or as they are stored"}};
  constexpr const char* kList =
      R"({"type": "array", "items": {"$ref": "#/components/schemas/User"}})";
  routes.Add({.method = Method::kPost,
              .path = kUsers,
              .id = "createManagedUser",
              .tag = "Managed users",
              .summary = "Make a user, with tokens",
              .access = kAdmin,
              .request = R"({"$ref": "#/components/schemas/NewManagedUser"})",
              .answer = R"({"type": "object", "properties": {
                  "user": {"$ref": "#/components/schemas/User"},
                  "accessToken": {"type": "string"},
                  "refreshToken": {"type": "string"},
                  "accessTokenExpiresAt": {"type": "integer"},
                  "refreshTokenExpiresAt": {"type": "integer"}}})",
              .handler = Create});
  routes.Add({.method = Method::kGet,
              .path = kUsers,
              .id = "listManagedUsers",
              .tag = "Managed users",
              .summary = "The client's users",
              .access = kAdmin,
              .query = page,
              .answer = kList,
              .handler = List});
  routes.Add({.method = Method::kGet,
              .path = "/v2/oauth-clients/{clientId}/managed-users",
              .id = "listUsersOfClient",
              .tag = "OAuth clients",
              .summary = "The client's users, for members of its organisation",
              .access = kAnyMember,
              .query = page,
              .answer = kList,
              .handler = List});
  routes.Add({.method = Method::kGet,
              .path = kOne,
              .id = "getManagedUser",
              .tag = "Managed users",
              .summary = "One user",
              .access = kAdmin,
              .answer = kUser,
              .handler = Get});
  routes.Add({.method = Method::kPatch,
              .path = kOne,
              .id = "updateManagedUser",
              .tag = "Managed users",
              .summary = "Change a user",
              .access = kAdmin,
              .request = R"({"$ref": "#/components/schemas/UserChanges"})",
              .answer = kUser,
              .handler = Update});
  routes.Add({.method = Method::kDelete,
              .path = kOne,
              .id = "deleteManagedUser",
              .tag = "Managed users",
              .summary = "Delete a user and all that is theirs",
              .access = kAdmin,
              .answer = kUser,
              .handler = Delete});
  routes.Add({.method = Method::kPost,
              .path = "/v2/oauth-clients/{clientId}/users/{userId:integer}/"
                      "force-refresh",
              .id = "forceRefreshTokens",
              .tag = "Managed users",
              .summary = "End a user's tokens and give new ones",
              .access = kAdmin,
              .status = 200,
              .answer = R"({"$ref": "#/components/schemas/Tokens"})",
              .handler = ForceRefresh});
}

}  // namespace bookable::http
