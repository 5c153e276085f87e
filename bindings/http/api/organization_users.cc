// Tested by tests/bindings/http/api/organization_users_test.cc.
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/account_error.h"
#include "bindings/http/domain/people.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/domain/teams.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using domain::TeamRole;
using store::Transaction;
using store::UserRecord;

constexpr int kMostOfAPage = 1000;

constexpr std::array<std::string_view, 5> kProfile = {
    "brandColor", "darkBrandColor", "hideBranding", "theme", "appTheme"};

std::string Schema(std::string_view required) {
  return R"({"type": "object", "required": )" + std::string(required) +
         R"(, "properties": {
    "email": {"type": "string", "format": "email"},
    "username": {"type": "string", "minLength": 1, "maxLength": 200},
    "name": {"type": "string"},
    "weekday": {"type": "string", "enum": ["Monday", "Tuesday", "Wednesday",
        "Thursday", "Friday", "Saturday", "Sunday"]},
    "weekStart": {"type": "string", "enum": ["Monday", "Tuesday", "Wednesday",
        "Thursday", "Friday", "Saturday", "Sunday"]},
    "brandColor": {"type": "string"}, "darkBrandColor": {"type": "string"},
    "hideBranding": {"type": "boolean"},
    "theme": {"type": "string", "enum": ["dark", "light"]},
    "appTheme": {"type": "string", "enum": ["dark", "light"]},
    "bio": {"type": ["string", "null"]},
    "metadata": {"$ref": "#/components/schemas/Metadata"},
    "timeZone": {"type": "string"},
    "timeFormat": {"type": "integer", "enum": [12, 24]},
    "defaultScheduleId": {"type": "integer", "minimum": 0},
    "locale": {"type": ["string", "null"]},
    "avatarUrl": {"type": ["string", "null"],
        "description": "an address, or a picture as a data: URI in base64"},
    "organizationRole": {"type": "string",
        "enum": ["MEMBER", "ADMIN", "OWNER"]},
    "autoAccept": {"type": "boolean"}}})";
}

constexpr Access kAdmin{.tenant = Tenant::kOrganization, .role = Role::kAdmin};
constexpr const char* kUser = R"({"$ref": "#/components/schemas/User"})";

bool IsColor(std::string_view text) {
  return (text.size() == 4 || text.size() == 7) && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) ==
             std::string_view::npos;
}

// A picture in base64; other addresses are checked with the other fields.
bool IsPicture(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
  const std::size_t comma = text.find(";base64,");
  return text.starts_with("data:image/") && comma < 40 &&
         text.find_first_not_of(kAlphabet, comma + 8) == std::string_view::npos;
}

// Everything but address and username, into `user`.
absl::Status Apply(Transaction& tx, const json::object& body,
                   domain::UserFields& fields, UserRecord& user) {
  if (!fields.week_start) fields.week_start = TextOf(body, "weekday");
  if (fields.default_schedule_id == 0) fields.default_schedule_id.reset();
  json::object profile = ParsedObject(user.profile);
  for (const std::string_view name : kProfile) {
    const json::value* value = body.if_contains(name);
    if (value == nullptr) continue;
    if (name.ends_with("olor") && !IsColor(TextOf(body, name).value_or(""))) {
      return BadRequest(
          absl::StrCat(std::string(name), ": must be a colour like #4f46e5"));
    }
    profile[name] = *value;
  }
  user.profile = json::serialize(profile);
  if (fields.avatar_url && *fields.avatar_url &&
      IsPicture(**fields.avatar_url)) {
    user.avatar_url = *std::exchange(fields.avatar_url, std::nullopt);
  }
  return domain::ApplyUserFields(tx, fields, user);
}

absl::Status CheckUsername(Transaction& tx, const std::string& username,
                           const UserRecord& user) {
  if (domain::FreeUsername(tx, username, user.organization_id, user.id) !=
      username) {
    return domain::TakenError("the username is taken in this organisation");
  }
  return absl::OkStatus();
}

TeamRole GiverOf(Transaction& tx, const Caller& caller, std::int64_t id) {
  return caller.is_system_admin ? TeamRole::kOwner
                                : domain::OwnRole(tx, *caller.user_id, id);
}

// The user of the path, whom the caller may change.
absl::StatusOr<UserRecord> Changeable(Transaction& tx, const Request& request,
                                      const Caller& caller) {
  const std::int64_t organization = request.PathInteger("orgId");
  auto user = store::Find<UserRecord>(tx, request.PathInteger("userId"));
  if (!user) return NotFound("the user is gone");
  if (user->organization_id != organization) {
    return Forbidden("the user's profile is of another organisation");
  }
  if (domain::OwnRole(tx, user->id, organization) >
      GiverOf(tx, caller, organization)) {
    return Forbidden("the user's role is above the caller's");
  }
  return *std::move(user);
}

