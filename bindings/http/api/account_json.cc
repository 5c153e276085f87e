// Tested by tests/bindings/http/api/account_json_test.cc.
#include "bindings/http/api/account_json.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "bindings/http/domain/oauth_clients.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

template <typename T>
json::value OrNull(const std::optional<T>& value) {
  if (!value) return nullptr;
  return json::value(*value);
}

const json::value* Member(const json::object& fields, std::string_view name) {
  return fields.if_contains(name);
}

// Adds the members of `text` that `object` does not have.
void AddMembers(std::string_view text, json::object& object) {
  for (const auto& member : ParsedObject(text)) {
    object.emplace(member.key(), member.value());
  }
}

constexpr const char* kMetadata =
    R"({"type": "object", "maxProperties": 50,
        "propertyNames": {"maxLength": 40},
        "additionalProperties": {"type": ["number", "boolean", "string"],
                                 "maxLength": 500}})";

constexpr const char* kUserProperties = R"(
    "name": {"type": "string", "maxLength": 500},
    "timeFormat": {"type": "integer", "enum": [12, 24]},
    "weekStart": {"type": "string", "enum": ["Monday", "Tuesday", "Wednesday",
        "Thursday", "Friday", "Saturday", "Sunday"]},
    "timeZone": {"type": "string",
        "description": "the name of an IANA zone, in any case"},
    "locale": {"type": ["string", "null"]},
    "avatarUrl": {"type": ["string", "null"]},
    "bio": {"type": ["string", "null"]},
    "metadata": {"$ref": "#/components/schemas/Metadata"})";

}  // namespace

std::string IsoTime(store::Moment moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  return absl::StrFormat(
      "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()),
      static_cast<int>(time.subseconds().count()));
}

json::object ToJson(const domain::TokenPair& tokens) {
  return {{"accessToken", tokens.access_token},
          {"refreshToken", tokens.refresh_token},
          {"accessTokenExpiresAt",
           tokens.access_expires_at.time_since_epoch().count()},
          {"refreshTokenExpiresAt",
           tokens.refresh_expires_at.time_since_epoch().count()}};
}

json::object ToJson(const store::UserRecord& user) {
  json::object object{{"id", user.id},
                      {"email", user.email},
                      {"username", OrNull(user.username)},
                      {"name", OrNull(user.name)},
                      {"bio", OrNull(user.bio)},
                      {"timeZone", user.time_zone},
                      {"weekStart", user.week_start},
                      {"createdDate", IsoTime(user.created_at)},
                      {"timeFormat", user.time_format},
                      {"defaultScheduleId", OrNull(user.default_schedule_id)},
                      {"locale", OrNull(user.locale)},
                      {"avatarUrl", OrNull(user.avatar_url)}};
  json::object metadata = ParsedObject(user.metadata);
  if (!metadata.empty()) object["metadata"] = std::move(metadata);
  return object;
}

json::object OrganizationUserJson(const store::UserRecord& user) {
  json::object object = ToJson(user);
  object["verified"] = user.is_verified;
  AddMembers(user.profile, object);
  // The id of a profile is that of its user: each has one at most.
  if (user.organization_id) {
    object["profile"] = {{"id", user.id},
                         {"organizationId", *user.organization_id},
                         {"userId", user.id},
                         {"username", OrNull(user.username)}};
  } else {
    object["profile"] = nullptr;
  }
  return object;
}

json::object ToJson(const store::OAuthClientRecord& client) {
  json::array permissions;
  for (std::string& name :
       PermissionSet::FromBits(client.permissions).Names()) {
    permissions.emplace_back(std::move(name));
  }
  json::array uris;
  for (std::string& uri : domain::RedirectUris(client)) {
    uris.emplace_back(std::move(uri));
  }
  json::object object{
      {"id", client.id},
      {"name", client.name},
      {"permissions", std::move(permissions)},
      {"logo", OrNull(client.logo)},
      {"redirectUris", std::move(uris)},
      {"organizationId", client.organization_id},
      {"createdAt", IsoTime(client.created_at)},
      {"areEmailsEnabled", client.are_emails_enabled},
      {"areDefaultEventTypesEnabled", client.are_default_event_types_enabled}};
  const auto add = [&](const char* name,
                       const std::optional<std::string>& uri) {
    if (uri) object[name] = *uri;
  };
  add("bookingRedirectUri", client.booking_redirect_uri);
  add("bookingCancelRedirectUri", client.booking_cancel_redirect_uri);
  add("bookingRescheduleRedirectUri", client.booking_reschedule_redirect_uri);
  return object;
}