absl::StatusOr<Response> Answer(const absl::StatusOr<UserRecord>& user) {
  if (!user.ok()) return user.status();
  return Success(OrganizationUserJson(*user));
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller&) {
  const domain::Page page = PageOf(request);
  store::Values arguments{request.PathInteger("orgId"), page.take, page.skip};
  std::string clause =
      "WHERE id IN (SELECT user_id FROM membership WHERE team_id = ?1) ";
  const std::vector<std::string> emails = request.query.List("emails");
  if (!emails.empty()) {
    clause += "AND email IN (" +
              store::Places(arguments.size() + 1, emails.size()) + ") ";
    for (const std::string& text : emails) {
      const auto email = domain::NormalEmail(text);
      if (!email) {
        return BadRequest(
            absl::StrCat("emails: not an e-mail address: ", text));
      }
      arguments.emplace_back(*email);
    }
  }
  const std::vector<std::string> teams = request.query.List("teamIds");
  if (!teams.empty()) {
    clause +=
        "AND id IN (SELECT m.user_id FROM membership m JOIN team t ON "
        "t.id = m.team_id WHERE t.parent_id = ?1 AND t.id IN (" +
        store::Places(arguments.size() + 1, teams.size()) + ")) ";
    for (const std::string& text : teams) {
      const auto id = ParseInteger(text);
      if (!id) return BadRequest("teamIds: must be integers");
      arguments.emplace_back(*id);
    }
  }
  const auto users = context.store.Read(
      [&](Transaction& tx) -> absl::StatusOr<std::vector<UserRecord>> {
        return store::Select<UserRecord>(
            tx, clause + "ORDER BY id LIMIT ?2 OFFSET ?3", arguments);
      });
  if (!users.ok()) return users.status();
  json::array data;
  for (const UserRecord& user : *users) {
    data.emplace_back(OrganizationUserJson(user));
  }
  return Success(data);
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller&) {
  return Answer(
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<UserRecord> {
        auto user = store::Find<UserRecord>(tx, request.PathInteger("userId"));
        if (!user) return NotFound("the user is gone");
        return *std::move(user);
      }));
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  const json::object& body = request.Fields();
  const std::int64_t organization = request.PathInteger("orgId");
  const std::string role = TextOf(body, "organizationRole").value_or("MEMBER");
  return Answer(
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<UserRecord> {
        domain::UserFields fields = UserFieldsOf(body);
        const auto email = domain::NormalEmail(fields.email.value_or(""));
        if (!email) return BadRequest("email: must be an e-mail address");
        if (domain::TeamRoleOf(role) > GiverOf(tx, caller, organization)) {
          return Forbidden("a role above one's own cannot be given");
        }
        UserRecord user{
            .email = *email, .organization_id = organization, .locale = "en"};
        absl::Status status = Apply(tx, body, fields, user);
        if (!status.ok()) return status;
        if (auto username = TextOf(body, "username")) {
          status = CheckUsername(tx, *username, user);
          if (!status.ok()) return status;
          user.username = std::move(username);
        } else {
          user.username = domain::FreeUsername(
              tx, domain::Slug(email->substr(0, email->find('@'))),
              organization);
        }
        status = domain::InsertUser(tx, user, role);
        if (!status.ok()) return status;
        if (FlagOf(body, "autoAccept").value_or(true)) {
          domain::AssignTeamEventTypes(tx, organization, user.id);
        } else {
          tx.Run(
              "UPDATE membership SET is_accepted = ?3 WHERE team_id = ?1 AND "
              "user_id = ?2",
              {organization, user.id, false});
        }
        return user;
      }));
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller& caller) {
  const json::object& body = request.Fields();
  return Answer(
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<UserRecord> {
        auto user = Changeable(tx, request, caller);
        if (!user.ok()) return user;
        domain::UserFields fields = UserFieldsOf(body);
        absl::Status status = Apply(tx, body, fields, *user);
        if (!status.ok()) return status;
        if (auto username = TextOf(body, "username")) {
          status = CheckUsername(tx, *username, *user);
          if (!status.ok()) return status;
          user->username = std::move(username);
        }
        status = domain::UpdateUser(tx, {.email = fields.email}, *user);
        if (!status.ok()) return status;
        return user;
      }));
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller& caller) {
  return Answer(
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<UserRecord> {
        auto user = Changeable(tx, request, caller);
        if (!user.ok()) return user;
        const absl::Status may = domain::CheckNotLastOwner(
            tx, request.PathInteger("orgId"), user->id);
        if (!may.ok()) return may;
        domain::DeleteUser(tx, user->id);
        return user;
      }));
}

}  // namespace

void AddOrganizationUserRoutes(RouteTable& routes) {
  constexpr const char* kPath = "/v2/organizations/{orgId:integer}/users";
  constexpr const char* kOne =
      "/v2/organizations/{orgId:integer}/users/{userId:integer}";
  constexpr const char* kTag = "Organisation users";
  std::vector<Parameter> page = PageParameters(kMostOfAPage);
  page.push_back({.name = "emails",
                  .schema = R"({"type": "array", "items": {"type": "string"}})",
                  .description = "only these addresses"});
  page.push_back({.name = "teamIds",
                  .schema = R"({"type": "array", "items": {"type": "string"}})",
                  .description = "only members of these teams"});
  routes.Add({.method = Method::kGet,
              .path = kPath,
              .id = "listOrganizationUsers",
              .tag = kTag,
              .summary = "The organisation's users",
              .access = kAdmin,
              .query = page,
              .answer = R"({"type": "array",
                  "items": {"$ref": "#/components/schemas/User"}})",
              .handler = List});
  routes.Add({.method = Method::kPost,
              .path = kPath,
              .id = "createOrganizationUser",
              .tag = kTag,
              .summary = "Make a user in the organisation",
              .access = kAdmin,
              .request = Schema(R"(["email"])"),
              .answer = kUser,
              .handler = Create});
  routes.Add({.method = Method::kGet,
              .path = kOne,
              .id = "getOrganizationUser",
              .tag = kTag,
              .summary = "One user",
              .access = kAdmin,
              .answer = kUser,
              .handler = Get});
  routes.Add({.method = Method::kPatch,
              .path = kOne,
              .id = "updateOrganizationUser",
              .tag = kTag,
              .summary = "Change a user",
              .access = kAdmin,
              .request = Schema("[]"),
              .answer = kUser,
              .handler = Update});
  routes.Add({.method = Method::kDelete,
              .path = kOne,
              .id = "deleteOrganizationUser",
              .tag = kTag,
              .summary = "Delete a user and all that is theirs",
              .access = kAdmin,
              .answer = kUser,
              .handler = Delete});
}

}  // namespace bookable::http