json::object ToJson(const store::TeamRecord& team) {
  json::object object{{"id", team.id},
                      {"parentId", OrNull(team.parent_id)},
                      {"name", team.name},
                      {"slug", OrNull(team.slug)},
                      {"isOrganization", team.is_organization},
                      {"isPrivate", team.is_private},
                      {"hideBranding", team.hide_branding},
                      {"timeZone", team.time_zone},
                      {"weekStart", team.week_start},
                      {"metadata", ParsedObject(team.metadata)}};
  if (team.oauth_client_id) {
    object["platformOAuthClientId"] = *team.oauth_client_id;
  }
  AddMembers(team.profile, object);
  return object;
}

json::object ToJson(const domain::Member& member) {
  const store::MembershipRecord& membership = member.membership;
  const store::UserRecord& user = member.user;
  return {{"id", membership.id},
          {"userId", membership.user_id},
          {"teamId", membership.team_id},
          {"accepted", membership.is_accepted},
          {"role", membership.role},
          {"disableImpersonation", membership.disable_impersonation},
          {"user",
           {{"name", OrNull(user.name)},
            {"email", user.email},
            {"username", OrNull(user.username)},
            {"avatarUrl", OrNull(user.avatar_url)},
            {"bio", OrNull(user.bio)},
            {"metadata", ParsedObject(user.metadata)}}}};
}

std::optional<std::string> TextOf(const json::object& fields,
                                  std::string_view name) {
  const json::value* value = Member(fields, name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

std::optional<std::int64_t> IntegerOf(const json::object& fields,
                                      std::string_view name) {
  const json::value* value = Member(fields, name);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

std::optional<bool> FlagOf(const json::object& fields, std::string_view name) {
  const json::value* value = Member(fields, name);
  if (value == nullptr || !value->is_bool()) return std::nullopt;
  return value->get_bool();
}

domain::Clearable ClearableOf(const json::object& fields,
                              std::string_view name) {
  const json::value* value = Member(fields, name);
  if (value == nullptr) return std::nullopt;
  if (value->is_null()) return std::optional<std::string>();
  if (!value->is_string()) return std::nullopt;
  return std::optional<std::string>(std::string(value->get_string()));
}

std::optional<std::string> ObjectOf(const json::object& fields,
                                    std::string_view name) {
  const json::value* value = Member(fields, name);
  if (value == nullptr || !value->is_object()) return std::nullopt;
  return json::serialize(*value);
}

json::object ParsedObject(std::string_view text) {
  json::error_code error;
  json::value value = json::parse(text, error);
  if (error || !value.is_object()) return {};
  return std::move(value.get_object());
}

domain::UserFields UserFieldsOf(const json::object& fields) {
  return {.email = TextOf(fields, "email"),
          .name = TextOf(fields, "name"),
          .time_format = IntegerOf(fields, "timeFormat"),
          .week_start = TextOf(fields, "weekStart"),
          .time_zone = TextOf(fields, "timeZone"),
          .locale = ClearableOf(fields, "locale"),
          .avatar_url = ClearableOf(fields, "avatarUrl"),
          .bio = ClearableOf(fields, "bio"),
          .metadata = ObjectOf(fields, "metadata"),
          .default_schedule_id = IntegerOf(fields, "defaultScheduleId")};
}

domain::MembershipFields MembershipFieldsOf(const json::object& fields) {
  return {.role = TextOf(fields, "role"),
          .is_accepted = FlagOf(fields, "accepted"),
          .disable_impersonation = FlagOf(fields, "disableImpersonation")};
}

domain::Page PageOf(const Request& request) {
  const domain::Page first;
  return {.take = request.QueryInteger("take").value_or(first.take),
          .skip = request.QueryInteger("skip").value_or(first.skip)};
}

std::string TokenKeyOf(store::Transaction& tx, const Context& context) {
  return domain::MakeTokenKey(tx, context.settings.token_secret);
}

std::vector<Parameter> PageParameters(int most) {
  return {{.name = "take",
           .schema =
               absl::StrCat(R"({"type": "integer", "minimum": 1, "maximum": )",
                            most, R"(, "default": 250})"),
           .description = "how many at most"},
          {.name = "skip",
           .schema = R"({"type": "integer", "minimum": 0, "default": 0})",
           .description = "how many to leave out before"}};
}

void AddAccountSchemas(RouteTable& routes) {
  routes.AddSchema({"Metadata", kMetadata});
  routes.AddSchema(
      {"NewManagedUser",
       absl::StrCat(R"({"type": "object", "required": ["email", "name"],
           "properties": {"email": {"type": "string"},)",
                    kUserProperties, "}}")});
  routes.AddSchema(
      {"UserChanges", absl::StrCat(R"({"type": "object", "properties": {
           "email": {"type": "string"},
           "defaultScheduleId": {"type": "integer"},)",
                                   kUserProperties, "}}")});
  routes.AddSchema({"User", R"({"type": "object", "properties": {
      "id": {"type": "integer"}, "email": {"type": "string"},
      "username": {"type": ["string", "null"]},
      "name": {"type": ["string", "null"]},
      "bio": {"type": ["string", "null"]}, "timeZone": {"type": "string"},
      "weekStart": {"type": "string"}, "createdDate": {"type": "string"},
      "timeFormat": {"type": "integer"},
      "defaultScheduleId": {"type": ["integer", "null"]},
      "locale": {"type": ["string", "null"]},
      "avatarUrl": {"type": ["string", "null"]},
      "metadata": {"$ref": "#/components/schemas/Metadata"}}})"});
  routes.AddSchema({"Tokens", R"({"type": "object", "properties": {
      "accessToken": {"type": "string"}, "refreshToken": {"type": "string"},
      "accessTokenExpiresAt": {"type": "integer"},
      "refreshTokenExpiresAt": {"type": "integer"}}})"});
  routes.AddSchema({"OAuthClient", R"({"type": "object", "properties": {
      "id": {"type": "string"}, "name": {"type": "string"},
      "permissions": {"type": "array", "items": {"type": "string"}},
      "logo": {"type": ["string", "null"]},
      "redirectUris": {"type": "array", "items": {"type": "string"}},
      "organizationId": {"type": "integer"}, "createdAt": {"type": "string"},
      "bookingRedirectUri": {"type": "string"},
      "bookingCancelRedirectUri": {"type": "string"},
      "bookingRescheduleRedirectUri": {"type": "string"},
      "areEmailsEnabled": {"type": "boolean"},
      "areDefaultEventTypesEnabled": {"type": "boolean"}}})"});
  routes.AddSchema({"Team", R"({"type": "object", "properties": {
      "id": {"type": "integer"}, "parentId": {"type": ["integer", "null"]},
      "name": {"type": "string"}, "slug": {"type": ["string", "null"]},
      "isOrganization": {"type": "boolean"}, "timeZone": {"type": "string"},
      "weekStart": {"type": "string"}, "hideBranding": {"type": "boolean"},
      "metadata": {"type": "object"}}})"});
  routes.AddSchema({"MembershipChanges", R"({"type": "object", "properties": {
      "role": {"type": "string", "enum": ["MEMBER", "ADMIN", "OWNER"]},
      "accepted": {"type": "boolean"},
      "disableImpersonation": {"type": "boolean"}}})"});
  routes.AddSchema({"NewMembership", R"({"type": "object",
      "required": ["userId"], "properties": {"userId": {"type": "integer"},
      "role": {"type": "string", "enum": ["MEMBER", "ADMIN", "OWNER"]},
      "accepted": {"type": "boolean"},
      "disableImpersonation": {"type": "boolean"}}})"});
  routes.AddSchema({"Membership", R"({"type": "object", "properties": {
      "id": {"type": "integer"}, "userId": {"type": "integer"},
      "teamId": {"type": "integer"}, "accepted": {"type": "boolean"},
      "role": {"type": "string"}, "disableImpersonation": {"type": "boolean"},
      "user": {"type": "object"}}})"});
}

}  // namespace bookable::http
